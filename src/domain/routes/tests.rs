//! Routes between made-up States.

use proptest::prelude::*;

use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn partial(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text)
}

fn party(standing: Standing) -> Party {
    let provenance =
        Provenance { source: "a list".to_owned(), confidence: Confidence::High, as_of: None };
    Party { standing, provenance, ..Party::default() }
}

fn since(day: &str) -> Party {
    Party { in_force: partial(day), ..party(Standing::Party) }
}

fn treaty() -> Instrument {
    Instrument {
        id: "treaty".to_owned(),
        in_force: partial("2004-07-01"),
        entry: Entry::MonthAfterThree,
        ..Instrument::default()
    }
}

fn catalogue(instrument: Instrument, ours: Party, theirs: Party) -> Catalogue {
    let parties = [("AA".to_owned(), ours), ("BB".to_owned(), theirs)].into();
    let mut catalogue = Catalogue::default();
    catalogue.parties.insert(instrument.id.clone(), parties);
    catalogue.instruments.insert(instrument.id.clone(), instrument);
    catalogue
}

/// From when it is open between both, and whether that was computed.
fn opening(instrument: Instrument, ours: Party, theirs: Party) -> Option<(Date, bool)> {
    let catalogue = catalogue(instrument, ours, theirs);
    let route = route(&catalogue, "treaty", "AA", "BB").unwrap();
    assert!(!route.always);
    route.since.map(|since| (since, route.derived))
}

#[test]
fn it_opens_on_the_latest_of_three_dates_and_not_a_day_before() {
    let cases = [
        ("2018-10-01", "2006-05-01", "2018-10-01"),
        ("2018-10-01", "2025-12-01", "2025-12-01"),
        ("2003-01-01", "2003-01-02", "2004-07-01"),
    ];
    for (ours, theirs, opens) in cases {
        let catalogue = catalogue(treaty(), since(ours), since(theirs));
        let route = route(&catalogue, "treaty", "AA", "BB").unwrap();
        assert_eq!(route.since, Some(date(opens)));
        assert!(!route.derived);
        assert!(!route.is_open(date(opens).yesterday().unwrap()));
        assert!(route.is_open(date(opens)));
    }
}

#[test]
fn a_partial_date_counts_from_its_last_day_and_is_marked_where_it_decides() {
    let early = since("2000-01-01");
    let open = |theirs: &str| opening(treaty(), early.clone(), since(theirs));
    assert_eq!(open("2014-02"), Some((date("2014-02-28"), true)));
    assert_eq!(open("2016-02"), Some((date("2016-02-29"), true)));
    assert_eq!(open("2013"), Some((date("2013-12-31"), true)));
    assert_eq!(open("2003"), Some((date("2004-07-01"), false)), "it does not decide");
    let both = opening(treaty(), since("2013-12-31"), since("2013"));
    assert_eq!(both, Some((date("2013-12-31"), false)), "a whole date says the same");
    let instrument = Instrument { in_force: partial("2014-02"), ..treaty() };
    assert_eq!(opening(instrument, early.clone(), early), Some((date("2014-02-28"), true)));
}

#[test]
fn a_missing_date_is_computed_by_the_treatys_own_rule() {
    let deposited = |day: &str| Party { deposited: partial(day), ..party(Standing::Party) };
    let opened = |entry: Entry, day: &str| {
        let instrument = Instrument { entry, ..treaty() };
        opening(instrument, since("2005-01-01"), deposited(day))
    };
    let cases = [
        (Entry::MonthAfterThree, "2018-06-29", "2018-10-01"),
        (Entry::MonthAfterThree, "2018-06-01", "2018-10-01"),
        (Entry::MonthAfterThree, "2018-11-30", "2019-03-01"),
        (Entry::MonthAfterThree, "2018-09", "2019-01-01"),
        (Entry::Days(90), "2026-12-31", "2027-03-31"),
        (Entry::Days(30), "2013", "2014-01-30"),
    ];
    for (entry, day, opens) in cases {
        assert_eq!(opened(entry, day), Some((date(opens), true)), "{entry:?} {day}");
    }
    assert_eq!(opened(Entry::Told, "2018-06-29"), None);
}

#[test]
fn a_party_of_unknown_date_is_one_from_the_date_of_the_source() {
    let mut known = party(Standing::Party);
    assert_eq!(opening(treaty(), since("2005-01-01"), known.clone()), None);
    known.provenance.as_of = Some(date("2024-12-31"));
    let opens = opening(treaty(), since("2005-01-01"), known);
    assert_eq!(opens, Some((date("2024-12-31"), true)));
}

#[test]
fn signing_or_being_invited_opens_nothing_and_neither_does_ratifying_what_is_not_in_force() {
    for standing in [Standing::None, Standing::Invited, Standing::Signatory] {
        let theirs = Party { deposited: partial("2010-01-01"), ..party(standing) };
        assert_eq!(opening(treaty(), since("2005-01-01"), theirs), None, "{standing:?}");
    }
    let ratified = Party { deposited: partial("2010-01-05"), ..party(Standing::Ratified) };
    let dormant = Instrument { in_force: None, ..treaty() };
    assert_eq!(opening(dormant.clone(), ratified.clone(), ratified.clone()), None);
    assert_eq!(opening(dormant, since("2005-01-01"), since("2005-01-01")), None);
    let comes = Instrument { in_force: partial("2027-03-01"), ..treaty() };
    let opens = opening(comes, ratified.clone(), ratified);
    assert_eq!(opens, Some((date("2027-03-01"), false)));
}

#[test]
fn it_closes_on_the_first_day_on_which_one_may_have_left() {
    let leaves = Party { ended: partial("2030-05"), ..since("2010-01-01") };
    let catalogue = catalogue(treaty(), since("2005-01-01"), leaves);
    let route = route(&catalogue, "treaty", "AA", "BB").unwrap();
    assert_eq!(route.until, Some(date("2030-05-01")));
    assert!(route.is_open(date("2030-04-30")));
    assert!(!route.is_open(date("2030-05-01")));
}

#[test]
fn members_of_a_network_need_no_date_and_a_known_one_counts() {
    let network = Instrument { nature: Nature::Network, in_force: None, ..treaty() };
    let member = party(Standing::Member);
    let both = catalogue(network.clone(), member.clone(), member.clone());
    let open = route(&both, "treaty", "AA", "BB").unwrap();
    assert_eq!((open.always, open.since, open.derived), (true, None, false));
    assert!(open.is_open(date("1999-01-01")));
    let alone = catalogue(network.clone(), member.clone(), party(Standing::None));
    assert!(!route(&alone, "treaty", "AA", "BB").unwrap().is_open(date("2026-01-01")));
    let joins = Party { in_force: partial("2028-01-01"), ..member.clone() };
    let later = catalogue(network.clone(), member.clone(), joins);
    let route_later = route(&later, "treaty", "AA", "BB").unwrap();
    assert_eq!((route_later.always, route_later.since), (false, Some(date("2028-01-01"))));
    let left = Party { ended: partial("2027-01-01"), ..member.clone() };
    let gone = catalogue(network, left, member);
    let gone = route(&gone, "treaty", "AA", "BB").unwrap();
    assert!(gone.is_open(date("2026-12-31")) && !gone.is_open(date("2027-01-01")));
}

#[test]
fn statutes_and_organisations_are_no_routes() {
    for nature in [Nature::Statute, Nature::Organisation] {
        let law = Instrument { nature, ..treaty() };
        let member = party(Standing::Member);
        let catalogue = catalogue(law, member.clone(), member);
        assert_eq!(route(&catalogue, "treaty", "AA", "BB"), None);
        assert_eq!(between(&catalogue, "AA", "BB"), []);
    }
    assert_eq!(route(&Catalogue::default(), "treaty", "AA", "BB"), None);
}

#[test]
fn the_confidence_is_that_of_the_weaker_side() {
    let mut weak = since("2010-01-01");
    weak.provenance.confidence = Confidence::Low;
    for (ours, theirs) in [(since("2010-01-01"), weak.clone()), (weak, since("2010-01-01"))] {
        let catalogue = catalogue(treaty(), ours, theirs);
        let route = route(&catalogue, "treaty", "AA", "BB").unwrap();
        assert_eq!(route.confidence, Confidence::Low);
    }
    let mut listed = treaty();
    listed.provenance.source = "the list of all Parties".to_owned();
    listed.provenance.confidence = Confidence::Medium;
    let catalogue = catalogue(listed, since("2010-01-01"), since("2010-01-01"));
    let absent = route(&catalogue, "treaty", "AA", "CC").unwrap();
    assert_eq!(absent.confidence, Confidence::Medium, "as good as the list it is missing from");
    assert_eq!(absent.theirs_known().source, "the list of all Parties");
}

#[test]
fn partial_dates_are_read_and_written_as_they_are_known() {
    for text in ["2018-10-01", "2014-02", "2013", "0987-01"] {
        assert_eq!(partial(text).unwrap().to_string(), text);
    }
    let wrong =
        ["", "2014-13", "2014-02-30", "99999", "14-02", "2014-02-01-03", "2014-", "2014-2", "+014"];
    for text in wrong {
        assert_eq!(partial(text), None, "{text}");
    }
}

fn any_date() -> impl Strategy<Value = Option<PartialDate>> {
    let day = (1990_i16..2040, 1_i8..=12, 1_i8..=28, 0..4);
    day.prop_map(|(year, month, day, parts)| {
        let date = |month, day| Some(PartialDate { year, month, day });
        match parts {
            0 => None,
            1 => date(None, None),
            2 => date(Some(month), None),
            _ => date(Some(month), Some(day)),
        }
    })
}

fn any_party() -> impl Strategy<Value = Party> {
    let standing = prop::sample::select(Standing::ALL);
    (standing, any_date(), any_date(), any_date(), any::<bool>()).prop_map(
        |(standing, deposited, in_force, ended, known)| {
            let mut party = Party { deposited, in_force, ended, ..party(standing) };
            party.provenance.as_of = known.then(|| date("2020-01-01"));
            party
        },
    )
}

fn any_instrument() -> impl Strategy<Value = Instrument> {
    let nature = prop::sample::select(&[Nature::Treaty, Nature::Network][..]);
    let entry = prop::sample::select(&[Entry::Told, Entry::MonthAfterThree, Entry::Days(90)][..]);
    (nature, entry, any_date()).prop_map(|(nature, entry, in_force)| Instrument {
        nature,
        entry,
        in_force,
        ..treaty()
    })
}

proptest! {
    #[test]
    fn a_route_is_the_same_from_both_ends(
        it in any_instrument(), a in any_party(), b in any_party(),
    ) {
        let catalogue = catalogue(it, a, b);
        let there = route(&catalogue, "treaty", "AA", "BB").unwrap();
        let back = route(&catalogue, "treaty", "BB", "AA").unwrap();
        let seen = |r: &Route<'_>| (r.since, r.until, r.always, r.derived, r.confidence);
        prop_assert_eq!(seen(&there), seen(&back));
    }

    #[test]
    fn nothing_opens_before_a_date_that_is_given(
        it in any_instrument(), a in any_party(), b in any_party(),
    ) {
        let given: Vec<Date> = [it.in_force, a.in_force, b.in_force]
            .into_iter()
            .flatten()
            .filter_map(PartialDate::latest)
            .collect();
        let catalogue = catalogue(it, a, b);
        let route = route(&catalogue, "treaty", "AA", "BB").unwrap();
        for day in &given {
            prop_assert!(!route.is_open(day.yesterday().unwrap()), "{route:?}");
        }
    }

    #[test]
    fn a_state_alone_is_bound_no_later_than_together_with_another(
        it in any_instrument(), a in any_party(), b in any_party(), offset in 0..18_000_i32,
    ) {
        let today = date("1990-01-01").checked_add(offset.days()).unwrap();
        let catalogue = catalogue(it, a, b);
        let together = route(&catalogue, "treaty", "AA", "BB").unwrap();
        let alone = route(&catalogue, "treaty", "AA", "AA").unwrap();
        prop_assert!(!together.is_open(today) || alone.is_open(today));
    }
}
