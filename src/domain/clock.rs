//! When each clock of a request ends, and why. Durations count in instants (a day is 24 hours);
//! nothing here knows the present: `Clock::at` takes it.
//!
//! Legal clocks never pause and are never edited: only an event of the record moves them. Service
//! clocks pause with a reason and an owner, and the paused time stays visible.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::catalogue::{
    Catalogue, ClockClass, ClockLength, ClockRule, Kind, Name, PartnerPeriod, Provenance, Urgency,
    Workflow,
};
use super::request::{Pause, Request};

/// A clock of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub id: String,
    pub name: Name,
    pub class: ClockClass,
    pub rule: String,
    pub article: String,
    /// The act that stops it.
    pub act: Name,
    pub anchor: String,
    pub anchor_at: Option<Timestamp>,
    /// When it ends. `None`: not started, or runs without an end.
    pub due: Option<Timestamp>,
    /// The end rests on an assumption: no confirmed anchor, or no instant from the custodian.
    pub assumed: bool,
    /// It only warns of another clock.
    pub reminder: bool,
    pub stopped: Option<Timestamp>,
    /// Pauses that count, oldest first; only a service clock has any.
    pub pauses: Vec<Pause>,
    pub why: Vec<Reason>,
    pub provenance: Provenance,
}

/// Why a clock stands where it stands. `text::explain` says it in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    Anchored {
        event: String,
        at: Timestamp,
        officer: String,
    },
    NotStarted {
        event: String,
    },
    /// The anchor is unknown: counted from an earlier event instead.
    FallbackAnchor {
        wanted: String,
        used: String,
        at: Timestamp,
    },
    Length {
        length: SignedDuration,
        urgency: Option<Urgency>,
    },
    PartnerPeriod {
        partner: String,
        days: u16,
        source: String,
    },
    CustodianInstant {
        until: Timestamp,
        officer: String,
        at: Timestamp,
    },
    NoCustodianInstant,
    /// An earlier end that a renewal replaced.
    Renewed {
        from: Timestamp,
    },
    ShareOf {
        clock: String,
        percent: u8,
    },
    Before {
        clock: String,
        by: SignedDuration,
    },
    NoEnd,
    Paused {
        since: Timestamp,
        until: Timestamp,
        reason: String,
        owner: String,
        resumed: Option<Timestamp>,
    },
    Stopped {
        event: String,
        at: Timestamp,
        officer: String,
    },
    Source {
        source: String,
        confidence: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClockState {
    Waiting,
    Running,
    Paused,
    /// Past its end and still not stopped.
    Late,
    /// Stopped in time.
    Met,
    /// Stopped after its end.
    Missed,
}
super::fact::words!(ClockState {
    Waiting = "waiting", Running = "running", Paused = "paused", Late = "late",
    Met = "met", Missed = "missed",
});

/// A clock read at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub state: ClockState,
    /// Negative when past.
    pub left: Option<SignedDuration>,
}

impl Clock {
    /// Reads the clock at `now`.
    pub fn at(&self, now: Timestamp) -> Reading {
        read(self.anchor_at, self.due, self.stopped, self.pauses.iter().map(Span::from), now)
    }
}

/// A pause as far as arithmetic cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub since: Timestamp,
    pub end: Timestamp,
}

impl From<&Pause> for Span {
    fn from(pause: &Pause) -> Self {
        Self { since: pause.since, end: pause.resumed.unwrap_or(pause.until) }
    }
}

/// Reads a clock whose `due` already counts every pause to its end. Within a pause the remaining
/// time stands still.
pub fn read(
    started: Option<Timestamp>,
    due: Option<Timestamp>,
    stopped: Option<Timestamp>,
    mut pauses: impl Iterator<Item = Span>,
    now: Timestamp,
) -> Reading {
    let paused = pauses.find(|span| span.since <= now && now < span.end);
    let left = due.map(|due| match paused {
        Some(span) => due.duration_since(span.end),
        None => due.duration_since(now),
    });
    let state = match (started, due, stopped) {
        (None, _, None) => ClockState::Waiting,
        (_, Some(due), Some(stopped)) if stopped > due => ClockState::Missed,
        (_, _, Some(_)) => ClockState::Met,
        _ if paused.is_some() => ClockState::Paused,
        (_, Some(due), None) if now > due => ClockState::Late,
        _ => ClockState::Running,
    };
    Reading { state, left }
}

/// Something that happened to the request, in order of the record.
#[derive(Debug, Clone)]
struct Event<'a> {
    name: &'a str,
    at: Timestamp,
    until: Option<Timestamp>,
    officer: &'a str,
}

/// All clocks of a request that have started or can still start, in order of the rules.
pub fn clocks(request: &Request, kind: &Kind, catalogue: &Catalogue) -> Vec<Clock> {
    let workflow = catalogue.workflows.get(&request.workflow);
    let events = events(request, workflow);
    let partner = request.field("partner");
    let period = catalogue.partner_periods.get(partner);
    let own: Vec<&ClockRule> = kind.clocks.iter().collect();
    let common =
        catalogue.common_clocks.iter().filter(|rule| !own.iter().any(|mine| mine.id == rule.id));
    let rules: Vec<&ClockRule> = own
        .iter()
        .copied()
        .chain(common)
        .filter(|rule| rule.direction.is_none_or(|d| d == request.direction))
        .filter(|rule| rule.urgency.is_none_or(|u| u == request.urgency()))
        .collect();
    let cx = Context { request, events: &events, period };
    let mut done: BTreeMap<&str, Clock> = BTreeMap::new();
    // Clocks that hang on another come after it, however the data order them.
    for dependent in [false, true] {
        for rule in rules.iter().filter(|rule| hangs_on(rule).is_some() == dependent) {
            let clock = cx.clock(rule, hangs_on(rule).and_then(|id| done.get(id)));
            done.insert(&rule.id, clock);
        }
    }
    rules.iter().filter_map(|rule| done.remove(rule.id.as_str())).collect()
}

fn hangs_on(rule: &ClockRule) -> Option<&str> {
    match &rule.length {
        ClockLength::ShareOf { clock, .. } | ClockLength::Before { clock, .. } => Some(clock),
        _ => None,
    }
}

/// Built-in events: `request_received` at the stated instant, `request_opened` at registration;
/// then what the states passed through emit. Steps taken back emit nothing.
fn events<'a>(request: &'a Request, workflow: Option<&'a Workflow>) -> Vec<Event<'a>> {
    let start = |name, at| Event { name, at, until: None, officer: &request.opened_by };
    let mut events = vec![
        start("request_opened", request.opened),
        start("request_received", request.received()),
    ];
    let Some(workflow) = workflow else { return events };
    for passage in request.passages.iter().filter(|p| !p.void && !p.undo) {
        let of_state = workflow.state(&passage.to).map_or(&[][..], |state| &state.emits);
        let of_step = passage
            .from
            .as_deref()
            .and_then(|from| workflow.step(from, &passage.to))
            .map_or(&[][..], |step| &step.emits);
        for name in of_state.iter().chain(of_step) {
            events.push(Event {
                name,
                at: passage.at,
                until: passage.until,
                officer: &passage.officer,
            });
        }
    }
    events
}

struct Context<'a> {
    request: &'a Request,
    events: &'a [Event<'a>],
    period: Option<&'a PartnerPeriod>,
}

impl Context<'_> {
    fn clock(&self, rule: &ClockRule, other: Option<&Clock>) -> Clock {
        let mut why = Vec::new();
        let anchor = self.anchor(rule, &mut why);
        let (mut due, assumed_end) = match anchor {
            Some(index) => self.due(rule, index, other, &mut why),
            None => (None, false),
        };
        let assumed_anchor = anchor.is_some_and(|i| self.events[i].name != rule.anchor);
        let stopped = anchor.and_then(|index| self.stop(rule, index, &mut why));
        let pauses = self.pauses(rule, stopped, &mut due, &mut why);
        why.push(Reason::Source {
            source: rule.provenance.source.clone(),
            confidence: rule.provenance.confidence.word().to_owned(),
        });
        Clock {
            id: rule.id.clone(),
            name: rule.name.clone(),
            class: rule.class,
            rule: rule.rule.clone(),
            article: rule.article.clone(),
            act: rule.act.clone(),
            anchor: anchor.map_or_else(|| rule.anchor.clone(), |i| self.events[i].name.to_owned()),
            anchor_at: anchor.map(|i| self.events[i].at),
            due,
            assumed: due.is_some() && (assumed_end || assumed_anchor),
            reminder: hangs_on(rule).is_some(),
            stopped,
            pauses,
            why,
            provenance: rule.provenance.clone(),
        }
    }

    /// The latest anchor event; where there is none, the latest fallback event.
    fn anchor(&self, rule: &ClockRule, why: &mut Vec<Reason>) -> Option<usize> {
        let latest = |name: &str| self.events.iter().rposition(|event| event.name == name);
        if let Some(index) = latest(&rule.anchor) {
            let event = &self.events[index];
            why.push(Reason::Anchored {
                event: event.name.to_owned(),
                at: event.at,
                officer: event.officer.to_owned(),
            });
            return Some(index);
        }
        let fallback = rule.fallback_anchor.as_deref().and_then(latest);
        match fallback {
            Some(index) => {
                let event = &self.events[index];
                why.push(Reason::FallbackAnchor {
                    wanted: rule.anchor.clone(),
                    used: event.name.to_owned(),
                    at: event.at,
                });
            }
            None => why.push(Reason::NotStarted { event: rule.anchor.clone() }),
        }
        fallback
    }

    /// The end, and whether it is assumed.
    fn due(
        &self,
        rule: &ClockRule,
        anchor: usize,
        other: Option<&Clock>,
        why: &mut Vec<Reason>,
    ) -> (Option<Timestamp>, bool) {
        let event = &self.events[anchor];
        if rule.custodian_until {
            self.renewals(rule, anchor, why);
            if let Some(until) = event.until {
                why.push(Reason::CustodianInstant {
                    until,
                    officer: event.officer.to_owned(),
                    at: event.at,
                });
                return (Some(until), false);
            }
            why.push(Reason::NoCustodianInstant);
        }
        let due = match &rule.length {
            ClockLength::Open => {
                why.push(Reason::NoEnd);
                None
            }
            ClockLength::Fixed(length) => self.after(event.at, rule, *length, None, why),
            ClockLength::ByUrgency { emergency, urgent, routine } => {
                let urgency = self.request.urgency();
                let length = match urgency {
                    Urgency::Emergency => emergency,
                    Urgency::Urgent => urgent,
                    Urgency::Routine => routine,
                };
                self.after(event.at, rule, *length, Some(urgency), why)
            }
            ClockLength::ShareOf { clock, percent } => {
                why.push(Reason::ShareOf { clock: clock.clone(), percent: *percent });
                return share(other, *percent);
            }
            ClockLength::Before { clock, by } => {
                why.push(Reason::Before { clock: clock.clone(), by: *by });
                let end = other.and_then(|o| o.due).and_then(|due| due.checked_sub(*by).ok());
                return (end, other.is_some_and(|o| o.assumed));
            }
        };
        (due, rule.custodian_until)
    }

    fn after(
        &self,
        start: Timestamp,
        rule: &ClockRule,
        length: SignedDuration,
        urgency: Option<Urgency>,
        why: &mut Vec<Reason>,
    ) -> Option<Timestamp> {
        let length = match self.period.filter(|_| rule.partner_period) {
            Some(period) => {
                why.push(Reason::PartnerPeriod {
                    partner: self.request.field("partner").to_owned(),
                    days: period.preservation_days,
                    source: period.provenance.source.clone(),
                });
                SignedDuration::from_hours(24 * i64::from(period.preservation_days))
            }
            None => {
                why.push(Reason::Length { length, urgency });
                length
            }
        };
        start.checked_add(length).ok()
    }

    /// Earlier ends of the same clock: what a renewal replaced stays readable.
    fn renewals(&self, rule: &ClockRule, anchor: usize, why: &mut Vec<Reason>) {
        let earlier = self.events[..anchor].iter().filter(|event| event.name == rule.anchor);
        why.extend(earlier.filter_map(|event| event.until).map(|from| Reason::Renewed { from }));
    }

    /// The first stop event recorded after the anchor.
    fn stop(&self, rule: &ClockRule, anchor: usize, why: &mut Vec<Reason>) -> Option<Timestamp> {
        let event = self.events[anchor + 1..]
            .iter()
            .find(|event| rule.stops.iter().any(|name| name == event.name))?;
        why.push(Reason::Stopped {
            event: event.name.to_owned(),
            at: event.at,
            officer: event.officer.to_owned(),
        });
        Some(event.at)
    }

    /// Pauses of a service clock; each moves the end by its own length. Overlapping ones (two desks
    /// paused while apart) count once.
    fn pauses(
        &self,
        rule: &ClockRule,
        stopped: Option<Timestamp>,
        due: &mut Option<Timestamp>,
        why: &mut Vec<Reason>,
    ) -> Vec<Pause> {
        if rule.class == ClockClass::Legal {
            return Vec::new();
        }
        let mut pauses: Vec<Pause> = self
            .request
            .pauses
            .iter()
            .filter(|pause| pause.clock == rule.id && stopped.is_none_or(|at| pause.since < at))
            .cloned()
            .collect();
        pauses.sort_by_key(|pause| pause.since);
        let mut counted = Timestamp::MIN;
        for pause in &mut pauses {
            if let Some(stopped) = stopped
                && pause.resumed.unwrap_or(pause.until) > stopped
            {
                pause.resumed = Some(stopped);
            }
            let span = Span::from(&*pause);
            let from = span.since.max(counted);
            if span.end > from {
                *due = due.and_then(|d| d.checked_add(span.end.duration_since(from)).ok());
                counted = span.end;
            }
            why.push(Reason::Paused {
                since: pause.since,
                until: pause.until,
                reason: pause.reason.clone(),
                owner: pause.owner.clone(),
                resumed: pause.resumed,
            });
        }
        pauses
    }
}

/// `percent` of the way from the other clock's start to its end.
fn share(other: Option<&Clock>, percent: u8) -> (Option<Timestamp>, bool) {
    let Some((clock, start, due)) =
        other.and_then(|clock| Some((clock, clock.anchor_at?, clock.due?)))
    else {
        return (None, false);
    };
    let seconds = due.duration_since(start).as_secs().saturating_mul(i64::from(percent)) / 100;
    (start.checked_add(SignedDuration::from_secs(seconds)).ok(), clock.assumed)
}

#[cfg(test)]
mod tests;
