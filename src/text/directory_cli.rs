//! Words of `vigie directory`: help, answers, refusals of the command line.

mod en;
mod fr;
mod help_en;
mod help_fr;

use super::refusal::Pair;

pub use en::EN;
pub use fr::FR;

/// `{0}`, `{1}` … stand for values.
#[derive(Debug)]
pub struct DirectoryCli {
    /// Path of a command or option (`directory import`, `directory import.file`) → its help.
    pub help: &'static [(&'static str, &'static str)],
    pub done: Done,
    pub fault: Faults,
    pub import: Import,
    pub ping: Ping,
    pub debt: Debt,
}

/// What was done.
#[derive(Debug)]
pub struct Done {
    pub added: &'static str,
    pub changed: &'static str,
    /// On which day.
    pub closed: &'static str,
    pub reopened: &'static str,
    /// The new value, the old one that stays until the new one has been proved.
    pub pending: &'static str,
    /// The value whose place has been taken.
    pub replaced: &'static str,
    pub verified: &'static str,
    /// Outcome, contact, channel, value.
    pub called: &'static str,
    /// Reference of the request.
    pub on_request: &'static str,
    /// How many contacts, where.
    pub exported: &'static str,
    pub no_contacts: &'static str,
}

#[derive(Debug)]
pub struct Faults {
    /// What was typed.
    pub no_contact: Pair,
    /// What was typed, the contacts it may mean.
    pub ambiguous: Pair,
    /// What was typed, its channels.
    pub which_channel: Pair,
    /// What was typed, its channels.
    pub no_channel: Pair,
    /// What was typed: the contact has no channel in use.
    pub no_channels: Pair,
    pub not_a_channel: Pair,
    /// What was typed, the words there are.
    pub unknown_role: Pair,
    pub unknown_kind: Pair,
    pub unknown_outcome: Pair,
    pub verified_is_no_call: Pair,
    /// The file.
    pub file_there: Pair,
    /// The file, why.
    pub not_written: Pair,
    pub json_needs_out: Pair,
    /// Size and limit.
    pub too_large: Pair,
    /// The country, the ones that ship.
    pub no_shipped: Pair,
    /// Numbers that the diff does not have.
    pub no_such_number: Pair,
    /// Numbers of changes that are not guarded.
    pub yes_needs_diff: Pair,
    /// Given, and what it is now.
    pub diff_changed: Pair,
    pub stdin_twice: Pair,
    pub nothing_named: Pair,
    /// The contact and the channel.
    pub in_act: &'static str,
}

#[derive(Debug)]
pub struct Import {
    /// File, series, day, how many contacts.
    pub head: &'static str,
    /// File, series, how many contacts.
    pub head_undated: &'static str,
    /// File, how many contacts.
    pub head_plain: &'static str,
    pub own_yes: &'static str,
    pub was: &'static str,
    pub now: &'static str,
    /// Put before a warning of a change.
    pub warning: &'static str,
    pub notes: &'static str,
    pub faults: &'static str,
    /// Counts of the changes: all, guarded.
    pub counts: &'static str,
    pub nothing_new: &'static str,
    /// Fingerprint.
    pub fingerprint: &'static str,
    /// How to accept: file.
    pub not_applied: &'static str,
    /// For the guarded ones: file, fingerprint, a number.
    pub not_applied_guarded: &'static str,
    /// Numbers applied, numbers left.
    pub applied: &'static str,
    pub applied_all: &'static str,
    pub applied_none: &'static str,
    pub read_again: &'static str,
    /// Number of a change, what was wrong with it.
    pub in_change: &'static str,
    /// What is wrong, what to do about it.
    pub fault: &'static str,
    /// Which question, of how many.
    pub question: &'static str,
    pub answers: &'static str,
    pub shipped: &'static str,
    pub stopped: &'static str,
}

#[derive(Debug)]
pub struct Ping {
    /// How many.
    pub plan: &'static str,
    pub plan_empty: &'static str,
    pub nothing_registered: &'static str,
    /// Reference, channel.
    pub registered: &'static str,
    pub already: &'static str,
    pub report_empty: &'static str,
    pub sent: &'static str,
    pub answered: &'static str,
    pub failed: &'static str,
    pub waiting: &'static str,
    pub minutes: &'static str,
    pub their_time: &'static str,
    pub now: &'static str,
    pub hours_assumed: &'static str,
    pub note_unreached: &'static str,
}

#[derive(Debug)]
pub struct Debt {
    /// How many, the limit.
    pub head: &'static str,
    pub none: &'static str,
    pub never: &'static str,
    /// Age.
    pub proved: &'static str,
    /// Outcome and age.
    pub last: &'static str,
    /// How many are not shown.
    pub more: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_of_both_languages_names_the_same_commands_and_options() {
        let keys = |text: &DirectoryCli| text.help.iter().map(|(key, _)| *key).collect::<Vec<_>>();
        assert_eq!(keys(&EN), keys(&FR));
        for ((key, en), (_, fr)) in EN.help.iter().zip(FR.help) {
            assert!(!en.is_empty() && !fr.is_empty(), "{key}");
            assert!(key.starts_with("directory"), "{key}");
        }
    }
}
