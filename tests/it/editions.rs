//! An edition of a directory on a real desk: what it would change, what a group takes along, and
//! what a poisoned number comes to.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::TempDir;
use vigie::catalogue;
use vigie::desk::{Desk, EditionRefused, Home, Mode, Seat, Setup};
use vigie::domain::directory::{CallWish, ChannelKind, Outcome, Purpose, Standing, channel_id};
use vigie::domain::{EntityId, Lang};
use vigie::edition::{self, Change, Context, Diff, Edition, Group, What};
use vigie::text::Text;

const ROWS: usize = 300;
const HEADER: &str = "key,series,as_of,state,name,role,city,timezone,phone_emergency,phone,email\n";

fn now() -> Timestamp {
    "2026-11-21T03:14:00Z".parse().unwrap()
}

fn desk(dir: &TempDir) -> Desk {
    let setup = Setup {
        station: "desk-1".to_owned(),
        officer: "S. Alaoui".to_owned(),
        country: "MA".to_owned(),
        title: "24/7 contact point".to_owned(),
        mode: Mode::Training,
    };
    let seat = Seat { officer: "S. Alaoui".to_owned(), via: "cli", zone: TimeZone::UTC };
    let catalogue = Arc::new(catalogue::load(&[]).unwrap());
    Desk::create(&Home::below(dir.path()), &setup, seat, catalogue, now()).unwrap()
}

/// Invented contacts, numbers of a country code that nobody has.
fn rows(as_of: &str) -> Vec<String> {
    let states = ["FR", "DE", "GB", "US", "JP", "SN", "ES", "BR", "CL", "TN"];
    let role = ["art35", "ncb", "police"];
    (0..ROWS)
        .map(|n| {
            let state = states[n % states.len()];
            format!(
                "k{n},coe,{as_of},{state},Office {n} of {state},{},City {n},Europe/Paris,\
                 +99933{n:06},+99934{n:06},office{n}@desk{n}.example.org\n",
                role[n % role.len()],
            )
        })
        .collect()
}

fn read(desk: &Desk, rows: &[String]) -> Edition {
    let cx = Context {
        catalogue: desk.catalogue(),
        series: "",
        as_of: "",
        source: "edition of an exercise",
        now: now(),
    };
    let table = format!("{HEADER}{}", rows.concat());
    let edition = edition::read("edition.csv", table.as_bytes(), &cx).unwrap();
    assert_eq!(edition.faults, []);
    edition
}

fn propose(desk: &Desk, edition: &Edition) -> Diff {
    desk.propose_edition(edition, desk.catalogue()).unwrap()
}

fn accept(desk: &mut Desk, diff: &Diff, numbers: &[usize]) -> usize {
    let reason = Text::of(Lang::En).edition.gone_reason("the exercise", "2026-11-01");
    desk.accept_edition(&diff.changes, numbers, &reason, now()).unwrap().unwrap().changes
}

/// Twelve changes: two fields, five numbers and addresses, two new contacts, two that are gone, one
/// poisoned emergency number.
fn changed() -> Vec<String> {
    let mut rows = rows("2026-11-01");
    let mut swap = |n: usize, from: &str, to: &str| {
        assert!(rows[n].contains(from), "{}", rows[n]);
        rows[n] = rows[n].replace(from, to);
    };
    swap(3, "City 3,", "New Town,");
    swap(4, "Europe/Paris", "Europe/Berlin");
    swap(7, "+99933000007", "+999666000666");
    swap(11, "+99934000011", "+99935000011");
    swap(12, "office12@", "duty12@");
    swap(13, "office13@", "duty13@");
    swap(14, "+99934000014", "");
    swap(15, "office15@desk15.example.org", "office15@desk15.exarnple.org");
    rows.remove(250);
    rows.remove(200);
    let new = |n: usize, role: &str| {
        format!(
            "new{n},coe,2026-11-01,IS,New office {n},{role},Town,Atlantic/Reykjavik,,\
             +99936{n:06},new{n}@example.net\n"
        )
    };
    rows.push(new(1, "police"));
    rows.push(new(2, "csirt"));
    rows
}

fn imported(desk: &mut Desk) {
    let first = read(desk, &rows("2026-05-01"));
    let diff = propose(desk, &first);
    assert_eq!(diff.changes.len(), ROWS);
    let all: Vec<usize> = diff.changes.iter().map(|change| change.number).collect();
    assert_eq!(accept(desk, &diff, &all), ROWS);
}

fn poisoned(diff: &Diff) -> &Change {
    let poison = |change: &&Change| {
        matches!(&change.what, What::ChannelReplaced { new, .. }
            if new.fields["value"] == "+999666000666")
    };
    diff.changes.iter().find(poison).unwrap()
}

#[test]
fn of_three_hundred_rows_exactly_twelve_changes_are_shown() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    imported(&mut desk);
    let again = propose(&desk, &read(&desk, &rows("2026-11-01")));
    assert_eq!((again.changes.len(), again.unchanged), (0, ROWS), "a new date alone is no change");
    let entries = desk.status(now()).unwrap().entries;
    let diff = propose(&desk, &read(&desk, &changed()));
    let text = Text::of(Lang::En);
    let said: Vec<String> = diff
        .changes
        .iter()
        .map(|change| format!("{} {}", change.name, text.edition.change(change, text.directory)))
        .collect();
    assert_eq!(diff.changes.len(), 12, "{said:#?}");
    assert_eq!(diff.unchanged, ROWS - 2 - 8);
    assert!(poisoned(&diff).guarded);
    let of = |group| diff.changes.iter().filter(|change| change.group == group).count();
    let groups: Vec<usize> = Group::ALL.iter().map(|group| of(*group)).collect();
    assert_eq!(groups, [2, 2, 5, 3]);
    assert!(said.contains(
        &"Office 7 of BR emergency phone: +99933000007 → +999666000666; the old one stays until \
          the new one has answered"
            .to_owned()
    ));
    assert_eq!(desk.status(now()).unwrap().entries, entries, "nothing was recorded");
}

#[test]
fn groups_take_no_guarded_change_along() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    imported(&mut desk);
    let edition = read(&desk, &changed());
    let diff = propose(&desk, &edition);
    let groups: Vec<usize> = Group::ALL.iter().flat_map(|group| diff.of_group(*group)).collect();
    assert_eq!(accept(&mut desk, &diff, &groups), 6);
    let left = propose(&desk, &edition);
    assert_eq!(left.changes.len(), 6);
    assert!(left.changes.iter().all(|change| change.guarded));
    let of_seven = desk.merged_contact(edition::entity("coe", "k7")).unwrap().unwrap();
    assert!(of_seven.channels.iter().all(|channel| channel.value != "+999666000666"));
    let gone = desk.merged_contact(edition::entity("coe", "k200")).unwrap().unwrap();
    assert!(gone.is_closed());
    assert_eq!(gone.field("closed_reason"), "no longer in the exercise of 2026-11-01");
    let moved = desk.merged_contact(edition::entity("coe", "k3")).unwrap().unwrap();
    assert_eq!((moved.field("city"), moved.field("as_of")), ("New Town", "2026-11-01"));
}

#[test]
fn a_poisoned_number_waits_behind_the_old_one_until_it_is_proved() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    imported(&mut desk);
    let diff = propose(&desk, &read(&desk, &changed()));
    let number = poisoned(&diff).number;
    assert_eq!(accept(&mut desk, &diff, &[number]), 1);
    let entity: EntityId = edition::entity("coe", "k7");
    let emergency = |desk: &Desk| -> Vec<(String, Standing)> {
        let contact = desk.merged_contact(entity).unwrap().unwrap();
        let of_kind = contact.channels.iter().filter(|c| c.kind == ChannelKind::PhoneEmergency);
        of_kind.map(|channel| (channel.value.clone(), channel.standing)).collect()
    };
    let find = |desk: &Desk, value: &str| {
        emergency(desk).into_iter().find(|(own, _)| own == value).unwrap().1
    };
    assert_eq!(find(&desk, "+99933000007"), Standing::InUse);
    assert_eq!(find(&desk, "+999666000666"), Standing::Pending);
    assert_eq!(emergency(&desk)[0].0, "+99933000007", "the old one stays first");
    let view = desk.contact(entity).unwrap().unwrap();
    assert_eq!(view.channels[0].value, "+99933000007");
    let channel = channel_id(ChannelKind::PhoneEmergency, "+999666000666");
    let call = |outcome| CallWish {
        channel,
        outcome,
        purpose: Purpose::Talk,
        note: String::new(),
        confirmed: None,
    };
    desk.call(entity, None, call(Outcome::NoAnswer), now()).unwrap().unwrap();
    assert_eq!(find(&desk, "+999666000666"), Standing::Pending);
    desk.call(entity, None, call(Outcome::Answered), now()).unwrap().unwrap();
    assert_eq!(find(&desk, "+999666000666"), Standing::InUse);
    assert_eq!(find(&desk, "+99933000007"), Standing::Replaced);
}

#[test]
fn several_changes_of_one_contact_are_one_transaction_or_none() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    imported(&mut desk);
    let mut all = rows("2026-11-01");
    all[5] = all[5]
        .replace("City 5,", "Port,")
        .replace("office5@", "duty5@")
        .replace("+99934", "+99935");
    let edition = read(&desk, &all);
    let diff = propose(&desk, &edition);
    assert_eq!(diff.changes.len(), 3);
    let entries = desk.status(now()).unwrap().entries;
    let done = desk.accept_edition(&diff.changes, &[1, 2, 99], "x", now()).unwrap();
    assert_eq!(done, Err(EditionRefused::NoSuchChange { number: 99 }));
    assert_eq!(desk.status(now()).unwrap().entries, entries);
    assert_eq!(accept(&mut desk, &diff, &[1, 2, 3]), 3);
    assert_eq!(propose(&desk, &edition).changes, []);
    // The same yes again: nothing is new, and nothing is recorded.
    let entries = desk.status(now()).unwrap().entries;
    let done = desk.accept_edition(&diff.changes, &[1, 2, 3], "x", now()).unwrap();
    assert!(matches!(done, Err(EditionRefused::Change { .. })), "{done:?}");
    assert_eq!(desk.status(now()).unwrap().entries, entries);
}

#[test]
fn a_file_cannot_take_the_name_of_something_else() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let fields = [("partner", "FR"), ("urgency", "urgent")];
    let fields = fields.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    let new =
        vigie::desk::Registration::new("bc29_preservation", vigie::domain::Direction::In, fields);
    let request = desk.register(new, now()).unwrap().unwrap().view.entity;
    let cx = Context { catalogue: desk.catalogue(), series: "", as_of: "", source: "", now: now() };
    let table = format!("vigie_id,state,name,role\n{request},FR,Office,police\n");
    let edition = edition::read("x", table.as_bytes(), &cx).unwrap();
    let diff = propose(&desk, &edition);
    assert_eq!(diff.changes[0].entity, edition::entity("", "FR|police|office"));
    assert_eq!(accept(&mut desk, &diff, &[1]), 1);
    assert!(desk.view(request.parse().unwrap()).unwrap().is_some());
}
