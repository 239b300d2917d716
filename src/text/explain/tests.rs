use jiff::SignedDuration;

use super::*;
use crate::domain::catalogue::Name;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn every_reason() -> Vec<Reason> {
    let (s, t) = (|text: &str| text.to_owned(), at("2026-11-21T02:00:00Z"));
    vec![
        Reason::Anchored { event: s("request_received"), at: t, officer: s("S. Idrissi") },
        Reason::NotStarted { event: s("order_sent") },
        Reason::FallbackAnchor {
            wanted: s("preservation_effected"),
            used: s("request_sent"),
            at: t,
        },
        Reason::Length { length: SignedDuration::from_hours(4), urgency: None },
        Reason::Length { length: SignedDuration::from_mins(15), urgency: Some(Urgency::Emergency) },
        Reason::PartnerPeriod { partner: s("FR"), days: 90, source: s("data") },
        Reason::CustodianInstant { until: t, officer: s("S. Idrissi"), at: t },
        Reason::NoCustodianInstant,
        Reason::Renewed { from: t },
        Reason::ShareOf { clock: s("until"), percent: 70 },
        Reason::Before { clock: s("until"), by: SignedDuration::from_hours(48) },
        Reason::NoEnd,
        Reason::Paused { since: t, until: t, reason: s("waits"), owner: s("o"), resumed: Some(t) },
        Reason::Stopped { event: s("ack_sent"), at: t, officer: s("S. Idrissi") },
        Reason::Source { source: s("ETS 185"), confidence: s("high") },
    ]
}

#[test]
fn every_reason_is_a_sentence_in_each_language() {
    for reason in every_reason() {
        let [en, fr] = [&EN, &FR].map(|t| t.reason(&reason, &[], &TimeZone::UTC));
        assert!(!en.is_empty() && en.len() == fr.len());
        assert_ne!(en, fr);
        for line in en.iter().chain(&fr) {
            assert!(line.ends_with('.') && !line.contains('{'), "{line}");
        }
    }
}

#[test]
fn the_tables_of_both_languages_name_the_same_words() {
    let keys =
        |table: &[(&'static str, &'static str)]| table.iter().map(|r| r.0).collect::<Vec<_>>();
    assert_eq!(keys(EN.events), keys(FR.events));
    assert_eq!(keys(EN.rules), keys(FR.rules));
    assert!(EN.events.is_sorted() && EN.events.windows(2).all(|w| w[0].0 != w[1].0));
}

#[test]
fn instants_are_told_in_utc_and_at_the_desk() {
    let zone = TimeZone::fixed(jiff::tz::offset(1));
    let text = EN.instant(at("2026-11-21T02:00:00Z"), &zone);
    assert!(
        text.contains("02:00:00 UTC") && text.contains("03:00") && text.contains("+01"),
        "{text}"
    );
}

#[test]
fn a_late_legal_clock_says_so_and_that_nobody_can_edit_it() {
    let clock = Clock {
        id: "until".into(),
        name: Name { en: "Until".into(), fr: "Terme".into(), ar: None },
        class: ClockClass::Legal,
        rule: "statutory_min".into(),
        article: "ETS 185 29(7)".into(),
        act: Name::default(),
        anchor: "preservation_effected".into(),
        anchor_at: Some(at("2026-09-01T00:00:00Z")),
        due: Some(at("2026-10-31T00:00:00Z")),
        assumed: true,
        reminder: false,
        stopped: None,
        pauses: vec![],
        why: vec![],
        provenance: Default::default(),
    };
    let lines = EN.why(&clock, &[], at("2026-11-01T02:00:00Z"), &TimeZone::UTC);
    let text = lines.join("\n");
    for part in ["ETS 185 29(7)", "assumed", "Late by 26 h", "never paused nor edited"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}
