//! What an officer wants of the directory → facts to record, or a refusal. Pure.

mod command;
mod parts;

use jiff::Timestamp;

use self::parts::parts;
use super::field::{self, Field};
use super::value::{self, Unfit};
use super::{
    Channel, ChannelKind, Contact, ContactFact, Encryption, Fields, Standing, Try, channel_key,
};
use crate::domain::catalogue::Catalogue;
use crate::domain::decide::value::{nearest, whole_second};
use crate::domain::decide::{FIELD_MAX, Planned, Target};
use crate::domain::request::Register;
use crate::domain::{ChannelId, EntityId, EntryId, Fact};

pub use command::{CallWish, ContactCommand, DirectoryRefusal, Expected, NewChannel};

/// Entries that one entry names at most.
const REFS: usize = 64;
/// Characters of a refused value that are quoted.
const QUOTED: usize = 80;

pub struct Cx<'a> {
    pub catalogue: &'a Catalogue,
    pub officer: &'a str,
    pub now: Timestamp,
}

/// Decides one command. `contact` is `None` only for `Open`.
pub fn decide(
    contact: Option<&Contact>,
    command: ContactCommand,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, DirectoryRefusal> {
    match (contact, command) {
        (None, ContactCommand::Open { entity, fields, channels }) => {
            open(entity, &fields, &channels, cx)
        }
        // It is there: what is new of it is set field by field.
        (Some(_), ContactCommand::Open { .. }) => Err(DirectoryRefusal::NothingNew),
        (None, _) => Err(DirectoryRefusal::NoContact),
        (Some(contact), _) if contact.read_only => Err(DirectoryRefusal::ReadOnly),
        (Some(contact), command) => act(contact, command, cx),
    }
}

fn open(
    entity: Option<EntityId>,
    typed: &Fields,
    channels: &[NewChannel],
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, DirectoryRefusal> {
    let mut fields = contact_fields(typed, cx)?;
    fields.retain(|_, value| !value.is_empty());
    whole(|key| Some(fields.get(key).map_or("", String::as_str)))?;
    if fields.contains_key("closed") && !fields.contains_key("closed_reason") {
        return Err(DirectoryRefusal::NoReason);
    }
    let calling_code = calling_code(cx, fields.get("state").map_or("", String::as_str));
    for new in channels {
        let (id, written) = new_channel(new, calling_code, cx)?;
        if fields.contains_key(&channel_key(id, "type")) {
            let value = written.get(&channel_key(id, "value")).cloned().unwrap_or_default();
            return Err(DirectoryRefusal::ChannelThere { value });
        }
        fields.extend(written);
    }
    let target = entity.map_or(Target::New, Target::Known);
    let facts = parts(fields).into_iter().enumerate().map(|(n, fields)| match n {
        0 => ContactFact::Opened(fields),
        _ => ContactFact::Set(fields),
    });
    let planned = |fact| Planned { target, refs: Vec::new(), fact: Fact::Contact(fact) };
    Ok(facts.map(planned).collect())
}

fn act(
    contact: &Contact,
    command: ContactCommand,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, DirectoryRefusal> {
    match command {
        ContactCommand::Open { .. } => Err(DirectoryRefusal::NothingNew),
        ContactCommand::Set(typed) => {
            let fields = contact_fields(&typed, cx)?;
            whole(|key| fields.get(key).map(String::as_str))?;
            reasoned(&fields, "", contact)?;
            set(contact, fields)
        }
        ContactCommand::AddChannel(new) => add(contact, &new, None, cx),
        ContactCommand::ReplaceChannel { old, new } => {
            in_service(contact, old)?;
            add(contact, &new, Some(old), cx)
        }
        ContactCommand::SetChannel { channel, fields } => {
            set_channel(contact, channel, &fields, cx)
        }
        ContactCommand::CloseChannel { channel, reason } => {
            in_service(contact, channel)?;
            set(contact, closing(&channel_key(channel, ""), &reason, cx)?)
        }
        ContactCommand::Close { .. } if contact.is_closed() => Err(closed(contact)),
        ContactCommand::Close { reason } => set(contact, closing("", &reason, cx)?),
        ContactCommand::Reopen if !contact.is_closed() => Err(DirectoryRefusal::NotClosed),
        ContactCommand::Reopen => set(contact, reopening("")),
        ContactCommand::Try { .. } if contact.is_closed() => Err(closed(contact)),
        ContactCommand::Try { channel, outcome, request, note } => {
            in_service(contact, channel)?;
            let note = note.trim().to_owned();
            bounded("note", &note)?;
            let tried = Try { channel, outcome, at: whole_second(cx.now), request, note };
            Ok(vec![Planned {
                target: Target::Known(contact.entity),
                refs: Vec::new(),
                fact: Fact::Contact(ContactFact::Tried(tried)),
            }])
        }
    }
}

/// Adds a channel, or takes one into use again that was closed. One that takes the place of another
/// may also be an earlier one which that other had replaced: the authority went back to it.
fn add(
    contact: &Contact,
    new: &NewChannel,
    old: Option<ChannelId>,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, DirectoryRefusal> {
    let (id, mut fields) = new_channel(new, calling_code(cx, contact.state()), cx)?;
    let value = fields.get(&channel_key(id, "value")).cloned().unwrap_or_default();
    let again = match contact.channel(id).map(|held| held.standing) {
        None => false,
        Some(Standing::Closed) => true,
        Some(Standing::Replaced) => old.is_some(),
        Some(Standing::InUse | Standing::Pending) => false,
    };
    if old == Some(id) || (contact.channel(id).is_some() && !again) {
        return Err(DirectoryRefusal::ChannelThere { value });
    }
    if again {
        for (key, value) in reopening(&channel_key(id, "")) {
            fields.entry(key).or_insert(value);
        }
    }
    if let Some(old) = old {
        fields.insert(channel_key(id, "replaces"), old.to_string());
        // Whatever had taken its place no longer has: else each would replace the other.
        for newer in contact.channels.iter().filter(|newer| newer.replaces == Some(id)) {
            fields.insert(channel_key(newer.id, "replaces"), String::new());
        }
    }
    set(contact, fields)
}

fn set_channel(
    contact: &Contact,
    id: ChannelId,
    typed: &Fields,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, DirectoryRefusal> {
    let held = held(contact, id)?;
    if let Some(field) = ["type", "value", "replaces"].into_iter().find(|f| typed.contains_key(*f))
    {
        return Err(DirectoryRefusal::ChannelFixed { field: field.to_owned() });
    }
    let encryption = contact.channel_field(id, "encryption");
    let fields = channel_fields(id, typed, encryption, cx)?;
    let reopens = fields.get(&channel_key(id, "closed")).is_some_and(String::is_empty);
    if held.standing == Standing::Closed && !reopens {
        return Err(DirectoryRefusal::ChannelClosed { value: held.value.clone() });
    }
    reasoned(&fields, &channel_key(id, ""), contact)?;
    set(contact, fields)
}

fn held(contact: &Contact, id: ChannelId) -> Result<&Channel, DirectoryRefusal> {
    let missing = || DirectoryRefusal::NoSuchChannel { channel: id.to_string() };
    contact.channel(id).ok_or_else(missing)
}

fn in_service(contact: &Contact, id: ChannelId) -> Result<(), DirectoryRefusal> {
    let held = held(contact, id)?;
    match held.standing {
        Standing::Closed => Err(DirectoryRefusal::ChannelClosed { value: held.value.clone() }),
        _ => Ok(()),
    }
}

fn closed(contact: &Contact) -> DirectoryRefusal {
    DirectoryRefusal::AlreadyClosed { on: contact.field("closed").to_owned() }
}

/// `prefix` is that of a channel's registers, or empty.
fn closing(prefix: &str, reason: &str, cx: &Cx<'_>) -> Result<Fields, DirectoryRefusal> {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        return Err(DirectoryRefusal::NoReason);
    }
    bounded("closed_reason", &reason)?;
    let today = cx.now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    Ok(Fields::from([
        (format!("{prefix}closed"), today),
        (format!("{prefix}closed_reason"), reason),
    ]))
}

fn reopening(prefix: &str) -> Fields {
    ["closed", "closed_reason"].map(|key| (format!("{prefix}{key}"), String::new())).into()
}

/// Whoever writes a day of closing gives a reason, unless one is held.
fn reasoned(fields: &Fields, prefix: &str, contact: &Contact) -> Result<(), DirectoryRefusal> {
    let key = |name: &str| format!("{prefix}{name}");
    let of = |name: &str| fields.get(&key(name)).map(String::as_str);
    let day = of("closed").unwrap_or_else(|| contact.field(&key("closed")));
    let reason = of("closed_reason").unwrap_or_else(|| contact.field(&key("closed_reason")));
    let writes = of("closed").is_some() || of("closed_reason").is_some();
    if writes && !day.is_empty() && reason.is_empty() {
        return Err(DirectoryRefusal::NoReason);
    }
    Ok(())
}

/// What every contact has. `None`: the field is as it was.
fn whole<'a>(field: impl Fn(&str) -> Option<&'a str>) -> Result<(), DirectoryRefusal> {
    let empty = |key: &str| field(key).is_some_and(str::is_empty);
    if empty("state") {
        return Err(DirectoryRefusal::NoState);
    }
    if empty("name") {
        return Err(DirectoryRefusal::NoName);
    }
    if empty("role") { Err(DirectoryRefusal::NoRole) } else { Ok(()) }
}

fn bounded(field: &str, text: &str) -> Result<(), DirectoryRefusal> {
    if text.len() > FIELD_MAX {
        return Err(DirectoryRefusal::TooLong { field: field.to_owned(), max: FIELD_MAX });
    }
    Ok(())
}

fn calling_code<'a>(cx: &'a Cx<'_>, state: &str) -> Option<&'a str> {
    cx.catalogue.countries.get(state).map(|country| country.calling_code.as_str())
}

fn contact_fields(typed: &Fields, cx: &Cx<'_>) -> Result<Fields, DirectoryRefusal> {
    typed
        .iter()
        .map(|(key, text)| Ok((key.clone(), stored(field::CONTACT, key, text, cx)?)))
        .collect()
}

/// A typed value in its stored form.
fn stored(
    known: &'static [Field],
    key: &str,
    text: &str,
    cx: &Cx<'_>,
) -> Result<String, DirectoryRefusal> {
    let Some(field) = known.iter().find(|field| field.key == key) else {
        let nearest = nearest(key, known.iter().map(|field| field.key));
        return Err(DirectoryRefusal::UnknownField { field: key.to_owned(), nearest });
    };
    bounded(key, text)?;
    let value = value::stored(field.shape, text, cx.catalogue, cx.now);
    let value = value.map_err(|unfit| match unfit {
        Unfit::UnknownCountry(code) => DirectoryRefusal::UnknownCountry { code },
        Unfit::InFuture(at) => DirectoryRefusal::InFuture { at },
        Unfit::Expected(expected) => bad(key, text, expected),
    })?;
    // Spelling out may lengthen it (an international domain name).
    bounded(key, &value)?;
    Ok(value)
}

fn bad(field: &str, value: &str, expected: Expected) -> DirectoryRefusal {
    let value = value.chars().take(QUOTED).collect();
    DirectoryRefusal::BadValue { field: field.to_owned(), value, expected }
}

/// The id and all registers of a new channel.
fn new_channel(
    new: &NewChannel,
    calling_code: Option<&str>,
    cx: &Cx<'_>,
) -> Result<(ChannelId, Fields), DirectoryRefusal> {
    let typed = new.fields.get("value").map_or("", String::as_str);
    bounded("value", typed)?;
    let value = value::address(new.kind, typed, calling_code);
    let value = value.map_err(|expected| bad("value", typed, expected))?;
    bounded("value", &value)?;
    let mut rest = new.fields.clone();
    rest.remove("value");
    if rest.remove("type").is_some_and(|kind| kind.trim() != new.kind.word()) {
        return Err(DirectoryRefusal::ChannelFixed { field: "type".to_owned() });
    }
    // A replacement is one of the commands, which knows what is replaced.
    if rest.remove("replaces").is_some_and(|old| !old.trim().is_empty()) {
        return Err(DirectoryRefusal::ChannelFixed { field: "replaces".to_owned() });
    }
    let id = channel_id(new.kind, &value);
    let mut fields = channel_fields(id, &rest, "", cx)?;
    fields.retain(|_, value| !value.is_empty());
    if fields.contains_key(&channel_key(id, "closed"))
        && !fields.contains_key(&channel_key(id, "closed_reason"))
    {
        return Err(DirectoryRefusal::NoReason);
    }
    fields.insert(channel_key(id, "type"), new.kind.word().to_owned());
    fields.insert(channel_key(id, "value"), value);
    Ok((id, fields))
}

/// `encryption` is the one that is held.
fn channel_fields(
    id: ChannelId,
    typed: &Fields,
    encryption: &str,
    cx: &Cx<'_>,
) -> Result<Fields, DirectoryRefusal> {
    let mut fields = Fields::new();
    for (key, text) in typed {
        fields.insert(channel_key(id, key), stored(field::CHANNEL, key, text, cx)?);
    }
    let encryption = fields.get(&channel_key(id, "encryption")).map_or(encryption, String::as_str);
    let encryption = Encryption::from_word(encryption).unwrap_or_default();
    let key = channel_key(id, "fingerprint");
    if let Some(text) = fields.get(&key) {
        let digits = value::fingerprint(text, encryption);
        let digits = digits.map_err(|expected| bad("fingerprint", text, expected))?;
        fields.insert(key, digits);
    }
    Ok(fields)
}

/// Writes what differs from what is held, and what settles a conflict.
fn set(contact: &Contact, mut fields: Fields) -> Result<Vec<Planned>, DirectoryRefusal> {
    fields.retain(|key, value| {
        contact.field(key) != value.as_str()
            || contact.fields.get(key).is_some_and(Register::in_conflict)
    });
    if fields.is_empty() {
        return Err(DirectoryRefusal::NothingNew);
    }
    let planned = |fields: Fields| {
        let held = fields.keys().filter_map(|key| contact.fields.get(key));
        let mut refs: Vec<EntryId> = held.flat_map(Register::entries).collect();
        refs.sort();
        refs.dedup();
        // Heads beyond what an entry can name stay beside the new one.
        refs.truncate(REFS);
        let fact = Fact::Contact(ContactFact::Set(fields));
        Planned { target: Target::Known(contact.entity), refs, fact }
    };
    Ok(parts(fields).into_iter().map(planned).collect())
}

/// Names a channel by what it is. `value` is in its stored form.
pub fn channel_id(kind: ChannelKind, value: &str) -> ChannelId {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(format!("channel\n{}\n{value}", kind.word()));
    let mut id = [0; 4];
    id.copy_from_slice(&hash[..4]);
    ChannelId(id)
}

#[cfg(test)]
mod tests;
