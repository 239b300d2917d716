//! Identifiers of the record and the human reference of a request.

use std::fmt;
use std::str::FromStr;

/// A value that is not an identifier of the expected form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid identifier: {0}")]
pub struct BadId(pub String);

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                let bad = || BadId(text.to_owned());
                if text.len() != $len * 2 || !text.is_ascii() {
                    return Err(bad());
                }
                let mut bytes = [0; $len];
                for (i, byte) in bytes.iter_mut().enumerate() {
                    *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| bad())?;
                }
                Ok(Self(bytes))
            }
        }
    };
}

hex_id!(
    /// Names one entry of the record: SHA-256 over the share and the entry's head.
    EntryId,
    32
);
hex_id!(
    /// Names a thing the record speaks of (a request): the first 16 bytes of the creating entry's
    /// id, or for an imported file of the hash of its bytes, so that two desks agree.
    EntityId,
    16
);
hex_id!(
    /// The public key of the desk that wrote an entry.
    AuthorKey,
    32
);

hex_id!(
    /// Names a channel within its contact: derived from its kind and value, so that two desks that
    /// learn one number hold one channel.
    ChannelId,
    4
);

/// Our reference, `CC-YYYY-NNNNN-K`: country, year of registration, number (five digits or more),
/// and the ISO/IEC 7064 MOD 37-2 check character over all before it. A letter before the number
/// tells a series of its own (`MA-2026-P00001-K`, a test of a channel).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

const CHECK_ALPHABET: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

impl Reference {
    /// Makes the reference of a new request. `country` is an ISO 3166 alpha-2 code.
    pub fn new(country: &str, year: i16, number: u32) -> Self {
        Self::in_series(country, year, "", number)
    }

    /// `series` is one capital letter, or empty for the plain series.
    pub fn in_series(country: &str, year: i16, series: &str, number: u32) -> Self {
        let plain = format!("{}-{year:04}-{series}{number:05}", country.to_ascii_uppercase());
        let check = check_character(&plain);
        Self(format!("{plain}-{check}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Series, year and number.
    pub fn drawn(&self) -> Option<(&str, i16, u32)> {
        let mut parts = self.0.split('-').skip(1);
        let (year, number) = (parts.next()?, parts.next()?);
        let (series, digits) = parted(number);
        Some((series, year.parse().ok()?, digits.parse().ok()?))
    }
}

/// The letter of the series, if there is one, and the digits.
fn parted(number: &str) -> (&str, &str) {
    let letters = number.bytes().take(1).filter(u8::is_ascii_uppercase).count();
    number.split_at(letters)
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Reference {
    type Err = BadId;

    /// Accepts any letter case; refuses a reference whose check character does not fit.
    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId(text.to_owned());
        let upper = text.trim().to_ascii_uppercase();
        let (plain, check) = upper.rsplit_once('-').ok_or_else(bad)?;
        let parts: Vec<&str> = plain.split('-').collect();
        let [country, year, number] = parts[..] else { return Err(bad()) };
        let (_, number) = parted(number);
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let shaped = country.len() == 2
            && country.bytes().all(|b| b.is_ascii_uppercase())
            && year.len() == 4
            && digits(year)
            && (5..=9).contains(&number.len())
            && digits(number);
        if shaped && check.chars().eq([check_character(plain)]) {
            Ok(Self(upper))
        } else {
            Err(bad())
        }
    }
}

/// ISO/IEC 7064 MOD 37-2 (pure system, radix 2) over the letters and digits of `plain`.
fn check_character(plain: &str) -> char {
    let sum = plain
        .bytes()
        .filter_map(|b| CHECK_ALPHABET.iter().position(|&c| c == b))
        .fold(0, |p, value| ((p + value) * 2) % 37);
    char::from(CHECK_ALPHABET[(38 - sum) % 37])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_in_any_case() {
        let made = Reference::new("MA", 2026, 412);
        assert!(made.as_str().starts_with("MA-2026-00412-"));
        assert_eq!(made.as_str().to_lowercase().parse::<Reference>(), Ok(made));
    }

    #[test]
    fn a_series_of_its_own_is_part_of_the_reference() {
        let made = Reference::in_series("MA", 2026, "P", 1);
        assert!(made.as_str().starts_with("MA-2026-P00001-"), "{made}");
        assert_eq!(made.as_str().to_lowercase().parse::<Reference>(), Ok(made.clone()));
        assert_eq!(made.drawn(), Some(("P", 2026, 1)));
        assert_eq!(Reference::new("MA", 2026, 412).drawn(), Some(("", 2026, 412)));
        for wrong in [made.as_str().replace('P', "R"), made.as_str().replace('P', "PP")] {
            assert!(wrong.parse::<Reference>().is_err(), "{wrong} passed");
        }
        assert!("MA-2026-P-1".parse::<Reference>().is_err());
    }

    #[test]
    fn one_wrong_or_two_swapped_digits_are_caught() {
        let made = Reference::new("MA", 2026, 412).to_string();
        let (plain, check) = made.rsplit_once('-').unwrap();
        for at in 8..13 {
            for digit in b'0'..=b'9' {
                let mut bytes = plain.as_bytes().to_vec();
                if bytes[at] == digit {
                    continue;
                }
                bytes[at] = digit;
                let wrong = format!("{}-{check}", String::from_utf8(bytes).unwrap());
                assert!(wrong.parse::<Reference>().is_err(), "{wrong} passed");
            }
        }
        let swapped = format!("MA-2026-00421-{check}");
        assert!(swapped.parse::<Reference>().is_err());
    }

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        // ISO/IEC 7064 MOD 37-2 as used for blood donations (ISBT 128): G123498654321 has H.
        assert_eq!(check_character("G123498654321"), 'H');
    }

    #[test]
    fn identifiers_survive_text() {
        let id = EntityId([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("zz".parse::<EntityId>().is_err());
    }
}
