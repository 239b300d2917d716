use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::text::Text;

fn every_refusal() -> Vec<Refusal> {
    use Refusal as R;
    let at: Timestamp = "2026-11-21T02:00:00Z".parse().unwrap();
    let s = |text: &str| text.to_owned();
    vec![
        R::UnknownKind { kind: s("bc29"), nearest: Some(s("bc29_preservation")) },
        R::KindOff { kind: s("un42_preservation"), instrument: s("uncc") },
        R::WrongDirection { kind: s("k"), possible: vec![Direction::In] },
        R::NoPartner,
        R::UnknownCountry { code: s("ZZ") },
        R::UnknownField { field: s("sumary"), nearest: None },
        R::BadValue { field: s("received"), value: s("99999"), expected: Expected::Instant },
        R::BadValue { field: s("f"), value: s("v"), expected: Expected::OneOf(vec![s("a")]) },
        R::TooLong { field: s("summary"), max: 4096 },
        R::EmptyText,
        R::NoSuchStep { from: s("received"), to: s("closed"), possible: vec![] },
        R::Guarded { to: s("closed"), unmet: every_unmet() },
        R::InFuture { at },
        R::UntilBeforeStart { until: at, at },
        R::AlreadyClosed { state: s("closed") },
        R::NothingToAcknowledge { state: s("draft") },
        R::AlreadyYours,
        R::NotYours { owner: String::new() },
        R::UnknownClock { clock: s("x"), known: vec![s("ack")] },
        R::LegalNeverPauses { clock: s("min_hold") },
        R::ClockNotRunning { clock: s("ack"), state: ClockState::Met },
        R::NotPaused { clock: s("ack") },
        R::PauseTooLong { max: SignedDuration::from_hours(168) },
        R::PauseInPast,
        R::UnknownCheck { code: s("IP09"), open: vec![s("IP03")] },
        R::NotSuchIdentifier { value: s("192.0.2.7") },
        R::LinkToSelf,
        R::NothingToUndo,
        R::CannotUndo { what: "opened" },
        R::ChangedSince { what: "set", by: s("Y. Alaoui") },
        R::NotTheirContact { contact: s("DE"), partner: s("FR") },
        R::NumberNotProved { value: s("+33199000007") },
        R::NoRequest,
        R::ReadOnly,
    ]
}

fn every_unmet() -> Vec<Unmet> {
    let name = Name { en: "Ground".into(), fr: "Motif".into(), ar: None };
    vec![
        Unmet::Field { key: "custodian".into(), label: Some(name.clone()) },
        Unmet::Field { key: "custodian".into(), label: None },
        Unmet::Reason,
        Unmet::Until,
        Unmet::Ground { grounds: vec![name] },
        Unmet::Ground { grounds: vec![] },
        Unmet::Checks { codes: vec!["IP03".into()] },
        Unmet::Authentic { now: String::new() },
        Unmet::SecondOfficer,
        Unmet::AfterUntil,
        Unmet::StillHeld { until: jiff::Timestamp::UNIX_EPOCH },
        Unmet::InstrumentNotOpen { instrument: "CETS 224".into() },
        Unmet::Link(Relation::Extends),
    ]
}

#[test]
fn every_refusal_has_a_sentence_and_a_remedy_in_each_language() {
    for lang in Lang::ALL {
        let text = Text::of(lang).refusal;
        for refusal in every_refusal() {
            let said = text.say(&refusal);
            for part in [&said.what, &said.remedy] {
                assert!(part.len() > 3, "{lang} {refusal:?}: {said:?}");
                assert!(!part.contains('{') && !part.contains('}'), "{lang} {refusal:?}: {part}");
            }
        }
    }
}

#[test]
fn the_two_languages_do_not_share_a_sentence() {
    for refusal in every_refusal() {
        assert_ne!(EN.say(&refusal).what, FR.say(&refusal).what, "{refusal:?}");
    }
    let keys = |text: &RefusalText| text.acts.iter().map(|(word, _)| *word).collect::<Vec<_>>();
    assert_eq!(keys(&EN), keys(&FR));
}

#[test]
fn a_guarded_step_names_every_guard_and_every_remedy() {
    let said = EN.say(&Refusal::Guarded {
        to: "preserved".into(),
        unmet: vec![Unmet::Until, Unmet::SecondOfficer],
    });
    assert!(said.what.contains("end of the preservation") && said.what.contains("second officer"));
    assert!(said.remedy.contains("until which") && said.remedy.contains("another than yourself"));
}

#[test]
fn a_value_can_neither_forge_a_place_nor_reach_the_terminal() {
    let kind = "{1}\u{1b}[2J\u{202e}x".to_owned();
    let said = EN.say(&Refusal::UnknownKind { kind, nearest: Some("near".into()) });
    assert!(said.what.contains("{1}"), "{}", said.what);
    assert!(!said.what.contains('\u{1b}') && !said.what.contains('\u{202e}'));
    assert!(said.remedy.starts_with("Did you mean “near”? "));
}
