//! Reads a text once, token by token, and proposes what names a person or a machine.
//!
//! No step looks further than a fixed number of bytes around a token, so that hostile text costs
//! no more than long text.

mod near;
mod numbers;
mod token;

use std::collections::BTreeSet;
use std::ops::Range;

use super::time::TimeReading;
use super::{CheckContext, Code, Found, WITHHELD, coin, refang, time};
use crate::domain::check::Finding;
use crate::domain::{Identifier, IdentifierKind};

/// A message that names more is not read to its end: its list is an attachment.
pub const MAX_FOUND: usize = 5_000;

/// One proposal before it is checked; `span` is in the refanged text.
struct Draft {
    identifier: Identifier,
    span: Range<usize>,
    extra: Vec<Finding>,
}

/// What the scanners share.
struct Scan<'a> {
    text: &'a str,
    cx: &'a CheckContext,
    /// Bytes that belong to a proposal or a time.
    taken: Vec<bool>,
    drafts: Vec<Draft>,
    times: Vec<(Range<usize>, TimeReading)>,
}

/// Proposes the identifiers of a text, in order, each once, with what is wrong with it.
pub fn extract(text: &str, cx: &CheckContext) -> Vec<Found> {
    let clean = refang::refang(text);
    let mut scan = Scan {
        text: &clean.text,
        cx,
        taken: vec![false; clean.text.len()],
        drafts: Vec::new(),
        times: Vec::new(),
    };
    scan.secrets();
    scan.tokens();
    scan.times();
    scan.numbers();
    scan.drafts.sort_by_key(|draft| draft.span.start);
    scan.attach();
    let mut seen = BTreeSet::new();
    let drafts = std::mem::take(&mut scan.drafts);
    drafts
        .into_iter()
        .filter(|draft| draft.identifier.value == WITHHELD || seen.insert(draft.identifier.clone()))
        .take(MAX_FOUND)
        .map(|draft| finish(draft, text, &clean, cx))
        .collect()
}

fn finish(draft: Draft, text: &str, clean: &refang::Refanged<'_>, cx: &CheckContext) -> Found {
    let span = clean.original(&draft.span);
    let mut findings = draft.extra;
    if draft.identifier.value != WITHHELD {
        findings.extend(super::check(&draft.identifier, cx));
        let written = text.get(span.clone()).unwrap_or_default();
        if clean.text.get(draft.span.clone()) != Some(written) {
            let subject = super::clip(&draft.identifier.value);
            findings.push(Code::Ip11.finding(&subject, &[&super::clip(written)]));
        }
    }
    findings.sort();
    findings.dedup();
    Found { identifier: draft.identifier, span, findings }
}

impl Scan<'_> {
    fn is_free(&self, span: &Range<usize>) -> bool {
        self.taken.get(span.clone()).is_some_and(|bytes| bytes.iter().all(|taken| !taken))
    }

    fn take(&mut self, span: &Range<usize>) {
        if let Some(bytes) = self.taken.get_mut(span.clone()) {
            bytes.fill(true);
        }
    }

    /// Adds a proposal unless its place is taken.
    fn propose(
        &mut self,
        kind: IdentifierKind,
        value: &str,
        span: Range<usize>,
    ) -> Option<&mut Draft> {
        let full = self.drafts.len() >= MAX_FOUND * 2;
        if full || value.is_empty() || !self.is_free(&span) {
            return None;
        }
        self.take(&span);
        let identifier = Identifier { kind, value: value.to_owned(), ..Identifier::default() };
        self.drafts.push(Draft { identifier, span, extra: Vec::new() });
        self.drafts.last_mut()
    }

    fn secrets(&mut self) {
        for span in coin::secrets(self.text) {
            let finding = Code::C04.finding(WITHHELD, &[]);
            if let Some(draft) = self.propose(IdentifierKind::Wallet, WITHHELD, span) {
                draft.extra.push(finding);
            }
        }
    }

    fn times(&mut self) {
        let taken = |at: usize| self.taken.get(at).copied().unwrap_or(false);
        let times = time::find(self.text, &taken, self.cx);
        for (span, _) in &times {
            self.take(span);
        }
        self.times = times;
    }
}
