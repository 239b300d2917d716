//! Why a clock stands where it stands, in words: the rule and its article, the event it counts
//! from, every pause and what stopped it. Instants are given in UTC and in the desk's zone.

mod en;
mod fr;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::format;
use super::refusal::filled;
use crate::domain::Lang;
use crate::domain::catalogue::{ClockClass, Urgency};
use crate::domain::clock::{Clock, ClockState, Reason};

pub use en::EN;
pub use fr::FR;

/// Templates: `{0}`, `{1}` … stand for values.
#[derive(Debug)]
pub struct ExplainText {
    pub lang: Lang,
    /// Rule, article.
    pub legal_rule: &'static str,
    pub service_rule: &'static str,
    pub own_rule: &'static str,
    pub anchored: &'static str,
    pub not_started: &'static str,
    pub fallback: &'static str,
    pub length: &'static str,
    pub length_by_urgency: &'static str,
    pub partner_period: &'static str,
    pub custodian: &'static str,
    pub no_custodian: &'static str,
    pub renewed: &'static str,
    pub share_of: &'static str,
    pub before: &'static str,
    pub with_other: &'static str,
    pub no_end: &'static str,
    pub paused: &'static str,
    pub resumed: &'static str,
    pub stopped: &'static str,
    pub source: &'static str,
    pub ends: &'static str,
    pub ends_assumed: &'static str,
    pub met: &'static str,
    pub missed: &'static str,
    pub late: &'static str,
    pub legal_late_note: &'static str,
    /// Instant in UTC, in the desk's zone.
    pub instant: &'static str,
    pub urgencies: [&'static str; 3],
    pub confidences: [&'static str; 3],
    /// Rule words of the catalogue.
    pub rules: &'static [(&'static str, &'static str)],
    /// Events of the record, as a noun.
    pub events: &'static [(&'static str, &'static str)],
}

impl ExplainText {
    /// All sentences about one clock: the rule, why it stands where it stands, and how it stands
    /// at `now`. `all` gives the names of clocks that it hangs on.
    pub fn why(
        &self,
        clock: &Clock,
        all: &[Clock],
        now: Timestamp,
        zone: &TimeZone,
    ) -> Vec<String> {
        let mut lines = vec![self.rule_of(clock)];
        lines.extend(clock.why.iter().flat_map(|reason| self.reason(reason, all, zone)));
        lines.extend(self.standing(clock, now, zone));
        lines
    }

    fn rule_of(&self, clock: &Clock) -> String {
        let rule = self.rule(&clock.rule);
        let template = match clock.class {
            _ if clock.article.is_empty() => self.own_rule,
            ClockClass::Legal => self.legal_rule,
            ClockClass::Service => self.service_rule,
        };
        filled(template, &[rule, clock.article.clone()])
    }

    /// The sentences of one reason.
    pub fn reason(&self, reason: &Reason, all: &[Clock], zone: &TimeZone) -> Vec<String> {
        let at = |at: &Timestamp| self.instant(*at, zone);
        let name = |id: &String| {
            let known = all.iter().find(|clock| clock.id == *id);
            known.map_or_else(|| id.clone(), |clock| clock.name.in_language(self.lang).to_owned())
        };
        let length = |length| format::duration_words(length, self.lang);
        let one = |template: &str, values: &[String]| vec![filled(template, values)];
        match reason {
            Reason::Anchored { event, at: when, officer } => {
                one(self.anchored, &[self.event(event), at(when), officer.clone()])
            }
            Reason::NotStarted { event } => one(self.not_started, &[self.event(event)]),
            Reason::FallbackAnchor { wanted, used, at: when } => {
                one(self.fallback, &[self.event(wanted), self.event(used), at(when)])
            }
            Reason::Length { length: span, urgency: None } => one(self.length, &[length(*span)]),
            Reason::Length { length: span, urgency: Some(urgency) } => {
                one(self.length_by_urgency, &[length(*span), self.urgency(*urgency).to_owned()])
            }
            Reason::PartnerPeriod { partner, days, source } => {
                one(self.partner_period, &[partner.clone(), days.to_string(), source.clone()])
            }
            Reason::CustodianInstant { until, officer, at: when } => {
                one(self.custodian, &[at(until), officer.clone(), at(when)])
            }
            Reason::NoCustodianInstant => one(self.no_custodian, &[]),
            Reason::Renewed { from } => one(self.renewed, &[at(from)]),
            Reason::ShareOf { clock, percent } => {
                one(self.share_of, &[percent.to_string(), name(clock)])
            }
            Reason::Before { clock, by } if by.is_zero() => one(self.with_other, &[name(clock)]),
            Reason::Before { clock, by } => one(self.before, &[length(*by), name(clock)]),
            Reason::NoEnd => one(self.no_end, &[]),
            Reason::Paused { since, until, reason, owner, resumed } => {
                let values = [at(since), at(until), owner.clone(), reason.clone()];
                let mut lines = one(self.paused, &values);
                if let Some(resumed) = resumed {
                    lines.extend(one(self.resumed, &[at(resumed)]));
                }
                lines
            }
            Reason::Stopped { event, at: when, officer } => {
                one(self.stopped, &[self.event(event), at(when), officer.clone()])
            }
            Reason::Source { source, .. } if source.is_empty() => vec![],
            Reason::Source { source, confidence } => {
                one(self.source, &[source.clone(), self.confidence(confidence).to_owned()])
            }
        }
    }

    /// How the clock stands at `now`.
    fn standing(&self, clock: &Clock, now: Timestamp, zone: &TimeZone) -> Vec<String> {
        let Some(due) = clock.due else { return Vec::new() };
        let template = if clock.assumed { self.ends_assumed } else { self.ends };
        let mut lines = vec![filled(template, &[self.instant(due, zone)])];
        let by = |from: Timestamp, to: Timestamp| {
            [format::duration_words(to.duration_since(from), self.lang)]
        };
        match (clock.at(now).state, clock.stopped) {
            (ClockState::Met, Some(stopped)) => lines.push(filled(self.met, &by(stopped, due))),
            (ClockState::Missed, Some(stopped)) => {
                lines.push(filled(self.missed, &by(due, stopped)));
            }
            (ClockState::Late, _) => {
                lines.push(filled(self.late, &by(due, now)));
                if clock.class == ClockClass::Legal {
                    lines.push(self.legal_late_note.to_owned());
                }
            }
            _ => {}
        }
        lines
    }

    /// `2026-11-21 02:52:07 UTC (Sat 21 Nov 2026 03:52 (+01) at the desk)`.
    pub fn instant(&self, at: Timestamp, zone: &TimeZone) -> String {
        let local = format::date_time(at, zone, self.lang);
        filled(self.instant, &[format::instant_utc(at), local])
    }

    /// The words of an event; an unknown one is its own word.
    pub fn event(&self, event: &str) -> String {
        word_of(self.events, event)
    }

    /// The words of a rule of the catalogue; an unknown one is its own word.
    pub fn rule(&self, rule: &str) -> String {
        word_of(self.rules, rule)
    }

    pub fn urgency(&self, urgency: Urgency) -> &'static str {
        let [emergency, urgent, routine] = self.urgencies;
        match urgency {
            Urgency::Emergency => emergency,
            Urgency::Urgent => urgent,
            Urgency::Routine => routine,
        }
    }

    fn confidence<'a>(&self, word: &'a str) -> &'a str {
        let [low, medium, high] = self.confidences;
        match word {
            "low" => low,
            "medium" => medium,
            "high" => high,
            _ => word,
        }
    }
}

fn word_of(table: &[(&'static str, &'static str)], word: &str) -> String {
    let known = table.iter().find(|(key, _)| *key == word);
    known.map_or_else(|| word.replace('_', " "), |(_, words)| (*words).to_owned())
}

#[cfg(test)]
mod tests;
