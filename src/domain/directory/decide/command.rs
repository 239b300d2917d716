//! What an officer may want of the directory, and why it may be refused.

use jiff::Timestamp;

use super::super::{ChannelKind, Fields, Outcome, Purpose};
use crate::domain::{ChannelId, EntityId};

/// An act on one contact, or a new one. Values are as typed; the empty text clears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactCommand {
    /// `entity` is set for a contact of an edition, so that two desks that import it hold one.
    Open {
        entity: Option<EntityId>,
        fields: Fields,
        channels: Vec<NewChannel>,
    },
    /// Fields of the contact itself.
    Set(Fields),
    AddChannel(NewChannel),
    /// The new one takes the old one's place once it has been proved; until then both stand.
    ReplaceChannel {
        old: ChannelId,
        new: NewChannel,
    },
    /// Fields of a channel, except its type and value.
    SetChannel {
        channel: ChannelId,
        fields: Fields,
    },
    CloseChannel {
        channel: ChannelId,
        reason: String,
    },
    Close {
        reason: String,
    },
    Reopen,
    Try {
        channel: ChannelId,
        outcome: Outcome,
        request: Option<EntityId>,
        note: String,
    },
}

/// `fields` holds everything of `field::CHANNEL` but `type`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChannel {
    pub kind: ChannelKind,
    pub fields: Fields,
}

/// A call about a request, or about none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallWish {
    pub channel: ChannelId,
    pub outcome: Outcome,
    pub purpose: Purpose,
    pub note: String,
    /// Of a call-back: whether the contact confirmed that the request is its own.
    pub confirmed: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryRefusal {
    /// There is no such contact.
    NoContact,
    NoState,
    UnknownCountry {
        code: String,
    },
    NoName,
    NoRole,
    UnknownField {
        field: String,
        nearest: Option<String>,
    },
    BadValue {
        field: String,
        value: String,
        expected: Expected,
    },
    TooLong {
        field: String,
        max: usize,
    },
    NoSuchChannel {
        channel: String,
    },
    /// The contact has this number or address already.
    ChannelThere {
        value: String,
    },
    /// What a channel is and its value are never edited: a new one is added beside it.
    ChannelFixed {
        field: String,
    },
    ChannelClosed {
        value: String,
    },
    NoReason,
    AlreadyClosed {
        on: String,
    },
    NotClosed,
    InFuture {
        at: Timestamp,
    },
    /// Nothing would change.
    NothingNew,
    /// A newer program wrote what this one cannot understand.
    ReadOnly,
}

/// What a value must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// `+` and 7 to 15 digits.
    Number,
    Mail,
    Url,
    Zone,
    Hours,
    Languages,
    Date,
    Days,
    /// A whole number.
    Count,
    Flag,
    Fingerprint,
    /// Of a bureau on INTERPOL's network.
    CallSign,
    OneOf(&'static [&'static str]),
}
