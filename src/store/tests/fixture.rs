//! A desk that seals entries, a small workflow, and the projection of the tests.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use crate::domain::catalogue::{Catalogue, ClockClass, StateRule, StepRule, Workflow};
use crate::domain::directory::{ChannelKind, ContactFact};
use crate::domain::{
    ChannelId, Direction, EntityId, EntryId, Fact, Opened, Recorded, Reference, Step, directory,
    merge,
};
use crate::log::{Actor, Chain, Entry, Hlc, Signer, hex, sha256};
use crate::store::{Project, Projected, Shown, Store, wire};
use crate::view::{self, ClockView, Label, Sources};

pub const SHARE: [u8; 32] = [9; 32];

pub fn start() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

pub struct Desk {
    pub signer: Signer,
    pub chain: Chain,
    drawn: u32,
}

impl Desk {
    pub fn new(seed: u8) -> Self {
        let signer = Signer::from_seed(&[seed; 32]);
        let chain = Chain::open(signer.public(), 7, Hlc::default());
        Self { signer, chain, drawn: 0 }
    }

    pub fn author(&self) -> ([u8; 32], u32) {
        (self.signer.public(), 7)
    }

    pub fn seal(&mut self, entity: Option<EntityId>, refs: &[EntryId], fact: &Fact) -> Entry {
        let at = start() + SignedDuration::from_secs(self.chain.next_seq() as i64);
        seal(&mut self.chain, &self.signer, entity, refs, fact, at)
    }

    /// Opens a request with fields.
    pub fn open(&mut self, fields: &[(&str, &str)]) -> (EntityId, Entry) {
        self.drawn += 1;
        let entry = self.seal(None, &[], &opened(self.drawn, fields));
        (EntityId(entry.first_entity()), entry)
    }
}

pub fn seal(
    chain: &mut Chain,
    signer: &Signer,
    entity: Option<EntityId>,
    refs: &[EntryId],
    fact: &Fact,
    at: Timestamp,
) -> Entry {
    let actor =
        Actor { officer: "a.martin".to_owned(), desk: "desk-1".to_owned(), via: "cli".to_owned() };
    let draft = wire::draft(entity, refs, fact, actor, at);
    let ms = at.as_millisecond() as u64;
    chain.seal(signer, &SHARE, 1, [3; 16], &draft, ms).unwrap()
}

pub fn opened(number: u32, fields: &[(&str, &str)]) -> Fact {
    Fact::Opened(Opened {
        reference: Reference::new("MA", 2026, number),
        kind: "preservation_in".to_owned(),
        direction: Direction::In,
        workflow: "w".to_owned(),
        workflow_version: 1,
        fields: pairs(fields),
        identifiers: Vec::new(),
        attachments: Vec::new(),
        source: None,
    })
}

pub fn set(fields: &[(&str, &str)]) -> Fact {
    Fact::Set(pairs(fields))
}

pub fn step(to: &str) -> Fact {
    Fact::Stepped(Step { to: to.to_owned(), at: start(), ..Step::default() })
}

fn pairs(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

/// A contact of a State with fields beyond what every contact has.
pub fn listed(state: &str, name: &str, fields: &[(&str, &str)]) -> Fact {
    let mut all = pairs(&[("state", state), ("role", "art35"), ("name", name)]);
    all.extend(pairs(fields));
    Fact::Contact(ContactFact::Opened(all))
}

pub fn relisted(fields: &[(&str, &str)]) -> Fact {
    Fact::Contact(ContactFact::Set(pairs(fields)))
}

/// The fields of a channel.
pub fn channel(kind: ChannelKind, value: &str) -> (ChannelId, [(String, String); 2]) {
    let id = directory::channel_id(kind, value);
    let key = |field| directory::channel_key(id, field);
    (id, [(key("type"), kind.word().to_owned()), (key("value"), value.to_owned())])
}

pub fn with_channel(fact: &Fact, kind: ChannelKind, value: &str) -> (ChannelId, Fact) {
    let (id, channel) = channel(kind, value);
    let mut fact = fact.clone();
    if let Fact::Contact(ContactFact::Opened(fields) | ContactFact::Set(fields)) = &mut fact {
        fields.extend(channel);
    }
    (id, fact)
}

pub fn tried(channel: ChannelId, outcome: directory::Outcome) -> Fact {
    let (at, request, note) = (start(), None, "a colleague".to_owned());
    Fact::Contact(ContactFact::Tried(directory::Try { channel, outcome, at, request, note }))
}

pub fn id(entry: &Entry) -> EntryId {
    EntryId(entry.id())
}

fn catalogue() -> Catalogue {
    let state = |id: &str, closed| StateRule { id: id.to_owned(), closed, ..StateRule::default() };
    let workflow = Workflow {
        id: "w".to_owned(),
        version: 1,
        states: vec![state("received", false), state("taken", false), state("closed", true)],
        steps: ["taken", "closed"]
            .map(|to| StepRule {
                from: vec!["*".to_owned()],
                to: to.to_owned(),
                ..StepRule::default()
            })
            .into(),
    };
    Catalogue { workflows: BTreeMap::from([("w".to_owned(), workflow)]), ..Catalogue::default() }
}

/// As a desk does it; the field `ends` stands for a clock. What contacts of a State tell is the
/// `domains` they have, and stands in the summary of its requests.
#[derive(Debug, Default)]
pub struct Projector {
    /// Requests projected.
    pub requests: usize,
}

pub fn project() -> Projector {
    Projector::default()
}

impl Project for Projector {
    fn project(
        &mut self,
        entity: EntityId,
        entries: &[Recorded],
        known: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Projected> {
        let Some(mut request) = request(entity, entries) else { return contact(entity, entries) };
        self.requests += 1;
        let Shown::Request(view) = &mut request.shown else { return None };
        let key = format!("state:{}", view.partner);
        view.summary.extend(known(&key).map(|told| format!(" [{told}]")));
        request.asks = vec![key];
        Some(request)
    }

    fn gather(&mut self, told: &[String]) -> String {
        told.join(" ")
    }
}

fn contact(entity: EntityId, entries: &[Recorded]) -> Option<Projected> {
    let contact = directory::merge::replay(entity, entries)?;
    let view = view::contact(&contact, &Catalogue::default());
    let told = Some(contact.field("domains")).filter(|d| !d.is_empty() && !contact.is_closed());
    let tells = told.map(|domains| (format!("state:{}", view.state), domains.to_owned()));
    let folded = view.search_text(None);
    let state = hex(&sha256(format!("{contact:?}").as_bytes()));
    let shown = Shown::Contact(Box::new(view));
    Some(Projected { shown, folded, state, tells: tells.into_iter().collect(), asks: vec![] })
}

fn request(entity: EntityId, entries: &[Recorded]) -> Option<Projected> {
    let catalogue = catalogue();
    let table = |id: &str, _: u32| catalogue.workflows.get(id);
    let request = merge::replay(entity, entries, table)?;
    let state = hex(&sha256(format!("{request:?}").as_bytes()));
    let mut view = view::build(Sources { request: &request, catalogue: &catalogue, findings: &[] });
    if let Ok(end) = request.field("ends").parse() {
        view.clocks.push(clock(end));
    }
    let folded = view.search_text();
    let shown = Shown::Request(Box::new(view));
    Some(Projected { shown, folded, state, tells: vec![], asks: vec![] })
}

fn clock(end: Timestamp) -> ClockView {
    ClockView {
        id: "until".to_owned(),
        name: Label::default(),
        class: ClockClass::Legal,
        rule: String::new(),
        article: String::new(),
        act: Label::default(),
        anchor: "received".to_owned(),
        anchor_at: Some(start()),
        due: Some(end),
        assumed: false,
        reminder: false,
        stopped: None,
        pauses: Vec::new(),
    }
}

pub struct Place {
    pub dir: tempfile::TempDir,
    pub file: PathBuf,
}

pub fn place() -> Place {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("data").join("desk.db");
    Place { dir, file }
}

pub fn append(store: &mut Store, entries: &[Entry]) -> Vec<EntityId> {
    store.append(entries, &[], start(), &mut project()).unwrap().touched
}

/// Twelve requests with a few entries each.
pub fn some_entries() -> Vec<Entry> {
    some_entries_of(1)
}

pub fn some_entries_of(seed: u8) -> Vec<Entry> {
    let mut desk = Desk::new(seed);
    let mut all = Vec::new();
    for i in 0..12 {
        let ends = format!("2026-11-{:02}T08:00:00Z", 10 + i);
        let their = format!("PJ/2026/{i}-X");
        let (entity, first) =
            desk.open(&[("partner", "FR"), ("ends", &ends), ("their_ref", &their)]);
        let next = desk.seal(Some(entity), &[id(&first)], &set(&[("summary", "Café à Rabat")]));
        let last = desk.seal(Some(entity), &[id(&first)], &step("taken"));
        let close = (i % 3 == 0).then(|| desk.seal(Some(entity), &[id(&last)], &step("closed")));
        all.extend([first, next, last]);
        all.extend(close);
    }
    all
}

pub fn filled() -> (Place, Store) {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    append(&mut store, &some_entries());
    (place, store)
}
