//! vCard 3.0 and 4.0, and what older exporters write into them: folded lines, quoted-printable with
//! soft breaks, a charset of its own for each property, groups, several cards.
//!
//! What a contact has beyond the standard stands in `X-VIGIE-…`; a channel is a group (`c1.TEL`,
//! `c1.X-VIGIE-LABEL`).

mod lines;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::build::{Builder, Cell, Gathered, Raw};
use super::decode::Text;
use super::names::{self, Column};
use super::{MOST, Note, Refused};
use crate::domain::directory::ChannelKind;
use lines::{Property, unescape};

/// Properties that say nothing of how to reach anybody.
const SILENT: &[&str] = &[
    "BEGIN",
    "END",
    "VERSION",
    "PRODID",
    "KIND",
    "CATEGORIES",
    "CLASS",
    "SORT-STRING",
    "X-ABLABEL",
    "X-ABSHOWAS",
    "SOURCE",
    "GENDER",
];

pub(super) fn read(text: &Text, builder: &mut Builder<'_>) -> Result<(), Refused> {
    let properties = match &text.bytes {
        Some(bytes) => lines::of_bytes(bytes),
        None => lines::of_text(&text.text),
    };
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let mut card: Option<(usize, Vec<Property>)> = None;
    let mut cards = 0;
    for property in properties {
        let named =
            |name: &str| property.name == name && property.value.eq_ignore_ascii_case("VCARD");
        if named("BEGIN") {
            if let Some((line, _)) = card {
                return Err(Refused::Unclosed { line });
            }
            card = Some((property.line, Vec::new()));
        } else if named("END") {
            if let Some((line, properties)) = card.take() {
                cards += 1;
                if cards > MOST {
                    return Err(Refused::TooMany { limit: MOST });
                }
                let raw = contact(line, &properties, &mut unknown);
                builder.contact(raw)?;
            }
        } else if let Some((_, properties)) = &mut card {
            properties.push(property);
        }
    }
    if let Some((line, _)) = card {
        return Err(Refused::Unclosed { line });
    }
    for (name, times) in unknown {
        builder.note(Note::Property { name, times });
    }
    Ok(())
}

/// What stands in the group of a channel.
#[derive(Clone, Copy, Default)]
struct Said {
    kind: Option<ChannelKind>,
    ordered: bool,
}

struct Card<'a> {
    said: HashMap<&'a str, Said>,
    raw: Raw,
    channels: Gathered,
    languages: Vec<String>,
    /// Number of the channel that a group is.
    groups: BTreeMap<&'a str, (ChannelKind, u32)>,
    count: u32,
    /// Fields that the card gives in our own properties: they win over the standard's.
    own: BTreeSet<&'static str>,
    unknown: &'a mut BTreeMap<String, usize>,
}

fn contact<'a>(
    line: usize,
    properties: &'a [Property],
    unknown: &'a mut BTreeMap<String, usize>,
) -> Raw {
    let mut card = Card {
        said: said(properties),
        raw: Raw { line, whole: ChannelKind::ALL.iter().copied().collect(), ..Raw::default() },
        channels: Gathered::default(),
        languages: Vec::new(),
        groups: BTreeMap::new(),
        count: 0,
        own: BTreeSet::new(),
        unknown,
    };
    let own = |p: &&Property| p.group.is_empty() && p.name.starts_with("X-VIGIE-");
    for property in properties.iter().filter(own) {
        card.own(property);
    }
    for property in properties {
        card.start(property);
    }
    for property in properties {
        card.channel_field(property);
    }
    card.who(properties);
    for property in properties {
        card.standard(property);
    }
    let languages = card.languages.join(", ");
    if let Some(first) = properties.iter().find(|p| p.name == "LANG") {
        card.put(first, "languages", languages);
    }
    card.raw.channels = card.channels.done();
    card.raw
}

fn cell(property: &Property, key: &'static str, text: String) -> Cell {
    Cell { line: property.line, name: property.name.clone(), key, text }
}

impl<'a> Card<'a> {
    fn put(&mut self, property: &Property, key: &'static str, text: String) {
        if !self.own.contains(key) && !text.trim().is_empty() {
            self.raw.cells.push(cell(property, key, text));
        }
    }

    fn unknown(&mut self, name: &str) {
        const MOST: usize = 200;
        if self.unknown.len() < MOST || self.unknown.contains_key(name) {
            *self.unknown.entry(super::build::short(name)).or_default() += 1;
        }
    }

    /// `X-VIGIE-SAY-FIRST`.
    fn own(&mut self, property: &Property) {
        let name = property.name.trim_start_matches("X-VIGIE-");
        let text = unescape(&property.value);
        match names::column(name) {
            _ if name == "ENTITY" => self.raw.entity = Some(cell(property, "", text)),
            Some(Column::Field(key)) => {
                self.own.insert(key);
                self.raw.cells.push(cell(property, key, text));
            }
            _ => self.unknown(&property.name),
        }
    }

    /// A number or an address begins a channel.
    fn start(&mut self, property: &'a Property) {
        let said = self.said.get(property.group.as_str()).copied().unwrap_or_default();
        let kind = match property.name.as_str() {
            "TEL" => Some(said.kind.unwrap_or_else(|| phone(property))),
            "EMAIL" => Some(said.kind.unwrap_or(ChannelKind::Email)),
            // The page of an organisation is no channel.
            "URL" | "X-VIGIE-VALUE" => said.kind,
            _ => None,
        };
        let Some(kind) = kind else { return };
        self.count += 1;
        let at = self.count;
        if !property.group.is_empty() {
            self.groups.entry(&property.group).or_insert((kind, at));
        }
        let text = unescape(&property.value);
        self.channels.put(kind, at, cell(property, "value", text));
        let pref = property.param("PREF").map(str::to_owned);
        let pref = pref.or_else(|| property.types().any(|t| t == "PREF").then(|| "1".to_owned()));
        if let Some(pref) = pref.filter(|_| !said.ordered) {
            self.channels.put(kind, at, cell(property, "order", pref));
        }
    }

    fn channel_field(&mut self, property: &Property) {
        let Some((kind, at)) = self.groups.get(property.group.as_str()).copied() else { return };
        let text = unescape(&property.value);
        if property.name == "X-ABLABEL" {
            let label = text.trim_start_matches("_$!<").trim_end_matches(">!$_").to_owned();
            self.channels.put(kind, at, cell(property, "label", label));
        } else if let Some(name) = property.name.strip_prefix("X-VIGIE-") {
            match names::channel_field(&names::plain(name)) {
                Some("value") | None => {}
                Some(key) => self.channels.put(kind, at, cell(property, key, text)),
            }
        }
    }

    /// Who it is: the organisation, else the name; a person where both are given.
    fn who(&mut self, all: &[Property]) {
        let first = |name: &str| all.iter().find(|p| p.name == name && !p.value.trim().is_empty());
        let full = first("FN");
        let org = first("ORG");
        let parts = org.map(|org| lines::parts(&org.value)).unwrap_or_default();
        let body = parts.first().map(|part| part.trim()).unwrap_or_default().to_owned();
        if let (Some(org), false) = (org, body.is_empty()) {
            self.put(org, "name", body.clone());
            let unit: Vec<&str> = parts.iter().skip(1).map(|p| p.trim()).collect();
            let unit: Vec<&str> = unit.into_iter().filter(|part| !part.is_empty()).collect();
            self.put(org, "unit", unit.join(", "));
        }
        let Some(full) = full.or_else(|| first("N")) else { return };
        let name = match full.name.as_str() {
            "N" => {
                let parts = lines::parts(&full.value);
                let given = parts.iter().skip(1).take(1).chain(parts.first());
                given.map(|part| part.trim()).collect::<Vec<_>>().join(" ").trim().to_owned()
            }
            _ => unescape(&full.value),
        };
        if body.is_empty() {
            self.put(full, "name", name);
        } else if name.trim() != body {
            let title = first("TITLE").map(|title| unescape(&title.value));
            let person = title.map_or(name.clone(), |title| format!("{name}, {title}"));
            self.put(full, "person", person);
        }
    }

    fn standard(&mut self, property: &Property) {
        let text = || unescape(&property.value);
        match property.name.as_str() {
            "UID" if self.raw.entity.is_none() => self.put(property, "key", text()),
            "NICKNAME" => self.put(property, "acronym", text()),
            "ROLE" => self.put(property, "role", text()),
            "NOTE" => self.put(property, "notes", text()),
            "TZ" => self.put(property, "timezone", text()),
            "LANG" => self.languages.push(text()),
            "REV" => self.put(property, "as_of", text()),
            "ADR" => self.address(property),
            "KEY" => self.key(property),
            // A portal, said to be one by another property of its group.
            "URL" if self.groups.contains_key(property.group.as_str()) => {}
            "UID" | "FN" | "N" | "ORG" | "TITLE" | "TEL" | "EMAIL" => {}
            name if name.starts_with("X-VIGIE-") => {}
            name if SILENT.contains(&name) => {}
            name => self.unknown(name),
        }
    }

    /// `;;street;city;region;code;country`.
    fn address(&mut self, property: &Property) {
        let parts = lines::parts(&property.value);
        let part = |at: usize| parts.get(at).map(|part| part.trim()).unwrap_or_default().to_owned();
        let street: Vec<String> = [part(0), part(1), part(2), part(4), part(5)].into();
        let street: Vec<String> = street.into_iter().filter(|text| !text.is_empty()).collect();
        self.put(property, "address", street.join(", "));
        self.put(property, "city", part(3));
        self.put(property, "state", part(6));
    }

    /// The key of the first mail address.
    fn key(&mut self, property: &Property) {
        if let Some((kind, at)) = self.channels.first(ChannelKind::is_mail) {
            self.channels.put(kind, at, cell(property, "key", unescape(&property.value)));
        }
    }
}

/// Kinds and orders that a card of ours says beside its channels, by group.
fn said(properties: &[Property]) -> HashMap<&str, Said> {
    let mut said: HashMap<&str, Said> = HashMap::new();
    for property in properties.iter().filter(|p| p.group.starts_with('c')) {
        match property.name.as_str() {
            "X-VIGIE-TYPE" => {
                let kind = names::kind(&unescape(&property.value));
                said.entry(&property.group).or_default().kind = kind;
            }
            "X-VIGIE-ORDER" => said.entry(&property.group).or_default().ordered = true,
            _ => {}
        }
    }
    said
}

fn phone(property: &Property) -> ChannelKind {
    let has = |wanted: &str| property.types().any(|word| word == wanted);
    if has("FAX") {
        ChannelKind::Fax
    } else if has("X-EMERGENCY") || has("EMERGENCY") {
        ChannelKind::PhoneEmergency
    } else if has("CELL") {
        ChannelKind::Cell
    } else {
        ChannelKind::Phone
    }
}
