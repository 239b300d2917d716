//! Acts: decide, seal, store, project.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::project::{self, Projector};
use super::{Desk, Failure, FailureKind, Knowing, Profile, Seat, identity, reference};
use crate::domain::decide::{NewRequest, Planned, Target};
use crate::domain::{
    Attachment, Audience, Command, Direction, EntityId, EntryId, Fact, Identifier, Reference,
    Refusal, decide,
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
            let mut seen = Seen::default();
            seen.entries.insert(entity, entries.len());
            if let Some(request) = &request {
                seen.known = self.knowing(request)?;
            }
            let findings = request.as_ref().map(|r| self.findings(r, &seen.known));
            let findings = findings.unwrap_or_default();
            let cx = self.cx(&entries, &findings, now);
            let mut planned = match decide(request.as_ref(), command.clone(), &cx) {
                Ok(planned) => planned,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if let Some(request) = &request {
                planned.extend(self.tried(request, &planned, &mut seen, now)?);
            }
            if self.record_if(&[Act { planned, at: now }], &[], &seen)?.is_some() {
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
        Ok(self.record_if(acts, blobs, &Seen::default())?.unwrap_or_default())
    }

    /// As `record`; `None`, and nothing recorded, where `seen` is no longer all there is.
    pub(super) fn record_if(
        &mut self,
        acts: &[Act],
        blobs: &[(String, Vec<u8>)],
        seen: &Seen,
    ) -> Result<Option<Vec<EntityId>>, Failure> {
        let total = acts.iter().map(|act| act.planned.len()).sum();
        let salts = salts(total)?;
        let Self { look, seat, catalogue, signer, share } = self;
        let (profile, store) = look.parts();
        let country = profile.country.clone();
        let mut failed = None;
        let mut stale = false;
        let mut seal = |own: &OwnLog<'_>| {
            stale = !seen.stands(own);
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
                last_number: BTreeMap::new(),
                sealed: Vec::new(),
            };
            sealer.all(acts).unwrap_or_else(|error| {
                failed = Some(error);
                Vec::new()
            })
        };
        let mut with = Projector::new(catalogue, &country);
        let log = (signer.public(), profile.incarnation);
        let appended = store.append_own(log, &mut seal, blobs, &mut with)?;
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
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// How many entries there were about each thing.
    pub entries: BTreeMap<EntityId, usize>,
    pub known: Knowing,
}

impl Seen {
    /// Whether that is still all there is.
    fn stands(&self, own: &OwnLog<'_>) -> bool {
        self.entries.iter().all(|(entity, count)| own.entries_of(*entity).len() == *count)
            && self.known.iter().all(|(key, told)| own.known(key) == *told)
    }
}

/// Stands in a plan for the id of an entry that is yet to be sealed: the `n`-th of its transaction.
/// No hash looks so.
pub(super) fn unsealed(n: usize) -> EntryId {
    let mut id = *UNSEALED;
    id[24..].copy_from_slice(&(n as u64).to_be_bytes());
    EntryId(id)
}

const UNSEALED: &[u8; 32] = b"an entry yet to be sealed, the  ";

fn place_of(id: EntryId) -> Option<usize> {
    let (mark, n) = id.0.split_at(24);
    let n = (mark == &UNSEALED[..24]).then(|| n.try_into().ok().map(u64::from_be_bytes))??;
    usize::try_from(n).ok()
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
    /// By series and year.
    last_number: BTreeMap<(&'static str, i16), u32>,
    /// What this transaction has sealed, in order.
    sealed: Vec<EntryId>,
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
        let sealed = |id| place_of(id).and_then(|n| self.sealed.get(n)).copied().unwrap_or(id);
        let mut refs: Vec<EntryId> = planned.refs.iter().copied().map(sealed).collect();
        if let Fact::Opened(new) = &mut fact {
            new.reference = self.draw(reference::series(&new.kind), at);
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
        self.sealed.push(EntryId(entry.id()));
        if steps || opened.is_none() {
            let entity = entity.unwrap_or_else(|| EntityId(entry.first_entity()));
            *opened = Some((entity, EntryId(entry.id())));
        }
        Ok(entry)
    }

    fn draw(&mut self, series: &'static str, at: Timestamp) -> Reference {
        let Profile { country, lane, lanes, .. } = self.profile;
        let year = at.to_zoned(self.seat.zone.clone()).year();
        let mine = |n| reference::is_of(n, *lane, *lanes);
        let drawn = self.last_number.get(&(series, year)).copied();
        let last = drawn.or_else(|| self.own.highest_number(series, year, mine));
        let number = reference::next(last, *lane, *lanes);
        self.last_number.insert((series, year), number);
        Reference::in_series(country, year, series, number)
    }
}

/// Version of the roster that the desk acts under.
const ROSTER: u32 = 1;
