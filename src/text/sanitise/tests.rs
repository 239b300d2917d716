use proptest::prelude::*;

use super::*;

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{e0000}'..='\u{10ffff}' | '\u{e000}'..='\u{f8ff}')
}

#[test]
fn hostile_characters_become_visible() {
    for (given, expected) in [
        ("\u{1b}[31mred", "␛[31mred"),
        ("a\0b\u{7f}", "a␀b␡"),
        ("a\tb\nc\r\nd\re", "a b⏎c⏎d␍e"),
        ("\u{85}\u{9b}31m", "⟨U+0085⟩⟨U+009B⟩31m"),
        ("invoice\u{202e}fdp.exe", "invoice⟨U+202E⟩fdp.exe"),
        ("\u{feff}x\u{200b}y\u{2066}z", "⟨U+FEFF⟩x⟨U+200B⟩y⟨U+2066⟩z"),
        ("a\u{e0041}", "a⟨U+E0041⟩"),
        ("\u{e000}\u{fdd0}\u{10ffff}", "⟨U+E000⟩⟨U+FDD0⟩⟨U+10FFFF⟩"),
        ("pay\u{200d}pal", "pay⟨U+200D⟩pal"),
        ("pay\u{fe0f}pal", "pay⟨U+FE0F⟩pal"),
        ("⚠\u{fe0f} late", "⚠ late"),
        ("⚠\u{fe0f}\u{fe0f}", "⚠⟨U+FE0F⟩"),
        ("\u{3164}\u{2800}", "⟨U+3164⟩⟨U+2800⟩"),
        ("a\u{2003}b", "a b"),
        ("\u{378}", "⟨U+0378⟩"),
    ] {
        assert_eq!(line(given), expected, "{given:?}");
    }
}

#[test]
fn real_names_are_left_alone() {
    for name in [
        "",
        "S. Alaoui",
        "Élodie Châtelet-Œuvré",
        "e\u{301}e\u{301}",
        "مُحَمَّد بن عبد الله",
        "شُكْرًا جَزِيلًا",
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "東京都 山田太郎",
        "한국어",
        "1\u{202f}412 requêtes",
        "Жуков «»",
        "€ № ™ → ✓",
    ] {
        assert!(matches!(line(name), Cow::Borrowed(_)), "{name:?} became {:?}", line(name));
    }
}

#[test]
fn stacked_marks_are_capped_and_counted() {
    let stacked = format!("H{}i", "\u{301}".repeat(1000));
    assert_eq!(line(&stacked), format!("H{}⟨+996⟩i", "\u{301}".repeat(4)));
    assert_eq!(line("\u{301}x"), "◌\u{301}x");
    assert_eq!(block("a\n\u{301}x"), "a\n◌\u{301}x");
}

#[test]
fn a_block_keeps_its_lines() {
    assert_eq!(block("a\r\nb\n\u{1b}c"), "a\nb\n␛c");
    assert!(matches!(block("a\nb"), Cow::Borrowed(_)));
}

#[test]
fn a_cell_is_never_a_formula() {
    for (given, expected) in [
        ("=1+2", "'=1+2"),
        ("  =cmd", "'  =cmd"),
        ("+33 1 99 00 12 34", "'+33 1 99 00 12 34"),
        ("\t@x", "' @x"),
        ("a=b", "a=b"),
        ("a\nb", "a⏎b"),
    ] {
        assert_eq!(csv_cell(given), expected);
    }
}

#[test]
fn a_file_name_stays_in_its_folder() {
    for (given, expected) in [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x\\y.eml", "C__x_y.eml"),
        ("", "file"),
        ("..", "file"),
        (".profile", "profile"),
        ("con.txt", "_con.txt"),
        ("COM1", "_COM1"),
        ("COM", "COM"),
        ("a\nb\u{202e}.eml", "a_b⟨U+202E⟩.eml"),
        ("Demande n° 4.pdf", "Demande n° 4.pdf"),
    ] {
        assert_eq!(file_name(given), expected, "{given:?}");
    }
    let long = file_name(&format!("{}.eml", "é".repeat(400)));
    assert!(long.len() <= FILE_NAME_BYTES && long.ends_with("é.eml"), "{long}");
}

#[test]
fn a_title_is_short() {
    assert_eq!(title("(2!) vigie 14:03"), "(2!) vigie 14:03");
    assert_eq!(title(&"x".repeat(200)).chars().count(), 80);
    assert_eq!(title("a\u{7}\u{1b}]0;b"), "a␇␛]0;b");
}

/// Text in which hostile characters are frequent.
fn hostile() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        '\u{1b}',
        '\0',
        '\n',
        '\r',
        '\t',
        '\u{7f}',
        '\u{85}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{202e}',
        '\u{2066}',
        '\u{feff}',
        '\u{fe0f}',
        '\u{301}',
        '\u{651}',
        '\u{e0041}',
        '\u{ad}',
        'ا',
        'ب',
        'क',
        'a',
        '⚠',
        '=',
        '.',
        '/',
        ' ',
        '⟩',
    ]);
    prop::collection::vec(prop_oneof![special, any::<char>()], 0..60)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn nothing_invisible_comes_out(text in hostile()) {
        let out = line(&text).into_owned();
        let mut before: Option<char> = None;
        let chars: Vec<char> = out.chars().collect();
        for (i, &c) in chars.iter().enumerate() {
            if c == '\u{200c}' || c == '\u{200d}' {
                prop_assert!(before.is_some_and(|b| joins(b) || b.width() == Some(0)));
                prop_assert!(chars.get(i + 1).copied().is_some_and(joins));
            } else {
                prop_assert!(c == '\u{202f}' || !is_invisible(c), "{:?} from {:?}", out, text);
            }
            before = Some(c);
        }
        prop_assert!(block(&text).chars().all(|c| c == '\n' || !c.is_control()));
    }

    #[test]
    fn a_second_pass_changes_nothing(text in hostile()) {
        for f in [line, block, csv_cell, title] {
            let once = f(&text).into_owned();
            prop_assert_eq!(f(&once).into_owned(), once.clone(), "{:?}", text);
        }
        let name = file_name(&text);
        prop_assert_eq!(file_name(&name), name.clone());
        prop_assert!(!name.contains(['/', '\\']) && !name.starts_with('.') && !name.is_empty());
    }

    #[test]
    fn no_base_carries_more_than_the_allowed_marks(text in hostile()) {
        let mut run = 0;
        for c in line(&text).chars() {
            let mark = c.width() == Some(0) && c != '\u{200c}' && c != '\u{200d}';
            run = if mark { run + 1 } else { 0 };
            prop_assert!(run <= MARKS_PER_BASE);
        }
    }
}
