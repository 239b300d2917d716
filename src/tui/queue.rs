//! Columns of the queue: which fit, how wide, and what stands in them. Marks, time left and our
//! reference never drop.

use jiff::Timestamp;
use ratatui::text::Span;

use super::colour::Role;
use super::pen::Pen;
use crate::domain::catalogue::{Ball, ClockClass, Urgency};
use crate::domain::clock::ClockState;
use crate::domain::{Direction, Lang};
use crate::text::desk::Columns;
use crate::text::format;
use crate::view::{ClockView, RequestView};

/// Less than this is soon.
const SOON_SECONDS: i64 = 3_600;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Left,
    Clock,
    Kind,
    Partner,
    Reference,
    State,
    Owner,
    Next,
}

/// In the order in which they stand.
const ORDER: [Column; 8] = [
    Column::Left,
    Column::Clock,
    Column::Kind,
    Column::Partner,
    Column::Reference,
    Column::State,
    Column::Owner,
    Column::Next,
];

/// The last to come is the first to drop; the first three never do.
const KEPT: [Column; 8] = [
    Column::Left,
    Column::Reference,
    Column::Partner,
    Column::Clock,
    Column::Kind,
    Column::Owner,
    Column::State,
    Column::Next,
];

/// Columns beyond the smallest widths that clock and kind take to be read with ease.
const EASE: usize = 9;

/// Where the columns that are left over go, one wish after the other.
const GROWTH: [(Column, usize); 10] = [
    (Column::Clock, 15),
    (Column::Kind, 20),
    (Column::State, 12),
    (Column::Next, 18),
    (Column::Clock, 22),
    (Column::Partner, 20),
    (Column::State, 20),
    (Column::Next, 36),
    (Column::Clock, 26),
    (Column::Owner, 12),
];
const PARTNER_NAME: usize = 14;

/// Columns of the cursor and the four marks before the first column.
pub const MARKS: usize = 5;

/// Widths that follow from what is in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widths {
    pub left: usize,
    pub reference: usize,
}

impl Default for Widths {
    fn default() -> Self {
        Self { left: 7, reference: 15 }
    }
}

impl Widths {
    pub fn of<'a>(
        views: impl Iterator<Item = &'a RequestView>,
        now: Timestamp,
        lang: Lang,
    ) -> Self {
        let mut widths = Self::default();
        for view in views {
            widths.left = widths.left.max(format::width(&left_text(view, now, lang)));
            widths.reference = widths.reference.max(view.id.len().min(20));
        }
        widths
    }
}

/// The columns that fit into `cols`, each with its width.
pub fn columns(cols: usize, widths: Widths) -> Vec<(Column, usize)> {
    let smallest = |column: Column| match column {
        Column::Left => widths.left,
        Column::Reference => widths.reference,
        Column::Partner => 4,
        Column::Clock => 9,
        Column::Kind => 12,
        Column::Owner => 5,
        Column::State => 9,
        Column::Next => 12,
    };
    let mut kept: Vec<(Column, usize)> = Vec::new();
    let mut used = MARKS;
    for (place, column) in KEPT.into_iter().enumerate() {
        let wanted = smallest(column) + 1;
        // The last columns come only when the clock and the kind before them can be read.
        let ease = if matches!(column, Column::State | Column::Next) { EASE } else { 0 };
        if place > 2 && used + wanted + ease > cols + 1 {
            break;
        }
        used += wanted;
        kept.push((column, smallest(column)));
    }
    let mut spare = (cols + 1).saturating_sub(used);
    for (column, wanted) in GROWTH {
        if let Some((_, width)) = kept.iter_mut().find(|(c, _)| *c == column) {
            let more = wanted.saturating_sub(*width).min(spare);
            // A partner's name cut in half says less than the code alone.
            if column == Column::Partner && *width + more < PARTNER_NAME {
                continue;
            }
            *width += more;
            spare -= more;
        }
    }
    ORDER.into_iter().filter_map(|c| kept.iter().find(|(k, _)| *k == c).copied()).collect()
}

pub fn heading(column: Column, width: usize, text: &Columns) -> &'static str {
    match column {
        Column::Partner if width < 10 => text.with,
        Column::Left => text.left,
        Column::Clock => text.clock,
        Column::Kind => text.kind,
        Column::Partner => text.partner,
        Column::Reference => text.reference,
        Column::State => text.state,
        Column::Owner => text.owner,
        Column::Next => text.next,
    }
}

/// `T-05:12`, `LATE +00:22`; a dash where no clock has an end.
pub fn left_text(view: &RequestView, now: Timestamp, lang: Lang) -> String {
    match view.next_clock(now).and_then(|clock| clock.at(now).left) {
        Some(left) => format::left(left.as_secs(), lang),
        None => "-".to_owned(),
    }
}

/// The cursor and the marks: `!` late, `L` legal, `~` assumed, `‖` paused.
pub fn marks(view: &RequestView, pen: &Pen<'_>, cursor: bool) -> Vec<Span<'static>> {
    let symbols = pen.symbols();
    let clock = view.next_clock(pen.now);
    let late = view.is_late(pen.now);
    let legal = clock.is_some_and(|c| c.class == ClockClass::Legal);
    let assumed = clock.is_some_and(|c| c.assumed);
    let paused = clock.is_some_and(|c| c.at(pen.now).state == ClockState::Paused);
    let mark = |on: bool, sign: &'static str, role| match on {
        true => pen.own(sign, role),
        false => pen.own(" ", Role::Text),
    };
    let third = if paused {
        mark(true, symbols.paused, Role::Paused)
    } else {
        mark(assumed, symbols.assumed, Role::Assumed)
    };
    vec![
        mark(cursor, symbols.cursor, Role::Text),
        mark(late, symbols.late, Role::Late),
        mark(legal, symbols.legal, Role::Legal),
        third,
        pen.own(" ", Role::Text),
    ]
}

/// How the time left is coloured; the words say the same.
pub fn left_role(clock: Option<&ClockView>, now: Timestamp) -> Role {
    let Some(reading) = clock.map(|clock| clock.at(now)) else { return Role::Dim };
    match reading.state {
        ClockState::Late => Role::Late,
        ClockState::Paused => Role::Paused,
        _ if reading.left.is_some_and(|left| left.as_secs() < SOON_SECONDS) => Role::Soon,
        _ => Role::Text,
    }
}

/// What stands in a column, exactly as wide as it.
pub fn cell(column: Column, width: usize, view: &RequestView, pen: &Pen<'_>) -> Span<'static> {
    let lang = pen.lang();
    let clock = view.next_clock(pen.now);
    let (text, role) = match column {
        Column::Left => (left_text(view, pen.now, lang), left_role(clock, pen.now)),
        Column::Clock => {
            (clock.map_or("-".to_owned(), |c| c.name.get(lang).to_owned()), Role::Text)
        }
        Column::Kind => (view.kind_short.get(lang).to_owned(), Role::Text),
        Column::Partner => (partner(view, pen, width), Role::Text),
        Column::Reference => (view.id.clone(), Role::Text),
        Column::State => (view.state_name.get(lang).to_owned(), Role::Text),
        Column::Owner => owner(view, pen),
        Column::Next => next_act(view, pen),
    };
    let shown = pen.foreign_within(&text, width, role);
    let fill = width.saturating_sub(format::width(&shown.content));
    let content = format!("{}{}", shown.content, " ".repeat(fill));
    Span::styled(content, shown.style)
}

/// `FR →` or, with room, `in  FR France`.
fn partner(view: &RequestView, pen: &Pen<'_>, width: usize) -> String {
    let symbols = pen.symbols();
    let arrow = match view.direction {
        Direction::In => symbols.into,
        Direction::Out => symbols.out,
        Direction::Internal => symbols.dot,
    };
    if width < 10 {
        return format!("{} {arrow}", view.partner);
    }
    format!("{arrow} {} {}", view.partner, view.partner_name.get(pen.lang()))
}

fn owner(view: &RequestView, pen: &Pen<'_>) -> (String, Role) {
    if view.owners.is_empty() {
        return (pen.symbols().dash.to_owned(), Role::Dim);
    }
    let names: Vec<String> = view.owners.iter().map(|name| initials(name)).collect();
    (names.join("+"), Role::Text)
}

/// `S. Alaoui` → `SA`; a single word stays.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split([' ', '.']).filter(|w| !w.is_empty()).collect();
    match words.len() {
        0 | 1 => name.to_owned(),
        _ => words.iter().filter_map(|w| w.chars().next()).collect(),
    }
}

/// The act that the clock asks for where it is ours to act, else whom we wait for.
pub fn next_act(view: &RequestView, pen: &Pen<'_>) -> (String, Role) {
    let words = &pen.text.desk.words;
    let lang = pen.lang();
    let waits = |whom: &str| (format!("{}{}{whom}", words.wait, words.colon), Role::Dim);
    match view.ball {
        Ball::Us => {
            let act = view.next_clock(pen.now).map(|clock| clock.act.get(lang)).unwrap_or_default();
            let step = view.next_steps.first().map(|step| step.act.get(lang)).unwrap_or_default();
            let said = if act.is_empty() { step } else { act };
            (said.to_owned(), Role::Text)
        }
        Ball::Partner => waits(words.partner),
        Ball::Provider => waits(words.provider),
        Ball::Authority => waits(words.authority),
        Ball::Nobody => (String::new(), Role::Dim),
    }
}

pub fn direction(direction: Direction, pen: &Pen<'_>) -> &'static str {
    let words = &pen.text.desk.words;
    match direction {
        Direction::In => words.incoming,
        Direction::Out => words.outgoing,
        Direction::Internal => words.domestic,
    }
}

pub fn urgency(urgency: Urgency, pen: &Pen<'_>) -> &'static str {
    let words = &pen.text.desk.words;
    match urgency {
        Urgency::Emergency => words.emergency,
        Urgency::Urgent => words.urgent,
        Urgency::Routine => words.routine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_and_reference_stay_at_every_width() {
        for cols in 0..260 {
            let columns = columns(cols, Widths::default());
            for kept in [Column::Left, Column::Reference] {
                assert!(columns.iter().any(|(column, _)| *column == kept), "{cols}");
            }
            let used: usize = MARKS + columns.iter().map(|(_, w)| w + 1).sum::<usize>();
            assert!(cols < 40 || used <= cols + 1, "{cols}: {columns:?}");
        }
    }

    #[test]
    fn a_wide_screen_shows_every_column() {
        assert_eq!(columns(120, Widths { left: 15, reference: 15 }).len(), 8);
        assert!(columns(80, Widths { left: 15, reference: 15 }).len() >= 6);
    }

    #[test]
    fn names_are_shortened_to_initials() {
        assert_eq!(initials("S. Alaoui"), "SA");
        assert_eq!(initials("night"), "night");
        assert_eq!(initials(""), "");
    }
}
