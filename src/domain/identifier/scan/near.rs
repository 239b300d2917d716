//! Gives each proposal the port, protocol and time that stand near it.

use std::ops::Range;

use super::{Draft, Scan};
use crate::domain::identifier::time::TimeReading;
use crate::domain::identifier::{Code, WITHHELD, clip};
use crate::domain::{Identifier, IdentifierKind};

/// How far a port, protocol or time may stand from what it belongs to.
const REACH: usize = 240;

impl Scan<'_> {
    pub(super) fn attach(&mut self) {
        let mut drafts = std::mem::take(&mut self.drafts);
        let starts: Vec<usize> = drafts
            .iter()
            .filter(|draft| draft.identifier.kind == IdentifierKind::Ip)
            .map(|draft| draft.span.start)
            .collect();
        for draft in &mut drafts {
            if draft.identifier.value == WITHHELD {
                continue;
            }
            if draft.identifier.kind == IdentifierKind::Ip {
                let next = starts.partition_point(|&start| start <= draft.span.start);
                let previous = next.checked_sub(2).and_then(|at| starts.get(at)).copied();
                let after = self.after(&draft.span, starts.get(next).copied());
                let line = self.line_start(draft.span.start);
                // What stands before the first address of a line speaks of it.
                let first = previous.is_none_or(|start| start < line);
                let before =
                    if first { line..draft.span.start } else { draft.span.start..draft.span.start };
                self.port(draft, &after, &before);
                self.time(&mut draft.identifier, &after, &before);
            } else {
                let line = self.line_start(draft.span.start)..draft.span.start;
                let after = draft.span.end..self.line_end(draft.span.end);
                self.time(&mut draft.identifier, &after, &line);
            }
        }
        self.drafts = drafts;
    }

    fn line_start(&self, at: usize) -> usize {
        let from = at.saturating_sub(REACH);
        let bytes = self.text.as_bytes().get(from..at).unwrap_or_default();
        bytes.iter().rposition(|&b| b == b'\n').map_or(from, |newline| from + newline + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        let to = self.text.len().min(at + REACH);
        let bytes = self.text.as_bytes().get(at..to).unwrap_or_default();
        bytes.iter().position(|&b| b == b'\n').map_or(to, |newline| at + newline)
    }

    /// The rest of the line and the next line, as far as the next address.
    fn after(&self, span: &Range<usize>, next: Option<usize>) -> Range<usize> {
        let line = self.line_end(span.end);
        let following = self.line_end((line + 1).min(self.text.len()));
        // A next line with an address of its own speaks of that one from its start.
        let end = match next {
            Some(next) if next < following && next > line => line,
            Some(next) => following.min(next),
            None => following,
        };
        span.end..end.max(span.end)
    }

    fn port(&self, draft: &mut Draft, after: &Range<usize>, before: &Range<usize>) {
        let words = |range: &Range<usize>| {
            let bytes = self.text.as_bytes().get(range.clone()).unwrap_or_default();
            String::from_utf8_lossy(bytes).to_ascii_lowercase()
        };
        let (after, before) = (words(after), words(before));
        if draft.identifier.port.is_none() {
            match source_port(&after).or_else(|| source_port(&before)) {
                Some(Ok(port)) => draft.identifier.port = Some(port),
                Some(Err(shown)) => {
                    let subject = clip(&draft.identifier.value);
                    draft.extra.push(Code::Pt03.finding(&subject, &[&shown]));
                }
                None => {}
            }
        }
        draft.identifier.protocol = protocol(&after).or_else(|| protocol(&before));
    }

    fn time(&self, identifier: &mut Identifier, after: &Range<usize>, before: &Range<usize>) {
        let first = self.times.partition_point(|(span, _)| span.start < after.start);
        let following = self.times.get(first).filter(|(span, _)| span.end <= after.end);
        if let Some((_, reading)) = following {
            set_time(identifier, reading);
            self.window(identifier, first);
            return;
        }
        let from = self.times.partition_point(|(span, _)| span.start < before.start);
        let earlier = self.times.get(from).filter(|(span, _)| span.end <= before.end);
        if let Some((_, reading)) = earlier {
            set_time(identifier, reading);
            self.window(identifier, from);
        }
    }

    /// `… to …`: the second time ends the window.
    fn window(&self, identifier: &mut Identifier, at: usize) {
        let (Some((start, _)), Some((end, reading))) = (self.times.get(at), self.times.get(at + 1))
        else {
            return;
        };
        let gap = self.text.get(start.end..end.start).unwrap_or_default();
        let joins =
            ["to", "until", "till", "and", "au", "à", "et", "jusqu'au", "-", "–", "—", "→", "->"];
        if gap.len() <= 16 && joins.contains(&gap.trim().to_lowercase().as_str()) {
            identifier.to = reading.instant;
        }
    }
}

/// The text is kept with the instant where the reading leaves something to ask.
fn set_time(identifier: &mut Identifier, reading: &TimeReading) {
    identifier.at = reading.instant;
    let clear = reading.instant.is_some() && reading.findings.is_empty();
    if !clear {
        identifier.time_text = Some(reading.text.clone());
    }
}

/// The number after the word `port`, unless it is the destination's.
fn source_port(lower: &str) -> Option<Result<u16, String>> {
    for (at, word) in lower.match_indices("port").take(8) {
        let mut from = at.saturating_sub(16);
        while !lower.is_char_boundary(from) {
            from += 1;
        }
        let before = lower.get(from..at).unwrap_or_default();
        let rest = lower.get(at + word.len()..).unwrap_or_default();
        let gap = rest.find(|c: char| c.is_ascii_digit()).filter(|&gap| gap <= 16);
        let Some(gap) = gap else { continue };
        let between = rest.get(..gap).unwrap_or_default();
        let other =
            |text: &str| text.contains("dst") || text.contains("dest") || text.contains('\n');
        let joined = between.starts_with(|c: char| c.is_alphabetic()) && !between.starts_with("s ");
        if other(before.rsplit([',', ';']).next().unwrap_or_default()) || other(between) || joined {
            continue;
        }
        let digits: String = rest.chars().skip_while(|c| !c.is_ascii_digit()).take(9).collect();
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        return Some(digits.parse().map_err(|_| digits));
    }
    None
}

fn protocol(lower: &str) -> Option<String> {
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let found = words.find(|word| matches!(*word, "tcp" | "udp" | "quic" | "icmp" | "sctp"));
    found.map(str::to_ascii_uppercase)
}
