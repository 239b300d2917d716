//! One text for one merged contact: desks that hold the same entries produce the same bytes, so that
//! their hashes can be compared. Only what was recorded counts.

use std::fmt::Write;

use super::Contact;

/// Returns the state of a contact, a line a datum, in a fixed order.
pub fn canonical(contact: &Contact) -> String {
    let mut out = String::new();
    let mut line = |parts: &[&str]| {
        // Quoting keeps a hostile value from forging a line.
        let quoted: Vec<String> = parts.iter().map(|part| quoted(part)).collect();
        let _ = writeln!(out, "{}", quoted.join(" "));
    };
    line(&["contact", &contact.entity.to_string(), &contact.opened.to_string()]);
    for (key, register) in &contact.fields {
        for head in &register.heads {
            line(&["field", key, &head.value, &head.entry.to_string()]);
        }
    }
    for channel in &contact.channels {
        let replaces = channel.replaces.map(|id| id.to_string()).unwrap_or_default();
        let (id, kind) = (channel.id.to_string(), channel.kind.word());
        line(&["channel", &id, kind, &channel.value, channel.standing.word(), &replaces]);
    }
    for tried in &contact.tries {
        let (entry, outcome) = (tried.entry.to_string(), tried.tried.outcome.word());
        let request = tried.tried.request.map(|id| id.to_string()).unwrap_or_default();
        let (channel, at) = (tried.tried.channel.to_string(), tried.tried.at.to_string());
        line(&["try", &entry, &channel, outcome, &at, &request, &tried.tried.note]);
    }
    line(&["unknown", &contact.unknown_facts.to_string()]);
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\""))
}
