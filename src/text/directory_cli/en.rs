//! Words of `vigie directory` in English.

use super::help_en::HELP;
use super::{Debt, DirectoryCli, Done, Faults, Import, Ping};

pub const EN: DirectoryCli =
    DirectoryCli { help: HELP, done: DONE, fault: FAULT, import: IMPORT, ping: PING, debt: DEBT };

const DONE: Done = Done {
    added: "entered",
    changed: "recorded",
    closed: "closed",
    reopened: "in use again",
    pending: "{0} waits to be proved; {1} stays in use until then.",
    replaced: "{0} has been replaced.",
    verified: "verified",
    called: "{0}: {1}, {2} {3}",
    on_request: "written on {0}",
    exported: "{0} in {1}",
    no_contacts: "No contact.",
};

const FAULT: Faults = Faults {
    no_contact: (
        "No contact is known under “{0}”.",
        "`vigie directory list` and `vigie who NAME` show the ids.",
    ),
    ambiguous: ("“{0}” may mean several contacts: {1}.", "Give the 32 digits of the one you mean."),
    which_channel: ("{0} has several channels: {1}.", "Name one of them."),
    no_channel: ("{0} names no channel of this contact; it has {1}.", "Name one of them."),
    no_channels: (
        "{0} has no number or address in use.",
        "Add one: `vigie directory channel add {0} phone NUMBER`.",
    ),
    not_a_channel: (
        "{0} names a contact, not one of its channels.",
        "Add the channel: {0}/5be1c0aa.",
    ),
    unknown_role: ("There is no role “{0}”.", "Give one of {1}."),
    unknown_kind: ("There is no type of channel “{0}”.", "Give one of {1}."),
    unknown_outcome: ("There is no outcome “{0}”.", "Give one of {1}."),
    verified_is_no_call: (
        "“verified” is no outcome of a call.",
        "What was proved by other means: `vigie directory verified {0}`.",
    ),
    file_there: ("{0} is there already.", "Give another name, or --force to write over it."),
    not_written: ("{0} cannot be written: {1}.", "Choose another place, or free some space."),
    json_needs_out: (
        "--json tells of a file and needs --out.",
        "Add --out FILE, or leave --json out and read the standard output.",
    ),
    too_large: (
        "{0} has {1}, an edition at most {2}: it was not read.",
        "Check that it is the right file; a larger directory comes in parts, one for each region.",
    ),
    no_shipped: ("No edition ships for {0}; there are {1}.", "Name one of them, or a file."),
    no_such_number: (
        "The changes have no number {0}.",
        "Run the command without --yes: it shows the numbers.",
    ),
    yes_needs_diff: (
        "--yes needs the fingerprint of the changes that you have read.",
        "Add --diff {0} once you have read them.",
    ),
    diff_changed: (
        "The changes are no longer those of {0}: the edition or the directory has changed since. Nothing was applied.",
        "Read them anew and give --diff {1}.",
    ),
    stdin_twice: (
        "The edition comes from the standard input: nobody can be asked there.",
        "Name the file, or name groups after --accept.",
    ),
    nothing_named: (
        "--accept names no group, and there is no terminal to ask on.",
        "Name groups: added, fields, gone, channels or all.",
    ),
    in_act: "{0}: {1}",
};

const IMPORT: Import = Import {
    head: "{0}: edition “{1}” of {2}, {3}",
    head_undated: "{0}: edition “{1}”, {2}",
    head_plain: "{0}: {1}",
    own_yes: "needs its own yes",
    was: "held",
    now: "edition",
    warning: "look at this",
    notes: "Look at these",
    faults: "Not read",
    counts: "Changes: {0}, guarded: {1}",
    nothing_new: "Nothing differs from what is held.",
    fingerprint: "Fingerprint of these changes: {0}",
    not_applied: "Nothing was applied. To accept: vigie directory import {0} --accept all (or added, fields, gone, channels)",
    not_applied_guarded: "Each guarded change needs its own number: vigie directory import {0} --yes {2} --diff {1}",
    applied: "Applied: {0}. Not applied: {1}.",
    applied_all: "Applied: {0}. Nothing is left.",
    read_again: "What is left is numbered anew: run the command without --accept and --yes before the next yes.",
    fault: "{0}; {1}",
    in_change: "Change {0}: {1} Nothing was applied.",
    applied_none: "Nothing was applied.",
    question: "Accept change {0} of {1}?",
    answers: "[y = yes, Enter or n = no, q = stop] ",
    shipped: "Editions that ship:",
    stopped: "Stopped: nothing more was asked.",
};

const PING: Ping = Ping {
    plan: "Channels to test: {0}, each at an hour when they are at work and, where both meet, in our night:",
    plan_empty: "No channel is owed a test.",
    nothing_registered: "Nothing was registered. To register them: the same with --start",
    registered: "registered",
    already: "a test is open already",
    report_empty: "No test has been registered.",
    sent: "sent",
    answered: "answered",
    failed: "failed",
    waiting: "open",
    minutes: "minutes",
    their_time: "there",
    now: "now",
    hours_assumed: "hours not known",
    note_unreached: "no hour found in the next 7 days",
};

const DEBT: Debt = Debt {
    head: "{0} channels not proved for {1}:",
    none: "No channel has been without a proof for more than {0}.",
    never: "never proved",
    proved: "proved {0}",
    last: "last try {0}, {1}",
    more: "{0} more; --limit shows them.",
};
