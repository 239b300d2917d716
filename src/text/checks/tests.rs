use super::*;
use crate::domain::check::Level;

fn findings() -> impl Iterator<Item = Finding> {
    Code::ALL.iter().map(|code| {
        let detail = ["AAA", "BBB", "CCC", "DDD"];
        code.finding("SUBJECT", &detail[..code.arity()])
    })
}

#[test]
fn every_code_has_a_full_sentence_in_both_languages() {
    for finding in findings() {
        for text in [&EN, &FR] {
            let sentence = text.sentence(&finding);
            let ask = text.ask(&finding).unwrap_or_default();
            assert!(sentence.len() > 20, "{finding:?}: {sentence}");
            assert!(!sentence.contains(['{', '}', '…']), "{finding:?}: {sentence}");
            assert!(!ask.contains(['{', '}', '…']), "{finding:?}: {ask}");
        }
        assert_ne!(EN.sentence(&finding), FR.sentence(&finding));
        assert_eq!(EN.ask(&finding).is_some(), FR.ask(&finding).is_some(), "{finding:?}");
    }
}

#[test]
fn every_value_a_finding_quotes_is_shown() {
    for finding in findings() {
        for text in [&EN, &FR] {
            let all = text.sentence(&finding) + &text.ask(&finding).unwrap_or_default();
            for value in &finding.detail {
                let field = matches!(finding.code, "R02" | "R16");
                assert!(field || all.contains(value.as_str()), "{finding:?}: {all}");
            }
        }
    }
}

#[test]
fn the_letter_puts_what_blocks_first_and_asks_once() {
    let warn = Code::Pt01.finding("198.51.100.7", &[]);
    let block = Code::Tm01.finding("198.51.100.7", &["14:30"]);
    let silent = Code::Ip11.finding("a", &["b"]);
    let letter =
        EN.clarification("BKA 7/26", "MA-2026-00001-X", &[warn.clone(), silent, warn, block]);
    assert!(letter.starts_with("Your reference: BKA 7/26\nOur reference: MA-2026-00001-X\n"));
    assert!(letter.contains("1. Please give the date and time of 198.51.100.7"));
    assert!(letter.contains("2. Please give the source port"));
    assert!(!letter.contains("3. "));
}

#[test]
fn nothing_to_ask_is_said() {
    assert!(EN.clarification("", "X", &[]).contains("no questions"));
    assert!(FR.clarification("", "X", &[]).contains("non indiquée"));
}

#[test]
fn a_foreign_value_is_not_taken_for_a_placeholder() {
    let finding = Code::Tm01.finding("{0}", &["{s} {1}"]);
    assert!(EN.sentence(&finding).contains("{0} ({s} {1})"));
}

#[test]
fn an_unknown_code_is_shown_as_it_stands() {
    let finding = Finding::new("ZZ99", Level::Info, "x");
    assert_eq!(EN.sentence(&finding), "ZZ99");
    assert_eq!(EN.ask(&finding), None);
}
