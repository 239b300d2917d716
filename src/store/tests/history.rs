//! Databases of released versions: each is opened, brought up to date and proven by this program.

use std::fmt::Write as _;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::fixture::*;
use crate::domain::directory::{Call, ChannelKind, ContactFact, Outcome, Purpose, channel_key};
use crate::domain::{
    Attachment, Audience, EntityId, Fact, Identifier, IdentifierKind, Recorded, Reference, Relation,
};
use crate::log::{Entry, hex, sha256};
use crate::store::{Access, Store, StoreErrorKind, migrate};

/// The record of each version; the projection is made anew.
const RELEASED: &[(u32, &str)] = &[
    (1, include_str!("../../../tests/it/fixtures/db/v1.sql")),
    (2, include_str!("../../../tests/it/fixtures/db/v2.sql")),
];

const FILE: &[u8] = b"%PDF-1.7 an order";

/// One entry of every kind that a version knows.
fn one_of_each(version: u32) -> Vec<Entry> {
    let mut desk = Desk::new(1);
    let (entity, first) = desk.open(&[("partner", "FR"), ("summary", "Café à Rabat")]);
    let (other, second) = desk.open(&[("their_ref", "PJ/2026/1-X"), ("summary", "طلب حفظ")]);
    let here = Some(entity);
    let value = "192.0.2.44".to_owned();
    let identifier =
        Identifier { kind: IdentifierKind::Ip, value, port: Some(50123), ..Identifier::default() };
    let size = FILE.len() as u64;
    let file = Attachment { name: "order.pdf".into(), size, sha256: hex(&sha256(FILE)) };
    let (clock, reason, owner) = ("answer".to_owned(), "holiday".to_owned(), "o".to_owned());
    let set = desk.seal(here, &[id(&first)], &set(&[("summary", "Café à Salé")]));
    let step = desk.seal(here, &[id(&first)], &step("taken"));
    let note = Fact::Noted { text: "it's \u{1b}[2J one".into(), audience: Audience::Source };
    let note = desk.seal(here, &[], &note);
    let added = desk.seal(here, &[], &Fact::IdentifierAdded(identifier));
    let facts = [
        (vec![id(&added)], Fact::IdentifierRemoved),
        (vec![], Fact::Attached(file)),
        (vec![], Fact::Paused { clock: clock.clone(), reason, owner, until: start() }),
        (vec![], Fact::Resumed { clock }),
        (vec![], Fact::Overridden { code: "IP03".into(), reason: "seen".into() }),
        (vec![], Fact::Linked { relation: Relation::Extends, to: other }),
        (vec![id(&note)], Fact::Struck { reason: "wrong request".into() }),
        (vec![], Fact::Unknown { kind: "request.weigh".into(), critical: false }),
    ];
    let mut all = vec![first, second, set, step, note, added];
    all.extend(facts.iter().map(|(refs, fact)| desk.seal(here, refs, fact)));
    if version >= 2 {
        all.extend(directory(&mut desk, entity));
    }
    all
}

/// A contact with a number and another that is to take its place, a call, and a test of a channel.
fn directory(desk: &mut Desk, request: EntityId) -> Vec<Entry> {
    let opened =
        listed("FR", "Point de contact", &[("domains", "example.org"), ("city", "Étretat")]);
    let (old, opened) = with_channel(&opened, ChannelKind::Phone, "+33199000007");
    let opened = desk.seal(None, &[], &opened);
    let contact = EntityId(opened.first_entity());
    let (new, set) = with_channel(&relisted(&[]), ChannelKind::Phone, "+33199000008");
    let mut set = set;
    if let Fact::Contact(ContactFact::Set(fields)) = &mut set {
        fields.insert(channel_key(new, "replaces"), old.to_string());
    }
    let called = Fact::Called(Call {
        contact,
        channel: old,
        name: "Point de contact".into(),
        kind: ChannelKind::Phone,
        value: "+33199000007".into(),
        outcome: Outcome::NoAnswer,
        purpose: Purpose::Authenticity,
        at: start(),
        note: "night".into(),
    });
    let mut test = opened_ping(1);
    if let Fact::Opened(opened) = &mut test {
        opened.fields.insert("contact".into(), format!("FR/{old}"));
    }
    let set = desk.seal(Some(contact), &[], &set);
    let tried = desk.seal(Some(contact), &[], &tried(new, Outcome::Answered));
    let called = desk.seal(Some(request), &[], &called);
    let test = desk.seal(None, &[], &test);
    vec![opened, set, tried, called, test]
}

fn opened_ping(number: u32) -> Fact {
    let mut fact = opened(number, &[("partner", "FR")]);
    if let Fact::Opened(opened) = &mut fact {
        opened.kind = "ping".to_owned();
        opened.reference = Reference::in_series("MA", 2026, "P", number);
    }
    fact
}

fn newest() -> String {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let files = [(hex(&sha256(FILE)), FILE.to_vec())];
    store.append(&one_of_each(migrate::known()), &files, start(), &mut project()).unwrap();
    store.set_meta("station", "desk-1").unwrap();
    store.save_draft("new-1", "{\"kind\":\"preservation_in\"}").unwrap();
    dump(&store.conn)
}

/// The schema and the record as SQL.
fn dump(conn: &Connection) -> String {
    let mut out = String::new();
    let application = migrate::APPLICATION_ID;
    let version = migrate::known();
    writeln!(out, "PRAGMA application_id = {application};\nPRAGMA user_version = {version};")
        .unwrap();
    let mut schema = conn
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
             AND name NOT LIKE '%search\\_%' ESCAPE '\\' ORDER BY rowid",
        )
        .unwrap();
    let mut rows = schema.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        writeln!(out, "{};", row.get::<_, String>(0).unwrap()).unwrap();
    }
    for table in ["meta", "log", "entry", "blob", "draft"] {
        let mut query = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = query.column_count();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..columns)
                .map(|at| match row.get_ref(at).unwrap() {
                    ValueRef::Null => "NULL".to_owned(),
                    ValueRef::Integer(n) => n.to_string(),
                    ValueRef::Real(_) => panic!("the record has no fractions"),
                    ValueRef::Text(text) => {
                        format!("'{}'", std::str::from_utf8(text).unwrap().replace('\'', "''"))
                    }
                    ValueRef::Blob(bytes) => format!("x'{}'", hex(bytes)),
                })
                .collect();
            writeln!(out, "INSERT INTO {table} VALUES ({});", values.join(", ")).unwrap();
        }
    }
    out
}

/// For the day on which the schema gets a further step.
#[test]
#[ignore = "prints the database of the present version as SQL"]
fn print_the_newest_version() {
    println!("=== v{}.sql\n{}=== end", migrate::known(), newest());
}

#[test]
fn every_released_version_is_kept_here() {
    let kept: Vec<u32> = RELEASED.iter().map(|(version, _)| *version).collect();
    assert_eq!(kept, (1..=migrate::known()).collect::<Vec<_>>());
    assert_eq!(RELEASED.last().unwrap().1, newest(), "a released schema is never edited");
}

/// A database of a released version.
fn released(sql: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    (dir, path)
}

#[test]
fn every_released_version_opens_and_proves_itself() {
    for (version, sql) in RELEASED {
        let all = one_of_each(*version);
        let (_dir, path) = released(sql);
        let mut store = Store::open(&path, Access::ReadWrite).unwrap();
        store.rebuild(&mut project()).unwrap();
        let report = store.verify(true, SHARE, &mut project()).unwrap();
        assert_eq!((report.entries, report.problems), (all.len() as u64, vec![]), "{version}");
        let requests = if *version == 1 { 2 } else { 3 };
        assert_eq!(store.count_requests().unwrap(), requests, "{version}");
        assert_eq!(store.count_contacts().unwrap(), u64::from(*version > 1), "{version}");
        assert_eq!(store.search(&["sale".into()], true, 9).unwrap().len(), 1);
        assert_eq!(store.find("pj/2026/1-x").unwrap().len(), 1);
        assert_eq!(store.find("1").unwrap()[0].1, Reference::new("MA", 2026, 1).as_str());
        assert_eq!(store.blob(&hex(&sha256(FILE))).unwrap().as_deref(), Some(FILE));
        assert_eq!(store.drafts().unwrap().len(), 1);
        assert_eq!(store.meta("station").unwrap().as_deref(), Some("desk-1"));
        let entity = EntityId(all[0].first_entity());
        let expected: Vec<Recorded> = all
            .iter()
            .filter(|entry| crate::store::wire::entity_of(entry) == Some(entity))
            .filter_map(|entry| crate::store::wire::recorded(entry, entity))
            .collect();
        assert!(expected.len() >= 13, "{}", expected.len());
        assert_eq!(store.entries_of(entity).unwrap(), expected);
    }
}

#[test]
fn an_older_version_is_brought_up_to_date_only_for_writing() {
    let (_dir, path) = released(RELEASED[0].1);
    let refused = Store::open(&path, Access::ReadOnly).unwrap_err();
    assert_eq!(refused.kind, StoreErrorKind::OlderSchema { found: 1 });
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("INSERT INTO number VALUES (2026, 41, zeroblob(16))").unwrap();
    drop(conn);
    drop(Store::open(&path, Access::ReadWrite).unwrap());
    let mut store = Store::open(&path, Access::ReadWrite).unwrap();
    assert_eq!(migrate::version(&store.conn).unwrap(), migrate::known());
    // Even before the projection is made anew no number is drawn twice.
    let mut last = None;
    let mut look = |own: &crate::store::OwnLog<'_>| {
        last = own.highest_number("", 2026, |_| true);
        Vec::new()
    };
    store.append_own(([1; 32], 1), &mut look, &[], &mut project()).unwrap();
    assert_eq!(last, Some(41));
    assert!(Store::open(&path, Access::ReadOnly).is_ok());
}
