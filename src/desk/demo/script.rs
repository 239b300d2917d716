//! The night of `assets/demo/night.toml`.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::Untold;
use crate::desk::{CallRefused, Desk, Failure, Registration};
use crate::domain::decide::{StepWish, value};
use crate::domain::directory::{CallWish, Outcome, Purpose};
use crate::domain::{Audience, Command, Direction, EntityId, Identifier, IdentifierKind};

const NIGHT: &str = include_str!("../../../assets/demo/night.toml");

/// The overlay that a demo home carries: kinds that the night needs and that are not in force.
pub const SWITCH_ON: &str = "demo.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Night {
    switch_on: Vec<String>,
    request: Vec<Scene>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scene {
    kind: String,
    direction: String,
    partner: String,
    received: String,
    urgency: String,
    by: String,
    fields: BTreeMap<String, String>,
    #[serde(default)]
    identifiers: Vec<Trace>,
    acts: Vec<Deed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trace {
    kind: String,
    value: String,
    port: Option<u16>,
    protocol: Option<String>,
    at: Option<String>,
    time_text: Option<String>,
    platform: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deed {
    at: String,
    #[serde(rename = "do")]
    what: String,
    to: Option<String>,
    until: Option<String>,
    text: Option<String>,
    audience: Option<String>,
    second: Option<String>,
    code: Option<String>,
    clock: Option<String>,
    /// Of a call: key of the contact in `directory.toml`, the number as it is stored, what came of it.
    contact: Option<String>,
    channel: Option<String>,
    outcome: Option<String>,
    /// Of a call-back: whether the request is theirs.
    confirmed: Option<bool>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

/// The instruments that the night switches on, as a catalogue overlay.
pub fn switches() -> String {
    let ids = toml::from_str::<Night>(NIGHT).map(|night| night.switch_on).unwrap_or_default();
    ids.iter().map(|id| format!("[instrument.{id}]\nenabled = true\n")).collect()
}

/// Plays the first `most` scenes in the order of time.
pub(super) fn tell(
    desk: &mut Desk,
    most: u32,
    now: Timestamp,
) -> Result<Result<(), Untold>, Failure> {
    let night: Night = match toml::from_str(NIGHT) {
        Ok(night) => night,
        Err(error) => return Ok(Err(Untold::Script(error.to_string()))),
    };
    let mut moments: Vec<(Timestamp, usize, Option<&Deed>)> = Vec::new();
    for (index, scene) in night.request.iter().enumerate().take(most as usize) {
        let received = relative(&scene.received, now);
        moments.push((received.unwrap_or(now), index, None));
        for deed in &scene.acts {
            moments.push((relative(&deed.at, now).unwrap_or(now), index, Some(deed)));
        }
    }
    moments.sort_by_key(|(at, index, deed)| (*at, *index, deed.is_some()));
    let mut opened: BTreeMap<usize, EntityId> = BTreeMap::new();
    for (at, index, deed) in moments {
        let Some(scene) = night.request.get(index) else { continue };
        desk.seat.officer.clone_from(&scene.by);
        let outcome = match (deed, opened.get(&index)) {
            (None, _) => register(desk, scene, at, now)?.map(|entity| {
                opened.insert(index, entity);
            }),
            (Some(deed), Some(&entity)) if deed.what == "call" => {
                match call(desk, entity, deed, at)? {
                    Some(Ok(())) => Ok(()),
                    Some(Err(CallRefused::Request(refusal))) => Err(refusal),
                    refused => return Ok(Err(Untold::Script(format!("call: {refused:?}")))),
                }
            }
            (Some(deed), Some(&entity)) => match command(deed, now) {
                Some(command) => desk.execute(entity, command, at)?.map(|_| ()),
                None => return Ok(Err(Untold::Script(deed.what.clone()))),
            },
            (Some(_), None) => Ok(()),
        };
        if let Err(refusal) = outcome {
            let deed = deed.map_or("register", |deed| deed.what.as_str());
            let line = format!("{} {} {deed}", scene.kind, scene.partner);
            return Ok(Err(Untold::Refused { line, refusal }));
        }
    }
    Ok(Ok(()))
}

fn register(
    desk: &mut Desk,
    scene: &Scene,
    at: Timestamp,
    now: Timestamp,
) -> Result<Result<EntityId, crate::domain::Refusal>, Failure> {
    let direction = Direction::from_word(&scene.direction).unwrap_or(Direction::In);
    let mut fields = scene.fields.clone();
    fields.insert("partner".to_owned(), scene.partner.clone());
    fields.insert("urgency".to_owned(), scene.urgency.clone());
    fields.insert("received".to_owned(), at.to_string());
    let mut new = Registration::new(&scene.kind, direction, fields);
    new.identifiers = scene.identifiers.iter().map(|trace| identifier(trace, now)).collect();
    let registered = desk.register(new, at)?;
    Ok(registered.map(|done| done.view.entity.parse().unwrap_or(EntityId([0; 16]))))
}

/// `None`: the script names nobody.
fn call(
    desk: &mut Desk,
    request: EntityId,
    deed: &Deed,
    at: Timestamp,
) -> Result<Option<Result<(), CallRefused>>, Failure> {
    let contact = super::contacts::entity(deed.contact.as_deref().unwrap_or_default());
    let held = desk.contact(contact)?;
    let channel = held.and_then(|held| {
        let mut all = held.channels.into_iter();
        all.find(|channel| Some(&channel.value) == deed.channel.as_ref())?.id.parse().ok()
    });
    let outcome = deed.outcome.as_deref().and_then(Outcome::from_word);
    let (Some(channel), Some(outcome)) = (channel, outcome) else { return Ok(None) };
    let purpose = if deed.confirmed.is_some() { Purpose::Authenticity } else { Purpose::Talk };
    let note = deed.text.clone().unwrap_or_default();
    let wish = CallWish { channel, outcome, purpose, note, confirmed: deed.confirmed };
    Ok(Some(desk.call(contact, Some(request), wish, at)?.map(|_| ())))
}

fn identifier(trace: &Trace, now: Timestamp) -> Identifier {
    Identifier {
        kind: IdentifierKind::from_word(&trace.kind).unwrap_or(IdentifierKind::Other),
        value: trace.value.clone(),
        port: trace.port,
        protocol: trace.protocol.clone(),
        time_text: trace.time_text.clone(),
        at: trace.at.as_deref().and_then(|at| relative(at, now)),
        to: None,
        platform: trace.platform.clone(),
    }
}

fn command(deed: &Deed, now: Timestamp) -> Option<Command> {
    let text = || deed.text.clone().unwrap_or_default();
    let until = deed.until.as_deref().and_then(|until| relative(until, now));
    Some(match deed.what.as_str() {
        "take" => Command::Take,
        "note" => Command::Note {
            text: text(),
            audience: deed.audience.as_deref().and_then(Audience::from_word)?,
        },
        "set" => Command::Set(deed.fields.clone()),
        "override" => Command::Override { code: deed.code.clone()?, reason: text() },
        "pause" => Command::Pause {
            clock: deed.clock.clone()?,
            reason: text(),
            owner: None,
            until: until?,
        },
        "step" => Command::Step(StepWish {
            to: deed.to.clone()?,
            until,
            reason: deed.text.clone(),
            second: deed.second.clone(),
            set: deed.fields.clone(),
            ..StepWish::default()
        }),
        _ => return None,
    })
}

/// Reads `-59d+3h`, `+2d4h`: signed durations, summed, from `now`.
fn relative(text: &str, now: Timestamp) -> Option<Timestamp> {
    let mut total = SignedDuration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let sign = if rest.starts_with('-') { -1 } else { 1 };
        let body = rest.get(1..)?;
        let end = body.find(['+', '-']).unwrap_or(body.len());
        total = total.checked_add(value::duration(body.get(..end)?)?.checked_mul(sign)?)?;
        rest = body.get(end..)?;
    }
    now.checked_add(total).ok()
}
