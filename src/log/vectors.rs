//! The published examples of the format. They may be added to and never change: an entry that a
//! desk wrote years ago must read, hash and verify as it did.

use serde_json::{Map, Value, json};

use super::roster::{Desk, Genesis, Officer, Policy, share_of};
use super::verify::{Audit, Row};
use super::*;

const GENESIS: &str = include_str!("../../tests/it/fixtures/log/genesis.toml");
const GENESIS_SIG: &str = include_str!("../../tests/it/fixtures/log/genesis.toml.sig");
const ALLOWED: &str = include_str!("../../tests/it/fixtures/log/allowed_signers");
const ENTRIES: &str = include_str!("../../tests/it/fixtures/log/v1.json");
const BUNDLE: &str = include_str!("../../tests/it/fixtures/log/v1.vgb");

pub fn signer() -> Signer {
    Signer::from_seed(&std::array::from_fn(|i| u8::try_from(i).unwrap_or(0)))
}

fn genesis() -> Genesis {
    let key = signer().public();
    let officer = |id: &str, name: &str, role: &str| Officer {
        id: id.to_owned(),
        name: name.to_owned(),
        roles: vec![role.to_owned()],
    };
    Genesis {
        title: "Examples of the record".to_owned(),
        created: "2026-11-21T00:00:00Z".parse().unwrap(),
        root_keys: vec![key],
        threshold: 1,
        desks: vec![Desk { name: "desk-1".to_owned(), key, lane: 0 }],
        officers: vec![
            officer("a.martin", "Aïcha Martin", "duty"),
            officer("y.idrissi", "يوسف الإدريسي", "supervisor"),
        ],
        policy: Policy { reference_lanes: 10 },
    }
}

/// Kind, whether critical, how many refs, payload.
fn shapes() -> Vec<(&'static str, bool, usize, Value)> {
    let nested = json!({"4": {"5": {"6": {"7": {"8": [0]}}}}});
    let text =
        "n\u{e9}cessit\u{e9}, n\u{65}\u{301}cessit\u{e9}; \u{0637}\u{0644}\u{0628} \u{1f4de}";
    vec![
        ("log.open", true, 0, json!({"continues": null})),
        (
            "request.open",
            true,
            0,
            json!({"reference": "MA-2026-00412-K", "kind": "preservation_in", "direction": "in",
                   "fields": {"partner": "FR", "urgency": "urgent", "summary": text}}),
        ),
        ("request.set", true, 1, json!({"fields": {"priority": "P1", "owner": ""}})),
        ("request.set", true, 2, json!({"fields": {"marking": "AMBER+STRICT"}})),
        ("request.step", true, 1, json!({"to": "acknowledged", "undo": false})),
        (
            "request.note",
            false,
            0,
            json!({"audience": "source", "text": "\u{0}\u{1b}]52;c;eA==\u{7}\r\n\t\"\\/\u{7f}\u{85}\u{202e}\u{2028}\u{feff}"}),
        ),
        (
            "request.identify",
            true,
            0,
            json!({"kind": "ip", "value": "192.0.2.44", "port": 50123, "at": "2026-11-20T23:59:59Z"}),
        ),
        ("request.unidentify", true, 1, json!({})),
        (
            "request.attach",
            false,
            0,
            json!({"name": "../\u{202e}fdp.exe", "size": 9_007_199_254_740_992_u64, "sha256": "00"}),
        ),
        ("request.pause", true, 0, json!({"clock": "answer", "until": "2026-11-22T08:00:00Z"})),
        ("request.link", false, 0, json!({"relation": "extends", "to": "00".repeat(16)})),
        ("request.strike", true, 3, json!({"reason": "wrong request"})),
        ("later.kind", true, 0, json!({"min": -9_007_199_254_740_992_i64, "nested": nested})),
        ("log.seen", false, MAX_REFS, json!({"heads": []})),
    ]
}

/// The chain of examples: one entry of each shape, the clock standing still and once going back.
pub fn entries(share: &[u8; 32]) -> Vec<Entry> {
    let signer = signer();
    let mut chain = Chain::open(signer.public(), 0x0badcafe, Hlc::default());
    let start = 1_795_000_000_000;
    let mut made: Vec<Entry> = Vec::new();
    for (i, (kind, crit, refs, payload)) in (0_u8..).zip(shapes()) {
        let wall = start + [0, 1000, 1000, 900, 5000][usize::from(i) % 5];
        let Value::Object(payload) = payload else { continue };
        let named = |n: usize| {
            let n = u8::try_from(n).unwrap_or(u8::MAX);
            sha256(&[i, n])
        };
        let draft = Draft {
            kind: kind.to_owned(),
            kver: 1 + u32::from(i) / 10,
            crit,
            entity: (i > 1).then(|| made.get(1).map_or([0; 16], Entry::first_entity)),
            refs: (0..refs).map(named).collect(),
            actor: Actor {
                officer: "a.martin".to_owned(),
                desk: "desk-1".to_owned(),
                via: "screen".to_owned(),
            },
            at: jiff::Timestamp::from_millisecond(wall).unwrap(),
            payload,
        };
        let wall = u64::try_from(wall).unwrap();
        made.push(chain.seal(&signer, share, 1 + u32::from(i) / 8, [i; 16], &draft, wall).unwrap());
    }
    made
}

/// Entries that a reader refuses, each a small change of the second example.
fn refused(sound: &Entry) -> Vec<(&'static str, [String; 3])> {
    let lines = [sound.head_text(), sound.body_text(), sound.signature_text()];
    let change = |line: usize, from: &str, to: &str| {
        let mut other = lines.map(str::to_owned);
        other[line] = lines[line].replacen(from, to, 1);
        assert_ne!(other[line], lines[line], "{from}");
        other
    };
    let author = hex(&sound.head().author);
    vec![
        ("white space in the head", change(0, "\"seq\":", "\"seq\": ")),
        (
            "head keys in another order",
            change(0, "\"flags\":0,\"epoch\":0", "\"epoch\":0,\"flags\":0"),
        ),
        ("a leading zero", change(0, "\"seq\":1", "\"seq\":01")),
        ("upper-case hex", change(0, &author, &author.to_uppercase())),
        ("a key twice", change(0, "\"roster\":1}", "\"roster\":1,\"seq\":1}")),
        ("a second entry without prev", change(0, "\"seq\":1,", "\"seq\":0,")),
        ("a head of version 2", change(0, "{\"v\":1", "{\"v\":2")),
        ("another roster", change(0, "\"roster\":1", "\"roster\":2")),
        ("one more millisecond", change(0, "000,0]", "001,0]")),
        ("an added key", change(0, "}", ",\"later\":0}")),
        ("another word in the body", change(1, "urgent", "Urgent")),
        ("a longer body", change(1, "urgent", "urgentt")),
        ("a body with a line break", change(1, ",\"kver\"", ",\n\"kver\"")),
        ("a signature without padding", change(2, "==", "")),
        ("a signature with a spare bit", change(2, "Q==", "R==")),
        ("another signature", change(2, &sound.signature_text()[..1], "+")),
        ("no signature", change(2, sound.signature_text(), "")),
    ]
}

/// Bodies that nobody may write, and that a reader keeps but never merges.
fn unreadable(sound: &Entry) -> Vec<(&'static str, String)> {
    [
        ("a fraction", "\"kver\":1", "\"kver\":1.0"),
        ("an integer beyond 2^53", "\"payload\":{", "\"payload\":{\"n\":9007199254740993,"),
        ("a key twice", "\"payload\":{", "\"payload\":{\"kind\":0,"),
        ("too deep", "\"payload\":{", "\"payload\":{\"n\":[[[[[[[0]]]]]]],"),
        ("white space", "\"crit\":", "\"crit\":\t"),
        ("an instant without milliseconds", ".000Z", "Z"),
        ("an instant with an offset", ".000Z", ".000+00:00"),
        ("a flag that is a number", "\"crit\":true", "\"crit\":1"),
        ("no actor", "\"actor\":", "\"player\":"),
        ("a kind in capitals", "request.open", "Request.open"),
        ("half a letter", "\"summary\":\"", "\"summary\":\"\\ud800"),
    ]
    .map(|(why, from, to)| (why, sound.body_text().replacen(from, to, 1)))
    .into()
}

/// The text of `v1.json`.
fn file() -> String {
    let share = share_of(&genesis().render().unwrap());
    let entries = entries(&share);
    let list = |name: &str, items: Vec<Value>| {
        let lines: Vec<String> = items.iter().map(Value::to_string).collect();
        format!("\"{name}\": [\n{}\n]", lines.join(",\n"))
    };
    let three = |[head, body, signature]: [&str; 3]| json!({"head": head, "body": body, "signature": signature});
    let good = entries.iter().map(|e| {
        let mut item = three([e.head_text(), e.body_text(), e.signature_text()]);
        item["id"] = hex(&e.id()).into();
        item
    });
    let bad = refused(&entries[1]).into_iter().map(|(why, lines)| {
        let mut item = three(lines.each_ref().map(String::as_str));
        item["why"] = why.into();
        item
    });
    let bodies = unreadable(&entries[1]).into_iter().map(|(why, b)| json!({"why": why, "body": b}));
    format!(
        "{{\n\"seed\": \"{}\",\n\"public\": \"{}\",\n\"share\": \"{}\",\n{},\n{},\n{}\n}}\n",
        hex(&*signer().seed()),
        hex(&signer().public()),
        hex(&share),
        list("entries", good.collect()),
        list("refused", bad.collect()),
        list("unreadable_bodies", bodies.collect()),
    )
}

fn signature() -> String {
    sshsig::sign(&signer(), sshsig::ROSTER, genesis().render().unwrap().as_bytes())
}

fn allowed_signers() -> String {
    format!("root {}\n", sshsig::public_line(&signer().public(), ""))
}

/// Prints what the files hold, for the day on which an example is added.
#[test]
#[ignore = "prints the files of the examples"]
fn print_the_files() {
    let genesis = genesis().render().unwrap();
    let bundle = bundle::encode(&entries(&share_of(&genesis))).unwrap();
    for (name, text) in [
        ("genesis.toml", genesis),
        ("genesis.toml.sig", signature()),
        ("allowed_signers", allowed_signers()),
        ("v1.json", file()),
        ("v1.vgb", bundle),
    ] {
        println!("=== {name}\n{text}=== end");
    }
}

#[test]
fn what_is_written_today_is_byte_for_byte_what_was_published() {
    assert_eq!(genesis().render().unwrap(), GENESIS);
    assert_eq!(signature(), GENESIS_SIG);
    assert_eq!(allowed_signers(), ALLOWED);
    assert_eq!(file(), ENTRIES);
    assert_eq!(bundle::encode(&entries(&share_of(GENESIS))).unwrap(), BUNDLE);
    assert_eq!(
        bundle::file_name(BUNDLE).unwrap(),
        "0badcafe-0000000000-0000000013-7ggfqkm4dikpnaaa.vgb"
    );
}

fn published(list: &str) -> Vec<Map<String, Value>> {
    let file: Value = serde_json::from_str(ENTRIES).unwrap();
    let items = file[list].as_array().unwrap().iter();
    items.map(|item| item.as_object().unwrap().clone()).collect()
}

#[test]
fn every_published_entry_reads_hashes_and_verifies() {
    let share = share_of(GENESIS);
    assert_eq!(Genesis::parse(GENESIS), Ok(genesis()));
    assert_eq!(
        sshsig::verify(GENESIS_SIG, sshsig::ROSTER, GENESIS.as_bytes()),
        Ok(signer().public())
    );
    let items = published("entries");
    assert!(items.len() >= 12);
    let mut audit = Audit::new(share, 2);
    let mut read = Vec::new();
    for item in &items {
        let text = |key: &str| item[key].as_str().unwrap();
        let entry = Entry::parse(&share, text("head"), text("body"), text("signature")).unwrap();
        assert_eq!(hex(&entry.id()), text("id"));
        assert!(entry.is_signed(&share));
        assert!(!entry.is_signed(&[0; 32]), "an entry of another share");
        assert!(entry.body().is_ok());
        read.push(entry);
    }
    audit.batch(&read.iter().map(Row::from).collect::<Vec<_>>());
    assert_eq!(audit.problems, []);
    let bundle = bundle::decode(&share, BUNDLE.as_bytes()).unwrap();
    assert_eq!((bundle.entries, bundle.problems), (read, vec![]));
}

#[test]
fn every_published_fault_is_seen() {
    let share = share_of(GENESIS);
    for item in published("refused") {
        let text = |key: &str| item[key].as_str().unwrap();
        let read = Entry::parse(&share, text("head"), text("body"), text("signature"));
        assert!(!read.is_ok_and(|e| e.is_signed(&share)), "{}", text("why"));
    }
    for item in published("unreadable_bodies") {
        assert!(Body::parse(item["body"].as_str().unwrap()).is_err(), "{}", item["why"]);
    }
}
