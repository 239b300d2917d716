//! What intake hands over: a request that an officer or the desk may register, and how each value
//! was come by.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::domain::catalogue::Confidence;
use crate::domain::check::Finding;
use crate::domain::{Attachment, Direction, Identifier};

use super::identify::fit;
use super::value::head;
use super::{FIELD_LIMIT, FIELDS_LIMIT, IDENTIFIERS_LIMIT, IntakeContext, NOTE_LIMIT};

/// How a field came by its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct How {
    pub field: String,
    pub confidence: Confidence,
    /// Words for people: `form section 4`, `header Date`, `top-level domain of the sender`.
    pub origin: String,
}

/// Who sent a message, as its header says. Nothing of it is proven.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sender {
    pub name: String,
    pub from: String,
    pub reply_to: Option<String>,
    pub message_id: Option<String>,
    pub subject: Option<String>,
    pub sent_at: Option<Timestamp>,
}

/// A request as read from a file. `fields` holds every value, also those that the struct repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub kind: String,
    pub direction: Direction,
    pub partner: Option<String>,
    pub their_ref: Option<String>,
    pub previous_ref: Option<String>,
    pub received: Timestamp,
    pub channel: String,
    pub fields: BTreeMap<String, String>,
    pub identifiers: Vec<Identifier>,
    pub attachments: Vec<(Attachment, Vec<u8>)>,
    /// Notes of a request file.
    pub notes: Vec<String>,
    /// Text that no field took, word for word and in order.
    pub not_understood: Vec<String>,
    pub findings: Vec<Finding>,
    pub sender: Option<Sender>,
    pub how: Vec<How>,
}

impl Proposal {
    pub(super) fn new(kind: &str, channel: &str, cx: &IntakeContext) -> Self {
        let mut new = Self {
            kind: kind.to_owned(),
            direction: Direction::In,
            partner: None,
            their_ref: None,
            previous_ref: None,
            received: cx.now,
            channel: channel.to_owned(),
            fields: BTreeMap::new(),
            identifiers: Vec::new(),
            attachments: Vec::new(),
            notes: Vec::new(),
            not_understood: Vec::new(),
            findings: Vec::new(),
            sender: None,
            how: Vec::new(),
        };
        new.fields.insert("received".into(), cx.now.to_string());
        new.fields.insert("channel".into(), channel.to_owned());
        new
    }

    /// Sets a field unless it has a value. What exceeds the limit of a field is kept as text.
    pub(super) fn put(&mut self, key: &str, text: &str, confidence: Confidence, origin: &str) {
        let text = text.trim();
        if text.is_empty() || self.fields.contains_key(key) {
            return;
        }
        let text = &*fit(text, &mut self.findings);
        let used: usize = self.fields.values().map(String::len).sum();
        let value = head(text, FIELD_LIMIT.min(FIELDS_LIMIT.saturating_sub(used)));
        if value.is_empty() {
            return self.keep(text);
        }
        self.fields.insert(key.to_owned(), value.to_owned());
        self.keep(text.get(value.len()..).unwrap_or_default());
        self.how.push(How { field: key.to_owned(), confidence, origin: origin.to_owned() });
        self.mirror(key, value);
    }

    /// The values that a desk asks for by name.
    fn mirror(&mut self, key: &str, value: &str) {
        let slot = match key {
            "partner" => &mut self.partner,
            "their_ref" => &mut self.their_ref,
            "previous_ref" => &mut self.previous_ref,
            "received" => {
                self.received = value.parse().unwrap_or(self.received);
                return;
            }
            "channel" => {
                self.channel = value.to_owned();
                return;
            }
            _ => return,
        };
        *slot = Some(value.to_owned());
    }

    /// Overwrites a field: the file's own word against a default.
    pub(super) fn set(&mut self, key: &str, value: &str, origin: &str) {
        self.fields.remove(key);
        self.put(key, value, Confidence::High, origin);
    }

    /// Keeps text word for word, in pieces that a note can hold.
    pub(super) fn keep(&mut self, text: &str) {
        let fit = fit(text, &mut self.findings);
        let mut rest = fit.trim_matches(['\r', '\n']);
        while !rest.trim().is_empty() {
            let mut piece = head(rest, NOTE_LIMIT);
            if piece.len() < rest.len()
                && let Some(at) = piece.rfind('\n').filter(|&at| at > 0)
            {
                piece = head(piece, at);
            }
            self.not_understood.push(piece.trim_end().to_owned());
            rest = rest.get(piece.len()..).unwrap_or_default().trim_start_matches(['\r', '\n']);
        }
    }

    /// More identifiers than one entry of the record can hold become a file.
    pub(super) fn bounded(mut self) -> Self {
        let mut used = 0;
        let size = |i: &Identifier| {
            let texts = [&i.protocol, &i.time_text, &i.platform];
            64 + i.value.len() + texts.into_iter().flatten().map(String::len).sum::<usize>()
        };
        let fits = self.identifiers.iter().take_while(|i| {
            used += size(i);
            used <= IDENTIFIERS_LIMIT
        });
        let rest = self.identifiers.split_off(fits.count());
        if !rest.is_empty() {
            let lines: Vec<String> = rest
                .iter()
                .map(|i| {
                    format!(
                        "{}\t{}\t{}",
                        i.kind.word(),
                        i.value,
                        i.time_text.as_deref().unwrap_or_default()
                    )
                })
                .collect();
            self.attach("identifiers.txt", lines.join("\n").into_bytes());
        }
        self
    }

    pub(super) fn attach(&mut self, name: &str, bytes: Vec<u8>) {
        let sha256 = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        // The names of many files must fit into one entry of the record.
        let limit = if self.attachments.len() < 50 { 120 } else { 24 };
        let name = head(&base_name(name), limit).to_owned();
        self.attachments.push((Attachment { name, size, sha256 }, bytes));
    }
}

/// The last part of a path of any system, at most 120 bytes.
fn base_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let last = if last.is_empty() || last == "." || last == ".." { "unnamed" } else { last };
    head(last, 120).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::tests::{catalogue, context};

    #[test]
    fn long_text_is_kept_whole_in_pieces() {
        let data = catalogue();
        let mut p = Proposal::new("bc29_preservation", "email", &context(&data));
        let line = "é".repeat(50);
        let text = vec![line.clone(); 2000].join("\n");
        p.keep(&text);
        assert!(p.not_understood.iter().all(|t| t.len() <= NOTE_LIMIT));
        assert_eq!(p.not_understood.join("\n"), text);
        p.put("summary", &text, Confidence::Low, "test");
        let left: usize = p.not_understood.iter().map(|t| t.matches('é').count()).sum();
        let taken = p.fields.get("summary").map_or(0, |s| s.matches('é').count());
        assert_eq!(left + taken, 2 * 100_000);
    }

    #[test]
    fn what_one_entry_cannot_hold_is_kept_beside_it() {
        let data = catalogue();
        let mut p = Proposal::new("bc29_preservation", "email", &context(&data));
        for n in 0..20 {
            p.put(&format!("field.{n}"), &"x".repeat(FIELD_LIMIT), Confidence::Low, "test");
        }
        for n in 0..2_000 {
            let value = format!("user{n}@example.org");
            p.identifiers.push(Identifier { value, ..Identifier::default() });
        }
        let p = p.bounded();
        let fields: usize = p.fields.values().map(String::len).sum();
        let kept: usize = p.not_understood.iter().map(String::len).sum();
        assert!(fields <= FIELDS_LIMIT && fields + kept >= 20 * FIELD_LIMIT);
        let (file, bytes) = &p.attachments[0];
        let listed = String::from_utf8_lossy(bytes).lines().count();
        assert_eq!((file.name.as_str(), p.identifiers.len() + listed), ("identifiers.txt", 2_000));
    }

    #[test]
    fn an_attachment_keeps_no_path() {
        for (given, want) in
            [("../../etc/passwd", "passwd"), ("C:\\x\\y.pdf", "y.pdf"), ("..", "unnamed")]
        {
            assert_eq!(base_name(given), want);
        }
        assert!(base_name(&"é".repeat(200)).len() <= 120);
    }
}
