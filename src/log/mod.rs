//! The signed record: entries, the chains they form, bundles that carry them, and the genesis
//! roster that names a share. Everything here is a function of its arguments: no clock, no files,
//! no randomness of its own. Stored bytes are what is hashed and signed; nothing here may ever
//! re-serialise an entry in order to judge it. The format is written down in `docs/formats.md`.

pub mod bundle;
pub mod roster;
pub mod sshsig;
pub mod verify;

mod body;
mod chain;
mod clock;
mod digest;
mod entry;
mod head;
mod problem;
mod signer;
mod strict;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod vectors;

pub use body::{Actor, Body, Draft};
pub use chain::{Chain, SealError};
pub use clock::{Hlc, MAX_AHEAD_MS};
pub use digest::{base32, body_hash, entry_id, hex, import_entity, sha256, unhex};
pub use entry::Entry;
pub use head::Head;
pub use problem::{Place, Problem, ProblemKind};
pub use signer::{Signer, desk26};

/// Bytes of a whole entry: three lines with their line ends.
pub const MAX_ENTRY: usize = 64 * 1024;
/// Bytes of a head. The longest head of this version has 366.
pub const MAX_HEAD: usize = 512;
/// Entries that one entry may name.
pub const MAX_REFS: usize = 64;
/// Nesting of JSON objects and arrays, the body itself being the first.
pub const MAX_DEPTH: usize = 8;
/// Members of one JSON object.
pub const MAX_MEMBERS: usize = 256;
/// Bytes of one JSON string, unescaped.
pub const MAX_TEXT: usize = 32 * 1024;
/// No integer in the record is farther from zero, so that every JSON reader agrees on it.
pub const MAX_INTEGER: u64 = 1 << 53;
