//! A board made by hand: a night with a late emergency, clocks near and far, one assumed, one
//! paused, in both directions, and names in Arabic.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use vigie::domain::catalogue::{Ball, ClockClass, FieldType, Urgency};
use vigie::domain::check::Level;
use vigie::domain::{Audience, Direction, IdentifierKind, Reference};
use vigie::view::{
    Board, CheckView, ClockView, FieldView, IdentifierView, Label, MomentView, PauseView,
    RequestView, StepView,
};

pub fn now() -> Timestamp {
    "2026-11-21T03:14:07Z".parse().unwrap()
}

fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

fn label(en: &str, fr: &str) -> Label {
    Label { en: en.to_owned(), fr: fr.to_owned(), ar: None }
}

/// A clock that ends in so many minutes; late where negative.
fn clock(id: &str, names: (&str, &str), class: ClockClass, minutes: i64) -> ClockView {
    ClockView {
        id: id.to_owned(),
        name: label(names.0, names.1),
        class,
        rule: "statutory_min".to_owned(),
        article: if class == ClockClass::Legal {
            "ETS 185 29(7)".to_owned()
        } else {
            String::new()
        },
        act: label("send it", "l'envoyer"),
        anchor: "request_received".to_owned(),
        anchor_at: Some(ago(120)),
        due: Some(ago(-minutes)),
        assumed: false,
        reminder: false,
        stopped: None,
        pauses: Vec::new(),
    }
}

/// A request with nothing special about it.
pub fn plain(number: u32) -> RequestView {
    RequestView {
        entity: format!("{number:032x}"),
        id: Reference::new("MA", 2026, number).to_string(),
        aliases: Vec::new(),
        their_ref: format!("PR/26/{}", 8000 + number),
        kind: "preservation".to_owned(),
        kind_name: label("Preservation of stored data", "Conservation de données"),
        kind_short: label("Preservation of stored data", "Conservation de données"),
        instrument: "ETS 185".to_owned(),
        instrument_fr: String::new(),
        article: "29".to_owned(),
        direction: Direction::In,
        partner: "DE".to_owned(),
        partner_name: label("Germany", "Allemagne"),
        partner_zone: "Europe/Berlin".to_owned(),
        route: "ets185".to_owned(),
        state: "validated".to_owned(),
        state_name: label("validated", "validée"),
        state_since: ago(60),
        closed: false,
        ball: Ball::Us,
        owners: vec!["S. Alaoui".to_owned()],
        urgency: Urgency::Urgent,
        priority: "P2".to_owned(),
        marking: "AMBER+STRICT".to_owned(),
        handling: String::new(),
        summary: "Bank fraud by phishing: subscriber logs before they are deleted".to_owned(),
        received: ago(120),
        opened: ago(118),
        opened_by: "S. Alaoui".to_owned(),
        desk: "desk-1".to_owned(),
        changed: ago(60),
        clocks: vec![clock("answer", ("answer", "réponse"), ClockClass::Service, 41)],
        checks: Vec::new(),
        conflicts: Vec::new(),
        fields: vec![field("summary", ("Summary", "Résumé"), "Bank fraud")],
        identifiers: Vec::new(),
        attachments: Vec::new(),
        links: Vec::new(),
        next_steps: vec![StepView {
            to: "ordered".to_owned(),
            name: label("order sent", "ordre envoyé"),
            act: label("send the order", "envoyer l'ordre"),
        }],
        timeline: vec![moment(118, "opened", ("Preservation", "Conservation"))],
        set_aside: Vec::new(),
        read_only: false,
    }
}

fn field(key: &str, labels: (&str, &str), value: &str) -> FieldView {
    FieldView {
        key: key.to_owned(),
        label: label(labels.0, labels.1),
        value: value.to_owned(),
        kind: FieldType::Text,
        choices: Vec::new(),
        mandatory: false,
    }
}

fn moment(minutes_ago: i64, what: &str, text: (&str, &str)) -> MomentView {
    MomentView {
        entry: format!("{minutes_ago:064x}"),
        at: ago(minutes_ago),
        by: "S. Alaoui".to_owned(),
        desk: "desk-1".to_owned(),
        what: what.to_owned(),
        text: label(text.0, text.1),
        audience: None,
        struck: None,
    }
}

fn note(minutes_ago: i64, audience: Audience, text: &str) -> MomentView {
    MomentView { audience: Some(audience), ..moment(minutes_ago, "note", (text, text)) }
}

/// Late, with a legal clock, a blocking check and both kinds of notes.
pub fn emergency() -> RequestView {
    let mut view = plain(412);
    view.kind_name = label("Emergency disclosure", "Divulgation d'urgence");
    view.kind_short = view.kind_name.clone();
    view.partner = "FR".to_owned();
    view.partner_name = label("France", "France");
    view.partner_zone = "Europe/Paris".to_owned();
    view.state_name = label("received", "reçue");
    view.owners = Vec::new();
    view.urgency = Urgency::Emergency;
    view.priority = "P1".to_owned();
    view.handling = "H1".to_owned();
    view.summary = "Threat to life: a minor announced her suicide on a chat at 02:31".to_owned();
    view.clocks = vec![
        clock("ack", ("acknowledge", "accusé"), ClockClass::Service, -22),
        clock("authenticity", ("authenticity check", "authenticité"), ClockClass::Service, 8),
        clock("decision", ("decision", "décision"), ClockClass::Legal, 38),
    ];
    view.identifiers = vec![
        IdentifierView {
            kind: IdentifierKind::Ip,
            value: "198.51.100.7".to_owned(),
            port: Some(51122),
            protocol: None,
            time_text: None,
            at: Some(ago(43)),
            to: None,
            platform: None,
        },
        IdentifierView {
            kind: IdentifierKind::Email,
            value: "j.doe@example.org".to_owned(),
            port: None,
            protocol: None,
            time_text: None,
            at: None,
            to: None,
            platform: None,
        },
    ];
    view.checks = vec![CheckView {
        code: "R02".to_owned(),
        level: Level::Block,
        subject: "legal_basis".to_owned(),
        detail: Vec::new(),
        aside: None,
    }];
    let mut basis = field("legal_basis", ("Legal basis", "Base légale"), "");
    basis.mandatory = true;
    view.fields = vec![
        basis,
        field("offence", ("Offence", "Infraction"), "Endangering a minor, article 227-17"),
        field("requesting_authority", ("Authority", "Autorité"), "OFAC, Nanterre"),
        field("their_ref", ("Their reference", "Leur référence"), "PR/26/8412"),
    ];
    view.timeline = vec![
        moment(200, "opened", ("Emergency disclosure", "Divulgation d'urgence")),
        note(21, Audience::Internal, "Caller sounded calm; number is that of the directory."),
        note(12, Audience::Partner, "We have called the provider and wait for an answer."),
        moment(4, "set", ("offence=Endangering a minor", "offence=Endangering a minor")),
    ];
    view
}

pub fn board() -> Board {
    let preserved = ("preserved until", "conservé jusqu'au");
    let mut far = plain(377);
    far.clocks = vec![clock("until", preserved, ClockClass::Legal, 2 * 1440 + 251)];
    far.state_name = label("preserved", "conservée");
    far.owners = vec!["M. Idrissi".to_owned()];
    let mut assumed = plain(341);
    assumed.partner = "JP".to_owned();
    assumed.partner_name = label("Japan", "Japon");
    assumed.direction = Direction::Out;
    assumed.owners = Vec::new();
    assumed.ball = Ball::Partner;
    assumed.state_name = label("sent", "envoyée");
    assumed.clocks = vec![clock("until", preserved, ClockClass::Legal, 11 * 1440 + 1200)];
    assumed.clocks[0].assumed = true;
    let mut paused = plain(405);
    paused.kind_name = label("Subscriber information", "Données d'abonné");
    paused.kind_short = paused.kind_name.clone();
    paused.partner = "US".to_owned();
    paused.partner_name = label("United States of America", "États-Unis d'Amérique");
    paused.direction = Direction::Out;
    paused.ball = Ball::Provider;
    paused.clocks[0].pauses = vec![PauseView {
        since: ago(30),
        end: ago(-60),
        reason: "provider's portal is down".to_owned(),
        owner: "S. Alaoui".to_owned(),
    }];
    paused.clocks[0].due = Some(ago(-120));
    let mut arabic = plain(398);
    arabic.partner = "AE".to_owned();
    arabic.partner_name = label("United Arab Emirates", "Émirats arabes unis");
    arabic.summary = "طلب معلومات عن مشترك في شبكة الهاتف".to_owned();
    arabic.owners = vec!["محمد الإدريسي".to_owned()];
    arabic.clocks[0].due = Some(ago(-500));
    let requests = vec![emergency(), plain(409), paused, far, assumed, arabic];
    Board { requests: requests.into_iter().map(Arc::new).collect() }
}

/// So many ordinary requests.
pub fn many(count: u32) -> Board {
    let requests = (1..=count).map(|number| {
        let mut view = if number % 7 == 0 { emergency() } else { plain(number) };
        view.entity = format!("{number:032x}");
        view.id = Reference::new("MA", 2026, number).to_string();
        view.summary =
            format!("Case {number}: phishing pages, wallets and a mailbox at a provider");
        for clock in &mut view.clocks {
            clock.due = Some(ago(-i64::from(number) * 11));
        }
        Arc::new(view)
    });
    Board { requests: requests.collect() }
}

/// Control, bidi and zero-width characters wherever a partner may write.
pub const HOSTILE: &str = "a\x1b[31mred\x1b]0;pwn\x07 \u{9b}2J \u{202e}gnp.exe\u{202c} \u{200b}\u{feff}\0 \r\n\ttail\u{e0041}";

pub fn hostile() -> RequestView {
    let mut view = emergency();
    let bad = || HOSTILE.to_owned();
    let named = || label(HOSTILE, HOSTILE);
    view.id = bad();
    view.their_ref = bad();
    view.kind_name = named();
    view.kind_short = view.kind_name.clone();
    view.partner = bad();
    view.partner_name = named();
    view.state_name = named();
    view.owners = vec![bad(), bad()];
    view.marking = bad();
    view.handling = bad();
    view.summary = bad();
    view.opened_by = bad();
    view.desk = bad();
    for clock in &mut view.clocks {
        clock.name = named();
        clock.article = bad();
        clock.act = named();
    }
    for field in &mut view.fields {
        field.label = named();
        field.value = bad();
    }
    for identifier in &mut view.identifiers {
        identifier.value = bad();
        identifier.time_text = Some(bad());
        identifier.platform = Some(bad());
        identifier.at = None;
    }
    for moment in &mut view.timeline {
        moment.by = bad();
        moment.text = named();
        moment.struck = Some(bad());
    }
    for check in &mut view.checks {
        check.subject = bad();
        check.detail = vec![bad(), bad()];
    }
    for step in &mut view.next_steps {
        step.act = named();
        step.name = named();
    }
    view
}
