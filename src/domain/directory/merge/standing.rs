//! Which channels are in use, and which wait to take the place of another.

use super::super::{Channel, Contact, Standing, channel_key};
use crate::domain::ChannelId;

/// Says of every channel how it stands.
///
/// One that replaces another waits until a try proves it; the other stays in use until then. Where
/// it was proved, or what replaces it was, the other is replaced. Once closed it takes nobody's
/// place: a number that turned out to be false gives back the one before it.
pub(super) fn settle(contact: &mut Contact) {
    let links: Vec<Link> = contact.channels.iter().map(|channel| link(contact, channel)).collect();
    let standings: Vec<Standing> = links.iter().map(|link| standing(link, &links)).collect();
    for (channel, standing) in contact.channels.iter_mut().zip(standings) {
        channel.standing = standing;
    }
}

struct Link {
    id: ChannelId,
    /// The channel of this contact whose place it is to take.
    old: Option<ChannelId>,
    closed: bool,
    proved: bool,
}

fn link(contact: &Contact, channel: &Channel) -> Link {
    Link {
        id: channel.id,
        old: place(contact, channel),
        closed: !contact.channel_field(channel.id, "closed").is_empty(),
        proved: is_proved(contact, channel),
    }
}

/// `None` where it takes nobody's place, or the record leads in a circle: two desks each took the
/// other's number for the new one. Then both are in use, which loses neither.
fn place(contact: &Contact, channel: &Channel) -> Option<ChannelId> {
    let next = |id: ChannelId| {
        let old = contact.channel(id)?.replaces?;
        contact.channel(old).map(|held| held.id)
    };
    let mut at = next(channel.id)?;
    for _ in 0..contact.channels.len() {
        if at == channel.id {
            return None;
        }
        match next(at) {
            Some(further) => at = further,
            None => break,
        }
    }
    next(channel.id)
}

/// A proof from before it was named as the new number does not count for it: it may be an old number
/// that somebody brought back.
fn is_proved(contact: &Contact, channel: &Channel) -> bool {
    let named = contact.fields.get(&channel_key(channel.id, "replaces"));
    let named = named.filter(|register| !register.shown().is_empty());
    let since = named.and_then(|register| {
        let same = register.heads.iter().filter(|head| head.value == register.shown());
        same.map(|head| head.at).min()
    });
    // Stated times are whole seconds.
    let since = since.map(|at| at.as_second());
    let proof = contact.proof(channel.id);
    proof.is_some_and(|proof| since.is_none_or(|since| proof.tried.at.as_second() >= since))
}

fn standing(link: &Link, links: &[Link]) -> Standing {
    if link.closed {
        Standing::Closed
    } else if is_replaced(link, links) {
        Standing::Replaced
    } else if link.old.is_some() && !link.proved {
        Standing::Pending
    } else {
        Standing::InUse
    }
}

/// Ends, for no link is part of a circle.
fn is_replaced(link: &Link, links: &[Link]) -> bool {
    let mut newer = links.iter().filter(|newer| newer.old == Some(link.id));
    newer.any(|newer| (newer.proved && !newer.closed) || is_replaced(newer, links))
}
