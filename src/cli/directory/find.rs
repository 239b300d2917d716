//! Typed ids → contacts and channels.

use super::super::error::{CliError, Kind};
use super::super::here::Here;
use crate::desk::Look;
use crate::domain::directory::{ChannelKind, Standing};
use crate::domain::{ChannelId, EntityId};
use crate::text::Text;
use crate::view::ContactView;
use crate::view::directory::ChannelView;

/// A contact, and the channel that was named with it.
pub struct Named {
    pub contact: ContactView,
    pub entity: EntityId,
    pub channel: ChannelId,
    /// Index in `contact.channels`.
    pub at: usize,
}

impl Named {
    pub fn channel(&self) -> Option<&ChannelView> {
        self.contact.channels.get(self.at)
    }

    /// `FR-7K3Q/5be1c0aa`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.contact.id, self.channel)
    }
}

/// The one contact that a typed id means: `FR-7K3Q`, or its entity.
pub fn contact(here: &Here, look: &Look, typed: &str) -> Result<ContactView, CliError> {
    let fault = &here.text.cli.directory.fault;
    let typed = typed.trim();
    let mut found = look.contacts_by_id(typed).map_err(|failure| here.failed(failure))?;
    match found.len() {
        1 => found.pop().ok_or_else(|| nobody(here, typed)),
        0 => Err(nobody(here, typed)),
        _ => {
            let several: Vec<String> = found
                .iter()
                .take(6)
                .map(|c| format!("{} {}", c.entity, c.name.get(here.text.lang)))
                .collect();
            let values = [typed.to_owned(), several.join(", ")];
            Err(CliError::of(Kind::Refused, fault.ambiguous, &values))
        }
    }
}

fn nobody(here: &Here, typed: &str) -> CliError {
    let fault = here.text.cli.directory.fault.no_contact;
    CliError::of(Kind::Refused, fault, &[typed.to_owned()])
}

/// A contact alone: an id with a channel is refused by saying that nobody has it.
pub fn entity(contact: &ContactView) -> EntityId {
    contact.entity.parse().unwrap_or(EntityId([0; 16]))
}

/// A contact and one of its channels: `FR-7K3Q/5be1` with any unique beginning of the channel's id.
/// A contact alone means its only channel where it has no more than one.
pub fn named(here: &Here, look: &Look, typed: &str) -> Result<Named, CliError> {
    let typed = typed.trim();
    let (id, wanted) = match typed.split_once('/') {
        Some((id, wanted)) => (id, wanted.trim().to_ascii_lowercase()),
        None => (typed, String::new()),
    };
    let contact = contact(here, look, id)?;
    let fault = &here.text.cli.directory.fault;
    let fits = |channel: &ChannelView| match wanted.is_empty() {
        true => matches!(channel.standing, Standing::InUse | Standing::Pending),
        false => channel.id.starts_with(&wanted),
    };
    let mut fitting = contact.channels.iter().enumerate().filter(|(_, channel)| fits(channel));
    let (first, second) = (fitting.next(), fitting.next());
    let pair = match (first, second) {
        (Some((at, channel)), None) => {
            let channel = channel.id.parse().ok();
            let entity = entity(&contact);
            return channel
                .map(|channel| Named { entity, channel, at, contact })
                .ok_or_else(|| nobody(here, typed));
        }
        (Some(_), Some(_)) => fault.which_channel,
        (None, _) if wanted.is_empty() => fault.no_channels,
        (None, _) => fault.no_channel,
    };
    let values = [typed.to_owned(), listed(here.text, &contact)];
    Err(CliError::of(Kind::Refused, pair, &values))
}

/// A channel that must be named with its contact.
pub fn channel(here: &Here, look: &Look, typed: &str) -> Result<Named, CliError> {
    if !typed.contains('/') {
        let contact = contact(here, look, typed)?;
        let fault = here.text.cli.directory.fault.not_a_channel;
        return Err(CliError::of(Kind::Refused, fault, &[contact.id]));
    }
    named(here, look, typed)
}

/// `FR-7K3Q/5be1c0aa phone +33…, …`
fn listed(text: Text, contact: &ContactView) -> String {
    let one = |channel: &ChannelView| {
        let kind = text.directory.kind(channel.kind);
        format!("{}/{} {kind} {}", contact.id, channel.id, shown(channel))
    };
    contact.channels.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A value as it is read out: numbers in groups.
pub fn shown(channel: &ChannelView) -> String {
    value(channel.kind, &channel.value)
}

pub fn value(kind: ChannelKind, value: &str) -> String {
    match kind.is_number() {
        true => crate::domain::directory::number::spaced(value),
        false => value.to_owned(),
    }
}
