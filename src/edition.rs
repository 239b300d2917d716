//! Editions of a directory: files of contacts from outside, read into proposals with every fault by
//! line and field, compared with what is held, and the directory written out again. Pure of disks:
//! bytes in, bytes out. Everything read is a stranger's: nothing here may panic, take more than
//! linear time, or apply what no officer has accepted.

mod build;
mod csv;
mod decode;
pub mod diff;
mod names;
#[cfg(test)]
mod tests;
mod toml;
mod value;
mod vcard;
pub mod write;

use jiff::Timestamp;

use crate::domain::catalogue::Catalogue;

pub use crate::domain::edition::*;
pub use diff::diff;
pub use write::{csv, toml, vcard};

/// Bytes of one file.
pub const MAX: u64 = 16 << 20;
/// Contacts of one file.
pub const MOST: usize = 50_000;
/// Channels of one contact.
pub const CHANNELS: usize = 200;
/// Faults and notes that are kept one by one; further ones are counted.
pub const TOLD: usize = 1000;

/// What a reader must know beside the file. `series`, `as_of` and `source` hold for contacts for
/// which the file itself does not say them.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub catalogue: &'a Catalogue,
    /// Which directory this is an edition of (`coe-24-7`); empty: none, and then nothing is ever
    /// proposed as gone.
    pub series: &'a str,
    /// `YYYY-MM-DD`.
    pub as_of: &'a str,
    /// Empty: the name of the file.
    pub source: &'a str,
    pub now: Timestamp,
}

/// Reads a file. What it is, its content says; `name` is only the source that is written down.
///
/// # Errors
/// Why nothing of the file can be proposed.
pub fn read(name: &str, bytes: &[u8], cx: &Context<'_>) -> Result<Edition, Refused> {
    let size = bytes.len() as u64;
    if size > MAX {
        return Err(Refused::TooLarge { size, limit: MAX });
    }
    if let Some(kind) = decode::other_kind(bytes) {
        return Err(Refused::OtherKind(kind));
    }
    let text = decode::decode(bytes);
    if text.text.trim().is_empty() {
        return Err(Refused::Empty);
    }
    let mut builder = build::Builder::new(name, cx);
    if text.guessed {
        builder.note(Note::Encoding(text.encoding));
    }
    let format = format_of(&text.text);
    match format {
        Format::Vcard => vcard::read(&text, &mut builder)?,
        Format::Toml => toml::read(&text.text, &mut builder)?,
        Format::Csv => csv::read(&text.text, &mut builder)?,
    }
    builder.finish(format, text.encoding)
}

fn format_of(text: &str) -> Format {
    let start = text.trim_start();
    if start.get(..11).is_some_and(|head| head.eq_ignore_ascii_case("BEGIN:VCARD")) {
        return Format::Vcard;
    }
    let line = start.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let toml = line.is_some_and(|line| {
        let table = line.starts_with('[') && line.contains(']');
        let pair = line.split_once('=').map(|(key, _)| key.trim());
        table || pair.is_some_and(|key| !key.is_empty() && key != "sep" && key.chars().all(is_key))
    });
    if toml { Format::Toml } else { Format::Csv }
}
