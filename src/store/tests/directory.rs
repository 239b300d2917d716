//! Contacts: written, found, kept in step with requests, proven.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::fixture::*;
use crate::domain::directory::{ChannelKind, Outcome};
use crate::domain::{ChannelId, EntityId, Fact, Reference};
use crate::log::Entry;
use crate::store::Store;

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn names(found: Vec<crate::view::ContactView>) -> Vec<String> {
    found.into_iter().map(|contact| contact.name.en).collect()
}

fn opened_contact(desk: &mut Desk, fact: &Fact) -> (EntityId, Entry) {
    let entry = desk.seal(None, &[], fact);
    (EntityId(entry.first_entity()), entry)
}

/// Contacts of three States, one closed.
pub fn some_contacts(desk: &mut Desk) -> (Vec<EntityId>, ChannelId, Vec<Entry>) {
    let role = |role| ("role", role);
    let (number, first) = with_channel(
        &listed("FR", "Point de contact", &[("name_ar", "نقطة الاتّصال"), ("city", "Nanterre")]),
        ChannelKind::PhoneEmergency,
        "+33199000007",
    );
    let facts = [
        first,
        listed("FR", "Bureau central", &[role("ncb")]),
        listed("DE", "Kontaktstelle Süd", &[]),
        listed("FR", "Éditeur", &[role("provider"), ("services", "Courrier Facile")]),
        listed("FR", "Ancien point", &[("closed", "2025-01-01"), ("closed_reason", "moved")]),
    ];
    let (entities, mut entries): (Vec<_>, Vec<_>) =
        facts.iter().map(|fact| opened_contact(desk, fact)).unzip();
    entries.push(desk.seal(Some(entities[0]), &[], &tried(number, Outcome::Answered)));
    (entities, number, entries)
}

fn directory() -> (Place, Store, Vec<EntityId>, ChannelId) {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let (entities, number, entries) = some_contacts(&mut Desk::new(1));
    append(&mut store, &entries);
    (place, store, entities, number)
}

#[test]
fn contacts_come_by_role_then_by_name_and_closed_ones_only_by_id_or_number() {
    let (_place, store, entities, number) = directory();
    assert_eq!(store.count_contacts().unwrap(), 4);
    assert_eq!(
        names(store.contacts_of("FR").unwrap()),
        ["Point de contact", "Bureau central", "Éditeur"]
    );
    assert_eq!(
        names(store.contacts().unwrap()),
        ["Kontaktstelle Süd", "Point de contact", "Bureau central", "Éditeur"]
    );
    let point = store.contact(entities[0]).unwrap().unwrap();
    assert_eq!(point.channels[0].proved, Some(start()));
    assert_eq!(point.channels[0].id, number.to_string());
    for id in [point.id.clone(), point.id.to_lowercase(), entities[0].to_string()] {
        assert_eq!(names(store.contacts_by_id(&id).unwrap()), ["Point de contact"], "{id}");
    }
    assert_eq!(store.contacts_by_id(&entities[4].to_string()[..8]).unwrap().len(), 1);
    assert_eq!(store.contacts_by_id("DE").unwrap(), []);
    for nothing in ["", "FR-", "FR-!", "/", "%", "\u{10ffff}", "12345"] {
        assert_eq!(store.contacts_by_id(nothing).unwrap(), [], "{nothing}");
    }
    assert!(names(store.contacts_by_id(&point.id[..4]).unwrap()).contains(&point.name.en));
}

#[test]
fn words_find_contacts_without_accents_and_in_arabic() {
    let (_place, store, ..) = directory();
    for (query, found) in [
        ("nanterre", vec!["Point de contact"]),
        ("SUD", vec!["Kontaktstelle Süd"]),
        ("الاتصال", vec!["Point de contact"]),
        ("نقطه", vec!["Point de contact"]),
        ("courr fac", vec!["Éditeur"]),
        ("edit", vec!["Éditeur"]),
        ("ancien", vec![]),
        ("anterre", vec![]),
        ("\"", vec![]),
        ("name:edit", vec![]),
    ] {
        assert_eq!(names(store.contacts_matching(&words(query), 9).unwrap()), found, "{query}");
    }
    assert_eq!(store.contacts_matching(&words("fr"), 2).unwrap().len(), 2);
}

#[test]
fn of_many_hits_the_first_in_order_are_told() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let mut desk = Desk::new(1);
    let roles = ["registrar", "csirt", "art35"];
    let entries: Vec<Entry> = (0..600)
        .map(|n| {
            let name = format!("Zentrale {:03}", 599 - n);
            opened_contact(&mut desk, &listed("DE", &name, &[("role", roles[n % 3])])).1
        })
        .collect();
    append(&mut store, &entries);
    let found = names(store.contacts_matching(&words("zentrale"), 3).unwrap());
    assert_eq!(found, ["Zentrale 000", "Zentrale 003", "Zentrale 006"]);
    let found = names(store.contacts_matching(&words("zentrale 59"), 3).unwrap());
    assert_eq!(found, ["Zentrale 591", "Zentrale 594", "Zentrale 597"]);
}

#[test]
fn who_calls_is_told_by_the_last_digits() {
    let (_place, mut store, entities, _) = directory();
    let found = |store: &Store, tail: &str| names(store.contacts_by_digits(tail).unwrap());
    for tail in ["007", "0007", "00 00 07", "+33 1 99 00 00 07", "0033199000007", "01 99 00 00 07"]
    {
        assert_eq!(found(&store, tail), ["Point de contact"], "{tail}");
    }
    for tail in ["", "07", "x", "1007", "133199000007"] {
        assert_eq!(found(&store, tail), [] as [&str; 0], "{tail}");
    }
    let mut desk = Desk::new(2);
    let (_, more) = with_channel(&relisted(&[]), ChannelKind::Fax, "+999330100007");
    let more = desk.seal(Some(entities[4]), &[], &more);
    append(&mut store, &[more]);
    // The one in use before the one that was closed.
    assert_eq!(found(&store, "0007"), ["Point de contact", "Ancien point"]);
}

#[test]
fn requests_follow_what_contacts_of_their_partner_tell_and_no_try_moves_them() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let mut desk = Desk::new(1);
    let (french, first) = desk.open(&[("partner", "FR"), ("summary", "s")]);
    let (german, second) = desk.open(&[("partner", "DE"), ("summary", "s")]);
    append(&mut store, &[first, second]);
    let mut with = project();
    let mut add = |store: &mut Store, entries: &[Entry], projected: usize, what: &str| {
        let before = with.requests;
        store.append(entries, &[], start(), &mut with).unwrap();
        assert_eq!(with.requests - before, projected, "{what}");
        let report = store.verify(true, SHARE, &mut project()).unwrap();
        assert_eq!(report.problems, [], "{what}");
    };
    let summary = |store: &Store, of| store.view(of).unwrap().unwrap().summary;

    let fact = listed("FR", "Point", &[("domains", "example.org")]);
    let (number, fact) = with_channel(&fact, ChannelKind::Phone, "+33199000007");
    let (contact, entry) = opened_contact(&mut desk, &fact);
    add(&mut store, std::slice::from_ref(&entry), 1, "a contact with a domain");
    assert_eq!(summary(&store, french), "s [example.org]");
    assert_eq!(summary(&store, german), "s");

    let try_ = desk.seal(Some(contact), &[], &tried(number, Outcome::Busy));
    add(&mut store, &[try_], 0, "a try");
    let (_, same) =
        opened_contact(&mut desk, &listed("FR", "Another", &[("domains", "example.org")]));
    add(&mut store, &[same], 0, "the same domain again");
    let moved = desk.seal(Some(contact), &[id(&entry)], &relisted(&[("state", "DE")]));
    add(
        &mut store,
        std::slice::from_ref(&moved),
        1,
        "another State: the other tells the first still",
    );
    assert_eq!(summary(&store, german), "s [example.org]");
    let closed = relisted(&[("closed", "2026-01-01")]);
    let closed = desk.seal(Some(contact), &[], &closed);
    add(&mut store, &[closed], 1, "closed");
    assert_eq!(summary(&store, german), "s");
    let hash = store.state_hash().unwrap();
    assert_eq!(store.rebuild(&mut project()).unwrap(), hash);
    assert_eq!(summary(&store, french), "s [example.org]");
}

#[test]
fn a_rebuild_projects_each_request_once() {
    let (_place, mut store, ..) = directory();
    append(&mut store, &some_entries_of(2));
    let (_, entry) =
        opened_contact(&mut Desk::new(3), &listed("FR", "P", &[("domains", "example.net")]));
    append(&mut store, &[entry]);
    let mut with = project();
    store.rebuild(&mut with).unwrap();
    assert_eq!(with.requests as u64, store.count_requests().unwrap());
}

#[test]
fn a_projection_of_contacts_that_was_meddled_with_is_named_and_made_anew() {
    let (_place, mut store, ..) = directory();
    append(&mut store, &some_entries_of(2));
    let (_, entry) =
        opened_contact(&mut Desk::new(3), &listed("FR", "P", &[("domains", "example.net")]));
    append(&mut store, &[entry]);
    let hash = store.state_hash().unwrap();
    for (sql, said) in [
        ("UPDATE contact SET doc = replace(doc, '0007', '0008')", "out of date"),
        ("UPDATE contact SET hash = 'x'", "differs"),
        ("UPDATE contact SET closed = 1", "filed under"),
        ("UPDATE contact SET state = 'DE'", "filed under"),
        ("UPDATE contact SET sort = ''", "filed under"),
        ("UPDATE digits SET reversed = '123'", "filed under"),
        ("DELETE FROM digits", "filed under"),
        ("DELETE FROM tells", "filed under"),
        ("DELETE FROM asks", "filed under"),
        ("UPDATE known SET doc = 'example.com'", "what contacts tell"),
        ("DELETE FROM known", "what contacts tell"),
        ("DELETE FROM contact WHERE state = 'DE'", "differs"),
        (
            "INSERT INTO contact VALUES (99, zeroblob(16), 'FR-XXXX', 'FR', 0, 0, '', '', x'', '{}')",
            "FR-XXXX: shown, but not in the record",
        ),
        ("UPDATE entry SET kind = 'contact.try' WHERE kind = 'contact.open'", "other values"),
    ] {
        store.conn.execute_batch(&format!("SAVEPOINT s; {sql};")).unwrap();
        let report = store.verify(true, SHARE, &mut project()).unwrap();
        assert!(report.problems.iter().any(|p| p.what.contains(said)), "{sql}: {report:?}");
        store.conn.execute_batch("ROLLBACK TO s; RELEASE s").unwrap();
    }
    store.conn.execute_batch("DELETE FROM digits; DELETE FROM known; DELETE FROM contact").unwrap();
    assert_eq!(store.rebuild(&mut project()).unwrap(), hash);
    assert_eq!(store.verify(true, SHARE, &mut project()).unwrap().problems, []);
    assert_eq!(store.contacts_by_digits("0007").unwrap().len(), 1);
    assert_eq!(store.contacts_matching(&words("nanterre"), 9).unwrap().len(), 1);
}

#[test]
fn tests_of_channels_are_numbered_apart_and_found_by_their_own_number() {
    let (_place, mut store) = filled();
    let mut desk = Desk::new(2);
    let mut fact = opened(7, &[("partner", "FR")]);
    if let Fact::Opened(opened) = &mut fact {
        opened.reference = Reference::in_series("MA", 2026, "P", 7);
    }
    let entry = desk.seal(None, &[], &fact);
    append(&mut store, &[entry]);
    let one = |text: &str| match store.find(text).unwrap().as_slice() {
        [(_, reference)] => reference.clone(),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(one("7"), Reference::new("MA", 2026, 7).as_str());
    for text in ["p7", "P00007", "MA-2026-P", "ma-2026-p00007"] {
        assert_eq!(one(text), Reference::in_series("MA", 2026, "P", 7).as_str(), "{text}");
    }
    let mut drawn = None;
    let mut look = |own: &crate::store::OwnLog<'_>| {
        drawn = Some(["", "P", "X"].map(|series| own.highest_number(series, 2026, |_| true)));
        Vec::new()
    };
    store.append_own(([1; 32], 1), &mut look, &[], &mut project()).unwrap();
    assert_eq!(drawn, Some([Some(12), Some(7), None]));
}

/// Everything that a look-up may be shown.
fn all_documents(store: &Store) -> Vec<String> {
    let sql = "SELECT doc || hash FROM contact UNION SELECT doc || more || hash FROM shown
               JOIN request ON request.row = shown.request
               UNION SELECT key || doc FROM known UNION SELECT reversed || channel FROM digits
               ORDER BY 1";
    let mut query = store.conn.prepare(sql).unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

static ALL: LazyLock<Vec<Entry>> = LazyLock::new(contacts_and_requests);

fn contacts_and_requests() -> Vec<Entry> {
    let (mut desk, mut other) = (Desk::new(1), Desk::new(2));
    let (entities, number, mut all) = some_contacts(&mut desk);
    all.extend(some_entries_of(3).into_iter().take(9));
    for (n, entity) in entities.iter().enumerate() {
        let domain = format!("{n}.example.org");
        let opened = id(&all[n]);
        let set = relisted(&[("domains", &domain), ("city", "Lyon")]);
        all.push(desk.seal(Some(*entity), &[opened], &set));
        // Another desk writes at the same time, having seen the opening alone.
        all.push(other.seal(Some(*entity), &[opened], &relisted(&[("city", "Nice")])));
    }
    let (fresh, set) = with_channel(&relisted(&[]), ChannelKind::Phone, "+33199000008");
    all.push(other.seal(Some(entities[0]), &[], &set));
    all.push(other.seal(Some(entities[0]), &[], &tried(fresh, Outcome::Refused)));
    all.push(desk.seal(Some(entities[0]), &[], &tried(number, Outcome::NoAnswer)));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_the_order_of_arrival_all_desks_show_the_same(
        order in Just((0..ALL.len()).collect::<Vec<_>>()).prop_shuffle(),
        part in 1_usize..9,
    ) {
        let all = &*ALL;
        let (one, two) = (place(), place());
        let mut expected = Store::create(&one.file).unwrap();
        append(&mut expected, all);
        let mut store = Store::create(&two.file).unwrap();
        let shuffled: Vec<Entry> = order.iter().map(|&n| all[n].clone()).collect();
        for some in shuffled.chunks(part) {
            append(&mut store, some);
        }
        prop_assert_eq!(store.state_hash().unwrap(), expected.state_hash().unwrap());
        prop_assert_eq!(all_documents(&store), all_documents(&expected));
        prop_assert_eq!(&store.verify(true, SHARE, &mut project()).unwrap().problems, &[]);
        let told: BTreeSet<_> = store.contacts().unwrap().into_iter().map(|c| c.id).collect();
        prop_assert_eq!(told.len(), 4);
    }
}
