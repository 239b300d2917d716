//! Facts ↔ the bodies of entries: the only place that knows both. The domain's types stay free to
//! change; what is written here lies on other people's disks and does not.
//!
//! Reading never fails as a whole: what this program does not understand is counted.

mod directory;
mod payload;

pub(super) use directory::OPEN as CONTACT_OPEN;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::{AuthorKey, EntityId, EntryId, Fact, Hlc, Recorded};
use crate::log::{Actor, Body, Draft, Entry};

/// The version of every payload below.
const VERSION: u32 = 1;

/// An act ready to be sealed. `entity` is `None` for an opening that names its request by its own
/// id; every other fact has one.
pub fn draft(
    entity: Option<EntityId>,
    refs: &[EntryId],
    fact: &Fact,
    actor: Actor,
    at: Timestamp,
) -> Draft {
    let (kind, crit, payload) = payload::write(fact);
    Draft {
        kind: kind.to_owned(),
        kver: VERSION,
        crit,
        entity: entity.map(|id| id.0),
        refs: refs.iter().map(|id| id.0).collect(),
        actor,
        at,
        payload,
    }
}

/// What an entry says of a request. `None` where its body cannot be read.
pub fn recorded(entry: &Entry, entity: EntityId) -> Option<Recorded> {
    let head = entry.head();
    let hlc = Hlc { ms: head.hlc.ms, tick: head.hlc.tick };
    let body = entry.body().ok()?;
    Some(recorded_of(EntryId(entry.id()), AuthorKey(head.author), hlc, entity, body))
}

/// The thing an entry speaks of. `None` for entries about the log itself.
pub fn entity_of(entry: &Entry) -> Option<EntityId> {
    entity_named(&entry.body().ok()?, &EntryId(entry.id()))
}

pub(super) fn entity_named(body: &Body, id: &EntryId) -> Option<EntityId> {
    match body.entity {
        Some(entity) => Some(EntityId(entity)),
        None if [payload::OPEN, directory::OPEN].contains(&body.kind.as_str()) => {
            let mut first = [0; 16];
            first.copy_from_slice(id.0.get(..16)?);
            Some(EntityId(first))
        }
        None => None,
    }
}

pub(super) fn recorded_of(
    id: EntryId,
    author: AuthorKey,
    hlc: Hlc,
    entity: EntityId,
    body: Body,
) -> Recorded {
    Recorded {
        id,
        author,
        hlc,
        entity,
        refs: body.refs.into_iter().map(EntryId).collect(),
        fact: fact(body.kind, body.kver, body.crit, body.payload),
        officer: body.actor.officer,
        desk: body.actor.desk,
        at: body.at,
    }
}

fn fact(kind: String, kver: u32, crit: bool, payload: Map<String, Value>) -> Fact {
    if !payload::KINDS.contains(&kind.as_str()) || kver > VERSION {
        return Fact::Unknown { kind, critical: crit };
    }
    match payload::read(&kind, payload) {
        Some(fact) => fact,
        // A known kind that says nothing we can use: kept and counted, but it locks nobody out.
        None => Fact::Unknown { kind, critical: false },
    }
}

/// The members of a struct; empty where it is none.
fn members(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests;
