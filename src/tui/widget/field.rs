//! A text field: what is typed, and where. The text stays as typed; only controls are left out, so
//! that a paste cannot smuggle them in. Drawing cleans it once more.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::format::width;
use crate::text::sanitise;

/// Longest text of a field, in bytes; the rules have shorter limits and say so.
const MAX: usize = 32 * 1024;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// A byte, at the start of a character as seen.
    cursor: usize,
    /// Takes line ends.
    pub block: bool,
}

impl Field {
    pub fn with(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len(), block: false }
    }

    pub fn block() -> Self {
        Self { block: true, ..Self::default() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn set(&mut self, text: &str) {
        self.text = text.to_owned();
        self.cursor = self.text.len();
    }

    /// Takes a key that edits; false leaves it to others.
    pub fn key(&mut self, key: &KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('j') if control && self.block => self.insert("\n"),
            KeyCode::Enter if alt && self.block => self.insert("\n"),
            KeyCode::Char('w') if control => self.delete_word(),
            KeyCode::Char('u') if control => {
                self.text.drain(..self.cursor);
                self.cursor = 0;
            }
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.text.len(),
            KeyCode::Char(_) if control || alt => return false,
            KeyCode::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace => {
                let from = self.before();
                self.text.drain(from..self.cursor);
                self.cursor = from;
            }
            KeyCode::Delete => {
                let to = self.after();
                self.text.drain(self.cursor..to);
            }
            KeyCode::Left => self.cursor = self.before(),
            KeyCode::Right => self.cursor = self.after(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    /// Puts text in at the cursor. Line ends of a paste become spaces where there is one line.
    pub fn insert(&mut self, text: &str) {
        let block = self.block;
        let clean: String = text
            .replace("\r\n", "\n")
            .chars()
            .filter_map(|c| match c {
                '\n' | '\r' if block => Some('\n'),
                '\n' | '\r' | '\t' => Some(' '),
                c if c.is_control() => None,
                c => Some(c),
            })
            .collect();
        if self.text.len() + clean.len() <= MAX {
            self.text.insert_str(self.cursor, &clean);
            self.cursor += clean.len();
        }
    }

    fn before(&self) -> usize {
        let head = self.text.get(..self.cursor).unwrap_or_default();
        head.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let tail = self.text.get(self.cursor..).unwrap_or_default();
        self.cursor + tail.graphemes(true).next().map_or(0, str::len)
    }

    fn delete_word(&mut self) {
        let head = self.text.get(..self.cursor).unwrap_or_default().trim_end();
        let from = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let from = if self.text.is_char_boundary(from) { from } else { head.len() };
        self.text.drain(from..self.cursor);
        self.cursor = from;
    }

    /// The part of one line that is seen in so many columns, cleaned, and the cursor's column.
    pub fn window(&self, cols: usize) -> (String, usize) {
        let head = self.text.get(..self.cursor).unwrap_or_default();
        let shown = sanitise::line(&self.text);
        let at = width(&sanitise::line(head));
        let room = cols.saturating_sub(1);
        if at <= room && width(&shown) <= cols {
            return (shown.into_owned(), at);
        }
        let skip = at.saturating_sub(room);
        let (mut passed, mut used, mut out) = (0, 0, String::new());
        let mut start = None;
        for grapheme in shown.graphemes(true) {
            let cells = width(grapheme);
            if passed < skip {
                passed += cells;
                continue;
            }
            start.get_or_insert(passed);
            if used + cells > cols {
                break;
            }
            used += cells;
            out.push_str(grapheme);
        }
        (out, at.saturating_sub(start.unwrap_or(passed)).min(room))
    }

    /// The text wrapped to so many columns, cleaned, and the cursor's column and line.
    pub fn wrapped(&self, cols: usize) -> (Vec<String>, (usize, usize)) {
        let head = self.text.get(..self.cursor).unwrap_or_default();
        let before = wrap(&sanitise::block(head), cols);
        let column = before.last().map_or(0, |line| width(line));
        (wrap(&sanitise::block(&self.text), cols), (column, before.len().saturating_sub(1)))
    }
}

/// Breaks at column `cols`, letters of a word together only by luck: an editor must not move what
/// stands before the cursor.
fn wrap(text: &str, cols: usize) -> Vec<String> {
    let cols = cols.max(1);
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let (mut line, mut used) = (String::new(), 0);
        for grapheme in part.graphemes(true) {
            let cells = width(grapheme);
            if used + cells > cols {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(grapheme);
            used += cells;
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(field: &mut Field, code: KeyCode) {
        field.key(&KeyEvent::new(code, KeyModifiers::NONE));
    }

    #[test]
    fn the_cursor_moves_by_what_is_seen_as_one_character() {
        let mut field = Field::with("ae\u{301}ب");
        press(&mut field, KeyCode::Left);
        press(&mut field, KeyCode::Backspace);
        assert_eq!(field.text(), "aب");
        press(&mut field, KeyCode::Home);
        press(&mut field, KeyCode::Delete);
        assert_eq!(field.text(), "ب");
    }

    #[test]
    fn a_paste_leaves_controls_out_and_never_submits() {
        let mut field = Field::default();
        field.insert("a\x1b[31mb\r\nc\td\0");
        assert_eq!(field.text(), "a[31mb c d");
        let mut block = Field::block();
        block.insert("a\r\nb");
        assert_eq!(block.text(), "a\nb");
    }

    #[test]
    fn a_long_line_shows_where_the_cursor_is() {
        let mut field = Field::with("abcdefghij");
        assert_eq!(field.window(20), ("abcdefghij".to_owned(), 10));
        assert_eq!(field.window(5), ("ghij".to_owned(), 4));
        press(&mut field, KeyCode::Home);
        assert_eq!(field.window(5), ("abcde".to_owned(), 0));
        assert_eq!(field.window(0).1, 0);
    }
}
