//! The pane below the queue: what an officer must know of the selected request at a glance. Short on
//! purpose, since every step through the list draws it anew.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::Direction;
use crate::domain::check::Level;
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::pen::Pen;
use crate::tui::queue;
use crate::tui::screen::partner;
use crate::tui::widget::{boxed, width_of};
use crate::view::{ClockView, IdentifierView, RequestView};

const CLOCKS: usize = 3;
const IDENTIFIERS: usize = 2;

pub fn draw(view: &RequestView, pen: &Pen<'_>, frame: &mut Frame, area: Rect) {
    let inside = boxed::draw(frame, area, title(view, pen), false, pen);
    let cols = usize::from(inside.width);
    let lines = [
        with_card(view, pen, cols),
        summary_line(view, pen, cols),
        clocks_line(view, pen, cols),
        identifiers_line(view, pen, cols),
        checks_line(view, pen, cols),
        last_line(view, pen, cols),
    ];
    let shown: Vec<Line<'static>> = lines.into_iter().map(Line::from).collect();
    boxed::lines(frame, inside, &shown, 0);
}

/// Reference, kind, direction, marking and handling: what must be in sight whatever is shown below.
pub fn title(view: &RequestView, pen: &Pen<'_>) -> Vec<Span<'static>> {
    let dash = pen.symbols().dash;
    let mut spans =
        vec![pen.foreign(&view.id, Role::Title), pen.own(format!(" {dash} "), Role::Dim)];
    // Of one width, so that the border behind it stays as it is from request to request.
    let kind =
        format!("{}, {}", view.kind_short.get(pen.lang()), queue::direction(view.direction, pen));
    spans.push(pen.foreign(&format::pad(&format::truncate(&kind, 24), 24), Role::Text));
    spans.push(pen.own(format!(" {dash} "), Role::Dim));
    spans.push(pen.own("TLP:", Role::Tlp));
    spans.push(pen.foreign(&view.marking, Role::Tlp));
    if !view.handling.is_empty() {
        spans.push(pen.own(format!(" {} ", pen.symbols().dot), Role::Dim));
        spans.push(pen.foreign(&view.handling, Role::Tlp));
    }
    spans
}

fn label(text: &'static str, pen: &Pen<'_>) -> Span<'static> {
    pen.own(format!("{}  ", format::pad(text, 12)), Role::Dim)
}

fn dot(pen: &Pen<'_>) -> Span<'static> {
    pen.own(format!(" {} ", pen.symbols().dot), Role::Dim)
}

/// The partner and, where there is room, its contact.
fn with_card(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Span<'static>> {
    let mut spans = partner_line(view, pen);
    partner::extend(&mut spans, view, pen, cols);
    spans
}

pub fn partner_line(view: &RequestView, pen: &Pen<'_>) -> Vec<Span<'static>> {
    let text = &pen.text.desk.page;
    let side = if view.direction == Direction::Out { text.to } else { text.from };
    let mut spans = vec![label(side, pen)];
    if view.partner.is_empty() {
        spans.push(pen.own(queue::direction(view.direction, pen), Role::Text));
    } else {
        spans.push(pen.foreign(&view.partner, Role::Title));
        spans.push(Span::raw(" "));
        spans.push(pen.foreign_within(view.partner_name.get(pen.lang()), 30, Role::Text));
    }
    if let Some(time) = partner_time(view, pen) {
        spans.push(dot(pen));
        spans.push(pen.own((text.partner_time)(&time), Role::Text));
    }
    if !view.their_ref.is_empty() {
        spans.push(dot(pen));
        spans.push(pen.own(format!("{} ", text.their_ref), Role::Dim));
        spans.push(pen.foreign_within(&view.their_ref, 24, Role::Text));
    }
    spans
}

/// The hour at the partner's capital: nobody likes to be called for nothing at four in the morning.
fn partner_time(view: &RequestView, pen: &Pen<'_>) -> Option<String> {
    let zone = pen.zones.get(&view.partner_zone)?;
    Some(format::clock_time(pen.now, zone))
}

fn summary_line(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Span<'static>> {
    vec![
        label(pen.text.desk.page.summary, pen),
        pen.foreign_within(&view.summary, cols.saturating_sub(14), Role::Text),
    ]
}

fn clocks_line(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Span<'static>> {
    let mut spans = vec![label(pen.text.desk.page.clocks, pen)];
    for (at, clock) in view.open_clocks().into_iter().take(CLOCKS).enumerate() {
        let mut more = if at > 0 { vec![dot(pen)] } else { Vec::new() };
        more.extend(clock_spans(clock, pen));
        if width_of(&spans) + width_of(&more) > cols {
            break;
        }
        spans.extend(more);
    }
    spans
}

/// `acknowledge LATE +00:22`, with `~` where the end is assumed.
pub fn clock_spans(clock: &ClockView, pen: &Pen<'_>) -> Vec<Span<'static>> {
    let reading = clock.at(pen.now);
    let role = queue::left_role(Some(clock), pen.now);
    let mut spans = vec![pen.foreign(clock.name.get(pen.lang()), Role::Text), Span::raw(" ")];
    if clock.assumed {
        spans.push(pen.own(pen.symbols().assumed, Role::Assumed));
    }
    if reading.state == crate::domain::clock::ClockState::Paused {
        spans.push(pen.own(pen.symbols().paused, Role::Paused));
    }
    if let Some(left) = reading.left {
        spans.push(pen.own(format::left(left.as_secs(), pen.lang()), role));
    }
    spans
}

fn identifiers_line(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Span<'static>> {
    let text = &pen.text.desk.page;
    let mut spans = vec![label(text.identifiers, pen)];
    if view.identifiers.is_empty() {
        spans.push(pen.own(text.no_identifiers, Role::Dim));
    }
    for (at, identifier) in view.identifiers.iter().take(IDENTIFIERS).enumerate() {
        let mut more = if at > 0 { vec![dot(pen)] } else { Vec::new() };
        more.extend(identifier_spans(identifier, pen));
        if width_of(&spans) + width_of(&more) > cols && at > 0 {
            break;
        }
        spans.extend(more);
    }
    spans
}

/// `ip 198.51.100.7:51122 2026-11-21 02:31:07 UTC`.
pub fn identifier_spans(identifier: &IdentifierView, pen: &Pen<'_>) -> Vec<Span<'static>> {
    let words = &pen.text.desk.words;
    let kinds = crate::domain::IdentifierKind::ALL;
    let index = kinds.iter().position(|kind| *kind == identifier.kind).unwrap_or_default();
    let kind = words.identifiers.get(index).copied().unwrap_or_default();
    let mut spans = vec![pen.own(format!("{kind} "), Role::Dim)];
    if let Some(platform) = &identifier.platform {
        spans.push(pen.foreign_within(&format!("{platform} "), 20, Role::Text));
    }
    spans.push(pen.foreign_within(&identifier.value, 60, Role::Text));
    if let Some(port) = identifier.port {
        spans.push(pen.own(format!(" {} {port}", words.port), Role::Text));
    }
    match (identifier.at, &identifier.time_text) {
        (Some(at), _) => spans.push(pen.own(format!(" {}", format::instant_utc(at)), Role::Text)),
        (None, Some(text)) => {
            spans.push(pen.foreign_within(&format!(" {text}"), 30, Role::Warning))
        }
        (None, None) => {}
    }
    spans
}

/// The open checks by level, the worst first, each code once: `stops IP05 TM01 · warning E02 R16`.
fn checks_line(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Span<'static>> {
    let text = &pen.text.desk.page;
    let mut spans = vec![label(text.checks, pen)];
    for of in [Level::Block, Level::Warn, Level::Info] {
        let open = view.checks.iter().filter(|check| check.aside.is_none() && check.level == of);
        let mut codes: Vec<&str> = open.map(|check| check.code.as_str()).collect();
        codes.dedup();
        if codes.is_empty() {
            continue;
        }
        if spans.len() > 1 {
            spans.push(dot(pen));
        }
        let room = cols.saturating_sub(width_of(&spans));
        let role = if of == Level::Block { Role::Error } else { Role::Warning };
        let said = format!("{} {}", level(of, pen), codes.join(" "));
        spans.push(pen.foreign_within(&said, room, role));
    }
    if spans.len() == 1 {
        spans.push(pen.own(text.checks_clean, Role::Ok));
    }
    spans
}

pub fn level(level: Level, pen: &Pen<'_>) -> &'static str {
    let words = &pen.text.desk.words;
    match level {
        Level::Block => words.block,
        Level::Warn => words.warn,
        Level::Info => words.info,
    }
}

/// The last thing that happened.
fn last_line(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Span<'static>> {
    let Some(moment) = view.timeline.last() else { return Vec::new() };
    let said = format!(
        "{} {} ({})",
        super::request::moment_word(&moment.what, pen),
        super::request::said(moment, view, pen),
        moment.by
    );
    vec![
        pen.own(format!("{}  ", format::pad(&pen.time_near(moment.at), 12)), Role::Dim),
        pen.foreign_within(&said, cols.saturating_sub(14), Role::Text),
    ]
}
