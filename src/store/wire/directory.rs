//! The payloads of contacts, and of calls about requests.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::members;
use super::payload::of;
use crate::domain::Fact;
use crate::domain::directory::{Call, ChannelKind, ContactFact, Outcome, Purpose, Try};

pub const CALL: &str = "request.call";
pub const OPEN: &str = "contact.open";
pub const SET: &str = "contact.set";
pub const TRY: &str = "contact.try";

#[derive(Serialize, Deserialize)]
struct Values {
    fields: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct Tried {
    channel: String,
    outcome: String,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

#[derive(Serialize, Deserialize)]
struct Called {
    contact: String,
    channel: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    value: String,
    outcome: String,
    purpose: String,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

pub fn write(fact: &ContactFact) -> (&'static str, bool, Map<String, Value>) {
    match fact {
        ContactFact::Opened(fields) => (OPEN, true, members(&Values { fields: fields.clone() })),
        ContactFact::Set(fields) => (SET, true, members(&Values { fields: fields.clone() })),
        ContactFact::Tried(tried) => {
            let tried = Tried {
                channel: tried.channel.to_string(),
                outcome: tried.outcome.word().to_owned(),
                at: tried.at,
                request: tried.request.map(|id| id.to_string()),
                note: tried.note.clone(),
            };
            (TRY, false, members(&tried))
        }
    }
}

pub fn write_call(call: &Call) -> Map<String, Value> {
    members(&Called {
        contact: call.contact.to_string(),
        channel: call.channel.to_string(),
        name: call.name.clone(),
        kind: call.kind.word().to_owned(),
        value: call.value.clone(),
        outcome: call.outcome.word().to_owned(),
        purpose: call.purpose.word().to_owned(),
        at: call.at,
        note: call.note.clone(),
    })
}

pub fn read(kind: &str, payload: Map<String, Value>) -> Option<Fact> {
    Some(match kind {
        CALL => {
            let called: Called = of(payload)?;
            Fact::Called(Call {
                contact: called.contact.parse().ok()?,
                channel: called.channel.parse().ok()?,
                name: called.name,
                kind: ChannelKind::from_word(&called.kind)?,
                value: called.value,
                outcome: Outcome::from_word(&called.outcome)?,
                // Of a purpose we do not know it is a call all the same.
                purpose: Purpose::from_word(&called.purpose).unwrap_or_default(),
                at: called.at,
                note: called.note,
            })
        }
        OPEN => Fact::Contact(ContactFact::Opened(of::<Values>(payload)?.fields)),
        SET => Fact::Contact(ContactFact::Set(of::<Values>(payload)?.fields)),
        TRY => {
            let tried: Tried = of(payload)?;
            Fact::Contact(ContactFact::Tried(Try {
                channel: tried.channel.parse().ok()?,
                outcome: Outcome::from_word(&tried.outcome)?,
                at: tried.at,
                request: tried.request.and_then(|id| id.parse().ok()),
                note: tried.note,
            }))
        }
        _ => return None,
    })
}
