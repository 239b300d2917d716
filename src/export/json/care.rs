//! The desk itself: status, proof, errors, what `doctor` and `check` found, where things lie.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Instant, empty};

/// Every answer with an exit code other than 0.
#[derive(Debug, Serialize)]
pub struct ErrorObject<'a> {
    pub schema: &'static str,
    pub at: Instant,
    pub kind: &'a str,
    pub what: &'a str,
    #[serde(skip_serializing_if = "empty")]
    pub remedy: &'a str,
}

#[derive(Debug, Serialize)]
pub struct StatusObject {
    pub schema: &'static str,
    pub at: Instant,
    pub desk: String,
    pub mode: &'static str,
    pub entries: u64,
    pub requests: u64,
    pub state_hash: String,
    pub open: u64,
    pub late: u64,
    /// Alarms by priority; empty while the desk keeps none.
    pub alarms: BTreeMap<String, u64>,
    pub desks: Vec<DeskRow>,
    pub problems: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct DeskRow {
    pub name: String,
    pub seen_s: i64,
    pub behind: u64,
}

#[derive(Debug, Serialize)]
pub struct VerifyObject {
    pub schema: &'static str,
    pub at: Instant,
    pub ok: bool,
    pub entries: u64,
    pub problems: Vec<ProblemRow>,
}

#[derive(Debug, Serialize)]
pub struct ProblemRow {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub entry: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub author: String,
    pub what: String,
}

#[derive(Debug, Serialize)]
pub struct RebuildObject {
    pub schema: &'static str,
    pub at: Instant,
    pub entries: u64,
    pub requests: u64,
    pub state_hash: String,
    /// Whether the state hash is that of before.
    pub same: bool,
}

#[derive(Debug, Serialize)]
pub struct AuditObject {
    pub schema: &'static str,
    pub at: Instant,
    pub id: String,
    pub entries: Vec<AuditRow>,
}

#[derive(Debug, Serialize)]
pub struct AuditRow {
    pub entry: String,
    pub author: String,
    pub number: u64,
    pub at: Instant,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub desk: String,
    pub what: String,
    pub changes: Vec<ChangeRow>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct ChangeRow {
    pub field: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

#[derive(Debug, Serialize)]
pub struct DoctorObject {
    pub schema: &'static str,
    pub at: Instant,
    pub ok: bool,
    pub checks: Vec<DoctorRow>,
}

#[derive(Debug, Serialize)]
pub struct DoctorRow {
    pub name: &'static str,
    pub level: &'static str,
    pub text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remedy: String,
}

#[derive(Debug, Serialize)]
pub struct CheckObject {
    pub schema: &'static str,
    pub at: Instant,
    pub ok: bool,
    pub faults: Vec<FaultRow>,
}

#[derive(Debug, Serialize)]
pub struct FaultRow {
    pub file: String,
    /// From 1; left out where no place is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    pub what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remedy: String,
}

#[derive(Debug, Serialize)]
pub struct PathsObject {
    pub schema: &'static str,
    pub at: Instant,
    pub config: String,
    pub site_config: String,
    pub catalogue: String,
    pub data: String,
    pub database: String,
    pub keys: String,
    pub state: String,
    pub log: String,
}

#[derive(Debug, Serialize)]
pub struct InitObject {
    pub schema: &'static str,
    pub at: Instant,
    pub desk: String,
    pub officer: String,
    pub country: String,
    pub mode: &'static str,
    pub home: String,
}
