//! Turns the files into the domain's catalogue: first the words that others name (states, acts,
//! phrases, grounds), then everything else, then what one file says of another.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::reader::{Fault, Node, Place, Source};
use super::{checks, countries, kinds, parties, value, workflows};
use crate::domain::catalogue::{Catalogue, Name, StateRule};

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

const SECTIONS: [&str; 15] = [
    "defaults",
    "instrument",
    "country",
    "partner_period",
    "parties",
    "party",
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
        countries::read(&mut loader, root);
        parties::read(&mut loader, root);
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

    /// A remark that may stand among the phrases: many States share one.
    pub fn phrase_or_remark(&self, node: &Node<'_>, key: &str) -> Option<Name> {
        let phrase = node.raw(key)?.get_ref().as_str().and_then(|id| self.phrases.get(id));
        phrase.cloned().or_else(|| node.remark(key))
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

    /// Finds what files said of each other.
    fn resolve(&self) {
        for (what, id, place) in &self.mentions {
            let catalogue = &self.catalogue;
            match what {
                Mention::Instrument => find("instrument", id, &catalogue.instruments, *place),
                Mention::Workflow => find("workflow", id, &catalogue.workflows, *place),
                Mention::Country => find("country", id, &catalogue.countries, *place),
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

fn find<T>(what: &str, id: &str, known: &BTreeMap<String, T>, place: Place<'_>) {
    if !known.contains_key(id) {
        let known: Vec<&str> = known.keys().map(String::as_str).collect();
        place.fault(format!("there is no {what} `{id}`"), value::suggest(id, &known));
    }
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
