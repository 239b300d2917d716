//! `directory import`: what an edition would change, and what has been applied of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Instant, empty};

#[derive(Debug, Serialize)]
pub struct EditionObject {
    pub schema: &'static str,
    pub at: Instant,
    pub file: String,
    /// csv, vcard, toml.
    pub format: &'static str,
    pub encoding: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub series: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub as_of: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Contacts that were understood.
    pub contacts: usize,
    pub unchanged: usize,
    /// Names these changes, all of them.
    pub fingerprint: String,
    pub changes: Vec<EditionChange>,
    pub faults: Vec<EditionFault>,
    /// Faults and notes beyond those that are listed.
    pub untold: usize,
    pub notes: Vec<String>,
    /// Numbers of the changes that have been applied.
    pub applied: Vec<usize>,
}

#[derive(Debug, Serialize)]
pub struct EditionChange {
    pub number: usize,
    /// Names the change by what it does.
    pub code: String,
    /// added, fields, channels, gone.
    pub group: &'static str,
    /// added, field, channel_added, channel_replaced, channel_field, channel_gone, gone, reopened.
    pub what: &'static str,
    /// The contact; a new one has its id already.
    pub id: String,
    pub state: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Needs its own yes.
    pub guarded: bool,
    #[serde(rename = "type", skip_serializing_if = "empty")]
    pub kind: &'static str,
    /// The channel it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<BTreeMap<String, String>>,
    pub warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct EditionFault {
    pub line: usize,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    pub code: &'static str,
    pub text: String,
}

/// `directory import @`.
#[derive(Debug, Serialize)]
pub struct ShippedObject {
    pub schema: &'static str,
    pub at: Instant,
    pub editions: Vec<ShippedRow>,
}

#[derive(Debug, Serialize)]
pub struct ShippedRow {
    pub state: &'static str,
    pub name: String,
    pub contacts: usize,
}
