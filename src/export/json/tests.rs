use serde_json::{Map, Value};

use super::*;
use crate::domain::Lang;
use crate::export::sample::{HOSTILE, now, request};
use crate::text::Text;

fn parsed<T: Serialize>(object: &T) -> Value {
    let value: Value = serde_json::from_str(&render(object)).unwrap();
    nothing_empty(&value, "$");
    value
}

/// What is unknown is left out: no null and no empty text anywhere.
fn nothing_empty(value: &Value, path: &str) {
    match value {
        Value::Null => panic!("null at {path}"),
        Value::String(text) => assert!(!text.is_empty(), "empty text at {path}"),
        Value::Array(all) => all.iter().for_each(|v| nothing_empty(v, &format!("{path}[]"))),
        Value::Object(map) => {
            map.iter().for_each(|(k, v)| nothing_empty(v, &format!("{path}.{k}")));
        }
        _ => {}
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "text",
        Value::Number(_) => "number",
        Value::Bool(_) => "bool",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
        Value::Null => "null",
    }
}

fn has(object: &Value, wanted: &[(&str, &str)]) {
    let map: &Map<String, Value> = object.as_object().unwrap();
    for (key, kind) in wanted {
        let value = map.get(*key).unwrap_or_else(|| panic!("{key} is missing in {map:?}"));
        assert_eq!(kind_of(value), *kind, "{key}");
    }
}

const R: [(&str, &str); 14] = [
    ("id", "text"),
    ("their_ref", "text"),
    ("kind", "text"),
    ("direction", "text"),
    ("partner", "text"),
    ("route", "text"),
    ("state", "text"),
    ("owner", "text"),
    ("marking", "text"),
    ("clocks", "list"),
    ("next", "object"),
    ("checks", "list"),
    ("conflicts", "list"),
    ("urgency", "text"),
];
const C: [(&str, &str); 10] = [
    ("id", "text"),
    ("name", "text"),
    ("class", "text"),
    ("due", "text"),
    ("left_s", "number"),
    ("state", "text"),
    ("assumed", "bool"),
    ("rule", "text"),
    ("anchor", "text"),
    ("anchor_at", "text"),
];

#[test]
fn a_queue_has_the_keys_and_types_of_the_contract() {
    let queue = parsed(&QueueObject::new([&request()], now(), Text::of(Lang::En)));
    assert_eq!(queue["schema"], "vigie.queue/1");
    assert_eq!(queue["at"], "2026-11-21T03:14:07Z");
    let row = &queue["requests"][0];
    has(row, &R);
    let clocks = row["clocks"].as_array().unwrap();
    // A clock that has not started is no clock yet.
    let states: Vec<&str> = clocks.iter().map(|c| c["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["running", "late", "paused", "met"]);
    clocks.iter().for_each(|clock| has(clock, &C));
    assert_eq!(clocks[0]["article"], "ETS 185 29(7)");
    has(&row["next"], &[("clock", "text"), ("due", "text"), ("left_s", "number"), ("act", "text")]);
    assert_eq!(row["next"]["clock"], "ack");
    let check = &row["checks"][0];
    has(check, &[("code", "text"), ("level", "text"), ("field", "text"), ("text", "text")]);
    assert_eq!(row["checks"].as_array().unwrap().len(), 1, "an info is a hint, not a check");
    assert_eq!(row["hints"][0]["level"], "info");
    has(&row["conflicts"][0], &[("field", "text"), ("shown", "text"), ("others", "list")]);
}

#[test]
fn what_is_left_is_always_due_minus_at() {
    let queue = parsed(&QueueObject::new([&request()], now(), Text::of(Lang::En)));
    let at: Timestamp = queue["at"].as_str().unwrap().parse().unwrap();
    for clock in queue["requests"][0]["clocks"].as_array().unwrap() {
        let due: Timestamp = clock["due"].as_str().unwrap().parse().unwrap();
        let left = clock["left_s"].as_i64().unwrap();
        match clock["state"].as_str() {
            Some("paused") => assert_eq!(left, 5 * 3600),
            _ => assert_eq!(left, due.as_second() - at.as_second()),
        }
    }
}

#[test]
fn a_request_has_fields_timeline_and_attachments() {
    let shown = parsed(&RequestObject::new(&request(), now(), Text::of(Lang::Fr)));
    assert_eq!(shown["schema"], "vigie.request/1");
    let request = &shown["request"];
    has(request, &R);
    has(request, &[("fields", "object"), ("timeline", "list"), ("attachments", "list")]);
    assert_eq!(request["kind_name"], "Conservation");
    assert!(request["fields"].get("offence").is_none(), "an empty field is left out");
    has(
        &request["timeline"][0],
        &[("at", "text"), ("by", "text"), ("desk", "text"), ("what", "text")],
    );
    has(&request["attachments"][0], &[("name", "text"), ("size", "number"), ("sha256", "text")]);
}

#[test]
fn hostile_text_reads_back_exactly_and_never_reaches_the_terminal_raw() {
    let json = render(&RequestObject::new(&request(), now(), Text::of(Lang::En)));
    assert!(!json.contains(['\u{1b}', '\u{202e}', '\u{9b}']));
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["request"]["their_ref"], HOSTILE);
}
