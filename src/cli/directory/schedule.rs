//! When a channel is tested: while its contact is at work, and in our night where both meet. A night
//! desk has the time; a partner woken up for a test answers the next call later.

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::domain::directory::hours::Hours;
use crate::view::ContactView;
use crate::view::ladder::Zones;

/// Looked ahead: a week has every working hour once.
const AHEAD_HOURS: i64 = 7 * 24;
/// For our night to be waited for, it must come within this.
const NIGHT_WAIT_HOURS: i64 = 48;
const STEP_MINUTES: i64 = 15;

/// By whichever day it is: a desk that is open at any hour is not woken up for a test.
const DAY: (Time, Time) = (Time::constant(8, 0, 0, 0), Time::constant(20, 0, 0, 0));
/// Taken where no hours are known.
const OFFICE: (Time, Time) = (Time::constant(9, 0, 0, 0), Time::constant(16, 0, 0, 0));

pub struct Slot {
    pub at: Timestamp,
    /// Theirs, where known.
    pub zone: Option<TimeZone>,
    /// Their hours are not known; usual office hours were taken.
    pub assumed: bool,
}

/// The first instant of the coming week, in steps of a quarter of an hour, at which they are at work
/// and, if that comes within two days, our own desk has its night. `weekend` is that of their State,
/// `Fri-Sat`.
pub fn slot(
    contact: &ContactView,
    channel: usize,
    weekend: &str,
    now: Timestamp,
    ours: &TimeZone,
    zones: Zones<'_>,
) -> Option<Slot> {
    let channel = contact.channels.get(channel)?;
    let zone_name = if channel.zone.is_empty() { &contact.zone } else { &channel.zone };
    let zone = if zone_name.is_empty() { None } else { zones(zone_name) };
    let hours = if channel.hours.is_empty() { &contact.hours } else { &channel.hours };
    let hours = Hours::parse(hours);
    let assumed = hours.is_none() || zone.is_none();
    let weekend = days(weekend);
    let theirs = zone.clone().unwrap_or(TimeZone::UTC);
    let at_work = |at: Timestamp| {
        let local = theirs.to_datetime(at);
        match &hours {
            Some(hours) if hours.is_always() => within(local.time(), DAY),
            Some(hours) => hours.is_open(local),
            None => within(local.time(), OFFICE) && !weekend.contains(&local.weekday()),
        }
    };
    let our_night = |at: Timestamp| !within(ours.to_datetime(at).time(), DAY);
    let mut first = None;
    for at in instants(now) {
        if !at_work(at) {
            continue;
        }
        let in_reach = at.duration_since(now) <= SignedDuration::from_hours(NIGHT_WAIT_HOURS);
        if our_night(at) && in_reach {
            return Some(Slot { at, zone, assumed });
        }
        first = first.or(Some(at));
        if !in_reach {
            break;
        }
    }
    first.map(|at| Slot { at, zone, assumed })
}

/// Now, then every quarter of an hour.
fn instants(now: Timestamp) -> impl Iterator<Item = Timestamp> {
    let quarter = STEP_MINUTES * 60;
    let next = (now.as_second().div_euclid(quarter) + 1) * quarter;
    let later = (0..AHEAD_HOURS * 60 / STEP_MINUTES)
        .filter_map(move |n| Timestamp::from_second(next + n * quarter).ok());
    std::iter::once(now).chain(later)
}

fn within(time: Time, (from, until): (Time, Time)) -> bool {
    from <= time && time < until
}

/// `Fri-Sat`, `Sat, Sun`, `Fri`: the days of a weekend. Saturday and Sunday where nothing is known.
fn days(weekend: &str) -> Vec<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("mon", Weekday::Monday),
        ("tue", Weekday::Tuesday),
        ("wed", Weekday::Wednesday),
        ("thu", Weekday::Thursday),
        ("fri", Weekday::Friday),
        ("sat", Weekday::Saturday),
        ("sun", Weekday::Sunday),
    ];
    let lower = weekend.to_ascii_lowercase();
    let found: Vec<Weekday> = NAMES
        .into_iter()
        .filter(|(name, _)| {
            lower.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w.starts_with(name))
        })
        .map(|(_, day)| day)
        .collect();
    if found.is_empty() { vec![Weekday::Saturday, Weekday::Sunday] } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::directory::ChannelView;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn planned(hours: &str, zone: &str, weekend: &str, now: &str) -> (String, bool) {
        let contact = ContactView {
            hours: hours.to_owned(),
            zone: zone.to_owned(),
            channels: vec![ChannelView::default()],
            ..ContactView::default()
        };
        let zones = |name: &str| TimeZone::get(name).ok();
        let ours = TimeZone::UTC;
        let slot = slot(&contact, 0, weekend, at(now), &ours, &zones).unwrap();
        (slot.at.to_string(), slot.assumed)
    }

    #[test]
    fn a_partner_far_to_the_east_is_tested_in_our_night() {
        // 22:00 UTC on a Friday is 07:00 in Tokyo on Saturday.
        let (when, assumed) =
            planned("Mon-Fri 09:00-17:00", "Asia/Tokyo", "Sat-Sun", "2026-11-20T22:00:00Z");
        assert_eq!((when.as_str(), assumed), ("2026-11-23T00:00:00Z", false));
        let (when, _) = planned("24/7", "Asia/Tokyo", "Sat-Sun", "2026-11-20T22:00:00Z");
        assert_eq!(when, "2026-11-20T23:00:00Z", "at 08:00 there, not at 07:00");
    }

    #[test]
    fn a_neighbour_is_tested_by_day_where_its_hours_never_meet_our_night() {
        let (when, _) =
            planned("Mon-Fri 09:00-17:00", "Europe/Paris", "Sat-Sun", "2026-11-20T22:00:00Z");
        assert_eq!(when, "2026-11-23T08:00:00Z");
        let (when, _) =
            planned("Mon-Fri 09:00-17:00", "Europe/Paris", "Sat-Sun", "2026-11-23T10:07:00Z");
        assert_eq!(when, "2026-11-23T10:07:00Z", "now, since no better hour comes");
    }

    #[test]
    fn unknown_hours_are_those_of_an_office_outside_the_weekend_of_the_state() {
        let thursday = "2026-11-19T18:00:00Z";
        let (when, assumed) = planned("", "Asia/Dubai", "Fri-Sat", thursday);
        assert_eq!((when.as_str(), assumed), ("2026-11-22T05:00:00Z", true));
        let (when, _) = planned("", "Asia/Dubai", "Sat-Sun", thursday);
        assert_eq!(when, "2026-11-20T05:00:00Z");
    }
}
