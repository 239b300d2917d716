//! Where a database may lie, and files that are not one.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::fixture::*;
use crate::store::{Access, Store, StoreErrorKind, migrate};

fn kind_of(path: &Path, access: Access) -> StoreErrorKind {
    Store::open(path, access).unwrap_err().kind
}

const BOTH: [Access; 2] = [Access::ReadOnly, Access::ReadWrite];

#[test]
fn only_its_owner_can_read_a_desk() {
    let (place, _store) = filled();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(place.file.parent().unwrap()), 0o700);
    for end in ["", "-wal", "-shm"] {
        let path = format!("{}{end}", place.file.display());
        assert_eq!(mode(Path::new(&path)), 0o600, "{path}");
    }
}

#[test]
fn a_second_desk_is_not_made_over_the_first() {
    let (place, store) = filled();
    let hash = store.state_hash().unwrap();
    assert_eq!(Store::create(&place.file).unwrap_err().kind, StoreErrorKind::Exists);
    assert_eq!(store.state_hash().unwrap(), hash);
}

#[test]
fn a_creation_that_was_interrupted_can_be_repeated() {
    let place = place();
    fs::create_dir_all(place.file.parent().unwrap()).unwrap();
    fs::write(&place.file, b"").unwrap();
    for access in BOTH {
        assert_eq!(kind_of(&place.file, access), StoreErrorKind::NotADesk);
    }
    Store::create(&place.file).unwrap();
}

#[test]
fn what_is_not_a_desk_is_named_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("other.db");
    for access in BOTH {
        assert_eq!(kind_of(&path, access), StoreErrorKind::NotFound);
        assert_eq!(kind_of(dir.path(), access), StoreErrorKind::NotADesk);
    }
    let text = "no database, a longer text ".repeat(300);
    fs::write(&path, &text).unwrap();
    for access in BOTH {
        assert_eq!(kind_of(&path, access), StoreErrorKind::NotADesk);
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    fs::remove_file(&path).unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(conn);
    let before = fs::read(&path).unwrap();
    for access in BOTH {
        assert_eq!(kind_of(&path, access), StoreErrorKind::NotADesk);
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_of_a_newer_program_is_refused() {
    let (place, store) = filled();
    let found = migrate::known() + 1;
    store.conn.pragma_update(None, "user_version", found).unwrap();
    drop(store);
    for access in BOTH {
        let known = migrate::known();
        assert_eq!(kind_of(&place.file, access), StoreErrorKind::NewerSchema { found, known });
    }
}

#[test]
fn a_look_up_reads_beside_a_writer() {
    let (place, store) = filled();
    store.conn.execute_batch("BEGIN IMMEDIATE; DELETE FROM name;").unwrap();
    let reader = Store::open(&place.file, Access::ReadOnly).unwrap();
    assert_eq!(reader.find("7").unwrap().len(), 1);
    assert_eq!(reader.find("MA-2026-00007").unwrap().len(), 1);
    store.conn.execute_batch("ROLLBACK").unwrap();
}

#[test]
fn a_reader_cannot_write() {
    let (place, _store) = filled();
    let mut reader = Store::open(&place.file, Access::ReadOnly).unwrap();
    assert_eq!(reader.set_meta("a", "b").unwrap_err().kind, StoreErrorKind::ReadOnlyPlace);
}

/// A file system of its own; `None` where the test may not make one.
struct Mount(tempfile::TempDir);

impl Mount {
    fn new(options: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(dir.path())
            .output();
        match done {
            Ok(out) if out.status.success() => Some(Self(dir)),
            _ => {
                let why = "a file system cannot be mounted here";
                assert!(std::env::var_os("VIGIE_TEST_ALL").is_none(), "{why}");
                // Past the runner's capture, so that it is seen.
                let _ = writeln!(std::io::stderr(), "skipped: {why}");
                None
            }
        }
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", options]).arg(self.0.path()).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_loses_nothing_and_says_so() {
    let Some(mount) = Mount::new("size=1m") else { return };
    let path = mount.0.path().join("desk.db");
    let mut store = Store::create(&path).unwrap();
    let mut desk = Desk::new(1);
    let mut stored = 0;
    let text = "x".repeat(4000);
    let refused = loop {
        let (_, entry) = desk.open(&[("summary", &text)]);
        match store.append(&[entry], &[], start(), &mut project()) {
            Ok(done) => stored += done.new,
            Err(refused) => break refused,
        }
    };
    assert_eq!(refused.kind, StoreErrorKind::DiskFull, "{refused}");
    assert!(stored > 5);
    assert_eq!(store.count_entries().unwrap(), stored as u64);
    drop(store);
    let store = Store::open(&path, Access::ReadOnly).unwrap();
    let report = store.verify(true, SHARE, &mut project()).unwrap();
    assert_eq!((report.entries, report.problems), (stored as u64, vec![]));
}

#[test]
fn a_full_disk_refuses_a_new_desk_by_its_name() {
    let Some(mount) = Mount::new("size=16k") else { return };
    let refused = Store::create(&mount.0.path().join("desk.db")).unwrap_err();
    assert_eq!(refused.kind, StoreErrorKind::DiskFull, "{refused}");
}

#[test]
fn a_read_only_medium_can_be_read_and_not_written() {
    let Some(mount) = Mount::new("size=8m") else { return };
    let path = mount.0.path().join("desk.db");
    let mut store = Store::create(&path).unwrap();
    append(&mut store, &some_entries());
    let hash = store.state_hash().unwrap();
    drop(store);
    mount.remount("remount,ro");
    assert_eq!(kind_of(&path, Access::ReadWrite), StoreErrorKind::ReadOnlyPlace);
    let store = Store::open(&path, Access::ReadOnly).unwrap();
    assert_eq!(store.state_hash().unwrap(), hash);
    assert_eq!(store.find("7").unwrap().len(), 1);
    let elsewhere = mount.0.path().join("new.db");
    assert_eq!(Store::create(&elsewhere).unwrap_err().kind, StoreErrorKind::ReadOnlyPlace);
}

#[test]
fn odd_file_names_are_no_trouble() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a?mode=memory", "b#c", "d%41", "é مكتب", "sp ace"] {
        let path = dir.path().join(name).join("desk.db");
        let mut store = Store::create(&path).unwrap();
        append(&mut store, &some_entries());
        let reader = Store::open(&path, Access::ReadOnly).unwrap();
        assert_eq!(reader.count_requests().unwrap(), 12, "{name}");
    }
}
