use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn zone(hours: i8) -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(hours))
}

#[test]
fn instants_are_written_in_both_languages() {
    let ts = at("2026-11-21T03:14:07Z");
    let utc = TimeZone::UTC;
    assert_eq!(instant_utc(ts), "2026-11-21 03:14:07 UTC");
    assert_eq!(day(ts, &utc, Lang::En), "Sat 21 Nov");
    assert_eq!(day(ts, &utc, Lang::Fr), "sam. 21 nov.");
    assert_eq!(date_time(ts, &zone(1), Lang::En), "Sat 21 Nov 2026 04:14 (+01)");
    assert_eq!(date_time(ts, &zone(-4), Lang::Fr), "ven. 20 nov. 2026 23:14 (-04)");
    assert_eq!(date_long(ts, &utc, Lang::Fr), "samedi 21 novembre 2026");
    assert_eq!(date_long(at("2027-01-01T00:00:00Z"), &utc, Lang::Fr), "vendredi 1er janvier 2027");
    assert_eq!(clock_time_seconds(ts, &utc), "03:14:07");
    assert_eq!(time_near(ts, at("2026-11-21T23:00:00Z"), &utc, Lang::En), "03:14");
    assert_eq!(time_near(ts, at("2026-11-22T00:00:00Z"), &utc, Lang::Fr), "21 nov. 03:14");
    assert_eq!(time_near(ts, at("2027-01-01T00:00:00Z"), &utc, Lang::En), "21 Nov 2026 03:14");
}

#[test]
fn extreme_instants_have_a_text() {
    for ts in [Timestamp::MIN, Timestamp::MAX] {
        assert!(!date_time(ts, &zone(14), Lang::En).is_empty());
        assert!(!date_time(ts, &zone(-12), Lang::Fr).is_empty());
        assert!(!instant_utc(ts).is_empty());
    }
}

#[test]
fn offsets_show_minutes_only_when_there_are_any() {
    let ts = at("2026-11-21T03:14:07Z");
    for (seconds, expected) in
        [(0, "+00"), (-10_800, "-03"), (19_800, "+05:30"), (-12_600, "-03:30")]
    {
        let tz = TimeZone::fixed(jiff::tz::Offset::from_seconds(seconds).expect("an offset"));
        assert_eq!(offset(ts, &tz), expected);
    }
}

#[test]
fn countdowns_are_short_and_never_wrong_by_a_minute() {
    for (seconds, en, fr) in [
        (41 * 60 + 59, "T-00:41", "T-00:41"),
        (0, "T-00:00", "T-00:00"),
        (-1, "LATE +00:00", "RETARD +00:00"),
        (-22 * 60, "LATE +00:22", "RETARD +00:22"),
        (86_399, "T-23:59", "T-23:59"),
        (2 * 86_400 + 4 * 3_600 + 11 * 60, "T-02d 04:11", "T-02j 04:11"),
        (-90_000, "LATE +01d 01:00", "RETARD +01j 01:00"),
        (120 * 86_400, "T-120d 00:00", "T-120j 00:00"),
    ] {
        assert_eq!(left(seconds, Lang::En), en);
        assert_eq!(left(seconds, Lang::Fr), fr);
    }
    assert_eq!(left_seconds(41 * 60 + 7, Lang::En), "T-00:41:07");
    assert_eq!(left_seconds(-62, Lang::Fr), "RETARD +00:01:02");
    assert!(left(i64::MIN, Lang::En).starts_with("LATE"));
}

#[test]
fn durations_and_periods_are_words() {
    for (seconds, en, fr) in [
        (45, "45 s", "45 s"),
        (720, "12 min", "12 min"),
        (8 * 3_600, "8 h", "8 h"),
        (3 * 3_600 + 20 * 60, "3 h 20", "3 h 20"),
        (86_400, "24 h", "24 h"),
        (14 * 86_400, "14 days", "14 jours"),
        (2 * 86_400 + 4 * 3_600, "2 days 4 h", "2 jours 4 h"),
        (-720, "−12 min", "−12 min"),
    ] {
        assert_eq!(duration_words(SignedDuration::from_secs(seconds), Lang::En), en);
        assert_eq!(duration_words(SignedDuration::from_secs(seconds), Lang::Fr), fr);
    }
    for (iso, en, fr) in [
        ("P90D", "90 days", "90 jours"),
        ("P1D", "1 day", "1 jour"),
        ("PT8H", "8 h", "8 h"),
        ("P1Y6M", "1 year 6 months", "1 an 6 mois"),
        ("P2W", "2 weeks", "2 semaines"),
        ("P1DT12H30M", "1 day 12 h 30 min", "1 jour 12 h 30 min"),
        ("PT0S", "0 h", "0 h"),
        ("soon\u{1b}[m", "soon␛[m", "soon␛[m"),
        ("14 days", "14 days", "14 days"),
    ] {
        assert_eq!(period(iso, Lang::En), en);
        assert_eq!(period(iso, Lang::Fr), fr);
    }
    assert!(!duration_words(SignedDuration::MIN, Lang::En).is_empty());
}

#[test]
fn ages_take_one_unit() {
    assert_eq!(age(14, Lang::En), "14 s");
    assert_eq!(age(12 * 86_400, Lang::En), "12 d");
    assert_eq!(ago(12 * 86_400, Lang::Fr), "il y a 12 j");
    assert_eq!(ago(-90, Lang::En), "in 1 min");
    assert_eq!(age(i64::MIN, Lang::En), "0 s");
}

#[test]
fn numbers_follow_the_language() {
    assert_eq!(number(0, Lang::En), "0");
    assert_eq!(number(999, Lang::En), "999");
    assert_eq!(number(1_412_003, Lang::En), "1,412,003");
    assert_eq!(number(1_412, Lang::Fr), "1\u{202f}412");
    assert_eq!(size(512, Lang::En), "512 B");
    assert_eq!(size(1_450_000, Lang::En), "1.4 MB");
    assert_eq!(size(1_450_000, Lang::Fr), "1,4 Mo");
    assert_eq!(size(2_000, Lang::Fr), "2 ko");
    assert_eq!(size(u64::MAX, Lang::En), "18,446,744 TB");
    for (n, en, fr) in [
        (0, "0 requests", "0 demande"),
        (1, "1 request", "1 demande"),
        (2, "2 requests", "2 demandes"),
    ] {
        assert_eq!(count(n, "request", "requests", Lang::En), en);
        assert_eq!(count(n, "demande", "demandes", Lang::Fr), fr);
    }
}

#[test]
fn columns_are_those_of_the_screen() {
    for (text, cols) in [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u{301}", 1),
        ("東京", 4),
        ("محمد", 4),
        ("…", 1),
        ("👩‍💻", 2),
    ] {
        assert_eq!(width(text), cols, "{text}");
    }
    assert_eq!(truncate("Preservation", 5), "Pres…");
    assert_eq!(truncate("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    assert_eq!(truncate("東京都", 4), "東…");
    assert_eq!(truncate("a b c", 3), "a…");
    assert_eq!(truncate("abc", 0), "");
    assert_eq!(pad("FR", 4), "FR  ");
    assert_eq!(pad("東京都", 4), "東… ");
    assert_eq!(pad_left("42", 4), "  42");
}

proptest! {
    #[test]
    fn a_padded_text_has_exactly_its_columns(text in "\\PC{0,30}", cols in 0_usize..40) {
        prop_assert_eq!(width(&pad(&text, cols)), cols);
        prop_assert_eq!(width(&pad_left(&text, cols)), cols);
        prop_assert!(width(&truncate(&text, cols)) <= cols);
    }

    #[test]
    fn the_screen_measures_the_same(text in "\\PC{0,20}") {
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 200, 1));
        let (end, _) = buffer.set_stringn(0, 0, &text, 200, ratatui::style::Style::new());
        prop_assert_eq!(usize::from(end), width(&text), "{:?}", text);
    }

    #[test]
    fn any_countdown_has_a_text(seconds in any::<i64>()) {
        for lang in Lang::ALL {
            prop_assert!(left(seconds, lang).is_ascii());
            prop_assert!(!duration_words(SignedDuration::from_secs(seconds), lang).is_empty());
        }
    }
}
