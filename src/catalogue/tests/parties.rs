//! Routes by the built-in facts, and what a desk may say of Parties.

use jiff::civil::Date;

use super::*;
use crate::domain::catalogue::Confidence;
use crate::domain::routes::{Entry, PartialDate, Route, Standing, between, route};

const TODAY: &str = "2026-11-22";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn open<'c>(catalogue: &'c Catalogue, home: &str, state: &str, on: &str) -> Vec<&'c str> {
    let routes = between(catalogue, home, state);
    let open = routes.iter().filter(|route| route.is_open(day(on)));
    open.map(|route| route.instrument.id.as_str()).collect()
}

fn known<'c>(catalogue: &'c Catalogue, instrument: &str, state: &str) -> Route<'c> {
    route(catalogue, instrument, "MA", state).unwrap()
}

/// What can be used with us today, by State.
const MATRIX: &[(&str, &str)] = &[
    ("FR", "ets185 ets189 interpol g7_htcn"),
    ("JP", "ets185 interpol g7_htcn"),
    ("US", "ets185 interpol g7_htcn"),
    ("NZ", "ets185 interpol"),
    ("SN", "ets185 ets189 interpol"),
    ("TN", "ets185 arab2010 interpol aimc"),
    ("AE", "arab2010 interpol aimc"),
    ("QA", "arab2010 interpol aimc"),
    ("LB", "interpol aimc"),
    ("YE", "interpol aimc"),
    ("IE", "interpol"),
    ("KE", "interpol"),
    ("CN", "interpol"),
    ("KP", ""),
    ("EH", ""),
];

#[test]
fn what_is_open_with_us_today_is_what_both_sides_joined() {
    let catalogue = catalogue();
    for (state, wanted) in MATRIX {
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        assert_eq!(open(&catalogue, "MA", state, TODAY), wanted, "{state}");
    }
}

#[test]
fn a_route_opens_on_the_day_of_the_later_party() {
    let catalogue = catalogue();
    for (state, since) in [
        ("FR", "2018-10-01"),
        ("TN", "2024-07-01"),
        ("NZ", "2025-12-01"),
        ("RW", "2025-05-01"),
        ("US", "2018-10-01"),
    ] {
        let route = known(&catalogue, "ets185", state);
        assert_eq!(route.since, Some(day(since)), "{state}");
        assert!(!route.is_open(day(since).yesterday().unwrap()), "{state}");
        assert!(route.is_open(day(since)), "{state}");
        assert_eq!(route.derived, state == "RW", "{state}");
    }
    let arab = known(&catalogue, "arab2010", "AE");
    assert_eq!((arab.since, arab.derived), (Some(day("2014-02-28")), true));
    let doubtful = known(&catalogue, "arab2010", "TN");
    assert_eq!((doubtful.since, doubtful.derived), (Some(day("2024-12-31")), true));
    assert_eq!(doubtful.confidence, Confidence::Low);
}

#[test]
fn our_own_standing_is_that_of_one_side() {
    let catalogue = catalogue();
    let ours = between(&catalogue, "MA", "MA");
    let ids: Vec<&str> = ours.iter().map(|route| route.instrument.id.as_str()).collect();
    let all = "ets185 ets189 cets224 uncc arab2010 interpol g7_htcn aimc";
    assert_eq!(ids.join(" "), all, "treaties, then networks, in the order of the data");
    let own = open(&catalogue, "MA", "MA", TODAY);
    assert_eq!(own.join(" "), "ets185 ets189 arab2010 interpol g7_htcn aimc");
    let budapest = &ours[0];
    assert_eq!(budapest.since, Some(day("2018-10-01")));
    assert_eq!(budapest.ours.declarations.len(), 2);
    assert!(ours[1].instrument.adds_nothing);
}

#[test]
fn instruments_not_in_force_are_open_with_nobody() {
    let catalogue = catalogue();
    for state in catalogue.countries.keys() {
        for id in ["cets224", "uncc"] {
            let route = known(&catalogue, id, state);
            assert_eq!((route.since, route.always), (None, false), "{id} {state}");
        }
    }
    let japan = known(&catalogue, "cets224", "JP");
    assert_eq!(japan.theirs.standing, Standing::Ratified);
    assert!(japan.theirs.declarations[0].en.contains("Article 7"));
    assert_eq!(known(&catalogue, "uncc", "QA").theirs.standing, Standing::Ratified);
}

#[test]
fn the_regulation_of_the_union_binds_its_members_and_not_us() {
    let catalogue = catalogue();
    assert!(open(&catalogue, "FR", "DE", "2026-08-18").contains(&"eu_2023_1543"));
    assert!(!open(&catalogue, "FR", "DE", "2026-08-17").contains(&"eu_2023_1543"));
    assert!(!open(&catalogue, "FR", "DK", TODAY).contains(&"eu_2023_1543"));
    let ours = between(&catalogue, "MA", "DE");
    assert!(ours.iter().all(|route| route.instrument.id != "eu_2023_1543"));
}

#[test]
fn a_protocol_that_comes_into_force_opens_on_its_day_with_those_who_ratified() {
    let catalogue = overlay(
        r#"
[instrument.cets224]
in_force = 2027-03-01
[party.cets224.MA]
standing = "ratified"
deposited = 2026-11-02
source = "depositary notification"
confidence = "high"
"#,
    )
    .unwrap();
    let japan = known(&catalogue, "cets224", "JP");
    assert_eq!((japan.since, japan.derived), (Some(day("2027-03-01")), false));
    assert!(!japan.is_open(day("2027-02-28")) && japan.is_open(day("2027-03-01")));
    assert!(!known(&catalogue, "cets224", "FR").is_open(day("2030-01-01")), "only signed");
    assert_eq!(japan.ours.note.en, "", "the note of a signatory no longer holds");
    assert_eq!(japan.ours.signed, PartialDate::parse("2022-05-12"), "what is not stated stays");
}

#[test]
fn every_fact_has_a_source_and_the_counts_are_those_of_the_lists() {
    let catalogue = catalogue();
    let count = |id: &str, standing: Standing| {
        catalogue.parties[id].values().filter(|party| party.standing == standing).count()
    };
    let counts = [
        ("ets185", Standing::Party, 79),
        ("ets185", Standing::Invited, 15),
        ("ets185", Standing::Signatory, 2),
        ("ets189", Standing::Party, 36),
        ("cets224", Standing::Ratified, 3),
        ("cets224", Standing::Signatory, 49),
        ("uncc", Standing::Ratified, 3),
        // 71 with the European Union, which is no State of ISO 3166.
        ("uncc", Standing::Signatory, 70),
        ("arab2010", Standing::Party, 17),
        ("interpol", Standing::Member, 196),
        ("g7_htcn", Standing::Member, 8),
        ("aimc", Standing::Member, 22),
        ("coe", Standing::Member, 46),
        ("eu", Standing::Member, 27),
        ("arab_league", Standing::Member, 22),
        ("eu_2023_1543", Standing::Party, 26),
    ];
    for (id, standing, wanted) in counts {
        assert_eq!(count(id, standing), wanted, "{id} {standing:?}");
    }
    for (id, parties) in &catalogue.parties {
        for (state, party) in parties {
            assert!(!party.provenance.source.is_empty(), "{id} {state}");
            assert!(party.provenance.as_of.is_some(), "{id} {state}");
        }
    }
}

/// The rule of Article 36(4) against every date that the lists give.
#[test]
fn the_rule_of_entry_into_force_gives_the_known_dates() {
    let catalogue = catalogue();
    let start = day("2004-07-01");
    let mut compared = 0;
    for (state, party) in &catalogue.parties["ets185"] {
        let (Some(deposited), Some(known)) = (party.deposited, party.in_force) else { continue };
        let computed = Entry::MonthAfterThree.after(deposited.latest().unwrap()).unwrap();
        assert_eq!(known.latest(), Some(computed.max(start)), "{state}");
        compared += 1;
    }
    assert!(compared > 70, "{compared}");
}

#[test]
fn the_same_word_finds_one_place_and_every_zone_is_known() {
    let catalogue = catalogue();
    for country in catalogue.countries.values() {
        assert_eq!(country.alpha3.len(), 3, "{}", country.alpha2);
        assert_eq!(country.zones.first().unwrap_or(&country.zone), &country.zone);
        for zone in &country.zones {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{} {zone}", country.alpha2);
        }
    }
    let mut codes: Vec<&str> = catalogue.countries.values().map(|it| it.alpha3.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 249);
    assert_eq!(catalogue.countries["US"].zones.len(), 29);
    assert_eq!(catalogue.countries["MA"].zones, ["Africa/Casablanca"]);
}

#[test]
fn a_desk_adds_declarations_members_a_country_and_its_zones() {
    let catalogue = overlay(
        r#"
[defaults]
source = "their contact point, by phone"
confidence = "medium"
as_of = 2026-11-20

[party.ets185.FR]
declarations = ["Requests in French or English.", { en = "By mail first", fr = "D’abord par courriel" }]

[[parties]]
instrument = "g7_htcn"
standing = "member"
dates = ["in_force"]
states = "ES NL 2019-05 CH -"

[party.ets185.KE]
standing = "party"
deposited = 2026-08-20

[country.FR]
zones = ["Indian/Reunion"]
aliases = ["Hexagone"]
"#,
    )
    .unwrap();
    let france = known(&catalogue, "ets185", "FR");
    assert_eq!(france.theirs.declarations[0].fr, "Requests in French or English.");
    assert_eq!(france.theirs.declarations[1].fr, "D’abord par courriel");
    assert_eq!(france.since, Some(day("2018-10-01")));
    assert!(france.theirs.provenance.source.contains("Dutch treaty database"));
    assert_eq!(france.confidence, Confidence::High, "a declaration changes no date");
    assert!(known(&catalogue, "g7_htcn", "ES").always);
    let netherlands = known(&catalogue, "g7_htcn", "NL");
    assert_eq!((netherlands.since, netherlands.derived), (Some(day("2019-05-31")), true));
    let kenya = known(&catalogue, "ets185", "KE");
    assert_eq!((kenya.since, kenya.derived), (Some(day("2026-12-01")), true));
    assert_eq!(kenya.theirs.provenance.as_of, Some(day("2026-11-20")));
    assert_eq!(kenya.theirs.note.en, "");
    assert_eq!(catalogue.countries["FR"].zones, ["Europe/Paris", "Indian/Reunion"]);
    assert_eq!(catalogue.countries["FR"].aliases, ["Hexagone"]);
}

#[test]
fn the_older_word_for_the_date_of_an_instrument_still_counts() {
    let catalogue = overlay("[instrument.cets224]\nin_force_since = \"2027-01\"\n").unwrap();
    assert_eq!(catalogue.instruments["cets224"].in_force, PartialDate::parse("2027-01"));
}

/// Text, line, column, what is said, remedy.
const FAULTS: &[(&str, usize, usize, &str, &str)] = &[
    (
        "[party.ets158.FR]\nstanding = \"party\"\nsource = \"x\"\nas_of = 2026\n",
        1,
        8,
        "there is no instrument `ets158`",
        "did you mean `ets185`?",
    ),
    (
        "[party.ets185.XX]\nstanding = \"invited\"\nsource = \"x\"\n",
        1,
        15,
        "there is no country `XX`",
        "",
    ),
    (
        "[party.ets185.FR]\nended = \"2027-13\"\nsource = \"x\"\n",
        2,
        9,
        "`ended` is not a date: `2027-13`",
        "2018-10-01",
    ),
    ("[party.ets185.FR]\nended = \"2027-01-01\"\n", 1, 15, "`source` is missing", "known from"),
    (
        "[party.ets185.KE]\nstanding = \"party\"\nsource = \"x\"\n",
        1,
        15,
        "nothing says since when",
        "`in_force`",
    ),
    (
        "[party.ets185.KE]\nin_force = 2027-01-01\nsource = \"x\"\n",
        1,
        15,
        "`in_force` is given, and the State is `invited`",
        "standing = \"party\"",
    ),
    (
        "[party.ets185.KE]\nstanding = \"partie\"\nsource = \"x\"\n",
        2,
        12,
        "`standing` cannot be `partie`",
        "did you mean `party`?",
    ),
    (
        "[[parties]]\ninstrument = \"interpol\"\nstanding = \"member\"\nsource = \"x\"\nstates = \"\"\"\nKP 2027\nTV\n\"\"\"\n",
        6,
        4,
        "`2027` is more than `dates` names",
        "name its column",
    ),
    (
        "[[parties]]\ninstrument = \"interpol\"\nstanding = \"member\"\nsource = \"x\"\ndates = [\"in_force\"]\nstates = \"\"\"\nKP 2027\nTv\n\"\"\"\n",
        8,
        1,
        "`Tv` is neither a State nor a date",
        "two capital letters",
    ),
    (
        "[[parties]]\ninstrument = \"interpol\"\nstanding = \"member\"\nsource = \"x\"\nstates = \"2027 KP\"\n",
        5,
        11,
        "`2027` stands before the first State",
        "capital letters",
    ),
    (
        "[[parties]]\ninstrument = \"interpol\"\nstanding = \"member\"\nstates = \"KP\"\n",
        1,
        1,
        "`source` is missing",
        "known from",
    ),
    (
        "[[parties]]\ninstrument = \"interpol\"\nstanding = \"member\"\nsource = \"x\"\ndates = [\"becoming\"]\nstates = \"KP\"\n",
        5,
        10,
        "there is no date `becoming`",
        "in_force",
    ),
    (
        "[instrument.uncc]\nentry = \"later\"\n",
        2,
        9,
        "`entry` is no rule of entry into force",
        "month_after_three",
    ),
    ("[country.FR]\nzones = [\"Europe/Pari\"]\n", 2, 10, "`Europe/Pari` is not known", "IANA"),
    ("[country.FR]\nalpha3 = \"fra\"\n", 2, 10, "`fra` is not a country code", "three capital"),
];

#[test]
fn each_fault_of_a_party_names_its_place_and_remedy() {
    for (text, line, column, what, remedy) in FAULTS {
        let faults = overlay(text).unwrap_err();
        let found = faults.iter().any(|fault| {
            (fault.line, fault.column) == (*line, *column)
                && fault.what.contains(what)
                && fault.remedy.contains(remedy)
        });
        assert!(found, "{text}\n{faults:#?}");
        assert_eq!(faults.len(), 1, "{text}\n{faults:#?}");
    }
}

#[test]
fn a_state_that_stands_twice_in_the_built_in_rows_is_a_fault() {
    let (path, text) = builtin().iter().find(|(path, _)| *path == "parties.toml").unwrap();
    assert_eq!(check(&[((*path).to_owned(), (*text).to_owned())]), []);
    let twice = text.replace("states = \"BJ FJ KI\"", "states = \"BJ FJ KI FR\"");
    let faults = check(&[((*path).to_owned(), twice)]);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert_eq!(faults[0].what, "`FR` stands twice");
}
