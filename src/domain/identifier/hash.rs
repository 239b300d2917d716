//! Digests of files.

use super::Code;
use crate::domain::Identifier;
use crate::domain::check::Finding;

/// The digests of the empty file: MD5, SHA-1, SHA-256, SHA-512.
const EMPTY: &[&str] = &[
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    concat!(
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce",
        "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
    ),
];

/// The algorithm whose digests have this many hexadecimal digits.
pub(super) fn algorithm(len: usize) -> Option<&'static str> {
    match len {
        32 => Some("MD5"),
        40 => Some("SHA-1"),
        64 => Some("SHA-256"),
        128 => Some("SHA-512"),
        _ => None,
    }
}

/// `3:AXGBicFlgVNhBGcL6wCrFQEv:…`: block size and two parts (ssdeep).
fn is_fuzzy(value: &str) -> bool {
    let mut parts = value.splitn(3, ':');
    let size = parts.next().is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let part = |p: Option<&str>| {
        p.is_some_and(|p| {
            p.len() > 2 && p.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
        })
    };
    size && part(parts.next()) && part(parts.next())
}

pub(super) fn check(identifier: &Identifier, out: &mut Vec<Finding>) {
    let value = identifier.value.trim();
    let subject = super::clip(value);
    if is_fuzzy(value) {
        out.push(Code::H05.finding(&subject, &[]));
        return;
    }
    let hex = value.bytes().all(|b| b.is_ascii_hexdigit());
    let Some(name) = algorithm(value.len()).filter(|_| hex) else {
        out.push(Code::H01.finding(&subject, &[&value.chars().count().to_string()]));
        return;
    };
    let stated = identifier.platform.as_deref().map(normal).unwrap_or_default();
    if named(&stated) && stated != normal(name) {
        out.push(Code::H01.finding(&subject, &[&value.len().to_string()]));
    }
    let lower = value.to_ascii_lowercase();
    if EMPTY.contains(&lower.as_str()) {
        out.push(Code::H03.finding(&subject, &[]));
    }
    let first = lower.bytes().next();
    if lower.bytes().all(|b| Some(b) == first) {
        out.push(Code::H04.finding(&subject, &[]));
    }
    if matches!(name, "MD5" | "SHA-1") {
        out.push(Code::H02.finding(&subject, &[name]));
    }
    if identifier.at.is_none() && identifier.time_text.is_none() {
        out.push(Code::H06.finding(&subject, &[]));
    }
}

fn normal(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn named(stated: &str) -> bool {
    matches!(stated, "md5" | "sha1" | "sha256" | "sha512")
}
