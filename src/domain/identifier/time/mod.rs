//! Times as written: read only when one instant is meant. A missing zone, two readings of a date or
//! an hour that the clocks skip leave the text as it stands and a finding that asks.

mod parse;
mod zone;

use std::ops::Range;

use jiff::civil::{self, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Unit};

use self::parse::{Date, Raw, Zone};
use super::{CheckContext, Code};
use crate::domain::check::{Finding, Level};
use crate::domain::{Identifier, IdentifierKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Day,
    Minute,
    Second,
}

/// What a text says about a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeReading {
    /// The part that was read.
    pub text: String,
    /// Only where one instant is meant.
    pub instant: Option<Timestamp>,
    pub precision: Precision,
    /// The offset the text names, in seconds east of UTC.
    pub offset: Option<i32>,
    pub findings: Vec<Finding>,
}

/// Clocks of desks and servers differ: a time this far ahead of ours is not yet "in the future".
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// 1601-01-01 to 1970-01-01, in steps of 100 ns.
const FILETIME_EPOCH: i128 = 116_444_736_000_000_000;
/// No time on one line is longer.
const LONGEST: usize = 72;

/// Reads a whole text as one time.
pub fn read(text: &str, cx: &CheckContext) -> TimeReading {
    let text = text.trim();
    let line = window(text, 0);
    if let Some(reading) = machine(text, cx) {
        return reading;
    }
    match parse::raw(line).or_else(|| after_weekday(line)) {
        Some(raw) => judge(&raw, &super::clip(text), cx),
        None => {
            let shown = super::clip(text);
            let findings = vec![Code::R20.at_level(Level::Block, &shown, &[&shown])];
            TimeReading {
                text: shown,
                instant: None,
                precision: Precision::Day,
                offset: None,
                findings,
            }
        }
    }
}

/// The end of a period given as a date alone is the earliest instant of that day in any of the
/// zones: too early is safe, too late loses the data. Flagged as assumed (TM11).
pub fn expiry(text: &str, zones: &[TimeZone], cx: &CheckContext) -> TimeReading {
    let mut reading = read(text, cx);
    let Some(raw) = parse::raw(window(text.trim(), 0)).filter(|raw| raw.clock.is_none()) else {
        return reading;
    };
    let days: Vec<civil::Date> = days(&raw.date);
    let starts = zones.iter().flat_map(|tz| days.iter().map(move |day| (tz, day)));
    let earliest = starts.filter_map(|(tz, day)| day.to_zoned(tz.clone()).ok()).min();
    if let Some(earliest) = earliest {
        let instant = earliest.timestamp();
        reading.instant = Some(instant);
        reading.findings.retain(|finding| !matches!(finding.code, "TM01" | "TM05"));
        let shown = instant.to_string();
        reading.findings.push(Code::Tm11.finding(&reading.text, &[&reading.text, &shown]));
    }
    reading
}

/// Times in a text, in order. `taken` says which bytes belong to something else.
pub(super) fn find(
    text: &str,
    taken: &dyn Fn(usize) -> bool,
    cx: &CheckContext,
) -> Vec<(Range<usize>, TimeReading)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let here = bytes.get(at).copied().unwrap_or_default();
        let before = at.checked_sub(1).and_then(|p| bytes.get(p)).copied().unwrap_or(b' ');
        let inside = before.is_ascii_alphanumeric() || before >= 0x80 || b".:/-+".contains(&before);
        if inside || !here.is_ascii_alphanumeric() || taken(at) || !text.is_char_boundary(at) {
            at += 1;
            continue;
        }
        match found_at(text, at, cx) {
            Some((len, reading)) => {
                out.push((at..at + len, reading));
                at += len;
            }
            None => at += 1,
        }
    }
    out
}

fn found_at(text: &str, at: usize, cx: &CheckContext) -> Option<(usize, TimeReading)> {
    let start = text.as_bytes().get(at..)?;
    if start.first()?.is_ascii_alphabetic() && !MONTH_STARTS.iter().any(|s| begins(start, s)) {
        return None;
    }
    let line = window(text, at);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 10 | 13 | 18) && machine_label(text, at) {
        let reading = machine(line.get(..digits)?, cx)?;
        return Some((digits, reading));
    }
    let raw = parse::raw(line)?;
    let next = line.as_bytes().get(raw.len).copied().unwrap_or(b' ');
    if next.is_ascii_alphanumeric() {
        return None;
    }
    let shown = line.get(..raw.len)?.to_owned();
    Some((raw.len, judge(&raw, &shown, cx)))
}

/// What a month's name begins with: a cheap look before the reading.
const MONTH_STARTS: &[&[u8]] =
    &[b"jan", b"f", b"mar", b"ap", b"av", b"ma", b"ju", b"au", b"ao", b"sep", b"oct", b"nov", b"d"];

fn begins(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// A word before a long number that says it is a machine's time.
fn machine_label(text: &str, at: usize) -> bool {
    let mut from = at.saturating_sub(24);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..at).unwrap_or_default().to_ascii_lowercase();
    let line = before.rsplit('\n').next().unwrap_or_default();
    ["unix", "epoch", "timestamp", "filetime", "time", "ts="].iter().any(|w| line.contains(w))
}

/// The rest of the line from `at`, at most `LONGEST` bytes.
fn window(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let mut end = rest.len().min(LONGEST);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let cut = rest.get(..end).unwrap_or_default();
    cut.split(['\n', '\r']).next().unwrap_or_default()
}

/// `Fri, 3 Apr 2026 …`: the weekday says nothing that the date does not.
fn after_weekday(line: &str) -> Option<Raw> {
    let (word, rest) = line.split_once([' ', ','])?;
    let skipped = word.len() <= 12 && word.chars().all(|c| c.is_alphabetic() || c == '.');
    let rest = rest.trim_start_matches([' ', ',']);
    let mut raw = parse::raw(rest).filter(|_| skipped)?;
    raw.len += line.len() - rest.len();
    Some(raw)
}

/// Unix seconds, Unix milliseconds or Windows FILETIME.
fn machine(text: &str, cx: &CheckContext) -> Option<TimeReading> {
    let value: i128 = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())??;
    let (name, nanos, precision) = match text.len() {
        10 => ("Unix s", value * 1_000_000_000, Precision::Second),
        13 => ("Unix ms", value * 1_000_000, Precision::Second),
        18 if value > FILETIME_EPOCH => {
            ("FILETIME", (value - FILETIME_EPOCH) * 100, Precision::Second)
        }
        _ => return None,
    };
    let instant = Timestamp::from_nanosecond(nanos).ok()?;
    let mut findings = vec![Code::Tm09.finding(text, &[name, &instant.to_string()])];
    age(text, instant, cx, &mut findings);
    Some(TimeReading {
        text: text.to_owned(),
        instant: Some(instant),
        precision,
        offset: Some(0),
        findings,
    })
}

fn days(date: &Date) -> Vec<civil::Date> {
    let make = |year: i64, month: u8, day: u8| {
        let year = i16::try_from(year).ok()?;
        civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match *date {
        Date::Clear { year, month, day } => make(year, month, day).into_iter().collect(),
        Date::Numeric { first, second, year } => {
            let day_first = make(year, second, first);
            let month_first = make(year, first, second).filter(|d| Some(*d) != day_first);
            day_first.into_iter().chain(month_first).collect()
        }
    }
}

/// A year in which no evidence of a computer was recorded, or will be.
fn absurd(date: civil::Date, cx: &CheckContext) -> bool {
    let this_year = cx.now.to_zoned(TimeZone::UTC).year();
    date.year() < 1970 || date.year() > this_year.saturating_add(10)
}

fn judge(raw: &Raw, shown: &str, cx: &CheckContext) -> TimeReading {
    let precision = match raw.clock {
        None => Precision::Day,
        Some(clock) if clock.second.is_none() => Precision::Minute,
        Some(_) => Precision::Second,
    };
    let mut reading = TimeReading {
        text: shown.to_owned(),
        instant: None,
        precision,
        offset: None,
        findings: vec![],
    };
    let days = days(&raw.date);
    let time = match raw.clock {
        None => Some(civil::Time::midnight()),
        Some(c) => time_of(c),
    };
    let (Some(&day), Some(time)) = (days.first(), time) else {
        reading.findings.push(Code::R20.at_level(Level::Block, shown, &[shown]));
        return reading;
    };
    if absurd(day, cx) {
        reading.findings.push(Code::R20.at_level(Level::Block, shown, &[shown]));
        return reading;
    }
    if precision < Precision::Second {
        reading.findings.push(Code::Tm05.finding(shown, &[shown]));
    }
    if let [a, b] = days.as_slice() {
        let two = [a.to_string(), b.to_string()];
        reading.findings.push(Code::Tm02.finding(shown, &[shown, &two[0], &two[1]]));
    }
    let local = day.to_datetime(time);
    let instant = place(raw.zone.as_ref(), local, &mut reading, cx);
    if let Some(instant) = instant.filter(|_| days.len() == 1) {
        age(shown, instant, cx, &mut reading.findings);
        reading.instant = Some(instant).filter(|_| raw.clock.is_some());
    } else if days.iter().all(|day| ahead_everywhere(day.to_datetime(time), cx)) {
        reading.findings.push(Code::Tm06Future.finding(shown, &[shown]));
    }
    reading
}

fn time_of(clock: parse::Clock) -> Option<civil::Time> {
    // A leap second is the last second of its minute to every log.
    let second = clock.second.map_or(0, |s| if s == 60 { 59 } else { s });
    let small = |n: u8| i8::try_from(n).ok();
    let nanos = i32::try_from(clock.nanosecond).ok()?;
    civil::Time::new(small(clock.hour)?, small(clock.minute)?, small(second)?, nanos).ok()
}

/// The instant of a local time in the zone the text names, if it is one instant.
fn place(
    zone: Option<&Zone>,
    local: DateTime,
    reading: &mut TimeReading,
    cx: &CheckContext,
) -> Option<Timestamp> {
    let shown = reading.text.clone();
    match zone {
        Some(Zone::Offset(seconds)) => fixed(*seconds, local, reading),
        Some(Zone::Abbreviation(word)) => match (zone::clear(word), zone::ambiguous(word)) {
            (Some(seconds), _) => fixed(seconds, local, reading),
            (None, Some(readings)) => {
                reading.findings.push(Code::Tm03.finding(&shown, &[word, readings]));
                None
            }
            (None, None) => None,
        },
        Some(Zone::Iana(name)) => match cx.zones.get(name) {
            Ok(tz) => zoned(&tz, name, local, reading),
            Err(_) => {
                reading.findings.push(Code::Tm01.finding(&shown, &[&shown]));
                None
            }
        },
        None => {
            reading.findings.push(Code::Tm01.finding(&shown, &[&shown]));
            // If the partner meant local time, a changed clock makes the question urgent.
            for tz in cx.partner_zone.iter().chain([&cx.our_zone]) {
                let name = tz.iana_name().unwrap_or("UTC").to_owned();
                zoned(tz, &name, local, reading);
            }
            reading.offset = None;
            None
        }
    }
}

fn fixed(seconds: i32, local: DateTime, reading: &mut TimeReading) -> Option<Timestamp> {
    let offset = Offset::from_seconds(seconds).ok()?;
    reading.offset = Some(seconds);
    offset.to_timestamp(local).ok()
}

fn zoned(
    tz: &TimeZone,
    name: &str,
    local: DateTime,
    reading: &mut TimeReading,
) -> Option<Timestamp> {
    let shown = reading.text.clone();
    let ambiguous = tz.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => fixed(offset.seconds(), local, reading),
        AmbiguousOffset::Gap { .. } => {
            reading.findings.push(Code::Tm04Gap.finding(&shown, &[&shown, name]));
            None
        }
        AmbiguousOffset::Fold { before, after } => {
            let at = |offset: Offset| {
                offset.to_timestamp(local).map(|t| t.to_string()).unwrap_or_default()
            };
            let detail = [shown.as_str(), name, &at(before), &at(after)];
            reading.findings.push(Code::Tm04Fold.finding(&shown, &detail));
            None
        }
    }
}

/// Whether a local time lies ahead of now wherever on Earth it was read.
fn ahead_everywhere(local: DateTime, cx: &CheckContext) -> bool {
    let east = Offset::constant(14);
    east.to_timestamp(local).is_ok_and(|t| t.duration_since(cx.now) > TOLERANCE)
}

fn age(shown: &str, instant: Timestamp, cx: &CheckContext, findings: &mut Vec<Finding>) {
    let days = cx.retention_days.unwrap_or(365);
    let old = cx.now.duration_since(instant) > SignedDuration::from_hours(24 * i64::from(days));
    if instant.duration_since(cx.now) > TOLERANCE {
        findings.push(Code::Tm06Future.finding(shown, &[&second(instant)]));
    } else if old {
        findings.push(Code::Tm06Old.finding(shown, &[&second(instant), &days.to_string()]));
    }
}

fn second(instant: Timestamp) -> String {
    instant.round(Unit::Second).unwrap_or(instant).to_string()
}

/// The findings about when an identifier was seen.
pub(super) fn check(identifier: &Identifier, cx: &CheckContext, out: &mut Vec<Finding>) {
    let subject = super::clip(identifier.value.trim());
    let start = match &identifier.time_text {
        Some(text) => {
            let reading = read(text, cx);
            fits_partner(&reading, &subject, cx, out);
            let own = reading.findings.into_iter();
            out.extend(own.map(|finding| Finding { subject: subject.clone(), ..finding }));
            identifier.at.or(reading.instant)
        }
        None => {
            if let Some(at) = identifier.at {
                age(&subject, at, cx, out);
            } else if identifier.kind == IdentifierKind::Ip {
                // An address without a time names nobody.
                out.push(Code::Tm01Missing.finding(&subject, &[]));
            }
            identifier.at
        }
    };
    let Some(start) = start else { return };
    shown_thrice(&subject, start, cx, out);
    if let Some(end) = identifier.to {
        check_window(identifier.kind, &subject, start, end, out);
    }
}

fn check_window(
    kind: IdentifierKind,
    subject: &str,
    start: Timestamp,
    end: Timestamp,
    out: &mut Vec<Finding>,
) {
    let length = end.duration_since(start);
    let limit = if kind == IdentifierKind::Ip { 24 } else { 24 * 366 };
    let shown = [second(start), second(end), length.as_hours().to_string()];
    if length < SignedDuration::ZERO {
        out.push(Code::Tm07Reversed.finding(subject, &[&shown[0], &shown[1]]));
    } else if length > SignedDuration::from_hours(limit) {
        out.push(Code::Tm07Wide.finding(subject, &[&shown[0], &shown[1], &shown[2]]));
    }
}

/// UTC fits everybody; any other offset should be the partner's own at that instant.
fn fits_partner(reading: &TimeReading, subject: &str, cx: &CheckContext, out: &mut Vec<Finding>) {
    let (Some(tz), Some(instant), Some(given)) =
        (&cx.partner_zone, reading.instant, reading.offset)
    else {
        return;
    };
    let theirs = tz.to_offset(instant);
    if given != 0 && given != theirs.seconds() {
        let given = Offset::from_seconds(given).unwrap_or(Offset::UTC);
        out.push(Code::Tm08.finding(subject, &[&format!("UTC{given}"), &format!("UTC{theirs}")]));
    }
}

fn shown_thrice(subject: &str, at: Timestamp, cx: &CheckContext, out: &mut Vec<Finding>) {
    let local = |tz: &TimeZone| at.to_zoned(tz.clone()).strftime("%F %T %:z").to_string();
    let (utc, ours) = (second(at), local(&cx.our_zone));
    match &cx.partner_zone {
        Some(tz) => out.push(Code::Tm12Partner.finding(subject, &[&utc, &ours, &local(tz)])),
        None => out.push(Code::Tm12.finding(subject, &[&utc, &ours])),
    }
}

#[cfg(test)]
mod tests;
