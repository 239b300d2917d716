//! Which instruments are open with a State today: a line for the card, and all of it in a pane.

use jiff::civil::Date;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::WhoPage;
use super::flow::{Flow, told};
use crate::domain::catalogue::Confidence;
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::pen::Pen;
use crate::view::StateView;
use crate::view::directory::{KnownFrom, PartyView, RouteView};

/// Today, by our own calendar: treaties bind by days.
pub fn today(pen: &Pen<'_>) -> Date {
    pen.zone.to_datetime(pen.now).date()
}

/// `1 Oct 2018`.
pub fn date(day: Date, pen: &Pen<'_>) -> String {
    let month = usize::try_from(day.month() - 1).unwrap_or_default();
    let name = pen.text.format.months.get(month).copied().unwrap_or_default();
    format!("{} {name} {}", day.day(), day.year())
}

/// Those of one State that are open, and those that are not yet: `short`, only where none is open.
pub fn summary(state: &StateView, short: bool, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let today = today(pen);
    let of_use = || state.routes.iter().filter(|route| !route.adds_nothing);
    let mut flow = Flow::labelled(text.routes, cols, pen);
    let mut some = false;
    for route in of_use().filter(|route| route.is_open(today)) {
        some = true;
        let role = if doubtful(route.confidence) { Role::Assumed } else { Role::Text };
        flow.dotted(vec![pen.foreign_within(route.short(pen.lang()), 40, role)], pen);
    }
    if !some {
        flow.part(0, vec![pen.own(text.no_routes, Role::Warning)]);
    }
    let coming = of_use().filter(|route| !route.is_open(today) && is_coming(route, today));
    let coming = coming.filter(|_| !some || !short);
    for (at, route) in coming.enumerate() {
        let mut part = Vec::new();
        if at == 0 {
            part.push(pen.own(format!("{}{}", text.not_yet, pen.text.desk.words.colon), Role::Dim));
        }
        part.push(pen.foreign_within(route.short(pen.lang()), 40, Role::Dim));
        if let Some(since) = route.since {
            part.push(pen.own(format!(" ({})", date(since, pen)), Role::Dim));
        }
        flow.part(if at == 0 { 3 } else { 2 }, part);
    }
    flow.done()
}

fn is_coming(route: &RouteView, today: Date) -> bool {
    route.until.is_none_or(|until| until > today) && (route.since.is_some() || route.is_shared())
}

fn doubtful(confidence: Confidence) -> bool {
    confidence == Confidence::Low
}

/// All routes with the State under the cursor.
pub fn lines(page: &WhoPage, model: &Model, area: Rect) -> Vec<Line<'static>> {
    let pen = model.pen();
    let cols = usize::from(layout::inner(area).width);
    let text = &pen.text.who_page.routes;
    let Some(state) = page.list.selected().and_then(|row| super::state(model, row.state())) else {
        return Vec::new();
    };
    if state.routes.is_empty() {
        return vec![Line::from(pen.own(text.none, Role::Dim))];
    }
    let today = today(&pen);
    let mut routes: Vec<&RouteView> = state.routes.iter().collect();
    routes.sort_by_key(|route| (!route.is_open(today), !is_coming(route, today)));
    routes.into_iter().flat_map(|route| one(route, today, cols, &pen)).collect()
}

fn one(route: &RouteView, today: Date, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.routes;
    let open = route.is_open(today);
    let (mark, role) = match open {
        true => (pen.symbols().check, Role::Ok),
        false => (pen.symbols().dash, Role::Dim),
    };
    let first = vec![
        pen.own(format!("{mark} "), role),
        pen.foreign_within(
            route.short(pen.lang()),
            cols / 2,
            if open { Role::Title } else { Role::Text },
        ),
    ];
    let mut flow = Flow::new(cols, 4, first);
    let words = pen.text.directory;
    let stands = match route.since {
        None if open => words.routes.open.to_owned(),
        _ => words.route(route, today),
    };
    flow.part(2, vec![pen.own(stands, role)]);
    if let Some(until) = route.until.filter(|until| *until > today) {
        flow.dotted(vec![pen.own((text.until)(&until.to_string()), Role::Warning)], pen);
    }
    if route.adds_nothing {
        flow.dotted(vec![pen.own(words.routes.adds_nothing, Role::Dim)], pen);
    }
    let mut lines = flow.done();
    let name = route.name.get(pen.lang());
    if name != route.short(pen.lang()) {
        lines.extend(told("", name, Role::Dim, cols, pen));
    }
    // One source for both is said once.
    let alike = route.ours.known == route.theirs.known;
    lines.extend(side(words.routes.theirs, &route.theirs, !alike, cols, pen));
    lines.extend(side(words.routes.ours, &route.ours, true, cols, pen));
    lines.extend(told("", route.note.get(pen.lang()), Role::Dim, cols, pen));
    lines.retain(|line| line.spans.iter().any(|span| !span.content.trim().is_empty()));
    lines.push(Line::default());
    lines
}

fn side(
    label: &str,
    party: &PartyView,
    sourced: bool,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.routes;
    let role = if doubtful(party.known.confidence) { Role::Assumed } else { Role::Text };
    let mut flow = Flow::labelled(&format!("  {label}"), cols, pen);
    flow.part(0, vec![pen.foreign_within(&pen.text.directory.party(party), cols / 2, role)]);
    let mut lines = flow.done();
    for declaration in &party.declarations {
        let label = format!("  {}", text.declares);
        lines.extend(told(&label, declaration.get(pen.lang()), Role::Text, cols, pen));
    }
    lines.extend(told("", party.note.get(pen.lang()), Role::Dim, cols, pen));
    if sourced && !party.known.source.is_empty() {
        lines.extend(known(&format!("  {}", text.source), &party.known, cols, pen));
    }
    lines
}

/// Where something is known from, and how far that can be trusted.
pub fn known(label: &str, from: &KnownFrom, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let word = pen.text.directory.value("confidence", from.confidence.word());
    let mut flow = Flow::labelled(label, cols, pen);
    if doubtful(from.confidence) {
        let mark = format!("{} {word}", pen.symbols().assumed);
        flow.dotted(vec![pen.own(mark, Role::Assumed)], pen);
    }
    if !from.source.is_empty() {
        let room = cols.saturating_sub(super::flow::LABEL + 4);
        flow.dotted(vec![pen.foreign_within(&from.source, room, Role::Dim)], pen);
    }
    if let Some(day) = from.as_of {
        flow.dotted(vec![pen.own((text.as_of)(&date(day, pen)), Role::Dim)], pen);
    }
    if !doubtful(from.confidence) {
        // What is not certain is not said in passing.
        let role = if from.confidence == Confidence::High { Role::Dim } else { Role::Warning };
        flow.dotted(vec![pen.own(word, role)], pen);
    }
    flow.done()
}

/// A title: whose routes, on which day.
pub fn title(state: &StateView, pen: &Pen<'_>) -> Vec<Span<'static>> {
    let name = format!("{} {}", state.code, pen.clean(state.name.get(pen.lang())));
    vec![
        pen.own((pen.text.who_page.routes.title)(&name), Role::Title),
        pen.own(format!(" {} {}", pen.symbols().dash, date(today(pen), pen)), Role::Dim),
    ]
}
