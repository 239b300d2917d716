//! Contacts and channels entered and changed by hand.

use std::collections::BTreeMap;

use super::super::Done;
use super::super::act::assignments;
use super::super::error::{CliError, Kind};
use super::super::here::Here;
use super::args::{Add, ChannelAdd, ChannelReplace, Close, Contact, Set};
use super::find::{self, Named};
use super::{refused, show};
use crate::desk::Desk;
use crate::domain::EntityId;
use crate::domain::directory::{ChannelKind, ContactCommand, Fields, NewChannel, Role, Standing};
use crate::text::refusal::filled;
use crate::view::ContactView;

pub fn add(here: &Here, args: &Add) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let mut fields: Fields = assignments(here, &args.set)?;
    let roles: Vec<&str> =
        args.role.iter().flat_map(|role| role.split(',')).map(str::trim).collect();
    if let Some(unknown) = roles.iter().find(|role| Role::from_word(role).is_none()) {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        let values = [(*unknown).to_owned(), words.join(", ")];
        let fault = here.text.cli.directory.fault.unknown_role;
        return Err(CliError::of(Kind::Usage, fault, &values));
    }
    fields.insert("state".to_owned(), args.state.clone());
    fields.insert("role".to_owned(), roles.join(", "));
    fields.insert("name".to_owned(), args.name.clone());
    let typed = [
        (ChannelKind::PhoneEmergency, &args.emergency),
        (ChannelKind::Phone, &args.phone),
        (ChannelKind::Cell, &args.cell),
        (ChannelKind::Fax, &args.fax),
        (ChannelKind::Email, &args.email),
        (ChannelKind::Portal, &args.portal),
    ];
    let channels = typed
        .into_iter()
        .flat_map(|(kind, values)| values.iter().map(move |value| (kind, value)))
        .map(|(kind, value)| new_channel(kind, value, Fields::new()))
        .collect();
    let command = ContactCommand::Open { entity: None, fields, channels };
    act(here, &mut desk, None, command, here.text.cli.directory.done.added)
}

pub fn set(here: &Here, args: &Set) -> Result<Done, CliError> {
    let values = assignments(here, &args.values)?;
    on_contact(here, &args.id, ContactCommand::Set(values), here.text.cli.directory.done.changed)
}

pub fn close(here: &Here, args: &Close) -> Result<Done, CliError> {
    let command = ContactCommand::Close { reason: args.reason.clone() };
    on_contact(here, &args.id, command, here.text.cli.directory.done.closed)
}

pub fn reopen(here: &Here, args: &Contact) -> Result<Done, CliError> {
    on_contact(here, &args.id, ContactCommand::Reopen, here.text.cli.directory.done.reopened)
}

pub fn channel_add(here: &Here, args: &ChannelAdd) -> Result<Done, CliError> {
    let kind = kind(here, &args.kind)?;
    let new = new_channel(kind, &args.value, assignments(here, &args.set)?);
    let done = here.text.cli.directory.done.changed;
    on_contact(here, &args.id, ContactCommand::AddChannel(new), done)
}

pub fn channel_replace(here: &Here, args: &ChannelReplace) -> Result<Done, CliError> {
    let typed = args.kind.as_deref().map(|typed| kind(here, typed)).transpose()?;
    let fields = assignments(here, &args.set)?;
    on_channel(here, &args.id, |named| {
        let old = named.channel().map(|channel| channel.kind).unwrap_or_default();
        let new = new_channel(typed.unwrap_or(old), &args.value, fields);
        ContactCommand::ReplaceChannel { old: named.channel, new }
    })
}

pub fn channel_set(here: &Here, args: &Set) -> Result<Done, CliError> {
    let fields = assignments(here, &args.values)?;
    on_channel(here, &args.id, |named| ContactCommand::SetChannel {
        channel: named.channel,
        fields,
    })
}

pub fn channel_close(here: &Here, args: &Close) -> Result<Done, CliError> {
    on_channel(here, &args.id, |named| ContactCommand::CloseChannel {
        channel: named.channel,
        reason: args.reason.clone(),
    })
}

fn new_channel(kind: ChannelKind, value: &str, mut fields: Fields) -> NewChannel {
    fields.insert("value".to_owned(), value.to_owned());
    NewChannel { kind, fields }
}

fn kind(here: &Here, typed: &str) -> Result<ChannelKind, CliError> {
    ChannelKind::from_word(&typed.trim().replace('-', "_")).ok_or_else(|| {
        let words: Vec<&str> = ChannelKind::ALL.iter().map(|kind| kind.word()).collect();
        let values = [typed.to_owned(), words.join(", ")];
        CliError::of(Kind::Usage, here.text.cli.directory.fault.unknown_kind, &values)
    })
}

fn on_contact(
    here: &Here,
    id: &str,
    command: ContactCommand,
    done: &str,
) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let contact = find::contact(here, &desk, id)?;
    act(here, &mut desk, Some(find::entity(&contact)), command, done)
}

fn on_channel(
    here: &Here,
    id: &str,
    command: impl FnOnce(&Named) -> ContactCommand,
) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let named = find::channel(here, &desk, id)?;
    let command = command(&named);
    act(here, &mut desk, Some(named.entity), command, here.text.cli.directory.done.changed)
}

fn act(
    here: &Here,
    desk: &mut Desk,
    entity: Option<EntityId>,
    command: ContactCommand,
    done: &str,
) -> Result<Done, CliError> {
    let decided =
        desk.contact_act(entity, command, here.now).map_err(|failure| here.failed(failure))?;
    let view = decided.map_err(|refusal| refused(here, &refusal))?;
    if here.json {
        return show::json(here, desk, vec![view]);
    }
    Ok(Done::out(now_is(here, &view, done)))
}

/// One line for the contact, one for each channel, and what waits to be proved.
pub fn now_is(here: &Here, view: &ContactView, done: &str) -> String {
    let mut out = show::line(here, view, done);
    for channel in &view.channels {
        out.push_str(&show::channel_line(here, view, channel));
    }
    out.push_str(&waiting(here, view));
    out
}

/// Says of every pending channel which one it waits to replace.
pub fn waiting(here: &Here, view: &ContactView) -> String {
    let by_id: BTreeMap<&str, String> =
        view.channels.iter().map(|c| (c.id.as_str(), find::shown(c))).collect();
    let pending = view.channels.iter().filter(|c| c.standing == Standing::Pending);
    let said = pending.map(|channel| {
        let old = by_id.get(channel.replaces.as_str()).cloned().unwrap_or_default();
        filled(here.text.cli.directory.done.pending, &[find::shown(channel), old]) + "\n"
    });
    said.collect()
}
