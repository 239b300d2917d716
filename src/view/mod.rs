//! What is shown of a request: everything an officer, a look-up or a program may ask, resolved once
//! when the record changes and independent of the present instant. Stored with the projection, so
//! that a look-up parses no catalogue; a change of shape raises `VERSION`.

mod board;
mod build;
mod contact;
pub mod debt;
pub mod directory;
mod filter;
pub mod ladder;
pub mod lookup;
pub mod shared;
mod state;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::catalogue::{Ball, ClockClass, FieldType, Name, Urgency};
use crate::domain::check::Level;
use crate::domain::clock::{ClockState, Reading, Span, read};
use crate::domain::{Audience, Direction, IdentifierKind, Lang, Word};

pub use board::{Board, Counts, Rank, Sort, rank};
pub use build::{Sources, build};
pub use contact::contact;
pub use directory::{ContactView, Directory, StateView};
pub use filter::{Filter, folded};
pub use state::{state, states};

/// Of the stored shape: the projection is made anew when it differs.
pub const VERSION: u32 = 2;

/// A name in the reader's languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Label {
    pub en: String,
    pub fr: String,
    /// Of partners only, who are looked for by it; nothing is shown in Arabic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ar: Option<String>,
}

impl Label {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }

    /// The same words in every language: a proper name.
    pub fn plain(text: &str) -> Self {
        Self { en: text.to_owned(), fr: text.to_owned(), ar: None }
    }
}

/// English stands for a French text that nobody wrote.
fn in_language<'a>(lang: Lang, en: &'a str, fr: &'a str) -> &'a str {
    if lang == Lang::Fr && !fr.is_empty() { fr } else { en }
}

impl From<&Name> for Label {
    fn from(name: &Name) -> Self {
        Self { en: name.en.clone(), fr: name.fr.clone(), ar: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    /// 32 hex digits.
    pub entity: String,
    /// Our reference.
    pub id: String,
    /// Further references of the same request (two desks apart registered one file).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub their_ref: String,
    pub kind: String,
    pub kind_name: Label,
    /// For a column of a table.
    #[serde(default)]
    pub kind_short: Label,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instrument: String,
    /// Its short name in French. Empty: as in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instrument_fr: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub article: String,
    #[serde(with = "word")]
    pub direction: Direction,
    /// ISO 3166 alpha-2; empty for a domestic order.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub partner: String,
    pub partner_name: Label,
    /// IANA zone of the partner's capital.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub partner_zone: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub route: String,
    pub state: String,
    pub state_name: Label,
    pub state_since: Timestamp,
    #[serde(default, skip_serializing_if = "not")]
    pub closed: bool,
    #[serde(with = "word")]
    pub ball: Ball,
    /// Everybody who claimed it, the first claim first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    #[serde(with = "word")]
    pub urgency: Urgency,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub priority: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub marking: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handling: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    pub received: Timestamp,
    pub opened: Timestamp,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opened_by: String,
    pub desk: String,
    pub changed: Timestamp,
    /// Those that have started before those that wait.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ConflictView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<IdentifierView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkView>,
    /// Usual next steps, the most usual first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next_steps: Vec<StepView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<MomentView>,
    /// Acts that the record holds and that do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<AsideView>,
    #[serde(default, skip_serializing_if = "not")]
    pub read_only: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    pub id: String,
    pub name: Label,
    #[serde(with = "word")]
    pub class: ClockClass,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub article: String,
    /// The act that stops it.
    pub act: Label,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub anchor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor_at: Option<Timestamp>,
    /// Counts every pause to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "not")]
    pub assumed: bool,
    /// It only warns of another clock.
    #[serde(default, skip_serializing_if = "not")]
    pub reminder: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<PauseView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseView {
    pub since: Timestamp,
    /// When it ended or will end by itself.
    pub end: Timestamp,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
}

impl ClockView {
    pub fn at(&self, now: Timestamp) -> Reading {
        let pauses = self.pauses.iter().map(|p| Span { since: p.since, end: p.end });
        read(self.anchor_at, self.due, self.stopped, pauses, now)
    }

    /// A reminder that has been late for a day.
    pub fn is_worn(&self, now: Timestamp) -> bool {
        let late = |due: Timestamp| now.duration_since(due) > SignedDuration::from_hours(24);
        self.reminder && self.due.is_some_and(late)
    }

    /// Runs, stands paused, or is late: it still asks for an act.
    pub fn is_open(&self) -> bool {
        self.anchor_at.is_some() && self.stopped.is_none()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    pub code: String,
    #[serde(with = "word")]
    pub level: Level,
    /// A field key or the value of an identifier.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detail: Vec<String>,
    /// The reason it was set aside for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictView {
    /// A field key, or `state`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shown: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherView {
    pub value: String,
    pub by: String,
    pub desk: String,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    pub key: String,
    pub label: Label,
    pub value: String,
    #[serde(with = "word")]
    pub kind: FieldType,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    #[serde(default, skip_serializing_if = "not")]
    pub mandatory: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifierView {
    #[serde(with = "word")]
    pub kind: IdentifierKind,
    pub value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentView {
    pub name: String,
    pub size: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub relation: String,
    pub entity: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    pub to: String,
    pub name: Label,
    pub act: Label,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MomentView {
    /// 64 hex digits.
    pub entry: String,
    pub at: Timestamp,
    pub by: String,
    pub desk: String,
    /// `opened`, `set`, `step`, `undo`, `note`, `identifier`, `paused` …
    pub what: String,
    /// State names, field labels or the note's text, in both languages where they differ.
    pub text: Label,
    /// Of a note: who may read it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "word_option")]
    pub audience: Option<Audience>,
    /// The reason a note was struck for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideView {
    pub to: String,
    pub by: String,
    pub at: Timestamp,
    /// True while it waits for an entry that has not arrived; false where it was refused.
    #[serde(default, skip_serializing_if = "not")]
    pub waiting: bool,
}

/// What only the page of one request needs. Stored apart, so that a list of requests reads none of
/// it. Its parts are those of the same names of `RequestView`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Detail {
    /// Clocks that have not started: the last ones of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<ClockView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<IdentifierView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next_steps: Vec<StepView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<MomentView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<AsideView>,
}

impl RequestView {
    pub fn instrument(&self, lang: Lang) -> &str {
        in_language(lang, &self.instrument, &self.instrument_fr)
    }

    /// The brief view, which lists are made of, and the rest.
    #[must_use]
    pub fn parted(self) -> (Self, Detail) {
        let (clocks, waiting) = self.clocks.into_iter().partition(|c| c.anchor_at.is_some());
        let detail = Detail {
            waiting,
            fields: self.fields,
            identifiers: self.identifiers,
            attachments: self.attachments,
            links: self.links,
            next_steps: self.next_steps,
            timeline: self.timeline,
            set_aside: self.set_aside,
        };
        let brief = Self {
            clocks,
            fields: Vec::new(),
            identifiers: Vec::new(),
            attachments: Vec::new(),
            links: Vec::new(),
            next_steps: Vec::new(),
            timeline: Vec::new(),
            set_aside: Vec::new(),
            ..self
        };
        (brief, detail)
    }

    /// A brief view made whole.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.clocks.extend(detail.waiting);
        Self {
            fields: detail.fields,
            identifiers: detail.identifiers,
            attachments: detail.attachments,
            links: detail.links,
            next_steps: detail.next_steps,
            timeline: detail.timeline,
            set_aside: detail.set_aside,
            ..self
        }
    }

    /// Clocks that still ask for an act, the first to end first; those without an end last.
    pub fn open_clocks(&self) -> Vec<&ClockView> {
        let mut clocks: Vec<&ClockView> = self.clocks.iter().filter(|c| c.is_open()).collect();
        clocks.sort_by_key(|clock| (clock.due.is_none(), clock.due, clock.class));
        clocks
    }

    /// The clock that ends first. A reminder that has been late for a day gives way: it has been
    /// said, and the clock it warns of still runs.
    pub fn next_clock(&self, now: Timestamp) -> Option<&ClockView> {
        let ending = self.open_clocks().into_iter().filter(|clock| clock.due.is_some());
        let (worn, fresh): (Vec<_>, Vec<_>) = ending.partition(|clock| clock.is_worn(now));
        fresh.into_iter().chain(worn).next()
    }

    /// The first end among all open clocks, reminders included.
    pub fn first_end(&self) -> Option<Timestamp> {
        self.clocks.iter().filter(|clock| clock.is_open()).filter_map(|clock| clock.due).min()
    }

    /// Whether a clock that still counts has passed.
    pub fn is_late(&self, now: Timestamp) -> bool {
        let late = |clock: &ClockView| clock.at(now).state == ClockState::Late;
        self.clocks.iter().any(|clock| late(clock) && !clock.is_worn(now))
    }

    pub fn field(&self, key: &str) -> &str {
        self.fields.iter().find(|field| field.key == key).map_or("", |field| &field.value)
    }
}

/// For `skip_serializing_if`: what is false is left out.
fn not(flag: &bool) -> bool {
    !flag
}

/// Serialises a value by its word.
mod word {
    use super::*;

    pub fn serialize<T: Word, S: Serializer>(value: &T, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(value.to_word())
    }

    pub fn deserialize<'de, T: Word, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
        let text = <&str>::deserialize(input)?;
        T::of_word(text).ok_or_else(|| serde::de::Error::custom(format!("unknown word {text:?}")))
    }
}

mod word_option {
    use super::*;

    pub fn serialize<T: Word, S: Serializer>(value: &Option<T>, out: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => out.serialize_str(value.to_word()),
            None => out.serialize_none(),
        }
    }

    pub fn deserialize<'de, T: Word, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<T>, D::Error> {
        let text = Option::<&str>::deserialize(input)?;
        Ok(text.and_then(T::of_word))
    }
}

#[cfg(test)]
mod tests;
