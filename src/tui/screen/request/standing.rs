//! How the request stands: clocks, next acts, checks.

use ratatui::text::{Line, Span};

use crate::domain::check::{Finding, Level};
use crate::domain::clock::ClockState;
use crate::domain::identifier::Code;
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::pen::Pen;
use crate::tui::queue;
use crate::tui::screen::detail;
use crate::tui::widget::wrapped;
use crate::view::{CheckView, ClockView, RequestView};

pub fn heading(text: &'static str, pen: &Pen<'_>) -> Line<'static> {
    Line::from(pen.own(text, Role::Title))
}

pub fn lines(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let text = &pen.text.desk.page;
    let mut lines = state(view, pen, cols);
    let mut clocks: Vec<&ClockView> = view.open_clocks();
    clocks.extend(view.clocks.iter().filter(|c| !c.is_open() && c.anchor_at.is_some()));
    if clocks.is_empty() {
        lines.push(Line::from(pen.own(format!("  {}", text.no_clocks), Role::Dim)));
    }
    for clock in clocks {
        lines.extend(clock_lines(clock, pen, cols));
    }
    lines.extend(not_started(view, pen, cols));
    lines.push(Line::default());
    lines.push(heading(text.next_acts, pen));
    if view.next_steps.is_empty() {
        lines.push(Line::from(pen.own(format!("  {}", text.no_acts), Role::Dim)));
    }
    for step in &view.next_steps {
        let into = pen.symbols().into;
        lines.push(Line::from(vec![
            Span::raw("  "),
            pen.foreign(step.act.get(pen.lang()), Role::Text),
            pen.own(format!(" {into} "), Role::Dim),
            pen.foreign(step.name.get(pen.lang()), Role::Dim),
        ]));
    }
    lines.push(Line::default());
    lines.push(heading(text.checks, pen));
    if view.checks.is_empty() {
        lines.push(Line::from(pen.own(format!("  {}", text.checks_clean), Role::Ok)));
    }
    for check in &view.checks {
        lines.extend(check_lines(check, pen, cols));
    }
    lines
}

fn state(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let text = &pen.text.desk.page;
    let since = (text.since)(&pen.time_near(view.state_since));
    let mut state = vec![
        pen.own(format!("{} ", text.state), Role::Dim),
        pen.foreign_within(view.state_name.get(pen.lang()), cols / 2, Role::Title),
        pen.own(format!(" {since}"), Role::Dim),
    ];
    if view.closed {
        state.push(pen.own(format!(" {}", pen.symbols().check), Role::Ok));
    }
    let owner = if view.owners.is_empty() {
        pen.own(text.no_owner, Role::Warning)
    } else {
        pen.foreign_within(&view.owners.join(", "), cols.saturating_sub(8), Role::Text)
    };
    vec![
        Line::from(state),
        Line::from(vec![pen.own(format!("{} ", text.owner), Role::Dim), owner]),
        Line::default(),
    ]
}

/// Clocks that no event has started yet, by name only.
fn not_started(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let waiting = view.clocks.iter().filter(|clock| clock.anchor_at.is_none());
    let names: Vec<&str> = waiting.map(|clock| clock.name.get(pen.lang())).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let said = format!(
        "{}{}{}",
        pen.text.desk.states.waiting,
        pen.text.desk.words.colon,
        names.join(", ")
    );
    let lines = wrapped(&pen.clean_block(&said), cols.saturating_sub(4), pen);
    lines
        .into_iter()
        .map(|line| Line::from(vec![Span::raw("    "), pen.own(line, Role::Dim)]))
        .collect()
}

/// ```text
///  !L~ LATE +00:22      Acknowledge
///      03:00 · legal, ETS 185 29(7): send it
/// ```
fn clock_lines(clock: &ClockView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let reading = clock.at(pen.now);
    let symbols = pen.symbols();
    let words = &pen.text.desk.words;
    let mark = |on: bool, sign: &'static str, role| match on {
        true => pen.own(sign, role),
        false => pen.own(" ", Role::Text),
    };
    let legal = clock.class == crate::domain::catalogue::ClockClass::Legal;
    let open = matches!(reading.state, ClockState::Running | ClockState::Paused | ClockState::Late);
    let left = match reading.left {
        Some(left) if open => format::left(left.as_secs(), pen.lang()),
        _ => state_word(reading.state, pen).to_owned(),
    };
    let role = if open { queue::left_role(Some(clock), pen.now) } else { Role::Dim };
    let name = if open { Role::Title } else { Role::Dim };
    let mut lines = vec![Line::from(vec![
        mark(reading.state == ClockState::Late, symbols.late, Role::Late),
        mark(legal, symbols.legal, Role::Legal),
        mark(clock.assumed, symbols.assumed, Role::Assumed),
        Span::raw(" "),
        pen.own(format::pad(&left, 17), role),
        pen.foreign_within(clock.name.get(pen.lang()), cols.saturating_sub(21), name),
    ])];
    if open {
        let at = clock.due.map(|at| format!("{} {} ", pen.time_near(at), symbols.dot));
        let assumed = if clock.assumed { format!("{}, ", words.assumed) } else { String::new() };
        let class = if legal { words.legal } else { words.service };
        let article =
            if clock.article.is_empty() { String::new() } else { format!(", {}", clock.article) };
        let act = clock.act.get(pen.lang());
        let said =
            format!("{}{assumed}{class}{article}{}{act}", at.unwrap_or_default(), words.colon);
        let below = pen.foreign_within(&said, cols.saturating_sub(4), Role::Dim);
        lines.push(Line::from(vec![Span::raw("    "), below]));
    }
    if let Some(pause) = clock.pauses.iter().find(|p| p.since <= pen.now && pen.now < p.end) {
        let said = (pen.text.desk.page.paused_until)(
            &pen.time_near(pause.end),
            &pen.clean(&pause.owner),
            &pen.clean(&pause.reason),
        );
        lines.extend(wrapped(&said, cols.saturating_sub(6), pen).into_iter().map(|line| {
            Line::from(vec![
                pen.own(format!("    {} ", symbols.paused), Role::Paused),
                pen.own(line, Role::Paused),
            ])
        }));
    }
    lines
}

pub fn state_word(state: ClockState, pen: &Pen<'_>) -> &'static str {
    let words = &pen.text.desk.states;
    match state {
        ClockState::Waiting => words.waiting,
        ClockState::Running => words.running,
        ClockState::Paused => words.paused,
        ClockState::Late => words.late,
        ClockState::Met => words.met,
        ClockState::Missed => words.missed,
    }
}

/// What is wrong in words. A code of a newer program is shown as it is.
pub fn sentence(check: &CheckView, pen: &Pen<'_>) -> String {
    let Some(code) = Code::from_word(&check.code) else { return check.subject.clone() };
    pen.text.checks.sentence(&Finding {
        code: code.as_str(),
        level: check.level,
        subject: check.subject.clone(),
        detail: check.detail.clone(),
    })
}

fn check_lines(check: &CheckView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let role = match (check.level, &check.aside) {
        (_, Some(_)) => Role::Dim,
        (Level::Block, None) => Role::Error,
        (Level::Warn, None) => Role::Warning,
        (Level::Info, None) => Role::Text,
    };
    let mut lines = vec![Line::from(vec![
        Span::raw("  "),
        pen.foreign(&check.code, role),
        pen.own(format!(" {} ", detail::level(check.level, pen)), role),
        pen.foreign_within(&check.subject, cols.saturating_sub(20), Role::Dim),
    ])];
    let said = pen.clean_block(&sentence(check, pen));
    for line in wrapped(&said, cols.saturating_sub(5), pen) {
        lines.push(Line::from(vec![Span::raw("     "), pen.own(line, Role::Text)]));
    }
    if let Some(why) = &check.aside {
        let said = (pen.text.desk.page.set_aside)(&pen.clean(why));
        lines.push(Line::from(vec![Span::raw("     "), pen.own(said, Role::Dim)]));
    }
    lines
}
