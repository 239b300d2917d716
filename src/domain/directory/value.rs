//! Typed text → the stored form of a field of the directory. One stored form for one meaning: two
//! desks that type the same number hold the same channel.

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use url::Url;

use super::decide::Expected;
use super::field::{ROLES, Shape};
use super::hours::Hours;
use super::{ChannelKind, Encryption, Role, contact, number};
use crate::domain::catalogue::Catalogue;
use crate::domain::decide::value::duration;
use crate::domain::identifier::{self, CheckContext, Code};
use crate::domain::{Identifier, IdentifierKind};

/// Years outside this range are typing errors, not dates.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;
/// Ten years.
const MOST_DAYS: i64 = 3660;
const MOST_COUNT: u32 = 9999;
/// Of a call sign, and of an item of a list of languages.
const SIGN: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    Expected(Expected),
    UnknownCountry(String),
    InFuture(Timestamp),
}

impl From<Expected> for Unfit {
    fn from(expected: Expected) -> Self {
        Self::Expected(expected)
    }
}

/// The stored form of `text`; empty text stays empty (it clears).
pub fn stored(
    shape: Shape,
    text: &str,
    catalogue: &Catalogue,
    now: Timestamp,
) -> Result<String, Unfit> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    match shape {
        Shape::Text => Ok(one_line(text)),
        Shape::LongText => Ok(text.replace("\r\n", "\n")),
        Shape::List => Ok(listed(text, |item| Some(one_line(item))).unwrap_or_default()),
        Shape::Roles => {
            let word = |item: &str| Role::from_word(&item.to_lowercase()).map(Role::word);
            listed(text, |item| word(item).map(str::to_owned))
                .ok_or(Unfit::Expected(Expected::OneOf(ROLES)))
        }
        Shape::Country => country(text, catalogue),
        Shape::Zone => zone(text).ok_or(Unfit::Expected(Expected::Zone)),
        Shape::Languages => listed(text, language).ok_or(Unfit::Expected(Expected::Languages)),
        Shape::Hours => {
            let hours = Hours::parse(text).ok_or(Unfit::Expected(Expected::Hours))?;
            Ok(hours.stored())
        }
        Shape::Days => days(text).ok_or(Unfit::Expected(Expected::Days)),
        Shape::Number => {
            let count = text.parse::<u32>().ok().filter(|n| *n <= MOST_COUNT);
            count.map(|n| n.to_string()).ok_or(Unfit::Expected(Expected::Count))
        }
        Shape::Flag => flag(text).map(str::to_owned).ok_or(Unfit::Expected(Expected::Flag)),
        Shape::Date => date(text, now),
        Shape::Url => web(text).ok_or(Unfit::Expected(Expected::Url)),
        Shape::Choice(words) => {
            let word = words.iter().find(|word| word.eq_ignore_ascii_case(text));
            word.map(|word| (*word).to_owned()).ok_or(Unfit::Expected(Expected::OneOf(words)))
        }
    }
}

/// The stored form of what a channel is reached by. `calling_code` is that of the contact's State.
pub fn address(
    kind: ChannelKind,
    text: &str,
    calling_code: Option<&str>,
) -> Result<String, Expected> {
    match kind {
        _ if kind.is_number() => number::normalise(text, calling_code).ok_or(Expected::Number),
        ChannelKind::Email | ChannelKind::SecureMail => mail(text).ok_or(Expected::Mail),
        ChannelKind::Portal => web(text).ok_or(Expected::Url),
        _ => call_sign(text).ok_or(Expected::CallSign),
    }
}

/// Upper-case hexadecimal digits: 40 or 64 of an OpenPGP key, 64 (SHA-256) of an S/MIME
/// certificate.
pub fn fingerprint(text: &str, of: Encryption) -> Result<String, Expected> {
    let bare = text.trim();
    let bare = bare.strip_prefix("0x").unwrap_or(bare);
    let separates = |c: char| c.is_whitespace() || c == ':' || c == '-';
    let digits: String = bare.chars().filter(|&c| !separates(c)).collect();
    let lengths: &[usize] = if of == Encryption::Smime { &[64] } else { &[40, 64] };
    let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let fits = digits.is_empty() || (hex && lengths.contains(&digits.len()));
    fits.then(|| digits.to_ascii_uppercase()).ok_or(Expected::Fingerprint)
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Items set apart by commas, semicolons or line ends, each once. `None` where one is refused.
fn listed(text: &str, item: impl Fn(&str) -> Option<String>) -> Option<String> {
    let text = text.replace([';', '\n', '\r', '،'], ",");
    let mut items: Vec<String> = Vec::new();
    for part in contact::list(&text) {
        let part = item(part)?;
        if !items.contains(&part) {
            items.push(part);
        }
    }
    Some(items.join(", "))
}

/// A code of ISO 639: two or three letters.
fn language(text: &str) -> Option<String> {
    let shaped = (2..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic());
    shaped.then(|| text.to_ascii_lowercase())
}

fn country(text: &str, catalogue: &Catalogue) -> Result<String, Unfit> {
    let code = text.to_uppercase();
    match catalogue.countries.contains_key(&code) {
        true => Ok(code),
        false => Err(Unfit::UnknownCountry(text.to_owned())),
    }
}

/// As the database spells it.
fn zone(text: &str) -> Option<String> {
    let zone = TimeZoneDatabase::bundled().get(text).ok()?;
    zone.iana_name().map(str::to_owned)
}

/// `60`, `60 d`, `60 jours`, `P60D`.
fn days(text: &str) -> Option<String> {
    let plain = text.trim_end_matches(char::is_alphabetic).trim_end();
    let unit = text.get(plain.len()..).unwrap_or_default().trim().to_lowercase();
    let days = if plain.bytes().all(|b| b.is_ascii_digit()) {
        let known = ["", "d", "j", "day", "days", "jour", "jours"];
        known.contains(&unit.as_str()).then(|| plain.parse::<i64>().ok())??
    } else {
        let seconds = duration(text)?.as_secs();
        (seconds % 86_400 == 0).then_some(seconds / 86_400)?
    };
    (days <= MOST_DAYS).then(|| days.to_string())
}

fn flag(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "oui" | "o" | "x" => Some("yes"),
        "no" | "n" | "false" | "0" | "non" => Some("no"),
        _ => None,
    }
}

fn date(text: &str, now: Timestamp) -> Result<String, Unfit> {
    // The parser takes whole date-times too and would drop the hour.
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = shaped.then(|| text.parse::<Date>().ok()).flatten();
    let date = date.filter(|date| YEARS.contains(&date.year())).ok_or(Expected::Date)?;
    // Somewhere it may be tomorrow already.
    let tomorrow = now.to_zoned(TimeZone::UTC).date().saturating_add(1.day());
    if date > tomorrow {
        let at = date.to_zoned(TimeZone::UTC).map(|at| at.timestamp()).unwrap_or(Timestamp::MAX);
        return Err(Unfit::InFuture(at));
    }
    Ok(date.to_string())
}

/// An address of a page. One with a name and a password in it is none: the directory is exported.
fn web(text: &str) -> Option<String> {
    let url = Url::parse(text).ok().filter(Url::has_host)?;
    let open = url.username().is_empty() && url.password().is_none();
    (open && matches!(url.scheme(), "https" | "http")).then(|| url.into())
}

/// In lower case: no authority tells its mailboxes apart by the case of letters.
fn mail(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    let scheme = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    let address = if scheme { text.get(7..)? } else { text };
    let value = address.trim().to_lowercase();
    let identifier =
        Identifier { kind: IdentifierKind::Email, value: value.clone(), ..Identifier::default() };
    let findings = identifier::check(&identifier, &CheckContext::default());
    let unreadable = findings.iter().any(|finding| finding.code == Code::E01.as_str());
    (!unreadable && !value.contains(char::is_whitespace)).then_some(value)
}

/// Letters, digits and a few signs; upper case, one space between words.
fn call_sign(text: &str) -> Option<String> {
    let sign = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let allowed = |c: char| c.is_alphanumeric() || " -/._".contains(c);
    let fits = !sign.is_empty() && sign.chars().count() <= SIGN && sign.chars().all(allowed);
    fits.then_some(sign)
}

#[cfg(test)]
mod tests;
