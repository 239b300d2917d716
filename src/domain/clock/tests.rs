use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::domain::catalogue::{Confidence, StateRule, StepRule};
use crate::domain::{
    AuthorKey, Direction, EntityId, EntryId, Fact, Hlc, Opened, Recorded, Reference, Step, merge,
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn utc(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn rule(id: &str, class: ClockClass, length: ClockLength) -> ClockRule {
    ClockRule {
        id: id.to_owned(),
        class,
        length,
        anchor: "request_received".to_owned(),
        ..ClockRule::default()
    }
}

fn rules() -> Vec<ClockRule> {
    let until = ClockRule {
        anchor: "preservation_effected".to_owned(),
        fallback_anchor: Some("order_sent".to_owned()),
        stops: vec!["released".to_owned()],
        custodian_until: true,
        partner_period: true,
        ..rule("until", ClockClass::Legal, ClockLength::Fixed(DAY * 60))
    };
    let answer = ClockRule {
        stops: vec!["released".to_owned()],
        ..rule(
            "answer",
            ClockClass::Service,
            ClockLength::ByUrgency {
                emergency: SignedDuration::from_hours(1),
                urgent: SignedDuration::from_hours(8),
                routine: DAY * 3,
            },
        )
    };
    let half = ClockLength::ShareOf { clock: "until".to_owned(), percent: 50 };
    let notice = ClockLength::Before { clock: "until".to_owned(), by: DAY * 14 };
    let anchored = |rule: ClockRule| ClockRule {
        anchor: "preservation_effected".to_owned(),
        fallback_anchor: Some("order_sent".to_owned()),
        ..rule
    };
    vec![
        anchored(rule("half", ClockClass::Service, half)),
        anchored(rule("notice", ClockClass::Service, notice)),
        until,
        answer,
    ]
}

fn catalogue() -> Catalogue {
    let state = |id: &str, emits: &[&str]| StateRule {
        id: id.to_owned(),
        emits: emits.iter().map(|e| e.to_string()).collect(),
        ..StateRule::default()
    };
    let step = |from: &str, to: &str| StepRule {
        from: vec![from.to_owned()],
        to: to.to_owned(),
        ..StepRule::default()
    };
    let workflow = Workflow {
        id: "w".to_owned(),
        version: 1,
        states: vec![
            state("received", &[]),
            state("order_sent", &["order_sent"]),
            state("preserved", &["preservation_effected"]),
            state("released", &["released"]),
        ],
        steps: vec![
            step("received", "order_sent"),
            step("order_sent", "preserved"),
            step("preserved", "preserved"),
            step("preserved", "released"),
        ],
    };
    let kind = Kind { id: "k".to_owned(), clocks: rules(), ..Kind::default() };
    Catalogue {
        kinds: BTreeMap::from([("k".to_owned(), kind)]),
        workflows: BTreeMap::from([("w".to_owned(), workflow)]),
        partner_periods: BTreeMap::from([(
            "US".to_owned(),
            PartnerPeriod {
                preservation_days: 90,
                notice_days: None,
                provenance: Provenance { confidence: Confidence::High, ..Provenance::default() },
            },
        )]),
        ..Catalogue::default()
    }
}

struct Case {
    entries: Vec<Recorded>,
}

impl Case {
    fn new(received: &str, fields: &[(&str, &str)]) -> Self {
        let mut values: BTreeMap<String, String> =
            fields.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
        values.insert("received".to_owned(), received.to_owned());
        let opened = Fact::Opened(Opened {
            reference: Reference::new("MA", 2026, 1),
            kind: "k".to_owned(),
            direction: Direction::In,
            workflow: "w".to_owned(),
            workflow_version: 1,
            fields: values,
            identifiers: vec![],
            attachments: vec![],
            source: None,
        });
        Self { entries: vec![] }.with(received, opened)
    }

    fn with(mut self, at: &str, fact: Fact) -> Self {
        let n = self.entries.len() as u8 + 1;
        let steps = matches!(fact, Fact::Stepped(_));
        let last = self
            .entries
            .iter()
            .rev()
            .find(|e| matches!(e.fact, Fact::Opened(_) | Fact::Stepped(_)));
        let refs = if steps { last.map(|e| e.id).into_iter().collect() } else { vec![] };
        self.entries.push(Recorded {
            id: EntryId([n; 32]),
            author: AuthorKey([1; 32]),
            hlc: Hlc { ms: u64::from(n), tick: 0 },
            entity: EntityId([1; 16]),
            refs,
            officer: "S. Alaoui".to_owned(),
            desk: "desk-1".to_owned(),
            at: utc(at),
            fact,
        });
        self
    }

    fn step(self, at: &str, to: &str, until: Option<&str>) -> Self {
        let fact = Fact::Stepped(Step {
            to: to.to_owned(),
            at: utc(at),
            until: until.map(utc),
            ..Step::default()
        });
        self.with(at, fact)
    }

    fn pause(self, at: &str, clock: &str, until: &str) -> Self {
        let fact = Fact::Paused {
            clock: clock.to_owned(),
            reason: "provider closed".to_owned(),
            owner: "S. Alaoui".to_owned(),
            until: utc(until),
        };
        self.with(at, fact)
    }

    fn clock(&self, id: &str) -> Clock {
        let catalogue = catalogue();
        let workflow = |_: &str, _: u32| catalogue.workflows.get("w");
        let request = merge::replay(EntityId([1; 16]), &self.entries, workflow).unwrap();
        let all = clocks(&request, &catalogue.kinds["k"], &catalogue);
        all.into_iter().find(|clock| clock.id == id).unwrap()
    }
}

#[test]
fn an_until_without_the_custodians_word_is_assumed_from_the_earlier_event() {
    let case = Case::new("2026-11-01T00:00:00Z", &[("partner", "FR")]).step(
        "2026-11-02T10:00:00Z",
        "order_sent",
        None,
    );
    let clock = case.clock("until");
    assert_eq!(clock.due, Some(utc("2027-01-01T10:00:00Z")));
    assert!(clock.assumed);
    assert!(clock.why.iter().any(|r| matches!(r, Reason::FallbackAnchor { .. })));
}

#[test]
fn the_partners_period_replaces_the_kinds() {
    let case = Case::new("2026-11-01T00:00:00Z", &[("partner", "US")]).step(
        "2026-11-02T10:00:00Z",
        "order_sent",
        None,
    );
    assert_eq!(case.clock("until").due, Some(utc("2027-01-31T10:00:00Z")));
}

#[test]
fn the_custodians_instant_ends_the_assumption_and_a_renewal_keeps_the_earlier_end_readable() {
    let case = Case::new("2026-11-01T00:00:00Z", &[("partner", "FR")])
        .step("2026-11-02T10:00:00Z", "order_sent", None)
        .step("2026-11-03T10:00:00Z", "preserved", Some("2027-01-10T00:00:00Z"));
    let clock = case.clock("until");
    assert_eq!((clock.due, clock.assumed), (Some(utc("2027-01-10T00:00:00Z")), false));
    let renewed =
        case.step("2027-01-05T00:00:00Z", "preserved", Some("2027-03-11T00:00:00Z")).clock("until");
    assert_eq!(renewed.due, Some(utc("2027-03-11T00:00:00Z")));
    assert!(renewed.why.contains(&Reason::Renewed { from: utc("2027-01-10T00:00:00Z") }));
}

#[test]
fn clocks_that_hang_on_another_follow_it() {
    let case = Case::new("2026-11-01T00:00:00Z", &[])
        .step("2026-11-02T00:00:00Z", "order_sent", None)
        .step("2026-11-03T00:00:00Z", "preserved", Some("2027-01-02T00:00:00Z"));
    assert_eq!(case.clock("notice").due, Some(utc("2026-12-19T00:00:00Z")));
    assert_eq!(case.clock("half").due, Some(utc("2026-12-03T00:00:00Z")));
    assert!(!case.clock("notice").assumed);
}

#[test]
fn a_stop_after_the_end_is_missed_and_before_it_met() {
    let base = |released: &str| {
        Case::new("2026-11-01T00:00:00Z", &[("urgency", "urgent")])
            .step("2026-11-01T00:10:00Z", "order_sent", None)
            .step("2026-11-01T00:20:00Z", "preserved", Some("2027-01-02T00:00:00Z"))
            .step(released, "released", None)
    };
    let state =
        |released: &str| base(released).clock("answer").at(utc("2027-01-01T00:00:00Z")).state;
    assert_eq!(state("2026-11-01T07:59:59Z"), ClockState::Met);
    assert_eq!(state("2026-11-01T08:00:01Z"), ClockState::Missed);
}

#[test]
fn a_legal_clock_never_pauses() {
    let case = Case::new("2026-11-01T00:00:00Z", &[("partner", "FR")])
        .step("2026-11-02T00:00:00Z", "order_sent", None)
        .pause("2026-11-03T00:00:00Z", "until", "2026-11-05T00:00:00Z");
    let clock = case.clock("until");
    assert!(clock.pauses.is_empty());
    assert_eq!(clock.due, Some(utc("2027-01-01T00:00:00Z")));
}

#[test]
fn a_paused_service_clock_stands_still_and_ends_later_by_the_pause() {
    let case = Case::new("2026-11-01T00:00:00Z", &[("urgency", "urgent")]).pause(
        "2026-11-01T02:00:00Z",
        "answer",
        "2026-11-01T05:00:00Z",
    );
    let clock = case.clock("answer");
    assert_eq!(clock.due, Some(utc("2026-11-01T11:00:00Z")));
    for during in ["2026-11-01T02:00:00Z", "2026-11-01T04:59:59Z"] {
        let reading = clock.at(utc(during));
        assert_eq!(reading.state, ClockState::Paused);
        assert_eq!(reading.left, Some(SignedDuration::from_hours(6)));
    }
    let after = clock.at(utc("2026-11-01T05:00:00Z"));
    assert_eq!(
        (after.state, after.left),
        (ClockState::Running, Some(SignedDuration::from_hours(6)))
    );
}

#[test]
fn overlapping_pauses_of_two_desks_count_once() {
    let case = Case::new("2026-11-01T00:00:00Z", &[("urgency", "urgent")])
        .pause("2026-11-01T02:00:00Z", "answer", "2026-11-01T05:00:00Z")
        .pause("2026-11-01T03:00:00Z", "answer", "2026-11-01T06:00:00Z");
    assert_eq!(case.clock("answer").due, Some(utc("2026-11-01T12:00:00Z")));
}

#[test]
fn an_early_resume_gives_the_unused_time_back() {
    let case = Case::new("2026-11-01T00:00:00Z", &[("urgency", "urgent")])
        .pause("2026-11-01T02:00:00Z", "answer", "2026-11-01T05:00:00Z")
        .with("2026-11-01T03:00:00Z", Fact::Resumed { clock: "answer".to_owned() });
    assert_eq!(case.clock("answer").due, Some(utc("2026-11-01T09:00:00Z")));
}

/// A legal period of sixty days is the same span of instants whatever clocks on walls do: across
/// the European changes and across Morocco's Ramadan changes of 2027 (7 February, 14 March).
#[test]
fn periods_count_in_instants_across_clock_changes() {
    for start in ["2027-02-06T23:30:00Z", "2027-03-13T23:30:00Z", "2027-03-27T23:30:00Z"] {
        let case = Case::new(start, &[]).step(start, "order_sent", None);
        let due = case.clock("until").due.unwrap();
        assert_eq!(due.duration_since(utc(start)), DAY * 60);
    }
}

proptest! {
    #[test]
    fn the_reading_never_jumps(start in 0_i64..400_000_000, length in 1_i64..100_000, zone in 0_usize..4) {
        let names = ["Africa/Casablanca", "Europe/Paris", "America/Lord_Howe", "UTC"];
        let zone = TimeZone::get(["Africa/Casablanca", "Europe/Paris", "Australia/Lord_Howe", "UTC"][zone])
            .unwrap_or_else(|_| panic!("{names:?}"));
        let start = Timestamp::from_second(1_600_000_000 + start).unwrap();
        let due = start.checked_add(SignedDuration::from_secs(length)).unwrap();
        for offset in [0, 1, length / 2, length, length + 1] {
            let now = start.checked_add(SignedDuration::from_secs(offset)).unwrap();
            // Through local time and back: what two desks in two zones see is the same number.
            let seen = now.to_zoned(zone.clone()).timestamp();
            let reading = read(Some(start), Some(due), None, std::iter::empty(), seen);
            prop_assert_eq!(reading.left.unwrap().as_secs(), length - offset);
            let late = offset > length;
            prop_assert_eq!(reading.state, if late { ClockState::Late } else { ClockState::Running });
        }
    }

    #[test]
    fn pausing_never_ends_a_clock_earlier(since in 0_i64..8, span in 1_i64..50) {
        let hour = |h: i64| utc("2026-11-01T00:00:00Z").checked_add(SignedDuration::from_hours(h)).unwrap();
        let case = Case::new("2026-11-01T00:00:00Z", &[("urgency", "urgent")]).pause(
            &hour(since).to_string(),
            "answer",
            &hour(since + span).to_string(),
        );
        prop_assert_eq!(case.clock("answer").due.unwrap(), hour(8 + span));
    }
}
