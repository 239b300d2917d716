//! Bytes → text. Byte order marks are believed; without one, UTF-16 is known by its NULs, and what
//! is not UTF-8 is taken as windows-1252, of which Latin-1 is a part.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

pub(super) struct Text {
    pub text: String,
    pub encoding: &'static str,
    /// Nothing in the file says that this is its encoding.
    pub guessed: bool,
    /// The bytes, where every byte is its own character's: a card may say its own charset.
    pub bytes: Option<Vec<u8>>,
}

/// Files that people take for tables and that are none, and bytes that are no text.
pub(super) fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "xlsx"),
        (b"\xd0\xcf\x11\xe0", "xls"),
        (b"%PDF", "pdf"),
        (b"{\\rtf", "rtf"),
        (b"\x1f\x8b", "gz"),
        (b"<?xml", "xml"),
        (b"<!DOCTYPE", "html"),
        (b"<html", "html"),
    ];
    let known = KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind);
    let json = || {
        let start = bytes.trim_ascii_start();
        let rest = start.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        rest.is_some_and(|rest| rest.starts_with(b"\"")).then_some("json")
    };
    let binary = || (bytes.contains(&0) && utf16(bytes).is_none()).then_some("");
    known.or_else(json).or_else(binary)
}

pub(super) fn decode(bytes: &[u8]) -> Text {
    let said = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let found = said.or_else(|| utf16(bytes));
    if let Some(encoding) = found.filter(|encoding| *encoding != UTF_8) {
        let (text, _, _) = encoding.decode(bytes);
        return plain(text.into_owned(), encoding);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => plain(text.to_owned(), UTF_8),
        Err(_) => Text {
            text: WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
            encoding: WINDOWS_1252.name(),
            guessed: true,
            bytes: Some(bytes.to_vec()),
        },
    }
}

fn plain(text: String, encoding: &'static Encoding) -> Text {
    Text { text, encoding: encoding.name(), guessed: false, bytes: None }
}

/// Bytes in a charset that is named beside them; without a name, or with one that nobody knows,
/// UTF-8 where they are, else windows-1252.
pub(super) fn in_charset(bytes: &[u8], charset: &str) -> String {
    let named = Encoding::for_label(charset.as_bytes());
    match (named, std::str::from_utf8(bytes)) {
        (Some(encoding), _) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// UTF-16 by the mark, or by NULs that stand in every other byte of the beginning.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => return (encoding != UTF_8).then_some(encoding),
        None if bytes.len() < 4 => return None,
        None => {}
    }
    let head = &bytes[..bytes.len().min(1024)];
    let nul = |byte: &&[u8], at: usize| byte.get(at) == Some(&0);
    let pairs = head.chunks_exact(2).len();
    let first = head.chunks_exact(2).filter(|pair| nul(pair, 0)).count();
    let second = head.chunks_exact(2).filter(|pair| nul(pair, 1)).count();
    // Latin letters have a NUL in one half; none stands in both, nor in the wrong one.
    if second * 3 > pairs && first == 0 {
        Some(UTF_16LE)
    } else if first * 3 > pairs && second == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}
