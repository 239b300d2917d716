//! The page as it is drawn: the ladder beside the number in hand where there is room, below it
//! where there is not.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::ladder::{Fate, Rung};
use super::{CallPage, panel};
use crate::domain::directory::{Purpose, Standing};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::colour::Role;
use crate::tui::model::Model;
use crate::tui::pen::Pen;
use crate::tui::screen::desk::scrolled;
use crate::tui::widget::{boxed, draw_line, put_cursor, width_of};
use crate::view::directory::ChannelView;
use crate::view::ladder::Opening;

/// From this width on the ladder stands beside the number.
const WIDE: u16 = 110;
const LADDER: u16 = 42;
/// Lines of the ladder that stay in sight below a number.
const LADDER_LINES: usize = 4;

pub fn draw(page: &CallPage, model: &Model, frame: &mut Frame, area: Rect) {
    let pen = model.pen();
    let top = Rect { height: area.height.min(1), ..area };
    draw_line(frame, top, title(page, model, &pen, usize::from(area.width)));
    let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    if area.width >= WIDE {
        wide(page, model, &pen, frame, body);
    } else {
        narrow(page, model, &pen, frame, body);
    }
}

/// Whom the call goes to: the State's code and name.
pub fn whom(page: &CallPage, pen: &Pen<'_>) -> String {
    let name = page.named.as_ref().map(|state| state.name.get(pen.lang()));
    let name = name.or_else(|| page.request.as_ref().map(|view| view.partner_name.get(pen.lang())));
    format!("{} {}", page.state, name.unwrap_or_default()).trim().to_owned()
}

fn title(page: &CallPage, model: &Model, pen: &Pen<'_>, cols: usize) -> Line<'static> {
    let text = &pen.text.call.page;
    let whom = format::truncate(&pen.clean(&whom(page, pen)), 40).into_owned();
    let back = page.purpose == Purpose::Authenticity;
    let (said, role) = if back {
        ((text.call_back)(&whom), Role::Warning)
    } else {
        ((text.call)(&whom), Role::Title)
    };
    let mut spans = vec![Span::raw(" "), pen.own(said, role)];
    if let Some(request) = &page.request {
        let about = (text.about)(&pen.clean(&request.id));
        spans.push(pen.own(format!(" {} {about}", pen.symbols().dash), Role::Text));
        let kind = request.kind_short.get(pen.lang());
        spans.push(pen.foreign_within(&format!(" {kind}"), 30, Role::Dim));
    }
    // The one key that a narrow line of hints has no room for.
    let key = format!(" {}", model.keymap.shown(Action::Back));
    let ends = format!(" {} ", text.ends);
    let room = cols.saturating_sub(format::width(&key) + format::width(&ends));
    while width_of(&spans) > room && spans.len() > 2 {
        spans.pop();
    }
    let fill = room.saturating_sub(width_of(&spans));
    spans.push(Span::raw(" ".repeat(fill)));
    spans.push(pen.own(key, Role::Key));
    spans.push(pen.own(ends, Role::Dim));
    Line::from(spans)
}

fn wide(page: &CallPage, model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect) {
    let left = Rect { width: LADDER, ..area };
    let right = Rect { x: area.x + LADDER, width: area.width - LADDER, ..area };
    let heading = vec![pen.own(pen.text.call.page.numbers, Role::Label)];
    let inside = boxed::draw(frame, left, heading, false, pen);
    let rows = rows(page, model, pen, usize::from(inside.width), true);
    ladder(page, model, pen, frame, inside, &rows);
    let name = page.rung().map_or_else(|| whom(page, pen), |rung| rung.contact.id.clone());
    let inside = boxed::draw(frame, right, vec![pen.foreign(&name, Role::Dim)], true, pen);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let cols = usize::from(inside.width);
    let lines = panel::lines(page, model, pen, cols, usize::from(inside.height));
    boxed::lines(frame, inside, &lines, 0);
}

fn narrow(page: &CallPage, model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect) {
    let height = usize::from(area.height);
    let rows = rows(page, model, pen, usize::from(area.width), false);
    let below = LADDER_LINES.min(rows.len() + 1).min(height);
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let cols = usize::from(inside.width);
    let lines = panel::lines(page, model, pen, cols, height - below);
    let used = lines.len().min(height - below);
    let inside = Rect { height: used as u16, ..inside };
    boxed::lines(frame, inside, &lines, 0);
    let rest = Rect { y: area.y + used as u16, height: area.height - used as u16, ..area };
    if rest.height == 0 {
        return;
    }
    let heading = format!(" {} ", pen.text.call.page.numbers);
    let rule = if pen.symbols().unicode { "─" } else { "-" };
    let fill = usize::from(area.width).saturating_sub(format::width(&heading) + 1);
    let line = Line::from(vec![
        pen.own(rule, Role::Border),
        pen.own(heading, Role::Label),
        pen.own(rule.repeat(fill), Role::Border),
    ]);
    draw_line(frame, Rect { height: 1, ..rest }, line);
    let rest = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
    ladder(page, model, pen, frame, rest, &rows);
}

/// The rungs, scrolled so that the one in hand is in sight; its lines stand out.
fn ladder(
    page: &CallPage,
    model: &Model,
    pen: &Pen<'_>,
    frame: &mut Frame,
    area: Rect,
    rows: &[Vec<Line<'static>>],
) {
    let each = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let fit = usize::from(area.height) / each;
    let top = scrolled(0, page.at.min(rows.len().saturating_sub(1)), rows.len(), fit.max(1));
    let mut y = area.y;
    for (at, lines) in rows.iter().enumerate().skip(top) {
        for (nth, line) in lines.iter().enumerate() {
            if y >= area.bottom() {
                return;
            }
            let place = Rect { y, height: 1, ..area };
            draw_line(frame, place, line.clone());
            if at == page.at && nth == 0 {
                frame.buffer_mut().set_style(place, pen.selected());
                put_cursor(frame, place.x, place.y, model.overlay.is_none());
            }
            y += 1;
        }
    }
}

fn rows(
    page: &CallPage,
    model: &Model,
    pen: &Pen<'_>,
    cols: usize,
    tall: bool,
) -> Vec<Vec<Line<'static>>> {
    let rungs = page.rungs.iter().enumerate();
    rungs
        .map(|(at, rung)| {
            let here = at == page.at;
            let Some(channel) = rung.view() else { return vec![Line::default()] };
            let row = Row { rung, channel, here, now: model.now, page, pen };
            if tall { row.tall(cols) } else { vec![row.flat(cols)] }
        })
        .collect()
}

struct Row<'a> {
    rung: &'a Rung,
    channel: &'a ChannelView,
    here: bool,
    now: jiff::Timestamp,
    page: &'a CallPage,
    pen: &'a Pen<'a>,
}

impl Row<'_> {
    fn mark(&self) -> Span<'static> {
        self.pen.own(if self.here { self.pen.symbols().cursor } else { " " }, Role::Text)
    }

    fn cell(&self, text: &str, cols: usize, role: Role) -> Span<'static> {
        let mut span = self.pen.foreign_within(text, cols, role);
        let fill = cols.saturating_sub(format::width(&span.content));
        span.content = format!("{}{}", span.content, " ".repeat(fill)).into();
        span
    }

    fn name(&self) -> &str {
        let contact = &self.rung.contact;
        if contact.acronym.is_empty() {
            contact.name.get(self.pen.lang())
        } else {
            &contact.acronym
        }
    }

    fn open(&self) -> (&'static str, Role) {
        let opening = self.rung.opening(self.now, self.pen.zones);
        let role = match opening {
            Opening::Open { .. } => Role::Ok,
            Opening::Closed { .. } => Role::Warning,
            Opening::Unknown => Role::Dim,
        };
        (self.pen.text.directory.opening_word(&opening), role)
    }

    /// What became of it: in this call, else the last time.
    fn fate(&self) -> (String, Role) {
        let text = &self.pen.text.call.page;
        let words = self.pen.text.directory;
        let pending = self.page.pending.as_ref();
        if pending.is_some_and(|w| self.rung.is(&w.contact, &w.channel)) {
            return (self.pen.text.desk.status.working.to_owned(), Role::Dim);
        }
        match (self.rung.fate, &self.channel.last) {
            _ if self.rung.gone => (text.gone.to_owned(), Role::Error),
            (Fate::Logged(outcome), _) => {
                let said = (text.logged)(words.outcome(outcome));
                let role = if outcome.reached() { Role::Ok } else { Role::Warning };
                (said, role)
            }
            (Fate::Skipped, _) => (text.skipped.to_owned(), Role::Dim),
            (Fate::Untried, Some(last)) => {
                let when = self.pen.time_near(last.at);
                // The hour of another day is not worth its room.
                let day = when.rsplit_once(' ').map_or(when.as_str(), |(day, _)| day);
                (format!("{} {day}", words.outcome(last.outcome)), Role::Dim)
            }
            (Fate::Untried, None) if self.channel.standing == Standing::Pending => {
                (text.unproved.to_owned(), Role::Warning)
            }
            (Fate::Untried, None) => (text.never_tried.to_owned(), Role::Dim),
        }
    }

    /// `d 3/4 n 7/8`: so many of so many tries reached somebody, by day and by night there. `all`:
    /// also that half of the day that is not now.
    fn tallies(&self, all: bool) -> String {
        let text = &self.pen.text.call.page;
        let zone = self.rung.zone(self.pen.zones).unwrap_or(self.pen.zone);
        let by_day = (8..20).contains(&zone.to_datetime(self.now).hour());
        let parts =
            [(text.by_day, self.channel.day, by_day), (text.by_night, self.channel.night, !by_day)];
        let parts = parts.into_iter().filter(|(_, _, now)| all || *now);
        let some = parts.filter(|(_, tally, _)| tally.tried > 0);
        let said: Vec<String> = some
            .map(|(word, tally, _)| format!("{word} {}/{}", tally.reached, tally.tried))
            .collect();
        said.join(" ")
    }

    /// One line: the name, what it is, the number, open or not, what became of it, tries.
    fn flat(&self, cols: usize) -> Line<'static> {
        let number = panel::shown(self.channel);
        let roomy = cols >= 76;
        let (name, kind) = if roomy { (10, 15) } else { (8, 6) };
        let (open, open_role) = self.open();
        let (mut fate, fate_role) = self.fate();
        if let (false, Fate::Logged(outcome)) = (roomy, self.rung.fate) {
            // The outcome itself is worth more than that it is in the record.
            fate = self.pen.text.directory.outcome(outcome).to_owned();
        }
        let word = self.pen.text.directory.kind(self.channel.kind);
        let mut spans = vec![
            self.mark(),
            self.cell(self.name(), name, Role::Text),
            Span::raw(" "),
            self.cell(word, kind, Role::Dim),
            Span::raw(" "),
            self.cell(&number, 18, Role::Title),
            Span::raw(" "),
            self.cell(open, 8, open_role),
            Span::raw(" "),
        ];
        let room = cols.saturating_sub(width_of(&spans));
        let wants = |tallies: &str| {
            if tallies.is_empty() { 0 } else { format::width(tallies) + 1 }
        };
        let both = self.tallies(true);
        let fits = format::width(&fate) + wants(&both) <= room;
        let tallies = if fits { both } else { self.tallies(false) };
        let left = room.saturating_sub(wants(&tallies));
        // Without room for a word of it the tries say nothing.
        let (left, tallies) = if left < 8 { (room, String::new()) } else { (left, tallies) };
        spans.push(self.cell(&fate, left, fate_role));
        if !tallies.is_empty() {
            spans.push(self.pen.own(format!(" {tallies}"), Role::Dim));
        }
        Line::from(spans)
    }

    /// Three lines: name and kind; number and hours; what became of it and tries.
    fn tall(&self, cols: usize) -> Vec<Line<'static>> {
        let word = self.pen.text.directory.kind(self.channel.kind);
        let kind = format::width(word) + 1;
        let (open, open_role) = self.open();
        let first = Line::from(vec![
            self.mark(),
            self.cell(self.name(), cols.saturating_sub(kind + 2), Role::Text),
            Span::raw(" "),
            self.pen.own(word, Role::Dim),
        ]);
        let number = panel::shown(self.channel);
        let second = Line::from(vec![
            Span::raw("  "),
            self.cell(&number, cols.saturating_sub(format::width(open) + 4), Role::Title),
            Span::raw(" "),
            self.pen.own(open, open_role),
        ]);
        let (fate, fate_role) = self.fate();
        let tallies = self.tallies(true);
        let room = cols.saturating_sub(format::width(&tallies) + 4);
        let third = Line::from(vec![
            Span::raw("  "),
            self.cell(&fate, room, fate_role),
            Span::raw(" "),
            self.pen.own(tallies, Role::Dim),
        ]);
        vec![first, second, third]
    }
}
