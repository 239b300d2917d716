//! The home page: the queue and what is selected in it. The selection is a request, never a row.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::detail;
use crate::domain::Lang;
use crate::domain::catalogue::Ball;
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::pen::Pen;
use crate::tui::queue::{self, Widths};
use crate::tui::widget::field::Field;
use crate::tui::widget::{draw_line, put_cursor};
use crate::view::{Board, Filter, RequestView, Sort};

/// Which requests are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    #[default]
    Open,
    Late,
    Mine,
    Waiting,
    Closed,
}

impl View {
    pub const ALL: [View; 5] = [View::Open, View::Late, View::Mine, View::Waiting, View::Closed];

    pub fn index(self) -> usize {
        View::ALL.iter().position(|view| *view == self).unwrap_or_default()
    }

    pub fn next(self, by: usize) -> Self {
        View::ALL.get((self.index() + by) % View::ALL.len()).copied().unwrap_or_default()
    }
}

#[derive(Debug, Default)]
pub struct DeskPage {
    pub view: View,
    pub sort: Sort,
    pub filter: Filter,
    /// The filter line while it is typed in.
    pub typing: Option<Field>,
    pub selection: Option<String>,
    pub rows: Vec<Arc<RequestView>>,
    /// The row at the top of the list.
    pub top: usize,
    pub widths: Widths,
    /// How many the view holds without the filter.
    pub total: usize,
    pub closed: Vec<Arc<RequestView>>,
    /// Of the last search sent; answers to earlier ones are dropped.
    pub search: u64,
    pub searching: bool,
    /// When the order or a row's lateness next changes by itself.
    pub next_change: Option<Timestamp>,
    haystacks: HashMap<String, (Arc<RequestView>, String)>,
}

impl DeskPage {
    pub fn selected(&self) -> Option<&Arc<RequestView>> {
        let id = self.selection.as_deref()?;
        self.rows.iter().find(|view| view.entity == id)
    }

    pub fn index(&self) -> usize {
        let id = self.selection.as_deref().unwrap_or_default();
        self.rows.iter().position(|view| view.entity == id).unwrap_or_default()
    }

    pub fn select(&mut self, index: usize) {
        let last = self.rows.len().saturating_sub(1);
        self.selection = self.rows.get(index.min(last)).map(|view| view.entity.clone());
    }

    /// Lists anew. Returns whether rows that were there have changed places.
    pub fn refresh(&mut self, board: &Board, officer: &str, now: Timestamp, lang: Lang) -> bool {
        let place = self.index();
        let before: Vec<String> = self.rows.iter().map(|view| view.entity.clone()).collect();
        let kept = |view: &RequestView, which: View| match which {
            View::Open | View::Closed => true,
            View::Late => view.is_late(now),
            View::Mine => view.owners.iter().any(|owner| owner == officer),
            View::Waiting => view.ball == Ball::Partner,
        };
        let which = self.view;
        self.rows = if which == View::Closed {
            self.closed.clone()
        } else {
            board.in_order(self.sort, now, |view| kept(view, which))
        };
        self.total = self.rows.len();
        if !self.filter.is_empty() && which != View::Closed {
            self.keep_matching(officer, now);
        }
        self.widths = Widths::of(self.rows.iter().map(Arc::as_ref), now, lang);
        self.next_change = next_change(board, now);
        if self.selected().is_none() {
            self.select(place);
        }
        let after = self.rows.iter().map(|view| view.entity.as_str());
        !before.is_empty() && !after.eq(before.iter().map(String::as_str))
    }

    fn keep_matching(&mut self, officer: &str, now: Timestamp) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain(|view| {
            let known = self.haystacks.get(&view.entity).filter(|(of, _)| Arc::ptr_eq(of, view));
            if known.is_none() {
                let hay = (Arc::clone(view), view.search_text());
                self.haystacks.insert(view.entity.clone(), hay);
            }
            let hay = self.haystacks.get(&view.entity).map_or("", |(_, text)| text.as_str());
            self.filter.matches(view, hay, officer, now)
        });
        self.rows = rows;
    }

    /// View, order and selection, to be found again. A filter is not kept: it would hide rows from
    /// whoever comes next.
    pub fn keep(&self) -> String {
        let sort = Sort::ALL.iter().position(|sort| *sort == self.sort).unwrap_or_default();
        let kept = (self.view.index(), sort, self.selection.as_deref().unwrap_or_default());
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// Only where nothing has been chosen yet.
    pub fn restore(&mut self, kept: &str) {
        let kept: Result<(usize, usize, String), _> = serde_json::from_str(kept);
        let (Ok((view, sort, selection)), 0, View::Open) = (kept, self.index(), self.view) else {
            return;
        };
        // Closed requests are looked up anew each time; the queue is what a start shows.
        self.view = View::ALL.get(view).copied().filter(|v| *v != View::Closed).unwrap_or_default();
        self.sort = Sort::ALL.get(sort).copied().unwrap_or_default();
        self.selection = Some(selection);
    }

    /// Brings the selection into sight.
    pub fn scroll(&mut self, height: usize) {
        let index = self.index();
        let seen = (self.top..self.top.saturating_add(height)).contains(&index);
        // Half a page at a time: a slow line need not carry the whole list for every step.
        let top = if seen { self.top } else { index.saturating_sub(height / 2) };
        self.top = scrolled(top, index, self.rows.len(), height);
    }
}

/// The top line that shows `index` in `height` lines, moved as little as possible.
pub fn scrolled(top: usize, index: usize, many: usize, height: usize) -> usize {
    let last_top = many.saturating_sub(height);
    let lowest = (index + 1).saturating_sub(height);
    top.min(index).max(lowest).min(last_top)
}

fn next_change(board: &Board, now: Timestamp) -> Option<Timestamp> {
    let day = jiff::SignedDuration::from_hours(24);
    board
        .requests
        .iter()
        .flat_map(|view| &view.clocks)
        .filter(|clock| clock.stopped.is_none())
        .filter_map(|clock| clock.due)
        .flat_map(|due| [Some(due), due.checked_sub(day).ok()])
        .flatten()
        .filter(|at| *at >= now)
        .min()
}

pub fn draw(model: &Model, frame: &mut Frame, body: Rect) {
    let areas = layout::desk(body);
    let pen = model.pen();
    draw_line(frame, areas.title, title(model, &pen, usize::from(areas.title.width)));
    let columns = queue::columns(usize::from(areas.rows.width), model.desk.widths);
    draw_line(frame, areas.columns, headings(&columns, &pen));
    if model.desk.rows.is_empty() {
        draw_empty(model, &pen, frame, areas.rows);
    }
    let selected = model.desk.index();
    let height = usize::from(areas.rows.height);
    for (line, view) in model.desk.rows.iter().skip(model.desk.top).take(height).enumerate() {
        let here = model.desk.top + line == selected;
        let area = Rect { y: areas.rows.y + line as u16, height: 1, ..areas.rows };
        draw_line(frame, area, row(view, &columns, &pen, here));
        if here {
            frame.buffer_mut().set_style(area, pen.selected());
            put_cursor(frame, area.x, area.y, model.overlay.is_none() && !model.wants_text());
        }
    }
    if areas.detail.height > 2
        && let Some(view) = model.desk.selected()
    {
        detail::draw(view, &pen, frame, areas.detail);
    }
}

fn row(
    view: &RequestView,
    columns: &[(queue::Column, usize)],
    pen: &Pen<'_>,
    here: bool,
) -> Line<'static> {
    let mut spans = queue::marks(view, pen, here);
    for (column, width) in columns {
        spans.push(queue::cell(*column, *width, view, pen));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

fn headings(columns: &[(queue::Column, usize)], pen: &Pen<'_>) -> Line<'static> {
    let mut line = " ".repeat(queue::MARKS);
    for (column, width) in columns {
        let heading = queue::heading(*column, *width, &pen.text.desk.queue.columns);
        line.push_str(&format::pad(heading, *width));
        line.push(' ');
    }
    Line::from(pen.own(line, Role::Dim))
}

/// Counts on the left; view, order and filter on the right.
fn title(model: &Model, pen: &Pen<'_>, cols: usize) -> Line<'static> {
    let text = &pen.text.desk.queue;
    let counts = model.board.counts(model.now);
    let dot = pen.symbols().dot;
    let mut left = vec![
        pen.own(format!(" {}  ", text.title), Role::Title),
        pen.own(format!("{} {}", counts.open, text.open), Role::Text),
        pen.own(format!(" {dot} "), Role::Dim),
    ];
    let late = if counts.late > 0 { Role::Late } else { Role::Dim };
    left.push(pen.own(format!("{} {}", counts.late, text.late), late));
    if cols >= 110 {
        let words = &pen.text.desk.words;
        let ball = format!(
            " {dot} {}{}{} {}, {} {}, {} {}",
            text.ball,
            words.colon,
            words.us,
            counts.us,
            words.partner,
            counts.partner,
            words.provider,
            counts.provider
        );
        left.push(pen.own(ball, Role::Dim));
    }
    let right = right_of_title(model, pen);
    let used = |spans: &[Span<'_>]| spans.iter().map(|s| format::width(&s.content)).sum::<usize>();
    let fill = cols.saturating_sub(used(&left) + used(&right));
    left.push(Span::raw(" ".repeat(fill.max(1))));
    left.extend(right);
    Line::from(left)
}

fn right_of_title(model: &Model, pen: &Pen<'_>) -> Vec<Span<'static>> {
    let text = &pen.text.desk.queue;
    let page = &model.desk;
    let mut right = Vec::new();
    if page.sort != Sort::Deadline {
        let index = Sort::ALL.iter().position(|sort| *sort == page.sort).unwrap_or_default();
        let name = text.sorts.get(index).copied().unwrap_or_default();
        right.push(pen.own(format!("{} {name} ", text.sorted_by), Role::Warning));
    }
    if !page.filter.is_empty() {
        right.push(pen.own(format!("{} ", text.filter), Role::Key));
        right.push(pen.foreign_within(page.filter.text(), 24, Role::Match));
        let of = (text.of)(page.rows.len(), page.total);
        right.push(pen.own(format!(" {of} "), Role::Warning));
    }
    let name = text.views.get(page.view.index()).copied().unwrap_or_default();
    let role = if page.view == View::Open { Role::Dim } else { Role::Title };
    right.push(pen.own(
        format!("{}{}{name} {} ", text.view, pen.text.desk.words.colon, pen.symbols().menu),
        role,
    ));
    right
}

fn draw_empty(model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect) {
    let text = &pen.text.desk.queue;
    let (what, how) = if model.desk.searching {
        text.searching
    } else if !model.desk.filter.is_empty() {
        text.empty_filter
    } else {
        text.empty.get(model.desk.view.index()).copied().unwrap_or_default()
    };
    for (line, (words, role)) in [(what, Role::Title), (how, Role::Dim)].into_iter().enumerate() {
        let y = area.y + 1 + line as u16;
        if y < area.bottom() {
            let area = Rect { y, height: 1, ..area };
            draw_line(frame, area, Line::from(pen.own(format!("     {words}"), role)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_moves_as_little_as_possible() {
        for (top, index, many, height, expected) in [
            (0, 0, 100, 10, 0),
            (0, 9, 100, 10, 0),
            (0, 10, 100, 10, 1),
            (50, 49, 100, 10, 49),
            (95, 99, 100, 10, 90),
            (5, 2, 4, 10, 0),
            (3, 0, 0, 0, 0),
        ] {
            assert_eq!(scrolled(top, index, many, height), expected);
        }
    }
}
