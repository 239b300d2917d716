//! Plain answers for a terminal of 40 columns or more, a pager, `grep` and a screen reader.
//! Everything foreign is sanitised here, on its way out.

mod audit;
mod explain;
mod queue;
mod routes;
mod show;
#[cfg(test)]
mod tests;
mod who;
mod wrap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use audit::{AuditEntry, audit};
pub use explain::explain;
pub use queue::queue;
pub use routes::routes;
pub use show::show;
pub use who::{caller, card, ends_with, partner, partners, who};
pub use wrap::wrap;

use crate::text::{Text, format, sanitise};

/// Narrower is laid out as this.
pub const NARROWEST: usize = 40;
/// Without a terminal.
pub const USUAL: usize = 80;

/// A space at which no line is folded; a plain one once it is.
const UNBROKEN: &str = "\u{a0}";

/// How an answer is laid out.
#[derive(Debug, Clone)]
pub struct Layout {
    pub text: Text,
    pub now: Timestamp,
    pub zone: TimeZone,
    /// Columns.
    pub width: usize,
    pub color: bool,
    /// One line per thing, no columns, no folding.
    pub plain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paint {
    None,
    Bold,
    Faint,
    Late,
    Soon,
}

impl Layout {
    /// Lines under construction.
    fn page(&self) -> Page<'_> {
        let width = if self.plain { usize::MAX } else { self.width.max(NARROWEST) };
        Page { layout: self, width, out: String::new() }
    }

    fn time(&self, at: Timestamp) -> String {
        format::time_near(at, self.now, &self.zone, self.text.lang)
    }

    fn paint(&self, paint: Paint, words: &str) -> String {
        let code = match paint {
            Paint::Bold => "1",
            Paint::Faint => "2",
            Paint::Late => "1;31",
            Paint::Soon => "33",
            Paint::None => return words.to_owned(),
        };
        if self.color && !words.is_empty() {
            format!("\u{1b}[{code}m{words}\u{1b}[0m")
        } else {
            words.to_owned()
        }
    }
}

struct Page<'a> {
    layout: &'a Layout,
    width: usize,
    out: String,
}

impl Page<'_> {
    /// A heading, set off by an empty line.
    fn head(&mut self, words: &str) {
        if !self.out.is_empty() && !self.layout.plain {
            self.out.push('\n');
        }
        self.painted(Paint::Bold, 0, words);
    }

    /// One paragraph after `indent` spaces; what does not fit goes on below, two further in.
    fn line(&mut self, indent: usize, words: &str) {
        self.painted(Paint::None, indent, words);
    }

    fn painted(&mut self, paint: Paint, indent: usize, words: &str) {
        for line in wrap(words, self.width, indent, indent + 2) {
            let line = self.layout.paint(paint, line.trim_end()).replace(UNBROKEN, " ");
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// Foreign text of several lines, each after `indent` spaces.
    fn block(&mut self, indent: usize, words: &str) {
        let words = sanitise::block(words);
        for line in words.lines() {
            self.line(indent, line);
        }
    }

    /// `label  value` in two columns; one below the other where they do not fit.
    fn pair(&mut self, label_width: usize, label: &str, value: &str) {
        let value = sanitise::line(value);
        if self.layout.plain {
            self.line(0, &format!("{label}: {value}"));
            return;
        }
        let label_width = label_width.min(self.width / 3);
        let label = sanitise::line(label);
        if format::width(&label) > label_width {
            self.line(2, &label);
            self.line(4, &value);
            return;
        }
        let column = 2 + label_width + 2;
        let first = format!("  {}  {value}", format::pad(&label, label_width));
        for line in wrap(&first, self.width, 0, column) {
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }
}

/// A text field for one line of output.
fn clean(text: &str) -> String {
    sanitise::line(text).into_owned()
}
