//! Facts → contact. A function of the set of entries, in whatever order they came.

mod standing;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{
    Channel, ChannelKind, Contact, ContactFact, Fields, Standing, Tried, channel_id, channel_key,
    of_channel,
};
use crate::domain::register::{self, in_order};
use crate::domain::{ChannelId, EntityId, Fact, Recorded};

/// Folds all entries about `entity`. `None` where it is no contact, or its opening has not arrived.
pub fn replay(entity: EntityId, entries: &[Recorded]) -> Option<Contact> {
    let entries = in_order(entity, entries);
    let first =
        entries.iter().find(|e| matches!(&e.fact, Fact::Contact(ContactFact::Opened(_))))?;
    let written: Vec<(&Recorded, Cow<'_, Fields>)> =
        entries.iter().filter_map(|&entry| written(entry).map(|fields| (entry, fields))).collect();
    let writes = written.iter().map(|(entry, fields)| (*entry, fields.as_ref()));
    let mut contact = Contact {
        entity,
        fields: register::registers(writes, |_, a, b| register::latest(a, b)),
        channels: Vec::new(),
        tries: entries.iter().filter_map(|entry| tried(entry)).collect(),
        opened: first.at,
        changed: entries.iter().map(|e| e.at).max().unwrap_or(first.at),
        unknown_facts: 0,
        read_only: false,
    };
    for entry in &entries {
        if let Fact::Unknown { critical, .. } = &entry.fact {
            contact.unknown_facts += 1;
            contact.read_only |= critical;
        }
    }
    contact.channels = channels(&contact);
    standing::settle(&mut contact);
    Some(contact)
}

fn written(entry: &Recorded) -> Option<Cow<'_, Fields>> {
    match &entry.fact {
        Fact::Contact(ContactFact::Opened(fields) | ContactFact::Set(fields)) => {
            Some(true_to_id(fields))
        }
        _ => None,
    }
}

/// Leaves out what would make another number of a channel: its id follows from what it is and from
/// its value, so that no entry can put a number in the place of one that is trusted.
fn true_to_id(fields: &Fields) -> Cow<'_, Fields> {
    let is_false = |key: &str| {
        let Some((id, "type" | "value")) = of_channel(key) else { return false };
        let of = |field: &str| fields.get(&channel_key(id, field));
        let kind = of("type").and_then(|word| ChannelKind::from_word(word));
        kind.zip(of("value")).is_none_or(|(kind, value)| channel_id(kind, value) != id)
    };
    if fields.keys().any(|key| is_false(key)) {
        let kept = fields.iter().filter(|(key, _)| !is_false(key));
        return Cow::Owned(kept.map(|(key, value)| (key.clone(), value.clone())).collect());
    }
    Cow::Borrowed(fields)
}

fn tried(entry: &Recorded) -> Option<Tried> {
    match &entry.fact {
        Fact::Contact(ContactFact::Tried(tried)) => Some(Tried {
            entry: entry.id,
            officer: entry.officer.clone(),
            desk: entry.desk.clone(),
            tried: tried.clone(),
        }),
        _ => None,
    }
}

/// All channels, taken to be in use.
fn channels(contact: &Contact) -> Vec<Channel> {
    let ids: BTreeSet<ChannelId> =
        contact.fields.keys().filter_map(|key| of_channel(key)).map(|(id, _)| id).collect();
    let mut channels: Vec<Channel> = ids
        .into_iter()
        .filter_map(|id| {
            let field = |name: &str| contact.channel_field(id, name);
            Some(Channel {
                id,
                kind: ChannelKind::from_word(field("type"))?,
                value: field("value").to_owned(),
                standing: Standing::InUse,
                replaces: field("replaces").parse().ok(),
            })
        })
        .collect();
    let order =
        |id: ChannelId| contact.channel_field(id, "order").parse::<u32>().unwrap_or(u32::MAX);
    channels.sort_by(|a, b| (order(a.id), a.kind, &a.value).cmp(&(order(b.id), b.kind, &b.value)));
    channels
}

#[cfg(test)]
mod tests;
