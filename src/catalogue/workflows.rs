//! Reads tables of states and steps, and adds to each what all have: duplicate, redirected,
//! withdrawn, and reopening.

use toml::de::DeValue;

use super::kinds::CLOSED;
use super::loader::Loader;
use super::reader::{Node, Place};
use super::value;
use crate::domain::Relation;
use crate::domain::catalogue::{Attention, Ball, Guard, Name, StateRule, StepRule, Workflow};

pub fn read<'a>(loader: &mut Loader<'a>, root: &Node<'a>) {
    for (id, node) in root.entries("workflow") {
        node.only(&["version", "reopen", "side_from", "without", "states", "steps"]);
        for key in ["version", "reopen", "states", "steps"] {
            node.want(key, "a workflow has a version, states, steps and a state to reopen in");
        }
        loader.fresh(&loader.catalogue.workflows, "workflow", id, &node);
        let mut workflow = Workflow {
            id: id.to_owned(),
            version: node.number("version", "a whole number from 1").unwrap_or(1),
            ..Workflow::default()
        };
        read_states(loader, &mut workflow, &node);
        for step in node.nodes("steps") {
            read_step(loader, &mut workflow, &step);
        }
        add_sides(loader, &mut workflow, &node);
        for state in workflow.states.iter_mut().filter(|state| state.closed) {
            state.emits.push(CLOSED.to_owned());
        }
        loader.places.insert(format!("workflow {id}"), node.place());
        loader.catalogue.workflows.insert(id.to_owned(), workflow);
    }
}

/// What a state is called, how much attention it wants, and who has to act.
pub fn state_values(state: &mut StateRule, node: &Node<'_>) {
    if let Some(name) = node.name("name") {
        state.name = name;
    }
    if let Some(attention) = node.word("attention", Attention::ALL, Attention::word) {
        state.attention = attention;
    }
    if let Some(ball) = node.word("ball", Ball::ALL, Ball::word) {
        state.ball = ball;
    }
    state.closed = node.flag("closed").unwrap_or(state.closed);
}

fn named_state(loader: &Loader<'_>, id: &str, place: Place<'_>) -> StateRule {
    if let Some(state) = loader.states.get(id) {
        return state.clone();
    }
    let known: Vec<&str> = loader.states.keys().copied().collect();
    place.fault(format!("there is no state `{id}`"), value::suggest(id, &known));
    StateRule { id: id.to_owned(), ..StateRule::default() }
}

fn read_states(loader: &Loader<'_>, workflow: &mut Workflow, node: &Node<'_>) {
    let Some(value) = node.raw("states") else { return };
    let Some(array) = value.get_ref().as_array() else {
        node.at("states").fault("`states` is not a list", "write a list of state names");
        return;
    };
    for item in array {
        let place = Place { source: node.source, offset: item.span().start };
        let state = match item.get_ref() {
            DeValue::String(id) => named_state(loader, id, place),
            _ => {
                let Some(entry) = node.inner(item) else {
                    place.fault("not a state", "write its name, or a table with its `id`");
                    continue;
                };
                entry.only(&["id", "name", "attention", "ball", "closed", "emits"]);
                let mut state = named_state(loader, entry.text("id").unwrap_or_default(), place);
                state_values(&mut state, &entry);
                state.emits = entry.words("emits");
                state
            }
        };
        if workflow.states.iter().any(|known| known.id == state.id) {
            place.fault(format!("state `{}` stands twice", state.id), "remove one of the two");
        } else {
            workflow.states.push(state);
        }
    }
}

fn read_step(loader: &Loader<'_>, workflow: &mut Workflow, node: &Node<'_>) {
    node.only(&["from", "to", "act", "guards", "emits"]);
    for key in ["from", "to", "act"] {
        node.want(key, "a step has `from`, `to` and `act`");
    }
    let known: Vec<&str> = workflow.states.iter().map(|state| state.id.as_str()).collect();
    let check = |id: &str, place: Place<'_>| {
        if id != "*" && !known.contains(&id) {
            place.fault(format!("the workflow has no state `{id}`"), value::suggest(id, &known));
        }
    };
    let from = node.list("from");
    for (id, place) in &from {
        check(id, *place);
    }
    let to = node.text("to").unwrap_or_default();
    check(to, node.at("to"));
    let same = |step: &StepRule| {
        step.to == to && from.iter().any(|(id, _)| step.from.contains(&(*id).to_owned()))
    };
    if workflow.steps.iter().any(same) {
        node.place().fault(
            format!("two steps lead from the same state to `{to}`"),
            "join them, or lead one to another state",
        );
    }
    workflow.steps.push(StepRule {
        from: from.iter().map(|(id, _)| (*id).to_owned()).collect(),
        to: to.to_owned(),
        act: read_act(loader, node),
        guards: read_guards(node),
        emits: node.words("emits"),
    });
}

/// An act is a word of `acts.toml`, or its own names.
fn read_act(loader: &Loader<'_>, node: &Node<'_>) -> Name {
    let Some(DeValue::String(id)) = node.raw("act").map(toml::Spanned::get_ref) else {
        return node.name("act").unwrap_or_default();
    };
    if let Some(name) = loader.acts.get(id.as_ref()) {
        return name.clone();
    }
    let known: Vec<&str> = loader.acts.keys().copied().collect();
    node.at("act").fault(format!("there is no act `{id}`"), value::suggest(id, &known));
    Name::default()
}

fn read_guards(node: &Node<'_>) -> Vec<Guard> {
    let mut guards = Vec::new();
    for (text, place) in node.list("guards") {
        match guard(text) {
            Some(guard) => guards.push(guard),
            None => {
                place.fault(format!("there is no guard `{text}`"), value::suggest(text, &GUARDS))
            }
        }
    }
    guards
}

const GUARDS: [&str; 14] = [
    "reason",
    "until",
    "ground",
    "checks_clean",
    "authentic",
    "second_officer",
    "before_until",
    "until_passed",
    "instrument_open",
    "link:extends",
    "link:duplicate_of",
    "link:child_of",
    "link:follows",
    "field:KEY",
];

fn guard(text: &str) -> Option<Guard> {
    Some(match text {
        "reason" => Guard::Reason,
        "until" => Guard::Until,
        "ground" => Guard::Ground,
        "checks_clean" => Guard::ChecksClean,
        "authentic" => Guard::Authentic,
        "second_officer" => Guard::SecondOfficer,
        "before_until" => Guard::BeforeUntil,
        "until_passed" => Guard::UntilPassed,
        "instrument_open" => Guard::InstrumentOpen,
        _ => match text.split_once(':')? {
            ("field", key) if !key.is_empty() => Guard::Field(key.to_owned()),
            ("link", relation) => Guard::Link(Relation::from_word(relation)?),
            _ => return None,
        },
    })
}

fn add_sides(loader: &Loader<'_>, workflow: &mut Workflow, node: &Node<'_>) {
    let without = node.words("without");
    let stated = node.words("side_from");
    let from = if stated.is_empty() { vec!["*".to_owned()] } else { stated };
    for (id, side) in &loader.sides {
        side.only(&["act", "guards", "emits"]);
        if *id == "reopen" || without.iter().any(|name| name == id) {
            continue;
        }
        workflow.states.push(named_state(loader, id, side.place()));
        workflow.steps.push(side_step(loader, side, from.clone(), id));
    }
    if let (Some(side), Some(to)) = (loader.sides.get("reopen"), node.text("reopen")) {
        if !workflow.states.iter().any(|state| state.id == to) {
            node.at("reopen")
                .fault(format!("the workflow has no state `{to}`"), "name one of its states");
        }
        let closed = workflow.states.iter().filter(|state| state.closed);
        let from = closed.map(|state| state.id.clone()).collect();
        workflow.steps.push(side_step(loader, side, from, to));
    }
}

fn side_step(loader: &Loader<'_>, side: &Node<'_>, from: Vec<String>, to: &str) -> StepRule {
    StepRule {
        from,
        to: to.to_owned(),
        act: read_act(loader, side),
        guards: read_guards(side),
        emits: side.words("emits"),
    }
}
