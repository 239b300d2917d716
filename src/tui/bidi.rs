//! Right-to-left text in display order, for terminals that do not reorder by themselves. One field
//! at a time, never a whole row, and for display only: copies and exports stay logical.

use std::{borrow::Cow, str::FromStr};

use unicode_bidi::{BidiInfo, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

/// Who puts right-to-left text in display order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BidiMode {
    /// By what the terminal says it is.
    #[default]
    Auto,
    /// We do.
    App,
    /// The terminal does.
    Terminal,
    Off,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not one of auto, app, terminal, off")]
pub struct BadBidiMode;

impl FromStr for BidiMode {
    type Err = BadBidiMode;

    fn from_str(text: &str) -> Result<Self, BadBidiMode> {
        match text {
            "auto" => Ok(BidiMode::Auto),
            "app" => Ok(BidiMode::App),
            "terminal" => Ok(BidiMode::Terminal),
            "off" => Ok(BidiMode::Off),
            _ => Err(BadBidiMode),
        }
    }
}

impl BidiMode {
    /// Settles `auto`; `var` gives an environment variable. The terminal's own variables count
    /// inside a multiplexer too: what it draws is reordered all the same.
    pub fn resolve(self, var: impl Fn(&str) -> Option<String>) -> Self {
        if self != BidiMode::Auto {
            return self;
        }
        let set = |name: &str| var(name).is_some_and(|value| !value.is_empty());
        let term = var("TERM").unwrap_or_default();
        let reorders = set("VTE_VERSION") || set("KONSOLE_VERSION") || term.starts_with("mlterm");
        if reorders { BidiMode::Terminal } else { BidiMode::App }
    }
}

fn is_rtl(c: char) -> bool {
    use unicode_bidi::BidiClass::{AL, AN, R};
    !c.is_ascii() && matches!(bidi_class(c), AL | AN | R)
}

/// Whether the field starts from the right: its first letter is a right-to-left one.
pub fn starts_right(text: &str) -> bool {
    use unicode_bidi::BidiClass::{AL, L, R};
    text.chars().map(bidi_class).find(|class| matches!(class, AL | L | R)).is_some_and(|c| c != L)
}

/// The field in the order its characters are to be drawn from left to right.
pub fn display(text: &str, mode: BidiMode) -> Cow<'_, str> {
    if mode != BidiMode::App || text.is_ascii() || !text.chars().any(is_rtl) {
        return Cow::Borrowed(text);
    }
    let info = BidiInfo::new(text, None);
    let mut out = String::with_capacity(text.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let part = text.get(run.clone()).unwrap_or_default();
            if levels.get(run.start).is_some_and(unicode_bidi::Level::is_rtl) {
                out.extend(part.graphemes(true).rev().map(mirrored));
            } else {
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

/// Brackets look the other way in right-to-left text.
fn mirrored(grapheme: &str) -> &str {
    match grapheme {
        "(" => ")",
        ")" => "(",
        "[" => "]",
        "]" => "[",
        "{" => "}",
        "}" => "{",
        "<" => ">",
        ">" => "<",
        "«" => "»",
        "»" => "«",
        "‹" => "›",
        "›" => "‹",
        "⟨" => "⟩",
        "⟩" => "⟨",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_are_put_in_display_order() {
        for (given, expected) in [
            ("S. Alaoui", "S. Alaoui"),
            ("سلام", "مالس"),
            ("abc سلام def", "abc مالس def"),
            ("سلام 123", "123 مالس"),
            ("سلام (مكتب)", "(بتكم) مالس"),
            ("مُحَمَّد", "دمَّحَمُ"),
        ] {
            assert_eq!(display(given, BidiMode::App), expected);
            for mode in [BidiMode::Terminal, BidiMode::Off, BidiMode::Auto] {
                assert!(matches!(display(given, mode), Cow::Borrowed(_)));
            }
        }
    }

    #[test]
    fn terminals_that_reorder_are_left_to_it() {
        for (name, value, expected) in [
            ("VTE_VERSION", "7600", BidiMode::Terminal),
            ("KONSOLE_VERSION", "230800", BidiMode::Terminal),
            ("TERM", "mlterm-256color", BidiMode::Terminal),
            ("TERM", "xterm", BidiMode::App),
            ("VTE_VERSION", "", BidiMode::App),
        ] {
            let var = |n: &str| (n == name).then(|| value.to_owned());
            assert_eq!(BidiMode::Auto.resolve(var), expected);
            assert_eq!(BidiMode::Off.resolve(var), BidiMode::Off);
        }
    }

    #[test]
    fn the_first_letter_gives_the_side() {
        assert!(starts_right("(سلام) x"));
        assert!(!starts_right("x سلام"));
        assert!(!starts_right("123"));
    }

    proptest! {
        #[test]
        fn no_character_is_lost_or_added(text in "[a-z0-9 \u{627}-\u{64a}\u{64b}-\u{652}]{0,30}") {
            let sorted = |s: &str| {
                let mut chars: Vec<char> = s.chars().collect();
                chars.sort_unstable();
                chars
            };
            prop_assert_eq!(sorted(&display(&text, BidiMode::App)), sorted(&text));
        }
    }
}
