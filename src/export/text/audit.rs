//! `audit`: every entry about a request, with before and after, who, where and when.

use super::{Layout, Paint, clean};
use crate::text::format;

/// One entry as an auditor reads it.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// 64 hex digits.
    pub entry: String,
    pub number: u64,
    pub at: jiff::Timestamp,
    pub by: String,
    pub desk: String,
    /// The word of the act; empty where a newer program wrote it.
    pub what: String,
    pub text: String,
    /// Field, before, after.
    pub changes: Vec<(String, String, String)>,
}

pub fn audit(id: &str, entries: &[AuditEntry], layout: &Layout) -> String {
    let mut page = layout.page();
    let text = layout.text;
    let head = &text.cli.head;
    page.painted(Paint::Bold, 0, &clean(id));
    for entry in entries {
        let what = match entry.what.as_str() {
            "" => head.entry_newer.to_owned(),
            what => clean(&text.refusal.act(what)),
        };
        page.head(&format!("{} · {what}", format::instant_utc(entry.at)));
        page.line(2, &clean(&format!("{} @ {}", entry.by, entry.desk)));
        page.painted(Paint::Faint, 2, &format!("{} {} {}", head.entry, entry.number, entry.entry));
        for (field, before, after) in &entry.changes {
            let value = |text: &str| match text {
                "" => head.before_empty.to_owned(),
                text => clean(text),
            };
            let words = match before.as_str() {
                "" => format!("{}: {}", clean(field), value(after)),
                _ => format!("{}: {} → {}", clean(field), value(before), value(after)),
            };
            page.line(2, &words);
        }
        if !entry.text.is_empty() {
            page.block(2, &entry.text);
        }
    }
    page.out
}
