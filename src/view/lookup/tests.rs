use std::sync::Arc;

use super::*;
use crate::domain::directory::{ChannelKind, Role};
use crate::view::Label;
use crate::view::directory::{ChannelView, ContactView};

fn state(
    codes: (&str, &str),
    en: &str,
    fr: &str,
    ar: &str,
    capital: &str,
    calling: &str,
) -> StateView {
    StateView {
        code: codes.0.into(),
        alpha3: codes.1.into(),
        name: Label { en: en.into(), fr: fr.into(), ar: Some(ar.into()) },
        capital: capital.into(),
        calling_code: calling.into(),
        ..StateView::default()
    }
}

fn contact(id: &str, name: &str, acronym: &str, role: Role, numbers: &[&str]) -> Arc<ContactView> {
    let channel = |number: &&str| ChannelView {
        kind: ChannelKind::Phone,
        value: (*number).into(),
        ..ChannelView::default()
    };
    Arc::new(ContactView {
        id: id.into(),
        state: id[..2].into(),
        name: Label::plain(name),
        acronym: acronym.into(),
        roles: vec![role],
        channels: numbers.iter().map(channel).collect(),
        ..ContactView::default()
    })
}

fn directory() -> Directory {
    let states = [
        state(
            ("CI", "CIV"),
            "Côte d’Ivoire",
            "Côte d’Ivoire",
            "كوت ديفوار",
            "Yamoussoukro",
            "+225",
        ),
        state(("DE", "DEU"), "Germany", "Allemagne", "ألمانيا", "Berlin", "+49"),
        state(("FR", "FRA"), "France", "France", "فرنسا", "Paris", "+33"),
        state(("GB", "GBR"), "United Kingdom", "Royaume-Uni", "المملكة المتحدة", "London", "+44"),
        state(
            ("GF", "GUF"),
            "French Guiana",
            "Guyane française",
            "غويانا الفرنسية",
            "Cayenne",
            "+594",
        ),
        state(("GR", "GRC"), "Greece", "Grèce", "اليونان", "Athens", "+30"),
        state(("MA", "MAR"), "Morocco", "Maroc", "المغرب", "Rabat", "+212"),
        state(
            ("US", "USA"),
            "United States of America",
            "États-Unis",
            "الولايات المتحدة",
            "Washington",
            "+1",
        ),
    ];
    let contacts = vec![
        contact("DE-0001", "Duty Desk of Invented Police", "DDIP", Role::Art35, &["+493023125110"]),
        contact("FR-0001", "Bureau inventé", "BIV", Role::Art35, &["+33199004410", "+33199000007"]),
        contact("FR-0002", "NCB Paris", "", Role::Ncb, &[]),
        contact("US-0001", "Section of Frauds", "OFR", Role::G7, &["+12025550144"]),
    ];
    let mut states = states;
    states[3].aliases = vec!["UK".into()];
    Directory { states: states.map(Arc::new).to_vec(), contacts }
}

/// Codes of States and ids of contacts, the best first.
fn found(query: &str) -> Vec<String> {
    let directory = directory();
    let index = Index::new(&directory);
    let named = |hit: Hit| match (hit.state, hit.contact) {
        (Some(at), None) => directory.states[at].code.clone(),
        (None, Some(at)) => directory.contacts[at].id.clone(),
        both => panic!("{both:?}"),
    };
    index.find(&directory, query, 50).into_iter().map(named).collect()
}

#[test]
fn the_better_ways_to_match_come_first_and_a_state_brings_its_contacts() {
    // Code, then names that begin so, then contacts with words that do.
    assert_eq!(found("fr"), ["FR", "FR-0001", "FR-0002", "GF", "US-0001", "CI"][..5]);
    assert_eq!(found("FRA"), ["FR", "FR-0001", "FR-0002", "GF", "US-0001"]);
    // A word of the State's name.
    assert_eq!(found("kingdom"), ["GB"]);
    assert_eq!(found("biv"), ["FR-0001"]);
    assert_eq!(found("berlin")[..2], ["DE", "DE-0001"]);
}

#[test]
fn a_state_answers_in_three_languages_with_accents_and_case_aside() {
    for (query, code) in [
        ("allemagne", "DE"),
        ("ALLEM", "DE"),
        ("cote d'iv", "CI"),
        ("CÔTE D’IVOIRE", "CI"),
        ("etats", "US"),
        ("royaume uni", "GB"),
        ("المغرب", "MA"),
        ("مغرب", "MA"),
        ("المغ", "MA"),
        ("المانيا", "DE"),
        ("الفرنسا", "FR"),
        ("مملكة", "GB"),
        ("+212", "MA"),
        ("33", "FR"),
        ("uk", "GB"),
    ] {
        assert_eq!(found(query).first().map(String::as_str), Some(code), "{query}");
    }
}

#[test]
fn every_word_must_begin_a_word_of_the_contact_or_of_its_state() {
    assert_eq!(found("ncb par"), ["FR-0002"]);
    assert_eq!(found("france ncb"), ["FR-0002"]);
    assert_eq!(found("فرنسا ncb"), ["FR-0002"]);
    assert_eq!(found("ger desk"), ["DE-0001"]);
    assert_eq!(found("ncb berlin"), Vec::<String>::new());
    assert_eq!(found("fr-0002")[0], "FR-0002");
}

#[test]
fn a_part_inside_a_word_is_found_last() {
    assert_eq!(found("vented"), ["DE-0001"]);
    assert_eq!(found("oroc"), ["MA"]);
}

#[test]
fn digits_find_numbers_by_their_end_and_then_anywhere() {
    assert_eq!(found("4410"), ["FR-0001"]);
    assert_eq!(found("0144"), ["US-0001"]);
    assert_eq!(found("99 00"), ["FR-0001"]);
    assert_eq!(found("00 33 1 99 00 44 10"), ["FR-0001"]);
    assert_eq!(found("01 99 00 44 10"), ["FR-0001"]);
    // By its end before elsewhere.
    assert_eq!(found("110"), ["DE-0001"]);
    assert_eq!(found("99999"), Vec::<String>::new());
}

#[test]
fn nothing_typed_gives_the_states_with_contacts_in_order() {
    let all = ["DE", "DE-0001", "FR", "FR-0001", "FR-0002", "US", "US-0001"];
    assert_eq!(found(""), all);
    assert_eq!(found(" -’ "), all);
}

#[test]
fn nobody_comes_twice_and_no_more_than_asked() {
    let directory = directory();
    let index = Index::new(&directory);
    for query in ["", "f", "fr", "a", "0", "199", "u s", "ال", "ن"] {
        for limit in [0, 1, 3, 50] {
            let hits = index.find(&directory, query, limit);
            assert!(hits.len() <= limit);
            for (at, hit) in hits.iter().enumerate() {
                assert!(!hits[..at].contains(hit), "{query}: {hit:?} twice");
            }
        }
    }
}

#[test]
fn an_index_of_another_directory_points_nowhere() {
    let index = Index::new(&directory());
    let mut smaller = directory();
    smaller.contacts.truncate(1);
    smaller.states.truncate(2);
    for query in ["fr", "4410", "", "ncb"] {
        for hit in index.find(&smaller, query, 50) {
            assert!(hit.state.is_none_or(|at| at < 2) && hit.contact.is_none_or(|at| at < 1));
        }
    }
}
