//! The JSON contract: keys and types of every answer, on a demonstration's data.

use super::*;

fn nothing_empty(value: &Value, path: &str) {
    match value {
        Value::Null => panic!("null at {path}"),
        Value::String(text) => assert!(!text.is_empty(), "empty text at {path}"),
        Value::Array(all) => all.iter().for_each(|v| nothing_empty(v, &format!("{path}[]"))),
        Value::Object(map) => {
            map.iter().for_each(|(k, v)| nothing_empty(v, &format!("{path}.{k}")))
        }
        _ => {}
    }
}

fn texts(object: &Value, keys: &[&str]) {
    for key in keys {
        assert!(object[key].is_string(), "{key} is no text in {object}");
    }
}

fn lists(object: &Value, keys: &[&str]) {
    for key in keys {
        assert!(object[key].is_array(), "{key} is no list in {object}");
    }
}

fn instant(value: &Value) {
    let text = value.as_str().unwrap();
    assert!(text.ends_with('Z') && text.len() == 20, "{text}");
    text.parse::<jiff::Timestamp>().unwrap();
}

fn demo() -> Place {
    let place = Place::empty();
    let home = place.home();
    place.ok(&["demo", "--home", home.to_str().unwrap()]);
    place
}

fn one_of(value: &Value, words: &[&str]) {
    let word = value.as_str().unwrap();
    assert!(words.contains(&word), "{word} is none of {words:?}");
}

fn request_row(row: &Value) {
    texts(row, &["id", "kind", "direction", "state"]);
    lists(row, &["clocks", "checks", "conflicts"]);
    one_of(&row["direction"], &["in", "out", "internal"]);
    for clock in row["clocks"].as_array().unwrap() {
        clock_row(clock);
    }
    for check in row["checks"].as_array().unwrap() {
        texts(check, &["code", "level", "field", "text"]);
        one_of(&check["level"], &["block", "warn"]);
    }
    if let Some(next) = row.get("next") {
        texts(next, &["clock", "due"]);
        assert!(next["left_s"].is_i64());
    }
}

fn clock_row(clock: &Value) {
    texts(clock, &["id", "name", "class", "state", "rule", "anchor"]);
    one_of(&clock["class"], &["legal", "service"]);
    one_of(&clock["state"], &["running", "paused", "met", "missed", "late"]);
    assert!(clock["assumed"].is_boolean());
    if clock.get("due").is_some() {
        instant(&clock["due"]);
        assert!(clock["left_s"].is_i64());
    }
}

#[test]
fn every_answer_has_its_schema_its_instant_and_nothing_empty() {
    let place = demo();
    let queue = place.json(&["queue"]);
    let id = queue["requests"][0]["id"].as_str().unwrap().to_owned();
    let home = place.home();
    let config = home.join("config/config.toml");
    let show = ["show", id.as_str()];
    for (args, schema) in [
        (&["queue"][..], "vigie.queue/1"),
        (&["queue", "--all"], "vigie.queue/1"),
        (&["due", "8h"], "vigie.queue/1"),
        (&show, "vigie.request/1"),
        (&["explain", &id], "vigie.explain/1"),
        (&["audit", &id], "vigie.audit/1"),
        (&["step", &id, "--list"], "vigie.steps/1"),
        (&["note", &id, "a note"], "vigie.request/1"),
        (&["new", "bc29_preservation", "--with", "FR"], "vigie.intake/1"),
        (&["who", "fr"], "vigie.who/1"),
        (&["routes", "FR"], "vigie.routes/1"),
        (&["routes", "MA"], "vigie.routes/1"),
        (&["status"], "vigie.status/1"),
        (&["verify"], "vigie.verify/1"),
        (&["rebuild"], "vigie.rebuild/1"),
        (&["doctor"], "vigie.doctor/1"),
        (&["paths"], "vigie.paths/1"),
        (&["check", config.to_str().unwrap()], "vigie.check/1"),
    ] {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let said = place.run(&args);
        let object = said.json();
        assert_eq!(object["schema"], schema, "{args:?}");
        instant(&object["at"]);
        nothing_empty(&object, args[0]);
        assert_eq!(said.out.lines().count(), 1, "{args:?}: one object, one line");
    }
}

#[test]
fn requests_and_clocks_have_the_keys_and_words_of_the_contract() {
    let place = demo();
    let queue = place.json(&["queue"]);
    let rows = queue["requests"].as_array().unwrap();
    assert!(rows.len() >= 10);
    rows.iter().for_each(request_row);
    let dues: Vec<Option<&str>> = rows.iter().map(|row| row["next"]["due"].as_str()).collect();
    let known: Vec<&str> = dues.iter().flatten().copied().collect();
    assert!(known.is_sorted(), "not in deadline order: {dues:?}");
    assert!(dues.iter().skip_while(|due| due.is_some()).all(Option::is_none));

    let id = rows[0]["id"].as_str().unwrap();
    let shown = place.json(&["show", id]);
    request_row(&shown["request"]);
    lists(&shown["request"], &["timeline", "attachments"]);
    assert!(shown["request"]["fields"].is_object());
    let explained = place.json(&["explain", id]);
    assert_eq!(explained["id"], id);
    for clock in explained["clocks"].as_array().unwrap() {
        clock_row(clock);
        lists(clock, &["why"]);
    }
}

#[test]
fn status_and_verify_have_the_keys_of_the_contract() {
    let place = demo();
    let status = place.run(&["status", "--json"]).json();
    texts(&status, &["desk", "state_hash"]);
    for key in ["entries", "open", "late"] {
        assert!(status[key].is_u64(), "{key}");
    }
    assert!(status["alarms"].is_object());
    lists(&status, &["desks", "problems"]);
    let verify = place.json(&["verify"]);
    assert!(verify["ok"].is_boolean() && verify["entries"].is_u64());
    lists(&verify, &["problems"]);
    let audit = place.json(&["audit", "MA-2026-00001"]);
    for entry in audit["entries"].as_array().unwrap() {
        texts(entry, &["entry", "author", "what"]);
        lists(entry, &["changes"]);
    }
}
