//! Undo: one more fact that takes the officer's own last act back. Nothing is ever removed.

use std::collections::BTreeMap;

use super::{Cx, Planned, Refusal, heads_of, plan};
use crate::domain::{EntryId, Fact, Recorded, Request, Step};

/// Takes back the officer's last act on the request.
pub(super) fn undo(request: &Request, cx: &Cx<'_>) -> Result<Vec<Planned>, Refusal> {
    let last = cx
        .entries
        .iter()
        .filter(|e| e.entity == request.entity && e.officer == cx.officer)
        .max_by_key(|e| (e.hlc, e.author, e.id))
        .ok_or(Refusal::NothingToUndo)?;
    match &last.fact {
        Fact::Stepped(step) => unstep(request, last, step, cx),
        Fact::Set(values) => unset(request, last, values, cx),
        Fact::Noted { .. }
        | Fact::IdentifierAdded(_)
        | Fact::Linked { .. }
        | Fact::Overridden { .. } => {
            Ok(plan(request, vec![last.id], Fact::Struck { reason: "undo".to_owned() }))
        }
        Fact::Paused { clock, .. } => {
            Ok(plan(request, vec![], Fact::Resumed { clock: clock.clone() }))
        }
        Fact::Opened(_) => Err(Refusal::CannotUndo { what: "opened" }),
        Fact::Attached(_) => Err(Refusal::CannotUndo { what: "attached" }),
        Fact::IdentifierRemoved => Err(Refusal::CannotUndo { what: "identifier_removed" }),
        Fact::Resumed { .. } => Err(Refusal::CannotUndo { what: "resumed" }),
        Fact::Struck { .. } => Err(Refusal::CannotUndo { what: "struck" }),
        Fact::Called(_) | Fact::Contact(_) => Err(Refusal::CannotUndo { what: "called" }),
        Fact::Unknown { .. } => Err(Refusal::CannotUndo { what: "unknown" }),
    }
}

fn unstep(
    request: &Request,
    last: &Recorded,
    step: &Step,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let passage = request.passages.iter().find(|p| p.entry == last.id);
    let from = passage.and_then(|p| p.from.clone()).ok_or(Refusal::NothingToUndo)?;
    if request.state_entries() != [last.id] {
        let by = request.state_passage().map_or_else(String::new, |p| p.officer.clone());
        return Err(Refusal::ChangedSince { what: "step", by });
    }
    let set = previous(last.id, &last.refs, &step.set, cx);
    let mut refs = vec![last.id];
    refs.extend(heads_of(request, set.keys()).into_iter().filter(|id| *id != last.id));
    let fact = Fact::Stepped(Step {
        to: from,
        at: super::value::whole_second(cx.now),
        set,
        undo: true,
        ..Step::default()
    });
    Ok(plan(request, refs, fact))
}

fn unset(
    request: &Request,
    last: &Recorded,
    values: &BTreeMap<String, String>,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    for key in values.keys() {
        let heads = request.fields.get(key).map_or(&[][..], |r| &r.heads);
        if let Some(other) = heads.iter().find(|head| head.entry != last.id) {
            return Err(Refusal::ChangedSince { what: "set", by: other.officer.clone() });
        }
    }
    let before = previous(last.id, &last.refs, values, cx);
    Ok(plan(request, vec![last.id], Fact::Set(before)))
}

/// The values that an entry's refs held for the keys it wrote; empty where there was none.
fn previous(
    entry: EntryId,
    refs: &[EntryId],
    values: &BTreeMap<String, String>,
    cx: &Cx<'_>,
) -> BTreeMap<String, String> {
    let held = |key: &String| {
        cx.entries
            .iter()
            .filter(|e| refs.contains(&e.id) && e.id != entry)
            .filter_map(|e| match &e.fact {
                Fact::Opened(opened) => opened.fields.get(key),
                Fact::Set(values) => values.get(key),
                Fact::Stepped(step) => step.set.get(key),
                _ => None,
            })
            .next_back()
            .cloned()
            .unwrap_or_default()
    };
    values.keys().map(|key| (key.clone(), held(key))).collect()
}
