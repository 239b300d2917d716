use jiff::SignedDuration;

use super::*;
use crate::domain::directory::field;
use crate::view::directory::KnownFrom;

const BOTH: [&DirectoryText; 2] = [&EN, &FR];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-21T03:14:00Z")
}

fn paris() -> TimeZone {
    jiff::tz::TimeZoneDatabase::bundled().get("Europe/Paris").unwrap()
}

fn every_refusal() -> Vec<DirectoryRefusal> {
    use DirectoryRefusal as R;
    let s = |text: &str| text.to_owned();
    let mut all = vec![
        R::NoContact,
        R::NoState,
        R::UnknownCountry { code: s("ZZ") },
        R::NoName,
        R::NoRole,
        R::UnknownField { field: s("nmae"), nearest: Some(s("name")) },
        R::UnknownField { field: s("zzz"), nearest: None },
        R::TooLong { field: s("notes"), max: 4096 },
        R::NoSuchChannel { channel: s("5be1c0aa") },
        R::ChannelThere { value: s("+33199000007") },
        R::ChannelFixed { field: s("value") },
        R::ChannelClosed { value: s("+33199000007") },
        R::NoReason,
        R::AlreadyClosed { on: s("2026-11-20") },
        R::NotClosed,
        R::InFuture { at: now() },
        R::NothingNew,
        R::ReadOnly,
    ];
    for expected in [
        Expected::Number,
        Expected::Mail,
        Expected::Url,
        Expected::Zone,
        Expected::Hours,
        Expected::Languages,
        Expected::Date,
        Expected::Days,
        Expected::Count,
        Expected::Flag,
        Expected::Fingerprint,
        Expected::CallSign,
        Expected::OneOf(&["high", "low"]),
    ] {
        all.push(R::BadValue { field: s("value"), value: s("x"), expected });
    }
    all
}

#[test]
fn every_refusal_is_said_with_a_remedy() {
    for text in BOTH {
        let mut said: Vec<String> = Vec::new();
        for refusal in every_refusal() {
            let one = text.refused(&refusal);
            for part in [&one.what, &one.remedy] {
                assert!(part.ends_with('.'), "{refusal:?}: {part}");
                assert!(!part.contains(['{', '}']) && !part.contains("  "), "{part}");
            }
            said.push(format!("{} {}", one.what, one.remedy));
        }
        let count = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), count, "two refusals say the same");
    }
}

#[test]
fn a_refused_value_reaches_no_terminal_as_it_came() {
    let value = format!("\u{1b}[2J{}", "é".repeat(500));
    let expected = Expected::Number;
    let refusal = DirectoryRefusal::BadValue { field: "value".to_owned(), value, expected };
    for text in BOTH {
        let said = text.refused(&refusal).what;
        assert!(!said.contains('\u{1b}') && said.chars().count() < 200, "{said}");
    }
    let said = EN.refused(&DirectoryRefusal::TooLong { field: "notes".to_owned(), max: 4096 });
    assert!(said.what.contains("Notes (notes)"), "{}", said.what);
}

#[test]
fn every_field_has_a_label_in_both_languages() {
    for text in BOTH {
        for (fields, labels) in
            [(field::CONTACT, text.fields), (field::CHANNEL, text.channel_fields)]
        {
            let keys: Vec<&str> = fields.iter().map(|field| field.key).collect();
            let named: Vec<&str> = labels.iter().map(|(key, _)| *key).collect();
            assert_eq!(keys, named, "in the same order");
            assert!(labels.iter().all(|(_, label)| !label.is_empty()));
        }
    }
    assert_eq!(FR.field("state"), "État");
    assert_eq!(EN.field("channel.5be1c0aa.key"), "Public key");
    assert_eq!(EN.field("key"), "Key in the edition");
    assert_eq!(EN.field("of_later"), "of_later");
}

#[test]
fn every_word_has_a_text_of_its_own() {
    fn distinct(words: impl Iterator<Item = &'static str>) {
        let mut words: Vec<&str> = words.collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert!(words.len() == count && words.iter().all(|word| !word.is_empty()), "{words:?}");
    }
    for text in BOTH {
        distinct(Role::ALL.iter().map(|it| text.role(*it)));
        distinct(ChannelKind::ALL.iter().map(|it| text.kind(*it)));
        distinct(Outcome::ALL.iter().map(|it| text.outcome(*it)));
        distinct(Standing::ALL.iter().map(|it| text.standing(*it)));
        distinct(Encryption::ALL.iter().map(|it| text.encryption(*it)));
        distinct(Notifies::ALL.iter().map(|it| text.notifies(*it)));
        distinct(Purpose::ALL.iter().map(|it| text.purpose(*it)));
    }
    assert_eq!(EN.role(Role::Other), "Other");
    assert_eq!(FR.kind(ChannelKind::I247), "I-24/7");
}

#[test]
fn words_of_the_record_are_said_in_the_readers_language() {
    assert_eq!(FR.value("role", "ncb, art35"), "BCN INTERPOL, Point de contact 24/7 (Budapest)");
    assert_eq!(FR.value("foreign_requests", "yes"), "oui");
    assert_eq!(FR.value("confidence", "low"), "douteux");
    assert_eq!(EN.value("channel.5be1c0aa.type", "phone_emergency"), "emergency phone");
    assert_eq!(
        EN.value("notes", "yes\u{1b}"),
        EN.value("notes", "yes\u{1b}").replace('\u{1b}', "")
    );
    assert_eq!(EN.value("role", "of_later"), "of_later");
}

#[test]
fn opening_is_said_by_the_partners_clock() {
    let said =
        |text: &DirectoryText, opening: Opening| text.opening(&opening, &paris(), now(), text.lang);
    let open = |at: Option<Timestamp>| Opening::Open { closes: at };
    let closed = |at: Option<Timestamp>| Opening::Closed { opens: at };
    assert_eq!(said(&EN, open(Some(at("2026-11-21T17:00:00Z")))), "open until 18:00");
    assert_eq!(said(&FR, open(Some(at("2026-11-21T17:00:00Z")))), "ouvert jusqu’à 18:00");
    assert_eq!(said(&EN, open(None)), "open at any hour");
    assert_eq!(said(&EN, closed(Some(at("2026-11-21T07:30:00Z")))), "closed, opens 08:30");
    assert_eq!(said(&EN, closed(Some(at("2026-11-23T07:30:00Z")))), "closed, opens Mon 08:30");
    assert_eq!(said(&FR, closed(Some(at("2026-11-23T07:30:00Z")))), "fermé, ouvre lun. 08:30");
    assert_eq!(
        said(&EN, closed(Some(at("2026-11-28T07:30:00Z")))),
        "closed, opens Sat 28 Nov 08:30",
        "a week ahead the day's name is not enough"
    );
    assert_eq!(said(&EN, closed(None)), "closed");
    assert_eq!(said(&FR, Opening::Unknown), "horaires inconnus");
    assert_eq!(EN.opening_word(&closed(None)), "closed");
}

#[test]
fn the_age_of_a_proof_is_said() {
    let ago = |days: i64| Some(now() - SignedDuration::from_hours(24 * days));
    assert_eq!(EN.proved(None, now()), "never verified");
    assert_eq!(EN.proved(ago(12), now()), "verified 12 d ago");
    assert_eq!(FR.proved(ago(201), now()), "vérifié il y a 201 j");
    assert_eq!(EN.proved(ago(-1), now()), "verified 0 s ago", "by a clock that is ahead");
}

#[test]
fn tries_are_said_with_their_number() {
    let tally = |reached, tried| Tally { reached, tried };
    assert_eq!(EN.tallies(tally(0, 0), tally(0, 0)), "");
    assert_eq!(EN.tallies(tally(0, 0), tally(7, 8)), "7 of 8 calls at night");
    assert_eq!(EN.tallies(tally(0, 1), tally(2, 2)), "2 of 2 calls at night · 0 of 1 call by day");
    assert_eq!(FR.tallies(tally(0, 0), tally(7, 8)), "appels de nuit aboutis : 7 sur 8");
    let last = |outcome, when: &str| TryView {
        channel: "5be1c0aa".to_owned(),
        outcome,
        at: at(when),
        by: String::new(),
        request: String::new(),
        note: String::new(),
    };
    let mut channel = ChannelView {
        last: Some(last(Outcome::Answered, "2026-11-12T01:10:00Z")),
        night: tally(7, 8),
        ..ChannelView::default()
    };
    let said = |channel: &ChannelView| EN.reached(channel, now(), &paris());
    assert_eq!(said(&channel), "answered 12 Nov 02:10 · 7 of 8 calls at night");
    channel.wrong = Some(at("2026-11-11T01:10:00Z"));
    channel.last = Some(last(Outcome::Busy, "2026-11-21T01:10:00Z"));
    assert_eq!(said(&channel), "busy 02:10 · somebody else answered · 7 of 8 calls at night");
    assert_eq!(said(&ChannelView::default()), "not tried yet");
}

#[test]
fn a_route_is_open_or_says_what_is_missing() {
    let day = |text: &str| text.parse::<Date>().ok();
    let route = |since: Option<&str>, until: Option<&str>| RouteView {
        since: since.and_then(day),
        until: until.and_then(day),
        confidence: crate::domain::catalogue::Confidence::High,
        ..RouteView::default()
    };
    let said = |route: &RouteView| EN.route(route, day("2026-11-21").unwrap());
    assert_eq!(said(&route(Some("2018-10-01"), None)), "open since 2018-10-01");
    assert_eq!(said(&route(Some("2026-11-22"), None)), "not open yet, opens 2026-11-22");
    assert_eq!(said(&route(Some("2018-10-01"), Some("2026-11-21"))), "ended 2026-11-21");
    assert_eq!(said(&route(None, None)), "not open");
    let mut doubtful = route(Some("2018-10-01"), None);
    doubtful.derived = true;
    doubtful.confidence = crate::domain::catalogue::Confidence::Low;
    assert_eq!(said(&doubtful), "open since 2018-10-01 · day worked out · doubtful");
    let party = |standing, signed: &str| {
        let (signed, known) = (signed.to_owned(), KnownFrom::default());
        EN.party(&PartyView { standing, signed, known, ..PartyView::default() })
    };
    assert_eq!(party(routes::Standing::Signatory, "2022-05"), "signed 2022-05, not ratified");
    assert_eq!(party(routes::Standing::Signatory, ""), "signed, not ratified");
    assert_eq!(party(routes::Standing::None, ""), "not a Party");
}
