//! A State that is parted and joined is the same.

use proptest::prelude::*;

use super::*;

fn route(instrument: &str, since: Option<Date>, theirs: &str, note: &str) -> RouteView {
    let label = |text: &str| Label { en: text.to_owned(), fr: text.to_owned(), ar: None };
    let known = KnownFrom { source: format!("list {theirs}"), ..KnownFrom::default() };
    RouteView {
        instrument: instrument.to_owned(),
        since,
        open_always: theirs == "2010",
        until: since.filter(|_| theirs == "2011"),
        derived: since.is_some(),
        theirs: PartyView { in_force: theirs.to_owned(), known, ..PartyView::default() },
        confidence: if theirs.is_empty() { Confidence::default() } else { Confidence::ALL[0] },
        note: label(note),
        ..RouteView::default()
    }
}

fn rejoined(states: &[StateView]) -> Vec<StateView> {
    let mut shared = Shared::of(states);
    let parted: Vec<_> = states.iter().map(|state| shared.part(state)).collect();
    let text = serde_json::to_string(&parted).unwrap();
    let read: Vec<(Brief, Own)> = serde_json::from_str(&text).unwrap();
    assert_eq!(read, parted);
    read.into_iter().map(|(brief, own)| shared.join(brief, own).unwrap()).collect()
}

fn state(routes: Vec<RouteView>) -> StateView {
    let known = KnownFrom { source: "ISO".to_owned(), ..KnownFrom::default() };
    StateView { code: "FR".to_owned(), known, routes, ..StateView::default() }
}

#[test]
fn what_most_have_is_not_stored_with_each() {
    let usual = || vec![route("a", None, "", ""), route("b", None, "", "")];
    let mut states = vec![state(usual()), state(usual()), state(usual())];
    states[1].routes[1] = route("b", "2018-10-01".parse().ok(), "2018", "note");
    let mut shared = Shared::of(&states);
    let own: Vec<Own> = states.iter().map(|state| shared.part(state).1).collect();
    assert_eq!((own[0].routes.len(), own[1].routes.len(), own[2].routes.len()), (0, 1, 0));
    assert!(own.iter().all(|own| own.whole.is_none()));
    assert_eq!(shared.sources.len(), 2);
    assert_eq!(rejoined(&states), states);
}

#[test]
fn places_that_are_not_there_are_no_state() {
    let states = [state(vec![route("a", None, "", "")])];
    let mut shared = Shared::of(&states);
    let (brief, _) = shared.part(&states[0]);
    let own = |at, source| {
        let theirs = Some(OwnParty { source, party: PartyView::default() });
        let mut own = shared.frames[0].own(&route("a", None, "2018", "")).unwrap().unwrap();
        (own.at, own.theirs) = (at, theirs);
        Own { routes: vec![own], whole: None }
    };
    assert!(shared.join(brief.clone(), own(0, 0)).is_some());
    assert!(shared.join(brief.clone(), own(1, 0)).is_none());
    assert!(shared.join(brief.clone(), own(0, 9)).is_none());
    assert!(shared.brief(Brief { source: 9, ..brief }).is_none());
}

fn some_route() -> impl Strategy<Value = RouteView> {
    let theirs = prop::sample::select(vec!["", "", "", "2010", "2011"]);
    let note = prop::sample::select(vec!["", "", "note", "another"]);
    let since = prop::sample::select(vec![None, "2018-10-01".parse().ok()]);
    (0_u8..9, since, theirs, note).prop_map(|(odd, since, theirs, note)| {
        let mut route = route("a", since, theirs, note);
        match odd {
            0 => route.short = "odd".to_owned(),
            1 => route.ours.signed = "2001".to_owned(),
            2 => route.instrument = "z".to_owned(),
            _ => {}
        }
        route
    })
}

proptest! {
    #[test]
    fn whatever_the_routes_a_state_comes_back_as_it_was(
        states in prop::collection::vec(prop::collection::vec(some_route(), 0..4), 0..6),
    ) {
        let mut states: Vec<StateView> = states.into_iter().map(state).collect();
        for state in &mut states {
            for (at, route) in state.routes.iter_mut().enumerate() {
                route.instrument.push_str(&at.to_string());
            }
        }
        prop_assert_eq!(rejoined(&states), states);
    }
}
