use super::{CardText, DebtText, RoutesText, WhoActText, WhoPageText};
use crate::domain::Lang;
use crate::text::format::{count, number};

pub const EN: WhoPageText = WhoPageText {
    tabs: ["Desk", "Who"],
    prompt: "who?",
    type_help: "a code, a name, a city, the last digits of a number",
    commands: "commands",
    counts: |states, contacts| {
        let states = count(states as u64, "State", "States", Lang::En);
        format!("{states} · {}", count(contacts as u64, "contact", "contacts", Lang::En))
    },
    found: |n, more| format!("{}{} found", number(n as u64, Lang::En), if more { "+" } else { "" }),
    loading: ("Reading the directory.", "The queue can be used meanwhile."),
    nothing: (
        "Nobody answers to this.",
        "Try a code, part of a name, a city, or the last digits of a number.",
    ),
    empty: ("The directory is empty.", "`vigie directory import FILE` reads one."),
    roles_short: [
        "24/7 Budapest",
        "24/7 G7",
        "INTERPOL NCB",
        "Central auth.",
        "2nd Protocol",
        "Prosecutor",
        "Police",
        "Ministry",
        "Other point",
        "CSIRT",
        "Cyber agency",
        "Regulator",
        "Data protect.",
        "Provider",
        "Registrar",
        "Other",
    ],
    no_contact: "no contact in the directory",
    no_zone: "no hour known",
    weekend_there: "weekend there",
    never: "never",
    card: CARD,
    routes: ROUTES,
    debt: DebtText {
        title: |n, days| {
            let channels = count(n as u64, "channel", "channels", Lang::En);
            format!("Not verified for {days} days: {channels}")
        },
        none: ("Nothing is owed.", "Every channel in use was verified within the limit."),
    },
    act: WhoActText {
        choose_first: "Choose a contact first.",
        no_number: "This contact has no number and no address.",
        pick_ping: |id| format!("Which channel of {id} is tested?"),
        ask_ping: |id, value| format!("Register a test of {value} ({id})?"),
        ping_note: "It becomes a request of its own; nothing is sent by itself.",
    },
};

const CARD: CardText = CardText {
    by_region: |hours| format!("by region {hours}"),
    time: "There",
    say_first: "Say first",
    languages: "Languages",
    calling_code: "calling code",
    routes: "Open today",
    not_yet: "not yet",
    no_routes: "none known",
    preservation: "Preserves",
    usual_days: |days| format!("{} as a rule", count(days, "day", "days", Lang::En)),
    notice_days: |days| {
        format!("wants to be told {} before the end", count(days, "day", "days", Lang::En))
    },
    requests: "With them",
    no_requests: "no open request",
    and_more: |n| format!("and {n} more"),
    calls: "Last calls",
    no_channels: "No number and no address.",
    pending: "NEW, not yet proved",
    pending_for: |old| format!("NEW, not yet proved, would take the place of {old}"),
    contact_closed: "CLOSED",
    customer: "Customer",
    known_from: "Known from",
    as_of: |date| format!("as of {date}"),
    differs: |field, values| format!("{field}: two values stand, {values}"),
};

const ROUTES: RoutesText = RoutesText {
    title: |name| format!("Routes with {name}"),
    none: "No instrument is known between this State and ours.",
    until: |date| format!("until {date}"),
    declares: "declares",
    source: "source",
};
