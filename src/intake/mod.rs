//! Bytes from outside become proposed requests, with what was not understood beside them word for
//! word. Everything read here is hostile: no input may panic, register half a request, be executed
//! or cost more than the limits below. Nothing is decided here that an officer must decide.

mod file;
mod form;
mod guess;
mod identify;
mod mail;
mod proposal;
mod refused;
mod value;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::catalogue::Catalogue;

pub use proposal::{How, Proposal, Sender};
pub use refused::{Place, Refused, RefusedKind, nearest};

/// Bytes of one file.
pub const FILE_LIMIT: usize = 64 << 20;
/// Bytes of a request file or form: text written by people.
pub const TEXT_LIMIT: usize = 1 << 20;
/// MIME parts of one message, and how deep they may lie in one another.
pub const PART_LIMIT: usize = 200;
pub const DEPTH_LIMIT: usize = 8;
/// Bytes of one field, and of one piece of text kept word for word.
pub const FIELD_LIMIT: usize = 4 << 10;
pub const NOTE_LIMIT: usize = 32 << 10;
/// Bytes of all fields of a request, and of all its identifiers: both go into one entry of the
/// record, beside the names of up to `PART_LIMIT` files.
pub const FIELDS_LIMIT: usize = 24 << 10;
pub const IDENTIFIERS_LIMIT: usize = 10 << 10;
/// Requests, notes or identifiers in one file.
pub const LIST_LIMIT: usize = 200;

/// What a reader must know of the desk.
#[derive(Debug, Clone, Copy)]
pub struct IntakeContext<'a> {
    pub catalogue: &'a Catalogue,
    /// ISO 3166 alpha-2.
    pub our_country: &'a str,
    pub now: Timestamp,
    pub our_zone: &'a TimeZone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Mail,
    Toml,
    Json,
    Form,
}

impl Format {
    fn word(self) -> &'static str {
        match self {
            Format::Mail => "eml",
            Format::Toml => "toml",
            Format::Json => "json",
            Format::Form => "txt",
        }
    }
}

/// Reads one file. The name decides the format, the content must agree; `-` and unknown endings
/// are told by the content alone.
///
/// # Errors
/// What is wrong and where; nothing is proposed then.
pub fn read(name: &str, bytes: &[u8], cx: &IntakeContext) -> Result<Vec<Proposal>, Refused> {
    if bytes.len() > FILE_LIMIT {
        return Err(RefusedKind::TooLarge { size: bytes.len(), limit: FILE_LIMIT }.into());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(RefusedKind::Empty.into());
    }
    let looks = sniff(bytes);
    let format = match (by_name(name), looks) {
        (Some(said), Some(seen)) if said != seen && contradicts(said, seen) => {
            let what =
                RefusedKind::Mismatch { said: said.word().into(), looks: seen.word().into() };
            return Err(what.into());
        }
        (Some(said), _) => said,
        (None, Some(seen)) => seen,
        (None, None) => return Err(RefusedKind::NotRecognised.into()),
    };
    let proposals = match format {
        Format::Mail => mail::read(bytes, cx).map(|p| vec![p]),
        Format::Toml => file::read_toml(text_of(bytes)?, cx),
        Format::Json => file::read_json(text_of(bytes)?, cx),
        Format::Form => {
            let text = text_of(bytes)?;
            form::read(text, cx).map(|p| vec![p]).ok_or(RefusedKind::NotRecognised.into())
        }
    };
    proposals.map(|list| list.into_iter().map(Proposal::bounded).collect())
}

/// Mail in a `.toml` is a slip that one sentence can name; anything else has its own error.
fn contradicts(said: Format, seen: Format) -> bool {
    matches!((said, seen), (_, Format::Mail | Format::Json) | (Format::Mail, Format::Toml))
}

fn by_name(name: &str) -> Option<Format> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "eml" => Some(Format::Mail),
        "toml" => Some(Format::Toml),
        "json" => Some(Format::Json),
        "txt" => Some(Format::Form),
        _ => None,
    }
}

fn sniff(bytes: &[u8]) -> Option<Format> {
    let start = bytes.get(..bytes.len().min(64 << 10)).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start);
    if text.trim_start().starts_with('{') {
        return Some(Format::Json);
    }
    if mail::looks_like_mail(&text) {
        return Some(Format::Mail);
    }
    if form::looks_like_form(&text) {
        return Some(Format::Form);
    }
    file::looks_like_toml(&text).then_some(Format::Toml)
}

/// UTF-8 without NUL, of a size that people write.
fn text_of(bytes: &[u8]) -> Result<&str, Refused> {
    if bytes.len() > TEXT_LIMIT {
        return Err(RefusedKind::TooLarge { size: bytes.len(), limit: TEXT_LIMIT }.into());
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        Refused::new(Place::of_offset(bytes, e.valid_up_to()), RefusedKind::NotUtf8)
    })?;
    match text.find('\0') {
        Some(at) => Err(Refused::new(Place::of_offset(bytes, at), RefusedKind::Nul)),
        None => Ok(text),
    }
}
