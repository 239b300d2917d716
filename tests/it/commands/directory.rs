//! `vigie directory`: editions as a diff, guarded numbers, debt, tests, entries by hand.

mod acts;
mod answers;

use super::*;

const STATES: [(&str, &str); 6] =
    [("FR", "33"), ("DE", "49"), ("ES", "34"), ("BE", "32"), ("NL", "31"), ("IT", "39")];

/// One contact of the invented list.
#[derive(Clone)]
struct Row {
    state: &'static str,
    key: String,
    name: String,
    phone: String,
    email: String,
    hours: &'static str,
    city: String,
}

/// 300 contacts of six States, all with invented numbers.
fn rows() -> Vec<Row> {
    let row = |n: usize| {
        let (state, code) = STATES[n % STATES.len()];
        Row {
            state,
            key: format!("k{n:03}"),
            name: format!("Authority {n:03} (invented)"),
            phone: format!("+999 {code} 010 {n:04}"),
            email: format!("desk{n:03}@{}.example.org", state.to_lowercase()),
            hours: "24/7",
            city: format!("Town {n:03}"),
        }
    };
    (0..300).map(row).collect()
}

fn csv(rows: &[Row], as_of: &str) -> String {
    let mut out =
        String::from("series,as_of,state,role,key,name,phone,email,operating_hours,city\n");
    for r in rows {
        out.push_str(&format!(
            "list,{as_of},{},police,{},{},{},{},{},{}\n",
            r.state, r.key, r.name, r.phone, r.email, r.hours, r.city
        ));
    }
    out
}

impl Place {
    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn import(&self, file: &str, more: &[&str]) -> Value {
        let args: Vec<&str> = ["directory", "import", file].iter().chain(more).copied().collect();
        self.json(&args)
    }

    fn entries(&self) -> u64 {
        self.run(&["status", "--json"]).json()["entries"].as_u64().unwrap()
    }

    fn contact(&self, id: &str) -> Value {
        self.json(&["directory", "show", id])["contacts"][0].clone()
    }

    fn add(&self, more: &[&str]) -> Value {
        let mut args = vec!["directory", "add", "--state", "FR", "--role", "art35", "--name"];
        args.extend(more);
        self.json(&args)["contacts"][0].clone()
    }
}

fn channel_id(contact: &Value, value: &str) -> String {
    let all = contact["channels"].as_array().unwrap().iter();
    let mut all = all.chain(contact["past_channels"].as_array().unwrap());
    let found = all.find(|c| c["value"] == value).unwrap_or_else(|| panic!("{contact}"));
    format!("{}/{}", contact["id"].as_str().unwrap(), found["id"].as_str().unwrap())
}

fn of_key<'a>(contacts: &'a Value, key: &str) -> &'a Value {
    let all = contacts["contacts"].as_array().unwrap();
    all.iter().find(|c| c["fields"]["key"] == key).unwrap()
}

/// The list with twelve changes; the telephone number of `k007` is poisoned.
fn changed() -> Vec<Row> {
    let mut rows = rows();
    rows[7].phone = "+999 49 010 9999".into();
    for n in [10, 20, 30, 40, 50] {
        rows[n].hours = "Mon-Fri 08:00-18:00";
    }
    for n in [60, 70, 80] {
        rows[n].city = "New Town".into();
    }
    rows.remove(299);
    let new = |n: usize| Row {
        key: format!("n{n}"),
        name: format!("New {n} (invented)"),
        ..rows[0].clone()
    };
    let mut more = vec![new(1), new(2)];
    for (n, row) in more.iter_mut().enumerate() {
        row.state = "SE";
        row.phone = format!("+999 46 010 500{n}");
        row.email = format!("new{n}@se.example.org");
    }
    more[1].state = "NO";
    rows.extend(more);
    rows
}

/// A desk that holds the list of June, and the file of the list of September.
fn with_the_list() -> (Place, String) {
    let place = Place::training();
    let first = place.write("list.csv", csv(&rows(), "2026-06-01").as_bytes());
    let taken = place.import(&first, &["--accept", "all"]);
    let yes: Vec<String> = taken["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["guarded"] == true)
        .map(|c| c["code"].as_str().unwrap().to_owned())
        .collect();
    // Several authorities of a State have one role: each of these needs its own yes.
    let mut args = Vec::new();
    for code in &yes {
        args.extend(["--yes", code.as_str()]);
    }
    if !args.is_empty() {
        place.import(&first, &args);
    }
    let held = place.json(&["directory", "list"]);
    assert_eq!(held["contacts"].as_array().unwrap().len(), 300);

    let second = place.write("new.csv", csv(&changed(), "2026-09-01").as_bytes());
    (place, second)
}

/// The change of the poisoned number in an answer.
fn poisoned(shown: &Value) -> &Value {
    let changes = shown["changes"].as_array().unwrap();
    changes.iter().find(|c| c["what"] == "channel_replaced").unwrap()
}

#[test]
fn an_edition_of_300_rows_with_a_poisoned_number_changes_nothing_unseen() {
    let (place, second) = with_the_list();
    let before = place.entries();
    let shown = place.import(&second, &[]);
    assert_eq!(place.entries(), before, "looking recorded something");
    let changes = shown["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 12, "{changes:#?}");
    assert_eq!(shown["applied"].as_array().unwrap().len(), 0);
    let poisoned = poisoned(&shown);
    assert_eq!(poisoned["guarded"], true);
    assert_eq!(
        (&poisoned["before"], &poisoned["after"]),
        (&"+999490100007".into(), &"+999490109999".into())
    );
    // On paper: both values, the number of its own, the fingerprint.
    let text = place.ok(&["directory", "import", &second]).out;
    let fingerprint = shown["fingerprint"].as_str().unwrap();
    assert!(
        text.contains("+999") && text.contains("own yes") && text.contains(fingerprint),
        "{text}"
    );
    assert!(text.contains("Nothing was applied"), "{text}");

    let applied = place.import(&second, &["--accept", "all"]);
    assert!(!applied["applied"].as_array().unwrap().contains(&poisoned["number"]));
    let held = place.json(&["directory", "list"]);
    let attacked = of_key(&held, "k007");
    assert_eq!(attacked["channels"].as_array().unwrap().len(), 2, "{attacked}");
    assert_eq!(of_key(&held, "k010")["operating_hours"], Value::Null);
    assert_eq!(of_key(&held, "k060")["city"], "New Town");
}

#[test]
fn a_poisoned_number_needs_its_own_yes_and_then_waits_to_be_proved() {
    let (place, second) = with_the_list();
    let shown = place.import(&second, &["--accept", "all"]);
    let fingerprint = shown["fingerprint"].as_str().unwrap();
    let held = place.json(&["directory", "list"]);
    let id = of_key(&held, "k007")["id"].as_str().unwrap();
    // What is left is the poisoned number, and it is numbered anew: the old yes is refused.
    let number = poisoned(&shown)["number"].to_string();
    let before = place.entries();
    place.refused(
        1,
        "refused",
        &["directory", "import", &second, "--yes", &number, "--diff", fingerprint],
    );
    let left = place.import(&second, &[]);
    let left_print = left["fingerprint"].as_str().unwrap();
    let number = poisoned(&left)["number"].to_string();
    place.refused(1, "refused", &["directory", "import", &second, "--yes", &number]);
    place.refused(
        1,
        "refused",
        &["directory", "import", &second, "--yes", "99", "--diff", left_print],
    );
    assert_eq!(place.entries(), before);
    place.import(&second, &["--yes", &number, "--diff", left_print]);

    // Its own yes makes it wait: the old number stays first until the new one is proved.
    let contact = place.contact(id);
    let standings: Vec<(&str, &str)> = contact["channels"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["type"] == "phone")
        .map(|c| (c["value"].as_str().unwrap(), c["standing"].as_str().unwrap()))
        .collect();
    assert_eq!(standings, [("+999490100007", "in_use"), ("+999490109999", "pending")]);
    // And whoever looks it up is given the old number first.
    let who = place.json(&["who", "Authority 007"]);
    let told = who["results"][0]["contacts"][0]["channels"].as_array().unwrap();
    let told: Vec<&Value> = told.iter().filter(|c| c["type"] == "phone").collect();
    assert_eq!(
        (&told[0]["value"], &told[0]["standing"]),
        (&"+999490100007".into(), &"in_use".into())
    );
    assert_eq!(
        (&told[1]["value"], &told[1]["standing"]),
        (&"+999490109999".into(), &"pending".into())
    );
    place.ok(&["directory", "verified", &channel_id(&contact, "+999490109999")]);
    let contact = place.contact(id);
    assert_eq!(
        contact["channels"].as_array().unwrap().iter().filter(|c| c["type"] == "phone").count(),
        1
    );
    let past: Vec<&Value> = contact["past_channels"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&past[0]["value"], &past[0]["standing"]),
        (&"+999490100007".into(), &"replaced".into())
    );
    assert_eq!(place.json(&["verify"])["ok"], true);
}

#[test]
fn groups_are_accepted_one_by_one_and_a_second_time_nothing_is_left() {
    let place = Place::training();
    let five = |rows: Vec<Row>| rows.into_iter().take(5).collect::<Vec<_>>();
    let first = place.write("list.csv", csv(&five(rows()), "2026-06-01").as_bytes());
    assert_eq!(
        place.import(&first, &["--accept", "added"])["applied"].as_array().unwrap().len(),
        5
    );
    assert_eq!(place.import(&first, &[])["changes"].as_array().unwrap().len(), 0);
    let mut next = five(rows());
    next[0].hours = "Mon-Fri 08:00-18:00";
    next[1].phone = "+999 49 010 7777".into();
    next.pop();
    let second = place.write("new.csv", csv(&next, "2026-09-01").as_bytes());
    let applied = place.import(&second, &["--accept", "fields"]);
    let number = |what: &str| {
        let all = applied["changes"].as_array().unwrap();
        all.iter().find(|c| c["what"] == what).unwrap()["number"].clone()
    };
    assert_eq!(applied["applied"], serde_json::json!([number("field")]));
    let applied = place.import(&second, &["--accept", "gone", "channels"]);
    assert_eq!(applied["applied"].as_array().unwrap().len(), 1);
    let all = place.json(&["directory", "list", "--all"]);
    assert_eq!(of_key(&all, "k004")["closed"], true);
    let left = place.import(&second, &[]);
    assert_eq!(left["changes"].as_array().unwrap().len(), 1);
    // A yes by the code of the change needs no fingerprint: it says what it does.
    let code = left["changes"][0]["code"].as_str().unwrap();
    assert_eq!(place.import(&second, &["--yes", code])["applied"], serde_json::json!([1]));
    assert_eq!(place.import(&second, &[])["changes"].as_array().unwrap().len(), 0);
    place.refused(2, "usage", &["directory", "import", &second, "--accept"]);
}

#[test]
fn an_export_is_read_again_without_a_difference_and_holds_no_formula() {
    let place = Place::training();
    place.add(&["=HYPERLINK(\"http://example.net\")", "--phone", "+33 1 99 00 00 07"]);
    place.add(&[
        "@Élan, \"central\"",
        "--email",
        "a@example.org",
        "--set",
        "say_first=-1+2\nsecond line",
    ]);
    let replaced = place.add(&["Third", "--phone", "+33 1 99 00 00 09"]);
    let old = channel_id(&replaced, "+33199000009");
    place.ok(&["directory", "channel", "replace", &old, "+33 1 99 00 00 10"]);
    for (name, format) in [("e.csv", "csv"), ("e.vcf", "vcard"), ("e.toml", "toml")] {
        let path = place.dir.path().join(name);
        let out = path.to_str().unwrap();
        let done = place.json(&["directory", "export", "--out", out]);
        assert_eq!((&done["format"], &done["contacts"]), (&format.into(), &3.into()), "{done}");
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(&path).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600);
        let shown = place.import(out, &[]);
        assert_eq!(shown["changes"], serde_json::json!([]), "{format}: {shown:#}");
        assert_eq!(shown["faults"], serde_json::json!([]), "{format}");
        place.refused(1, "refused", &["directory", "export", "--out", out]);
        place.ok(&["directory", "export", "--out", out, "--force"]);
    }
    let csv = std::fs::read_to_string(place.dir.path().join("e.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }
    place.refused(2, "usage", &["directory", "export"]);
    let bom = place.ok(&["directory", "export", "--bom", "--state", "fr"]).out;
    assert!(bom.starts_with('\u{feff}') && bom.lines().count() >= 4);
    assert_eq!(place.ok(&["directory", "export", "--state", "DE"]).out.lines().count(), 1);
}

#[test]
fn a_file_that_is_no_edition_is_refused_with_the_way_out() {
    let place = Place::training();
    let large = place.dir.path().join("large.csv");
    std::fs::File::create(&large).unwrap().set_len(200 << 20).unwrap();
    let error = place.refused(1, "refused", &["directory", "import", large.to_str().unwrap()]);
    assert!(error["what"].as_str().unwrap().contains("MB"), "{error}");
    let header = place.write("header.csv", b"land,nom_du_truc,telefoon\nFR,X,1\n");
    let error = place.refused(1, "refused", &["directory", "import", &header]);
    assert!(error["what"].as_str().unwrap().contains("telefoon"), "{error}");
    let empty = place.write("empty.csv", b"");
    place.refused(1, "refused", &["directory", "import", &empty]);
    place.refused(2, "usage", &["directory", "import", "nowhere.csv"]);
    place.refused(1, "refused", &["directory", "import", "@ZZ"]);
    let broken = place.write("broken.toml", b"[edition]\nseries = \"x\"\n[[contact]\n");
    let said = place.run(&["directory", "import", &broken, "--lang", "fr"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("ligne 3"), "{}", said.err);
}

#[test]
fn latin_1_and_faults_are_told_with_line_and_field_and_the_rest_is_offered() {
    let place = Place::training();
    let latin = b"state;role;name;phone;email;timezone\n\
        FR;police;Autorit\xe9 (invent\xe9e);12;a@example.org;Europe/Paris\n\
        XX;police;Nowhere;+999 33 0100 01;b@example.org;Mars/Base\n";
    let file = place.write("latin.csv", latin);
    let shown = place.import(&file, &[]);
    assert_eq!(shown["encoding"], "windows-1252", "{shown:#}");
    assert_eq!(shown["changes"][0]["name"], "Autorité (inventée)");
    let faults = shown["faults"].as_array().unwrap();
    let at = |line: u64, field: &str| {
        faults.iter().any(|f| {
            f["line"] == line && f["field"] == field && f["text"].as_str().unwrap().len() > 10
        })
    };
    assert!(at(2, "phone") && at(3, "state"), "{faults:#?}");
    assert!(!shown["notes"].as_array().unwrap().is_empty());
    let text = place.ok(&["directory", "import", &file, "--lang", "fr"]).out;
    assert!(text.contains("ligne 2") && text.contains("Rien n’a été appliqué"), "{text}");
}

#[test]
fn the_edition_that_ships_for_morocco_has_nine_authorities_and_no_number() {
    let place = Place::training();
    let list = place.json(&["directory", "import", "@"]);
    assert_eq!(
        (&list["editions"][0]["state"], &list["editions"][0]["contacts"]),
        (&"MA".into(), &9.into())
    );
    let shown = place.import("@ma", &[]);
    let mut args = vec!["--accept", "added"];
    let changes = shown["changes"].as_array().unwrap();
    for change in changes.iter().filter(|change| change["guarded"] == true) {
        args.extend(["--yes", change["code"].as_str().unwrap()]);
    }
    place.import("@MA", &args);
    let held = place.json(&["directory", "list", "MA"]);
    assert_eq!(held["contacts"].as_array().unwrap().len(), 9);
    // The desk's own numbers are none of the edition's business.
    let id = of_key(&held, "dgssi")["id"].as_str().unwrap();
    place.ok(&["directory", "channel", "add", id, "phone", "+999 212 0100 09"]);
    assert_eq!(place.import("@MA", &[])["changes"], serde_json::json!([]));
    let again = place.import("@MA", &["--accept", "all"]);
    assert_eq!(again["applied"], serde_json::json!([]), "{again:#}");
    assert_eq!(place.contact(id)["channels"].as_array().unwrap().len(), 1);
}
