//! The screens as an officer sees them.

use vigie::domain::Lang;

use super::sample;
use super::session::{Session, catalogue, one};

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 36), (60, 15), (20, 5)];

fn name(page: &str, size: (u16, u16), lang: Lang) -> String {
    format!("{page}_{}x{}_{lang}", size.0, size.1)
}

#[test]
fn the_desk_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut session = Session::on_board(sample::board(), size, lang);
            insta::assert_snapshot!(name("desk", size, lang), session.picture());
        }
    }
}

#[test]
fn the_request_page_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in [(80, 24), (120, 36), (60, 15)] {
            let mut session = Session::on_board(sample::board(), size, lang);
            session.press("enter");
            insta::assert_snapshot!(name("request", size, lang), session.picture());
        }
    }
}

#[test]
fn nothing_open_says_what_to_do() {
    let mut session = Session::on_board(Default::default(), (80, 24), Lang::En);
    session.sees("No open request.").sees("No clock is running.");
    insta::assert_snapshot!("empty_80x24_en", session.picture());
}

#[test]
fn help_and_palette_list_what_the_key_map_has() {
    let mut session = Session::on_board(sample::board(), (120, 36), Lang::En);
    session.press("?");
    insta::assert_snapshot!("help_120x36_en", session.screen());
    session.press("esc :").write("ack");
    insta::assert_snapshot!("palette_120x36_en", session.screen());
}

#[test]
fn marks_stay_without_any_colour() {
    let mut session = Session::on_board(sample::board(), (80, 24), Lang::En);
    let mono = session.screen();
    for mark in ["▌!", "  L ", " L~", "  ‖"] {
        assert!(mono.contains(mark), "{mark:?}\n{mono}");
    }
}

/// Characters that a terminal would obey, or that draw nothing.
fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn hostile_text_reaches_no_cell() {
    let pages = ["", "enter", "enter tab tab G", "s", "x", "e", "O", "p", "N", "a", "u", "?", ":"];
    for lang in Lang::ALL {
        for size in [(60, 15), (80, 24), (120, 36), (200, 60)] {
            for keys in pages {
                let board = one(sample::hostile());
                let mut session = Session::on_board(board, size, lang);
                session.tell(vigie::tui::Msg::Ready(catalogue()));
                session.press(keys);
                let screen = session.screen();
                let bad = screen.chars().find(|c| *c != '\n' && is_dangerous(*c));
                assert_eq!(bad, None, "{keys}: {screen}");
                for effect in &session.effects {
                    if let vigie::tui::Effect::Title(title) = effect {
                        assert!(!title.chars().any(is_dangerous), "{title:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_step_through_the_list_costs_less_than_a_thousand_bytes() {
    let mut session = Session::on_board(sample::many(60), (120, 36), Lang::En);
    session.bytes();
    let steps: Vec<usize> = (0..40)
        .map(|_| {
            session.press("j");
            session.bytes()
        })
        .collect();
    let mean = steps.iter().sum::<usize>() / steps.len();
    assert!(mean <= 1000, "{mean} bytes: {steps:?}");
    // Only a page that moves, or a pane that fills, may cost more.
    let dear = steps.iter().filter(|bytes| **bytes > 1000).count();
    assert!(dear <= steps.len() / 10, "{steps:?}");
}

#[test]
fn a_second_costs_a_few_bytes_and_a_minute_little_more() {
    let mut session = Session::on_board(sample::many(60), (80, 24), Lang::En);
    session.bytes();
    let mut all = 0;
    for _ in 0..60 {
        session.wait(1);
        all += session.bytes();
    }
    println!("a minute at rest: {all} bytes");
    assert!(all <= 60 * 400, "{all} bytes");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 60, ..Default::default() })]

    #[test]
    fn no_keys_at_any_size_stop_the_screen(
        width in 0_u16..250,
        height in 0_u16..70,
        french in proptest::bool::ANY,
        hostile in proptest::bool::ANY,
        keys in proptest::collection::vec(0_usize..60, 0..40),
    ) {
        const NAMES: [&str; 60] = [
            "j", "k", "enter", "esc", "tab", "backtab", "g", "G", "n", "a", "t", "T", "s", "N",
            "e", "x", "p", "u", "y", "/", "S", ":", "?", "f", "F", "O", "i", "ctrl-s", "ctrl-t",
            "ctrl-u", "ctrl-d", "pageup", "pagedown", "up", "down", "left", "right", "home", "end",
            "backspace", "delete", "space", "f1", "1", "é", "ب", "漢", "ctrl-l", "ctrl-x", "q",
            "ctrl-j", "alt-enter", "ctrl-w", "ctrl-p", "ctrl-z", "m", "0", "l", "h", "-",
        ];
        let lang = if french { Lang::Fr } else { Lang::En };
        let board = if hostile { one(sample::hostile()) } else { sample::board() };
        let mut session = Session::on_board(board, (120, 36), lang);
        session.tell(vigie::tui::Msg::Ready(catalogue()));
        session.resize(width, height);
        for key in keys {
            session.press(NAMES[key]);
            session.draw();
        }
        session.paste(sample::HOSTILE).wait(2);
        session.resize(height, width);
        session.draw();
    }
}

#[test]
fn the_printed_card_of_keys_is_that_of_the_program() {
    let keymap = vigie::tui::keymap::Keymap::built_in();
    let mut card = "# Keys\n".to_owned();
    for lang in Lang::ALL {
        card.push_str(&vigie::tui::card::card(&keymap, &vigie::text::Text::of(lang)));
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &card).unwrap();
    }
    let printed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(printed, card, "run the tests once with UPDATE_DOCS=1");
}

#[test]
fn on_a_screen_too_small_to_see_nothing_is_done() {
    let mut session = Session::on_board(sample::board(), (40, 10), Lang::En);
    session.tell(vigie::tui::Msg::Ready(catalogue()));
    session.press("t a y q y").sees("Too small").sees("1 late, 6 open");
    assert!(session.effects.iter().all(|e| matches!(e, vigie::tui::Effect::Title(_))));
    session.press("ctrl-c");
    assert!(session.quit());
}

#[test]
fn a_terminal_without_glyphs_gets_ascii_only() {
    let mut setup = super::session::setup(sample::many(20), (120, 36), Lang::En);
    setup.theme.symbols = &vigie::tui::colour::ASCII;
    let mut session = Session::of(setup, None, None);
    session.tell(vigie::tui::Msg::Ready(catalogue()));
    for keys in
        ["", "enter", "x", "esc", "esc", "n", "esc", "?", "esc", "s", "esc", "N", "esc", "q"]
    {
        let screen = session.press(keys).screen();
        let odd = screen.chars().find(|c| !c.is_ascii());
        assert_eq!(odd, None, "{keys}\n{screen}");
    }
}

#[test]
fn the_filter_narrows_as_it_is_typed_and_esc_clears_it() {
    let mut session = Session::on_board(sample::board(), (80, 24), Lang::Fr);
    session.press("/").write("japon").sees("1 sur 6").sees("MA-2026-00341").sees_not("00409");
    session.press("enter").sees("filtre japon").press("esc").sees("MA-2026-00409");
    session.press("/").write("retard").sees("1 sur 6").write("zz").sees("Rien ne répond");
    session.press("esc").sees("MA-2026-00409");
}

#[test]
fn another_order_is_said_on_screen() {
    let mut session = Session::on_board(sample::board(), (120, 36), Lang::En);
    session.press("S").sees("soonest end first").press("j j enter");
    session.sees("SORTED BY partner").sees("view: all open");
}

#[test]
fn views_show_their_part_and_say_when_it_is_empty() {
    let mut session = Session::on_board(sample::board(), (80, 24), Lang::En);
    session.press("f").sees("view: late").sees("MA-2026-00412").sees_not("MA-2026-00409");
    session.press("f").sees("view: mine").sees("MA-2026-00409").sees_not("Emergency");
    session.press("f").sees("waiting for partner").sees("MA-2026-00341");
    session.press("f").sees("view: closed").sees("Searching");
    session.press("f").sees("view: all open");
}

#[test]
fn a_missed_deadline_shows_without_any_key() {
    let mut session = Session::on_board(sample::board(), (80, 24), Lang::En);
    session.sees("1 late").skip(jiff::SignedDuration::from_mins(42));
    session.sees("2 late").sees("is late now");
    assert!(session.effects.contains(&vigie::tui::Effect::Bell));
}

#[test]
fn a_clock_that_jumps_and_a_worker_that_ends_are_said_in_the_banner() {
    let mut session = Session::on_board(sample::board(), (100, 30), Lang::En);
    let jump = Some(jiff::SignedDuration::from_hours(2));
    session.tell(vigie::tui::Msg::Tick { jump });
    session.sees("DISPLAY STALE since 03:14:07: the machine's clock moved by 2 h");
    session.tell(vigie::tui::Msg::WorkerGone);
    session.sees("worker has stopped");
}
