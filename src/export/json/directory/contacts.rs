//! `vigie directory`: contacts with all that is held of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use super::{ChannelRow, ContactRow, Cx};
use crate::domain::Word;
use crate::export::json::{Instant, known};
use crate::export::partner::Bearings;
use crate::text::Text;
use crate::view::ContactView;

/// `directory show`, `list`, and every act on a contact.
#[derive(Debug, Serialize)]
pub struct ContactsObject {
    schema: &'static str,
    at: Instant,
    contacts: Vec<WholeRow>,
}

#[derive(Debug, Serialize)]
struct WholeRow {
    #[serde(flatten)]
    contact: ContactRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// Replaced and closed ones.
    past_channels: Vec<ChannelRow>,
    /// Those without a key of their own.
    fields: BTreeMap<String, String>,
    /// The latest first.
    tries: Vec<TriedRow>,
}

#[derive(Debug, Serialize)]
struct TriedRow {
    channel: String,
    outcome: &'static str,
    at: Instant,
    by: String,
    /// Entity of the request that it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl ContactsObject {
    pub fn new(
        contacts: &[Arc<ContactView>],
        now: Timestamp,
        text: Text,
        at: Bearings<'_>,
    ) -> Self {
        let cx = Cx { now, text, at, digits: None };
        let contacts = contacts.iter().map(|contact| whole(&cx, contact)).collect();
        Self { schema: "vigie.contacts/1", at: now.into(), contacts }
    }
}

fn whole(cx: &Cx<'_>, contact: &Arc<ContactView>) -> WholeRow {
    let row = cx.contact(contact);
    let past =
        contact.channels.iter().filter(|c| row.channels.iter().all(|shown| shown.id != c.id));
    let tried = |tried: &crate::view::directory::TryView| TriedRow {
        channel: tried.channel.clone(),
        outcome: tried.outcome.to_word(),
        at: tried.at.into(),
        by: tried.by.clone(),
        request: known(&tried.request),
        note: known(&tried.note),
    };
    WholeRow {
        past_channels: past.map(|channel| cx.channel(contact, channel)).collect(),
        state: known(&contact.state),
        fields: contact.fields.iter().cloned().collect(),
        tries: contact.tries.iter().map(tried).collect(),
        contact: row,
    }
}
