//! A short list to choose one line from. Lines that cannot be chosen stay, with the reason.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Overlay, fill, step};
use crate::domain::Command;
use crate::domain::decide::StepChoice;
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::colour::Role;
use crate::tui::dialog::ask::Ask;
use crate::tui::layout;
use crate::tui::model::{Act, Effect, Model, Tone, entity};
use crate::tui::screen::desk::scrolled;
use crate::tui::screen::who::acts;
use crate::tui::widget::{boxed, draw_line, put_cursor};
use crate::view::{ContactView, FieldView, RequestView, Sort};

pub struct Pick {
    pub title: String,
    pub items: Vec<Item>,
    pub cursor: usize,
    pub purpose: Purpose,
}

pub struct Item {
    pub label: String,
    pub detail: String,
    /// Cannot be chosen; the detail says why.
    pub off: bool,
}

pub enum Purpose {
    Step(Arc<RequestView>, Vec<StepChoice>),
    Field(Arc<RequestView>, Vec<FieldView>),
    /// Clock ids.
    Clock(Arc<RequestView>, Vec<String>),
    /// Codes.
    Check(Arc<RequestView>, Vec<String>),
    Sort,
    /// A test of one of these channels, by id.
    Ping(Arc<ContactView>, Vec<String>),
}

impl Item {
    pub fn new(label: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { label: label.into(), detail: detail.into(), off: false }
    }
}

pub fn act(model: &mut Model, mut pick: Pick, action: Action) -> Vec<Effect> {
    let last = pick.items.len().saturating_sub(1);
    let page = usize::from(layout::inner(area(&pick, model.size)).height).max(1);
    pick.cursor = match action {
        Action::Up => pick.cursor.saturating_sub(1),
        Action::Down => (pick.cursor + 1).min(last),
        Action::PageUp | Action::HalfUp => pick.cursor.saturating_sub(page),
        Action::PageDown | Action::HalfDown => (pick.cursor + page).min(last),
        Action::First => 0,
        Action::Last => last,
        Action::Back => return Vec::new(),
        Action::Open | Action::Accept => return chosen(model, pick),
        _ => pick.cursor,
    };
    model.overlay = Some(Overlay::Pick(pick));
    Vec::new()
}

fn chosen(model: &mut Model, pick: Pick) -> Vec<Effect> {
    let at = pick.cursor;
    let Some(item) = pick.items.get(at) else { return Vec::new() };
    if item.off {
        model.say(Tone::Refused, item.detail.clone());
        model.overlay = Some(Overlay::Pick(pick));
        return Vec::new();
    }
    match &pick.purpose {
        Purpose::Sort => {
            model.desk.sort = Sort::ALL.get(at).copied().unwrap_or_default();
            model.relist();
        }
        Purpose::Ping(contact, channels) => {
            if let Some(channel) = channels.get(at) {
                acts::ask_ping(model, contact, channel);
            }
        }
        Purpose::Step(view, choices) => {
            if let Some(choice) = choices.get(at).cloned() {
                step::chosen(model, Arc::clone(view), choice);
            }
        }
        Purpose::Field(view, fields) => {
            if let Some(field) = fields.get(at) {
                fill::field(model, Arc::clone(view), field);
            }
        }
        Purpose::Check(view, codes) => {
            if let Some(code) = codes.get(at) {
                fill::set_aside(model, Arc::clone(view), code);
            }
        }
        Purpose::Clock(view, ids) => {
            if let Some(id) = ids.get(at) {
                pause_or_resume(model, &Arc::clone(view), &id.clone());
            }
        }
    }
    Vec::new()
}

/// A paused clock resumes, after a question; a running one is paused by a form.
pub fn pause_or_resume(model: &mut Model, view: &Arc<RequestView>, id: &str) {
    let Some(clock) = view.clocks.iter().find(|clock| clock.id == id) else { return };
    let paused = clock.pauses.iter().any(|p| p.since <= model.now && model.now < p.end);
    if !paused {
        return fill::pause(model, Arc::clone(view), id);
    }
    let Some(entity) = entity(view) else { return };
    let lang = model.text.lang;
    let question = (model.text.desk.dialog.resume)(clock.name.get(lang), &view.id);
    let acts = vec![Act::Do(Command::Resume { clock: id.to_owned() })];
    let said = model.done(Action::Pause, view);
    model.open(Overlay::Ask(Ask::new(question, vec![Effect::Execute { entity, acts, said }])));
}

fn area(pick: &Pick, size: (u16, u16)) -> Rect {
    let height = u16::try_from(pick.items.len()).unwrap_or(u16::MAX).saturating_add(2);
    layout::centred(size, size.0.saturating_sub(4).min(96), height.min(size.1.saturating_sub(2)))
}

pub fn draw(pick: &Pick, model: &Model, frame: &mut Frame) {
    let pen = model.pen();
    let title = vec![pen.foreign(&pick.title, Role::Title)];
    let inside = boxed::draw(frame, area(pick, model.size), title, true, &pen);
    let cols = usize::from(inside.width);
    let widest = pick.items.iter().map(|item| format::width(&item.label)).max();
    let labels = widest.unwrap_or_default().min(cols / 2);
    let height = usize::from(inside.height);
    let top = scrolled(0, pick.cursor, pick.items.len(), height);
    for (at, item) in pick.items.iter().enumerate().skip(top).take(height) {
        let place = Rect { y: inside.y + (at - top) as u16, height: 1, ..inside };
        let here = at == pick.cursor;
        let role = if item.off { Role::Dim } else { Role::Text };
        let label = pen.foreign_within(&item.label, labels, role);
        let fill = (labels + 2).saturating_sub(format::width(&label.content));
        let line = Line::from(vec![
            pen.own(if here { pen.symbols().cursor } else { " " }, Role::Text),
            label,
            Span::raw(" ".repeat(fill)),
            pen.foreign_within(&item.detail, cols.saturating_sub(labels + 3), Role::Dim),
        ]);
        draw_line(frame, place, line);
        if here {
            frame.buffer_mut().set_style(place, pen.selected());
            put_cursor(frame, place.x, place.y, true);
        }
    }
}
