//! Who is reached in a State, at one instant: what the answers of the directory are made of.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::domain::catalogue::Ball;
use crate::view::ladder::{Zones, ladder, written};
use crate::view::{ContactView, RequestView, StateView};

/// A State in an answer.
#[derive(Debug, Clone)]
pub struct Partner {
    /// A code that the catalogue does not have has only its code.
    pub state: StateView,
    pub contacts: Vec<Arc<ContactView>>,
    /// Open ones, brief.
    pub requests: Vec<RequestView>,
}

/// What an answer about partners depends on beside the instant.
#[derive(Clone, Copy)]
pub struct Bearings<'a> {
    pub zones: Zones<'a>,
    /// A proof that is older is stale.
    pub verify: SignedDuration,
    /// Dialled from here before a country code; empty: numbers stand with `+`.
    pub dial_prefix: &'a str,
    /// Our country, alpha-2.
    pub home: &'a str,
    /// Of this desk: whose day it is.
    pub desk: &'a TimeZone,
}

impl Bearings<'_> {
    /// The day at this desk.
    pub fn today(&self, now: Timestamp) -> Date {
        self.desk.to_datetime(now).date()
    }

    /// An empty name stands for no zone here, not for that of the machine.
    pub fn zone(&self, name: &str) -> Option<TimeZone> {
        (!name.is_empty()).then(|| (self.zones)(name)).flatten()
    }
}

/// The places of a contact's channels as they are tried: voices, then what is written to. Those that
/// are out of use come last where `all` are wanted, as do those of a closed contact.
pub fn in_order(
    contact: &Arc<ContactView>,
    all: bool,
    now: Timestamp,
    zones: Zones<'_>,
) -> Vec<usize> {
    let one = std::slice::from_ref(contact);
    let rungs = ladder(one, None, now, zones).into_iter();
    let rungs = rungs.chain(written(one, None, now, zones));
    let mut places: Vec<usize> = rungs.map(|rung| rung.channel).collect();
    if all {
        let rest = (0..contact.channels.len()).filter(|at| !places.contains(at));
        let rest: Vec<usize> = rest.collect();
        places.extend(rest);
    }
    places
}

/// Requests in which the next act is ours: late ones first, then the clock that ends first.
pub fn owed(requests: &[RequestView], now: Timestamp) -> Vec<&RequestView> {
    let mut ours: Vec<&RequestView> = requests.iter().filter(|r| r.ball == Ball::Us).collect();
    by_urgency(&mut ours, now);
    ours
}

/// Late ones first, then the clock that ends first.
pub fn by_urgency(requests: &mut [&RequestView], now: Timestamp) {
    requests.sort_by_cached_key(|request| {
        let due = request.next_clock(now).and_then(|clock| clock.due);
        (!request.is_late(now), due.is_none(), due, request.id.clone())
    });
}
