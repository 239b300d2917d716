use super::*;
use crate::domain::catalogue::FieldRule;

fn rule(key: &str) -> FieldRule {
    FieldRule {
        key: key.to_owned(),
        mandatory: true,
        rule: "ETS 185 29(2)".to_owned(),
        ..FieldRule::default()
    }
}

fn kind(id: &str) -> Kind {
    let keys: &[&str] = match id {
        "bc29_preservation" => &["authority", "custodian_location", "mla_intent"],
        "p2_9_emergency_disclosure" => &["emergency_facts"],
        _ => &[],
    };
    Kind {
        id: id.to_owned(),
        instrument: "ets185".to_owned(),
        fields: keys.iter().map(|key| rule(key)).collect(),
        ..Kind::default()
    }
}

fn now() -> Timestamp {
    "2026-11-21T20:00:00Z".parse().unwrap()
}

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let full = [
        ("authority", "Cyber unit"),
        ("custodian", "Meta Platforms"),
        ("mla_intent", "yes"),
        ("mla_expected", "2026-12-20T00:00:00Z"),
        ("marking", "TLP:GREEN"),
        ("requesting.person", "A. Example"),
        ("requesting.office_hours", "9-17"),
        ("requesting.time_zone", "Europe/Paris"),
        ("received", "2026-11-21T19:00:00Z"),
    ];
    let all = full.iter().chain(pairs);
    all.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn codes(
    id: &str,
    pairs: &[(&str, &str)],
    change: impl FnOnce(&mut RequestFacts<'_>),
) -> Vec<(&'static str, Level)> {
    let (kind, fields) = (kind(id), fields(pairs));
    let mut request = RequestFacts::new(&kind, Direction::In, &fields, now());
    change(&mut request);
    check(&request).into_iter().map(|finding| (finding.code, finding.level)).collect()
}

const BASE: &str = "bc29_preservation";

#[test]
fn a_complete_request_has_no_findings() {
    assert_eq!(codes(BASE, &[], |_| {}), []);
}

#[test]
fn fields_that_are_missing_or_contradict_are_found() {
    use Level::{Block, Warn};
    type Case =
        (&'static str, &'static [(&'static str, &'static str)], &'static [(&'static str, Level)]);
    let cases: &[Case] = &[
        (BASE, &[("authority", " ")], &[("R01", Block)]),
        (BASE, &[("custodian", "")], &[("R01", Block)]),
        (BASE, &[("authority", ""), ("requesting.organisation", "X")], &[]),
        (BASE, &[("mla_intent", "")], &[("R02", Block)]),
        (BASE, &[("mla_intent", "no")], &[("R02", Block)]),
        (BASE, &[("mla_intent", "no"), ("mla_ref", "X 1")], &[]),
        (BASE, &[("mla_expected", "")], &[("R02", Warn)]),
        (BASE, &[("mla_expected", ""), ("mla_intent", "yes, by 20 December 2026")], &[]),
        ("bc29_extension", &[], &[("R03", Block)]),
        ("bc29_extension", &[("previous_ref", "MA-1")], &[]),
        ("p2_7_subscriber_direct", &[("subscriber_info", "all messages sent")], &[("R05", Warn)]),
        ("p2_7_subscriber_direct", &[("subscriber_info", "name and address")], &[]),
        (BASE, &[("necessity", "all messages sent")], &[]),
        ("p2_9_emergency_disclosure", &[("urgency", "emergency")], &[("R06", Block)]),
        (
            "p2_9_emergency_disclosure",
            &[("urgency", "emergency"), ("emergency_facts", "a shop lost money")],
            &[("R07", Warn)],
        ),
        (
            "p2_9_emergency_disclosure",
            &[("urgency", "emergency"), ("emergency_facts", "a child is held by force")],
            &[],
        ),
        (BASE, &[("marking", "")], &[("R14", Warn)]),
        (BASE, &[("requesting.time_zone", "")], &[("R16", Warn)]),
        (BASE, &[("requesting.person", "")], &[("R17", Warn)]),
        (BASE, &[("sent", "31/02/2026")], &[("R20", Warn)]),
        (BASE, &[("sent", "9999-01-01T00:00:00Z")], &[("R20", Warn)]),
        (BASE, &[("sent", "2026-11-20T00:00:00Z")], &[]),
    ];
    for (id, pairs, want) in cases {
        assert_eq!(codes(id, pairs, |_| {}), *want, "{id} {pairs:?}");
    }
}

#[test]
fn an_extension_after_the_end_is_a_new_request() {
    let asked = |until: &str| {
        codes("bc29_extension", &[("previous_ref", "MA-1")], |request| {
            request.known.previous_until = until.parse().ok();
        })
    };
    assert_eq!(asked("2026-11-21T18:59:59Z"), [("R03", Level::Block)]);
    assert_eq!(asked("2026-11-21T19:00:01Z"), []);
}

#[test]
fn what_the_desk_knows_of_the_addressee_is_compared() {
    let with = |pairs: &[(&str, &str)], known: Known<'static>| {
        codes(BASE, pairs, |request| request.known = known)
    };
    let period = Known { longest_days: Some(90), ..Known::default() };
    assert_eq!(with(&[("period_requested", "P180D")], period), [("R04", Level::Warn)]);
    assert_eq!(with(&[("period_requested", "P4M")], period), [("R04", Level::Warn)]);
    assert_eq!(with(&[("period_requested", "P90D")], period), []);
    let abroad = Known { custodian_country: Some(("FR", "MA")), ..Known::default() };
    assert_eq!(with(&[], abroad), [("R09", Level::Block)]);
    let here = Known { custodian_country: Some(("ma", "MA")), ..Known::default() };
    assert_eq!(with(&[], here), []);
    let talks = Known { provider_notifies: true, ..Known::default() };
    assert_eq!(with(&[("confidentiality", "yes")], talks), [("R10", Level::Warn)]);
    assert_eq!(with(&[], talks), []);
    let reads = Known { languages: &["fr", "ar"], ..Known::default() };
    assert_eq!(with(&[("language", "de")], reads), [("R12", Level::Warn)]);
    assert_eq!(with(&[("language", "FR")], reads), []);
    let ladder = Known {
        ladder: &["open", "restricted", "secret"],
        ceiling: Some("restricted"),
        ..Known::default()
    };
    assert_eq!(with(&[("classification", "secret")], ladder), [("R13", Level::Block)]);
    assert_eq!(with(&[("classification", "cosmic")], ladder), [("R13", Level::Block)]);
    assert_eq!(with(&[("classification", "restricted")], ladder), []);
    let reserved = Known { dual_criminality: Some("29(4)"), ..Known::default() };
    assert_eq!(with(&[], reserved), [("R19", Level::Warn)]);
    assert_eq!(codes(BASE, &[], |request| request.instrument_open = false), [("R11", Level::Warn)]);
}

#[test]
fn a_doubtful_sender_warns_and_in_an_emergency_blocks() {
    let known = Known { domains: &["police.example.org"], ..Known::default() };
    let sent = |from: &'static str, reply_to: Option<&'static str>, urgency: &str| {
        codes(BASE, &[("urgency", urgency), ("necessity", "a life is at risk")], |request| {
            request.known = known;
            request.sender = Some(Sender { from, reply_to });
        })
    };
    assert_eq!(sent("a@police.example.org", None, "routine"), []);
    assert_eq!(sent("a@hq.police.example.org", None, "routine"), []);
    for from in ["a@gmail.com", "a@po1ice.example.org", "a@ministry.example.com"] {
        assert_eq!(sent(from, None, "routine"), [("R15", Level::Warn)], "{from}");
        assert_eq!(sent(from, None, "emergency"), [("R15", Level::Block)], "{from}");
    }
    let reply = sent("a@police.example.org", Some("b@example.com"), "routine");
    assert_eq!(reply, [("R15", Level::Warn)]);
    assert_eq!(sent("a@police.example.org", Some("b@police.example.org"), "routine"), []);
}

#[test]
fn an_attachment_needs_its_digest() {
    let file = |sha256: String| [Attachment { name: "a.pdf".to_owned(), size: 1, sha256 }];
    let (bad, good) = (file(String::new()), file("a".repeat(64)));
    assert_eq!(codes(BASE, &[], |r| r.attachments = static_slice(&bad)), [("R18", Level::Warn)]);
    assert_eq!(codes(BASE, &[], |r| r.attachments = static_slice(&good)), []);
}

/// Tests hand over slices that outlive the closure's request.
fn static_slice(files: &[Attachment]) -> &'static [Attachment] {
    Box::leak(files.to_vec().into_boxed_slice())
}

#[test]
fn an_account_is_asked_of_the_company_that_runs_it() {
    let account = |platform: &str| -> &'static [Identifier] {
        Box::leak(Box::new([Identifier {
            kind: IdentifierKind::Account,
            value: "1234567".to_owned(),
            platform: Some(platform.to_owned()),
            ..Identifier::default()
        }]))
    };
    let asked = |platform| codes(BASE, &[], |request| request.identifiers = account(platform));
    assert_eq!(asked("telegram"), [("AC05", Level::Warn)]);
    assert_eq!(asked("instagram"), []);
    assert_eq!(asked("unheard-of"), []);
}

#[test]
fn the_same_evidence_in_another_request_is_named() {
    let ip = |at: &str| Identifier {
        value: "8.8.4.4".to_owned(),
        at: at.parse().ok(),
        ..Identifier::default()
    };
    let mail = Identifier {
        kind: IdentifierKind::Email,
        value: "A@bank.com".to_owned(),
        ..Identifier::default()
    };
    let ours = [ip("2026-11-20T10:00:00Z"), mail.clone()];
    let other = [ip("2026-11-20T11:00:00Z"), Identifier { value: "a@bank.com".to_owned(), ..mail }];
    let found: Vec<_> = duplicate(&ours, &other, "MA-1").into_iter().map(|f| f.code).collect();
    assert_eq!(found, ["R08"]);
    let found: Vec<_> = duplicate(&ours, &ours, "MA-1").into_iter().map(|f| f.code).collect();
    assert_eq!(found, ["IP13", "R08"]);
}
