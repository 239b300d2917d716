//! Storing entries: all of a batch with everything that it changes, or nothing.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::{Fault, Outcome, StoreErrorKind};
use super::{MAX_BLOB, OwnLog, Projected, Store, StoreError, known, project, wire};
use crate::domain::{EntityId, EntryId, Recorded};
use crate::log::{self, Entry};

/// Computes what is stored beside the entries. One way for our own and for others' entries, for the
/// live desk, a rebuild and a proof: what comes of it depends on the record alone.
pub trait Project {
    /// What is stored of a thing, from all facts about it; `None` while it has no opening. `known`
    /// gives what contacts tell under a key, put together by `gather`.
    fn project(
        &mut self,
        entity: EntityId,
        entries: &[Recorded],
        known: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Projected>;

    /// Puts together what several contacts tell under one key. `told` has no repetitions; its order
    /// must not matter.
    fn gather(&mut self, told: &[String]) -> String;
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appended {
    /// Requests and contacts that the new entries speak of, each once, in the order of the entries.
    pub touched: Vec<EntityId>,
    /// Entries that were not there before.
    pub new: usize,
}

impl Store {
    /// Stores entries that came from elsewhere, judged authentic by the caller. An entry that is
    /// there already is passed over. `blobs` are files by the lower-case hex of their SHA-256.
    pub fn append(
        &mut self,
        entries: &[Entry],
        blobs: &[(String, Vec<u8>)],
        arrived: Timestamp,
        project: &mut dyn Project,
    ) -> Result<Appended, StoreError> {
        self.transact(|tx| store(tx, entries, blobs, Some(arrived), project))
    }

    /// Stores our own acts. `seal` is called inside the writing transaction with the present end of
    /// the log, so that two processes on one database never write one number twice. If it returns
    /// nothing, nothing is stored.
    pub fn append_own(
        &mut self,
        (author, inc): ([u8; 32], u32),
        seal: &mut dyn FnMut(&OwnLog<'_>) -> Vec<Entry>,
        blobs: &[(String, Vec<u8>)],
        project: &mut dyn Project,
    ) -> Result<Appended, StoreError> {
        self.transact(|tx| {
            let log = OwnLog::read(tx, author, inc)?;
            let entries = seal(&log);
            log.sound()?;
            store(tx, &entries, blobs, None, project)
        })
    }
}

fn store(
    tx: &Connection,
    entries: &[Entry],
    blobs: &[(String, Vec<u8>)],
    arrived: Option<Timestamp>,
    project: &mut dyn Project,
) -> Outcome<Appended> {
    if entries.is_empty() {
        return Ok(Appended::default());
    }
    for (sha256, bytes) in blobs {
        put_blob(tx, sha256, bytes)?;
    }
    let mut done = Appended::default();
    let mut seen = BTreeSet::new();
    let mut logs = HashMap::new();
    for entry in entries {
        let Some(entity) = insert(tx, entry, arrived, &mut logs)? else { continue };
        done.new += 1;
        if let Some(entity) = entity
            && seen.insert(entity)
        {
            done.touched.push(entity);
        }
    }
    for (row, end) in logs.into_values() {
        move_end(tx, row, &end)?;
    }
    let mut stale = BTreeSet::new();
    for &entity in &done.touched {
        project::refresh(tx, entity, project, &mut stale)?;
    }
    known::settle(tx, &stale, project)?;
    Ok(done)
}

/// The last entry and the highest stamp of a log among those just stored.
struct End {
    seq: i64,
    id: [u8; 32],
    stamp: (i64, u16),
}

type Logs = HashMap<([u8; 32], u32), (i64, End)>;

/// `None`: it was there already. `Some(None)`: new, but of no request.
fn insert(
    tx: &Connection,
    entry: &Entry,
    arrived: Option<Timestamp>,
    logs: &mut Logs,
) -> Outcome<Option<Option<EntityId>>> {
    let (id, head) = (entry.id(), entry.head());
    let stamp = (integer(head.hlc.ms)?, head.hlc.tick);
    let end = End { seq: integer(head.seq)?, id, stamp };
    let log = match logs.get(&(head.author, head.inc)) {
        Some((row, _)) => *row,
        None => log_row(tx, head, &end)?,
    };
    let body = entry.body().ok();
    let entity = body.as_ref().and_then(|body| wire::entity_named(body, &EntryId(id)));
    let (kind, officer) =
        body.map_or_else(Default::default, |body| (body.kind, body.actor.officer));
    let new = tx
        .prepare_cached(
            "INSERT INTO entry
               (id, log, seq, ms, tick, arrived, entity, kind, officer, head, body, sig)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            id,
            log,
            end.seq,
            stamp.0,
            stamp.1,
            arrived.map_or(stamp.0, Timestamp::as_millisecond),
            entity.map(|entity| entity.0),
            kind,
            officer,
            entry.head_text(),
            entry.body_text(),
            entry.signature_text(),
        ])?;
    if new == 0 {
        return Ok(None);
    }
    let held = logs.entry((head.author, head.inc)).or_insert((log, End { ..end }));
    held.1.stamp = held.1.stamp.max(end.stamp);
    if end.seq > held.1.seq {
        (held.1.seq, held.1.id) = (end.seq, id);
    }
    Ok(Some(entity))
}

fn log_row(tx: &Connection, head: &log::Head, end: &End) -> Outcome<i64> {
    let known = tx
        .prepare_cached("SELECT row FROM log WHERE author = ?1 AND inc = ?2")?
        .query_row(params![head.author, head.inc], |row| row.get(0))
        .optional()?;
    if let Some(row) = known {
        return Ok(row);
    }
    tx.prepare_cached(
        "INSERT INTO log (author, inc, seq, last, ms, tick) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![head.author, head.inc, end.seq, end.id, end.stamp.0, end.stamp.1])?;
    Ok(tx.last_insert_rowid())
}

fn move_end(tx: &Connection, row: i64, end: &End) -> Outcome<()> {
    tx.prepare_cached("UPDATE log SET seq = ?2, last = ?3 WHERE row = ?1 AND seq < ?2")?
        .execute(params![row, end.seq, end.id])?;
    tx.prepare_cached(
        "UPDATE log SET ms = ?2, tick = ?3 WHERE row = ?1 AND (ms, tick) < (?2, ?3)",
    )?
    .execute(params![row, end.stamp.0, end.stamp.1])?;
    Ok(())
}

/// Numbers of the record end at 2^53.
pub(super) fn integer(number: u64) -> Outcome<i64> {
    i64::try_from(number)
        .map_err(|_| Fault::new(StoreErrorKind::Other, "a number beyond the record's limit"))
}

fn put_blob(tx: &Connection, sha256: &str, bytes: &[u8]) -> Outcome<()> {
    if bytes.len() > MAX_BLOB {
        return Err(Fault::new(StoreErrorKind::TooLarge { limit: MAX_BLOB }, ""));
    }
    let hash = log::sha256(bytes);
    if log::unhex(sha256) != Some(hash) {
        let what = format!("a file was handed over under the hash {sha256} of another");
        return Err(Fault::new(StoreErrorKind::Other, what));
    }
    tx.prepare_cached(
        "INSERT INTO blob (sha256, bytes) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING",
    )?
    .execute(params![hash, bytes])?;
    Ok(())
}
