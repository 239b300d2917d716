//! The end of our own log, as the writing transaction sees it.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::{Fault, Outcome};
use super::{known, read};
use crate::domain::{EntityId, Recorded};
use crate::log::{Chain, Head, Hlc};

/// The last entry of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHead {
    pub id: [u8; 32],
    pub head: Head,
}

impl OwnHead {
    /// The log, ready for its next entry. `latest` as in [`OwnLog`].
    pub fn resume(&self, latest: Hlc) -> Chain {
        Chain::resume(&self.head, self.id, latest)
    }
}

/// What one who seals an act has to know. Held by a transaction: nobody else writes meanwhile.
pub struct OwnLog<'c> {
    conn: &'c Connection,
    /// `None` at the start of the log.
    pub head: Option<OwnHead>,
    /// The highest stamp that is stored, of whichever desk.
    pub latest: Hlc,
    fault: RefCell<Option<Fault>>,
}

impl<'c> OwnLog<'c> {
    pub(super) fn read(conn: &'c Connection, author: [u8; 32], inc: u32) -> Outcome<Self> {
        let head = head_of(conn, author, inc)?;
        Ok(Self { conn, head, latest: latest_hlc(conn)?, fault: RefCell::new(None) })
    }

    /// The highest number drawn in a series and a year among those that `mine` accepts. If it cannot
    /// be read, nothing of what is sealed will be stored.
    pub fn highest_number(
        &self,
        series: &str,
        year: i16,
        mine: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        self.noting(highest_number(self.conn, series, year, mine)).flatten()
    }

    /// What contacts tell under a key, as it stands now.
    pub fn known(&self, key: &str) -> Option<String> {
        self.noting(known::held(self.conn, key)).flatten()
    }

    /// All facts about a request or a contact, as they stand now.
    pub fn entries_of(&self, entity: EntityId) -> Vec<Recorded> {
        self.noting(read::entries_of(self.conn, entity)).unwrap_or_default()
    }

    fn noting<T>(&self, outcome: Outcome<T>) -> Option<T> {
        outcome.map_err(|fault| *self.fault.borrow_mut() = Some(fault)).ok()
    }

    pub(super) fn sound(self) -> Outcome<()> {
        self.fault.into_inner().map_or(Ok(()), Err)
    }
}

pub(super) fn head_of(conn: &Connection, author: [u8; 32], inc: u32) -> Outcome<Option<OwnHead>> {
    let found: Option<([u8; 32], String)> = conn
        .prepare_cached(
            "SELECT entry.id, entry.head FROM log JOIN entry ON entry.log = log.row
             WHERE author = ?1 AND inc = ?2 ORDER BY entry.seq DESC, entry.id LIMIT 1",
        )?
        .query_row(params![author, inc], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, text)) = found else { return Ok(None) };
    let head = Head::parse(&text).map_err(|e| Fault::damaged(e.to_string()))?;
    Ok(Some(OwnHead { id, head }))
}

pub(super) fn latest_hlc(conn: &Connection) -> Outcome<Hlc> {
    let found: Option<(i64, u16)> = conn
        .prepare_cached("SELECT ms, tick FROM log ORDER BY ms DESC, tick DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map_or_else(Hlc::default, |(ms, tick)| Hlc { ms: ms.unsigned_abs(), tick }))
}

pub(super) fn highest_number(
    conn: &Connection,
    series: &str,
    year: i16,
    mine: impl Fn(u32) -> bool,
) -> Outcome<Option<u32>> {
    let mut query = conn.prepare_cached(
        "SELECT number FROM number WHERE series = ?1 AND year = ?2 ORDER BY number DESC",
    )?;
    let mut rows = query.query(params![series, year])?;
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        if mine(number) {
            return Ok(Some(number));
        }
    }
    Ok(None)
}
