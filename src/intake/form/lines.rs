//! What one line of a form is: a heading, a labelled value, ticked boxes, or text.

use super::layout::{Form, Section};
use crate::intake::value::fold_char;

/// The rest of a line behind a folded label that it starts with; marks between are passed over.
pub fn strip_label<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let mut want = label.chars();
    let mut next = want.next()?;
    for (at, c) in line.char_indices() {
        let Some(folded) = fold_char(c) else { continue };
        if folded != next {
            return None;
        }
        match want.next() {
            Some(n) => next = n,
            None => {
                let rest = line.get(at + c.len_utf8()..)?;
                // `Offence(s)`: a bracket that closes belongs to the label.
                let rest = if line.get(..at)?.ends_with('(') {
                    rest.strip_prefix(')').unwrap_or(rest)
                } else {
                    rest
                };
                let whole = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
                return whole.then_some(rest);
            }
        }
    }
    None
}

/// The longest of the labels that a line starts with.
pub fn strip_longest<'a, 'l>(
    line: &'a str,
    labels: impl IntoIterator<Item = &'l String>,
) -> Option<(usize, &'a str)> {
    labels
        .into_iter()
        .filter_map(|l| strip_label(line, l).map(|rest| (l.len(), rest)))
        .max_by_key(|(len, _)| *len)
}

/// The value behind a label: the label must end in a mark or with the line.
pub fn value_behind(rest: &str) -> Option<&str> {
    let trimmed = rest.trim_start_matches([' ', '*', '\u{a0}']);
    if trimmed.trim().is_empty() {
        return Some("");
    }
    let after = trimmed
        .strip_prefix([':', '：', '|', '\t'])
        .or_else(|| rest.starts_with("  ").then_some(trimmed));
    after.map(str::trim)
}

#[derive(Debug)]
pub struct Heading<'f, 'a> {
    pub section: &'f Section,
    pub numbered: bool,
    pub rest: &'a str,
}

/// Whether the line opens a section. Without its number only a later section can be meant.
pub fn heading<'f, 'a>(line: &'a str, form: &'f Form, current: u8) -> Option<Heading<'f, 'a>> {
    // The shortest heading is `Date`.
    if line.len() < 4 {
        return None;
    }
    let (number, text) = numbered(line);
    let mut best: Option<(bool, usize, Heading)> = None;
    for section in &form.sections {
        let Some((len, rest)) = strip_longest(text, &section.headings) else { continue };
        let Some(rest) = behind_heading(rest) else { continue };
        let same = number == Some(section.number);
        if !same && section.number <= current {
            continue;
        }
        let better = best.as_ref().is_none_or(|(s, l, _)| (same, len) > (*s, *l));
        if better {
            best = Some((same, len, Heading { section, numbered: same, rest }));
        }
    }
    best.map(|(_, _, heading)| heading)
}

/// `5. `, `5) `, `Section 5 - `, `## 5. `: the number and the text behind it.
pub fn numbered(line: &str) -> (Option<u8>, &str) {
    let start = line.trim_start_matches(['#', '*', '|', '§', ' ', '\t', '\u{a0}']);
    let start = ["Section", "SECTION", "Rubrique", "section"]
        .iter()
        .find_map(|w| start.strip_prefix(w))
        .map_or(start, str::trim_start);
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let (Some(number), Some(rest)) = (start.get(..digits), start.get(digits..)) else {
        return (None, line);
    };
    match number.parse() {
        Ok(n) if rest.starts_with(['.', ')', ':', '-', '–', ' ', '\t', '|', '°']) => {
            (Some(n), rest.trim_start_matches(['.', ')', ':', '-', '–', ' ', '\t', '|', '°', '*']))
        }
        _ => (None, start),
    }
}

/// What stands behind a heading once its ornaments are passed: `*`, `(if applicable)`, `[29(2)(b)]`.
fn behind_heading(rest: &str) -> Option<&str> {
    let mut rest = rest.trim_start();
    loop {
        let before = rest;
        rest = rest.trim_start_matches(['*', ' ', '\u{a0}', '|', ',']);
        if let Some(inner) = rest.strip_prefix('(')
            && let Some((note, after)) = inner.split_once(')')
            && ornament(note)
        {
            rest = after;
        }
        if rest.starts_with("[29(2)") || rest.starts_with("[1]") || rest.starts_with("[2]") {
            rest = rest.split_once(']').map_or("", |(_, after)| after);
        }
        if let Some(after) =
            ["if applicable", "le cas échéant"].iter().find_map(|w| rest.strip_prefix(w))
        {
            rest = after;
        }
        if rest == before {
            break;
        }
    }
    if rest.is_empty() {
        return Some("");
    }
    rest.strip_prefix([':', '：', '-', '–']).map(str::trim)
}

fn ornament(note: &str) -> bool {
    let low = note.to_lowercase();
    ["if ", "si ", "le cas", "details", "where "].iter().any(|w| low.starts_with(w))
}

/// Boxes of a line, each with the text behind it, and the text before the first.
pub fn boxes(line: &str) -> (&str, Vec<(bool, &str)>) {
    let mut marks: Vec<(usize, usize, bool)> = Vec::new();
    let mut skip_to = 0;
    for (at, c) in line.char_indices() {
        if at < skip_to {
            continue;
        }
        if let Some((len, ticked)) = box_at(line.get(at..).unwrap_or_default(), c) {
            marks.push((at, at + len, ticked));
            skip_to = at + len;
        }
    }
    let before = line.get(..marks.first().map_or(line.len(), |m| m.0)).unwrap_or_default();
    let ends = marks.iter().skip(1).map(|m| m.0).chain([line.len()]);
    let found = marks
        .iter()
        .zip(ends)
        .map(|(&(_, start, ticked), end)| (ticked, line.get(start..end).unwrap_or_default().trim()))
        .collect();
    (before, found)
}

fn box_at(text: &str, first: char) -> Option<(usize, bool)> {
    const WRITTEN: &[(&str, bool)] = &[
        ("[x]", true),
        ("[X]", true),
        ("[ x ]", true),
        ("[ X ]", true),
        ("[✓]", true),
        ("[✔]", true),
        ("[ ]", false),
        ("[]", false),
        ("[  ]", false),
        ("[_]", false),
        ("(x)", true),
        ("(X)", true),
        ("( )", false),
    ];
    match first {
        '☒' | '☑' => Some((first.len_utf8(), true)),
        '☐' => Some((first.len_utf8(), false)),
        '[' | '(' => {
            WRITTEN.iter().find(|(w, _)| text.starts_with(w)).map(|(w, ticked)| (w.len(), *ticked))
        }
        _ => None,
    }
}

/// Nothing written: dots, dashes and lines to write on, or the pattern of a date.
pub fn blank(text: &str) -> bool {
    let text = text.trim();
    !text.chars().any(|c| !"._-–—=*…|:/ \t\u{a0}".contains(c))
        || ["DD/MM/YYYY", "DD/MM/YYYYY", "JJ/MM/AAAA", "JJ/MM/AAAAA"].contains(&text)
}

#[cfg(test)]
mod tests {
    use super::super::layout::forms;
    use super::*;

    #[test]
    fn a_heading_is_known_with_and_without_number_in_both_languages() {
        let form = &forms()[0];
        let cases = [
            ("1. Date: 20/11/2026", 1, "20/11/2026"),
            ("4. Requested authority", 4, ""),
            ("## 5. Requesting authority *", 5, ""),
            ("5) AUTORITE REQUERANTE * :", 5, ""),
            (
                "Section 7 - Investigative/Operational authority in charge of the case (if different from Requesting Authority)",
                7,
                "",
            ),
            ("10. Offence(s) under investigation * [29(2)(b)]: fraud", 10, "fraud"),
            ("Data to be preserved:", 12, ""),
            ("15. Intention de soumettre une demande d’entraide * :", 15, ""),
        ];
        for (line, number, rest) in cases {
            let found = heading(line, form, 0).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.section.number, found.rest), (number, rest), "{line}");
        }
        for line in [
            "1. Date of birth of the suspect",
            "the requested authority said",
            "3. three",
            "Dates:",
        ] {
            assert!(heading(line, form, 0).is_none(), "{line}");
        }
    }

    #[test]
    fn boxes_of_all_writings_are_told_ticked_or_not() {
        let (before, found) = boxes("status: [x] New  [ ] Extension ☒ A ☐ B (x) C ( ) D [1] note");
        assert_eq!(before, "status: ");
        assert_eq!(
            found,
            [
                (true, "New"),
                (false, "Extension"),
                (true, "A"),
                (false, "B"),
                (true, "C"),
                (false, "D [1] note")
            ]
        );
    }

    #[test]
    fn a_label_must_end_before_its_value() {
        assert_eq!(
            strip_label("E-mail  address: a@example.org", "emailaddress"),
            Some(": a@example.org")
        );
        assert_eq!(strip_label("Offence(s): x", "offences"), Some(": x"));
        assert_eq!(strip_label("Dates: x", "date"), None);
        assert_eq!(value_behind(": x"), Some("x"));
        assert_eq!(value_behind(" of birth: x"), None);
        assert!(blank("......") && blank("DD/MM/YYYYY") && !blank("x"));
    }
}
