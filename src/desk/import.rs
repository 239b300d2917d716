//! Files from outside. A file becomes its requests in one transaction or none; the same bytes
//! register nothing a second time, on this desk or on another.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::act::Act;
use super::{Desk, Failure, Found, Registration};
use crate::domain::decide::{Planned, Target};
use crate::domain::{Attachment, Audience, EntityId, Fact, Refusal, Relation, decide};
use crate::intake::{self, IntakeContext, Proposal};
use crate::log::{hex, import_entity, sha256};
use crate::view::RequestView;

/// Why a file registered nothing.
#[derive(Debug)]
pub enum ImportRefused {
    File(intake::Refused),
    Desk(Refusal),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    pub view: RequestView,
    /// Registered before, from the same bytes.
    pub known: bool,
    /// Text that no field took; it is kept with the request word for word.
    pub not_understood: Vec<String>,
}

impl Desk {
    pub fn import(
        &mut self,
        name: &str,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Result<Vec<Imported>, ImportRefused>, Failure> {
        let cx = IntakeContext {
            catalogue: self.catalogue(),
            our_country: &self.profile().country,
            now,
            our_zone: &self.seat().zone,
        };
        let proposals = match intake::read(name, bytes, &cx) {
            Ok(proposals) => proposals,
            Err(refused) => return Ok(Err(ImportRefused::File(refused))),
        };
        let hash = sha256(bytes);
        let source =
            Attachment { name: name.to_owned(), size: bytes.len() as u64, sha256: hex(&hash) };
        let mut acts = Vec::new();
        let mut blobs = vec![(source.sha256.clone(), bytes.to_vec())];
        let mut outcome = Vec::new();
        for (index, proposal) in proposals.into_iter().enumerate() {
            let entity = EntityId(import_entity(&of_index(&hash, index)));
            let known = self.view(entity)?.is_some();
            outcome.push((entity, known, proposal.not_understood.clone()));
            if known {
                continue;
            }
            let previous = proposal.previous_ref.clone();
            let mut new = registration(proposal, entity, source.clone());
            blobs.append(&mut new.take_blobs());
            match decide(None, self.registration(new), &self.cx(&[], &[], now)) {
                Ok(mut planned) => {
                    planned.extend(self.link(entity, previous.as_deref())?);
                    acts.push(Act { planned, at: now });
                }
                Err(refusal) => return Ok(Err(ImportRefused::Desk(refusal))),
            }
        }
        if !acts.is_empty() {
            self.record(&acts, &blobs)?;
        }
        let mut imported = Vec::new();
        for (entity, known, not_understood) in outcome {
            let view = self.view(entity)?.ok_or_else(|| self.lost(entity))?;
            imported.push(Imported { view, known, not_understood });
        }
        Ok(Ok(imported))
    }

    /// An extension is tied to the request it names, where that is one of ours.
    fn link(&self, entity: EntityId, previous: Option<&str>) -> Result<Option<Planned>, Failure> {
        let Some(previous) = previous.filter(|text| text.len() >= 4) else { return Ok(None) };
        Ok(match self.find(previous)? {
            Found::One(to) if to != entity => Some(Planned {
                target: Target::Known(entity),
                refs: Vec::new(),
                fact: Fact::Linked { relation: Relation::Extends, to },
            }),
            _ => None,
        })
    }
}

/// The first request of a file is named by the file itself; further ones by their place too.
fn of_index(hash: &[u8; 32], index: usize) -> [u8; 32] {
    if index == 0 {
        return *hash;
    }
    let mut bytes = hash.to_vec();
    bytes.extend((index as u64).to_be_bytes());
    sha256(&bytes)
}

fn registration(proposal: Proposal, entity: EntityId, source: Attachment) -> Registration {
    let mut fields: BTreeMap<String, String> = proposal.fields;
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fields.entry(key.to_owned()).or_insert(value);
        }
    };
    put("partner", proposal.partner);
    put("their_ref", proposal.their_ref);
    put("previous_ref", proposal.previous_ref);
    put("channel", Some(proposal.channel));
    if let Some(sender) = proposal.sender {
        put("sender.name", Some(sender.name));
        put("sender.from", Some(sender.from));
        put("sender.reply_to", sender.reply_to);
        put("sender.message_id", sender.message_id);
    }
    let notes = proposal.notes.into_iter().map(|text| (text, Audience::Internal));
    let kept = proposal.not_understood.into_iter().map(|text| (text, Audience::Source));
    let mut new = Registration::new(&proposal.kind, proposal.direction, fields);
    new.identifiers = proposal.identifiers;
    new.attachments = proposal.attachments;
    new.notes = notes.chain(kept).collect();
    new.source = Some((source, Vec::new()));
    new.entity = Some(entity);
    new
}
