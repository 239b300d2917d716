//! A desk at school with contacts that are invented.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use vigie::desk::{Desk, Home, Seat};
use vigie::domain::EntityId;
use vigie::domain::directory::{
    CallWish, ChannelKind, ContactCommand, NewChannel, Outcome, Purpose, channel_id,
};

use crate::commands::{Place, finished};

pub const FR_POINT: EntityId = EntityId([1; 16]);
pub const FR_NCB: EntityId = EntityId([2; 16]);
pub const FR_OLD: EntityId = EntityId([3; 16]);
pub const DE_POINT: EntityId = EntityId([4; 16]);
pub const MA_POINT: EntityId = EntityId([5; 16]);

/// Of the emergency line of the French point.
pub const CALLER: &str = "+33199004410";

type Pairs<'a> = &'a [(&'a str, &'a str)];

fn fields(pairs: Pairs<'_>) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn channel(kind: ChannelKind, value: &str, more: Pairs<'_>) -> NewChannel {
    let mut fields = fields(more);
    fields.insert("value".to_owned(), value.to_owned());
    NewChannel { kind, fields }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A desk at school whose directory is filled through the desk's own door.
pub struct School {
    pub place: Place,
}

impl School {
    pub fn new() -> Self {
        let school = Self { place: Place::training() };
        let mut desk = school.desk();
        fill(&mut desk);
        school
    }

    pub fn desk(&self) -> Desk {
        let catalogue = Arc::new(vigie::catalogue::load(&[]).unwrap());
        let seat = Seat { officer: "S. Alaoui".to_owned(), via: "test", zone: TimeZone::UTC };
        Desk::open(&Home::below(&self.place.home()), seat, catalogue).unwrap()
    }

    pub fn narrow(&self, columns: &str, args: &[&str]) -> String {
        let mut command = self.place.command(args);
        let said = finished({
            command.env("COLUMNS", columns);
            command
        });
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        said.out
    }
}

fn open(desk: &mut Desk, entity: EntityId, pairs: Pairs<'_>, channels: Vec<NewChannel>) {
    let command = ContactCommand::Open { entity: Some(entity), fields: fields(pairs), channels };
    desk.contact_act(None, command, at("2026-11-01T00:00:00Z")).unwrap().unwrap();
}

fn tried(
    desk: &mut Desk,
    entity: EntityId,
    kind: ChannelKind,
    value: &str,
    outcome: Outcome,
    when: &str,
) {
    let wish = CallWish {
        channel: channel_id(kind, value),
        outcome,
        purpose: Purpose::Talk,
        note: String::new(),
        confirmed: None,
    };
    desk.call(entity, None, wish, at(when)).unwrap().unwrap();
}

fn fill(desk: &mut Desk) {
    use ChannelKind::{Cell, Email, Phone, PhoneEmergency};
    open(
        desk,
        FR_POINT,
        &[
            ("state", "FR"),
            ("role", "art35"),
            ("name", "Invented Cybercrime Office"),
            ("name_fr", "Office inventé de la cybercriminalité"),
            ("acronym", "OICY"),
            ("city", "Nanterre"),
            ("operating_hours", "Mon-Fri 08:30-18:00"),
            ("languages", "fr, en"),
            ("say_first", "24/7 network, Morocco, reference …"),
            ("source", "invented edition"),
            ("as_of", "2026-10-01"),
            ("confidence", "low"),
        ],
        vec![
            channel(PhoneEmergency, CALLER, &[("order", "1")]),
            channel(Phone, "+33199000007", &[("order", "2")]),
            channel(Email, "duty@example.org", &[]),
        ],
    );
    let more = [
        (FR_NCB, "FR", "ncb", "NCB Paris (invented)", "+33199001234"),
        (FR_OLD, "FR", "police", "Former desk (invented)", "+33199094410"),
        (DE_POINT, "DE", "art35", "Invented duty desk", "+493023125110"),
        (MA_POINT, "MA", "art35", "Our point (invented)", "+999537000001"),
    ];
    for (entity, state, role, name, number) in more {
        let pairs = [("state", state), ("role", role), ("name", name)];
        open(desk, entity, &pairs, vec![channel(Cell, number, &[])]);
    }
    let close = ContactCommand::Close { reason: "moved".to_owned() };
    desk.contact_act(Some(FR_OLD), close, at("2026-11-02T00:00:00Z")).unwrap().unwrap();
    tried(desk, FR_POINT, PhoneEmergency, CALLER, Outcome::Answered, "2026-11-09T22:00:00Z");
    tried(desk, FR_POINT, PhoneEmergency, CALLER, Outcome::NoAnswer, "2026-11-20T22:00:00Z");
    tried(desk, FR_POINT, Phone, "+33199000007", Outcome::Answered, "2026-05-01T10:00:00Z");
    let replace = ContactCommand::ReplaceChannel {
        old: channel_id(Email, "duty@example.org"),
        new: channel(Email, "duty@example.net", &[]),
    };
    desk.contact_act(Some(FR_POINT), replace, at("2026-11-10T00:00:00Z")).unwrap().unwrap();
}
