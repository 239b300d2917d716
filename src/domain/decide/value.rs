//! Typed text → the stored form of a field, and small readings that officers type: instants and
//! durations.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use crate::domain::catalogue::{FieldRule, FieldType};

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    Instant,
    Flag,
    Period,
    Country,
    OneOf(Vec<String>),
}

/// Years outside this range are typing errors, not dates.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// Longer durations are typing errors.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366 * 100);

/// Returns the stored form of `text`; empty text stays empty (it clears).
pub fn normalise(
    rule: &FieldRule,
    text: &str,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<String, Expected> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    match rule.kind {
        FieldType::Text | FieldType::LongText => Ok(text.to_owned()),
        FieldType::Instant => {
            instant(text, now, zone).map(|at| at.to_string()).ok_or(Expected::Instant)
        }
        FieldType::Flag => match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "oui" | "o" | "x" => Ok("yes".to_owned()),
            "no" | "n" | "false" | "non" => Ok("no".to_owned()),
            _ => Err(Expected::Flag),
        },
        FieldType::Choice => rule
            .choices
            .iter()
            .find(|choice| choice.eq_ignore_ascii_case(text))
            .cloned()
            .ok_or_else(|| Expected::OneOf(rule.choices.clone())),
        FieldType::Period => duration(text).map(period).ok_or(Expected::Period),
        FieldType::Country => {
            let shaped = text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
            if shaped { Ok(text.to_ascii_uppercase()) } else { Err(Expected::Country) }
        }
    }
}

/// Reads an instant: RFC 3339 with any offset; `2026-11-21 14:30[:05]`, `2026-11-21`, `14:30` in
/// the desk's zone; `now`; `+3h`, `-20m` from now. Refuses absurd years.
pub fn instant(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    let at = if text.eq_ignore_ascii_case("now") || text == "maintenant" {
        now
    } else if let Ok(at) = text.parse::<Timestamp>() {
        at
    } else if let Some(rest) = text.strip_prefix('+') {
        now.checked_add(duration(rest)?).ok()?
    } else if let Some(rest) = text.strip_prefix('-') {
        now.checked_sub(duration(rest)?).ok()?
    } else {
        civil(text, now, zone)?
    };
    YEARS.contains(&at.to_zoned(TimeZone::UTC).year()).then_some(whole_second(at))
}

/// Stated times are whole seconds: officers, forms and other people's clocks know no more.
pub fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn civil(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.replacen('T', " ", 1);
    // The parser of times takes whole date-times too and would drop the date.
    let time = if text.contains('-') { None } else { text.parse::<Time>().ok() };
    let local: DateTime = if let Some(time) = time {
        now.to_zoned(zone.clone()).date().to_datetime(time)
    } else if let Some((date, time)) = text.split_once(' ') {
        let time = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
        date.parse::<Date>().ok()?.to_datetime(time.parse().ok()?)
    } else {
        text.parse::<Date>().ok()?.to_datetime(Time::midnight())
    };
    // A local time that a clock change skips or repeats is read as the earlier instant: safe side.
    let ambiguous = zone.to_ambiguous_timestamp(local);
    ambiguous.earlier().ok()
}

/// Reads `8h`, `90m`, `14d`, `1d12h`, ISO 8601 (`P60D`, `PT8H`). A day is 24 hours.
pub fn duration(text: &str) -> Option<SignedDuration> {
    let text = text.trim();
    let Ok(span) = text.parse::<Span>() else { return plain(text) };
    if span.get_months() != 0 || span.get_years() != 0 {
        return None;
    }
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    (!length.is_negative() && length < LONGEST).then_some(length)
}

/// `j` (jours) for French fingers.
fn plain(text: &str) -> Option<SignedDuration> {
    let mut total: i64 = 0;
    let mut digits = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let n: i64 = digits.parse().ok()?;
        digits.clear();
        let unit = match c.to_ascii_lowercase() {
            'd' | 'j' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(n.checked_mul(unit)?)?;
    }
    let length = SignedDuration::from_secs(total);
    (digits.is_empty() && total > 0 && length < LONGEST).then_some(length)
}

/// ISO 8601, in days where it is whole days.
pub fn period(length: SignedDuration) -> String {
    let seconds = length.as_secs();
    if seconds % 86_400 == 0 { format!("P{}D", seconds / 86_400) } else { format!("PT{seconds}S") }
}

/// The known word nearest to a mistyped one, if it is near.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let allowed = 1 + word.chars().count() / 4;
    known
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= allowed || (word.len() >= 4 && candidate.contains(word))
        })
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX - 1);
            let cost = (diagonal + usize::from(ca != cb)).min(left + 1).min(above + 1);
            diagonal = above;
            if let Some(cell) = row.get_mut(j) {
                *cell = left;
            }
            left = cost;
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or(0)
}
