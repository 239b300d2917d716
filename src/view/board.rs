//! The open requests in the order in which they hurt. Rows are held by id; the order depends on
//! `now` and on nothing else, so that two desks show the same.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::RequestView;
use crate::domain::catalogue::{Ball, ClockClass};
use crate::domain::clock::ClockState;

/// The first criterion of the queue: who hurts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Priority P1.
    First,
    /// A legal clock has passed.
    LegalLate,
    /// A legal clock ends within a day.
    LegalSoon,
    /// A service clock has passed.
    ServiceLate,
    Rest,
    Closed,
}

const SOON: SignedDuration = SignedDuration::from_hours(24);

pub fn rank(view: &RequestView, now: Timestamp) -> Rank {
    if view.closed {
        return Rank::Closed;
    }
    if view.priority == "P1" {
        return Rank::First;
    }
    let mut rank = Rank::Rest;
    for clock in view.clocks.iter().filter(|clock| clock.is_open() && !clock.is_worn(now)) {
        let reading = clock.at(now);
        let late = reading.state == ClockState::Late;
        let soon = reading.left.is_some_and(|left| left < SOON);
        let this = match clock.class {
            ClockClass::Legal if late => Rank::LegalLate,
            ClockClass::Legal if soon => Rank::LegalSoon,
            ClockClass::Service if late => Rank::ServiceLate,
            _ => Rank::Rest,
        };
        rank = rank.min(this);
    }
    rank
}

/// How the queue is sorted; anything but `Deadline` is said on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Deadline,
    Received,
    Partner,
    Kind,
    Owner,
    Reference,
}

impl Sort {
    pub const ALL: [Sort; 6] =
        [Sort::Deadline, Sort::Received, Sort::Partner, Sort::Kind, Sort::Owner, Sort::Reference];
}

/// All open requests, shared between the worker and the screen and never changed.
#[derive(Debug, Clone, Default)]
pub struct Board {
    pub requests: Vec<Arc<RequestView>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub open: usize,
    pub late: usize,
    pub us: usize,
    pub partner: usize,
    pub provider: usize,
    pub authority: usize,
}

impl Board {
    pub fn find(&self, entity: &str) -> Option<&Arc<RequestView>> {
        self.requests.iter().find(|view| view.entity == entity)
    }

    pub fn counts(&self, now: Timestamp) -> Counts {
        let mut counts = Counts::default();
        for view in self.requests.iter().filter(|view| !view.closed) {
            counts.open += 1;
            counts.late += usize::from(view.is_late(now));
            match view.ball {
                Ball::Us => counts.us += 1,
                Ball::Partner => counts.partner += 1,
                Ball::Provider => counts.provider += 1,
                Ball::Authority => counts.authority += 1,
                Ball::Nobody => {}
            }
        }
        counts
    }

    /// The requests that `keep` lets through, in order.
    pub fn in_order(
        &self,
        sort: Sort,
        now: Timestamp,
        keep: impl Fn(&RequestView) -> bool,
    ) -> Vec<Arc<RequestView>> {
        let mut keyed: Vec<_> = self
            .requests
            .iter()
            .filter(|view| keep(view))
            .map(|view| ((rank(view, now), view.next_clock(now).and_then(|c| c.due)), view))
            .collect();
        keyed.sort_by(|((rank_a, due_a), a), ((rank_b, due_b), b)| {
            let by_deadline = || {
                // A request without an end comes after those with one.
                let due = |due: &Option<Timestamp>| (due.is_none(), *due);
                rank_a.cmp(rank_b).then(due(due_a).cmp(&due(due_b))).then_with(|| a.id.cmp(&b.id))
            };
            by_column(sort, a, b).then_with(by_deadline)
        });
        keyed.into_iter().map(|(_, view)| Arc::clone(view)).collect()
    }
}

fn by_column(sort: Sort, a: &RequestView, b: &RequestView) -> Ordering {
    match sort {
        Sort::Deadline => Ordering::Equal,
        Sort::Received => b.received.cmp(&a.received),
        Sort::Partner => a.partner.cmp(&b.partner),
        Sort::Kind => a.kind.cmp(&b.kind),
        Sort::Owner => a.owners.is_empty().cmp(&b.owners.is_empty()).then(a.owners.cmp(&b.owners)),
        Sort::Reference => a.id.cmp(&b.id),
    }
}
