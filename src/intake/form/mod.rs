//! Filled forms, as text. Sections are told by number and heading, lines by their labels; what fits
//! nowhere is kept word for word. A statement of law is never made for the sender: an unticked box
//! fills no field.

mod fill;
mod layout;
mod lines;
mod parse;

use super::{IntakeContext, Proposal};
use layout::{Form, forms};

pub use fill::fill;

/// The form of a text that is nothing but a form.
pub fn read(text: &str, cx: &IntakeContext) -> Option<Proposal> {
    let mut out = Proposal::new("", "other", cx);
    fill(&mut out, text, cx).then_some(out)
}

pub fn looks_like_form(text: &str) -> bool {
    which(text).is_some()
}

/// Field keys that forms fill, beyond those of a kind.
pub fn keys() -> impl Iterator<Item = &'static str> {
    forms().iter().flat_map(|form| &form.sections).flat_map(|s| {
        let own = s.key.iter().chain(&s.also);
        own.chain(s.fields.iter().map(|f| &f.key)).map(String::as_str)
    })
}

/// Kinds that forms propose.
#[cfg(test)]
pub fn kinds() -> impl Iterator<Item = &'static str> {
    forms()
        .iter()
        .flat_map(|f| std::iter::once(&f.kind).chain(&f.kind_extension))
        .map(String::as_str)
}

/// The form that a text is: by its title and two headings, or by four headings.
fn which(text: &str) -> Option<&'static Form> {
    let scored = forms().iter().map(|form| {
        let mut current = 0;
        let mut score = 0;
        let mut titled = false;
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && l.len() < 400) {
            if let Some(found) = lines::heading(line, form, current) {
                if found.section.number > current {
                    current = found.section.number;
                    score += if found.numbered { 2 } else { 1 };
                }
            } else if form.titles.iter().any(|t| lines::strip_label(line, t).is_some()) {
                titled = true;
            }
        }
        (if titled { score + 4 } else { score }, form)
    });
    let best = scored.rev().max_by_key(|(score, _)| *score)?;
    (best.0 >= 8).then_some(best.1)
}
