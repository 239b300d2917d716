//! What the built-in catalogue promises.

use std::collections::BTreeSet;

use super::checks::{events, origins, reach};
use super::*;
use crate::domain::Direction;
use crate::domain::catalogue::{
    Attention, ClockClass, ClockLength, Guard, Name, StepRule, Workflow,
};

mod hard_rules;
mod overlays;
mod parties;

/// The ids of the contract, as other desks and partners know them.
const KINDS: &str = "\
bc16_preserve_domestic bc17_partial_traffic_domestic bc18_production_domestic bc25_urgent_mla \
bc26_spontaneous bc27_urgent_direct bc29_preservation bc29_extension bc30_traffic_disclosure \
bc31_access_stored bc32_transborder bc33_realtime_traffic bc34_interception bc35_technical_advice \
bc35_legal_information bc35_evidence bc35_locate_suspect p2_6_domain_registration \
p2_7_subscriber_direct p2_7_notification p2_8_giving_effect p2_9_emergency_disclosure \
p2_10_emergency_mla p2_11_videoconference p2_12_jit p2_14_incident_notice p2_14_onward_transfer \
un25_preserve_domestic un40_urgent_mla un40_spontaneous un41_assistance un41_emergency_data \
un42_preservation un42_extension un43_traffic_disclosure un44_access_stored un45_46_realtime \
un47_police ar23_preserve_domestic ar24_partial_traffic_domestic ar33_spontaneous ar34_urgent_mla \
ar37_preservation ar38_traffic_disclosure ar39_access_stored ar41_42_realtime ar43_body \
ip_notice_red ip_notice_blue ip_notice_green ip_notice_yellow ip_notice_black ip_notice_orange \
ip_notice_purple ip_notice_silver ip_notice_un ip_diffusion ip_message ip_igrip aimc_message \
g7_preservation ma_provider_order ma_mla_followup ma_cert_alert x_eu_epoc x_eu_epocpr x_us_2703f \
x_us_emergency";

fn catalogue() -> Catalogue {
    load(&[]).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
        panic!("{}", lines.join("\n"));
    })
}

fn overlay(text: &str) -> Result<Catalogue, Vec<Fault>> {
    load(&[("desk.toml".to_owned(), text.to_owned())])
}

#[test]
fn all_68_kinds_load_and_the_test_of_the_channel_with_them() {
    let catalogue = catalogue();
    let mut wanted: BTreeSet<&str> = KINDS.split(' ').collect();
    assert_eq!(wanted.len(), 68);
    wanted.insert("ping");
    let loaded: BTreeSet<&str> = catalogue.kinds.keys().map(String::as_str).collect();
    assert_eq!(loaded, wanted);
}

#[test]
fn kinds_of_instruments_not_in_force_are_present_and_off() {
    let catalogue = catalogue();
    for kind in catalogue.kinds.values() {
        let dormant = ["cets224", "uncc", "eu_2023_1543"].contains(&kind.instrument.as_str());
        if dormant || kind.id == "x_us_2703f" {
            assert!(!kind.enabled, "{} is on", kind.id);
        } else {
            assert!(kind.enabled, "{} is off", kind.id);
        }
    }
    for id in ["cets224", "uncc"] {
        assert_eq!(catalogue.instruments[id].in_force, None, "{id}");
    }
    let since = catalogue.instruments["ets185"].in_force;
    assert_eq!(since.map(|date| date.to_string()).as_deref(), Some("2004-07-01"));
}

#[test]
fn every_kind_has_a_workflow_for_each_direction_it_occurs_in() {
    let catalogue = catalogue();
    for kind in catalogue.kinds.values() {
        assert!(!kind.workflows.is_empty(), "{}", kind.id);
        for (direction, id) in &kind.workflows {
            let workflow = &catalogue.workflows[id];
            let first = workflow.states[0].id.as_str();
            let fits = match direction {
                Direction::In => first == "received",
                Direction::Out => first == "draft",
                Direction::Internal => ["draft", "logged", "noted"].contains(&first),
            };
            assert!(fits, "{} {direction:?} starts in {first}", kind.id);
        }
    }
    for kind in ["bc29_preservation", "p2_9_emergency_disclosure", "bc26_spontaneous", "ping"] {
        assert_eq!(catalogue.kinds[kind].workflows.len(), 2, "{kind}");
    }
}

fn names(catalogue: &Catalogue) -> Vec<(String, &Name)> {
    let mut all = Vec::new();
    for workflow in catalogue.workflows.values() {
        all.extend(workflow.states.iter().map(|s| (format!("{}.{}", workflow.id, s.id), &s.name)));
        all.extend(workflow.steps.iter().map(|s| (format!("{} to {}", workflow.id, s.to), &s.act)));
    }
    for kind in catalogue.kinds.values() {
        all.push((kind.id.clone(), &kind.name));
        all.extend(kind.refusal_grounds.iter().map(|name| (kind.id.clone(), name)));
    }
    let kinds = || catalogue.kinds.values();
    for field in kinds().flat_map(|k| &k.fields).chain(&catalogue.common_fields) {
        all.push((field.key.clone(), &field.label));
    }
    for clock in kinds().flat_map(|k| &k.clocks).chain(&catalogue.common_clocks) {
        all.push((clock.id.clone(), &clock.name));
        all.push((format!("act of {}", clock.id), &clock.act));
    }
    all.extend(catalogue.instruments.values().map(|it| (it.id.clone(), &it.name)));
    all.extend(catalogue.countries.values().map(|it| (it.alpha2.clone(), &it.name)));
    all
}

#[test]
fn everything_is_named_in_english_and_in_french() {
    let catalogue = catalogue();
    for (what, name) in names(&catalogue) {
        assert!(!name.en.trim().is_empty(), "{what} has no English name");
        assert!(!name.fr.trim().is_empty(), "{what} has no French name");
    }
    for kind in catalogue.kinds.values() {
        for (key, text) in &kind.facts {
            assert!(!text.is_empty(), "{} {key}", kind.id);
            let other = key.replace(".en", ".fr");
            assert!(kind.facts.contains_key(&other), "{} {other}", kind.id);
        }
    }
}

#[test]
fn every_datum_says_where_it_is_known_from() {
    let catalogue = catalogue();
    for kind in catalogue.kinds.values() {
        assert!(!kind.provenance.source.is_empty(), "{}", kind.id);
        for clock in &kind.clocks {
            assert!(!clock.provenance.source.is_empty(), "{} {}", kind.id, clock.id);
        }
    }
    for country in catalogue.countries.values() {
        assert!(!country.provenance.source.is_empty(), "{}", country.alpha2);
        assert!(country.provenance.as_of.is_some(), "{}", country.alpha2);
    }
    for instrument in catalogue.instruments.values() {
        assert!(!instrument.provenance.source.is_empty(), "{}", instrument.id);
    }
}

#[test]
fn all_countries_are_there_and_their_zones_are_known() {
    let catalogue = catalogue();
    assert_eq!(catalogue.countries.len(), 249);
    for country in catalogue.countries.values() {
        // Two uninhabited territories have no zone.
        let uninhabited = ["BV", "HM"].contains(&country.alpha2.as_str());
        assert_eq!(country.zone.is_empty(), uninhabited, "{}", country.alpha2);
        let known = uninhabited || jiff::tz::TimeZone::get(&country.zone).is_ok();
        assert!(known, "{} {}", country.alpha2, country.zone);
    }
    assert_eq!(catalogue.countries["MA"].zone, "Africa/Casablanca");
}

#[test]
fn every_kind_has_the_fields_of_the_contract() {
    let catalogue = catalogue();
    let keys: Vec<&str> = catalogue.common_fields.iter().map(|f| f.key.as_str()).collect();
    assert_eq!(
        keys.join(" "),
        "partner route urgency priority marking handling summary received channel their_ref owner \
         authenticity mla_ref previous_ref custodian period_requested"
    );
    let kind = &catalogue.kinds["bc29_preservation"];
    let mandatory: Vec<(&str, &str)> = kind
        .fields
        .iter()
        .filter(|field| field.mandatory)
        .map(|field| (field.key.as_str(), field.rule.as_str()))
        .collect();
    let wanted = [
        ("authority", "ETS 185 29(2)a"),
        ("offence_facts", "ETS 185 29(2)b"),
        ("data_relationship", "ETS 185 29(2)c"),
        ("custodian_location", "ETS 185 29(2)d"),
        ("necessity", "ETS 185 29(2)e"),
        ("mla_intent", "ETS 185 29(2)f"),
    ];
    assert_eq!(mandatory, wanted);
}

#[test]
fn the_fingerprint_changes_with_any_datum() {
    let plain = catalogue();
    assert_eq!(plain.fingerprint.len(), 64);
    assert_eq!(plain.fingerprint, catalogue().fingerprint);
    let other = overlay("[kind.bc29_preservation]\nenabled = true\n").unwrap();
    assert_ne!(plain.fingerprint, other.fingerprint);
}

#[test]
fn every_built_in_file_is_on_the_list() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/catalogue");
    let mut found = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let listed: BTreeSet<String> = builtin().iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(found, listed);
}

/// Run with `--release --ignored --nocapture`: prints how long a load takes, of many the shortest.
#[test]
#[ignore = "a measurement"]
fn how_long_a_load_takes() {
    let bytes: usize = builtin().iter().map(|(_, text)| text.len()).sum();
    let round = || {
        let start = std::time::Instant::now();
        assert!(load(&[]).is_ok());
        start.elapsed()
    };
    println!("{bytes} bytes, {:?} a load", (0..50).map(|_| round()).min());
}
