//! What a desk may add and correct, and what it is told when it errs.

use super::*;
use crate::domain::catalogue::Confidence;

#[test]
fn a_desk_adds_a_kind_and_corrects_periods() {
    let catalogue = overlay(
        r#"
[kind.desk_takedown]
instrument = "ma_domestic"
article = "agreement"
name = { en = "Takedown notice", fr = "Avis de retrait" }
workflow = { out = "generic_out" }
source = "the unit's own order"

[[kind.desk_takedown.clock]]
id = "reply"
name = { en = "Reply", fr = "Réponse" }
act = { en = "chase", fr = "relancer" }
length = "P2D"
anchor = "request_sent"
stops = ["answer_received"]

[partner_period.FR]
preservation_days = 45
notice_days = 10
source = "their contact point, by phone"
confidence = "high"

[[kind.bc29_preservation.clock]]
id = "until"
direction = "in"
length = "P90D"

[instrument.cets224]
enabled = true
in_force_since = 2027-01-01
"#,
    )
    .unwrap();
    let added = &catalogue.kinds["desk_takedown"];
    assert!(added.enabled);
    assert_eq!(added.clocks[0].stops, ["answer_received", "request_closed"]);
    let period = &catalogue.partner_periods["FR"];
    assert_eq!((period.preservation_days, period.notice_days), (45, Some(10)));
    assert_eq!(period.provenance.confidence, Confidence::High);
    let until: Vec<_> =
        catalogue.kinds["bc29_preservation"].clocks.iter().filter(|c| c.id == "until").collect();
    let days = |n: i64| ClockLength::Fixed(jiff::SignedDuration::from_hours(n * 24));
    assert_eq!(until.iter().map(|c| c.length.clone()).collect::<Vec<_>>(), [days(90), days(60)]);
    assert_eq!(until[0].article, "ETS 185 29(7)", "what is not stated stays");
    assert!(catalogue.kinds["p2_9_emergency_disclosure"].enabled);
    assert!(!catalogue.kinds["un42_preservation"].enabled);
}

/// Text, line, what is said, remedy.
const FAULTS: &[(&str, usize, &str, &str)] = &[
    (
        "[kind.bc29_preservation]\nartcle = \"29\"\n",
        2,
        "unknown key `artcle`",
        "did you mean `article`?",
    ),
    (
        "[[kind.bc29_preservation.clock]]\nid = \"until\"\nlength = \"2 months\"\n",
        3,
        "`2 months` is not a period",
        "\"P60D\"",
    ),
    (
        "[kind.x]\ninstrument = \"ets158\"\nname = { en = \"x\", fr = \"x\" }\nworkflow = { in = \"generic_in\" }\n",
        2,
        "there is no instrument `ets158`",
        "did you mean `ets185`?",
    ),
    (
        "[kind.x]\ninstrument = \"ets185\"\nname = { en = \"x\", fr = \"x\" }\nworkflow = { in = \"genric_in\" }\n",
        4,
        "there is no workflow `genric_in`",
        "did you mean `generic_in`?",
    ),
    (
        "[kind.x]\ninstrument = \"ets185\"\nname = { en = \"x\" }\nworkflow = { in = \"generic_in\" }\n",
        3,
        "`fr` is missing",
        "French",
    ),
    (
        "\n[partner_period.XX]\npreservation_days = 9\nsource = \"x\"\n",
        2,
        "there is no country `XX`",
        "",
    ),
    (
        "[partner_period.FR]\npreservation_days = \"90\"\nsource = \"x\"\n",
        2,
        "`preservation_days` is a string instead of a whole number of days",
        "write a whole number of days",
    ),
    (
        "[instrument.uncc]\nin_force_since = \"2027-13-01\"\n",
        2,
        "`in_force_since` is not a date: `2027-13-01`",
        "2018-10-01",
    ),
    (
        "[country.FR]\nzone = \"Europe/Pari\"\n",
        2,
        "the time zone `Europe/Pari` is not known",
        "IANA",
    ),
    (
        "[workflow.preservation_in]\nversion = 2\n",
        1,
        "`workflow` cannot be changed by a desk",
        "remove it",
    ),
    (
        "[[kind.bc29_preservation.clock]]\nid = \"mine\"\nname = { en = \"x\", fr = \"x\" }\nact = { en = \"x\", fr = \"x\" }\nlength = \"P1D\"\nanchor = \"order_snt\"\nstops = []\ndirection = \"in\"\n",
        1,
        "clock `mine` waits for `order_snt`",
        "did you mean `order_sent`?",
    ),
    (
        "[kind.bc29_preservation]\nurgency = \"urgnt\"\n",
        2,
        "`urgency` cannot be `urgnt`",
        "`urgent`",
    ),
    ("[kind.bc29_preservation\n", 1, "", "correct the TOML"),
];

#[test]
fn each_fault_names_its_file_line_and_remedy() {
    for (text, line, what, remedy) in FAULTS {
        let faults = overlay(text).unwrap_err();
        let found = faults.iter().any(|fault| {
            fault.file == "desk.toml"
                && fault.line == *line
                && fault.what.contains(what)
                && fault.remedy.contains(remedy)
        });
        assert!(found, "{text}\n{faults:#?}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = "[kind.bc29_preservation]\nartcle = \"29\"\nurgency = 3\n[country.FR]\nzone = \"No/Where\"\n";
    let faults = overlay(text).unwrap_err();
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [2, 3, 5], "{faults:#?}");
}

#[test]
fn a_built_in_file_is_checked_in_its_place_wherever_it_lies() {
    let builtin = builtin();
    let whole: Vec<(String, String)> = builtin
        .iter()
        .map(|(path, text)| (format!("assets/catalogue/{path}"), (*text).to_owned()))
        .collect();
    assert_eq!(check(&whole), []);
    let one =
        whole.iter().find(|(path, _)| path.ends_with("workflows/preservation_in.toml")).unwrap();
    assert_eq!(check(std::slice::from_ref(one)), []);

    let broken = one.1.replace("guards = [\"until\"]", "guards = [\"untill\"]");
    let faults = check(&[(one.0.clone(), broken)]);
    assert!(!faults.is_empty());
    for fault in &faults {
        assert_eq!(fault.file, one.0);
        assert_eq!(fault.what, "there is no guard `untill`");
        assert_eq!(fault.remedy, "did you mean `until`?");
    }

    let unreached = one.1.replace("to = \"authorised\"", "to = \"validated\"");
    let faults = check(&[(one.0.clone(), unreached)]);
    assert!(
        faults.iter().any(|f| f.what.contains("no step leads to the state `authorised`")),
        "{faults:#?}"
    );
}

#[test]
fn hostile_text_ends_in_faults_and_never_in_a_panic() {
    let deep = format!("a = {}1{}", "[".repeat(20_000), "]".repeat(20_000));
    let texts = [
        "\u{0}",
        "\u{feff}x",
        "kind = 1",
        "[[kind]]\n",
        "[kind]\nx = 1\n",
        "[kind.x.workflow]\nin = 1\n",
        "clock = [1, \"a\", {}]",
        "[[clock]]\nid = \"é\"\nlength = { before = 1 }\n",
        "[partner_period.FR]\npreservation_days = 99999999999999999999\n",
        "[partner_period.FR]\npreservation_days = -1\n",
        "[defaults]\nas_of = 99999-01-01\n",
        deep.as_str(),
    ];
    for text in texts {
        assert!(overlay(text).is_err(), "{text:.40}");
    }
    for end in 0..40 {
        let text = builtin()[8].1;
        let cut: String = text.chars().take(end * 487).collect();
        let _ = overlay(&cut);
    }
}
