//! Reading entries and what is shown of requests.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};
use serde::Deserialize;

use super::error::{Fault, Outcome};
use super::{OwnHead, Store, StoreError, own, wire};
use crate::domain::{AuthorKey, EntityId, EntryId, Hlc, Recorded};
use crate::log::{self, Body};
use crate::view::{Detail, RequestView};

/// An entry as it lies in the database, for one who audits it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEntry {
    pub id: EntryId,
    pub author: AuthorKey,
    pub inc: u32,
    pub seq: u64,
    /// Of an act of this desk, the instant of the act.
    pub arrived: Timestamp,
    pub head: String,
    pub body: String,
    pub sig: String,
}

impl Store {
    /// Everything recorded about a request that this program can read at all, in order of arrival.
    pub fn entries_of(&self, entity: EntityId) -> Result<Vec<Recorded>, StoreError> {
        self.told(entries_of(&self.conn, entity))
    }

    pub fn raw_entries_of(&self, entity: EntityId) -> Result<Vec<RawEntry>, StoreError> {
        self.told(raw(
            &self.conn,
            "SELECT id, author, inc, entry.seq, arrived, head, body, sig
             FROM entry JOIN log ON log.row = entry.log WHERE entity = ?1 ORDER BY entry.row",
            params![entity.0],
        ))
    }

    /// A page of the whole record: entries after the `after`-th in order of arrival.
    pub fn raw_entries(&self, after: u64, limit: u32) -> Result<Vec<RawEntry>, StoreError> {
        self.told(raw(
            &self.conn,
            "SELECT id, author, inc, entry.seq, arrived, head, body, sig
             FROM entry JOIN log ON log.row = entry.log WHERE entry.row > ?1
             ORDER BY entry.row LIMIT ?2",
            params![i64::try_from(after).unwrap_or(i64::MAX), limit],
        ))
    }

    /// The last entry of a log.
    pub fn head_of(&self, author: [u8; 32], inc: u32) -> Result<Option<OwnHead>, StoreError> {
        self.told(own::head_of(&self.conn, author, inc))
    }

    /// The highest stamp stored.
    pub fn latest_hlc(&self) -> Result<log::Hlc, StoreError> {
        self.told(own::latest_hlc(&self.conn))
    }

    /// The request that an officer acted on last.
    pub fn last_entry_by(&self, officer: &str) -> Result<Option<EntityId>, StoreError> {
        let find = || -> Outcome<Option<EntityId>> {
            Ok(self
                .conn
                .prepare_cached(
                    "SELECT entity FROM entry WHERE officer = ?1 AND entity IS NOT NULL
                     ORDER BY row DESC LIMIT 1",
                )?
                .query_row(params![officer], |row| row.get(0).map(EntityId))
                .optional()?)
        };
        self.told(find())
    }

    pub fn view(&self, entity: EntityId) -> Result<Option<RequestView>, StoreError> {
        let found = views(
            &self.conn,
            "SELECT doc, more FROM request JOIN shown ON shown.request = request.row
             WHERE entity = ?1",
            params![entity.0],
        );
        self.told(found).map(|mut views| views.pop())
    }

    /// All open requests, the first to come due first.
    pub fn open_views(&self) -> Result<Vec<RequestView>, StoreError> {
        self.told(views(
            &self.conn,
            "SELECT doc, more FROM request JOIN shown ON shown.request = request.row
             WHERE closed = 0 ORDER BY next_due IS NULL, next_due, request.row",
            [],
        ))
    }

    /// As `open_views`, brief.
    pub fn open_brief(&self) -> Result<Vec<RequestView>, StoreError> {
        self.told(views(
            &self.conn,
            "SELECT doc FROM request JOIN shown ON shown.request = request.row
             WHERE closed = 0 ORDER BY next_due IS NULL, next_due, request.row",
            [],
        ))
    }

    /// Open requests with a clock that ends before `until`, late ones included, the earliest first.
    /// Brief views: without `view::Detail`.
    pub fn due_before(&self, until: Timestamp) -> Result<Vec<RequestView>, StoreError> {
        self.told(views(
            &self.conn,
            "SELECT doc FROM request JOIN shown ON shown.request = request.row
             WHERE closed = 0 AND next_due < ?1 ORDER BY next_due, request.row",
            params![until.as_millisecond()],
        ))
    }

    /// Open requests with a partner, brief, the first to come due first.
    pub fn open_with(&self, partner: &str) -> Result<Vec<RequestView>, StoreError> {
        self.told(views(
            &self.conn,
            "SELECT doc FROM request JOIN shown ON shown.request = request.row
             WHERE closed = 0 AND partner = ?1 ORDER BY next_due IS NULL, next_due, request.row",
            params![partner],
        ))
    }

    pub fn count_entries(&self) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM entry", [])
    }

    pub fn count_requests(&self) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM request", [])
    }

    pub fn count_open(&self) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM request WHERE closed = 0", [])
    }

    /// Open requests with a clock that ended before `now`.
    pub fn late_count(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.count(
            "SELECT count(*) FROM request WHERE closed = 0 AND next_due < ?1",
            params![now.as_millisecond()],
        )
    }

    /// Changes when another process has written.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        let read = || -> Outcome<i64> {
            Ok(self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
        };
        self.told(read())
    }

    pub(super) fn count(&self, sql: &str, params: impl Params) -> Result<u64, StoreError> {
        let count = || -> Outcome<u64> {
            let count: i64 = self.conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?;
            Ok(count.unsigned_abs())
        };
        self.told(count())
    }
}

pub(super) fn views(
    conn: &Connection,
    sql: &str,
    params: impl Params,
) -> Outcome<Vec<RequestView>> {
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params)?;
    let mut views = Vec::new();
    while let Some(row) = rows.next()? {
        views.push(shown(row)?);
    }
    Ok(views)
}

/// Of `doc`, or of `doc, more`.
fn shown(row: &Row<'_>) -> Outcome<RequestView> {
    let brief: RequestView = document(row, 0)?;
    if row.as_ref().column_count() == 1 {
        return Ok(brief);
    }
    Ok(brief.with(document::<Detail>(row, 1)?))
}

fn document<'a, T: Deserialize<'a>>(row: &'a Row<'_>, at: usize) -> Outcome<T> {
    let text = row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?;
    serde_json::from_str(text)
        .map_err(|e| Fault::damaged(format!("the projection cannot be read: {e}")))
}

pub(super) fn entries_of(conn: &Connection, entity: EntityId) -> Outcome<Vec<Recorded>> {
    let mut query = conn.prepare_cached(
        "SELECT id, author, entry.ms, entry.tick, body FROM entry JOIN log ON log.row = entry.log
         WHERE entity = ?1 ORDER BY entry.row",
    )?;
    let mut rows = query.query(params![entity.0])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let (ms, tick): (i64, u16) = (row.get(2)?, row.get(3)?);
        let hlc = Hlc { ms: ms.unsigned_abs(), tick };
        // A body that cannot be read is kept, and named by an audit; it says nothing of a request.
        let Ok(body) = Body::parse(&text(row, 4)?) else { continue };
        let (id, author) = (EntryId(row.get(0)?), AuthorKey(row.get(1)?));
        entries.push(wire::recorded_of(id, author, hlc, entity, body));
    }
    Ok(entries)
}

fn raw(conn: &Connection, sql: &str, params: impl Params) -> Outcome<Vec<RawEntry>> {
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map(params, |row| {
        let (seq, arrived): (i64, i64) = (row.get(3)?, row.get(4)?);
        Ok(RawEntry {
            id: EntryId(row.get(0)?),
            author: AuthorKey(row.get(1)?),
            inc: row.get(2)?,
            seq: seq.unsigned_abs(),
            arrived: Timestamp::from_millisecond(arrived).unwrap_or_default(),
            head: text(row, 5)?,
            body: text(row, 6)?,
            sig: text(row, 7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Text that a damaged disk may have changed: what is not UTF-8 any more fails its hash, not the
/// reading.
pub(super) fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    let bytes = row.get_ref(at)?.as_bytes()?;
    Ok(String::from_utf8_lossy(bytes).into_owned())
}
