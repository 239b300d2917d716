use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::value::{duration, instant, nearest, normalise};
use super::*;
use crate::domain::catalogue::{FieldRule, FieldType};

fn now() -> Timestamp {
    "2026-11-21T03:14:00Z".parse().unwrap()
}

#[test]
fn typed_instants_are_read_in_the_desks_zone() {
    let paris = TimeZone::get("Europe/Paris").unwrap();
    let cases = [
        ("2026-11-21T02:31:07+01:00", "2026-11-21T01:31:07Z"),
        ("2026-11-21 14:30", "2026-11-21T13:30:00Z"),
        ("14:30", "2026-11-21T13:30:00Z"),
        ("2026-12-24", "2026-12-23T23:00:00Z"),
        ("now", "2026-11-21T03:14:00Z"),
        ("+60d", "2027-01-20T03:14:00Z"),
        ("-20m", "2026-11-21T02:54:00Z"),
        // Repeated by the end of summer time: the earlier one, which is the safe side.
        ("2026-10-25 02:30", "2026-10-25T00:30:00Z"),
    ];
    for (text, expected) in cases {
        let expected: Timestamp = expected.parse().unwrap();
        assert_eq!(instant(text, now(), &paris), Some(expected), "{text}");
    }
    for text in ["", "soon", "99999-01-01", "+99999999d", "2026-13-01", "1626-01-01 10:00"] {
        assert_eq!(instant(text, now(), &paris), None, "{text}");
    }
}

#[test]
fn durations_are_read_as_people_type_them() {
    let hours = SignedDuration::from_hours;
    let cases =
        [("8h", hours(8)), ("14d", hours(336)), ("1j12h", hours(36)), ("P60D", hours(1440))];
    for (text, expected) in cases {
        assert_eq!(duration(text), Some(expected), "{text}");
    }
    for text in ["", "8", "h", "-8h", "P1M", "99999999999999d"] {
        assert_eq!(duration(text), None, "{text}");
    }
}

#[test]
fn values_take_their_stored_form_or_say_what_is_expected() {
    let rule = |kind| FieldRule {
        kind,
        choices: vec!["RED".to_owned(), "GREEN".to_owned()],
        ..FieldRule::default()
    };
    let stored = |kind, text| normalise(&rule(kind), text, now(), &TimeZone::UTC);
    assert_eq!(stored(FieldType::Flag, "oui").unwrap(), "yes");
    assert_eq!(stored(FieldType::Choice, "red").unwrap(), "RED");
    assert_eq!(stored(FieldType::Period, "60d").unwrap(), "P60D");
    assert_eq!(stored(FieldType::Country, "fr").unwrap(), "FR");
    assert_eq!(stored(FieldType::Instant, "04:00").unwrap(), "2026-11-21T04:00:00Z");
    assert!(stored(FieldType::Choice, "pink").is_err());
    assert!(stored(FieldType::Country, "France").is_err());
    assert_eq!(stored(FieldType::Instant, "").unwrap(), "", "empty text clears");
}

#[test]
fn a_mistyped_word_finds_its_neighbour() {
    let known = ["preserved", "released", "refused"];
    assert_eq!(nearest("presrved", known.into_iter()).as_deref(), Some("preserved"));
    assert_eq!(nearest("zebra", known.into_iter()), None);
}
