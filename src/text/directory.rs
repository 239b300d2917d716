//! Words of the directory, for both faces: roles, channels, outcomes, fields, opening hours, what is
//! known of a channel, routes, refusals.

mod en;
mod fr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::refusal::{Pair, Said, filled};
use super::{format, sanitise};
use crate::domain::directory::decide::Expected;
use crate::domain::directory::{
    ChannelKind, DirectoryRefusal, Encryption, Notifies, Outcome, Purpose, Role, Standing, field,
    of_channel,
};
use crate::domain::{Lang, routes};
use crate::view::directory::{ChannelView, PartyView, RouteView, Tally, TryView};
use crate::view::ladder::Opening;

pub use en::EN;
pub use fr::FR;

/// Templates: `{0}`, `{1}` … stand for values.
#[derive(Debug)]
pub struct DirectoryText {
    pub lang: Lang,
    /// In the order of `Role::ALL`.
    pub roles: [&'static str; 16],
    /// In the order of `ChannelKind::ALL`.
    pub kinds: [&'static str; 8],
    /// In the order of `Outcome::ALL`.
    pub outcomes: [&'static str; 8],
    /// In the order of `Standing::ALL`.
    pub standings: [&'static str; 4],
    /// In the order of `Encryption::ALL`.
    pub encryptions: [&'static str; 3],
    /// In the order of `Notifies::ALL`.
    pub notifies: [&'static str; 4],
    /// In the order of `Purpose::ALL`.
    pub purposes: [&'static str; 3],
    /// Of `field::CONTACT`.
    pub fields: &'static [(&'static str, &'static str)],
    /// Of `field::CHANNEL`.
    pub channel_fields: &'static [(&'static str, &'static str)],
    /// Stored words of flags and of confidence.
    pub values: &'static [(&'static str, &'static str)],
    pub hours: HoursText,
    pub reach: ReachText,
    pub routes: RouteText,
    pub refusals: RefusalText,
}

#[derive(Debug)]
pub struct HoursText {
    pub open: &'static str,
    pub open_always: &'static str,
    /// Time.
    pub open_until: &'static str,
    pub closed: &'static str,
    /// Day and time.
    pub opens: &'static str,
    pub unknown: &'static str,
    /// Fits beside an hour in a list.
    pub unknown_short: &'static str,
}

/// What is known of a channel from its tries.
#[derive(Debug)]
pub struct ReachText {
    pub never: &'static str,
    /// Age (`12 d ago`).
    pub proved: &'static str,
    /// Outcome, day and time.
    pub last: &'static str,
    pub not_tried: &'static str,
    /// How many of how many.
    pub by_day: (&'static str, &'static str),
    pub by_night: (&'static str, &'static str),
    pub wrong: &'static str,
}

#[derive(Debug)]
pub struct RouteText {
    pub open: &'static str,
    pub not_open: &'static str,
    /// Day.
    pub open_since: &'static str,
    pub opens_on: &'static str,
    pub ended_on: &'static str,
    pub doubtful: &'static str,
    /// The day follows from the treaty's own rule, or is known in part only.
    pub derived: &'static str,
    pub adds_nothing: &'static str,
    /// What one side is to an instrument. Each with a day, then without.
    pub none: &'static str,
    pub invited: &'static str,
    pub signed: (&'static str, &'static str),
    pub ratified: (&'static str, &'static str),
    pub party: (&'static str, &'static str),
    pub member: (&'static str, &'static str),
    pub ours: &'static str,
    pub theirs: &'static str,
}

#[derive(Debug)]
pub struct RefusalText {
    pub no_contact: Pair,
    pub no_state: Pair,
    pub unknown_country: Pair,
    pub no_name: Pair,
    pub no_role: Pair,
    pub unknown_field: Pair,
    pub bad_value: Pair,
    pub too_long: Pair,
    pub no_such_channel: Pair,
    pub channel_there: Pair,
    pub channel_fixed: Pair,
    pub channel_closed: Pair,
    pub no_reason: Pair,
    pub already_closed: Pair,
    pub not_closed: Pair,
    pub in_future: Pair,
    pub nothing_new: Pair,
    pub read_only: Pair,
    /// Put before a remedy when a known word is near; ends in a space.
    pub did_you_mean: &'static str,
    pub number: &'static str,
    pub mail: &'static str,
    pub url: &'static str,
    pub zone: &'static str,
    pub hours: &'static str,
    pub languages: &'static str,
    pub date: &'static str,
    pub days: &'static str,
    pub count: &'static str,
    pub flag: &'static str,
    pub fingerprint: &'static str,
    pub call_sign: &'static str,
    pub one_of: &'static str,
}

/// The text at the place that a word has among all of its kind.
fn nth<T: PartialEq>(all: &[T], word: &T, texts: &[&'static str]) -> &'static str {
    let at = all.iter().position(|one| one == word).unwrap_or_default();
    texts.get(at).copied().unwrap_or_default()
}

fn among<'a>(texts: &[(&'static str, &'static str)], key: &'a str) -> &'a str {
    texts.iter().find(|(known, _)| *known == key).map_or(key, |(_, text)| text)
}

impl DirectoryText {
    pub fn role(&self, role: Role) -> &'static str {
        nth(Role::ALL, &role, &self.roles)
    }

    pub fn kind(&self, kind: ChannelKind) -> &'static str {
        nth(ChannelKind::ALL, &kind, &self.kinds)
    }

    pub fn outcome(&self, outcome: Outcome) -> &'static str {
        nth(Outcome::ALL, &outcome, &self.outcomes)
    }

    pub fn standing(&self, standing: Standing) -> &'static str {
        nth(Standing::ALL, &standing, &self.standings)
    }

    pub fn encryption(&self, encryption: Encryption) -> &'static str {
        nth(Encryption::ALL, &encryption, &self.encryptions)
    }

    /// Whether a provider tells its customer.
    pub fn notifies(&self, notifies: Notifies) -> &'static str {
        nth(Notifies::ALL, &notifies, &self.notifies)
    }

    pub fn purpose(&self, purpose: Purpose) -> &'static str {
        nth(Purpose::ALL, &purpose, &self.purposes)
    }

    /// The label of a contact's field, or of a channel's where the key is `channel.ID.FIELD`. A key
    /// that is not known stands for itself.
    pub fn field<'a>(&self, key: &'a str) -> &'a str {
        match of_channel(key) {
            Some((_, field)) => self.channel_field(field),
            None => among(self.fields, key),
        }
    }

    /// The label of a channel's field by its bare key.
    pub fn channel_field<'a>(&self, key: &'a str) -> &'a str {
        among(self.channel_fields, key)
    }

    /// What a field holds, in words where the stored form is a word; sanitised.
    pub fn value(&self, key: &str, value: &str) -> String {
        let field = of_channel(key).map_or(key, |(_, field)| field);
        let said = match field {
            "role" => {
                let roles = value.split(',').map(str::trim);
                let said = |word| Role::from_word(word).map_or(word, |role| self.role(role));
                return sanitise::line(&roles.map(said).collect::<Vec<_>>().join(", "))
                    .into_owned();
            }
            "type" => ChannelKind::from_word(value).map(|kind| self.kind(kind)),
            "encryption" => Encryption::from_word(value).map(|it| self.encryption(it)),
            "notifies" => Notifies::from_word(value).map(|it| self.notifies(it)),
            "foreign_requests" | "cgnat" | "confidence" => Some(among(self.values, value)),
            _ => None,
        };
        sanitise::line(said.unwrap_or(value)).into_owned()
    }

    /// `open`, `closed`, `?`.
    pub fn opening_word(&self, opening: &Opening) -> &'static str {
        match opening {
            Opening::Open { .. } => self.hours.open,
            Opening::Closed { .. } => self.hours.closed,
            Opening::Unknown => self.hours.unknown_short,
        }
    }

    /// `open until 18:00`, `closed, opens Mon 08:30`, `hours not known`. `zone` is the one in which
    /// the times are said: the partner's, beside the partner's hour.
    pub fn opening(
        &self,
        opening: &Opening,
        zone: &TimeZone,
        now: Timestamp,
        lang: Lang,
    ) -> String {
        let when = |at: Timestamp| self.day_near(at, now, zone, lang);
        match opening {
            Opening::Open { closes: None } => self.hours.open_always.to_owned(),
            Opening::Open { closes: Some(at) } => filled(self.hours.open_until, &[when(*at)]),
            Opening::Closed { opens: Some(at) } => filled(self.hours.opens, &[when(*at)]),
            Opening::Closed { opens: None } => self.hours.closed.to_owned(),
            Opening::Unknown => self.hours.unknown.to_owned(),
        }
    }

    /// `08:30` of today, `Mon 08:30` within a week, else with the day of the month.
    fn day_near(&self, at: Timestamp, now: Timestamp, zone: &TimeZone, lang: Lang) -> String {
        let time = format::clock_time(at, zone);
        let (day, today) = (zone.to_datetime(at).date(), zone.to_datetime(now).date());
        let ahead = today.until(day).map_or(i32::MAX, |span| span.get_days());
        match ahead {
            0 => time,
            1..7 => {
                let name = usize::try_from(day.weekday().to_monday_zero_offset()).ok();
                let names = &format::words(lang).days;
                let name = name.and_then(|n| names.get(n)).copied().unwrap_or_default();
                format!("{name} {time}")
            }
            _ => format!("{} {time}", format::day(at, zone, lang)),
        }
    }

    /// `never verified`, `verified 12 d ago`.
    pub fn proved(&self, at: Option<Timestamp>, now: Timestamp) -> String {
        let Some(at) = at else { return self.reach.never.to_owned() };
        // A proof by a desk whose clock is ahead is not one to come.
        let seconds = now.duration_since(at).as_secs().max(0);
        filled(self.reach.proved, &[format::ago(seconds, self.lang)])
    }

    /// `answered 12 Nov 02:10`.
    pub fn last(&self, last: Option<&TryView>, now: Timestamp, zone: &TimeZone) -> String {
        let Some(last) = last else { return self.reach.not_tried.to_owned() };
        let when = format::time_near(last.at, now, zone, self.lang);
        filled(self.reach.last, &[self.outcome(last.outcome).to_owned(), when])
    }

    /// `7 of 8 calls at night · 3 of 4 by day`; empty where there was none. The night comes first:
    /// it is what a duty desk asks.
    pub fn tallies(&self, day: Tally, night: Tally) -> String {
        let said = |tally: Tally, (many, one): (&str, &str)| {
            let template = if tally.tried == 1 { one } else { many };
            let values = [tally.reached.to_string(), tally.tried.to_string()];
            (tally.tried > 0).then(|| filled(template, &values))
        };
        let parts = [said(night, self.reach.by_night), said(day, self.reach.by_day)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// What is known of a channel: `answered 12 Nov 02:10 · 7 of 8 calls at night`.
    pub fn reached(&self, channel: &ChannelView, now: Timestamp, zone: &TimeZone) -> String {
        let mut parts = vec![self.last(channel.last.as_ref(), now, zone)];
        let not_said = channel.last.as_ref().is_none_or(|last| last.outcome != Outcome::Wrong);
        if channel.wrong.is_some() && not_said {
            parts.push(self.reach.wrong.to_owned());
        }
        parts.push(self.tallies(channel.day, channel.night));
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// `open since 2018-10-01`, `not open`, with what is doubtful about it.
    pub fn route(&self, route: &RouteView, today: Date) -> String {
        let words = &self.routes;
        let on = |template: &str, day: Date| filled(template, &[day.to_string()]);
        let mut parts = vec![match (route.since, route.until) {
            (_, Some(until)) if until <= today => on(words.ended_on, until),
            (Some(since), _) if since <= today => on(words.open_since, since),
            (Some(since), _) => on(words.opens_on, since),
            (None, _) => words.not_open.to_owned(),
        }];
        if route.derived {
            parts.push(words.derived.to_owned());
        }
        if route.confidence == crate::domain::catalogue::Confidence::Low {
            parts.push(words.doubtful.to_owned());
        }
        parts.join(" · ")
    }

    /// What one side is to an instrument: `Party since 2018-10-01`, `signed 2022-05-12`. Days are
    /// said as far as they are known.
    pub fn party(&self, party: &PartyView) -> String {
        use routes::Standing as S;
        let words = &self.routes;
        let (pair, day) = match party.standing {
            S::None => return words.none.to_owned(),
            S::Invited => return words.invited.to_owned(),
            S::Signatory => (words.signed, &party.signed),
            S::Ratified => (words.ratified, &party.deposited),
            S::Party => (words.party, &party.in_force),
            S::Member => (words.member, &party.in_force),
        };
        let template = if day.is_empty() { pair.1 } else { pair.0 };
        filled(template, std::slice::from_ref(day))
    }

    /// Says a refusal. Values that it quotes are sanitised.
    pub fn refused(&self, refusal: &DirectoryRefusal) -> Said {
        use DirectoryRefusal as R;
        let words = &self.refusals;
        let label = |field: &str| self.label(field);
        let (pair, values) = match refusal {
            R::NoContact => (words.no_contact, vec![]),
            R::NoState => (words.no_state, vec![]),
            R::UnknownCountry { code } => (words.unknown_country, vec![short(code)]),
            R::NoName => (words.no_name, vec![]),
            R::NoRole => (words.no_role, vec![field::ROLES.join(", ")]),
            R::UnknownField { field, nearest } => {
                let near = nearest.as_ref().map_or_else(String::new, |word| {
                    filled(words.did_you_mean, std::slice::from_ref(word))
                });
                (words.unknown_field, vec![short(field), near])
            }
            R::BadValue { field, value, expected } => {
                (words.bad_value, vec![label(field), short(value), self.expected(expected)])
            }
            R::TooLong { field, max } => (words.too_long, vec![label(field), max.to_string()]),
            R::NoSuchChannel { channel } => (words.no_such_channel, vec![short(channel)]),
            R::ChannelThere { value } => (words.channel_there, vec![short(value)]),
            R::ChannelFixed { field } => {
                (words.channel_fixed, vec![self.channel_field(field).to_owned()])
            }
            R::ChannelClosed { value } => (words.channel_closed, vec![short(value)]),
            R::NoReason => (words.no_reason, vec![]),
            R::AlreadyClosed { on } => (words.already_closed, vec![short(on)]),
            R::NotClosed => (words.not_closed, vec![]),
            R::InFuture { at } => (words.in_future, vec![at.to_string()]),
            R::NothingNew => (words.nothing_new, vec![]),
            R::ReadOnly => (words.read_only, vec![]),
        };
        Said { what: filled(pair.0, &values), remedy: filled(pair.1, &values) }
    }

    /// The label of a contact's or a channel's field, with the key that is typed for it.
    fn label(&self, key: &str) -> String {
        let label = match self.field(key) {
            same if same == key => self.channel_field(key),
            label => label,
        };
        if label == key { short(key) } else { format!("{label} ({key})") }
    }

    pub(super) fn expected(&self, expected: &Expected) -> String {
        let words = &self.refusals;
        let said = match expected {
            Expected::Number => words.number,
            Expected::Mail => words.mail,
            Expected::Url => words.url,
            Expected::Zone => words.zone,
            Expected::Hours => words.hours,
            Expected::Languages => words.languages,
            Expected::Date => words.date,
            Expected::Days => words.days,
            Expected::Count => words.count,
            Expected::Flag => words.flag,
            Expected::Fingerprint => words.fingerprint,
            Expected::CallSign => words.call_sign,
            Expected::OneOf(all) => return filled(words.one_of, &[all.join(", ")]),
        };
        said.to_owned()
    }
}

/// The start of a value that may be long.
fn short(value: &str) -> String {
    value.chars().take(80).collect()
}

#[cfg(test)]
mod tests;
