//! Files as they come, and what they are read as.

mod any_input;
mod built_in;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::domain::Direction;
use crate::domain::catalogue::{Catalogue, Country, FieldRule, FieldType, Kind, Name};

use super::*;

fn country(code: &str, en: &str, fr: &str, ar: &str, zone: &str) -> (String, Country) {
    let name = Name { en: en.into(), fr: fr.into(), ar: Some(ar.into()) };
    let country = Country { alpha2: code.into(), name, zone: zone.into(), ..Country::default() };
    (code.to_owned(), country)
}

fn field(key: &str, kind: FieldType) -> FieldRule {
    FieldRule { key: key.into(), kind, ..FieldRule::default() }
}

pub fn catalogue() -> Catalogue {
    let keys = [
        "authority",
        "offence_facts",
        "data_relationship",
        "custodian_location",
        "necessity",
        "mla_intent",
    ];
    let fields: Vec<FieldRule> = keys.iter().map(|k| field(k, FieldType::LongText)).collect();
    let kinds = [
        "bc29_preservation",
        "bc29_extension",
        "bc31_access_stored",
        "bc35_technical_advice",
        "bc26_spontaneous",
    ];
    let kind = |id: &&str| {
        let workflows = BTreeMap::from([(Direction::In, "preservation_in".to_owned())]);
        let kind = Kind {
            id: (*id).to_owned(),
            enabled: true,
            workflows,
            fields: fields.clone(),
            ..Kind::default()
        };
        ((*id).to_owned(), kind)
    };
    Catalogue {
        kinds: kinds.iter().map(kind).collect(),
        countries: BTreeMap::from([
            country("FR", "France", "France", "فرنسا", "Europe/Paris"),
            country("MA", "Morocco", "Maroc", "المغرب", "Africa/Casablanca"),
            country("DE", "Germany", "Allemagne", "ألمانيا", "Europe/Berlin"),
            country("TN", "Tunisia", "Tunisie", "تونس", "Africa/Tunis"),
            country("GN", "Guinea", "Guinée", "غينيا", "Africa/Conakry"),
            country(
                "PG",
                "Papua New Guinea",
                "Papouasie-Nouvelle-Guinée",
                "بابوا غينيا الجديدة",
                "Pacific/Port_Moresby",
            ),
            country("GB", "United Kingdom", "Royaume-Uni", "المملكة المتحدة", "Europe/London"),
        ]),
        common_fields: vec![
            field("received", FieldType::Instant),
            field("summary", FieldType::Text),
            field("partner", FieldType::Country),
            field("flagged", FieldType::Flag),
        ],
        ..Catalogue::default()
    }
}

pub fn context(catalogue: &Catalogue) -> IntakeContext<'_> {
    static ZONE: TimeZone = TimeZone::UTC;
    let now = "2026-11-21T23:00:00Z".parse().unwrap();
    IntakeContext { catalogue, our_country: "MA", now, our_zone: &ZONE }
}

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/intake/");

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{FIXTURES}{name}")).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The one request of a fixture.
pub fn one(name: &str) -> Proposal {
    let data = catalogue();
    let mut all = read(name, &fixture(name), &context(&data)).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn refused(name: &str, bytes: &[u8]) -> Refused {
    let data = catalogue();
    read(name, bytes, &context(&data)).expect_err(name)
}

fn get<'a>(p: &'a Proposal, key: &str) -> &'a str {
    p.fields.get(key).map_or("", String::as_str)
}

#[test]
fn an_english_preservation_form_fills_the_fields_of_article_29() {
    let p = one("tcy_preservation_en.txt");
    assert_eq!((p.kind.as_str(), p.direction), ("bc29_preservation", Direction::In));
    assert_eq!(p.partner.as_deref(), Some("DE"));
    let want = [
        ("their_ref", "DE-2026/4471-C"),
        ("sent", "2026-11-19T23:00:00Z"),
        ("requested_authority", "National contact point of Morocco (24/7)"),
        ("requesting.person", "Kim Beispiel"),
        ("requesting.address", "Musterweg 1\n00000 Musterstadt"),
        ("requesting.email", "desk@police.example.org"),
        ("requesting.time_zone", "Europe/Berlin"),
        ("requesting.response_expedited", "yes"),
        ("confirm_contact.job_title", "Head of desk"),
        ("investigating.organisation", "Public prosecution office of Musterstadt"),
        ("custodian", "Maroc Exemple Net"),
        ("custodian_location", "Provider: Maroc Exemple Net\nData centre in Casablanca"),
        ("necessity", "Logs are deleted after 30 days.\n[x] Volatility of data"),
        ("mla_intent", "The requesting authority intends to submit a mutual assistance request."),
        ("period_requested", "P90D"),
        ("urgency", "urgent"),
        ("confidentiality", "Do not notify the customer.\nStamped by the desk officer."),
    ];
    for (key, value) in want {
        assert_eq!(get(&p, key), value, "{key}");
    }
    assert!(
        get(&p, "offence_facts").contains("263a")
            && get(&p, "offence_facts").contains("41 000 EUR")
    );
    assert!(get(&p, "data_relationship").ends_with("[x] Traffic data"));
    assert_eq!(p.not_understood, ["[ ] Content data"]);
    assert!(!p.findings.iter().any(|f| f.code.starts_with('R')), "{:?}", p.findings);
}

#[test]
fn a_french_extension_form_names_the_earlier_request_and_rings_for_life() {
    let p = one("tcy_preservation_fr.txt");
    assert_eq!(p.kind, "bc29_extension");
    assert_eq!(p.partner.as_deref(), Some("TN"));
    assert_eq!(p.their_ref.as_deref(), Some("TN-2026-0087"));
    assert_eq!(p.previous_ref.as_deref(), Some("TN-2026-0051"));
    assert_eq!(get(&p, "requesting.person"), "أمينة المثال");
    assert_eq!(get(&p, "urgency"), "emergency");
    assert_eq!(get(&p, "mla_intent"), "");
    assert!(
        p.not_understood.iter().any(|t| t.ends_with("\nTexte que personne n’attend.")),
        "{:?}",
        p.not_understood
    );
}

#[test]
fn an_emergency_box_without_any_fact_is_said() {
    let text = String::from_utf8(fixture("tcy_preservation_fr.txt")).unwrap();
    let bare = text.replace("Accès frauduleux à un système de traitement automatisé.", "");
    let data = catalogue();
    let p = read("x.txt", bare.as_bytes(), &context(&data)).unwrap().remove(0);
    assert_eq!(get(&p, "urgency"), "emergency");
    assert!(p.findings.iter().any(|f| f.code == "R06"));
}

#[test]
fn an_unticked_intention_fills_nothing() {
    let text = String::from_utf8(fixture("tcy_preservation_en.txt")).unwrap();
    let statement = "The requesting authority intends to submit a mutual assistance request.";
    for (mark, want) in [("[ ] ", false), ("[x] ", true), ("☐ ", false), ("☒ ", true)] {
        let with = text.replace(statement, &format!("{mark}{statement}"));
        let data = catalogue();
        let p = read("x.txt", with.as_bytes(), &context(&data)).unwrap().remove(0);
        assert_eq!(get(&p, "mla_intent").contains(statement), want, "{mark}");
        assert_eq!(p.not_understood.iter().any(|t| t.contains(statement)), !want, "{mark}");
    }
}

#[test]
fn words_behind_a_ticked_box_are_kept() {
    let text = String::from_utf8(fixture("tcy_preservation_en.txt")).unwrap();
    let with = text.replace("[x] New request", "[x] New request, as phoned");
    let data = catalogue();
    let p = read("x.txt", with.as_bytes(), &context(&data)).unwrap().remove(0);
    assert_eq!(p.kind, "bc29_preservation");
    assert!(p.not_understood.iter().any(|t| t.contains("as phoned")));
}

#[test]
fn an_assistance_form_follows_the_preservation_it_names() {
    let p = one("tcy_mla_en.txt");
    assert_eq!(p.kind, "bc31_access_stored");
    assert_eq!(p.partner.as_deref(), Some("GB"));
    assert_eq!(p.previous_ref.as_deref(), Some("MA-2026-00007-X"));
    assert_eq!(get(&p, "legal_basis"), "Section 1 of the invented Act");
    assert_eq!(get(&p, "data_relationship"), "Name and address of the subscriber");
    assert_eq!(
        get(&p, "related_requests"),
        "Date: 01/10/2026\nTicket/reference number: MA-2026-00007-X"
    );
}

#[test]
fn our_own_form_to_a_partner_is_outgoing() {
    let text = String::from_utf8(fixture("tcy_preservation_en.txt")).unwrap();
    let own = text.replace("point of Morocco", "point of France").replace("Germany", "Morocco");
    let data = catalogue();
    let p = read("x.txt", own.as_bytes(), &context(&data)).unwrap().remove(0);
    assert_eq!((p.direction, p.partner.as_deref()), (Direction::Out, Some("FR")));
    assert_eq!(p.their_ref, None);
}

#[test]
fn an_impossible_day_on_a_form_is_kept_and_said() {
    let text = String::from_utf8(fixture("tcy_preservation_en.txt")).unwrap();
    for day in ["31/02/2026", "20/11/99999", "soon"] {
        let with = text.replace("20/11/2026", day);
        let data = catalogue();
        let p = read("x.txt", with.as_bytes(), &context(&data)).unwrap().remove(0);
        assert_eq!(get(&p, "sent"), "");
        assert!(p.not_understood.iter().any(|t| t == day));
        assert!(p.findings.iter().any(|f| f.code == "R20" && f.detail == [day]));
    }
}

#[test]
fn request_files_are_read_alike_in_toml_and_json() {
    let p = one("request.toml");
    assert_eq!(p.partner.as_deref(), Some("FR"));
    assert_eq!(p.received.to_string(), "2026-11-21T20:00:00Z");
    assert_eq!(get(&p, "period_requested"), "P90D");
    assert_eq!(p.notes, ["Announced by phone."]);
    let ip = &p.identifiers[0];
    assert_eq!((ip.value.as_str(), ip.port), ("192.0.2.44", Some(51515)));
    assert_eq!(ip.at.unwrap().to_string(), "2026-11-18T13:03:22Z");

    let data = catalogue();
    let all = read("-", &fixture("request.json"), &context(&data)).unwrap();
    let partners: Vec<_> = all.iter().map(|p| p.partner.clone().unwrap()).collect();
    assert_eq!(partners, ["DE", "TN"]);
    assert_eq!(get(&all[1], "summary"), "Deuxième");
    assert_eq!(all[0].received, context(&data).now);
}

#[test]
fn the_documented_request_file_is_read_whole() {
    let sample = include_bytes!("../../assets/forms/request-file@1.toml");
    let data = catalogue();
    let p = read("x.toml", sample, &context(&data)).unwrap().remove(0);
    for key in file::FIELD_KEYS {
        assert!(p.fields.contains_key(*key), "{key}");
    }
    assert_eq!((!p.identifiers.is_empty(), p.notes.len(), p.not_understood.len()), (true, 1, 1));
}

#[test]
fn a_bad_file_is_refused_with_its_place() {
    // Name, code, line, column, key, first value.
    let cases = [
        ("unknown_key.toml", "unknown_key", 3, 1, "there_ref", "there_ref"),
        ("number_for_text.json", "wrong_type", 3, 3, "summary", "text"),
        ("year_99999.toml", "date_out_of_range", 2, 1, "received", "99999-01-01T00:00:00Z"),
        ("unknown_kind.toml", "unknown_kind", 1, 1, "kind", "bc29_preservaton"),
        ("broken.toml", "syntax", 2, 18, "", "TOML"),
        ("hostile_nul.toml", "nul", 2, 13, "", ""),
        ("hostile_latin1.toml", "not_utf8", 2, 12, "", ""),
    ];
    for (name, code, line, column, key, first) in cases {
        let r = refused(name, &fixture(name));
        let seen = (r.code(), r.place.line, r.place.column, r.place.key.as_str());
        assert_eq!(seen, (code, line, column, key), "{name}");
        assert_eq!(r.detail().first().map_or("", String::as_str), first, "{name}");
    }
}

#[test]
fn slips_in_a_request_file_are_named_one_by_one() {
    let head = "kind = \"bc29_preservation\"\n";
    let cases = [
        ("", "empty", ""),
        ("partner = \"FR\"\n", "missing_key", "kind"),
        ("partner = \"Frence\"\n", "unknown_country", "partner"),
        ("urgency = \"asap\"\n", "unknown_word", "urgency"),
        ("received = 2026-11-21T10:00:00\n", "no_offset", "received"),
        ("received = \"2026-02-30T10:00:00Z\"\n", "bad_date", "received"),
        ("period_requested = \"long\"\n", "bad_period", "period_requested"),
        ("schema = \"vigie.request-file/9\"\n", "bad_schema", "schema"),
        ("notes = \"x\"\n", "wrong_type", "notes"),
        ("fields = { sumary = \"x\" }\n", "unknown_key", "fields.sumary"),
        (
            "[[identifier]]\nkind = \"ip\"\nvalue = \"192.0.2.1\"\nport = 70000\n",
            "wrong_type",
            "identifier[1].port",
        ),
        ("[[identifier]]\nkind = \"ip\"\n", "missing_key", "identifier[1]"),
        ("[[identifier]]\nkind = \"ipp\"\nvalue = \"x\"\n", "unknown_word", "identifier[1].kind"),
    ];
    for (text, code, key) in cases {
        let whole = if matches!(code, "empty") || key == "kind" {
            text.to_owned()
        } else {
            format!("{head}{text}")
        };
        let r = refused("x.toml", whole.as_bytes());
        assert_eq!(
            (r.code(), r.place.key.trim_end_matches("[1]")),
            (code, key.trim_end_matches("[1]")),
            "{text}"
        );
    }
    assert_eq!(refused("x.json", b"{\"kind\": \"a\", \"kind\": \"b\"}").code(), "duplicate_key");
    assert_eq!(refused("x.json", b"{\"kind\": }").code(), "syntax");
    assert_eq!(
        refused("x.json", b"{\"kind\":\"bc29_preservation\",\"summary\":\"\\u0000\"}").code(),
        "nul"
    );
    let deep = format!("{{\"kind\":{}", "[".repeat(100_000));
    assert_eq!(refused("x.json", deep.as_bytes()).code(), "syntax");
    let deep = format!("kind = {}", "[".repeat(100_000));
    assert_eq!(refused("x.toml", deep.as_bytes()).code(), "syntax");
}

#[test]
fn the_content_must_be_what_the_name_says() {
    assert_eq!(refused("x.toml", &fixture("french.eml")).code(), "mismatch");
    assert_eq!(refused("x.eml", &fixture("request.toml")).code(), "mismatch");
    assert_eq!(refused("x.pdf", b"%PDF-1.4").code(), "not_recognised");
    assert_eq!(refused("x.txt", b"just words").code(), "not_recognised");
    let data = catalogue();
    for name in ["french.eml", "request.toml", "request.json", "tcy_preservation_fr.txt"] {
        assert!(read("-", &fixture(name), &context(&data)).is_ok(), "{name}");
    }
}

#[test]
fn every_refusal_has_a_sentence_in_both_languages() {
    use crate::text::intake::{At, EN, FR};
    let s = String::new;
    let all = [
        RefusedKind::Empty,
        RefusedKind::TooLarge { size: 1, limit: 2 },
        RefusedKind::TooManyParts { limit: 1 },
        RefusedKind::TooDeep { limit: 1 },
        RefusedKind::HeaderTooLong { limit: 1 },
        RefusedKind::TooMany { limit: 1 },
        RefusedKind::TooLong { size: 1, limit: 1 },
        RefusedKind::NotUtf8,
        RefusedKind::Nul,
        RefusedKind::NotRecognised,
        RefusedKind::Mismatch { said: s(), looks: s() },
        RefusedKind::Syntax { format: s(), message: s() },
        RefusedKind::UnknownKey { found: s(), nearest: None },
        RefusedKind::DuplicateKey { found: s() },
        RefusedKind::MissingKey { key: s() },
        RefusedKind::WrongType { expected: s(), found: s() },
        RefusedKind::UnknownKind { found: s(), nearest: None },
        RefusedKind::UnknownCountry { found: s(), nearest: None },
        RefusedKind::UnknownWord { found: s(), allowed: vec![] },
        RefusedKind::BadDate { text: s() },
        RefusedKind::DateOutOfRange { text: s() },
        RefusedKind::NoOffset { text: s() },
        RefusedKind::BadPeriod { text: s() },
        RefusedKind::BadSchema { found: s(), expected: s() },
    ];
    for kind in all {
        let refused = Refused::from(kind);
        for text in [&EN, &FR] {
            let said = (text.refused)(refused.code(), At::default(), &refused.detail());
            assert!(!said.contains(&format!("({})", refused.code())), "{said}");
        }
    }
    let r = refused("number_for_text.json", &fixture("number_for_text.json"));
    let at =
        At { line: r.place.line, column: r.place.column, key: &r.place.key, part: &r.place.part };
    assert_eq!(
        (EN.refused)(r.code(), at, &r.detail()),
        "line 3, column 3, key `summary`: text is wanted here, not number 17; put the value in quotes"
    );
    assert_eq!(
        (FR.refused)(r.code(), at, &r.detail()),
        "ligne 3, colonne 3, clé `summary` : il faut ici un texte, non un nombre (17) ; mettez la valeur entre guillemets"
    );
}
