//! Laws that hold for any input: what is sealed reads back, what is changed is seen, and no bytes
//! make a reader panic.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::vectors::{entries, signer};
use super::verify::{Trust, ingest};
use super::*;

const SHARE: [u8; 32] = [5; 32];

fn value() -> impl Strategy<Value = Value> {
    let limit = i64::try_from(MAX_INTEGER).unwrap_or(i64::MAX);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-limit..=limit).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

prop_compose! {
    fn draft()(
        kind in "[a-z0-9._-]{1,64}",
        kver in any::<u32>(),
        crit in any::<bool>(),
        entity in any::<Option<[u8; 16]>>(),
        refs in prop::collection::vec(any::<[u8; 32]>(), 0..6),
        officer in any::<String>(),
        at in 0_i64..250_000_000_000_000,
        payload in prop::collection::btree_map(any::<String>(), value(), 0..6),
    ) -> Draft {
        let actor = Actor { officer, desk: "desk-1".to_owned(), via: "screen".to_owned() };
        let at = jiff::Timestamp::from_millisecond(at).unwrap();
        let payload: Map<String, Value> = payload.into_iter().collect();
        Draft { kind, kver, crit, entity, refs, actor, at, payload }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn what_is_sealed_reads_back_and_verifies(drafts in prop::collection::vec(draft(), 1..4)) {
        let signer = signer();
        let mut chain = Chain::open(signer.public(), 7, Hlc::default());
        let mut made = Vec::new();
        for draft in &drafts {
            let entry = chain.seal(&signer, &SHARE, 1, [3; 16], draft, 1000).unwrap();
            let again = Entry::parse(&SHARE, entry.head_text(), entry.body_text(), entry.signature_text());
            prop_assert_eq!(again.as_ref(), Ok(&entry));
            prop_assert_eq!(Head::parse(entry.head_text()), Ok(entry.head().clone()));
            let body = entry.body().unwrap();
            prop_assert_eq!((&body.payload, &body.refs, &body.actor), (&draft.payload, &draft.refs, &draft.actor));
            prop_assert_eq!((&body.kind, body.kver, body.crit), (&draft.kind, draft.kver, draft.crit));
            prop_assert_eq!((body.entity, body.at), (draft.entity, draft.at));
            made.push(entry);
        }
        let verdict = ingest(&SHARE, &made, |_| true);
        prop_assert_eq!(verdict.trust, vec![Trust::Good; made.len()]);
        prop_assert_eq!(verdict.problems, vec![]);
        let text = bundle::encode(&made).unwrap();
        let bundle = bundle::decode(&SHARE, text.as_bytes()).unwrap();
        prop_assert_eq!((bundle.entries, bundle.problems), (made, vec![]));
    }

    #[test]
    fn a_changed_byte_never_passes_for_signed(
        which in 0_usize..14, line in 0_usize..3, at in any::<prop::sample::Index>(), bits in 1_u8..=255,
    ) {
        let made = entries(&SHARE);
        let entry = &made[which];
        let mut lines = [entry.head_text(), entry.body_text(), entry.signature_text()].map(|l| l.as_bytes().to_vec());
        let at = at.index(lines[line].len());
        lines[line][at] ^= bits;
        // Bytes that are no text are refused before an entry is read at all.
        if let [Ok(head), Ok(body), Ok(signature)] = lines.each_ref().map(|l| std::str::from_utf8(l)) {
            let read = Entry::parse(&SHARE, head, body, signature);
            prop_assert!(!read.is_ok_and(|e| e.is_signed(&SHARE)));
        }
    }

    #[test]
    fn a_changed_byte_damages_a_bundle(at in any::<prop::sample::Index>(), bits in 1_u8..=255) {
        let mut bytes = bundle::encode(&entries(&SHARE)).unwrap().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        prop_assert!(bundle::decode(&SHARE, &bytes).is_err());
        prop_assert!(bundle::decode(&SHARE, &bytes[..at]).is_err());
    }

    #[test]
    fn foreign_bytes_never_make_a_reader_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..600), text in any::<String>(),
        splice in any::<prop::sample::Index>(), which in 0_usize..14,
    ) {
        let lossy = String::from_utf8_lossy(&bytes);
        let made = entries(&SHARE);
        let (head, body) = (made[which].head_text(), made[which].body_text());
        let cut = |sound: &str| {
            let at = sound.floor_char_boundary(splice.index(sound.len()));
            let (start, end) = sound.split_at(at);
            [format!("{start}{text}{end}"), format!("{start}{text}"), start.to_owned()]
        };
        for (head, body) in cut(head).iter().zip(&cut(body)) {
            let _ = Entry::parse(&SHARE, head, body, &text);
            let _ = Head::parse(head);
            let _ = Body::parse(body);
        }
        let _ = Entry::parse(&SHARE, &lossy, &lossy, &lossy);
        let _ = Body::parse(&lossy);
        let _ = bundle::decode(&SHARE, &bytes);
        let _ = bundle::decode(&SHARE, text.as_bytes());
        let _ = bundle::file_name(&lossy);
        let _ = roster::Genesis::parse(&lossy);
        let _ = sshsig::verify(&lossy, &text, &bytes);
        let _ = sshsig::parse_public_line(&format!("ssh-ed25519 {lossy}"));
    }

    #[test]
    fn a_clock_always_moves_forward_and_strangers_move_it_five_minutes_at_most(
        steps in prop::collection::vec((any::<bool>(), 0_u64..1_000_000, 0_u64..2_000_000, any::<u16>()), 0..60),
    ) {
        let mut clock = Hlc::default();
        let mut latest_wall = 0;
        for (local, wall, ms, tick) in steps {
            latest_wall = latest_wall.max(wall);
            let before = clock;
            if local {
                clock = clock.next(wall).unwrap();
                prop_assert!(clock > before);
            } else {
                let followed = clock.observe(Hlc { ms, tick }, wall);
                prop_assert_eq!(followed, ms <= wall + MAX_AHEAD_MS);
                prop_assert!(clock >= before);
            }
            // One more millisecond where the counter of a stamp at the bound runs over.
            prop_assert!(clock.ms <= latest_wall + MAX_AHEAD_MS + 1);
        }
    }
}
