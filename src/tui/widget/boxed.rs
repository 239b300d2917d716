//! A bordered box with a title, cleared below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Clear, Widget};

use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::pen::Pen;

/// Draws the box and gives the area inside.
pub fn draw(
    frame: &mut Frame,
    area: Rect,
    title: Vec<Span<'static>>,
    focused: bool,
    pen: &Pen<'_>,
) -> Rect {
    let area = area.intersection(frame.area());
    let role = if focused { Role::BorderFocused } else { Role::Border };
    Clear.render(area, frame.buffer_mut());
    let mut spans = vec![Span::raw(" ")];
    spans.extend(title);
    spans.push(Span::raw(" "));
    Block::new()
        .borders(Borders::ALL)
        .border_set(pen.symbols().border)
        .border_style(pen.style(role))
        .title(Line::from(spans))
        .render(area, frame.buffer_mut());
    layout::inner(area)
}

/// Draws lines from `top` on.
pub fn lines(frame: &mut Frame, area: Rect, lines: &[Line<'static>], top: usize) {
    for (at, line) in lines.iter().skip(top).take(usize::from(area.height)).enumerate() {
        let place = Rect { y: area.y + at as u16, height: 1, ..area };
        super::draw_line(frame, place, line.clone());
    }
}
