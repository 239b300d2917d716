use proptest::prelude::*;

use super::*;
use crate::domain::catalogue::{Attention, StateRule, StepRule};
use crate::domain::{Audience, AuthorKey, Direction, Hlc, Opened, Reference};

const ENTITY: EntityId = EntityId([1; 16]);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn table() -> Workflow {
    let state = |id: &str, attention, closed| StateRule {
        id: id.to_owned(),
        attention,
        closed,
        ..StateRule::default()
    };
    let step = |from: &[&str], to: &str| StepRule {
        from: from.iter().map(|s| s.to_string()).collect(),
        to: to.to_owned(),
        ..StepRule::default()
    };
    Workflow {
        id: "w".to_owned(),
        version: 1,
        states: vec![
            state("received", Attention::Open, false),
            state("taken", Attention::Taken, false),
            state("answered", Attention::Answered, false),
            state("closed", Attention::Closed, true),
        ],
        steps: vec![
            step(&["received"], "taken"),
            step(&["taken", "received"], "answered"),
            step(&["answered"], "closed"),
            step(&["closed"], "received"),
        ],
    }
}

fn entry(n: u8, author: u8, second: i64, refs: &[u8], fact: Fact) -> Recorded {
    Recorded {
        id: EntryId([n; 32]),
        author: AuthorKey([author; 32]),
        hlc: Hlc { ms: (1_790_000_000 + second) as u64 * 1000, tick: 0 },
        entity: ENTITY,
        refs: refs.iter().map(|r| EntryId([*r; 32])).collect(),
        officer: format!("officer {author}"),
        desk: format!("desk-{author}"),
        at: at(second),
        fact,
    }
}

fn opened() -> Recorded {
    let fields = [("priority", "P3"), ("summary", "first")];
    let fact = Fact::Opened(Opened {
        reference: Reference::new("MA", 2026, 1),
        kind: "k".to_owned(),
        direction: Direction::In,
        workflow: "w".to_owned(),
        workflow_version: 1,
        fields: fields.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect(),
        identifiers: vec![],
        attachments: vec![],
        source: None,
    });
    entry(1, 1, 0, &[], fact)
}

fn set(pairs: &[(&str, &str)]) -> Fact {
    Fact::Set(pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect())
}

fn step(to: &str) -> Fact {
    Fact::Stepped(Step { to: to.to_owned(), at: at(0), ..Step::default() })
}

fn undo(to: &str) -> Fact {
    Fact::Stepped(Step { to: to.to_owned(), at: at(0), undo: true, ..Step::default() })
}

fn fold(entries: &[Recorded]) -> Request {
    let table = table();
    replay(ENTITY, entries, |_, _| Some(&table)).unwrap()
}

#[test]
fn a_later_write_replaces_what_it_names() {
    let request = fold(&[opened(), entry(2, 2, 5, &[1], set(&[("summary", "second")]))]);
    assert_eq!(request.field("summary"), "second");
    assert!(!request.fields["summary"].in_conflict());
    assert_eq!(request.field("priority"), "P3");
}

#[test]
fn concurrent_writes_stay_side_by_side_and_the_safe_one_is_shown() {
    let request = fold(&[
        opened(),
        entry(2, 2, 5, &[1], set(&[("priority", "P1")])),
        entry(3, 3, 9, &[1], set(&[("priority", "P2")])),
    ]);
    assert_eq!(request.field("priority"), "P1");
    let others: Vec<&str> =
        request.fields["priority"].others().map(|head| head.value.as_str()).collect();
    assert_eq!(others, ["P2"]);
}

#[test]
fn a_write_that_names_all_heads_settles_the_conflict() {
    let request = fold(&[
        opened(),
        entry(2, 2, 5, &[1], set(&[("summary", "b")])),
        entry(3, 3, 5, &[1], set(&[("summary", "c")])),
        entry(4, 1, 9, &[2, 3], set(&[("summary", "d")])),
    ]);
    assert_eq!(request.field("summary"), "d");
    assert!(!request.fields["summary"].in_conflict());
}

#[test]
fn equal_concurrent_values_are_no_conflict() {
    let request = fold(&[
        opened(),
        entry(2, 2, 5, &[1], set(&[("summary", "same")])),
        entry(3, 3, 6, &[1], set(&[("summary", "same")])),
    ]);
    assert!(!request.fields["summary"].in_conflict());
}

#[test]
fn two_officers_who_take_one_request_apart_are_both_named() {
    let request = fold(&[
        opened(),
        entry(2, 2, 5, &[], set(&[("owner", "A")])),
        entry(3, 3, 3, &[], set(&[("owner", "B")])),
    ]);
    assert_eq!(request.owners(), ["B", "A"], "the first claim comes first");
}

#[test]
fn a_close_never_hides_a_concurrent_state_that_needs_a_person() {
    let request = fold(&[
        opened(),
        entry(2, 1, 1, &[1], step("answered")),
        entry(3, 2, 2, &[2], step("closed")),
        entry(4, 3, 3, &[2], undo("received")),
    ]);
    assert_eq!(request.state(), "received");
    assert!(request.states_in_conflict());
}

#[test]
fn a_step_is_judged_by_what_its_author_saw() {
    let request = fold(&[
        opened(),
        entry(2, 1, 1, &[1], step("taken")),
        entry(3, 2, 9, &[1], step("closed")),
    ]);
    assert_eq!(request.state(), "taken");
    assert_eq!(request.aside.len(), 1);
    assert_eq!(request.aside[0].why, AsideReason::Refused);
}

#[test]
fn a_step_that_builds_on_an_absent_entry_waits() {
    let step_on_nothing = entry(3, 2, 9, &[7], step("answered"));
    let request = fold(&[opened(), step_on_nothing]);
    assert_eq!(request.state(), "received");
    assert_eq!(request.aside[0].why, AsideReason::Waiting);
}

#[test]
fn an_undone_step_is_void_and_an_undone_undo_is_not() {
    let mut entries =
        vec![opened(), entry(2, 1, 1, &[1], step("taken")), entry(3, 1, 2, &[2], undo("received"))];
    let request = fold(&entries);
    assert_eq!(request.state(), "received");
    assert!(request.passages.iter().any(|p| p.to == "taken" && p.void));
    entries.push(entry(4, 1, 3, &[3], undo("taken")));
    let request = fold(&entries);
    assert_eq!(request.state(), "taken");
    assert!(request.passages.iter().any(|p| p.to == "taken" && !p.undo && !p.void));
}

#[test]
fn a_removal_cannot_take_away_what_its_author_never_saw() {
    let ip = crate::domain::Identifier { value: "192.0.2.7".to_owned(), ..Default::default() };
    let request = fold(&[
        opened(),
        entry(2, 1, 1, &[], Fact::IdentifierAdded(ip.clone())),
        entry(3, 2, 2, &[], Fact::IdentifierAdded(ip)),
        entry(4, 1, 3, &[2], Fact::IdentifierRemoved),
    ]);
    assert_eq!(request.identifiers.len(), 1);
}

#[test]
fn a_struck_note_stays_readable() {
    let note = Fact::Noted { text: "wrong case".to_owned(), audience: Audience::Internal };
    let strike = Fact::Struck { reason: "undo".to_owned() };
    let request = fold(&[opened(), entry(2, 1, 1, &[], note), entry(3, 1, 2, &[2], strike)]);
    assert_eq!(request.notes[0].text, "wrong case");
    assert_eq!(request.notes[0].struck.as_deref(), Some("undo"));
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let word = prop::sample::select(vec!["P1", "P2", "P3", ""]);
    let key = prop::sample::select(vec!["priority", "summary", "owner", "marking"]);
    let state = prop::sample::select(vec!["received", "taken", "answered", "closed", "nowhere"]);
    prop_oneof![
        (key, word).prop_map(|(k, v)| set(&[(k, v)])),
        (state, any::<bool>()).prop_map(|(to, back)| if back { undo(to) } else { step(to) }),
        Just(Fact::Noted { text: "n".to_owned(), audience: Audience::Partner }),
        Just(Fact::IdentifierRemoved),
        Just(Fact::Resumed { clock: "ack".to_owned() }),
        Just(Fact::Struck { reason: "r".to_owned() }),
    ]
}

/// Entries 2… with refs to earlier ones (and now and then to one that never comes).
fn any_entries() -> impl Strategy<Value = Vec<Recorded>> {
    let one =
        (any_fact(), 1_u8..4, 0_i64..20, prop::collection::vec(any::<prop::sample::Index>(), 0..3));
    prop::collection::vec(one, 0..14).prop_map(|parts| {
        let mut entries = vec![opened()];
        for (i, (fact, author, second, refs)) in parts.into_iter().enumerate() {
            let n = i as u8 + 2;
            let refs: Vec<u8> = refs.iter().map(|r| 1 + r.index(n as usize - 1) as u8).collect();
            entries.push(entry(n, author, second, &refs, fact));
        }
        entries
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_and_repetition_change_nothing(
        entries in any_entries(),
        seed in any::<u64>(),
    ) {
        let straight = fold(&entries);
        let mut shuffled = entries.clone();
        shuffled.extend(entries.iter().take(3).cloned());
        let mut state = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(i, (state >> 33) as usize % (i + 1));
        }
        prop_assert_eq!(&straight, &fold(&shuffled));
        let text = crate::domain::canonical::canonical(&straight);
        prop_assert_eq!(text, crate::domain::canonical::canonical(&fold(&shuffled)));
    }

    #[test]
    fn nothing_written_is_lost(entries in any_entries()) {
        let request = fold(&entries);
        for entry in &entries {
            prop_assert!(request.moments.iter().any(|m| m.entry == entry.id));
            if let Fact::Set(values) = &entry.fact {
                for key in values.keys() {
                    let heads = &request.fields[key].heads;
                    let is_head = heads.iter().any(|h| h.entry == entry.id);
                    let named = entries.iter().any(|e| e.refs.contains(&entry.id));
                    prop_assert!(is_head || named, "a write vanished without being replaced");
                }
            }
        }
        prop_assert!(!request.state().is_empty());
    }
}
