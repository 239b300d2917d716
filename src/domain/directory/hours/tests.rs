use proptest::prelude::*;

use super::*;

fn hours(text: &str) -> Hours {
    Hours::parse(text).unwrap_or_else(|| panic!("{text:?} is not read"))
}

fn zone(name: &str) -> TimeZone {
    jiff::tz::TimeZoneDatabase::bundled().get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn hours_are_read_as_people_write_them() {
    for (text, stored) in [
        ("24/7", "24/7"),
        ("24h/24 7j/7", "24/7"),
        ("24 h/24, 7 j/7", "24/7"),
        ("H24", "24/7"),
        ("00:00-24:00", "24/7"),
        ("0:00-0:00", "24/7"),
        ("daily 24/24", "24/7"),
        ("Mon-Sun 00:00 - 24:00", "24/7"),
        ("Mon-Fri 08:30-18:00; Sat 09:00-12:00", "Mon-Fri 08:30-18:00; Sat 09:00-12:00"),
        ("Mon-Fri 08:30-18:00, Sat 09:00-12:00", "Mon-Fri 08:30-18:00; Sat 09:00-12:00"),
        ("mon - fri: 8.30am to 6pm", "Mon-Fri 08:30-18:00"),
        ("9-5pm", "09:00-17:00"),
        ("du lundi au vendredi de 8h30 à 18h", "Mon-Fri 08:30-18:00"),
        ("lun.–ven. 8 h 30 – 12 h, 14 h – 18 h", "Mon-Fri 08:30-12:00, 14:00-18:00"),
        ("Sun-Thu 0800-1600", "Sun-Thu 08:00-16:00"),
        ("dimanche à jeudi 8h-16h", "Sun-Thu 08:00-16:00"),
        ("Mon, Wed and Fri 09:00-12:00", "Mon 09:00-12:00; Wed 09:00-12:00; Fri 09:00-12:00"),
        ("22:00-06:00", "22:00-06:00"),
        ("Fri 22:00-06:00", "Fri 22:00-06:00"),
        ("Sun 22:00-06:00", "Sun 22:00-06:00"),
        ("noon to midnight", "12:00-24:00"),
        ("08:00-18:00 Mon-Fri", "Mon-Fri 08:00-18:00"),
        ("08:00-18:00; Sat 09:00-12:00; Sun closed", "Mon-Fri 08:00-18:00; Sat 09:00-12:00"),
        ("tous les jours 8h-20h", "08:00-20:00"),
        ("Mon-Fri 09:00-17:00, 16:00-18:00", "Mon-Fri 09:00-18:00"),
        ("Mon-Fri 8h24-18h", "Mon-Fri 08:24-18:00"),
        ("Mon-Tue 00:00-24:00", "Mon-Tue 00:00-24:00"),
    ] {
        assert_eq!(hours(text).stored(), stored, "{text}");
        assert_eq!(hours(stored), hours(text), "{stored} reads back");
    }
}

#[test]
fn what_is_no_hours_is_not_guessed_at() {
    for text in [
        "",
        "Mon-Fri",
        "08:00",
        "weekdays 08:00-18:00",
        "25:00-26:00",
        "08:60-09:00",
        "08:00-08:00",
        "24:00-08:00",
        "closed",
        "08:00-18:00 UTC+1",
        "Mon-Fri 08:00-18:00 closed",
        "Mon Fri-08:00",
        "office hours",
        "13pm-14pm",
        "=HOURS()",
        "123-456",
    ] {
        assert_eq!(Hours::parse(text), None, "{text}");
    }
    assert_eq!(Hours::parse(&"08:00-18:00;".repeat(1000)), None);
}

#[test]
fn the_bounds_belong_to_the_hours_that_begin_with_them() {
    let office = hours("Mon-Fri 08:30-18:00");
    let open = |text: &str| office.is_open(text.parse().unwrap());
    assert!(!open("2026-11-20T08:29:59"));
    assert!(open("2026-11-20T08:30:00"));
    assert!(open("2026-11-20T17:59:59"));
    assert!(!open("2026-11-20T18:00:00"));
    assert!(!open("2026-11-21T12:00:00"), "a Saturday");
}

#[test]
fn a_night_belongs_to_the_day_on_which_it_begins() {
    let night = hours("Sun 22:00-06:00");
    let open = |text: &str| night.is_open(text.parse().unwrap());
    assert!(open("2026-11-22T23:00"), "Sunday night");
    assert!(open("2026-11-23T05:59"), "Monday morning");
    assert!(!open("2026-11-22T05:00"), "Sunday morning is Saturday's night");
    assert!(!open("2026-11-23T06:00"));
}

#[test]
fn it_says_when_it_opens_and_when_it_closes() {
    let office = hours("Mon-Fri 08:30-18:00");
    let paris = zone("Europe/Paris");
    let friday = at("2026-11-20T10:00:00Z");
    assert_eq!(office.closes(friday, &paris), Some(at("2026-11-20T17:00:00Z")));
    assert_eq!(office.next_opening(friday, &paris), Some(at("2026-11-23T07:30:00Z")));
    let saturday = at("2026-11-21T03:14:00Z");
    assert_eq!(office.closes(saturday, &paris), None);
    assert_eq!(office.next_opening(saturday, &paris), Some(at("2026-11-23T07:30:00Z")));
    assert_eq!(hours("24/7").closes(saturday, &paris), None);
    assert_eq!(hours("24/7").next_opening(saturday, &paris), None);
    let night = hours("22:00-06:00");
    assert_eq!(night.closes(saturday, &paris), Some(at("2026-11-21T05:00:00Z")));
}

#[test]
fn the_wall_clock_counts_on_both_sides_of_a_clock_change() {
    let office = hours("Mon-Sun 08:30-18:00");
    let paris = zone("Europe/Paris");
    // The last Sunday of October 2026: 03:00 becomes 02:00.
    let before = at("2026-10-24T20:00:00Z");
    assert_eq!(office.next_opening(before, &paris), Some(at("2026-10-25T07:30:00Z")));
    let summer = at("2026-10-23T20:00:00Z");
    assert_eq!(office.next_opening(summer, &paris), Some(at("2026-10-24T06:30:00Z")));
    // The last Sunday of March 2027: 02:00 becomes 03:00, an opening at 02:30 does not occur.
    let early = hours("02:30-06:00");
    let night = at("2027-03-28T00:00:00Z");
    assert_eq!(early.next_opening(night, &paris), Some(at("2027-03-28T01:00:00Z")));
    // A stretch that lies within the skipped hour waits for the next day.
    let skipped = hours("02:10-02:50");
    assert_eq!(skipped.next_opening(night, &paris), Some(at("2027-03-29T00:10:00Z")));
}

#[test]
fn an_hour_that_comes_twice_is_open_twice() {
    let early = hours("02:30-06:00");
    let paris = zone("Europe/Paris");
    let first = at("2026-10-25T00:00:00Z");
    assert_eq!(early.next_opening(first, &paris), Some(at("2026-10-25T00:30:00Z")));
    // At 01:00 UTC the wall shows 02:00 again, before the opening.
    assert_eq!(early.closes(at("2026-10-25T00:30:00Z"), &paris), Some(at("2026-10-25T01:00:00Z")));
    assert_eq!(
        early.next_opening(at("2026-10-25T00:40:00Z"), &paris),
        Some(at("2026-10-25T01:30:00Z"))
    );
}

#[test]
fn morocco_changed_its_clock_for_ramadan_and_gave_it_up_in_2026() {
    let office = hours("Mon-Fri 08:30-16:30");
    let rabat = zone("Africa/Casablanca");
    // Ramadan 2025: UTC+0 from 23 February to 6 April, UTC+1 around it.
    for (now, opens) in [
        ("2025-02-20T20:00:00Z", "2025-02-21T07:30:00Z"),
        ("2025-02-21T20:00:00Z", "2025-02-24T08:30:00Z"),
        ("2025-04-04T20:00:00Z", "2025-04-07T07:30:00Z"),
        ("2026-11-20T20:00:00Z", "2026-11-23T08:30:00Z"),
    ] {
        assert_eq!(office.next_opening(at(now), &rabat), Some(at(opens)), "{now}");
    }
}

#[test]
fn a_day_that_a_zone_left_out_has_no_hours() {
    // Samoa went from Thursday 29 to Saturday 31 December 2011.
    let fridays = hours("Fri 09:00-12:00");
    let apia = zone("Pacific/Apia");
    let thursday = at("2011-12-29T22:00:00Z");
    assert_eq!(fridays.next_opening(thursday, &apia), Some(at("2012-01-05T19:00:00Z")));
}

/// First and last day, start and length in minutes.
type Range = (u16, u16, u16, u16);

fn any_ranges() -> impl Strategy<Value = Vec<Range>> {
    prop::collection::vec((0_u16..7, 0_u16..7, 0_u16..DAY, 1_u16..DAY), 1..6)
}

fn of_ranges(ranges: &[Range]) -> Hours {
    let one = |&(from, to, start, length): &Range| {
        let day = |n: u16| DAYS[usize::from(n)];
        let end = (start + length) % DAY;
        format!("{}-{} {}-{}", day(from), day(to), shown(start), shown(end))
    };
    hours(&ranges.iter().map(one).collect::<Vec<_>>().join("; "))
}

fn any_hours() -> impl Strategy<Value = Hours> {
    any_ranges().prop_map(|ranges| of_ranges(&ranges))
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in ".{0,60}") {
        let _ = Hours::parse(&text);
    }

    #[test]
    fn near_misses_do_no_harm(
        text in "((mon|tue|lun|24|7|8|h|30|am|to|et|closed|daily|:|-|,|;|/| ){1,12}){0,3}",
    ) {
        if let Some(read) = Hours::parse(&text) {
            prop_assert_eq!(Hours::parse(&read.stored()), Some(read));
        }
    }

    #[test]
    fn it_is_open_in_every_range_and_nowhere_else(ranges in any_ranges(), minute in 0..WEEK) {
        let monday: jiff::civil::DateTime = "2026-11-23T00:00".parse().unwrap();
        let local = monday.checked_add(i64::from(minute).minutes()).unwrap();
        let within = |&(from, to, start, length): &Range| {
            (0..7).filter(|day| (day + 7 - from) % 7 <= (to + 7 - from) % 7).any(|day| {
                (minute + 2 * WEEK - (day * DAY + start)) % WEEK < length
            })
        };
        prop_assert_eq!(of_ranges(&ranges).is_open(local), ranges.iter().any(within));
    }

    #[test]
    fn the_stored_form_is_read_back(read in any_hours()) {
        let stored = read.stored();
        let again = Hours::parse(&stored);
        prop_assert_eq!(again.as_ref(), Some(&read));
        prop_assert_eq!(again.map(|h| h.stored()), Some(stored));
    }

    #[test]
    fn it_stays_so_until_it_turns(read in any_hours(), second in 1_700_000_000_i64..1_900_000_000) {
        let now = Timestamp::from_second(second).unwrap();
        for name in ["Europe/Paris", "Africa/Casablanca", "Asia/Kathmandu", "America/St_Johns"] {
            let zone = zone(name);
            let open = |at: Timestamp| read.is_open(zone.to_datetime(at));
            let turn = if open(now) { read.closes(now, &zone) } else { read.next_opening(now, &zone) };
            prop_assert_eq!(turn.is_none(), read.is_always());
            let Some(turn) = turn else { continue };
            prop_assert!(turn > now && open(turn) != open(now));
            let step = (turn.as_second() - second) / 40;
            for n in 0..40 {
                prop_assert_eq!(open(Timestamp::from_second(second + n * step).unwrap()), open(now));
            }
            prop_assert_eq!(open(Timestamp::from_second(turn.as_second() - 1).unwrap()), open(now));
        }
    }
}
