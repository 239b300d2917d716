//! The page as it is drawn: what is typed, the list, and the card below it.

use std::sync::Arc;

use jiff::civil::Weekday;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::list::Row;
use super::{Shows, WhoPage, card, channels, routes};
use crate::domain::catalogue::Confidence;
use crate::domain::directory::Standing;
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::pen::Pen;
use crate::tui::widget::{boxed, draw_line, put_cursor, width_of};
use crate::view::ladder::Opening;
use crate::view::{ContactView, StateView};

/// Rows of the list, at least.
const FEWEST: u16 = 3;

/// The parts of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    pub query: Rect,
    pub rows: Rect,
    pub card: Rect,
    /// In the place of rows and card.
    pub routes: Rect,
}

/// `many`: rows that there are to list. What a short list leaves is the card's.
pub fn areas(body: Rect, many: usize) -> Areas {
    let query = Rect { height: body.height.min(1), ..body };
    let height = body.height - query.height;
    let below = Rect { y: body.y + query.height, height, ..body };
    // The card says what is looked for; the list has room for a handful at least.
    let fair = height - (height * 13 / 20).min(height.saturating_sub(FEWEST));
    let needed = u16::try_from(many).unwrap_or(u16::MAX).max(FEWEST);
    let rows = Rect { height: fair.min(needed), ..below };
    let card = Rect { y: rows.bottom(), height: height - rows.height, ..below };
    Areas { query, rows, card, routes: below }
}

pub fn draw(page: &WhoPage, model: &Model, frame: &mut Frame, body: Rect) {
    let pen = model.pen();
    let areas = areas(body, page.list.rows.len());
    query(page, model, &pen, frame, areas.query);
    if let Shows::Routes { .. } = page.shows {
        let state = page.list.selected().and_then(|row| super::state(model, row.state()));
        let title = state.map(|state| routes::title(state, &pen)).unwrap_or_default();
        let lines = routes::lines(page, model, areas.routes);
        return pane(page, model, &pen, frame, areas.routes, (title, lines, true));
    }
    if page.list.rows.is_empty() {
        nothing(page, model, &pen, frame, areas.rows);
    }
    let widths = Widths::of(usize::from(areas.rows.width), page.is_debt());
    let height = usize::from(areas.rows.height);
    let at = page.list.cursor();
    for (line, row) in page.list.rows.iter().skip(page.list.top).take(height).enumerate() {
        let here = page.list.top + line == at;
        let area = Rect { y: areas.rows.y + line as u16, height: 1, ..areas.rows };
        draw_line(frame, area, Line::from(spans(row, widths, here, model, &pen)));
        if here {
            frame.buffer_mut().set_style(area, pen.selected());
            let focused = model.overlay.is_none() && !page.typing && !page.in_card;
            put_cursor(frame, area.x, area.y, focused);
        }
    }
    if page.list.selected().is_some() {
        let lines = card::lines(page, model, areas.card);
        let title = card::title(page, model, &pen);
        pane(page, model, &pen, frame, areas.card, (title, lines, page.in_card));
    }
}

fn pane(
    page: &WhoPage,
    model: &Model,
    pen: &Pen<'_>,
    frame: &mut Frame,
    area: Rect,
    (title, lines, focused): (Vec<Span<'static>>, Vec<Line<'static>>, bool),
) {
    if area.height < 3 {
        return;
    }
    let mut title = title;
    let height = usize::from(layout::inner(area).height);
    let top = page.top.min(lines.len().saturating_sub(height));
    if lines.len() > height {
        let to = (top + height).min(lines.len());
        let seen = (pen.text.desk.page.lines)(top + 1, to, lines.len());
        let seen = pen.own(format!(" {} {seen}", pen.symbols().dash), Role::Dim);
        // That there is more must be seen, whatever else the title would say.
        let room = usize::from(area.width).saturating_sub(4 + format::width(&seen.content));
        while width_of(&title) > room && title.len() > 2 {
            // With the dot before it.
            title.truncate(title.len() - 2);
        }
        title.push(seen);
    }
    let focused = focused && model.overlay.is_none();
    let inside = boxed::draw(frame, area, title, focused, pen);
    boxed::lines(frame, inside, &lines, top);
    put_cursor(frame, inside.x, inside.y, focused);
}

/// `who? fr_      12 found · 249 States · 41 contacts`; of the debt list its title.
fn query(page: &WhoPage, model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect) {
    let text = pen.text.who_page;
    let cols = usize::from(area.width);
    let directory = &model.directory;
    if page.is_debt() {
        let said = (text.debt.title)(page.list.rows.len(), model.rules.verify_days);
        return draw_line(frame, area, Line::from(pen.own(format!(" {said}"), Role::Title)));
    }
    let typed = page.field.text();
    let mut right = (text.counts)(directory.states.len(), directory.contacts.len());
    if !typed.trim().is_empty() {
        right = format!("{} · {right}", (text.found)(page.list.rows.len(), page.list.cut));
    }
    let mut left = vec![pen.own(format!(" {} ", text.prompt), Role::Title)];
    let start = width_of(&left);
    let room = cols.saturating_sub(start + 2).min(40.max(cols / 2));
    let (shown, at) = page.field.window(room);
    left.push(pen.own(shown, if page.typing { Role::Input } else { Role::Text }));
    if typed.is_empty() && page.typing {
        left.push(pen.own(format!(" {}", text.type_help), Role::Dim));
    }
    let right = pen.own(format!("{right} "), Role::Dim);
    let fill = cols.saturating_sub(width_of(&left) + format::width(&right.content));
    if fill > 0 {
        left.extend([Span::raw(" ".repeat(fill)), right]);
    } else if typed.is_empty() {
        left.truncate(2);
        let fill = cols.saturating_sub(width_of(&left) + format::width(&right.content));
        left.extend([Span::raw(" ".repeat(fill)), right]);
    }
    draw_line(frame, area, Line::from(left));
    let focused = page.typing && model.overlay.is_none();
    put_cursor(frame, area.x + (start + at) as u16, area.y, focused);
}

fn nothing(page: &WhoPage, model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect) {
    let text = pen.text.who_page;
    let unread = model.directory.states.is_empty() && model.catalogue.is_none();
    let (what, how) = if unread {
        text.loading
    } else if page.is_debt() {
        text.debt.none
    } else if page.field.text().trim().is_empty() {
        text.empty
    } else {
        text.nothing
    };
    for (line, (words, role)) in [(what, Role::Title), (how, Role::Dim)].into_iter().enumerate() {
        let y = area.y + 1 + line as u16;
        if y < area.bottom() {
            let area = Rect { y, height: 1, ..area };
            draw_line(frame, area, Line::from(pen.own(format!("     {words}"), role)));
        }
    }
}

/// Columns of the list.
#[derive(Debug, Clone, Copy)]
struct Widths {
    /// Of the State; 0 where its code must do.
    name: usize,
    role: usize,
    authority: usize,
    languages: usize,
    open: usize,
    /// Of the debt list: the number or address.
    value: usize,
    verified: usize,
}

/// The mark and the code.
const FIXED: usize = 1 + 3;
/// `04:14 `.
const HOUR: usize = 6;

impl Widths {
    fn of(cols: usize, debt: bool) -> Self {
        let verified = 9;
        let (open, languages, value) = match cols {
            ..70 if debt => (0, 0, 19),
            70..100 if debt => (0, 0, 24),
            _ if debt => (0, 0, 36),
            ..90 => (7, 0, 0),
            _ => (7, 9, 0),
        };
        let (name, role) = match cols {
            ..70 => (0, 15),
            70..100 => (11, 15),
            100..130 => (20, 15),
            _ => (26, 36),
        };
        let hour = if debt { 0 } else { HOUR };
        let taken = FIXED + name + role + hour + open + languages + value + verified;
        let authority = cols.saturating_sub(taken);
        Self { name, role, authority, languages, open, value, verified }
    }
}

/// A cell of foreign text, filled to its width and a column apart from the next.
fn cell(text: &str, width: usize, role: Role, pen: &Pen<'_>) -> Span<'static> {
    let mut span = pen.foreign_within(text, width.saturating_sub(1), role);
    span.content = format::pad(&span.content, width).into();
    span
}

fn own_cell(text: &str, width: usize, role: Role, pen: &Pen<'_>) -> Span<'static> {
    let short = format::truncate(text, width.saturating_sub(1)).to_string();
    let mut span = pen.own(short, role);
    span.content = format::pad(&span.content, width).into();
    span
}

fn spans(
    row: &Row,
    widths: Widths,
    here: bool,
    model: &Model,
    pen: &Pen<'_>,
) -> Vec<Span<'static>> {
    let mark = if here { pen.symbols().cursor } else { " " };
    let state = super::state(model, row.state());
    let mut spans = vec![pen.own(mark, Role::Text), cell(row.state(), 3, Role::Title, pen)];
    match row {
        Row::State(state) => lone_state(&mut spans, state, widths, pen),
        Row::Contact(contact) => {
            who(&mut spans, contact, state, widths, pen);
            when(&mut spans, contact, widths, pen);
            let proofs = contact.channels.iter().filter(|c| c.standing == Standing::InUse);
            let proved = proofs.filter_map(|channel| channel.proved).max();
            spans.push(verified(proved, !contact.channels.is_empty(), widths.verified, model, pen));
        }
        Row::Owed(owed) => {
            who(&mut spans, &owed.contact, state, widths, pen);
            let channel = owed.contact.channels.get(owed.channel);
            let value = channel.map(channels::shown).unwrap_or_default();
            spans.push(cell(&value, widths.value, Role::Text, pen));
            spans.push(verified(owed.proved, true, widths.verified, model, pen));
        }
    }
    spans
}

fn lone_state(spans: &mut Vec<Span<'static>>, state: &StateView, widths: Widths, pen: &Pen<'_>) {
    let text = pen.text.who_page;
    let name = state.name.get(pen.lang());
    let room = widths.name + widths.role + widths.authority;
    if widths.name > 0 {
        spans.push(cell(name, widths.name + widths.role, Role::Text, pen));
        spans.push(own_cell(text.no_contact, widths.authority, Role::Dim, pen));
    } else {
        spans.push(cell(name, room, Role::Text, pen));
    }
    spans.push(clock(&state.zone, pen));
}

fn who(
    spans: &mut Vec<Span<'static>>,
    contact: &ContactView,
    state: Option<&Arc<StateView>>,
    widths: Widths,
    pen: &Pen<'_>,
) {
    if widths.name > 0 {
        let name = state.map_or("", |state| state.name.get(pen.lang()));
        spans.push(cell(name, widths.name, Role::Text, pen));
    }
    let first = contact.roles.first();
    let long = widths.role >= 30;
    let mut role = match first {
        Some(role) if long => pen.text.directory.role(*role).to_owned(),
        Some(role) => {
            let all = crate::domain::directory::Role::ALL;
            let at = all.iter().position(|known| known == role).unwrap_or_default();
            pen.text.who_page.roles_short.get(at).copied().unwrap_or_default().to_owned()
        }
        None => String::new(),
    };
    if contact.roles.len() > 1 && long {
        role = format!("{role} +{}", contact.roles.len() - 1);
    }
    spans.push(own_cell(&role, widths.role, Role::Text, pen));
    let doubtful = contact.known.confidence == Confidence::Low;
    let mut room = widths.authority;
    if doubtful {
        spans.push(pen.own(pen.symbols().assumed, Role::Assumed));
        room = room.saturating_sub(format::width(pen.symbols().assumed));
    }
    let full = contact.name.get(pen.lang());
    let acronym = contact.acronym.as_str();
    let shown = match (acronym.is_empty(), room > 34) {
        (true, _) => full.to_owned(),
        (false, true) => format!("{acronym}  {full}"),
        (false, false) => acronym.to_owned(),
    };
    let role = if doubtful { Role::Assumed } else { Role::Label };
    let mut span = pen.foreign_within(&shown, room.saturating_sub(1), role);
    let fill = room.saturating_sub(format::width(&span.content));
    if !doubtful {
        span.content = format::pad(&span.content, room).into();
        return spans.push(span);
    }
    spans.extend([span, Span::raw(" ".repeat(fill))]);
}

/// The hour there, whether they are open, and what they speak.
fn when(spans: &mut Vec<Span<'static>>, contact: &ContactView, widths: Widths, pen: &Pen<'_>) {
    spans.push(clock(&contact.zone, pen));
    let zones = |name: &str| pen.zones.get(name).cloned();
    let opening = contact.opening(pen.now, &zones);
    let role = match opening {
        Opening::Open { .. } => Role::Ok,
        Opening::Closed { .. } => Role::Warning,
        Opening::Unknown => Role::Dim,
    };
    let word = pen.text.directory.opening_word(&opening);
    spans.push(own_cell(word, widths.open, role, pen));
    if widths.languages > 0 {
        spans.push(cell(&contact.languages.join(" "), widths.languages, Role::Dim, pen));
    }
}

fn clock(zone: &str, pen: &Pen<'_>) -> Span<'static> {
    match pen.zones.get(zone) {
        Some(zone) => pen.own(format!("{} ", format::clock_time(pen.now, zone)), Role::Text),
        None => Span::raw(" ".repeat(HOUR)),
    }
}

/// `✓ 12 d`, `! 201 d`, `never`; nothing where there is nothing to verify.
fn verified(
    proved: Option<jiff::Timestamp>,
    channels: bool,
    width: usize,
    model: &Model,
    pen: &Pen<'_>,
) -> Span<'static> {
    let Some(at) = proved else {
        let (word, role) =
            if channels { (pen.text.who_page.never, Role::Warning) } else { ("", Role::Dim) };
        return own_cell(word, width, role, pen);
    };
    let age = pen.now.duration_since(at);
    let old = age.as_hours() > 24 * i64::from(model.rules.verify_days);
    let (mark, role) = match old {
        true => (pen.symbols().warning, Role::Warning),
        false => (pen.symbols().check, Role::Ok),
    };
    own_cell(&format!("{mark} {}", format::age(age.as_secs(), pen.lang())), width, role, pen)
}

/// Hours of the directory with the reader's names of days.
pub fn hours(stored: &str, pen: &Pen<'_>) -> String {
    let own = &pen.text.format.days;
    let mut text = stored.to_owned();
    for (name, own) in format::EN.days.iter().zip(own) {
        text = text.replace(name, own);
    }
    text
}

/// Whether a day belongs to a weekend such as `Sat-Sun`, `Fri-Sat`, `Fri`.
pub fn is_weekend(weekend: &str, day: Weekday) -> bool {
    let place = |name: &str| format::EN.days.iter().position(|known| *known == name.trim());
    let (first, last) = weekend.split_once('-').unwrap_or((weekend, weekend));
    let (Some(first), Some(last)) = (place(first), place(last)) else { return false };
    let day = usize::try_from(day.to_monday_zero_offset()).unwrap_or_default();
    let (length, since) = ((last + 7 - first) % 7, (day + 7 - first) % 7);
    since <= length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_differ() {
        for (weekend, day, expected) in [
            ("Sat-Sun", Weekday::Sunday, true),
            ("Sat-Sun", Weekday::Friday, false),
            ("Fri-Sat", Weekday::Saturday, true),
            ("Fri", Weekday::Friday, true),
            ("Fri", Weekday::Saturday, false),
            ("", Weekday::Friday, false),
            ("every day", Weekday::Friday, false),
        ] {
            assert_eq!(is_weekend(weekend, day), expected, "{weekend} {day:?}");
        }
    }

    #[test]
    fn regions_fill_the_body() {
        for height in 0..60 {
            let areas = areas(Rect::new(0, 2, 80, height), usize::from(height / 3));
            assert_eq!(areas.query.height + areas.rows.height + areas.card.height, height);
            assert_eq!(areas.card.bottom(), 2 + height);
            assert!(height < 4 || areas.rows.height >= 3);
        }
    }
}
