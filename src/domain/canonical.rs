//! One text for one merged state: desks that hold the same entries produce the same bytes, so that
//! their hashes can be compared. Only what was recorded counts; names, clocks and words do not.

use std::fmt::Write;

use super::Request;
use super::request::AsideReason;

/// Returns the state of a request, a line a datum, in a fixed order.
pub fn canonical(request: &Request) -> String {
    let mut out = String::new();
    let mut line = |parts: &[&str]| {
        // Quoting keeps a hostile value from forging a line.
        let quoted: Vec<String> = parts.iter().map(|part| quoted(part)).collect();
        let _ = writeln!(out, "{}", quoted.join(" "));
    };
    line(&["request", &request.entity.to_string(), &request.kind, request.direction.word()]);
    for reference in &request.references {
        line(&["reference", reference.as_str()]);
    }
    for (key, register) in &request.fields {
        for head in &register.heads {
            line(&["field", key, &head.value, &head.entry.to_string()]);
        }
    }
    for passage in request.state_heads.iter().filter_map(|&i| request.passages.get(i)) {
        line(&["state", &passage.to, &passage.entry.to_string()]);
    }
    for passage in &request.passages {
        let void = if passage.void { "void" } else { "valid" };
        line(&["passage", &passage.entry.to_string(), &passage.to, void]);
    }
    for note in &request.notes {
        let struck = note.struck.as_deref().unwrap_or_default();
        line(&["note", &note.entry.to_string(), note.audience.word(), struck]);
    }
    for held in &request.identifiers {
        line(&["identifier", held.identifier.kind.word(), &held.identifier.value]);
    }
    for attachment in &request.attachments {
        line(&["attachment", &attachment.sha256, &attachment.name]);
    }
    for pause in &request.pauses {
        let end = pause.resumed.unwrap_or(pause.until).to_string();
        line(&["pause", &pause.entry.to_string(), &pause.clock, &end]);
    }
    for set_aside in &request.overrides {
        line(&["override", &set_aside.code, &set_aside.reason]);
    }
    for (relation, to) in &request.links {
        line(&["link", relation.word(), &to.to_string()]);
    }
    for aside in &request.aside {
        let why = if aside.why == AsideReason::Waiting { "waiting" } else { "refused" };
        line(&["aside", &aside.entry.to_string(), why]);
    }
    line(&["unknown", &request.unknown_facts.to_string()]);
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\""))
}
