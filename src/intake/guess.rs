//! What free text suggests about a request: its kind, partner, reference and urgency. Everything
//! here is of low or medium confidence and says so; the text itself is kept beside it.

use crate::domain::catalogue::Confidence;

use super::value::{countries_named, country_of_host, fold_words};
use super::{How, IntakeContext, Proposal, Sender};

/// Words (folded) that suggest a kind, the narrowest first.
const KINDS: &[(&str, &[&str])] = &[
    (
        "bc29_extension",
        &[
            "extension of preservation",
            "extension of the preservation",
            "extend the preservation",
            "extend preservation",
            "prolongation de la conservation",
            "prolonger la conservation",
            "تمديد الحفظ",
        ],
    ),
    (
        "bc29_preservation",
        &[
            "preservation request",
            "request for preservation",
            "preserve",
            "preservation of",
            "conservation rapide",
            "demande de conservation",
            "conserver les donnees",
            "gel des donnees",
            "gel de donnees",
            "الحفظ العاجل",
            "طلب حفظ",
        ],
    ),
    (
        "bc26_spontaneous",
        &["spontaneous information", "article 26", "information spontanee", "المعلومات التلقائية"],
    ),
    (
        "bc31_access_stored",
        &[
            "subscriber information",
            "mutual legal assistance",
            "mla request",
            "donnees d abonne",
            "informations relatives aux abonnes",
            "demande d entraide",
            "commission rogatoire",
        ],
    ),
    (
        "bc35_locate_suspect",
        &[
            "locate the suspect",
            "locating of suspects",
            "localisation du suspect",
            "localiser le suspect",
        ],
    ),
    (
        "bc35_legal_information",
        &["legal information", "information juridique", "informations juridiques"],
    ),
    ("bc35_technical_advice", &["technical advice", "conseils techniques", "conseil technique"]),
];

/// The kind that promises least: advice between contact points.
const FALLBACK: &str = "bc35_technical_advice";

/// Kinds that free text may suggest.
#[cfg(test)]
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind).chain([FALLBACK])
}

/// What a message without a form suggests.
pub fn fill(out: &mut Proposal, sender: &Sender, body: &str, cx: &IntakeContext) {
    let subject = sender.subject.as_deref().unwrap_or_default();
    let hit = kind_of(subject, cx).map(|k| (k, Confidence::Medium, "words of the subject"));
    let hit = hit.or_else(|| kind_of(body, cx).map(|k| (k, Confidence::Low, "words of the text")));
    let (kind, confidence, origin) =
        hit.unwrap_or((FALLBACK, Confidence::Low, "no word of the message names a kind"));
    out.kind = kind.to_owned();
    out.how.push(How { field: "kind".into(), confidence, origin: origin.to_owned() });
    if names_any(subject, &["urgent", "urgence", "tres urgent", "immediat", "immediate", "عاجل"])
        || names_any(
            body,
            &["threat to life", "danger to life", "menace pour la vie", "danger de mort"],
        )
    {
        out.put("urgency", "urgent", Confidence::Low, "words of the message: an officer decides");
    }
}

/// What any message adds where nothing better is known.
pub fn complete(out: &mut Proposal, sender: &Sender, body: &str, cx: &IntakeContext) {
    let subject = sender.subject.as_deref().unwrap_or_default();
    out.put("summary", subject, Confidence::Medium, "header Subject");
    if let Some(reference) = reference(subject) {
        out.put("their_ref", reference, Confidence::Medium, "header Subject");
    }
    if out.partner.is_some() {
        return;
    }
    let one_of = |text: &str| {
        let named = countries_named(text, cx.catalogue);
        let mut foreign = named.into_iter().filter(|c| c != cx.our_country);
        foreign.next().filter(|_| foreign.next().is_none())
    };
    let host = sender.from.rsplit('@').next().unwrap_or_default();
    let domain = country_of_host(host, cx.catalogue).filter(|c| c != cx.our_country);
    let heading = format!("{}\n{subject}", sender.name);
    if let Some(code) = one_of(&heading) {
        out.put("partner", &code, Confidence::Medium, "country named in sender or subject");
    } else if let Some(code) = domain {
        out.put("partner", &code, Confidence::Low, "top-level domain of the sender");
    } else if let Some(code) = one_of(body) {
        out.put("partner", &code, Confidence::Low, "the one country named in the text");
    }
}

fn kind_of(text: &str, cx: &IntakeContext) -> Option<&'static str> {
    let hay = format!(" {} ", fold_words(text));
    KINDS
        .iter()
        .filter(|(kind, _)| cx.catalogue.kinds.get(*kind).is_some_and(|k| k.enabled))
        .find(|(_, words)| words.iter().any(|w| hay.contains(&format!(" {w} "))))
        .map(|(kind, _)| *kind)
}

fn names_any(text: &str, words: &[&str]) -> bool {
    let hay = format!(" {} ", fold_words(text));
    words.iter().any(|w| hay.contains(&format!(" {w} ")))
}

/// `Ref: X`, `Réf. X`, `case no. X`, `dossier n° X`, `[X]`: the token behind, if it has a digit.
pub fn reference(subject: &str) -> Option<&str> {
    let edge = |c: char| {
        matches!(c, ':' | '.' | '#' | '[' | ']' | '(' | ')' | ',' | ';' | '"' | '«' | '»')
    };
    let mut armed = false;
    for word in subject.split_whitespace() {
        let token = word.trim_matches(edge);
        let shaped = (3..=60).contains(&token.len())
            && token.bytes().any(|b| b.is_ascii_digit())
            && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/.".contains(&b));
        let bracketed = word.starts_with('[') && word.ends_with(']');
        if shaped && (armed || bracketed) {
            return Some(token);
        }
        // `Ref:X` in one word.
        if let Some((label, rest)) = word.split_once(':')
            && is_reference_word(label)
            && let Some(found) =
                Some(rest.trim_matches(edge)).filter(|t| t.bytes().any(|b| b.is_ascii_digit()))
        {
            return Some(found);
        }
        armed = is_reference_word(token)
            || (armed
                && matches!(
                    fold_words(token).as_str(),
                    "" | "no" | "n" | "number" | "numero" | "nr"
                ));
    }
    None
}

fn is_reference_word(word: &str) -> bool {
    ["ref", "reference", "case", "dossier", "file", "affaire", "ticket", "n°", "no"]
        .contains(&fold_words(word).as_str())
        || word == "n°"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_in_a_subject_needs_a_digit_and_a_word_before() {
        let cases = [
            ("Preservation request, ref. FR-2026/117", Some("FR-2026/117")),
            ("Demande de conservation – Réf : OCLCTIC-2026-0042", Some("OCLCTIC-2026-0042")),
            ("Urgent Ref:AB-12 please", Some("AB-12")),
            ("[BKA-2026-9] Preservation", Some("BKA-2026-9")),
            ("dossier n° 2026/77", Some("2026/77")),
            ("case closed in 2026", None),
            ("Hello 2026", None),
        ];
        for (subject, want) in cases {
            assert_eq!(reference(subject), want, "{subject}");
        }
    }
}
