//! Acts on one request: each prints what the request has become.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::Done;
use super::args::{Id, Note, Override, Pause, Resume, Set, Step, Undo};
use super::error::{CliError, Kind};
use super::here::Here;
use super::look::shown;
use crate::desk::Desk;
use crate::domain::catalogue::Guard;
use crate::domain::decide::{NOTE_MAX, StepWish};
use crate::domain::{Audience, Command, EntityId, Refusal};
use crate::export::json::{self, StepObject, StepRow};
use crate::text::format;
use crate::text::refusal::filled;
use crate::text::sanitise;
use crate::view::RequestView;

pub fn ack(here: &Here, args: &Id) -> Result<Done, CliError> {
    act(here, &args.id, Command::Acknowledge)
}

pub fn take(here: &Here, args: &Id) -> Result<Done, CliError> {
    act(here, &args.id, Command::Take)
}

pub fn note(here: &Here, args: &Note) -> Result<Done, CliError> {
    let mut text = args.words.join(" ");
    if text == "-" {
        text = read_note(here)?;
    }
    let audience = if args.partner { Audience::Partner } else { Audience::Internal };
    act(here, &args.id, Command::Note { text, audience })
}

/// A note from the standard input, one byte more than a note may have so that the rest is noticed.
fn read_note(here: &Here) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let most = u64::try_from(NOTE_MAX).unwrap_or(u64::MAX) + 1;
    let read = std::io::stdin().lock().take(most).read_to_end(&mut bytes);
    let unreadable = |why: String| {
        CliError::of(Kind::Usage, here.text.cli.fault.file_unreadable, &["-".to_owned(), why])
    };
    read.map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    Ok(text.trim_end().to_owned())
}

pub fn set(here: &Here, args: &Set) -> Result<Done, CliError> {
    let values = assignments(here, &args.values)?;
    act(here, &args.id, Command::Set(values))
}

pub fn step(here: &Here, args: &Step) -> Result<Done, CliError> {
    if args.list {
        return list(here, &args.id);
    }
    let Some(to) = &args.state else {
        let values = [args.id.clone()];
        return Err(CliError::of(Kind::Usage, here.text.cli.usage.no_state, &values));
    };
    let instant = |option: &str, typed: &Option<String>| {
        typed.as_deref().map(|typed| here.instant(option, typed)).transpose()
    };
    let wish = StepWish {
        to: to.clone(),
        at: instant("--at", &args.happened)?,
        until: instant("--until", &args.until)?,
        reason: args.reason.clone(),
        second: args.second.clone(),
        set: assignments(here, &args.set)?,
        links: BTreeSet::new(),
    };
    match &args.link {
        None => act(here, &args.id, Command::Step(wish)),
        Some(other) => step_and_link(here, &args.id, wish, other),
    }
}

/// A step that ties the request to another: the relation is the one that the step asks for. The link
/// is recorded after the step, so that a refused step leaves none behind.
fn step_and_link(here: &Here, id: &str, mut wish: StepWish, other: &str) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let entity = here.find(&desk, id)?;
    let to = here.find(&desk, other)?;
    if to == entity {
        return Err(CliError::refusal(&Refusal::LinkToSelf, here.text));
    }
    let choices = desk.choices(entity, here.now).map_err(|failure| here.failed(failure))?;
    let guards = choices.iter().filter(|choice| choice.to == wish.to).flat_map(|c| &c.guards);
    wish.links = guards
        .filter_map(|guard| match guard {
            Guard::Link(relation) => Some(*relation),
            _ => None,
        })
        .collect();
    let links = wish.links.clone();
    let mut done = execute(here, &mut desk, entity, Command::Step(wish))?;
    for relation in links {
        done = execute(here, &mut desk, entity, Command::Link { relation, to })?;
    }
    Ok(done)
}

pub fn pause(here: &Here, args: &Pause) -> Result<Done, CliError> {
    let command = Command::Pause {
        clock: args.clock.clone(),
        reason: args.reason.clone(),
        owner: args.owner.clone(),
        until: here.instant("--until", &args.until)?,
    };
    act(here, &args.id, command)
}

pub fn resume(here: &Here, args: &Resume) -> Result<Done, CliError> {
    act(here, &args.id, Command::Resume { clock: args.clock.clone() })
}

pub fn set_aside(here: &Here, args: &Override) -> Result<Done, CliError> {
    let command = Command::Override { code: args.code.clone(), reason: args.reason.clone() };
    act(here, &args.id, command)
}

pub fn undo(here: &Here, args: &Undo) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let entity = match &args.id {
        Some(id) => here.find(&desk, id)?,
        None => {
            let last = desk.last_own_act().map_err(|failure| here.failed(failure))?;
            let officer = desk.seat().officer.clone();
            let nothing = here.text.cli.fault.nothing_to_undo;
            last.ok_or_else(|| CliError::of(Kind::Refused, nothing, &[officer]))?
        }
    };
    execute(here, &mut desk, entity, Command::Undo)
}

fn act(here: &Here, id: &str, command: Command) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let entity = here.find(&desk, id)?;
    execute(here, &mut desk, entity, command)
}

fn execute(
    here: &Here,
    desk: &mut Desk,
    entity: EntityId,
    command: Command,
) -> Result<Done, CliError> {
    let done = desk.execute(entity, command, here.now).map_err(|failure| here.failed(failure))?;
    let view = done.map_err(|refusal| CliError::refusal(&refusal, here.text))?;
    if here.json {
        return shown(here, &view);
    }
    Ok(Done::out(now_is(here, &view)))
}

/// The new state in two lines: the state, and what ends first.
fn now_is(here: &Here, view: &RequestView) -> String {
    let lang = here.text.lang;
    let state = format!("{} ({})", view.state_name.get(lang), view.state);
    let mut out = filled(here.text.cli.done.now_is, &[view.id.clone(), state]);
    if let Some(clock) = view.next_clock(here.now).filter(|_| !view.closed) {
        let left = clock.at(here.now).left.map_or(0, |left| left.as_secs());
        let name = sanitise::line(clock.name.get(lang));
        let act = sanitise::line(clock.act.get(lang));
        out.push_str(&format!("\n  {} · {name} → {act}", format::left(left, lang)));
    }
    out.push('\n');
    out
}

/// The steps from here, and what each still lacks.
fn list(here: &Here, id: &str) -> Result<Done, CliError> {
    let desk = here.desk()?;
    let entity = here.find(&desk, id)?;
    let failed = |failure| here.failed(failure);
    let view = desk.view(entity).map_err(failed)?;
    let choices = desk.choices(entity, here.now).map_err(failed)?;
    let (lang, refusal) = (here.text.lang, here.text.refusal);
    let steps: Vec<StepRow> = choices
        .iter()
        .map(|choice| StepRow {
            to: choice.to.clone(),
            name: choice.name.in_language(lang).to_owned(),
            act: choice.act.in_language(lang).to_owned(),
            open: choice.unmet.is_empty(),
            missing: choice.unmet.iter().map(|unmet| refusal.say_unmet(unmet).what).collect(),
        })
        .collect();
    let (reference, state) = view.map(|view| (view.id, view.state)).unwrap_or_default();
    if here.json {
        let (schema, at) = ("vigie.steps/1", here.now.into());
        return Ok(Done::out(json::render(&StepObject {
            schema,
            at,
            id: reference,
            state,
            steps,
        })));
    }
    let mut out = format!("{}: {}\n", sanitise::line(&reference), sanitise::line(&state));
    for step in &steps {
        let missing = match step.missing.is_empty() {
            true => here.text.cli.head.open_now.to_owned(),
            false => step.missing.join(" · "),
        };
        let line = format!("{}  {}: {missing}", step.to, sanitise::line(&step.act));
        let width = if here.plain { usize::MAX } else { here.width };
        for line in crate::export::text::wrap(&line, width, 2, 6) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    Ok(Done::out(out))
}

/// `FIELD=VALUE` pairs; a later one wins.
pub fn assignments(here: &Here, typed: &[String]) -> Result<BTreeMap<String, String>, CliError> {
    let pair = |text: &String| match text.split_once('=') {
        Some((field, value)) if !field.trim().is_empty() => {
            Ok((field.trim().to_owned(), value.to_owned()))
        }
        _ => {
            let values = [text.clone()];
            Err(CliError::of(Kind::Usage, here.text.cli.usage.bad_assignment, &values))
        }
    };
    typed.iter().map(pair).collect()
}
