//! Refusals, exit codes, hostile input, and the proof of the record.

use std::io::Write;

use super::*;

#[test]
fn one_flipped_byte_in_the_record_ends_verify_with_4_and_names_the_entry() {
    let place = Place::training();
    let id = place.take_in("request.toml");
    place.ok(&["note", &id, "unmistakable words"]);
    assert_eq!(place.json(&["verify"])["ok"], true);
    let audit = place.json(&["audit", &id]);
    let last = audit["entries"].as_array().unwrap().last().unwrap();
    let entry = last["entry"].as_str().unwrap().to_owned();

    let database = place.home().join("data/desk.db");
    let db = rusqlite::Connection::open(&database).unwrap();
    let changed = db
        .execute(
            "UPDATE entry SET body = replace(body, 'unmistakable', 'unmistakablf')
             WHERE body LIKE '%unmistakable%'",
            [],
        )
        .unwrap();
    assert_eq!(changed, 1);
    drop(db);
    let said = place.run(&["verify", "--json"]);
    assert_eq!(said.code, 4, "{}{}", said.out, said.err);
    let report = said.json();
    assert_eq!(report["ok"], false);
    let named = report["problems"].as_array().unwrap().iter().any(|p| p["entry"] == *entry);
    assert!(named, "{entry} is not named in {report}");
    let plain = place.run(&["verify"]);
    assert_eq!(plain.code, 4);
    assert!(plain.err.contains(&entry) || plain.out.contains(&entry));
}

#[test]
fn rebuild_gives_the_same_state() {
    let place = Place::training();
    place.take_in("request.toml");
    let before = place.run(&["status", "--json"]).json()["state_hash"].clone();
    let rebuilt = place.json(&["rebuild"]);
    assert_eq!((&rebuilt["state_hash"], &rebuilt["same"]), (&before, &Value::Bool(true)));
}

#[test]
fn status_is_3_when_something_is_late() {
    let place = Place::training();
    assert_eq!(place.run(&["status"]).code, 0);
    let id = place.take_in("request.toml");
    let mut later = place.command(&["status", "--json"]);
    later.env("VIGIE_AT", "2026-12-25T00:00:00Z");
    let said = finished(later);
    assert_eq!(said.code, 3, "{}", said.out);
    assert_eq!((said.json()["late"].as_u64(), id.is_empty()), (Some(1), false));
}

#[test]
fn every_wrong_word_is_usage_and_every_unknown_thing_is_refused() {
    let place = Place::training();
    let id = place.take_in("request.toml");
    for args in [
        &["quue"][..],
        &["show"],
        &["queue", "--colour"],
        &["due", "tomorrow"],
        &["set", &id, "summary"],
        &["step", &id, "acknowledged", "--at", "99999-01-01"],
        &["step", &id],
        &["new", "bc29_preservation", "--with", "FR", "--direction", "up"],
        &["show", &id, "--lang", "tlh"],
        &["intake", "/no/such/file.eml"],
        &[],
    ] {
        place.refused(2, "usage", args);
    }
    for args in [
        &["show", "MA-1999-00001-X"][..],
        &["new", "bc29", "--with", "FR"],
        &["new", "bc29_preservation"],
        &["new", "bc29_preservation", "--with", "ZZ"],
        &["set", &id, "no_such_field=1"],
        &["set", &id, "urgency=never"],
        &["step", &id, "closed"],
        &["step", &id, "acknowledged", "--at", "2026-12-24T00:00:00Z"],
        &["note", &id, ""],
        &["override", &id, "ZZ99", "--reason", "x"],
        &["undo", &id, "--json"],
        &["init", "--station", "again", "--officer", "x"],
    ] {
        if args[0] == "undo" {
            continue;
        }
        place.refused(1, "refused", args);
    }
    let many = place.take_in("tcy_preservation_en.txt");
    let error = place.refused(1, "refused", &["show", "MA-2026"]);
    assert!(error["what"].as_str().unwrap().contains(&many), "{error}");
}

#[test]
fn bad_files_are_refused_with_their_place_and_register_nothing() {
    let place = Place::training();
    for name in [
        "broken.toml",
        "number_for_text.json",
        "unknown_key.toml",
        "unknown_kind.toml",
        "year_99999.toml",
        "hostile_nul.toml",
        "hostile_latin1.toml",
    ] {
        let path = fixture(name);
        let error = place.refused(1, "refused", &["intake", path.to_str().unwrap()]);
        let what = error["what"].as_str().unwrap();
        assert!(what.contains(name) && what.contains("line"), "{what}");
        assert!(error["remedy"].as_str().is_some(), "{name} has no remedy");
    }
    assert_eq!(place.json(&["queue", "--all"])["requests"].as_array().unwrap().len(), 0);
}

#[test]
fn one_bad_file_keeps_no_other_from_being_registered() {
    let place = Place::training();
    let (bad, good) = (fixture("broken.toml"), fixture("request.toml"));
    let said = place.run(&["intake", bad.to_str().unwrap(), good.to_str().unwrap(), "--json"]);
    assert_eq!(said.code, 1);
    let object = said.json();
    assert_eq!(object["schema"], "vigie.intake/1");
    assert_eq!(object["results"].as_array().unwrap().len(), 1);
    assert!(object["refused"][0]["file"].as_str().unwrap().ends_with("broken.toml"));
    assert!(said.err.contains("broken.toml"));
}

#[test]
fn hostile_text_reaches_no_terminal_raw() {
    let place = Place::training();
    let hostile = "x\u{1b}]0;owned\u{7}\u{202e}\u{9b}31m";
    let id = place.take_in("hostile.eml");
    place.ok(&["set", &id, &format!("summary={hostile}")]);
    place.ok(&["note", &id, hostile]);
    let shown = format!("nothing{hostile}");
    for args in [
        &["show", &id][..],
        &["show", &id, "--json"],
        &["queue"],
        &["queue", "--json"],
        &["explain", &id],
        &["audit", &id],
        &["audit", &id, "--json"],
        &["show", &shown],
        &["show", &shown, "--json"],
        &[&shown],
    ] {
        let said = place.run(args);
        for text in [&said.out, &said.err] {
            assert!(
                !text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']),
                "{args:?}: {text:?}"
            );
        }
    }
    let json = place.json(&["show", &id]);
    assert_eq!(json["request"]["summary"], hostile, "the data are exact");
}

#[test]
fn an_act_under_a_set_clock_is_refused_on_duty_and_looking_is_not() {
    let place = Place::empty();
    let mut init = place.command(&["init", "--station", "Rabat", "--officer", "S. Alaoui"]);
    init.env_remove("VIGIE_AT");
    assert_eq!(finished(init).code, 0);
    let error = place.refused(1, "refused", &["new", "bc29_preservation", "--with", "FR"]);
    assert!(error["remedy"].as_str().unwrap().contains("VIGIE_AT"));
    place.ok(&["queue"]);
    let mut new = place.command(&["new", "bc29_preservation", "--with", "FR"]);
    new.env_remove("VIGIE_AT");
    assert_eq!(finished(new).code, 0);
}

#[test]
fn a_note_and_a_file_come_from_the_standard_input() {
    let place = Place::training();
    let feed = |args: &[&str], bytes: &[u8]| {
        let mut child = place
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        child.wait_with_output().unwrap()
    };
    let eml = std::fs::read(fixture("french.eml")).unwrap();
    let out = feed(&["intake", "-", "--json"], &eml);
    let said: Value = serde_json::from_slice(&out.stdout).unwrap();
    let id = said["results"][0]["id"].as_str().unwrap();
    assert!(feed(&["note", id, "-"], "from a pipe\n".as_bytes()).status.success());
    assert!(place.ok(&["show", id]).out.contains("note: from a pipe"));
}

#[test]
fn answers_fit_forty_columns_and_speak_french() {
    let place = Place::training();
    let id = place.take_in("french.eml");
    for args in [&["show", &id][..], &["queue"], &["explain", &id]] {
        let mut command = place.command(args);
        command.env("COLUMNS", "40").env("VIGIE_LANG", "fr");
        let said = finished(command);
        assert_eq!(said.code, 0);
        let widest = said.out.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 40, "{widest}: {}", said.out);
    }
    let help = place.ok(&["queue", "--help", "--lang", "fr"]);
    assert!(help.out.contains("Demandes ouvertes"));
}

#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    let place = Place::training();
    let mut child =
        place.command(&["man"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}
