use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn cx() -> CheckContext {
    CheckContext {
        now: "2026-11-21T20:00:00Z".parse().unwrap(),
        our_zone: TimeZoneDatabase::bundled().get("Africa/Casablanca").unwrap(),
        home: "MA".to_owned(),
        calling_codes: vec!["212".to_owned()],
        ..CheckContext::default()
    }
}

fn codes(findings: &[Finding]) -> BTreeSet<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn value(kind: IdentifierKind, value: &str) -> Identifier {
    Identifier { kind, value: value.to_owned(), ..Identifier::default() }
}

fn found(text: &str) -> Vec<(IdentifierKind, String, BTreeSet<&'static str>)> {
    let one = |f: Found| (f.identifier.kind, f.identifier.value, codes(&f.findings));
    extract(text, &cx()).into_iter().map(one).collect()
}

/// Kind, value, codes that must be there, codes that must not.
type Case = (IdentifierKind, &'static str, &'static [&'static str], &'static [&'static str]);

use IdentifierKind::*;

const GOOD_IP: &str = "8.8.4.4";

#[rustfmt::skip]
const VALUES: &[Case] = &[
    (Ip, "999.1.1.1", &["IP01"], &[]),
    (Ip, GOOD_IP, &["PT01", "TM01"], &["IP01", "IP02", "IP03", "IP04", "IP05", "IP06", "IP10", "IP12"]),
    (Ip, "10.1.2.3", &["IP02"], &["PT01"]),
    (Ip, "172.31.0.1", &["IP02"], &[]),
    (Ip, "172.32.0.1", &[], &["IP02"]),
    (Ip, "192.168.1.1", &["IP02"], &[]),
    (Ip, "fd00::1:2:3:4", &["IP02"], &["IP09"]),
    (Ip, "100.64.0.1", &["IP03", "PT01"], &["IP02"]),
    (Ip, "100.127.255.255", &["IP03"], &[]),
    (Ip, "100.128.0.0", &[], &["IP03"]),
    (Ip, "127.0.0.1", &["IP04"], &[]),
    (Ip, "169.254.9.9", &["IP04"], &[]),
    (Ip, "239.1.1.1", &["IP04"], &[]),
    (Ip, "255.255.255.255", &["IP04"], &["IP05"]),
    (Ip, "fe80::1%eth0", &["IP04"], &[]),
    (Ip, "192.0.2.1", &["IP05"], &[]),
    (Ip, "240.0.0.1", &["IP05"], &[]),
    (Ip, "2001:db8::1", &["IP05"], &["IP08"]),
    (Ip, "8.8.010.8", &["IP06"], &[]),
    (Ip, "::ffff:8.8.8.8", &["IP07"], &["IP08", "IP09"]),
    (Ip, "::ffff:10.0.0.1", &["IP07", "IP02"], &[]),
    (Ip, "2002:808:808::1", &["IP08"], &[]),
    (Ip, "2001:0:1:2:3:4:5:6", &["IP08"], &["IP09"]),
    (Ip, "64:ff9b::808:808", &["IP08"], &[]),
    (Ip, "2a01:cb00:1:2:9d4f:1a2b:3c4d:5e6f", &["IP09"], &["PT01"]),
    (Ip, "2a01:cb00:1:2:211:22ff:fe33:4455", &[], &["IP09"]),
    (Ip, "2a01:cb00:1:2::5", &[], &["IP09"]),
    (Ip, "8.0.0.0/16", &["IP10"], &[]),
    (Ip, "8.8.8.0/24", &[], &["IP10"]),
    (Ip, "2a01::/32", &["IP10"], &[]),
    (Ip, "8.8.8.8, 8.8.4.4", &["IP12"], &["IP01"]),
    (Domain, "bad..name", &["D01"], &[]),
    (Domain, "shop.example.co.uk", &["D02", "D03"], &[]),
    (Domain, "example.co.uk", &["D03"], &["D02", "D01"]),
    (Domain, "www.bank.com", &[], &["D02", "D03", "D04"]),
    (Domain, "host.local", &["D04"], &[]),
    (Domain, "site.ma", &["D05"], &["D03"]),
    (Domain, "8.8.8.8", &["D06"], &["D01"]),
    (Domain, "pаypal.com", &["U04"], &[]),
    (Domain, "paypal.com", &[], &["U04"]),
    (Url, "example.com/x", &["U01"], &[]),
    (Url, "https://bank.com/x", &[], &["U01", "U02", "U03", "U04", "U05", "U06"]),
    (Url, "https://bit.ly/3x", &["U02"], &[]),
    (Url, "https://user:pw@bank.com/", &["U03"], &[]),
    (Url, "https://bank.com/?sessionid=77", &["U03"], &[]),
    (Url, "https://xn--pypal-4ve.com/", &["U04"], &[]),
    (Url, "http://192.168.0.1/admin", &["U05"], &[]),
    (Url, "http://localhost:8080/", &["U05"], &[]),
    (Url, "http://[::1]/", &["U05"], &[]),
    (Url, "https://www.facebook.com/some.name", &["U06"], &[]),
    (Url, "https://www.facebook.com/profile.php?id=100001234567890", &[], &["U06"]),
    (Url, "https://bank.com/?utm_source=x&a=1", &["U07"], &[]),
    (Url, "http://abcdefghijklmnop.onion/", &["U09"], &[]),
    (Url, "https://bank.com/%61", &["U10"], &[]),
    (Account, "jdoe", &["AC01", "AC02", "AC03"], &["AC04"]),
    (Account, "123456789012345678", &["AC01"], &["AC02"]),
    (Account, " jdоe", &["AC04"], &[]),
    (Account, "jdоe", &["AC04"], &[]),
    (Email, "no at sign", &["E01"], &[]),
    (Email, "a..b@bank.com", &["E01"], &[]),
    (Email, "a@bank.com", &["E02"], &["E01"]),
    (Email, "john.doe+x@gmail.com", &["E03"], &["E02", "E01"]),
    (Email, "johndoe@gmail.com", &[], &["E03", "E02"]),
    (Email, "x@mailinator.com", &["E05"], &[]),
    (Phone, "+33199001234", &["P03"], &["P01", "P02", "P07"]),
    (Phone, "0612345678", &["P02"], &["P01"]),
    (Phone, "12", &["P01"], &[]),
    (Phone, "+0123456789", &["P01"], &[]),
    (Phone, "+881612345678", &["P07"], &[]),
    (Phone, "3636", &["P07"], &["P01"]),
    (Imei, "490154203237518", &[], &["P04"]),
    (Imei, "490154203237519", &["P04"], &[]),
    (Imei, "4901542032375", &["P04"], &[]),
    (Imsi, "604001234567890", &["P05"], &[]),
    (Imsi, "60400123456789", &["P05"], &[]),
    (Iccid, "8944500102198304826", &[], &["P06"]),
    (Iccid, "8944500102198304827", &["P06"], &[]),
    (Wallet, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", &["C06"], &["C01"]),
    (Wallet, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", &["C01"], &["C06"]),
    (Wallet, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", &[], &["C01"]),
    (Wallet, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", &["C01"], &[]),
    (Wallet, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", &[], &["C01"]),
    (Wallet, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", &["C02"], &["C01"]),
    (Wallet, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", &["C01"], &["C02"]),
    (Wallet, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", &[], &["C01"]),
    (Wallet, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", &["C01"], &[]),
    (Wallet, "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b", &["C03"], &["C01"]),
    (Wallet, "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", &["C05"], &["C01"]),
    (Wallet, "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ", &["C05"], &["C01"]),
    (Wallet, "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", &["C04"], &["C01"]),
    (Hash, "d41d8cd98f00b204e9800998ecf8427e", &["H02", "H03", "H06"], &["H01"]),
    (Hash, "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b", &["H06"], &["H01", "H02", "H03", "H04"]),
    (Hash, "4a5e1e4b", &["H01"], &[]),
    (Hash, "00000000000000000000000000000000", &["H04"], &[]),
    (Hash, "3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C", &["H05"], &["H01"]),
];

#[test]
fn each_value_has_the_findings_it_must_and_none_it_must_not() {
    for (kind, text, must, must_not) in VALUES {
        let got = codes(&check(&value(*kind, text), &cx()));
        for code in *must {
            assert!(got.contains(code), "{text}: no {code} in {got:?}");
        }
        for code in *must_not {
            assert!(!got.contains(code), "{text}: {code} in {got:?}");
        }
    }
}

#[test]
fn ports_are_judged() {
    let with = |text: &str, port, protocol: Option<&str>| Identifier {
        port: Some(port),
        protocol: protocol.map(str::to_owned),
        ..value(Ip, text)
    };
    let got = |i: Identifier| codes(&check(&i, &cx()));
    assert!(got(with(GOOD_IP, 443, Some("TCP"))).contains("PT02"));
    let clean = got(with(GOOD_IP, 51234, Some("TCP")));
    assert!(["PT01", "PT02", "PT03", "PT04"].iter().all(|code| !clean.contains(code)));
    assert!(got(with(GOOD_IP, 0, Some("TCP"))).contains("PT03"));
    assert!(got(with(GOOD_IP, 51234, None)).contains("PT04"));
    assert!(got(with("2a01::5", 51234, Some("TCP"))).contains("PT05"));
    let required = CheckContext { cgnat: Cgnat::PortRequired, ..cx() };
    let findings = check(&value(Ip, GOOD_IP), &required);
    let port = findings.iter().find(|f| f.code == "PT01").unwrap();
    assert_eq!(port.level, crate::domain::check::Level::Block);
    let without = CheckContext { cgnat: Cgnat::No, ..cx() };
    assert!(!codes(&check(&value(Ip, GOOD_IP), &without)).contains("PT01"));
}

#[test]
fn windows_are_judged() {
    let seen = |from: &str, to: &str| Identifier {
        at: Some(from.parse().unwrap()),
        to: Some(to.parse().unwrap()),
        ..value(Ip, GOOD_IP)
    };
    let level =
        |i: &Identifier| check(i, &cx()).into_iter().find(|f| f.code == "TM07").map(|f| f.level);
    use crate::domain::check::Level;
    let reversed = seen("2026-11-20T10:00:00Z", "2026-11-20T09:00:00Z");
    assert_eq!(level(&reversed), Some(Level::Block));
    assert_eq!(level(&seen("2026-11-18T10:00:00Z", "2026-11-20T09:00:00Z")), Some(Level::Warn));
    assert_eq!(level(&seen("2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z")), None);
}

#[test]
fn the_classic_incomplete_line_shows_all_that_is_wrong() {
    let all = found("100.64.3.2 03/04/2026 14:30");
    assert_eq!(all.len(), 1);
    for code in ["IP03", "TM01", "TM02", "PT01"] {
        assert!(all[0].2.contains(code), "{code}");
    }
}

#[test]
fn a_complete_line_is_read_to_one_instant() {
    for text in [
        "8.8.4.4:51234 TCP 2026-11-20T14:30:05Z",
        "IP: 8.8.4.4, source port 51234 (tcp), 20 November 2026 15:30:05 +01:00",
        "2026-11-20 14:30:05 UTC src=8.8.4.4 sport=51234 dst port 443 proto tcp",
        "8.8.4.4 port source : 51234 TCP\nle 20 novembre 2026 à 14h30m05 UTC",
    ] {
        let all = extract(text, &cx());
        let ip = &all[0].identifier;
        assert_eq!((ip.kind, ip.value.as_str()), (Ip, GOOD_IP), "{text}");
        assert_eq!(ip.port, Some(51234), "{text}");
        assert_eq!(ip.protocol.as_deref(), Some("TCP"), "{text}");
        assert_eq!(ip.at, Some("2026-11-20T14:30:05Z".parse().unwrap()), "{text}");
        let worst = all[0].findings.iter().map(|f| f.level).min();
        assert_eq!(worst, Some(crate::domain::check::Level::Info), "{text}: {:?}", all[0].findings);
    }
}

#[test]
fn each_line_of_a_log_keeps_its_own_time() {
    let text = "8.8.4.4:1001 2026-11-20T14:00:00Z\n8.8.8.8:1002 2026-11-20T15:00:00Z\n";
    let times: Vec<_> =
        extract(text, &cx()).into_iter().map(|f| f.identifier.at.unwrap()).collect();
    assert_eq!(times[0].to_string(), "2026-11-20T14:00:00Z");
    assert_eq!(times[1].to_string(), "2026-11-20T15:00:00Z");
    let text = "2026-11-20T14:00:00Z 8.8.4.4:1001\n2026-11-20T15:00:00Z 8.8.8.8:1002\n";
    let times: Vec<_> =
        extract(text, &cx()).into_iter().map(|f| f.identifier.at.unwrap()).collect();
    assert_eq!(times[0].to_string(), "2026-11-20T14:00:00Z");
    assert_eq!(times[1].to_string(), "2026-11-20T15:00:00Z");
}

#[test]
fn a_window_is_read_with_both_ends() {
    let all = extract("8.8.4.4:999 from 2026-11-20 10:00:00 UTC to 2026-11-20 11:00:00 UTC", &cx());
    assert_eq!(all[0].identifier.to, Some("2026-11-20T11:00:00Z".parse().unwrap()));
}

#[test]
fn every_kind_is_found_in_running_text() {
    let text = "Write to (mailto:j.doe@bank.com), call +33 1 99 00 12 34 or tél : 06 12 34 56 78.\n\
        Site hxxps://evil[.]example/login, mirror evil-bank.top; see report.pdf and main.rs.\n\
        Telegram: @dark_seller; Instagram account: jdoe_99, Discord 123456789012345678.\n\
        SHA-256: 4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b\n\
        wallet bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 and 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n\
        IMEI: 49-015420-323751-8, IMSI 604001234567890, ICCID 8944500102198304826\n\
        v6 2a01:cb00:1:2::5, range 8.8.8.0/24, std::vector, 14:30:05, version 10.0.19045.4651";
    let got: Vec<(IdentifierKind, String)> =
        found(text).into_iter().map(|(kind, value, _)| (kind, value)).collect();
    let want = [
        (Email, "j.doe@bank.com"),
        (Phone, "+33 1 99 00 12 34"),
        (Phone, "06 12 34 56 78"),
        (Url, "https://evil.example/login"),
        (Domain, "evil-bank.top"),
        (Account, "dark_seller"),
        (Account, "jdoe_99"),
        (Account, "123456789012345678"),
        (Hash, "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"),
        (Wallet, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        (Wallet, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        (Imei, "49-015420-323751-8"),
        (Imsi, "604001234567890"),
        (Iccid, "8944500102198304826"),
        (Ip, "2a01:cb00:1:2::5"),
        (Ip, "8.8.8.0/24"),
    ];
    let want: Vec<_> = want.iter().map(|(kind, value)| (*kind, (*value).to_owned())).collect();
    assert_eq!(got, want);
}

#[test]
fn the_platform_goes_with_the_account() {
    let all = extract("Telegram: @dark_seller", &cx());
    assert_eq!(all[0].identifier.platform.as_deref(), Some("telegram"));
    assert!(found("ask @dark_seller")[0].2.contains("AC01"));
    assert!(found("the Instagram account of the victim").is_empty());
}

#[test]
fn ports_out_of_range_are_said() {
    assert!(found("8.8.4.4:70000")[0].2.contains("PT03"));
    assert!(found("8.8.4.4 source port 99999")[0].2.contains("PT03"));
}

#[test]
fn defanging_is_undone_and_said() {
    let text = "x 8.8[.]4[.]4 y";
    let all = extract(text, &cx());
    assert_eq!(all[0].identifier.value, GOOD_IP);
    assert_eq!(&text[all[0].span.clone()], "8.8[.]4[.]4");
    assert!(codes(&all[0].findings).contains("IP11"));
    assert!(!found("x 8.8.4.4 y")[0].2.contains("IP11"));
}

#[test]
fn a_sender_known_from_one_header_line_is_said() {
    assert!(found("From: x@bank.com\nhello")[0].2.contains("E04"));
    assert!(!found("Received: by a\nFrom: x@bank.com\n")[0].2.contains("E04"));
}

const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

#[test]
fn secrets_are_found_withheld_and_never_quoted() {
    let wif = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ";
    let hex = "1e99423a4ed27608a15a2616a2b0e9e52ced330ac530edcc32c8ffc6a526aedd";
    let xprv = format!("xprv{}", "9".repeat(107));
    let texts = [
        (format!("key {wif} end"), wif.to_owned()),
        (format!("the seed phrase: {PHRASE}."), PHRASE.to_owned()),
        (format!("Private key: 0x{hex}"), hex.to_owned()),
        (format!("backup {xprv}"), xprv),
    ];
    for (text, secret) in texts {
        let all = extract(&text, &cx());
        assert_eq!(all.len(), 1, "{text}");
        assert!(codes(&all[0].findings).contains("C04"), "{text}");
        assert!(!format!("{:?}", all[0]).contains(&secret), "{text}");
        assert!(text[all[0].span.clone()].contains(&secret));
        assert!(!withhold(&text).contains(&secret) && withhold(&text).contains(WITHHELD));
    }
    let kept = without_secret(value(Other, PHRASE));
    assert_eq!(kept.value, WITHHELD);
    assert!(!format!("{:?}", check(&value(Other, PHRASE), &cx())).contains("sausage"));
}

#[test]
fn prose_about_seeds_is_not_a_secret() {
    let text =
        "The seed phrase was given to the officer by the victim over the telephone last week";
    assert_eq!(withhold(text), text);
    assert!(found(text).is_empty());
}

#[test]
fn a_flood_ends_at_the_limit() {
    let text: String = (0..7000).map(|n| format!("8.{}.{}.4 ", n / 250, n % 250)).collect();
    assert_eq!(extract(&text, &cx()).len(), MAX_FOUND);
}

/// Megabytes that once are hard for scanners; a quadratic step would not end in a test's patience.
#[test]
fn hostile_text_is_read_in_linear_steps() {
    let pieces = [
        "1",
        "1.",
        "a.",
        "+1 ",
        "@",
        "seed ",
        "seed a ",
        "://",
        "http://",
        "[.]",
        "::",
        "f:",
        "port ",
        "03/04/2026 ",
        "1 1 ",
        "é",
        "a@",
        "\n",
        "((((",
        "xprv",
        "0x",
        "imei 1",
        "jan ",
        "5K",
    ];
    for piece in pieces {
        let text = piece.repeat(30_000 / piece.len());
        let _ = extract(&text, &cx());
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_every_span_is_in_it(text in "\\PC{0,200}|[0-9a-f:./@ \\n\\[\\]+-]{0,200}|(seed|port|\\+212|8.8.4.4|2026-11-20|14:30|é|\\[\\.\\]| |\\n){0,60}") {
        for found in extract(&text, &cx()) {
            prop_assert!(text.get(found.span.clone()).is_some());
            prop_assert!(!found.span.is_empty());
        }
    }

    #[test]
    fn no_value_panics(text in "\\PC{0,80}|[0-9a-fx:./@%-]{0,80}", kind in 0..IdentifierKind::ALL.len()) {
        let identifier = Identifier { time_text: Some(text.clone()), ..value(IdentifierKind::ALL[kind], &text) };
        for finding in check(&identifier, &cx()) {
            let code = Code::of(&finding).unwrap();
            prop_assert_eq!(code.arity(), finding.detail.len());
        }
    }
}

#[test]
fn an_address_without_any_time_is_asked_for_one() {
    let time = |i: &Identifier| check(i, &cx()).into_iter().find(|f| f.code == "TM01");
    assert_eq!(time(&value(Ip, GOOD_IP)).map(|f| f.detail.len()), Some(0));
    let dated =
        Identifier { time_text: Some("2026-11-20 14:30:05".to_owned()), ..value(Ip, GOOD_IP) };
    assert_eq!(time(&dated).map(|f| f.detail.len()), Some(1));
    assert_eq!(time(&value(Domain, "bank.com")), None);
}
