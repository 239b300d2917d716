//! The partner directory: who is reached where, at which hour, in which language, and what became of
//! each try. Contacts are entities of the record like requests; nothing is deleted, only closed.
//!
//! A contact is a set of registers. Those of a channel are named `channel.ID.FIELD`; what a channel
//! is and its value never change, so that a new number is a new channel beside the old one.

pub mod canonical;
mod contact;
pub mod decide;
mod fact;
pub mod field;
pub mod hours;
pub mod merge;
pub mod number;
pub mod value;

pub use contact::{Channel, Contact, Standing, Tried};
pub use decide::{CallWish, ContactCommand, DirectoryRefusal, NewChannel, channel_id};
pub use fact::{Call, ChannelKind, ContactFact, Encryption, Notifies, Outcome, Purpose, Role, Try};

use std::collections::BTreeMap;

/// The register of a channel's field.
pub fn channel_key(channel: super::ChannelId, field: &str) -> String {
    format!("channel.{channel}.{field}")
}

/// The channel and the field that a register is about; `None` for a field of the contact itself.
pub fn of_channel(key: &str) -> Option<(super::ChannelId, &str)> {
    let (id, field) = key.strip_prefix("channel.")?.split_once('.')?;
    Some((id.parse().ok()?, field))
}

/// Values by register.
pub type Fields = BTreeMap<String, String>;

/// What an officer types for a contact: its State and four characters of its entity
/// (`FR-7K3Q`, Crockford's base 32: no I, L, O, U).
pub fn short_id(state: &str, entity: super::EntityId) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let [a, b, c, ..] = entity.0;
    let bits = u32::from_be_bytes([0, a, b, c]) >> 4;
    let digit = |shift: u32| char::from(ALPHABET[((bits >> shift) & 31) as usize]);
    let state = if state.is_empty() { "ZZ" } else { state };
    format!("{state}-{}{}{}{}", digit(15), digit(10), digit(5), digit(0))
}
