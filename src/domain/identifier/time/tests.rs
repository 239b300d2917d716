use jiff::tz::TimeZoneDatabase;
use proptest::prelude::*;

use super::*;

fn cx() -> CheckContext {
    CheckContext { now: "2026-11-21T20:00:00Z".parse().unwrap(), ..CheckContext::default() }
}

fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).unwrap()
}

fn codes(reading: &TimeReading) -> Vec<&'static str> {
    let mut codes: Vec<_> = reading.findings.iter().map(|f| f.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn clear_times_are_read_to_one_instant() {
    let cases = [
        ("2026-11-20T14:30:05Z", "2026-11-20T14:30:05Z"),
        ("2026-11-20 14:30:05.250 UTC", "2026-11-20T14:30:05.25Z"),
        ("2026-11-20T15:30:05+01:00", "2026-11-20T14:30:05Z"),
        ("20/11/2026 14:30:05 GMT", "2026-11-20T14:30:05Z"),
        ("11/20/2026 2:30:05 PM UTC", "2026-11-20T14:30:05Z"),
        ("20.11.2026 15:30:05 CET", "2026-11-20T14:30:05Z"),
        ("20 November 2026, 14:30:05 (UTC+0)", "2026-11-20T14:30:05Z"),
        ("November 20, 2026 at 14:30:05 UTC", "2026-11-20T14:30:05Z"),
        ("Fri, 20 Nov 2026 16:30:05 +0200", "2026-11-20T14:30:05Z"),
        ("20 août 2026 à 14h30m05 TU", "2026-08-20T14:30:05Z"),
        ("14:30:05 UTC on 20 November 2026", "2026-11-20T14:30:05Z"),
        ("2026-11-20 15:30:05 Europe/Paris", "2026-11-20T14:30:05Z"),
        ("2026-11-20 09:30:05 GMT-5", "2026-11-20T14:30:05Z"),
        ("04/04/2026 10:00:00 UTC", "2026-04-04T10:00:00Z"),
    ];
    for (text, want) in cases {
        let reading = read(text, &cx());
        assert_eq!(reading.instant.map(|t| t.to_string()).as_deref(), Some(want), "{text}");
        assert_eq!(codes(&reading), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn unclear_times_are_asked_about_and_not_guessed() {
    let cases: &[(&str, &[&str])] = &[
        ("2026-11-20 14:30:05", &["TM01"]),
        ("03/04/2026 14:30", &["TM01", "TM02", "TM05"]),
        ("03/04/2026 14:30:00 UTC", &["TM02"]),
        ("2026-11-20 14:30:05 CST", &["TM03"]),
        ("2026-11-20 14:30:05 IST", &["TM03"]),
        ("2026-11-20 14:30:05 BST", &["TM03"]),
        ("2026-11-20 14:30:05 EST", &["TM03"]),
        ("2026-11-20 14:30:05 Mars/Base", &["TM01"]),
        ("2026-03-29 02:30:00 Europe/Paris", &["TM04"]),
        ("2026-10-25 02:30:00 Europe/Paris", &["TM04"]),
        ("20 Nov 2026", &["TM01", "TM05"]),
        ("31/02/2026 10:00:00 UTC", &["R20"]),
        ("01/01/99999 10:00:00 UTC", &["R20"]),
        ("99999-01-01T00:00:00Z", &["R20"]),
        ("2026-11-20 25:61:00 UTC", &["R20"]),
        ("last Tuesday", &["R20"]),
        ("", &["R20"]),
    ];
    for (text, want) in cases {
        let reading = read(text, &cx());
        assert_eq!(reading.instant, None, "{text}");
        assert_eq!(codes(&reading), *want, "{text}");
    }
}

#[test]
fn a_known_instant_may_still_be_doubtful() {
    let cases: &[(&str, &[&str])] = &[
        ("2026-11-20 14:30 UTC", &["TM05"]),
        ("2026-12-20 14:30:05 UTC", &["TM06"]),
        ("2024-11-20 14:30:05 UTC", &["TM06"]),
        ("1763649005", &["TM06", "TM09"]),
        ("1795000000", &["TM09"]),
        ("1795000000000", &["TM09"]),
        ("134394736000000000", &["TM09"]),
    ];
    for (text, want) in cases {
        let reading = read(text, &cx());
        assert!(reading.instant.is_some(), "{text}");
        assert_eq!(codes(&reading), *want, "{text}");
    }
    let future = read("2026-12-20 14:30:05 UTC", &cx());
    assert_eq!(future.findings[0].level, Level::Block);
    let old = read("2024-11-20 14:30:05 UTC", &cx());
    assert_eq!(old.findings[0].level, Level::Warn);
}

#[test]
fn the_ramadan_changes_of_morocco_are_seen_even_where_no_zone_is_given() {
    let ours = CheckContext { our_zone: zone("Africa/Casablanca"), ..cx() };
    // Clocks went back at 03:00 on 15 February and forward at 02:00 on 22 March 2026.
    for (text, level) in
        [("2026-02-15 02:30:00", Level::Warn), ("2026-03-22 02:30:00", Level::Block)]
    {
        for text in [text.to_owned(), format!("{text} Africa/Casablanca")] {
            let reading = read(&text, &ours);
            let change = reading.findings.iter().find(|f| f.code == "TM04");
            assert_eq!(change.map(|f| f.level), Some(level), "{text}");
            assert_eq!(reading.instant, None);
        }
    }
    assert_eq!(codes(&read("2026-02-16 02:30:00", &ours)), ["TM01"]);
}

#[test]
fn an_offset_that_is_not_the_partners_is_said() {
    let there = CheckContext { partner_zone: Some(zone("Europe/Paris")), ..cx() };
    let seen = |text: &str| {
        let identifier = Identifier { time_text: Some(text.to_owned()), ..Identifier::default() };
        let mut out = Vec::new();
        check(&identifier, &there, &mut out);
        out.into_iter().map(|f| f.code).collect::<Vec<_>>()
    };
    assert!(seen("2026-11-20T14:30:05+02:00").contains(&"TM08"));
    assert!(!seen("2026-11-20T14:30:05+01:00").contains(&"TM08"));
    assert!(!seen("2026-11-20T14:30:05Z").contains(&"TM08"));
    assert!(seen("2026-11-20T14:30:05Z").contains(&"TM12"));
}

#[test]
fn a_retention_known_to_be_shorter_counts() {
    let short = CheckContext { retention_days: Some(30), ..cx() };
    assert_eq!(codes(&read("2026-09-20 14:30:05 UTC", &short)), ["TM06"]);
    assert_eq!(codes(&read("2026-09-20 14:30:05 UTC", &cx())), Vec::<&str>::new());
}

#[test]
fn an_expiry_without_a_time_is_the_earliest_instant_of_the_day() {
    let zones = [zone("Africa/Casablanca"), zone("Asia/Tokyo"), zone("America/Lima")];
    let reading = expiry("20 December 2026", &zones, &cx());
    assert_eq!(reading.instant.unwrap().to_string(), "2026-12-19T15:00:00Z");
    assert!(codes(&reading).contains(&"TM11"));
    let exact = expiry("2026-12-20T10:00:00Z", &zones, &cx());
    assert!(!codes(&exact).contains(&"TM11"));
}

#[test]
fn a_span_of_hours_is_not_an_offset() {
    let reading = read("2026-11-20 10:00-12:00", &cx());
    assert_eq!((reading.instant, reading.offset), (None, None));
    let iso = read("2026-11-20T10:00-05:00", &cx());
    assert_eq!(iso.offset, Some(-5 * 3600));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,80}|[0-9/:.TZ+ -]{0,40}") {
        let _ = read(&text, &cx());
        let _ = expiry(&text, &[TimeZone::UTC], &cx());
    }

    #[test]
    fn what_is_written_is_read_back(second in 1_700_000_000_i64..1_795_000_000, shift in -12_i8..=14) {
        let at = Timestamp::from_second(second).unwrap();
        let local = at.to_zoned(TimeZone::fixed(Offset::constant(shift)));
        let text = local.strftime("%Y-%m-%d %H:%M:%S %:z").to_string();
        prop_assert_eq!(read(&text, &cx()).instant, Some(at));
    }
}
