use std::collections::BTreeSet;

use super::*;
use crate::catalogue;
use crate::text::explain;

#[test]
fn every_event_and_rule_of_the_catalogue_has_words() {
    let catalogue = catalogue::load(&[]).unwrap();
    let mut events: BTreeSet<&str> = ["request_opened", "request_received"].into();
    for workflow in catalogue.workflows.values() {
        let states = workflow.states.iter().flat_map(|state| &state.emits);
        let steps = workflow.steps.iter().flat_map(|step| &step.emits);
        events.extend(states.chain(steps).map(String::as_str));
    }
    let kinds = catalogue.kinds.values().flat_map(|kind| &kind.clocks);
    let mut rules: BTreeSet<&str> = BTreeSet::new();
    for clock in kinds.chain(&catalogue.common_clocks) {
        rules.insert(&clock.rule);
        events.insert(&clock.anchor);
        events.extend(clock.fallback_anchor.as_deref());
        events.extend(clock.stops.iter().map(String::as_str));
    }
    for text in [&explain::EN, &explain::FR] {
        let known = |table: &[(&str, &str)], word: &str| table.iter().any(|(key, _)| *key == word);
        let missing = |words: &BTreeSet<&str>, table| {
            words
                .iter()
                .filter(|word| !known(table, word))
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        let none: Vec<String> = Vec::new();
        assert_eq!(missing(&events, text.events), none, "events");
        assert_eq!(missing(&rules, text.rules), none, "rules");
    }
}

#[test]
fn the_language_is_known_before_the_words_are_read() {
    let of = |args: &[&str]| early_lang(&args.iter().map(OsString::from).collect::<Vec<_>>());
    assert_eq!(of(&["vigie", "queue", "--lang", "fr"]), Lang::Fr);
    assert_eq!(of(&["vigie", "--lang=fr"]), Lang::Fr);
}
