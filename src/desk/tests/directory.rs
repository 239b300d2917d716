//! The directory through the one door.

use std::collections::BTreeMap;

use super::*;
use crate::domain::directory::{
    CallWish, ChannelKind, ContactCommand, DirectoryRefusal, NewChannel, Outcome, Purpose,
    channel_id,
};
use crate::domain::{ChannelId, Word as _};
use crate::view::{ContactView, RequestView};

const NUMBER: &str = "+33199000007";

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

fn phone(number: &str) -> NewChannel {
    NewChannel { kind: ChannelKind::Phone, fields: fields(&[("value", number)]) }
}

fn open(state: &str, more: &[(&str, &str)]) -> ContactCommand {
    let mut all = fields(&[("state", state), ("role", "art35"), ("name", "Point de contact")]);
    all.extend(fields(more));
    ContactCommand::Open { entity: None, fields: all, channels: vec![phone(NUMBER)] }
}

fn number() -> ChannelId {
    channel_id(ChannelKind::Phone, NUMBER)
}

fn listed(desk: &mut Desk, command: ContactCommand) -> EntityId {
    let view = desk.contact_act(None, command, utc(NOW)).unwrap().unwrap();
    view.entity.parse().unwrap()
}

fn act(desk: &mut Desk, entity: EntityId, command: ContactCommand) -> ContactView {
    desk.contact_act(Some(entity), command, utc(NOW)).unwrap().unwrap()
}

fn asked(desk: &mut Desk, more: &[(&str, &str)]) -> EntityId {
    let mut all = fields(&[("partner", "FR"), ("urgency", "urgent")]);
    all.extend(fields(more));
    let new = Registration::new("bc29_preservation", Direction::In, all);
    desk.register(new, utc(NOW)).unwrap().unwrap().view.entity.parse().unwrap()
}

/// Code and what it quotes.
fn check(view: &RequestView, code: &str) -> Vec<Vec<String>> {
    let of = view.checks.iter().filter(|check| check.code == code);
    of.map(|check| check.detail.clone()).collect()
}

fn sound(desk: &Desk) {
    let report = desk.verify().unwrap().report;
    assert!(report.is_sound(), "{:?}", report.problems);
}

#[test]
fn a_domain_of_the_partner_is_held_against_the_sender_at_once() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let entity = asked(&mut desk, &[("sender.from", "duty@examp1e.org")]);
    let other = asked(&mut desk, &[("sender.from", "duty@example.com"), ("partner", "DE")]);
    let view = |desk: &Desk, of| desk.view(of).unwrap().unwrap();
    assert_eq!(check(&view(&desk, entity), "R15"), [["duty@examp1e.org"]], "nothing is known");
    let before = view(&desk, other);
    let point = listed(&mut desk, open("FR", &[("domains", "example.org, example.net")]));
    assert_eq!(check(&view(&desk, entity), "R15"), [["examp1e.org", "example.org"]]);
    assert_eq!(view(&desk, other), before, "of another State");
    sound(&desk);
    // An address in use counts as well; a registration sees it at once.
    let mail = fields(&[("value", "duty@example.com")]);
    let mail = NewChannel { kind: ChannelKind::Email, fields: mail };
    act(&mut desk, point, ContactCommand::AddChannel(mail));
    let third = asked(&mut desk, &[("sender.from", "someone@example.com")]);
    assert_eq!(check(&view(&desk, third), "R15"), [[""; 0]; 0]);
    act(&mut desk, point, ContactCommand::Close { reason: "moved".into() });
    assert_eq!(check(&view(&desk, third), "R15"), [["someone@example.com"]]);
    sound(&desk);
    let (hash, shown) = (desk.status(utc(NOW)).unwrap().state_hash, view(&desk, entity));
    assert_eq!(desk.rebuild().unwrap(), hash);
    assert_eq!(view(&desk, entity), shown);
}

#[test]
fn a_service_elsewhere_that_tells_its_users_is_named() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let more = [("custodian", "  Courrier  FACILE "), ("confidentiality", "yes")];
    let entity = asked(&mut desk, &more);
    let provider = [
        ("name", "Éditeur de courrier"),
        ("role", "provider"),
        ("services", "Courrier Facile, Autre"),
        ("notifies", "unless_ordered"),
        ("jurisdiction", "FR"),
    ];
    let before = desk.view(entity).unwrap().unwrap();
    assert_eq!((check(&before, "R09"), check(&before, "R10")), (vec![], vec![]));
    listed(&mut desk, open("FR", &provider));
    let view = desk.view(entity).unwrap().unwrap();
    assert_eq!(check(&view, "R09"), [["FR", "MA"]]);
    assert_eq!(check(&view, "R10").len(), 1);
    // Its branch in our country takes our orders.
    let branch = [&provider[..4], &[("jurisdiction", "MA")]].concat();
    listed(&mut desk, open("MA", &branch));
    assert_eq!(check(&desk.view(entity).unwrap().unwrap(), "R09").len(), 0);
    sound(&desk);
}

#[test]
fn a_route_that_is_not_open_is_warned_of_with_the_dates_of_both() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let entity = asked(&mut desk, &[("partner", "RU")]);
    let view = desk.view(entity).unwrap().unwrap();
    assert_eq!(check(&view, "R11"), [["ets185", "MA: 2018-10-01; RU: –"]]);
    let entity = asked(&mut desk, &[("partner", "FR")]);
    assert_eq!(check(&desk.view(entity).unwrap().unwrap(), "R11").len(), 0);
    let early = [("partner", "FR"), ("received", "2018-09-30T23:30:00Z")];
    let entity = asked(&mut desk, &early);
    assert_eq!(check(&desk.view(entity).unwrap().unwrap(), "R11").len(), 0, "1 October in Rabat");
    let early = [("partner", "FR"), ("received", "2018-09-30T22:30:00Z")];
    let entity = asked(&mut desk, &early);
    assert_eq!(check(&desk.view(entity).unwrap().unwrap(), "R11").len(), 1, "the day before");
}

fn call_back(
    desk: &mut Desk,
    contact: EntityId,
    request: EntityId,
    said: Option<bool>,
) -> Result<ContactView, CallRefused> {
    let wish = CallWish {
        channel: number(),
        outcome: Outcome::Answered,
        purpose: Purpose::Authenticity,
        note: "the officer on duty".to_owned(),
        confirmed: said,
    };
    desk.call(contact, Some(request), wish, utc(NOW)).unwrap()
}

fn authenticity(desk: &Desk, request: EntityId) -> String {
    let view = desk.view(request).unwrap().unwrap();
    assert_eq!(view.conflicts, []);
    view.fields.iter().find(|field| field.key == "authenticity").unwrap().value.clone()
}

#[test]
fn a_call_back_settles_who_sent_the_request() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let request = asked(&mut desk, &[]);
    let (french, ours) = (listed(&mut desk, open("FR", &[])), listed(&mut desk, open("MA", &[])));
    let german = listed(&mut desk, open("DE", &[]));
    call_back(&mut desk, french, request, None).unwrap();
    assert_eq!(authenticity(&desk, request), "unchecked", "nothing was confirmed");
    let refused = call_back(&mut desk, german, request, Some(true)).unwrap_err();
    let (contact, partner) = ("DE".to_owned(), "FR".to_owned());
    assert_eq!(refused, CallRefused::Request(Refusal::NotTheirContact { contact, partner }));
    assert_eq!(desk.contact(german).unwrap().unwrap().tries, [], "all or nothing");
    call_back(&mut desk, french, request, Some(false)).unwrap();
    assert_eq!(authenticity(&desk, request), "failed");
    let view = call_back(&mut desk, ours, request, Some(true)).unwrap();
    assert_eq!(view.tries[0].request, request.to_string());
    assert_eq!(authenticity(&desk, request), "verified");
    let shown = desk.view(request).unwrap().unwrap();
    assert_eq!(shown.timeline.iter().filter(|moment| moment.what == "called").count(), 3);
    sound(&desk);
}

#[test]
fn a_number_that_is_yet_to_take_anothers_place_confirms_nothing() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let request = asked(&mut desk, &[]);
    let contact = listed(&mut desk, open("FR", &[]));
    let poisoned = "+33199000066";
    act(&mut desk, contact, ContactCommand::ReplaceChannel { old: number(), new: phone(poisoned) });
    let wish = CallWish {
        channel: channel_id(ChannelKind::Phone, poisoned),
        outcome: Outcome::Answered,
        purpose: Purpose::Authenticity,
        note: String::new(),
        confirmed: Some(true),
    };
    let refused = desk.call(contact, Some(request), wish, utc(NOW)).unwrap().unwrap_err();
    let value = poisoned.to_owned();
    assert_eq!(refused, CallRefused::Request(Refusal::NumberNotProved { value }));
    assert_eq!(authenticity(&desk, request), "unchecked");
    call_back(&mut desk, contact, request, Some(true)).unwrap();
    assert_eq!(authenticity(&desk, request), "verified");
}

#[test]
fn a_call_about_no_request_or_a_closed_one_is_refused() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let contact = listed(&mut desk, open("FR", &[]));
    let nobody = call_back(&mut desk, contact, EntityId([9; 16]), None).unwrap_err();
    assert_eq!(nobody, CallRefused::Request(Refusal::NoRequest));
    let unknown = call_back(&mut desk, EntityId([9; 16]), EntityId([9; 16]), None).unwrap_err();
    assert_eq!(unknown, CallRefused::Contact(DirectoryRefusal::NoContact));
    let request = asked(&mut desk, &[]);
    let to = ["redirected", "closed"].into_iter().find(|to| {
        let reason = Some("sent twice".to_owned());
        let wish = StepWish { to: (*to).to_owned(), reason, ..StepWish::default() };
        let done = desk.execute(request, Command::Step(wish), utc(NOW)).unwrap();
        done.is_ok_and(|view| view.closed)
    });
    if to.is_some() {
        let refused = call_back(&mut desk, contact, request, None).unwrap_err();
        let closed = matches!(refused, CallRefused::Request(Refusal::AlreadyClosed { .. }));
        assert!(closed, "{refused:?}");
    }
    assert_eq!(desk.contact(contact).unwrap().unwrap().tries, []);
}

#[test]
fn acts_on_one_contact_in_one_transaction_see_each_other() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let contact = listed(&mut desk, open("FR", &[]));
    let entries = desk.status(utc(NOW)).unwrap().entries;
    let add = || (Some(contact), ContactCommand::AddChannel(phone("+33199000008")));
    let refused = desk.contact_acts(vec![add(), add()], utc(NOW)).unwrap().unwrap_err();
    assert!(matches!(refused, (1, DirectoryRefusal::ChannelThere { .. })), "{refused:?}");
    assert_eq!(desk.status(utc(NOW)).unwrap().entries, entries, "nothing of it is recorded");
    let city = |name| (Some(contact), ContactCommand::Set(fields(&[("city", name)])));
    let label = ContactCommand::SetChannel {
        channel: channel_id(ChannelKind::Phone, "+33199000008"),
        fields: fields(&[("label", "night")]),
    };
    let acts = vec![city("Lyon"), add(), city("Nanterre"), (Some(contact), label)];
    assert_eq!(desk.contact_acts(acts, utc(NOW)).unwrap(), Ok(1));
    let view = desk.contact(contact).unwrap().unwrap();
    assert_eq!((view.city.as_str(), view.channels.len()), ("Nanterre", 2));
    assert_eq!(view.conflicts, [], "the second city took the place of the first");
    assert!(view.channels.iter().any(|channel| channel.label == "night"));
    sound(&desk);
}

#[test]
fn a_contact_of_an_edition_is_opened_once() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let entity = EntityId([7; 16]);
    let open = |name: &str| match open("FR", &[("name", name)]) {
        ContactCommand::Open { fields, channels, .. } => {
            ContactCommand::Open { entity: Some(entity), fields, channels }
        }
        other => other,
    };
    let acts = vec![(None, open("one")), (None, open("two"))];
    assert_eq!(desk.contact_acts(acts, utc(NOW)).unwrap(), Ok(1));
    let entries = desk.status(utc(NOW)).unwrap().entries;
    let view = desk.contact_act(None, open("three"), utc(NOW)).unwrap().unwrap();
    assert_eq!((view.name.en.as_str(), view.entity), ("one", entity.to_string()));
    assert_eq!(desk.contact_acts(vec![(None, open("four"))], utc(NOW)).unwrap(), Ok(0));
    assert_eq!(desk.status(utc(NOW)).unwrap().entries, entries);
}

#[test]
fn an_act_decided_before_another_wrote_is_not_recorded() {
    let dir = TempDir::new().unwrap();
    let mut one = desk(&dir);
    let contact = listed(&mut one, open("FR", &[]));
    let mut two = Desk::open(&Home::below(dir.path()), seat("M. Idrissi"), built_in()).unwrap();
    let city = |name| ContactCommand::Set(fields(&[("city", name)]));
    let (acts, seen) = one.plan(&[(Some(contact), city("Lyon"))], utc(NOW)).unwrap().unwrap();
    act(&mut two, contact, city("Nanterre"));
    assert_eq!(one.record_if(&acts, &[], &seen).unwrap(), None);
    assert_eq!(act(&mut one, contact, city("Lyon")).conflicts, []);
    // What contacts tell is looked at again as well.
    let request = asked(&mut one, &[]);
    let merged = one.request(request).unwrap().unwrap();
    let seen = super::act::Seen { known: one.knowing(&merged).unwrap(), ..Default::default() };
    act(&mut two, contact, ContactCommand::Set(fields(&[("domains", "example.org")])));
    assert_eq!(one.record_if(&acts, &[], &seen).unwrap(), None);
    sound(&one);
}

#[test]
fn a_test_of_a_channel_ends_as_a_try_of_it() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let contact = listed(&mut desk, open("FR", &[]));
    asked(&mut desk, &[]);
    let test = desk.ping(contact, number(), utc(NOW)).unwrap().unwrap().view;
    assert!(test.id.starts_with("MA-2026-P00001-"), "{}", test.id);
    assert!(asked_next(&mut desk).starts_with("MA-2026-00002-"), "its own series");
    let field = |key: &str| test.fields.iter().find(|f| f.key == key).unwrap().value.clone();
    let short = desk.contact(contact).unwrap().unwrap().id;
    assert_eq!(field("contact"), format!("{short}/{}", number()));
    assert_eq!((field("channel"), test.partner.as_str()), ("phone".to_owned(), "FR"));
    assert_eq!(check(&test, "R11").len(), 0);
    let test: EntityId = test.entity.parse().unwrap();
    let step = |desk: &mut Desk, to: &str| {
        let reason = Some("three calls".to_owned());
        let wish = StepWish { to: to.to_owned(), reason, ..StepWish::default() };
        desk.execute(test, Command::Step(wish), utc(NOW)).unwrap().unwrap();
        let contact = desk.contact(contact).unwrap().unwrap();
        contact.tries.iter().map(|t| t.outcome).collect::<Vec<_>>()
    };
    assert_eq!(step(&mut desk, "sent"), []);
    assert_eq!(step(&mut desk, "no_answer"), [Outcome::NoAnswer]);
    assert_eq!(step(&mut desk, "retried").len(), 1);
    assert_eq!(step(&mut desk, "answered"), [Outcome::Answered, Outcome::NoAnswer]);
    assert_eq!(step(&mut desk, "closed").len(), 2);
    let view = desk.contact(contact).unwrap().unwrap();
    assert_eq!(view.tries[0].request, test.to_string());
    assert!(view.channels[0].proved.is_some());
    let gone = ChannelId([0; 4]);
    let refused = desk.ping(contact, gone, utc(NOW)).unwrap().unwrap_err();
    assert!(matches!(refused, CallRefused::Contact(DirectoryRefusal::NoSuchChannel { .. })));
    sound(&desk);
}

fn asked_next(desk: &mut Desk) -> String {
    let entity = asked(desk, &[]);
    desk.view(entity).unwrap().unwrap().id
}

#[test]
fn a_channel_is_found_by_the_beginning_of_its_name() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let contact = listed(&mut desk, open("FR", &[]));
    let short = desk.contact(contact).unwrap().unwrap().id;
    let id = number().to_string();
    for text in [format!("{short}/{id}"), format!(" {}/{}", short.to_lowercase(), &id[..3])] {
        let ChannelFound::One(view, channel) = desk.channel_by_id(&text).unwrap() else {
            panic!("{text}");
        };
        assert_eq!((view.entity, channel), (contact.to_string(), number()));
    }
    act(&mut desk, contact, ContactCommand::AddChannel(phone("+33199000008")));
    let found = desk.channel_by_id(&format!("{short}/")).unwrap();
    assert!(matches!(found, ChannelFound::Many(all) if all.len() == 2));
    for text in ["FR-0000/1", "/", "", &format!("{short}/zz")] {
        assert_eq!(desk.channel_by_id(text).unwrap(), ChannelFound::Nobody, "{text}");
    }
}

#[test]
fn the_audit_of_a_contact_tells_each_change_and_each_try() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let contact = listed(&mut desk, open("FR", &[("city", "Lyon")]));
    act(&mut desk, contact, ContactCommand::Set(fields(&[("city", "Nanterre")])));
    for _ in 0..2 {
        let (outcome, note) = (Outcome::Busy, String::new());
        act(
            &mut desk,
            contact,
            ContactCommand::Try { channel: number(), outcome, request: None, note },
        );
    }
    let audit = desk.audit(contact).unwrap();
    assert!(audit[0].changes.iter().any(|c| c.field == "city" && c.after == "Lyon"));
    let change = &audit[1].changes[0];
    assert_eq!((change.before.as_str(), change.after.as_str()), ("Lyon", "Nanterre"));
    for line in &audit[2..] {
        assert_eq!(line.changes[0].field, format!("channel.{}", number()));
        assert_eq!(line.changes[0].after, Outcome::Busy.to_word());
    }
    assert_eq!(desk.status(utc(NOW)).unwrap().contacts, 1);
}

/// A database of the first version, with this desk's own settings.
fn first_version(desk: Desk) -> Home {
    let keys = ["profile", "roster", "roster_signature", "author"];
    let held = keys.map(|key| (key, desk.look.store.meta(key).unwrap().unwrap()));
    let home = desk.home().clone();
    drop(desk);
    for path in std::fs::read_dir(home.database().parent().unwrap()).unwrap() {
        let path = path.unwrap().path();
        if path.to_string_lossy().contains(".db") {
            std::fs::remove_file(path).unwrap();
        }
    }
    let conn = rusqlite::Connection::open(home.database()).unwrap();
    conn.execute_batch(include_str!("../../../tests/it/fixtures/db/v1.sql")).unwrap();
    let share = ("share", crate::log::hex(&[9; 32]));
    for (key, value) in held.into_iter().chain([share]) {
        conn.execute("INSERT INTO meta VALUES (?1, ?2)", [key, value.as_str()]).unwrap();
    }
    home
}

#[test]
fn a_desk_of_the_first_version_is_brought_up_to_date_when_it_is_opened() {
    let dir = TempDir::new().unwrap();
    let home = first_version(desk(&dir));
    assert!(Look::at(&home).is_err(), "a look-up never writes");
    let mut desk = Desk::open(&home, seat("S. Alaoui"), built_in()).unwrap();
    assert_eq!(desk.status(utc(NOW)).unwrap().requests, 2);
    assert_eq!(desk.state("fr").unwrap().unwrap().code, "FR");
    assert_eq!(desk.search(&crate::view::Filter::parse("sale"), 9, utc(NOW), "").unwrap().len(), 1);
    assert!(matches!(desk.find("1").unwrap(), Found::One(_)));
    listed(&mut desk, open("FR", &[]));
    assert!(asked_next(&mut desk).starts_with("MA-2026-00003-"), "no number is drawn twice");
    sound(&desk);
    assert_eq!(Look::at(&home).unwrap().contacts_of("FR").unwrap().len(), 1);
}

/// What was done to the projection of States beside the program.
fn meddled(home: &Home, sql: &str) {
    rusqlite::Connection::open(home.database()).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn states_are_put_when_the_catalogue_changes_and_at_no_other_opening() {
    let dir = TempDir::new().unwrap();
    drop(desk(&dir));
    let home = Home::below(dir.path());
    meddled(&home, "DELETE FROM state WHERE code = 'FR'");
    let opened = Desk::open(&home, seat("S. Alaoui"), built_in()).unwrap();
    assert_eq!(opened.state("FR").unwrap(), None, "nothing was written");
    drop(opened);
    let overlay = vec![("demo.toml".to_owned(), demo::switches())];
    let other = Arc::new(catalogue::load(&overlay).unwrap());
    let opened = Desk::open(&home, seat("S. Alaoui"), other).unwrap();
    assert!(opened.state("FR").unwrap().is_some());
}

#[test]
fn states_that_were_meddled_with_are_named_and_made_anew() {
    let dir = TempDir::new().unwrap();
    let mut desk = desk(&dir);
    let home = Home::below(dir.path());
    for sql in [
        "UPDATE state SET doc = replace(doc, '+33', '+34') WHERE code = 'FR'",
        "UPDATE state SET routes = '{}' WHERE code = 'FR'",
        "DELETE FROM instrument",
        "DELETE FROM provenance",
        "UPDATE state SET doc = '{' WHERE code = 'FR'",
    ] {
        sound(&desk);
        meddled(&home, sql);
        let report = desk.verify().unwrap().report;
        assert_eq!(report.problems.len(), 1, "{sql}: {report:?}");
        desk.rebuild().unwrap();
    }
    sound(&desk);
}
