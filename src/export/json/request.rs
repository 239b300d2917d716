//! Requests, clocks and what is said about them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{Instant, known, left};
use crate::domain::check::Level;
use crate::domain::clock::{Clock, ClockState};
use crate::export::check_sentence;
use crate::text::Text;
use crate::view::{CheckView, ClockView, IdentifierView, RequestView};

/// `queue`, `due`.
#[derive(Debug, Serialize)]
pub struct QueueObject {
    schema: &'static str,
    at: Instant,
    requests: Vec<RequestRow>,
}

impl QueueObject {
    pub fn new<'a>(
        views: impl IntoIterator<Item = &'a RequestView>,
        now: Timestamp,
        text: Text,
    ) -> Self {
        let requests = views.into_iter().map(|view| RequestRow::new(view, now, text)).collect();
        Self { schema: "vigie.queue/1", at: now.into(), requests }
    }
}

/// R of the contract.
#[derive(Debug, Serialize)]
pub struct RequestRow {
    id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    their_ref: Option<String>,
    kind: String,
    kind_name: String,
    direction: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    partner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<String>,
    state: String,
    state_since: Instant,
    closed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// Only where two officers claimed it while apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    owners: Vec<String>,
    urgency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marking: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    received: Instant,
    clocks: Vec<ClockRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<NextRow>,
    #[serde(flatten)]
    checks: Checks,
    conflicts: Vec<ConflictRow>,
}

impl RequestRow {
    pub fn new(view: &RequestView, now: Timestamp, text: Text) -> Self {
        let several = view.owners.len() > 1;
        Self {
            id: view.id.clone(),
            aliases: view.aliases.clone(),
            their_ref: known(&view.their_ref),
            kind: view.kind.clone(),
            kind_name: view.kind_name.get(text.lang).to_owned(),
            direction: view.direction.word(),
            partner: known(&view.partner),
            route: known(&view.route),
            state: view.state.clone(),
            state_since: view.state_since.into(),
            closed: view.closed,
            owner: view.owners.first().cloned(),
            owners: if several { view.owners.clone() } else { Vec::new() },
            urgency: view.urgency.word(),
            priority: known(&view.priority),
            marking: known(&view.marking),
            summary: known(&view.summary),
            received: view.received.into(),
            clocks: view.clocks.iter().filter_map(|c| view_clock(c, now, text)).collect(),
            next: next(view, now, text),
            checks: checks(&view.checks, text),
            conflicts: view
                .conflicts
                .iter()
                .map(|conflict| ConflictRow {
                    field: conflict.field.clone(),
                    shown: conflict.shown.clone(),
                    others: conflict.others.iter().map(|o| o.value.clone()).collect(),
                })
                .collect(),
        }
    }
}

/// C of the contract. A clock that has not started is no row.
#[derive(Debug, Clone, Serialize)]
pub struct ClockRow {
    id: String,
    name: String,
    class: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_s: Option<i64>,
    state: &'static str,
    assumed: bool,
    rule: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    article: String,
    anchor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor_at: Option<Instant>,
}

fn view_clock(clock: &ClockView, now: Timestamp, text: Text) -> Option<ClockRow> {
    let reading = clock.at(now);
    (reading.state != ClockState::Waiting).then(|| ClockRow {
        id: clock.id.clone(),
        name: clock.name.get(text.lang).to_owned(),
        class: clock.class.word(),
        due: clock.due.map(Instant),
        left_s: left(reading, clock.due, now),
        state: reading.state.word(),
        assumed: clock.assumed,
        rule: clock.rule.clone(),
        article: clock.article.clone(),
        anchor: clock.anchor.clone(),
        anchor_at: clock.anchor_at.map(Instant),
    })
}

/// A clock of the rules as a row; `None` where it has not started.
pub fn clock_row(clock: &Clock, now: Timestamp, text: Text) -> Option<ClockRow> {
    view_clock(&ClockView::from(clock), now, text)
}

#[derive(Debug, Serialize)]
struct NextRow {
    clock: String,
    due: Instant,
    left_s: i64,
    act: String,
}

fn next(view: &RequestView, now: Timestamp, text: Text) -> Option<NextRow> {
    let clock = view.next_clock(now)?;
    Some(NextRow {
        clock: clock.id.clone(),
        due: clock.due?.into(),
        left_s: left(clock.at(now), clock.due, now)?,
        act: clock.act.get(text.lang).to_owned(),
    })
}

/// What is wrong (`checks`), and what is merely worth knowing (`hints`).
#[derive(Debug, Serialize)]
pub struct Checks {
    checks: Vec<CheckRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hints: Vec<CheckRow>,
}

#[derive(Debug, Serialize)]
struct CheckRow {
    code: String,
    level: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    field: String,
    text: String,
    /// Who set it aside, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    aside: Option<String>,
}

pub fn checks(all: &[CheckView], text: Text) -> Checks {
    let row = |check: &CheckView| CheckRow {
        code: check.code.clone(),
        level: check.level.word(),
        field: check.subject.clone(),
        text: check_sentence(text, check),
        aside: check.aside.clone(),
    };
    let (hints, checks): (Vec<_>, Vec<_>) = all.iter().partition(|c| c.level == Level::Info);
    Checks {
        checks: checks.into_iter().map(row).collect(),
        hints: hints.into_iter().map(row).collect(),
    }
}

#[derive(Debug, Serialize)]
struct ConflictRow {
    field: String,
    shown: String,
    others: Vec<String>,
}

/// `show`, and the answer of every act.
#[derive(Debug, Serialize)]
pub struct RequestObject {
    schema: &'static str,
    at: Instant,
    request: FullRequest,
}

#[derive(Debug, Serialize)]
struct FullRequest {
    #[serde(flatten)]
    row: RequestRow,
    fields: BTreeMap<String, String>,
    identifiers: Vec<IdentifierRow>,
    timeline: Vec<MomentRow>,
    attachments: Vec<FileRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<LinkRow>,
    next_steps: Vec<NextStepRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_counted: Vec<AsideRow>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    read_only: bool,
}

#[derive(Debug, Serialize)]
struct MomentRow {
    at: Instant,
    by: String,
    desk: String,
    what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    entry: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    struck: Option<String>,
}

#[derive(Debug, Serialize)]
struct FileRow {
    name: String,
    size: u64,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct IdentifierRow {
    kind: &'static str,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
}

#[derive(Debug, Serialize)]
struct LinkRow {
    relation: String,
    entity: String,
}

#[derive(Debug, Serialize)]
struct NextStepRow {
    to: String,
    name: String,
    act: String,
}

#[derive(Debug, Serialize)]
struct AsideRow {
    to: String,
    by: String,
    at: Instant,
    waiting: bool,
}

impl RequestObject {
    pub fn new(view: &RequestView, now: Timestamp, text: Text) -> Self {
        let lang = text.lang;
        let filled = view.fields.iter().filter(|field| !field.value.is_empty());
        let request = FullRequest {
            row: RequestRow::new(view, now, text),
            fields: filled.map(|field| (field.key.clone(), field.value.clone())).collect(),
            identifiers: view.identifiers.iter().map(identifier).collect(),
            timeline: view
                .timeline
                .iter()
                .map(|moment| MomentRow {
                    at: moment.at.into(),
                    by: moment.by.clone(),
                    desk: moment.desk.clone(),
                    what: moment.what.clone(),
                    text: moment.text.get(lang).to_owned(),
                    entry: moment.entry.clone(),
                    audience: moment.audience.map(|audience| audience.word()),
                    struck: moment.struck.clone(),
                })
                .collect(),
            attachments: view
                .attachments
                .iter()
                .map(|f| FileRow { name: f.name.clone(), size: f.size, sha256: f.sha256.clone() })
                .collect(),
            links: view
                .links
                .iter()
                .map(|l| LinkRow { relation: l.relation.clone(), entity: l.entity.clone() })
                .collect(),
            next_steps: view
                .next_steps
                .iter()
                .map(|step| NextStepRow {
                    to: step.to.clone(),
                    name: step.name.get(lang).to_owned(),
                    act: step.act.get(lang).to_owned(),
                })
                .collect(),
            not_counted: view
                .set_aside
                .iter()
                .map(|a| AsideRow {
                    to: a.to.clone(),
                    by: a.by.clone(),
                    at: a.at.into(),
                    waiting: a.waiting,
                })
                .collect(),
            read_only: view.read_only,
        };
        Self { schema: "vigie.request/1", at: now.into(), request }
    }
}

fn identifier(identifier: &IdentifierView) -> IdentifierRow {
    IdentifierRow {
        kind: identifier.kind.word(),
        value: identifier.value.clone(),
        port: identifier.port,
        protocol: identifier.protocol.clone().filter(|text| !text.is_empty()),
        at: identifier.at.map(Instant),
        to: identifier.to.map(Instant),
        time_text: identifier.time_text.clone().filter(|text| !text.is_empty()),
        platform: identifier.platform.clone().filter(|text| !text.is_empty()),
    }
}

/// `explain`.
#[derive(Debug, Serialize)]
pub struct ExplainObject {
    pub schema: &'static str,
    pub at: Instant,
    pub id: String,
    pub clocks: Vec<ExplainedClock>,
    /// Clocks that have not started.
    pub waiting: Vec<WaitingClock>,
}

#[derive(Debug, Serialize)]
pub struct ExplainedClock {
    #[serde(flatten)]
    pub clock: ClockRow,
    pub why: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct WaitingClock {
    pub id: String,
    pub name: String,
    pub class: &'static str,
    pub anchor: String,
    pub why: Vec<String>,
}

/// `intake`, `new`.
#[derive(Debug, Serialize)]
pub struct IntakeObject {
    pub schema: &'static str,
    pub at: Instant,
    pub results: Vec<IntakeRow>,
    /// Files that registered nothing, where others did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedFile>,
}

#[derive(Debug, Serialize)]
pub struct IntakeRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    pub id: String,
    pub known: bool,
    pub not_understood: Vec<String>,
    #[serde(flatten)]
    pub checks: Checks,
}

#[derive(Debug, Serialize)]
pub struct RefusedFile {
    pub file: String,
    pub what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remedy: String,
}

/// `step ID --list`.
#[derive(Debug, Serialize)]
pub struct StepObject {
    pub schema: &'static str,
    pub at: Instant,
    pub id: String,
    pub state: String,
    pub steps: Vec<StepRow>,
}

#[derive(Debug, Serialize)]
pub struct StepRow {
    pub to: String,
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub act: String,
    pub open: bool,
    /// What each guard that does not hold still lacks.
    pub missing: Vec<String>,
}
