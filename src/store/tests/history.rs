//! Databases of released versions: each is opened, brought up to date and proven by this program.

use std::fmt::Write as _;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::fixture::*;
use crate::domain::{
    Attachment, Audience, EntityId, Fact, Identifier, IdentifierKind, Recorded, Relation,
};
use crate::log::{Entry, hex, sha256};
use crate::store::{Access, Store, migrate};

/// The record of each version; the projection is made anew.
const RELEASED: &[(u32, &str)] = &[(1, include_str!("../../../tests/it/fixtures/db/v1.sql"))];

const FILE: &[u8] = b"%PDF-1.7 an order";

/// One entry of every kind.
fn one_of_each() -> Vec<Entry> {
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
    all
}

fn newest() -> String {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let files = [(hex(&sha256(FILE)), FILE.to_vec())];
    store.append(&one_of_each(), &files, start(), &mut project).unwrap();
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
             AND name NOT LIKE 'search\\_%' ESCAPE '\\' ORDER BY rowid",
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

#[test]
fn every_released_version_opens_and_proves_itself() {
    for (version, sql) in RELEASED {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(sql).unwrap();
        drop(conn);
        let mut store = Store::open(&path, Access::ReadWrite).unwrap();
        store.rebuild(&mut project).unwrap();
        let report = store.verify(true, SHARE, &mut project).unwrap();
        assert_eq!((report.entries, report.problems), (14, vec![]), "version {version}");
        assert_eq!(store.count_requests().unwrap(), 2);
        assert_eq!(store.search(&["sale".into()], true, 9).unwrap().len(), 1);
        assert_eq!(store.find("pj/2026/1-x").unwrap().len(), 1);
        assert_eq!(store.blob(&hex(&sha256(FILE))).unwrap().as_deref(), Some(FILE));
        assert_eq!(store.drafts().unwrap().len(), 1);
        assert_eq!(store.meta("station").unwrap().as_deref(), Some("desk-1"));
        let entity = EntityId(one_of_each()[0].first_entity());
        let expected: Vec<Recorded> = one_of_each()
            .iter()
            .filter_map(|entry| crate::store::wire::recorded(entry, entity))
            .filter(|r| r.id != id(&one_of_each()[1]))
            .collect();
        assert_eq!(store.entries_of(entity).unwrap(), expected);
    }
}
