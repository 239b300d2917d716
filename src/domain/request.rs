//! A request as the record tells it: the fold of all facts about it, conflicts included.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::catalogue::Urgency;
use super::{
    Attachment, Audience, AuthorKey, Direction, EntityId, EntryId, Hlc, Identifier, Reference,
    Relation,
};

/// One write that nothing has replaced. A register with two heads of different value is in conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub entry: EntryId,
    pub hlc: Hlc,
    pub author: AuthorKey,
    pub value: String,
    pub officer: String,
    pub desk: String,
    pub at: Timestamp,
}

/// A value with everybody's latest write. `heads[0]` is the one displayed; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    pub heads: Vec<Head>,
}

impl Register {
    pub fn shown(&self) -> &str {
        self.heads.first().map_or("", |head| head.value.as_str())
    }

    /// Values that concurrent writers left beside the displayed one.
    pub fn others(&self) -> impl Iterator<Item = &Head> {
        let shown = self.shown();
        self.heads.iter().skip(1).filter(move |head| head.value != shown)
    }

    pub fn in_conflict(&self) -> bool {
        self.others().next().is_some()
    }

    pub fn entries(&self) -> impl Iterator<Item = EntryId> {
        self.heads.iter().map(|head| head.entry)
    }
}

/// A valid step, or the opening. In order of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub entry: EntryId,
    pub hlc: Hlc,
    pub author: AuthorKey,
    /// `None` for the opening.
    pub from: Option<String>,
    pub to: String,
    /// When it happened, as stated by the officer.
    pub at: Timestamp,
    pub until: Option<Timestamp>,
    pub reason: Option<String>,
    pub second: Option<String>,
    pub officer: String,
    pub desk: String,
    pub undo: bool,
    /// Taken back by a later undo: its events do not count.
    pub void: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub entry: EntryId,
    pub text: String,
    pub audience: Audience,
    pub officer: String,
    pub desk: String,
    pub at: Timestamp,
    /// The reason it was struck for; struck notes stay readable.
    pub struck: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldIdentifier {
    /// The entries that added it: a removal names them.
    pub entries: Vec<EntryId>,
    pub identifier: Identifier,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    pub entry: EntryId,
    pub clock: String,
    pub reason: String,
    pub owner: String,
    pub since: Timestamp,
    /// Ends by itself here.
    pub until: Timestamp,
    /// Ended by an officer before `until`.
    pub resumed: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    pub code: String,
    pub reason: String,
    pub officer: String,
    pub at: Timestamp,
}

/// An act that the record holds and that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    pub entry: EntryId,
    pub to: String,
    pub officer: String,
    pub at: Timestamp,
    pub why: AsideReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsideReason {
    /// It builds on an entry that has not arrived.
    Waiting,
    /// Its table has no such step.
    Refused,
}

/// One line of the time line. `what` and its text are shown by `view`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    pub entry: EntryId,
    pub at: Timestamp,
    pub hlc: Hlc,
    pub officer: String,
    pub desk: String,
    /// The word of the fact (`opened`, `set`, `step`, `note`, `pause` …).
    pub what: &'static str,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub entity: EntityId,
    /// The first is shown; more only when two desks registered one file while apart.
    pub references: Vec<Reference>,
    pub kind: String,
    pub direction: Direction,
    pub workflow: String,
    pub opened: Timestamp,
    pub opened_by: String,
    pub opened_at_desk: String,
    pub source: Option<Attachment>,
    pub fields: BTreeMap<String, Register>,
    /// States that nothing has replaced: indices into `passages`, the displayed one first.
    pub state_heads: Vec<usize>,
    pub passages: Vec<Passage>,
    pub notes: Vec<Note>,
    pub identifiers: Vec<HeldIdentifier>,
    pub attachments: Vec<Attachment>,
    pub pauses: Vec<Pause>,
    pub overrides: Vec<Override>,
    pub links: Vec<(Relation, EntityId)>,
    pub aside: Vec<SetAside>,
    pub moments: Vec<Moment>,
    /// Facts of a newer program; a critical one makes the request read-only here.
    pub unknown_facts: u32,
    pub read_only: bool,
    /// The wall-clock instant of the latest entry.
    pub changed: Timestamp,
}

impl Request {
    pub fn reference(&self) -> &str {
        self.references.first().map_or("", Reference::as_str)
    }

    /// The displayed value of a field; empty when never written or cleared.
    pub fn field(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", Register::shown)
    }

    pub fn state(&self) -> &str {
        self.state_passage().map_or("", |passage| passage.to.as_str())
    }

    pub fn state_passage(&self) -> Option<&Passage> {
        self.state_heads.first().and_then(|&i| self.passages.get(i))
    }

    /// Entries that a new step replaces, the displayed one first.
    pub fn state_entries(&self) -> Vec<EntryId> {
        self.state_heads.iter().filter_map(|&i| self.passages.get(i)).map(|p| p.entry).collect()
    }

    pub fn states_in_conflict(&self) -> bool {
        let shown = self.state();
        self.state_heads.iter().filter_map(|&i| self.passages.get(i)).any(|p| p.to != shown)
    }

    pub fn urgency(&self) -> Urgency {
        Urgency::from_word(self.field("urgency")).unwrap_or_default()
    }

    /// When the request reached the desk, as stated; the opening where nothing was stated.
    pub fn received(&self) -> Timestamp {
        self.field("received").parse().unwrap_or(self.opened)
    }

    /// Everybody who claimed it, the first claim first: two officers apart are both named.
    pub fn owners(&self) -> Vec<&str> {
        let mut owners: Vec<&str> = Vec::new();
        for head in self.fields.get("owner").map_or(&[][..], |r| &r.heads) {
            if !head.value.is_empty() && !owners.contains(&head.value.as_str()) {
                owners.push(&head.value);
            }
        }
        owners
    }

    pub fn plain_fields(&self) -> BTreeMap<String, String> {
        self.fields
            .iter()
            .filter(|(_, register)| !register.shown().is_empty())
            .map(|(key, register)| (key.clone(), register.shown().to_owned()))
            .collect()
    }
}
