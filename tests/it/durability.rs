//! What was shown as done is on the disk, whatever ends the program; and what the machine cannot do
//! is said plainly, with nothing lost.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;
use serde_json::Value;

use super::pty_harness::Sandbox;

/// A desk on duty with one request; returns its reference.
fn desk(sandbox: &Sandbox) -> String {
    run(sandbox, &["init", "--station", "desk-1", "--officer", "S. Alaoui", "--country", "MA"], 0);
    new_request(sandbox)
}

fn new_request(sandbox: &Sandbox) -> String {
    let args = ["new", "bc35_technical_advice", "--with", "FR", "--set", "summary=A question"];
    let said = run(sandbox, &[&args[..], &["--json"]].concat(), 0);
    let answer: Value = serde_json::from_str(&said).unwrap();
    answer["results"][0]["id"].as_str().unwrap().to_owned()
}

/// Runs a command that must end with `code`; returns what it said.
fn run(sandbox: &Sandbox, args: &[&str], code: i32) -> String {
    let done = sandbox.run(args);
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    assert_eq!(done.status.code(), Some(code), "{args:?}: {said}");
    said
}

fn state(sandbox: &Sandbox, id: &str) -> Value {
    let said = run(sandbox, &["show", id, "--json"], 0);
    serde_json::from_str::<Value>(&said).unwrap()["request"].clone()
}

#[test]
fn what_the_screen_shows_as_done_outlives_a_kill() {
    let sandbox = Sandbox::new();
    let mut id = desk(&sandbox);
    for round in 0..3 {
        let mut pty = sandbox.pty(&[], &[], 120, 36);
        pty.wait_for_text(&id);
        pty.send("a");
        pty.wait_for_text("to the partner?");
        pty.a_second_passes();
        pty.send("y");
        pty.wait_for("the acknowledgement", |screen| {
            screen.text().lines().any(|line| line.contains(&id) && line.contains("acknowledged"))
        });
        pty.signal(Signal::KILL);
        assert_eq!(pty.exit().signal, Some(9), "round {round}");
        assert_eq!(state(&sandbox, &id)["state"], "acknowledged");
        run(&sandbox, &["verify"], 0);
        // The next round starts with a request of its own on top: the last one is out of the way.
        run(&sandbox, &["step", &id, "answered"], 0);
        run(&sandbox, &["step", &id, "closed"], 0);
        id = new_request(&sandbox);
    }
}

#[test]
fn another_process_that_writes_is_waited_for_and_then_named() {
    let sandbox = Sandbox::new();
    let id = desk(&sandbox);
    let other = rusqlite::Connection::open(database(&sandbox)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = run(&sandbox, &["ack", &id], 5);
    assert!(said.contains("another process"), "{said}");
    assert_eq!(state(&sandbox, &id)["state"], "received", "looking works all the while");
    other.execute_batch("ROLLBACK").unwrap();
    run(&sandbox, &["ack", &id], 0);
}

#[test]
fn a_damaged_database_is_told_from_a_sound_one() {
    let sandbox = Sandbox::new();
    let id = desk(&sandbox);
    let path = database(&sandbox);
    // Into the file itself, not its log.
    rusqlite::Connection::open(&path)
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut torn = whole.clone();
    torn.truncate(whole.len() / 2);
    std::fs::write(&path, &torn).unwrap();
    let said = sandbox.run(&["verify"]);
    assert_eq!(said.status.code(), Some(4), "{}", String::from_utf8_lossy(&said.stderr));
    std::fs::write(&path, &whole).unwrap();
    run(&sandbox, &["verify"], 0);
    std::fs::write(&path, b"not a database at all, but long enough to be looked at twice ........")
        .unwrap();
    let said = run(&sandbox, &["show", &id], 2);
    assert!(said.contains("not"), "{said}");
}

#[test]
fn a_full_disk_and_a_read_only_place_lose_nothing() {
    let Some(place) = Mount::small() else { return };
    let sandbox = Sandbox::new();
    let home = place.dir.path().to_str().unwrap().to_owned();
    let with_home = |args: &[&str]| {
        [&["--home", &home], args].concat().iter().map(|s| s.to_string()).collect::<Vec<_>>()
    };
    let call = |args: &[&str], code: i32| {
        let args = with_home(args);
        run(&sandbox, &args.iter().map(String::as_str).collect::<Vec<_>>(), code)
    };
    call(&["init", "--station", "desk-1", "--officer", "S. Alaoui"], 0);
    let said =
        call(&["new", "bc35_technical_advice", "--with", "FR", "--set", "summary=x", "--json"], 0);
    let answer: Value = serde_json::from_str(&said).unwrap();
    let id = answer["results"][0]["id"].as_str().unwrap().to_owned();
    let filler = place.fill();
    let mut refused = None;
    for _ in 0..40 {
        let args = with_home(&["note", &id, &"x".repeat(20_000)]);
        let done = sandbox.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
        if done.status.code() != Some(0) {
            refused = Some(done);
            break;
        }
    }
    let refused = refused.expect("the disk was never full");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(5), "{said}");
    assert!(said.contains("full"), "{said}");
    std::fs::remove_file(filler).unwrap();
    call(&["ack", &id], 0);
    call(&["verify"], 0);
    place.make_read_only();
    let said = call(&["take", &id], 5);
    assert!(said.contains("written") || said.contains("read-only"), "{said}");
    assert!(call(&["show", &id], 0).contains(&id), "looking works on a read-only place");
}

fn database(sandbox: &Sandbox) -> PathBuf {
    sandbox.path("data").join("vigie/desk.db")
}

/// A file system of 4 MiB, where this account may mount one.
struct Mount {
    dir: tempfile::TempDir,
}

impl Mount {
    fn small() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs"])
            .arg(dir.path())
            .output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self { dir }),
            _ => {
                let why = "no file system can be mounted here";
                assert!(std::env::var_os("VIGIE_TEST_ALL").is_none(), "{why}");
                // Past the runner's capture, so that it is seen.
                let _ = writeln!(std::io::stderr(), "skipped: {why}");
                None
            }
        }
    }

    /// Leaves a few pages free. Returns the file that takes the room.
    fn fill(&self) -> PathBuf {
        let path = self.dir.path().join("filler");
        let mut size = 4 << 20;
        while size >= 4096 && !try_write(&path, size) {
            size -= 16 * 4096;
        }
        path
    }

    fn make_read_only(&self) {
        let done =
            Command::new("mount").args(["-o", "remount,ro"]).arg(self.dir.path()).status().unwrap();
        assert!(done.success());
    }
}

fn try_write(path: &Path, size: usize) -> bool {
    std::fs::write(path, vec![0_u8; size]).is_ok()
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.dir.path()).status();
    }
}
