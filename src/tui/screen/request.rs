//! One request in full: facts in the order of its form, clocks and next acts, and what happened.

mod draw;
mod facts;
mod standing;
mod timeline;

use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::action::Action;
use crate::tui::layout::{self, Panes};
use crate::tui::pen::Pen;
use crate::view::RequestView;

pub use draw::draw;
pub use facts::value as facts_value;
pub use standing::{sentence, state_word as standing_word};
pub use timeline::{moment_word, said};

const TIMELINE: usize = 2;
/// Scrolls to the end, whatever there is.
const END: usize = usize::MAX;

pub struct RequestPage {
    pub view: Arc<RequestView>,
    /// Which pane the keys scroll: facts, clocks, time line.
    pub pane: usize,
    pub scroll: [usize; 3],
    /// The time line shows its end, also when more comes.
    follow: bool,
}

impl RequestPage {
    pub fn new(view: Arc<RequestView>) -> Self {
        Self { view, pane: 0, scroll: [0, 0, END], follow: true }
    }

    pub fn act(&mut self, action: Action, page: usize) {
        let top = self.scroll.get(self.pane).copied().unwrap_or_default();
        let next = match action {
            Action::Up => top.saturating_sub(1),
            Action::Down => top.saturating_add(1),
            Action::PageUp => top.saturating_sub(page),
            Action::PageDown => top.saturating_add(page),
            Action::HalfUp => top.saturating_sub(page / 2),
            Action::HalfDown => top.saturating_add(page / 2),
            Action::First => 0,
            Action::Last => END,
            Action::NextPane => return self.pane = (self.pane + 1) % 3,
            Action::PreviousPane => return self.pane = (self.pane + 2) % 3,
            _ => return,
        };
        if let Some(scroll) = self.scroll.get_mut(self.pane) {
            *scroll = next;
        }
        self.follow &= self.pane != TIMELINE;
    }

    /// Keeps every pane within its lines.
    pub fn settle(&mut self, body: Rect, pen: &Pen<'_>) {
        let panes = layout::request(body).panes;
        if let Panes::Single(_) = panes {
            self.pane = 0;
        }
        for (at, (area, lines)) in contents(&self.view, panes, pen).into_iter().enumerate() {
            let end = lines.len().saturating_sub(usize::from(area.height));
            let Some(scroll) = self.scroll.get_mut(at) else { continue };
            *scroll = (*scroll).min(end);
            if at == TIMELINE {
                if self.follow {
                    *scroll = end;
                }
                self.follow = *scroll == end;
            }
        }
    }
}

/// The lines of each pane and the area inside its border.
fn contents(view: &RequestView, panes: Panes, pen: &Pen<'_>) -> Vec<(Rect, Vec<Line<'static>>)> {
    let cols = |area: &Rect| usize::from(area.width);
    match panes {
        Panes::Single(area) => {
            let inside = layout::inner(area);
            let mut lines = standing::lines(view, pen, cols(&inside));
            lines.push(Line::default());
            lines.extend(facts::lines(view, pen, cols(&inside)));
            lines.push(Line::default());
            lines.push(standing::heading(pen.text.desk.page.timeline, pen));
            lines.extend(timeline::lines(view, pen, cols(&inside)));
            vec![(inside, lines)]
        }
        Panes::Three { facts, clocks, timeline } => {
            let [facts, clocks, timeline] = [facts, clocks, timeline].map(layout::inner);
            vec![
                (facts, facts::lines(view, pen, cols(&facts))),
                (clocks, standing::lines(view, pen, cols(&clocks))),
                (timeline, timeline::lines(view, pen, cols(&timeline))),
            ]
        }
    }
}
