//! Channels of a contact that is held beside those that the edition gives it.

use super::{Differ, Draft};
use crate::domain::directory::{
    Channel, Contact, ContactCommand, Fields, NewChannel, Standing, channel_id,
};
use crate::domain::{ChannelId, EntityId};
use crate::edition::{DiffNote, Proposed, Warning, What};

/// What makes a channel what it is, and where it stands at another desk.
const STANDING: [&str; 4] = ["value", "replaces", "closed", "closed_reason"];
/// Fields that say how mail is kept secret.
const SECRET: [&str; 3] = ["fingerprint", "key", "encryption"];

pub(super) fn compare(
    differ: &mut Differ<'_>,
    held: &Contact,
    proposed: &Proposed,
    drafts: &mut Vec<Draft>,
) {
    let mut seen: Vec<ChannelId> = Vec::new();
    let mut fresh: Vec<&NewChannel> = Vec::new();
    for channel in &proposed.channels {
        let value = channel.fields.get("value").map_or("", String::as_str);
        let closed = channel.fields.get("closed").is_some_and(|on| !on.is_empty());
        match held.channel(channel_id(channel.kind, value)) {
            Some(there) => {
                seen.push(there.id);
                if matches!(there.standing, Standing::Closed | Standing::Replaced) {
                    // What took its place is not gone because the edition does not know it yet.
                    let next = held.channels.iter().filter(|c| c.replaces == Some(there.id));
                    seen.extend(next.map(|c| c.id));
                    if !closed {
                        let (entity, line) = (held.entity, proposed.line);
                        let value = value.to_owned();
                        differ.notes.push(DiffNote::Stale { entity, line, value });
                    }
                } else if closed {
                    let reason = channel.fields.get("closed_reason").cloned();
                    drafts.push(gone(there, reason.unwrap_or_default()));
                } else {
                    fields(held, there, &channel.fields, drafts);
                }
            }
            None if closed => {}
            None => fresh.push(channel),
        }
    }
    let mut left: Vec<&Channel> = held
        .channels
        .iter()
        .filter(|c| matches!(c.standing, Standing::InUse | Standing::Pending))
        .filter(|c| !seen.contains(&c.id) && proposed.whole.contains(&c.kind))
        .collect();
    for new in fresh {
        let old = take_old(held, new, &mut left);
        drafts.push(differ.fresh(held, new, old));
    }
    if super::same_series(proposed, held) {
        // One whose place another is to take goes by itself, once the other is proved.
        let waited = |old: ChannelId| {
            let mut next = held.channels.iter().filter(|c| c.replaces == Some(old));
            next.any(|c| c.standing == Standing::Pending && seen.contains(&c.id))
        };
        let left = left.into_iter().filter(|c| !waited(c.id));
        drafts.extend(left.map(|channel| gone(channel, String::new())));
    }
}

/// The held channel whose place a new one takes: the one it names, else of its kind one with the
/// same label, else the first that is in use.
fn take_old<'a>(
    held: &Contact,
    new: &NewChannel,
    left: &mut Vec<&'a Channel>,
) -> Option<&'a Channel> {
    let named = new.fields.get("replaces").and_then(|id| id.parse::<ChannelId>().ok());
    let label = new.fields.get("label").map_or("", String::as_str);
    let place = |wanted: &dyn Fn(&Channel) -> bool| {
        left.iter().position(|channel| channel.kind == new.kind && wanted(channel))
    };
    let place = place(&|c| Some(c.id) == named)
        .or_else(|| place(&|c| held.channel_field(c.id, "label") == label))
        .or_else(|| place(&|c| c.standing == Standing::InUse))
        .or_else(|| place(&|_| true))?;
    Some(left.remove(place))
}

fn gone(channel: &Channel, reason: String) -> Draft {
    let what =
        What::ChannelGone { channel: channel.id, kind: channel.kind, value: channel.value.clone() };
    let command = ContactCommand::CloseChannel { channel: channel.id, reason };
    Draft { guarded: channel.kind.is_guarded(), ..Draft::of(what, command) }
}

fn fields(held: &Contact, there: &Channel, given: &Fields, drafts: &mut Vec<Draft>) {
    for (key, after) in given.iter().filter(|(key, _)| !STANDING.contains(&key.as_str())) {
        let before = held.channel_field(there.id, key);
        if after.is_empty() || super::same(before, after) {
            continue;
        }
        let secret = SECRET.contains(&key.as_str());
        let what = What::ChannelField {
            channel: there.id,
            kind: there.kind,
            value: there.value.clone(),
            field: key.clone(),
            before: before.to_owned(),
            after: after.clone(),
        };
        let fields = Fields::from([(key.clone(), after.clone())]);
        let mut draft = Draft::of(what, ContactCommand::SetChannel { channel: there.id, fields });
        draft.guarded = secret;
        if secret && !before.is_empty() {
            draft.warnings.push(Warning::Fingerprint);
        }
        drafts.push(draft);
    }
}

impl Differ<'_> {
    fn fresh(&mut self, held: &Contact, new: &NewChannel, old: Option<&Channel>) -> Draft {
        let value = new.fields.get("value").map_or("", String::as_str);
        let warnings = self.warner.channel(new.kind, value, held.state(), held.entity);
        let guarded = new.kind.is_guarded() || warnings.iter().any(Warning::guards);
        let mut new = new.clone();
        new.fields.retain(|key, value| key != "replaces" && !value.is_empty());
        let (what, command) = match old {
            Some(old) => {
                let (kind, before) = (new.kind, old.value.clone());
                let what = What::ChannelReplaced { old: old.id, kind, before, new: new.clone() };
                (what, ContactCommand::ReplaceChannel { old: old.id, new })
            }
            None => (What::ChannelAdded(new.clone()), ContactCommand::AddChannel(new)),
        };
        Draft { guarded, warnings, ..Draft::of(what, command) }
    }

    /// Warnings of all channels of a new contact.
    pub(super) fn of_channels(
        &mut self,
        channels: &[NewChannel],
        state: &str,
        entity: EntityId,
    ) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for channel in channels {
            let value = channel.fields.get("value").map_or("", String::as_str);
            warnings.extend(self.warner.channel(channel.kind, value, state, entity));
        }
        warnings
    }
}
