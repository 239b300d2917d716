//! The partner's card on a request: who answers there, at which hour, when it was last proved, and
//! whether the way that the request takes is open. Looked up once for a selection, not for a frame.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use ratatui::text::{Line, Span};

use super::call::{of_state, opening, state_of};
use crate::domain::catalogue::Confidence;
use crate::domain::directory::{Role as ContactRole, Standing};
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::model::Model;
use crate::tui::pen::Pen;
use crate::tui::widget::width_of;
use crate::view::directory::{RouteView, StateView};
use crate::view::ladder::Opening;
use crate::view::{ContactView, Directory, RequestView};

/// What the directory has of the partner of one request.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// Alpha-2; empty: nothing is held.
    code: String,
    kind: String,
    of: Option<Arc<Directory>>,
    state: Option<Arc<StateView>>,
    contact: Option<Arc<ContactView>>,
    /// Further contacts of the State.
    more: usize,
}

impl Held {
    fn is_of(&self, view: &RequestView) -> bool {
        !self.code.is_empty() && self.code == view.partner && self.kind == view.kind
    }
}

/// Follows the selection and the directory.
pub fn settle(model: &mut Model) {
    let Some(view) = model.subject() else { return };
    let fresh = model.partner.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, &model.directory));
    if fresh && model.partner.is_of(&view) {
        return;
    }
    let directory = Arc::clone(&model.directory);
    // Nothing is said before the directory has come.
    if directory.states.is_empty() && directory.contacts.is_empty() || view.partner.is_empty() {
        model.partner = Held::default();
        return;
    }
    let contacts = of_state(&directory, &view.partner);
    let wanted = point(&view);
    let chosen = wanted.and_then(|role| contacts.iter().find(|c| c.roles.contains(&role)));
    let chosen = chosen.or_else(|| contacts.first()).map(Arc::clone);
    let held = Held {
        code: view.partner.clone(),
        kind: view.kind.clone(),
        state: state_of(&directory, &view.partner),
        contact: chosen,
        more: contacts.len().saturating_sub(1),
        of: Some(directory),
    };
    model.partner = held;
}

/// Who takes requests of this kind, where that is not the first contact point.
fn point(view: &RequestView) -> Option<ContactRole> {
    match view.route.as_str() {
        "interpol" | "i247" => Some(ContactRole::Ncb),
        "g7" | "g7_htcn" => Some(ContactRole::G7),
        _ => None,
    }
}

fn of<'a>(view: &RequestView, pen: &Pen<'a>) -> Option<&'a Held> {
    Some(pen.partner).filter(|held| held.is_of(view))
}

/// The last proof of any channel in use.
fn proved(contact: &ContactView) -> Option<Timestamp> {
    let used = contact.channels.iter().filter(|channel| channel.standing == Standing::InUse);
    used.filter_map(|channel| channel.proved).max()
}

/// Whether anybody answers: an emergency line does while the office is closed.
fn reachable(contact: &ContactView, pen: &Pen<'_>) -> Opening {
    let find = |name: &str| pen.zones.get(name).cloned();
    let lines = contact.channels.iter().filter(|c| c.kind.is_voice() && c.is_usable());
    let open = lines.map(|line| line.opening(contact, pen.now, &find)).filter(|o| o.is_open());
    // Without an end comes last of all ends.
    let longest = open.max_by_key(|opening| match opening {
        Opening::Open { closes } => (closes.is_none(), *closes),
        _ => (false, None),
    });
    longest.unwrap_or_else(|| contact.opening(pen.now, &find))
}

fn dot(pen: &Pen<'_>) -> Span<'static> {
    pen.own(format!(" {} ", pen.symbols().dot), Role::Dim)
}

fn verified(contact: &ContactView, pen: &Pen<'_>) -> Span<'static> {
    let text = &pen.text.call.card;
    match proved(contact) {
        Some(at) => {
            let age = pen.now.duration_since(at);
            // Of today by the hour: an age in seconds would change with each of them.
            let when = if age < SignedDuration::from_hours(24) {
                pen.time_near(at)
            } else {
                format::ago(age.as_secs(), pen.lang())
            };
            pen.own((text.verified)(&when), Role::Text)
        }
        None => pen.own(text.never_verified, Role::Warning),
    }
}

/// The instrument of the request's kind between both States.
fn route<'a>(held: &'a Held, view: &RequestView) -> Option<&'a RouteView> {
    let routes = &held.state.as_ref()?.routes;
    let is = |route: &&RouteView| {
        route.short == view.instrument
            || route.instrument == view.instrument
            || (!view.route.is_empty() && route.instrument == view.route)
    };
    routes.iter().find(is)
}

fn today(pen: &Pen<'_>) -> jiff::civil::Date {
    pen.now.to_zoned(pen.zone.clone()).date()
}

fn acronym<'a>(contact: &'a ContactView, pen: &Pen<'_>) -> &'a str {
    if contact.acronym.is_empty() { contact.name.get(pen.lang()) } else { &contact.acronym }
}

/// Adds to the line of the partner what there is room for, the most pressing first.
pub fn extend(spans: &mut Vec<Span<'static>>, view: &RequestView, pen: &Pen<'_>, cols: usize) {
    let text = &pen.text.call.card;
    let Some(held) = of(view, pen) else { return };
    let mut parts: Vec<Span<'static>> = Vec::new();
    if let Some(route) = route(held, view).filter(|route| !route.is_open(today(pen))) {
        parts.push(pen.own((text.route_closed)(&pen.clean(route.short(pen.lang()))), Role::Error));
    }
    match &held.contact {
        None => parts.push(pen.own(text.nobody, Role::Warning)),
        Some(contact) => {
            let zone = pen.zones.get(&contact.zone);
            let (open, role) = opening(reachable(contact, pen), zone, pen);
            parts.push(pen.foreign_within(acronym(contact, pen), 24, Role::Text));
            parts.push(pen.own(open, role));
            parts.push(verified(contact, pen));
            parts.push(pen.foreign_within(&contact.languages.join(" "), 12, Role::Text));
        }
    }
    for part in parts.into_iter().filter(|part| !part.content.is_empty()) {
        if width_of(spans) + format::width(&part.content) + 3 <= cols {
            spans.push(dot(pen));
            spans.push(part);
        }
    }
}

/// The card: two lines of the contact, one of the route; one in all where there is no contact.
pub fn lines(view: &RequestView, pen: &Pen<'_>, cols: usize) -> Vec<Line<'static>> {
    let text = &pen.text.call.card;
    let Some(held) = of(view, pen) else { return Vec::new() };
    let label = |word: &'static str| pen.own(format!("{}  ", format::pad(word, 12)), Role::Dim);
    let route = route(held, view);
    let open = route.is_some_and(|route| route.is_open(today(pen)));
    let route = route.map(|route| route_span(route, pen));
    let Some(contact) = &held.contact else {
        let mut spans = vec![label(text.partner), pen.own(text.nobody, Role::Warning)];
        let beside =
            |route: &Span<'_>| width_of(&spans) + format::width(&route.content) + 3 <= cols;
        return match route {
            Some(route) if beside(&route) => {
                spans.extend([dot(pen), route]);
                vec![Line::from(spans)]
            }
            // An open way is worth no line of its own where there is nobody to reach by it.
            Some(_) if open => vec![Line::from(spans)],
            Some(route) => vec![Line::from(spans), Line::from(vec![label(text.route), route])],
            None => vec![Line::from(spans)],
        };
    };
    let mut lines = vec![
        name_line(contact, held.more, label(text.partner), pen, cols),
        hour_line(contact, view, pen, cols),
    ];
    lines.extend(route.map(|route| Line::from(vec![label(text.route), route])));
    lines
}

fn route_span(route: &RouteView, pen: &Pen<'_>) -> Span<'static> {
    let text = &pen.text.call.card;
    let name = format::truncate(&pen.clean(route.short(pen.lang())), 40).into_owned();
    let since = route.since.map(|day| day.to_string()).unwrap_or_default();
    if !route.is_open(today(pen)) {
        return pen.own((text.route_closed)(&name), Role::Error);
    }
    let doubtful = route.confidence == Confidence::Low;
    let role = if doubtful { Role::Assumed } else { Role::Text };
    pen.own((text.route_open)(&name, &since), role)
}

fn name_line(
    contact: &ContactView,
    more: usize,
    label: Span<'static>,
    pen: &Pen<'_>,
    cols: usize,
) -> Line<'static> {
    let role = contact.roles.first().map_or("", |role| pen.text.directory.role(*role));
    let more =
        if more > 0 { format!(" {}", (pen.text.call.card.more)(more)) } else { String::new() };
    let mut spans = vec![label];
    let room = cols.saturating_sub(14 + format::width(role) + 3);
    spans.push(pen.foreign_within(acronym(contact, pen), room.max(8), Role::Text));
    spans.push(dot(pen));
    spans.push(pen.own(role, Role::Text));
    if width_of(&spans) + format::width(&more) <= cols {
        spans.push(pen.own(more, Role::Dim));
    }
    Line::from(spans)
}

fn hour_line(
    contact: &ContactView,
    view: &RequestView,
    pen: &Pen<'_>,
    cols: usize,
) -> Line<'static> {
    let zone = pen.zones.get(&contact.zone);
    let (open, role) = opening(reachable(contact, pen), zone, pen);
    let mut parts = Vec::new();
    // The hour at the State's capital is said above.
    if let Some(zone) = zone.filter(|_| contact.zone != view.partner_zone) {
        let time = format::clock_time(pen.now, zone);
        parts.push(pen.own((pen.text.desk.page.partner_time)(&time), Role::Text));
    }
    parts.push(pen.own(open, role));
    if !contact.languages.is_empty() {
        parts.push(pen.foreign_within(&contact.languages.join(" "), 16, Role::Text));
    }
    parts.push(verified(contact, pen));
    let mut spans = vec![Span::raw(" ".repeat(14))];
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            if width_of(&spans) + format::width(&part.content) + 3 > cols {
                break;
            }
            spans.push(dot(pen));
        }
        spans.push(part);
    }
    Line::from(spans)
}
