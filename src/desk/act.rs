//! Acts: decide, seal, store, project.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Desk, Failure, FailureKind, Profile, Seat, identity, project, reference};
use crate::domain::decide::{NewRequest, Planned, Target};
use crate::domain::{
    Attachment, Audience, Command, Direction, EntityId, EntryId, Fact, Identifier, Recorded,
    Reference, Refusal, decide,
};
use crate::log::{Actor, Chain, Entry, SealError, Signer};
use crate::store::{OwnLog, wire};
use crate::view::RequestView;

/// A request to be registered; the reference is drawn by the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub kind: String,
    pub direction: Direction,
    pub fields: BTreeMap<String, String>,
    pub identifiers: Vec<Identifier>,
    /// Files with their bytes: kept as evidence under their hash.
    pub attachments: Vec<(Attachment, Vec<u8>)>,
    pub notes: Vec<(String, Audience)>,
    pub(super) source: Option<(Attachment, Vec<u8>)>,
    pub(super) entity: Option<EntityId>,
}

impl Registration {
    pub fn new(kind: &str, direction: Direction, fields: BTreeMap<String, String>) -> Self {
        Self {
            kind: kind.to_owned(),
            direction,
            fields,
            identifiers: Vec::new(),
            attachments: Vec::new(),
            notes: Vec::new(),
            source: None,
            entity: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Registered {
    pub view: RequestView,
    /// The same file had been registered before; nothing was recorded.
    pub known: bool,
}

impl Desk {
    /// Decides and records one act. Returns what the request has become.
    ///
    /// Another process on the same database may write between the decision and its record: then
    /// nothing is recorded and the act is decided anew on what is there.
    pub fn execute(
        &mut self,
        entity: EntityId,
        command: Command,
        now: Timestamp,
    ) -> Result<Result<RequestView, Refusal>, Failure> {
        loop {
            let entries = self.entries(entity)?;
            let request = project::merged(&self.catalogue, entity, &entries);
            let findings = request
                .as_ref()
                .map(|r| project::findings(&self.catalogue, &self.profile().country, r));
            let findings = findings.unwrap_or_default();
            let cx = self.cx(&entries, &findings, now);
            let planned = match decide(request.as_ref(), command.clone(), &cx) {
                Ok(planned) => planned,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let seen = Seen { entity, entries: entries.len() };
            if self.record_if(&[Act { planned, at: now }], &[], Some(seen))?.is_some() {
                let view = self.view(entity)?;
                return view.map(Ok).ok_or_else(|| self.lost(entity));
            }
        }
    }

    /// Registers a new request. The reference is drawn in the transaction that records it.
    pub fn register(
        &mut self,
        mut new: Registration,
        now: Timestamp,
    ) -> Result<Result<Registered, Refusal>, Failure> {
        if let Some(entity) = new.entity
            && let Some(view) = self.view(entity)?
        {
            return Ok(Ok(Registered { view, known: true }));
        }
        let blobs = new.take_blobs();
        let planned = match decide(None, self.registration(new), &self.cx(&[], &[], now)) {
            Ok(planned) => planned,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let touched = self.record(&[Act { planned, at: now }], &blobs)?;
        let Some(&entity) = touched.first() else { return Ok(Err(Refusal::NoRequest)) };
        let view = self.view(entity)?.ok_or_else(|| self.lost(entity))?;
        Ok(Ok(Registered { view, known: false }))
    }

    pub(super) fn registration(&self, new: Registration) -> Command {
        Command::Register(Box::new(NewRequest {
            entity: new.entity,
            // Replaced by the drawn one when the entry is sealed.
            reference: Reference::new(&self.profile().country, 1, 0),
            kind: new.kind,
            direction: new.direction,
            fields: new.fields,
            identifiers: new.identifiers,
            attachments: new.attachments.into_iter().map(|(file, _)| file).collect(),
            source: new.source.map(|(file, _)| file),
            notes: new.notes,
        }))
    }

    /// Seals, stores and projects acts in one transaction.
    pub(super) fn record(
        &mut self,
        acts: &[Act],
        blobs: &[(String, Vec<u8>)],
    ) -> Result<Vec<EntityId>, Failure> {
        Ok(self.record_if(acts, blobs, None)?.unwrap_or_default())
    }

    /// As `record`; `None`, and nothing recorded, where `seen` is no longer all there is.
    fn record_if(
        &mut self,
        acts: &[Act],
        blobs: &[(String, Vec<u8>)],
        seen: Option<Seen>,
    ) -> Result<Option<Vec<EntityId>>, Failure> {
        let total = acts.iter().map(|act| act.planned.len()).sum();
        let salts = salts(total)?;
        let Self { look, seat, catalogue, signer, share } = self;
        let (profile, store) = look.parts();
        let country = profile.country.clone();
        let mut failed = None;
        let mut stale = false;
        let mut seal = |own: &OwnLog<'_>| {
            stale = seen.is_some_and(|seen| own.entries_of(seen.entity).len() != seen.entries);
            if stale {
                return Vec::new();
            }
            let mut sealer = Sealer {
                chain: own.head.as_ref().map_or_else(
                    || Chain::open(signer.public(), profile.incarnation, own.latest),
                    |head| head.resume(own.latest),
                ),
                signer,
                share,
                seat,
                profile,
                own,
                salts: salts.iter(),
                last_number: None,
            };
            sealer.all(acts).unwrap_or_else(|error| {
                failed = Some(error);
                Vec::new()
            })
        };
        let mut project = |entity: EntityId, entries: &[Recorded]| {
            project::project(catalogue, &country, entity, entries)
        };
        let log = (signer.public(), profile.incarnation);
        let appended = store.append_own(log, &mut seal, blobs, &mut project)?;
        match failed {
            Some(error) => Err(Failure::new(FailureKind::Record, &self.home().database(), error)),
            None if stale => Ok(None),
            None => Ok(Some(appended.touched)),
        }
    }

    pub(super) fn lost(&self, entity: EntityId) -> Failure {
        let path = self.home().database();
        Failure::new(FailureKind::Damaged, &path, format!("request {entity} cannot be read back"))
    }
}

impl Registration {
    pub(super) fn take_blobs(&mut self) -> Vec<(String, Vec<u8>)> {
        let files = self.attachments.iter_mut().chain(&mut self.source);
        files
            .filter(|(_, bytes)| !bytes.is_empty())
            .map(|(file, bytes)| (file.sha256.clone(), std::mem::take(bytes)))
            .collect()
    }
}

/// What a decision rested on.
#[derive(Debug, Clone, Copy)]
struct Seen {
    entity: EntityId,
    entries: usize,
}

/// Facts of one moment.
pub(super) struct Act {
    pub planned: Vec<Planned>,
    pub at: Timestamp,
}

fn salts(count: usize) -> Result<Vec<[u8; 16]>, Failure> {
    let mut bytes = vec![[0_u8; 16]; count];
    identity::random(bytes.as_flattened_mut())?;
    Ok(bytes)
}

struct Sealer<'a> {
    chain: Chain,
    signer: &'a Signer,
    share: &'a [u8; 32],
    seat: &'a Seat,
    profile: &'a Profile,
    own: &'a OwnLog<'a>,
    salts: std::slice::Iter<'a, [u8; 16]>,
    last_number: Option<(i16, u32)>,
}

impl Sealer<'_> {
    fn all(&mut self, acts: &[Act]) -> Result<Vec<Entry>, SealError> {
        let mut entries = Vec::new();
        for act in acts {
            let mut opened = None;
            for planned in &act.planned {
                let entry = self.one(planned, &mut opened, act.at)?;
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// `opened` is the request that the act creates, and the entry that holds its present state.
    fn one(
        &mut self,
        planned: &Planned,
        opened: &mut Option<(EntityId, EntryId)>,
        at: Timestamp,
    ) -> Result<Entry, SealError> {
        let mut fact = planned.fact.clone();
        let mut refs = planned.refs.clone();
        if let Fact::Opened(new) = &mut fact {
            new.reference = self.draw(at);
        }
        let entity = match planned.target {
            Target::Known(entity) => Some(entity),
            Target::New => opened.map(|(entity, _)| entity),
        };
        let steps = matches!(fact, Fact::Stepped(_));
        if let (Target::New, true, Some((_, state))) = (planned.target, steps, *opened) {
            refs.push(state);
        }
        let actor = Actor {
            officer: self.seat.officer.clone(),
            desk: self.profile.station.clone(),
            via: self.seat.via.to_owned(),
        };
        let draft = wire::draft(entity, &refs, &fact, actor, at);
        let salt = self.salts.next().copied().unwrap_or_default();
        let wall_ms = u64::try_from(at.as_millisecond()).unwrap_or_default();
        let entry = self.chain.seal(self.signer, self.share, ROSTER, salt, &draft, wall_ms)?;
        if steps || opened.is_none() {
            let entity = entity.unwrap_or_else(|| EntityId(entry.first_entity()));
            *opened = Some((entity, EntryId(entry.id())));
        }
        Ok(entry)
    }

    fn draw(&mut self, at: Timestamp) -> Reference {
        let Profile { country, lane, lanes, .. } = self.profile;
        let year = at.to_zoned(self.seat.zone.clone()).year();
        let last = match self.last_number {
            Some((of, number)) if of == year => Some(number),
            _ => self.own.highest_number(year, |n| reference::is_of(n, *lane, *lanes)),
        };
        let number = reference::next(last, *lane, *lanes);
        self.last_number = Some((year, number));
        Reference::new(country, year, number)
    }
}

/// Version of the roster that the desk acts under.
const ROSTER: u32 = 1;
