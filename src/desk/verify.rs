//! Proof and care: is the record whole, and is what is shown what it says?

use super::project::Projector;
use super::{Desk, Failure};
use crate::log::{hex, sha256};
use crate::store::{StoreError, StoreErrorKind, StoreProblem, VerifyReport};
use crate::view::{self, StateView};

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
        let mut report = self.look.store.verify(true, self.share, &mut self.projector())?;
        report.problems.extend(self.wrong_states()?);
        let state_hash = self.look.store.state_hash()?;
        Ok(Verified { report, state_hash })
    }

    fn wrong_states(&self) -> Result<Option<StoreProblem>, Failure> {
        let what = match self.look.store.states() {
            Ok(held) if held == self.states() => return Ok(None),
            Ok(_) => "the States shown are not those of the catalogue".to_owned(),
            Err(StoreError { kind: StoreErrorKind::Damaged(what), .. }) => what,
            Err(error) => return Err(error.into()),
        };
        Ok(Some(StoreProblem { entry: None, author: None, what, note: false }))
    }

    fn states(&self) -> Vec<StateView> {
        view::states(&self.catalogue, &self.profile().country)
    }

    /// Drops the projection and makes it anew from the record and the catalogue. Returns the state hash, which is
    /// the same before and after unless the projection had been tampered with.
    pub fn rebuild(&mut self) -> Result<String, Failure> {
        let states = self.states();
        self.look.store.put_states(&states)?;
        let (profile, store) = self.look.parts();
        let mut with = Projector::new(&self.catalogue, &profile.country);
        let hash = store.rebuild(&mut with)?;
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
        self.rebuild().map(|_| ())
    }

    fn projected_with(&self) -> String {
        let text = format!("{} {}", view::VERSION, self.catalogue.fingerprint);
        hex(&sha256(text.as_bytes()))
    }
}
