//! Request files, `vigie.request-file/1`: one request at the top level, or several as `[[request]]`.
//! Strict: a key that is not known is a slip and is refused with the nearest known key. All keys
//! stand in `assets/forms/request-file@1.toml`.

mod json;
mod node;
mod toml;

use crate::domain::catalogue::{FieldRule, Kind, Urgency};
use crate::domain::identifier::without_secret;
use crate::domain::{Direction, Identifier, IdentifierKind};

use super::refused::{Refused, RefusedKind, nearest};
use super::value::{instant, normalise, word};
use super::{FIELD_LIMIT, IntakeContext, LIST_LIMIT, NOTE_LIMIT, Proposal, form, identify};
use node::{Node, Value};

pub const SCHEMA: &str = "vigie.request-file/1";

/// Keys of a request that stand for the field of the same name.
pub const FIELD_KEYS: &[&str] = &[
    "partner",
    "their_ref",
    "received",
    "channel",
    "urgency",
    "priority",
    "marking",
    "handling",
    "summary",
    "route",
    "custodian",
    "period_requested",
    "previous_ref",
    "mla_ref",
    "sent",
];
const OTHER_KEYS: &[&str] =
    &["schema", "kind", "direction", "fields", "identifier", "notes", "text"];
const CHANNELS: &[&str] = &["phone", "email", "fax", "portal", "i247", "other"];
const MARKINGS: &[&str] = &["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"];
const PRIORITIES: &[&str] = &["P1", "P2", "P3"];
const HANDLINGS: &[&str] = &["H0", "H1", "H2", "H3"];

pub fn read_toml(text: &str, cx: &IntakeContext) -> Result<Vec<Proposal>, Refused> {
    toml::parse(text).and_then(|root| requests(&root, cx)).map_err(|r| r.located(text))
}

pub fn read_json(text: &str, cx: &IntakeContext) -> Result<Vec<Proposal>, Refused> {
    json::parse(text).and_then(|root| requests(&root, cx)).map_err(|r| r.located(text))
}

/// Whether the first line that says anything is a key or a table of TOML.
pub fn looks_like_toml(text: &str) -> bool {
    let line = text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#'));
    line.is_some_and(|l| {
        let key = l.split('=').next().unwrap_or_default().trim();
        let bare = |c: char| c.is_ascii_alphanumeric() || "_-.\"".contains(c);
        l.starts_with('[') || (l.contains('=') && !key.is_empty() && key.chars().all(bare))
    })
}

fn requests(root: &Node, cx: &IntakeContext) -> Result<Vec<Proposal>, Refused> {
    let entries = root.table("")?;
    let Some((_, list)) = entries.iter().find(|(key, _)| key == "request") else {
        return request(root, "", cx).map(|p| vec![p]);
    };
    for (key, node) in entries {
        match key.as_str() {
            "schema" => schema(node, "schema")?,
            "request" => {}
            other => return Err(unknown_key(node, other, other, &["schema", "request"])),
        }
    }
    let list = list.list("request")?;
    few(root, "request", list)?;
    if list.is_empty() {
        return Err(RefusedKind::Empty.into());
    }
    let numbered = list.iter().zip(1..);
    numbered.map(|(node, n)| request(node, &format!("request[{n}]."), cx)).collect()
}

fn few(node: &Node, key: &str, items: &[Node]) -> Result<(), Refused> {
    if items.len() > LIST_LIMIT {
        return Err(node.refuse(key, RefusedKind::TooMany { limit: LIST_LIMIT }));
    }
    Ok(())
}

fn schema(node: &Node, key: &str) -> Result<(), Refused> {
    let found = node.text(key)?;
    if found == SCHEMA {
        return Ok(());
    }
    let what = RefusedKind::BadSchema { found: found.to_owned(), expected: SCHEMA.to_owned() };
    Err(node.refuse(key, what))
}

fn unknown_key<'a, 'b: 'a>(
    node: &Node,
    path: &str,
    key: &str,
    known: impl IntoIterator<Item = &'a &'b str>,
) -> Refused {
    let nearest = nearest(key, known.into_iter().copied());
    node.refuse(path, RefusedKind::UnknownKey { found: key.to_owned(), nearest })
}

fn request(node: &Node, path: &str, cx: &IntakeContext) -> Result<Proposal, Refused> {
    let entries = node.table(path.trim_end_matches('.'))?;
    let known = || FIELD_KEYS.iter().chain(OTHER_KEYS);
    for (key, value) in entries {
        if !known().any(|k| k == key) {
            return Err(unknown_key(value, &format!("{path}{key}"), key, known()));
        }
    }
    let get = |key: &str| entries.iter().find(|(k, _)| k == key).map(|(_, v)| v);
    let kind = kind(node, get("kind"), path, cx)?;
    let mut out = Proposal::new(&kind.id, "other", cx);
    if let Some(value) = get("schema") {
        schema(value, &format!("{path}schema"))?;
    }
    if let Some(value) = get("direction") {
        let key = format!("{path}direction");
        let words = Direction::ALL.iter().map(|d| d.word());
        let chosen = word(value.text(&key)?, words).map_err(|what| value.refuse(&key, what))?;
        out.direction = Direction::from_word(&chosen).unwrap_or(Direction::In);
    }
    for (key, value) in entries.iter().filter(|(k, _)| FIELD_KEYS.contains(&k.as_str())) {
        field(&mut out, kind, key, value, &format!("{path}{key}"), cx)?;
    }
    if let Some(fields) = get("fields") {
        for (key, value) in fields.table(&format!("{path}fields"))? {
            let place = format!("{path}fields.{key}");
            known_field(kind, key, value, &place, cx)?;
            if get(key).is_some() {
                return Err(value.refuse(&place, RefusedKind::DuplicateKey { found: key.clone() }));
            }
            field(&mut out, kind, key, value, &place, cx)?;
        }
    }
    if let Some(list) = get("identifier") {
        let items = list.list(&format!("{path}identifier"))?;
        few(list, &format!("{path}identifier"), items)?;
        for (item, n) in items.iter().zip(1..) {
            let found = identifier(item, &format!("{path}identifier[{n}]"))?;
            out.identifiers.push(without_secret(found));
        }
    }
    texts(&mut out, get("notes"), get("text"), path, cx)?;
    Ok(out)
}

fn kind<'a>(
    whole: &Node,
    node: Option<&Node>,
    path: &str,
    cx: &IntakeContext<'a>,
) -> Result<&'a Kind, Refused> {
    let key = format!("{path}kind");
    let node =
        node.ok_or_else(|| whole.refuse(&key, RefusedKind::MissingKey { key: "kind".into() }))?;
    let found = node.text(&key)?;
    cx.catalogue.kinds.get(found).ok_or_else(|| {
        let nearest = nearest(found, cx.catalogue.kinds.keys().map(String::as_str));
        node.refuse(&key, RefusedKind::UnknownKind { found: found.to_owned(), nearest })
    })
}

fn rule_of<'a>(kind: &'a Kind, key: &str, cx: &'a IntakeContext) -> Option<&'a FieldRule> {
    kind.fields.iter().chain(&cx.catalogue.common_fields).find(|r| r.key == key)
}

fn known_field(
    kind: &Kind,
    key: &str,
    node: &Node,
    place: &str,
    cx: &IntakeContext,
) -> Result<(), Refused> {
    let rules = kind.fields.iter().chain(&cx.catalogue.common_fields);
    let mut known: Vec<&str> = rules.map(|r| r.key.as_str()).collect();
    for key in form::keys() {
        known.push(key);
    }
    known.extend(FIELD_KEYS.iter().copied());
    if known.contains(&key) {
        return Ok(());
    }
    Err(unknown_key(node, place, key, &known))
}

fn field(
    out: &mut Proposal,
    kind: &Kind,
    key: &str,
    node: &Node,
    place: &str,
    cx: &IntakeContext,
) -> Result<(), Refused> {
    let rule = rule_of(kind, key, cx);
    let text = match &node.value {
        Value::Flag(yes)
            if rule.is_some_and(|r| r.kind == crate::domain::catalogue::FieldType::Flag) =>
        {
            if *yes { "yes" } else { "no" }
        }
        _ => node.text(place)?,
    };
    let value = common(key, text, cx).unwrap_or_else(|| normalise(rule, text, cx.catalogue));
    let value = value.map_err(|what| node.refuse(place, what))?;
    if value.len() > FIELD_LIMIT {
        let what = RefusedKind::TooLong { size: value.len(), limit: FIELD_LIMIT };
        return Err(node.refuse(place, what));
    }
    out.set(key, &value, "request file");
    Ok(())
}

/// The fields whose words do not depend on the catalogue.
fn common(key: &str, text: &str, cx: &IntakeContext) -> Option<Result<String, RefusedKind>> {
    let text = text.trim();
    let words = |list: &[&'static str]| word(text, list.iter().copied());
    Some(match key {
        "partner" => super::value::country(text, cx.catalogue),
        "received" | "sent" => instant(text).map(|at| at.to_string()),
        "urgency" => word(text, Urgency::ALL.iter().map(|u| u.word())),
        "channel" => words(CHANNELS),
        "priority" => words(PRIORITIES),
        "handling" => words(HANDLINGS),
        "marking" => word(text.trim_start_matches("TLP:"), MARKINGS.iter().copied()),
        "period_requested" => {
            super::value::period(text).ok_or(RefusedKind::BadPeriod { text: text.to_owned() })
        }
        _ => return None,
    })
}

fn identifier(node: &Node, path: &str) -> Result<Identifier, Refused> {
    const KEYS: &[&str] = &["kind", "value", "port", "protocol", "at", "to", "time", "platform"];
    let mut out = Identifier::default();
    let mut seen_kind = false;
    for (key, value) in node.table(path)? {
        let place = format!("{path}.{key}");
        match key.as_str() {
            "kind" => {
                let chosen =
                    word(value.text(&place)?, IdentifierKind::ALL.iter().map(|k| k.word()));
                let chosen = chosen.map_err(|what| value.refuse(&place, what))?;
                out.kind = IdentifierKind::from_word(&chosen).unwrap_or_default();
                seen_kind = true;
            }
            "value" => out.value = short(value, &place)?,
            "protocol" => out.protocol = Some(short(value, &place)?),
            "platform" => out.platform = Some(short(value, &place)?),
            "time" => out.time_text = Some(short(value, &place)?),
            "port" => out.port = Some(port(value, &place)?),
            "at" | "to" => {
                let at = instant(value.text(&place)?).map_err(|what| value.refuse(&place, what))?;
                *(if key == "at" { &mut out.at } else { &mut out.to }) = Some(at);
            }
            other => return Err(unknown_key(value, &place, other, KEYS)),
        }
    }
    let missing = if out.value.is_empty() { "value" } else { "kind" };
    if out.value.is_empty() || !seen_kind {
        return Err(node.refuse(path, RefusedKind::MissingKey { key: missing.into() }));
    }
    Ok(out)
}

fn short(node: &Node, key: &str) -> Result<String, Refused> {
    let text = node.text(key)?.trim();
    if text.len() > FIELD_LIMIT {
        let what = RefusedKind::TooLong { size: text.len(), limit: FIELD_LIMIT };
        return Err(node.refuse(key, what));
    }
    Ok(text.to_owned())
}

/// The one number of the format.
fn port(node: &Node, key: &str) -> Result<u16, Refused> {
    match &node.value {
        Value::Number(text) => text.parse().map_err(|_| node.wrong(key, "port")),
        _ => Err(node.wrong(key, "port")),
    }
}

fn texts(
    out: &mut Proposal,
    notes: Option<&Node>,
    text: Option<&Node>,
    path: &str,
    cx: &IntakeContext,
) -> Result<(), Refused> {
    if let Some(list) = notes {
        let items = list.list(&format!("{path}notes"))?;
        few(list, &format!("{path}notes"), items)?;
        for (item, n) in items.iter().zip(1..) {
            let key = format!("{path}notes[{n}]");
            let note = item.text(&key)?;
            if note.len() > NOTE_LIMIT {
                let what = RefusedKind::TooLong { size: note.len(), limit: NOTE_LIMIT };
                return Err(item.refuse(&key, what));
            }
            let note = identify::fit(note, &mut out.findings).into_owned();
            out.notes.push(note);
        }
    }
    if let Some(node) = text {
        let text = node.text(&format!("{path}text"))?;
        identify::propose(out, text, cx);
        out.keep(text);
    }
    Ok(())
}
