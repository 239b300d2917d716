//! The projection of one request or contact, and of all of them.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::append::Project;
use super::error::{Fault, Outcome};
use super::known::{self, Asked};
use super::{Projected, Shown, Store, StoreError, contact, read, wire};
use crate::domain::{EntityId, EntryId, Fact, Recorded};
use crate::log::{Body, Head, hex, sha256};
use crate::view::RequestView;

impl Store {
    /// Drops the projection and makes it anew from the entries. Returns the state hash.
    pub fn rebuild(&mut self, project: &mut dyn Project) -> Result<String, StoreError> {
        self.transact(|tx| {
            tx.execute_batch(
                "DELETE FROM shown; DELETE FROM name; DELETE FROM number; DELETE FROM request;
                 INSERT INTO search (search) VALUES ('delete-all');
                 DELETE FROM asks; DELETE FROM tells; DELETE FROM known;
                 DELETE FROM digits; DELETE FROM contact;
                 INSERT INTO contact_search (contact_search) VALUES ('delete-all');",
            )?;
            derive(tx)?;
            let Entities { contacts, others } = entities(tx)?;
            let mut stale = BTreeSet::new();
            for entity in contacts {
                refresh(tx, entity, project, &mut stale)?;
            }
            // So that each request is projected once, with all that contacts tell it.
            known::settle(tx, &stale, project)?;
            stale.clear();
            for entity in others {
                refresh(tx, entity, project, &mut stale)?;
            }
            known::settle(tx, &stale, project)?;
            state_hash(tx)
        })
    }

    /// Equal on two desks exactly when they hold the same requests in the same state.
    pub fn state_hash(&self) -> Result<String, StoreError> {
        self.told(state_hash(&self.conn))
    }
}

/// Every thing that entries speak of, in the order of its first entry.
pub(super) struct Entities {
    /// Opened as a contact at least once.
    pub contacts: Vec<EntityId>,
    pub others: Vec<EntityId>,
}

pub(super) fn entities(conn: &Connection) -> Outcome<Entities> {
    let mut query = conn.prepare("SELECT DISTINCT entity FROM entry WHERE kind = ?1")?;
    let opened = query.query_map(params![wire::CONTACT_OPEN], |row| row.get(0).map(EntityId))?;
    let opened: BTreeSet<EntityId> = opened.collect::<Result<_, _>>()?;
    let mut query = conn.prepare(
        "SELECT entity FROM entry WHERE entity IS NOT NULL GROUP BY entity ORDER BY min(row)",
    )?;
    let all = query.query_map([], |row| row.get(0).map(EntityId))?;
    let all: Vec<EntityId> = all.collect::<Result<_, _>>()?;
    let (contacts, others) = all.into_iter().partition(|entity| opened.contains(entity));
    Ok(Entities { contacts, others })
}

fn state_hash(conn: &Connection) -> Outcome<String> {
    let mut query = conn.prepare_cached(
        "SELECT entity, hash FROM request UNION ALL SELECT entity, hash FROM contact
         ORDER BY entity",
    )?;
    let mut rows = query.query([])?;
    let mut all = String::new();
    while let Some(row) = rows.next()? {
        let entity: [u8; 16] = row.get(0)?;
        let hash: String = row.get(1)?;
        all.push_str(&hex(&entity));
        all.push(' ');
        all.push_str(&hash);
        all.push('\n');
    }
    Ok(hex(&sha256(all.as_bytes())))
}

/// What a row repeats of its head and body.
pub(super) type Derived = (i64, i64, u16, Option<[u8; 16]>, String, String);

/// `None` where the head cannot be read: the row is left as it is, for an audit to name.
pub(super) fn derived(id: [u8; 32], head: &str, body: &str) -> Option<Derived> {
    let head = Head::parse(head).ok()?;
    let body = Body::parse(body).ok().filter(|_| head.flags == 0);
    let entity = body.as_ref().and_then(|body| wire::entity_named(body, &EntryId(id)));
    let (kind, officer) =
        body.map_or_else(Default::default, |body| (body.kind, body.actor.officer));
    Some((
        i64::try_from(head.seq).ok()?,
        i64::try_from(head.hlc.ms).ok()?,
        head.hlc.tick,
        entity.map(|entity| entity.0),
        kind,
        officer,
    ))
}

/// Sets right the columns of entries that repeat what is in their text.
fn derive(tx: &Connection) -> Outcome<()> {
    let mut query = tx.prepare(
        "SELECT row, id, head, body, seq, ms, tick, entity, kind, officer FROM entry ORDER BY row",
    )?;
    let mut rows = query.query([])?;
    let mut wrong = Vec::new();
    while let Some(row) = rows.next()? {
        let (head, body) = (read::text(row, 2)?, read::text(row, 3)?);
        let Some(right) = derived(row.get(1)?, &head, &body) else { continue };
        let (kind, officer) = (read::text(row, 8)?, read::text(row, 9)?);
        let held: Derived = (row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, kind, officer);
        if held != right {
            wrong.push((row.get::<_, i64>(0)?, right));
        }
    }
    let mut update = tx.prepare(
        "UPDATE entry SET seq = ?2, ms = ?3, tick = ?4, entity = ?5, kind = ?6, officer = ?7
         WHERE row = ?1",
    )?;
    for (row, (seq, ms, tick, entity, kind, officer)) in wrong {
        update.execute(params![row, seq, ms, tick, entity, kind, officer])?;
    }
    Ok(())
}

/// Projects one request or contact anew. Keys under which a contact tells something else than
/// before are added to `stale`.
pub(super) fn refresh(
    tx: &Connection,
    entity: EntityId,
    project: &mut dyn Project,
    stale: &mut BTreeSet<String>,
) -> Outcome<()> {
    let recorded = read::entries_of(tx, entity)?;
    numbers(tx, entity, &recorded)?;
    let asked = Asked::new(tx);
    let projected = project.project(entity, &recorded, &|key| asked.answer(key));
    asked.sound()?;
    match projected {
        Some(Projected { shown: Shown::Request(view), folded, state, asks, .. }) => {
            write(tx, entity, (*view, &folded, &state), &asks, stale)
        }
        Some(Projected { shown: Shown::Contact(view), folded, state, tells, .. }) => {
            contact::write(tx, entity, (&view, &folded, &state), &tells, stale)
        }
        None => {
            remove(tx, entity)?;
            contact::remove(tx, entity, stale)
        }
    }
}

/// Every reference that an opening ever gave, shown or not, so that no number is drawn twice.
fn numbers(tx: &Connection, entity: EntityId, recorded: &[Recorded]) -> Outcome<()> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO number (series, year, number, entity) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
    )?;
    for recorded in recorded {
        let Fact::Opened(opened) = &recorded.fact else { continue };
        if let Some((series, year, number)) = opened.reference.drawn() {
            insert.execute(params![series, year, number, entity.0])?;
        }
    }
    Ok(())
}

fn write(
    tx: &Connection,
    entity: EntityId,
    (view, folded, state): (RequestView, &str, &str),
    asks: &[String],
    stale: &mut BTreeSet<String>,
) -> Outcome<()> {
    let before: Option<Vec<u8>> = tx
        .prepare_cached("SELECT text_hash FROM request WHERE entity = ?1")?
        .query_row(params![entity.0], |row| row.get(0))
        .optional()?;
    if before.is_none() {
        // Entries may come in any order: what looked like a contact may turn out a request.
        contact::remove(tx, entity, stale)?;
    }
    let text_hash = sha256(folded.as_bytes());
    let next_due = view.first_end();
    let row: i64 = tx
        .prepare_cached(
            "INSERT INTO request (entity, reference, closed, next_due, received, kind, direction,
                                  partner, state, priority, hash, text_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (entity) DO UPDATE SET
               reference = ?2, closed = ?3, next_due = ?4, received = ?5, kind = ?6,
               direction = ?7, partner = ?8, state = ?9, priority = ?10, hash = ?11,
               text_hash = ?12
             RETURNING row",
        )?
        .query_row(
            params![
                entity.0,
                view.id,
                view.closed,
                next_due.map(|due| due.as_millisecond()),
                view.received.as_millisecond(),
                view.kind,
                view.direction.word(),
                view.partner,
                view.state,
                view.priority,
                state,
                text_hash,
            ],
            |row| row.get(0),
        )?;
    names(tx, row, &view)?;
    known::ask(tx, row, asks)?;
    let (doc, more) = documents(view)?;
    tx.prepare_cached(
        "INSERT INTO shown (request, doc, more) VALUES (?1, ?2, ?3)
         ON CONFLICT (request) DO UPDATE SET doc = ?2, more = ?3",
    )?
    .execute(params![row, doc, more])?;
    if before.as_deref() != Some(text_hash.as_slice()) {
        tx.prepare_cached("INSERT OR REPLACE INTO search (rowid, text) VALUES (?1, ?2)")?
            .execute(params![row, folded])?;
    }
    Ok(())
}

/// What a list needs of a request, and what only its own page does.
pub(super) fn documents(view: RequestView) -> Outcome<(String, String)> {
    let (brief, detail) = view.parted();
    let bad = |error: serde_json::Error| Fault::damaged(error.to_string());
    Ok((serde_json::to_string(&brief).map_err(bad)?, serde_json::to_string(&detail).map_err(bad)?))
}

fn names(tx: &Connection, row: i64, view: &RequestView) -> Outcome<()> {
    tx.prepare_cached("DELETE FROM name WHERE request = ?1")?.execute(params![row])?;
    let ours = view.aliases.iter().chain([&view.id]).map(|name| (name, true));
    let mut insert = tx.prepare_cached(
        "INSERT INTO name (text, request, ours) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for (name, ours) in ours.chain([(&view.their_ref, false)]) {
        let name = name.trim().to_uppercase();
        if !name.is_empty() {
            insert.execute(params![name, row, ours])?;
        }
    }
    Ok(())
}

/// A request whose opening is not understood any more.
fn remove(tx: &Connection, entity: EntityId) -> Outcome<()> {
    let row: Option<i64> = tx
        .prepare_cached("SELECT row FROM request WHERE entity = ?1")?
        .query_row(params![entity.0], |row| row.get(0))
        .optional()?;
    let Some(row) = row else { return Ok(()) };
    for sql in [
        "DELETE FROM search WHERE rowid = ?1",
        "DELETE FROM name WHERE request = ?1",
        "DELETE FROM asks WHERE request = ?1",
        "DELETE FROM shown WHERE request = ?1",
        "DELETE FROM request WHERE row = ?1",
    ] {
        tx.prepare_cached(sql)?.execute(params![row])?;
    }
    Ok(())
}
