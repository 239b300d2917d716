//! Entries in their one order, and registers: a write replaces the writes that its refs name; those
//! that nothing has replaced stand side by side.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::request::{Head, Register};
use super::{AuthorKey, EntityId, EntryId, Hlc, Recorded};

/// Entries of this entity, each once, by (hlc, author, id).
pub(super) fn in_order(entity: EntityId, entries: &[Recorded]) -> Vec<&Recorded> {
    let mut seen = BTreeSet::new();
    let mut ordered: Vec<&Recorded> =
        entries.iter().filter(|e| e.entity == entity && seen.insert(e.id)).collect();
    ordered.sort_by_key(|e| rank(e));
    ordered
}

pub(super) fn rank(entry: &Recorded) -> (Hlc, AuthorKey, EntryId) {
    (entry.hlc, entry.author, entry.id)
}

/// Folds writes. `order` says which of two concurrent values of a key is displayed (`Less` wins).
pub(super) fn registers<'a>(
    written: impl Iterator<Item = (&'a Recorded, &'a BTreeMap<String, String>)>,
    order: impl Fn(&str, &Head, &Head) -> Ordering,
) -> BTreeMap<String, Register> {
    let mut writes: BTreeMap<&str, Vec<(&Recorded, &str)>> = BTreeMap::new();
    for (entry, values) in written {
        for (key, value) in values {
            writes.entry(key).or_default().push((entry, value));
        }
    }
    writes
        .into_iter()
        .map(|(key, writes)| {
            let replaced: BTreeSet<EntryId> =
                writes.iter().flat_map(|(entry, _)| entry.refs.iter().copied()).collect();
            let mut heads: Vec<Head> = writes
                .iter()
                .filter(|(entry, _)| !replaced.contains(&entry.id))
                .map(|(entry, value)| head(entry, value))
                .collect();
            heads.sort_by(|a, b| order(key, a, b));
            (key.to_owned(), Register { heads })
        })
        .collect()
}

fn head(entry: &Recorded, value: &str) -> Head {
    Head {
        entry: entry.id,
        hlc: entry.hlc,
        author: entry.author,
        value: value.to_owned(),
        officer: entry.officer.clone(),
        desk: entry.desk.clone(),
        at: entry.at,
    }
}

/// The latest write first.
pub(super) fn latest(a: &Head, b: &Head) -> Ordering {
    (b.hlc, b.author, b.entry).cmp(&(a.hlc, a.author, a.entry))
}
