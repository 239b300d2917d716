//! An edition beside what is held: the changes it would make, none of them made. Pure.
//!
//! A telephone number or an address of a known contact that the edition has otherwise is *guarded*:
//! it needs an officer's own yes, never that of a group, and even then the held one stays in use
//! until the new one has been proved (a poisoned directory would defeat call-back).

mod channels;
mod held;
mod warn;

use std::collections::{BTreeSet, HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::{Change, Diff, DiffNote, Edition, Group, MatchedBy, Proposed, Warning, What};
use crate::domain::catalogue::Catalogue;
use crate::domain::directory::{Contact, ContactCommand, Fields, NewChannel, channel_id};
use crate::domain::{ChannelId, EntityId};
use held::Held;
use warn::Warner;

/// Written with the edition, not compared.
const CARRIED: [&str; 4] = ["series", "key", "source", "as_of"];
/// Say whether it is closed.
const CLOSING: [&str; 2] = ["closed", "closed_reason"];

/// A change that does not know yet whose it is.
struct Draft {
    what: What,
    guarded: bool,
    warnings: Vec<Warning>,
    command: ContactCommand,
}

impl Draft {
    fn of(what: What, command: ContactCommand) -> Self {
        Self { what, guarded: false, warnings: Vec::new(), command }
    }
}

struct Differ<'a> {
    warner: Warner<'a>,
    changes: Vec<Change>,
    notes: Vec<DiffNote>,
    unchanged: usize,
}

/// Compares. `held` are all contacts, closed ones too.
pub fn diff(edition: &Edition, held: &[Contact], catalogue: &Catalogue) -> Diff {
    let index = Held::new(held);
    let matched = index.matched(edition);
    let warner = Warner::new(catalogue, &index);
    let mut differ = Differ { warner, changes: Vec::new(), notes: Vec::new(), unchanged: 0 };
    let mut taken: HashMap<usize, usize> = HashMap::new();
    for (proposed, place) in edition.contacts.iter().zip(&matched) {
        let known = place.and_then(|(at, by)| Some((at, by, held.get(at)?)));
        let Some((at, by, contact)) = known else {
            differ.added(proposed);
            continue;
        };
        match taken.get(&at) {
            Some(first) => {
                let note = DiffNote::SameContact { line: proposed.line, first: *first };
                differ.notes.push(note);
            }
            None => {
                taken.insert(at, proposed.line);
                differ.known(proposed, contact, by);
            }
        }
    }
    differ.gone(edition, held, &taken);
    differ.done()
}

/// The contact is known from an earlier edition of the same directory.
fn same_series(proposed: &Proposed, held: &Contact) -> bool {
    let series = held.field("series");
    !series.is_empty() && series == proposed.field("series")
}

/// Lists are the same whatever stands around their commas.
fn same(before: &str, after: &str) -> bool {
    let items = |text: &'_ str| text.split(',').map(|i| i.trim().to_owned()).collect::<Vec<_>>();
    before == after || (before.contains(',') && items(before) == items(after))
}

impl Differ<'_> {
    fn push(&mut self, of: (EntityId, &str, &str), line: usize, by: MatchedBy, draft: Draft) {
        let (entity, state, name) = of;
        let hash = Sha256::digest(format!("{entity}\n{:?}", draft.what));
        let code = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let group = match draft.what {
            What::Added { .. } => Group::Added,
            What::Gone { .. } | What::ChannelGone { .. } => Group::Gone,
            What::Field { .. } | What::Reopened => Group::Fields,
            _ => Group::Channels,
        };
        self.changes.push(Change {
            number: self.changes.len() + 1,
            code,
            group,
            entity,
            state: state.to_owned(),
            name: name.to_owned(),
            line,
            matched: by,
            what: draft.what,
            guarded: draft.guarded,
            warnings: draft.warnings,
            commands: vec![draft.command],
            carried: Fields::new(),
        });
    }

    fn added(&mut self, proposed: &Proposed) {
        let get = |key: &str| proposed.field(key);
        if ["state", "name", "role"].iter().any(|key| get(key).is_empty()) {
            self.notes.push(DiffNote::LeftOut { line: proposed.line });
            return;
        }
        let (line, name) = (proposed.line, get("name"));
        if !get("closed").is_empty() {
            self.notes.push(DiffNote::ClosedNew { line, name: name.to_owned() });
            return;
        }
        let filled = proposed.fields.iter().filter(|(_, value)| !value.is_empty());
        let fields: Fields = filled.map(|(key, value)| (key.clone(), value.clone())).collect();
        let open =
            |channel: &&NewChannel| channel.fields.get("closed").is_none_or(String::is_empty);
        let channels: Vec<NewChannel> = proposed.channels.iter().filter(open).cloned().collect();
        let entity = proposed.entity;
        let mut warnings = self.warner.roles(get("state"), get("role"), entity);
        warnings.extend(self.of_channels(&channels, get("state"), entity));
        warnings.extend(self.domains(get("domains")));
        let (command, more) = opening(entity, &fields, &channels);
        let draft = Draft {
            guarded: warnings.iter().any(Warning::guards),
            warnings,
            ..Draft::of(What::Added { fields, channels }, command)
        };
        self.push((entity, get("state"), name), line, MatchedBy::Nothing, draft);
        if let Some(change) = self.changes.last_mut() {
            change.commands.extend(more);
        }
    }

    fn domains(&mut self, list: &str) -> Vec<Warning> {
        let domains = list.split(',').map(|domain| domain.trim().to_lowercase());
        domains.filter(|d| !d.is_empty()).filter_map(|d| self.warner.domain(&d)).collect()
    }

    fn known(&mut self, proposed: &Proposed, held: &Contact, by: MatchedBy) {
        let mut drafts = Vec::new();
        let closed_there = !proposed.field("closed").is_empty();
        match (held.is_closed(), closed_there) {
            (true, true) => {}
            (false, true) => {
                let reason = proposed.field("closed_reason").to_owned();
                let command = ContactCommand::Close { reason: reason.clone() };
                drafts.push(Draft::of(What::Gone { reason }, command));
            }
            (closed, false) => {
                if closed {
                    let draft = Draft::of(What::Reopened, ContactCommand::Reopen);
                    drafts.push(Draft { guarded: true, ..draft });
                }
                self.fields(proposed, held, &mut drafts);
                channels::compare(self, held, proposed, &mut drafts);
            }
        }
        if drafts.is_empty() {
            self.unchanged += 1;
        }
        let carried = carried(proposed, held);
        for draft in drafts {
            let of = (held.entity, held.state(), held.field("name"));
            self.push(of, proposed.line, by, draft);
            if let Some(change) = self.changes.last_mut() {
                change.carried.clone_from(&carried);
            }
        }
    }

    fn fields(&mut self, proposed: &Proposed, held: &Contact, drafts: &mut Vec<Draft>) {
        let same_series = same_series(proposed, held);
        for (key, after) in &proposed.fields {
            let before = held.field(key);
            let passed = CARRIED.contains(&key.as_str()) || CLOSING.contains(&key.as_str());
            let silent = after.is_empty() && !same_series;
            if passed || silent || same(before, after) {
                continue;
            }
            let (field, before, after) = (key.clone(), before.to_owned(), after.clone());
            let mut draft = Draft::of(
                What::Field { field, before, after: after.clone() },
                ContactCommand::Set(Fields::from([(key.clone(), after.clone())])),
            );
            // Who it speaks for, and whose mail is believed.
            match key.as_str() {
                "state" => {
                    draft.guarded = true;
                    draft.warnings = self.warner.roles(&after, held.field("role"), held.entity);
                }
                "role" => draft.warnings = self.warner.roles(held.state(), &after, held.entity),
                "domains" => {
                    draft.guarded = true;
                    draft.warnings = self.domains(&after);
                }
                _ => {}
            }
            draft.guarded |= draft.warnings.iter().any(Warning::guards);
            drafts.push(draft);
        }
    }

    /// Contacts of the same series that the edition lacks.
    fn gone(&mut self, edition: &Edition, held: &[Contact], taken: &HashMap<usize, usize>) {
        let series: HashSet<&str> =
            edition.contacts.iter().map(|c| c.field("series")).filter(|s| !s.is_empty()).collect();
        let lacking = held.iter().enumerate().filter(|(at, contact)| {
            !contact.is_closed()
                && series.contains(contact.field("series"))
                && !taken.contains_key(at)
                && !edition.aside.contains(&contact.entity)
        });
        let lacking: Vec<&Contact> = lacking.map(|(_, contact)| contact).collect();
        if !edition.whole && !lacking.is_empty() {
            self.notes.push(DiffNote::NotWhole);
            return;
        }
        for contact in lacking {
            let draft = Draft::of(
                What::Gone { reason: String::new() },
                ContactCommand::Close { reason: String::new() },
            );
            let of = (contact.entity, contact.state(), contact.field("name"));
            self.push(of, 0, MatchedBy::Key, draft);
        }
    }

    fn done(mut self) -> Diff {
        // Two changes of one name could be taken for each other: both get a longer one.
        let mut seen = BTreeSet::new();
        for change in &mut self.changes {
            while !seen.insert(change.code.clone()) {
                change.code.push('x');
            }
        }
        Diff { changes: self.changes, unchanged: self.unchanged, notes: self.notes }
    }
}

/// Opens a contact with its channels; those that are to take another's place come after it.
fn opening(
    entity: EntityId,
    fields: &Fields,
    channels: &[NewChannel],
) -> (ContactCommand, Vec<ContactCommand>) {
    let value = |new: &NewChannel| new.fields.get("value").cloned().unwrap_or_default();
    let ids: HashSet<ChannelId> =
        channels.iter().map(|new| channel_id(new.kind, &value(new))).collect();
    let mut first = Vec::new();
    let mut later = Vec::new();
    for new in channels {
        let mut new = new.clone();
        let old: Option<ChannelId> = new.fields.remove("replaces").and_then(|id| id.parse().ok());
        match old.filter(|old| ids.contains(old) && *old != channel_id(new.kind, &value(&new))) {
            Some(old) => later.push(ContactCommand::ReplaceChannel { old, new }),
            None => first.push(new),
        }
    }
    (ContactCommand::Open { entity: Some(entity), fields: fields.clone(), channels: first }, later)
}

/// What is written along: the edition of which the contact is known, where it is another.
fn carried(proposed: &Proposed, held: &Contact) -> Fields {
    let other =
        !held.field("series").is_empty() && held.field("series") != proposed.field("series");
    let keys = CARRIED.iter().filter(|key| !(other && matches!(**key, "series" | "key")));
    let values = keys.map(|key| (*key, proposed.field(key)));
    values
        .filter(|(key, value)| !value.is_empty() && *value != held.field(key))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}
