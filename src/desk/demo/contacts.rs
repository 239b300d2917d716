//! The partner directory of the night: `assets/demo/directory.toml`, and what became of earlier calls.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::Untold;
use crate::desk::act::Act;
use crate::desk::{Desk, Failure};
use crate::domain::decide::{Planned, Target};
use crate::domain::directory::decide::{Cx, decide};
use crate::domain::directory::{
    ChannelKind, ContactCommand, ContactFact, Fields, NewChannel, Outcome, Try, of_channel,
};
use crate::domain::{ChannelId, EntityId, Fact};
use crate::log::sha256;

const DIRECTORY: &str = include_str!("../../../assets/demo/directory.toml");

/// So long ago the contacts were entered.
const ENTERED_DAYS: i64 = 420;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    contact: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    key: String,
    channels: Vec<Line>,
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "type")]
    kind: String,
    /// `DAYS HOUR OUTCOME [NOTE]`.
    #[serde(default)]
    tries: Vec<String>,
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// The same in every demonstration.
pub(super) fn entity(key: &str) -> EntityId {
    let hash = sha256(format!("demonstration\n{key}").as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    EntityId(id)
}

/// Enters the contacts and what became of calls, in one transaction.
pub(super) fn fill(desk: &mut Desk, now: Timestamp) -> Result<Result<(), Untold>, Failure> {
    let book: Book = match toml::from_str(DIRECTORY) {
        Ok(book) => book,
        Err(error) => return Ok(Err(Untold::Script(error.to_string()))),
    };
    let entered = now.checked_sub((24 * ENTERED_DAYS).hours()).unwrap_or(now);
    let mut acts: Vec<Act> = Vec::new();
    let mut tries: Vec<Act> = Vec::new();
    for entry in &book.contact {
        let planned = match open(desk, entry, entered) {
            Ok(planned) => planned,
            Err(what) => return Ok(Err(Untold::Script(format!("{}: {what}", entry.key)))),
        };
        let zone = zone(desk, entry);
        for (line, channel) in entry.channels.iter().zip(channels(&planned, entry)) {
            for text in &line.tries {
                let Some(tried) = tried(text, channel, &zone, now) else {
                    return Ok(Err(Untold::Script(format!("{}: {text}", entry.key))));
                };
                let (at, target) = (tried.at, Target::Known(entity(&entry.key)));
                let fact = Fact::Contact(ContactFact::Tried(tried));
                tries.push(Act { planned: vec![Planned { target, refs: Vec::new(), fact }], at });
            }
        }
        acts.push(Act { planned, at: entered });
    }
    tries.sort_by_key(|act| act.at);
    acts.extend(tries);
    desk.record(&acts, &[]).map(|_| Ok(()))
}

fn open(desk: &Desk, entry: &Entry, at: Timestamp) -> Result<Vec<Planned>, String> {
    let mut fields: Fields = entry.fields.clone();
    fields.insert("series".to_owned(), "demonstration".to_owned());
    fields.insert("key".to_owned(), entry.key.clone());
    let mut all = Vec::new();
    for line in &entry.channels {
        let kind = ChannelKind::from_word(&line.kind).ok_or_else(|| line.kind.clone())?;
        all.push(NewChannel { kind, fields: line.fields.clone() });
    }
    let command = ContactCommand::Open { entity: Some(entity(&entry.key)), fields, channels: all };
    let cx = Cx { catalogue: desk.catalogue(), officer: super::OFFICER, now: at };
    decide(None, command, &cx).map_err(|refusal| format!("{refusal:?}"))
}

/// Ids of the channels that an opening holds, in the order of the entry: by what their values became
/// when they were decided.
fn channels(planned: &[Planned], entry: &Entry) -> Vec<ChannelId> {
    let opened = planned.iter().find_map(|planned| match &planned.fact {
        Fact::Contact(ContactFact::Opened(fields)) => Some(fields),
        _ => None,
    });
    let Some(opened) = opened else { return Vec::new() };
    let ids: BTreeSet<ChannelId> =
        opened.keys().filter_map(|key| of_channel(key)).map(|(id, _)| id).collect();
    let of = |id: ChannelId, field: &str| {
        opened.get(&crate::domain::directory::channel_key(id, field)).cloned().unwrap_or_default()
    };
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let find = |line: &Line| {
        let value = line.fields.get("value").map(|value| plain(value)).unwrap_or_default();
        ids.iter()
            .copied()
            .find(|id| of(*id, "type") == line.kind && plain(&of(*id, "value")) == value)
    };
    entry.channels.iter().filter_map(find).collect()
}

fn zone(desk: &Desk, entry: &Entry) -> TimeZone {
    let own = entry.fields.get("timezone").cloned();
    let state = entry.fields.get("state").and_then(|code| desk.catalogue().countries.get(code));
    let name = own.or_else(|| state.map(|state| state.zone.clone())).unwrap_or_default();
    TimeZone::get(&name).unwrap_or(TimeZone::UTC)
}

fn tried(text: &str, channel: ChannelId, zone: &TimeZone, now: Timestamp) -> Option<Try> {
    let mut words = text.splitn(4, ' ');
    let days: i64 = words.next()?.parse().ok()?;
    let time: Time = format!("{}:00", words.next()?).parse().ok()?;
    let outcome = Outcome::from_word(words.next()?)?;
    let note = words.next().unwrap_or_default().to_owned();
    let day = now.to_zoned(zone.clone()).date().checked_sub(days.days()).ok()?;
    let at = zone.to_ambiguous_timestamp(day.to_datetime(time)).earlier().ok()?;
    // Today's hour may still be to come.
    let at = if at > now { at.checked_sub(24.hours()).ok()? } else { at };
    Some(Try { channel, outcome, at, request: None, note })
}
