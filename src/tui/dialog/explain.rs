//! Why every clock stands where it stands, in words.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::clock::{Clock, ClockState};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::screen::request::standing_word;
use crate::tui::widget::{boxed, put_cursor, wrapped};

pub struct Explain {
    pub reference: String,
    pub clocks: Vec<Clock>,
    pub top: usize,
}

fn area(size: (u16, u16)) -> Rect {
    layout::centred(size, size.0.saturating_sub(4).min(110), size.1.saturating_sub(2))
}

pub fn act(model: &Model, explain: &mut Explain, action: Action) {
    let inside = layout::inner(area(model.size));
    let page = usize::from(inside.height).max(1);
    let many = lines(explain, model, usize::from(inside.width)).len();
    let top = match action {
        Action::Up => explain.top.saturating_sub(1),
        Action::Down => explain.top.saturating_add(1),
        Action::PageUp | Action::HalfUp => explain.top.saturating_sub(page),
        Action::PageDown | Action::HalfDown => explain.top.saturating_add(page),
        Action::First => 0,
        Action::Last => many,
        _ => explain.top,
    };
    explain.top = top.min(many.saturating_sub(page));
}

fn lines(explain: &Explain, model: &Model, cols: usize) -> Vec<Line<'static>> {
    let pen = model.pen();
    let mut order: Vec<&Clock> = explain.clocks.iter().collect();
    let closed = |clock: &Clock| clock.stopped.is_some() || clock.anchor_at.is_none();
    order.sort_by_key(|clock| (closed(clock), clock.due.is_none(), clock.due));
    let mut lines = Vec::new();
    for clock in order {
        let reading = clock.at(pen.now);
        let late = reading.state == ClockState::Late;
        let left = reading.left.filter(|_| !closed(clock));
        lines.push(Line::from(vec![
            pen.foreign(clock.name.in_language(pen.lang()), Role::Title),
            Span::raw("  "),
            pen.own(
                left.map(|l| format::left(l.as_secs(), pen.lang())).unwrap_or_default(),
                if late { Role::Late } else { Role::Text },
            ),
            pen.own(
                if late {
                    String::new()
                } else {
                    format!("  {}", standing_word(reading.state, &pen))
                },
                Role::Dim,
            ),
        ]));
        let said = pen.text.explain.why(clock, &explain.clocks, pen.now, pen.zone);
        for sentence in said {
            let clean = pen.clean_block(&sentence);
            for (at, part) in wrapped(&clean, cols.saturating_sub(5), &pen).into_iter().enumerate()
            {
                let lead =
                    if at == 0 { format!("   {} ", pen.symbols().dot) } else { "     ".into() };
                lines.push(Line::from(vec![pen.own(lead, Role::Dim), pen.own(part, Role::Text)]));
            }
        }
        lines.push(Line::default());
    }
    lines
}

pub fn draw(explain: &Explain, model: &Model, frame: &mut Frame) {
    let pen = model.pen();
    let said = (pen.text.desk.dialog.explain)(&pen.clean(&explain.reference));
    let inside = boxed::draw(frame, area(model.size), vec![pen.own(said, Role::Title)], true, &pen);
    let lines = lines(explain, model, usize::from(inside.width));
    boxed::lines(frame, inside, &lines, explain.top);
    put_cursor(frame, inside.x, inside.y, true);
}
