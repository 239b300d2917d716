//! The numbers and addresses of a contact, in the order in which they are tried.

use std::sync::Arc;

use jiff::tz::TimeZone;
use ratatui::text::{Line, Span};

use super::flow::{Flow, told};
use crate::domain::directory::number::spaced;
use crate::domain::directory::{Encryption, Standing};
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::pen::Pen;
use crate::view::directory::ChannelView;
use crate::view::ladder::{Opening, ladder, written};
use crate::view::{ContactView, folded};

/// Digits from which what is typed may be part of a number.
const DIGITS: usize = 3;
/// Columns of a number or an address that are lined up.
const VALUE: usize = 20;
/// Channels that are worth a line where there is room for little.
const LIKELY: usize = 4;
/// Columns with room for a number and when somebody answers it.
const ROOMY: usize = 76;

/// Places of its channels: those that are called, then those that are written to, then what is no
/// longer used. The second says how many may be used.
pub fn in_order(contact: &Arc<ContactView>, pen: &Pen<'_>) -> (Vec<usize>, usize) {
    let zones = |name: &str| pen.zones.get(name).cloned();
    let one = std::slice::from_ref(contact);
    let mut order: Vec<usize> = ladder(one, None, pen.now, &zones)
        .into_iter()
        .chain(written(one, None, pen.now, &zones))
        .map(|rung| rung.channel)
        .collect();
    let usable = order.len();
    let rest: Vec<usize> =
        (0..contact.channels.len()).filter(|place| !order.contains(place)).collect();
    order.extend(rest);
    (order, usable)
}

/// A number is grouped for reading out.
pub fn shown(channel: &ChannelView) -> String {
    if channel.kind.is_number() { spaced(&channel.value) } else { channel.value.clone() }
}

/// `typed` is what the officer looks for: a number that has it is marked.
pub fn lines(
    contact: &Arc<ContactView>,
    typed: &str,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let (order, usable) = in_order(contact, pen);
    if order.is_empty() {
        return vec![Line::from(pen.own(text.no_channels, Role::Warning))];
    }
    let mut lines = Vec::new();
    for (place, index) in order.into_iter().enumerate() {
        let Some(channel) = contact.channels.get(index) else { continue };
        let sought = is_sought(channel, typed);
        let mut flow = head(channel, contact, (place, usable), sought, cols, pen);
        stands(&mut flow, channel, contact, true, pen);
        history(&mut flow, channel, pen);
        lines.extend(flow.done());
        if channel.standing != Standing::Replaced && !channel.say_first.is_empty() {
            lines.extend(told(text.say_first, &channel.say_first, Role::Text, cols, pen));
        }
    }
    lines
}

/// One line of each, of as many as are likely to be tried, and what is looked for.
pub fn in_short(
    contact: &Arc<ContactView>,
    typed: &str,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let (order, usable) = in_order(contact, pen);
    if order.is_empty() {
        return vec![Line::from(pen.own(text.no_channels, Role::Warning))];
    }
    let (mut lines, mut left) = (Vec::new(), 0);
    for (place, index) in order.into_iter().enumerate() {
        let Some(channel) = contact.channels.get(index) else { continue };
        let sought = is_sought(channel, typed);
        if !sought && place >= usable {
            continue;
        }
        if !sought && place >= LIKELY {
            left += 1;
            continue;
        }
        let mut flow = head(channel, contact, (place, usable), sought, cols, pen);
        stands(&mut flow, channel, contact, false, pen);
        // What warns of a number is never cut off.
        let most = if channel.wrong.is_some() { 2 } else { 1 };
        lines.extend(flow.done().into_iter().take(most));
    }
    if left > 0 {
        lines.extend(told("", &(text.and_more)(left), Role::Dim, cols, pen));
    }
    lines
}

fn is_sought(channel: &ChannelView, typed: &str) -> bool {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    digits.len() >= DIGITS
        && channel.kind.is_number()
        && folded(&channel.value).contains(digits.trim_start_matches('0'))
}

/// Its place in the order, what it is, and the number or address itself.
fn head(
    channel: &ChannelView,
    contact: &ContactView,
    (place, usable): (usize, usize),
    sought: bool,
    cols: usize,
    pen: &Pen<'_>,
) -> Flow {
    let widest = contact.channels.iter().map(|c| format::width(pen.text.directory.kind(c.kind)));
    let kinds = widest.max().unwrap_or_default().min(cols / 3);
    let number = if place < usable { format!("{} ", place + 1) } else { "  ".to_owned() };
    let first = vec![
        pen.own(format::pad_left(&number, 3), Role::Key),
        pen.own(format::pad(pen.text.directory.kind(channel.kind), kinds), Role::Dim),
    ];
    let mut flow = Flow::new(cols, 5, first);
    flow.part(2, vec![value(channel, sought, cols.saturating_sub(kinds + 5), pen)]);
    flow
}

fn value(channel: &ChannelView, sought: bool, room: usize, pen: &Pen<'_>) -> Span<'static> {
    let role = match channel.standing {
        _ if sought => Role::Match,
        _ if channel.wrong.is_some() => Role::Dim,
        Standing::InUse => Role::Title,
        Standing::Pending => Role::Assumed,
        Standing::Replaced | Standing::Closed => Role::Dim,
    };
    let mut span = pen.foreign_within(&shown(channel), room, role);
    if !sought && role != Role::Assumed {
        let fill = VALUE.min(room).saturating_sub(format::width(&span.content));
        span.content = format!("{}{}", span.content, " ".repeat(fill)).into();
    }
    span
}

/// What it is worth, and whether somebody answers now.
/// `whole`: with all that is known of it.
fn stands(
    flow: &mut Flow,
    channel: &ChannelView,
    contact: &ContactView,
    whole: bool,
    pen: &Pen<'_>,
) {
    let text = &pen.text.who_page.card;
    if whole && !channel.label.is_empty() {
        flow.part(2, vec![pen.foreign_within(&channel.label, 24, Role::Text)]);
    }
    match channel.standing {
        Standing::InUse => {}
        Standing::Pending => {
            let old = contact.channels.iter().find(|old| old.id == channel.replaces);
            let said = match old {
                Some(old) if whole => (text.pending_for)(&pen.clean(&shown(old))),
                _ => text.pending.to_owned(),
            };
            flow.part(2, vec![pen.own(said, Role::Warning)]);
        }
        closed => {
            let word = pen.text.directory.standing(closed);
            return flow.part(2, vec![pen.own(word, Role::Dim)]);
        }
    }
    if let Some(at) = channel.wrong {
        let said = format!("{} {}", pen.text.directory.reach.wrong, pen.time_near(at));
        return flow.part(2, vec![pen.own(said, Role::Error)]);
    }
    let zones = |name: &str| pen.zones.get(name).cloned();
    let opening = channel.opening(contact, pen.now, &zones);
    let zone = if channel.zone.is_empty() { &contact.zone } else { &channel.zone };
    if channel.kind.is_voice() && opening != Opening::Unknown {
        // In short a word must do where the number leaves no room for when.
        let zone = pen.zones.get(zone.as_str()).filter(|_| whole || flow.cols() >= ROOMY);
        flow.part(2, vec![opening_span(opening, zone, pen)]);
    }
    if channel.encryption != Encryption::None {
        let word = pen.text.directory.encryption(channel.encryption);
        flow.part(2, vec![pen.own(word, Role::Text)]);
        if whole && !channel.fingerprint.is_empty() {
            flow.part(1, vec![pen.foreign_within(&channel.fingerprint, 60, Role::Dim)]);
        }
    }
    if !channel.languages.is_empty() {
        flow.part(2, vec![pen.foreign_within(&channel.languages.join(" "), 16, Role::Text)]);
    }
    if !whole && !channel.label.is_empty() {
        flow.part(2, vec![pen.foreign_within(&channel.label, 24, Role::Text)]);
    }
}

/// What became of it: the last try, how often somebody was reached, and the last proof.
fn history(flow: &mut Flow, channel: &ChannelView, pen: &Pen<'_>) {
    let text = pen.text.directory;
    if matches!(channel.standing, Standing::Replaced | Standing::Closed) {
        return;
    }
    let proves = channel.last.as_ref().is_some_and(|last| last.outcome.proves());
    let role = if proves { Role::Ok } else { Role::Warning };
    flow.part(2, vec![pen.own(text.last(channel.last.as_ref(), pen.now, pen.zone), role)]);
    let Some(last) = &channel.last else { return };
    // Calls are counted; a letter is answered or not.
    let voice = channel.kind.is_voice();
    let tallies = if voice { text.tallies(channel.day, channel.night) } else { String::new() };
    for tally in tallies.split(" · ").filter(|tally| !tally.is_empty()) {
        flow.dotted(vec![pen.own(tally.to_owned(), Role::Text)], pen);
    }
    if channel.proved != Some(last.at) && channel.wrong.is_none() {
        let role = if channel.proved.is_some() { Role::Text } else { Role::Warning };
        flow.dotted(vec![pen.own(text.proved(channel.proved, pen.now), role)], pen);
    }
}

/// `open until 18:00`, `closed, opens Mon 08:30`: hours of the partner.
pub fn opening_span(opening: Opening, zone: Option<&TimeZone>, pen: &Pen<'_>) -> Span<'static> {
    let role = match opening {
        Opening::Open { .. } => Role::Ok,
        Opening::Closed { .. } => Role::Warning,
        Opening::Unknown => Role::Dim,
    };
    let said = match zone {
        Some(zone) => pen.text.directory.opening(&opening, zone, pen.now, pen.lang()),
        None => pen.text.directory.opening_word(&opening).to_owned(),
    };
    pen.own(said, role)
}
