//! Request kinds, workflows, clocks and States as data. Loaded from `assets/catalogue` and a desk's
//! configuration; nothing national is compiled into a rule.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::Date;

use super::Direction;
use super::fact::words;
use super::routes::{Entry, PartialDate, Party};

/// A name in the languages of the product. Arabic may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    pub en: String,
    pub fr: String,
    pub ar: Option<String>,
}

/// Where a fact comes from and how far it can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    pub source: String,
    pub confidence: Confidence,
    pub as_of: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Confidence {
    #[default]
    Low,
    Medium,
    High,
}
words!(Confidence { Low = "low", Medium = "medium", High = "high" });

#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    pub kinds: BTreeMap<String, Kind>,
    pub workflows: BTreeMap<String, Workflow>,
    pub instruments: BTreeMap<String, Instrument>,
    pub countries: BTreeMap<String, Country>,
    /// Clocks that every kind has (`*` in the data): acknowledge, say-if-when, silent partner.
    pub common_clocks: Vec<ClockRule>,
    /// Fields that every kind has.
    pub common_fields: Vec<FieldRule>,
    /// Preservation periods that differ from the kind's: by partner (alpha-2).
    pub partner_periods: BTreeMap<String, PartnerPeriod>,
    /// What each State is to each instrument: by instrument, by State (alpha-2).
    pub parties: BTreeMap<String, BTreeMap<String, Party>>,
    /// Changes whenever any datum changes: the projection is refreshed when it differs.
    pub fingerprint: String,
}

/// A legal basis: treaty, network or statute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Instrument {
    pub id: String,
    pub name: Name,
    pub short_name: Name,
    /// Of the instrument itself, for anybody. `None`: a treaty is not in force; a network needs none.
    pub in_force: Option<PartialDate>,
    /// Its rank in the data.
    pub order: u32,
    pub nature: Nature,
    pub entry: Entry,
    /// Opens no requests of its own (the First Protocol adds offences).
    pub adds_nothing: bool,
    /// Whether kinds under it are offered. Off where not in force, until a desk switches it on.
    pub enabled: bool,
    pub note: Name,
    pub provenance: Provenance,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Nature {
    #[default]
    Treaty,
    /// Members, no ratification (INTERPOL, the G7 24/7 network).
    Network,
    /// One State's law: no route between States.
    Statute,
    /// Its members have no channel by it (Council of Europe, Arab League).
    Organisation,
}
words!(Nature {
    Treaty = "treaty", Network = "network", Statute = "statute", Organisation = "organisation",
});

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Country {
    pub alpha2: String,
    pub alpha3: String,
    pub capital: String,
    /// All its zones, that of the seat of government first.
    pub zones: Vec<String>,
    /// Further names and short forms by which it is looked for.
    pub aliases: Vec<String>,
    pub note: Name,
    pub name: Name,
    pub calling_code: String,
    /// IANA zone of the seat of government.
    pub zone: String,
    pub languages: Vec<String>,
    pub weekend: String,
    pub provenance: Provenance,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartnerPeriod {
    /// Days a preservation lasts there unless the custodian says otherwise.
    pub preservation_days: u16,
    /// Days of notice wanted before the end for an extension.
    pub notice_days: Option<u16>,
    pub provenance: Provenance,
}

/// A kind of request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kind {
    pub id: String,
    pub instrument: String,
    pub article: String,
    pub name: Name,
    /// For a column of a table; empty: the name is short enough.
    pub short: Name,
    /// Directions in which it occurs, and the workflow that each follows.
    pub workflows: BTreeMap<Direction, String>,
    pub enabled: bool,
    /// Who sends to whom, form, refusal grounds, confidentiality, limits on use: facts for help.
    pub facts: BTreeMap<String, String>,
    /// Grounds an officer may refuse on; empty where the instrument closes no list.
    pub refusal_grounds: Vec<Name>,
    pub fields: Vec<FieldRule>,
    pub clocks: Vec<ClockRule>,
    /// What the urgency of a new request is unless stated.
    pub default_urgency: Urgency,
    pub provenance: Provenance,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldRule {
    pub key: String,
    pub label: Name,
    pub kind: FieldType,
    /// For `FieldType::Choice`: the words that may stand.
    pub choices: Vec<String>,
    /// Missing, the request is incomplete (its instrument demands it).
    pub mandatory: bool,
    /// The article that demands it.
    pub rule: String,
    pub provenance: Provenance,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldType {
    #[default]
    Text,
    LongText,
    /// RFC 3339 UTC once stored.
    Instant,
    /// `yes` or `no` once stored.
    Flag,
    Choice,
    /// ISO 8601 period (`P60D`).
    Period,
    /// ISO 3166 alpha-2.
    Country,
}
words!(FieldType {
    Text = "text", LongText = "long_text", Instant = "instant", Flag = "flag",
    Choice = "choice", Period = "period", Country = "country",
});

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Urgency {
    /// Significant and imminent risk to life or safety.
    Emergency,
    Urgent,
    #[default]
    Routine,
}
words!(Urgency { Emergency = "emergency", Urgent = "urgent", Routine = "routine" });

/// How a clock is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClockRule {
    pub id: String,
    pub name: Name,
    pub class: ClockClass,
    /// What the rule is, in the words of the data (`statutory_min`, `benchmark`, `soft_default`).
    pub rule: String,
    /// `ETS 185 29(7)`; empty for a desk's own default.
    pub article: String,
    /// The act that stops it, in the imperative.
    pub act: Name,
    pub length: ClockLength,
    /// The event that starts it.
    pub anchor: String,
    /// Used where `anchor` is unknown: earlier, so that the result is on the safe side and assumed.
    pub fallback_anchor: Option<String>,
    /// Any of these events stops it.
    pub stops: Vec<String>,
    /// Direction it applies to; `None`: all.
    pub direction: Option<Direction>,
    /// Urgency it applies to; `None`: all.
    pub urgency: Option<Urgency>,
    /// The custodian's `until` instant replaces the computed end.
    pub custodian_until: bool,
    /// The partner's preservation period replaces the length.
    pub partner_period: bool,
    pub provenance: Provenance,
    pub note: String,
}

/// Legal clocks never pause and are never edited; service clocks are the desk's own promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ClockClass {
    Legal,
    #[default]
    Service,
}
words!(ClockClass { Legal = "legal", Service = "service" });

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ClockLength {
    /// Counted in instants: a day is 24 hours.
    Fixed(SignedDuration),
    ByUrgency {
        emergency: SignedDuration,
        urgent: SignedDuration,
        routine: SignedDuration,
    },
    /// A share (per cent) of the span of another clock, from its start to its end.
    ShareOf {
        clock: String,
        percent: u8,
    },
    /// Before the end of another clock.
    Before {
        clock: String,
        by: SignedDuration,
    },
    /// Runs without an end (held pending a decision).
    #[default]
    Open,
}

/// A table of states and steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Workflow {
    pub id: String,
    pub version: u32,
    /// In the order in which they are usually passed; the first is the state of a new request.
    pub states: Vec<StateRule>,
    pub steps: Vec<StepRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StateRule {
    pub id: String,
    pub name: Name,
    /// For concurrent steps: which state a person must see first.
    pub attention: Attention,
    pub ball: Ball,
    /// The request is no longer in the queue.
    pub closed: bool,
    /// Events that entering the state means (`preservation_effected`): clocks start and stop.
    pub emits: Vec<String>,
}

/// Orders concurrent states on the safe side: a close never hides a reopen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Attention {
    Escalated,
    #[default]
    Open,
    Taken,
    Answered,
    Closed,
}
words!(Attention {
    Escalated = "escalated", Open = "open", Taken = "taken", Answered = "answered", Closed = "closed",
});

/// Who has to act next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Ball {
    #[default]
    Us,
    Partner,
    Provider,
    Authority,
    Nobody,
}
words!(Ball { Us = "us", Partner = "partner", Provider = "provider", Authority = "authority", Nobody = "nobody" });

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepRule {
    /// States it starts from; `*` stands for every open state.
    pub from: Vec<String>,
    pub to: String,
    /// The act in the imperative (`send the order`).
    pub act: Name,
    pub guards: Vec<Guard>,
    /// Events beyond those of the target state.
    pub emits: Vec<String>,
}

/// What must hold before a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// The field is filled, before or with the step.
    Field(String),
    /// The step carries a reason.
    Reason,
    /// The step carries the instant until which the data are held.
    Until,
    /// The reason is one of the kind's refusal grounds.
    Ground,
    /// Every blocking check is met or set aside.
    ChecksClean,
    /// The sender was verified by call-back on a directory number (`authenticity` is `verified`).
    Authentic,
    /// A second officer is named.
    SecondOfficer,
    /// The running `until` has not passed.
    BeforeUntil,
    /// The running `until` has passed, or nobody knows it.
    UntilPassed,
    /// The instrument is in force with us, or switched on by the desk.
    InstrumentOpen,
    /// The target of a duplicate or redirect is named.
    Link(super::Relation),
}

impl Workflow {
    pub fn state(&self, id: &str) -> Option<&StateRule> {
        self.states.iter().find(|state| state.id == id)
    }

    /// The step from one state to another, if the table has it. A row that names the state wins
    /// over one for every open state.
    pub fn step(&self, from: &str, to: &str) -> Option<&StepRule> {
        let named = |step: &&StepRule| step.to == to && step.from.iter().any(|f| f == from);
        let open = self.state(from).is_some_and(|state| !state.closed);
        let any = |step: &&StepRule| open && step.to == to && step.from.iter().any(|f| f == "*");
        self.steps.iter().find(named).or_else(|| self.steps.iter().find(any))
    }

    /// Steps that start from a state, in the order of the table.
    pub fn steps_from(&self, from: &str) -> Vec<&StepRule> {
        self.states.iter().filter_map(|state| self.step(from, &state.id)).collect()
    }
}
