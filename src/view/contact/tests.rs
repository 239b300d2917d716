use std::collections::BTreeMap;

use jiff::Timestamp;

use super::*;
use crate::domain::catalogue::Country;
use crate::domain::directory::{
    ChannelKind, ContactFact, Fields, Role, Try, channel_id, channel_key, merge,
};
use crate::domain::{AuthorKey, ChannelId, EntityId, EntryId, Fact, Hlc, Recorded};

const ENTITY: EntityId = EntityId([7; 16]);
const NUMBER: &str = "+999330100";
const NEWER: &str = "+999330101";

fn id(value: &str) -> ChannelId {
    channel_id(ChannelKind::Phone, value)
}

fn catalogue() -> Catalogue {
    let france =
        Country { alpha2: "FR".to_owned(), zone: "Europe/Paris".to_owned(), ..Country::default() };
    Catalogue { countries: BTreeMap::from([("FR".to_owned(), france)]), ..Catalogue::default() }
}

fn phone(value: &str) -> Fields {
    Fields::from([
        (channel_key(id(value), "type"), "phone".to_owned()),
        (channel_key(id(value), "value"), value.to_owned()),
    ])
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

fn entry(n: u8, refs: &[u8], fact: ContactFact) -> Recorded {
    Recorded {
        id: EntryId([n; 32]),
        author: AuthorKey([n; 32]),
        hlc: Hlc { ms: u64::from(n), tick: 0 },
        entity: ENTITY,
        refs: refs.iter().map(|n| EntryId([*n; 32])).collect(),
        officer: format!("officer {n}"),
        desk: "desk-1".to_owned(),
        at: "2026-11-01T00:00:00Z".parse().unwrap(),
        fact: Fact::Contact(fact),
    }
}

fn opened(more: &[(&str, &str)]) -> Recorded {
    let mut all = fields(&[("state", "FR"), ("role", "art35, police"), ("name", "Desk")]);
    all.extend(phone(NUMBER));
    all.extend(fields(more));
    entry(1, &[], ContactFact::Opened(all))
}

fn tried(n: u8, value: &str, at: &str, outcome: Outcome) -> Recorded {
    let at: Timestamp = at.parse().unwrap();
    let (request, note) = (Some(EntityId([3; 16])), "line is poor".to_owned());
    entry(n, &[], ContactFact::Tried(Try { channel: id(value), outcome, at, request, note }))
}

fn view(entries: &[Recorded]) -> ContactView {
    contact(&merge::replay(ENTITY, entries).unwrap(), &catalogue())
}

#[test]
fn a_name_stands_for_the_languages_that_have_none() {
    let plain = view(&[opened(&[])]);
    assert_eq!((plain.name.en.as_str(), plain.name.fr.as_str()), ("Desk", "Desk"));
    assert_eq!(plain.name.ar, None);
    assert_eq!(plain.roles, [Role::Art35, Role::Police]);
    let named = view(&[opened(&[("name_fr", "Permanence"), ("name_ar", "مكتب")])]);
    assert_eq!(named.name.fr, "Permanence");
    assert_eq!(named.name.ar.as_deref(), Some("مكتب"));
    let french = view(&[opened(&[("name", ""), ("name_fr", "Permanence")])]);
    assert_eq!(french.name.en, "Permanence");
}

#[test]
fn every_filled_field_is_shown_once() {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for field in field::CONTACT {
        if !["state", "role", "name"].contains(&field.key) {
            all.push((field.key, "1"));
        }
    }
    let view = view(&[opened(&all)]);
    let text = serde_json::to_string(&view).unwrap();
    let back: ContactView = serde_json::from_str(&text).unwrap();
    assert_eq!(back, view, "it is stored and read");
    let keys: Vec<&str> = view.fields.iter().map(|(key, _)| key.as_str()).collect();
    assert!(keys.contains(&"reply_languages") && keys.contains(&"closed_reason"));
    assert!(!keys.contains(&"languages") && !keys.contains(&"name_fr"));
    assert!(view.closed);
}

#[test]
fn the_zone_is_its_own_else_that_of_its_state() {
    assert_eq!(view(&[opened(&[])]).zone, "Europe/Paris");
    assert_eq!(view(&[opened(&[("timezone", "Indian/Reunion")])]).zone, "Indian/Reunion");
    assert_eq!(view(&[opened(&[("state", "XX")])]).zone, "");
}

#[test]
fn nobody_said_how_sure_it_is() {
    assert_eq!(view(&[opened(&[])]).known.confidence, Confidence::Medium);
    assert_eq!(view(&[opened(&[("confidence", "low")])]).known.confidence, Confidence::Low);
}

#[test]
fn tries_count_by_the_day_and_the_night_of_the_place_that_was_called() {
    let tries = [
        // 08:00 and 19:59 in Paris, in winter; 07:59 in summer; 20:00 in winter.
        tried(2, NUMBER, "2026-11-12T07:00:00Z", Outcome::Answered),
        tried(3, NUMBER, "2026-11-12T18:59:59Z", Outcome::Busy),
        tried(4, NUMBER, "2026-07-12T05:59:59Z", Outcome::Refused),
        tried(5, NUMBER, "2026-11-12T19:00:00Z", Outcome::Wrong),
        tried(6, NUMBER, "2026-11-13T01:10:00Z", Outcome::NoAnswer),
        tried(7, NUMBER, "2026-11-13T01:20:00Z", Outcome::Verified),
    ];
    let entries = |zone| [&[opened(&[("timezone", zone)])], &tries[..]].concat();
    let paris = &view(&entries("")).channels[0];
    assert_eq!(paris.day, Tally { reached: 1, tried: 2 });
    assert_eq!(paris.night, Tally { reached: 1, tried: 3 });
    // In Tokyo it was 16:00, 03:59, 14:59, 04:00 and 10:10.
    let tokyo = &view(&entries("Asia/Tokyo")).channels[0];
    assert_eq!(tokyo.day, Tally { reached: 2, tried: 3 });
    let own = Fields::from([(channel_key(id(NUMBER), "timezone"), "Asia/Tokyo".to_owned())]);
    let mut all = entries("");
    all.push(entry(9, &[], ContactFact::Set(own)));
    assert_eq!(view(&all).channels[0].day, tokyo.day, "the channel's own zone counts");
}

#[test]
fn the_last_try_and_the_last_proof_are_told() {
    let view = view(&[
        opened(&[]),
        tried(2, NUMBER, "2026-11-12T02:10:00Z", Outcome::Answered),
        tried(3, NUMBER, "2026-11-13T02:10:00Z", Outcome::Busy),
    ]);
    let channel = &view.channels[0];
    assert_eq!(channel.proved, Some("2026-11-12T02:10:00Z".parse().unwrap()));
    assert_eq!(channel.proved_by, "officer 2");
    let last = channel.last.as_ref().unwrap();
    assert_eq!((last.outcome, last.by.as_str()), (Outcome::Busy, "officer 3"));
    assert_eq!(last.request, "03".repeat(16));
    assert_eq!(last.note, "line is poor");
    let order: Vec<&str> = view.tries.iter().map(|t| t.by.as_str()).collect();
    assert_eq!(order, ["officer 3", "officer 2"], "the latest first");
}

#[test]
fn a_wrong_number_is_told_and_proves_nothing() {
    let view = view(&[
        opened(&[]),
        tried(2, NUMBER, "2026-11-12T02:10:00Z", Outcome::Answered),
        tried(3, NUMBER, "2026-11-13T02:10:00Z", Outcome::Wrong),
        tried(4, NUMBER, "2026-11-14T02:10:00Z", Outcome::NoAnswer),
    ]);
    let channel = &view.channels[0];
    assert_eq!(channel.proved, None);
    assert_eq!(channel.proved_by, "");
    assert_eq!(channel.wrong, Some("2026-11-13T02:10:00Z".parse().unwrap()));
}

#[test]
fn what_is_no_longer_used_stands_last() {
    let key = |field: &str| channel_key(id(NUMBER), field);
    let mut newer = phone(NEWER);
    newer.insert(channel_key(id(NEWER), "order"), "9".to_owned());
    let preferred = entry(2, &[], ContactFact::Set(Fields::from([(key("order"), "1".to_owned())])));
    let mut entries = vec![opened(&[]), preferred, entry(3, &[], ContactFact::Set(newer))];
    let values = |entries: &[Recorded]| {
        let channels = view(entries).channels;
        channels.into_iter().map(|channel| channel.value).collect::<Vec<_>>()
    };
    assert_eq!(values(&entries), [NUMBER, NEWER]);
    let close = Fields::from([(key("closed"), "2026-11-21".to_owned())]);
    entries.push(entry(4, &[], ContactFact::Set(close)));
    assert_eq!(values(&entries), [NEWER, NUMBER]);
}

#[test]
fn concurrent_values_are_shown_side_by_side() {
    let label = |n, text: &str| {
        let fields = Fields::from([(channel_key(id(NUMBER), "label"), text.to_owned())]);
        entry(n, &[1], ContactFact::Set(fields))
    };
    let view = view(&[
        opened(&[]),
        label(2, "switchboard"),
        label(3, "duty officer"),
        entry(4, &[1], ContactFact::Set(fields(&[("city", "Lyon")]))),
        entry(5, &[1], ContactFact::Set(fields(&[("city", "Lyon")]))),
    ]);
    let [conflict] = &view.conflicts[..] else { panic!("{:?}", view.conflicts) };
    assert_eq!(conflict.field, channel_key(id(NUMBER), "label"));
    assert_eq!(conflict.shown, "duty officer");
    assert_eq!(conflict.others[0].value, "switchboard");
    assert_eq!(conflict.others[0].by, "officer 2");
}

#[test]
fn a_look_up_finds_it_by_what_is_written_on_it() {
    let view = view(&[opened(&[
        ("name_fr", "Unité Référente"),
        ("acronym", "UNR"),
        ("city", "Évry"),
        ("person", "A. Müller"),
        ("services", "Mail, Cloud"),
        ("domains", "example.org"),
    ])]);
    let text = view.search_text(None);
    for word in ["referente", "unr", "evry", "muller", "cloud", "example.org", "33010", "art35"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(text.contains(&view.id.to_lowercase()));
}
