//! Requests from their arrival to their close, by commands alone.

use super::*;

/// Steps with what each needs.
fn walk(place: &Place, id: &str, steps: &[&[&str]]) {
    for step in steps {
        let args: Vec<&str> = ["step", id].iter().chain(step.iter()).copied().collect();
        place.ok(&args);
        assert_eq!(place.state(id), step[0]);
    }
}

#[test]
fn three_files_become_three_requests_with_kind_partner_clocks_and_checks() {
    let place = Place::training();
    let files: Vec<PathBuf> =
        ["french.eml", "request.toml", "tcy_preservation_en.txt"].map(fixture).into();
    let mut args = vec!["intake"];
    args.extend(files.iter().map(|path| path.to_str().unwrap()));
    let results = place.json(&args)["results"].clone();
    let ids: Vec<&str> =
        results.as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);

    let queue = place.json(&["queue"]);
    let requests = queue["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 3);
    for (id, partner) in ids.iter().zip(["FR", "FR", "DE"]) {
        let request = requests.iter().find(|r| r["id"] == *id).unwrap();
        assert_eq!(request["kind"], "bc29_preservation");
        assert_eq!(request["partner"], partner);
        assert!(!request["clocks"].as_array().unwrap().is_empty());
        assert!(!request["checks"].as_array().unwrap().is_empty());
        let why = place.json(&["explain", id]);
        assert!(why["clocks"][0]["why"].as_array().unwrap().len() > 2, "{why}");
    }
    // The same files again are the same requests.
    let again = place.json(&args)["results"].clone();
    assert!(again.as_array().unwrap().iter().all(|r| r["known"] == true));
    assert_eq!(place.json(&["queue"])["requests"].as_array().unwrap().len(), 3);
}

#[test]
fn an_incoming_preservation_is_closed_by_commands_alone() {
    let place = Place::training();
    let id = place.take_in("tcy_preservation_en.txt");
    place.ok(&["ack", &id]);
    place.ok(&["take", &id]);
    place.ok(&["note", &id, "Called", "the", "partner."]);
    place.refused(1, "refused", &["step", &id, "validated"]);
    place.ok(&["set", &id, "authenticity=verified", "custodian=Example Net"]);
    place.ok(&["override", &id, "IP05", "--reason", "exercise data"]);
    walk(
        &place,
        &id,
        &[
            &["validated"],
            &["order_sent"],
            &["preserved", "--until", "2027-01-20T00:00:00Z"],
            &["mla_received", "--set", "mla_ref=MLA-7"],
            &["disclosed", "--set", "receipt=signed"],
            &["closed"],
        ],
    );
    assert_eq!(place.json(&["queue"])["requests"].as_array().unwrap().len(), 0);
    let all = place.json(&["queue", "--all"]);
    assert_eq!(all["requests"][0]["closed"], true);
    let clocks = place.json(&["explain", &id]);
    let until = clocks["clocks"].as_array().unwrap().iter().find(|c| c["id"] == "until").unwrap();
    assert_eq!((until["state"].as_str(), until["assumed"].as_bool()), (Some("met"), Some(false)));
    assert_eq!(place.json(&["verify"])["ok"], true);
}

#[test]
fn an_outgoing_preservation_is_closed_by_commands_alone() {
    let place = Place::training();
    let mut args = vec!["new", "bc29_preservation", "--with", "fr", "--direction", "out"];
    let form = [
        "authority=BNPJ",
        "offence_facts=Fraud",
        "data_relationship=Account of the suspect",
        "custodian_location=Example Mail SA, Paris",
        "necessity=Kept for 30 days only",
        "mla_intent=yes",
        "summary=webmail account",
        "channel=email",
    ];
    form.iter().for_each(|field| args.extend(["--set", field]));
    let id = place.json(&args)["results"][0]["id"].as_str().unwrap().to_owned();
    let blocking = place.json(&["show", &id]);
    for check in blocking["request"]["checks"].as_array().unwrap() {
        if check["level"] == "block" {
            let code = check["code"].as_str().unwrap();
            place.ok(&["override", &id, code, "--reason", "exercise"]);
        }
    }
    walk(
        &place,
        &id,
        &[
            &["validated"],
            &["approved", "--second", "M. Idrissi"],
            &["sent"],
            &["acked"],
            &["confirmed", "--until", "2027-01-20", "--set", "their_ref=FR-77"],
            &["mla_drafted"],
            &["mla_sent", "--set", "mla_ref=MLA-8"],
            &["data_received"],
            &["closed"],
        ],
    );
    // Found by the partner's reference too.
    assert_eq!(place.state("FR-77"), "closed");
    assert_eq!(place.json(&["verify"])["ok"], true);
}

#[test]
fn undo_takes_the_last_act_back_and_the_audit_keeps_both() {
    let place = Place::training();
    let id = place.take_in("request.toml");
    place.ok(&["ack", &id]);
    assert_eq!(place.state(&id), "acknowledged");
    place.ok(&["undo"]);
    assert_eq!(place.state(&id), "received");
    let audit = place.json(&["audit", &id]);
    let whats: Vec<&str> =
        audit["entries"].as_array().unwrap().iter().map(|e| e["what"].as_str().unwrap()).collect();
    assert_eq!(whats.iter().filter(|what| matches!(**what, "step" | "undo")).count(), 2);
    let step = audit["entries"].as_array().unwrap().iter().find(|e| e["what"] == "step").unwrap();
    assert!(step["changes"].as_array().unwrap().iter().any(|c| c["after"] == "acknowledged"));
}

#[test]
fn a_service_clock_pauses_and_a_legal_one_never_does() {
    let place = Place::training();
    let id = place.take_in("tcy_preservation_en.txt");
    let pause = |clock| ["pause", &id, clock, "--until", "+2h", "--reason", "waits for the judge"];
    let shown = place.json(&["show", &id]);
    let running = |class: &str| {
        let clocks = shown["request"]["clocks"].as_array().unwrap();
        let clock = clocks.iter().find(|c| c["class"] == class && c["state"] == "running");
        clock.map(|c| c["id"].as_str().unwrap().to_owned())
    };
    let service = running("service").unwrap();
    place.ok(&pause(&service));
    let paused = place.json(&["show", &id]);
    let clocks = paused["request"]["clocks"].as_array().unwrap();
    assert!(clocks.iter().any(|c| c["id"] == *service && c["state"] == "paused"));
    place.ok(&["resume", &id, &service]);
    place.refused(1, "refused", &["resume", &id, &service]);
    place.refused(1, "refused", &pause("until"));
    place.refused(1, "refused", &pause("no_such_clock"));
}

#[test]
fn a_duplicate_is_tied_to_the_other_request_with_the_step() {
    let place = Place::training();
    let first = place.take_in("request.toml");
    let second = place.take_in("tcy_preservation_en.txt");
    let error = place.refused(1, "refused", &["step", &second, "duplicate"]);
    assert!(error["what"].as_str().unwrap().contains("other request"), "{error}");
    place.refused(1, "refused", &["step", &second, "duplicate", "--link", &second]);
    place.ok(&["step", &second, "duplicate", "--link", &first]);
    let shown = place.json(&["show", &second]);
    assert_eq!(shown["request"]["state"], "duplicate");
    assert_eq!(shown["request"]["links"][0]["relation"], "duplicate_of");
}
