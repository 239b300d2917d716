//! Calling a partner by keys alone: the ladder, its outcomes, the call-back, and the forms of
//! contacts.

mod forms;
mod real;

use std::sync::Arc;

use vigie::domain::catalogue::FieldType;
use vigie::domain::directory::{
    CallWish, ChannelKind, ContactCommand, DirectoryRefusal, Outcome, Purpose, channel_id,
};
use vigie::domain::{EntityId, Lang};
use vigie::tui::{Effect, Msg};
use vigie::view::{Directory, FieldView, Label, RequestView};

use super::sample_directory::{self as partners, FR_NCB, FR_POINT};
use super::session::{Session, catalogue};
use super::{sample, sample_directory};

const EMERGENCY: &str = "+33199000007";
const BUREAU: &str = "+33199000020";
const OFFICE: &str = "+33199000008";
const FRESH: &str = "+33199000010";

/// The board of the night and a directory, on the French emergency.
fn on(directory: Directory, size: (u16, u16), lang: Lang) -> Session {
    let mut session = Session::on_board(sample::board(), size, lang);
    session.tell(Msg::Ready(catalogue()));
    session.tell(partners::message(directory));
    session
}

fn night() -> Session {
    on(partners::directory(), (80, 24), Lang::En)
}

fn request() -> EntityId {
    sample::emergency().entity.parse().unwrap()
}

/// Every call that was given to the desk.
fn calls(session: &Session) -> Vec<(EntityId, Option<EntityId>, CallWish)> {
    let call = |effect: &Effect| match effect {
        Effect::Call { contact, request, wish, .. } => Some((*contact, *request, wish.clone())),
        _ => None,
    };
    session.effects.iter().filter_map(call).collect()
}

fn commands(session: &Session) -> Vec<(Option<EntityId>, ContactCommand)> {
    let command = |effect: &Effect| match effect {
        Effect::Contact { entity, command, .. } => Some((*entity, (**command).clone())),
        _ => None,
    };
    session.effects.iter().filter_map(command).collect()
}

/// What the desk answers when the last call is in the record.
fn recorded(session: &mut Session) -> &mut Session {
    let said = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::Call { contact, said, .. } => Some((*contact, said.clone())),
        _ => None,
    });
    let (contact, said) = said.expect("a call was made");
    let hex = contact.to_string();
    let found = partners::directory().contacts.into_iter().find(|one| one.entity == hex);
    session.tell(Msg::Contacted { contact: found.unwrap(), said });
    session
}

/// The number beside the cursor.
fn in_hand(session: &mut Session) -> String {
    let screen = session.screen();
    let line = screen.lines().find(|line| line.starts_with('▌')).unwrap_or_default();
    let number: String = line.chars().skip_while(|c| *c != '+').take(18).collect();
    number.chars().filter(|c| !c.is_whitespace()).collect()
}

fn wish(number: &str, kind: ChannelKind, outcome: Outcome, purpose: Purpose) -> CallWish {
    let channel = channel_id(kind, number);
    CallWish { channel, outcome, purpose, note: String::new(), confirmed: None }
}

fn emergency_line(outcome: Outcome) -> CallWish {
    wish(EMERGENCY, ChannelKind::PhoneEmergency, outcome, Purpose::Talk)
}

#[test]
fn the_ladder_is_walked_by_keys_alone() {
    let mut session = night();
    session.press("c").sees("Call FR France — about MA-2026-00412");
    session.sees("open at any hour").sees("there Sat 21 Nov 04:14 (+01)").sees("PR/26/8412");
    session.sees("24/7 network, Morocco, urgent request");
    assert_eq!(in_hand(&mut session), EMERGENCY);
    session.press("b").sees("recording").sees_not("logged:");
    recorded(&mut session).sees("logged: busy").sees("Logged: busy · OFAC · +33 1 99 00 00 07");
    assert_eq!(in_hand(&mut session), BUREAU);
    session.press("n");
    recorded(&mut session).sees("logged: no answer");
    assert_eq!(in_hand(&mut session), OFFICE);
    session.press("s").sees("skipped");
    assert_eq!(in_hand(&mut session), FRESH);
    session.sees("not proved yet").press("x");
    recorded(&mut session).sees("logged: wrong number").sees("No number is left to call.");
    session.sees("What else there is").sees("IP PARIS").sees("duty@ofac.example.org");
    session.sees("Networks open: INTERPOL I-24/7").sees("Royal Gendarmerie");
    session.press("a").sees("No number is chosen.");
    let made = calls(&session);
    let point = partners::entity(FR_POINT);
    assert_eq!(
        made,
        [
            (point, Some(request()), emergency_line(Outcome::Busy)),
            (
                partners::entity(FR_NCB),
                Some(request()),
                wish(BUREAU, ChannelKind::Phone, Outcome::NoAnswer, Purpose::Talk),
            ),
            (
                point,
                Some(request()),
                wish(FRESH, ChannelKind::Phone, Outcome::Wrong, Purpose::Talk),
            ),
        ]
    );
    session.press("esc").sees("Call ended. 3 tries logged: busy, no answer, wrong number.");
    session.sees("Queue");
}

#[test]
fn each_key_gives_its_outcome_and_no_other() {
    for (key, outcome) in [
        ("b", Outcome::Busy),
        ("n", Outcome::NoAnswer),
        ("x", Outcome::Wrong),
        ("r", Outcome::Refused),
    ] {
        let mut session = night();
        session.press("c").press(key);
        let point = partners::entity(FR_POINT);
        assert_eq!(calls(&session), [(point, Some(request()), emergency_line(outcome))]);
        recorded(&mut session);
        assert_eq!(in_hand(&mut session), BUREAU, "{key}");
    }
    let mut session = night();
    session.press("c j k G g s up down home");
    assert_eq!(calls(&session), []);
}

#[test]
fn an_answer_asks_for_a_note_and_stays() {
    let mut session = night();
    session.press("c a").sees("OFAC answered").sees("optional");
    assert_eq!(calls(&session), []);
    session.press("esc").sees("Not logged: give the outcome again.");
    assert_eq!(calls(&session), []);
    session.press("a").write("Lt Martin, calls back at 5").press("enter");
    let note = "Lt Martin, calls back at 5".to_owned();
    let wish = CallWish { note, ..emergency_line(Outcome::Answered) };
    assert_eq!(calls(&session), [(partners::entity(FR_POINT), Some(request()), wish)]);
    recorded(&mut session).sees("logged: answered");
    assert_eq!(in_hand(&mut session), EMERGENCY);
    session.press("esc").sees("Call ended. Logged: answered.");
}

#[test]
fn the_note_may_be_left_empty() {
    let mut session = night();
    session.press("c a enter");
    let made = calls(&session);
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].2, emergency_line(Outcome::Answered));
}

#[test]
fn a_call_back_asks_whether_the_request_is_theirs() {
    let rule = "a directory number, never the one in the message";
    for (key, confirmed) in [("y", Some(true)), ("n", Some(false)), ("esc", None), ("enter", None)]
    {
        let mut session = night();
        session.press("v").sees("Call-back to FR France").sees(rule);
        session.press("a").sees("Did they confirm that they sent MA-2026-00412");
        assert_eq!(calls(&session), []);
        session.press(key).press("enter");
        let wish =
            wish(EMERGENCY, ChannelKind::PhoneEmergency, Outcome::Answered, Purpose::Authenticity);
        let wish = CallWish { confirmed, ..wish };
        assert_eq!(calls(&session), [(partners::entity(FR_POINT), Some(request()), wish)], "{key}");
    }
    let mut session = night();
    session.press("v b");
    assert_eq!(calls(&session)[0].2.confirmed, None);
    assert_eq!(calls(&session)[0].2.purpose, Purpose::Authenticity);
}

#[test]
fn other_keys_leave_the_question_open_and_a_hasty_yes_counts_for_nothing() {
    let mut session = night();
    session.press("v a q space a x").sees("Did they confirm");
    let mut session = night();
    session.press("v a");
    session.at_ms += 10;
    session.tell(Msg::Key(vigie::tui::keymap::Key::parse("y").unwrap().event()));
    session.sees("pressed too soon").sees("Did they confirm");
}

#[test]
fn what_is_not_recorded_is_not_logged_and_the_rung_stays() {
    let mut session = night();
    session.press("c b");
    session.tell(Msg::Failed("the disk is full".to_owned()));
    session.sees("NOT RECORDED: the disk is full").sees_not("logged:");
    assert_eq!(in_hand(&mut session), EMERGENCY);
    // An answer that comes after all still counts.
    recorded(&mut session).sees("logged: busy");
    assert_eq!(in_hand(&mut session), BUREAU);
    let mut session = night();
    session.press("c n");
    let refusal = DirectoryRefusal::ChannelClosed { value: EMERGENCY.to_owned() };
    session.tell(Msg::Unlisted(refusal));
    session.sees_not("logged:").press("esc").sees("Nothing was logged.");
}

#[test]
fn one_outcome_at_a_time_and_none_by_a_key_held_down() {
    let mut session = night();
    session.press("c b b n esc").sees("still being recorded").sees("Call FR France");
    assert_eq!(calls(&session).len(), 1);
    recorded(&mut session);
    session.at_ms += 20;
    session.tell(Msg::Key(vigie::tui::keymap::Key::parse("b").unwrap().event()));
    session.sees("pressed too soon");
    assert_eq!(calls(&session).len(), 1);
}

/// The directory with another number before all others.
#[test]
fn an_answer_finds_its_call_below_another_page() {
    let mut session = night();
    session.press("c b w").sees("who?");
    recorded(&mut session).press("esc").sees("logged: busy");
    assert_eq!(in_hand(&mut session), BUREAU);
    session.press("esc").sees("Call ended. Logged: busy.").sees("Queue");
}

fn changed() -> Directory {
    let mut directory = partners::directory();
    for contact in &mut directory.contacts {
        if contact.entity == partners::hex(FR_POINT) {
            let mut more = (**contact).clone();
            let mut line = partners::channel(ChannelKind::PhoneEmergency, "+33199000044");
            line.proved = Some(sample::now());
            more.channels.insert(0, line);
            *contact = Arc::new(more);
        }
    }
    directory
}

#[test]
fn a_changed_directory_moves_no_rung_under_the_officers_hand() {
    let mut session = night();
    session.press("c j j");
    assert_eq!(in_hand(&mut session), OFFICE);
    session.tell(partners::message(changed()));
    session.sees("+33 1 99 00 00 44");
    assert_eq!(in_hand(&mut session), OFFICE);
    let mut written = night();
    written.press("c G k");
    written.tell(partners::message(changed()));
    written.sees("▌OFAC       e-mail").sees("+33 1 99 00 00 44");
    let mut less = partners::directory();
    less.contacts.retain(|contact| contact.entity != partners::hex(FR_NCB));
    session.tell(partners::message(less));
    assert_eq!(in_hand(&mut session), OFFICE);
    session.sees("no longer in the dir").press("k b").sees("no longer in the directory");
    assert_eq!(calls(&session), []);
}

#[test]
fn a_state_without_a_number_offers_to_look_and_to_enter_one() {
    let mut directory = partners::directory();
    directory.contacts.retain(|contact| contact.state != "FR");
    let mut session = on(directory, (80, 24), Lang::En);
    session.press("c").sees("The directory has no number for FR France.");
    session.sees("w looks in the directory, Enter enters a new contact.");
    session.press("b").sees("No number is chosen.").press("enter").sees("New contact");
    session.sees("FR France").press("esc w").sees("who?");
    assert_eq!(calls(&session), []);
}

fn with_phone(number: &str) -> RequestView {
    let mut view = sample::emergency();
    view.fields.push(FieldView {
        key: "requesting.telephone".to_owned(),
        label: Label::plain("Telephone"),
        value: number.to_owned(),
        kind: FieldType::Text,
        choices: Vec::new(),
        mandatory: false,
    });
    view
}

#[test]
fn the_number_of_the_message_is_never_offered() {
    for (number, said) in [
        ("+33 1 99 00 66 66", "not in the directory, do not call it"),
        ("01 99 00 00 07", "in the directory for OFAC"),
    ] {
        let board = super::session::one(with_phone(number));
        let mut session = Session::on_board(board, (80, 24), Lang::En);
        session.tell(partners::message(partners::directory()));
        session.press("v").sees(&format!("The message gives {number}")).sees(said);
        for _ in 0..8 {
            assert_ne!(in_hand(&mut session), "+33199006666");
            session.press("j");
        }
    }
}

#[test]
fn our_own_request_has_no_sender_to_verify() {
    let mut session = night();
    session.press("j j v").sees("We sent this request").sees("Queue");
    session.press("c").sees("Call US United States").press("b");
    assert_eq!(calls(&session)[0].2.channel, channel_id(ChannelKind::Cell, "+12025550147"));
}

#[test]
fn what_is_written_is_answered_in_writing() {
    let mut session = night();
    session.press("c G k").press("b").sees("That outcome is for telephone numbers");
    session.press("x");
    let made = calls(&session);
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].2.outcome, Outcome::Bounced);
    let mail = channel_id(ChannelKind::Email, "duty@ofac.example.org");
    assert_eq!(made[0].2.channel, mail);
}

#[test]
fn the_card_of_the_partner_is_on_the_request() {
    let mut session = on(partners::directory(), (120, 36), Lang::En);
    session.sees("OFAC · open at any hour");
    session.press("enter").sees("Contact       OFAC · 24/7 contact point (Budapest) + 2 more");
    session.sees("              open at any hour · fr en · verified 1 d ago");
    let mut session = on(partners::directory(), (120, 36), Lang::En);
    session.press("j j j").sees("never verified");
    let mut directory = partners::directory();
    for state in &mut directory.states {
        let mut closed = (**state).clone();
        closed.routes.iter_mut().for_each(|route| route.since = None);
        *state = Arc::new(closed);
    }
    directory.contacts.clear();
    let mut board = sample::emergency();
    board.instrument = "Budapest Convention".to_owned();
    let board = super::session::one(board);
    let mut session = Session::on_board(board, (120, 36), Lang::En);
    session.tell(partners::message(directory));
    session.sees("Budapest Convention: NOT OPEN today").press("enter");
    session.sees("Contact       no contact in the directory");
    session.sees("Route         Budapest Convention: NOT OPEN today");
}

#[test]
fn hostile_partners_reach_no_cell_and_no_size_stops_the_call() {
    for lang in Lang::ALL {
        for size in [(60, 15), (80, 24), (120, 36), (200, 60), (61, 16), (110, 15)] {
            for keys in ["c", "v", "v a", "c a", "c G", "c j j a", "enter"] {
                let board = super::session::one(RequestView {
                    partner: "FR".to_owned(),
                    ..sample::hostile()
                });
                let mut session = Session::on_board(board, size, lang);
                session.tell(partners::message(partners::hostile()));
                let screen = session.press(keys).screen();
                let bad = |c: &char| {
                    c.is_control() && *c != '\n'
                        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
                        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{feff}')
                };
                assert_eq!(screen.chars().find(bad), None, "{keys}: {screen}");
            }
        }
    }
}

#[test]
fn a_terminal_without_glyphs_gets_the_call_in_ascii() {
    let mut setup = super::session::setup(sample::many(20), (120, 36), Lang::En);
    setup.theme.symbols = &vigie::tui::colour::ASCII;
    let mut session = Session::of(setup, None, None);
    let mut directory = partners::directory();
    directory.contacts.retain(|contact| contact.state == "DE");
    session.tell(partners::message(directory));
    for keys in ["c", "G", "home a", "esc esc", "v", "a", "y", "esc esc", "enter"] {
        let screen = session.press(keys).screen();
        assert_eq!(screen.chars().find(|c| !c.is_ascii()), None, "{keys}\n{screen}");
    }
}

#[test]
fn the_call_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for (size, name) in [((80, 24), "80x24"), ((120, 36), "120x36"), ((60, 15), "60x15")] {
            let mut session = on(sample_directory::directory(), size, lang);
            session.press("c");
            insta::assert_snapshot!(format!("call_{name}_{lang}"), session.picture());
            session.press("b");
            recorded(&mut session);
            session.press("n");
            recorded(&mut session);
            insta::assert_snapshot!(format!("call_on_{name}_{lang}"), session.screen());
            session.press("G");
            insta::assert_snapshot!(format!("call_walked_{name}_{lang}"), session.screen());
            session.press("esc v a");
            insta::assert_snapshot!(format!("call_back_{name}_{lang}"), session.picture());
        }
        let mut session = on(sample_directory::directory(), (120, 36), lang);
        session.press("enter");
        insta::assert_snapshot!(format!("partner_card_120x36_{lang}"), session.screen());
    }
}
