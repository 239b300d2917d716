//! Columns of a terminal: measured, cut and padded by what is seen as one character, in the same
//! way as the screen measures.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns the text takes on screen.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(cell).sum()
}

/// Columns of one grapheme: halfwidth sound marks take a column of their own on screen.
fn cell(grapheme: &str) -> usize {
    let marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    grapheme.width() + if grapheme.chars().count() > 1 { marks } else { 0 }
}

/// The text in at most `cols` columns; what is cut ends in `…`.
pub fn truncate(text: &str, cols: usize) -> Cow<'_, str> {
    if width(text) <= cols {
        return Cow::Borrowed(text);
    }
    let Some(room) = cols.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let (mut used, mut end) = (0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        used += cell(grapheme);
        if used > room {
            break;
        }
        end = at + grapheme.len();
    }
    let mut short = text.get(..end).unwrap_or_default().trim_end().to_owned();
    short.push('…');
    Cow::Owned(short)
}

/// The text in exactly `cols` columns, cut or filled with spaces behind.
pub fn pad(text: &str, cols: usize) -> String {
    let mut out = truncate(text, cols).into_owned();
    let fill = cols.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', fill));
    out
}

/// The text in exactly `cols` columns, cut or filled with spaces before.
pub fn pad_left(text: &str, cols: usize) -> String {
    let short = truncate(text, cols);
    let mut out = " ".repeat(cols.saturating_sub(width(&short)));
    out.push_str(&short);
    out
}
