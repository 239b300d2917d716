//! What an officer wants → facts to record, or a refusal that names the guard and the next step.

mod call;
mod guard;
mod register;
mod step;
mod undo;
pub mod value;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::catalogue::{Catalogue, ClockClass, FieldRule, Kind};
use super::check::Finding;
use super::clock::{self, ClockState};
use super::{
    Attachment, Audience, Direction, EntityId, EntryId, Fact, Identifier, Recorded, Reference,
    Relation, Request,
};

pub use call::{Called, called};
pub use guard::{Unmet, unmet};
pub use step::{StepChoice, StepWish, choices};

/// Longest text of a field, and of a note, in bytes.
pub const FIELD_MAX: usize = 4 * 1024;
pub const NOTE_MAX: usize = 32 * 1024;
/// A service clock pauses for this long at most.
pub const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An act on one request, or the registration of a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Register(Box<NewRequest>),
    Acknowledge,
    Take,
    Release,
    Note {
        text: String,
        audience: Audience,
    },
    /// Values as typed; the empty text clears.
    Set(BTreeMap<String, String>),
    Step(StepWish),
    Pause {
        clock: String,
        reason: String,
        owner: Option<String>,
        until: Timestamp,
    },
    Resume {
        clock: String,
    },
    Override {
        code: String,
        reason: String,
    },
    AddIdentifier(Identifier),
    RemoveIdentifier(Identifier),
    Link {
        relation: Relation,
        to: EntityId,
    },
    Undo,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    /// Set for an imported file, so that two desks that import it make one request.
    pub entity: Option<EntityId>,
    pub reference: Reference,
    pub kind: String,
    pub direction: Direction,
    pub fields: BTreeMap<String, String>,
    pub identifiers: Vec<Identifier>,
    pub attachments: Vec<Attachment>,
    pub source: Option<Attachment>,
    /// Text kept word for word (`Audience::Source`) and first notes.
    pub notes: Vec<(String, Audience)>,
}

/// A fact to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub target: Target,
    pub refs: Vec<EntryId>,
    pub fact: Fact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Known(EntityId),
    /// The request that the opening before it in the same plan creates.
    New,
}

/// What the decision may look at.
#[derive(Debug, Clone, Copy)]
pub struct Cx<'a> {
    pub catalogue: &'a Catalogue,
    pub officer: &'a str,
    pub now: Timestamp,
    /// The desk's zone, for times typed without one.
    pub zone: &'a TimeZone,
    /// All entries about the request.
    pub entries: &'a [Recorded],
    /// What is wrong with the request at present.
    pub findings: &'a [Finding],
}

/// The desk may not. Never a failure of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    UnknownKind {
        kind: String,
        nearest: Option<String>,
    },
    /// The kind's instrument is not in force with our country, and the desk has not switched it on.
    KindOff {
        kind: String,
        instrument: String,
    },
    WrongDirection {
        kind: String,
        possible: Vec<Direction>,
    },
    NoPartner,
    UnknownCountry {
        code: String,
    },
    UnknownField {
        field: String,
        nearest: Option<String>,
    },
    BadValue {
        field: String,
        value: String,
        expected: value::Expected,
    },
    TooLong {
        field: String,
        max: usize,
    },
    EmptyText,
    NoSuchStep {
        from: String,
        to: String,
        possible: Vec<String>,
    },
    /// The step exists; these guards do not hold yet.
    Guarded {
        to: String,
        unmet: Vec<Unmet>,
    },
    InFuture {
        at: Timestamp,
    },
    UntilBeforeStart {
        until: Timestamp,
        at: Timestamp,
    },
    AlreadyClosed {
        state: String,
    },
    NothingToAcknowledge {
        state: String,
    },
    AlreadyYours,
    NotYours {
        owner: String,
    },
    UnknownClock {
        clock: String,
        known: Vec<String>,
    },
    LegalNeverPauses {
        clock: String,
    },
    ClockNotRunning {
        clock: String,
        state: ClockState,
    },
    NotPaused {
        clock: String,
    },
    PauseTooLong {
        max: SignedDuration,
    },
    PauseInPast,
    UnknownCheck {
        code: String,
        open: Vec<String>,
    },
    NotSuchIdentifier {
        value: String,
    },
    LinkToSelf,
    NothingToUndo,
    /// The act is not undone by itself: what to do instead.
    CannotUndo {
        what: &'static str,
    },
    /// Somebody has written over it since.
    ChangedSince {
        what: &'static str,
        by: String,
    },
    /// A call-back settles authenticity only through an authority of the partner's State, or of our
    /// own.
    NotTheirContact {
        contact: String,
        partner: String,
    },
    /// A call-back settles authenticity only on a number that stands in the directory unchallenged.
    NumberNotProved {
        value: String,
    },
    /// The act needs a request and none was named.
    NoRequest,
    /// A newer program wrote what this one cannot understand.
    ReadOnly,
}

/// Decides one command. `request` is `None` only for `Command::Register`.
pub fn decide(
    request: Option<&Request>,
    command: Command,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    match (request, command) {
        (_, Command::Register(new)) => register::register(*new, cx),
        (None, _) => Err(Refusal::NoRequest),
        (Some(request), _) if request.read_only => Err(Refusal::ReadOnly),
        (Some(request), command) => act(request, command, cx),
    }
}

fn act(request: &Request, command: Command, cx: &Cx<'_>) -> Result<Vec<Planned>, Refusal> {
    match command {
        Command::Register(_) => Err(Refusal::NoRequest),
        Command::Acknowledge => step::acknowledge(request, cx),
        Command::Take => take(request, cx),
        Command::Release => release(request, cx),
        Command::Note { text, audience } => note(request, text, audience),
        Command::Set(values) => set(request, &values, cx),
        Command::Step(wish) => step::step(request, wish, cx),
        Command::Pause { clock, reason, owner, until } => {
            pause(request, &clock, reason, owner, until, cx)
        }
        Command::Resume { clock } => resume(request, clock, cx),
        Command::Override { code, reason } => set_aside(request, code, reason, cx),
        Command::AddIdentifier(identifier) => {
            Ok(plan(request, vec![], Fact::IdentifierAdded(identifier)))
        }
        Command::RemoveIdentifier(identifier) => remove_identifier(request, &identifier),
        Command::Link { relation, to } if to != request.entity => {
            Ok(plan(request, vec![], Fact::Linked { relation, to }))
        }
        Command::Link { .. } => Err(Refusal::LinkToSelf),
        Command::Undo => undo::undo(request, cx),
    }
}

fn plan(request: &Request, refs: Vec<EntryId>, fact: Fact) -> Vec<Planned> {
    vec![Planned { target: Target::Known(request.entity), refs, fact }]
}

/// The kind's rule for a field, or the common one.
pub fn field_rule<'a>(
    catalogue: &'a Catalogue,
    kind: &'a Kind,
    key: &str,
) -> Option<&'a FieldRule> {
    kind.fields.iter().chain(&catalogue.common_fields).find(|rule| rule.key == key)
}

fn kind_of<'a>(catalogue: &'a Catalogue, id: &str) -> Result<&'a Kind, Refusal> {
    catalogue.kinds.get(id).ok_or_else(|| Refusal::UnknownKind {
        kind: id.to_owned(),
        nearest: value::nearest(id, catalogue.kinds.keys().map(String::as_str)),
    })
}

/// A value in its stored form.
fn checked(
    key: &str,
    text: &str,
    rule: Option<&FieldRule>,
    cx: &Cx<'_>,
) -> Result<String, Refusal> {
    if text.len() > FIELD_MAX {
        return Err(Refusal::TooLong { field: key.to_owned(), max: FIELD_MAX });
    }
    let Some(rule) = rule else { return Ok(text.trim().to_owned()) };
    let value = value::normalise(rule, text, cx.now, cx.zone).map_err(|expected| {
        Refusal::BadValue { field: key.to_owned(), value: text.to_owned(), expected }
    })?;
    let country = rule.kind == super::catalogue::FieldType::Country && !value.is_empty();
    if country && !cx.catalogue.countries.contains_key(&value) {
        return Err(Refusal::UnknownCountry { code: value });
    }
    Ok(value)
}

fn set(
    request: &Request,
    values: &BTreeMap<String, String>,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let stored = stored_values(request, values, cx)?;
    let refs = heads_of(request, stored.keys());
    Ok(plan(request, refs, Fact::Set(stored)))
}

/// Checks typed values against the kind's fields.
fn stored_values(
    request: &Request,
    values: &BTreeMap<String, String>,
    cx: &Cx<'_>,
) -> Result<BTreeMap<String, String>, Refusal> {
    let kind = cx.catalogue.kinds.get(&request.kind);
    let mut stored = BTreeMap::new();
    for (key, text) in values {
        let rule = kind.and_then(|kind| field_rule(cx.catalogue, kind, key));
        if rule.is_none() && !request.fields.contains_key(key) {
            let own = kind.map_or(&[][..], |k| &k.fields);
            let known = own.iter().chain(&cx.catalogue.common_fields).map(|f| f.key.as_str());
            let nearest = value::nearest(key, known);
            return Err(Refusal::UnknownField { field: key.clone(), nearest });
        }
        stored.insert(key.clone(), checked(key, text, rule, cx)?);
    }
    Ok(stored)
}

/// The heads that a write of `keys` replaces.
fn heads_of<'a>(request: &Request, keys: impl Iterator<Item = &'a String>) -> Vec<EntryId> {
    let mut refs: Vec<EntryId> = keys
        .filter_map(|key| request.fields.get(key))
        .flat_map(super::request::Register::entries)
        .collect();
    refs.sort();
    refs.dedup();
    refs
}

fn take(request: &Request, cx: &Cx<'_>) -> Result<Vec<Planned>, Refusal> {
    if request.owners() == [cx.officer] {
        return Err(Refusal::AlreadyYours);
    }
    set(request, &BTreeMap::from([("owner".to_owned(), cx.officer.to_owned())]), cx)
}

fn release(request: &Request, cx: &Cx<'_>) -> Result<Vec<Planned>, Refusal> {
    let owners = request.owners();
    if !owners.contains(&cx.officer) {
        return Err(Refusal::NotYours { owner: owners.join(", ") });
    }
    // With two owners, the other one remains.
    let rest = owners.iter().find(|owner| **owner != cx.officer).copied().unwrap_or_default();
    set(request, &BTreeMap::from([("owner".to_owned(), rest.to_owned())]), cx)
}

fn note(request: &Request, text: String, audience: Audience) -> Result<Vec<Planned>, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::EmptyText);
    }
    if text.len() > NOTE_MAX {
        return Err(Refusal::TooLong { field: "note".to_owned(), max: NOTE_MAX });
    }
    Ok(plan(request, vec![], Fact::Noted { text, audience }))
}

fn pause(
    request: &Request,
    id: &str,
    reason: String,
    owner: Option<String>,
    until: Timestamp,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let kind = kind_of(cx.catalogue, &request.kind)?;
    let clocks = clock::clocks(request, kind, cx.catalogue);
    let Some(clock) = clocks.iter().find(|clock| clock.id == id) else {
        let known = clocks.into_iter().filter(|c| c.class == ClockClass::Service).map(|c| c.id);
        return Err(Refusal::UnknownClock { clock: id.to_owned(), known: known.collect() });
    };
    if clock.class == ClockClass::Legal {
        return Err(Refusal::LegalNeverPauses { clock: id.to_owned() });
    }
    let state = clock.at(cx.now).state;
    if !matches!(state, ClockState::Running | ClockState::Late) {
        return Err(Refusal::ClockNotRunning { clock: id.to_owned(), state });
    }
    if reason.trim().is_empty() {
        return Err(Refusal::EmptyText);
    }
    if until <= cx.now {
        return Err(Refusal::PauseInPast);
    }
    if until.duration_since(cx.now) > PAUSE_MAX {
        return Err(Refusal::PauseTooLong { max: PAUSE_MAX });
    }
    let owner = owner.unwrap_or_else(|| cx.officer.to_owned());
    Ok(plan(request, vec![], Fact::Paused { clock: id.to_owned(), reason, owner, until }))
}

fn resume(request: &Request, clock: String, cx: &Cx<'_>) -> Result<Vec<Planned>, Refusal> {
    let open =
        |p: &super::request::Pause| p.clock == clock && cx.now < p.resumed.unwrap_or(p.until);
    if !request.pauses.iter().any(open) {
        return Err(Refusal::NotPaused { clock });
    }
    Ok(plan(request, vec![], Fact::Resumed { clock }))
}

fn set_aside(
    request: &Request,
    code: String,
    reason: String,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let code = code.to_uppercase();
    if !cx.findings.iter().any(|finding| finding.code == code) {
        let mut open: Vec<String> = cx.findings.iter().map(|f| f.code.to_owned()).collect();
        open.dedup();
        return Err(Refusal::UnknownCheck { code, open });
    }
    if reason.trim().is_empty() {
        return Err(Refusal::EmptyText);
    }
    Ok(plan(request, vec![], Fact::Overridden { code, reason }))
}

fn remove_identifier(request: &Request, wanted: &Identifier) -> Result<Vec<Planned>, Refusal> {
    let held = request.identifiers.iter().find(|held| held.identifier == *wanted);
    match held {
        Some(held) => Ok(plan(request, held.entries.clone(), Fact::IdentifierRemoved)),
        None => Err(Refusal::NotSuchIdentifier { value: wanted.value.clone() }),
    }
}

#[cfg(test)]
mod tests;
