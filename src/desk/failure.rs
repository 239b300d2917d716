//! What the machine could not do. Never a refusal: the officer did nothing wrong.

use std::fmt;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    NoHome,
    /// No desk has been set up here.
    NotSetUp,
    AlreadySetUp,
    /// Another process holds the database.
    Locked,
    DiskFull,
    ReadOnly,
    Damaged,
    NetworkFileSystem,
    /// Written by a newer program.
    Newer,
    /// An SQLite file that is not a desk.
    NotADesk,
    KeyMissing,
    /// Others may read the key.
    KeyOpen,
    KeyWrong,
    Random,
    /// The record's own limits or clock refuse an entry.
    Record,
    Io,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Failure {
    pub kind: FailureKind,
    pub path: PathBuf,
    /// What the system said.
    pub detail: String,
}

impl Failure {
    pub fn new(kind: FailureKind, path: &Path, detail: impl fmt::Display) -> Self {
        Self { kind, path: path.to_owned(), detail: detail.to_string() }
    }

    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let kind = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FailureKind::DiskFull,
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => FailureKind::ReadOnly,
            _ => FailureKind::Io,
        };
        Self::new(kind, path, error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {}: {}", self.kind, self.path.display(), self.detail)
    }
}
