//! Where what is shown comes from.

use super::{Layout, Page, Paint};
use crate::domain::catalogue::Confidence;
use crate::text::refusal::filled;
use crate::view::ContactView;
use crate::view::directory::KnownFrom;

pub(super) fn source(page: &mut Page<'_>, contact: &ContactView) {
    // Of a contact, medium is what nobody said anything of: it is no doubt.
    let line = match contact.known.confidence {
        Confidence::Medium => sourced(page.layout, &contact.known).unwrap_or_default(),
        _ => known(page.layout, &contact.known),
    };
    if !line.is_empty() {
        page.painted(Paint::Faint, 2, &line);
    }
}

/// Source, date and confidence; the doubtful with `?`. Empty where no source is known.
pub(in crate::export::text) fn known(layout: &Layout, known: &KnownFrom) -> String {
    let sure = || confidence(layout, known.confidence);
    sourced(layout, known).map_or_else(String::new, |told| format!("{told} · {}", sure()))
}

fn sourced(layout: &Layout, known: &KnownFrom) -> Option<String> {
    let words = layout.text.who;
    let mut parts = Vec::new();
    if !known.source.is_empty() {
        parts.push(filled(words.source, std::slice::from_ref(&known.source)));
    }
    if let Some(day) = known.as_of {
        parts.push(filled(words.as_of, &[day.to_string()]));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

pub(in crate::export::text) fn confidence(layout: &Layout, confidence: Confidence) -> String {
    let [low, medium, high] = layout.text.who.confidence;
    match confidence {
        Confidence::Low => format!("? {low}"),
        Confidence::Medium => format!("? {medium}"),
        Confidence::High => high.to_owned(),
    }
}
