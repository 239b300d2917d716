//! The page as it is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{RequestPage, contents};
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::layout::{self, Panes};
use crate::tui::pen::Pen;
use crate::tui::screen::detail;
use crate::tui::widget::{boxed, draw_line, put_cursor, width_of};

pub fn draw(page: &RequestPage, pen: &Pen<'_>, frame: &mut Frame, body: Rect, focused: bool) {
    let areas = layout::request(body);
    draw_line(frame, areas.title, title(page, pen, usize::from(areas.title.width)));
    let text = &pen.text.desk.page;
    let boxes: Vec<(Rect, &'static str)> = match areas.panes {
        Panes::Single(area) => vec![(area, text.clocks)],
        Panes::Three { facts, clocks, timeline } => {
            vec![(facts, text.facts), (clocks, text.clocks), (timeline, text.timeline)]
        }
    };
    let contents = contents(&page.view, areas.panes, pen);
    for (at, ((area, name), (_, lines))) in boxes.into_iter().zip(contents).enumerate() {
        let here = at == page.pane;
        let top = page.scroll.get(at).copied().unwrap_or_default();
        let height = usize::from(layout::inner(area).height);
        let top = top.min(lines.len().saturating_sub(height));
        let mut title = vec![pen.own(name, if here { Role::Title } else { Role::Label })];
        if lines.len() > height {
            let to = (top + height).min(lines.len());
            let seen = (text.lines)(top + 1, to, lines.len());
            title.push(pen.own(format!(" {} {seen}", pen.symbols().dash), Role::Dim));
        }
        let inside = boxed::draw(frame, area, title, here && focused, pen);
        boxed::lines(frame, inside, &lines, top);
        put_cursor(frame, inside.x, inside.y, here && focused);
    }
}

/// The title keeps marking and handling in sight, whatever is scrolled.
fn title(page: &RequestPage, pen: &Pen<'_>, cols: usize) -> Line<'static> {
    let view = &page.view;
    let mut spans = vec![Span::raw(" ")];
    spans.extend(detail::title(view, pen));
    if view.read_only {
        spans.push(pen.own(format!(" {}", pen.text.desk.page.read_only), Role::Error));
    }
    let by = format!("{} ({})", view.desk, view.opened_by);
    let opened = (pen.text.desk.page.opened)(&pen.time_near(view.opened), &pen.clean(&by));
    let room = cols.saturating_sub(width_of(&spans) + 3);
    if room >= format::width(&opened) {
        spans.push(pen.own(format!(" {} ", pen.symbols().dash), Role::Dim));
        spans.push(pen.own(opened, Role::Dim));
    }
    Line::from(spans)
}
