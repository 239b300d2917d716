//! Words of the command line: headings, messages, failures of the machine and the help of every
//! command and option.

mod en;
mod fr;
mod help_en;
mod help_fr;

use super::refusal::{Pair, Said, filled};

pub use en::EN;
pub use fr::FR;

/// `{0}`, `{1}` … in a template stand for values, which are sanitised when filled in.
#[derive(Debug)]
pub struct CliText {
    /// Path of a command or option (`queue`, `queue.filter`, `.json`) → its help.
    pub help: &'static [(&'static str, &'static str)],
    pub directory: &'static super::directory_cli::DirectoryCli,
    pub head: Heads,
    pub fault: Faults,
    pub usage: Usage,
    pub done: Done,
    pub doctor: Doctor,
}

/// Headings and labels of plain-text answers.
#[derive(Debug)]
pub struct Heads {
    pub left: &'static str,
    pub reference: &'static str,
    pub with: &'static str,
    pub state: &'static str,
    pub next: &'static str,
    pub owner: &'static str,
    pub kind: &'static str,
    pub their_ref: &'static str,
    pub route: &'static str,
    pub marking: &'static str,
    pub received: &'static str,
    pub summary: &'static str,
    pub since: &'static str,
    pub clocks: &'static str,
    pub legal: &'static str,
    pub service: &'static str,
    pub assumed: &'static str,
    pub waiting: &'static str,
    pub checks: &'static str,
    pub set_aside: &'static str,
    pub conflicts: &'static str,
    pub shown: &'static str,
    pub fields: &'static str,
    pub missing: &'static str,
    pub identifiers: &'static str,
    pub attachments: &'static str,
    pub links: &'static str,
    pub steps: &'static str,
    pub timeline: &'static str,
    pub partner_note: &'static str,
    pub source_note: &'static str,
    pub struck: &'static str,
    pub not_counted: &'static str,
    pub waits_for_entry: &'static str,
    pub not_in_table: &'static str,
    pub open_now: &'static str,
    pub nobody: &'static str,
    pub cut: &'static str,
    pub empty_queue: &'static str,
    pub nothing_due: &'static str,
    /// Open, late.
    pub counts: &'static str,
    pub not_understood: &'static str,
    pub read_only: &'static str,
    pub entry: &'static str,
    pub entry_newer: &'static str,
    pub before_empty: &'static str,
    pub conflict_mark: &'static str,
    /// Block, warn, info.
    pub levels: [&'static str; 3],
    pub options: &'static str,
    pub commands: &'static str,
    pub arguments: &'static str,
    pub common: &'static str,
    pub examples: &'static str,
    pub exit_status: &'static str,
    /// From 0 to 5.
    pub exit_codes: [&'static str; 6],
    pub more: &'static str,
}

/// What may go wrong, with the way out.
#[derive(Debug)]
pub struct Faults {
    pub no_home: Pair,
    pub not_set_up: Pair,
    pub already_set_up: Pair,
    pub locked: Pair,
    pub disk_full: Pair,
    pub read_only: Pair,
    pub damaged: Pair,
    pub network_file_system: Pair,
    pub newer: Pair,
    pub not_a_desk: Pair,
    pub key_missing: Pair,
    pub key_open: Pair,
    pub key_wrong: Pair,
    pub random: Pair,
    pub record: Pair,
    pub io: Pair,
    pub not_found: Pair,
    pub ambiguous: Pair,
    pub no_terminal: Pair,
    pub screen_clock: Pair,
    pub set_clock: Pair,
    pub settings: Pair,
    pub catalogue: Pair,
    pub unknown_zone: Pair,
    pub bad_country: Pair,
    pub empty_name: Pair,
    pub not_a_demo: Pair,
    pub file_missing: Pair,
    pub file_unreadable: Pair,
    pub several_refused: Pair,
    pub integrity: Pair,
    pub check_failed: Pair,
    pub doctor_failed: Pair,
    pub nothing_to_undo: Pair,
    pub remedy_label: &'static str,
}

/// What was wrong with the words typed.
#[derive(Debug)]
pub struct Usage {
    pub unknown_argument: Pair,
    pub unknown_command: Pair,
    pub missing: Pair,
    /// Command, the commands below it.
    pub missing_command: Pair,
    /// Of a known set.
    pub not_among: Pair,
    pub invalid_value: Pair,
    pub conflict: Pair,
    pub no_value: Pair,
    pub not_utf8: Pair,
    pub other: Pair,
    pub bad_instant: Pair,
    pub bad_duration: Pair,
    pub bad_assignment: Pair,
    pub bad_lang: Pair,
    pub no_state: Pair,
    pub did_you_mean: &'static str,
    pub usage: &'static str,
}

/// What was done.
#[derive(Debug)]
pub struct Done {
    /// Of the first start: the opening line, then station, officer, country and zone.
    pub ask: [&'static str; 5],
    pub set_up: &'static str,
    pub set_up_next: &'static str,
    pub demo_home: &'static str,
    pub registered: &'static str,
    pub known: &'static str,
    /// Reference, state.
    pub now_is: &'static str,
    pub rebuilt: &'static str,
    pub same_state: &'static str,
    pub other_state: &'static str,
    pub verified: &'static str,
    pub verify_failed: &'static str,
    pub all_well: &'static str,
    pub needs_person: &'static str,
    pub late: &'static str,
    pub check_ok: &'static str,
    pub status: [&'static str; 6],
    pub paths: [&'static str; 8],
}

/// What `doctor` says: what it looked at and the sentences about it.
#[derive(Debug)]
pub struct Doctor {
    pub ok: &'static str,
    pub warn: &'static str,
    pub fail: &'static str,
    pub names: [&'static str; 12],
    pub not_set_up: Pair,
    pub private: &'static str,
    pub open_to_others: Pair,
    pub missing: Pair,
    pub opens: &'static str,
    pub wal: &'static str,
    pub journal: Pair,
    pub disk: &'static str,
    pub disk_low: Pair,
    pub disk_unknown: Pair,
    pub clock: &'static str,
    pub clock_wrong: Pair,
    pub zones: &'static str,
    pub zone_unknown: Pair,
    pub no_version: &'static str,
    pub system: &'static str,
    pub built_in: &'static str,
    pub utf8: &'static str,
    pub not_utf8: Pair,
    pub terminal: &'static str,
    pub no_terminal: &'static str,
    pub terminal_small: Pair,
    pub terminal_dumb: Pair,
    pub tmux: &'static str,
    pub catalogue: &'static str,
    pub sqlite: &'static str,
    pub sqlite_old: Pair,
    pub settings_ok: &'static str,
    pub verdict: &'static str,
}

/// Fills a sentence and its remedy.
pub fn said(pair: Pair, values: &[String]) -> Said {
    Said { what: filled(pair.0, values), remedy: filled(pair.1, values) }
}

impl CliText {
    /// The help of a command or option; empty where the table has none.
    pub fn help_of(&self, path: &str) -> &'static str {
        let help = if path.starts_with("directory") { self.directory.help } else { self.help };
        help.iter().find(|(known, _)| *known == path).map_or("", |(_, words)| words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_of_both_languages_names_the_same_commands_and_options() {
        let keys = |text: &CliText| text.help.iter().map(|(key, _)| *key).collect::<Vec<_>>();
        assert_eq!(keys(&EN), keys(&FR));
        for ((key, en), (_, fr)) in EN.help.iter().zip(FR.help) {
            assert!(!en.is_empty() && !fr.is_empty(), "{key}");
        }
    }
}
