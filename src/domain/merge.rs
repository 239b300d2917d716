//! Facts → request. A pure function of the *set* of entries: any order, any repetition, the same
//! result on every desk. Nothing is discarded: concurrent writes stay side by side as heads, and
//! the displayed one is chosen by a rule that errs on the safe side.
//!
//! ```text
//! register:  a write replaces the writes its refs name;   heads = writes that nobody replaced
//! state:     a step is valid when its refs are valid and the table has (state of first ref → to);
//!            judged by what its author saw, so the verdict does not depend on arrival
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use super::catalogue::{Urgency, Workflow};
use super::directory::Call;
use super::request::{
    AsideReason, Head, HeldIdentifier, Moment, Note, Override, Passage, Pause, Register, Request,
    SetAside,
};
use super::{EntityId, EntryId, Fact, Recorded, Relation, Step, register};

/// Folds all entries about `entity`. `None` while no opening has arrived.
/// `workflow` finds a table by id and version.
pub fn replay<'a>(
    entity: EntityId,
    entries: &[Recorded],
    workflow: impl Fn(&str, u32) -> Option<&'a Workflow>,
) -> Option<Request> {
    let entries = register::in_order(entity, entries);
    let (first, opened) = entries.iter().find_map(|e| match &e.fact {
        Fact::Opened(opened) => Some((*e, opened)),
        _ => None,
    })?;
    let table = workflow(&opened.workflow, opened.workflow_version);
    let (passages, aside) = passages(&entries, table);
    let mut request = Request {
        entity,
        references: Vec::new(),
        kind: opened.kind.clone(),
        direction: opened.direction,
        workflow: opened.workflow.clone(),
        opened: first.at,
        opened_by: first.officer.clone(),
        opened_at_desk: first.desk.clone(),
        source: opened.source.clone(),
        fields: registers(&entries),
        state_heads: state_heads(&passages, &entries, table),
        passages,
        notes: Vec::new(),
        identifiers: identifiers(&entries),
        attachments: Vec::new(),
        pauses: pauses(&entries),
        overrides: Vec::new(),
        links: Vec::new(),
        aside,
        moments: Vec::new(),
        unknown_facts: 0,
        read_only: false,
        changed: entries.iter().map(|e| e.at).max().unwrap_or(first.at),
    };
    let struck = struck(&entries);
    for entry in &entries {
        collect(&mut request, entry, &struck);
    }
    Some(request)
}

/// The grow-only parts: notes, files, overrides, links, the time line.
fn collect(request: &mut Request, entry: &Recorded, struck: &BTreeMap<EntryId, String>) {
    match &entry.fact {
        Fact::Opened(opened) => {
            if !request.references.contains(&opened.reference) {
                request.references.push(opened.reference.clone());
            }
            request.attachments.extend(opened.attachments.iter().cloned());
        }
        Fact::Noted { text, audience } => request.notes.push(Note {
            entry: entry.id,
            text: text.clone(),
            audience: *audience,
            officer: entry.officer.clone(),
            desk: entry.desk.clone(),
            at: entry.at,
            struck: struck.get(&entry.id).cloned(),
        }),
        Fact::Attached(attachment) => request.attachments.push(attachment.clone()),
        Fact::Overridden { code, reason } if !struck.contains_key(&entry.id) => {
            request.overrides.push(Override {
                code: code.clone(),
                reason: reason.clone(),
                officer: entry.officer.clone(),
                at: entry.at,
            });
        }
        Fact::Linked { relation, to } if !struck.contains_key(&entry.id) => {
            request.links.push((*relation, *to));
        }
        Fact::Unknown { critical, .. } => {
            request.unknown_facts += 1;
            request.read_only |= critical;
        }
        _ => {}
    }
    request.attachments.dedup();
    let (what, text) = describe(&entry.fact);
    request.moments.push(Moment {
        entry: entry.id,
        at: entry.at,
        hlc: entry.hlc,
        officer: entry.officer.clone(),
        desk: entry.desk.clone(),
        what,
        text,
    });
}

/// The word of a fact and the values worth a line; the words around them are `view`'s.
fn describe(fact: &Fact) -> (&'static str, String) {
    match fact {
        Fact::Opened(opened) => ("opened", opened.kind.clone()),
        Fact::Set(values) => {
            let pairs: Vec<String> = values.iter().map(|(k, v)| format!("{k}={v}")).collect();
            ("set", pairs.join(" "))
        }
        Fact::Stepped(step) if step.undo => ("undo", step.to.clone()),
        Fact::Stepped(step) => ("step", step_line(step)),
        Fact::Noted { text, .. } => ("note", text.clone()),
        Fact::IdentifierAdded(identifier) => ("identifier", identifier.value.clone()),
        Fact::IdentifierRemoved => ("identifier_removed", String::new()),
        Fact::Attached(attachment) => ("attached", attachment.name.clone()),
        Fact::Paused { clock, reason, .. } => ("paused", format!("{clock}: {reason}")),
        Fact::Resumed { clock } => ("resumed", clock.clone()),
        Fact::Overridden { code, reason } => ("overridden", format!("{code}: {reason}")),
        Fact::Linked { relation, to } => ("linked", format!("{} {to}", relation.word())),
        Fact::Struck { reason } => ("struck", reason.clone()),
        Fact::Called(call) => ("called", call_line(call)),
        Fact::Contact(_) => ("unknown", String::new()),
        Fact::Unknown { kind, .. } => ("unknown", kind.clone()),
    }
}

/// `outcome · whom · number · remark`.
fn call_line(call: &Call) -> String {
    let parts = [call.outcome.word(), &call.name, &call.value, &call.note];
    let filled: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    filled.join(" · ")
}

fn step_line(step: &Step) -> String {
    let mut line = step.to.clone();
    for extra in [&step.reason, &step.second].into_iter().flatten() {
        line.push_str(" · ");
        line.push_str(extra);
    }
    line
}

/// Entries struck, with the reason. Striking cannot be struck.
fn struck(entries: &[&Recorded]) -> BTreeMap<EntryId, String> {
    let mut struck = BTreeMap::new();
    for entry in entries {
        if let Fact::Struck { reason } = &entry.fact {
            for target in &entry.refs {
                struck.entry(*target).or_insert_with(|| reason.clone());
            }
        }
    }
    struck
}

fn registers(entries: &[&Recorded]) -> BTreeMap<String, Register> {
    let written = entries.iter().filter_map(|&entry| match &entry.fact {
        Fact::Opened(opened) => Some((entry, &opened.fields)),
        Fact::Set(values) => Some((entry, values)),
        Fact::Stepped(step) => Some((entry, &step.set)),
        _ => None,
    });
    register::registers(written, display_order)
}

/// Which of two concurrent values is displayed (`Less` wins): the safe side, then a fixed tie-break.
fn display_order(key: &str, a: &Head, b: &Head) -> std::cmp::Ordering {
    let first_claim = |h: &Head| (h.hlc, h.author, h.entry);
    let caution = |h: &Head| caution(key, &h.value);
    let latest = first_claim(b).cmp(&first_claim(a));
    match key {
        // The first to claim a request is its primary owner; a release loses to a claim.
        "owner" => (a.value.is_empty(), first_claim(a)).cmp(&(b.value.is_empty(), first_claim(b))),
        _ => caution(a).cmp(&caution(b)).then(latest),
    }
}

/// Smaller is more cautious: earlier deadlines, higher priorities, tighter markings come first.
fn caution(key: &str, value: &str) -> (u8, i64) {
    let place = |order: &[&str]| {
        let found = order.iter().position(|word| *word == value);
        (found.map_or(u8::MAX, |i| i as u8), 0)
    };
    match key {
        "urgency" => (Urgency::from_word(value).map_or(u8::MAX, |u| u as u8), 0),
        "priority" => place(&["P1", "P2", "P3"]),
        "marking" => place(&["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"]),
        "handling" => place(&["H3", "H2", "H1", "H0"]),
        "authenticity" => place(&["failed", "impossible", "pending", "unchecked", "verified"]),
        "danger_to_life" | "confidential" => place(&["yes", "no"]),
        "response_by" | "due" => {
            value.parse::<Timestamp>().map_or((1, 0), |at| (0, at.as_second()))
        }
        _ => (0, 0),
    }
}

/// All valid steps in order of the record, and those that do not count.
fn passages(entries: &[&Recorded], table: Option<&Workflow>) -> (Vec<Passage>, Vec<SetAside>) {
    let by_id: HashMap<EntryId, &Recorded> = entries.iter().map(|e| (e.id, *e)).collect();
    let mut verdicts = HashMap::new();
    for entry in entries {
        judge(entry, &by_id, table, &mut verdicts);
    }
    let void = voided(entries, &verdicts);
    let (mut passages, mut aside) = (Vec::new(), Vec::new());
    for entry in entries {
        match verdicts.get(&entry.id) {
            Some(Verdict::Valid { from, to }) => {
                passages.push(passage(entry, from.clone(), to.clone(), void.contains(&entry.id)));
            }
            Some(Verdict::Aside(why)) => aside.push(SetAside {
                entry: entry.id,
                to: if let Fact::Stepped(step) = &entry.fact {
                    step.to.clone()
                } else {
                    String::new()
                },
                officer: entry.officer.clone(),
                at: entry.at,
                why: *why,
            }),
            None => {}
        }
    }
    (passages, aside)
}

#[derive(Clone)]
enum Verdict {
    Valid { from: Option<String>, to: String },
    Aside(AsideReason),
}

/// Judges a state-bearing entry and, first, everything it builds on. An explicit stack, because a
/// hostile chain may be long.
fn judge(
    entry: &Recorded,
    by_id: &HashMap<EntryId, &Recorded>,
    table: Option<&Workflow>,
    verdicts: &mut HashMap<EntryId, Verdict>,
) {
    let mut stack = vec![entry];
    while let Some(&top) = stack.last() {
        if verdicts.contains_key(&top.id) || !bears_state(&top.fact) {
            stack.pop();
            continue;
        }
        let unjudged: Vec<&Recorded> = top
            .refs
            .iter()
            .filter_map(|id| by_id.get(id).copied())
            .filter(|e| bears_state(&e.fact) && !verdicts.contains_key(&e.id))
            .collect();
        // A ref to itself or to a later entry cannot occur (ids are hashes); refuse it all the same.
        if unjudged.is_empty() || stack.len() > by_id.len() {
            verdicts.insert(top.id, verdict(top, by_id, table, verdicts));
            stack.pop();
        } else {
            stack.extend(unjudged);
        }
    }
}

fn bears_state(fact: &Fact) -> bool {
    matches!(fact, Fact::Opened(_) | Fact::Stepped(_))
}

fn verdict(
    entry: &Recorded,
    by_id: &HashMap<EntryId, &Recorded>,
    table: Option<&Workflow>,
    verdicts: &HashMap<EntryId, Verdict>,
) -> Verdict {
    let step = match &entry.fact {
        Fact::Stepped(step) => step,
        _ => return Verdict::Valid { from: None, to: first_state(table) },
    };
    if entry.refs.iter().any(|id| !by_id.contains_key(id)) {
        return Verdict::Aside(AsideReason::Waiting);
    }
    let mut seen = entry.refs.iter().filter_map(|id| verdicts.get(id)).peekable();
    let from = match seen.peek() {
        Some(Verdict::Valid { to, .. }) => to.clone(),
        Some(Verdict::Aside(why)) => return Verdict::Aside(*why),
        None => return Verdict::Aside(AsideReason::Refused),
    };
    if let Some(Verdict::Aside(why)) = seen.find(|v| matches!(v, Verdict::Aside(_))) {
        return Verdict::Aside(*why);
    }
    // A table that this program does not have cannot refuse: the desk that wrote the step had it.
    let allowed = step.undo || table.is_none_or(|table| table.step(&from, &step.to).is_some());
    if allowed {
        Verdict::Valid { from: Some(from), to: step.to.clone() }
    } else {
        Verdict::Aside(AsideReason::Refused)
    }
}

fn first_state(table: Option<&Workflow>) -> String {
    table.and_then(|t| t.states.first()).map_or_else(|| "received".to_owned(), |s| s.id.clone())
}

/// Steps taken back. An undo that is itself undone takes nothing back.
fn voided(entries: &[&Recorded], verdicts: &HashMap<EntryId, Verdict>) -> BTreeSet<EntryId> {
    let mut void = BTreeSet::new();
    for entry in entries.iter().rev() {
        let valid = matches!(verdicts.get(&entry.id), Some(Verdict::Valid { .. }));
        if let Fact::Stepped(Step { undo: true, .. }) = &entry.fact
            && valid
            && !void.contains(&entry.id)
        {
            void.extend(entry.refs.iter().copied());
        }
    }
    void
}

fn passage(entry: &Recorded, from: Option<String>, to: String, void: bool) -> Passage {
    let step = match &entry.fact {
        Fact::Stepped(step) => step.clone(),
        _ => Step { at: entry.at, ..Step::default() },
    };
    Passage {
        entry: entry.id,
        hlc: entry.hlc,
        author: entry.author,
        from,
        to,
        at: step.at,
        until: step.until,
        reason: step.reason,
        second: step.second,
        officer: entry.officer.clone(),
        desk: entry.desk.clone(),
        undo: step.undo,
        void,
    }
}

/// Passages that no valid step replaced, the one that most needs a person first. Openings are one
/// root: any valid step replaces them all.
fn state_heads(
    passages: &[Passage],
    entries: &[&Recorded],
    table: Option<&Workflow>,
) -> Vec<usize> {
    let refs: HashMap<EntryId, &[EntryId]> =
        entries.iter().map(|e| (e.id, e.refs.as_slice())).collect();
    let replaced: BTreeSet<EntryId> = passages
        .iter()
        .flat_map(|p| refs.get(&p.entry).copied().unwrap_or_default())
        .copied()
        .collect();
    let stepped = passages.iter().any(|p| p.from.is_some());
    let mut heads: Vec<usize> = (0..passages.len())
        .filter(|&i| {
            let p = &passages[i];
            !replaced.contains(&p.entry) && (p.from.is_some() || !stepped)
        })
        .collect();
    heads.sort_by_key(|&i| {
        let p = &passages[i];
        let attention = table.and_then(|t| t.state(&p.to)).map(|s| s.attention);
        (attention.unwrap_or_default(), p.hlc, p.author, p.entry)
    });
    if !stepped {
        heads.truncate(1);
    }
    heads
}

/// An add-wins set: a removal takes away only the additions it names.
fn identifiers(entries: &[&Recorded]) -> Vec<HeldIdentifier> {
    let mut gone = BTreeSet::new();
    for entry in entries {
        if matches!(entry.fact, Fact::IdentifierRemoved | Fact::Struck { .. }) {
            gone.extend(entry.refs.iter().copied());
        }
    }
    let mut held: Vec<HeldIdentifier> = Vec::new();
    for entry in entries {
        let added = match &entry.fact {
            Fact::Opened(opened) => opened.identifiers.as_slice(),
            Fact::IdentifierAdded(identifier) => std::slice::from_ref(identifier),
            _ => continue,
        };
        if gone.contains(&entry.id) {
            continue;
        }
        for identifier in added {
            match held.iter_mut().find(|h| h.identifier == *identifier) {
                Some(known) => known.entries.push(entry.id),
                None => held.push(HeldIdentifier {
                    entries: vec![entry.id],
                    identifier: identifier.clone(),
                }),
            }
        }
    }
    held
}

fn pauses(entries: &[&Recorded]) -> Vec<Pause> {
    let mut pauses: Vec<Pause> = Vec::new();
    for entry in entries {
        match &entry.fact {
            Fact::Paused { clock, reason, owner, until } => pauses.push(Pause {
                entry: entry.id,
                clock: clock.clone(),
                reason: reason.clone(),
                owner: owner.clone(),
                since: entry.at,
                until: *until,
                resumed: None,
            }),
            Fact::Resumed { clock } => {
                for pause in pauses.iter_mut().filter(|p| p.clock == *clock) {
                    let end = pause.resumed.unwrap_or(pause.until);
                    if entry.at < end {
                        pause.resumed = Some(entry.at.max(pause.since));
                    }
                }
            }
            _ => {}
        }
    }
    pauses
}

/// Whether `links` hold one of `relation`.
pub fn has_link(links: &[(Relation, EntityId)], relation: Relation) -> bool {
    links.iter().any(|(held, _)| *held == relation)
}

#[cfg(test)]
mod tests;
