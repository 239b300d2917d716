//! Turns the files into the domain's catalogue: first the words that others name (states, acts,
//! phrases, grounds), then everything else, then what one file says of another.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::reader::{Fault, Node, Place, Source};
use super::{checks, kinds, value, workflows};
use crate::domain::catalogue::{Catalogue, Country, Instrument, Name, PartnerPeriod, StateRule};

/// One parsed file.
pub struct Document<'a> {
    pub source: &'a Source<'a>,
    pub table: DeTable<'a>,
}

/// What is known while reading.
#[derive(Default)]
pub struct Loader<'a> {
    pub catalogue: Catalogue,
    pub states: BTreeMap<&'a str, StateRule>,
    pub acts: BTreeMap<&'a str, Name>,
    pub sides: BTreeMap<&'a str, Node<'a>>,
    pub phrases: BTreeMap<&'a str, Name>,
    pub grounds: BTreeMap<&'a str, Name>,
    /// Names of things in other files, to be found once all are read.
    pub mentions: Vec<(Mention, &'a str, Place<'a>)>,
    /// Where kinds, clocks, workflows and steps stand: for faults found at the end.
    pub places: BTreeMap<String, Place<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mention {
    Instrument,
    Workflow,
    Country,
}

const SECTIONS: [&str; 13] = [
    "defaults",
    "instrument",
    "country",
    "partner_period",
    "kind",
    "workflow",
    "state",
    "act",
    "side",
    "phrase",
    "ground",
    "field",
    "clock",
];
/// What a desk may not change: requests of two desks must obey the same tables.
const FIXED: [&str; 4] = ["workflow", "state", "act", "side"];

pub fn read<'a>(documents: &'a [Document<'a>]) -> Loader<'a> {
    let mut loader = Loader::default();
    let roots: Vec<Node<'a>> = documents
        .iter()
        .map(|document| Node {
            source: document.source,
            table: &document.table,
            offset: 0,
            defaults: document.table.get("defaults").and_then(|value| value.get_ref().as_table()),
        })
        .collect();
    for root in &roots {
        root.only(&SECTIONS);
        if let Some(defaults) = root.node("defaults") {
            defaults.only(&["source", "confidence", "as_of"]);
        }
        forbid_fixed(root);
        loader.vocabulary(root);
    }
    for root in &roots {
        loader.tables(root);
        kinds::read_common(&mut loader, root);
        if !root.source.overlay {
            workflows::read(&mut loader, root);
        }
        for (id, node) in root.entries("kind") {
            kinds::read_kind(&mut loader, id, &node);
        }
    }
    loader.resolve();
    checks::whole(&loader);
    loader.settle();
    loader
}

fn forbid_fixed(root: &Node<'_>) {
    if !root.source.overlay {
        return;
    }
    for section in FIXED.iter().filter(|section| root.has(section)) {
        root.at(section).fault(
            format!("`{section}` cannot be changed by a desk: all desks share one table of states"),
            "remove it; a kind may name another of the built-in workflows",
        );
    }
}

impl<'a> Loader<'a> {
    /// Faults a name that was given before, unless a desk corrects it.
    pub fn fresh<T>(
        &self,
        map: &BTreeMap<String, T>,
        what: &str,
        id: &str,
        node: &Node<'_>,
    ) -> bool {
        let known = map.contains_key(id);
        if known && !node.source.overlay {
            node.place().fault(format!("{what} `{id}` stands twice"), "remove one of the two");
        }
        !known
    }

    fn vocabulary(&mut self, root: &Node<'a>) {
        for (id, node) in root.entries("phrase") {
            self.phrases.insert(id, node.as_name());
        }
        for (id, node) in root.entries("ground") {
            self.grounds.insert(id, node.as_name());
        }
        if root.source.overlay {
            return;
        }
        for (id, node) in root.entries("state") {
            node.only(&["name", "attention", "ball", "closed"]);
            let mut state = StateRule { id: id.to_owned(), ..StateRule::default() };
            node.want("name", "name the state in English and French");
            workflows::state_values(&mut state, &node);
            self.states.insert(id, state);
        }
        for (id, node) in root.entries("act") {
            self.acts.insert(id, node.as_name());
        }
        self.sides.extend(root.entries("side"));
    }

    fn tables(&mut self, root: &Node<'a>) {
        for (id, node) in root.entries("instrument") {
            self.instrument(id, &node);
        }
        for (id, node) in root.entries("country") {
            self.country(id, &node);
        }
        for (id, node) in root.entries("partner_period") {
            self.partner_period(id, &node);
        }
    }

    fn instrument(&mut self, id: &'a str, node: &Node<'a>) {
        node.only(&[
            "name",
            "short_name",
            "in_force_since",
            "enabled",
            "note",
            "source",
            "confidence",
            "as_of",
        ]);
        if self.fresh(&self.catalogue.instruments, "instrument", id, node) {
            node.want("name", "name the instrument in English and French");
            node.want("source", "say where this is known from");
        }
        let entry = self.catalogue.instruments.entry(id.to_owned());
        let it = entry.or_insert_with(|| Instrument { id: id.to_owned(), ..Instrument::default() });
        if let Some(name) = node.name("name") {
            it.name = name;
        }
        if let Some(short) = node.text("short_name") {
            it.short_name = short.to_owned();
        }
        if let Some(date) = value::date(node, "in_force_since") {
            it.in_force_since = Some(date);
        }
        if let Some(enabled) = node.flag("enabled") {
            it.enabled = enabled;
        }
        if let Some(note) = node.text("note") {
            it.note = note.to_owned();
        }
        node.provenance(&mut it.provenance);
    }

    fn country(&mut self, id: &'a str, node: &Node<'a>) {
        node.only(&[
            "name",
            "calling_code",
            "zone",
            "languages",
            "weekend",
            "source",
            "confidence",
            "as_of",
        ]);
        if id.len() != 2 || !id.bytes().all(|b| b.is_ascii_uppercase()) {
            node.place().fault(
                format!("`{id}` is not a country code"),
                "write two capital letters (ISO 3166)",
            );
        }
        if self.fresh(&self.catalogue.countries, "country", id, node) {
            node.want("name", "name the country in English and French");
        }
        let entry = self.catalogue.countries.entry(id.to_owned());
        let it = entry.or_insert_with(|| Country { alpha2: id.to_owned(), ..Country::default() });
        if let Some(name) = node.name("name") {
            it.name = name;
        }
        if let Some(code) = node.text("calling_code") {
            it.calling_code = code.to_owned();
        }
        if let Some(zone) = node.text("zone") {
            // The built-in zones are checked by a test: opening 249 of them costs a start-up.
            if node.source.overlay && jiff::tz::db().get(zone).is_err() {
                node.at("zone").fault(
                    format!("the time zone `{zone}` is not known"),
                    "write an IANA name such as \"Africa/Casablanca\"",
                );
            }
            it.zone = zone.to_owned();
        }
        if node.has("languages") {
            it.languages = node.words("languages");
        }
        if let Some(weekend) = node.text("weekend") {
            it.weekend = weekend.to_owned();
        }
        node.provenance(&mut it.provenance);
    }

    fn partner_period(&mut self, id: &'a str, node: &Node<'a>) {
        node.only(&["preservation_days", "notice_days", "source", "confidence", "as_of"]);
        self.mentions.push((Mention::Country, id, node.place()));
        if self.fresh(&self.catalogue.partner_periods, "partner period", id, node) {
            node.want("preservation_days", "say how many days the partner keeps the data");
            node.want("source", "say where this is known from");
        }
        let it: &mut PartnerPeriod =
            self.catalogue.partner_periods.entry(id.to_owned()).or_default();
        let days = |key: &str| node.number::<u16>(key, "a whole number of days");
        match days("preservation_days") {
            Some(0) => {
                node.at("preservation_days").fault("a period of no days", "write one day or more")
            }
            Some(number) => it.preservation_days = number,
            None => {}
        }
        if let Some(number) = days("notice_days") {
            it.notice_days = Some(number);
        }
        node.provenance(&mut it.provenance);
    }

    /// Finds what files said of each other.
    fn resolve(&self) {
        for (what, id, place) in &self.mentions {
            let (label, known): (&str, Vec<&str>) = match what {
                Mention::Instrument => ("instrument", keys(&self.catalogue.instruments)),
                Mention::Workflow => ("workflow", keys(&self.catalogue.workflows)),
                Mention::Country => ("country", keys(&self.catalogue.countries)),
            };
            if !known.contains(id) {
                place.fault(format!("there is no {label} `{id}`"), value::suggest(id, &known));
            }
        }
    }

    /// A kind is off where its instrument is.
    fn settle(&mut self) {
        let instruments = &self.catalogue.instruments;
        for kind in self.catalogue.kinds.values_mut() {
            kind.enabled &= instruments.get(&kind.instrument).is_some_and(|it| it.enabled);
        }
    }
}

fn keys<T>(map: &BTreeMap<String, T>) -> Vec<&str> {
    map.keys().map(String::as_str).collect()
}

/// Parses the texts; a broken one is a fault and is read as far as it goes.
pub fn parse<'a>(sources: &'a [Source<'a>]) -> Vec<Document<'a>> {
    let mut documents = Vec::new();
    for source in sources {
        let (table, errors) = DeTable::parse_recoverable(source.text);
        for error in errors {
            let offset = error.span().map_or(0, |span| span.start);
            let what = error.message().lines().next().unwrap_or("not TOML").to_owned();
            Place { source, offset }.fault(what, "correct the TOML at this place");
        }
        documents.push(Document { source, table: table.into_inner() });
    }
    documents
}

/// Faults in the order of their places, each once.
pub fn in_order(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort();
    faults.dedup();
    faults
}
