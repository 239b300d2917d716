//! Periods, dates and near-misses of words.

use jiff::civil::Date;
use jiff::{SignedDuration, Span};
use toml::de::DeValue;

use super::reader::{Node, Place};
use crate::domain::routes::PartialDate;

const HOURS_PER_DAY: i64 = 24;
/// Longer periods are slips of the pen.
const LONGEST_DAYS: i64 = 36_525;

/// ISO 8601 in weeks, days, hours, minutes and seconds; a day is 24 hours. Years and months have no
/// fixed length and are refused.
pub fn period(text: &str) -> Option<SignedDuration> {
    if !text.starts_with('P') {
        return None;
    }
    let span: Span = text.parse().ok()?;
    if span.is_negative() || span.get_years() != 0 || span.get_months() != 0 {
        return None;
    }
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let hours = days.checked_mul(HOURS_PER_DAY)?.checked_add(i64::from(span.get_hours()))?;
    let seconds = hours
        .checked_mul(3600)?
        .checked_add(span.get_minutes().checked_mul(60)?)?
        .checked_add(span.get_seconds())?;
    (seconds <= LONGEST_DAYS * HOURS_PER_DAY * 3600).then(|| SignedDuration::from_secs(seconds))
}

/// Reads a period, or faults it.
pub fn period_at(text: &str, place: Place<'_>) -> Option<SignedDuration> {
    let read = period(text);
    if read.is_none() {
        place.fault(
            format!("`{text}` is not a period"),
            "write days or hours, such as \"P60D\" or \"PT24H\"; months and years have no fixed length",
        );
    }
    read
}

/// A date; a month or a year stands for its last day, so that nothing counts as earlier than known.
pub fn date(node: &Node<'_>, key: &str) -> Option<Date> {
    partial(node, key)?.latest()
}

/// A date of which perhaps only the month or the year is known.
pub fn partial(node: &Node<'_>, key: &str) -> Option<PartialDate> {
    let written = match node.raw(key)?.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        // A year without quotes.
        DeValue::Integer(number) => number.as_str().to_owned(),
        _ => String::new(),
    };
    let read = PartialDate::parse(&written);
    if read.is_none() {
        not_a_date(key, &written, node.at(key));
    }
    read
}

pub fn not_a_date(key: &str, written: &str, place: Place<'_>) {
    place.fault(
        format!("`{key}` is not a date: `{written}`"),
        "write the year, month and day (\"2018-10-01\"), or the year and month, or the year",
    );
}

/// The remedy for a wrong word: the nearest of the right ones, or all of them.
pub fn suggest(word: &str, known: &[&str]) -> String {
    let nearest = known.iter().map(|k| (distance(word, k), *k)).min();
    match nearest {
        Some((far, near)) if far <= 1 + near.chars().count() / 3 => {
            format!("did you mean `{near}`?")
        }
        _ if known.is_empty() => "remove it".to_owned(),
        _ if known.len() <= 16 => format!("use one of: {}", known.join(", ")),
        _ => "see the names in the built-in catalogue".to_owned(),
    }
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let best = (diagonal + usize::from(ca != *cb)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_instants_and_have_no_months() {
        let cases = [
            ("P60D", Some(60 * 86_400)),
            ("PT8H", Some(8 * 3600)),
            ("PT15M", Some(900)),
            ("P1DT12H", Some(36 * 3600)),
            ("P2W", Some(14 * 86_400)),
            ("PT0S", Some(0)),
            ("P3M", None),
            ("P1Y", None),
            ("-P14D", None),
            ("60 days", None),
            ("P99999999D", None),
            ("", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(period(text), seconds.map(SignedDuration::from_secs), "{text}");
        }
    }

    #[test]
    fn a_date_known_to_the_month_stands_for_its_last_day() {
        let latest = |text: &str| PartialDate::parse(text).and_then(PartialDate::latest);
        assert_eq!(latest("2018-10-01"), Date::new(2018, 10, 1).ok());
        assert_eq!(latest("2014-02"), Date::new(2014, 2, 28).ok());
        assert_eq!(latest("1986"), Date::new(1986, 12, 31).ok());
    }

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(suggest("anchr", &["anchor", "act"]), "did you mean `anchor`?");
        assert_eq!(suggest("confidance", &["source", "confidence"]), "did you mean `confidence`?");
        assert_eq!(suggest("zzzzzzzz", &["anchor", "act"]), "use one of: anchor, act");
        assert_eq!(distance("é", "e"), 1);
    }
}
