use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::directory::{Call, ChannelKind, ContactFact, Outcome, Purpose, Try};
use crate::domain::{
    Attachment, Audience, ChannelId, Direction, Identifier, IdentifierKind, Opened, Reference,
    Relation, Step,
};
use crate::log::{Chain, Signer};

fn act() -> (Actor, Timestamp) {
    let actor = Actor { officer: "o".into(), desk: "d".into(), via: "cli".into() };
    (actor, "2026-11-21T02:14:00.123Z".parse().unwrap())
}

/// Seals a draft and reads it back as another desk would.
fn there_and_back(entity: Option<EntityId>, refs: &[EntryId], fact: &Fact) -> Recorded {
    let signer = Signer::from_seed(&[1; 32]);
    let mut chain = Chain::open(signer.public(), 1, crate::log::Hlc::default());
    let (actor, at) = act();
    let draft = draft(entity, refs, fact, actor, at);
    let entry = chain.seal(&signer, &[2; 32], 1, [0; 16], &draft, 5).unwrap();
    let named = entity_of(&entry);
    assert!(named.is_some());
    recorded(&entry, named.unwrap()).unwrap()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[ -~]{0,40}", Just("طلب é\u{0}\u{1b}\"\\\n".to_owned())]
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_000_000_000, 0_i32..1_000_000_000).prop_map(|(s, n)| Timestamp::new(s, n).unwrap())
}

fn fields() -> impl Strategy<Value = std::collections::BTreeMap<String, String>> {
    prop::collection::btree_map(text(), text(), 0..5)
}

fn identifier() -> impl Strategy<Value = Identifier> {
    let some = |s| prop::option::of(s);
    (
        prop::sample::select(IdentifierKind::ALL),
        text(),
        any::<Option<u16>>(),
        some(text()),
        some(text()),
        prop::option::of(instant()),
        prop::option::of(instant()),
        prop::option::of(text()),
    )
        .prop_map(|(kind, value, port, protocol, time_text, at, to, platform)| Identifier {
            kind,
            value,
            port,
            protocol,
            time_text,
            at,
            to,
            platform,
        })
}

fn attachment() -> impl Strategy<Value = Attachment> {
    (text(), 0..crate::log::MAX_INTEGER, "[0-9a-f]{64}")
        .prop_map(|(name, size, sha256)| Attachment { name, size, sha256 })
}

fn opened() -> impl Strategy<Value = Fact> {
    (
        (1900_i16..9999, 0_u32..1_000_000),
        text(),
        prop::sample::select(Direction::ALL),
        (text(), any::<u32>()),
        fields(),
        prop::collection::vec(identifier(), 0..3),
        prop::collection::vec(attachment(), 0..3),
        prop::option::of(attachment()),
    )
        .prop_map(|((year, number), kind, direction, workflow, fields, ids, files, source)| {
            Fact::Opened(Opened {
                reference: Reference::new("MA", year, number),
                kind,
                direction,
                workflow: workflow.0,
                workflow_version: workflow.1,
                fields,
                identifiers: ids,
                attachments: files,
                source,
            })
        })
}

fn stepped() -> impl Strategy<Value = Fact> {
    let o = prop::option::of;
    (
        text(),
        instant(),
        o(instant()),
        prop::option::of(text()),
        prop::option::of(text()),
        fields(),
        any::<bool>(),
    )
        .prop_map(|(to, at, until, reason, second, set, undo)| {
            Fact::Stepped(Step { to, at, until, reason, second, set, undo })
        })
}

fn tried() -> impl Strategy<Value = Try> {
    let outcome = prop::sample::select(Outcome::ALL);
    let request = prop::option::of(any::<[u8; 16]>().prop_map(EntityId));
    (any::<[u8; 4]>(), outcome, instant(), request, text()).prop_map(
        |(channel, outcome, at, request, note)| Try {
            channel: ChannelId(channel),
            outcome,
            at,
            request,
            note,
        },
    )
}

fn called() -> impl Strategy<Value = Call> {
    let kind = prop::sample::select(ChannelKind::ALL);
    let purpose = prop::sample::select(Purpose::ALL);
    (any::<[u8; 16]>(), tried(), text(), kind, text(), purpose).prop_map(
        |(contact, tried, name, kind, value, purpose)| Call {
            contact: EntityId(contact),
            channel: tried.channel,
            name,
            kind,
            value,
            outcome: tried.outcome,
            purpose,
            at: tried.at,
            note: tried.note,
        },
    )
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        fields().prop_map(|fields| Fact::Contact(ContactFact::Opened(fields))),
        fields().prop_map(|fields| Fact::Contact(ContactFact::Set(fields))),
        tried().prop_map(|tried| Fact::Contact(ContactFact::Tried(tried))),
        called().prop_map(Fact::Called),
        opened(),
        fields().prop_map(Fact::Set),
        stepped(),
        (text(), prop::sample::select(Audience::ALL))
            .prop_map(|(text, audience)| Fact::Noted { text, audience }),
        identifier().prop_map(Fact::IdentifierAdded),
        Just(Fact::IdentifierRemoved),
        attachment().prop_map(Fact::Attached),
        (text(), text(), text(), instant()).prop_map(|(clock, reason, owner, until)| {
            Fact::Paused { clock, reason, owner, until }
        }),
        text().prop_map(|clock| Fact::Resumed { clock }),
        (text(), text()).prop_map(|(code, reason)| Fact::Overridden { code, reason }),
        (prop::sample::select(Relation::ALL), any::<[u8; 16]>())
            .prop_map(|(relation, to)| Fact::Linked { relation, to: EntityId(to) }),
        text().prop_map(|reason| Fact::Struck { reason }),
        ("later\\.[a-z]{1,9}", any::<bool>())
            .prop_map(|(kind, critical)| Fact::Unknown { kind, critical }),
    ]
}

proptest! {
    #[test]
    fn every_fact_reads_back_as_it_was_written(
        fact in fact(),
        refs in prop::collection::vec(any::<[u8; 32]>(), 0..4),
    ) {
        let entity = EntityId([5; 16]);
        let refs: Vec<EntryId> = refs.into_iter().map(EntryId).collect();
        let read = there_and_back(Some(entity), &refs, &fact);
        let (actor, at) = act();
        prop_assert_eq!(read.fact, fact);
        prop_assert_eq!((read.entity, read.refs, read.at), (entity, refs, at));
        prop_assert_eq!((read.officer, read.desk), (actor.officer, actor.desk));
    }

    #[test]
    fn payloads_of_any_shape_never_panic(
        kind in prop::sample::select(payload::KINDS),
        keys in prop::collection::vec((prop::sample::select(&["to", "at", "text", "fields",
            "reference", "kind", "value", "size", "identifiers"][..]), any::<Option<i64>>()), 0..6),
    ) {
        let payload = keys.into_iter().map(|(k, v)| (k.to_owned(), json!(v))).collect();
        let read = fact_of(kind, 1, true, payload);
        let locks = matches!(read, Fact::Unknown { critical: true, .. });
        prop_assert!(!locks);
    }
}

fn fact_of(kind: &str, kver: u32, crit: bool, payload: Map<String, Value>) -> Fact {
    super::fact(kind.to_owned(), kver, crit, payload)
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[test]
fn an_opening_names_its_request_by_its_own_id() {
    let opened = Fact::Opened(Opened {
        reference: Reference::new("MA", 2026, 1),
        kind: "k".into(),
        direction: Direction::In,
        workflow: "w".into(),
        workflow_version: 1,
        fields: Default::default(),
        identifiers: vec![],
        attachments: vec![],
        source: None,
    });
    let read = there_and_back(None, &[], &opened);
    assert_eq!(read.entity.0, read.id.0[..16]);
}

#[test]
fn what_a_newer_program_wrote_is_unknown_and_keeps_its_lock() {
    let cases = [
        ("request.weigh", 1, true, json!({}), true),
        ("request.weigh", 1, false, json!({}), false),
        ("request.set", 2, true, json!({"fields": {}}), true),
        // Known and unreadable: nobody is locked out by nonsense.
        ("request.set", 1, true, json!({"fields": 3}), false),
        ("request.set", 1, true, json!({}), false),
        ("request.open", 1, true, json!({"reference": "MA-2026-00412-0"}), false),
        ("request.link", 1, true, json!({"relation": "cousin", "to": "00"}), false),
        ("request.step", 1, true, json!({"to": "x", "at": "yesterday"}), false),
    ];
    for (kind, kver, crit, payload, critical) in cases {
        let expected = Fact::Unknown { kind: kind.to_owned(), critical };
        assert_eq!(fact_of(kind, kver, crit, object(payload)), expected);
    }
}

#[test]
fn members_of_a_later_program_are_ignored() {
    let payload = object(json!({"text": "t", "audience": "partner", "later": [1]}));
    let expected = Fact::Noted { text: "t".into(), audience: Audience::Partner };
    assert_eq!(fact_of("request.note", 1, false, payload), expected);
}

#[test]
fn an_audience_or_kind_of_a_later_program_is_read_on_the_safe_side() {
    let note = object(json!({"text": "t", "audience": "press"}));
    let expected = Fact::Noted { text: "t".into(), audience: Audience::Internal };
    assert_eq!(fact_of("request.note", 1, false, note), expected);
    let named = object(json!({"kind": "iris", "value": "v"}));
    let Fact::IdentifierAdded(read) = fact_of("request.identify", 1, true, named) else {
        panic!("not an identifier")
    };
    assert_eq!((read.kind, read.value.as_str()), (IdentifierKind::Other, "v"));
}

/// The bytes of these kinds lie on other people's disks: a change here is a new version.
#[test]
fn the_payloads_are_written_as_published() {
    let at: Timestamp = "2026-11-21T02:14:00Z".parse().unwrap();
    let step = Step { to: "closed".into(), at, until: Some(at), ..Step::default() };
    let cases = [
        (
            Fact::Stepped(step),
            "request.step",
            json!({"to": "closed",
            "at": "2026-11-21T02:14:00Z", "until": "2026-11-21T02:14:00Z"}),
        ),
        (
            Fact::Set([("a".to_owned(), "b".to_owned())].into()),
            "request.set",
            json!({"fields": {"a": "b"}}),
        ),
        (Fact::IdentifierRemoved, "request.unidentify", json!({})),
        (
            Fact::Linked { relation: Relation::ChildOf, to: EntityId([1; 16]) },
            "request.link",
            json!({"relation": "child_of", "to": "01".repeat(16)}),
        ),
        (
            Fact::Attached(Attachment { name: "n".into(), size: 3, sha256: "00".into() }),
            "request.attach",
            json!({"name": "n", "size": 3, "sha256": "00"}),
        ),
        (
            Fact::Paused { clock: "c".into(), reason: "r".into(), owner: "o".into(), until: at },
            "request.pause",
            json!({"clock": "c", "reason": "r", "owner": "o",
            "until": "2026-11-21T02:14:00Z"}),
        ),
    ];
    for (fact, kind, expected) in cases {
        let (written, _, payload) = payload::write(&fact);
        assert_eq!((written, Value::Object(payload)), (kind, expected));
    }
}
