//! The payload of each kind, as it is written and read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{directory, members};
use crate::domain::{
    Attachment, Audience, Direction, Fact, Identifier, IdentifierKind, Opened, Relation, Step,
};

pub const OPEN: &str = "request.open";
const SET: &str = "request.set";
const STEP: &str = "request.step";
const NOTE: &str = "request.note";
const IDENTIFY: &str = "request.identify";
const UNIDENTIFY: &str = "request.unidentify";
const ATTACH: &str = "request.attach";
const PAUSE: &str = "request.pause";
const RESUME: &str = "request.resume";
const OVERRIDE: &str = "request.override";
const LINK: &str = "request.link";
const STRIKE: &str = "request.strike";

pub const KINDS: &[&str] = &[
    OPEN,
    SET,
    STEP,
    NOTE,
    IDENTIFY,
    UNIDENTIFY,
    ATTACH,
    PAUSE,
    RESUME,
    OVERRIDE,
    LINK,
    STRIKE,
    directory::CALL,
    directory::OPEN,
    directory::SET,
    directory::TRY,
];

#[derive(Serialize, Deserialize)]
struct Open {
    reference: String,
    kind: String,
    direction: String,
    workflow: String,
    workflow_version: u32,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    identifiers: Vec<Named>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<File>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<File>,
}

#[derive(Serialize, Deserialize)]
struct Values {
    fields: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct Move {
    to: String,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    second: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    undo: bool,
}

#[derive(Serialize, Deserialize)]
struct Remark {
    text: String,
    audience: String,
}

#[derive(Serialize, Deserialize)]
struct Named {
    kind: String,
    value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct File {
    name: String,
    size: u64,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
struct Rest {
    clock: String,
    reason: String,
    owner: String,
    until: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Clock {
    clock: String,
}

#[derive(Serialize, Deserialize)]
struct Aside {
    code: String,
    reason: String,
}

#[derive(Serialize, Deserialize)]
struct Link {
    relation: String,
    to: String,
}

#[derive(Serialize, Deserialize)]
struct Reason {
    reason: String,
}

/// Kind, whether a program that does not know it must keep its hands off, payload.
pub fn write(fact: &Fact) -> (&str, bool, Map<String, Value>) {
    match fact {
        Fact::Opened(opened) => (OPEN, true, members(&Open::from(opened))),
        Fact::Set(fields) => (SET, true, members(&Values { fields: fields.clone() })),
        Fact::Stepped(step) => (STEP, true, members(&Move::from(step))),
        Fact::Noted { text, audience } => {
            let audience = audience.word().to_owned();
            (NOTE, false, members(&Remark { text: text.clone(), audience }))
        }
        Fact::IdentifierAdded(identifier) => (IDENTIFY, true, members(&Named::from(identifier))),
        Fact::IdentifierRemoved => (UNIDENTIFY, true, Map::new()),
        Fact::Attached(attachment) => (ATTACH, false, members(&File::from(attachment))),
        Fact::Paused { clock, reason, owner, until } => {
            let (clock, reason, owner) = (clock.clone(), reason.clone(), owner.clone());
            (PAUSE, true, members(&Rest { clock, reason, owner, until: *until }))
        }
        Fact::Resumed { clock } => (RESUME, true, members(&Clock { clock: clock.clone() })),
        Fact::Overridden { code, reason } => {
            (OVERRIDE, true, members(&Aside { code: code.clone(), reason: reason.clone() }))
        }
        Fact::Linked { relation, to } => {
            let relation = relation.word().to_owned();
            (LINK, false, members(&Link { relation, to: to.to_string() }))
        }
        Fact::Struck { reason } => (STRIKE, true, members(&Reason { reason: reason.clone() })),
        Fact::Called(call) => (directory::CALL, false, directory::write_call(call)),
        Fact::Contact(fact) => directory::write(fact),
        // Nobody writes what they do not understand; the bytes of such a fact are kept as they came.
        Fact::Unknown { kind, critical } => (kind, *critical, Map::new()),
    }
}

/// `None` where the payload is not of its kind's form. Members of a later program are ignored.
pub fn read(kind: &str, payload: Map<String, Value>) -> Option<Fact> {
    Some(match kind {
        OPEN => Fact::Opened(of::<Open>(payload)?.opened()?),
        SET => Fact::Set(of::<Values>(payload)?.fields),
        STEP => Fact::Stepped(of::<Move>(payload)?.into()),
        NOTE => {
            let Remark { text, audience } = of(payload)?;
            // Of an audience we do not know, the safe reading is that it never leaves the desk.
            let audience = Audience::from_word(&audience).unwrap_or(Audience::Internal);
            Fact::Noted { text, audience }
        }
        IDENTIFY => Fact::IdentifierAdded(of::<Named>(payload)?.into()),
        UNIDENTIFY => Fact::IdentifierRemoved,
        ATTACH => Fact::Attached(of::<File>(payload)?.into()),
        PAUSE => {
            let Rest { clock, reason, owner, until } = of(payload)?;
            Fact::Paused { clock, reason, owner, until }
        }
        RESUME => Fact::Resumed { clock: of::<Clock>(payload)?.clock },
        OVERRIDE => {
            let Aside { code, reason } = of(payload)?;
            Fact::Overridden { code, reason }
        }
        LINK => {
            let Link { relation, to } = of(payload)?;
            Fact::Linked { relation: Relation::from_word(&relation)?, to: to.parse().ok()? }
        }
        STRIKE => Fact::Struck { reason: of::<Reason>(payload)?.reason },
        _ => return directory::read(kind, payload),
    })
}

pub(super) fn of<T: DeserializeOwned>(payload: Map<String, Value>) -> Option<T> {
    serde_json::from_value(Value::Object(payload)).ok()
}

impl From<&Opened> for Open {
    fn from(opened: &Opened) -> Self {
        Self {
            reference: opened.reference.to_string(),
            kind: opened.kind.clone(),
            direction: opened.direction.word().to_owned(),
            workflow: opened.workflow.clone(),
            workflow_version: opened.workflow_version,
            fields: opened.fields.clone(),
            identifiers: opened.identifiers.iter().map(Named::from).collect(),
            attachments: opened.attachments.iter().map(File::from).collect(),
            source: opened.source.as_ref().map(File::from),
        }
    }
}

impl Open {
    fn opened(self) -> Option<Opened> {
        Some(Opened {
            reference: self.reference.parse().ok()?,
            kind: self.kind,
            direction: Direction::from_word(&self.direction)?,
            workflow: self.workflow,
            workflow_version: self.workflow_version,
            fields: self.fields,
            identifiers: self.identifiers.into_iter().map(Identifier::from).collect(),
            attachments: self.attachments.into_iter().map(Attachment::from).collect(),
            source: self.source.map(Attachment::from),
        })
    }
}

impl From<&Step> for Move {
    fn from(step: &Step) -> Self {
        Self {
            to: step.to.clone(),
            at: step.at,
            until: step.until,
            reason: step.reason.clone(),
            second: step.second.clone(),
            fields: step.set.clone(),
            undo: step.undo,
        }
    }
}

impl From<Move> for Step {
    fn from(step: Move) -> Self {
        Self {
            to: step.to,
            at: step.at,
            until: step.until,
            reason: step.reason,
            second: step.second,
            set: step.fields,
            undo: step.undo,
        }
    }
}

impl From<&Identifier> for Named {
    fn from(identifier: &Identifier) -> Self {
        let Identifier { kind, value, port, protocol, time_text, at, to, platform } =
            identifier.clone();
        let kind = kind.word().to_owned();
        Self { kind, value, port, protocol, time_text, at, to, platform }
    }
}

impl From<Named> for Identifier {
    fn from(named: Named) -> Self {
        let Named { kind, value, port, protocol, time_text, at, to, platform } = named;
        // A later program's kind: its value is still shown.
        let kind = IdentifierKind::from_word(&kind).unwrap_or(IdentifierKind::Other);
        Self { kind, value, port, protocol, time_text, at, to, platform }
    }
}

impl From<&Attachment> for File {
    fn from(attachment: &Attachment) -> Self {
        let Attachment { name, size, sha256 } = attachment.clone();
        Self { name, size, sha256 }
    }
}

impl From<File> for Attachment {
    fn from(file: File) -> Self {
        let File { name, size, sha256 } = file;
        Self { name, size, sha256 }
    }
}
