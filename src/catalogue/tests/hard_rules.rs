//! Rules that no edit of the tables may break.

use super::*;

const LEGAL_RULES: [&str; 7] = [
    "statutory_min",
    "statutory_max",
    "statutory_deadline",
    "statutory_open",
    "derived_deadline",
    "treaty_immediate",
    "custodian_instant",
];

fn steps_to<'w>(workflow: &'w Workflow, to: &str) -> Vec<&'w StepRule> {
    workflow.steps.iter().filter(|step| step.to == to).collect()
}

fn closed_states(workflow: &Workflow) -> Vec<&str> {
    workflow.states.iter().filter(|s| s.closed).map(|s| s.id.as_str()).collect()
}

#[test]
fn every_state_can_be_reached_and_every_open_one_can_be_closed() {
    let catalogue = catalogue();
    for workflow in catalogue.workflows.values() {
        let from_start = reach(workflow, &workflow.states[0].id, &[]);
        let closed = closed_states(workflow);
        assert!(closed.contains(&"closed"), "{}", workflow.id);
        for state in &workflow.states {
            assert!(from_start.contains(state.id.as_str()), "{} {}", workflow.id, state.id);
            let onward = reach(workflow, &state.id, &[]);
            assert!(closed.iter().any(|end| onward.contains(end)), "{} {}", workflow.id, state.id);
            assert_eq!(state.closed, state.attention == Attention::Closed, "{}", state.id);
        }
    }
}

#[test]
fn preserved_never_closes_without_a_release_a_disclosure_a_refusal_or_an_expiry() {
    let catalogue = catalogue();
    let cases = [
        ("preservation_in", "preserved", &["disclosed", "released", "refused", "expired"][..]),
        ("preservation_out", "confirmed", &["data_received", "released", "refused", "expired"]),
        ("domestic", "held", &["obtained", "lifted", "expired"]),
    ];
    for (id, held, ends) in cases {
        let workflow = &catalogue.workflows[id];
        let found = reach(workflow, held, ends);
        for closed in closed_states(workflow) {
            assert!(!found.contains(closed), "{id}: {held} comes to {closed}");
        }
        for end in ends {
            assert!(reach(workflow, held, &[]).contains(end), "{id}: {held} never comes to {end}");
        }
    }
}

#[test]
fn what_has_expired_closes_only_with_a_reason_and_is_never_renewed() {
    let catalogue = catalogue();
    for workflow in catalogue.workflows.values() {
        for step in &workflow.steps {
            if origins(workflow, &step.from).contains(&"expired") {
                assert!(closed_states(workflow).contains(&step.to.as_str()), "{}", workflow.id);
                let sided = step.to != "closed";
                assert!(sided || step.guards.contains(&Guard::Reason), "{}", workflow.id);
            }
        }
    }
    for id in ["preservation_in", "preservation_out", "domestic"] {
        let workflow = &catalogue.workflows[id];
        let onward =
            workflow.steps.iter().filter(|s| origins(workflow, &s.from).contains(&"expired"));
        assert_eq!(onward.map(|s| s.to.as_str()).collect::<Vec<_>>(), ["closed"], "{id}");
    }
}

#[test]
fn a_hold_is_entered_only_with_its_end_and_prolonged_only_before_it() {
    let catalogue = catalogue();
    let holds = [
        ("preservation_in", "preserved"),
        ("preservation_out", "confirmed"),
        ("extension_in", "extended"),
        ("extension_out", "extended"),
        ("domestic", "held"),
    ];
    for (id, held) in holds {
        for step in steps_to(&catalogue.workflows[id], held) {
            assert!(step.guards.contains(&Guard::Until), "{id} from {:?}", step.from);
            if step.from == [held] {
                assert!(step.guards.contains(&Guard::BeforeUntil), "{id}");
            }
        }
    }
    for id in ["extension_in", "extension_out"] {
        let workflow = &catalogue.workflows[id];
        for step in steps_to(workflow, "linked") {
            assert!(step.guards.contains(&Guard::Until), "{id}");
            assert!(step.guards.contains(&Guard::Link(crate::domain::Relation::Extends)), "{id}");
        }
        for step in steps_to(workflow, "validated") {
            assert_eq!(step.from, ["linked"], "{id}");
            assert!(step.guards.contains(&Guard::BeforeUntil), "{id}");
        }
    }
    for step in steps_to(&catalogue.workflows["preservation_out"], "extension_sent") {
        assert!(step.guards.contains(&Guard::BeforeUntil));
    }
}

#[test]
fn nothing_is_disclosed_to_a_sender_who_was_not_verified() {
    let catalogue = catalogue();
    let cases = [
        ("emergency_in", "transmitted"),
        ("giving_effect_in", "transmitted"),
        ("preservation_in", "disclosed"),
        ("locate_in", "informed"),
    ];
    for (id, state) in cases {
        let steps = steps_to(&catalogue.workflows[id], state);
        let entering = steps.iter().filter(|step| step.from != [state]);
        let mut seen = 0;
        for step in entering {
            seen += 1;
            assert!(step.guards.contains(&Guard::Authentic), "{id} {state}");
        }
        assert!(seen > 0, "{id} {state}");
    }
}

#[test]
fn a_refusal_of_preservation_names_its_ground_and_a_second_officer() {
    let catalogue = catalogue();
    let workflow = &catalogue.workflows["preservation_in"];
    for step in steps_to(workflow, "refused") {
        assert!(step.guards.contains(&Guard::SecondOfficer), "{:?}", step.from);
        // Once the assistance request is in, its own wider grounds apply.
        let wanted = if step.from == ["mla_received"] { Guard::Reason } else { Guard::Ground };
        assert!(step.guards.contains(&wanted), "{:?}", step.from);
    }
    for kind in catalogue.kinds.values() {
        let used = kind.workflows.values().map(|id| &catalogue.workflows[id]);
        let grounded = used.flat_map(|w| &w.steps).any(|s| s.guards.contains(&Guard::Ground));
        let informal =
            ["g7_preservation", "bc29_extension", "un42_extension"].contains(&kind.id.as_str());
        assert!(!grounded || informal || !kind.refusal_grounds.is_empty(), "{}", kind.id);
    }
}

#[test]
fn an_order_may_go_out_without_an_authorisation() {
    let catalogue = catalogue();
    let workflow = &catalogue.workflows["preservation_in"];
    assert!(
        steps_to(workflow, "order_sent").iter().any(|s| s.from.iter().any(|f| f == "validated"))
    );
}

#[test]
fn the_states_of_preservation_are_those_of_the_contract() {
    let catalogue = catalogue();
    let wanted = [
        (
            "preservation_in",
            "received acknowledged clarify validated authorised order_sent preserved mla_received \
             disclosed released refused no_data redirected duplicate expired closed",
        ),
        (
            "preservation_out",
            "draft validated approved sent acked confirmed mla_drafted mla_sent data_received \
             released refused expired closed",
        ),
    ];
    for (id, states) in wanted {
        let workflow = &catalogue.workflows[id];
        for state in states.split(' ') {
            assert!(workflow.states.iter().any(|known| known.id == state), "{id} {state}");
        }
    }
}

#[test]
fn every_incoming_request_can_be_acknowledged_and_answered_and_every_outgoing_one_is_watched() {
    let catalogue = catalogue();
    for kind in catalogue.kinds.values() {
        for (direction, id) in &kind.workflows {
            let known = events(&catalogue.workflows[id]);
            let wanted: &[&str] = match direction {
                Direction::In => &["ack_sent", "indication_sent"],
                Direction::Out => &["request_sent", "partner_contacted", "partner_ack"],
                Direction::Internal => &[],
            };
            for event in wanted {
                assert!(known.contains(event), "{id} never emits {event}");
            }
        }
    }
}

#[test]
fn only_what_law_or_a_custodian_sets_is_a_legal_clock() {
    let catalogue = catalogue();
    let of_kinds = catalogue.kinds.values().flat_map(|kind| &kind.clocks);
    for clock in of_kinds.chain(&catalogue.common_clocks) {
        if clock.class == ClockClass::Legal {
            assert!(LEGAL_RULES.contains(&clock.rule.as_str()), "{} {}", clock.id, clock.rule);
            let sourced = !clock.article.is_empty()
                || clock.rule == "custodian_instant"
                || clock.rule == "derived_deadline";
            assert!(sourced, "{} names no article", clock.id);
        }
        if clock.rule == "treaty_qualitative" {
            assert_eq!(clock.class, ClockClass::Service, "{}", clock.id);
            assert!(!clock.article.is_empty(), "{}", clock.id);
        }
    }
}

#[test]
fn the_end_of_a_preservation_is_the_custodians_and_never_longer_than_the_treaty_says() {
    let catalogue = catalogue();
    for id in ["bc29_preservation", "un42_preservation", "ar37_preservation"] {
        let until: Vec<_> = catalogue.kinds[id].clocks.iter().filter(|c| c.id == "until").collect();
        assert_eq!(until.len(), 2, "{id}");
        for clock in until {
            let out = clock.direction == Some(Direction::Out);
            assert_eq!(clock.class, ClockClass::Legal);
            assert!(clock.custodian_until);
            // What we keep for a partner does not last as long as what it would keep for us.
            assert_eq!(clock.partner_period, out, "{id}");
            assert_eq!(clock.length, ClockLength::Fixed(jiff::SignedDuration::from_hours(60 * 24)));
            let fallback = if out { "request_sent" } else { "order_sent" };
            assert_eq!(clock.fallback_anchor.as_deref(), Some(fallback));
            assert!(clock.stops.iter().any(|event| event == "request_closed"));
        }
    }
    assert_eq!(catalogue.partner_periods["US"].preservation_days, 90);
}

/// A step's events follow those of the state it enters: a clock that one act starts and stops must
/// find them in that order.
#[test]
fn what_is_done_at_the_same_time_stops_what_it_starts() {
    let catalogue = catalogue();
    for kind in catalogue.kinds.values() {
        for clock in kind.clocks.iter().filter(|clock| clock.rule == "treaty_immediate") {
            let ClockLength::Fixed(length) = &clock.length else { continue };
            if !length.is_zero() {
                continue;
            }
            let workflow = &catalogue.workflows[&kind.workflows[&Direction::Out]];
            let state = workflow.states.iter().find(|s| s.emits.contains(&clock.anchor)).unwrap();
            for step in steps_to(workflow, &state.id) {
                let met = step.emits.iter().any(|event| clock.stops.contains(event));
                assert!(met, "{} {}", kind.id, clock.id);
            }
        }
    }
}
