//! Appending, sealing, rebuilding.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::fixture::*;
use crate::domain::{EntryId, Fact};
use crate::log::{Chain, Hlc, hex, sha256};
use crate::store::{Access, OwnLog, Store, StoreErrorKind};

#[test]
fn any_order_and_any_repetition_give_one_state() {
    let entries = some_entries();
    let (_place, store) = filled();
    let expected = store.state_hash().unwrap();
    let mut reversed = entries.clone();
    reversed.reverse();
    let twice: Vec<_> = entries.iter().chain(&entries).cloned().collect();
    for other in [reversed, twice] {
        let place = place();
        let mut store = Store::create(&place.file).unwrap();
        for part in other.chunks(5) {
            append(&mut store, part);
        }
        assert_eq!(store.state_hash().unwrap(), expected);
        assert_eq!(store.count_entries().unwrap(), entries.len() as u64);
        assert_eq!(store.head_of(Desk::new(1).signer.public(), 7).unwrap().unwrap().id, {
            entries.last().unwrap().id()
        });
    }
    let again = store.count_requests().unwrap();
    assert_eq!(again, 12);
}

#[test]
fn known_entries_are_passed_over() {
    let (_place, mut store) = filled();
    let entries = some_entries();
    let done = store.append(&entries, &[], start(), &mut project()).unwrap();
    assert_eq!((done.new, done.touched), (0, vec![]));
}

#[test]
fn a_rebuilt_projection_is_the_same() {
    let (place, mut store) = filled();
    let hash = store.state_hash().unwrap();
    let open = store.open_views().unwrap();
    assert_eq!(store.rebuild(&mut project()).unwrap(), hash);
    assert_eq!(store.open_views().unwrap(), open);
    // Also where the projection and the columns beside the texts are wrong.
    let conn = rusqlite::Connection::open(&place.file).unwrap();
    conn.execute_batch(
        "UPDATE request SET hash = 'x', closed = 1; DELETE FROM name;
         UPDATE entry SET entity = NULL, kind = '' WHERE row % 2;",
    )
    .unwrap();
    assert_ne!(store.state_hash().unwrap(), hash);
    let report = store.verify(true, SHARE, &mut project()).unwrap();
    assert!(!report.is_sound());
    assert_eq!(store.rebuild(&mut project()).unwrap(), hash);
    assert_eq!(store.open_views().unwrap(), open);
    assert_eq!(store.search(&["rabat".into()], true, 50).unwrap().len(), 12);
    assert!(store.verify(true, SHARE, &mut project()).unwrap().problems.is_empty());
}

#[test]
fn what_was_committed_is_there_after_a_kill() {
    let (place, store) = filled();
    let hash = store.state_hash().unwrap();
    // The file and its log as they lie on the disk while the process lives.
    let copy = place.dir.path().join("copy.db");
    std::fs::copy(&place.file, &copy).unwrap();
    let wal = |p: &std::path::Path| std::path::PathBuf::from(format!("{}-wal", p.display()));
    std::fs::copy(wal(&place.file), wal(&copy)).unwrap();
    std::mem::forget(store);
    let copied = Store::open(&copy, Access::ReadWrite).unwrap();
    assert_eq!(copied.state_hash().unwrap(), hash);
    let report = copied.verify(true, SHARE, &mut project()).unwrap();
    assert_eq!(report.problems, []);
    assert_eq!(report.entries, some_entries().len() as u64);
}

#[test]
fn a_torn_log_loses_whole_transactions_only() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let entries = some_entries();
    for part in entries.chunks(4) {
        append(&mut store, part);
    }
    let wal = format!("{}-wal", place.file.display());
    let length = std::fs::metadata(&wal).unwrap().len();
    for cut in (0..length).step_by(30_011) {
        let copy = place.dir.path().join(format!("cut{cut}.db"));
        std::fs::copy(&place.file, &copy).unwrap();
        let bytes = std::fs::read(&wal).unwrap();
        std::fs::write(format!("{}-wal", copy.display()), &bytes[..cut as usize]).unwrap();
        let cut_store = Store::open(&copy, Access::ReadWrite).unwrap();
        let count = cut_store.count_entries().unwrap();
        let report = cut_store.verify(true, SHARE, &mut project()).unwrap();
        assert_eq!(report.problems, [], "cut at {cut}");
        assert!(
            count.is_multiple_of(4) || count == entries.len() as u64,
            "{count} of half a batch"
        );
    }
}

#[test]
fn a_failed_append_leaves_nothing() {
    let (_place, mut store) = filled();
    let before = (store.state_hash().unwrap(), store.count_entries().unwrap());
    let mut desk = Desk::new(2);
    let (_, entry) = desk.open(&[]);
    let wrong = [(hex(&[1; 32]), b"bytes".to_vec())];
    assert!(store.append(&[entry], &wrong, start(), &mut project()).is_err());
    assert_eq!((store.state_hash().unwrap(), store.count_entries().unwrap()), before);
}

#[test]
fn files_are_kept_with_the_act_that_brings_them() {
    let (_place, mut store) = filled();
    let (_, entry) = Desk::new(2).open(&[]);
    let bytes = b"%PDF-1.7".to_vec();
    let hash = hex(&sha256(&bytes));
    for _ in 0..2 {
        let files = [(hash.clone(), bytes.clone())];
        store.append(std::slice::from_ref(&entry), &files, start(), &mut project()).unwrap();
    }
    assert_eq!(store.blob(&hash).unwrap(), Some(bytes));
    assert_eq!(store.blob(&hex(&[1; 32])).unwrap(), None);
    assert_eq!(store.blob("no hash").unwrap(), None);
}

#[test]
fn two_writers_on_one_file_never_write_one_number_twice() {
    let place = place();
    drop(Store::create(&place.file).unwrap());
    let drawn = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let desk = Desk::new(1);
                let mut store = Store::open(&place.file, Access::ReadWrite).unwrap();
                for _ in 0..20 {
                    let mut seal = |own: &OwnLog<'_>| {
                        let mut chain = own.head.as_ref().map_or_else(
                            || Chain::open(desk.signer.public(), 7, own.latest),
                            |head| head.resume(own.latest),
                        );
                        let number = own.highest_number("", 2026, |_| true).unwrap_or(0) + 1;
                        drawn.fetch_add(1, Ordering::Relaxed);
                        let fact = opened(number, &[]);
                        vec![seal(&mut chain, &desk.signer, None, &[], &fact, start())]
                    };
                    store.append_own(desk.author(), &mut seal, &[], &mut project()).unwrap();
                }
            });
        }
    });
    assert_eq!(drawn.into_inner(), 40);
    let store = Store::open(&place.file, Access::ReadOnly).unwrap();
    let report = store.verify(true, SHARE, &mut project()).unwrap();
    assert_eq!((report.entries, report.problems), (40, vec![]));
    assert_eq!(store.head_of(Desk::new(1).signer.public(), 7).unwrap().unwrap().head.seq, 39);
    for number in 1..=40 {
        assert_eq!(store.find(&number.to_string()).unwrap().len(), 1, "number {number}");
    }
}

#[test]
fn nothing_sealed_is_nothing_stored() {
    let (_place, mut store) = filled();
    let before = store.state_hash().unwrap();
    let desk = Desk::new(1);
    let mut seen = None;
    let mut refuse = |own: &OwnLog<'_>| {
        seen = own.head.as_ref().map(|head| head.head.seq);
        Vec::new()
    };
    let done = store.append_own(desk.author(), &mut refuse, &[], &mut project()).unwrap();
    assert_eq!((done.new, store.state_hash().unwrap()), (0, before));
    assert_eq!(seen, Some(some_entries().len() as u64 - 1));
}

#[test]
fn the_numbers_of_a_lane_are_counted_apart() {
    let (_place, mut store) = filled();
    let mut of = None;
    let mut look = |own: &OwnLog<'_>| {
        of = Some([
            own.highest_number("", 2026, |_| true),
            own.highest_number("", 2026, |n| n % 5 == 0),
            own.highest_number("", 2026, |n| n > 50),
            own.highest_number("", 2025, |_| true),
        ]);
        Vec::new()
    };
    store.append_own(([1; 32], 1), &mut look, &[], &mut project()).unwrap();
    assert_eq!(of, Some([Some(12), Some(10), None, None]));
}

#[test]
fn an_act_sealed_without_knowing_the_last_number_is_not_stored() {
    let (_place, mut store) = filled();
    let before = store.count_entries().unwrap();
    store.conn.execute_batch("INSERT INTO number VALUES ('', 2026, -1, x'00')").unwrap();
    let mut desk = Desk::new(2);
    let mut seal = |own: &OwnLog<'_>| {
        assert_eq!(own.highest_number("", 2026, |_| false), None);
        vec![desk.open(&[]).1]
    };
    let log = Desk::new(2).author();
    let refused = store.append_own(log, &mut seal, &[], &mut project()).unwrap_err();
    assert!(matches!(refused.kind, StoreErrorKind::Damaged(_)), "{refused}");
    assert_eq!(store.count_entries().unwrap(), before);
}

#[test]
fn a_writer_that_waits_too_long_is_told_so() {
    let (place, mut store) = filled();
    let other = rusqlite::Connection::open(&place.file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.conn.busy_timeout(std::time::Duration::from_millis(1)).unwrap();
    let (_, entry) = Desk::new(2).open(&[]);
    let refused =
        store.append(std::slice::from_ref(&entry), &[], start(), &mut project()).unwrap_err();
    assert_eq!(refused.kind, StoreErrorKind::Locked);
    // Readers are not kept waiting.
    assert_eq!(store.count_requests().unwrap(), 12);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(append(&mut store, &[entry]).len(), 1);
}

#[test]
fn entries_without_an_opening_are_kept_until_it_comes() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let mut desk = Desk::new(1);
    let (entity, first) = desk.open(&[]);
    let note = desk.seal(Some(entity), &[], &set(&[("summary", "before")]));
    assert_eq!(append(&mut store, &[note]), [entity]);
    assert_eq!(store.view(entity).unwrap(), None);
    append(&mut store, &[first]);
    assert_eq!(store.view(entity).unwrap().unwrap().summary, "before");
}

#[test]
fn facts_of_a_newer_program_are_kept_and_counted() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let mut desk = Desk::new(1);
    let (entity, first) = desk.open(&[]);
    let later = Fact::Unknown { kind: "request.weigh".to_owned(), critical: true };
    let entry = desk.seal(Some(entity), &[], &later);
    append(&mut store, &[first, entry]);
    assert!(store.view(entity).unwrap().unwrap().read_only);
    assert_eq!(store.raw_entries_of(entity).unwrap().len(), 2);
}

#[test]
fn a_forked_log_is_kept_whole_and_named() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let (mut one, mut two) = (Desk::new(1), Desk::new(1));
    let (entity, first) = one.open(&[]);
    let (_, same) = two.open(&[]);
    assert_eq!(first, same);
    let a = one.seal(Some(entity), &[], &set(&[("summary", "a")]));
    let b = two.seal(Some(entity), &[], &set(&[("summary", "b")]));
    append(&mut store, &[first, a, b]);
    assert_eq!(store.count_entries().unwrap(), 3);
    let report = store.verify(false, SHARE, &mut project()).unwrap();
    assert!(report.problems.iter().any(|p| p.what.contains("same number")), "{report:?}");
}

#[test]
fn the_highest_stamp_and_the_last_act_are_known() {
    let (_place, store) = filled();
    let last = some_entries().last().unwrap().head().hlc;
    assert_eq!(store.latest_hlc().unwrap(), Hlc { ms: last.ms, tick: last.tick });
    let acted = store.last_entry_by("a.martin").unwrap().unwrap();
    let raw = store.raw_entries_of(acted).unwrap();
    assert_eq!(raw.last().unwrap().id, EntryId(some_entries().last().unwrap().id()));
    assert_eq!(store.last_entry_by("nobody").unwrap(), None);
}
