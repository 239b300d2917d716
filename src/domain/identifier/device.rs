//! Telephone numbers, handsets and SIM cards.

use super::{CheckContext, Code};
use crate::domain::Identifier;
use crate::domain::check::Finding;

/// Mobile country codes (ITU-T E.212) and their countries. A range covers one country's block.
const COUNTRIES: &[(u16, u16, &str)] = &[
    (202, 202, "GR"),
    (204, 204, "NL"),
    (206, 206, "BE"),
    (208, 208, "FR"),
    (212, 212, "MC"),
    (213, 213, "AD"),
    (214, 214, "ES"),
    (216, 216, "HU"),
    (218, 218, "BA"),
    (219, 219, "HR"),
    (220, 220, "RS"),
    (222, 222, "IT"),
    (226, 226, "RO"),
    (228, 228, "CH"),
    (230, 230, "CZ"),
    (231, 231, "SK"),
    (232, 232, "AT"),
    (234, 235, "GB"),
    (238, 238, "DK"),
    (240, 240, "SE"),
    (242, 242, "NO"),
    (244, 244, "FI"),
    (246, 246, "LT"),
    (247, 247, "LV"),
    (248, 248, "EE"),
    (250, 250, "RU"),
    (255, 255, "UA"),
    (257, 257, "BY"),
    (259, 259, "MD"),
    (260, 260, "PL"),
    (262, 262, "DE"),
    (268, 268, "PT"),
    (270, 270, "LU"),
    (272, 272, "IE"),
    (274, 274, "IS"),
    (276, 276, "AL"),
    (278, 278, "MT"),
    (280, 280, "CY"),
    (282, 282, "GE"),
    (284, 284, "BG"),
    (286, 286, "TR"),
    (293, 293, "SI"),
    (302, 302, "CA"),
    (310, 316, "US"),
    (334, 334, "MX"),
    (404, 405, "IN"),
    (410, 410, "PK"),
    (415, 415, "LB"),
    (416, 416, "JO"),
    (417, 417, "SY"),
    (418, 418, "IQ"),
    (419, 419, "KW"),
    (420, 420, "SA"),
    (421, 421, "YE"),
    (422, 422, "OM"),
    (424, 424, "AE"),
    (426, 426, "BH"),
    (427, 427, "QA"),
    (440, 441, "JP"),
    (450, 450, "KR"),
    (452, 452, "VN"),
    (454, 454, "HK"),
    (460, 461, "CN"),
    (466, 466, "TW"),
    (502, 502, "MY"),
    (505, 505, "AU"),
    (510, 510, "ID"),
    (515, 515, "PH"),
    (520, 520, "TH"),
    (525, 525, "SG"),
    (530, 530, "NZ"),
    (602, 602, "EG"),
    (603, 603, "DZ"),
    (604, 604, "MA"),
    (605, 605, "TN"),
    (606, 606, "LY"),
    (607, 607, "GM"),
    (608, 608, "SN"),
    (609, 609, "MR"),
    (610, 610, "ML"),
    (611, 611, "GN"),
    (612, 612, "CI"),
    (613, 613, "BF"),
    (614, 614, "NE"),
    (615, 615, "TG"),
    (616, 616, "BJ"),
    (617, 617, "MU"),
    (620, 620, "GH"),
    (621, 621, "NG"),
    (624, 624, "CM"),
    (625, 625, "CV"),
    (639, 639, "KE"),
    (655, 655, "ZA"),
    (722, 722, "AR"),
    (724, 724, "BR"),
    (730, 730, "CL"),
    (732, 732, "CO"),
];

/// Calling codes of satellite systems and of numbers without a country.
const WITHOUT_COUNTRY: &[&str] = &["870", "881", "882", "883", "800", "979"];

pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether the last digit is the Luhn check digit of the others.
pub(super) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

pub(super) fn check_phone(identifier: &Identifier, cx: &CheckContext, out: &mut Vec<Finding>) {
    let value = identifier.value.trim();
    let subject = super::clip(value);
    let number = digits(value);
    let written = value.chars().all(|c| c.is_ascii_digit() || " +-./()\u{a0}".contains(c));
    let international = value.strip_prefix('+').map(|_| number.as_str());
    let international = international.or_else(|| number.strip_prefix("00"));
    match international {
        Some(e164) if written && (7..=15).contains(&e164.len()) && !e164.starts_with('0') => {
            if WITHOUT_COUNTRY.iter().any(|code| e164.starts_with(code)) {
                out.push(Code::P07.finding(&subject, &[]));
            }
        }
        None if written && (3..=6).contains(&number.len()) => {
            out.push(Code::P07.finding(&subject, &[]));
        }
        None if written && (7..=12).contains(&number.len()) => match cx.calling_codes.first() {
            Some(code) => {
                let national = number.strip_prefix('0').unwrap_or(&number);
                out.push(Code::P02.finding(&subject, &[&format!("+{code}{national}")]));
            }
            None => out.push(Code::P01.finding(&subject, &[])),
        },
        _ => out.push(Code::P01.finding(&subject, &[])),
    }
    if identifier.at.is_none() && identifier.time_text.is_none() {
        out.push(Code::P03.finding(&subject, &[]));
    }
}

/// 15 digits with a check digit, 14 without it, 16 with a software version in its place.
pub(super) fn check_imei(value: &str, out: &mut Vec<Finding>) {
    let number = digits(value);
    let right = match number.len() {
        14 | 16 => true,
        15 => luhn(&number),
        _ => false,
    };
    if !right || value.chars().any(char::is_alphabetic) {
        out.push(Code::P04.finding(&super::clip(value), &[]));
    }
}

pub(super) fn check_imsi(value: &str, out: &mut Vec<Finding>) {
    let number = digits(value);
    let subject = super::clip(value);
    if number.len() != 15 || value.chars().any(char::is_alphabetic) {
        out.push(Code::P05.finding(&subject, &[&number.len().to_string()]));
        return;
    }
    let network = number.get(..3).unwrap_or_default();
    let code: u16 = network.parse().unwrap_or_default();
    let country = COUNTRIES.iter().find(|(from, to, _)| (*from..=*to).contains(&code));
    if let Some((_, _, country)) = country {
        out.push(Code::P05Country.finding(&subject, &[network, country]));
    }
}

pub(super) fn check_iccid(value: &str, out: &mut Vec<Finding>) {
    let number = digits(value);
    let right = match number.len() {
        19 | 20 => luhn(&number),
        18 => true,
        _ => false,
    };
    if !right || !number.starts_with("89") {
        out.push(Code::P06.finding(&super::clip(value), &[]));
    }
}
