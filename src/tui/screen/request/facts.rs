//! Facts of the request in the order of its form, each doubtful one with its checks.

use ratatui::text::{Line, Span};

use super::standing::heading;
use crate::domain::catalogue::FieldType;
use crate::domain::check::Level;
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::pen::Pen;
use crate::tui::screen::{detail, partner};
use crate::tui::widget::wrapped;
use crate::view::{ConflictView, FieldView, RequestView};

/// Common fields that the head of the page says already.
const SAID_ABOVE: [&str; 3] = ["partner", "owner", "summary"];

pub fn lines(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let text = &pen.text.desk.page;
    let mut lines = vec![Line::from(detail::partner_line(view, pen))];
    lines.extend(partner::lines(view, pen, cols));
    if !view.aliases.is_empty() {
        let said = format!("{}  {}", text.also_known, view.aliases.join(", "));
        lines.push(Line::from(pen.foreign_within(&said, cols, Role::Warning)));
    }
    for line in wrapped(&pen.clean_block(&view.summary), cols, pen) {
        lines.push(Line::from(pen.own(line, Role::Title)));
    }
    lines.push(Line::default());
    lines.extend(view.conflicts.iter().flat_map(|c| conflict(c, view, pen)));
    lines.extend(identifiers(view, pen));
    let labels = label_width(view, pen, cols);
    for field in view.fields.iter().filter(|f| !SAID_ABOVE.contains(&f.key.as_str())) {
        lines.extend(field_lines(field, view, pen, labels, cols));
    }
    lines.extend(attachments(view, pen, cols));
    lines
}

/// Who or what it is about; before the form, because it is asked for on the telephone.
fn identifiers(view: &RequestView, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = &pen.text.desk.page;
    let mut lines = vec![heading(text.identifiers, pen)];
    if view.identifiers.is_empty() {
        lines.push(Line::from(pen.own(format!("  {}", text.no_identifiers), Role::Dim)));
    }
    for identifier in &view.identifiers {
        let mut spans = vec![Span::raw("  ")];
        spans.extend(detail::identifier_spans(identifier, pen));
        spans.extend(codes(&identifier.value, view, pen));
        lines.push(Line::from(spans));
    }
    lines.push(Line::default());
    lines
}

fn label_width(view: &RequestView, pen: &Pen<'_>, cols: usize) -> usize {
    let widest = view.fields.iter().map(|f| format::width(f.label.get(pen.lang()))).max();
    widest.unwrap_or_default().min(cols / 2)
}

/// The codes of checks about a field or an identifier: `[IP03 blocks]`.
fn codes(subject: &str, view: &RequestView, pen: &Pen<'_>) -> Vec<Span<'static>> {
    view.checks
        .iter()
        .filter(|check| check.subject == subject && check.aside.is_none())
        .map(|check| {
            let role = if check.level == Level::Block { Role::Error } else { Role::Warning };
            pen.foreign(&format!(" [{} {}]", check.code, detail::level(check.level, pen)), role)
        })
        .collect()
}

fn field_lines(
    field: &FieldView,
    view: &RequestView,
    pen: &Pen<'_>,
    labels: usize,
    cols: usize,
) -> Vec<Line<'static>> {
    let label = pen.foreign_within(field.label.get(pen.lang()), labels, Role::Dim);
    let fill = (labels + 2).saturating_sub(format::width(&label.content));
    let mut first = vec![label, Span::raw(" ".repeat(fill))];
    let room = cols.saturating_sub(labels + 2);
    if field.value.is_empty() {
        if field.mandatory {
            first.push(pen.own(pen.text.desk.page.missing, Role::Error));
        } else {
            first.push(pen.own(pen.symbols().dash, Role::Dim));
        }
        first.extend(codes(&field.key, view, pen));
        return vec![Line::from(first)];
    }
    let mut values = wrapped(&value(field, pen), room, pen).into_iter();
    first.push(pen.own(values.next().unwrap_or_default(), Role::Text));
    first.extend(codes(&field.key, view, pen));
    let indent = " ".repeat(labels + 2);
    let rest =
        values.map(|line| Line::from(vec![Span::raw(indent.clone()), pen.own(line, Role::Text)]));
    std::iter::once(Line::from(first)).chain(rest).collect()
}

/// A value in the reader's habit, cleaned.
pub fn value(field: &FieldView, pen: &Pen<'_>) -> String {
    let words = &pen.text.desk.words;
    match field.kind {
        FieldType::Instant => match field.value.parse() {
            Ok(at) => pen.date_time(at),
            Err(_) => pen.clean_block(&field.value),
        },
        FieldType::Period => format::period(&field.value, pen.lang()),
        FieldType::Flag if field.value == "yes" => words.yes.to_owned(),
        FieldType::Flag if field.value == "no" => words.no.to_owned(),
        _ => pen.clean_block(&field.value),
    }
}

fn conflict(conflict: &ConflictView, view: &RequestView, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = &pen.text.desk.page;
    let field = view.fields.iter().find(|f| f.key == conflict.field);
    let name = field.map_or(conflict.field.as_str(), |f| f.label.get(pen.lang()));
    let mut lines = vec![Line::from(vec![
        pen.own(format!("{} {}: ", pen.symbols().warning, text.conflicts), Role::Error),
        pen.foreign(name, Role::Title),
    ])];
    lines.push(Line::from(vec![
        Span::raw("    "),
        pen.foreign(&conflict.shown, Role::Text),
        pen.own(format!("  ({})", text.stands), Role::Dim),
    ]));
    for other in &conflict.others {
        let by = pen.clean(&format!("{} ({})", other.by, other.desk));
        let said = (text.other_value)(&by, &pen.time_near(other.at));
        lines.push(Line::from(vec![
            Span::raw("    "),
            pen.foreign(&other.value, Role::Text),
            pen.own(format!("  {said}"), Role::Dim),
        ]));
    }
    lines.push(Line::default());
    lines
}

fn attachments(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let text = &pen.text.desk.page;
    let mut lines = Vec::new();
    if !view.attachments.is_empty() {
        lines.push(Line::default());
        lines.push(heading(text.attachments, pen));
    }
    for file in &view.attachments {
        let digest: String = file.sha256.chars().take(16).collect();
        lines.push(Line::from(vec![
            Span::raw("  "),
            pen.foreign_within(&file.name, cols.saturating_sub(40), Role::Text),
            pen.own(format!("  {}", format::size(file.size, pen.lang())), Role::Dim),
            pen.foreign(&format!("  sha256 {digest}"), Role::Dim),
            pen.own(pen.symbols().ellipsis, Role::Dim),
        ]));
    }
    if !view.links.is_empty() {
        lines.push(Line::default());
        lines.push(heading(text.links, pen));
    }
    for link in &view.links {
        let relation = crate::domain::Relation::from_word(&link.relation);
        let index = crate::domain::Relation::ALL.iter().position(|r| Some(*r) == relation);
        let words = &pen.text.desk.words.relations;
        let word = index.and_then(|i| words.get(i)).copied().unwrap_or_default();
        lines.push(Line::from(vec![
            pen.own(format!("  {word} "), Role::Dim),
            pen.foreign(&link.entity, Role::Text),
        ]));
    }
    lines
}
