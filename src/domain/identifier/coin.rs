//! Wallet addresses of crypto-assets, and the secrets that must never be kept.

use std::borrow::Cow;
use std::ops::Range;

use bs58::Alphabet;
use sha2::{Digest, Sha256};
use sha3::Keccak256;

use super::Code;
use crate::domain::Identifier;
use crate::domain::check::Finding;

/// What stands in place of a private key or seed phrase.
pub const WITHHELD: &str = "[withheld: private key or seed phrase]";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Base58Check of Bitcoin and its relatives, with the version byte.
    Base58(u8),
    Segwit,
    Evm,
    /// 64 hexadecimal digits.
    Transaction,
    Xrp,
    Stellar,
}

fn base58_version(value: &str) -> Option<u8> {
    let bytes = checked(value, Alphabet::BITCOIN)?;
    (bytes.len() == 21).then(|| bytes.first().copied()).flatten()
}

/// The payload of a Base58Check text, its checksum found right.
fn checked(value: &str, alphabet: &Alphabet) -> Option<Vec<u8>> {
    // Base58 decoding is quadratic; no address or key is longer than this.
    if value.len() > 120 {
        return None;
    }
    let mut bytes = bs58::decode(value).with_alphabet(alphabet).into_vec().ok()?;
    let sum = bytes.split_off(bytes.len().checked_sub(4)?);
    let twice = Sha256::digest(Sha256::digest(&bytes));
    (twice.get(..4) == Some(sum.as_slice())).then_some(bytes)
}

fn is_segwit(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let one_case = value == lower || value == value.to_ascii_uppercase();
    one_case && value.len() <= 90 && bech32::segwit::decode(&lower).is_ok()
}

fn hex_after(value: &str, len: usize) -> Option<&str> {
    let digits = value.strip_prefix("0x").or_else(|| value.strip_prefix("0X"))?;
    (digits.len() == len && digits.bytes().all(|b| b.is_ascii_hexdigit())).then_some(digits)
}

/// EIP-55: an address in mixed case carries its checksum in the case.
fn eip55(digits: &str) -> bool {
    let lower = digits.to_ascii_lowercase();
    if digits == lower || digits == digits.to_ascii_uppercase() {
        return true;
    }
    let hash = Keccak256::digest(lower.as_bytes());
    let nibble = |at: usize| {
        let byte = hash.get(at / 2).copied().unwrap_or_default();
        if at.is_multiple_of(2) { byte >> 4 } else { byte & 15 }
    };
    let right =
        |(at, c): (usize, char)| c.is_ascii_digit() || c.is_ascii_uppercase() == (nibble(at) > 7);
    digits.chars().enumerate().all(right)
}

/// A Stellar key text: the version byte, if its CRC-16 (XMODEM) is right.
fn stellar(value: &str) -> Option<u8> {
    if value.len() != 56 {
        return None;
    }
    let mut bytes = Vec::with_capacity(35);
    let (mut bits, mut held) = (0u32, 0u32);
    for c in value.bytes() {
        let five = match c {
            b'A'..=b'Z' => c - b'A',
            b'2'..=b'7' => c - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5 | u32::from(five)) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    let sum = bytes.split_off(33);
    let crc = bytes.iter().fold(0u16, |crc, &byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |c, _| {
            if c & 0x8000 == 0 { c << 1 } else { c << 1 ^ 0x1021 }
        })
    });
    (sum == crc.to_le_bytes()).then(|| bytes.first().copied()).flatten()
}

/// What kind of address a text is, with every checksum right.
pub(super) fn form(value: &str) -> Option<Form> {
    if hex_after(value, 40).is_some_and(eip55) {
        return Some(Form::Evm);
    }
    if hex_after(value, 64).is_some() || is_hex64(value) {
        return Some(Form::Transaction);
    }
    if is_segwit(value) {
        return Some(Form::Segwit);
    }
    // Bitcoin, Litecoin, Dogecoin, TRON.
    let known = base58_version(value).filter(|v| [0x00, 0x05, 0x30, 0x32, 0x1e, 0x41].contains(v));
    if let Some(version) = known {
        return Some(Form::Base58(version));
    }
    let ripple = value.starts_with('r') && value.len() >= 25;
    if ripple && checked(value, Alphabet::RIPPLE).is_some_and(|b| b.len() == 21) {
        return Some(Form::Xrp);
    }
    (stellar(value) == Some(6 << 3)).then_some(Form::Stellar)
}

fn is_hex64(value: &str) -> bool {
    value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a text has the outer shape of an address, right or mistyped.
pub(super) fn shaped(value: &str) -> bool {
    let alphanumeric = value.bytes().all(|b| b.is_ascii_alphanumeric());
    let base58 = (26..=35).contains(&value.len())
        && value.starts_with(['1', '3', 'T', 'L', 'M', 'D', 'r'])
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_lowercase());
    let lower = value.get(..4).unwrap_or_default().to_ascii_lowercase();
    let segwit = (14..=90).contains(&value.len()) && (lower.starts_with("bc1") || lower == "ltc1");
    hex_after(value, 40).is_some() || (alphanumeric && (base58 || segwit))
}

pub(super) fn check(identifier: &Identifier, out: &mut Vec<Finding>) {
    let value = identifier.value.trim();
    let subject = super::clip(value);
    let chain = identifier.platform.as_deref().map(str::trim).filter(|chain| !chain.is_empty());
    match form(value) {
        None => out.push(Code::C01.finding(&subject, &[])),
        Some(Form::Transaction) => out.push(Code::C03.finding(&subject, &[])),
        Some(kind) => {
            if kind == Form::Evm && chain.is_none() {
                out.push(Code::C02.finding(&subject, &[]));
            }
            let tagged = chain.is_some_and(|c| {
                let lower = c.to_ascii_lowercase();
                lower.contains("tag") || lower.contains("memo")
            });
            match kind {
                Form::Xrp if !tagged => out.push(Code::C05.finding(&subject, &["XRP"])),
                Form::Stellar if !tagged => out.push(Code::C05.finding(&subject, &["XLM"])),
                _ => {}
            }
            out.push(Code::C06.finding(&subject, &[]));
        }
    }
}

/// Whether a value gives power over funds: WIF, extended private key, Stellar seed, seed phrase.
pub(super) fn is_secret(value: &str) -> bool {
    let value = value.trim();
    is_key(value)
        || phrase_len(value).is_some_and(|(_, words, end)| words >= 12 && end == value.len())
}

fn is_key(value: &str) -> bool {
    let wif = matches!(value.len(), 51 | 52) && value.starts_with(['5', 'K', 'L', 'c', '9']);
    if wif
        && checked(value, Alphabet::BITCOIN).is_some_and(|b| matches!(b.first(), Some(0x80 | 0xef)))
    {
        return true;
    }
    let extended = value.get(1..4) == Some("prv") && (100..=120).contains(&value.len());
    if extended && value.starts_with(['x', 'y', 'z', 't', 'Y', 'Z']) {
        return true;
    }
    stellar(value) == Some(18 << 3)
}

/// Ordinary words that no seed phrase contains: they tell prose from a phrase.
const PROSE: &[&str] = &[
    "and", "are", "been", "but", "dans", "des", "est", "elle", "for", "from", "had", "has", "have",
    "her", "his", "les", "mais", "not", "nous", "our", "par", "pas", "pour", "que", "qui", "she",
    "son", "sur", "that", "the", "their", "them", "they", "une", "was", "were", "which", "who",
    "with", "would", "your",
];

/// From the start of a text: where the first word begins, how many phrase words follow one
/// another, and where the last ends. At most 24 are read.
fn phrase_len(text: &str) -> Option<(usize, usize, usize)> {
    let mut words = 0;
    let (mut start, mut end) = (None, 0);
    let mut at = 0;
    while words < 24 {
        let rest = text.get(at..)?;
        // Numbers (`1.`), commas and blanks may stand between the words.
        let gap = rest.bytes().take_while(|&b| b.is_ascii_digit() || b" .,:;)\n\r\t".contains(&b));
        let gap = gap.count();
        if gap > 8 || (gap == 0 && words > 0) {
            break;
        }
        let word: &str = rest.get(gap..)?;
        let len = word.bytes().take(9).take_while(u8::is_ascii_lowercase).count();
        let word = word.get(..len)?;
        if !(3..=8).contains(&len) || PROSE.contains(&word) {
            break;
        }
        start.get_or_insert(at + gap);
        at += gap + len;
        end = at;
        words += 1;
    }
    start.map(|start| (start, words, end))
}

/// Words that announce a seed phrase or key.
const TELLING: &[&str] = &[
    "seed",
    "mnemonic",
    "recovery phrase",
    "secret phrase",
    "backup phrase",
    "wallet words",
    "phrase de récupération",
    "phrase secrète",
    "mots de passe du portefeuille",
    "bip39",
    "bip-39",
    "private key",
    "clé privée",
    "cle privee",
    "privkey",
];

/// Where secrets stand in a text, in order.
pub(super) fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for token in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if (51..=120).contains(&token.len()) && is_key(token) {
            out.push(at..at + token.len());
        }
        // Every separator is one character; find where the next token starts.
        at += token.len();
        at += text.get(at..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
    }
    let bytes = text.as_bytes();
    let mut read_to = 0;
    for at in 0..bytes.len() {
        if let Some(len) = telling_at(bytes, at).filter(|_| at >= read_to)
            && let Some(range) = secret_after(text, at + len)
        {
            read_to = range.end;
            out.push(range);
        }
    }
    out.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in out {
        match kept.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => kept.push(range),
        }
    }
    kept
}

/// The length of the telling word that starts here.
fn telling_at(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    if !matches!(rest.first()? | 0x20, b's' | b'm' | b'r' | b'b' | b'p' | b'c') {
        return None;
    }
    let before = at.checked_sub(1).and_then(|p| bytes.get(p));
    if before.is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let fits = |word: &str| {
        rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    };
    TELLING.iter().find(|word| fits(word)).map(|word| word.len())
}

/// A phrase or a bare 64-digit key within a few words after the telling word.
fn secret_after(text: &str, from: usize) -> Option<Range<usize>> {
    let mut starts = vec![from];
    let head = text.get(from..)?;
    let near = head.char_indices().take(48);
    starts
        .extend(near.filter(|(_, c)| !c.is_alphanumeric()).map(|(at, c)| from + at + c.len_utf8()));
    for start in starts {
        let rest = text.get(start..)?;
        if let Some((first, words, end)) = phrase_len(rest)
            && words >= 12
        {
            return Some(start + first..start + end);
        }
        let digits = rest.strip_prefix("0x").map_or(0, |_| 2);
        let key = rest.get(digits..).unwrap_or_default();
        let len = key.bytes().take(65).take_while(u8::is_ascii_hexdigit).count();
        if len == 64 {
            return Some(start..start + digits + 64);
        }
    }
    None
}

/// The text with every secret replaced by a note.
pub fn withhold(text: &str) -> Cow<'_, str> {
    let ranges = secrets(text);
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(WITHHELD);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// An identifier fit to be kept: a secret value gives way to a note.
pub fn without_secret(mut identifier: Identifier) -> Identifier {
    if is_secret(&identifier.value) {
        identifier.value = WITHHELD.to_owned();
    }
    identifier
}
