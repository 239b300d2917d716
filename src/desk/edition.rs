//! Editions of the directory behind the one door: compared with what is held, and what an officer
//! accepts of one recorded in one transaction.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::directory::ContactWish;
use super::{Desk, Failure, Look};
use crate::domain::EntityId;
use crate::domain::catalogue::Catalogue;
use crate::domain::directory::{Contact, ContactCommand, DirectoryRefusal, Fields, merge};
use crate::edition::{self, Change, Diff, Edition};

/// What was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    pub changes: usize,
    pub contacts: usize,
}

/// Why nothing was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditionRefused {
    /// No change has this number.
    NoSuchChange { number: usize },
    /// The directory may not do what this change wants.
    Change { number: usize, refusal: DirectoryRefusal },
}

impl Look {
    /// All contacts, closed ones too, as the record tells them.
    pub fn merged_contacts(&self) -> Result<Vec<Contact>, Failure> {
        let mut contacts = Vec::new();
        for entity in self.store.contact_entities()? {
            contacts.extend(merge::replay(entity, &self.entries(entity)?));
        }
        Ok(contacts)
    }

    /// What an edition would change. Nothing is recorded.
    pub fn propose_edition(
        &self,
        edition: &Edition,
        catalogue: &Catalogue,
    ) -> Result<Diff, Failure> {
        let held = self.merged_contacts()?;
        let mut edition = edition.clone();
        for proposed in edition.contacts.iter_mut().filter(|proposed| proposed.named) {
            let known = held.iter().any(|contact| contact.entity == proposed.entity);
            // A file may name anything: what is no contact here stays none.
            if !known && !self.entries(proposed.entity)?.is_empty() {
                proposed.unname();
            }
        }
        Ok(edition::diff(&edition, &held, catalogue))
    }
}

impl Desk {
    /// Records the accepted changes, by their numbers, all of them or none. `reason` is written where
    /// a contact or a channel is closed and the edition gives none.
    pub fn accept_edition(
        &mut self,
        changes: &[Change],
        accepted: &[usize],
        reason: &str,
        now: Timestamp,
    ) -> Result<Result<Applied, EditionRefused>, Failure> {
        let mut chosen: Vec<&Change> = Vec::new();
        for number in accepted {
            match changes.iter().find(|change| change.number == *number) {
                Some(change) if chosen.iter().any(|c| c.number == change.number) => {}
                Some(change) => chosen.push(change),
                None => return Ok(Err(EditionRefused::NoSuchChange { number: *number })),
            }
        }
        chosen.sort_by_key(|change| change.number);
        let (wishes, numbers) = self.wishes(&chosen, reason)?;
        let done = self.contact_acts(wishes, now)?;
        Ok(match done {
            Ok(contacts) => Ok(Applied { changes: chosen.len(), contacts }),
            Err((at, refusal)) => {
                let number = numbers.get(at).copied().unwrap_or_default();
                Err(EditionRefused::Change { number, refusal })
            }
        })
    }

    /// Acts, and for each the number of its change. Fields of one contact are one act.
    fn wishes(
        &self,
        chosen: &[&Change],
        reason: &str,
    ) -> Result<(Vec<ContactWish>, Vec<usize>), Failure> {
        let mut fields: BTreeMap<EntityId, (usize, Fields)> = BTreeMap::new();
        let mut acts: Vec<(usize, ContactWish)> = Vec::new();
        for change in chosen {
            let (number, entity) = (change.number, change.entity);
            if !change.carried.is_empty() && !fields.contains_key(&entity) {
                let held = self.merged_contact(entity)?;
                let held = |key: &str| held.as_ref().map_or("", |held| held.field(key));
                let carried = change.carried.iter().filter(|(key, value)| held(key) != *value);
                let carried = carried.map(|(key, value)| (key.clone(), value.clone())).collect();
                fields.insert(entity, (number, carried));
            }
            for command in &change.commands {
                match reasoned(command, reason) {
                    ContactCommand::Set(more) => {
                        let all = fields.entry(entity).or_insert((number, Fields::new()));
                        all.1.extend(more);
                    }
                    ContactCommand::Open { entity, fields, channels } => {
                        let command = ContactCommand::Open { entity, fields, channels };
                        acts.push((number, (None, command)));
                    }
                    command => acts.push((number, (Some(entity), command))),
                }
            }
        }
        let set = fields.into_iter().filter(|(_, (_, fields))| !fields.is_empty());
        let set = set.map(|(entity, (number, fields))| {
            (number, (Some(entity), ContactCommand::Set(fields)))
        });
        acts.extend(set);
        Ok(acts.into_iter().map(|(number, wish)| (wish, number)).unzip())
    }
}

fn reasoned(command: &ContactCommand, reason: &str) -> ContactCommand {
    let given = |own: &str| if own.is_empty() { reason.to_owned() } else { own.to_owned() };
    match command {
        ContactCommand::Close { reason } => ContactCommand::Close { reason: given(reason) },
        ContactCommand::CloseChannel { channel, reason } => {
            ContactCommand::CloseChannel { channel: *channel, reason: given(reason) }
        }
        other => other.clone(),
    }
}
