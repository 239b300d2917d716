//! The JSON contract: one object per answer, with `schema` and `at`; instants in RFC 3339 UTC,
//! durations in whole seconds. What is unknown is left out, never null and never an empty text.

mod care;
mod directory;
mod edition;
mod escape;
mod partners;
mod request;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::domain::clock::{ClockState, Reading};

pub use care::{
    AuditObject, AuditRow, ChangeRow, CheckObject, DeskRow, DoctorObject, DoctorRow, ErrorObject,
    FaultRow, InitObject, PathsObject, ProblemRow, RebuildObject, StatusObject, VerifyObject,
};
pub use directory::{ContactsObject, RoutesObject, WhoObject};
pub use edition::{EditionChange, EditionFault, EditionObject, ShippedObject, ShippedRow};
pub use escape::render;
pub use partners::{
    DebtObject, DebtRow, ExportObject, PingPlanObject, PingReportObject, PingReportRow, PingRow,
    TryRow,
};
pub use request::{
    Checks, ClockRow, ExplainObject, ExplainedClock, IntakeObject, IntakeRow, QueueObject,
    RefusedFile, RequestObject, RequestRow, StepObject, StepRow, WaitingClock, checks, clock_row,
};

/// An instant in whole seconds, RFC 3339 with `Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant(pub Timestamp);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&format_args!("{:.0}", self.0))
    }
}

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

/// Seconds left on a clock, so that `due` is always `at` and `left_s` together; within a pause the
/// time that is left when it ends.
fn left(reading: Reading, due: Option<Timestamp>, now: Timestamp) -> Option<i64> {
    match reading.state {
        ClockState::Paused => reading.left.map(|left| left.as_secs()),
        _ => due.map(|due| due.as_second() - now.as_second()),
    }
}

fn empty(text: &str) -> bool {
    text.is_empty()
}

/// Empty text is unknown.
fn known(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
