//! A merged request and the catalogue → what is shown of it.

use std::collections::BTreeSet;

use super::{
    AsideView, AttachmentView, CheckView, ClockView, ConflictView, FieldView, IdentifierView,
    Label, LinkView, MomentView, OtherView, PauseView, RequestView, StepView,
};
use crate::domain::catalogue::{Catalogue, FieldRule, Kind, StateRule, Workflow};
use crate::domain::check::Finding;
use crate::domain::clock::{self, Clock};
use crate::domain::request::{AsideReason, Moment, Register};
use crate::domain::{Attachment, EntityId, Identifier, Relation, Request};

/// What a view is made of.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    pub request: &'a Request,
    pub catalogue: &'a Catalogue,
    pub findings: &'a [Finding],
}

/// Resolves names, clocks and steps. A kind or state that the catalogue does not know is shown by
/// its id: nothing of the record is hidden because a word for it is missing.
pub fn build(sources: Sources<'_>) -> RequestView {
    let Sources { request, catalogue, .. } = sources;
    let unknown = Kind { id: request.kind.clone(), ..Kind::default() };
    let kind = catalogue.kinds.get(&request.kind).unwrap_or(&unknown);
    let workflow = catalogue.workflows.get(&request.workflow);
    let state = workflow.and_then(|w| w.state(request.state()));
    let country = catalogue.countries.get(request.field("partner"));
    let instrument = catalogue.instruments.get(&kind.instrument);
    let closed = state.is_some_and(|state| state.closed) && !request.states_in_conflict();
    RequestView {
        entity: request.entity.to_string(),
        id: request.reference().to_owned(),
        aliases: request.references.iter().skip(1).map(|r| r.to_string()).collect(),
        their_ref: request.field("their_ref").to_owned(),
        kind: request.kind.clone(),
        kind_name: named(&Label::from(&kind.name), &request.kind),
        kind_short: short(kind, &request.kind),
        instrument: instrument.map_or_else(|| kind.instrument.clone(), |i| i.short_name.en.clone()),
        instrument_fr: instrument.map_or_else(String::new, |i| i.short_name.fr.clone()),
        article: kind.article.clone(),
        direction: request.direction,
        partner: request.field("partner").to_owned(),
        partner_name: country.map_or_else(
            || Label::plain(request.field("partner")),
            |country| Label { ar: country.name.ar.clone(), ..Label::from(&country.name) },
        ),
        partner_zone: country.map_or_else(String::new, |country| country.zone.clone()),
        route: request.field("route").to_owned(),
        state: request.state().to_owned(),
        state_name: state_label(workflow, request.state()),
        state_since: request.state_passage().map_or(request.opened, |passage| passage.at),
        closed,
        ball: state.map_or_else(Default::default, |state: &StateRule| state.ball),
        owners: request.owners().into_iter().map(str::to_owned).collect(),
        urgency: request.urgency(),
        priority: request.field("priority").to_owned(),
        marking: request.field("marking").to_owned(),
        handling: request.field("handling").to_owned(),
        summary: request.field("summary").to_owned(),
        received: request.received(),
        opened: request.opened,
        opened_by: request.opened_by.clone(),
        desk: request.opened_at_desk.clone(),
        changed: request.changed,
        clocks: clocks(&clock::clocks(request, kind, catalogue), closed),
        checks: checks(request, sources.findings),
        conflicts: conflicts(request),
        fields: fields(request, kind, catalogue),
        identifiers: request.identifiers.iter().map(|h| identifier(&h.identifier)).collect(),
        attachments: attachments(request),
        links: links(request),
        next_steps: next_steps(workflow, request.state()),
        timeline: request.moments.iter().map(|m| moment(m, request, kind, catalogue)).collect(),
        set_aside: set_aside(request),
        read_only: request.read_only,
    }
}

fn attachments(request: &Request) -> Vec<AttachmentView> {
    let files = request.attachments.iter().chain(&request.source);
    let shown = |a: &Attachment| AttachmentView {
        name: a.name.clone(),
        size: a.size,
        sha256: a.sha256.clone(),
    };
    files.map(shown).collect()
}

fn links(request: &Request) -> Vec<LinkView> {
    let shown = |(relation, to): &(Relation, EntityId)| LinkView {
        relation: relation.word().to_owned(),
        entity: to.to_string(),
    };
    request.links.iter().map(shown).collect()
}

fn short(kind: &Kind, id: &str) -> Label {
    let name = if kind.short.en.is_empty() { &kind.name } else { &kind.short };
    named(&Label::from(name), id)
}

fn named(label: &Label, fallback: &str) -> Label {
    if label.en.is_empty() { Label::plain(fallback) } else { label.clone() }
}

fn state_label(workflow: Option<&Workflow>, state: &str) -> Label {
    workflow.and_then(|w| w.state(state)).map_or_else(|| Label::plain(state), |s| (&s.name).into())
}

/// What never started will not start any more once the request is closed.
fn clocks(all: &[Clock], closed: bool) -> Vec<ClockView> {
    let (started, waiting): (Vec<_>, Vec<_>) =
        all.iter().partition(|clock| clock.anchor_at.is_some());
    let waiting = waiting.into_iter().filter(|_| !closed);
    started.into_iter().chain(waiting).map(ClockView::from).collect()
}

impl From<&Clock> for ClockView {
    fn from(clock: &Clock) -> Self {
        Self {
            id: clock.id.clone(),
            name: (&clock.name).into(),
            class: clock.class,
            rule: clock.rule.clone(),
            article: clock.article.clone(),
            act: (&clock.act).into(),
            anchor: clock.anchor.clone(),
            anchor_at: clock.anchor_at,
            due: clock.due,
            assumed: clock.assumed,
            reminder: clock.reminder,
            stopped: clock.stopped,
            pauses: clock
                .pauses
                .iter()
                .map(|pause| PauseView {
                    since: pause.since,
                    end: pause.resumed.unwrap_or(pause.until),
                    reason: pause.reason.clone(),
                    owner: pause.owner.clone(),
                })
                .collect(),
        }
    }
}

fn checks(request: &Request, findings: &[Finding]) -> Vec<CheckView> {
    let aside = |code: &str| {
        request
            .overrides
            .iter()
            .find(|o| o.code == code)
            .map(|o| format!("{} ({})", o.reason, o.officer))
    };
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.level);
    sorted
        .into_iter()
        .map(|finding| CheckView {
            code: finding.code.to_owned(),
            level: finding.level,
            subject: finding.subject.clone(),
            detail: finding.detail.clone(),
            aside: aside(finding.code),
        })
        .collect()
}

fn conflicts(request: &Request) -> Vec<ConflictView> {
    let mut conflicts: Vec<ConflictView> = request
        .fields
        .iter()
        .filter(|(_, register)| register.in_conflict())
        .map(|(key, register)| conflict(key, register))
        .collect();
    if request.states_in_conflict() {
        let others = request.state_heads.iter().skip(1).filter_map(|&i| request.passages.get(i));
        conflicts.insert(
            0,
            ConflictView {
                field: "state".to_owned(),
                shown: request.state().to_owned(),
                others: others
                    .filter(|passage| passage.to != request.state())
                    .map(|passage| OtherView {
                        value: passage.to.clone(),
                        by: passage.officer.clone(),
                        desk: passage.desk.clone(),
                        at: passage.at,
                    })
                    .collect(),
            },
        );
    }
    conflicts
}

fn conflict(key: &str, register: &Register) -> ConflictView {
    ConflictView {
        field: key.to_owned(),
        shown: register.shown().to_owned(),
        others: register
            .others()
            .map(|head| OtherView {
                value: head.value.clone(),
                by: head.officer.clone(),
                desk: head.desk.clone(),
                at: head.at,
            })
            .collect(),
    }
}

/// The kind's fields in the order of its form, filled or not; then the common ones and those of an
/// incoming form, where filled.
fn fields(request: &Request, kind: &Kind, catalogue: &Catalogue) -> Vec<FieldView> {
    let mut seen = BTreeSet::new();
    let mut views = Vec::new();
    let mut push = |rule: &FieldRule, always: bool| {
        let value = request.field(&rule.key);
        if seen.insert(rule.key.clone()) && (always || !value.is_empty()) {
            views.push(FieldView {
                key: rule.key.clone(),
                label: (&rule.label).into(),
                value: value.to_owned(),
                kind: rule.kind,
                choices: rule.choices.clone(),
                mandatory: rule.mandatory,
            });
        }
    };
    kind.fields.iter().for_each(|rule| push(rule, true));
    catalogue.common_fields.iter().for_each(|rule| push(rule, false));
    for key in request.fields.keys() {
        let rule = FieldRule { key: key.clone(), ..FieldRule::default() };
        push(&rule, false);
    }
    for view in views.iter_mut().filter(|view| view.label.en.is_empty()) {
        view.label = Label::plain(&view.key);
    }
    views
}

fn identifier(identifier: &Identifier) -> IdentifierView {
    IdentifierView {
        kind: identifier.kind,
        value: identifier.value.clone(),
        port: identifier.port,
        protocol: identifier.protocol.clone(),
        time_text: identifier.time_text.clone(),
        at: identifier.at,
        to: identifier.to,
        platform: identifier.platform.clone(),
    }
}

fn next_steps(workflow: Option<&Workflow>, state: &str) -> Vec<StepView> {
    let Some(workflow) = workflow else { return Vec::new() };
    let steps = workflow.steps_from(state);
    let named = |step: &&&crate::domain::catalogue::StepRule| step.from.iter().any(|f| f == state);
    steps
        .iter()
        .filter(named)
        .map(|step| StepView {
            to: step.to.clone(),
            name: state_label(Some(workflow), &step.to),
            act: (&step.act).into(),
        })
        .collect()
}

fn moment(moment: &Moment, request: &Request, kind: &Kind, catalogue: &Catalogue) -> MomentView {
    let note = request.notes.iter().find(|note| note.entry == moment.entry);
    MomentView {
        entry: moment.entry.to_string(),
        at: moment.at,
        by: moment.officer.clone(),
        desk: moment.desk.clone(),
        what: moment.what.to_owned(),
        text: moment_text(moment, request, kind, catalogue),
        audience: note.map(|note| note.audience),
        struck: note.and_then(|note| note.struck.clone()),
    }
}

fn moment_text(moment: &Moment, request: &Request, kind: &Kind, catalogue: &Catalogue) -> Label {
    match moment.what {
        "opened" => named(&Label::from(&kind.name), &moment.text),
        "step" | "undo" => {
            let (state, rest) = match moment.text.split_once(" · ") {
                Some((state, rest)) => (state, format!(" · {rest}")),
                None => (moment.text.as_str(), String::new()),
            };
            let name = state_label(catalogue.workflows.get(&request.workflow), state);
            Label { en: format!("{}{rest}", name.en), fr: format!("{}{rest}", name.fr), ar: None }
        }
        _ => Label::plain(&moment.text),
    }
}

fn set_aside(request: &Request) -> Vec<AsideView> {
    request
        .aside
        .iter()
        .map(|aside| AsideView {
            to: aside.to.clone(),
            by: aside.officer.clone(),
            at: aside.at,
            waiting: aside.why == AsideReason::Waiting,
        })
        .collect()
}
