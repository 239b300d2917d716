mod directory;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::TempDir;

use super::*;
use crate::catalogue;
use crate::domain::decide::StepWish;
use crate::domain::{Audience, Command, Direction, Refusal};

fn utc(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const NOW: &str = "2026-11-21T03:14:00Z";

fn seat(officer: &str) -> Seat {
    Seat { officer: officer.to_owned(), via: "cli", zone: TimeZone::UTC }
}

fn built_in() -> Arc<Catalogue> {
    Arc::new(catalogue::load(&[]).unwrap())
}

fn desk(dir: &TempDir) -> Desk {
    let setup = Setup {
        station: "desk-1".to_owned(),
        officer: "S. Alaoui".to_owned(),
        country: "MA".to_owned(),
        title: "24/7 contact point".to_owned(),
        mode: Mode::Training,
    };
    let home = Home::below(dir.path());
    Desk::create(&home, &setup, seat("S. Alaoui"), built_in(), utc(NOW)).unwrap()
}

fn registered(desk: &mut Desk) -> EntityId {
    let fields = [("partner", "FR"), ("urgency", "urgent")];
    let fields = fields.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    let new = Registration::new("bc29_preservation", Direction::In, fields);
    let done = desk.register(new, utc(NOW)).unwrap().unwrap();
    done.view.entity.parse().unwrap()
}

#[test]
fn the_demo_tells_its_whole_night_and_the_record_is_sound() {
    let dir = TempDir::new().unwrap();
    let overlay = vec![("demo.toml".to_owned(), demo::switches())];
    let catalogue = Arc::new(catalogue::load(&overlay).unwrap());
    let size = demo::Size { requests: 80, seed: 7 };
    let home = Home::below(dir.path());
    let desk = demo::create(&home, catalogue, TimeZone::UTC, size, utc(NOW)).unwrap().unwrap();
    let open = desk.open_requests().unwrap();
    assert!(open.len() >= 14, "{}", open.len());
    let aside: Vec<_> = open.iter().filter(|v| !v.set_aside.is_empty()).map(|v| &v.id).collect();
    assert!(aside.is_empty(), "steps that their table does not have: {aside:?}");
    let verified = desk.verify().unwrap();
    assert!(verified.report.is_sound(), "{:?}", verified.report.problems);
    assert_eq!(desk.status(utc(NOW)).unwrap().requests, 80);
}

#[test]
fn an_act_is_there_after_reopening_and_carries_its_officer() {
    let dir = TempDir::new().unwrap();
    let mut first = desk(&dir);
    let entity = registered(&mut first);
    let view = first.execute(entity, Command::Acknowledge, utc(NOW)).unwrap().unwrap();
    assert_eq!(view.state, "acknowledged");
    assert!(view.id.starts_with("MA-2026-00001-"), "{}", view.id);
    drop(first);
    let again = Desk::open(&Home::below(dir.path()), seat("M. Idrissi"), built_in()).unwrap();
    let view = again.view(entity).unwrap().unwrap();
    assert_eq!(view.state, "acknowledged");
    let audit = again.audit(entity).unwrap();
    assert_eq!(audit.len(), 2);
    assert_eq!(audit[1].recorded.as_ref().unwrap().officer, "S. Alaoui");
    assert_eq!(audit[1].changes[0].after, "acknowledged");
}

#[test]
fn undo_takes_the_own_last_act_back_and_keeps_both() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let entity = registered(&mut desk);
    desk.execute(entity, Command::Acknowledge, utc(NOW)).unwrap().unwrap();
    let view = desk.execute(entity, Command::Undo, utc(NOW)).unwrap().unwrap();
    assert_eq!(view.state, "received");
    let ack = view.clocks.iter().find(|clock| clock.id == "ack").unwrap();
    assert_eq!(ack.stopped, None, "the clock runs again");
    assert_eq!(view.timeline.len(), 3);
    desk.execute(entity, Command::Take, utc(NOW)).unwrap().unwrap();
    let view = desk.execute(entity, Command::Undo, utc(NOW)).unwrap().unwrap();
    assert!(view.owners.is_empty());
}

#[test]
fn a_guard_refuses_and_names_what_is_missing() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let entity = registered(&mut desk);
    desk.execute(entity, Command::Acknowledge, utc(NOW)).unwrap().unwrap();
    let wish = StepWish { to: "validated".to_owned(), ..StepWish::default() };
    let refusal = desk.execute(entity, Command::Step(wish), utc(NOW)).unwrap().unwrap_err();
    assert!(matches!(&refusal, Refusal::Guarded { unmet, .. } if unmet.len() >= 2), "{refusal:?}");
    let wish = StepWish { to: "closed".to_owned(), ..StepWish::default() };
    let refusal = desk.execute(entity, Command::Step(wish), utc(NOW)).unwrap().unwrap_err();
    assert!(matches!(refusal, Refusal::NoSuchStep { .. }));
    assert_eq!(desk.audit(entity).unwrap().len(), 2, "a refusal records nothing");
}

#[test]
fn two_processes_on_one_database_never_fork_the_log() {
    let dir = TempDir::new().unwrap();
    let mut one = desk(&dir);
    let entity = registered(&mut one);
    let mut two = Desk::open(&Home::below(dir.path()), seat("M. Idrissi"), built_in()).unwrap();
    for n in 0..5 {
        let note =
            |who: &str| Command::Note { text: format!("{who} {n}"), audience: Audience::Internal };
        one.execute(entity, note("one"), utc(NOW)).unwrap().unwrap();
        two.execute(entity, note("two"), utc(NOW)).unwrap().unwrap();
    }
    two.execute(entity, Command::Acknowledge, utc(NOW)).unwrap().unwrap();
    let refusal = one.execute(entity, Command::Acknowledge, utc(NOW)).unwrap();
    assert!(refusal.is_err(), "the second acknowledgement sees the first");
    let verified = one.verify().unwrap();
    assert!(verified.report.is_sound(), "{:?}", verified.report.problems);
    assert_eq!(verified.report.entries, 12);
}

#[test]
fn rebuilding_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let entity = registered(&mut desk);
    desk.execute(entity, Command::Acknowledge, utc(NOW)).unwrap().unwrap();
    let (before, view) = (desk.status(utc(NOW)).unwrap(), desk.view(entity).unwrap());
    let hash = desk.rebuild().unwrap();
    assert_eq!(hash, before.state_hash);
    assert_eq!(desk.view(entity).unwrap(), view);
}

#[test]
fn the_same_file_twice_gives_one_request() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let file = br#"{"schema":"vigie.request-file/1","kind":"bc35_technical_advice","direction":"in","partner":"FR","summary":"How to read a log"}"#;
    let first = desk.import("a.json", file, utc(NOW)).unwrap().unwrap();
    let second = desk.import("renamed.json", file, utc(NOW)).unwrap().unwrap();
    assert!(!first[0].known && second[0].known);
    assert_eq!(first[0].view.id, second[0].view.id);
    assert_eq!(desk.status(utc(NOW)).unwrap().requests, 1);
}

#[test]
fn keys_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = TempDir::new().unwrap();
    let desk = desk(&dir);
    let home = desk.home().clone();
    drop(desk);
    for path in [home.desk_key(), home.root_key(), home.database()] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
    std::fs::set_permissions(home.desk_key(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let opened = Desk::open(&home, seat("S. Alaoui"), built_in());
    assert_eq!(opened.err().map(|f| f.kind), Some(FailureKind::KeyOpen));
}
