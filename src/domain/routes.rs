//! Which instruments are open between two States on a day: derived from the dates of both, never
//! stored. Pure.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::catalogue::{Catalogue, Confidence, Instrument, Name, Nature, Provenance};
use super::fact::words;

#[cfg(test)]
mod tests;

/// A day of which perhaps only the year, or year and month, is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31; only with a month.
    pub day: Option<i8>,
}

/// How a treaty comes into force for a State that joins it later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Entry {
    /// Only as the data say.
    #[default]
    Told,
    /// The first day of the month after three months from consent (ETS 185 Article 36(4), ETS 189
    /// Article 10(2), CETS 224 Article 16(4)).
    MonthAfterThree,
    /// So many days after deposit (UN Convention Article 65(2): 90).
    Days(u16),
}

/// What a State is to an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Standing {
    #[default]
    None,
    Invited,
    Signatory,
    /// Consent is given; the instrument is not in force, or not yet for this State.
    Ratified,
    Party,
    /// Of a network or an organisation.
    Member,
}
words!(Standing {
    None = "none", Invited = "invited", Signatory = "signatory", Ratified = "ratified",
    Party = "party", Member = "member",
});

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    pub standing: Standing,
    pub signed: Option<PartialDate>,
    pub deposited: Option<PartialDate>,
    /// From this day the instrument binds it.
    pub in_force: Option<PartialDate>,
    /// From this day it no longer does (denunciation).
    pub ended: Option<PartialDate>,
    /// Reservations and declarations, each in the words of the data.
    pub declarations: Vec<Name>,
    pub note: Name,
    pub provenance: Provenance,
}

/// One instrument between our country and a State, or for our country alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Route<'a> {
    pub instrument: &'a Instrument,
    /// The first day on which it is in force for both; `None`: not in force, nor announced, or
    /// `always`.
    pub since: Option<Date>,
    /// Both are members and no day is known: open as long as nobody has left.
    pub always: bool,
    /// The day from which it no longer is in force.
    pub until: Option<Date>,
    /// `since` was computed by the treaty's own rule, or is the last day that the data leave
    /// possible.
    pub derived: bool,
    /// The lesser of both sides.
    pub confidence: Confidence,
    pub ours: &'a Party,
    pub theirs: &'a Party,
}

static NOBODY: Party = Party {
    standing: Standing::None,
    signed: None,
    deposited: None,
    in_force: None,
    ended: None,
    declarations: Vec::new(),
    note: Name { en: String::new(), fr: String::new(), ar: None },
    provenance: Provenance { source: String::new(), confidence: Confidence::Low, as_of: None },
};

/// Every treaty, then every network, in the order of the data, to which our country (`home`,
/// alpha-2) stands in some way; where it stands to none, those to which the State does. With
/// `home` for both: our own standing.
pub fn between<'a>(catalogue: &'a Catalogue, home: &str, state: &str) -> Vec<Route<'a>> {
    let mut instruments: Vec<&Instrument> = catalogue.instruments.values().collect();
    instruments.sort_by_key(|it| (it.nature, it.order));
    let routes: Vec<Route<'a>> =
        instruments.into_iter().filter_map(|it| of(catalogue, it, home, state)).collect();
    let ours = routes.iter().any(|route| route.ours.standing != Standing::None);
    let concerned = |route: &Route<'_>| {
        let party = if ours { route.ours } else { route.theirs };
        party.standing != Standing::None
    };
    routes.into_iter().filter(concerned).collect()
}

/// One instrument between our country and a State. `None` where it is not known, or is no route
/// (a statute, an organisation).
pub fn route<'a>(
    catalogue: &'a Catalogue,
    instrument: &str,
    home: &str,
    state: &str,
) -> Option<Route<'a>> {
    of(catalogue, catalogue.instruments.get(instrument)?, home, state)
}

fn of<'a>(
    catalogue: &'a Catalogue,
    instrument: &'a Instrument,
    home: &str,
    state: &str,
) -> Option<Route<'a>> {
    let itself = match (instrument.nature, instrument.in_force) {
        (Nature::Statute | Nature::Organisation, _) => return None,
        (_, Some(date)) => Start::told(date),
        (Nature::Treaty, None) => Start::Never,
        (Nature::Network, None) => Start::Always,
    };
    let parties = catalogue.parties.get(&instrument.id);
    let party = |code: &str| parties.and_then(|all| all.get(code)).unwrap_or(&NOBODY);
    let (ours, theirs) = (party(home), party(state));
    let starts = [itself, Start::of(instrument, ours), Start::of(instrument, theirs)];
    let never = starts.contains(&Start::Never);
    let days = || {
        starts.iter().filter_map(|start| match start {
            Start::From { day, certain } => Some((*day, *certain)),
            Start::Never | Start::Always => None,
        })
    };
    let since = days().map(|(day, _)| day).max().filter(|_| !never);
    let ends = [ours.ended, theirs.ended].into_iter().flatten();
    Some(Route {
        instrument,
        since,
        always: !never && since.is_none(),
        until: ends.filter_map(PartialDate::earliest).min(),
        derived: since.is_some_and(|since| !days().any(|it| it == (since, true))),
        confidence: known(instrument, ours).confidence.min(known(instrument, theirs).confidence),
        ours,
        theirs,
    })
}

/// A State that no list names is known not to be a Party as well as the list is known.
fn known<'a>(instrument: &'a Instrument, party: &'a Party) -> &'a Provenance {
    if party.provenance.source.is_empty() { &instrument.provenance } else { &party.provenance }
}

impl Route<'_> {
    /// In force between both on a day of our calendar.
    pub fn is_open(&self, today: Date) -> bool {
        (self.always || self.since.is_some_and(|since| since <= today))
            && self.until.is_none_or(|until| today < until)
    }

    /// Where the standing of the other State is known from.
    pub fn theirs_known(&self) -> &Provenance {
        known(self.instrument, self.theirs)
    }

    /// Where ours is known from.
    pub fn ours_known(&self) -> &Provenance {
        known(self.instrument, self.ours)
    }
}

/// From when an instrument binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Never,
    /// No day is known and none is needed (a member).
    Always,
    /// Not certain: computed, or the last day that the data leave possible.
    From {
        day: Date,
        certain: bool,
    },
}

impl Start {
    fn told(date: PartialDate) -> Self {
        Self::from(date.latest(), date.is_whole())
    }

    fn from(day: Option<Date>, certain: bool) -> Self {
        day.map_or(Self::Never, |day| Self::From { day, certain })
    }

    fn of(instrument: &Instrument, party: &Party) -> Self {
        if party.standing < Standing::Ratified {
            return Self::Never;
        }
        if let Some(date) = party.in_force {
            return Self::told(date);
        }
        let computed = party.deposited.and_then(|date| instrument.entry.after(date.latest()?));
        match (computed, party.standing) {
            (Some(day), _) => Self::From { day, certain: false },
            (None, Standing::Member) => Self::Always,
            // A source that calls it a Party proves it from its own date on, no earlier.
            (None, Standing::Party) => Self::from(party.provenance.as_of, false),
            (None, _) => Self::Never,
        }
    }
}

impl Entry {
    /// The day on which it enters into force for a State that consented on `consent`.
    pub fn after(self, consent: Date) -> Option<Date> {
        let add = |date: Date, span: Span| date.checked_add(span).ok();
        match self {
            Self::Told => None,
            Self::MonthAfterThree => {
                let expired = add(consent, 3.months())?;
                add(expired.first_of_month(), 1.month())
            }
            Self::Days(days) => add(consent, i64::from(days).days()),
        }
    }
}

impl PartialDate {
    /// `2018-10-01`, `2014-02` or `2013`; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let number = |part: &str, len: usize| {
            let digits = part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<i16>().ok())?
        };
        let small = |part: &str| number(part, 2).and_then(|number| i8::try_from(number).ok());
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(small);
        let day = parts.next().map(small);
        let whole = [month, day].iter().all(|part| *part != Some(None)) && parts.next().is_none();
        let date = Self { year, month: month.flatten(), day: day.flatten() };
        (whole && date.latest().is_some()).then_some(date)
    }

    /// The last day it may mean: nothing is open before it is certain.
    pub fn latest(self) -> Option<Date> {
        let month = self.month.unwrap_or(12);
        match self.day {
            Some(day) => Date::new(self.year, month, day).ok(),
            None => Date::new(self.year, month, 1).ok().map(Date::last_of_month),
        }
    }

    /// The first day it may mean: nothing is open after it may have ended.
    pub fn earliest(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    pub fn is_whole(self) -> bool {
        self.day.is_some()
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}
