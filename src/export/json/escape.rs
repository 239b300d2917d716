//! JSON that a terminal can show: characters that steer a terminal or turn the direction of text
//! are written as `\u` escapes. A reader gets exactly the stored text.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// One object on one line, with its line end.
pub fn render<T: Serialize>(object: &T) -> String {
    let mut bytes = Vec::with_capacity(1024);
    let mut out = Serializer::with_formatter(&mut bytes, Escaping);
    // The objects here hold text, numbers and maps with text keys: none of it can fail.
    if object.serialize(&mut out).is_err() {
        return String::from("{}\n");
    }
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_else(|_| String::from("{}\n"))
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return out.write_all(fragment.as_bytes());
        }
        let mut done = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| steers(*c)) {
            out.write_all(fragment.get(done..at).unwrap_or_default().as_bytes())?;
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(out, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        out.write_all(fragment.get(done..).unwrap_or_default().as_bytes())
    }
}

/// Controls (C0, DEL, C1), line and paragraph separators, and invisible characters that reorder or
/// hide text: bidi marks, embeddings and isolates, zero-width ones, tags, the byte-order mark.
fn steers(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_written_raw_and_the_text_reads_back_exactly() {
        let hostile =
            "a\u{1b}[2J\u{7}\u{9b}31m\u{202e}gpj\u{2066}\u{200b}\u{feff}\u{e0041}\u{7f}é٣";
        let json = render(&[hostile]);
        assert!(json.trim_end().chars().all(|c| !steers(c)), "{json}");
        assert!(json.contains("\\u001b[2J") && json.contains("\\u202e") && json.contains("é٣"));
        let back: Vec<String> = serde_json::from_str(&json).unwrap();
        assert_eq!(back, [hostile]);
    }

    #[test]
    fn keys_are_escaped_like_values() {
        let map = std::collections::BTreeMap::from([("k\u{202e}", 1)]);
        assert_eq!(render(&map), "{\"k\\u202e\":1}\n");
    }
}
