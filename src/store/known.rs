//! What requests know of contacts: what each contact tells under a key, all of it together, and
//! which requests ask for it. Made of the record alone, like all that is projected.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::append::Project;
use super::error::{Fault, Outcome};
use super::{Store, StoreError, project};
use crate::domain::EntityId;

impl Store {
    /// What contacts tell together under a key.
    pub fn known(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.told(held(&self.conn, key))
    }
}

/// Answers a projection from the table; what goes wrong is told afterwards.
pub(super) struct Asked<'c> {
    conn: &'c Connection,
    fault: RefCell<Option<Fault>>,
}

impl<'c> Asked<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self { conn, fault: RefCell::new(None) }
    }

    pub(super) fn answer(&self, key: &str) -> Option<String> {
        held(self.conn, key).map_err(|fault| *self.fault.borrow_mut() = Some(fault)).ok().flatten()
    }

    pub(super) fn sound(self) -> Outcome<()> {
        self.fault.into_inner().map_or(Ok(()), Err)
    }
}

pub(super) fn held(conn: &Connection, key: &str) -> Outcome<Option<String>> {
    Ok(conn
        .prepare_cached("SELECT doc FROM known WHERE key = ?1")?
        .query_row(params![key], |row| row.get(0))
        .optional()?)
}

/// Key and what is told under it.
pub(super) type Told = (String, String);

/// Writes what a contact tells. Keys under which that has changed are added to `stale`.
pub(super) fn tell(
    tx: &Connection,
    contact: i64,
    tells: &[Told],
    stale: &mut BTreeSet<String>,
) -> Outcome<()> {
    let before: BTreeSet<Told> = told_by(tx, contact)?;
    let now: BTreeSet<Told> = tells.iter().cloned().collect();
    if before == now {
        return Ok(());
    }
    stale.extend(before.symmetric_difference(&now).map(|(key, _)| key.clone()));
    tx.prepare_cached("DELETE FROM tells WHERE contact = ?1")?.execute(params![contact])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO tells (key, contact, doc) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for (key, doc) in &now {
        insert.execute(params![key, contact, doc])?;
    }
    Ok(())
}

pub(super) fn told_by(conn: &Connection, contact: i64) -> Outcome<BTreeSet<Told>> {
    let mut query = conn.prepare_cached("SELECT key, doc FROM tells WHERE contact = ?1")?;
    let rows = query.query_map(params![contact], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes what a request asks for.
pub(super) fn ask(tx: &Connection, request: i64, asks: &[String]) -> Outcome<()> {
    let before = asked_by(tx, request)?;
    if before.iter().eq(asks.iter().collect::<BTreeSet<_>>()) {
        return Ok(());
    }
    tx.prepare_cached("DELETE FROM asks WHERE request = ?1")?.execute(params![request])?;
    let mut insert = tx
        .prepare_cached("INSERT INTO asks (key, request) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    for key in asks {
        insert.execute(params![key, request])?;
    }
    Ok(())
}

fn asked_by(conn: &Connection, request: i64) -> Outcome<BTreeSet<String>> {
    let mut query = conn.prepare_cached("SELECT key FROM asks WHERE request = ?1")?;
    let rows = query.query_map(params![request], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts together anew what is told under `stale` keys, and projects the requests that ask for one
/// of which this has changed something.
pub(super) fn settle(
    tx: &Connection,
    stale: &BTreeSet<String>,
    project: &mut dyn Project,
) -> Outcome<()> {
    let mut asking = BTreeSet::new();
    for key in stale {
        let told = told(tx, key)?;
        let now = (!told.is_empty()).then(|| project.gather(&told));
        if now == held(tx, key)? {
            continue;
        }
        match now {
            Some(doc) => tx
                .prepare_cached("INSERT OR REPLACE INTO known (key, doc) VALUES (?1, ?2)")?
                .execute(params![key, doc])?,
            None => tx.prepare_cached("DELETE FROM known WHERE key = ?1")?.execute(params![key])?,
        };
        asking.extend(asking_for(tx, key)?);
    }
    for entity in asking {
        // A request tells nothing: there is nothing further to settle.
        project::refresh(tx, entity, project, &mut BTreeSet::new())?;
    }
    Ok(())
}

fn told(conn: &Connection, key: &str) -> Outcome<Vec<String>> {
    let mut query =
        conn.prepare_cached("SELECT DISTINCT doc FROM tells WHERE key = ?1 ORDER BY doc")?;
    let rows = query.query_map(params![key], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn asking_for(conn: &Connection, key: &str) -> Outcome<Vec<EntityId>> {
    let mut query = conn.prepare_cached(
        "SELECT entity FROM asks JOIN request ON request.row = asks.request WHERE key = ?1",
    )?;
    let rows = query.query_map(params![key], |row| row.get(0).map(EntityId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn all(conn: &Connection) -> Outcome<BTreeMap<String, String>> {
    let mut query = conn.prepare("SELECT key, doc FROM known")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a request is noted as asking for these keys and no others.
pub(super) fn is_asking(conn: &Connection, request: EntityId, asks: &[String]) -> Outcome<bool> {
    let row: i64 = conn
        .prepare_cached("SELECT row FROM request WHERE entity = ?1")?
        .query_row(params![request.0], |row| row.get(0))?;
    Ok(asked_by(conn, row)? == asks.iter().cloned().collect())
}
