//! What is said of the number in hand: who it is, the hour there, the number in big digits, what to
//! dial and what to say first. Behind the last number: what else there is.

use ratatui::text::{Line, Span};

use super::ladder::{self, Rung};
use super::{CallPage, digits};
use crate::domain::directory::{Purpose, Role as ContactRole, number};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::colour::Role;
use crate::tui::model::Model;
use crate::tui::pen::Pen;
use crate::tui::widget::{width_of, wrapped};
use crate::view::ContactView;
use crate::view::directory::ChannelView;
use crate::view::ladder::Opening;

/// Lines without which a number is not shown in big digits.
const ROOM: usize = 11;
const SAY_LINES: usize = 4;
const OTHERS: usize = 3;

/// A number is grouped for reading out; an address is as it is.
pub fn shown(channel: &ChannelView) -> String {
    if channel.kind.is_number() { number::spaced(&channel.value) } else { channel.value.clone() }
}

/// `open until 18:00`, by the clock of `zone`.
pub fn opening(
    opening: Opening,
    zone: Option<&jiff::tz::TimeZone>,
    pen: &Pen<'_>,
) -> (String, Role) {
    let role = match opening {
        Opening::Open { .. } => Role::Ok,
        Opening::Closed { .. } => Role::Warning,
        Opening::Unknown => Role::Dim,
    };
    let zone = zone.unwrap_or(pen.zone);
    (pen.text.directory.opening(&opening, zone, pen.now, pen.lang()), role)
}

fn dot(pen: &Pen<'_>) -> Span<'static> {
    pen.own(format!(" {} ", pen.symbols().dot), Role::Dim)
}

fn plain(text: &str, cols: usize, role: Role, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let lines = wrapped(&pen.clean_block(text), cols, pen);
    lines.into_iter().map(|line| Line::from(pen.own(line, role))).collect()
}

/// As many lines as there are; `rows` decides how large the number is.
pub fn lines(
    page: &CallPage,
    model: &Model,
    pen: &Pen<'_>,
    cols: usize,
    rows: usize,
) -> Vec<Line<'static>> {
    match page.rung() {
        Some(rung) => in_hand(rung, page, model, pen, cols, rows),
        None => walked(page, model, pen, cols),
    }
}

fn in_hand(
    rung: &Rung,
    page: &CallPage,
    model: &Model,
    pen: &Pen<'_>,
    cols: usize,
    rows: usize,
) -> Vec<Line<'static>> {
    let mut lines = vec![who(&rung.contact, pen, cols), there(rung, model, pen, cols)];
    lines.extend(warnings(page, pen, cols));
    let Some(channel) = rung.view() else { return lines };
    let number = shown(channel);
    let big = (rows >= ROOM && channel.kind.is_number())
        .then(|| digits::big(&number, cols, pen.symbols().unicode))
        .flatten();
    match big {
        Some(big) => {
            lines.push(Line::default());
            lines.extend(big.into_iter().map(|line| Line::from(pen.own(line, Role::Title))));
            lines.push(Line::default());
        }
        None => lines.push(Line::from(pen.foreign_within(&number, cols, Role::Title))),
    }
    lines.push(kind_and_dial(rung, channel, model, pen, cols));
    lines.extend(references(page, pen, cols));
    lines.extend(say_first(rung, channel, pen, cols));
    lines
}

/// The authority, its acronym, its part in things.
fn who(contact: &ContactView, pen: &Pen<'_>, cols: usize) -> Line<'static> {
    let mut spans = Vec::new();
    if !contact.acronym.is_empty() {
        spans.push(pen.foreign_within(&contact.acronym, 20, Role::Title));
        spans.push(Span::raw("  "));
    }
    let role = contact.roles.first().map_or("", |role| pen.text.directory.role(*role));
    let room = cols.saturating_sub(width_of(&spans) + format::width(role) + 3);
    spans.push(pen.foreign_within(contact.name.get(pen.lang()), room, Role::Title));
    if !role.is_empty() {
        spans.push(dot(pen));
        spans.push(pen.own(role, Role::Text));
    }
    Line::from(spans)
}

/// The hour there, whether anybody is there, and in which languages.
fn there(rung: &Rung, model: &Model, pen: &Pen<'_>, cols: usize) -> Line<'static> {
    let zone = rung.zone(pen.zones);
    let mut spans = Vec::new();
    if let Some(zone) = zone {
        let time = format!(
            "{} {} ({})",
            format::day(pen.now, zone, pen.lang()),
            format::clock_time(pen.now, zone),
            format::offset(pen.now, zone)
        );
        spans.push(pen.own((pen.text.call.page.there)(&time), Role::Text));
        spans.push(dot(pen));
    }
    let (said, role) = opening(rung.opening(model.now, pen.zones), zone, pen);
    spans.push(pen.own(said, role));
    let own = rung.view().map(|channel| &channel.languages).filter(|own| !own.is_empty());
    let languages = own.unwrap_or(&rung.contact.languages);
    if !languages.is_empty() {
        spans.push(dot(pen));
        let room = cols.saturating_sub(width_of(&spans));
        spans.push(pen.foreign_within(&languages.join(" "), room, Role::Text));
    }
    Line::from(spans)
}

/// The rule of a call-back, and the numbers of the message.
fn warnings(page: &CallPage, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let text = &pen.text.call.back;
    let mut lines = Vec::new();
    if page.purpose == Purpose::Authenticity {
        lines.extend(plain(text.rule, cols, Role::Warning, pen));
    }
    for said in &page.sender {
        let number = pen.clean(&said.number);
        let (words, role) = match &said.known {
            Some(name) => ((text.known)(&number, &pen.clean(name)), Role::Dim),
            None => ((text.stranger)(&number), Role::Error),
        };
        lines.extend(plain(&words, cols, role, pen));
    }
    lines
}

/// `emergency phone · not proved yet   Dial 00 33 1 99 00 00 07`
fn kind_and_dial(
    rung: &Rung,
    channel: &ChannelView,
    model: &Model,
    pen: &Pen<'_>,
    cols: usize,
) -> Line<'static> {
    let text = &pen.text.call.page;
    let mut spans = vec![pen.own(pen.text.directory.kind(channel.kind), Role::Text)];
    if !channel.label.is_empty() {
        spans.push(dot(pen));
        spans.push(pen.foreign_within(&channel.label, cols / 3, Role::Text));
    }
    if rung.gone {
        spans.push(dot(pen));
        spans.push(pen.own(text.gone, Role::Error));
    } else if channel.standing == crate::domain::directory::Standing::Pending {
        spans.push(dot(pen));
        spans.push(pen.own(text.unproved, Role::Warning));
    }
    if rung.voice {
        let dialled = number::dialled(&channel.value, &model.rules.dial_prefix);
        spans.push(dot(pen));
        spans.push(pen.own(format!("{} ", text.dial), Role::Dim));
        let room = cols.saturating_sub(width_of(&spans));
        spans.push(pen.foreign_within(&dialled, room, Role::Title));
    }
    Line::from(spans)
}

fn references(page: &CallPage, pen: &Pen<'_>, cols: usize) -> Option<Line<'static>> {
    let text = &pen.text.call.page;
    let request = page.request.as_deref()?;
    let mut spans = vec![
        pen.own(format!("{} ", text.our_ref), Role::Dim),
        pen.foreign(&request.id, Role::Title),
    ];
    if !request.their_ref.is_empty() {
        spans.push(dot(pen));
        spans.push(pen.own(format!("{} ", text.their_ref), Role::Dim));
        let room = cols.saturating_sub(width_of(&spans));
        spans.push(pen.foreign_within(&request.their_ref, room, Role::Title));
    }
    Some(Line::from(spans))
}

fn say_first(rung: &Rung, channel: &ChannelView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let text = &pen.text.call.page;
    let own = [&channel.say_first, &rung.contact.say_first];
    let noted = own.into_iter().find(|words| !words.is_empty());
    let (said, role) = noted.map_or((text.nothing_to_say, Role::Dim), |said| (said, Role::Text));
    let indent = format::width(text.say_first) + 2;
    let words = wrapped(&pen.clean_block(said), cols.saturating_sub(indent), pen);
    let mut lines = Vec::new();
    for (at, words) in words.into_iter().take(SAY_LINES).enumerate() {
        let lead = if at == 0 { format!("{}  ", text.say_first) } else { " ".repeat(indent) };
        lines.push(Line::from(vec![pen.own(lead, Role::Dim), pen.own(words, role)]));
    }
    lines
}

/// No number is left, or there was none.
fn walked(page: &CallPage, model: &Model, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let text = &pen.text.call.page;
    let mut lines = Vec::new();
    if page.has_numbers() {
        let said = match ladder::untried(&page.rungs) {
            0 => text.exhausted.to_owned(),
            left => (text.untried)(left),
        };
        lines.extend(plain(&said, cols, Role::Title, pen));
    } else {
        let whom = pen.clean(&super::draw::whom(page, pen));
        lines.extend(plain(&(text.none)(&whom), cols, Role::Title, pen));
        let keys = [Action::Who, Action::Open].map(|action| model.keymap.shown(action));
        lines.extend(plain(&(text.none_help)(&keys[0], &keys[1]), cols, Role::Text, pen));
    }
    lines.extend(warnings(page, pen, cols));
    lines.push(Line::default());
    lines.push(Line::from(pen.own(text.what_else, Role::Label)));
    let from = lines.len();
    for rung in page.rungs.iter().filter(|rung| !rung.voice && !rung.gone).take(OTHERS) {
        lines.extend(rung.view().map(|channel| other(&rung.contact, channel, pen, cols)));
    }
    lines.extend(networks(page, model, pen, cols));
    lines.extend(ours(page, model, pen, cols));
    if lines.len() == from {
        lines.push(Line::from(pen.own(format!("  {}", text.nothing_else), Role::Dim)));
    }
    lines
}

/// `  e-mail  duty@ofac.example.org  OFAC`
fn other(
    contact: &ContactView,
    channel: &ChannelView,
    pen: &Pen<'_>,
    cols: usize,
) -> Line<'static> {
    let kind = pen.text.directory.kind(channel.kind);
    let mut spans = vec![
        pen.own(format!("  {kind}  "), Role::Dim),
        pen.foreign_within(&shown(channel), 40, Role::Text),
    ];
    let lang = pen.lang();
    let name = if contact.acronym.is_empty() { contact.name.get(lang) } else { &contact.acronym };
    let room = cols.saturating_sub(width_of(&spans) + 2);
    spans.push(Span::raw("  "));
    spans.push(pen.foreign_within(name, room, Role::Dim));
    Line::from(spans)
}

/// Networks of contact points and of police that are open with the State today.
fn networks(page: &CallPage, model: &Model, pen: &Pen<'_>, cols: usize) -> Option<Line<'static>> {
    use crate::domain::routes::Standing;
    let today = pen.now.to_zoned(model.zone.clone()).date();
    let state = page.named.as_ref()?;
    let open: Vec<&str> = state
        .routes
        .iter()
        .filter(|route| route.is_open(today) && route.theirs.standing == Standing::Member)
        .map(|route| route.short(pen.lang()))
        .collect();
    if open.is_empty() {
        return None;
    }
    let lead = format!("  {}{}", pen.text.call.page.networks, pen.text.desk.words.colon);
    let room = cols.saturating_sub(format::width(&lead));
    Some(Line::from(vec![
        pen.own(lead, Role::Dim),
        pen.foreign_within(&open.join(", "), room, Role::Text),
    ]))
}

/// Our own bureau and points: they may reach whom we cannot.
fn ours(page: &CallPage, model: &Model, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let home = &model.station.country;
    let through = [ContactRole::Ncb, ContactRole::G7, ContactRole::OtherPoint];
    let helps = |contact: &&std::sync::Arc<ContactView>| {
        contact.roles.iter().any(|role| through.contains(role))
    };
    if page.state == *home {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for contact in ladder::of_state(&page.seen, home).iter().filter(helps).take(OTHERS) {
        let channel = contact.channels.iter().find(|channel| channel.is_usable());
        let lead = format!("  {}{}", pen.text.call.page.through_ours, pen.text.desk.words.colon);
        let name = contact.name.get(pen.lang());
        let value = channel.map(|channel| format!("  {}", shown(channel))).unwrap_or_default();
        let room = cols.saturating_sub(format::width(&lead));
        lines.push(Line::from(vec![
            pen.own(lead, Role::Dim),
            pen.foreign_within(&format!("{name}{value}"), room, Role::Text),
        ]));
    }
    lines
}
