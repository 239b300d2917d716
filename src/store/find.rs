//! Finding requests: by what they answer to, and by the words in them.

use std::collections::BTreeSet;

use rusqlite::{Params, params};

use super::error::Outcome;
use super::{Store, StoreError, read};
use crate::domain::EntityId;
use crate::view::{RequestView, folded};

/// Hits that a look-up by a part returns at most.
const LIMIT: u32 = 20;

type Hits = Vec<(EntityId, String)>;

impl Store {
    /// What a typed text may mean, with its reference: one of our references or the partner's, in
    /// any letter case; else its beginning; else a number of ours; else the beginning of the
    /// entity's hex; else any part of one of our references. The first of these that finds
    /// anything is the answer.
    pub fn find(&self, text: &str) -> Result<Vec<(EntityId, String)>, StoreError> {
        self.told(self.find_by(text.trim()))
    }

    fn find_by(&self, text: &str) -> Outcome<Hits> {
        let name = text.to_uppercase();
        if name.is_empty() {
            return Ok(Hits::new());
        }
        let exact = self.hits(
            "SELECT entity, reference FROM name JOIN request ON request.row = name.request
             WHERE name.text = ?1 LIMIT ?2",
            params![name, LIMIT],
        )?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        if let Some((series, number)) = drawn(&name) {
            let hits = self.hits(
                "SELECT request.entity, reference FROM number
                 JOIN request ON request.entity = number.entity
                 WHERE number.number = ?1 AND series = ?2 ORDER BY year DESC LIMIT ?3",
                params![number, series, LIMIT],
            )?;
            if !hits.is_empty() {
                return Ok(hits);
            }
        }
        let hits = self.hits(
            "SELECT entity, reference FROM name JOIN request ON request.row = name.request
             WHERE name.text >= ?1 AND name.text < ?1 || char(1114111) LIMIT ?2",
            params![name, LIMIT],
        )?;
        if !hits.is_empty() {
            return Ok(hits);
        }
        let hits = self.by_hex(text)?;
        if !hits.is_empty() {
            return Ok(hits);
        }
        self.hits(
            "SELECT entity, reference FROM request
             WHERE row IN (SELECT request FROM name WHERE ours AND instr(text, ?1) > 0 LIMIT ?2)",
            params![name, LIMIT],
        )
    }

    /// The beginning of an entity's hex, six digits or more.
    fn by_hex(&self, text: &str) -> Outcome<Hits> {
        let Some((low, high)) = span_of_hex(text) else { return Ok(Hits::new()) };
        self.hits(
            "SELECT entity, reference FROM request WHERE entity BETWEEN ?1 AND ?2 LIMIT ?3",
            params![low.0, high.0, LIMIT],
        )
    }

    /// Each request once, in the order found.
    fn hits(&self, sql: &str, params: impl Params) -> Outcome<Hits> {
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query(params)?;
        let (mut hits, mut seen) = (Hits::new(), BTreeSet::new());
        while let Some(row) = rows.next()? {
            let entity = EntityId(row.get(0)?);
            if seen.insert(entity) {
                hits.push((entity, row.get(1)?));
            }
        }
        Ok(hits)
    }

    /// Requests in which every word begins some word, letter case and accents aside; the latest
    /// registered first. Without words: the latest.
    pub fn search(
        &self,
        words: &[String],
        include_closed: bool,
        limit: usize,
    ) -> Result<Vec<RequestView>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let wanted = expression(words);
        let found = if wanted.is_empty() {
            read::views(
                &self.conn,
                "SELECT doc, more FROM request JOIN shown ON shown.request = request.row
                 WHERE ?1 OR closed = 0 ORDER BY request.row DESC LIMIT ?2",
                params![include_closed, limit],
            )
        } else {
            read::views(
                &self.conn,
                "SELECT doc, more FROM search JOIN request ON request.row = search.rowid
                 JOIN shown ON shown.request = search.rowid
                 WHERE search MATCH ?1 AND (?2 OR closed = 0)
                 ORDER BY search.rowid DESC LIMIT ?3",
                params![wanted, include_closed, limit],
            )
        };
        self.told(found)
    }
}

/// The entities whose hex begins so, six digits or more: the first and the last that may.
pub(super) fn span_of_hex(text: &str) -> Option<(EntityId, EntityId)> {
    let digits = text.to_ascii_lowercase();
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_hex || !(6..=32).contains(&digits.len()) {
        return None;
    }
    Some((padded(&digits, '0')?, padded(&digits, 'f')?))
}

/// `412` of the plain series, `P12` of another.
fn drawn(name: &str) -> Option<(&str, u32)> {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let series = name.strip_suffix(digits).filter(|series| series.len() <= 1)?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    Some((series, digits.parse().ok().filter(|_| plain)?))
}

fn padded(digits: &str, fill: char) -> Option<EntityId> {
    let rest = std::iter::repeat_n(fill, 32_usize.saturating_sub(digits.len()));
    digits.chars().chain(rest).collect::<String>().parse().ok()
}

/// Words as an FTS5 expression of quoted prefixes: nothing in them is an operator.
pub(super) fn expression(words: &[String]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| folded(word).replace(['"', '\0'], " "))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"*", word.trim()))
        .collect();
    quoted.join(" ")
}
