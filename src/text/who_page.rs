//! The words of the directory's page on the screen.

mod en;
mod fr;

pub use en::EN;
pub use fr::FR;

use super::desk::Empty;

#[derive(Debug)]
pub struct WhoPageText {
    /// Pages that are always a key away: desk, directory.
    pub tabs: [&'static str; 2],
    pub prompt: &'static str,
    pub type_help: &'static str,
    /// What Enter makes of the keys while text is typed.
    pub commands: &'static str,
    /// So many States, so many contacts.
    pub counts: fn(usize, usize) -> String,
    /// So many lines; true: there are more.
    pub found: fn(usize, bool) -> String,
    pub loading: Empty,
    pub nothing: Empty,
    pub empty: Empty,
    /// For a column of a table, in the order of `Role::ALL`.
    pub roles_short: [&'static str; 16],
    pub no_contact: &'static str,
    pub no_zone: &'static str,
    pub weekend_there: &'static str,
    /// Nobody has ever proved it.
    pub never: &'static str,
    pub card: CardText,
    pub routes: RoutesText,
    pub debt: DebtText,
    pub act: WhoActText,
}

#[derive(Debug)]
pub struct CardText {
    /// Hours from one end of the State to the other.
    pub by_region: fn(&str) -> String,
    pub time: &'static str,
    pub say_first: &'static str,
    pub languages: &'static str,
    pub calling_code: &'static str,
    pub routes: &'static str,
    pub not_yet: &'static str,
    pub no_routes: &'static str,
    pub preservation: &'static str,
    pub usual_days: fn(u64) -> String,
    pub notice_days: fn(u64) -> String,
    pub requests: &'static str,
    pub no_requests: &'static str,
    pub and_more: fn(usize) -> String,
    pub calls: &'static str,
    pub no_channels: &'static str,
    pub pending: &'static str,
    pub pending_for: fn(&str) -> String,
    pub contact_closed: &'static str,
    pub customer: &'static str,
    pub known_from: &'static str,
    pub as_of: fn(&str) -> String,
    pub differs: fn(&str, &str) -> String,
}

#[derive(Debug)]
pub struct RoutesText {
    pub title: fn(&str) -> String,
    pub none: &'static str,
    pub until: fn(&str) -> String,
    pub declares: &'static str,
    pub source: &'static str,
}

#[derive(Debug)]
pub struct DebtText {
    /// So many channels, of a limit of so many days.
    pub title: fn(usize, u32) -> String,
    pub none: Empty,
}

#[derive(Debug)]
pub struct WhoActText {
    pub choose_first: &'static str,
    pub no_number: &'static str,
    pub pick_ping: fn(&str) -> String,
    pub ask_ping: fn(&str, &str) -> String,
    pub ping_note: &'static str,
}
