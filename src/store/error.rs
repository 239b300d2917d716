//! What can go wrong between the desk and its database, in kinds that an officer can act on.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {kind}{}", path.display(), after(detail))]
pub struct StoreError {
    pub kind: StoreErrorKind,
    pub path: PathBuf,
    /// What SQLite or the system said; may be empty.
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreErrorKind {
    #[error("there is no such file")]
    NotFound,
    #[error("a desk is already there")]
    Exists,
    #[error("another process is writing")]
    Locked,
    #[error("the disk is full")]
    DiskFull,
    #[error("the place cannot be written")]
    ReadOnlyPlace,
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// SQLite's locks do not hold there.
    #[error("the file lies on a network file system ({0})")]
    NetworkFileSystem(String),
    #[error("written by a newer program (version {found}, this one knows {known})")]
    NewerSchema { found: u32, known: u32 },
    /// Met only when reading: the first program that writes brings it up to date.
    #[error("written by an older program (version {found}) and not yet brought up to date")]
    OlderSchema { found: u32 },
    #[error("not the database of a desk")]
    NotADesk,
    #[error("larger than the limit of {limit} bytes")]
    TooLarge { limit: usize },
    #[error("reading or writing failed")]
    Io,
    #[error("the database refused")]
    Other,
}

fn after(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(": {detail}") }
}

/// An error before it is known which file it is about.
#[derive(Debug)]
pub(super) struct Fault {
    pub kind: StoreErrorKind,
    pub detail: String,
}

pub(super) type Outcome<T> = Result<T, Fault>;

impl Fault {
    pub fn new(kind: StoreErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    pub fn damaged(what: impl Into<String>) -> Self {
        Self::new(StoreErrorKind::Damaged(what.into()), "")
    }

    pub fn at(self, path: &Path) -> StoreError {
        StoreError { kind: self.kind, path: path.to_owned(), detail: self.detail }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        let text = error.to_string();
        match &error {
            E::SqliteFailure(code, _) => Self::new(kind_of(code, &text), text),
            // Values of another type or shape than the schema holds: the bytes are not ours.
            E::FromSqlConversionFailure(..)
            | E::InvalidColumnType(..)
            | E::IntegralValueOutOfRange(..)
            | E::Utf8Error(..)
            | E::QueryReturnedNoRows => Self::damaged(text),
            _ => Self::new(StoreErrorKind::Other, text),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        let kind = match error.kind() {
            K::NotFound => StoreErrorKind::NotFound,
            K::AlreadyExists => StoreErrorKind::Exists,
            K::PermissionDenied | K::ReadOnlyFilesystem => StoreErrorKind::ReadOnlyPlace,
            K::StorageFull | K::QuotaExceeded => StoreErrorKind::DiskFull,
            _ => StoreErrorKind::Io,
        };
        Self::new(kind, error.to_string())
    }
}

fn kind_of(error: &ffi::Error, text: &str) -> StoreErrorKind {
    match (error.code, error.extended_code) {
        // The shared-memory file could not grow: there is no other cause than a full disk.
        (_, ffi::SQLITE_IOERR_SHMSIZE) | (ErrorCode::DiskFull, _) => StoreErrorKind::DiskFull,
        (_, ffi::SQLITE_IOERR_CORRUPTFS) => StoreErrorKind::Damaged(text.to_owned()),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => StoreErrorKind::Locked,
        (ErrorCode::FileLockingProtocolFailed, _) => StoreErrorKind::Locked,
        (ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen, _) => {
            StoreErrorKind::ReadOnlyPlace
        }
        (ErrorCode::DatabaseCorrupt, _) => StoreErrorKind::Damaged(text.to_owned()),
        (ErrorCode::NotADatabase, _) => StoreErrorKind::NotADesk,
        (ErrorCode::SystemIoFailure | ErrorCode::NoLargeFileSupport, _) => StoreErrorKind::Io,
        (ErrorCode::TooBig, _) => StoreErrorKind::TooLarge { limit: super::MAX_BLOB },
        // The schema is part of what can be damaged: "no such table", "malformed schema".
        (ErrorCode::Unknown, ffi::SQLITE_ERROR) if text.contains("no such") => {
            StoreErrorKind::Damaged(text.to_owned())
        }
        _ => StoreErrorKind::Other,
    }
}
