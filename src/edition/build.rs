//! Contacts as the three formats hand them over → proposals and faults. The one place that judges.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::value::{Reader, tidy};
use super::{
    CHANNELS, Context, Edition, Fault, Format, MOST, Note, Proposed, Refused, TOLD, Wrong,
};
use crate::domain::EntityId;
use crate::domain::decide::FIELD_MAX;
use crate::domain::directory::{ChannelKind, Fields, NewChannel, field};

/// A value as it stands in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub line: usize,
    /// What the file calls it.
    pub name: String,
    /// What we call it.
    pub key: &'static str,
    pub text: String,
}

#[derive(Debug, Clone)]
pub(super) struct RawChannel {
    pub line: usize,
    pub kind: ChannelKind,
    /// Keys of `field::CHANNEL` but `type`.
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    pub line: usize,
    /// 32 hex digits, where the file names the entity.
    pub entity: Option<Cell>,
    /// Keys of `field::CONTACT`.
    pub cells: Vec<Cell>,
    pub channels: Vec<RawChannel>,
    pub whole: BTreeSet<ChannelKind>,
    /// The role of contacts that have none: a directory of one kind of teams.
    pub role: Option<&'static str>,
}

pub(super) struct Builder<'a> {
    cx: Context<'a>,
    name: String,
    reader: Reader<'a>,
    contacts: Vec<Proposed>,
    /// By entity: the place in `contacts`, and whether two differ.
    places: HashMap<EntityId, (usize, bool)>,
    faults: Vec<Fault>,
    notes: Vec<Note>,
    untold: usize,
    /// Contacts that were handed over.
    seen: usize,
    /// Every row is somebody's.
    pub whole: bool,
}

/// A stranger's text, short enough to be shown in a line.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

impl<'a> Builder<'a> {
    pub fn new(name: &str, cx: &Context<'a>) -> Self {
        Self {
            cx: *cx,
            name: short(name),
            reader: Reader::new(cx.catalogue, cx.now),
            contacts: Vec::new(),
            places: HashMap::new(),
            faults: Vec::new(),
            notes: Vec::new(),
            untold: 0,
            seen: 0,
            whole: true,
        }
    }

    pub fn note(&mut self, note: Note) {
        if self.notes.len() < TOLD {
            self.notes.push(note);
        } else {
            self.untold += 1;
        }
    }

    pub fn fault(&mut self, line: usize, field: &str, value: &str, wrong: Wrong) {
        if self.faults.len() < TOLD {
            let (field, value) = (short(field), short(value));
            self.faults.push(Fault { line, field, value, wrong });
        } else {
            self.untold += 1;
        }
    }

    fn wrong(&mut self, cell: &Cell, wrong: Wrong) {
        self.fault(cell.line, &cell.name, &cell.text, wrong);
    }

    pub fn contact(&mut self, raw: Raw) -> Result<(), Refused> {
        self.seen += 1;
        if self.seen > MOST {
            return Err(Refused::TooMany { limit: MOST });
        }
        let mut fields = self.fields(&raw);
        let mut whole = raw.whole.clone();
        let channels = self.channels(&raw, &fields, &mut whole);
        let missing = self.missing(&raw, &mut fields);
        let (entity, named) = self.entity(&raw, &fields, missing);
        let proposed = Proposed { line: raw.line, entity, named, fields, channels, whole };
        self.keep(proposed);
        Ok(())
    }

    fn fields(&mut self, raw: &Raw) -> Fields {
        let mut fields = Fields::new();
        for cell in &raw.cells {
            let Some(rule) = field::contact(cell.key) else { continue };
            if cell.text.trim().is_empty() {
                fields.entry(cell.key.to_owned()).or_default();
                continue;
            }
            match self.reader.field(rule, &cell.text) {
                Ok(value) => match fields.get_mut(cell.key) {
                    // Several columns go into the notes.
                    Some(there) if !there.is_empty() && cell.key == "notes" => {
                        if there.len() + value.len() < FIELD_MAX {
                            there.push('\n');
                            there.push_str(&value);
                        } else {
                            self.wrong(cell, Wrong::TooLong(FIELD_MAX));
                        }
                    }
                    _ => {
                        fields.insert(cell.key.to_owned(), value);
                    }
                },
                Err(wrong) => {
                    fields.remove(cell.key);
                    self.wrong(cell, wrong);
                }
            }
        }
        let known =
            [("series", self.cx.series), ("as_of", self.cx.as_of), ("source", self.source())];
        let known = known.map(|(key, text)| (key, tidy(text)));
        for (key, text) in known {
            let there = fields.get(key).is_some_and(|value| !value.is_empty());
            if !there && !text.is_empty() {
                fields.insert(key.to_owned(), text);
            }
        }
        fields
    }

    fn source(&self) -> &str {
        if self.cx.source.is_empty() { &self.name } else { self.cx.source }
    }

    /// Says what every contact must have and this one has not; whether anything is missing.
    fn missing(&mut self, raw: &Raw, fields: &mut Fields) -> bool {
        if let Some(role) = raw.role
            && fields.get("role").is_none_or(String::is_empty)
        {
            fields.insert("role".to_owned(), role.to_owned());
        }
        let mut missing = false;
        for key in ["state", "name", "role"] {
            if fields.get(key).is_some_and(|value| !value.is_empty()) {
                continue;
            }
            missing = true;
            // One that was unreadable has been told.
            if raw.cells.iter().all(|cell| cell.key != key || cell.text.trim().is_empty()) {
                self.fault(raw.line, key, "", Wrong::Missing(key));
            }
        }
        missing
    }

    fn channels(
        &mut self,
        raw: &Raw,
        fields: &Fields,
        whole: &mut BTreeSet<ChannelKind>,
    ) -> Vec<NewChannel> {
        let state = fields.get("state").map_or("", String::as_str);
        let calling_code = self.reader.calling_code(state);
        let mut channels: Vec<NewChannel> = Vec::new();
        let mut places: HashMap<(ChannelKind, String), usize> = HashMap::new();
        if let Some(next) = raw.channels.get(CHANNELS) {
            whole.clear();
            self.fault(next.line, "", "", Wrong::TooManyChannels(CHANNELS));
        }
        for raw_channel in raw.channels.iter().take(CHANNELS) {
            let kind = raw_channel.kind;
            let Some(channel) = self.channel(raw_channel, calling_code, whole) else { continue };
            let value = channel.fields.get("value").cloned().unwrap_or_default();
            match places.get(&(kind, value.clone())).and_then(|at| channels.get(*at)) {
                None => {
                    places.insert((kind, value), channels.len());
                    channels.push(channel);
                }
                Some(first) if *first == channel => {}
                Some(_) => {
                    self.fault(raw_channel.line, kind.word(), &value, Wrong::SameChannel);
                }
            }
        }
        channels
    }

    fn channel(
        &mut self,
        raw: &RawChannel,
        calling_code: Option<&str>,
        whole: &mut BTreeSet<ChannelKind>,
    ) -> Option<NewChannel> {
        let filled = |cell: &&Cell| !cell.text.trim().is_empty();
        let Some(value) = raw.cells.iter().filter(filled).find(|cell| cell.key == "value") else {
            if let Some(other) = raw.cells.iter().find(filled) {
                whole.remove(&raw.kind);
                self.wrong(other, Wrong::NoValue);
            }
            return None;
        };
        let stored = match self.reader.channel(raw.kind, &value.text, calling_code) {
            Ok(stored) => stored,
            Err(wrong) => {
                whole.remove(&raw.kind);
                self.wrong(value, wrong);
                return None;
            }
        };
        let mut fields = Fields::from([("value".to_owned(), stored)]);
        for cell in raw.cells.iter().filter(|cell| cell.key != "value") {
            let Some(rule) = field::channel(cell.key) else { continue };
            if cell.text.trim().is_empty() {
                continue;
            }
            match self.reader.field(rule, &cell.text) {
                Ok(text) => {
                    fields.insert(cell.key.to_owned(), text);
                }
                Err(wrong) => self.wrong(cell, wrong),
            }
        }
        if let Some(text) = fields.remove("fingerprint") {
            let encryption = fields.get("encryption").map_or("", String::as_str);
            match self.reader.fingerprint(&text, encryption) {
                Ok(digits) => _ = fields.insert("fingerprint".to_owned(), digits),
                Err(wrong) => {
                    let cell = raw.cells.iter().find(|cell| cell.key == "fingerprint");
                    self.wrong(cell.unwrap_or(value), wrong);
                }
            }
        }
        Some(NewChannel { kind: raw.kind, fields })
    }

    fn entity(&mut self, raw: &Raw, fields: &Fields, missing: bool) -> (EntityId, bool) {
        if let Some(cell) = raw.entity.as_ref().filter(|cell| !cell.text.trim().is_empty()) {
            let text = cell.text.trim();
            let hex: String =
                text.trim_start_matches("urn:uuid:").chars().filter(|c| *c != '-').collect();
            match hex.to_ascii_lowercase().parse() {
                Ok(entity) => return (entity, true),
                Err(_) => self.wrong(cell, Wrong::Unknown(None)),
            }
        }
        let get = |key: &str| fields.get(key).map_or("", String::as_str);
        let key = match get("key") {
            "" if missing => {
                self.whole = false;
                format!("?{}", raw.line)
            }
            "" => super::natural_key(get("state"), get("role"), get("name")),
            key => key.to_owned(),
        };
        (super::entity(get("series"), &key), false)
    }

    /// The same contact again is dropped; one with other values puts both aside.
    fn keep(&mut self, proposed: Proposed) {
        let Some((place, differ)) = self.places.get(&proposed.entity).copied() else {
            self.places.insert(proposed.entity, (self.contacts.len(), false));
            self.contacts.push(proposed);
            return;
        };
        let Some(first) = self.contacts.get(place) else { return };
        let (line, first_line) = (proposed.line, first.line);
        let same = first.fields == proposed.fields && first.channels == proposed.channels;
        if same && !differ {
            self.note(Note::Twice { line, first: first_line });
            return;
        }
        let key = match proposed.field("key") {
            "" => proposed.field("name"),
            key => key,
        };
        let key = short(key);
        self.places.insert(proposed.entity, (place, true));
        if !differ {
            self.fault(first_line, "", "", Wrong::SameKey { key: key.clone(), other: line });
        }
        self.fault(line, "", "", Wrong::SameKey { key, other: first_line });
    }

    pub fn finish(mut self, format: Format, encoding: &'static str) -> Result<Edition, Refused> {
        if self.seen == 0 && self.faults.is_empty() {
            return Err(Refused::NoContacts);
        }
        let differ: BTreeSet<usize> =
            self.places.values().filter(|(_, differ)| *differ).map(|(place, _)| *place).collect();
        let differing = self.places.iter().filter(|(_, (_, differ))| *differ);
        let aside = differing.map(|(entity, _)| *entity).collect();
        let mut at = 0;
        self.contacts.retain(|_| {
            at += 1;
            !differ.contains(&(at - 1))
        });
        self.faults.sort_by_key(|fault| fault.line);
        let first = |key: &str| {
            let found = self.contacts.iter().map(|contact| contact.field(key));
            found.filter(|text| !text.is_empty()).max().unwrap_or_default().to_owned()
        };
        let mut series = self.contacts.iter().map(|contact| contact.field("series"));
        let series = series.find(|text| !text.is_empty()).unwrap_or_default().to_owned();
        Ok(Edition {
            format,
            encoding,
            series,
            as_of: first("as_of"),
            source: self.source().to_owned(),
            contacts: self.contacts,
            faults: self.faults,
            untold: self.untold,
            notes: self.notes,
            whole: self.whole,
            aside,
        })
    }
}

/// Cells by channel, in order of their first mention.
#[derive(Default)]
pub(super) struct Gathered {
    channels: Vec<RawChannel>,
    places: BTreeMap<(ChannelKind, u32), usize>,
}

impl Gathered {
    pub fn put(&mut self, kind: ChannelKind, at: u32, cell: Cell) {
        let next = self.channels.len();
        let place = *self.places.entry((kind, at)).or_insert(next);
        if place == next {
            self.channels.push(RawChannel { line: cell.line, kind, cells: Vec::new() });
        }
        if let Some(channel) = self.channels.get_mut(place) {
            channel.cells.push(cell);
        }
    }

    /// The first channel of a kind.
    pub fn first(&self, wanted: impl Fn(ChannelKind) -> bool) -> Option<(ChannelKind, u32)> {
        let found = self.places.iter().filter(|((kind, _), _)| wanted(*kind));
        found.min_by_key(|(_, place)| **place).map(|(key, _)| *key)
    }

    pub fn done(self) -> Vec<RawChannel> {
        self.channels
    }
}
