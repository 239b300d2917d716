use super::{BackWords, CallText, CardWords, ContactWords, PageWords, ShapeHints};

pub const EN: CallText = CallText { page: PAGE, back: BACK, card: CARD, form: FORM };

const PAGE: PageWords = PageWords {
    call: |whom| format!("Call {whom}"),
    call_back: |whom| format!("Call-back to {whom}"),
    about: |what| format!("about {what}"),
    numbers: "Numbers",
    there: |time| format!("there {time}"),
    say_first: "Say first",
    nothing_to_say: "nothing is noted; name the desk, the country and the reference",
    our_ref: "our reference",
    their_ref: "their reference",
    dial: "Dial",
    never_tried: "never tried",
    by_day: "d",
    by_night: "n",
    unproved: "not proved yet",
    logged: |outcome| format!("logged: {outcome}"),
    skipped: "skipped",
    gone: "no longer in the directory",
    said: |outcome, name, number| format!("Logged: {outcome} · {name} · {number}"),
    wait: "The last outcome is still being recorded.",
    no_number: "No number is chosen.",
    no_sense: "That outcome is for telephone numbers; here: answered, no answer, wrong, refused.",
    exhausted: "No number is left to call.",
    untried: |n| {
        if n == 1 {
            "1 number is still untried.".to_owned()
        } else {
            format!("{n} numbers are still untried.")
        }
    },
    what_else: "What else there is",
    nothing_else: "nothing that the directory knows",
    through_ours: "Through our own",
    networks: "Networks open",
    none: |whom| format!("The directory has no number for {whom}."),
    none_help: |who, new| format!("{who} looks in the directory, {new} enters a new contact."),
    ended: |n, list| {
        if n == 1 {
            format!("Call ended. Logged: {list}.")
        } else {
            format!("Call ended. {n} tries logged: {list}.")
        }
    },
    ended_empty: "Call ended. Nothing was logged.",
    no_partner: "This request names no partner State.",
    note_title: |name| format!("{name} answered"),
    note: "Note",
    note_hint: "optional; Enter logs the call, Esc does not",
    ends: "ends",
    not_yet_logged: "Not logged: give the outcome again.",
};

const BACK: BackWords = BackWords {
    rule: "Call-back: a directory number, never the one in the message.",
    stranger: |number| format!("The message gives {number}: not in the directory, do not call it."),
    known: |number, name| format!("The message gives {number}, in the directory for {name}."),
    question: |id| format!("Did they confirm that they sent {id}?"),
    yes: "yes, it is theirs",
    no: "no, it is not theirs",
    later: "not known yet",
    title: "Call-back",
    ours: "We sent this request: there is no sender to verify.",
};

const CARD: CardWords = CardWords {
    partner: "Contact",
    nobody: "no contact in the directory",
    verified: |ago| format!("verified {ago}"),
    never_verified: "never verified",
    route: "Route",
    route_open: |name, since| format!("{name}: open since {since}"),
    route_closed: |name| format!("{name}: NOT OPEN today"),
    more: |n| format!("+ {n} more"),
};

const FORM: ContactWords = ContactWords {
    new: "New contact",
    edit: |name| format!("Change {name}"),
    add: |name| format!("Add a number or an address to {name}"),
    close: |name| format!("Close {name}"),
    verified: |name| format!("A channel of {name} was verified"),
    channel: "Channel",
    whole: "the whole contact",
    what: "What is closed",
    reason: "Reason",
    reason_hint: "kept with the date; nothing is deleted",
    replaces: "Takes the place of",
    replaces_hint: "the old one stays in use until the new one has answered",
    replaces_none: "none: both stay",
    how: "How",
    how_hint: "by what other means: letter of the ministry, in person, network's list",
    unchanged: "Nothing was changed.",
    no_channel: "This contact has no channel in use.",
    recorded: |name| format!("Recorded: {name}"),
    saving: "recording …",
    open: "not set",
    hints: ShapeHints {
        list: "set apart by commas",
        zone: "Europe/Paris; empty: that of the State",
        languages: "fr, en",
        hours: "24/7; Mon-Fri 08:30-18:00; Sat 09:00-12:00",
        days: "a number of days",
        date: "2026-11-21",
        url: "https://…",
        value: "+33 1 99 00 00 07, name@example.org, https://…, a call sign",
    },
};
