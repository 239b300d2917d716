//! Tests of channels: planned for the partner's hours, registered as requests, reported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::Done;
use super::super::error::CliError;
use super::super::here::Here;
use super::args::Ping;
use super::find::{self, Named};
use super::schedule::{self, Slot};
use super::{call_refused, debt, most};
use crate::config;
use crate::desk::{Desk, Look};
use crate::domain::{Direction, EntityId, Fact};
use crate::export::json::{self, PingPlanObject, PingReportObject, PingReportRow, PingRow};
use crate::export::text::wrap;
use crate::text::refusal::filled;
use crate::text::{format, sanitise};
use crate::view::{ContactView, Filter, RequestView};

/// Tests that are looked at for a report: more than a desk of 20 years sends.
const MOST: usize = 100_000;

pub fn ping(here: &Here, args: &Ping) -> Result<Done, CliError> {
    if args.report {
        return report(here);
    }
    if args.plan {
        return plan(here, args);
    }
    if args.ids.is_empty() {
        let values = ["ID".to_owned(), String::new(), "vigie directory ping".to_owned()];
        let missing = here.text.cli.usage.missing;
        return Err(CliError::of(super::super::error::Kind::Usage, missing, &values));
    }
    let mut desk = here.desk_to_act()?;
    let mut planned = Vec::new();
    for id in &args.ids {
        let named = find::named(here, &desk, id)?;
        planned.push(Planned::new(here, &named, None));
    }
    note_open(here, &desk, &mut planned)?;
    start(here, &mut desk, &mut planned)?;
    answer(here, &planned, true)
}

/// A test to be sent, or one that has been registered.
struct Planned {
    contact: Arc<ContactView>,
    entity: EntityId,
    channel: crate::domain::ChannelId,
    at: usize,
    slot: Option<Slot>,
    /// Reference of its request.
    request: String,
    /// It was open before.
    known: bool,
}

impl Planned {
    fn new(_: &Here, named: &Named, slot: Option<Slot>) -> Self {
        Self {
            contact: Arc::new(named.contact.clone()),
            entity: named.entity,
            channel: named.channel,
            at: named.at,
            slot,
            request: String::new(),
            known: false,
        }
    }

    /// `FR-7K3Q/5be1c0aa`.
    fn id(&self) -> String {
        format!("{}/{}", self.contact.id, self.channel)
    }
}

fn plan(here: &Here, args: &Ping) -> Result<Done, CliError> {
    let limit = debt::limit(here, args.over.as_deref())?;
    let ours = here.zone()?;
    let zones = |name: &str| config::zone(name);
    let mut desk = None;
    let owed = match args.start {
        true => debt::owed(here, desk.insert(here.desk_to_act()?), limit)?,
        false => debt::owed(here, &here.look()?, limit)?,
    };
    let look = here.look()?;
    let mut planned: Vec<Planned> = Vec::new();
    for one in owed {
        let ids = one.contact.channels.get(one.channel).map(|channel| channel.id.parse());
        let (Some(Ok(channel)), Ok(entity)) = (ids, one.contact.entity.parse()) else { continue };
        planned.push(Planned {
            contact: one.contact,
            entity,
            channel,
            at: one.channel,
            slot: None,
            request: String::new(),
            known: false,
        });
    }
    note_open(here, &look, &mut planned)?;
    planned.retain(|one| !one.known);
    planned.truncate(most(args.max));
    let mut weekends: BTreeMap<String, String> = BTreeMap::new();
    for one in &mut planned {
        let state = one.contact.state.clone();
        if !weekends.contains_key(&state) {
            let held = look.state(&state).map_err(|failure| here.failed(failure))?;
            weekends.insert(state.clone(), held.map(|state| state.weekend).unwrap_or_default());
        }
        let weekend = weekends.get(&state).map_or("", String::as_str);
        one.slot = schedule::slot(&one.contact, one.at, weekend, here.now, &ours, &zones);
    }
    planned.sort_by_key(|one| one.slot.as_ref().map_or(Timestamp::MAX, |slot| slot.at));
    if let Some(desk) = &mut desk {
        start(here, desk, &mut planned)?;
    }
    answer(here, &planned, args.start)
}

/// Names the test that is open for a channel already.
fn note_open(here: &Here, look: &Look, planned: &mut [Planned]) -> Result<(), CliError> {
    let open: BTreeMap<String, String> = tests(here, look)?
        .into_iter()
        .filter(|view| !view.closed && !matches!(view.state.as_str(), "answered" | "failed"))
        .map(|view| (contact_of(&view).to_owned(), view.id.clone()))
        .collect();
    for one in planned {
        if let Some(reference) = open.get(&one.id()) {
            one.request.clone_from(reference);
            one.known = true;
        }
    }
    Ok(())
}

/// Tests that we sent, the latest first.
fn tests(here: &Here, look: &Look) -> Result<Vec<RequestView>, CliError> {
    let filter = Filter::parse("kind:ping");
    let found = look.search(&filter, MOST, here.now, "").map_err(|failure| here.failed(failure))?;
    let ours = |view: &RequestView| view.kind == "ping" && view.direction == Direction::Out;
    Ok(found.into_iter().filter(ours).collect())
}

fn contact_of(view: &RequestView) -> &str {
    let field = view.fields.iter().find(|field| field.key == "contact");
    field.map_or("", |field| field.value.as_str())
}

/// Registers every test that is not open already. One that is refused ends it; those before stay.
fn start(here: &Here, desk: &mut Desk, planned: &mut [Planned]) -> Result<(), CliError> {
    for one in planned.iter_mut().filter(|one| !one.known) {
        let done = desk.ping(one.entity, one.channel, here.now);
        let done = done.map_err(|failure| here.failed(failure))?;
        let registered = done.map_err(|refusal| {
            let mut error = call_refused(here, &refusal);
            let sentence = here.text.cli.directory.fault.in_act;
            error.what = filled(sentence, &[one.id(), error.what]);
            error
        })?;
        one.request = registered.view.id;
    }
    Ok(())
}

fn answer(here: &Here, planned: &[Planned], registered: bool) -> Result<Done, CliError> {
    if here.json {
        return Ok(Done::out(json::render(&PingPlanObject {
            schema: "vigie.pings/1",
            at: here.now.into(),
            planned: planned.iter().filter_map(|one| row(here, one)).collect(),
        })));
    }
    let words = &here.text.cli.directory.ping;
    if planned.is_empty() {
        return Ok(Done::out(format!("{}\n", words.plan_empty)));
    }
    let mut out = String::new();
    if !registered {
        let head = filled(words.plan, &[planned.len().to_string()]);
        out.push_str(&wrapped(here, &head, 0, 2));
    }
    let ours = here.zone()?;
    for one in planned {
        out.push_str(&line(here, one, &ours));
    }
    let notes = match registered {
        true => String::new(),
        false => format!("{}\n", words.nothing_registered),
    };
    Ok(Done { out, notes, code: 0 })
}

/// The reference or the hour, whom, and what hour it is there then.
fn line(here: &Here, one: &Planned, ours: &TimeZone) -> String {
    let (lang, words) = (here.text.lang, &here.text.cli.directory.ping);
    let Some(channel) = one.contact.channels.get(one.at) else { return String::new() };
    let mut parts = Vec::new();
    if !one.request.is_empty() {
        let done = if one.known { words.already } else { words.registered };
        parts.push(format!("{}  {done}", one.request));
    }
    match &one.slot {
        Some(slot) if slot.at <= here.now => parts.push(words.now.to_owned()),
        Some(slot) => {
            parts.push(format::day(slot.at, ours, lang) + " " + &format::clock_time(slot.at, ours))
        }
        None if one.request.is_empty() => parts.push(words.note_unreached.to_owned()),
        None => {}
    }
    if let Some(slot) = &one.slot {
        let there = slot.zone.as_ref().map(|zone| format::clock_time(slot.at, zone));
        if let Some(there) = there {
            parts.push(format!("{there} {}", words.their_time));
        }
        if slot.assumed {
            parts.push(words.hours_assumed.to_owned());
        }
    }
    let kind = here.text.directory.kind(channel.kind);
    let whom = [one.id(), one.contact.name.get(lang).to_owned()].join("  ");
    parts.push(format!("{whom}, {kind} {}", find::shown(channel)));
    wrapped(here, &sanitise::line(&parts.join(" · ")), 2, 6)
}

fn wrapped(here: &Here, text: &str, first: usize, further: usize) -> String {
    let width = if here.plain { usize::MAX } else { here.width };
    let lines = wrap(text, width, first, further);
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn row(here: &Here, one: &Planned) -> Option<PingRow> {
    let channel = one.contact.channels.get(one.at)?;
    Some(PingRow {
        id: one.id(),
        state: one.contact.state.clone(),
        name: one.contact.name.get(here.text.lang).to_owned(),
        kind: channel.kind.word(),
        value: channel.value.clone(),
        when: one.slot.as_ref().map(|slot| slot.at.into()),
        assumed: one.slot.as_ref().is_some_and(|slot| slot.assumed),
        request: one.request.clone(),
        known: one.known,
    })
}

/// What became of a test, from the entries about it.
#[derive(Default)]
struct Outcome {
    sent: Option<Timestamp>,
    answered: Option<Timestamp>,
    failed: bool,
}

impl Outcome {
    fn of(facts: impl Iterator<Item = Fact>) -> Self {
        let mut it = Self::default();
        for fact in facts {
            let Fact::Stepped(step) = fact else { continue };
            match step.to.as_str() {
                "draft" => it = Self::default(),
                "sent" | "retried" | "no_answer" => {
                    if step.to != "no_answer" && !step.undo {
                        it.sent = Some(step.at);
                    }
                    (it.answered, it.failed) = (None, false);
                }
                "answered" => it.answered = Some(step.at),
                "failed" => it.failed = true,
                _ => {}
            }
        }
        it
    }

    fn minutes(&self) -> Option<i64> {
        let (sent, answered) = (self.sent?, self.answered?);
        Some((answered.as_second() - sent.as_second()).max(0) / 60)
    }
}

fn report(here: &Here) -> Result<Done, CliError> {
    let look = here.look()?;
    let mut rows: BTreeMap<String, (PingReportRow, Vec<i64>)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for view in tests(here, &look)? {
        let Ok(entity) = view.entity.parse::<EntityId>() else { continue };
        if !seen.insert(entity) {
            continue;
        }
        let entries = look.entries(entity).map_err(|failure| here.failed(failure))?;
        let outcome = Outcome::of(entries.into_iter().map(|entry| entry.fact));
        let (row, minutes) = rows.entry(view.partner.clone()).or_insert_with(|| {
            let name = view.partner_name.get(here.text.lang).to_owned();
            (PingReportRow::of(view.partner.clone(), name), Vec::new())
        });
        row.sent += usize::from(outcome.sent.is_some());
        row.answered += usize::from(outcome.answered.is_some());
        row.failed += usize::from(outcome.failed);
        row.open += usize::from(outcome.answered.is_none() && !outcome.failed && !view.closed);
        minutes.extend(outcome.minutes());
    }
    let partners: Vec<PingReportRow> = rows
        .into_values()
        .map(|(row, minutes)| PingReportRow { minutes: mean(&minutes), ..row })
        .collect();
    if here.json {
        let (schema, at) = ("vigie.ping_report/1", here.now.into());
        return Ok(Done::out(json::render(&PingReportObject { schema, at, partners })));
    }
    if partners.is_empty() {
        return Ok(Done::out(format!("{}\n", here.text.cli.directory.ping.report_empty)));
    }
    Ok(Done::out(partners.iter().map(|row| report_line(here, row)).collect()))
}

fn mean(minutes: &[i64]) -> Option<i64> {
    let count = i64::try_from(minutes.len()).ok().filter(|count| *count > 0)?;
    Some(minutes.iter().sum::<i64>() / count)
}

/// `FR  France · 3 sent · 2 answered (18 minutes) · 1 failed`.
fn report_line(here: &Here, row: &PingReportRow) -> String {
    let words = &here.text.cli.directory.ping;
    let minutes = row.minutes.map(|n| format!(" ({n} {})", words.minutes)).unwrap_or_default();
    let mut parts = vec![
        format!("{}  {}", row.partner, row.name),
        format!("{} {}", row.sent, words.sent),
        format!("{} {}{minutes}", row.answered, words.answered),
        format!("{} {}", row.failed, words.failed),
    ];
    if row.open > 0 {
        parts.push(format!("{} {}", row.open, words.waiting));
    }
    format!("{}\n", sanitise::line(&parts.join(" · ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Step;

    fn step(to: &str, minute: i64, undo: bool) -> Fact {
        let at = Timestamp::from_second(1_700_000_000 + 60 * minute).unwrap();
        Fact::Stepped(Step { to: to.to_owned(), at, undo, ..Step::default() })
    }

    #[test]
    fn minutes_run_from_the_last_sending_to_the_answer_and_an_undone_answer_is_none() {
        let of = |facts: &[Fact]| Outcome::of(facts.iter().cloned());
        let answered = of(&[step("sent", 0, false), step("answered", 7, false)]);
        assert_eq!(answered.minutes(), Some(7));
        let again = of(&[
            step("sent", 0, false),
            step("no_answer", 60, false),
            step("retried", 70, false),
            step("answered", 75, false),
            step("closed", 80, false),
        ]);
        assert_eq!(again.minutes(), Some(5));
        let undone =
            of(&[step("sent", 0, false), step("answered", 7, false), step("sent", 8, true)]);
        assert!(undone.minutes().is_none() && undone.answered.is_none());
        assert!(undone.sent.is_some());
        let failed =
            of(&[step("sent", 0, false), step("no_answer", 9, false), step("failed", 9, false)]);
        assert!(failed.failed && failed.minutes().is_none());
    }
}
