//! A bundle: a run of entries of one log in one file, to be carried by a folder, a stick or mail.
//! Where a bundle was found proves nothing; its entries prove themselves.

use std::fmt::Write as _;

use super::digest::{base32, hex, sha256, unhex};
use super::entry::Entry;
use super::problem::{Place, Problem, ProblemKind};
use super::strict;

pub const FIRST_LINE: &str = "vigie-bundle 1";
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
pub const MAX_ENTRIES: usize = 4096;

/// Why a file is no bundle as a whole. Damage to single entries is told by [`Bundle::problems`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    #[error("larger than {MAX_BYTES} bytes or {MAX_ENTRIES} entries")]
    TooLarge,
    #[error("not a bundle of version 1")]
    NotABundle,
    /// Perhaps still being copied: to be looked at again later.
    #[error("incomplete or damaged: its last line does not match what is before it")]
    Damaged,
    #[error("the header line is not of its form: {0}")]
    Header(String),
    #[error("a bundle holds at least one entry, and entries of one log in order")]
    Mixed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    pub author: [u8; 32],
    pub inc: u32,
    pub first: u64,
    pub last: u64,
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
}

/// Writes entries of one log, in the order of their numbers.
pub fn encode(entries: &[Entry]) -> Result<String, BundleError> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return Err(BundleError::Mixed);
    };
    if entries.len() > MAX_ENTRIES {
        return Err(BundleError::TooLarge);
    }
    if !entries.is_sorted_by(|a, b| {
        let (a, b) = (a.place(), b.place());
        (a.author, a.inc) == (b.author, b.inc) && a.seq < b.seq
    }) {
        return Err(BundleError::Mixed);
    }
    let Place { author, inc, seq } = first.place();
    let mut out = format!("{FIRST_LINE}\n");
    let _ = writeln!(
        out,
        "{{\"author\":\"{}\",\"inc\":{inc},\"first\":{seq},\"last\":{},\"count\":{}}}",
        hex(&author),
        last.place().seq,
        entries.len()
    );
    for entry in entries {
        out.push_str(&entry.lines());
    }
    let sum = sha256(out.as_bytes());
    let _ = writeln!(out, "sha256 {}", hex(&sum));
    if out.len() > MAX_BYTES { Err(BundleError::TooLarge) } else { Ok(out) }
}

/// Reads a bundle. A damaged entry is left out and named, the others are returned.
pub fn decode(share: &[u8; 32], bytes: &[u8]) -> Result<Bundle, BundleError> {
    if bytes.len() > MAX_BYTES {
        return Err(BundleError::TooLarge);
    }
    let opening = FIRST_LINE.as_bytes();
    if !bytes.starts_with(opening) && !opening.starts_with(bytes) {
        return Err(BundleError::NotABundle);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BundleError::Damaged)?;
    let content = sealed_part(text).ok_or(BundleError::Damaged)?;
    let mut lines = content.split_terminator('\n');
    if lines.next() != Some(FIRST_LINE) {
        return Err(BundleError::NotABundle);
    }
    let (mut bundle, count) = header(lines.next().unwrap_or_default())?;
    let lines: Vec<&str> = lines.collect();
    if lines.len() != count * 3 {
        return Err(BundleError::Header("the count is not that of its entries".to_owned()));
    }
    for three in lines.chunks_exact(3) {
        let &[head, body, signature] = three else { continue };
        match Entry::parse(share, head, body, signature) {
            Ok(entry) if bundle.holds(entry.place()) => bundle.entries.push(entry),
            Ok(entry) => {
                let what = ProblemKind::NotCanonical("not of the log of its bundle".to_owned());
                bundle.problems.push(entry.problem(what));
            }
            Err(problem) => bundle.problems.push(*problem),
        }
    }
    Ok(bundle)
}

impl Bundle {
    fn holds(&self, place: Place) -> bool {
        (place.author, place.inc) == (self.author, self.inc)
            && (self.first..=self.last).contains(&place.seq)
            && self.entries.last().is_none_or(|before| before.place().seq <= place.seq)
    }
}

/// Everything before the last line, if the last line is its hash.
fn sealed_part(text: &str) -> Option<&str> {
    let line = text.strip_suffix('\n')?;
    let start = line.rfind('\n')? + 1;
    let (content, last) = line.split_at_checked(start)?;
    let sum = unhex::<32>(last.strip_prefix("sha256 ")?)?;
    (sha256(content.as_bytes()) == sum).then_some(content)
}

/// Reads the header line; also the number of entries it announces.
fn header(line: &str) -> Result<(Bundle, usize), BundleError> {
    let map = strict::object(line).map_err(BundleError::Header)?;
    let wrong = |key: &str| BundleError::Header(format!("`{key}` is missing or not of its form"));
    let number = |key: &str| map.get(key).and_then(|v| v.as_u64()).ok_or_else(|| wrong(key));
    let author =
        map.get("author").and_then(|v| unhex(v.as_str()?)).ok_or_else(|| wrong("author"))?;
    let inc = u32::try_from(number("inc")?).map_err(|_| wrong("inc"))?;
    let (first, last) = (number("first")?, number("last")?);
    let count = usize::try_from(number("count")?).map_err(|_| wrong("count"))?;
    if count > MAX_ENTRIES {
        return Err(BundleError::TooLarge);
    }
    let bundle = Bundle { author, inc, first, last, entries: Vec::new(), problems: Vec::new() };
    Ok((bundle, count))
}

/// The name of a bundle's file: `<inc>-<first>-<last>-<start of its hash>.vgb`. Equal names hold
/// equal bytes. None where the text is not a bundle.
pub fn file_name(text: &str) -> Option<String> {
    let content = sealed_part(text)?;
    let (bundle, _) = header(content.lines().nth(1)?).ok()?;
    let mark = base32(&sha256(content.as_bytes()), 16);
    Some(format!("{:08x}-{:010}-{:010}-{mark}.vgb", bundle.inc, bundle.first, bundle.last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::vectors::entries;

    const SHARE: [u8; 32] = [5; 32];

    /// A bundle with another content and a last line that fits it.
    fn resealed(text: &str, from: &str, to: &str) -> String {
        let other = sealed_part(text).unwrap().replacen(from, to, 1);
        let sum = hex(&sha256(other.as_bytes()));
        assert_ne!(other, sealed_part(text).unwrap(), "{from}");
        format!("{other}sha256 {sum}\n")
    }

    #[test]
    fn only_a_run_of_one_log_can_be_written() {
        let mut made = entries(&SHARE);
        assert!(encode(&made[3..9]).is_ok());
        assert_eq!(encode(&[]), Err(BundleError::Mixed));
        made.swap(1, 2);
        assert_eq!(encode(&made), Err(BundleError::Mixed));
        made[2] = made[1].clone();
        assert_eq!(encode(&made), Err(BundleError::Mixed));
    }

    #[test]
    fn the_header_must_fit_the_entries() {
        let text = encode(&entries(&SHARE)[..3]).unwrap();
        for (from, to) in [
            ("\"count\":3", "\"count\":2"),
            ("\"count\":3", "\"count\":4097"),
            ("\"count\":3", "\"count\":-3"),
            ("\"count\":3", "\"count\":18446744073709551615"),
            ("\"inc\":", "\"inc\":9"),
            ("\"first\":0", "\"first\":null"),
            ("\"author\":\"", "\"author\":\"0"),
            ("vigie-bundle 1", "vigie-bundle 2"),
            ("vigie-bundle 1\n", "vigie-bundle 1 \n"),
        ] {
            assert!(decode(&SHARE, resealed(&text, from, to).as_bytes()).is_err(), "{to}");
        }
        let later = resealed(&text, "\"count\":3", "\"count\":3,\"later\":0");
        assert_eq!(decode(&SHARE, later.as_bytes()).unwrap().entries.len(), 3);
    }

    #[test]
    fn a_damaged_entry_is_named_and_the_others_are_read() {
        let made = entries(&SHARE);
        let text = encode(&made[..3]).unwrap();
        let read = decode(&SHARE, resealed(&text, "\"urgent\"", "\"Urgent\"").as_bytes()).unwrap();
        assert_eq!(read.entries, [made[0].clone(), made[2].clone()]);
        assert_eq!(read.problems, [made[1].problem(ProblemKind::BodyHash)]);
        let read = decode(&SHARE, resealed(&text, "\"last\":2", "\"last\":1").as_bytes()).unwrap();
        assert_eq!((read.entries.len(), read.problems.len()), (2, 1));
    }

    #[test]
    fn a_file_that_is_too_large_or_something_else_is_told_apart_from_a_damaged_one() {
        let text = encode(&entries(&SHARE)).unwrap();
        let cases: [(&[u8], BundleError); 6] = [
            (&vec![b'v'; MAX_BYTES + 1], BundleError::TooLarge),
            (b"PK\x03\x04", BundleError::NotABundle),
            (b"", BundleError::Damaged),
            (b"vigie-bun", BundleError::Damaged),
            (&text.as_bytes()[..2000], BundleError::Damaged),
            (&[text.as_bytes(), b"\n"].concat(), BundleError::Damaged),
        ];
        for (bytes, error) in cases {
            assert_eq!(decode(&SHARE, bytes), Err(error));
        }
    }
}
