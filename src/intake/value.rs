//! Foreign words brought into the form of their field: instants, countries, periods, choices.
//! A value that cannot be read is refused or kept as text; it is never guessed.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::domain::catalogue::{Catalogue, Country, FieldRule, FieldType};

use super::refused::{RefusedKind, nearest};

/// Lower case, accents and the Arabic vowel signs taken off, letters and digits only: two writings
/// of one label compare equal.
pub fn fold(text: &str) -> String {
    text.chars().filter_map(fold_char).collect()
}

/// As `fold`, with single spaces between words.
pub fn fold_words(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in text.chars() {
        match fold_char(c) {
            Some(folded) => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(folded);
            }
            None => gap = true,
        }
    }
    out
}

pub fn fold_char(c: char) -> Option<char> {
    let lower = c.to_lowercase().next().unwrap_or(c);
    let plain = match lower {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'أ' | 'إ' | 'آ' => 'ا',
        other => other,
    };
    plain.is_alphanumeric().then_some(plain)
}

/// Brings a value of a request file into the form of its field.
///
/// # Errors
/// Where the value cannot be of the field's type.
pub fn normalise(
    rule: Option<&FieldRule>,
    text: &str,
    catalogue: &Catalogue,
) -> Result<String, RefusedKind> {
    let text = text.trim();
    let Some(rule) = rule else { return Ok(text.to_owned()) };
    match rule.kind {
        FieldType::Text | FieldType::LongText => Ok(text.to_owned()),
        FieldType::Instant => instant(text).map(|at| at.to_string()),
        FieldType::Period => period(text).ok_or(RefusedKind::BadPeriod { text: text.to_owned() }),
        FieldType::Country => country(text, catalogue),
        FieldType::Flag => flag(text).map(str::to_owned).ok_or_else(|| RefusedKind::UnknownWord {
            found: text.to_owned(),
            allowed: vec!["yes".into(), "no".into()],
        }),
        FieldType::Choice => word(text, rule.choices.iter().map(String::as_str)),
    }
}

/// One of the words that may stand, in any letter case.
///
/// # Errors
/// Any other word.
pub fn word<'a>(
    text: &str,
    allowed: impl IntoIterator<Item = &'a str> + Clone,
) -> Result<String, RefusedKind> {
    let hit = allowed.clone().into_iter().find(|w| w.eq_ignore_ascii_case(text.trim()));
    hit.map(str::to_owned).ok_or_else(|| RefusedKind::UnknownWord {
        found: text.to_owned(),
        allowed: allowed.into_iter().map(str::to_owned).collect(),
    })
}

fn flag(text: &str) -> Option<&'static str> {
    match fold(text).as_str() {
        "yes" | "true" | "oui" | "y" | "o" => Some("yes"),
        "no" | "false" | "non" | "n" => Some("no"),
        _ => None,
    }
}

/// An instant with its offset, of a year that a request can have.
///
/// # Errors
/// No date, an impossible date, a date without offset, a year out of range.
pub fn instant(text: &str) -> Result<Timestamp, RefusedKind> {
    let text = text.trim();
    let own = || text.to_owned();
    if long_year(text) {
        return Err(RefusedKind::DateOutOfRange { text: own() });
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return in_range(at).ok_or(RefusedKind::DateOutOfRange { text: own() });
    }
    if text.parse::<DateTime>().is_ok() {
        return Err(RefusedKind::NoOffset { text: own() });
    }
    Err(RefusedKind::BadDate { text: own() })
}

/// Requests of this kind exist since the network does; a later year than 2100 is a slip.
fn in_range(at: Timestamp) -> Option<Timestamp> {
    let year = at.to_zoned(TimeZone::UTC).year();
    (1990..=2100).contains(&year).then_some(at)
}

fn long_year(text: &str) -> bool {
    let mut run = 0;
    for c in text.trim_start_matches(['+', '-']).chars() {
        if c.is_ascii_digit() {
            run += 1;
        } else {
            return run > 4 && matches!(c, '-' | '/' | '.');
        }
    }
    false
}

/// A date as people write it on a form: day first (the form says so), ISO, or with the month named.
pub fn written_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return plausible(date);
    }
    let parts: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).map(fold).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let day: i8 = day.trim_end_matches("er").trim_end_matches("th").parse().ok()?;
    let month = match month.parse::<i8>() {
        Ok(number) => number,
        Err(_) => month_named(month)?,
    };
    if year.len() != 4 {
        return None;
    }
    plausible(Date::new(year.parse().ok()?, month, day).ok()?)
}

fn plausible(date: Date) -> Option<Date> {
    (1990..=2100).contains(&date.year()).then_some(date)
}

fn month_named(word: &str) -> Option<i8> {
    const MONTHS: [[&str; 2]; 12] = [
        ["january", "janvier"],
        ["february", "fevrier"],
        ["march", "mars"],
        ["april", "avril"],
        ["may", "mai"],
        ["june", "juin"],
        ["july", "juillet"],
        ["august", "aout"],
        ["september", "septembre"],
        ["october", "octobre"],
        ["november", "novembre"],
        ["december", "decembre"],
    ];
    // `jui` begins both juin and juillet: an abbreviation must fit one month only.
    let mut hits = (1..).zip(MONTHS).filter(|(_, names)| {
        names.iter().any(|n| *n == word || (word.len() >= 3 && n.starts_with(word)))
    });
    match (hits.next(), hits.next()) {
        (Some((number, _)), None) => Some(number),
        _ => None,
    }
}

/// The start of a day in a zone.
pub fn start_of(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_zoned(date.to_datetime(jiff::civil::Time::midnight()))
        .compatible()
        .ok()
        .map(|z| z.timestamp())
}

/// A period in days from `P60D`, `90 days`, `90 jours`, `2 weeks`. Months and years are no fixed
/// number of days: whoever asked must say how many are meant.
pub fn period(text: &str) -> Option<String> {
    const DAYS: std::ops::RangeInclusive<i32> = 1..=3650;
    let text = text.trim();
    if text.starts_with(['P', 'p']) && text.len() <= 16 {
        let span: jiff::Span = text.to_ascii_uppercase().parse().ok()?;
        let days = span.get_weeks() * 7 + span.get_days();
        let only = span.fieldwise()
            == jiff::Span::new().weeks(span.get_weeks()).days(span.get_days()).fieldwise();
        return (only && DAYS.contains(&days)).then(|| format!("P{days}D"));
    }
    let folded = fold_words(text);
    let mut words = folded.split(' ');
    let (number, unit) = (words.next()?, words.next()?);
    let number: i32 = number.parse().ok().filter(|n| DAYS.contains(n))?;
    let days = match unit {
        "d" | "day" | "days" | "j" | "jour" | "jours" => number,
        "week" | "weeks" | "semaine" | "semaines" => number * 7,
        _ => return None,
    };
    Some(format!("P{days}D"))
}

/// Alpha-2 of a code or of a name in English, French or Arabic.
///
/// # Errors
/// A country that the catalogue does not have.
pub fn country(text: &str, catalogue: &Catalogue) -> Result<String, RefusedKind> {
    let upper = text.trim().to_ascii_uppercase();
    if catalogue.countries.contains_key(&upper) {
        return Ok(upper);
    }
    let wanted = fold(text);
    let named = catalogue
        .countries
        .values()
        .find(|c| !wanted.is_empty() && names(c).any(|n| fold(n) == wanted));
    named.map(|c| c.alpha2.clone()).ok_or_else(|| RefusedKind::UnknownCountry {
        found: text.to_owned(),
        nearest: nearest(text, catalogue.countries.values().flat_map(names)),
    })
}

pub fn names(country: &Country) -> impl Iterator<Item = &str> {
    let name = &country.name;
    [Some(name.en.as_str()), Some(name.fr.as_str()), name.ar.as_deref()]
        .into_iter()
        .flatten()
        .filter(|n| !n.is_empty())
}

/// The countries named in a text, in the order of their first mention, each once.
pub fn countries_named(text: &str, catalogue: &Catalogue) -> Vec<String> {
    let hay = format!(" {} ", fold_words(text));
    let mut hits: Vec<(usize, usize, &str)> = Vec::new();
    for country in catalogue.countries.values() {
        for name in names(country) {
            let needle = format!(" {} ", fold_words(name));
            if needle.len() > 4
                && let Some(at) = hay.find(&needle)
            {
                hits.push((at, needle.len(), &country.alpha2));
            }
        }
    }
    // A longer name that covers a shorter one wins: Papua New Guinea is not Guinea.
    let covered = |&(at, len, code): &(usize, usize, &str)| {
        hits.iter().any(|&(a, l, c)| c != code && a <= at && at + len <= a + l && l > len)
    };
    let mut kept: Vec<_> = hits.iter().filter(|hit| !covered(hit)).copied().collect();
    kept.sort_unstable();
    let mut out: Vec<String> = Vec::new();
    for (_, _, code) in kept {
        if !out.iter().any(|seen| seen == code) {
            out.push(code.to_owned());
        }
    }
    out
}

/// The country of a host's top-level domain.
pub fn country_of_host(host: &str, catalogue: &Catalogue) -> Option<String> {
    let last = host.trim_end_matches('.').rsplit('.').next()?.to_ascii_uppercase();
    let code = if last == "UK" { "GB".to_owned() } else { last };
    catalogue.countries.contains_key(&code).then_some(code)
}

/// A sender's clock is trusted only near our own: ten years back, a day ahead.
pub fn plausible_sent(at: Timestamp, now: Timestamp) -> bool {
    let day = SignedDuration::from_hours(24);
    let age = now.duration_since(at);
    age >= -day && age <= day * 3653
}

/// Cuts at a character boundary.
pub fn head(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::tests::catalogue;

    #[test]
    fn an_instant_needs_its_offset_and_a_possible_year() {
        assert_eq!(
            instant("2026-11-21T01:12:00+01:00").unwrap().to_string(),
            "2026-11-21T00:12:00Z"
        );
        let cases = [
            ("99999-01-01T00:00:00Z", "date_out_of_range"),
            ("99999-01-01", "date_out_of_range"),
            ("0203-01-01T00:00:00Z", "date_out_of_range"),
            ("2026-02-30T00:00:00Z", "bad_date"),
            ("2026-11-21T01:12:00", "no_offset"),
            ("2026-11-21", "no_offset"),
            ("yesterday", "bad_date"),
            ("", "bad_date"),
        ];
        for (text, code) in cases {
            assert_eq!(instant(text).unwrap_err().code(), code, "{text}");
        }
    }

    #[test]
    fn a_date_of_a_form_is_read_day_first() {
        let want = Some(jiff::civil::date(2026, 11, 3));
        for text in [
            "03/11/2026",
            "3.11.2026",
            "2026-11-03",
            "3 November 2026",
            "3 nov. 2026",
            "3 novembre 2026",
            "03-11-2026",
        ] {
            assert_eq!(written_date(text), want, "{text}");
        }
        for text in
            ["31/02/2026", "03/11/99999", "03/11/26", "11/2026", "", "0203-11-03", "1 jui 2026"]
        {
            assert_eq!(written_date(text), None, "{text}");
        }
    }

    #[test]
    fn periods_are_stored_in_one_form() {
        let cases = [
            ("P60D", Some("P60D")),
            ("p2w", Some("P14D")),
            ("P3M", None),
            ("P1DT2H", None),
            ("90 days", Some("P90D")),
            ("90 jours", Some("P90D")),
            ("2 semaines", Some("P14D")),
            ("3 mois", None),
            ("-P1D", None),
            ("soon", None),
            ("0 days", None),
        ];
        for (text, want) in cases {
            assert_eq!(period(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn countries_are_found_by_code_by_name_and_in_running_text() {
        let data = catalogue();
        for text in ["fr", "France", "FRANCE", "فرنسا"] {
            assert_eq!(country(text, &data).unwrap(), "FR", "{text}");
        }
        let refused = country("Frence", &data).unwrap_err();
        assert_eq!(refused.detail(), ["Frence", "France"]);
        let text = "Police of Papua New Guinea, copy to Morocco and to Papua New Guinea";
        assert_eq!(countries_named(text, &data), ["PG", "MA"]);
        assert_eq!(countries_named("francely", &data), Vec::<String>::new());
        assert_eq!(country_of_host("mail.police.uk", &data).as_deref(), Some("GB"));
        assert_eq!(country_of_host("example.org", &data), None);
    }
}
