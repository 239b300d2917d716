//! Foreign text made safe for every sink: screen, title, log, plain output, CSV, file names.
//! Hostile characters are shown, never hidden and never executed. Must never drop a visible
//! letter of a name, nor let a control, bidi or zero-width character through.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Combining marks kept on one base character; the rest is counted.
const MARKS_PER_BASE: usize = 4;
/// Longest window title, in characters.
const TITLE_CHARS: usize = 80;
/// Longest file name, in bytes: leaves room for a prefix below the usual limit of 255.
const FILE_NAME_BYTES: usize = 180;

/// One line: line ends become `⏎`, tabs a space. Borrowed when there is nothing to change.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    clean(text, false)
}

/// Several lines: like [`line()`], but `\n` stays and `\r\n` becomes `\n`.
pub fn block(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b == b'\n' || (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    clean(text, true)
}

/// One CSV cell, before quoting: one line which no spreadsheet takes for a formula.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let cell = line(text);
    let first = cell.trim_start().chars().next();
    if matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        return Cow::Owned(format!("'{cell}"));
    }
    cell
}

/// A window title: one line of at most 80 characters.
pub fn title(text: &str) -> Cow<'_, str> {
    let title = line(text);
    if title.chars().count() <= TITLE_CHARS {
        return title;
    }
    let mut short: String = title.chars().take(TITLE_CHARS - 1).collect();
    short.push('…');
    Cow::Owned(short)
}

/// A name that stays in its folder on every system; the extension survives shortening.
pub fn file_name(text: &str) -> String {
    let visible = line(text);
    let safe: String = visible
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            '\u{2400}'..='\u{2421}' | '⏎' | '\u{a0}' | '\u{202f}' => '_',
            c => c,
        })
        .collect();
    let trimmed = safe.trim_matches(|c: char| c == ' ' || c == '.');
    // Cutting in front may have taken the base from a mark.
    let mut name = shorten_name(&line(trimmed));
    if name.is_empty() {
        name.push_str("file");
    }
    let stem = name.split('.').next().unwrap_or_default();
    if is_device(stem.trim_end()) {
        name.insert(0, '_');
    }
    name
}

fn shorten_name(name: &str) -> String {
    if name.len() <= FILE_NAME_BYTES {
        return name.to_owned();
    }
    let (stem, extension) = match name.rfind('.') {
        Some(dot) if name.len() - dot <= 16 => name.split_at(dot),
        _ => (name, ""),
    };
    let mut end = FILE_NAME_BYTES.saturating_sub(extension.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let stem = stem.get(..end).unwrap_or_default().trim_end_matches([' ', '.']);
    format!("{stem}{extension}")
}

/// Names that some systems keep for devices.
fn is_device(stem: &str) -> bool {
    let upper = stem.to_ascii_uppercase();
    let numbered = |prefix: &str| {
        upper.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.as_bytes() >= b"1".as_slice())
    };
    matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// What becomes of one character.
enum Act {
    Keep,
    Drop,
    /// A visible picture or a space in its place.
    Swap(char),
    /// `⟨U+202E⟩` in its place.
    Code,
    /// A base is put before a mark that has none.
    Carry,
    /// One combining mark too many: counted, shown as `⟨+n⟩`.
    Excess,
}

/// What has been read so far, as far as it decides about the next character.
#[derive(Default)]
struct Before {
    /// The last base character and how many marks it carries.
    base: Option<char>,
    marks: usize,
    /// A variation selector has just been dropped.
    selector: bool,
}

fn clean(text: &str, keep_lines: bool) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut before = Before::default();
    let mut excess = 0_usize;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|&(_, c)| c);
        let act = before.judge(c, next, keep_lines);
        if matches!(act, Act::Keep) && excess == 0 {
            if let Some(out) = &mut out {
                out.push(c);
            }
            continue;
        }
        let out = out.get_or_insert_with(|| text.get(..at).unwrap_or_default().to_owned());
        if matches!(act, Act::Excess) {
            excess += 1;
            continue;
        }
        flush_excess(out, &mut excess);
        match act {
            Act::Keep => out.push(c),
            Act::Swap(c) => out.push(c),
            Act::Code => push_code(out, c),
            Act::Carry => out.extend(['◌', c]),
            Act::Drop | Act::Excess => {}
        }
    }
    match out {
        Some(mut out) => {
            flush_excess(&mut out, &mut excess);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(text),
    }
}

fn flush_excess(out: &mut String, excess: &mut usize) {
    if *excess > 0 {
        out.push_str("⟨+");
        out.push_str(&excess.to_string());
        out.push('⟩');
        *excess = 0;
    }
}

fn push_code(out: &mut String, c: char) {
    out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
}

impl Before {
    fn judge(&mut self, c: char, next: Option<char>, keep_lines: bool) -> Act {
        let selector = std::mem::take(&mut self.selector);
        match c {
            ' '..='~' => return self.keep(c),
            '\n' if keep_lines => {
                *self = Before::default();
                return Act::Keep;
            }
            '\r' if next == Some('\n') => return Act::Drop,
            '\u{200c}' | '\u{200d}' => return self.joiner(next),
            '\u{fe00}'..='\u{fe0f}' => {
                // Behind a symbol it only picks a drawing of it, of a width no two terminals
                // agree on. Anywhere else it hides something.
                let symbol = self.base.is_some_and(|b| !b.is_ascii() && !b.is_alphanumeric());
                if symbol && !selector && self.marks == 0 {
                    self.selector = true;
                    return Act::Drop;
                }
                return self.shown(Act::Code);
            }
            _ => {}
        }
        if let Some(picture) = picture(c) {
            return self.shown(Act::Swap(picture));
        }
        if is_hidden(c) {
            return self.shown(Act::Code);
        }
        if c.width() == Some(0) {
            return self.mark();
        }
        self.keep(c)
    }

    fn keep(&mut self, c: char) -> Act {
        *self = Before { base: Some(c), ..Before::default() };
        Act::Keep
    }

    /// After something shown in the place of a character, the last base is its bracket or picture.
    fn shown(&mut self, act: Act) -> Act {
        *self = Before { base: Some('⟩'), ..Before::default() };
        act
    }

    /// Joiners change the shape of letters in some scripts; elsewhere they only hide.
    fn joiner(&mut self, next: Option<char>) -> Act {
        let whole = self.marks <= MARKS_PER_BASE;
        if whole && self.base.is_some_and(joins) && next.is_some_and(joins) {
            self.base = None;
            return Act::Keep;
        }
        self.shown(Act::Code)
    }

    fn mark(&mut self) -> Act {
        self.marks += 1;
        if self.marks > MARKS_PER_BASE {
            return Act::Excess;
        }
        if self.base.is_none() && self.marks == 1 {
            self.base = Some('◌');
            return Act::Carry;
        }
        Act::Keep
    }
}

/// Letters of scripts in which U+200C and U+200D belong to the spelling: Arabic, Syriac, the
/// scripts of India, Mongolian.
fn joins(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{07ff}' | '\u{0860}'..='\u{08c7}' | '\u{0900}'..='\u{0dff}'
        | '\u{1820}'..='\u{18aa}')
        && c.is_alphabetic()
        && c.width() != Some(0)
}

fn picture(c: char) -> Option<char> {
    match c {
        '\n' => Some('⏎'),
        '\t' => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Some(' '),
        _ => None,
    }
}

/// Characters that draw nothing or move others: controls, formats, bidi controls, tags,
/// selectors, fillers, private use, unassigned.
fn is_hidden(c: char) -> bool {
    match c {
        // The two no-break spaces of good typography, and the visible Arabic number signs, which
        // are formats by category only.
        '\u{a0}' | '\u{202f}' | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{8e2}' => false,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => {
            true
        }
        '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffc}' => true,
        '\u{1d159}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => !is_printable(c),
    }
}

/// The standard library knows unassigned, private, format and separator characters; it tells only
/// by escaping them. Behind a letter it leaves combining marks alone.
fn is_printable(c: char) -> bool {
    let mut pair = [0_u8; 5];
    pair[0] = b'a';
    let len = 1 + pair.get_mut(1..).map_or(0, |tail| c.encode_utf8(tail).len());
    let pair = pair.get(..len).and_then(|p| std::str::from_utf8(p).ok()).unwrap_or_default();
    pair.escape_debug().nth(1) == Some(c)
}

#[cfg(test)]
mod tests;
