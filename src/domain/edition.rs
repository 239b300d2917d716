//! What an edition of the directory says, what is wrong with it, and what it would change: the words
//! in which `edition` answers.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::directory::decide::Expected;
use super::directory::{ChannelKind, ContactCommand, Fields, NewChannel, Role};
use super::fold::folded;
use super::{ChannelId, EntityId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Vcard,
    Toml,
}

/// A file as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    pub format: Format,
    /// As the standards name it: `UTF-8`, `UTF-16LE`, `windows-1252`.
    pub encoding: &'static str,
    /// Of its first contact that has one.
    pub series: String,
    pub as_of: String,
    pub source: String,
    /// In order of the file.
    pub contacts: Vec<Proposed>,
    /// In order of the file; at most `TOLD`.
    pub faults: Vec<Fault>,
    /// Faults and notes beyond those that are kept.
    pub untold: usize,
    pub notes: Vec<Note>,
    /// Every row was understood well enough to know whom it is about.
    pub whole: bool,
    /// Contacts that are in the file and not in `contacts`: two rows say different things of them.
    pub aside: BTreeSet<EntityId>,
}

/// One contact of an edition. Values are in their stored form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    pub line: usize,
    /// The contact's own where the file names it, else derived from series and key.
    pub entity: EntityId,
    /// The file named the entity itself.
    pub named: bool,
    /// An empty value was given as empty: it clears a field of the same series, else says nothing.
    pub fields: Fields,
    pub channels: Vec<NewChannel>,
    /// Kinds of which `channels` holds all that the edition knows. One with a fault is not among
    /// them: what cannot be read is not gone.
    pub whole: BTreeSet<ChannelKind>,
}

impl Proposed {
    pub fn field(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", String::as_str)
    }

    /// The entity that the file names is somebody else's: this one is known by its key.
    pub fn unname(&mut self) {
        let key = match self.field("key") {
            "" => natural_key(self.field("state"), self.field("role"), self.field("name")),
            key => key.to_owned(),
        };
        self.entity = entity(self.field("series"), &key);
        self.named = false;
    }
}

/// A value that cannot be used. It is never applied; the rest of its contact can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    /// The column, property or key, as the file calls it; empty: the whole row.
    pub field: String,
    /// Shortened; a stranger's text.
    pub value: String,
    pub wrong: Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Not of the form it must have.
    Value(Expected),
    /// A national number, and the State is not known or has no calling code.
    NumberAlone,
    /// A word that is not known, with the nearest that is.
    Zone(Option<String>),
    State(Option<String>),
    Role(Option<String>),
    /// Bytes that a value may have.
    TooLong(usize),
    /// A day that has not come.
    InFuture,
    /// The contact has none of what every contact must have (`state`, `name`, `role`).
    Missing(&'static str),
    /// A contact with the same key and other values: this one's line and the other's.
    SameKey {
        key: String,
        other: usize,
    },
    /// The channel stands twice in this contact, with other values.
    SameChannel,
    /// More cells than columns: a separator stands unquoted in some value.
    Cells {
        found: usize,
        columns: usize,
    },
    /// The contact has more channels than this; the rest is not taken.
    TooManyChannels(usize),
    /// A channel without a number or address.
    NoValue,
    /// A key, property or type that is not known, with the nearest that is.
    Unknown(Option<String>),
}

impl Wrong {
    /// Stable word of the fault, for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Wrong::Value(_) => "value",
            Wrong::NumberAlone => "number_alone",
            Wrong::Zone(_) => "zone",
            Wrong::State(_) => "state",
            Wrong::Role(_) => "role",
            Wrong::TooLong(_) => "too_long",
            Wrong::InFuture => "in_future",
            Wrong::Missing(_) => "missing",
            Wrong::SameKey { .. } => "same_key",
            Wrong::SameChannel => "same_channel",
            Wrong::Cells { .. } => "cells",
            Wrong::TooManyChannels(_) => "too_many_channels",
            Wrong::NoValue => "no_value",
            Wrong::Unknown(_) => "unknown",
        }
    }
}

/// Worth saying, and nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The file does not say its encoding and is not UTF-8.
    Encoding(&'static str),
    /// A column that no field takes, with the nearest that one does.
    Column { name: String, nearest: Option<String> },
    /// The same contact again, with the same values: taken once.
    Twice { line: usize, first: usize },
    /// A property of a card that no field takes, and how often it stands there.
    Property { name: String, times: usize },
    /// An odd number of quotes: some value may have swallowed lines.
    Quotes,
}

/// Why a whole file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    Empty,
    TooLarge {
        size: u64,
        limit: u64,
    },
    TooMany {
        limit: usize,
    },
    /// Of another kind: `xlsx`, `pdf` …; empty: not text at all.
    OtherKind(&'static str),
    /// A table whose first row does not name what every contact must have.
    Header {
        found: Vec<String>,
        missing: Vec<&'static str>,
        /// A column found, and the known one that it is nearest to.
        near: Vec<(String, String)>,
    },
    Syntax {
        line: usize,
        column: usize,
        detail: String,
    },
    /// A card that does not end.
    Unclosed {
        line: usize,
    },
    /// Read to its end, and no contact in it.
    NoContacts,
}

/// What an edition would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// In order of the edition; contacts that it lacks are last.
    pub changes: Vec<Change>,
    /// Contacts of the edition that are held with the same values.
    pub unchanged: usize,
    pub notes: Vec<DiffNote>,
}

impl Diff {
    /// Names this very list of changes: numbers mean the same as long as it is the same.
    pub fn fingerprint(&self) -> String {
        let codes: Vec<&str> = self.changes.iter().map(|change| change.code.as_str()).collect();
        let hash = Sha256::digest(codes.join("\n"));
        hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Numbers of the changes of a group that no change needs an own yes for.
    pub fn of_group(&self, group: Group) -> Vec<usize> {
        let of = self.changes.iter().filter(|change| change.group == group && !change.guarded);
        of.map(|change| change.number).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place among the changes, from 1. Other changes that are accepted move it.
    pub number: usize,
    /// Names the change by what it does, so that it means the same tomorrow: eight hex digits.
    pub code: String,
    pub group: Group,
    pub entity: EntityId,
    /// The contact as it is held, else as it is proposed.
    pub state: String,
    pub name: String,
    /// In the edition; 0 where it is about a contact that the edition lacks.
    pub line: usize,
    pub matched: MatchedBy,
    pub what: What,
    /// Needs its own yes: no group takes it along.
    pub guarded: bool,
    pub warnings: Vec<Warning>,
    pub commands: Vec<ContactCommand>,
    /// Where the contact is known from, written once with the first accepted change of it.
    pub carried: Fields,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Added,
    Fields,
    Channels,
    Gone,
}

impl Group {
    pub const ALL: &'static [Group] = &[Group::Added, Group::Fields, Group::Channels, Group::Gone];

    /// What an officer types for it.
    pub fn word(self) -> &'static str {
        match self {
            Group::Added => "added",
            Group::Fields => "fields",
            Group::Channels => "channels",
            Group::Gone => "gone",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|group| group.word() == word)
    }
}

/// How the contact of the edition was found among those held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchedBy {
    /// It was not: it is new.
    Nothing,
    /// The key of its series, or the entity itself.
    Key,
    /// State, a role and the name.
    Name,
    /// A number or an address that both have.
    Channel,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Added {
        fields: Fields,
        channels: Vec<NewChannel>,
    },
    /// A field of the contact.
    Field {
        field: String,
        before: String,
        after: String,
    },
    ChannelAdded(NewChannel),
    /// Another number or address of the same kind: takes the old one's place once it is proved.
    ChannelReplaced {
        old: ChannelId,
        kind: ChannelKind,
        before: String,
        new: NewChannel,
    },
    /// A field of a channel that both have.
    ChannelField {
        channel: ChannelId,
        kind: ChannelKind,
        value: String,
        field: String,
        before: String,
        after: String,
    },
    ChannelGone {
        channel: ChannelId,
        kind: ChannelKind,
        value: String,
    },
    /// The edition of its series lacks the contact, or has it as closed.
    Gone {
        reason: String,
    },
    /// Closed here, and the edition has it open.
    Reopened,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The domain of a new address looks like one that is known.
    LookAlike { domain: String, known: String },
    /// Another contact has this number or address.
    Shared { value: String, other: EntityId, name: String, state: String },
    /// The calling code of the number is not that of the State.
    CallingCode { value: String, expected: String },
    /// A new contact in a role that another contact of the State has.
    RoleTaken { role: Role, other: EntityId, name: String },
    /// The key with which mail is to be encrypted, or whether it is at all, changes.
    Fingerprint,
    /// Too many new domains to compare each with those that are known.
    NotCompared { domain: String },
}

impl Warning {
    /// No group takes a change with such a warning along.
    pub fn guards(&self) -> bool {
        matches!(
            self,
            Self::LookAlike { .. }
                | Self::RoleTaken { .. }
                | Self::Fingerprint
                | Self::NotCompared { .. }
        )
    }
}

/// Of a comparison; nothing of it can be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffNote {
    /// It has no State, role or name, and is nobody who is held.
    LeftOut { line: usize },
    /// New, and closed in the edition.
    ClosedNew { line: usize, name: String },
    /// The edition has a number that was replaced or closed here.
    Stale { entity: EntityId, line: usize, value: String },
    /// Two contacts of the edition are one contact here: the second is left out.
    SameContact { line: usize, first: usize },
    /// Rows that could not be read may be the contacts that seem gone: none is proposed as gone.
    NotWhole,
}

/// The entity of a contact of an edition, so that two desks that import it hold one. `key` is the
/// edition's own, else `natural_key`.
pub fn entity(series: &str, key: &str) -> EntityId {
    let hash = Sha256::digest(format!("contact\n{series}\n{key}"));
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    EntityId(id)
}

/// Names a contact that has no key: State, roles and folded name.
pub fn natural_key(state: &str, role: &str, name: &str) -> String {
    let name: Vec<String> = folded(name).split_whitespace().map(str::to_owned).collect();
    format!("{state}|{role}|{}", name.join(" "))
}
