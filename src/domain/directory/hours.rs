//! Opening hours: read in English and French as people write them, kept in one form, judged by the
//! wall clock of a zone on both sides of a clock change.

mod parse;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Minutes of a day and of a week.
const DAY: u16 = 24 * 60;
const WEEK: u16 = 7 * DAY;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// When a desk answers, by its wall clock: stretches of a week that begins on Monday at 00:00.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Start and end in minutes of the week, in order, apart from each other; an end may lie beyond
    /// the week, up to the start of the first. Never empty.
    stretches: Vec<(u16, u16)>,
}

impl Hours {
    /// Reads `24/7`, `Mon-Fri 08:30-18:00; Sat 09:00-12:00`, `22:00-06:00`, `lun-ven 8h30 à 18h`.
    /// Days without hours, words that are not understood and an end of no length give `None`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::of_week(parse::week(text)?)
    }

    /// `spans` lie within the week, in any order, and may overlap.
    fn of_week(mut spans: Vec<(u16, u16)>) -> Option<Self> {
        spans.sort_unstable();
        let mut stretches: Vec<(u16, u16)> = Vec::with_capacity(spans.len());
        for (start, end) in spans {
            match stretches.last_mut().filter(|last| last.1 >= start) {
                Some(last) => last.1 = last.1.max(end),
                None => stretches.push((start, end)),
            }
        }
        // The night from Sunday to Monday is one stretch.
        if let [(0, morning), .., (_, WEEK)] = stretches[..] {
            stretches.remove(0);
            if let Some(last) = stretches.last_mut() {
                last.1 = WEEK + morning;
            }
        }
        (!stretches.is_empty()).then_some(Self { stretches })
    }

    pub fn is_always(&self) -> bool {
        self.stretches.iter().any(|(start, end)| end - start >= WEEK)
    }

    /// `local` is what the clock on the desk's wall shows.
    pub fn is_open(&self, local: DateTime) -> bool {
        let minute = minute_of_week(local);
        let within = |at: u16, &(start, end): &(u16, u16)| start <= at && at < end;
        self.stretches.iter().any(|s| within(minute, s) || within(minute + WEEK, s))
    }

    fn is_open_at(&self, at: Timestamp, zone: &TimeZone) -> bool {
        self.is_open(zone.to_datetime(at))
    }

    /// The first instant after `now` at which the desk opens, having been closed. `None`: it never
    /// closes.
    pub fn next_opening(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let opens = |before, at| !self.is_open_at(before, zone) && self.is_open_at(at, zone);
        self.first_turn(now, zone, opens)
    }

    /// The first instant after `now` at which the open desk closes. `None`: it is closed, or never
    /// closes.
    pub fn closes(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        if !self.is_open_at(now, zone) {
            return None;
        }
        self.first_turn(now, zone, |_, at| !self.is_open_at(at, zone))
    }

    /// The first turn after `now` that is wanted, given the turn before it and itself. The next days mostly have it; beyond a week because
    /// the only opening may be the one that a clock change skipped this week.
    fn first_turn(
        &self,
        now: Timestamp,
        zone: &TimeZone,
        wanted: impl Fn(Timestamp, Timestamp) -> bool,
    ) -> Option<Timestamp> {
        if self.is_always() {
            return None;
        }
        [3, 16].into_iter().find_map(|days| {
            let turns = self.turns(now, zone, days);
            let before = std::iter::once(now).chain(turns.iter().copied());
            before.zip(turns.iter().copied()).find(|&(before, at)| wanted(before, at)).map(|p| p.1)
        })
    }

    /// Instants after `now` at which it may open or close: every bound by the wall clock, twice
    /// where an hour is repeated, and every change of the clock, which may skip a bound.
    fn turns(&self, now: Timestamp, zone: &TimeZone, ahead: i32) -> Vec<Timestamp> {
        let Ok(start) = zone.to_datetime(now).date().checked_sub(1.day()) else {
            return Vec::new();
        };
        let mut turns = Vec::new();
        for day in (0..ahead).filter_map(|n| start.checked_add(n.days()).ok()) {
            for bound in self.bounds_on(day) {
                let local = zone.to_ambiguous_timestamp(bound);
                turns.extend([local.earlier().ok(), local.later().ok()].into_iter().flatten());
            }
        }
        let end = turns.iter().max().copied().unwrap_or(now);
        let changes = zone.following(now).map(|change| change.timestamp());
        turns.extend(changes.take_while(|&at| at <= end));
        turns.retain(|&at| at > now);
        turns.sort();
        turns.dedup();
        turns
    }

    fn bounds_on(&self, day: Date) -> Vec<DateTime> {
        let first = day_index(day.weekday()) * DAY;
        let bounds = self.stretches.iter().flat_map(|&(start, end)| [start, end % WEEK]);
        let today = bounds.filter(|&at| first <= at && at < first + DAY);
        today.filter_map(|at| clock(at - first).map(|time| day.to_datetime(time))).collect()
    }

    /// The canonical English form, which reads back as the same hours.
    pub fn stored(&self) -> String {
        if self.is_always() {
            return "24/7".to_owned();
        }
        let mut days: [Vec<String>; 7] = Default::default();
        for &(start, end) in &self.stretches {
            for (day, text) in pieces(start, end) {
                if let Some(held) = days.get_mut(usize::from(day)) {
                    held.push(text);
                }
            }
        }
        for day in &mut days {
            day.sort();
        }
        if days.iter().all(|day| *day == days[0]) {
            return days[0].join(", ");
        }
        // `Sun-Thu` is one run of days although the week begins between them.
        let differs = |&day: &usize| days.get(day) != days.get((day + 6) % 7);
        let first = (0..7).find(differs).unwrap_or(0);
        let day_at = |n: usize| days.get((first + n) % 7).map_or(&[][..], Vec::as_slice);
        let mut parts = Vec::new();
        let mut from = 0;
        while from < 7 {
            let hours = day_at(from);
            let same = (from..7).take_while(|&n| day_at(n) == hours).count();
            if !hours.is_empty() {
                parts.push(format!("{} {}", named(first + from, same), hours.join(", ")));
            }
            from += same;
        }
        parts.join("; ")
    }
}

/// A stretch by the days on which its pieces begin. One night is one piece.
fn pieces(start: u16, end: u16) -> Vec<(u16, String)> {
    let text = |from: u16, to: u16| format!("{}-{}", shown(from), shown(to));
    let (from, length) = (start % DAY, end - start);
    if from + length <= DAY {
        return vec![(start / DAY, text(from, from + length))];
    }
    // Over one midnight and shorter than a day: read back as it was written.
    if length < DAY {
        return vec![(start / DAY, text(from, from + length - DAY))];
    }
    let mut out = Vec::new();
    let mut at = start;
    while at < end {
        let until = end.min((at / DAY + 1) * DAY);
        let from = at % DAY;
        out.push((at / DAY % 7, text(from, from + until - at)));
        at = until;
    }
    out
}

fn shown(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn named(from: usize, days: usize) -> String {
    let name = |at: usize| DAYS.get(at % 7).copied().unwrap_or_default();
    match days {
        1 => name(from).to_owned(),
        _ => format!("{}-{}", name(from), name(from + days - 1)),
    }
}

fn day_index(day: Weekday) -> u16 {
    u16::try_from(day.to_monday_zero_offset()).unwrap_or_default()
}

fn minute_of_week(local: DateTime) -> u16 {
    let part = |n: i8| u16::try_from(n).unwrap_or_default();
    day_index(local.date().weekday()) * DAY + part(local.hour()) * 60 + part(local.minute())
}

fn clock(minute: u16) -> Option<jiff::civil::Time> {
    let part = |n: u16| i8::try_from(n).ok();
    jiff::civil::Time::new(part(minute / 60)?, part(minute % 60)?, 0, 0).ok()
}

#[cfg(test)]
mod tests;
