//! What can be wrong with an entry or a log, named so that an officer can find it.

use std::fmt;

use super::digest::hex;

/// Where an entry stands: a log is one author key and one incarnation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub author: [u8; 32],
    pub inc: u32,
    pub seq: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {} of log {}-{:08x}", self.seq, hex(&self.author[..4]), self.inc)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// None where not even the head could be read.
    pub place: Option<Place>,
    pub id: Option<[u8; 32]>,
    pub what: ProblemKind,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{place}: {}", self.what),
            None => write!(f, "{}", self.what),
        }
    }
}

impl std::error::Error for Problem {}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    #[error("the body is not the one that was signed")]
    BodyHash,
    #[error("the signature does not fit")]
    Signature,
    /// The head is not the one its stored id was made from.
    #[error("the head is not the one it is filed under")]
    Misfiled,
    /// `missing` entries are absent before this one; 0 when the one before is there but is not the
    /// one that this entry names.
    #[error("the chain is broken before it ({missing} missing)")]
    ChainBroken { missing: u64 },
    /// The desk wrote two entries under one number: a copied or restored database, or a lie.
    #[error("a second entry has the same number: {}", hex(&other[..8]))]
    Fork { other: [u8; 32] },
    #[error("not in the form of the record: {0}")]
    NotCanonical(String),
    #[error("larger than the limit of {limit} bytes: {what}")]
    TooLarge { what: &'static str, limit: usize },
    #[error("not readable: {0}")]
    Unreadable(String),
    /// Kept and merged: clocks never decide validity.
    #[error("its clock does not move forward")]
    ClockSuspect,
    #[error("it goes back to an older roster than the entry before it")]
    RosterWentBack,
}

impl ProblemKind {
    /// True where the record is sound and only worth a look: it must not fail a verification.
    pub fn is_note(&self) -> bool {
        matches!(self, Self::ClockSuspect)
    }
}
