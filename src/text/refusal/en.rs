//! Refusals in English.

use super::RefusalText;
use crate::domain::Lang;

pub const EN: RefusalText = RefusalText {
    lang: Lang::En,
    unknown_kind: (
        "There is no kind of request “{0}”.",
        "{1}`vigie new --help` says how to name one; the kinds are in the catalogue.",
    ),
    kind_off: (
        "The kind “{0}” is off: {1} is not in force with our country.",
        "Choose another route, or switch the instrument on in the configuration.",
    ),
    wrong_direction: ("The kind “{0}” does not go that way.", "Possible: {1}."),
    no_partner: (
        "No partner is named.",
        "Name the partner by its two-letter country code, such as FR.",
    ),
    unknown_country: (
        "“{0}” is no country code that the catalogue knows.",
        "Give the two letters of ISO 3166, such as FR, MA or US.",
    ),
    unknown_field: (
        "There is no field “{0}” in this kind of request.",
        "{1}The fields stand on the request's page.",
    ),
    bad_value: ("The field {0} cannot take “{1}”.", "Give {2}."),
    too_long: (
        "The text for {0} is too long.",
        "Keep it below {1} bytes; put the rest in a note or a file.",
    ),
    empty_text: ("The text is empty.", "Write at least one word."),
    no_such_step: ("There is no step from {0} to {1}.", "Steps from here: {2}."),
    guarded: "The step to {0} is not open yet: {1}",
    in_future: (
        "{0} lies ahead: an act is recorded once it has happened.",
        "Give the instant at which it happened, or none for now.",
    ),
    until_before_start: (
        "The end {0} is not after the act ({1}).",
        "Give the instant until which the custodian holds the data.",
    ),
    already_closed: (
        "The request is closed ({0}).",
        "Reopen it with a step and a reason, or register a new one.",
    ),
    nothing_to_acknowledge: (
        "There is nothing to acknowledge in the state {0}.",
        "Look at the open steps of the request.",
    ),
    already_yours: ("It is already yours.", "Nothing to do."),
    not_yours: ("It is not yours: {0}.", "Take it first."),
    unknown_clock: ("There is no clock “{0}” here.", "Clocks that can be paused: {1}."),
    legal_never_pauses: (
        "{0} is a legal clock: it never pauses.",
        "Only an event of the record moves it: take the step that stops it, or ask for an extension.",
    ),
    clock_not_running: (
        "The clock {0} does not run: it is {1}.",
        "Only a running clock can be paused.",
    ),
    not_paused: ("The clock {0} is not paused.", "Nothing to do."),
    pause_too_long: (
        "The pause is too long.",
        "A clock pauses for {0} at most; pause again later.",
    ),
    pause_in_past: ("The pause would already be over.", "Give an end that lies ahead."),
    unknown_check: ("There is no open check “{0}”.", "Open checks: {1}."),
    not_such_identifier: (
        "The request holds no identifier “{0}”.",
        "Copy it from the request's page.",
    ),
    link_to_self: ("A request cannot be linked to itself.", "Name the other request."),
    nothing_to_undo: (
        "You have done nothing here that could be undone.",
        "An officer undoes his or her own last act on a request.",
    ),
    cannot_undo: (
        "“{0}” is not undone: the record keeps it.",
        "Write a note that says what is wrong, or correct the value.",
    ),
    changed_since: (
        "“{0}” was changed since, by {1}.",
        "Agree with that officer and set the right value.",
    ),
    not_their_contact: (
        "A contact of {0} cannot confirm a request of {1}.",
        "Call back on a number of the directory: an authority of the partner's State, or of our own.",
    ),
    number_not_proved: (
        "{0} is not in use, or somebody else answered there: it cannot confirm who sent a request.",
        "Call back on a number of the directory that is in use.",
    ),
    no_request: ("No request is named.", "Name one by our reference or the partner's."),
    read_only: (
        "A newer program has written to this request: it can be read here, not changed.",
        "Update this desk, then try again.",
    ),

    need_field: ("{0} is missing", "Fill in {0} ({1})."),
    need_reason: ("a reason is missing", "Give the reason."),
    need_until: (
        "the end of the preservation is missing",
        "Give the instant until which the custodian holds the data.",
    ),
    need_ground: ("a ground of refusal is missing", "Begin the reason with one of: {0}."),
    need_any_ground: ("a ground of refusal is missing", "Give the ground as the reason."),
    need_checks: (
        "blocking checks are open: {0}",
        "Correct the values, or set each check aside with a reason.",
    ),
    need_authentic: (
        "the sender is not verified ({0})",
        "Call back on a number of the directory, then set authenticity to verified.",
    ),
    need_second: ("a second officer is missing", "Name the second officer, another than yourself."),
    still_held: (
        "the data are held until {0}: nothing has run out",
        "Release them, or record the expiry once that instant has passed.",
    ),
    after_until: (
        "the preservation has ended",
        "Ask for a new preservation: this one cannot be extended.",
    ),
    need_instrument: (
        "{0} is not open with this partner",
        "Choose another route, or switch the instrument on in the configuration.",
    ),
    need_link: ("the other request is not named ({0})", "Name the other request by its reference."),

    expected_instant: "an instant, such as 2026-11-21T14:30:00Z, 2026-11-21 14:30 or -20m",
    expected_flag: "yes or no",
    expected_period: "a period, such as 90d or P90D",
    expected_country: "a two-letter country code",
    expected_one_of: "one of {0}",
    did_you_mean: "Did you mean “{0}”? ",
    nothing: "none",
    directions: ["in", "out", "internal"],
    relations: ["extends", "duplicate of", "made for", "follows"],
    clock_states: ["not started", "running", "paused", "late", "met", "missed"],
    acts: &[
        ("opened", "registered"),
        ("set", "changed"),
        ("step", "step"),
        ("undo", "undone"),
        ("note", "note"),
        ("identifier", "identifier added"),
        ("identifier_removed", "identifier removed"),
        ("attached", "file attached"),
        ("paused", "clock paused"),
        ("resumed", "clock resumed"),
        ("override", "check set aside"),
        ("overridden", "check set aside"),
        ("linked", "linked"),
        ("struck", "struck out"),
        ("called", "call"),
        ("unknown", "written by a newer program"),
    ],
};
