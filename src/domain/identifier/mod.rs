//! Identifiers of people and machines: found in free text, refanged, and checked one by one.
//!
//! Nothing here looks anything up. A private key or seed phrase never leaves this module: what is
//! found carries a note in place of the value. Time is bounded by the length of the text.

mod account;
mod code;
mod coin;
mod device;
mod hash;
mod host;
mod lookalike;
mod mail;
mod net;
mod refang;
mod scan;
pub mod time;
mod web;

use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::check::Finding;
use super::{Identifier, IdentifierKind};

pub(crate) use account::operator;
pub use code::Code;
pub use coin::{WITHHELD, withhold, without_secret};
pub use lookalike::{is_free_mail, lookalike};
pub use scan::{MAX_FOUND, extract};

/// An identifier proposed from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub identifier: Identifier,
    /// Bytes of the text that was read.
    pub span: Range<usize>,
    pub findings: Vec<Finding>,
}

/// Whether the partner's or custodian's access networks share addresses among customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cgnat {
    #[default]
    Unknown,
    No,
    Yes,
    /// The provider answers nothing without a source port.
    PortRequired,
}

/// What the checks need to know besides the datum.
#[derive(Debug, Clone)]
pub struct CheckContext {
    pub now: Timestamp,
    pub our_zone: TimeZone,
    pub partner_zone: Option<TimeZone>,
    pub cgnat: Cgnat,
    /// How long the provider keeps logs; `None`: a year is taken as old.
    pub retention_days: Option<u16>,
    /// Our country, alpha-2.
    pub home: String,
    /// Calling codes (`212`) that a national number may belong to, the likeliest first.
    pub calling_codes: Vec<String>,
    /// Where zone names are looked up.
    pub zones: TimeZoneDatabase,
}

/// Reading a text needs what checking a datum needs.
pub type ReadingContext = CheckContext;

impl Default for CheckContext {
    fn default() -> Self {
        Self {
            now: Timestamp::UNIX_EPOCH,
            our_zone: TimeZone::UTC,
            partner_zone: None,
            cgnat: Cgnat::default(),
            retention_days: None,
            home: String::new(),
            calling_codes: Vec::new(),
            zones: TimeZoneDatabase::bundled(),
        }
    }
}

/// Longer values are not taken apart: nothing that is longer names a person or a machine.
pub(crate) const MAX_VALUE: usize = 4096;

/// What is wrong with one identifier. The findings never quote a secret.
pub fn check(identifier: &Identifier, cx: &CheckContext) -> Vec<Finding> {
    let mut out = Vec::new();
    let value = identifier.value.trim();
    if coin::is_secret(value) {
        out.push(Code::C04.finding(WITHHELD, &[]));
        return out;
    }
    if identifier.value.len() > MAX_VALUE {
        out.push(unreadable(identifier.kind).finding(&clip(value), &[]));
        return out;
    }
    match identifier.kind {
        IdentifierKind::Ip => net::check(identifier, cx, &mut out),
        IdentifierKind::Email => mail::check(value, &mut out),
        IdentifierKind::Phone => device::check_phone(identifier, cx, &mut out),
        IdentifierKind::Domain => host::check(value, cx, &mut out),
        IdentifierKind::Url => web::check(value, &mut out),
        IdentifierKind::Account => account::check(identifier, &mut out),
        IdentifierKind::Hash => hash::check(identifier, &mut out),
        IdentifierKind::Wallet => coin::check(identifier, &mut out),
        IdentifierKind::Imei => device::check_imei(value, &mut out),
        IdentifierKind::Imsi => device::check_imsi(value, &mut out),
        IdentifierKind::Iccid => device::check_iccid(value, &mut out),
        IdentifierKind::Other => {}
    }
    time::check(identifier, cx, &mut out);
    out.sort();
    out.dedup();
    out
}

fn unreadable(kind: IdentifierKind) -> Code {
    match kind {
        IdentifierKind::Email => Code::E01,
        IdentifierKind::Phone => Code::P01,
        IdentifierKind::Domain => Code::D01,
        IdentifierKind::Url => Code::U01,
        IdentifierKind::Wallet => Code::C01,
        IdentifierKind::Account => Code::Ac04,
        IdentifierKind::Imei | IdentifierKind::Imsi => Code::P04,
        IdentifierKind::Iccid => Code::P06,
        IdentifierKind::Ip | IdentifierKind::Hash | IdentifierKind::Other => Code::Ip01,
    }
}

/// The start of a value, for findings about values too long to quote.
pub(crate) fn clip(value: &str) -> String {
    value.chars().take(80).collect()
}

#[cfg(test)]
mod tests;
