//! Words of editions: why a file is not read, what is wrong in it, what it would change. Values are
//! strangers' and are sanitised where they are put in.

mod en;
mod fr;
#[cfg(test)]
mod tests;

use super::directory::DirectoryText;
use super::refusal::{Pair, Said, filled};
use crate::domain::directory::NewChannel;
use crate::domain::edition::{
    Change, DiffNote, Fault, Group, MatchedBy, Note, Refused, Warning, What, Wrong,
};

pub use en::EN;
pub use fr::FR;

#[derive(Debug)]
pub struct EditionText {
    pub refused: RefusedText,
    pub wrong: WrongText,
    pub notes: NoteText,
    pub changes: ChangeText,
    pub warnings: WarningText,
    /// `line {0}`.
    pub line: &'static str,
    /// `; did you mean "{0}"?`, put behind a sentence.
    pub near: &'static str,
    /// In the order of `Group::ALL`.
    pub groups: [&'static str; 4],
    /// The reason that is written where the edition gives none: source and date.
    pub gone_reason: &'static str,
    pub gone_reason_undated: &'static str,
}

#[derive(Debug)]
pub struct RefusedText {
    pub empty: Pair,
    pub too_large: Pair,
    pub too_many: Pair,
    pub other_kind: Pair,
    pub not_text: Pair,
    pub header: Pair,
    /// `"{0}" looks like {1}`.
    pub header_near: &'static str,
    pub syntax: Pair,
    pub unclosed: Pair,
    pub no_contacts: Pair,
}

#[derive(Debug)]
pub struct WrongText {
    /// Field, value, what it must be.
    pub value: Pair,
    pub number_alone: Pair,
    pub zone: Pair,
    pub state: Pair,
    pub role: Pair,
    pub too_long: Pair,
    pub in_future: Pair,
    pub missing: Pair,
    pub same_key: Pair,
    pub same_channel: Pair,
    pub cells: Pair,
    pub too_many_channels: Pair,
    pub no_value: Pair,
    pub unknown: Pair,
}

#[derive(Debug)]
pub struct NoteText {
    pub encoding: &'static str,
    pub column: &'static str,
    pub twice: &'static str,
    pub property: &'static str,
    pub quotes: &'static str,
    pub left_out: &'static str,
    pub closed_new: &'static str,
    pub stale: &'static str,
    pub same_contact: &'static str,
    pub not_whole: &'static str,
    /// `{0} more`.
    pub untold: &'static str,
}

#[derive(Debug)]
pub struct ChangeText {
    pub added: &'static str,
    pub field: &'static str,
    pub field_filled: &'static str,
    pub field_cleared: &'static str,
    pub channel_added: &'static str,
    pub channel_replaced: &'static str,
    pub channel_field: &'static str,
    pub channel_gone: &'static str,
    pub gone: &'static str,
    pub gone_because: &'static str,
    pub reopened: &'static str,
    pub matched_by_name: &'static str,
    pub matched_by_channel: &'static str,
    /// Behind a change that needs its own yes.
    pub guarded: &'static str,
}

#[derive(Debug)]
pub struct WarningText {
    pub look_alike: &'static str,
    pub shared: &'static str,
    pub calling_code: &'static str,
    pub role_taken: &'static str,
    pub fingerprint: &'static str,
    pub not_compared: &'static str,
}

impl EditionText {
    fn near(&self, nearest: Option<&String>) -> String {
        nearest.map_or_else(String::new, |near| filled(self.near, std::slice::from_ref(near)))
    }

    /// Why the whole file is not read.
    pub fn refused(&self, refused: &Refused) -> Said {
        let words = &self.refused;
        let size = |bytes: u64| format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20));
        let (pair, values) = match refused {
            Refused::Empty => (words.empty, vec![]),
            Refused::TooLarge { size: bytes, limit } => {
                (words.too_large, vec![size(*bytes), size(*limit)])
            }
            Refused::TooMany { limit } => (words.too_many, vec![limit.to_string()]),
            Refused::OtherKind("") => (words.not_text, vec![]),
            Refused::OtherKind(kind) => (words.other_kind, vec![(*kind).to_owned()]),
            Refused::Header { found, missing, near } => {
                let near = near
                    .iter()
                    .map(|(name, near)| filled(words.header_near, &[name.clone(), near.clone()]));
                let near: Vec<String> = near.collect();
                let near =
                    if near.is_empty() { String::new() } else { format!("; {}", near.join(", ")) };
                (words.header, vec![missing.join(", "), found.join(", "), near])
            }
            Refused::Syntax { line, column, detail } => {
                (words.syntax, vec![line.to_string(), column.to_string(), detail.clone()])
            }
            Refused::Unclosed { line } => (words.unclosed, vec![line.to_string()]),
            Refused::NoContacts => (words.no_contacts, vec![]),
        };
        Said { what: filled(pair.0, &values), remedy: filled(pair.1, &values) }
    }

    /// `line 7, column "phone": "12" is not …`, and what to do.
    pub fn fault(&self, fault: &Fault, directory: &DirectoryText) -> Said {
        let words = &self.wrong;
        let (field, value) = (fault.field.clone(), fault.value.clone());
        let (pair, more) = match &fault.wrong {
            Wrong::Value(expected) => (words.value, vec![directory.expected(expected)]),
            Wrong::NumberAlone => (words.number_alone, vec![]),
            Wrong::Zone(near) => (words.zone, vec![self.near(near.as_ref())]),
            Wrong::State(near) => (words.state, vec![self.near(near.as_ref())]),
            Wrong::Role(near) => (words.role, vec![self.near(near.as_ref())]),
            Wrong::TooLong(max) => (words.too_long, vec![max.to_string()]),
            Wrong::InFuture => (words.in_future, vec![]),
            Wrong::Missing(key) => (words.missing, vec![(*key).to_owned()]),
            Wrong::SameKey { key, other } => (words.same_key, vec![key.clone(), other.to_string()]),
            Wrong::SameChannel => (words.same_channel, vec![]),
            Wrong::Cells { found, columns } => {
                (words.cells, vec![found.to_string(), columns.to_string()])
            }
            Wrong::TooManyChannels(max) => (words.too_many_channels, vec![max.to_string()]),
            Wrong::NoValue => (words.no_value, vec![]),
            Wrong::Unknown(near) => (words.unknown, vec![self.near(near.as_ref())]),
        };
        let values: Vec<String> = [field, value].into_iter().chain(more).collect();
        let place = filled(self.line, &[fault.line.to_string()]);
        Said {
            what: format!("{place}: {}", filled(pair.0, &values)),
            remedy: filled(pair.1, &values),
        }
    }

    pub fn note(&self, note: &Note) -> String {
        let words = &self.notes;
        match note {
            Note::Encoding(name) => filled(words.encoding, &[(*name).to_owned()]),
            Note::Column { name, nearest } => {
                filled(words.column, &[name.clone(), self.near(nearest.as_ref())])
            }
            Note::Twice { line, first } => {
                filled(words.twice, &[line.to_string(), first.to_string()])
            }
            Note::Property { name, times } => {
                filled(words.property, &[name.clone(), times.to_string()])
            }
            Note::Quotes => words.quotes.to_owned(),
        }
    }

    pub fn diff_note(&self, note: &DiffNote) -> String {
        let words = &self.notes;
        match note {
            DiffNote::LeftOut { line } => filled(words.left_out, &[line.to_string()]),
            DiffNote::ClosedNew { line, name } => {
                filled(words.closed_new, &[line.to_string(), name.clone()])
            }
            DiffNote::Stale { line, value, .. } => {
                filled(words.stale, &[line.to_string(), value.clone()])
            }
            DiffNote::SameContact { line, first } => {
                filled(words.same_contact, &[line.to_string(), first.to_string()])
            }
            DiffNote::NotWhole => words.not_whole.to_owned(),
        }
    }

    /// Faults and notes that were not kept.
    pub fn untold(&self, count: usize) -> String {
        filled(self.notes.untold, &[count.to_string()])
    }

    pub fn group(&self, group: Group) -> &'static str {
        let at = Group::ALL.iter().position(|g| *g == group).unwrap_or_default();
        self.groups.get(at).copied().unwrap_or_default()
    }

    /// What would change, without the contact's name: `phone: +33… → +33…`.
    pub fn change(&self, change: &Change, directory: &DirectoryText) -> String {
        let words = &self.changes;
        let value = |new: &NewChannel| new.fields.get("value").cloned().unwrap_or_default();
        let label = |key: &str| directory.field(key).to_owned();
        match &change.what {
            What::Added { channels, .. } => {
                let reached =
                    |new: &NewChannel| format!("{} {}", directory.kind(new.kind), value(new));
                let reached: Vec<String> = channels.iter().map(reached).collect();
                filled(words.added, &[reached.join(", ")])
            }
            What::Field { field, before, after } => {
                let shown = |text: &str| directory.value(field, text);
                let values = [label(field), shown(before), shown(after)];
                match (before.is_empty(), after.is_empty()) {
                    (true, _) => filled(words.field_filled, &values),
                    (_, true) => filled(words.field_cleared, &values),
                    _ => filled(words.field, &values),
                }
            }
            What::ChannelAdded(new) => {
                filled(words.channel_added, &[directory.kind(new.kind).to_owned(), value(new)])
            }
            What::ChannelReplaced { kind, before, new, .. } => {
                let kind = directory.kind(*kind).to_owned();
                filled(words.channel_replaced, &[kind, before.clone(), value(new)])
            }
            What::ChannelField { kind, value, field, before, after, .. } => {
                let label = directory.channel_field(field).to_owned();
                let shown = |text: &str| directory.value(field, text);
                let kind = directory.kind(*kind).to_owned();
                let values = [kind, value.clone(), label, shown(before), shown(after)];
                filled(words.channel_field, &values)
            }
            What::ChannelGone { kind, value, .. } => {
                filled(words.channel_gone, &[directory.kind(*kind).to_owned(), value.clone()])
            }
            What::Gone { reason } if reason.is_empty() => words.gone.to_owned(),
            What::Gone { reason } => filled(words.gone_because, std::slice::from_ref(reason)),
            What::Reopened => words.reopened.to_owned(),
        }
    }

    /// How the contact was found, where that is not by its key.
    pub fn matched(&self, by: MatchedBy) -> Option<&'static str> {
        match by {
            MatchedBy::Nothing | MatchedBy::Key => None,
            MatchedBy::Name => Some(self.changes.matched_by_name),
            MatchedBy::Channel => Some(self.changes.matched_by_channel),
        }
    }

    pub fn warning(&self, warning: &Warning, directory: &DirectoryText) -> String {
        let words = &self.warnings;
        match warning {
            Warning::LookAlike { domain, known } => {
                filled(words.look_alike, &[domain.clone(), known.clone()])
            }
            Warning::Shared { value, name, state, .. } => {
                filled(words.shared, &[value.clone(), name.clone(), state.clone()])
            }
            Warning::CallingCode { value, expected } => {
                filled(words.calling_code, &[value.clone(), expected.clone()])
            }
            Warning::RoleTaken { role, name, .. } => {
                filled(words.role_taken, &[directory.role(*role).to_owned(), name.clone()])
            }
            Warning::Fingerprint => words.fingerprint.to_owned(),
            Warning::NotCompared { domain } => {
                filled(words.not_compared, std::slice::from_ref(domain))
            }
        }
    }

    /// The reason for closing what the edition lacks.
    pub fn gone_reason(&self, source: &str, as_of: &str) -> String {
        let values = [source.to_owned(), as_of.to_owned()];
        filled(if as_of.is_empty() { self.gone_reason_undated } else { self.gone_reason }, &values)
    }
}
