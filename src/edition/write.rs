//! The directory written out: tables safe for spreadsheets, cards, our own format. What is written
//! is read again with the same fields and channels.

mod table;
mod text;
mod vcard;

pub use table::csv;
pub use text::toml;
pub use vcard::vcard;

use crate::domain::directory::{Channel, Contact, field};

/// What a spreadsheet takes for a formula, and the apostrophe that stops it: a cell that begins with
/// one of these gets an apostrophe in front, so that one can always be taken away again.
pub const RISKY: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠'];

/// Filled fields of a contact in the order of the table of fields.
fn fields(contact: &Contact) -> impl Iterator<Item = (&'static str, &str)> {
    let all = field::CONTACT.iter().map(|field| (field.key, contact.field(field.key)));
    all.filter(|(_, value)| !value.is_empty())
}

/// Filled fields of a channel but its type and value.
fn channel_fields<'a>(
    contact: &'a Contact,
    channel: &'a Channel,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    let keys = field::CHANNEL.iter().map(|field| field.key);
    let keys = keys.filter(|key| !matches!(*key, "type" | "value"));
    let all = keys.map(|key| (key, contact.channel_field(channel.id, key)));
    all.filter(|(_, value)| !value.is_empty())
}
