//! Bytes that a disk has changed: named, never a panic.

use std::fs;
use std::os::unix::fs::FileExt as _;

use super::fixture::*;
use crate::store::{Access, Store, StoreError, StoreErrorKind};

fn closed() -> (Place, Vec<u8>) {
    let (place, mut store) = filled();
    append(&mut store, &super::directory::some_contacts(&mut Desk::new(5)).2);
    drop(store);
    let bytes = fs::read(&place.file).unwrap();
    (place, bytes)
}

/// Everything that a desk asks of a database.
fn ask_everything(store: &Store) -> Result<(), StoreError> {
    store.open_views()?;
    store.count_entries()?;
    store.state_hash()?;
    store.find("7")?;
    store.search(&["cafe".to_owned()], true, 50)?;
    store.contacts()?;
    store.contacts_of("FR")?;
    store.contacts_matching(&["point".to_owned()], 50)?;
    store.contacts_by_digits("0007")?;
    store.contacts_by_id("FR-0")?;
    store.known("state:FR")?;
    for entity in some_entries().iter().map(|e| crate::domain::EntityId(e.first_entity())) {
        store.entries_of(entity)?;
        store.raw_entries_of(entity)?;
        store.view(entity)?;
    }
    Ok(())
}

#[test]
fn flipped_bytes_anywhere_never_panic_or_stop_an_audit() {
    let (place, sound) = closed();
    let file = fs::OpenOptions::new().write(true).open(&place.file).unwrap();
    let mut seen = 0;
    for at in (0..sound.len()).step_by(1009) {
        let wrong = sound[at..].iter().take(24).map(|b| b ^ 0x5a).collect::<Vec<_>>();
        file.write_all_at(&wrong, at as u64).unwrap();
        match Store::open(&place.file, Access::ReadOnly) {
            Err(refused) => assert!(
                matches!(refused.kind, StoreErrorKind::Damaged(_) | StoreErrorKind::NotADesk),
                "byte {at}: {refused}"
            ),
            Ok(store) => {
                if let Err(refused) = ask_everything(&store) {
                    let kind = &refused.kind;
                    assert!(matches!(kind, StoreErrorKind::Damaged(_)), "byte {at}: {refused}");
                }
                let report = store.verify(true, SHARE, &mut project()).unwrap();
                seen += usize::from(!report.is_sound());
            }
        }
        file.write_all_at(&sound[at..(at + wrong.len())], at as u64).unwrap();
    }
    // The rest is free space on pages.
    assert!(seen > 20, "{seen} seen");
    let store = Store::open(&place.file, Access::ReadOnly).unwrap();
    assert_eq!(store.verify(true, SHARE, &mut project()).unwrap().problems, []);
}

#[test]
fn a_file_cut_off_is_named() {
    let (place, sound) = closed();
    for length in [1, 50, 99, 100, 512, 4095, 4096, 8192, sound.len() / 2, sound.len() - 1] {
        fs::write(&place.file, &sound[..length]).unwrap();
        for access in [Access::ReadOnly, Access::ReadWrite] {
            let outcome = Store::open(&place.file, access).and_then(|store| {
                ask_everything(&store)?;
                store.verify(true, SHARE, &mut project())
            });
            match outcome {
                Err(refused) => assert!(
                    matches!(refused.kind, StoreErrorKind::Damaged(_) | StoreErrorKind::NotADesk),
                    "{length}: {refused}"
                ),
                Ok(report) => assert!(!report.is_sound(), "{length} bytes of {}", sound.len()),
            }
        }
    }
}

#[test]
fn one_changed_byte_in_the_record_is_named_with_its_entry() {
    let (place, sound) = closed();
    for (n, entry) in some_entries().iter().enumerate() {
        let lines = [entry.head_text(), entry.body_text(), entry.signature_text()];
        let line = lines[n % 3].as_bytes();
        let mut wrong = sound.clone();
        // Pages also hold what was moved away from them: every copy is changed.
        for at in 0..sound.len() - line.len() {
            if sound[at..].starts_with(line) {
                wrong[at + line.len() / 2] ^= 0x80;
            }
        }
        assert_ne!(wrong, sound);
        fs::write(&place.file, &wrong).unwrap();
        let store = Store::open(&place.file, Access::ReadOnly).unwrap();
        ask_everything(&store).unwrap();
        let report = store.verify(false, SHARE, &mut project()).unwrap();
        let named: Vec<_> = report.problems.iter().filter(|p| p.entry == Some(id(entry))).collect();
        assert!(!named.is_empty() && !report.is_sound(), "{n}: {report:?}");
    }
}

#[test]
fn removed_and_exchanged_entries_are_named() {
    let (_place, store) = filled();
    let last = some_entries().len();
    for (what, sql, said) in [
        ("one within", "DELETE FROM entry WHERE row = 5".to_owned(), "1 missing"),
        ("the last", format!("DELETE FROM entry WHERE row = {last}"), "the last of its log"),
        (
            "two bodies",
            "UPDATE entry SET body = (SELECT body FROM entry WHERE row = 4) WHERE row = 1".into(),
            "body",
        ),
        ("the id", "UPDATE entry SET id = zeroblob(32) WHERE row = 3".to_owned(), "filed under"),
        ("the officer", "UPDATE entry SET officer = 'x' WHERE row = 3".to_owned(), "other values"),
        ("what is shown", "UPDATE shown SET doc = doc || ' '".to_owned(), "out of date"),
        ("a request", "DELETE FROM shown; DELETE FROM request".to_owned(), "differs"),
        (
            "a file",
            "INSERT INTO blob VALUES (zeroblob(32), x'00')".to_owned(),
            "not those of its hash",
        ),
    ] {
        store.conn.execute_batch(&format!("SAVEPOINT s; {sql};")).unwrap();
        let report = store.verify(true, SHARE, &mut project()).unwrap();
        assert!(report.problems.iter().any(|p| p.what.contains(said)), "{what}: {report:?}");
        store.conn.execute_batch("ROLLBACK TO s; RELEASE s").unwrap();
    }
    assert_eq!(store.verify(true, SHARE, &mut project()).unwrap().problems, []);
}

#[test]
fn bytes_of_another_type_are_refused_by_the_schema_itself() {
    let (_place, store) = filled();
    for sql in ["UPDATE entry SET ms = 'x'", "UPDATE request SET hash = x'00'"] {
        assert!(store.conn.execute_batch(sql).is_err(), "{sql}");
    }
}
