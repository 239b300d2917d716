//! In which order a partner is called or written to: what answers at this hour first. Computed when
//! it is asked for; nothing of it is stored.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::directory::{ChannelView, ContactView};
use crate::domain::directory::hours::Hours;
use crate::domain::directory::{ChannelKind, Standing};

/// The zone of an IANA name, from the database that the face uses.
pub type Zones<'a> = &'a dyn Fn(&str) -> Option<TimeZone>;

/// Whether somebody answers at an instant, by the hours that the directory has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// `None`: at any hour.
    Open {
        closes: Option<Timestamp>,
    },
    Closed {
        opens: Option<Timestamp>,
    },
    /// No hours are known, or their zone is not.
    Unknown,
}

/// One number or address to try.
#[derive(Debug, Clone, PartialEq)]
pub struct Rung {
    pub contact: Arc<ContactView>,
    /// Index into the contact's channels.
    pub channel: usize,
    pub opening: Opening,
}

impl Opening {
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }

    fn of(hours: &str, zone: &str, now: Timestamp, zones: Zones<'_>) -> Self {
        let Some(hours) = Hours::parse(hours) else { return Self::Unknown };
        if hours.is_always() {
            return Self::Open { closes: None };
        }
        let Some(zone) = zones(zone) else { return Self::Unknown };
        if hours.is_open(zone.to_datetime(now)) {
            Self::Open { closes: hours.closes(now, &zone) }
        } else {
            Self::Closed { opens: hours.next_opening(now, &zone) }
        }
    }

    /// Unknown hours may be open ones: they are tried before those that are known to be closed.
    fn rank(self) -> u8 {
        match self {
            Self::Open { .. } => 0,
            Self::Unknown => 1,
            Self::Closed { .. } => 2,
        }
    }
}

impl ContactView {
    pub fn opening(&self, now: Timestamp, zones: Zones<'_>) -> Opening {
        if self.zone.is_empty() && !self.hours.is_empty() {
            // An empty name would stand for the zone of this machine.
            return Opening::of(&self.hours, "", now, &|_| None);
        }
        Opening::of(&self.hours, &self.zone, now, zones)
    }
}

impl ChannelView {
    /// By its own hours, else by those of its contact; an emergency line without hours of its own
    /// is answered at any hour.
    pub fn opening(&self, of: &ContactView, now: Timestamp, zones: Zones<'_>) -> Opening {
        let hours = match (self.hours.as_str(), self.kind) {
            ("", ChannelKind::PhoneEmergency) => return Opening::Open { closes: None },
            ("", _) => &of.hours,
            (own, _) => own,
        };
        match if self.zone.is_empty() { &of.zone } else { &self.zone }.as_str() {
            // An empty name would stand for the zone of this machine.
            "" => Opening::of(hours, "", now, &|_| None),
            zone => Opening::of(hours, zone, now, zones),
        }
    }

    /// In use, and nobody else has answered there: what a call-back may rest on.
    pub fn is_trusted(&self) -> bool {
        self.standing == Standing::InUse && self.wrong.is_none()
    }

    /// May be called or written to.
    pub fn is_usable(&self) -> bool {
        matches!(self.standing, Standing::InUse | Standing::Pending)
    }
}

/// Voice channels, in the order in which they are called. `first` is the entity, in hex, of the
/// contact whose channels come before those of the others.
///
/// Within that: what answers at this hour, then what is not known to be closed; the order of
/// `contacts`; the last proof; the order of preference. A channel that waits to take another's place
/// stands behind it, and one that somebody else has answered stands last of all.
pub fn ladder(
    contacts: &[Arc<ContactView>],
    first: Option<&str>,
    now: Timestamp,
    zones: Zones<'_>,
) -> Vec<Rung> {
    rungs(contacts, first, now, zones, |channel| channel.kind.is_voice())
}

/// Channels that are written to, in the same order.
pub fn written(
    contacts: &[Arc<ContactView>],
    first: Option<&str>,
    now: Timestamp,
    zones: Zones<'_>,
) -> Vec<Rung> {
    rungs(contacts, first, now, zones, |channel| !channel.kind.is_voice())
}

fn rungs(
    contacts: &[Arc<ContactView>],
    first: Option<&str>,
    now: Timestamp,
    zones: Zones<'_>,
    wanted: impl Fn(&ChannelView) -> bool,
) -> Vec<Rung> {
    let mut ranked = Vec::new();
    for (place, contact) in contacts.iter().enumerate().filter(|(_, contact)| !contact.closed) {
        let other = first.is_some_and(|first| first != contact.entity);
        for (index, channel) in contact.channels.iter().enumerate() {
            if !channel.is_usable() || !wanted(channel) {
                continue;
            }
            let opening = channel.opening(contact, now, zones);
            let proved = channel.proved.map(Reverse);
            let key = (
                channel.wrong.is_some(),
                other,
                opening.rank(),
                place,
                (proved.is_none(), proved),
                index,
            );
            ranked.push((key, Rung { contact: contact.clone(), channel: index, opening }));
        }
    }
    ranked.sort_by_key(|(a, _)| *a);
    put_behind(ranked.into_iter().map(|(_, rung)| rung).collect())
}

impl Rung {
    pub fn channel(&self) -> Option<&ChannelView> {
        self.contact.channels.get(self.channel)
    }

    /// The id of the channel whose place it waits to take.
    fn waits_for(&self) -> Option<&str> {
        let channel = self.channel()?;
        (channel.standing == Standing::Pending).then_some(channel.replaces.as_str())
    }
}

/// Keeps the order, but puts every waiting channel behind the one whose place it is to take.
fn put_behind(mut left: Vec<Rung>) -> Vec<Rung> {
    let mut placed = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_old = |rung: &Rung, other: &Rung, old: &str| {
            Arc::ptr_eq(&other.contact, &rung.contact)
                && other.channel().is_some_and(|channel| channel.id == old)
        };
        let is_free = |rung: &Rung| {
            let old = rung.waits_for();
            old.is_none_or(|old| !left.iter().any(|other| is_old(rung, other, old)))
        };
        // Channels that wait for each other are taken as they come.
        let next = left.iter().position(is_free).unwrap_or_default();
        placed.push(left.remove(next));
    }
    placed
}

#[cfg(test)]
mod tests;
