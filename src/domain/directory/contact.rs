//! A contact as the record tells it: the fold of all facts about it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{ChannelKind, Outcome, Role, Try, channel_key};
use crate::domain::request::Register;
use crate::domain::{ChannelId, EntityId, EntryId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub entity: EntityId,
    /// Those of channels under `channel.ID.FIELD`.
    pub fields: BTreeMap<String, Register>,
    /// In order of preference: the preferred order, then the kind, then the value.
    pub channels: Vec<Channel>,
    /// In order of the record.
    pub tries: Vec<Tried>,
    pub opened: Timestamp,
    /// The wall-clock instant of the latest entry.
    pub changed: Timestamp,
    pub unknown_facts: u32,
    pub read_only: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub id: ChannelId,
    pub kind: ChannelKind,
    /// A number in E.164, an address, a URL, a call sign.
    pub value: String,
    pub standing: Standing,
    /// The channel whose place it takes once it has answered.
    pub replaces: Option<ChannelId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Standing {
    #[default]
    InUse,
    /// To take the place of another, which stays until this one has been proved.
    Pending,
    /// Another has taken its place.
    Replaced,
    Closed,
}
crate::domain::fact::words!(Standing {
    InUse = "in_use", Pending = "pending", Replaced = "replaced", Closed = "closed",
});

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    pub entry: EntryId,
    pub officer: String,
    pub desk: String,
    pub tried: Try,
}

impl Contact {
    pub fn field(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", Register::shown)
    }

    pub fn channel_field(&self, channel: ChannelId, field: &str) -> &str {
        self.field(&channel_key(channel, field))
    }

    pub fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// The latest try that showed the channel to be this contact's. `None`: there is none, or
    /// somebody else has answered there since.
    pub fn proof(&self, channel: ChannelId) -> Option<&Tried> {
        let proof = self.latest(channel, Outcome::proves)?;
        self.wrong(channel).is_none().then_some(proof)
    }

    /// The try that found somebody else there, unless a later one has proved the channel. Of one
    /// instant the wrong number counts: safe side.
    pub fn wrong(&self, channel: ChannelId) -> Option<&Tried> {
        let wrong = self.latest(channel, |outcome| outcome == Outcome::Wrong)?;
        let proof = self.latest(channel, Outcome::proves);
        proof.is_none_or(|proof| proof.tried.at <= wrong.tried.at).then_some(wrong)
    }

    /// Of two at one instant that of the later entry.
    fn latest(&self, channel: ChannelId, wanted: impl Fn(Outcome) -> bool) -> Option<&Tried> {
        let tries = self.tries.iter().filter(|t| t.tried.channel == channel);
        tries.filter(|t| wanted(t.tried.outcome)).max_by_key(|t| t.tried.at)
    }

    /// In use, and nobody else has answered there: what a call-back may rest on.
    pub fn is_trusted(&self, channel: ChannelId) -> bool {
        let in_use = self.channel(channel).is_some_and(|c| c.standing == Standing::InUse);
        in_use && self.wrong(channel).is_none()
    }

    /// ISO 3166 alpha-2.
    pub fn state(&self) -> &str {
        self.field("state")
    }

    pub fn roles(&self) -> Vec<Role> {
        list(self.field("role")).filter_map(Role::from_word).collect()
    }

    pub fn is_closed(&self) -> bool {
        !self.field("closed").is_empty()
    }
}

/// The items of a stored list, which are set apart by commas.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}
