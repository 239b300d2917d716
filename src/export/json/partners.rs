//! `vigie directory`: debt, tests, editions.

use serde::Serialize;

use super::Instant;

#[derive(Debug, Serialize)]
pub struct DebtObject {
    pub schema: &'static str,
    pub at: Instant,
    /// A proof older than this is owed anew.
    pub over_s: i64,
    /// All of them, listed or not.
    pub owed: usize,
    pub channels: Vec<DebtRow>,
}

#[derive(Debug, Serialize)]
pub struct DebtRow {
    /// Contact and channel.
    pub id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub value: String,
    pub standing: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proved: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_s: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<TryRow>,
}

#[derive(Debug, Serialize)]
pub struct TryRow {
    pub outcome: &'static str,
    pub at: Instant,
    pub by: String,
}

#[derive(Debug, Serialize)]
pub struct PingPlanObject {
    pub schema: &'static str,
    pub at: Instant,
    pub planned: Vec<PingRow>,
}

/// One test, planned or registered.
#[derive(Debug, Serialize)]
pub struct PingRow {
    /// Contact and channel.
    pub id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub value: String,
    /// When to send it; left out where no hour was found in a week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Instant>,
    /// Their hours are not known; usual ones were taken.
    pub assumed: bool,
    /// Reference of the registered test, or of one that is open already.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request: String,
    /// A test of this channel was open before.
    pub known: bool,
}

#[derive(Debug, Serialize)]
pub struct PingReportObject {
    pub schema: &'static str,
    pub at: Instant,
    pub partners: Vec<PingReportRow>,
}

#[derive(Debug, Serialize)]
pub struct PingReportRow {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub partner: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    pub sent: usize,
    pub answered: usize,
    /// Mean over the answered ones, from sending to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i64>,
    pub failed: usize,
    /// Registered, neither answered nor failed.
    pub open: usize,
}

#[derive(Debug, Serialize)]
pub struct ExportObject {
    pub schema: &'static str,
    pub at: Instant,
    pub file: String,
    pub format: &'static str,
    pub contacts: usize,
    pub bytes: usize,
}

impl PingReportRow {
    pub fn of(partner: String, name: String) -> Self {
        Self { partner, name, sent: 0, answered: 0, minutes: None, failed: 0, open: 0 }
    }
}
