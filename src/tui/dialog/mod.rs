//! What lies over a page: questions, pickers, small forms, help. One at a time; each keeps the id
//! of the request it was opened for, whatever the list below does meanwhile.

pub mod ask;
pub mod explain;
pub mod fill;
pub mod finder;
pub mod pick;
pub mod step;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::text::Line;

use super::colour::Role;
use super::layout;
use super::model::Model;
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
            _ => false,
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
        Overlay::Waiting(waiting) => {
            let area = layout::centred(model.size, 50, 3);
            let title = vec![pen.foreign(&waiting.view.id, Role::Title)];
            let inside = boxed::draw(frame, area, title, true, &pen);
            let line = Line::from(pen.own(pen.text.desk.dialog.loading, Role::Dim));
            boxed::lines(frame, inside, &[line], 0);
        }
    }
}
