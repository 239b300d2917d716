//! `who` and `routes` as an officer or a script asks them, on contacts that are invented.

mod school;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;
use vigie::text::format::width;

use super::Place;
use school::{CALLER, DE_POINT, FR_NCB, FR_POINT, School};

#[test]
fn a_code_or_a_name_in_three_languages_answers_with_that_state_alone() {
    let school = School::new();
    for query in ["fr", "FRA", "france", "FRANCE", "فرنسا", "+33"] {
        let who = school.place.json(&["who", query]);
        let results = who["results"].as_array().unwrap();
        assert_eq!(results.len(), 1, "{query}");
        assert_eq!(results[0]["state"], "FR", "{query}");
        assert_eq!(results[0]["contacts"].as_array().unwrap().len(), 2, "{query}: the open ones");
    }
    for (query, code) in [
        ("allemagne", "DE"),
        ("Germany", "DE"),
        ("المغرب", "MA"),
        ("مغرب", "MA"),
        ("etats-unis", "US"),
        ("ÉTATS UNIS", "US"),
        ("cote d'ivoire", "CI"),
        ("japan", "JP"),
    ] {
        assert_eq!(school.place.json(&["who", query])["results"][0]["state"], code, "{query}");
    }
    // Several words need no quotes.
    assert_eq!(school.place.json(&["who", "south", "africa"])["results"][0]["state"], "ZA");
    let also = school.place.ok(&["who", "fr"]).out;
    assert!(also.contains("Also: French Guiana (GF), French Polynesia (PF)"), "{also}");
    assert!(!also.contains("Sierra Leone"), "its capital begins so, it does not\n{also}");
}

#[test]
fn contacts_are_found_by_their_words_and_stand_under_their_state() {
    let school = School::new();
    for (query, id) in [("oicy", FR_POINT), ("ncb par", FR_NCB), ("ger duty", DE_POINT)] {
        let who = school.place.json(&["who", query]);
        let entity = who["results"][0]["contacts"][0]["entity"].as_str().unwrap();
        assert_eq!(entity, id.to_string(), "{query}");
    }
    // A word of a name, and a part of one where nothing begins so.
    for (query, code) in [("kingdom", "GB"), ("ermany", "DE")] {
        let who = school.place.json(&["who", query]);
        let results = who["results"].as_array().unwrap();
        assert!(results.iter().any(|result| result["state"] == code), "{query}");
    }
}

#[test]
fn the_answer_tells_hour_opening_numbers_and_how_far_they_are_proved() {
    let school = School::new();
    let said = school.place.ok(&["who", "fr"]).out;
    for part in [
        "FR France  +33 · 23:00 there (Sat 21 Nov, +01)",
        "weekend Sat-Sun",
        "Open today: Budapest Convention",
        "24/7 contact point (Budapest)",
        "Invented Cybercrime Office (OICY) · Nanterre",
        "closed, opens Mon 23 Nov 08:30 there (Mon 23 Nov 07:30 here)",
        "Languages: fr en",
        "Say first: 24/7 network, Morocco",
        "1  emergency phone  +33 1 99 00 44 10 · verified 12 d ago · last: no answer 1 d ago",
        "2  phone  +33 1 99 00 00 07 · closed at this hour · ! verified 204 d ago",
        "e-mail  duty@example.org · ! never verified",
        "! NEW, not yet proved",
        "? low confidence",
        "hours not known",
    ] {
        let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&part), "{part}\n{said}");
    }
    assert!(!said.contains("Former desk"), "closed contacts are not offered\n{said}");
    let said = school.place.ok(&["--lang", "fr", "who", "fr"]).out;
    for part in [
        "23:00 là-bas (sam. 21 nov., +01)",
        "week-end sam.-dim.",
        "jamais vérifié",
        "Ouvertes ce jour",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.contains("Office inventé de la cybercriminalité"), "{said}");
}

#[test]
fn no_line_is_wider_than_the_terminal_and_plain_lines_name_their_contact() {
    let school = School::new();
    for columns in ["40", "80"] {
        for args in [&["who", "fr"][..], &["who", "--number", "4410"], &["routes", "FR"], &["who"]]
        {
            let out = school.narrow(columns, args);
            let limit = columns.parse().unwrap();
            let wide = out.lines().find(|line| width(line) > limit);
            assert_eq!(wide, None, "{args:?} at {columns}\n{out}");
            assert!(!out.contains('\u{1b}'), "no colour where there is no terminal");
        }
    }
    let plain = school.place.ok(&["who", "fr", "--plain"]).out;
    let line = plain.lines().find(|line| line.contains("44 10")).unwrap();
    assert!(line.trim_start().starts_with("FR-"), "{line}");
    let coloured = school.place.ok(&["who", "fr", "--color", "always"]).out;
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn the_local_hour_is_right_on_both_sides_of_a_clock_change() {
    let place = Place::training();
    for (state, instant, local) in [
        // Summer time begins and ends in France.
        ("FR", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00"),
        ("FR", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"),
        ("FR", "2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00"),
        ("FR", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00"),
        // Morocco: Ramadan 2026, and UTC for good from 20 September 2026.
        ("MA", "2026-02-15T01:59:59Z", "2026-02-15T02:59:59+01:00"),
        ("MA", "2026-02-15T02:00:00Z", "2026-02-15T02:00:00+00:00"),
        ("MA", "2026-03-22T01:59:59Z", "2026-03-22T01:59:59+00:00"),
        ("MA", "2026-03-22T02:00:00Z", "2026-03-22T03:00:00+01:00"),
        ("MA", "2026-09-20T00:59:59Z", "2026-09-20T01:59:59+01:00"),
        ("MA", "2026-09-20T01:00:00Z", "2026-09-20T01:00:00+00:00"),
        ("MA", "2027-07-01T12:00:00Z", "2027-07-01T12:00:00+00:00"),
        // The seat of government of the United States.
        ("US", "2026-03-08T06:59:59Z", "2026-03-08T01:59:59-05:00"),
        ("US", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00-04:00"),
        ("US", "2026-11-01T05:59:59Z", "2026-11-01T01:59:59-04:00"),
        ("US", "2026-11-01T06:00:00Z", "2026-11-01T01:00:00-05:00"),
        // Half an hour, and the other day.
        ("IN", "2026-11-21T22:00:00Z", "2026-11-22T03:30:00+05:30"),
    ] {
        let who = place.json(&["who", state, "--at", instant]);
        assert_eq!(who["results"][0]["local_time"], local, "{state} at {instant}");
    }
    let said = place.ok(&["who", "fr", "--at", "2026-10-25T01:00:00Z"]).out;
    assert!(said.contains("02:00 there (Sun 25 Oct, +01)"), "{said}");
}

#[test]
fn a_caller_is_found_by_the_last_digits_with_what_we_owe() {
    let school = School::new();
    let register = ["new", "bc29_preservation", "--with", "FR", "--set", "summary=webmail"];
    let id = school.place.json(&register)["results"][0]["id"].as_str().unwrap().to_owned();
    for typed in ["4410", "44 10", "+33 1 99 00 44 10", "00 33 1 99 00 44 10", "٤٤١٠"] {
        let who = school.place.run(&["who", "--number", typed, "--json"]);
        if typed == "٤٤١٠" && who.code != 0 {
            continue;
        }
        let who = who.json();
        let contacts = who["results"][0]["contacts"].as_array().unwrap().clone();
        assert_eq!(contacts[0]["entity"], FR_POINT.to_string(), "{typed}");
        let matched = |c: &Value| c["matched"] == true;
        let channels = contacts[0]["channels"].as_array().unwrap();
        let values: Vec<_> = channels.iter().filter(|c| matched(c)).map(|c| &c["value"]).collect();
        assert_eq!(values, [CALLER], "{typed}");
        assert_eq!(who["results"][0]["owed"][0]["id"], id.as_str(), "{typed}");
    }
    let said = school.place.ok(&["who", "--number", "4410"]).out;
    for part in [
        "+33 1 99 00 44 10 belongs to",
        "Invented Cybercrime Office",
        "A number can be forged: call back on a directory number.",
        "What we owe FR",
        // Closed ones too, and said so.
        "Former desk",
        "This contact is closed",
        &id,
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let open = said.find("Invented Cybercrime").unwrap();
    assert!(open < said.find("Former desk").unwrap(), "who can be called comes first\n{said}");
    school.place.refused(1, "refused", &["who", "--number", "987654"]);
    school.place.refused(2, "usage", &["who", "--number", "10"]);
    school.place.refused(2, "usage", &["who", "--number", "4410", "fr"]);
}

#[test]
fn nobody_is_an_exit_code_with_the_nearest_names() {
    let school = School::new();
    let error = school.place.refused(1, "refused", &["who", "germny"]);
    assert!(error["remedy"].as_str().unwrap().contains("Germany (DE)"), "{error}");
    school.place.refused(1, "refused", &["who", "zzzzzz"]);
    let error = school.place.refused(1, "refused", &["routes", "XX"]);
    assert!(error["what"].as_str().unwrap().contains("XX"), "{error}");
    let error = school.place.refused(1, "refused", &["routes", "frnace"]);
    assert!(error["remedy"].as_str().unwrap().contains("France (FR)"), "{error}");
    // A State without a contact is told of all the same.
    let said = school.place.ok(&["who", "jp"]).out;
    assert!(
        said.contains("No contact of JP is known.") && said.contains("directory import"),
        "{said}"
    );
    assert!(said.contains("07:00 there (Sun 22 Nov, +09)"), "{said}");
}

#[test]
fn nothing_asked_gives_the_states_with_contacts() {
    let empty = Place::training();
    empty.refused(1, "refused", &["who"]);
    let school = School::new();
    let who = school.place.json(&["who"]);
    let codes: Vec<_> = who["results"].as_array().unwrap().iter().map(|r| &r["state"]).collect();
    assert_eq!(codes, ["DE", "FR", "MA"]);
    let said = school.place.ok(&["who"]).out;
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(said.contains("FR France · 23:00 there (Sat 21 Nov, +01) · 2 contacts"), "{said}");
}

#[test]
fn routes_are_derived_for_the_day_asked() {
    let place = Place::training();
    let open = |state: &str, at: &str| -> Vec<String> {
        let routes = place.json(&["routes", state, "--at", at]);
        let rows = routes["routes"].as_array().unwrap().iter().filter(|r| r["open"] == true);
        rows.map(|row| row["instrument"].as_str().unwrap().to_owned()).collect()
    };
    let has = |list: &[String], id: &str| list.iter().any(|other| other == id);
    // Morocco is a Party from 1 October 2018; Japan was one before.
    assert!(!has(&open("JP", "2018-09-30T12:00:00Z"), "ets185"));
    assert!(has(&open("JP", "2018-10-02T12:00:00Z"), "ets185"));
    assert!(has(&open("MA", "2026-11-21T12:00:00Z"), "ets185"));
    // No Party, whatever Morocco is.
    assert!(!has(&open("RU", "2026-11-21T12:00:00Z"), "ets185"));
    for lang in ["en", "fr"] {
        let said = place.ok(&["--lang", lang, "routes", "JP"]).out;
        assert!(said.contains("Budapest") && said.contains("2018-10-01"), "{said}");
    }
    let own = place.json(&["routes", "MA"]);
    assert_eq!(own["own"], true);
    assert!(own["routes"].as_array().unwrap().iter().all(|route| route.get("ours").is_none()));
    let said = place.ok(&["routes", "france"]).out;
    assert!(said.contains("FR France") && said.contains("not open"), "{said}");
    assert!(said.contains("source:"), "{said}");
}

#[test]
fn show_tells_the_partner_his_hour_and_who_is_called_first() {
    let school = School::new();
    let register = ["new", "bc29_preservation", "--with", "FR", "--set", "summary=webmail"];
    let id = school.place.json(&register)["results"][0]["id"].as_str().unwrap().to_owned();
    let said = school.place.ok(&["show", &id]).out;
    let block = said.rsplit("Partner\n").next().unwrap();
    for part in [
        "FR France · 23:00 there",
        "24/7 contact point (Budapest)",
        "+33 1 99 00 44 10",
        "verified 12 d ago",
    ] {
        assert!(block.contains(part), "{part}\n{said}");
    }
    let register = ["new", "bc29_preservation", "--with", "JP", "--set", "summary=webmail"];
    let id = school.place.json(&register)["results"][0]["id"].as_str().unwrap().to_owned();
    let said = school.place.ok(&["show", &id]).out;
    assert!(said.contains("No contact of JP is known."), "{said}");
    let with = school.place.json(&["who", "jp"]);
    assert_eq!(with["results"][0]["requests"][0]["id"], id.as_str());
}

/// Names, sizes and times of everything below.
fn tree(dir: &Path) -> Vec<(String, u64, std::time::SystemTime)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        // What readers of a database in WAL mode share.
        let name = path.display().to_string();
        let shared = name.ends_with("-wal") || name.ends_with("-shm");
        if path.is_dir() {
            all.extend(tree(&path));
        } else if !shared {
            let meta = path.metadata().unwrap();
            all.push((path.display().to_string(), meta.len(), meta.modified().unwrap()));
        }
    }
    all.sort();
    all
}

#[test]
fn looking_up_needs_no_key_no_folder_and_writes_nothing() {
    let school = School::new();
    let home = school.place.home();
    let keys = vigie::desk::Home::below(&home).desk_key();
    std::fs::remove_dir_all(keys.parent().unwrap()).unwrap();
    // The log files of the database go with its last writer; none is begun by a look-up.
    let before = tree(&home);
    let modes: Vec<_> = tree(&home).into_iter().map(|(path, ..)| path).collect();
    let database = vigie::desk::Home::below(&home).database();
    let data = database.parent().unwrap().to_owned();
    let mode = |path: &Path, bits: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(bits)).unwrap();
    };
    for path in &modes {
        mode(Path::new(path), 0o400);
    }
    mode(&data, 0o500);
    for args in [&["who", "fr"][..], &["who", "--number", "4410"], &["who"], &["routes", "FR"]] {
        let said = school.place.ok(args);
        assert_eq!(said.err, "", "{args:?}");
    }
    mode(&data, 0o700);
    assert_eq!(tree(&home), before);
}

fn texts(object: &Value, keys: &[&str]) {
    for key in keys {
        assert!(object[key].is_string(), "{key} is no text in {object}");
    }
}

fn instant(value: &Value) {
    let text = value.as_str().unwrap();
    assert!(text.ends_with('Z') && text.len() == 20, "{text}");
}

#[test]
fn the_objects_have_the_keys_and_words_of_the_contract() {
    let school = School::new();
    let who = school.place.json(&["who", "fr"]);
    assert_eq!(who["schema"], "vigie.who/1");
    let result = &who["results"][0];
    texts(result, &["state", "name", "local_time", "zone", "weekend", "calling_code"]);
    for key in ["contacts", "routes", "requests", "languages", "zones"] {
        assert!(result[key].is_array(), "{key}");
    }
    for contact in result["contacts"].as_array().unwrap() {
        texts(contact, &["id", "entity", "role", "authority", "confidence"]);
        assert!(contact["languages"].is_array() && contact["closed"].is_boolean());
        for channel in contact["channels"].as_array().unwrap() {
            texts(channel, &["id", "type", "value", "standing"]);
            assert!(channel["night"]["tried"].is_u64());
        }
    }
    let point = &result["contacts"][0];
    assert_eq!((&point["role"], &point["open"]), (&"art35".into(), &false.into()));
    instant(&point["opens"]);
    let first = &point["channels"][0];
    assert_eq!(first["type"], "phone_emergency");
    assert_eq!(first["spoken"], "+33 1 99 00 44 10");
    assert_eq!(first["verified"], "2026-11-09T22:00:00Z");
    assert_eq!(first["last_result"], "no_answer");
    assert_eq!(first["open"], true);
    let pending = point["channels"].as_array().unwrap().iter().find(|c| c["standing"] == "pending");
    assert_eq!(pending.unwrap()["value"], "duty@example.net");
    let ncb = &result["contacts"][1];
    assert!(ncb.get("open").is_none() && ncb["channels"][0].get("verified").is_none(), "{ncb}");

    let routes = school.place.json(&["routes", "FR"]);
    texts(&routes, &["state", "name", "home"]);
    for route in routes["routes"].as_array().unwrap() {
        texts(route, &["instrument", "name", "short", "nature", "confidence"]);
        for side in ["theirs", "ours"] {
            texts(&route[side], &["state", "standing", "confidence"]);
            assert!(route[side]["declarations"].is_array());
        }
        assert!(route["open"].is_boolean() && route["derived"].is_boolean());
    }
}
