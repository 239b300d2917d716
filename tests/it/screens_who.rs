//! The directory's page as an officer sees it: keys in, screen out.

use std::sync::Arc;

use jiff::SignedDuration;
use vigie::domain::{ChannelId, Lang};
use vigie::tui::colour::{ASCII, Level, Palette, Theme};
use vigie::tui::{Effect, Msg};
use vigie::view::{ContactView, Directory};

use super::sample;
use super::sample_directory::{self as known, FR_NCB, FR_POINT};
use super::session::{Session, catalogue, setup};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (60, 15)];

fn name(page: &str, size: (u16, u16), lang: Lang) -> String {
    format!("{page}_{}x{}_{lang}", size.0, size.1)
}

fn on_board(size: (u16, u16), lang: Lang) -> Session {
    let mut session = Session::on_board(sample::board(), size, lang);
    session.tell(Msg::Ready(catalogue()));
    session.tell(known::message(known::directory()));
    session
}

/// A look-up under way, on a large screen.
fn looking_for(query: &str) -> Session {
    let mut session = on_board((120, 36), Lang::En);
    session.press("w").write(query);
    session
}

/// The line of the list that the cursor is on.
fn under_cursor(session: &mut Session) -> String {
    let screen = session.screen();
    let line = screen.lines().find(|line| line.starts_with('▌'));
    line.unwrap_or_else(|| panic!("no cursor:\n{screen}")).to_owned()
}

fn copied(session: &Session) -> Vec<&str> {
    fn text(effect: &Effect) -> Option<&str> {
        let Effect::Copy(text) = effect else { return None };
        Some(text)
    }
    session.effects.iter().filter_map(text).collect()
}

#[test]
fn three_letters_give_the_number_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut session = on_board(size, lang);
            session.press("w").write("fra").sees("+33 1 99 00 00 07");
            insta::assert_snapshot!(name("who", size, lang), session.picture());
        }
    }
}

#[test]
fn on_a_small_screen_all_that_a_call_needs_is_seen_at_a_glance() {
    let mut session = on_board((80, 24), Lang::En);
    session.press("w").write("fra");
    for words in [
        "+33 1 99 00 00 07",
        "open at any hour",
        "Sat 21 Nov 04:14 (+01)",
        "fr en",
        "Budapest Convention",
        "24/7 network, Morocco",
    ] {
        session.sees(words);
    }
    // The rest is there for who wants it, from its first line on.
    session.sees_not("7 of 8 calls").press("tab").sees("7 of 8 calls").press("G esc");
    session.sees("Anti-Cybercrime").sees("+33 1 99 00 00 07");
    // Smaller still: the first number, before anything that takes several lines.
    on_board((60, 15), Lang::En).press("w").write("fra").sees("+33 1 99 00 00 07");
}

#[test]
fn a_state_with_several_zones_says_how_far_its_hours_spread() {
    let mut directory = known::directory();
    directory.contacts.clear();
    let mut session = Session::on_board(sample::board(), (120, 36), Lang::En);
    session.tell(known::message(directory));
    session.press("w").write("united states").sees("Fri 20 Nov 22:14 (-05)");
    session.sees("by region 19:14–22:14");
    session.press("ctrl-u").write("france").sees("04:14 (+01)").sees_not("by region");
}

#[test]
fn routes_and_debt_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut session = on_board(size, lang);
            session.press("w").write("fr").press("enter r");
            insta::assert_snapshot!(name("who_routes", size, lang), session.picture());
            session.press("r d");
            insta::assert_snapshot!(name("who_debt", size, lang), session.picture());
        }
    }
}

#[test]
fn every_key_is_text_while_it_is_typed() {
    let mut session = on_board((120, 36), Lang::En);
    session.press("w").write("2qew?:/rdnpyvaX1 k").sees("who? 2qew?:/rdnpyvaX1 k");
    session.sees("Nobody answers to this.").press("ctrl-u").sees("7 States · 12 contacts");
    assert!(!session.quit());
}

#[test]
fn escape_clears_the_text_then_returns_to_the_request_below() {
    let mut session = on_board((120, 36), Lang::En);
    session.press("enter tab tab").sees("What happened").press("w").write("jap");
    session.sees("National Police Agency").sees_not("What happened");
    session.press("esc").sees("who?").sees("AE United Arab");
    session.press("esc").sees("What happened").sees("MA-2026-00412");
    // As commands: the text first, then the page.
    session.press("w").write("jap").press("enter esc").sees("AE United").press("esc");
    session.sees("What happened").press("w 1").sees("who? 1").press("enter 1").sees("Queue");
}

#[test]
fn on_a_request_its_partner_is_under_the_cursor_before_a_letter_is_typed() {
    let mut session = on_board((120, 36), Lang::En);
    session.press("enter w").sees("+33 1 99 00 00 07");
    assert!(under_cursor(&mut session).contains("OFAC"));
    session.write("jap");
    assert!(under_cursor(&mut session).contains("Japan"));
}

#[test]
fn a_country_in_three_languages_a_city_and_an_acronym_find() {
    for (query, found) in [
        ("allemagne", "Federal Criminal"),
        ("GERMANY", "Federal Criminal"),
        ("المغرب", "Morocco"),
        ("maroc", "Morocco"),
        ("nanterre", "OFAC"),
        ("bka", "BKA"),
        ("etats-unis", "United States"),
    ] {
        let mut session = looking_for(query);
        let line = under_cursor(&mut session);
        assert!(line.contains(found), "{query}: {line}");
    }
}

#[test]
fn the_last_digits_of_a_number_say_who_calls() {
    let mut session = looking_for("0147");
    session.sees("1 found").sees("CCIPS").sees("+1 202 555 0147");
    assert!(under_cursor(&mut session).contains("US"));
    // The number itself is marked.
    let marked = session.styles();
    assert!(marked.lines().any(|line| line.contains("UUUUUUUUUUUUUUU")), "{marked}");
}

#[test]
fn a_state_without_a_contact_is_listed_with_what_is_known_of_it() {
    let mut session = looking_for("antarc");
    session.sees("AQ Antarctica").sees("no contact in the directory").sees("no hour known");
    session.press("enter y").sees("Choose a contact first.");
    assert_eq!(copied(&session), Vec::<&str>::new());
}

#[test]
fn arrows_move_while_typing_and_what_was_chosen_stays_chosen() {
    let mut session = looking_for("");
    session.press("down");
    let chosen = under_cursor(&mut session);
    assert!(chosen.contains("INTERPOL Paris"), "{chosen}");
    session.write("f");
    assert_eq!(under_cursor(&mut session), chosen);
    session.write("rxx").sees("Nobody").press("backspace backspace");
    assert!(under_cursor(&mut session).contains("OFAC"), "the best again");
}

#[test]
fn the_cursor_stays_on_its_contact_when_the_directory_changes() {
    let mut session = looking_for("fr");
    session.press("down");
    assert!(under_cursor(&mut session).contains("INTERPOL Paris"));
    let mut directory = known::directory();
    let mut first = ContactView::clone(&directory.contacts[0]);
    first.state = "FR".to_owned();
    first.entity = known::hex(99);
    let at = directory.contacts.iter().position(|c| c.state == "FR").unwrap();
    directory.contacts.insert(at, Arc::new(first));
    session.tell(known::message(directory.clone()));
    session.sees("4 found");
    assert!(under_cursor(&mut session).contains("INTERPOL Paris"));
    // Gone: the cursor stays near, on somebody who is there.
    directory.contacts.retain(|contact| contact.entity != known::hex(FR_NCB));
    session.tell(known::message(directory));
    session.sees("3 found").sees_not("INTERPOL Paris");
    under_cursor(&mut session);
}

#[test]
fn a_directory_that_comes_later_fills_the_page() {
    let mut session = Session::on_board(sample::board(), (80, 24), Lang::En);
    session.press("w").sees("Reading the directory.").write("fra").press("enter y");
    session.sees("Choose a contact first.");
    session.tell(known::message(known::directory()));
    session.sees("OFAC").sees("04:14");
}

#[test]
fn channels_stand_in_the_order_in_which_they_are_tried() {
    let mut session = looking_for("ofac");
    let screen = session.screen();
    let at = |text: &str| screen.find(text).unwrap_or_else(|| panic!("{text}\n{screen}"));
    // Open at any hour; closed for the weekend; waiting for its proof; in writing; of old.
    let order = ["00 00 07", "00 00 08", "00 00 10", "duty@ofac.example.org", "00 00 01"];
    assert!(order.map(at).is_sorted(), "{screen}");
    for words in [
        "open at any hour",
        "closed, opens Mon 08:30",
        "7 of 8 calls at night",
        "no answer 19 Nov 03:14",
        "verified 40 d ago",
        "would take the place of +33 1 99 00 00 08",
        "replaced",
        "24/7 network, Morocco",
        "Sat 21 Nov 04:14 (+01)",
        "weekend there",
        "Budapest Convention · INTERPOL I-24/7",
        "not yet: Second Protocol (1 Feb 2027)",
        "60 days as a rule",
        "MA-2026-00412-I",
        "LATE +00:22",
    ] {
        assert!(screen.contains(words), "{words:?}\n{screen}");
    }
}

#[test]
fn what_is_doubtful_is_marked_in_a_letter_too() {
    let mut session = looking_for("japan");
    session.sees("~ doubtful");
    assert!(under_cursor(&mut session).contains("~National Police"));
    looking_for("ofac").sees_not("doubtful").sees("certain");
}

#[test]
fn the_first_number_is_copied_and_said() {
    let mut session = looking_for("ofac");
    session.press("enter y").sees("+33 1 99 00 00 07");
    assert_eq!(copied(&session), ["+33199000007"]);
    looking_for("cert").press("enter y").sees("no number and no address");
}

#[test]
fn the_debt_lists_what_was_never_proved_first_and_comes_back_to_its_contact() {
    let mut session = looking_for("");
    session.press("enter d").sees("Not verified for 120 days");
    let screen = session.screen();
    let at = |text: &str| screen.find(text).unwrap_or_else(|| panic!("{text}\n{screen}"));
    assert!(at("never") < at("! 201 d"), "{screen}");
    assert!(!screen.contains("! 40 d") && !screen.contains("12 d  "), "{screen}");
    session.press("G");
    assert!(under_cursor(&mut session).contains("IP PARIS"));
    session.press("y");
    assert_eq!(copied(&session), ["IP PARIS"], "the channel that is owed, not the first");
    session.press("v").sees("[I-24/7 IP PARIS]").press("esc enter");
    session.sees("▌INTERPOL Paris                  I-24/7");
    session.press("esc").sees("Not verified");
    session.press("esc").sees("who?");
    assert!(under_cursor(&mut session).contains("INTERPOL Paris"));
}

#[test]
fn a_desk_sets_its_own_limit() {
    let mut asked = setup(sample::board(), (120, 36), Lang::En);
    asked.rules.verify_days = 365;
    let mut session = Session::of(asked, None, None);
    session.tell(known::message(known::directory()));
    session.press("w").write("fr").sees("✓ 201 d").press("enter d").sees("for 365 days");
    session.sees_not("IP PARIS");
}

#[test]
fn routes_open_over_the_list_and_close_again() {
    let mut session = looking_for("fr");
    session.press("enter r").sees("Routes with FR France").sees("Article 29(4)");
    session.sees("open since 2018-10-01").sees("not open yet, opens 2027-02-01").sees_not("OFAC");
    session.press("j j k esc").sees("OFAC").press("r r").sees("OFAC");
}

#[test]
fn enter_calls_and_escape_comes_back_to_the_look_up() {
    let mut session = looking_for("fr");
    session.press("down enter enter").sees_not("who?");
    session.press("esc").sees("who? fr");
    assert!(under_cursor(&mut session).contains("INTERPOL Paris"));
}

#[test]
fn a_test_of_a_channel_is_asked_for_and_confirmed() {
    let mut session = looking_for("ofac");
    session.press("enter p").sees("Which channel").sees("duty@ofac.example.org");
    session.press("j enter").sees("Register a test of +33 1 99 00 00 08");
    assert!(!session.effects.iter().any(|effect| matches!(effect, Effect::Ping { .. })));
    session.press("y");
    let channel: ChannelId =
        known::channel(vigie::domain::directory::ChannelKind::Phone, "+33199000008")
            .id
            .parse()
            .unwrap();
    let ping = Effect::Ping { contact: known::entity(FR_POINT), channel };
    assert!(session.effects.contains(&ping), "{:?}", session.effects);
    // One channel only: no choice.
    looking_for("bka").press("enter p").sees("Register a test of +49 30 23 12 50 01");
}

#[test]
fn the_hour_there_goes_on_with_every_minute() {
    let mut session = looking_for("fr");
    session.sees("04:14").wait(53).sees("04:15");
    // Monday 08:30 in Paris.
    session.skip(SignedDuration::from_hours(52)).skip(SignedDuration::from_mins(14));
    session.sees("08:29").sees("closed, opens 08:30");
    session.wait(60).sees("08:30").sees("open until 18:00");
}

#[test]
fn the_pages_are_named_on_a_wide_screen_and_the_present_one_is_marked() {
    let mut session = on_board((120, 36), Lang::En);
    session.sees("[1 Desk] 2 Who").press("2").sees(" 1 Desk [2 Who]");
    session.press("enter 1").sees("[1 Desk] 2 Who");
    session.press("2").write("fr").press("enter w").sees_not("who? fr").write("de").sees("who? de");
}

#[test]
fn commands_of_the_directory_open_it_from_the_palette() {
    let mut session = on_board((120, 36), Lang::En);
    session.press(":").write("routes").press("enter").sees("Routes with FR France");
    session.press("esc esc").sees("Queue");
}

#[test]
fn help_names_the_keys_of_this_page_only() {
    let mut session = looking_for("fr");
    session.press("enter ?").sees("Directory").write("ack").sees_not("No request is chosen");
}

#[test]
fn a_new_contact_is_under_the_cursor_as_soon_as_it_is_listed() {
    let mut session = looking_for("japan");
    session.press("enter n").write("budapest").press("enter").write("Duty office");
    session.press("ctrl-s").sees("recording");
    let mut new = ContactView::clone(&known::directory().contacts[0]);
    (new.entity, new.state) = (known::hex(98), "JP".to_owned());
    (new.acronym, new.name.en) = ("NEW".to_owned(), "Duty office".to_owned());
    let new = Arc::new(new);
    session.tell(Msg::Contacted { contact: Arc::clone(&new), said: "Recorded".to_owned() });
    let mut directory = known::directory();
    let at = directory.contacts.iter().position(|contact| contact.state == "JP").unwrap();
    directory.contacts.insert(at + 1, new);
    session.tell(known::message(directory));
    let line = under_cursor(&mut session);
    assert!(line.contains("JP") && line.contains("NEW"), "{line}");
    session.press("k").sees("National Police Agency");
}

#[test]
fn a_form_that_is_left_by_way_of_the_directory_keeps_what_was_typed() {
    let mut session = on_board((120, 36), Lang::En);
    session.press("n").write("preservation").press("tab f1").write("who").press("enter");
    session.sees("who?").press("enter 1").sees("Queue").press("n");
    session.sees("preservation order");
    assert!(session.effects.iter().any(|effect| matches!(effect, Effect::SaveDraft(_))));
}

#[test]
fn a_paste_is_text_like_any_other() {
    let mut session = looking_for("");
    session.paste(" nanterre\n").sees("who? nanterre").sees("OFAC");
}

#[test]
fn the_card_scrolls_when_it_has_the_focus() {
    let mut session = on_board((80, 24), Lang::En);
    session.press("w").write("ofac").sees("1 to ").press("tab");
    let top = session.screen();
    session.press("pagedown pagedown");
    assert_ne!(session.screen(), top);
    session.sees("Invented directory 2026-09").press("esc esc").sees("AE United");
}

#[test]
fn hostile_text_reaches_no_cell_of_the_directory() {
    let dangerous = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
            || matches!(c, '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    for lang in Lang::ALL {
        for size in [(60, 15), (80, 24), (120, 36), (200, 60)] {
            for keys in ["", "enter r", "enter d", "enter y", "enter p", "enter tab G"] {
                let mut session = Session::on_board(sample::board(), size, lang);
                session.tell(known::message(known::hostile()));
                session.press("w").press(keys);
                let screen = session.screen();
                let bad = screen.chars().find(|c| dangerous(*c));
                assert_eq!(bad, None, "{keys}: {screen}");
                let copies = copied(&session);
                assert!(copies.iter().all(|text| !text.chars().any(dangerous)), "{copies:?}");
            }
        }
    }
}

#[test]
fn without_glyphs_and_without_colour_every_mark_stays() {
    let mut asked = setup(sample::board(), (120, 36), Lang::En);
    asked.theme = Theme::new(Palette::Default, Level::Mono, &ASCII);
    let mut session = Session::of(asked, None, None);
    let mut directory = known::directory();
    // The names of others are drawn as they are.
    directory.contacts.retain(|contact| contact.state != "AE");
    session.tell(known::message(directory));
    for keys in ["w", "f r", "enter", "r", "esc d", "p", "esc"] {
        let screen = session.press(keys).screen();
        let odd = screen.chars().find(|c| !c.is_ascii());
        assert_eq!(odd, None, "{keys}\n{screen}");
    }
    let mut session = Session::of(setup(sample::board(), (120, 36), Lang::En), None, None);
    session.tell(known::message(known::directory()));
    session.press("w").write("fr").sees("✓ 1 d").sees("! 201 d");
}

#[test]
fn long_arabic_names_are_drawn_from_the_right_and_cut_at_the_column() {
    for size in SIZES {
        let mut session = on_board(size, Lang::En);
        session.press("w").write("emirates").sees("يبظوبأ");
        for line in session.screen().lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= usize::from(size.0), "{line}");
        }
    }
}

#[test]
fn a_large_directory_is_drawn_by_what_is_seen_of_it() {
    let mut session = Session::on_board(sample::board(), (120, 36), Lang::En);
    session.tell(known::message(known::many(10_000)));
    session.press("w").sees("10,000 contacts").press("enter G").sees("Police unit");
    session.press("/").write("unit 9999").sees("1 found").sees("Police unit 9999");
    session.press("ctrl-u").write("po").sees("2,000+ found");
}

#[test]
fn an_empty_directory_says_what_to_do() {
    let mut session = Session::on_board(sample::board(), (80, 24), Lang::En);
    session.tell(Msg::Ready(catalogue()));
    session.tell(known::message(Directory::default()));
    session.press("w").sees("The directory is empty.").press("enter d").sees("Nothing is owed.");
    session.press("r j G esc esc esc").sees("Queue");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 40, ..Default::default() })]

    #[test]
    fn no_keys_at_any_size_stop_the_directory(
        width in 0_u16..250,
        height in 0_u16..70,
        hostile in proptest::bool::ANY,
        keys in proptest::collection::vec(0_usize..32, 0..40),
    ) {
        const NAMES: [&str; 32] = [
            "j", "k", "enter", "esc", "tab", "backtab", "g", "G", "w", "1", "2", "/", "r", "d", "y",
            "v", "p", "n", "e", "a", "X", "ctrl-u", "pageup", "pagedown", "up", "down", "é", "ب",
            "backspace", "ctrl-s", "0", "f",
        ];
        let mut session = on_board((120, 36), Lang::Fr);
        if hostile {
            session.tell(known::message(known::hostile()));
        }
        session.press("w").resize(width, height);
        for (at, key) in keys.into_iter().enumerate() {
            session.press(NAMES[key]);
            session.draw();
            if at == 20 {
                session.tell(known::message(known::many(30)));
            }
        }
        session.wait(2);
        session.resize(height, width);
        session.draw();
    }
}
