//! Intake against the data that the program carries.

use super::*;

#[test]
fn every_kind_that_intake_proposes_is_offered() {
    let data = crate::catalogue::load(&[]).unwrap();
    let proposed = form::kinds().chain(guess::kinds());
    for id in proposed {
        assert!(data.kinds.get(id).is_some_and(|k| k.enabled), "{id}");
    }
}

#[test]
fn fixtures_name_their_machines_with_port_and_time() {
    let data = crate::catalogue::load(&[]).unwrap();
    let p = read("x.txt", &fixture("tcy_preservation_en.txt"), &context(&data)).unwrap().remove(0);
    let ip = p.identifiers.iter().find(|i| i.value == "192.0.2.44").unwrap();
    assert_eq!((ip.port, ip.protocol.as_deref()), (Some(51515), Some("TCP")));
    assert_eq!(ip.at.map(|at| at.to_string()).as_deref(), Some("2026-11-18T13:03:22Z"));
    let p = read("x.eml", &fixture("french.eml"), &context(&data)).unwrap().remove(0);
    assert!(p.identifiers.iter().any(|i| i.value == "192.0.2.77"), "{:?}", p.identifiers);
    assert!(!p.identifiers.iter().any(|i| i.value.contains("permanence@")));
    assert!(p.findings.iter().any(|f| f.code == "IP05"));
}

#[test]
fn what_intake_fills_stands_in_the_form_of_its_field() {
    let data = crate::catalogue::load(&[]).unwrap();
    for name in [
        "tcy_preservation_en.txt",
        "tcy_preservation_fr.txt",
        "tcy_mla_en.txt",
        "french.eml",
        "form_in_mail.eml",
        "arabic.eml",
        "hostile.eml",
        "request.toml",
    ] {
        let p = read(name, &fixture(name), &context(&data)).unwrap().remove(0);
        let kind = &data.kinds[&p.kind];
        for rule in kind.fields.iter().chain(&data.common_fields) {
            if let Some(value) = p.fields.get(&rule.key) {
                assert_eq!(
                    value::normalise(Some(rule), value, &data).as_ref(),
                    Ok(value),
                    "{name} {}",
                    rule.key
                );
            }
        }
    }
}
