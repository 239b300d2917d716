//! Entries of the record → the rows of `audit`.

use jiff::Timestamp;

use crate::desk::AuditLine;
use crate::domain::directory::ContactFact;
use crate::domain::{Fact, Recorded};
use crate::export::json::{AuditObject, AuditRow, ChangeRow};
use crate::export::text::AuditEntry;

pub fn object(id: &str, lines: &[AuditLine], now: Timestamp) -> AuditObject {
    let row = |line: &AuditLine| {
        let recorded = line.recorded.as_ref();
        AuditRow {
            entry: line.raw.id.to_string(),
            author: line.raw.author.to_string(),
            number: line.raw.seq,
            at: recorded.map_or(line.raw.arrived, |r| r.at).into(),
            by: recorded.map_or_else(String::new, |r| r.officer.clone()),
            desk: recorded.map_or_else(String::new, |r| r.desk.clone()),
            what: recorded.map_or("unknown", |r| word(&r.fact)).to_owned(),
            changes: line
                .changes
                .iter()
                .map(|change| ChangeRow {
                    field: change.field.clone(),
                    before: change.before.clone(),
                    after: change.after.clone(),
                })
                .collect(),
            text: recorded.map_or_else(String::new, words),
        }
    };
    AuditObject {
        schema: "vigie.audit/1",
        at: now.into(),
        id: id.to_owned(),
        entries: lines.iter().map(row).collect(),
    }
}

pub fn rows(lines: &[AuditLine]) -> Vec<AuditEntry> {
    let row = |line: &AuditLine| {
        let recorded = line.recorded.as_ref();
        AuditEntry {
            entry: line.raw.id.to_string(),
            number: line.raw.seq,
            at: recorded.map_or(line.raw.arrived, |r| r.at),
            by: recorded.map_or_else(String::new, |r| r.officer.clone()),
            desk: recorded.map_or_else(String::new, |r| r.desk.clone()),
            what: recorded.map_or_else(String::new, |r| word(&r.fact).to_owned()),
            text: recorded.map_or_else(String::new, words),
            changes: line
                .changes
                .iter()
                .map(|c| (c.field.clone(), c.before.clone(), c.after.clone()))
                .collect(),
        }
    };
    lines.iter().map(row).collect()
}

fn word(fact: &Fact) -> &'static str {
    match fact {
        Fact::Opened(_) => "opened",
        Fact::Set(_) => "set",
        Fact::Stepped(step) if step.undo => "undo",
        Fact::Stepped(_) => "step",
        Fact::Noted { .. } => "note",
        Fact::IdentifierAdded(_) => "identifier",
        Fact::IdentifierRemoved => "identifier_removed",
        Fact::Attached(_) => "attached",
        Fact::Paused { .. } => "paused",
        Fact::Resumed { .. } => "resumed",
        Fact::Overridden { .. } => "overridden",
        Fact::Linked { .. } => "linked",
        Fact::Struck { .. } => "struck",
        Fact::Called(_) => "called",
        Fact::Contact(ContactFact::Opened(_)) => "opened",
        Fact::Contact(ContactFact::Set(_)) => "set",
        Fact::Contact(ContactFact::Tried(_)) => "tried",
        Fact::Unknown { .. } => "unknown",
    }
}

/// What the entry says beyond the fields it changes.
fn words(recorded: &Recorded) -> String {
    match &recorded.fact {
        Fact::Opened(opened) => format!("{} {}", opened.reference, opened.kind),
        Fact::Stepped(step) => {
            let until = step.until.map(|until| format!("until {until:.0}"));
            let parts = [until, step.reason.clone(), step.second.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        Fact::Noted { text, .. } => text.clone(),
        Fact::IdentifierAdded(identifier) => {
            format!("{} {}", identifier.kind.word(), identifier.value)
        }
        Fact::Attached(file) => format!("{} sha256 {}", file.name, file.sha256),
        Fact::Paused { clock, reason, owner, until } => {
            format!("{clock} · until {until:.0} · {owner} · {reason}")
        }
        Fact::Resumed { clock } => clock.clone(),
        Fact::Overridden { code, reason } => format!("{code} · {reason}"),
        Fact::Linked { relation, to } => format!("{} {to}", relation.word()),
        Fact::Struck { reason } => reason.clone(),
        Fact::Called(call) => format!("{} · {} · {}", call.outcome.word(), call.name, call.value),
        Fact::Contact(ContactFact::Tried(tried)) => {
            let parts = [tried.outcome.word(), &tried.note];
            parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        Fact::Contact(_) => String::new(),
        Fact::Unknown { kind, .. } => kind.clone(),
        Fact::Set(_) | Fact::IdentifierRemoved => String::new(),
    }
}
