//! Contacts as they are shown.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};
use serde::de::DeserializeOwned;

use super::error::{Fault, Outcome};
use super::known::{self, Told};
use super::verify::VerifyReport;
use super::{Store, StoreError, find};
use crate::domain::EntityId;
use crate::log::sha256;
use crate::view::{ContactView, folded};

impl Store {
    pub fn contact(&self, entity: EntityId) -> Result<Option<ContactView>, StoreError> {
        let sql = "SELECT doc FROM contact WHERE entity = ?1";
        self.told(contacts(&self.conn, sql, params![entity.0])).map(|mut found| found.pop())
    }

    /// Open ones of a State, by role, then by name.
    pub fn contacts_of(&self, state: &str) -> Result<Vec<ContactView>, StoreError> {
        let sql = "SELECT doc FROM contact WHERE state = ?1 AND closed = 0
                   ORDER BY place, sort, row";
        self.told(contacts(&self.conn, sql, params![state]))
    }

    /// The first of `contacts_of`.
    pub fn first_contact_of(&self, state: &str) -> Result<Option<ContactView>, StoreError> {
        let sql = "SELECT doc FROM contact WHERE state = ?1 AND closed = 0
                   ORDER BY place, sort, row LIMIT 1";
        self.told(contacts(&self.conn, sql, params![state])).map(|mut found| found.pop())
    }

    /// All open ones, by State, then by role, then by name.
    pub fn contacts(&self) -> Result<Vec<ContactView>, StoreError> {
        let sql = "SELECT doc FROM contact WHERE closed = 0 ORDER BY state, place, sort, row";
        self.told(contacts(&self.conn, sql, []))
    }

    /// Closed ones too, in the same order.
    pub fn all_contacts(&self) -> Result<Vec<ContactView>, StoreError> {
        let sql = "SELECT doc FROM contact ORDER BY state, place, sort, row";
        self.told(contacts(&self.conn, sql, []))
    }

    /// All of them, closed ones too, as they came.
    pub fn contact_entities(&self) -> Result<Vec<EntityId>, StoreError> {
        let all = || -> Outcome<Vec<EntityId>> {
            let mut query = self.conn.prepare("SELECT entity FROM contact ORDER BY row")?;
            let rows = query.query_map([], |row| row.get(0).map(EntityId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        self.told(all())
    }

    pub fn count_contacts(&self) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM contact WHERE closed = 0", [])
    }

    /// Open contacts in whose text every word begins some word: by role, then by name.
    pub fn contacts_matching(
        &self,
        words: &[String],
        limit: usize,
    ) -> Result<Vec<ContactView>, StoreError> {
        let wanted = find::expression(words);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let find = || {
            // Of few the order is made; of many the order is walked until there are enough. Only
            // what is shown is read whole.
            let few: bool = self
                .conn
                .prepare_cached(
                    "SELECT count(*) < ?2 FROM (SELECT 1 FROM contact_search
                     WHERE contact_search MATCH ?1 LIMIT ?2)",
                )?
                .query_row(params![wanted, FEW], |row| row.get(0))?;
            let sql = if few {
                "SELECT doc FROM contact JOIN
                   (SELECT row AS hit FROM contact_search CROSS JOIN contact
                    ON contact.row = contact_search.rowid
                    WHERE contact_search MATCH ?1 AND closed = 0
                    ORDER BY place, sort, row LIMIT ?2)
                 ON row = hit ORDER BY place, sort, row"
            } else {
                "SELECT doc FROM contact INDEXED BY contact_by_place WHERE closed = 0
                   AND +row IN (SELECT rowid FROM contact_search WHERE contact_search MATCH ?1)
                 ORDER BY place, sort, row LIMIT ?2"
            };
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            contacts(&self.conn, sql, params![wanted, limit])
        };
        self.told(find())
    }

    /// Contacts, closed ones too, of whom this is the short id; else whose short id begins so; else
    /// whose entity's hex begins so, six digits or more.
    pub fn contacts_by_id(&self, id: &str) -> Result<Vec<ContactView>, StoreError> {
        let id = id.trim().to_uppercase();
        let find = || {
            let exact = "SELECT doc FROM contact WHERE short = ?1 ORDER BY row LIMIT 20";
            let found = contacts(&self.conn, exact, params![id])?;
            if !found.is_empty() {
                return Ok(found);
            }
            // `FR-` alone means nobody.
            if id.split_once('-').is_some_and(|(_, rest)| !rest.is_empty()) {
                let begins = "SELECT doc FROM contact
                    WHERE short >= ?1 AND short < ?1 || char(1114111) ORDER BY short, row LIMIT 20";
                return contacts(&self.conn, begins, params![id]);
            }
            let Some((low, high)) = find::span_of_hex(&id) else { return Ok(Vec::new()) };
            let hex = "SELECT doc FROM contact WHERE entity BETWEEN ?1 AND ?2 LIMIT 20";
            contacts(&self.conn, hex, params![low.0, high.0])
        };
        self.told(find())
    }

    /// Contacts, closed ones too, one of whose numbers ends with these digits, of which there are
    /// three at least. Open ones first.
    pub fn contacts_by_digits(&self, tail: &str) -> Result<Vec<ContactView>, StoreError> {
        let reversed: String = tail.chars().rev().filter(char::is_ascii_digit).collect();
        let find = |reversed: &str| {
            if reversed.len() < 3 {
                return Ok(Vec::new());
            }
            contacts(
                &self.conn,
                "SELECT doc FROM contact WHERE row IN
                   (SELECT contact FROM digits WHERE reversed >= ?1 AND reversed < ?1 || ':')
                 ORDER BY closed, state, place, sort, row LIMIT 200",
                params![reversed],
            )
        };
        let found = self.told(find(&reversed))?;
        // As dialled from elsewhere: `00 33 …`, or with the 0 of national numbers.
        let bare = reversed.trim_end_matches('0');
        if found.is_empty() && bare != reversed { self.told(find(bare)) } else { Ok(found) }
    }
}

/// Hits that are put in order by looking at each.
const FEW: u32 = 500;

fn contacts(conn: &Connection, sql: &str, params: impl Params) -> Outcome<Vec<ContactView>> {
    documents(conn, sql, params)
}

/// The first column of every row.
pub(super) fn documents<T: DeserializeOwned>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
) -> Outcome<Vec<T>> {
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row, 0)?);
    }
    Ok(all)
}

pub(super) fn read<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Outcome<T> {
    let text = row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?;
    serde_json::from_str(text)
        .map_err(|e| Fault::damaged(format!("the projection cannot be read: {e}")))
}

pub(super) fn document(value: &impl serde::Serialize) -> Outcome<String> {
    serde_json::to_string(value).map_err(|e| Fault::damaged(e.to_string()))
}

pub(super) fn write(
    tx: &Connection,
    entity: EntityId,
    (view, folded, state): (&ContactView, &str, &str),
    tells: &[Told],
    stale: &mut BTreeSet<String>,
) -> Outcome<()> {
    let before: Option<(i64, Vec<u8>)> = tx
        .prepare_cached("SELECT row, text_hash FROM contact WHERE entity = ?1")?
        .query_row(params![entity.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let text_hash = sha256(folded.as_bytes());
    let (place, sort) = order(view);
    let row: i64 = tx
        .prepare_cached(
            "INSERT INTO contact (entity, short, state, closed, place, sort, hash, text_hash, doc)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (entity) DO UPDATE SET
               short = ?2, state = ?3, closed = ?4, place = ?5, sort = ?6, hash = ?7,
               text_hash = ?8, doc = ?9
             RETURNING row",
        )?
        .query_row(
            params![
                entity.0,
                view.id,
                view.state,
                view.closed,
                place,
                sort,
                state,
                text_hash,
                document(view)?
            ],
            |row| row.get(0),
        )?;
    known::tell(tx, row, tells, stale)?;
    if before.is_some_and(|(_, hash)| hash == text_hash) {
        // Numbers are part of the text.
        return Ok(());
    }
    tx.prepare_cached("DELETE FROM digits WHERE contact = ?1")?.execute(params![row])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO digits (reversed, contact, channel) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for (reversed, channel) in digits(view) {
        insert.execute(params![reversed, row, channel])?;
    }
    tx.prepare_cached("INSERT OR REPLACE INTO contact_search (rowid, text) VALUES (?1, ?2)")?
        .execute(params![row, folded])?;
    Ok(())
}

/// Place of its first role, and its name without accents.
fn order(view: &ContactView) -> (i64, String) {
    let place = view.roles.iter().min().map_or(i64::from(u8::MAX), |role| *role as i64);
    (place, folded(&view.name.en))
}

/// Each number from its last digit, with its channel.
fn digits(view: &ContactView) -> BTreeSet<(String, String)> {
    let numbers = view.channels.iter().filter(|channel| channel.kind.is_number());
    numbers
        .map(|channel| {
            let reversed = channel.value.chars().rev().filter(char::is_ascii_digit).collect();
            (reversed, channel.id.clone())
        })
        .filter(|(reversed, _): &(String, String)| !reversed.is_empty())
        .collect()
}

/// A contact whose opening is not understood any more, or that turns out to be a request.
pub(super) fn remove(
    tx: &Connection,
    entity: EntityId,
    stale: &mut BTreeSet<String>,
) -> Outcome<()> {
    let row: Option<i64> = tx
        .prepare_cached("SELECT row FROM contact WHERE entity = ?1")?
        .query_row(params![entity.0], |row| row.get(0))
        .optional()?;
    let Some(row) = row else { return Ok(()) };
    known::tell(tx, row, &[], stale)?;
    for sql in [
        "DELETE FROM contact_search WHERE rowid = ?1",
        "DELETE FROM digits WHERE contact = ?1",
        "DELETE FROM contact WHERE row = ?1",
    ] {
        tx.prepare_cached(sql)?.execute(params![row])?;
    }
    Ok(())
}

/// Compares what is shown of a contact, and what it is found by, with what a replay gives.
pub(super) fn compare(
    conn: &Connection,
    entity: EntityId,
    (view, state): (&ContactView, &str),
    tells: &[Told],
    report: &mut VerifyReport,
) -> Outcome<()> {
    let held: Option<(i64, String, String)> = conn
        .prepare_cached("SELECT row, hash, doc FROM contact WHERE entity = ?1")?
        .query_row(params![entity.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((row, _, doc)) = held.filter(|(_, hash, _)| hash == state) else {
        report.add(format!("{}: the projection differs from the record", view.id));
        return Ok(());
    };
    let (place, sort) = order(view);
    let same: bool = conn
        .prepare_cached(
            "SELECT short = ?2 AND state = ?3 AND closed = ?4 AND place = ?5 AND sort = ?6
             FROM contact WHERE row = ?1",
        )?
        .query_row(params![row, view.id, view.state, view.closed, place, sort], |row| row.get(0))?;
    let mut query =
        conn.prepare_cached("SELECT reversed, channel FROM digits WHERE contact = ?1")?;
    let numbers = query.query_map(params![row], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let numbers: BTreeSet<(String, String)> = numbers.collect::<Result<_, _>>()?;
    let told: BTreeSet<Told> = tells.iter().cloned().collect();
    if document(view)? != doc {
        report.add(format!("{}: what is shown is out of date", view.id));
    } else if !same || numbers != digits(view) || told != known::told_by(conn, row)? {
        report.add(format!("{}: it is filed under other values than it holds", view.id));
    }
    Ok(())
}

/// Contacts that are shown, by entity.
pub(super) fn shown(conn: &Connection) -> Outcome<BTreeMap<EntityId, String>> {
    let mut query = conn.prepare("SELECT entity, short FROM contact")?;
    let rows = query.query_map([], |row| Ok((EntityId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
