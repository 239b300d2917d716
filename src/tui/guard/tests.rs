use proptest::prelude::*;

use super::*;

fn char_key(c: char) -> Event {
    let modifiers = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
}

fn alt(c: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT))
}

fn code(code: KeyCode) -> Event {
    Event::Key(plain(code))
}

/// Feeds the events at their instants and ticks long after; gives what came out, as text.
fn run(guard: &mut Guard, events: &[(u64, Event)]) -> String {
    let mut out = Vec::new();
    let mut last = 0;
    for (at, event) in events {
        out.extend(guard.feed(event.clone(), *at));
        last = *at;
    }
    out.extend(guard.tick(last + 10_000));
    out.iter()
        .map(|o| match o {
            Out::Key(key) => match key.code {
                KeyCode::Char(c) => format!("{c} "),
                code if key.modifiers.is_empty() => format!("{code:?} "),
                code => format!("{:?}+{code:?} ", key.modifiers),
            },
            Out::Paste(text) => format!("paste({text}) "),
            Out::PasteIgnored => "ignored ".to_owned(),
            Out::Other(_) => "other ".to_owned(),
        })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

fn keys_at(at: u64, text: &str) -> Vec<(u64, Event)> {
    text.chars().map(|c| (at, char_key(c))).collect()
}

#[test]
fn a_cut_sequence_is_one_key() {
    for (text, expected) in [
        ("[A", "Up"),
        ("OB", "Down"),
        ("[5~", "PageUp"),
        ("[1;5C", "KeyModifiers(CONTROL)+Right"),
        ("[Z", "KeyModifiers(SHIFT)+BackTab"),
        ("[3~", "Delete"),
        ("[[A", ""),
        ("[?62;22c", ""),
        ("[12;40R", ""),
        ("[I", ""),
    ] {
        let mut events = vec![(1_000, code(KeyCode::Esc))];
        events.extend(keys_at(1_060, text));
        assert_eq!(run(&mut Guard::new(true), &events), expected, "{text}");
    }
}

#[test]
fn a_lone_escape_comes_after_its_hold() {
    for (ssh, hold) in [(false, 40), (true, 120)] {
        let mut guard = Guard::new(ssh);
        assert_eq!(guard.feed(code(KeyCode::Esc), 500), []);
        assert_eq!(guard.deadline(), Some(500 + hold));
        assert_eq!(guard.tick(500 + hold - 1), []);
        assert_eq!(guard.tick(500 + hold), [Out::Key(plain(KeyCode::Esc))]);
        assert_eq!(guard.deadline(), None);
    }
    let typed = [(0, code(KeyCode::Esc)), (20, char_key('q')), (100, char_key('a'))];
    assert_eq!(run(&mut Guard::new(false), &typed), "Esc q a");
    let late = [(0, code(KeyCode::Esc)), (200, char_key('[')), (300, char_key('A'))];
    assert_eq!(run(&mut Guard::new(true), &late), "Esc [ A");
    let twice = [(0, code(KeyCode::Esc)), (10, code(KeyCode::Esc))];
    assert_eq!(run(&mut Guard::new(false), &twice), "Esc Esc");
}

#[test]
fn a_reply_of_the_terminal_is_swallowed() {
    let body = "11;rgb:1e1e/1e1e/2e2e";
    let bell = Event::Key(KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL));
    for end in [vec![alt('\\')], vec![bell], vec![code(KeyCode::Esc), char_key('\\')]] {
        let mut events = vec![(100, alt(']'))];
        events.extend(keys_at(101, body));
        events.extend(end.into_iter().map(|e| (102, e)));
        events.push((180, char_key('a')));
        assert_eq!(run(&mut Guard::new(false), &events), "a");
    }
    let mut open = vec![(100, alt('P'))];
    open.extend(keys_at(101, body));
    open.push((300, char_key('a')));
    assert_eq!(run(&mut Guard::new(false), &open), "a", "silence ends it");
    let mut cut = vec![(100, code(KeyCode::Esc)), (101, char_key(']'))];
    cut.extend(keys_at(102, body));
    cut.push((103, code(KeyCode::Down)));
    assert_eq!(run(&mut Guard::new(false), &cut), "Down", "a real key ends it");
}

#[test]
fn a_reply_never_swallows_for_ever() {
    let mut guard = Guard::new(false);
    let mut out = guard.feed(alt(']'), 0);
    for at in (100..4_000).step_by(100) {
        out.extend(guard.feed(char_key('j'), at));
    }
    assert!(out.len() > 10, "{out:?}");
}

#[test]
fn a_paste_without_brackets_does_not_run() {
    let text = "dq please preserve the account of";
    let mut guard = Guard::new(false);
    assert_eq!(run(&mut guard, &keys_at(100, text)), "d ignored");
    assert_eq!(run(&mut guard, &keys_at(20_000, "q")), "q", "afterwards keys work again");
    let mut field = Guard::new(false);
    field.set_text_field(true);
    assert_eq!(run(&mut field, &keys_at(100, text)).matches(' ').count(), text.len() + 4);
}

#[test]
fn a_paste_whose_opening_was_cut_does_not_run() {
    let mut events = vec![(100, code(KeyCode::Esc))];
    events.extend(keys_at(110, "[200~dq"));
    assert_eq!(run(&mut Guard::new(false), &events), "ignored");
}

#[test]
fn a_held_key_over_a_slow_line_is_no_paste() {
    let mut guard = Guard::new(true);
    let shown = run(&mut guard, &keys_at(100, &"j".repeat(13)));
    assert_eq!(shown.matches('j').count(), 13);
}

#[test]
fn fast_typing_goes_through_at_once() {
    let mut guard = Guard::new(false);
    for (i, c) in "open the request".chars().enumerate() {
        let at = u64::try_from(i).unwrap() * 5;
        let out = guard.feed(char_key(c), at);
        if i < 6 {
            assert_eq!(out.len(), 1, "{c} at {at}");
        }
    }
}

#[test]
fn brackets_resizes_and_releases_pass_or_vanish() {
    let mut release = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE);
    release.kind = KeyEventKind::Release;
    let events = [
        (0, Event::Paste("dq\n".to_owned())),
        (10, Event::Resize(80, 24)),
        (20, Event::Key(release)),
    ];
    assert_eq!(run(&mut Guard::new(false), &events), "paste(dq\n) other");
}

#[test]
fn acting_needs_a_quiet_keyboard() {
    let key = plain(KeyCode::Char('y'));
    let other = plain(KeyCode::Char('c'));
    let mut gate = ActGate::default();
    assert!(gate.key(&other, 1_000));
    gate.opened(1_000);
    assert!(!gate.key(&key, 1_149), "the dialog is too new");
    assert!(!gate.key(&key, 1_200), "the same key again so soon is a repeat");
    assert!(gate.key(&key, 1_300));
    assert!(!gate.key(&other, 1_349), "the keyboard is not quiet");
    gate.sorted(2_000);
    assert!(!gate.key(&key, 2_299));
    assert!(gate.key(&key, 2_600));
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => prop::char::range(' ', '~').prop_map(char_key),
        2 => Just(code(KeyCode::Esc)),
        1 => prop::sample::select(vec![']', 'P', '_', '^', 'X', '\\', '[', 'O', 'b']).prop_map(alt),
        1 => prop::sample::select(vec![KeyCode::Up, KeyCode::Enter, KeyCode::Tab, KeyCode::F(1)])
            .prop_map(code),
        1 => Just(Event::Resize(80, 24)),
        1 => "[a-z]{0,5}".prop_map(Event::Paste),
    ]
}

proptest! {
    #[test]
    fn everything_is_over_within_the_silence(
        events in prop::collection::vec((0_u64..200, any_event()), 0..60), ssh in any::<bool>()
    ) {
        let mut guard = Guard::new(ssh);
        let mut at = 0;
        for (gap, event) in events {
            at += gap;
            guard.feed(event, at);
            prop_assert!(guard.deadline().is_none_or(|due| due <= at + SILENCE_MS));
        }
        guard.tick(at + SILENCE_MS);
        prop_assert_eq!(guard.deadline(), None);
        let alive = guard.feed(code(KeyCode::F(5)), at + 1_000);
        prop_assert_eq!(alive, [Out::Key(plain(KeyCode::F(5)))]);
    }

    #[test]
    fn slow_plain_keys_all_come_in_order(text in "[a-zA-Z0-9 ]{0,40}", gap in 31_u64..400) {
        let mut guard = Guard::new(false);
        let events: Vec<_> =
            text.chars().enumerate().map(|(i, c)| (i as u64 * gap, char_key(c))).collect();
        let mut out = Vec::new();
        for (at, event) in events {
            out.extend(guard.feed(event, at));
        }
        let shown: String = out
            .iter()
            .filter_map(|o| match o {
                Out::Key(KeyEvent { code: KeyCode::Char(c), .. }) => Some(*c),
                _ => None,
            })
            .collect();
        prop_assert_eq!(shown, text);
    }

    #[test]
    fn of_a_paste_at_most_one_key_runs(text in "[a-z:/\\r ]{14,200}") {
        prop_assume!(text.chars().take(13).any(|c| !text.starts_with(c)));
        let mut guard = Guard::new(false);
        let mut keys = 0;
        for c in text.chars() {
            let event = if c == '\r' { code(KeyCode::Enter) } else { char_key(c) };
            let out = guard.feed(event, 1_000);
            keys += out.iter().filter(|o| matches!(o, Out::Key(_))).count();
        }
        keys += guard.tick(9_000).iter().filter(|o| matches!(o, Out::Key(_))).count();
        prop_assert!(keys <= 1);
    }
}
