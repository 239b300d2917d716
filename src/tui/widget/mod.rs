//! Parts that several pages draw.

pub mod boxed;
pub mod field;
pub mod sheet;
pub mod sheet_view;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::pen::Pen;
use crate::text::format;

/// Draws one line where there is room for it.
pub fn draw_line(frame: &mut Frame, area: Rect, line: Line<'_>) {
    let area = area.intersection(frame.area());
    if area.width > 0 && area.height > 0 {
        frame.buffer_mut().set_line(area.x, area.y, &line, area.width);
    }
}

/// Puts the terminal's own cursor there: readers and magnifiers follow it.
pub fn put_cursor(frame: &mut Frame, x: u16, y: u16, on: bool) {
    let area = frame.area();
    if on && x < area.right() && y < area.bottom() {
        frame.set_cursor_position((x, y));
    }
}

pub fn width_of(spans: &[Span<'_>]) -> usize {
    spans.iter().map(|span| format::width(&span.content)).sum()
}

/// Wraps cleaned text at words. Each line is put in display order by itself.
pub fn wrapped(clean: &str, cols: usize, pen: &Pen<'_>) -> Vec<String> {
    let cols = cols.max(1);
    let mut lines = Vec::new();
    for part in clean.split('\n') {
        let mut line = String::new();
        for word in part.split(' ') {
            let mut word = word;
            let gap = usize::from(!line.is_empty());
            if format::width(&line) + gap + format::width(word) > cols && !line.is_empty() {
                lines.push(pen.in_order(&std::mem::take(&mut line)));
            }
            while format::width(word) > cols {
                let end = fitting(word, cols);
                let (head, tail) = word.split_at(end);
                lines.push(pen.in_order(head));
                word = tail;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(pen.in_order(&line));
    }
    lines
}

/// Bytes of `word` that fit into `cols`; at least one character.
fn fitting(word: &str, cols: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    let (mut used, mut end) = (0, 0);
    for (at, grapheme) in word.grapheme_indices(true) {
        used += format::width(grapheme);
        if used > cols && end > 0 {
            break;
        }
        end = at + grapheme.len();
    }
    end
}
