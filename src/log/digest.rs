//! Hashes with their domain strings, and the two spellings of bytes in the record.

use sha2::{Digest, Sha256};

const BODY: &[u8] = b"vigie/body/v1\0";
const ID: &[u8] = b"vigie/id/v1\0";
const IMPORT: &[u8] = b"vigie/import/v1\0";

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// What a head says of its body.
pub fn body_hash(body: &str) -> [u8; 32] {
    sha256_of(&[BODY, body.as_bytes()])
}

/// The name of an entry. It binds the head to one share.
pub fn entry_id(share: &[u8; 32], head: &str) -> [u8; 32] {
    sha256_of(&[ID, share, head.as_bytes()])
}

/// The entity of an imported file, from the SHA-256 of its bytes: two desks that import the same
/// file name the same request.
pub fn import_entity(file_sha256: &[u8; 32]) -> [u8; 16] {
    first16(&sha256_of(&[IMPORT, file_sha256]))
}

pub(super) fn first16(bytes: &[u8; 32]) -> [u8; 16] {
    let mut out = [0; 16];
    out.copy_from_slice(&bytes[..16]);
    out
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

/// Reads exactly `N` bytes of lower-case hex.
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    if text.len() != 2 * N {
        return None;
    }
    let (mut out, mut wrong) = ([0; N], 0);
    for (byte, pair) in out.iter_mut().zip(text.chunks_exact(2)) {
        let &[high, low] = pair else { return None };
        let (high, low) = (NIBBLES[usize::from(high)], NIBBLES[usize::from(low)]);
        wrong |= high | low;
        *byte = high << 4 | low & 15;
    }
    (wrong < 16).then_some(out)
}

/// The value of each hex digit; 16 for every other byte.
const NIBBLES: [u8; 256] = {
    let mut table = [16; 256];
    let mut value = 0;
    while value < 16 {
        table[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    table
};

/// True where the text has no line break and no other control character below the space.
pub(super) fn is_one_line(text: &str) -> bool {
    // Without an early exit the compiler looks at many bytes at once.
    !text.bytes().fold(false, |found, b| found | (b < b' '))
}

/// Lower-case base32 of RFC 4648 without padding, cut to `length` characters: safe in file names on
/// every file system.
pub fn base32(bytes: &[u8], length: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut out = String::with_capacity(length);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for &byte in bytes {
        held = (held << 8 | u32::from(byte)) & 0xfff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        out.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    out.truncate(length);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_rfc_4648() {
        for (plain, coded) in [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            assert_eq!(base32(plain.as_bytes(), 99), coded);
        }
        assert_eq!(base32(b"foobar", 4), "mzxw");
    }

    #[test]
    fn hex_reads_only_its_own_spelling() {
        assert_eq!(unhex(&hex(&[0, 127, 255])), Some([0, 127, 255]));
        for bad in ["", "0", "000", "0G", "AB", "é", "+1"] {
            assert_eq!(unhex::<1>(bad), None, "{bad}");
        }
    }

    #[test]
    fn sha256_is_that_of_the_standard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&sha256(b"abc")), abc);
    }
}
