//! All that must be known of one contact, or of a State, to reach it at this hour.

use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::flow::{Flow, told};
use super::list::Row;
use super::{WhoPage, channels, routes};
use crate::domain::directory::Notifies;
use crate::domain::directory::number::spaced;
use crate::text::format;
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::pen::Pen;
use crate::tui::queue;
use crate::tui::screen::detail;
use crate::view::ladder::Opening;
use crate::view::{ContactView, RequestView, StateView};

/// Open requests that are listed.
const REQUESTS: usize = 6;
const CALLS: usize = 5;
/// Columns of when that was; the longest is `16 sept. 20:00`.
const CALLED: usize = 15;
/// Fields that have a line of their own, and those that only an import needs.
const REPLIES: &str = "reply_languages";
const SAID_ABOVE: [&str; 5] = [REPLIES, "preservation_days", "notice_days", "series", "key"];

pub fn title(page: &WhoPage, model: &Model, pen: &Pen<'_>) -> Vec<Span<'static>> {
    let Some(row) = page.list.selected() else { return Vec::new() };
    let dot = || pen.own(format!(" {} ", pen.symbols().dot), Role::Dim);
    let mut spans = vec![pen.foreign(row.state(), Role::Title)];
    if let Some(state) = super::state(model, row.state()) {
        let name = format!(" {}", state.name.get(pen.lang()));
        spans.push(pen.foreign_within(&name, 24, Role::Title));
    }
    let Some(contact) = row.contact() else { return spans };
    for role in contact.roles.iter().take(2) {
        spans.extend([dot(), pen.own(pen.text.directory.role(*role), Role::Text)]);
    }
    spans.extend([dot(), pen.foreign_within(&contact.id, 12, Role::Dim)]);
    if contact.closed {
        spans.extend([dot(), pen.own(pen.text.who_page.card.contact_closed, Role::Error)]);
    }
    if contact.read_only {
        spans.extend([dot(), pen.own(pen.text.desk.page.read_only, Role::Error)]);
    }
    spans
}

/// All of the card. Where it is too low for what must be seen at a glance (numbers, the hour there,
/// languages, routes), that stands first and in short, until the keys scroll the card.
pub fn lines(page: &WhoPage, model: &Model, area: Rect) -> Vec<Line<'static>> {
    let inside = layout::inner(area);
    let (lines, needed) = all(page, model, usize::from(inside.width), false);
    if page.in_card || needed <= usize::from(inside.height) {
        return lines;
    }
    all(page, model, usize::from(inside.width), true).0
}

/// The second says how many lines must be seen at a glance.
fn all(page: &WhoPage, model: &Model, cols: usize, short: bool) -> (Vec<Line<'static>>, usize) {
    let pen = model.pen();
    let Some(row) = page.list.selected() else { return (Vec::new(), 0) };
    let state = super::state(model, row.state());
    let typed = if page.is_debt() { "" } else { page.field.text() };
    let mut lines = match row.contact() {
        Some(contact) if short => in_short(contact, state, typed, cols, &pen),
        Some(contact) => of_contact(contact, state, typed, cols, &pen),
        None => state.map(|state| of_state(state, cols, &pen)).unwrap_or_default(),
    };
    if let Some(state) = state {
        lines.extend(routes::summary(state, short, cols, &pen));
    }
    let needed = lines.len();
    if let Some(contact) = row.contact().filter(|contact| short && !contact.say_first.is_empty()) {
        let label = pen.text.who_page.card.say_first;
        lines.extend(told(label, &contact.say_first, Role::Title, cols, &pen));
    }
    lines.extend(the_rest(row, state, model, cols, &pen));
    (lines, needed)
}

fn the_rest(
    row: &Row,
    state: Option<&Arc<StateView>>,
    model: &Model,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if let Some(state) = state {
        lines.extend(preservation(row.contact(), state, cols, pen));
        lines.extend(requests(state, model, cols, pen));
    }
    if let Some(contact) = row.contact() {
        lines.extend(calls(contact, cols, pen));
        lines.extend(fields(contact, cols, pen));
        lines.extend(routes::known(pen.text.who_page.card.known_from, &contact.known, cols, pen));
    } else if let Some(state) = state {
        lines.extend(told("", state.note.get(pen.lang()), Role::Dim, cols, pen));
        lines.extend(routes::known(pen.text.who_page.card.known_from, &state.known, cols, pen));
    }
    lines
}

fn of_contact(
    contact: &Arc<ContactView>,
    state: Option<&Arc<StateView>>,
    typed: &str,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let mut lines = name(contact, cols, pen);
    lines.extend(conflicts(contact, cols, pen));
    if !contact.say_first.is_empty() {
        lines.extend(told(text.say_first, &contact.say_first, Role::Title, cols, pen));
    }
    lines.extend(channels::lines(contact, typed, cols, pen));
    lines.extend(hour(contact, state, cols, pen));
    lines.extend(languages(contact, state, cols, pen));
    if let Some(notifies) = contact.notifies {
        let mut flow = Flow::labelled(text.customer, cols, pen);
        let role = if notifies == Notifies::Never { Role::Text } else { Role::Warning };
        flow.part(0, vec![pen.own(pen.text.directory.notifies(notifies), role)]);
        lines.extend(flow.done());
    }
    lines
}

/// A line of who it is, one of each number, and the hour there with the languages.
fn in_short(
    contact: &Arc<ContactView>,
    state: Option<&Arc<StateView>>,
    typed: &str,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    let mut lines = name(contact, cols, pen);
    lines.truncate(1);
    lines.extend(conflicts(contact, cols, pen));
    lines.extend(channels::in_short(contact, typed, cols, pen));
    let mut flow = opening_hours(contact, state, cols, pen);
    flow.dotted(vec![spoken(contact, state, cols, pen)], pen);
    lines.extend(flow.done());
    lines
}

/// `OFAC  Anti-Cybercrime Office, Nanterre`.
fn name(contact: &ContactView, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let mut first = Vec::new();
    if !contact.acronym.is_empty() {
        first.push(pen.foreign_within(&format!("{}  ", contact.acronym), cols / 3, Role::Title));
    }
    let mut flow = Flow::new(cols, 2, first);
    flow.part(0, vec![pen.foreign_within(contact.name.get(pen.lang()), cols, Role::Title)]);
    for part in [&contact.unit, &contact.city].into_iter().filter(|part| !part.is_empty()) {
        flow.dotted(vec![pen.foreign_within(part, cols / 2, Role::Text)], pen);
    }
    if let Some(arabic) =
        contact.name.ar.as_deref().filter(|ar| !ar.is_empty() && *ar != contact.name.en)
    {
        flow.dotted(vec![pen.foreign_within(arabic, cols / 2, Role::Dim)], pen);
    }
    flow.done()
}

fn conflicts(contact: &ContactView, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let one = |conflict: &crate::view::ConflictView| {
        let mut values = vec![conflict.shown.as_str()];
        values.extend(conflict.others.iter().map(|other| other.value.as_str()));
        let field = pen.text.directory.field(&conflict.field);
        told("", &(text.differs)(field, &values.join(" / ")), Role::Warning, cols, pen)
    };
    contact.conflicts.iter().flat_map(one).collect()
}

/// The hour there, whether it is one of theirs, and their hours.
fn hour(
    contact: &ContactView,
    state: Option<&Arc<StateView>>,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    opening_hours(contact, state, cols, pen).done()
}

fn opening_hours(
    contact: &ContactView,
    state: Option<&Arc<StateView>>,
    cols: usize,
    pen: &Pen<'_>,
) -> Flow {
    let zones = |name: &str| pen.zones.get(name).cloned();
    let zone = pen.zones.get(&contact.zone);
    let mut flow = time(&contact.zone, state, cols, pen);
    let opening = contact.opening(pen.now, &zones);
    flow.dotted(vec![channels::opening_span(opening, zone, pen)], pen);
    // At any hour: that is said already.
    if !contact.hours.is_empty() && opening != (Opening::Open { closes: None }) {
        let hours = super::draw::hours(&contact.hours, pen);
        flow.dotted(vec![pen.foreign_within(&hours, cols / 2, Role::Dim)], pen);
    }
    flow
}

fn time(zone: &str, state: Option<&Arc<StateView>>, cols: usize, pen: &Pen<'_>) -> Flow {
    let text = pen.text.who_page;
    let mut flow = Flow::labelled(text.card.time, cols, pen);
    let Some(zone) = pen.zones.get(zone) else {
        flow.part(0, vec![pen.own(text.no_zone, Role::Dim)]);
        return flow;
    };
    let said = format!(
        "{} {} ({})",
        format::day(pen.now, zone, pen.lang()),
        format::clock_time(pen.now, zone),
        format::offset(pen.now, zone)
    );
    flow.part(0, vec![pen.own(said, Role::Title)]);
    let day = zone.to_datetime(pen.now).date().weekday();
    if state.is_some_and(|state| super::draw::is_weekend(&state.weekend, day)) {
        flow.dotted(vec![pen.own(text.weekend_there, Role::Warning)], pen);
    }
    flow
}

fn languages(
    contact: &ContactView,
    state: Option<&Arc<StateView>>,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let known = spoken(contact, state, cols, pen);
    if known.content.is_empty() {
        return Vec::new();
    }
    let mut flow = Flow::labelled(text.languages, cols, pen);
    flow.part(0, vec![known]);
    if let Some(reply) = field(contact, REPLIES) {
        let label = pen.text.directory.field(REPLIES);
        let said = format!("{label}{}{reply}", pen.text.desk.words.colon);
        flow.dotted(vec![pen.foreign_within(&said, cols / 2, Role::Text)], pen);
    }
    flow.done()
}

/// What is only known of the country may not hold for this desk.
fn spoken(
    contact: &ContactView,
    state: Option<&Arc<StateView>>,
    cols: usize,
    pen: &Pen<'_>,
) -> Span<'static> {
    if !contact.languages.is_empty() {
        return pen.foreign_within(&contact.languages.join(" "), cols / 2, Role::Text);
    }
    let of_state = state.map(|state| state.languages.join(" ")).unwrap_or_default();
    pen.foreign_within(&of_state, cols / 2, Role::Dim)
}

fn field<'a>(contact: &'a ContactView, key: &str) -> Option<&'a str> {
    contact.fields.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
}

fn of_state(state: &Arc<StateView>, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = pen.text.who_page;
    let mut lines = vec![Line::from(pen.own(text.no_contact, Role::Warning))];
    let mut flow = time(&state.zone, Some(state), cols, pen);
    if let Some(spread) = spread(state, pen) {
        flow.dotted(vec![pen.own((text.card.by_region)(&spread), Role::Text)], pen);
    }
    if !state.capital.is_empty() {
        flow.dotted(vec![pen.foreign_within(&state.capital, 30, Role::Text)], pen);
    }
    if !state.calling_code.is_empty() {
        let code = format!("{} {}", text.card.calling_code, pen.clean(&state.calling_code));
        flow.dotted(vec![pen.own(code, Role::Text)], pen);
    }
    lines.extend(flow.done());
    if !state.languages.is_empty() {
        let known = state.languages.join(" ");
        lines.extend(told(text.card.languages, &known, Role::Text, cols, pen));
    }
    lines
}

/// `19:08–23:08`: the hours from one end of a State to the other, by today's offsets; `None` where
/// it is the same everywhere. An earlier day at one end is named.
fn spread(state: &StateView, pen: &Pen<'_>) -> Option<String> {
    let zones = || state.zones.iter().filter_map(|name| pen.zones.get(name));
    let west = zones().min_by_key(|zone| zone.to_offset(pen.now))?;
    let east = zones().max_by_key(|zone| zone.to_offset(pen.now))?;
    if west.to_offset(pen.now) == east.to_offset(pen.now) {
        return None;
    }
    let hour = |zone| format::clock_time(pen.now, zone);
    let day = |zone| format::day(pen.now, zone, pen.lang());
    let dash = if pen.symbols().unicode { "–" } else { "-" };
    Some(match day(west) == day(east) {
        true => format!("{}{dash}{}", hour(west), hour(east)),
        false => format!("{} {} {dash} {} {}", day(west), hour(west), day(east), hour(east)),
    })
}

/// The contact's own periods, else those that are usual in its State.
fn preservation(
    contact: Option<&Arc<ContactView>>,
    state: &StateView,
    cols: usize,
    pen: &Pen<'_>,
) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let own = |key: &str| contact.and_then(|contact| field(contact, key)?.parse::<u64>().ok());
    let days = own("preservation_days").or(state.preservation_days.map(u64::from));
    let notice = own("notice_days").or(state.notice_days.map(u64::from));
    if days.is_none() && notice.is_none() {
        return Vec::new();
    }
    let mut flow = Flow::labelled(text.preservation, cols, pen);
    let said = [days.map(text.usual_days), notice.map(text.notice_days)];
    for said in said.into_iter().flatten() {
        flow.dotted(vec![pen.own(said, Role::Text)], pen);
    }
    flow.done()
}

/// Open requests with the State, in both directions, the first to come due first.
fn requests(state: &StateView, model: &Model, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let with =
        model.board.requests.iter().filter(|view| view.partner == state.code && !view.closed);
    let mut open: Vec<&Arc<RequestView>> = with.collect();
    open.sort_by_key(|view| {
        let due = view.next_clock(pen.now).and_then(|clock| clock.due);
        (due.is_none(), due)
    });
    if open.is_empty() {
        return told(text.requests, text.no_requests, Role::Dim, cols, pen);
    }
    let mut lines = Vec::new();
    for (at, view) in open.iter().take(REQUESTS).enumerate() {
        let mut flow = Flow::labelled(if at == 0 { text.requests } else { "" }, cols, pen);
        let direction = format!("{} ", queue::direction(view.direction, pen));
        flow.part(0, vec![pen.own(direction, Role::Dim), pen.foreign(&view.id, Role::Title)]);
        let kind = view.kind_short.get(pen.lang());
        flow.part(2, vec![pen.foreign_within(kind, (cols / 3).max(20), Role::Text)]);
        if let Some(clock) = view.next_clock(pen.now) {
            flow.part(2, detail::clock_spans(clock, pen));
        }
        lines.extend(flow.done());
    }
    if open.len() > REQUESTS {
        lines.extend(told("", &(text.and_more)(open.len() - REQUESTS), Role::Dim, cols, pen));
    }
    lines
}

fn calls(contact: &ContactView, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let text = &pen.text.who_page.card;
    let mut lines = Vec::new();
    for (at, tried) in contact.tries.iter().take(CALLS).enumerate() {
        let mut flow = Flow::labelled(if at == 0 { text.calls } else { "" }, cols, pen);
        flow.part(0, vec![pen.own(format::pad(&pen.time_near(tried.at), CALLED), Role::Text)]);
        let role = if tried.outcome.proves() { Role::Ok } else { Role::Warning };
        flow.part(1, vec![pen.own(pen.text.directory.outcome(tried.outcome), role)]);
        let on = contact.channels.iter().find(|channel| channel.id == tried.channel);
        if let Some(channel) = on {
            let value = spaced(&channel.value);
            flow.part(2, vec![pen.foreign_within(&value, cols / 2, Role::Dim)]);
        }
        flow.part(2, vec![pen.foreign_within(&tried.by, 24, Role::Dim)]);
        if !tried.note.is_empty() {
            flow.part(2, vec![pen.foreign_within(&tried.note, cols / 2, Role::Text)]);
        }
        lines.extend(flow.done());
    }
    lines
}

/// Everything else that is filled.
fn fields(contact: &ContactView, cols: usize, pen: &Pen<'_>) -> Vec<Line<'static>> {
    let rest = contact.fields.iter().filter(|(key, _)| !SAID_ABOVE.contains(&key.as_str()));
    let text = pen.text.directory;
    let one = |(key, value): &(String, String)| {
        let value = text.value(key, value);
        let said = format!("{}{}{value}", text.field(key), pen.text.desk.words.colon);
        told("", &said, Role::Text, cols, pen)
    };
    rest.flat_map(one).collect()
}
