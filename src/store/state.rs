//! States as the catalogue has them: each without what it shares with the others.

use std::collections::BTreeSet;

use rusqlite::{Connection, Params, params};

use super::contact::{document, documents, read};
use super::error::{Fault, Outcome};
use super::{Store, StoreError};
use crate::view::StateView;
use crate::view::lookup::without_article;
use crate::view::shared::Shared;

impl Store {
    /// Replaces all States.
    pub fn put_states(&mut self, states: &[StateView]) -> Result<(), StoreError> {
        self.transact(|tx| {
            tx.execute_batch(
                "DELETE FROM state; DELETE FROM state_name; DELETE FROM instrument;
                 DELETE FROM provenance;",
            )?;
            let mut shared = Shared::of(states);
            let mut insert =
                tx.prepare("INSERT INTO state (code, doc, routes) VALUES (?1, ?2, ?3)")?;
            // A name that is a word of another, too, counts as a name.
            let mut name = tx.prepare(
                "INSERT INTO state_name (text, code, whole) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?;
            for state in states {
                let (brief, own) = shared.part(state);
                insert.execute(params![state.code, document(&brief)?, document(&own)?])?;
                for text in state.names() {
                    name.execute(params![text, state.code, true])?;
                }
                for text in state.words() {
                    name.execute(params![text, state.code, false])?;
                }
            }
            let mut insert = tx.prepare("INSERT INTO instrument (place, doc) VALUES (?1, ?2)")?;
            for (place, frame) in shared.frames.iter().enumerate() {
                insert.execute(params![number(place), document(frame)?])?;
            }
            let mut insert = tx.prepare("INSERT INTO provenance (place, doc) VALUES (?1, ?2)")?;
            for (place, source) in shared.sources.iter().enumerate() {
                insert.execute(params![number(place), document(source)?])?;
            }
            Ok(())
        })
    }

    pub fn state(&self, code: &str) -> Result<Option<StateView>, StoreError> {
        let sql = "SELECT doc, routes FROM state WHERE code = ?1";
        self.told(whole(&self.conn, sql, params![code])).map(|mut states| states.pop())
    }

    pub fn states(&self) -> Result<Vec<StateView>, StoreError> {
        self.told(whole(&self.conn, "SELECT doc, routes FROM state ORDER BY code", []))
    }

    /// Those that have open contacts.
    pub fn states_with_contacts(&self) -> Result<Vec<StateView>, StoreError> {
        let sql = "SELECT doc, routes FROM state WHERE EXISTS
                   (SELECT 1 FROM contact WHERE contact.state = code AND closed = 0)
                   ORDER BY code";
        self.told(whole(&self.conn, sql, []))
    }

    /// All of them without their routes.
    pub fn states_brief(&self) -> Result<Vec<StateView>, StoreError> {
        self.told(brief(&self.conn, "SELECT doc FROM state ORDER BY code", []))
    }

    /// States of which a name begins with `folded`, without their routes.
    pub fn states_named(&self, folded: &str) -> Result<Vec<StateView>, StoreError> {
        let sql = "SELECT doc FROM state WHERE code IN (SELECT code FROM state_name
                     WHERE text >= ?1 AND text < ?1 || char(1114111) AND whole)
                   ORDER BY code";
        self.told(brief(&self.conn, sql, params![folded]))
    }

    /// States of which every one of these folded words begins a word of a name, with the Arabic
    /// article or without. Without their routes.
    pub fn states_with_words(&self, words: &[String]) -> Result<Vec<StateView>, StoreError> {
        let find = || {
            let mut codes: Option<BTreeSet<String>> = None;
            for word in words {
                let found = with_word(&self.conn, word)?;
                codes = Some(match codes {
                    Some(codes) => codes.intersection(&found).cloned().collect(),
                    None => found,
                });
            }
            let codes: Vec<String> = codes.unwrap_or_default().into_iter().collect();
            let sql = "SELECT doc FROM state WHERE code IN (SELECT value FROM json_each(?1))
                       ORDER BY code";
            brief(&self.conn, sql, params![document(&codes)?])
        };
        self.told(find())
    }
}

fn with_word(conn: &Connection, word: &str) -> Outcome<BTreeSet<String>> {
    let mut query = conn.prepare_cached(
        "SELECT DISTINCT code FROM state_name WHERE text >= ?1 AND text < ?1 || char(1114111)",
    )?;
    let mut codes = BTreeSet::new();
    for form in [Some(word), without_article(word)].into_iter().flatten() {
        for code in query.query_map(params![form], |row| row.get(0))? {
            codes.insert(code?);
        }
    }
    Ok(codes)
}

fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// From one snapshot: another process may put other States meanwhile.
fn whole(conn: &Connection, sql: &str, params: impl Params) -> Outcome<Vec<StateView>> {
    let tx = conn.unchecked_transaction()?;
    let shared =
        Shared { frames: documents(&tx, FRAMES, [])?, sources: documents(&tx, SOURCES, [])? };
    let mut query = tx.prepare_cached(sql)?;
    let mut rows = query.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(shared.join(read(row, 0)?, read(row, 1)?).ok_or_else(torn)?);
    }
    Ok(all)
}

fn brief(conn: &Connection, sql: &str, params: impl Params) -> Outcome<Vec<StateView>> {
    let tx = conn.unchecked_transaction()?;
    let shared = Shared { frames: Vec::new(), sources: documents(&tx, SOURCES, [])? };
    let found = documents(&tx, sql, params)?.into_iter().map(|it| shared.brief(it));
    found.map(|state| state.ok_or_else(torn)).collect()
}

const FRAMES: &str = "SELECT doc FROM instrument ORDER BY place";
const SOURCES: &str = "SELECT doc FROM provenance ORDER BY place";

fn torn() -> Fault {
    Fault::damaged("the projection of States does not fit together")
}
