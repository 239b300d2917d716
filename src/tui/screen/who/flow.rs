//! Lines made of parts that stay together: what does not fit begins the next line.

use ratatui::text::{Line, Span};

use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::pen::Pen;
use crate::tui::widget::{width_of, wrapped};

/// Columns of labels, with what parts them from what they say.
pub const LABEL: usize = 15;

pub struct Flow {
    cols: usize,
    indent: usize,
    lines: Vec<Line<'static>>,
    line: Vec<Span<'static>>,
    used: usize,
}

impl Flow {
    /// Lines after the first are indented. `first` begins the first line, whatever its width.
    pub fn new(cols: usize, indent: usize, first: Vec<Span<'static>>) -> Self {
        let used = width_of(&first);
        Self { cols, indent: indent.min(cols / 2), lines: Vec::new(), line: first, used }
    }

    pub fn labelled(label: &str, cols: usize, pen: &Pen<'_>) -> Self {
        Self::new(cols, LABEL, vec![head(label, cols, pen)])
    }

    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Adds a part, `gap` columns after the one before it.
    pub fn part(&mut self, gap: usize, spans: Vec<Span<'static>>) {
        self.after(Span::raw(" ".repeat(gap)), spans);
    }

    /// Adds a part after a dot.
    pub fn dotted(&mut self, spans: Vec<Span<'static>>, pen: &Pen<'_>) {
        self.after(pen.own(format!(" {} ", pen.symbols().dot), Role::Dim), spans);
    }

    /// What parts it from the one before is left out where a line begins.
    fn after(&mut self, gap: Span<'static>, spans: Vec<Span<'static>>) {
        let width = width_of(&spans);
        if width == 0 {
            return;
        }
        let begun = self.used > self.indent;
        let between = format::width(&gap.content);
        if begun && self.used + between + width > self.cols {
            let full = std::mem::take(&mut self.line);
            self.lines.push(Line::from(full));
            self.line.push(Span::raw(" ".repeat(self.indent)));
            self.used = self.indent;
        } else if begun {
            self.line.push(gap);
            self.used += between;
        }
        self.used += width;
        self.line.extend(spans);
    }

    pub fn done(mut self) -> Vec<Line<'static>> {
        if !self.line.is_empty() {
            self.lines.push(Line::from(self.line));
        }
        self.lines
    }
}

fn head(label: &str, cols: usize, pen: &Pen<'_>) -> Span<'static> {
    let width = LABEL.min(cols / 2);
    let text = format::truncate(label, width.saturating_sub(1)).to_string();
    pen.own(format::pad(&text, width), Role::Dim)
}

/// A label and wrapped text of somebody else.
pub fn told(label: &str, text: &str, role: Role, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let width = LABEL.min(cols / 2);
    let mut lead = head(label, cols, pen);
    let clean = pen.clean_block(text);
    let mut lines = Vec::new();
    for part in wrapped(&clean, cols.saturating_sub(width), pen) {
        let body = pen.own(part, role);
        lines.push(Line::from(vec![
            std::mem::replace(&mut lead, Span::raw(" ".repeat(width))),
            body,
        ]));
    }
    lines
}
