//! The words of a call: the ladder of numbers, outcomes, call-back, the partner's card, and the
//! forms of contacts.

mod en;
mod fr;

use super::directory::DirectoryText;
use crate::domain::directory::Outcome;

pub use en::EN;
pub use fr::FR;

#[derive(Debug)]
pub struct CallText {
    pub page: PageWords,
    pub back: BackWords,
    pub card: CardWords,
    pub form: ContactWords,
}

/// The page of a call.
#[derive(Debug)]
pub struct PageWords {
    pub call: fn(&str) -> String,
    pub call_back: fn(&str) -> String,
    pub about: fn(&str) -> String,
    pub numbers: &'static str,
    /// The hour at the other end.
    pub there: fn(&str) -> String,
    pub say_first: &'static str,
    pub nothing_to_say: &'static str,
    pub our_ref: &'static str,
    pub their_ref: &'static str,
    pub dial: &'static str,
    pub never_tried: &'static str,
    /// One letter each for tries by day and by night.
    pub by_day: &'static str,
    pub by_night: &'static str,
    /// Takes another number's place once it has answered.
    pub unproved: &'static str,
    pub logged: fn(&str) -> String,
    pub skipped: &'static str,
    pub gone: &'static str,
    pub said: fn(&str, &str, &str) -> String,
    pub wait: &'static str,
    pub no_number: &'static str,
    pub no_sense: &'static str,
    pub exhausted: &'static str,
    pub untried: fn(usize) -> String,
    pub what_else: &'static str,
    pub nothing_else: &'static str,
    pub through_ours: &'static str,
    pub networks: &'static str,
    pub none: fn(&str) -> String,
    pub none_help: fn(&str, &str) -> String,
    pub ended: fn(usize, &str) -> String,
    pub ended_empty: &'static str,
    pub no_partner: &'static str,
    pub note_title: fn(&str) -> String,
    pub note: &'static str,
    pub note_hint: &'static str,
    /// What Esc does.
    pub ends: &'static str,
    pub not_yet_logged: &'static str,
}

/// Call-back: does the request come from whom it says?
#[derive(Debug)]
pub struct BackWords {
    pub rule: &'static str,
    /// A number that the message gives and the directory does not have.
    pub stranger: fn(&str) -> String,
    pub known: fn(&str, &str) -> String,
    pub question: fn(&str) -> String,
    pub yes: &'static str,
    pub no: &'static str,
    pub later: &'static str,
    pub title: &'static str,
    pub ours: &'static str,
}

/// The partner's card on a request.
#[derive(Debug)]
pub struct CardWords {
    pub partner: &'static str,
    pub nobody: &'static str,
    pub verified: fn(&str) -> String,
    pub never_verified: &'static str,
    pub route: &'static str,
    pub route_open: fn(&str, &str) -> String,
    pub route_closed: fn(&str) -> String,
    pub more: fn(usize) -> String,
}

/// Forms of contacts.
#[derive(Debug)]
pub struct ContactWords {
    pub new: &'static str,
    pub edit: fn(&str) -> String,
    pub add: fn(&str) -> String,
    pub close: fn(&str) -> String,
    pub verified: fn(&str) -> String,
    pub channel: &'static str,
    pub whole: &'static str,
    pub what: &'static str,
    pub reason: &'static str,
    pub reason_hint: &'static str,
    pub replaces: &'static str,
    pub replaces_hint: &'static str,
    pub replaces_none: &'static str,
    pub how: &'static str,
    pub how_hint: &'static str,
    pub unchanged: &'static str,
    pub no_channel: &'static str,
    pub recorded: fn(&str) -> String,
    pub saving: &'static str,
    /// No choice is made.
    pub open: &'static str,
    pub hints: ShapeHints,
}

/// How a value of each shape is written.
#[derive(Debug)]
pub struct ShapeHints {
    pub list: &'static str,
    pub zone: &'static str,
    pub languages: &'static str,
    pub hours: &'static str,
    pub days: &'static str,
    pub date: &'static str,
    pub url: &'static str,
    pub value: &'static str,
}

/// `answered · whom · number · remark` of the record with the outcome in the reader's words.
pub fn line(stored: &str, words: &DirectoryText) -> String {
    let (first, rest) = stored.split_once(" · ").unwrap_or((stored, ""));
    match Outcome::from_word(first) {
        Some(outcome) if rest.is_empty() => words.outcome(outcome).to_owned(),
        Some(outcome) => format!("{} · {rest}", words.outcome(outcome)),
        None => stored.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::directory;

    #[test]
    fn a_call_of_the_record_is_said_in_the_readers_words() {
        let stored = "no_answer · OCLCTIC · +33199000007";
        assert_eq!(line(stored, &directory::EN), "no answer · OCLCTIC · +33199000007");
        assert_eq!(line(stored, &directory::FR), "pas de réponse · OCLCTIC · +33199000007");
        assert_eq!(line("busy", &directory::FR), "occupé");
        assert_eq!(line("telepathy · X", &directory::EN), "telepathy · X");
    }
}
