//! Forms of contacts, opened by the keys of the directory and of an empty ladder.

use vigie::domain::Lang;
use vigie::domain::directory::decide::Expected;
use vigie::domain::directory::{
    ChannelKind, ContactCommand, DirectoryRefusal, Outcome, channel_id,
};
use vigie::tui::Msg;

use super::{EMERGENCY, OFFICE, commands, night, on};
use crate::sample_directory::{self as partners, FR_POINT};
use crate::session::Session;

/// The form of the French contact point that a key of the directory opens.
fn form(key: &str) -> Session {
    let mut session = night();
    session.press("w").write("ofac").press("enter").press(key);
    session
}

#[test]
fn a_new_contact_is_written_once_and_a_refusal_loses_nothing() {
    let mut directory = partners::directory();
    directory.contacts.retain(|contact| contact.state != "FR");
    let mut session = on(directory, (80, 24), Lang::En);
    session.press("c enter").write("budapest").press("enter").write("Duty office");
    session.press("tab tab tab").write("fr, en").press("tab").write("sometimes");
    session.press("ctrl-s").sees("recording");
    let (entity, command) = commands(&session).remove(0);
    assert_eq!(entity, None);
    let ContactCommand::Open { fields, channels, .. } = command else { panic!("{command:?}") };
    assert_eq!(fields["state"], "FR");
    assert_eq!(fields["role"], "art35");
    assert_eq!(fields["name"], "Duty office");
    assert!(channels.is_empty());
    session.tell(Msg::Unlisted(DirectoryRefusal::BadValue {
        field: "operating_hours".to_owned(),
        value: "sometimes".to_owned(),
        expected: Expected::Hours,
    }));
    session.sees("Duty office").sees("sometimes").press("ctrl-u").write("24/7");
    for _ in 0..5 {
        session.press("tab");
    }
    session.write("01 99 00 00 31").press("ctrl-s");
    let ContactCommand::Open { fields, channels, .. } = commands(&session).remove(1).1 else {
        panic!("no second try");
    };
    assert_eq!(fields["operating_hours"], "24/7");
    assert_eq!(channels[0].kind, ChannelKind::Phone);
    assert_eq!(channels[0].fields["value"], "01 99 00 00 31");
    let contact = partners::directory().contacts[0].clone();
    session.tell(Msg::Contacted { contact, said: "Recorded: Duty office".to_owned() });
    session.sees("Recorded: Duty office").sees_not("New contact");
}

#[test]
fn only_what_was_changed_is_recorded_of_a_contact() {
    let mut session = form("e");
    session.sees("Change FR-").press("ctrl-s").sees("Nothing was changed.");
    assert_eq!(commands(&session), []);
    session.press("tab tab tab tab").write(" 2").press("ctrl-s");
    let (entity, command) = commands(&session).remove(0);
    assert_eq!(entity, Some(partners::entity(FR_POINT)));
    let ContactCommand::Set(fields) = command else { panic!("{command:?}") };
    assert_eq!(fields.into_iter().collect::<Vec<_>>(), [("acronym".into(), "OFAC 2".into())]);
}

#[test]
fn another_number_may_take_the_place_of_one_of_its_kind() {
    let mut session = form("a");
    session.sees("Add a number").sees("Takes the place of").press("tab");
    session.write("+33 1 99 00 00 55").press("tab right").sees("+33 1 99 00 00 08");
    session.press("ctrl-s");
    let ContactCommand::ReplaceChannel { old, new } = commands(&session).remove(0).1 else {
        panic!("no replacement");
    };
    assert_eq!(old, channel_id(ChannelKind::Phone, OFFICE));
    assert_eq!(new.fields["value"], "+33 1 99 00 00 55");
    // A kind that the contact does not have yet has no place to take.
    let mut session = form("a");
    session.write("c").sees_not("Takes the place of").press("tab").write("+33 1 99 00 00 56");
    session.press("ctrl-s");
    let ContactCommand::AddChannel(new) = commands(&session).remove(0).1 else {
        panic!("no new channel");
    };
    assert_eq!(new.kind, ChannelKind::Cell);
}

#[test]
fn an_end_and_a_proof_need_their_words() {
    let mut session = form("X");
    session.sees("the whole contact").press("ctrl-s").sees("required");
    session.write("merged with another").press("ctrl-s");
    let reason = "merged with another".to_owned();
    assert_eq!(commands(&session)[0].1, ContactCommand::Close { reason: reason.clone() });
    let mut session = form("X");
    session.press("right tab").write("merged with another").press("ctrl-s");
    let channel = channel_id(ChannelKind::PhoneEmergency, EMERGENCY);
    assert_eq!(commands(&session)[0].1, ContactCommand::CloseChannel { channel, reason });
    let mut session = form("v");
    session.press("ctrl-s").sees("required").write("list of the network").press("ctrl-s");
    let note = "list of the network".to_owned();
    let outcome = Outcome::Verified;
    let proof = ContactCommand::Try { channel, outcome, request: None, note };
    assert_eq!(commands(&session)[0].1, proof);
}

#[test]
fn leaving_a_form_asks_where_something_was_typed() {
    let mut session = form("e");
    session.press("esc").sees_not("Change FR-");
    let mut session = form("e");
    session.press("tab").write("x").press("esc").sees("Discard what was typed?");
    session.press("n").sees("Change FR-").press("esc y").sees_not("Change FR-");
    assert_eq!(commands(&session), []);
}
