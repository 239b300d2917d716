use std::sync::Arc;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::*;
use crate::domain::Lang;
use crate::domain::directory::{ChannelKind, Role};
use crate::export::json::{self, RoutesObject, WhoObject};
use crate::export::sample::{HOSTILE, now, request};
use crate::export::text::routes;
use crate::text::Text;
use crate::view::Label;
use crate::view::directory::KnownFrom;
use crate::view::directory::{PartyView, RouteView, TryView};

fn at(desk: &TimeZone) -> Bearings<'_> {
    fn zones(name: &str) -> Option<TimeZone> {
        jiff::tz::TimeZoneDatabase::bundled().get(name).ok()
    }
    let verify = SignedDuration::from_hours(120 * 24);
    Bearings { zones: &zones, verify, dial_prefix: "", home: "MA", desk }
}

fn layout(lang: Lang, width: usize, plain: bool) -> Layout {
    let text = Text::of(lang);
    Layout { text, now: now(), zone: TimeZone::UTC, width, color: false, plain }
}

fn hours_ago(hours: i64) -> Timestamp {
    now() - SignedDuration::from_hours(hours)
}

fn known() -> KnownFrom {
    KnownFrom { source: HOSTILE.into(), confidence: Confidence::Low, as_of: None }
}

fn channel(kind: ChannelKind, value: &str) -> ChannelView {
    ChannelView { id: "5be1c0aa".into(), kind, value: value.into(), ..ChannelView::default() }
}

/// A stranger wrote every text of it.
fn hostile() -> Partner {
    let label = Label::plain(HOSTILE);
    let party = PartyView {
        standing: crate::domain::routes::Standing::Signatory,
        signed: HOSTILE.into(),
        declarations: vec![label.clone()],
        note: label.clone(),
        known: known(),
        ..PartyView::default()
    };
    let route = RouteView {
        name: label.clone(),
        short: HOSTILE.into(),
        ours: party.clone(),
        theirs: party,
        note: label.clone(),
        ..RouteView::default()
    };
    let tried = TryView {
        channel: "5be1c0aa".into(),
        outcome: Outcome::Busy,
        at: hours_ago(3),
        by: HOSTILE.into(),
        request: String::new(),
        note: HOSTILE.into(),
    };
    let voice = ChannelView {
        label: HOSTILE.into(),
        languages: vec![HOSTILE.into()],
        fingerprint: HOSTILE.into(),
        say_first: HOSTILE.into(),
        last: Some(tried),
        ..channel(ChannelKind::Phone, HOSTILE)
    };
    let contact = ContactView {
        id: HOSTILE.into(),
        state: "FR".into(),
        roles: vec![Role::Art35],
        name: label.clone(),
        acronym: HOSTILE.into(),
        unit: HOSTILE.into(),
        city: HOSTILE.into(),
        zone: HOSTILE.into(),
        hours: HOSTILE.into(),
        languages: vec![HOSTILE.into()],
        say_first: HOSTILE.into(),
        channels: vec![voice],
        known: known(),
        ..ContactView::default()
    };
    let state = StateView {
        code: "FR".into(),
        name: label.clone(),
        calling_code: HOSTILE.into(),
        zone: HOSTILE.into(),
        languages: vec![HOSTILE.into()],
        weekend: HOSTILE.into(),
        note: label,
        routes: vec![route],
        ..StateView::default()
    };
    Partner { state, contacts: vec![Arc::new(contact)], requests: vec![request()] }
}

#[test]
fn nothing_foreign_steers_the_terminal_and_no_line_is_too_wide() {
    let desk = TimeZone::UTC;
    let (partner, at) = (hostile(), at(&desk));
    let all = std::slice::from_ref(&partner);
    for lang in Lang::ALL {
        for (width, plain) in [(40, false), (80, false), (80, true)] {
            let layout = layout(lang, width, plain);
            let also = std::slice::from_ref(&partner.state);
            for said in [
                who(all, also, 3, &layout, at),
                partners(all, &layout, at),
                caller(all, "", &layout, at),
                super::partner(&partner, &layout, at),
                routes(&partner.state, "MA", &layout),
                routes(&partner.state, "FR", &layout),
            ] {
                let steers = |c: &char| c.is_control() && *c != '\n' || *c == '\u{202e}';
                assert_eq!(said.chars().find(steers), None, "{said:?}");
                let wide = said.lines().find(|line| !plain && format::width(line) > width);
                assert_eq!(wide, None, "{said}");
            }
        }
        let text = Text::of(lang);
        for object in [
            json::render(&WhoObject::new(all, &[], now(), text, at)),
            json::render(&WhoObject::caller(all, "7", now(), text, at)),
            json::render(&RoutesObject::new(&partner.state, now(), text, at)),
        ] {
            assert!(!object.trim_end().chars().any(|c| c.is_control() || c == '\u{202e}'));
        }
    }
}

#[test]
fn a_proof_that_is_too_old_and_one_that_never_was_are_marked() {
    let desk = TimeZone::UTC;
    let (layout, at) = (layout(Lang::En, 80, false), at(&desk));
    let contact = ContactView::default();
    let folded = |channel: &ChannelView, at| {
        channel_words(&layout, &contact, channel, at).0.replace(UNBROKEN, " ")
    };
    let words = |channel: &ChannelView| folded(channel, at);
    let proved = |hours: i64| ChannelView {
        proved: Some(hours_ago(hours)),
        ..channel(ChannelKind::Phone, "+33199000007")
    };
    assert_eq!(words(&proved(12 * 24)), "phone  +33 1 99 00 00 07 · verified 12 d ago");
    assert!(words(&proved(121 * 24)).contains("! verified 121 d ago"));
    assert!(words(&channel(ChannelKind::Email, "a@example.org")).contains("! never verified"));
    // Somebody else has the number now: the old proof counts no longer.
    let wrong = ChannelView { wrong: Some(hours_ago(24)), ..proved(48) };
    let (said, paint) = channel_words(&layout, &contact, &wrong, at);
    assert!(said.contains("! wrong number 1 d ago") && !said.contains("verified"), "{said}");
    assert_eq!(paint, Paint::Late);
    let night = ChannelView { night: Tally { reached: 7, tried: 8 }, ..proved(1) };
    assert!(words(&night).ends_with("7 of 8 at night"));
    let prefixed = Bearings { dial_prefix: "00", ..at };
    assert!(folded(&proved(1), prefixed).contains("00 33 1 99 00 00 07"));
}

#[test]
fn a_route_says_whose_step_is_missing() {
    use crate::domain::catalogue::Nature;
    use crate::domain::routes::Standing;
    let party = |standing, day: &str| PartyView {
        standing,
        signed: day.into(),
        deposited: day.into(),
        in_force: day.into(),
        ..PartyView::default()
    };
    for (standing, day, nature, en, fr) in [
        (Standing::None, "", Nature::Treaty, "FR is not a Party", "FR n’est pas Partie"),
        (Standing::None, "", Nature::Network, "FR is not a member", "FR n’est pas membre"),
        (
            Standing::Signatory,
            "2022-05-12",
            Nature::Treaty,
            "FR signed on 2022-05-12, has not ratified",
            "FR a signé le 2022-05-12, n’a pas ratifié",
        ),
        (
            Standing::Ratified,
            "2013",
            Nature::Treaty,
            "FR ratified on 2013, not in force",
            "FR a ratifié le 2013, pas en vigueur",
        ),
        (Standing::Party, "", Nature::Treaty, "FR is a Party", "FR est Partie"),
        (Standing::Member, "", Nature::Network, "FR is a member", "FR est membre"),
    ] {
        let party = party(standing, day);
        let said =
            |lang| crate::export::text::routes::side(Text::of(lang).who, "FR", &party, nature);
        assert_eq!((said(Lang::En).as_str(), said(Lang::Fr).as_str()), (en, fr));
    }
    let left = PartyView { ended: "2020-01-01".into(), ..party(Standing::Party, "2001-01-01") };
    let said =
        crate::export::text::routes::side(Text::of(Lang::En).who, "FR", &left, Nature::Treaty);
    assert_eq!(said, "FR left on 2020-01-01");
}
