//! Which channels nobody has proved for too long.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::directory::ContactView;

/// A channel that is to be verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Owed {
    pub contact: Arc<ContactView>,
    /// Index into the contact's channels.
    pub channel: usize,
    /// The last proof; `None`: none, or somebody else has answered since.
    pub proved: Option<Timestamp>,
}

/// Channels in use, or waiting to be, whose last proof is older than `limit`: those never proved
/// first, then the oldest proof first; otherwise in the order of `contacts`.
pub fn debt(contacts: &[Arc<ContactView>], now: Timestamp, limit: SignedDuration) -> Vec<Owed> {
    let fresh = |proved: Timestamp| now.duration_since(proved) <= limit;
    let mut owed: Vec<Owed> = Vec::new();
    for contact in contacts.iter().filter(|contact| !contact.closed) {
        for (index, channel) in contact.channels.iter().enumerate() {
            if channel.is_usable() && !channel.proved.is_some_and(fresh) {
                let (contact, proved) = (contact.clone(), channel.proved);
                owed.push(Owed { contact, channel: index, proved });
            }
        }
    }
    // `None` is less than every proof, and the order of equals stays.
    owed.sort_by_key(|owed| owed.proved);
    owed
}

#[cfg(test)]
mod tests;
