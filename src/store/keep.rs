//! What is kept beside the record: the desk's own settings, unfinished forms, files.

use rusqlite::{OptionalExtension as _, params};

use super::error::Outcome;
use super::{Store, StoreError};
use crate::log::unhex;

impl Store {
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let get = || -> Outcome<Option<String>> {
            Ok(self
                .conn
                .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
                .query_row(params![key], |row| row.get(0))
                .optional()?)
        };
        self.told(get())
    }

    pub fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.put("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", &[key, value])
    }

    /// Several at once, all or none.
    pub fn set_metas(&mut self, pairs: &[(&str, &str)]) -> Result<(), StoreError> {
        self.transact(|tx| {
            for pair in pairs {
                tx.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", *pair)?;
            }
            Ok(())
        })
    }

    /// Keeps an unfinished form; it is not part of the record.
    pub fn save_draft(&mut self, key: &str, json: &str) -> Result<(), StoreError> {
        self.put("INSERT OR REPLACE INTO draft (key, json) VALUES (?1, ?2)", &[key, json])
    }

    /// Key and content of every unfinished form, by key.
    pub fn drafts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let all = || -> Outcome<Vec<(String, String)>> {
            let mut query = self.conn.prepare_cached("SELECT key, json FROM draft ORDER BY key")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        self.told(all())
    }

    pub fn delete_draft(&mut self, key: &str) -> Result<(), StoreError> {
        self.put("DELETE FROM draft WHERE key = ?1", &[key])
    }

    /// A file by the lower-case hex of its SHA-256.
    pub fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(hash) = unhex::<32>(sha256) else { return Ok(None) };
        let get = || -> Outcome<Option<Vec<u8>>> {
            Ok(self
                .conn
                .prepare_cached("SELECT bytes FROM blob WHERE sha256 = ?1")?
                .query_row(params![hash], |row| row.get(0))
                .optional()?)
        };
        self.told(get())
    }

    fn put(&mut self, sql: &str, values: &[&str]) -> Result<(), StoreError> {
        let run = || -> Outcome<()> {
            self.conn.prepare_cached(sql)?.execute(rusqlite::params_from_iter(values))?;
            Ok(())
        };
        self.told(run())
    }
}
