//! Contacts entered by hand, calls, debt, tests of channels, help, the demonstration.

use super::*;

#[test]
fn contacts_are_entered_changed_closed_and_audited_by_commands() {
    let place = Place::training();
    let contact =
        place.add(&["Essai", "--phone", "01 99 00 00 07", "--set", "operating_hours=24/7"]);
    let id = contact["id"].as_str().unwrap();
    assert_eq!(contact["channels"][0]["value"], "+33199000007", "national numbers are the State's");
    place.ok(&["directory", "set", id, "city=Lyon", "languages=fr, en"]);
    place.ok(&[
        "directory",
        "channel",
        "add",
        id,
        "email",
        "essai@example.org",
        "--set",
        "order=2",
    ]);
    let phone = channel_id(&contact, "+33199000007");
    place.ok(&["directory", "channel", "set", &phone, "order=1", "say_first=Bonjour"]);
    place.ok(&["directory", "channel", "close", &phone, "--reason", "out of use"]);
    place.ok(&["directory", "close", id, "--reason", "merged"]);
    assert_eq!(place.contact(id)["closed"], true);
    assert_eq!(place.json(&["directory", "list"])["contacts"].as_array().unwrap().len(), 0);
    assert_eq!(
        place.json(&["directory", "list", "fr", "--all"])["contacts"].as_array().unwrap().len(),
        1
    );
    place.ok(&["directory", "reopen", id]);
    let shown = place.contact(id);
    assert_eq!((&shown["closed"], &shown["city"]), (&false.into(), &"Lyon".into()));
    let audit = place.json(&["directory", "audit", id]);
    let entries = audit["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 7, "{audit:#}");
    let city = entries
        .iter()
        .flat_map(|e| e["changes"].as_array().unwrap())
        .find(|c| c["field"] == "city");
    assert_eq!(city.unwrap()["after"], "Lyon");
    let closed = entries
        .iter()
        .flat_map(|e| e["changes"].as_array().unwrap())
        .find(|c| c["before"] == "merged");
    let emptied = entries
        .iter()
        .flat_map(|e| e["changes"].as_array().unwrap())
        .any(|c| c["field"] == "closed" && c["before"].is_string());
    assert!(closed.is_some() || emptied, "{audit:#}");
}

#[test]
fn what_the_directory_may_not_is_refused_in_both_languages() {
    let place = Place::training();
    let contact = place.add(&["Essai", "--phone", "+33 1 99 00 00 07", "--email", "e@example.org"]);
    let id = contact["id"].as_str().unwrap();
    let phone = channel_id(&contact, "+33199000007");
    let before = place.entries();
    for (code, kind, args) in [
        (1, "refused", vec!["directory", "show", "FR-0000"]),
        (1, "refused", vec!["directory", "verified", id]),
        (1, "refused", vec!["directory", "verified", &format!("{id}/ffff")]),
        (1, "refused", vec!["directory", "channel", "close", id, "--reason", "x"]),
        (1, "refused", vec!["directory", "channel", "add", id, "phone", "12"]),
        (1, "refused", vec!["directory", "channel", "add", id, "phone", "+33199000007"]),
        (1, "refused", vec!["directory", "channel", "set", &phone, "value=+33199000008"]),
        (1, "refused", vec!["directory", "set", id, "operating_hours=sometimes"]),
        (1, "refused", vec!["directory", "set", id, "citty=Lyon"]),
        (1, "refused", vec!["directory", "reopen", id]),
        (
            1,
            "refused",
            vec!["directory", "add", "--state", "QQ", "--role", "police", "--name", "X"],
        ),
        (2, "usage", vec!["directory", "add", "--state", "FR", "--role", "polis", "--name", "X"]),
        (2, "usage", vec!["directory", "channel", "add", id, "pigeon", "home"]),
        (2, "usage", vec!["directory", "call", &phone, "--outcome", "maybe"]),
        (2, "usage", vec!["directory", "call", &phone, "--outcome", "verified"]),
        (2, "usage", vec!["directory", "debt", "--over", "long"]),
        (2, "usage", vec!["directory", "ping"]),
        (2, "usage", vec!["directory", "ping", &phone, "--report"]),
        (2, "usage", vec!["directory"]),
        (2, "usage", vec!["directory", "nothing"]),
    ] {
        let english = place.refused(code, kind, &args);
        let args: Vec<&str> = args.iter().copied().chain(["--lang", "fr"]).collect();
        let french = place.refused(code, kind, &args);
        assert_ne!(english["what"], french["what"], "{args:?}");
    }
    assert_eq!(place.entries(), before);
    // Of several channels none is proved where one of them is unknown.
    place.refused(1, "refused", &["directory", "verified", &phone, "FR-0000/aaaa"]);
    assert_eq!(place.entries(), before);
}

#[test]
fn debt_names_what_was_never_proved_first_and_then_the_stalest() {
    let place = Place::training();
    let contact = place.add(&[
        "Essai",
        "--phone",
        "+33 1 99 00 00 07",
        "--cell",
        "+33 1 99 00 00 08",
        "--fax",
        "+33 1 99 00 00 09",
        "--email",
        "e@example.org",
    ]);
    let ids = ["+33199000007", "+33199000008", "+33199000009"].map(|v| channel_id(&contact, v));
    for (id, at) in
        ids.iter().zip(["2026-11-01T10:00:00Z", "2026-02-01T10:00:00Z", "2026-05-01T10:00:00Z"])
    {
        place.ok(&["directory", "verified", id, "--at", at]);
    }
    place.ok(&[
        "directory",
        "call",
        &ids[1],
        "--outcome",
        "no_answer",
        "--at",
        "2026-11-20T10:00:00Z",
    ]);
    let debt = place.json(&["directory", "debt"]);
    let owed: Vec<&str> =
        debt["channels"].as_array().unwrap().iter().map(|c| c["value"].as_str().unwrap()).collect();
    assert_eq!(owed, ["e@example.org", "+33199000008", "+33199000009"]);
    assert_eq!((&debt["over_s"], &debt["owed"]), (&(120 * 86_400).into(), &3.into()));
    assert_eq!(debt["channels"][1]["last"]["outcome"], "no_answer");
    let one = place.json(&["directory", "debt", "--over", "1d", "--limit", "1"]);
    assert_eq!((&one["owed"], one["channels"].as_array().unwrap().len()), (&4.into(), 1));
    let text = place.ok(&["directory", "debt"]).out;
    assert!(text.contains("never proved") && text.contains("no answer"), "{text}");
}

/// Paris and Tokyo, both at work from Monday to Friday; the channel of Paris.
fn two_partners() -> (Place, String) {
    let place = Place::training();
    let args = ["--set", "operating_hours=Mon-Fri 09:00-17:00", "--phone"];
    let mut french = vec!["Paris"];
    french.extend(args);
    french.push("+33 1 99 00 00 07");
    let french = place.add(&french);
    let tokyo = [
        "directory",
        "add",
        "--state",
        "JP",
        "--role",
        "art35",
        "--name",
        "Tokyo",
        "--phone",
        "+999 81 0100 10",
        "--set",
        "operating_hours=Mon-Fri 09:00-17:00",
    ];
    place.ok(&tokyo);
    (place, channel_id(&french, "+33199000007"))
}

/// What the plan has for a contact.
fn planned<'a>(plan: &'a Value, name: &str, key: &str) -> &'a str {
    let all = plan["planned"].as_array().unwrap();
    all.iter().find(|p| p["name"] == name).unwrap()[key].as_str().unwrap()
}

#[test]
fn tests_of_channels_are_planned_for_the_hours_of_both_desks() {
    let (place, _) = two_partners();
    // Saturday 22:00 UTC: both are closed until Monday; Tokyo's morning is in our night.
    let before = place.entries();
    let plan = place.json(&["directory", "ping", "--plan"]);
    assert_eq!(planned(&plan, "Tokyo", "when"), "2026-11-23T00:00:00Z");
    assert_eq!(planned(&plan, "Paris", "when"), "2026-11-23T08:00:00Z");
    assert_eq!(plan["planned"][0]["name"], "Tokyo", "in the order of the hours");
    assert_eq!(place.entries(), before, "a plan registers nothing");
    assert_eq!(
        place.json(&["directory", "ping", "--plan", "--max", "1"])["planned"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn tests_of_channels_are_registered_once_and_reported() {
    let (place, paris_phone) = two_partners();
    let started = place.json(&["directory", "ping", "--plan", "--start"]);
    let (paris, tokyo) =
        (planned(&started, "Paris", "request"), planned(&started, "Tokyo", "request"));
    assert!(paris.contains("-P"), "tests have numbers of their own: {paris}");
    assert_eq!(
        place.json(&["directory", "ping", "--plan"])["planned"].as_array().unwrap().len(),
        0
    );
    let again = place.json(&["directory", "ping", &paris_phone]);
    assert_eq!(
        (&again["planned"][0]["known"], &again["planned"][0]["request"]),
        (&true.into(), &paris.into())
    );

    let at = |at: &str, id: &str, to: &[&str]| {
        let mut args = vec!["step", id];
        args.extend(to);
        let mut command = place.command(&args);
        command.env("VIGIE_AT", at);
        let said = finished(command);
        assert_eq!(said.code, 0, "{args:?} {}{}", said.out, said.err);
    };
    at("2026-11-23T08:00:00Z", paris, &["sent"]);
    at("2026-11-23T08:12:00Z", paris, &["answered"]);
    at("2026-11-23T08:00:00Z", tokyo, &["sent"]);
    at("2026-11-23T09:30:00Z", tokyo, &["no_answer"]);
    at("2026-11-23T09:31:00Z", tokyo, &["failed", "--reason", "nobody there"]);
    let report = place.json(&["directory", "ping", "--report"]);
    let row = |partner: &str| {
        let all = report["partners"].as_array().unwrap();
        all.iter().find(|p| p["partner"] == partner).unwrap().clone()
    };
    let fr = row("FR");
    assert_eq!(
        (&fr["sent"], &fr["answered"], &fr["minutes"], &fr["failed"]),
        (&1.into(), &1.into(), &12.into(), &0.into())
    );
    let jp = row("JP");
    assert_eq!((&jp["sent"], &jp["answered"], &jp["failed"]), (&1.into(), &0.into(), &1.into()));
    assert!(jp.get("minutes").is_none());
    // What was answered is a proof of the channel.
    let debt = place.ok(&["directory", "debt", "--json", "--at", "2026-11-24T00:00:00Z"]).json();
    let owed: Vec<&str> =
        debt["channels"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(owed, ["Tokyo"]);
}

#[test]
fn a_call_is_logged_on_the_request_and_a_call_back_settles_its_authenticity() {
    let place = Place::training();
    let contact = place.add(&["Paris", "--phone", "+33 1 99 00 00 07"]);
    let phone = channel_id(&contact, "+33199000007");
    let new = place.json(&["new", "bc29_preservation", "--with", "FR", "--set", "summary=mailbox"]);
    let request = new["results"][0]["id"].as_str().unwrap();
    place.ok(&["directory", "call", &phone, "--outcome", "no-answer", "--request", request]);
    let said = place.ok(&[
        "directory",
        "call",
        &phone,
        "--outcome",
        "answered",
        "--request",
        request,
        "--authenticity",
        "confirmed",
        "--note",
        "Duty officer",
    ]);
    assert!(said.out.contains(request) && said.out.contains("+33 1 99 00 00 07"), "{}", said.out);
    let shown = place.json(&["show", request]);
    assert_eq!(shown["request"]["fields"]["authenticity"], "verified", "{shown:#}");
    let calls =
        shown["request"]["timeline"].as_array().unwrap().iter().filter(|m| m["what"] == "called");
    assert_eq!(calls.count(), 2, "{shown:#}");
    let contact = place.contact(contact["id"].as_str().unwrap());
    let tries: Vec<&str> = contact["tries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(tries, ["answered", "no_answer"]);
    place.refused(
        2,
        "usage",
        &["directory", "call", &phone, "--outcome", "answered", "--authenticity", "denied"],
    );
}

#[test]
fn every_command_of_the_directory_has_its_help_in_both_languages() {
    let place = Place::empty();
    for command in [
        "import", "export", "debt", "verified", "ping", "call", "show", "list", "add", "set",
        "channel", "close", "reopen", "audit",
    ] {
        let english = place.ok(&["directory", command, "--help"]).out;
        let french = place.ok(&["directory", command, "--help", "--lang", "fr"]).out;
        assert_ne!(english, french, "{command}");
        assert!(english.contains("--at") || command == "channel", "{english}");
        assert!(english.contains(&format!("vigie directory {command}")), "{english}");
    }
    let inner = place.ok(&["directory", "channel", "replace", "--help", "--lang", "fr"]).out;
    assert!(inner.contains("Exemples") && inner.contains("+33 1 99 00 00 08"), "{inner}");
}

#[test]
fn the_demonstration_has_a_directory_that_is_alive() {
    let place = Place::empty();
    let home = place.home();
    place.ok(&["demo", "--home", home.to_str().unwrap()]);
    let held = place.json(&["directory", "list"]);
    let contacts = held["contacts"].as_array().unwrap();
    assert!(contacts.len() >= 40);
    let digits = |value: &str| value.chars().filter(char::is_ascii_digit).collect::<String>();
    for contact in contacts {
        assert!(contact["authority"].as_str().unwrap().contains("(invented"), "{contact}");
        for channel in contact["channels"].as_array().unwrap() {
            let value = channel["value"].as_str().unwrap();
            let kind = channel["type"].as_str().unwrap();
            if ["phone", "phone_emergency", "cell", "fax"].contains(&kind) {
                let reserved = ["3319900", "442079460", "493023125", "120255501", "999"];
                assert!(reserved.iter().any(|r| digits(value).starts_with(r)), "{value}");
            } else if kind != "i247" {
                assert!(value.contains("example."), "{value}");
            }
        }
    }
    // Every partner of the night can be called.
    let queue = place.json(&["queue", "--all"]);
    for request in queue["requests"].as_array().unwrap() {
        let Some(partner) = request["partner"].as_str() else { continue };
        assert!(contacts.iter().any(|c| c["state"] == partner), "{partner}");
    }
    let debt = place.json(&["directory", "debt"]);
    let proved: Vec<bool> =
        debt["channels"].as_array().unwrap().iter().map(|c| c["proved"].is_string()).collect();
    assert!(proved.contains(&true) && proved.contains(&false) && proved.len() < 40);
    assert_eq!(place.json(&["verify"])["ok"], true);
}
