//! What the desk may not do, in words: what is missing, and what to do next. Every refusal and every
//! guard has a sentence and a remedy in each language.

mod en;
mod fr;

use super::sanitise;
use crate::domain::catalogue::Name;
use crate::domain::clock::ClockState;
use crate::domain::decide::Unmet;
use crate::domain::decide::value::Expected;
use crate::domain::{Direction, Lang, Refusal, Relation};

pub use en::EN;
pub use fr::FR;

/// What is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    pub what: String,
    pub remedy: String,
}

/// A sentence and its remedy. `{0}`, `{1}` … stand for values.
pub type Pair = (&'static str, &'static str);

#[derive(Debug)]
pub struct RefusalText {
    pub lang: Lang,
    pub unknown_kind: Pair,
    pub kind_off: Pair,
    pub wrong_direction: Pair,
    pub no_partner: Pair,
    pub unknown_country: Pair,
    pub unknown_field: Pair,
    pub bad_value: Pair,
    pub too_long: Pair,
    pub empty_text: Pair,
    pub no_such_step: Pair,
    pub guarded: &'static str,
    pub in_future: Pair,
    pub until_before_start: Pair,
    pub already_closed: Pair,
    pub nothing_to_acknowledge: Pair,
    pub already_yours: Pair,
    pub not_yours: Pair,
    pub unknown_clock: Pair,
    pub legal_never_pauses: Pair,
    pub clock_not_running: Pair,
    pub not_paused: Pair,
    pub pause_too_long: Pair,
    pub pause_in_past: Pair,
    pub unknown_check: Pair,
    pub not_such_identifier: Pair,
    pub link_to_self: Pair,
    pub nothing_to_undo: Pair,
    pub cannot_undo: Pair,
    pub changed_since: Pair,
    pub not_their_contact: Pair,
    pub number_not_proved: Pair,
    pub no_request: Pair,
    pub read_only: Pair,

    pub need_field: Pair,
    pub need_reason: Pair,
    pub need_until: Pair,
    pub need_ground: Pair,
    pub need_any_ground: Pair,
    pub need_checks: Pair,
    pub need_authentic: Pair,
    pub need_second: Pair,
    pub after_until: Pair,
    pub still_held: Pair,
    pub need_instrument: Pair,
    pub need_link: Pair,

    pub expected_instant: &'static str,
    pub expected_flag: &'static str,
    pub expected_period: &'static str,
    pub expected_country: &'static str,
    pub expected_one_of: &'static str,
    /// Put before a remedy when a known word is near; ends in a space.
    pub did_you_mean: &'static str,
    pub nothing: &'static str,
    pub directions: [&'static str; 3],
    pub relations: [&'static str; 4],
    /// Waiting, running, paused, late, met, missed.
    pub clock_states: [&'static str; 6],
    /// What an entry did, for undo.
    pub acts: &'static [(&'static str, &'static str)],
}

impl RefusalText {
    /// Says a refusal. Values that it quotes are sanitised.
    pub fn say(&self, refusal: &Refusal) -> Said {
        use Refusal as R;
        let (pair, values) = match refusal {
            R::UnknownKind { kind, nearest } => {
                (&self.unknown_kind, vec![kind.clone(), self.near(nearest)])
            }
            R::KindOff { kind, instrument } => {
                (&self.kind_off, vec![kind.clone(), instrument.clone()])
            }
            R::WrongDirection { kind, possible } => {
                let possible: Vec<String> =
                    possible.iter().map(|d| self.direction(*d).to_owned()).collect();
                (&self.wrong_direction, vec![kind.clone(), self.list(&possible)])
            }
            R::NoPartner => (&self.no_partner, vec![]),
            R::UnknownCountry { code } => (&self.unknown_country, vec![code.clone()]),
            R::UnknownField { field, nearest } => {
                (&self.unknown_field, vec![field.clone(), self.near(nearest)])
            }
            R::BadValue { field, value, expected } => {
                let short: String = value.chars().take(80).collect();
                (&self.bad_value, vec![field.clone(), short, self.expected(expected)])
            }
            R::TooLong { field, max } => (&self.too_long, vec![field.clone(), max.to_string()]),
            R::EmptyText => (&self.empty_text, vec![]),
            R::NoSuchStep { from, to, possible } => {
                (&self.no_such_step, vec![from.clone(), to.clone(), self.list(possible)])
            }
            R::Guarded { to, unmet } => return self.guarded(to, unmet),
            R::InFuture { at } => (&self.in_future, vec![at.to_string()]),
            R::UntilBeforeStart { until, at } => {
                (&self.until_before_start, vec![until.to_string(), at.to_string()])
            }
            R::AlreadyClosed { state } => (&self.already_closed, vec![state.clone()]),
            other => return self.say_of_held(other),
        };
        self.fill(pair, &values)
    }

    /// Refusals of acts on clocks, checks, ownership and earlier acts.
    fn say_of_held(&self, refusal: &Refusal) -> Said {
        use Refusal as R;
        let (pair, values) = match refusal {
            R::NothingToAcknowledge { state } => {
                (&self.nothing_to_acknowledge, vec![state.clone()])
            }
            R::AlreadyYours => (&self.already_yours, vec![]),
            R::NotYours { owner } if owner.is_empty() => {
                (&self.not_yours, vec![self.nothing.to_owned()])
            }
            R::NotYours { owner } => (&self.not_yours, vec![owner.clone()]),
            R::UnknownClock { clock, known } => {
                (&self.unknown_clock, vec![clock.clone(), self.list(known)])
            }
            R::LegalNeverPauses { clock } => (&self.legal_never_pauses, vec![clock.clone()]),
            R::ClockNotRunning { clock, state } => {
                (&self.clock_not_running, vec![clock.clone(), self.clock_state(*state).to_owned()])
            }
            R::NotPaused { clock } => (&self.not_paused, vec![clock.clone()]),
            R::PauseTooLong { max } => {
                (&self.pause_too_long, vec![super::format::duration_words(*max, self.lang)])
            }
            R::PauseInPast => (&self.pause_in_past, vec![]),
            R::UnknownCheck { code, open } => {
                (&self.unknown_check, vec![code.clone(), self.list(open)])
            }
            R::NotSuchIdentifier { value } => (&self.not_such_identifier, vec![value.clone()]),
            R::LinkToSelf => (&self.link_to_self, vec![]),
            R::NothingToUndo => (&self.nothing_to_undo, vec![]),
            R::CannotUndo { what } => (&self.cannot_undo, vec![self.act(what)]),
            R::ChangedSince { what, by } => (&self.changed_since, vec![self.act(what), by.clone()]),
            R::NoRequest => (&self.no_request, vec![]),
            R::NotTheirContact { contact, partner } => {
                (&self.not_their_contact, vec![contact.clone(), partner.clone()])
            }
            R::NumberNotProved { value } => (&self.number_not_proved, vec![value.clone()]),
            R::ReadOnly => (&self.read_only, vec![]),
            // Said by `say` above.
            R::UnknownKind { .. }
            | R::KindOff { .. }
            | R::WrongDirection { .. }
            | R::NoPartner
            | R::UnknownCountry { .. }
            | R::UnknownField { .. }
            | R::BadValue { .. }
            | R::TooLong { .. }
            | R::EmptyText
            | R::NoSuchStep { .. }
            | R::Guarded { .. }
            | R::InFuture { .. }
            | R::UntilBeforeStart { .. }
            | R::AlreadyClosed { .. } => return Said::default(),
        };
        self.fill(pair, &values)
    }

    /// All guards in one sentence, the remedy of each after it.
    fn guarded(&self, to: &str, unmet: &[Unmet]) -> Said {
        let said: Vec<Said> = unmet.iter().map(|one| self.say_unmet(one)).collect();
        let whats: Vec<&str> = said.iter().map(|s| s.what.as_str()).collect();
        let remedies: Vec<&str> = said.iter().map(|s| s.remedy.as_str()).collect();
        let values = [to.to_owned(), whats.join(" · ")];
        Said { what: filled(self.guarded, &values), remedy: remedies.join(" ") }
    }

    /// Says one guard that does not hold.
    pub fn say_unmet(&self, unmet: &Unmet) -> Said {
        let (pair, values) = match unmet {
            Unmet::Field { key, label } => {
                let label = label.as_ref().map_or(key.as_str(), |name| self.name(name));
                (&self.need_field, vec![label.to_owned(), key.clone()])
            }
            Unmet::Reason => (&self.need_reason, vec![]),
            Unmet::Until => (&self.need_until, vec![]),
            Unmet::Ground { grounds } if grounds.is_empty() => (&self.need_any_ground, vec![]),
            Unmet::Ground { grounds } => {
                let grounds: Vec<&str> = grounds.iter().map(|name| self.name(name)).collect();
                (&self.need_ground, vec![grounds.join(" · ")])
            }
            Unmet::Checks { codes } => (&self.need_checks, vec![self.list(codes)]),
            Unmet::Authentic { now } => {
                let now = if now.is_empty() { "unchecked" } else { now };
                (&self.need_authentic, vec![now.to_owned()])
            }
            Unmet::SecondOfficer => (&self.need_second, vec![]),
            Unmet::AfterUntil => (&self.after_until, vec![]),
            Unmet::StillHeld { until } => (&self.still_held, vec![until.to_string()]),
            Unmet::InstrumentNotOpen { instrument } => {
                (&self.need_instrument, vec![instrument.clone()])
            }
            Unmet::Link(relation) => (&self.need_link, vec![self.relation(*relation).to_owned()]),
        };
        self.fill(pair, &values)
    }

    fn fill(&self, pair: &Pair, values: &[String]) -> Said {
        Said { what: filled(pair.0, values), remedy: filled(pair.1, values) }
    }

    fn name<'a>(&self, name: &'a Name) -> &'a str {
        name.in_language(self.lang)
    }

    fn near(&self, nearest: &Option<String>) -> String {
        nearest
            .as_ref()
            .map_or_else(String::new, |word| filled(self.did_you_mean, std::slice::from_ref(word)))
    }

    fn list(&self, words: &[String]) -> String {
        if words.is_empty() { self.nothing.to_owned() } else { words.join(", ") }
    }

    fn expected(&self, expected: &Expected) -> String {
        match expected {
            Expected::Instant => self.expected_instant.to_owned(),
            Expected::Flag => self.expected_flag.to_owned(),
            Expected::Period => self.expected_period.to_owned(),
            Expected::Country => self.expected_country.to_owned(),
            Expected::OneOf(words) => filled(self.expected_one_of, &[self.list(words)]),
        }
    }

    pub fn direction(&self, direction: Direction) -> &'static str {
        let [inward, out, internal] = self.directions;
        match direction {
            Direction::In => inward,
            Direction::Out => out,
            Direction::Internal => internal,
        }
    }

    pub fn relation(&self, relation: Relation) -> &'static str {
        let [extends, duplicate, child, follows] = self.relations;
        match relation {
            Relation::Extends => extends,
            Relation::DuplicateOf => duplicate,
            Relation::ChildOf => child,
            Relation::Follows => follows,
        }
    }

    pub fn clock_state(&self, state: ClockState) -> &'static str {
        let [waiting, running, paused, late, met, missed] = self.clock_states;
        match state {
            ClockState::Waiting => waiting,
            ClockState::Running => running,
            ClockState::Paused => paused,
            ClockState::Late => late,
            ClockState::Met => met,
            ClockState::Missed => missed,
        }
    }

    /// The word of an act of the record; an unknown one is its own word.
    pub fn act(&self, what: &str) -> String {
        let known = self.acts.iter().find(|(word, _)| *word == what);
        known.map_or_else(|| what.to_owned(), |(_, words)| (*words).to_owned())
    }
}

/// Puts sanitised values in the places of a template. A value that itself looks like a place is not
/// looked at again.
pub fn filled(template: &str, values: &[String]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place = after.split_once('}').and_then(|(n, tail)| Some((n.parse().ok()?, tail)));
        match place {
            Some((index, tail)) => {
                let index: usize = index;
                out.push_str(&sanitise::line(values.get(index).map_or("", String::as_str)));
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
