//! What happened, newest last, with gaps drawn. Notes that the partner may read and notes that never
//! leave the desk differ in word and border.

use jiff::{SignedDuration, Timestamp};
use ratatui::text::{Line, Span};

use super::standing::heading;
use crate::domain::Audience;
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::pen::Pen;
use crate::tui::queue::initials;
use crate::tui::widget::wrapped;
use crate::view::{MomentView, RequestView};

/// Longer than this without an act is drawn.
const GAP: SignedDuration = SignedDuration::from_hours(1);

pub fn lines(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut before: Option<Timestamp> = None;
    let times = view.timeline.iter().map(|moment| pen.time_near(moment.at).chars().count());
    let times = times.max().unwrap_or_default();
    for moment in &view.timeline {
        lines.extend(gap(before, moment.at, pen));
        lines.extend(moment_lines(moment, view, pen, cols, times));
        before = Some(before.map_or(moment.at, |at| at.max(moment.at)));
    }
    if !view.closed {
        lines.extend(gap(before, pen.now, pen));
    }
    if !view.set_aside.is_empty() {
        lines.push(heading(pen.text.desk.page.not_counted, pen));
    }
    for aside in &view.set_aside {
        let text = &pen.text.desk.page;
        let why = if aside.waiting { text.waits } else { text.refused };
        lines.push(Line::from(vec![
            pen.own(format!("{} ", pen.time_near(aside.at)), Role::Dim),
            pen.foreign(&format!("{} ({})", aside.to, aside.by), Role::Warning),
            pen.own(format!(": {why}"), Role::Dim),
        ]));
    }
    lines
}

fn gap(before: Option<Timestamp>, at: Timestamp, pen: &Pen<'_>) -> Option<Line<'static>> {
    let length = at.duration_since(before?);
    if length < GAP {
        return None;
    }
    // Whole minutes, so that the line stands still while a second passes.
    let length = SignedDuration::from_secs(length.as_secs() / 60 * 60);
    let words = format::duration_words(length, pen.lang());
    let dash = if pen.symbols().unicode { "──" } else { "--" };
    let said = (pen.text.desk.page.gap)(&words);
    Some(Line::from(pen.own(format!("       {dash} {said} {dash}"), Role::Dim)))
}

fn moment_lines(
    moment: &MomentView,
    view: &RequestView,
    pen: &Pen<'_>,
    cols: usize,
    times: usize,
) -> Vec<Line<'static>> {
    let mut head = vec![
        pen.own(format!("{:>times$} ", pen.time_near(moment.at)), Role::Dim),
        pen.foreign_within(&initials(&moment.by), 12, Role::Label),
        Span::raw(" "),
    ];
    let said = pen.clean_block(&said(moment, view, pen));
    if let Some(audience) = moment.audience {
        return note_lines(audience, head, &said, moment, pen, cols);
    }
    head.push(pen.own(moment_word(&moment.what, pen), Role::Text));
    head.push(Span::raw(" "));
    let indent = crate::tui::widget::width_of(&head);
    let mut parts = wrapped(&said, cols.saturating_sub(indent), pen).into_iter();
    head.push(pen.own(parts.next().unwrap_or_default(), Role::Text));
    if let Some(why) = &moment.struck {
        head.push(pen.own(format!(" {}", (pen.text.desk.page.struck)(&pen.clean(why))), Role::Dim));
    }
    let rest = parts
        .map(|part| Line::from(vec![Span::raw(" ".repeat(indent)), pen.own(part, Role::Text)]));
    std::iter::once(Line::from(head)).chain(rest).collect()
}

/// Keys of fields and ids of clocks become the words that the page uses for them.
pub fn said(moment: &MomentView, view: &RequestView, pen: &Pen<'_>) -> String {
    let text = moment.text.get(pen.lang());
    let clock = |id: &str| view.clocks.iter().find(|clock| clock.id == id);
    match (moment.what.as_str(), text.split_once(": ")) {
        ("set", _) => {}
        ("called", _) => return crate::text::call::line(text, pen.text.directory),
        ("paused", Some((id, why))) => {
            let name = clock(id).map_or(id, |clock| clock.name.get(pen.lang()));
            return format!("{name}{}{why}", pen.text.desk.words.colon);
        }
        ("resumed", _) => {
            return clock(text).map_or(text, |clock| clock.name.get(pen.lang())).to_owned();
        }
        _ => return text.to_owned(),
    }
    view.fields.iter().fold(text.to_owned(), |text, field| {
        let key = format!("{}=", field.key);
        match text.strip_prefix(&key) {
            Some(rest) => format!("{} = {rest}", field.label.get(pen.lang())),
            None => text,
        }
    })
}

fn note_lines(
    audience: Audience,
    mut head: Vec<Span<'static>>,
    said: &str,
    moment: &MomentView,
    pen: &Pen<'_>,
    cols: usize,
) -> Vec<Line<'static>> {
    let text = &pen.text.desk.page;
    let unicode = pen.symbols().unicode;
    let (word, border, role) = match audience {
        Audience::Internal => (text.internal_note, if unicode { "┊" } else { ":" }, Role::Internal),
        Audience::Partner => (text.partner_note, if unicode { "║" } else { "#" }, Role::Visible),
        Audience::Source => (text.source_note, if unicode { "│" } else { "|" }, Role::Label),
    };
    head.push(pen.own(word, role));
    if let Some(why) = &moment.struck {
        head.push(pen.own(format!(" {}", (text.struck)(&pen.clean(why))), Role::Dim));
    }
    let mut lines = vec![Line::from(head)];
    for part in wrapped(said, cols.saturating_sub(9), pen) {
        lines.push(Line::from(vec![
            Span::raw("       "),
            pen.own(border, role),
            Span::raw(" "),
            pen.own(part, Role::Text),
        ]));
    }
    lines
}

/// The word for what an entry did.
pub fn moment_word(what: &str, pen: &Pen<'_>) -> &'static str {
    let words = &pen.text.desk.moments;
    match what {
        "opened" => words.opened,
        "set" => words.set,
        "step" => words.step,
        "undo" => words.undo,
        "note" => words.note,
        "identifier" => words.identifier,
        "identifier_removed" => words.identifier_removed,
        "attached" => words.attached,
        "paused" => words.paused,
        "resumed" => words.resumed,
        "overridden" => words.overridden,
        "linked" => words.linked,
        "struck" => words.struck,
        "called" => words.called,
        _ => words.unknown,
    }
}
