use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::{Outcome, Role, merge};
use super::*;
use crate::domain::catalogue::Country;
use crate::domain::{AuthorKey, Hlc, Recorded};

const ENTITY: EntityId = EntityId([7; 16]);
const OLD: &str = "+33199000007";
const NEW: &str = "+33199000008";

fn catalogue() -> Catalogue {
    let country = |code: &str, calling: &str| Country {
        alpha2: code.to_owned(),
        calling_code: calling.to_owned(),
        ..Country::default()
    };
    let all = [country("FR", "+33"), country("MA", "+212")];
    let countries = all.map(|country| (country.alpha2.clone(), country)).into();
    Catalogue { countries, ..Catalogue::default() }
}

fn now() -> Timestamp {
    "2026-11-21T03:14:07Z".parse().unwrap()
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

fn phone(pairs: &[(&str, &str)]) -> NewChannel {
    NewChannel { kind: ChannelKind::Phone, fields: fields(pairs) }
}

fn id(value: &str) -> ChannelId {
    channel_id(ChannelKind::Phone, value)
}

/// A record of one contact, to which commands are given one after the other.
struct Desk {
    catalogue: Catalogue,
    entries: Vec<Recorded>,
}

impl Desk {
    fn empty() -> Self {
        Self { catalogue: catalogue(), entries: Vec::new() }
    }

    /// A French desk with the number `OLD`.
    fn french() -> Self {
        let mut desk = Self::empty();
        let typed = fields(&[("state", "fr"), ("role", "art35"), ("name", "Desk of France")]);
        let channels = vec![phone(&[("value", "01 99 00 00 07")])];
        desk.run(ContactCommand::Open { entity: Some(ENTITY), fields: typed, channels }).unwrap();
        desk
    }

    fn contact(&self) -> Option<Contact> {
        merge::replay(ENTITY, &self.entries)
    }

    fn held(&self) -> Contact {
        self.contact().unwrap()
    }

    fn decide(&self, command: ContactCommand) -> Result<Vec<Planned>, DirectoryRefusal> {
        let cx = Cx { catalogue: &self.catalogue, officer: "Y. Alaoui", now: now() };
        decide(self.contact().as_ref(), command, &cx)
    }

    fn run(&mut self, command: ContactCommand) -> Result<usize, DirectoryRefusal> {
        let planned = self.decide(command)?;
        for one in &planned {
            let n = self.entries.len() as u64 + 1;
            let mut entry_id = [0; 32];
            entry_id[..8].copy_from_slice(&n.to_be_bytes());
            self.entries.push(Recorded {
                id: EntryId(entry_id),
                author: AuthorKey([1; 32]),
                hlc: Hlc { ms: n, tick: 0 },
                entity: ENTITY,
                refs: one.refs.clone(),
                officer: "Y. Alaoui".to_owned(),
                desk: "desk-1".to_owned(),
                at: now(),
                fact: one.fact.clone(),
            });
        }
        Ok(planned.len())
    }

    fn refused(&self, command: ContactCommand) -> DirectoryRefusal {
        self.decide(command).expect_err("it was to be refused")
    }
}

fn open(pairs: &[(&str, &str)], channels: Vec<NewChannel>) -> ContactCommand {
    ContactCommand::Open { entity: Some(ENTITY), fields: fields(pairs), channels }
}

fn attempt(channel: ChannelId, outcome: Outcome) -> ContactCommand {
    ContactCommand::Try { channel, outcome, request: None, note: String::new() }
}

fn replace(old: &str, new: &str) -> ContactCommand {
    ContactCommand::ReplaceChannel { old: id(old), new: phone(&[("value", new)]) }
}

fn close(channel: &str) -> ContactCommand {
    ContactCommand::CloseChannel { channel: id(channel), reason: "moved".to_owned() }
}

#[test]
fn values_are_kept_in_their_stored_form() {
    let contact = Desk::french().held();
    assert_eq!((contact.state(), contact.roles()), ("FR", vec![Role::Art35]));
    assert_eq!(contact.channels.len(), 1);
    assert_eq!(contact.channels[0].value, OLD);
    assert_eq!(contact.channels[0].id, id(OLD));
}

#[test]
fn a_contact_has_a_state_a_name_and_a_role() {
    let desk = Desk::empty();
    let refused = |pairs: &[(&str, &str)]| desk.refused(open(pairs, vec![]));
    let (state, name, role) = (("state", "FR"), ("name", "Desk"), ("role", "ncb"));
    assert_eq!(refused(&[name, role]), DirectoryRefusal::NoState);
    assert_eq!(refused(&[state, role, ("name", "  ")]), DirectoryRefusal::NoName);
    assert_eq!(refused(&[state, name]), DirectoryRefusal::NoRole);
    let unknown = DirectoryRefusal::UnknownCountry { code: "XX".to_owned() };
    assert_eq!(refused(&[("state", "XX"), name, role]), unknown);
    assert_eq!(refused(&[state, name, role, ("closed", "2026-11-20")]), DirectoryRefusal::NoReason);
    assert!(desk.decide(open(&[state, name, role], vec![])).is_ok());
    let french = Desk::french();
    let set = |key: &str| french.refused(ContactCommand::Set(fields(&[(key, "")])));
    assert_eq!(set("state"), DirectoryRefusal::NoState);
    assert_eq!(set("name"), DirectoryRefusal::NoName);
    assert_eq!(set("role"), DirectoryRefusal::NoRole);
}

#[test]
fn an_unknown_field_is_refused_with_the_nearest_one() {
    let refused = Desk::french().refused(ContactCommand::Set(fields(&[("lenguages", "fr")])));
    let nearest = Some("languages".to_owned());
    assert_eq!(refused, DirectoryRefusal::UnknownField { field: "lenguages".to_owned(), nearest });
    let sneaked = format!("channel.{}.value", id(OLD));
    let refused = Desk::french().refused(ContactCommand::Set(fields(&[(&sneaked, NEW)])));
    assert!(matches!(refused, DirectoryRefusal::UnknownField { .. }), "{refused:?}");
    let unknown =
        ContactCommand::SetChannel { channel: id(OLD), fields: fields(&[("hours", "24/7")]) };
    assert!(matches!(Desk::french().refused(unknown), DirectoryRefusal::UnknownField { .. }));
}

#[test]
fn a_value_that_does_not_fit_is_quoted_and_says_what_would() {
    let desk = Desk::french();
    let bad = |field: &str, value: &str, expected| DirectoryRefusal::BadValue {
        field: field.to_owned(),
        value: value.to_owned(),
        expected,
    };
    let hours = ContactCommand::Set(fields(&[("operating_hours", "office hours")]));
    assert_eq!(desk.refused(hours), bad("operating_hours", "office hours", Expected::Hours));
    let number = ContactCommand::AddChannel(phone(&[("value", "call me")]));
    assert_eq!(desk.refused(number), bad("value", "call me", Expected::Number));
    let none = ContactCommand::AddChannel(phone(&[]));
    assert_eq!(desk.refused(none), bad("value", "", Expected::Number));
    let long = ContactCommand::Set(fields(&[("notes", &"x".repeat(FIELD_MAX + 1))]));
    let too_long =
        |field: &str| DirectoryRefusal::TooLong { field: field.to_owned(), max: FIELD_MAX };
    assert_eq!(desk.refused(long), too_long("notes"));
    let long = "x".repeat(FIELD_MAX + 1);
    let (channel, reason) = (id(OLD), long.clone());
    assert_eq!(
        desk.refused(ContactCommand::CloseChannel { channel, reason }),
        too_long("closed_reason")
    );
    let outcome = Outcome::Busy;
    let noted = ContactCommand::Try { channel, outcome, request: None, note: long };
    assert_eq!(desk.refused(noted), too_long("note"));
    let ahead = ContactCommand::Set(fields(&[("as_of", "2027-01-01")]));
    assert!(matches!(desk.refused(ahead), DirectoryRefusal::InFuture { .. }));
}

#[test]
fn a_fingerprint_goes_with_its_encryption_written_now_or_before() {
    let mut desk = Desk::french();
    let mail = |encryption: &str, fingerprint: &str| {
        ContactCommand::AddChannel(NewChannel {
            kind: ChannelKind::Email,
            fields: fields(&[
                ("value", "desk@example.org"),
                ("encryption", encryption),
                ("fingerprint", fingerprint),
            ]),
        })
    };
    let forty = "AB".repeat(20);
    assert!(matches!(
        desk.refused(mail("smime", &forty)),
        DirectoryRefusal::BadValue { expected: Expected::Fingerprint, .. }
    ));
    desk.run(mail("smime", &"AB".repeat(32))).unwrap();
    let channel = channel_id(ChannelKind::Email, "desk@example.org");
    let set =
        |pairs: &[(&str, &str)]| ContactCommand::SetChannel { channel, fields: fields(pairs) };
    assert!(desk.decide(set(&[("fingerprint", &forty)])).is_err());
    assert!(desk.decide(set(&[("fingerprint", &forty), ("encryption", "pgp")])).is_ok());
}

#[test]
fn one_number_is_held_once() {
    let mut desk = Desk::french();
    let again = ContactCommand::AddChannel(phone(&[("value", "+33 1 99 00 00 07")]));
    let there = DirectoryRefusal::ChannelThere { value: OLD.to_owned() };
    assert_eq!(desk.refused(again.clone()), there);
    assert_eq!(desk.refused(replace(OLD, OLD)), there, "a number does not replace itself");
    let twice = vec![phone(&[("value", OLD)]), phone(&[("value", "0033 199000007")])];
    let opening = open(&[("state", "FR"), ("role", "ncb"), ("name", "Twice")], twice);
    assert_eq!(Desk::empty().refused(opening), there);
    // Closed, it may come back into use.
    desk.run(close(OLD)).unwrap();
    assert_eq!(desk.held().channels[0].standing, Standing::Closed);
    desk.run(again).unwrap();
    assert_eq!(desk.held().channels[0].standing, Standing::InUse);
    assert_eq!(desk.held().channel_field(id(OLD), "closed_reason"), "");
}

#[test]
fn what_a_channel_is_never_changes() {
    let mut desk = Desk::french();
    for field in ["type", "value", "replaces"] {
        let set = ContactCommand::SetChannel { channel: id(OLD), fields: fields(&[(field, NEW)]) };
        assert_eq!(desk.refused(set), DirectoryRefusal::ChannelFixed { field: field.to_owned() });
    }
    let other = phone(&[("value", NEW), ("type", "fax")]);
    let fixed = |field: &str| DirectoryRefusal::ChannelFixed { field: field.to_owned() };
    assert_eq!(desk.refused(ContactCommand::AddChannel(other)), fixed("type"));
    let slipped = phone(&[("value", NEW), ("replaces", &id(OLD).to_string())]);
    assert_eq!(desk.refused(ContactCommand::AddChannel(slipped)), fixed("replaces"));
    let own_type = phone(&[("value", NEW), ("type", "phone"), ("replaces", "")]);
    assert!(desk.run(ContactCommand::AddChannel(own_type)).is_ok());
}

#[test]
fn a_new_number_waits_for_a_try_and_then_takes_the_place() {
    let mut desk = Desk::french();
    desk.run(replace(OLD, NEW)).unwrap();
    let standing = |desk: &Desk, value: &str| desk.held().channel(id(value)).unwrap().standing;
    assert_eq!(standing(&desk, NEW), Standing::Pending);
    desk.run(attempt(id(NEW), Outcome::NoAnswer)).unwrap();
    assert_eq!(standing(&desk, NEW), Standing::Pending);
    desk.run(attempt(id(NEW), Outcome::Answered)).unwrap();
    assert_eq!(standing(&desk, NEW), Standing::InUse);
    assert_eq!(standing(&desk, OLD), Standing::Replaced);
    // The authority goes back to its old number.
    let plain = ContactCommand::AddChannel(phone(&[("value", OLD)]));
    assert!(matches!(desk.refused(plain), DirectoryRefusal::ChannelThere { .. }));
    desk.run(replace(NEW, OLD)).unwrap();
    assert_eq!(standing(&desk, OLD), Standing::Pending);
    assert_eq!(standing(&desk, NEW), Standing::InUse);
    desk.run(attempt(id(OLD), Outcome::Verified)).unwrap();
    assert_eq!(standing(&desk, OLD), Standing::InUse);
    assert_eq!(standing(&desk, NEW), Standing::Replaced);
}

#[test]
fn an_authority_may_go_back_to_the_first_of_three_numbers() {
    const THIRD: &str = "+33199000009";
    let mut desk = Desk::french();
    for (old, new) in [(OLD, NEW), (NEW, THIRD), (THIRD, OLD)] {
        desk.run(replace(old, new)).unwrap();
        let contact = desk.held();
        let in_use = contact.channels.iter().filter(|c| c.standing == Standing::InUse);
        let in_use: Vec<&str> = in_use.map(|c| c.value.as_str()).collect();
        assert_eq!(in_use, [old], "until the new one is proved");
        desk.run(attempt(id(new), Outcome::Answered)).unwrap();
    }
    let stands = [OLD, NEW, THIRD].map(|value| desk.held().channel(id(value)).unwrap().standing);
    assert_eq!(stands, [Standing::InUse, Standing::Replaced, Standing::Replaced]);
}

#[test]
fn a_closed_channel_is_left_alone() {
    let mut desk = Desk::french();
    let reason =
        |reason: &str| ContactCommand::CloseChannel { channel: id(OLD), reason: reason.to_owned() };
    assert_eq!(desk.refused(reason("  ")), DirectoryRefusal::NoReason);
    let missing = DirectoryRefusal::NoSuchChannel { channel: id(NEW).to_string() };
    assert_eq!(desk.refused(close(NEW)), missing);
    assert_eq!(desk.refused(replace(NEW, OLD)), missing);
    assert_eq!(desk.refused(attempt(id(NEW), Outcome::Busy)), missing);
    desk.run(close(OLD)).unwrap();
    let closed = DirectoryRefusal::ChannelClosed { value: OLD.to_owned() };
    assert_eq!(desk.refused(close(OLD)), closed);
    assert_eq!(desk.refused(attempt(id(OLD), Outcome::Answered)), closed);
    assert_eq!(desk.refused(replace(OLD, NEW)), closed);
    let set = |pairs: &[(&str, &str)]| ContactCommand::SetChannel {
        channel: id(OLD),
        fields: fields(pairs),
    };
    assert_eq!(desk.refused(set(&[("label", "x")])), closed);
    assert!(desk.run(set(&[("closed", ""), ("label", "x")])).is_ok());
    assert_eq!(desk.held().channels[0].standing, Standing::InUse);
    assert_eq!(desk.held().channel_field(id(OLD), "closed_reason"), "moved", "it stays readable");
}

#[test]
fn a_contact_is_closed_with_a_reason_and_opened_again() {
    let mut desk = Desk::french();
    let close = |reason: &str| ContactCommand::Close { reason: reason.to_owned() };
    assert_eq!(desk.refused(ContactCommand::Reopen), DirectoryRefusal::NotClosed);
    assert_eq!(desk.refused(close("")), DirectoryRefusal::NoReason);
    let bare = ContactCommand::Set(fields(&[("closed", "2026-11-20")]));
    assert_eq!(desk.refused(bare), DirectoryRefusal::NoReason);
    desk.run(close(" merged \n with another ")).unwrap();
    assert_eq!(desk.held().field("closed"), "2026-11-21");
    assert_eq!(desk.held().field("closed_reason"), "merged with another");
    let already = DirectoryRefusal::AlreadyClosed { on: "2026-11-21".to_owned() };
    assert_eq!(desk.refused(close("again")), already);
    assert_eq!(desk.refused(attempt(id(OLD), Outcome::Answered)), already);
    let unsaid = ContactCommand::Set(fields(&[("closed_reason", "")]));
    assert_eq!(desk.refused(unsaid), DirectoryRefusal::NoReason);
    desk.run(ContactCommand::Reopen).unwrap();
    assert!(!desk.held().is_closed());
}

#[test]
fn what_would_change_nothing_is_not_recorded() {
    let mut desk = Desk::french();
    let same = ContactCommand::Set(fields(&[("name", " Desk of France "), ("city", "")]));
    assert_eq!(desk.refused(same), DirectoryRefusal::NothingNew);
    assert_eq!(desk.refused(ContactCommand::Set(Fields::new())), DirectoryRefusal::NothingNew);
    assert_eq!(desk.refused(open(&[("state", "FR")], vec![])), DirectoryRefusal::NothingNew);
    let both = fields(&[("name", "Desk of France"), ("city", "Lyon")]);
    let planned = desk.decide(ContactCommand::Set(both)).unwrap();
    let written = Fact::Contact(ContactFact::Set(fields(&[("city", "Lyon")])));
    assert_eq!(planned.iter().map(|p| &p.fact).collect::<Vec<_>>(), [&written]);
    // A concurrent value makes the displayed one worth writing: it settles the conflict.
    let mut other = desk.entries[0].clone();
    other.id = EntryId([9; 32]);
    other.hlc = Hlc { ms: 0, tick: 0 };
    other.fact = Fact::Contact(ContactFact::Set(fields(&[("name", "Another")])));
    desk.entries.push(other);
    assert!(desk.held().fields["name"].in_conflict());
    desk.run(ContactCommand::Set(fields(&[("name", "Desk of France")]))).unwrap();
    assert!(!desk.held().fields["name"].in_conflict());
}

#[test]
fn a_contact_of_a_newer_program_is_only_read() {
    let mut desk = Desk::french();
    let fact = Fact::Unknown { kind: "contact.merge".to_owned(), critical: true };
    let unknown = Recorded { id: EntryId([9; 32]), fact, ..desk.entries[0].clone() };
    desk.entries.push(unknown);
    assert_eq!(desk.refused(attempt(id(OLD), Outcome::Answered)), DirectoryRefusal::ReadOnly);
    assert_eq!(Desk::empty().refused(ContactCommand::Reopen), DirectoryRefusal::NoContact);
}

#[test]
fn a_large_contact_is_spread_over_entries_that_each_stay_small() {
    let mut desk = Desk::empty();
    let long = "x".repeat(FIELD_MAX);
    let mut typed = fields(&[("state", "FR"), ("role", "provider"), ("name", "Large")]);
    for key in ["notes", "declarations", "say_first", "address", "holidays", "source", "unit"] {
        typed.insert(key.to_owned(), long.clone());
    }
    let channels = (0..60).map(|n| {
        let value = format!("+3319900{n:04}");
        phone(&[("value", &value), ("say_first", &long), ("label", "night")])
    });
    let channels = channels.collect();
    let count =
        desk.run(ContactCommand::Open { entity: Some(ENTITY), fields: typed, channels }).unwrap();
    assert!(count > 8);
    for entry in &desk.entries {
        let (Fact::Contact(ContactFact::Opened(fields)) | Fact::Contact(ContactFact::Set(fields))) =
            &entry.fact
        else {
            panic!("{entry:?}")
        };
        let size: usize = fields.iter().map(|(key, value)| key.len() + value.len()).sum();
        assert!(size <= 32 * 1024 && fields.len() <= 64, "{size}");
    }
    let contact = desk.held();
    assert_eq!(contact.channels.len(), 60);
    assert!(contact.channels.iter().all(|c| contact.channel_field(c.id, "say_first") == long));
    assert_eq!(contact.field("declarations"), long);
    let Fact::Contact(ContactFact::Opened(first)) = &desk.entries[0].fact else { panic!() };
    assert_eq!(first.get("name").map(String::as_str), Some("Large"));
}

#[test]
fn what_a_channel_is_and_its_value_stay_in_one_entry() {
    let mut desk = Desk::empty();
    let channels = (0..60).map(|n| {
        let value = format!("+3319900{n:04}");
        phone(&[("value", &value), ("label", "night")])
    });
    let typed = [("state", "FR"), ("role", "ncb"), ("name", "Many")];
    assert!(desk.run(open(&typed, channels.collect())).unwrap() > 3);
    assert_eq!(desk.held().channels.len(), 60);
}

proptest! {
    /// Whatever is typed, it is refused or kept in a form that is taken again as it is.
    #[test]
    fn any_text_is_kept_in_one_form_or_refused(
        field in prop::sample::select(field::CONTACT.iter().map(|f| f.key).collect::<Vec<_>>()),
        text in ".{0,24}",
    ) {
        let mut desk = Desk::french();
        let values = BTreeMap::from([(field.to_owned(), text)]);
        if desk.run(ContactCommand::Set(values)).is_ok() {
            let kept = desk.held().field(field).to_owned();
            let again = ContactCommand::Set(BTreeMap::from([(field.to_owned(), kept)]));
            prop_assert_eq!(desk.refused(again), DirectoryRefusal::NothingNew);
        }
    }

    #[test]
    fn any_address_is_one_channel_or_refused(
        kind in prop::sample::select(ChannelKind::ALL.to_vec()),
        text in "[ -~]{0,30}|[+0-9 ().]{4,20}|[a-z.]{1,8}@[a-z]{1,8}\\.org",
    ) {
        let mut desk = Desk::french();
        let new = NewChannel { kind, fields: fields(&[("value", &text)]) };
        if desk.run(ContactCommand::AddChannel(new)).is_ok() {
            let contact = desk.held();
            let channel = contact.channels.iter().find(|c| c.kind == kind && c.value != OLD);
            let value = channel.map(|c| c.value.clone()).unwrap_or_default();
            let again = NewChannel { kind, fields: fields(&[("value", &value)]) };
            let there = DirectoryRefusal::ChannelThere { value };
            prop_assert_eq!(desk.refused(ContactCommand::AddChannel(again)), there);
        }
    }
}
