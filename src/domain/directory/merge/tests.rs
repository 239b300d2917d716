use proptest::prelude::*;

use super::super::{Outcome, Try, canonical::canonical};
use super::*;
use crate::domain::{AuthorKey, EntryId, Hlc};
use jiff::Timestamp;

const ENTITY: EntityId = EntityId([1; 16]);
const A: &str = "+999330100";
const B: &str = "+999330101";
const C: &str = "+999330102";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn id(value: &str) -> ChannelId {
    channel_id(ChannelKind::Phone, value)
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

fn phone(value: &str, replaces: Option<&str>) -> Fields {
    let mut fields = Fields::from([
        (channel_key(id(value), "type"), "phone".to_owned()),
        (channel_key(id(value), "value"), value.to_owned()),
    ]);
    if let Some(old) = replaces {
        fields.insert(channel_key(id(value), "replaces"), id(old).to_string());
    }
    fields
}

fn entry(n: u8, author: u8, second: i64, refs: &[u8], fact: ContactFact) -> Recorded {
    Recorded {
        id: EntryId([n; 32]),
        author: AuthorKey([author; 32]),
        hlc: Hlc { ms: (1_790_000_000 + second) as u64 * 1000, tick: 0 },
        entity: ENTITY,
        refs: refs.iter().map(|r| EntryId([*r; 32])).collect(),
        officer: format!("officer {author}"),
        desk: format!("desk-{author}"),
        at: at(second),
        fact: Fact::Contact(fact),
    }
}

/// A contact with number A, opened at second 0.
fn opened() -> Recorded {
    let mut all = fields(&[("state", "FR"), ("role", "art35"), ("name", "Desk")]);
    all.extend(phone(A, None));
    entry(1, 1, 0, &[], ContactFact::Opened(all))
}

fn set(n: u8, author: u8, second: i64, refs: &[u8], fields: Fields) -> Recorded {
    entry(n, author, second, refs, ContactFact::Set(fields))
}

fn tried(n: u8, second: i64, value: &str, outcome: Outcome) -> Recorded {
    let (request, note) = (None, String::new());
    let fact = Try { channel: id(value), outcome, at: at(second), request, note };
    entry(n, 1, second, &[], ContactFact::Tried(fact))
}

fn fold(entries: &[Recorded]) -> Contact {
    replay(ENTITY, entries).unwrap()
}

fn standing(contact: &Contact, value: &str) -> Standing {
    contact.channel(id(value)).unwrap().standing
}

#[test]
fn nothing_is_a_contact_before_its_opening() {
    assert_eq!(replay(ENTITY, &[set(2, 1, 1, &[], phone(B, None))]), None);
    assert!(replay(EntityId([9; 16]), &[opened()]).is_none());
}

#[test]
fn it_was_opened_first_and_changed_last() {
    let contact = fold(&[tried(3, 30, A, Outcome::Busy), opened(), set(2, 2, 9, &[], fields(&[]))]);
    assert_eq!((contact.opened, contact.changed), (at(0), at(30)));
}

#[test]
fn two_desks_that_add_one_number_hold_one_channel() {
    let contact =
        fold(&[opened(), set(2, 2, 5, &[], phone(B, None)), set(3, 3, 5, &[], phone(B, None))]);
    assert_eq!(contact.channels.len(), 2);
    assert_eq!(contact.fields.values().filter(|register| register.in_conflict()).count(), 0);
}

#[test]
fn concurrent_values_stay_beside_each_other_until_one_write_names_both() {
    let mut entries = vec![
        opened(),
        set(2, 2, 5, &[1], fields(&[("name", "West")])),
        set(3, 3, 6, &[1], fields(&[("name", "East")])),
    ];
    let contact = fold(&entries);
    assert_eq!(contact.field("name"), "East");
    assert!(contact.fields["name"].in_conflict());
    entries.push(set(4, 1, 9, &[2, 3], fields(&[("name", "Both")])));
    let contact = fold(&entries);
    assert_eq!(contact.field("name"), "Both");
    assert!(!contact.fields["name"].in_conflict());
}

#[test]
fn a_new_number_waits_until_it_is_proved_and_the_old_one_stays() {
    let mut entries = vec![opened(), set(2, 1, 5, &[], phone(B, Some(A)))];
    let contact = fold(&entries);
    assert_eq!(standing(&contact, A), Standing::InUse);
    assert_eq!(standing(&contact, B), Standing::Pending);
    assert!(contact.is_trusted(id(A)) && !contact.is_trusted(id(B)));
    for (n, outcome) in [(3, Outcome::NoAnswer), (4, Outcome::Busy), (5, Outcome::Bounced)] {
        entries.push(tried(n, 10, B, outcome));
        assert_eq!(standing(&fold(&entries), B), Standing::Pending, "{outcome:?}");
    }
    for outcome in [Outcome::Answered, Outcome::Replied, Outcome::Refused, Outcome::Verified] {
        let mut entries = entries.clone();
        entries.push(tried(6, 11, B, outcome));
        let contact = fold(&entries);
        assert_eq!(standing(&contact, A), Standing::Replaced, "{outcome:?}");
        assert_eq!(standing(&contact, B), Standing::InUse, "{outcome:?}");
    }
}

#[test]
fn a_wrong_number_gives_the_old_one_back() {
    let mut entries = vec![
        opened(),
        set(2, 1, 5, &[], phone(B, Some(A))),
        tried(3, 10, B, Outcome::Answered),
        tried(4, 20, B, Outcome::Wrong),
    ];
    let contact = fold(&entries);
    assert_eq!(standing(&contact, A), Standing::InUse);
    assert_eq!(standing(&contact, B), Standing::Pending);
    assert!(contact.proof(id(B)).is_none());
    assert_eq!(contact.wrong(id(B)).map(|t| t.tried.at), Some(at(20)));
    entries.push(tried(5, 30, B, Outcome::Answered));
    let contact = fold(&entries);
    assert_eq!(standing(&contact, B), Standing::InUse);
    assert!(contact.wrong(id(B)).is_none());
}

#[test]
fn a_wrong_number_in_use_is_not_trusted_although_it_was_proved() {
    let contact = fold(&[
        opened(),
        tried(2, 10, A, Outcome::Verified),
        tried(3, 11, A, Outcome::Wrong),
        tried(4, 12, A, Outcome::Busy),
    ]);
    assert_eq!(standing(&contact, A), Standing::InUse, "there is no other");
    assert!(!contact.is_trusted(id(A)));
    // At one instant the wrong number counts.
    let contact =
        fold(&[opened(), tried(2, 10, A, Outcome::Wrong), tried(3, 10, A, Outcome::Answered)]);
    assert!(!contact.is_trusted(id(A)));
}

#[test]
fn a_chain_of_replacements_settles_whichever_is_proved() {
    let chain =
        [opened(), set(2, 1, 5, &[], phone(B, Some(A))), set(3, 1, 6, &[], phone(C, Some(B)))];
    let stands = |proofs: &[(&str, i64)]| {
        let mut entries = chain.to_vec();
        let proofs = (4..).zip(proofs);
        entries.extend(proofs.map(|(n, (value, s))| tried(n, *s, value, Outcome::Answered)));
        let contact = fold(&entries);
        [A, B, C].map(|value| standing(&contact, value))
    };
    use Standing::{InUse, Pending, Replaced};
    assert_eq!(stands(&[]), [InUse, Pending, Pending]);
    assert_eq!(stands(&[(B, 10)]), [Replaced, InUse, Pending]);
    assert_eq!(stands(&[(C, 10)]), [Replaced, Replaced, InUse]);
    assert_eq!(stands(&[(B, 10), (C, 11)]), [Replaced, Replaced, InUse]);
    assert_eq!(stands(&[(C, 10), (B, 11)]), [Replaced, Replaced, InUse]);
}

#[test]
fn a_new_number_that_is_closed_gives_the_old_one_back() {
    let close = Fields::from([(channel_key(id(B), "closed"), "2026-11-21".to_owned())]);
    let contact = fold(&[
        opened(),
        set(2, 1, 5, &[], phone(B, Some(A))),
        tried(3, 10, B, Outcome::Answered),
        set(4, 1, 12, &[], close),
    ]);
    assert_eq!(standing(&contact, B), Standing::Closed);
    assert_eq!(standing(&contact, A), Standing::InUse);
}

#[test]
fn numbers_that_replace_each_other_or_themselves_are_all_in_use() {
    let own = fold(&[opened(), set(2, 1, 5, &[], phone(B, Some(B)))]);
    assert_eq!(standing(&own, B), Standing::InUse);
    let circle = fold(&[
        opened(),
        set(2, 1, 5, &[], phone(B, Some(A))),
        set(3, 2, 5, &[], phone(A, Some(B))),
        tried(4, 9, A, Outcome::Answered),
    ]);
    assert_eq!(standing(&circle, A), Standing::InUse);
    assert_eq!(standing(&circle, B), Standing::InUse);
    let onto = fold(&[
        opened(),
        set(2, 1, 5, &[], phone(B, Some(A))),
        set(3, 2, 5, &[], phone(A, Some(B))),
        set(4, 2, 6, &[], phone(C, Some(A))),
        tried(5, 9, C, Outcome::Answered),
    ]);
    let stands = [A, B, C].map(|value| standing(&onto, value));
    assert_eq!(stands, [Standing::Replaced, Standing::InUse, Standing::InUse]);
}

#[test]
fn a_proof_from_before_it_was_named_as_the_new_number_does_not_count() {
    let mut entries = vec![
        opened(),
        set(2, 1, 5, &[], phone(B, None)),
        tried(3, 10, B, Outcome::Answered),
        set(4, 1, 20, &[], phone(B, Some(A))),
    ];
    assert_eq!(standing(&fold(&entries), A), Standing::InUse);
    assert_eq!(standing(&fold(&entries), B), Standing::Pending);
    entries.push(tried(5, 20, B, Outcome::Answered));
    assert_eq!(standing(&fold(&entries), B), Standing::InUse);
}

#[test]
fn a_replacement_of_a_channel_that_is_not_there_is_simply_in_use() {
    let contact = fold(&[opened(), set(2, 1, 5, &[], phone(B, Some(C)))]);
    assert_eq!(standing(&contact, B), Standing::InUse);
}

#[test]
fn no_entry_puts_another_number_in_the_place_of_a_channel() {
    let key = |field: &str| channel_key(id(A), field);
    let forged = [
        Fields::from([(key("value"), B.to_owned())]),
        Fields::from([(key("value"), B.to_owned()), (key("type"), "phone".to_owned())]),
        Fields::from([(key("type"), "email".to_owned())]),
        Fields::from([(key("value"), String::new())]),
    ];
    for fields in forged {
        let mut fields = fields;
        fields.insert(key("label"), "kept".to_owned());
        let contact = fold(&[opened(), set(2, 2, 5, &[1], fields)]);
        let channel = contact.channel(id(A)).unwrap();
        assert_eq!((channel.value.as_str(), channel.kind), (A, ChannelKind::Phone));
        assert_eq!(contact.channel_field(id(A), "label"), "kept");
    }
}

#[test]
fn the_order_of_preference_is_the_one_that_was_written() {
    let mut second = phone(B, None);
    second.insert(channel_key(id(B), "order"), "1".to_owned());
    let contact = fold(&[opened(), set(2, 1, 5, &[], second)]);
    let values: Vec<&str> = contact.channels.iter().map(|c| c.value.as_str()).collect();
    assert_eq!(values, [B, A]);
}

#[test]
fn a_newer_program_may_write_what_this_one_counts_and_does_not_touch() {
    let unknown = Recorded {
        fact: Fact::Unknown { kind: "contact.merge".to_owned(), critical: true },
        ..set(2, 1, 5, &[], Fields::new())
    };
    let contact = fold(&[opened(), unknown]);
    assert!(contact.read_only);
    assert_eq!(contact.unknown_facts, 1);
}

fn any_fact() -> impl Strategy<Value = ContactFact> {
    let number = || prop::sample::select(vec![A, B, C]);
    let word = prop::sample::select(vec!["x", "y", ""]);
    let key = prop::sample::select(vec!["name", "city", "closed", "role"]);
    let of_channel = prop::sample::select(vec!["label", "closed", "order"]);
    let outcome = prop::sample::select(Outcome::ALL.to_vec());
    prop_oneof![
        (key, word.clone()).prop_map(|(k, v)| ContactFact::Set(fields(&[(k, v)]))),
        (number(), of_channel, word).prop_map(|(number, key, value)| {
            ContactFact::Set(Fields::from([(channel_key(id(number), key), value.to_owned())]))
        }),
        (number(), prop::option::of(number()))
            .prop_map(|(new, old)| ContactFact::Set(phone(new, old))),
        (number(), outcome, 0_i64..20).prop_map(|(number, outcome, second)| {
            let (request, note) = (None, String::new());
            let channel = id(number);
            ContactFact::Tried(Try { channel, outcome, at: at(second), request, note })
        }),
    ]
}

/// Entries 2… with refs to earlier ones.
fn any_entries() -> impl Strategy<Value = Vec<Recorded>> {
    let one =
        (any_fact(), 1_u8..4, 0_i64..20, prop::collection::vec(any::<prop::sample::Index>(), 0..3));
    prop::collection::vec(one, 0..16).prop_map(|parts| {
        let mut entries = vec![opened()];
        for (i, (fact, author, second, refs)) in parts.into_iter().enumerate() {
            let n = i as u8 + 2;
            let refs: Vec<u8> = refs.iter().map(|r| 1 + r.index(n as usize - 1) as u8).collect();
            entries.push(entry(n, author, second, &refs, fact));
        }
        entries
    })
}

/// Deterministic for a seed.
fn shuffled(mut entries: Vec<Recorded>, seed: u64) -> Vec<Recorded> {
    let mut state = seed | 1;
    for i in (1..entries.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        entries.swap(i, (state >> 33) as usize % (i + 1));
    }
    entries
}

/// Entries whose refs are all there, chosen by the bits of `choice`; the opening always is.
fn closed_subset(entries: &[Recorded], choice: u32) -> Vec<Recorded> {
    let mut kept: Vec<Recorded> = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let held = |id: &EntryId| kept.iter().any(|e| e.id == *id);
        if (i == 0 || choice >> (i % 32) & 1 == 1) && entry.refs.iter().all(held) {
            kept.push(entry.clone());
        }
    }
    kept
}

proptest! {
    #[test]
    fn the_order_of_arrival_and_repetition_change_nothing(
        entries in any_entries(),
        seed in any::<u64>(),
        choice in any::<u32>(),
    ) {
        for entries in [closed_subset(&entries, choice), entries] {
            let straight = fold(&entries);
            let mut more = entries.clone();
            more.extend(entries.iter().filter(|e| e.id.0[0] % 2 == 0).cloned());
            let other = fold(&shuffled(more, seed));
            prop_assert_eq!(&straight, &other);
            prop_assert_eq!(canonical(&straight), canonical(&other));
        }
    }

    #[test]
    fn nothing_written_is_lost(entries in any_entries()) {
        let contact = fold(&entries);
        for entry in &entries {
            match &entry.fact {
                Fact::Contact(ContactFact::Set(values)) => for key in values.keys() {
                    let heads = &contact.fields[key].heads;
                    let is_head = heads.iter().any(|head| head.entry == entry.id);
                    let named = entries.iter().any(|e| e.refs.contains(&entry.id));
                    prop_assert!(is_head || named, "a write vanished without being replaced");
                },
                Fact::Contact(ContactFact::Tried(_)) => {
                    prop_assert!(contact.tries.iter().any(|t| t.entry == entry.id));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn somebody_can_always_be_called(entries in any_entries()) {
        let contact = fold(&entries);
        let usable = |s: Standing| matches!(s, Standing::InUse | Standing::Pending);
        let all_closed = contact.channels.iter().all(|c| c.standing == Standing::Closed);
        prop_assert!(all_closed || contact.channels.iter().any(|c| usable(c.standing)));
        for channel in &contact.channels {
            // What was replaced was replaced by one in use that is proved.
            if channel.standing == Standing::Replaced {
                let proved = |c: &Channel| contact.proof(c.id).is_some();
                let mut in_use = contact.channels.iter().filter(|c| c.standing == Standing::InUse);
                prop_assert!(in_use.any(proved));
            }
            if channel.standing == Standing::Pending {
                prop_assert!(channel.replaces.is_some());
            }
        }
    }

    #[test]
    fn desks_that_differ_say_so(entries in any_entries()) {
        let whole = fold(&entries);
        for n in 1..entries.len() {
            let mut fewer = entries.clone();
            let gone = fewer.remove(n);
            // A write that a later one replaced leaves no trace in the state, by design.
            if !entries.iter().any(|e| e.refs.contains(&gone.id)) && gone.refs.is_empty() {
                prop_assert_ne!(canonical(&whole), canonical(&fold(&fewer)));
            }
        }
    }
}
