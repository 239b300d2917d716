//! The question of a call-back: did they confirm that the request is theirs? Yes and no each have a
//! key; everything else leaves it open.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::Wanted;
use crate::tui::action::{Action, Scope};
use crate::tui::colour::Role;
use crate::tui::dialog::{Overlay, contact};
use crate::tui::layout;
use crate::tui::model::{Effect, Model};
use crate::tui::widget::{boxed, put_cursor, wrapped};

pub struct Question {
    pub wanted: Wanted,
    /// Our reference.
    pub id: String,
}

pub fn open(model: &mut Model, wanted: Wanted, id: &str) {
    model.open(Overlay::CallBack(Question { wanted, id: id.to_owned() }));
}

/// Takes a key. `may_act`: it was not pressed too soon to be meant.
pub fn key(model: &mut Model, asked: Question, key: &KeyEvent, may_act: bool) -> Vec<Effect> {
    let action = model.keymap.action(&[Scope::Question], key);
    let leaves = matches!(key.code, KeyCode::Esc | KeyCode::Enter);
    let confirmed = match action {
        Some(Action::Confirm) => Some(true),
        Some(Action::Decline) if !leaves => Some(false),
        Some(Action::Decline) => None,
        _ => {
            model.overlay = Some(Overlay::CallBack(asked));
            return Vec::new();
        }
    };
    if confirmed.is_some() && !may_act {
        model.overlay = Some(Overlay::CallBack(asked));
        model.refuse_key();
        return Vec::new();
    }
    let id = asked.id;
    contact::call_note(model, asked.wanted, confirmed, &id);
    Vec::new()
}

pub fn draw(asked: &Question, model: &Model, frame: &mut Frame) {
    let pen = model.pen();
    let text = &pen.text.call.back;
    let width = 70.min(model.size.0);
    let cols = usize::from(width.saturating_sub(4));
    let mut lines: Vec<Line<'static>> = Vec::new();
    for part in wrapped(&(text.question)(&pen.clean(&asked.id)), cols, &pen) {
        lines.push(Line::from(vec![Span::raw(" "), pen.own(part, Role::Title)]));
    }
    for part in wrapped(text.rule, cols, &pen) {
        lines.push(Line::from(vec![Span::raw(" "), pen.own(part, Role::Text)]));
    }
    lines.push(Line::default());
    let yes = model.keymap.shown(Action::Confirm);
    let no = model.keymap.shown(Action::Decline);
    let later = model.keymap.shown(Action::Back);
    for (key, word) in [(yes, text.yes), (no, text.no), (later, text.later)] {
        lines.push(Line::from(vec![
            Span::raw(" "),
            pen.own(crate::text::format::pad(&key, 5), Role::Key),
            pen.own(word, Role::Text),
        ]));
    }
    let area = layout::centred(model.size, width, lines.len() as u16 + 2);
    let title = vec![pen.own(text.title, Role::Warning)];
    let inside = boxed::draw(frame, area, title, true, &pen);
    boxed::lines(frame, inside, &lines, 0);
    put_cursor(frame, inside.x, inside.bottom().saturating_sub(1), true);
}
