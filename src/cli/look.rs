//! Looking: `queue`, `due`, `show`, `explain`, `audit`, `status`. All but `explain` need neither keys
//! nor catalogue.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::args::{Due, Id, Queue};
use super::error::{CliError, Kind, LATE};
use super::here::Here;
use super::{Done, audited, who};
use crate::desk::{Look, Mode};
use crate::domain::decide::value;
use crate::export::json::{self, ExplainObject, ExplainedClock, QueueObject, WaitingClock};
use crate::export::text;
use crate::text::refusal::filled;
use crate::view::{Filter, RequestView};

/// `queue --all` lists so many of the closed ones at most.
const MOST: usize = 10_000;

pub fn queue(here: &Here, args: &Queue) -> Result<Done, CliError> {
    let look = here.look()?;
    let officer = here.officer(look.profile());
    let filter = Filter::parse(&args.filter.join(" "));
    let failed = |failure| here.failed(failure);
    let open = if filter.is_empty() { look.open_brief() } else { look.open_requests() };
    let mut views: Vec<RequestView> = open
        .map_err(failed)?
        .into_iter()
        .filter(|view| {
            filter.is_empty() || filter.matches(view, &view.search_text(), &officer, here.now)
        })
        .collect();
    in_deadline_order(&mut views, here.now);
    let mut notes = String::new();
    if args.all {
        let found = look.search(&filter, MOST, here.now, &officer).map_err(failed)?;
        if found.len() == MOST {
            notes = filled(here.text.cli.head.cut, &[MOST.to_string()]) + "\n";
        }
        views.extend(found.into_iter().filter(|view| view.closed));
    }
    let mut done = listed(here, views, here.text.cli.head.empty_queue);
    done.notes = notes;
    Ok(done)
}

pub fn due(here: &Here, args: &Due) -> Result<Done, CliError> {
    let within = value::duration(&args.within).ok_or_else(|| {
        let values = [args.within.clone()];
        CliError::of(Kind::Usage, here.text.cli.usage.bad_duration, &values)
    })?;
    let until = here.now.checked_add(within).unwrap_or(jiff::Timestamp::MAX);
    let mut views = here.look()?.due_before(until).map_err(|failure| here.failed(failure))?;
    views.retain(|view| {
        view.next_clock(here.now).and_then(|clock| clock.due).is_some_and(|due| due <= until)
    });
    in_deadline_order(&mut views, here.now);
    Ok(listed(here, views, here.text.cli.head.nothing_due))
}

/// The clock that ends first, first; requests without an end last.
fn in_deadline_order(views: &mut [RequestView], now: jiff::Timestamp) {
    views.sort_by_cached_key(|view| {
        let due = view.next_clock(now).and_then(|clock| clock.due);
        (due.is_none(), due, view.id.clone())
    });
}

fn listed(here: &Here, views: Vec<RequestView>, nothing: &str) -> Done {
    if here.json {
        return Done::out(json::render(&QueueObject::new(&views, here.now, here.text)));
    }
    let views: Vec<Arc<RequestView>> = views.into_iter().map(Arc::new).collect();
    Done::out(text::queue(&views, nothing, &here.layout(TimeZone::UTC)))
}

pub fn show(here: &Here, args: &Id) -> Result<Done, CliError> {
    let look = here.look()?;
    let entity = here.find(&look, &args.id)?;
    let view = look.view(entity).map_err(|failure| here.failed(failure))?;
    let view = view.ok_or_else(|| not_found(here, &args.id))?;
    let mut done = shown(here, &view)?;
    if !here.json
        && let Some(partner) = who::of_request(here, &look, &view)?
    {
        if !here.plain {
            done.out.push('\n');
        }
        done.out.push_str(&partner);
    }
    Ok(done)
}

/// A request as `show` and every act print it.
pub fn shown(here: &Here, view: &RequestView) -> Result<Done, CliError> {
    if here.json {
        return Ok(Done::out(json::render(&json::RequestObject::new(view, here.now, here.text))));
    }
    Ok(Done::out(text::show(view, &here.layout(here.zone()?))))
}

fn not_found(here: &Here, id: &str) -> CliError {
    CliError::of(Kind::Refused, here.text.cli.fault.not_found, &[id.to_owned()])
}

pub fn explain(here: &Here, args: &Id) -> Result<Done, CliError> {
    let desk = here.desk()?;
    let entity = here.find(&desk, &args.id)?;
    let failed = |failure| here.failed(failure);
    let view = desk.view(entity).map_err(failed)?.ok_or_else(|| not_found(here, &args.id))?;
    let clocks = desk.explain(entity).map_err(failed)?.unwrap_or_default();
    let zone = here.zone()?;
    if !here.json {
        return Ok(Done::out(text::explain(&view.id, &clocks, &here.layout(zone))));
    }
    let mut object = ExplainObject {
        schema: "vigie.explain/1",
        at: here.now.into(),
        id: view.id,
        clocks: Vec::new(),
        waiting: Vec::new(),
    };
    for clock in &clocks {
        let why = here.text.explain.why(clock, &clocks, here.now, &zone);
        match json::clock_row(clock, here.now, here.text) {
            Some(row) => object.clocks.push(ExplainedClock { clock: row, why }),
            None => object.waiting.push(WaitingClock {
                id: clock.id.clone(),
                name: clock.name.in_language(here.text.lang).to_owned(),
                class: clock.class.word(),
                anchor: clock.anchor.clone(),
                why,
            }),
        }
    }
    Ok(Done::out(json::render(&object)))
}

pub fn audit(here: &Here, args: &Id) -> Result<Done, CliError> {
    let look = here.look()?;
    let entity = here.find(&look, &args.id)?;
    let failed = |failure| here.failed(failure);
    let view = look.view(entity).map_err(failed)?.ok_or_else(|| not_found(here, &args.id))?;
    let lines = look.audit(entity).map_err(failed)?;
    if here.json {
        return Ok(Done::out(json::render(&audited::object(&view.id, &lines, here.now))));
    }
    let rows = audited::rows(&lines);
    Ok(Done::out(text::audit(&view.id, &rows, &here.layout(here.zone()?))))
}

/// Exit 3 when something is late: for monitoring.
pub fn status(here: &Here) -> Result<Done, CliError> {
    let look = here.look()?;
    let status = look.status(here.now).map_err(|failure| here.failed(failure))?;
    let problems: Vec<String> = match status.late {
        0 => Vec::new(),
        late => vec![filled(here.text.cli.done.late, &[late.to_string()])],
    };
    let code = if problems.is_empty() { 0 } else { LATE };
    let name = look.profile().station.clone();
    if here.json {
        let object = json::StatusObject {
            schema: "vigie.status/1",
            at: here.now.into(),
            desk: name.clone(),
            mode: mode(&look),
            entries: status.entries,
            requests: status.requests,
            state_hash: status.state_hash,
            open: status.open,
            late: status.late,
            alarms: Default::default(),
            desks: vec![json::DeskRow { name, seen_s: 0, behind: 0 }],
            problems,
        };
        return Ok(Done { out: json::render(&object), code, ..Done::default() });
    }
    let [desk, entries, hash, open, late, _] = here.text.cli.done.status;
    let rows = [
        (desk, name),
        (open, status.open.to_string()),
        (late, status.late.to_string()),
        (entries, status.entries.to_string()),
        (hash, status.state_hash),
    ];
    let mut out = String::new();
    for (label, value) in rows {
        out.push_str(&format!("{label}: {}\n", crate::text::sanitise::line(&value)));
    }
    let verdict = match problems.is_empty() {
        true => here.text.cli.done.all_well.to_owned(),
        false => format!("{} {}", here.text.cli.done.needs_person, problems.join(" ")),
    };
    out.push_str(&verdict);
    out.push('\n');
    Ok(Done { out, code, ..Done::default() })
}

pub fn mode(look: &Look) -> &'static str {
    match look.profile().mode {
        Mode::Duty => "duty",
        Mode::Demo => "demo",
        Mode::Training => "training",
    }
}
