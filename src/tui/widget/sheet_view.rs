//! How a sheet looks: label, value, and below the entry in focus its hint or suggestions.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::sheet::{Choice, Entry, Remark, SUGGESTIONS, Sheet, Take};
use super::{draw_line, put_cursor, wrapped};
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::pen::Pen;

const BLOCK_LINES: usize = 6;
const REMARK_LINES: usize = 3;

/// Lines of a sheet, and where the cursor stands in them.
pub struct Drawn {
    pub lines: Vec<Line<'static>>,
    pub cursor: Option<(usize, usize)>,
    /// The line on which the entry in focus begins.
    pub focus: usize,
}

pub fn lines(sheet: &Sheet, cols: usize, pen: &Pen<'_>) -> Drawn {
    let labels = sheet.entries.iter().map(|e| format::width(&e.label)).max().unwrap_or_default();
    let indent = labels.min(cols / 3) + 4;
    let room = cols.saturating_sub(indent + 1).max(1);
    let mut drawn = Drawn { lines: Vec::new(), cursor: None, focus: 0 };
    for (at, entry) in sheet.entries.iter().enumerate() {
        let focused = at == sheet.focus;
        if focused {
            drawn.focus = drawn.lines.len();
        }
        let (values, cursor) = value(entry, focused, room, pen);
        if let Some((x, y)) = cursor.filter(|_| focused) {
            drawn.cursor = Some((indent + x, drawn.lines.len() + y));
        }
        for (line, value) in values.into_iter().enumerate() {
            let mut spans = lead(entry, focused, line == 0, indent, pen);
            spans.extend(value);
            drawn.lines.push(Line::from(spans));
        }
        for below in below(entry, focused, room, pen) {
            let mut spans = vec![Span::raw(" ".repeat(indent))];
            spans.extend(below);
            drawn.lines.push(Line::from(spans));
        }
    }
    drawn
}

fn lead(
    entry: &Entry,
    focused: bool,
    first: bool,
    indent: usize,
    pen: &Pen<'_>,
) -> Vec<Span<'static>> {
    if !first {
        return vec![Span::raw(" ".repeat(indent))];
    }
    let mark = if focused { pen.symbols().cursor } else { " " };
    let need = if entry.required && entry.value().is_empty() { "*" } else { " " };
    let role = if focused { Role::Title } else { Role::Label };
    let label = pen.foreign_within(&entry.label, indent - 4, role);
    let fill = (indent - 4).saturating_sub(format::width(&label.content));
    vec![
        pen.own(mark, Role::Text),
        pen.own(need, Role::Warning),
        label,
        Span::raw(" ".repeat(fill + 2)),
    ]
}

type Values = (Vec<Vec<Span<'static>>>, Option<(usize, usize)>);

fn value(entry: &Entry, focused: bool, room: usize, pen: &Pen<'_>) -> Values {
    let role = if focused { Role::Input } else { Role::Text };
    match &entry.take {
        Take::Line(field) | Take::Find { field, .. } => {
            if !focused {
                return (vec![vec![pen.foreign_within(field.text(), room, role)]], None);
            }
            let (text, at) = field.window(room);
            let fill = room.saturating_sub(format::width(&text));
            let line = format!("{text}{}", " ".repeat(fill));
            (vec![vec![Span::styled(line, pen.style(role))]], Some((at, 0)))
        }
        Take::Block(field) => {
            let (lines, (x, y)) = field.wrapped(room);
            let skip = (y + 1).saturating_sub(BLOCK_LINES);
            let mut shown: Vec<Vec<Span<'static>>> = lines
                .into_iter()
                .skip(skip)
                .take(BLOCK_LINES)
                .map(|line| {
                    let fill = room.saturating_sub(format::width(&line));
                    let line = format!("{line}{}", " ".repeat(if focused { fill } else { 0 }));
                    vec![Span::styled(line, pen.style(role))]
                })
                .collect();
            while focused && shown.len() < 3 {
                shown.push(vec![Span::styled(" ".repeat(room), pen.style(role))]);
            }
            (shown, Some((x.min(room), y - skip)))
        }
        Take::One(choices, at) => (vec![one(choices, *at, focused, room, pen)], Some((0, 0))),
    }
}

/// All choices with the chosen one marked, or only the chosen one where they do not fit.
fn one(
    choices: &[Choice],
    at: usize,
    focused: bool,
    room: usize,
    pen: &Pen<'_>,
) -> Vec<Span<'static>> {
    let all: usize = choices.iter().map(|c| format::width(&c.label) + 3).sum();
    let chosen = if focused { Role::Selection } else { Role::Title };
    if !focused || all > room {
        let label = choices.get(at).map_or("", |c| c.label.as_str());
        let mut spans = vec![pen.foreign_within(label, room.saturating_sub(8), chosen)];
        if focused {
            spans.push(pen.own(format!("  {}/{}", at + 1, choices.len()), Role::Dim));
        }
        return spans;
    }
    let mut spans = Vec::new();
    for (i, choice) in choices.iter().enumerate() {
        let role = if i == at { chosen } else { Role::Dim };
        // Brackets, so that the choice is seen without any style.
        let (open, close) = if i == at { ("[", "]") } else { (" ", " ") };
        spans.push(pen.own(open, role));
        spans.push(pen.foreign(&choice.label, role));
        spans.push(pen.own(close, role));
        spans.push(Span::raw(" "));
    }
    spans
}

fn below(entry: &Entry, focused: bool, room: usize, pen: &Pen<'_>) -> Vec<Vec<Span<'static>>> {
    let mut lines = Vec::new();
    match &entry.remark {
        Some(Remark::Bad(text)) => {
            let said = format!("{} {text}", pen.symbols().warning);
            lines.extend(remark(&said, room, Role::Error, pen));
        }
        Some(Remark::Good(text)) => lines.extend(remark(text, room, Role::Ok, pen)),
        None => {}
    }
    if !focused {
        return lines;
    }
    if let Take::Find { cursor, field, chosen: None, .. } = &entry.take
        && !field.text().is_empty()
    {
        let found = entry.suggestions();
        if found.is_empty() {
            lines.push(vec![pen.own(pen.text.desk.dialog.nothing_found, Role::Warning)]);
        }
        let top = (cursor + 1).saturating_sub(SUGGESTIONS);
        for (at, choice) in found.iter().enumerate().skip(top).take(SUGGESTIONS) {
            let here = at == *cursor;
            let role = if here { Role::Selection } else { Role::Text };
            let mark = if here { pen.symbols().cursor } else { " " };
            lines.push(vec![
                pen.own(mark, Role::Text),
                pen.foreign_within(&choice.label, room.saturating_sub(1), role),
            ]);
        }
    } else if lines.is_empty() && !entry.hint.is_empty() {
        lines.push(vec![pen.foreign_within(&entry.hint, room, Role::Dim)]);
    }
    lines
}

fn remark(text: &str, room: usize, role: Role, pen: &Pen<'_>) -> Vec<Vec<Span<'static>>> {
    let lines = wrapped(&pen.clean_block(text), room, pen);
    lines.into_iter().take(REMARK_LINES).map(|line| vec![pen.own(line, role)]).collect()
}

/// Draws the sheet into an area, scrolled so that the focus is in sight.
pub fn draw(sheet: &Sheet, frame: &mut Frame, area: Rect, pen: &Pen<'_>) {
    let drawn = lines(sheet, usize::from(area.width), pen);
    let height = usize::from(area.height);
    let wanted = drawn.focus + SUGGESTIONS + 2;
    let top = if drawn.lines.len() <= height {
        0
    } else {
        wanted.min(drawn.lines.len()).saturating_sub(height).min(drawn.focus)
    };
    for (at, line) in drawn.lines.into_iter().skip(top).take(height).enumerate() {
        let place = Rect { y: area.y + at as u16, height: 1, ..area };
        draw_line(frame, place, line);
    }
    if let Some((x, y)) = drawn.cursor
        && y >= top
        && y - top < height
        && x < usize::from(area.width)
    {
        put_cursor(frame, area.x + x as u16, area.y + (y - top) as u16, true);
    }
}
