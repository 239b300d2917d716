//! The writing end of one log: gives each act its number, its stamp and its place in the chain.

use super::body::Draft;
use super::clock::Hlc;
use super::digest::body_hash;
use super::entry::Entry;
use super::head::Head;
use super::problem::ProblemKind;
use super::signer::Signer;
use super::{MAX_ENTRY, MAX_INTEGER};

/// Where a log stands. Nobody else may write under the same author and incarnation: on any doubt
/// (a copied or restored database) the desk opens a new incarnation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    author: [u8; 32],
    inc: u32,
    next_seq: u64,
    prev: Option<[u8; 32]>,
    roster: u32,
    hlc: Hlc,
}

/// Why an act could not be sealed. The chain has not moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the key is not that of this log")]
    WrongKey,
    #[error("this log or its clock has no number left: open a new incarnation")]
    Exhausted,
    #[error("the roster is older than that of the entry before")]
    OldRoster,
    #[error(transparent)]
    Refused(#[from] ProblemKind),
}

impl Chain {
    /// A new log. `inc` is random; `hlc` is the latest stamp that the desk has written or followed.
    pub fn open(author: [u8; 32], inc: u32, hlc: Hlc) -> Self {
        Self { author, inc, next_seq: 0, prev: None, roster: 0, hlc }
    }

    /// Continues a log after its last entry. `hlc` as for [`Chain::open`].
    pub fn resume(last: &Head, id: [u8; 32], hlc: Hlc) -> Self {
        Self {
            author: last.author,
            inc: last.inc,
            next_seq: last.seq.saturating_add(1),
            prev: Some(id),
            roster: last.roster,
            hlc: last.hlc.max(hlc),
        }
    }

    pub fn author(&self) -> [u8; 32] {
        self.author
    }

    pub fn inc(&self) -> u32 {
        self.inc
    }

    /// The number of the entry to come.
    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    pub fn prev(&self) -> Option<[u8; 32]> {
        self.prev
    }

    pub fn hlc(&self) -> Hlc {
        self.hlc
    }

    /// Follows another desk's stamp; false where that desk's clock is suspect.
    #[must_use]
    pub fn observe(&mut self, remote: Hlc, wall_ms: u64) -> bool {
        self.hlc.observe(remote, wall_ms)
    }

    /// Signs an act as the next entry of this log. `salt` is fresh random. A caller that cannot
    /// store the entry must drop this chain and resume from what is stored, or seal on a clone.
    pub fn seal(
        &mut self,
        signer: &Signer,
        share: &[u8; 32],
        roster: u32,
        salt: [u8; 16],
        draft: &Draft,
        wall_ms: u64,
    ) -> Result<Entry, SealError> {
        if signer.public() != self.author {
            return Err(SealError::WrongKey);
        }
        if roster < self.roster {
            return Err(SealError::OldRoster);
        }
        let hlc = self.hlc.next(wall_ms).ok_or(SealError::Exhausted)?;
        if self.next_seq > MAX_INTEGER {
            return Err(SealError::Exhausted);
        }
        let body = draft.render(&salt)?;
        let too_large = ProblemKind::TooLarge { what: "entry", limit: MAX_ENTRY };
        let head = Head {
            author: self.author,
            inc: self.inc,
            seq: self.next_seq,
            prev: self.prev,
            hlc,
            len: u32::try_from(body.len()).map_err(|_| too_large)?,
            body: body_hash(&body),
            flags: 0,
            epoch: 0,
            roster,
        };
        let entry = Entry::signed(signer, share, head, body)?;
        self.next_seq += 1;
        self.prev = Some(entry.id());
        self.roster = roster;
        self.hlc = hlc;
        Ok(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::vectors::{entries, signer};
    use crate::log::{Actor, MAX_TEXT};

    const SHARE: [u8; 32] = [5; 32];

    fn draft(texts: usize) -> Draft {
        let payload = (0..texts).map(|i| (i.to_string(), "x".repeat(MAX_TEXT).into())).collect();
        let actor = Actor { officer: "a".into(), desk: "d".into(), via: "screen".into() };
        Draft {
            kind: "request.note".to_owned(),
            kver: 1,
            crit: false,
            entity: None,
            refs: Vec::new(),
            actor,
            at: "2026-11-21T00:00:00Z".parse().unwrap(),
            payload,
        }
    }

    #[test]
    fn a_log_resumed_from_its_last_entry_goes_on_as_if_never_left() {
        let made = entries(&SHARE);
        let last = made.last().unwrap();
        let mut resumed = Chain::resume(last.head(), last.id(), Hlc::default());
        let entry = resumed.seal(&signer(), &SHARE, 2, [0; 16], &draft(0), 0).unwrap();
        assert_eq!(entry.head().seq, last.head().seq + 1);
        assert_eq!(entry.head().prev, Some(last.id()));
        assert!(entry.head().hlc > last.head().hlc, "though the wall clock went back");
        let followed = Hlc { ms: 1 << 47, tick: 0 };
        assert_eq!(Chain::resume(last.head(), last.id(), followed).hlc(), followed);
    }

    #[test]
    fn what_cannot_be_sealed_does_not_move_the_log() {
        let mut chain = Chain::open(signer().public(), 1, Hlc::default());
        chain.seal(&signer(), &SHARE, 2, [0; 16], &draft(1), 1000).unwrap();
        let before = chain.clone();
        let stranger = Signer::from_seed(&[8; 32]);
        let mut seal = |key: &Signer, roster, texts, wall| {
            chain.seal(key, &SHARE, roster, [0; 16], &draft(texts), wall).unwrap_err()
        };
        let too_large = ProblemKind::TooLarge { what: "entry", limit: MAX_ENTRY };
        assert_eq!(seal(&stranger, 2, 1, 1000), SealError::WrongKey);
        assert_eq!(seal(&signer(), 1, 1, 1000), SealError::OldRoster);
        assert_eq!(seal(&signer(), 2, 2, 1000), SealError::Refused(too_large));
        assert_eq!(seal(&signer(), 2, 1, u64::MAX), SealError::Exhausted);
        assert_eq!(chain, before);
        chain.next_seq = MAX_INTEGER + 1;
        let full = chain.seal(&signer(), &SHARE, 2, [0; 16], &draft(1), 1000);
        assert_eq!(full, Err(SealError::Exhausted));
    }
}
