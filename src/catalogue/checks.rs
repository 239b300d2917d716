//! What holds between files: events that clocks wait for are emitted, every state can be reached
//! and left, guarded fields exist.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::clock_place;
use super::loader::Loader;
use super::value;
use crate::domain::Direction;
use crate::domain::catalogue::{ClockLength, ClockRule, Guard, Kind, Workflow};

/// Every request has these, whatever its workflow.
const GIVEN: [&str; 2] = ["request_received", "request_opened"];

/// By workflow, the events that it can emit.
type Events<'w> = BTreeMap<&'w str, BTreeSet<&'w str>>;

pub fn whole(loader: &Loader<'_>) {
    let mut emitted: Events<'_> = BTreeMap::new();
    for workflow in loader.catalogue.workflows.values() {
        reachable(loader, workflow);
        emitted.insert(&workflow.id, events(workflow));
    }
    for kind in loader.catalogue.kinds.values() {
        for rule in &kind.clocks {
            clock(loader, &emitted, kind, rule);
        }
        guarded_fields(loader, kind);
    }
    common_clocks(loader, &emitted);
}

/// The events that a workflow can emit.
pub fn events(workflow: &Workflow) -> BTreeSet<&str> {
    let states = workflow.states.iter().flat_map(|state| &state.emits);
    let steps = workflow.steps.iter().flat_map(|step| &step.emits);
    states.chain(steps).map(String::as_str).chain(GIVEN).collect()
}

/// The states that a step can start from.
pub fn origins<'w>(workflow: &'w Workflow, from: &'w [String]) -> Vec<&'w str> {
    if from.iter().any(|id| id == "*") {
        let open = workflow.states.iter().filter(|state| !state.closed);
        return open.map(|state| state.id.as_str()).collect();
    }
    from.iter().map(String::as_str).collect()
}

/// All states that can be come to from `start`, never passing through one of `barred`.
#[cfg(test)]
pub fn reach<'w>(workflow: &'w Workflow, start: &'w str, barred: &[&str]) -> BTreeSet<&'w str> {
    let pairs = pairs(workflow);
    let forward: Vec<_> = pairs.into_iter().filter(|(_, to)| !barred.contains(to)).collect();
    follow(&forward, vec![start])
}

/// Every way from a state to a state.
fn pairs(workflow: &Workflow) -> Vec<(&str, &str)> {
    let steps = workflow.steps.iter();
    steps
        .flat_map(|step| {
            origins(workflow, &step.from).into_iter().map(|from| (from, step.to.as_str()))
        })
        .collect()
}

fn follow<'w>(pairs: &[(&'w str, &'w str)], start: Vec<&'w str>) -> BTreeSet<&'w str> {
    let mut seen: BTreeSet<&str> = start.iter().copied().collect();
    let mut waiting = start;
    while let Some(at) = waiting.pop() {
        for (_, to) in pairs.iter().filter(|(from, _)| *from == at) {
            if seen.insert(to) {
                waiting.push(to);
            }
        }
    }
    seen
}

fn reachable(loader: &Loader<'_>, workflow: &Workflow) {
    let Some(place) = loader.places.get(&format!("workflow {}", workflow.id)) else { return };
    let Some(first) = workflow.states.first() else {
        place.fault("a workflow without states", "list its states, the first one first");
        return;
    };
    let ways = pairs(workflow);
    let found = follow(&ways, vec![&first.id]);
    let back: Vec<(&str, &str)> = ways.iter().map(|(from, to)| (*to, *from)).collect();
    let closed = workflow.states.iter().filter(|state| state.closed);
    let closable = follow(&back, closed.map(|state| state.id.as_str()).collect());
    for state in &workflow.states {
        if !found.contains(state.id.as_str()) {
            place.fault(
                format!("no step leads to the state `{}`", state.id),
                "add a step, or remove the state",
            );
        }
        if !closable.contains(state.id.as_str()) {
            place.fault(
                format!("a request in the state `{}` can never be closed", state.id),
                "add a step towards a closed state",
            );
        }
    }
}

fn directions(kind: &Kind, rule: &ClockRule) -> Vec<Direction> {
    let all = kind.workflows.keys().copied();
    all.filter(|direction| rule.direction.is_none_or(|only| only == *direction)).collect()
}

fn clock(loader: &Loader<'_>, emitted: &Events<'_>, kind: &Kind, rule: &ClockRule) {
    let key = clock_place(&kind.id, &rule.id, rule.direction);
    let Some(place) = loader.places.get(&key) else { return };
    let directions = directions(kind, rule);
    if directions.is_empty() {
        place.fault("the kind does not occur in the direction of this clock", "change `direction`");
    }
    let mut anywhere: BTreeSet<&str> = BTreeSet::new();
    for direction in directions {
        let Some(id) = kind.workflows.get(&direction) else { continue };
        let Some(known) = emitted.get(id.as_str()) else { continue };
        for event in [Some(&rule.anchor), rule.fallback_anchor.as_ref()].into_iter().flatten() {
            if !event.is_empty() && !known.contains(event.as_str()) {
                let list: Vec<&str> = known.iter().copied().collect();
                place.fault(
                    format!("clock `{}` waits for `{event}`, which `{}` never emits", rule.id, id),
                    value::suggest(event, &list),
                );
            }
        }
        anywhere.extend(known.iter().copied());
    }
    for event in rule.stops.iter().filter(|event| !anywhere.contains(event.as_str())) {
        let list: Vec<&str> = anywhere.iter().copied().collect();
        place.fault(
            format!("clock `{}` stops on `{event}`, which is never emitted", rule.id),
            value::suggest(event, &list),
        );
    }
    if let ClockLength::ShareOf { clock, .. } | ClockLength::Before { clock, .. } = &rule.length {
        let other = |known: &&ClockRule| {
            known.id == *clock && (known.direction.is_none() || known.direction == rule.direction)
        };
        if !kind.clocks.iter().chain(&loader.catalogue.common_clocks).any(|known| other(&known)) {
            let ids: Vec<&str> = kind.clocks.iter().map(|known| known.id.as_str()).collect();
            place.fault(
                format!("clock `{}` follows `{clock}`, which the kind does not have", rule.id),
                value::suggest(clock, &ids),
            );
        }
    }
}

/// A common clock may wait for what only some workflows emit.
fn common_clocks(loader: &Loader<'_>, emitted: &Events<'_>) {
    let all: BTreeSet<&str> = emitted.values().flatten().copied().collect();
    let list: Vec<&str> = all.iter().copied().collect();
    for rule in &loader.catalogue.common_clocks {
        let key = clock_place("", &rule.id, rule.direction);
        let Some(place) = loader.places.get(&key) else { continue };
        let wanted = rule.stops.iter().chain([&rule.anchor]).chain(&rule.fallback_anchor);
        for event in wanted.filter(|event| !event.is_empty() && !all.contains(event.as_str())) {
            place.fault(
                format!("clock `{}` names `{event}`, which is never emitted", rule.id),
                value::suggest(event, &list),
            );
        }
    }
}

fn guarded_fields(loader: &Loader<'_>, kind: &Kind) {
    let Some(place) = loader.places.get(&kind.id) else { return };
    let common = &loader.catalogue.common_fields;
    let has = |key: &str| kind.fields.iter().chain(common).any(|field| field.key == key);
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    for workflow in kind.workflows.values().filter_map(|id| loader.catalogue.workflows.get(id)) {
        let guards = workflow.steps.iter().flat_map(|step| &step.guards);
        missing.extend(guards.filter_map(|guard| match guard {
            Guard::Field(key) if !has(key) => Some(key.as_str()),
            _ => None,
        }));
    }
    for key in missing {
        place.fault(
            format!(
                "the workflow of `{}` asks for the field `{key}`, which the kind lacks",
                kind.id
            ),
            format!("add a field with key = \"{key}\""),
        );
    }
}
