//! A request for the tests of this module: hostile text in every field that a stranger writes.

use jiff::{SignedDuration, Timestamp};

use crate::domain::catalogue::{Ball, ClockClass, FieldType, Urgency};
use crate::domain::check::Level;
use crate::domain::{Audience, Direction, IdentifierKind};
use crate::view::{
    AttachmentView, CheckView, ClockView, ConflictView, FieldView, IdentifierView, Label,
    MomentView, OtherView, PauseView, RequestView, StepView,
};

pub const HOSTILE: &str = "H\u{1b}[2J\u{202e}x\u{9b}1m";

pub fn now() -> Timestamp {
    "2026-11-21T03:14:07.5Z".parse().unwrap()
}

fn hours(hours: i64) -> Timestamp {
    now().checked_add(SignedDuration::from_hours(hours)).unwrap()
}

fn clock(id: &str, class: ClockClass, started: i64, due: i64) -> ClockView {
    ClockView {
        id: id.into(),
        name: Label { en: format!("{id} en"), fr: format!("{id} fr"), ar: None },
        class,
        rule: "statutory_min".into(),
        article: if class == ClockClass::Legal { "ETS 185 29(7)".into() } else { String::new() },
        act: Label { en: "act".into(), fr: "agir".into(), ar: None },
        anchor: "request_received".into(),
        anchor_at: Some(hours(started)),
        due: Some(hours(due)),
        assumed: class == ClockClass::Legal,
        reminder: false,
        stopped: None,
        pauses: vec![],
    }
}

fn clocks() -> Vec<ClockView> {
    let paused = PauseView {
        since: hours(-1),
        end: hours(1),
        reason: HOSTILE.into(),
        owner: "M. Idrissi".into(),
    };
    let waiting =
        ClockView { anchor_at: None, due: None, ..clock("waiting", ClockClass::Service, 0, 0) };
    let met = ClockView { stopped: Some(hours(-3)), ..clock("met", ClockClass::Service, -4, -2) };
    vec![
        clock("until", ClockClass::Legal, -10, 40),
        clock("ack", ClockClass::Service, -5, -1),
        ClockView { pauses: vec![paused], ..clock("say", ClockClass::Service, -5, 6) },
        waiting,
        met,
    ]
}

fn checks() -> Vec<CheckView> {
    let check = |code: &str, level, detail: &[&str]| CheckView {
        code: code.into(),
        level,
        subject: HOSTILE.into(),
        detail: detail.iter().map(|d| (*d).to_owned()).collect(),
        aside: None,
    };
    vec![check("IP03", Level::Block, &["192.168.0.0/16"]), check("ZZ99", Level::Info, &[])]
}

fn conflicts() -> Vec<ConflictView> {
    vec![ConflictView {
        field: "custodian".into(),
        shown: "A".into(),
        others: vec![OtherView {
            value: HOSTILE.into(),
            by: "M. Idrissi".into(),
            desk: "desk-2".into(),
            at: hours(-2),
        }],
    }]
}

fn fields() -> Vec<FieldView> {
    let field = |key: &str, kind, value: &str, mandatory| FieldView {
        key: key.into(),
        label: Label::plain(key),
        value: value.into(),
        kind,
        choices: vec![],
        mandatory,
    };
    vec![
        field("summary", FieldType::LongText, HOSTILE, false),
        field("custodian", FieldType::Text, HOSTILE, true),
        field("mla_expected", FieldType::Instant, "2026-12-01T00:00:00Z", false),
        field("period_requested", FieldType::Period, "P90D", false),
        field("offence", FieldType::Text, "", true),
    ]
}

fn identifiers() -> Vec<IdentifierView> {
    vec![IdentifierView {
        kind: IdentifierKind::Ip,
        value: HOSTILE.into(),
        port: Some(443),
        protocol: None,
        time_text: Some(HOSTILE.into()),
        at: Some(hours(-20)),
        to: None,
        platform: None,
    }]
}

fn timeline() -> Vec<MomentView> {
    let moment = |what: &str, text: &str, audience| MomentView {
        entry: "ab".repeat(32),
        at: hours(-5),
        by: HOSTILE.into(),
        desk: "desk-1".into(),
        what: what.into(),
        text: Label::plain(text),
        audience,
        struck: None,
    };
    vec![
        moment("opened", "Preservation", None),
        moment("note", HOSTILE, Some(Audience::Source)),
        moment("note", HOSTILE, Some(Audience::Partner)),
    ]
}

pub fn request() -> RequestView {
    RequestView {
        entity: "0".repeat(32),
        id: "MA-2026-00412-K".into(),
        aliases: vec![],
        their_ref: HOSTILE.into(),
        kind: "bc29_preservation".into(),
        kind_name: Label { en: "Preservation".into(), fr: "Conservation".into(), ar: None },
        kind_short: Label { en: "Preservation".into(), fr: "Conservation".into(), ar: None },
        instrument: "ETS 185".into(),
        instrument_fr: String::new(),
        article: "29".into(),
        direction: Direction::In,
        partner: "FR".into(),
        partner_name: Label::plain("France"),
        partner_zone: "Europe/Paris".into(),
        route: "ets185".into(),
        state: "preserved".into(),
        state_name: Label { en: "preserved".into(), fr: "données conservées".into(), ar: None },
        state_since: hours(-4),
        closed: false,
        ball: Ball::Us,
        owners: vec!["S. Alaoui".into()],
        urgency: Urgency::Urgent,
        priority: "P2".into(),
        marking: "AMBER+STRICT".into(),
        handling: String::new(),
        summary: format!("{HOSTILE} {}", "long ".repeat(40)),
        received: hours(-5),
        opened: hours(-5),
        opened_by: "S. Alaoui".into(),
        desk: "desk-1".into(),
        changed: hours(-4),
        clocks: clocks(),
        checks: checks(),
        conflicts: conflicts(),
        fields: fields(),
        identifiers: identifiers(),
        attachments: vec![AttachmentView {
            name: HOSTILE.into(),
            size: 1_400_000,
            sha256: "c".repeat(64),
        }],
        links: vec![],
        next_steps: vec![StepView {
            to: "released".into(),
            name: Label::plain("released"),
            act: Label::plain("release"),
        }],
        timeline: timeline(),
        set_aside: vec![],
        read_only: false,
    }
}
