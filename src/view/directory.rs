//! What is shown of the directory: States with their routes, contacts with their channels. Stored
//! with the projection; what depends on the hour or the day is computed from it.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Label, not, word, word_option};
use crate::domain::catalogue::{Confidence, Nature};
use crate::domain::directory::{
    ChannelKind, Encryption, Notifies, Outcome, Purpose, Role, Standing,
};
use crate::domain::{Lang, routes};

/// A State or territory of ISO 3166.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StateView {
    /// Alpha-2.
    pub code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alpha3: String,
    /// With the Arabic name.
    pub name: Label,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub calling_code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub capital: String,
    /// IANA zone of the seat of government; empty where nobody lives.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// All its zones, that of the seat first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// `Fri-Sat`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub weekend: String,
    /// Further names and short forms by which it is looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    pub note: Label,
    pub known: KnownFrom,
    /// Usual length of a preservation there, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preservation_days: Option<u16>,
    /// Days of notice wanted before its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_days: Option<u16>,
    /// Treaties first, then networks, each in the order of the data: those to which our country
    /// stands in some way. Of our own State: our own standing, on both sides alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteView>,
}

/// Where a fact comes from and how far it can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KnownFrom {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    #[serde(with = "word")]
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

/// One instrument between a State and ours. `since` and `until` are derived from both sides' dates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RouteView {
    pub instrument: String,
    pub name: Label,
    /// `Budapest Convention`.
    pub short: String,
    /// `Convention de Budapest`. Empty: as in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short_fr: String,
    #[serde(with = "word")]
    pub nature: Nature,
    /// Opens no requests of its own (the First Protocol adds offences).
    #[serde(default, skip_serializing_if = "not")]
    pub adds_nothing: bool,
    /// The first day on which it is in force between both; `None`: not in force, nor announced, or
    /// `open_always`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Both are members of a network and no day is known: open.
    #[serde(default, skip_serializing_if = "not")]
    pub open_always: bool,
    /// The day from which it no longer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// `since` was computed by the treaty's own rule, or is the last day that the data leave
    /// possible.
    #[serde(default, skip_serializing_if = "not")]
    pub derived: bool,
    pub ours: PartyView,
    pub theirs: PartyView,
    /// The lesser of both sides.
    #[serde(with = "word")]
    pub confidence: Confidence,
    /// Of the instrument, where both stand to it in some way.
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    pub note: Label,
}

/// One side of a route.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PartyView {
    #[serde(with = "word")]
    pub standing: routes::Standing,
    /// As far as they are known: `2018-10-01`, `2014-02`, `2013`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signed: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub deposited: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub in_force: String,
    /// From then on it is bound no longer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ended: String,
    /// Reservations and declarations; a desk's own are alike in both languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declarations: Vec<Label>,
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    pub note: Label,
    pub known: KnownFrom,
}

impl RouteView {
    pub fn short(&self, lang: Lang) -> &str {
        super::in_language(lang, &self.short, &self.short_fr)
    }

    /// In force between both on a day of our calendar.
    pub fn is_open(&self, today: Date) -> bool {
        (self.open_always || self.since.is_some_and(|since| since <= today))
            && self.until.is_none_or(|until| today < until)
    }

    /// Both stand to it in some way: where it is not open, it may come to be.
    pub fn is_shared(&self) -> bool {
        [&self.ours, &self.theirs].iter().all(|side| side.standing != routes::Standing::None)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactView {
    /// 32 hex digits.
    pub entity: String,
    /// What an officer types: `FR-7K3Q`.
    pub id: String,
    /// Alpha-2.
    pub state: String,
    #[serde(with = "words")]
    pub roles: Vec<Role>,
    /// Of the authority; with the Arabic name where known.
    pub name: Label,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub acronym: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// IANA; the contact's own, else that of its State.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// As `domain::directory::hours` reads them; empty: not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub say_first: String,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "word_option")]
    pub notifies: Option<Notifies>,
    /// In order of preference. Replaced and closed ones are last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelView>,
    /// Everything else that is filled, in the order of `domain::directory::field::CONTACT`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<(String, String)>,
    /// Registers with more than one value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<super::ConflictView>,
    /// The last tries, the latest first; at most `TRIES`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<TryView>,
    pub known: KnownFrom,
    #[serde(default, skip_serializing_if = "not")]
    pub closed: bool,
    #[serde(default, skip_serializing_if = "not")]
    pub read_only: bool,
}

/// Tries kept in a `ContactView`.
pub const TRIES: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChannelView {
    /// 8 hex digits; `FR-7K3Q/5be1c0aa` names it from outside.
    pub id: String,
    #[serde(rename = "type", with = "word")]
    pub kind: ChannelKind,
    pub value: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Its own hours; empty: those of the contact (an emergency line: any hour).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// Its own zone; empty: that of the contact.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    #[serde(with = "word")]
    pub encryption: Encryption,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fingerprint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub say_first: String,
    #[serde(with = "word")]
    pub standing: Standing,
    /// Id of the channel whose place it takes once proved.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub replaces: String,
    /// The last try or proof that showed it to be this contact's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proved_by: String,
    /// When somebody else answered: then it is not proved, whatever was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrong: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<TryView>,
    /// Tries by their day (08:00 to 20:00) and by their night.
    pub day: Tally,
    pub night: Tally,
}

/// So many of so many tries reached somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    pub reached: u32,
    pub tried: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TryView {
    /// Id of the channel.
    pub channel: String,
    #[serde(with = "word")]
    pub outcome: Outcome,
    pub at: Timestamp,
    pub by: String,
    /// Entity of the request it was about, 32 hex digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// All of it, for the screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Directory {
    /// In the order of their codes.
    pub states: Vec<Arc<StateView>>,
    /// Open ones, by State, then by role, then by name.
    pub contacts: Vec<Arc<ContactView>>,
}

/// A call to be recorded, as a face gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// 32 hex digits.
    pub contact: String,
    pub channel: String,
    pub outcome: Outcome,
    pub purpose: Purpose,
    /// The request it was about, 32 hex digits.
    pub request: Option<String>,
    pub note: String,
    /// Of a call-back: whether the contact confirmed that the request is its own.
    pub confirmed: Option<bool>,
}

/// Lists of words, stored as such.
mod words {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::Word;

    pub fn serialize<T: Word, S: Serializer>(list: &[T], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(list.iter().map(Word::to_word))
    }

    /// Words of a later program are left out.
    pub fn deserialize<'de, T: Word, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
        let list = Vec::<String>::deserialize(from)?;
        Ok(list.iter().filter_map(|word| T::of_word(word)).collect())
    }
}
