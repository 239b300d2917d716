//! A question before something that is not simply taken back. It names the object; anything but the
//! one confirming key means no.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::Overlay;
use crate::tui::action::{Action, Scope};
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::{Effect, Model, Page};
use crate::tui::widget::{boxed, put_cursor, wrapped};

pub struct Ask {
    pub question: String,
    /// Further lines: what will be recorded.
    pub lines: Vec<String>,
    /// What happens on yes.
    pub effects: Vec<Effect>,
    pub then: Then,
    /// What was open before, and is again on no.
    pub back: Option<Box<Overlay>>,
}

/// What becomes of the page on yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    Stay,
    /// The form is done with.
    DropForm,
}

impl Ask {
    pub fn new(question: String, effects: Vec<Effect>) -> Self {
        Self { question, lines: Vec::new(), effects, then: Then::Stay, back: None }
    }
}

/// Takes a key. `may_act`: it was not pressed too soon to be meant.
pub fn key(model: &mut Model, ask: Ask, action: Option<Action>, may_act: bool) -> Vec<Effect> {
    if action != Some(Action::Confirm) {
        model.overlay = ask.back.map(|back| *back);
        return Vec::new();
    }
    if !may_act {
        model.overlay = Some(Overlay::Ask(ask));
        model.refuse_key();
        return Vec::new();
    }
    if ask.then == Then::DropForm {
        model.page = Page::Desk;
        model.draft = None;
    }
    model.send(ask.effects)
}

pub const SCOPES: [Scope; 1] = [Scope::Question];

pub fn draw(ask: &Ask, model: &Model, frame: &mut Frame) {
    let pen = model.pen();
    let text = &pen.text.desk.dialog;
    let width = 66.min(model.size.0);
    let cols = usize::from(width.saturating_sub(4));
    let mut lines: Vec<Line<'static>> = Vec::new();
    for part in wrapped(&pen.clean_block(&ask.question), cols, &pen) {
        lines.push(Line::from(vec![Span::raw(" "), pen.own(part, Role::Title)]));
    }
    for more in &ask.lines {
        for part in wrapped(&pen.clean_block(more), cols, &pen) {
            lines.push(Line::from(vec![Span::raw(" "), pen.own(part, Role::Text)]));
        }
    }
    lines.push(Line::default());
    lines.push(Line::from(vec![
        Span::raw(" "),
        pen.own(model.keymap.shown(Action::Confirm), Role::Key),
        pen.own(format!(" {}    ", text.yes), Role::Text),
        pen.own(text.default_no, Role::Title),
    ]));
    let height = lines.len() as u16 + 2;
    let area = layout::centred(model.size, width, height);
    let title = vec![pen.own(text.confirm, Role::Warning)];
    let inside = boxed::draw(frame, area, title, true, &pen);
    let top = lines.len().saturating_sub(usize::from(inside.height));
    boxed::lines(frame, inside, &lines, top);
    put_cursor(frame, inside.x, inside.bottom().saturating_sub(1), true);
}
