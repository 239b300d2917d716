use std::collections::BTreeMap;

use super::super::field::{CHANNEL, CONTACT};
use super::*;
use crate::domain::catalogue::Country;

fn catalogue() -> Catalogue {
    let france = Country { alpha2: "FR".to_owned(), ..Country::default() };
    Catalogue { countries: BTreeMap::from([("FR".to_owned(), france)]), ..Catalogue::default() }
}

fn now() -> Timestamp {
    "2026-11-21T03:14:00Z".parse().unwrap()
}

fn read(shape: Shape, text: &str) -> Result<String, Unfit> {
    stored(shape, text, &catalogue(), now())
}

#[test]
fn every_shape_has_one_stored_form() {
    const CHOICE: &[&str] = &["never", "always"];
    for (shape, typed, kept) in [
        (Shape::Text, "  a\nb ", "a b"),
        (Shape::LongText, " a\r\nb ", "a\nb"),
        (Shape::List, "one; two ,one,\nthree", "one, two, three"),
        (Shape::Roles, "NCB,art35", "ncb, art35"),
        (Shape::Country, "fr", "FR"),
        (Shape::Zone, "europe/paris", "Europe/Paris"),
        (Shape::Languages, "FR,en; ar", "fr, en, ar"),
        (Shape::Hours, "lun-ven 8h30 à 18h", "Mon-Fri 08:30-18:00"),
        (Shape::Days, "90", "90"),
        (Shape::Days, "90 jours", "90"),
        (Shape::Days, "P60D", "60"),
        (Shape::Days, "007", "7"),
        (Shape::Number, "02", "2"),
        (Shape::Flag, "Oui", "yes"),
        (Shape::Flag, "false", "no"),
        (Shape::Date, "2026-11-21", "2026-11-21"),
        (Shape::Url, "https://example.org/form?a=1", "https://example.org/form?a=1"),
        (Shape::Url, "HTTPS://Example.ORG", "https://example.org/"),
        (Shape::Choice(CHOICE), "Never", "never"),
    ] {
        assert_eq!(read(shape, typed).as_deref(), Ok(kept), "{typed}");
        assert_eq!(read(shape, kept).as_deref(), Ok(kept), "{kept} reads back");
    }
}

#[test]
fn the_empty_text_clears_any_field() {
    for field in CONTACT.iter().chain(CHANNEL) {
        assert_eq!(read(field.shape, "  ").as_deref(), Ok(""), "{}", field.key);
    }
}

#[test]
fn what_does_not_fit_is_said() {
    let expected = |shape, text| match read(shape, text) {
        Err(Unfit::Expected(expected)) => expected,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(expected(Shape::Roles, "ncb, chief"), Expected::OneOf(ROLES));
    assert_eq!(expected(Shape::Zone, "Europe/Atlantis"), Expected::Zone);
    assert_eq!(expected(Shape::Zone, "../etc/passwd"), Expected::Zone);
    assert_eq!(expected(Shape::Languages, "french"), Expected::Languages);
    assert_eq!(expected(Shape::Languages, "fr, f1"), Expected::Languages);
    assert_eq!(expected(Shape::Hours, "office hours"), Expected::Hours);
    for text in ["-1", "1.5", "90 weeks", "9999999", "days", "PT8H"] {
        assert_eq!(expected(Shape::Days, text), Expected::Days, "{text}");
    }
    assert_eq!(expected(Shape::Number, "-1"), Expected::Count);
    assert_eq!(expected(Shape::Flag, "maybe"), Expected::Flag);
    for text in ["21/11/2026", "2026-13-01", "1900-01-01", "2026-11-21T10:00", "20261121"] {
        assert_eq!(expected(Shape::Date, text), Expected::Date, "{text}");
    }
    for text in
        ["example.org", "ftp://example.org", "javascript:alert(1)", "https://a:b@example.org"]
    {
        assert_eq!(expected(Shape::Url, text), Expected::Url, "{text}");
    }
    assert_eq!(read(Shape::Country, "ZZ"), Err(Unfit::UnknownCountry("ZZ".to_owned())));
    assert_eq!(read(Shape::Date, "2026-11-22").as_deref(), Ok("2026-11-22"), "tomorrow somewhere");
    assert!(matches!(read(Shape::Date, "2026-11-23"), Err(Unfit::InFuture(_))));
}

#[test]
fn an_address_is_what_its_channel_is_reached_by() {
    use ChannelKind as K;
    for (kind, typed, kept) in [
        (K::Phone, "01 99 00 00 07", "+33199000007"),
        (K::Fax, "0033 1 99 00 00 08", "+33199000008"),
        (K::Email, " Desk@Example.ORG ", "desk@example.org"),
        (K::SecureMail, "<mailto@example.org>", "mailto@example.org"),
        (K::Email, "mailto:desk@example.org", "desk@example.org"),
        (K::Portal, "https://example.org", "https://example.org/"),
        (K::I247, " ip  paris ", "IP PARIS"),
    ] {
        assert_eq!(address(kind, typed, Some("+33")).as_deref(), Ok(kept), "{typed}");
        assert_eq!(address(kind, kept, Some("+33")).as_deref(), Ok(kept), "{kept}");
    }
    for (kind, typed, expected) in [
        (K::Phone, "desk@example.org", Expected::Number),
        (K::PhoneEmergency, "", Expected::Number),
        (K::Email, "+33199000007", Expected::Mail),
        (K::Email, "desk@example", Expected::Mail),
        (K::Email, "a@example.org, b@example.org", Expected::Mail),
        (K::Email, "", Expected::Mail),
        (K::Portal, "example.org", Expected::Url),
        (K::I247, "", Expected::CallSign),
        (K::I247, "=1+1", Expected::CallSign),
        (K::I247, "\u{202e}SIRAP", Expected::CallSign),
    ] {
        assert_eq!(address(kind, typed, Some("+33")), Err(expected), "{typed}");
    }
}

#[test]
fn a_fingerprint_is_as_long_as_its_kind() {
    let forty = "0123 4567 89AB CDEF 0123  4567 89ab cdef 0123 4567";
    let bare = "0123456789ABCDEF0123456789ABCDEF01234567";
    assert_eq!(fingerprint(forty, Encryption::Pgp).as_deref(), Ok(bare));
    assert_eq!(fingerprint(bare, Encryption::None).as_deref(), Ok(bare));
    assert_eq!(fingerprint(forty, Encryption::Smime), Err(Expected::Fingerprint));
    let sha256 = "ab:".repeat(32);
    assert_eq!(fingerprint(&sha256, Encryption::Smime), Ok("AB".repeat(32)));
    assert_eq!(fingerprint(&sha256, Encryption::Pgp), Ok("AB".repeat(32)), "of a v6 key");
    for text in ["0123", "0xDEADBEEF", &"g".repeat(40), &"a".repeat(41)] {
        assert_eq!(fingerprint(text, Encryption::Pgp), Err(Expected::Fingerprint), "{text}");
    }
    assert_eq!(fingerprint(" ", Encryption::Pgp).as_deref(), Ok(""));
}
