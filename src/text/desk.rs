//! The words of the full-screen face: header, queue, request page, forms, dialogs, help. Keys stay
//! the same in every language, so none is named here; hints take them from the key map.

mod actions;
mod en;
mod fr;
mod words;

pub use actions::{ActionText, Say};
pub use en::EN;
pub use fr::FR;
pub use words::{FormWords, MomentWords, StateWords, Words};

/// A title and the sentence below it.
pub type Empty = (&'static str, &'static str);

#[derive(Debug)]
pub struct DeskText {
    pub actions: ActionText,
    pub words: Words,
    pub states: StateWords,
    pub moments: MomentWords,
    pub form: FormWords,
    pub header: HeaderText,
    pub queue: QueueText,
    pub page: PageText,
    pub dialog: DialogText,
    pub status: StatusText,
}

#[derive(Debug)]
pub struct HeaderText {
    pub on_duty: &'static str,
    pub nobody: &'static str,
    pub demo: &'static str,
    pub demo_short: &'static str,
    pub training: &'static str,
    pub training_short: &'static str,
    pub more: fn(usize) -> String,
    pub next: &'static str,
    pub calm: &'static str,
    pub stale: fn(&str, &str) -> String,
    pub why_worker: &'static str,
    pub why_jump: fn(&str) -> String,
    pub too_small: fn(u16, u16, u16, u16) -> String,
}

#[derive(Debug)]
pub struct QueueText {
    pub title: &'static str,
    pub open: &'static str,
    pub late: &'static str,
    pub ball: &'static str,
    pub view: &'static str,
    pub sorted_by: &'static str,
    pub filter: &'static str,
    pub of: fn(usize, usize) -> String,
    pub views: [&'static str; 5],
    pub sorts: [&'static str; 6],
    pub columns: Columns,
    pub empty: [Empty; 5],
    pub empty_filter: Empty,
    pub searching: Empty,
    pub filter_help: &'static str,
}

#[derive(Debug)]
pub struct Columns {
    pub left: &'static str,
    pub clock: &'static str,
    pub kind: &'static str,
    pub partner: &'static str,
    /// The partner where there is room for a code only: four letters.
    pub with: &'static str,
    pub reference: &'static str,
    pub state: &'static str,
    pub owner: &'static str,
    pub next: &'static str,
}

#[derive(Debug)]
pub struct PageText {
    pub from: &'static str,
    pub to: &'static str,
    pub their_ref: &'static str,
    pub summary: &'static str,
    pub facts: &'static str,
    pub clocks: &'static str,
    pub next_acts: &'static str,
    pub checks: &'static str,
    pub checks_clean: &'static str,
    pub identifiers: &'static str,
    pub no_identifiers: &'static str,
    pub conflicts: &'static str,
    pub attachments: &'static str,
    pub links: &'static str,
    pub timeline: &'static str,
    pub not_counted: &'static str,
    pub waits: &'static str,
    pub refused: &'static str,
    pub missing: &'static str,
    pub gap: fn(&str) -> String,
    pub opened: fn(&str, &str) -> String,
    pub since: fn(&str) -> String,
    pub received: &'static str,
    pub owner: &'static str,
    pub state: &'static str,
    pub also_known: &'static str,
    pub no_owner: &'static str,
    pub no_clocks: &'static str,
    pub no_acts: &'static str,
    pub internal_note: &'static str,
    pub partner_note: &'static str,
    pub source_note: &'static str,
    pub struck: fn(&str) -> String,
    pub set_aside: fn(&str) -> String,
    pub other_value: fn(&str, &str) -> String,
    pub until: fn(&str) -> String,
    pub paused_until: fn(&str, &str, &str) -> String,
    pub stands: &'static str,
    pub read_only: &'static str,
    pub lines: fn(usize, usize, usize) -> String,
    pub partner_time: fn(&str) -> String,
}

#[derive(Debug)]
pub struct DialogText {
    pub help: &'static str,
    pub palette: &'static str,
    pub type_to_find: &'static str,
    /// Names of the marks: late, legal, assumed, paused.
    pub marks: [&'static str; 4],
    pub nothing_found: &'static str,
    pub steps: fn(&str) -> String,
    pub no_steps: fn(&str) -> String,
    pub step: fn(&str, &str) -> String,
    pub note: fn(&str) -> String,
    pub edit: fn(&str) -> String,
    pub pause: fn(&str) -> String,
    pub resume: fn(&str, &str) -> String,
    pub aside: fn(&str) -> String,
    pub add_identifier: fn(&str) -> String,
    pub explain: fn(&str) -> String,
    pub sort: &'static str,
    pub loading: &'static str,
    pub confirm: &'static str,
    pub confirm_ack: fn(&str) -> String,
    pub confirm_step: fn(&str, &str, &str) -> String,
    pub confirm_undo: fn(&str) -> String,
    pub confirm_quit: &'static str,
    pub confirm_quit_draft: &'static str,
    pub confirm_discard: &'static str,
    pub confirm_paste: fn(usize) -> String,
    pub yes: &'static str,
    pub no: &'static str,
    pub default_no: &'static str,
    pub undo_note: &'static str,
    pub needs: fn(&str) -> String,
    pub ready: &'static str,
    pub impossible_after_until: &'static str,
    pub impossible_still_held: &'static str,
    pub impossible_instrument: fn(&str) -> String,
    pub open_request: &'static str,
}

#[derive(Debug)]
pub struct StatusText {
    pub working: &'static str,
    pub no_selection: &'static str,
    pub too_fast: &'static str,
    pub not_yet: &'static str,
    pub paste_ignored: &'static str,
    pub copied: fn(&str) -> String,
    pub done: fn(&str, &str) -> String,
    pub registered: fn(&str) -> String,
    pub already_known: fn(&str) -> String,
    pub imported: fn(usize, &str) -> String,
    pub failed: fn(&str) -> String,
    pub draft_saved: &'static str,
    pub draft_restored: fn(&str) -> String,
    pub draft_kept: &'static str,
    pub clock_jump: fn(&str) -> String,
    pub nothing_to_pause: &'static str,
    pub nothing_to_set_aside: &'static str,
    pub nothing_to_undo: &'static str,
    pub unknown_key: fn(&str) -> String,
    pub field_missing: fn(&str) -> String,
    pub not_a_time: fn(&str) -> String,
    pub not_a_choice: fn(&str) -> String,
    pub unknown_reference: fn(&str) -> String,
    pub new_late: fn(&str) -> String,
}
