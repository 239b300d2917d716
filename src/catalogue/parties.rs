//! Reads instruments, and what each State is to each of them: rows of States that share a source
//! (`[[parties]]`), and single States (`[party.ets185.FR]`), which add to a row or correct it.

use toml::de::DeValue;

use super::loader::{Loader, Mention};
use super::reader::{Node, Place};
use super::value;
use crate::domain::catalogue::{Instrument, Name, Nature, Provenance};
use crate::domain::routes::{Entry, PartialDate, Party, Standing};

const DATES: [&str; 4] = ["signed", "deposited", "in_force", "ended"];

pub fn read<'a>(loader: &mut Loader<'a>, root: &Node<'a>) {
    let mut instruments = root.entries("instrument");
    instruments.sort_by_key(|(_, node)| node.offset);
    for (id, node) in instruments {
        instrument(loader, id, &node);
    }
    for node in root.nodes("parties") {
        rows(loader, &node);
    }
    for (id, node) in root.entries("party") {
        if node.table.is_empty() {
            node.place().fault("no State is named", "write `[party.INSTRUMENT.STATE]`");
        }
        loader.mentions.push((Mention::Instrument, id, node.place()));
        for (state, node) in root.node("party").map(|all| all.entries(id)).unwrap_or_default() {
            loader.mentions.push((Mention::Country, state, node.place()));
            single(loader, id, state, &node);
        }
    }
}

fn instrument<'a>(loader: &mut Loader<'a>, id: &'a str, node: &Node<'a>) {
    node.only(&[
        "name",
        "short_name",
        "nature",
        "in_force",
        "in_force_since",
        "entry",
        "adds_nothing",
        "enabled",
        "note",
        "source",
        "confidence",
        "as_of",
    ]);
    if loader.fresh(&loader.catalogue.instruments, "instrument", id, node) {
        node.want("name", "name the instrument in English and French");
        node.want("source", "say where this is known from");
    }
    let order = u32::try_from(loader.catalogue.instruments.len()).unwrap_or(u32::MAX);
    let entry = loader.catalogue.instruments.entry(id.to_owned());
    let it =
        entry.or_insert_with(|| Instrument { id: id.to_owned(), order, ..Instrument::default() });
    if let Some(name) = node.name("name") {
        it.name = name;
    }
    if let Some(short) = node.remark("short_name") {
        it.short_name = short;
    }
    if let Some(nature) = node.word("nature", Nature::ALL, Nature::word) {
        it.nature = nature;
    }
    // The older word of the two: no earlier than the other, it can only close what is open.
    for key in ["in_force_since", "in_force"] {
        if let Some(date) = value::partial(node, key) {
            it.in_force = Some(date);
        }
    }
    if let Some(entry) = entry_rule(node) {
        it.entry = entry;
    }
    it.adds_nothing = node.flag("adds_nothing").unwrap_or(it.adds_nothing);
    it.enabled = node.flag("enabled").unwrap_or(it.enabled);
    if let Some(note) = node.remark("note") {
        it.note = note;
    }
    node.provenance(&mut it.provenance);
}

/// `"month_after_three"`, `"told"` or `{ days = 90 }`.
fn entry_rule(node: &Node<'_>) -> Option<Entry> {
    let value = node.raw("entry")?;
    match value.get_ref() {
        DeValue::String(word) if word == "month_after_three" => Some(Entry::MonthAfterThree),
        DeValue::String(word) if word == "told" => Some(Entry::Told),
        DeValue::Table(_) => {
            let inner = node.inner(value)?;
            inner.only(&["days"]);
            inner.want("days", "say how many days after the deposit");
            inner.number("days", "a whole number of days").map(Entry::Days)
        }
        _ => {
            node.at("entry").fault(
                "`entry` is no rule of entry into force",
                "write \"month_after_three\", { days = 90 } or \"told\"",
            );
            None
        }
    }
}

/// What a table says of a Party, and whether it says more than a note.
struct Said<'a> {
    standing: Option<Standing>,
    /// In the order of `DATES`.
    dates: [Option<PartialDate>; 4],
    declarations: Option<Vec<Name>>,
    note: Option<Name>,
    source: Option<&'a str>,
    provenance: Provenance,
}

impl<'a> Said<'a> {
    fn read(node: &Node<'a>) -> Self {
        let mut provenance = Provenance::default();
        node.provenance(&mut provenance);
        Self {
            standing: node.word("standing", Standing::ALL, Standing::word),
            dates: DATES.map(|key| value::partial(node, key)),
            declarations: node.has("declarations").then(|| node.remarks("declarations")),
            note: node.remark("note"),
            source: node.text("source"),
            provenance,
        }
    }

    fn of_weight(&self) -> bool {
        self.standing.is_some() || self.dates.iter().any(Option::is_some)
    }

    fn write(&self, party: &mut Party) {
        if let Some(standing) = self.standing {
            // What was remarked of another standing no longer holds.
            if standing != party.standing {
                party.note = Name::default();
            }
            party.standing = standing;
        }
        self.dates.iter().zip(DATES).for_each(|(date, key)| set(party, key, *date));
        if let Some(declarations) = &self.declarations {
            party.declarations.clone_from(declarations);
        }
        if let Some(note) = &self.note {
            party.note = note.clone();
        }
        // A new source says nothing of the confidence in the old one, and the other way round.
        if self.of_weight() || party.provenance.source.is_empty() {
            party.provenance.clone_from(&self.provenance);
        } else if let Some(source) = self.source {
            party.provenance.source = format!("{}; {source}", party.provenance.source);
        }
    }
}

fn set(party: &mut Party, key: &str, date: Option<PartialDate>) {
    let field = match key {
        "signed" => &mut party.signed,
        "deposited" => &mut party.deposited,
        "in_force" => &mut party.in_force,
        _ => &mut party.ended,
    };
    *field = date.or(*field);
}

/// States that share a source: `states` holds their codes, each followed by the dates that `dates`
/// names, `-` where one is not known.
fn rows<'a>(loader: &mut Loader<'a>, node: &Node<'a>) {
    node.only(&[
        "instrument",
        "standing",
        "dates",
        "states",
        "signed",
        "deposited",
        "in_force",
        "ended",
        "note",
        "source",
        "confidence",
        "as_of",
    ]);
    for key in ["instrument", "standing", "states"] {
        node.want(key, "rows of Parties have `instrument`, `standing` and `states`");
    }
    want_source(node);
    let (Some(instrument), Some(states)) = (node.text("instrument"), node.text("states")) else {
        return;
    };
    loader.mentions.push((Mention::Instrument, instrument, node.at("instrument")));
    let mut columns = Vec::new();
    for (key, place) in node.list("dates") {
        if !DATES.contains(&key) {
            place.fault(format!("there is no date `{key}`"), value::suggest(key, &DATES));
        }
        columns.push(key);
    }
    let said = Said::read(node);
    let mut row = Row { columns: &columns, state: None, filled: 0, party: Party::default() };
    for (word, place) in words(node, states) {
        if word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()) {
            row.store(loader, instrument);
            loader.mentions.push((Mention::Country, word, place));
            row.begin(loader, instrument, word, place);
            said.write(&mut row.party);
        } else {
            row.fill(word, place);
        }
    }
    row.store(loader, instrument);
}

struct Row<'k, 'a> {
    columns: &'k [&'a str],
    state: Option<(&'a str, Place<'a>)>,
    filled: usize,
    party: Party,
}

impl<'a> Row<'_, 'a> {
    fn begin(&mut self, loader: &Loader<'a>, instrument: &str, state: &'a str, place: Place<'a>) {
        let known = loader.catalogue.parties.get(instrument).and_then(|all| all.get(state));
        if known.is_some() && !place.source.overlay {
            place.fault(format!("`{state}` stands twice"), "remove one of the two");
        }
        self.party = known.cloned().unwrap_or_default();
        self.state = Some((state, place));
        self.filled = 0;
    }

    fn fill(&mut self, word: &str, place: Place<'_>) {
        let is_date = word.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        match (self.state, self.columns.get(self.filled)) {
            _ if !is_date => {
                place.fault(
                    format!("`{word}` is neither a State nor a date"),
                    "write a State as two capital letters (ISO 3166)",
                );
                return;
            }
            (None, _) => place.fault(
                format!("`{word}` stands before the first State"),
                "begin with a State's two capital letters",
            ),
            (Some(_), None) => place.fault(
                format!("`{word}` is more than `dates` names"),
                "name its column in `dates`, or remove it",
            ),
            (Some(_), Some(_)) if word == "-" => {}
            (Some(_), Some(key)) => match PartialDate::parse(word) {
                Some(date) => set(&mut self.party, key, Some(date)),
                None => value::not_a_date(key, word, place),
            },
        }
        self.filled += 1;
    }

    fn store(&mut self, loader: &mut Loader<'a>, instrument: &str) {
        let Some((state, place)) = self.state.take() else { return };
        whole(loader, instrument, &self.party, place);
        let party = std::mem::take(&mut self.party);
        match loader.catalogue.parties.get_mut(instrument) {
            Some(all) => drop(all.insert(state.to_owned(), party)),
            None => {
                let all = [(state.to_owned(), party)].into();
                loader.catalogue.parties.insert(instrument.to_owned(), all);
            }
        }
    }
}

/// The words of a text, each with its place in the file.
fn words<'a>(node: &Node<'a>, text: &'a str) -> Vec<(&'a str, Place<'a>)> {
    let span = node.raw("states").map(toml::Spanned::span).unwrap_or_default();
    let raw = node.source.text.get(span.clone()).unwrap_or_default();
    // Only a text with escapes does not stand in the file as it is.
    let start = raw.find(text).map_or(span.start, |at| span.start + at);
    let mut words = Vec::new();
    let mut at = 0;
    for word in text.split_ascii_whitespace() {
        at += text.get(at..).and_then(|rest| rest.find(word)).unwrap_or_default();
        words.push((word, Place { source: node.source, offset: start + at }));
        at += word.len();
    }
    words
}

fn single<'a>(loader: &mut Loader<'a>, instrument: &str, state: &str, node: &Node<'a>) {
    node.only(&[
        "standing",
        "signed",
        "deposited",
        "in_force",
        "ended",
        "declarations",
        "note",
        "source",
        "confidence",
        "as_of",
    ]);
    let all = loader.catalogue.parties.get_mut(instrument);
    let known = all.and_then(|all| all.get_mut(state)).map(std::mem::take);
    let said = Said::read(node);
    if known.is_none() {
        node.want("standing", "say what the State is to it: party, ratified, signatory, invited …");
    }
    if known.is_none() || said.of_weight() {
        want_source(node);
    }
    let mut party = known.unwrap_or_default();
    said.write(&mut party);
    whole(loader, instrument, &party, node.place());
    let all = loader.catalogue.parties.entry(instrument.to_owned()).or_default();
    all.insert(state.to_owned(), party);
}

fn want_source(node: &Node<'_>) {
    if !node.sourced() {
        node.want("source", "say where this is known from");
    }
}

/// What would leave a reader with a route that never opens and no word why.
fn whole(loader: &Loader<'_>, instrument: &str, party: &Party, place: Place<'_>) {
    let rule = loader.catalogue.instruments.get(instrument).map(|it| it.entry).unwrap_or_default();
    let computed = party.deposited.is_some() && rule != Entry::Told;
    let dated = party.in_force.is_some() || computed || party.provenance.as_of.is_some();
    if party.standing == Standing::Party && !dated {
        place.fault(
            "a Party, and nothing says since when",
            "add `in_force`, or `deposited`, or the date of the source as `as_of`",
        );
    }
    if party.standing < Standing::Ratified && party.in_force.is_some() {
        place.fault(
            format!("`in_force` is given, and the State is `{}`", party.standing.word()),
            "write standing = \"party\", or leave `in_force` out",
        );
    }
}
