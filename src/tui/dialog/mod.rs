//! What lies over a page: questions, pickers, small forms, help. One at a time; each keeps the id
//! of the request it was opened for, whatever the list below does meanwhile.

pub mod ask;
pub mod contact;
pub mod explain;
pub mod fill;
pub mod finder;
pub mod pick;
pub mod step;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::text::Line;

use super::action::{Action, Scope};
use super::colour::Role;
use super::layout;
use super::model::{Effect, Model};
use super::screen::call::question;
use super::widget::boxed;
use crate::domain::EntityId;
use crate::view::RequestView;

pub enum Overlay {
    /// Help and palette.
    Finder(finder::Finder),
    Pick(pick::Pick),
    Fill(Box<fill::Fill>),
    Ask(ask::Ask),
    Explain(explain::Explain),
    /// A form of the directory.
    Contact(Box<contact::Form>),
    CallBack(question::Question),
    /// The worker has been asked; a late answer for another request is dropped.
    Waiting(Waiting),
}

pub struct Waiting {
    pub entity: EntityId,
    pub view: Arc<RequestView>,
}

impl Overlay {
    pub fn wants_text(&self) -> bool {
        match self {
            Overlay::Finder(_) => true,
            Overlay::Fill(fill) => fill.sheet.is_text(),
            Overlay::Contact(form) => form.sheet.is_text(),
            _ => false,
        }
    }
}

/// Gives a key to what lies over the page.
pub fn key(model: &mut Model, key: &KeyEvent, may_act: bool) -> Vec<Effect> {
    let Some(overlay) = model.overlay.take() else { return Vec::new() };
    let back = model.keymap.action(&[Scope::Move], key) == Some(Action::Back);
    let lists = [Scope::Move, Scope::Form];
    let action = model.keymap.action(&lists, key);
    match overlay {
        Overlay::Finder(finder) => finder::key(model, finder, key),
        Overlay::Fill(_) if key.code == KeyCode::Esc => Vec::new(),
        Overlay::Fill(fill) => fill::key(model, fill, key, may_act),
        Overlay::Contact(form) => contact::key(model, form, key, may_act),
        Overlay::CallBack(asked) => question::key(model, asked, key, may_act),
        Overlay::Ask(ask) => {
            let action = model.keymap.action(&ask::SCOPES, key);
            ask::key(model, ask, action, may_act)
        }
        Overlay::Pick(pick) => match action {
            Some(action) => pick::act(model, pick, action),
            None => {
                model.overlay = Some(Overlay::Pick(pick));
                Vec::new()
            }
        },
        Overlay::Explain(_) | Overlay::Waiting(_) if back => Vec::new(),
        Overlay::Explain(mut explain) => {
            if let Some(action) = action {
                explain::act(model, &mut explain, action);
            }
            model.overlay = Some(Overlay::Explain(explain));
            Vec::new()
        }
        Overlay::Waiting(waiting) => {
            model.overlay = Some(Overlay::Waiting(waiting));
            Vec::new()
        }
    }
}

pub fn draw(model: &Model, overlay: &Overlay, frame: &mut Frame) {
    let pen = model.pen();
    match overlay {
        Overlay::Finder(finder) => finder::draw(finder, model, frame),
        Overlay::Pick(pick) => pick::draw(pick, model, frame),
        Overlay::Fill(fill) => fill::draw(fill, model, frame),
        Overlay::Ask(ask) => ask::draw(ask, model, frame),
        Overlay::Explain(explain) => explain::draw(explain, model, frame),
        Overlay::Contact(form) => contact::draw(form, model, frame),
        Overlay::CallBack(asked) => question::draw(asked, model, frame),
        Overlay::Waiting(waiting) => {
            let area = layout::centred(model.size, 50, 3);
            let title = vec![pen.foreign(&waiting.view.id, Role::Title)];
            let inside = boxed::draw(frame, area, title, true, &pen);
            let line = Line::from(pen.own(pen.text.desk.dialog.loading, Role::Dim));
            boxed::lines(frame, inside, &[line], 0);
        }
    }
}
