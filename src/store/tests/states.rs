//! States of the catalogue: put, read whole and brief, found by names and words.

use super::fixture::*;
use crate::catalogue;
use crate::store::{Store, StoreErrorKind};
use crate::view::{self, StateView};

const ALL: i64 = 249;
/// Of all tables of States, in bytes of text.
const MOST: i64 = 250_000;

fn real(home: &str) -> Vec<StateView> {
    view::states(&catalogue::load(&[]).unwrap(), home)
}

fn put(states: &[StateView]) -> (Place, Store) {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    store.put_states(states).unwrap();
    (place, store)
}

fn codes(found: Vec<StateView>) -> Vec<String> {
    assert!(found.iter().all(|state| state.routes.is_empty()), "they are brief");
    found.into_iter().map(|state| state.code).collect()
}

fn with_words(store: &Store, query: &str) -> Vec<String> {
    let words: Vec<String> = query.split(' ').map(str::to_owned).collect();
    codes(store.states_with_words(&words).unwrap())
}

fn brief(state: &StateView) -> StateView {
    StateView { routes: Vec::new(), ..state.clone() }
}

#[test]
fn every_state_comes_back_as_it_was_put_and_all_of_them_are_small() {
    for home in ["MA", "FR"] {
        let states = real(home);
        assert_eq!(states.len() as i64, ALL);
        assert!(states.iter().flat_map(|state| &state.routes).any(|route| route.since.is_some()));
        let (_place, store) = put(&states);
        assert_eq!(store.states().unwrap(), states);
        assert_eq!(store.states_brief().unwrap(), states.iter().map(brief).collect::<Vec<_>>());
        for state in &states {
            assert_eq!(store.state(&state.code).unwrap().as_ref(), Some(state));
        }
        let size =
            "SELECT (SELECT sum(octet_length(code) + octet_length(doc) + octet_length(routes))
                            FROM state)
                         + (SELECT sum(octet_length(text) + octet_length(code)) FROM state_name)
                         + (SELECT sum(octet_length(doc)) FROM instrument)
                         + (SELECT sum(octet_length(doc)) FROM provenance)";
        let size: i64 = store.conn.query_row(size, [], |row| row.get(0)).unwrap();
        assert!(size < MOST, "{size}");
    }
}

#[test]
fn putting_states_replaces_all_of_them() {
    let (_place, mut store) = put(&real("MA"));
    let french = real("FR");
    let few: Vec<StateView> = french.iter().take(3).cloned().collect();
    store.put_states(&few).unwrap();
    assert_eq!(store.states().unwrap(), few);
    assert_eq!(with_words(&store, "morocco"), [] as [&str; 0]);
    store.put_states(&[]).unwrap();
    assert_eq!(store.states().unwrap(), []);
    assert_eq!(store.state("FR").unwrap(), None);
}

#[test]
fn a_state_is_found_by_the_beginning_of_a_name_and_by_words_inside_of_it() {
    let (_place, store) = put(&real("MA"));
    let named = |text: &str| codes(store.states_named(text).unwrap());
    assert_eq!(named("moroc"), ["MA"]);
    assert_eq!(named("leone"), [] as [&str; 0], "a word inside begins no name");
    assert!(named("united").len() > 2);
    assert_eq!(named("").len() as i64, ALL);
    assert_eq!(with_words(&store, "states united"), ["US"]);
    assert_eq!(with_words(&store, "leo"), ["SL"]);
    assert_eq!(with_words(&store, "states"), ["FM", "US"]);
    assert_eq!(with_words(&store, "united nobody"), [] as [&str; 0]);
    assert_eq!(with_words(&store, "متحده مملكه"), ["GB"], "without the article");
    assert_eq!(with_words(&store, "المتحده المملكه"), ["GB"], "with it");
    assert_eq!(with_words(&store, "الفرنسا"), ["FR"], "with one that the name has not");
    assert_eq!(codes(store.states_with_words(&[]).unwrap()), [] as [&str; 0]);
}

#[test]
fn states_with_open_contacts_are_told_whole() {
    let states = real("MA");
    let (_place, mut store) = put(&states);
    let mut desk = Desk::new(1);
    let closed = listed("DE", "Ancien", &[("closed", "2025-01-01"), ("closed_reason", "moved")]);
    let entries = [listed("FR", "A", &[]), listed("FR", "B", &[("role", "ncb")]), closed]
        .map(|fact| desk.seal(None, &[], &fact));
    append(&mut store, &entries);
    let france = states.iter().find(|state| state.code == "FR").cloned();
    assert_eq!(store.states_with_contacts().unwrap(), france.into_iter().collect::<Vec<_>>());
    let first = |state| store.first_contact_of(state).unwrap();
    assert_eq!(first("FR").as_ref(), store.contacts_of("FR").unwrap().first());
    assert_eq!(first("FR").unwrap().name.en, "A");
    assert_eq!((first("DE"), first("XX")), (None, None));
}

#[test]
fn states_that_do_not_fit_together_are_damage_and_no_wrong_answer() {
    let (_place, store) = put(&real("MA"));
    store.conn.execute_batch("DELETE FROM provenance").unwrap();
    for failed in [store.state("FR").map(|_| ()), store.states_brief().map(|_| ())] {
        assert!(matches!(failed.unwrap_err().kind, StoreErrorKind::Damaged(_)));
    }
}
