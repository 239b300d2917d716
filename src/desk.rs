//! The one door to the record: what the command line, the screen and the keeper call. An act is
//! decided, sealed, stored and projected in one transaction; only then is it told as done.

mod act;
pub mod demo;
mod directory;
mod edition;
mod failure;
mod home;
mod identity;
mod import;
mod known;
mod look;
mod project;
mod reference;
mod setup;
mod verify;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::domain::catalogue::Catalogue;
use crate::domain::check::Finding;
use crate::domain::clock::{self, Clock};
use crate::domain::decide::{self, StepChoice};
use crate::domain::{EntityId, Recorded, Request};
use crate::log::Signer;

pub use act::{Registered, Registration};
pub use directory::{CallRefused, ChannelFound, ContactWish};
pub use edition::{Applied, EditionRefused};
pub use failure::{Failure, FailureKind};
pub use home::Home;
pub use import::{ImportRefused, Imported};
pub use look::{AuditLine, Found, Look, Status};
pub use setup::Setup;
pub use verify::Verified;

/// Who sits here, and through which face.
#[derive(Debug, Clone)]
pub struct Seat {
    pub officer: String,
    /// `cli`, `tui` or `demo`; recorded with every act.
    pub via: &'static str,
    /// For times typed without a zone.
    pub zone: TimeZone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    #[default]
    Duty,
    /// Invented data; acts may run on a set clock.
    Demo,
    Training,
}

/// What the database says about the desk itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub station: String,
    /// ISO 3166 alpha-2: the first two letters of our references.
    pub country: String,
    /// What the point of contact is called on screen.
    pub title: String,
    pub mode: Mode,
    pub officers: Vec<String>,
    /// The share of the reference numbers that this desk draws from.
    pub lane: u32,
    pub lanes: u32,
    /// Random; a new one starts a new log of this desk.
    pub incarnation: u32,
}

/// What contacts tell, by key; `None` where nothing is told.
type Knowing = BTreeMap<String, Option<String>>;

/// A desk that may write.
pub struct Desk {
    look: Look,
    seat: Seat,
    catalogue: Arc<Catalogue>,
    signer: Signer,
    share: [u8; 32],
}

impl Deref for Desk {
    type Target = Look;

    fn deref(&self) -> &Look {
        &self.look
    }
}

impl Desk {
    /// Opens a desk for acts. The projection is made anew first where the catalogue or the shape of
    /// what is shown has changed since it was written.
    pub fn open(home: &Home, seat: Seat, catalogue: Arc<Catalogue>) -> Result<Self, Failure> {
        let look = Look::open(home, crate::store::Access::ReadWrite)?;
        let signer = identity::read_key(&home.desk_key())?;
        let share = look.share()?;
        let mut desk = Self { look, seat, catalogue, signer, share };
        desk.refresh()?;
        Ok(desk)
    }

    pub fn seat(&self) -> &Seat {
        &self.seat
    }

    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Why each clock of a request stands where it stands.
    pub fn explain(&self, entity: EntityId) -> Result<Option<Vec<Clock>>, Failure> {
        Ok(self.request(entity)?.and_then(|request| {
            let kind = self.catalogue.kinds.get(&request.kind)?;
            Some(clock::clocks(&request, kind, &self.catalogue))
        }))
    }

    /// The steps that the table has from here, each with what is still missing.
    pub fn choices(&self, entity: EntityId, now: Timestamp) -> Result<Vec<StepChoice>, Failure> {
        let entries = self.entries(entity)?;
        let Some(request) = project::merged(&self.catalogue, entity, &entries) else {
            return Ok(Vec::new());
        };
        let findings = self.findings(&request, &self.knowing(&request)?);
        let cx = self.cx(&entries, &findings, now);
        Ok(decide::choices(&request, &cx))
    }

    fn projector(&self) -> project::Projector<'_> {
        project::Projector::new(&self.catalogue, &self.profile().country)
    }

    /// What contacts tell a request at present, by key.
    fn knowing(&self, request: &Request) -> Result<Knowing, Failure> {
        let keys = known::asks(request, &self.profile().country);
        let answer = |key: String| Ok((key.clone(), self.look.store.known(&key)?));
        keys.into_iter().map(answer).collect()
    }

    fn findings(&self, request: &Request, knowing: &Knowing) -> Vec<Finding> {
        project::findings(&self.projector(), request, &|key| knowing.get(key).cloned().flatten())
    }

    fn request(&self, entity: EntityId) -> Result<Option<Request>, Failure> {
        Ok(project::merged(&self.catalogue, entity, &self.entries(entity)?))
    }

    fn cx<'a>(
        &'a self,
        entries: &'a [Recorded],
        findings: &'a [Finding],
        now: Timestamp,
    ) -> decide::Cx<'a> {
        decide::Cx {
            catalogue: &self.catalogue,
            officer: &self.seat.officer,
            now,
            zone: &self.seat.zone,
            entries,
            findings,
        }
    }
}

#[cfg(test)]
mod tests;
