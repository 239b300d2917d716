use super::*;
use crate::view::directory::Tally;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn bundled(name: &str) -> Option<TimeZone> {
    jiff::tz::TimeZoneDatabase::bundled().get(name).ok()
}

/// A Saturday, 04:14 in Paris.
fn night() -> Timestamp {
    at("2026-11-21T03:14:00Z")
}

fn channel(id: &str, kind: ChannelKind, hours: &str) -> ChannelView {
    ChannelView {
        id: id.to_owned(),
        kind,
        value: format!("+33199{id}"),
        hours: hours.to_owned(),
        day: Tally::default(),
        ..ChannelView::default()
    }
}

fn contact(entity: &str, hours: &str, channels: Vec<ChannelView>) -> Arc<ContactView> {
    Arc::new(ContactView {
        entity: entity.to_owned(),
        hours: hours.to_owned(),
        zone: "Europe/Paris".to_owned(),
        channels,
        ..ContactView::default()
    })
}

fn ids(rungs: &[Rung]) -> Vec<&str> {
    rungs.iter().filter_map(Rung::channel).map(|channel| channel.id.as_str()).collect()
}

fn called(contacts: &[Arc<ContactView>], first: Option<&str>) -> Vec<String> {
    let rungs = ladder(contacts, first, night(), &bundled);
    ids(&rungs).into_iter().map(str::to_owned).collect()
}

use ChannelKind as K;

#[test]
fn what_answers_at_this_hour_comes_first() {
    let desk = contact(
        "a",
        "Mon-Fri 08:30-18:00",
        vec![
            channel("office", K::Phone, ""),
            channel("mail", K::Email, "24/7"),
            channel("emergency", K::PhoneEmergency, ""),
            channel("cell", K::Cell, "20:00-08:00"),
        ],
    );
    assert_eq!(called(&[desk], None), ["emergency", "cell", "office"]);
}

#[test]
fn unknown_hours_come_between_open_and_closed() {
    let desk = contact(
        "a",
        "",
        vec![
            channel("closed", K::Phone, "Mon-Fri 09:00-17:00"),
            channel("unknown", K::Phone, ""),
            channel("open", K::Phone, "24/7"),
        ],
    );
    assert_eq!(called(&[desk], None), ["open", "unknown", "closed"]);
}

#[test]
fn an_emergency_line_with_hours_of_its_own_keeps_them() {
    let (emergency, of) =
        (channel("e", K::PhoneEmergency, "Mon-Fri 08:00-20:00"), contact("a", "24/7", vec![]));
    let opening = emergency.opening(&of, night(), &bundled);
    assert_eq!(opening, Opening::Closed { opens: Some(at("2026-11-23T07:00:00Z")) });
    let any_hour = channel("e", K::PhoneEmergency, "").opening(&of, night(), &bundled);
    assert_eq!(any_hour, Opening::Open { closes: None });
}

#[test]
fn the_last_proof_comes_before_the_order_of_preference() {
    let mut channels =
        ["first", "second", "third"].map(|id| channel(id, K::Phone, "24/7")).to_vec();
    channels[1].proved = Some(at("2026-11-01T00:00:00Z"));
    channels[2].proved = Some(at("2026-11-12T00:00:00Z"));
    assert_eq!(called(&[contact("a", "", channels)], None), ["third", "second", "first"]);
}

#[test]
fn a_number_that_somebody_else_answered_comes_last_of_all() {
    let mut wrong = channel("wrong", K::Phone, "24/7");
    wrong.wrong = Some(at("2026-11-20T00:00:00Z"));
    let desk = contact("a", "", vec![wrong, channel("closed", K::Phone, "Mon 09:00-10:00")]);
    let other = contact("b", "", vec![channel("other", K::Phone, "Mon 09:00-10:00")]);
    assert_eq!(called(&[desk, other], Some("a")), ["closed", "other", "wrong"]);
}

#[test]
fn a_waiting_number_stands_behind_the_one_whose_place_it_is_to_take() {
    let mut waiting = channel("new", K::PhoneEmergency, "");
    waiting.standing = Standing::Pending;
    waiting.replaces = "old".to_owned();
    let mut newest = channel("newest", K::PhoneEmergency, "");
    newest.standing = Standing::Pending;
    newest.replaces = "new".to_owned();
    let old = channel("old", K::Phone, "Mon-Fri 09:00-17:00");
    let other = channel("other", K::Cell, "24/7");
    let desk = contact("a", "", vec![newest, waiting, old, other]);
    assert_eq!(called(&[desk], None), ["other", "old", "new", "newest"]);
    // A longer chain, the other way round; and one whose old number is no voice.
    let chain = ["f", "e", "d", "c", "b", "a"].map(|id| ChannelView {
        standing: if id == "a" { Standing::InUse } else { Standing::Pending },
        replaces: char::from(id.as_bytes()[0] - 1).to_string(),
        ..channel(id, K::Phone, "24/7")
    });
    let desk = contact("a", "", chain.to_vec());
    assert_eq!(called(&[desk], None), ["a", "b", "c", "d", "e", "f"]);
}

#[test]
fn channels_that_wait_for_each_other_are_called_all_the_same() {
    let circle = [("a", "b"), ("b", "a"), ("c", "c")].map(|(id, old)| ChannelView {
        standing: Standing::Pending,
        replaces: old.to_owned(),
        ..channel(id, K::Phone, "24/7")
    });
    assert_eq!(called(&[contact("a", "", circle.to_vec())], None), ["a", "b", "c"]);
}

#[test]
fn what_is_replaced_or_closed_is_not_called() {
    let mut channels: Vec<ChannelView> =
        ["a", "b", "c"].map(|id| channel(id, K::Phone, "24/7")).to_vec();
    channels[0].standing = Standing::Replaced;
    channels[1].standing = Standing::Closed;
    let open = contact("a", "", channels.clone());
    let mut gone = ContactView::clone(&contact("b", "", channels));
    gone.closed = true;
    assert_eq!(called(&[Arc::new(gone), open], None), ["c"]);
}

#[test]
fn the_contact_to_begin_with_comes_before_the_others_of_its_state() {
    let point = contact("a", "24/7", vec![channel("point", K::Phone, "")]);
    let closed = channel("bureau-office", K::Phone, "Mon-Fri 09:00-17:00");
    let bureau = contact("b", "24/7", vec![closed, channel("bureau", K::Phone, "")]);
    let contacts = [point, bureau];
    assert_eq!(called(&contacts, None), ["point", "bureau", "bureau-office"]);
    assert_eq!(called(&contacts, Some("b")), ["bureau", "bureau-office", "point"]);
    assert_eq!(called(&contacts, Some("gone")), ["point", "bureau", "bureau-office"]);
}

#[test]
fn what_is_written_to_is_no_voice() {
    let kinds = [K::Phone, K::Cell, K::Fax, K::Email, K::SecureMail, K::Portal, K::I247];
    let channels = kinds.map(|kind| channel(kind.word(), kind, "24/7")).to_vec();
    let desk = [contact("a", "", channels)];
    assert_eq!(called(&desk, None), ["phone", "cell"]);
    let rungs = written(&desk, None, night(), &bundled);
    assert_eq!(ids(&rungs), ["fax", "email", "secure_mail", "portal", "i247"]);
}

#[test]
fn hours_are_those_of_the_channel_else_of_the_contact() {
    let of = contact("a", "Mon-Fri 08:30-18:00", vec![]);
    let plain = channel("a", K::Phone, "");
    let opens = Some(at("2026-11-23T07:30:00Z"));
    assert_eq!(of.opening(night(), &bundled), Opening::Closed { opens });
    assert_eq!(plain.opening(&of, night(), &bundled), Opening::Closed { opens });
    let mut abroad = channel("b", K::Phone, "");
    abroad.zone = "Asia/Tokyo".to_owned();
    // A Saturday noon there.
    let opens = Some(at("2026-11-22T23:30:00Z"));
    assert_eq!(abroad.opening(&of, night(), &bundled), Opening::Closed { opens });
    let friday = at("2026-11-20T10:00:00Z");
    let closes = Some(at("2026-11-20T17:00:00Z"));
    assert_eq!(plain.opening(&of, friday, &bundled), Opening::Open { closes });
}

#[test]
fn the_hour_is_right_on_both_sides_of_a_clock_change() {
    let open = |zone: &str, now: &str| {
        let mut desk = ContactView::clone(&contact("a", "Mon-Sun 08:00-16:00", vec![]));
        desk.zone = zone.to_owned();
        desk.opening(at(now), &bundled).is_open()
    };
    // Paris: 06:30 UTC is 08:30 in summer and 07:30 in winter.
    assert!(open("Europe/Paris", "2026-10-24T06:30:00Z"));
    assert!(!open("Europe/Paris", "2026-10-25T06:30:00Z"));
    assert!(!open("Europe/Paris", "2027-03-27T06:30:00Z"));
    assert!(open("Europe/Paris", "2027-03-28T06:30:00Z"));
    // Morocco: UTC+1, but UTC+0 in Ramadan, and again since September 2026.
    assert!(open("Africa/Casablanca", "2025-02-22T07:30:00Z"));
    assert!(!open("Africa/Casablanca", "2025-02-23T07:30:00Z"));
    assert!(!open("Africa/Casablanca", "2025-04-05T07:30:00Z"));
    assert!(open("Africa/Casablanca", "2025-04-06T07:30:00Z"));
    assert!(open("Africa/Casablanca", "2026-07-01T07:30:00Z"));
    assert!(!open("Africa/Casablanca", "2026-11-21T07:30:00Z"));
}

#[test]
fn a_zone_nobody_knows_leaves_the_hour_unknown() {
    let mut desk = ContactView::clone(&contact("a", "Mon-Fri 08:30-18:00", vec![]));
    for zone in ["", "Europe/Atlantis"] {
        desk.zone = zone.to_owned();
        // As the command line does: the empty name is the zone of this machine.
        let opening = desk.opening(night(), &|name| match name {
            "" => Some(TimeZone::UTC),
            name => bundled(name),
        });
        assert_eq!(opening, Opening::Unknown, "{zone}");
        assert_eq!(channel("a", K::Phone, "").opening(&desk, night(), &|_| None), Opening::Unknown);
    }
    desk.hours = "24/7".to_owned();
    assert!(desk.opening(night(), &|_| None).is_open(), "any hour is any hour anywhere");
    desk.hours = "by appointment".to_owned();
    assert_eq!(desk.opening(night(), &bundled), Opening::Unknown);
}
