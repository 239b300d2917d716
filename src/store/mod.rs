//! The database of one desk: the signed entries and their projection, in one SQLite file. An append
//! stores entries and re-projects what they touch in one transaction, by one function for our own
//! and for others' entries. The only place with SQL; it never decides what an entry means.

mod append;
mod contact;
mod error;
mod find;
mod keep;
mod known;
mod migrate;
mod own;
mod place;
mod project;
mod read;
mod state;
mod verify;
pub mod wire;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags, TransactionBehavior};

use crate::view::{ContactView, RequestView};
use error::{Fault, Outcome};

pub use append::{Appended, Project};
pub use error::{StoreError, StoreErrorKind};
pub use own::{OwnHead, OwnLog};
pub use place::network_file_system;
pub use read::RawEntry;
pub use verify::{StoreProblem, VerifyReport};

/// Bytes of one file that came with a request.
pub const MAX_BLOB: usize = 64 * 1024 * 1024;

/// How long a writer waits for another.
const BUSY: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    ReadWrite,
    ReadOnly,
}

/// What is stored of a thing of the record, computed by the caller from its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projected {
    pub shown: Shown,
    /// Folded text that a search looks in.
    pub folded: String,
    /// A hash of the merged thing: equal on every desk that holds the same entries.
    pub state: String,
    /// Of a contact: what it tells requests, by key.
    pub tells: Vec<(String, String)>,
    /// Of a request: the keys under which contacts may tell it something.
    pub asks: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Request(Box<RequestView>),
    Contact(Box<ContactView>),
}

#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
}

impl Store {
    /// Makes a new, empty database. Refuses to touch a file that holds anything.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        Self::make(path).map_err(|fault| fault.at(path))
    }

    /// Opens a database. For `ReadWrite` an older schema is brought up to date first; `ReadOnly`
    /// works on a read-only medium and beside a writer.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        let store = match access {
            Access::ReadWrite => Self::open_to_write(path),
            Access::ReadOnly => Self::open_to_read(path),
        };
        store.map_err(|fault| fault.at(path))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn make(path: &Path) -> Outcome<Self> {
        place::prepare(path)?;
        let store = Self::writing(path, true)?;
        place::sync_parent(path);
        Ok(store)
    }

    fn open_to_write(path: &Path) -> Outcome<Self> {
        place::is_file(path)?;
        place::is_local(path)?;
        Self::writing(path, false)
    }

    fn writing(path: &Path, new: bool) -> Outcome<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut conn = Connection::open_with_flags(path, flags)?;
        guard(&conn)?;
        // SQLite falls back to reading where a file is write-protected.
        if conn.is_readonly(MAIN_DB)? {
            return Err(Fault::new(StoreErrorKind::ReadOnlyPlace, ""));
        }
        // Before anything is written: a stranger's file must stay as it is.
        let version = migrate::version(&conn)?;
        if version == 0 && !new {
            return Err(migrate::empty());
        }
        conn.execute_batch(
            "PRAGMA mmap_size = 0;
             PRAGMA foreign_keys = ON;
             PRAGMA cell_size_check = ON;
             PRAGMA cache_size = -16000;
             PRAGMA journal_size_limit = 67108864;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;",
        )?;
        if version != migrate::known() {
            migrate::migrate(&mut conn)?;
            // So that a read-only medium shows the present schema without its log.
            conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(Self { conn, path: path.to_owned() })
    }

    fn open_to_read(path: &Path) -> Outcome<Self> {
        place::is_file(path)?;
        place::is_local(path)?;
        match Self::reading(path, "") {
            // Neither log nor shared memory can be made beside it. Without a log nothing is missed
            // by reading the file alone, and nobody can write to it either.
            Err(Fault { kind: StoreErrorKind::ReadOnlyPlace, .. }) if !place::has_wal(path) => {
                Self::reading(path, "?immutable=1")
            }
            done => done,
        }
    }

    fn reading(path: &Path, how: &str) -> Outcome<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let uri = format!("file:{}{how}", place::escaped(path));
        let conn = Connection::open_with_flags(uri, flags)?;
        guard(&conn)?;
        match migrate::version(&conn)? {
            found if found == migrate::known() => Ok(Self { conn, path: path.to_owned() }),
            0 => Err(migrate::empty()),
            found => Err(Fault::new(StoreErrorKind::OlderSchema { found }, "")),
        }
    }

    /// All of `work` or nothing of it.
    fn transact<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Outcome<T>,
    ) -> Result<T, StoreError> {
        let Self { conn, path } = self;
        let run = |conn: &mut Connection| -> Outcome<T> {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        run(conn).map_err(|fault| fault.at(path))
    }

    fn told<T>(&self, outcome: Outcome<T>) -> Result<T, StoreError> {
        outcome.map_err(|fault| fault.at(&self.path))
    }
}

/// No pragma: a look-up opens a database for one question.
fn guard(conn: &Connection) -> Outcome<()> {
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(64);
    // A schema is foreign bytes too: it must not call functions or rewrite itself.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

#[cfg(test)]
mod tests;
