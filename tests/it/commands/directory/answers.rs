//! Answers of the directory to what an officer really types.

use super::*;

fn demo() -> Place {
    let place = Place::empty();
    place.ok(&["demo"]);
    place
}

fn found(place: &Place, query: &str) -> Vec<String> {
    let who = place.json(&["who", query]);
    let results = who["results"].as_array().unwrap().iter();
    let contacts = results.flat_map(|result| result["contacts"].as_array().unwrap());
    contacts.flat_map(|contact| contact["roles"].as_array().unwrap()).map(word).collect()
}

fn word(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[test]
fn roles_are_found_by_their_words_in_both_languages() {
    let place = demo();
    for (query, role) in [
        ("bcn", "ncb"),
        ("ncb", "ncb"),
        ("procureur", "prosecutor"),
        ("parquet", "prosecutor"),
        ("fournisseur", "provider"),
        ("service provider", "provider"),
        ("autorité centrale", "central_authority"),
        ("central authority", "central_authority"),
        ("cert", "csirt"),
    ] {
        let roles = found(&place, query);
        assert!(roles.iter().any(|found| found == role), "{query}: {roles:?}");
    }
    // Budapest stays a city.
    assert_eq!(place.json(&["who", "budapest"])["results"][0]["state"], "HU");
}

#[test]
fn instruments_have_their_short_names_in_the_readers_language() {
    let place = demo();
    let french = place.ok(&["--lang", "fr", "who", "fr"]).out;
    assert!(french.contains("Ouvertes ce jour : Convention de Budapest"), "{french}");
    assert!(!french.contains("Budapest Convention"), "{french}");
    let routes = place.ok(&["--lang", "fr", "routes", "jp"]).out;
    assert!(routes.contains("Deuxième Protocole · pas ouverte"), "{routes}");
    assert!(place.ok(&["who", "fr"]).out.contains("Budapest Convention"));
}

#[test]
fn who_tells_a_source_where_it_is_doubtful_and_show_always() {
    let place = demo();
    let who = place.ok(&["who", "de"]).out;
    assert!(!who.contains("source:") && !who.contains("confidence"), "{who}");
    let list = place.ok(&["directory", "list", "DE"]).out;
    let id = list.split_whitespace().next().unwrap();
    let shown = place.ok(&["directory", "show", id]).out;
    assert!(shown.contains("source: demonstration"), "{shown}");
    place.ok(&["directory", "set", id, "confidence=low"]);
    assert!(place.ok(&["who", "de"]).out.contains("? low confidence"));
}

#[test]
fn a_state_that_does_not_exist_is_no_state_without_contacts() {
    let place = demo();
    for args in [&["directory", "list", "ZZ"][..], &["directory", "export", "--state", "ZZ"]] {
        let said = place.run(args);
        assert_eq!(said.code, 1, "{}", said.err);
        assert!(said.err.contains("“ZZ” names no State."), "{}", said.err);
    }
    assert_eq!(place.ok(&["directory", "list", "HU"]).out, "No contact.\n");
}

#[test]
fn a_value_out_of_a_known_set_is_told_the_set() {
    let place = demo();
    let said = place.run(&["directory", "export", "--format", "foo"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("Give one of csv, vcard, toml."), "{}", said.err);
}

#[test]
fn our_own_cards_come_back_without_a_remark() {
    let place = demo();
    let file = place.dir.path().join("all.vcf");
    let file = file.to_str().unwrap();
    place.ok(&["directory", "export", "--out", file]);
    let said = place.ok(&["directory", "import", file]).out;
    assert!(!said.contains("URL"), "{said}");
    assert!(said.contains("Nothing differs from what is held."), "{said}");
}

#[test]
fn help_without_examples_leaves_no_hole() {
    let place = Place::empty();
    for command in ["show", "list", "close", "reopen", "audit", "channel"] {
        let help = place.ok(&["directory", command, "--help"]).out;
        assert!(!help.contains("\n\n\n"), "{help}");
    }
}
