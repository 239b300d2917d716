//! Steps from state to state.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::guard::{Unmet, unmet};
use super::value::whole_second;
use super::{Cx, Planned, Refusal, heads_of, plan, stored_values};
use crate::domain::catalogue::{Guard, Name, StepRule, Workflow};
use crate::domain::{Fact, Relation, Request, Step};

/// Clocks of two machines differ; a step this little ahead is not "in the future".
const FUTURE_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A step as an officer asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepWish {
    pub to: String,
    /// When it happened; now, where not said.
    pub at: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub reason: Option<String>,
    pub second: Option<String>,
    pub set: BTreeMap<String, String>,
    /// Relations whose links are recorded together with the step.
    pub links: BTreeSet<Relation>,
}

/// A step that the table has from here, with what is still missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepChoice {
    pub to: String,
    pub name: Name,
    pub act: Name,
    pub guards: Vec<Guard>,
    pub unmet: Vec<Unmet>,
}

/// Every step from the present state, the most usual first.
pub fn choices(request: &Request, cx: &Cx<'_>) -> Vec<StepChoice> {
    let Some(workflow) = cx.catalogue.workflows.get(&request.workflow) else { return Vec::new() };
    let rules = workflow.steps_from(request.state());
    // Rows of this very state before those open to every state.
    let (named, any): (Vec<_>, Vec<_>) =
        rules.into_iter().partition(|rule| rule.from.iter().any(|f| f == request.state()));
    named
        .into_iter()
        .chain(any)
        .map(|rule| {
            let wish = StepWish { to: rule.to.clone(), ..StepWish::default() };
            StepChoice {
                to: rule.to.clone(),
                name: workflow.state(&rule.to).map(|s| s.name.clone()).unwrap_or_default(),
                act: rule.act.clone(),
                guards: rule.guards.clone(),
                unmet: rule.guards.iter().filter_map(|g| unmet(g, request, &wish, cx)).collect(),
            }
        })
        .collect()
}

pub(super) fn step(
    request: &Request,
    wish: StepWish,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let from = request.state();
    let workflow = cx.catalogue.workflows.get(&request.workflow);
    let rule = workflow.and_then(|w| w.step(from, &wish.to));
    let Some(rule) = rule else {
        return Err(no_such_step(workflow, from, wish.to));
    };
    take(request, rule, wish, cx)
}

fn no_such_step(workflow: Option<&Workflow>, from: &str, to: String) -> Refusal {
    let possible = workflow
        .map_or_else(Vec::new, |w| w.steps_from(from).iter().map(|rule| rule.to.clone()).collect());
    Refusal::NoSuchStep { from: from.to_owned(), to, possible }
}

fn take(
    request: &Request,
    rule: &StepRule,
    wish: StepWish,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let at = wish.at.unwrap_or_else(|| whole_second(cx.now));
    if at.duration_since(cx.now) > FUTURE_TOLERANCE {
        return Err(Refusal::InFuture { at });
    }
    if let Some(until) = wish.until
        && until <= at
    {
        return Err(Refusal::UntilBeforeStart { until, at });
    }
    let missing: Vec<Unmet> =
        rule.guards.iter().filter_map(|guard| unmet(guard, request, &wish, cx)).collect();
    if !missing.is_empty() {
        return Err(Refusal::Guarded { to: wish.to, unmet: missing });
    }
    let set = stored_values(request, &wish.set, cx)?;
    let mut refs = request.state_entries();
    for entry in heads_of(request, set.keys()) {
        if !refs.contains(&entry) {
            refs.push(entry);
        }
    }
    let fact = Fact::Stepped(Step {
        to: wish.to,
        at,
        until: wish.until,
        reason: wish.reason.filter(|text| !text.trim().is_empty()),
        second: wish.second.filter(|text| !text.trim().is_empty()),
        set,
        undo: false,
    });
    Ok(plan(request, refs, fact))
}

/// The step whose target tells the partner that the request has arrived.
pub(super) fn acknowledge(request: &Request, cx: &Cx<'_>) -> Result<Vec<Planned>, Refusal> {
    let nothing = || Refusal::NothingToAcknowledge { state: request.state().to_owned() };
    let workflow = cx.catalogue.workflows.get(&request.workflow).ok_or_else(nothing)?;
    let acknowledges = |rule: &&&StepRule| {
        let of_state = workflow.state(&rule.to).map_or(&[][..], |s| &s.emits);
        of_state.iter().chain(&rule.emits).any(|event| event == "ack_sent")
    };
    let steps = workflow.steps_from(request.state());
    let rule = steps.iter().find(acknowledges).ok_or_else(nothing)?;
    let wish = StepWish { to: rule.to.clone(), ..StepWish::default() };
    take(request, rule, wish, cx)
}
