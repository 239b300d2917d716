//! One entry: head, body and signature as they are stored, and what the head says.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::body::Body;
use super::digest::{body_hash, entry_id, first16, is_one_line};
use super::head::Head;
use super::problem::{Place, Problem, ProblemKind};
use super::signer::{Checker, Signer};
use super::{MAX_ENTRY, MAX_HEAD};

/// An entry whose id is that of its head and whose body is the one that the head names. Whether its
/// author signed it is asked by [`Entry::is_signed`] and by `verify`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    id: [u8; 32],
    head: Head,
    signature: [u8; 64],
    head_text: String,
    body_text: String,
    signature_text: String,
}

impl Entry {
    /// Reads the three stored lines, given without their line ends.
    pub fn parse(
        share: &[u8; 32],
        head: &str,
        body: &str,
        signature: &str,
    ) -> Result<Self, Box<Problem>> {
        let read = Read::of(share, head, body, signature)
            .map_err(|what| Box::new(Problem { place: None, id: None, what }))?;
        let Read { head: said, id, signature: signed, faults } = read;
        let problem = |what| Box::new(Problem { place: Some(said.place()), id: Some(id), what });
        if let Some(what) = faults.into_iter().next() {
            return Err(problem(what));
        }
        Ok(Self {
            id,
            signature: signed.ok_or_else(|| problem(ProblemKind::Signature))?,
            head: said,
            head_text: head.to_owned(),
            body_text: body.to_owned(),
            signature_text: signature.to_owned(),
        })
    }

    pub(super) fn signed(
        signer: &Signer,
        share: &[u8; 32],
        head: Head,
        body_text: String,
    ) -> Result<Self, ProblemKind> {
        let head_text = head.render();
        let signature = signer.sign_head(share, &head_text);
        let signature_text = STANDARD.encode(signature);
        fits(&head_text, &body_text, &signature_text)?;
        let id = entry_id(share, &head_text);
        Ok(Self { id, head, signature, head_text, body_text, signature_text })
    }

    pub fn id(&self) -> [u8; 32] {
        self.id
    }

    pub fn head(&self) -> &Head {
        &self.head
    }

    pub fn place(&self) -> Place {
        self.head.place()
    }

    pub fn head_text(&self) -> &str {
        &self.head_text
    }

    pub fn body_text(&self) -> &str {
        &self.body_text
    }

    /// Base64, 88 characters.
    pub fn signature_text(&self) -> &str {
        &self.signature_text
    }

    /// The three lines with their line ends.
    pub fn lines(&self) -> String {
        let mut out = String::new();
        let _ = write!(out, "{}\n{}\n{}\n", self.head_text, self.body_text, self.signature_text);
        out
    }

    /// The name of the entity that this entry creates, where its body names none.
    pub fn first_entity(&self) -> [u8; 16] {
        first16(&self.id)
    }

    /// Reads the body. An authentic entry may still carry one that this program cannot read: it is
    /// kept and counted, never merged.
    pub fn body(&self) -> Result<Body, ProblemKind> {
        body_of(&self.head, &self.body_text)
    }

    /// True where the author's own signature fits.
    pub fn is_signed(&self, share: &[u8; 32]) -> bool {
        self.is_signed_by(share, &mut Checker::default())
    }

    pub(super) fn is_signed_by(&self, share: &[u8; 32], checker: &mut Checker) -> bool {
        checker.head(&self.head.author, share, &self.head_text, &self.signature)
    }

    /// True where two entries prove that their author wrote two histories (both must be signed).
    pub fn is_fork_of(&self, other: &Self) -> bool {
        self.place() == other.place() && self.id != other.id
    }

    pub fn problem(&self, what: ProblemKind) -> Problem {
        Problem { place: Some(self.place()), id: Some(self.id), what }
    }
}

/// A body is only JSON while the head's flags say that it is plain.
pub(super) fn body_of(head: &Head, text: &str) -> Result<Body, ProblemKind> {
    match head.flags {
        0 => Body::parse(text),
        flags => Err(ProblemKind::Unreadable(format!("body: sealed (flags {flags})"))),
    }
}

/// What three lines say, sound or not: an auditor needs the chain even where a body is damaged.
pub(super) struct Read {
    pub head: Head,
    pub id: [u8; 32],
    pub signature: Option<[u8; 64]>,
    pub faults: Vec<ProblemKind>,
}

impl Read {
    pub fn of(
        share: &[u8; 32],
        head: &str,
        body: &str,
        signature: &str,
    ) -> Result<Self, ProblemKind> {
        fits(head, body, signature)?;
        let read = Head::parse(head)?;
        let mut faults = Vec::new();
        if usize::try_from(read.len) != Ok(body.len()) || body_hash(body) != read.body {
            faults.push(ProblemKind::BodyHash);
        } else if !is_one_line(body) {
            faults.push(ProblemKind::NotCanonical("body: more than one line".to_owned()));
        }
        let decoded = STANDARD.decode(signature).ok().and_then(|s| <[u8; 64]>::try_from(s).ok());
        if decoded.is_none() {
            faults.push(ProblemKind::Signature);
        }
        let id = entry_id(share, head);
        Ok(Self { head: read, id, signature: decoded, faults })
    }
}

fn fits(head: &str, body: &str, signature: &str) -> Result<(), ProblemKind> {
    if head.len() > MAX_HEAD {
        return Err(ProblemKind::TooLarge { what: "head", limit: MAX_HEAD });
    }
    if head.len() + body.len() + signature.len() + 3 > MAX_ENTRY {
        return Err(ProblemKind::TooLarge { what: "entry", limit: MAX_ENTRY });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::vectors::{entries, signer};

    const SHARE: [u8; 32] = [5; 32];

    #[test]
    fn a_head_that_misstates_its_body_is_refused_though_signed() {
        let sound = &entries(&SHARE)[2];
        let head = Head { len: sound.head().len + 1, ..sound.head().clone() };
        let body = sound.body_text().to_owned();
        let made = Entry::signed(&signer(), &SHARE, head, body).unwrap();
        let read = Entry::parse(&SHARE, made.head_text(), made.body_text(), made.signature_text());
        assert_eq!(read.map_err(|p| p.what), Err(ProblemKind::BodyHash));
    }

    #[test]
    fn a_sealed_body_of_a_later_program_is_kept_and_not_read() {
        let body = "c2VhbGVk".to_owned();
        let len = u32::try_from(body.len()).unwrap();
        let sound = entries(&SHARE)[2].head().clone();
        let head = Head { flags: 1, epoch: 4, body: body_hash(&body), len, ..sound };
        let made = Entry::signed(&signer(), &SHARE, head, body).unwrap();
        let read = Entry::parse(&SHARE, made.head_text(), made.body_text(), made.signature_text());
        assert_eq!(read.as_ref(), Ok(&made));
        assert!(matches!(made.body(), Err(ProblemKind::Unreadable(_))));
    }

    #[test]
    fn sizes_are_bounded_before_anything_is_read() {
        let sound = &entries(&SHARE)[2];
        let [head, body, signature] =
            [sound.head_text(), sound.body_text(), sound.signature_text()].map(str::to_owned);
        let huge = " ".repeat(MAX_ENTRY);
        for lines in [[&huge, &body, &signature], [&head, &huge, &signature], [&head, &body, &huge]]
        {
            let read = Entry::parse(&SHARE, lines[0], lines[1], lines[2]);
            assert!(matches!(read.map_err(|p| p.what), Err(ProblemKind::TooLarge { .. })));
        }
    }
}
