//! Proof and care: is the record whole, and is what is shown what it says?

use super::{Desk, Failure, project};
use crate::domain::{EntityId, Recorded};
use crate::log::{hex, sha256};
use crate::store::VerifyReport;
use crate::view;

/// The result of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub report: VerifyReport,
    pub state_hash: String,
}

/// Under this name the database keeps what its projection was made with.
const PROJECTED_WITH: &str = "projected_with";

impl Desk {
    /// Checks every signature, hash and chain, and the projection against a replay of the record.
    pub fn verify(&self) -> Result<Verified, Failure> {
        let (catalogue, country) = (&self.catalogue, self.profile().country.clone());
        let mut project = |entity: EntityId, entries: &[Recorded]| {
            project::project(catalogue, &country, entity, entries)
        };
        let report = self.look.store.verify(true, self.share, &mut project)?;
        let state_hash = self.look.store.state_hash()?;
        Ok(Verified { report, state_hash })
    }

    /// Drops the projection and makes it anew from the record. Returns the state hash, which is
    /// the same before and after unless the projection had been tampered with.
    pub fn rebuild(&mut self) -> Result<String, Failure> {
        let (catalogue, country) = (&self.catalogue, self.profile().country.clone());
        let mut project = |entity: EntityId, entries: &[Recorded]| {
            project::project(catalogue, &country, entity, entries)
        };
        let hash = self.look.store.rebuild(&mut project)?;
        self.look.store.set_meta(PROJECTED_WITH, &self.projected_with())?;
        Ok(hash)
    }

    /// Makes the projection anew where the catalogue or the shape of what is shown has changed.
    pub(super) fn refresh(&mut self) -> Result<(), Failure> {
        let with = self.projected_with();
        let held = self.look.store.meta(PROJECTED_WITH)?;
        if held.as_deref() == Some(with.as_str()) {
            return Ok(());
        }
        if self.look.store.count_entries()? == 0 {
            return Ok(self.look.store.set_meta(PROJECTED_WITH, &with)?);
        }
        self.rebuild().map(|_| ())
    }

    fn projected_with(&self) -> String {
        let text = format!("{} {}", view::VERSION, self.catalogue.fingerprint);
        hex(&sha256(text.as_bytes()))
    }
}
