mod any_input;
mod diffs;
mod reading;
mod round_trip;

use std::sync::OnceLock;

use crate::catalogue;
use crate::domain::catalogue::Catalogue;
use crate::domain::directory::{
    ChannelKind, Contact, ContactFact, Fields, Outcome, Try, channel_id, channel_key, merge,
};
use crate::domain::{AuthorKey, ChannelId, EntityId, EntryId, Fact, Hlc, Recorded};

use super::*;

fn data() -> &'static Catalogue {
    static DATA: OnceLock<Catalogue> = OnceLock::new();
    DATA.get_or_init(|| catalogue::load(&[]).unwrap())
}

fn context() -> Context<'static> {
    Context {
        catalogue: data(),
        series: "",
        as_of: "",
        source: "",
        now: "2026-11-21T03:14:00Z".parse().unwrap(),
    }
}

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/it/fixtures/editions/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

fn read_fixture(name: &str) -> Edition {
    read(name, &fixture(name), &context()).unwrap()
}

fn read_text(text: &str) -> Edition {
    read("x", text.as_bytes(), &context()).unwrap()
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

/// What was recorded of one contact, in this order.
struct Told {
    entity: EntityId,
    entries: Vec<Recorded>,
}

impl Told {
    fn new(entity: EntityId, fields: Fields) -> Self {
        let mut told = Self { entity, entries: Vec::new() };
        told.tell(Fact::Contact(ContactFact::Opened(fields)));
        told
    }

    fn tell(&mut self, fact: Fact) {
        let n = self.entries.len() as u8 + 1;
        self.entries.push(Recorded {
            id: EntryId([n; 32]),
            author: AuthorKey([1; 32]),
            hlc: Hlc { ms: u64::from(n), tick: 0 },
            entity: self.entity,
            refs: Vec::new(),
            officer: "S. Alaoui".to_owned(),
            desk: "desk-1".to_owned(),
            at: context().now,
            fact,
        });
    }

    fn set(mut self, pairs: &[(&str, &str)]) -> Self {
        self.tell(Fact::Contact(ContactFact::Set(fields(pairs))));
        self
    }

    fn answered(mut self, channel: ChannelId) -> Self {
        let at = context().now;
        let outcome = Outcome::Answered;
        let tried = Try { channel, outcome, at, request: None, note: String::new() };
        self.tell(Fact::Contact(ContactFact::Tried(tried)));
        self
    }

    fn contact(self) -> Contact {
        merge::replay(self.entity, &self.entries).unwrap()
    }
}

/// Kind, value and further fields of a channel.
type Line<'a> = (ChannelKind, &'a str, &'a [(&'a str, &'a str)]);

/// A contact with channels.
fn told(entity: u8, pairs: &[(&str, &str)], channels: &[Line<'_>]) -> Told {
    let mut all = fields(pairs);
    for (kind, value, more) in channels {
        let id = channel_id(*kind, value);
        all.insert(channel_key(id, "type"), kind.word().to_owned());
        all.insert(channel_key(id, "value"), value.to_string());
        for (key, value) in *more {
            all.insert(channel_key(id, key), value.to_string());
        }
    }
    Told::new(EntityId([entity; 16]), all)
}
