//! History of any size behind the night: requests of the past years, nearly all closed. Written in
//! large transactions, straight from the transition tables.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::Size;
use crate::desk::act::Act;
use crate::desk::{Desk, Failure};
use crate::domain::decide::{Planned, Target};
use crate::domain::{Direction, Fact, Identifier, IdentifierKind, Opened, Reference, Step};

/// Scenes of the night come on top of the history.
const SCENES: u32 = 14;
/// Of the history, so many are still open, however long it is.
const OPEN: u32 = 40;
const BATCH: usize = 4000;

/// Kind, direction, and a way through its table to the end.
const WAYS: &[(&str, Direction, &[&str])] = &[
    (
        "bc29_preservation",
        Direction::In,
        &["acknowledged", "validated", "order_sent", "preserved", "released", "closed"],
    ),
    (
        "bc29_preservation",
        Direction::Out,
        &["validated", "approved", "sent", "confirmed", "released", "closed"],
    ),
    ("bc35_technical_advice", Direction::In, &["acknowledged", "assigned", "answered", "closed"]),
    ("bc26_spontaneous", Direction::In, &["acknowledged"]),
];

const PARTNERS: &[&str] =
    &["FR", "ES", "DE", "BE", "NL", "IT", "US", "GB", "PT", "SN", "TN", "CI", "CH", "CA", "JP"];

const CASES: &[&str] = &[
    "Sextortion of a student",
    "Fraude au faux conseiller bancaire",
    "Ransomware against a municipality",
    "Hameçonnage d’une administration",
    "Stolen mailbox of a company director",
    "ابتزاز إلكتروني",
    "Fake shop for spare parts",
    "Compromission d’un serveur de messagerie",
];

/// A small generator: the demo must not differ from one machine to another.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T], fallback: &'a T) -> &'a T {
        let at = self.roll(from.len());
        from.get(at).copied().unwrap_or(fallback)
    }
}

/// Writes what `size` asks for beyond the scenes, the oldest first.
pub(super) fn fill(desk: &mut Desk, size: Size, now: Timestamp) -> Result<(), Failure> {
    let count = size.requests.saturating_sub(SCENES);
    let mut dice = Dice(size.seed ^ 0x5649_4749_4531);
    let mut acts = Vec::with_capacity(BATCH);
    for index in 0..count {
        // Evenly over three years; the last ones are those still open.
        let hours = 24 * 1000 - (24_000 - 48) * i64::from(index) / i64::from(count.max(1));
        let at = now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now);
        let open = count - index <= OPEN;
        acts.push(Act { planned: history(&mut dice, index, at, open), at });
        if acts.len() == BATCH {
            desk.record(&std::mem::take(&mut acts), &[])?;
        }
    }
    if acts.is_empty() { Ok(()) } else { desk.record(&acts, &[]).map(|_| ()) }
}

fn history(dice: &mut Dice, index: u32, at: Timestamp, open: bool) -> Vec<Planned> {
    let roll = dice.roll(if open { WAYS.len() } else { WAYS.len() - 1 });
    let Some(&(kind, direction, way)) = WAYS.get(roll) else { return Vec::new() };
    let partner = dice.pick(PARTNERS, "FR");
    let their_ref = format!("{partner}-{}-{:05}", 2024 + index % 3, dice.roll(99_999));
    let summary = format!("{} ({their_ref})", dice.pick(CASES, ""));
    let hour =
        |hours: usize| at.checked_add(SignedDuration::from_hours(hours as i64)).unwrap_or(at);
    let fields = [
        ("partner", partner.to_owned()),
        ("their_ref", their_ref),
        ("summary", summary),
        ("urgency", dice.pick(&["urgent", "routine", "routine"], "routine").to_owned()),
        ("priority", "P3".to_owned()),
        ("marking", "AMBER+STRICT".to_owned()),
        ("received", at.to_string()),
        ("channel", "email".to_owned()),
        ("authenticity", "verified".to_owned()),
        ("owner", dice.pick(&["S. Alaoui", "M. Idrissi", "H. Tazi"], "S. Alaoui").to_owned()),
        ("route", "ets185".to_owned()),
        ("custodian", "Maghreb Cloud (invented)".to_owned()),
    ];
    let mut fact = vec![Fact::Opened(Opened {
        reference: Reference::new("MA", 1, 0),
        kind: kind.to_owned(),
        direction,
        workflow: workflow(kind, direction).to_owned(),
        workflow_version: 1,
        fields: fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<BTreeMap<_, _>>(),
        identifiers: vec![Identifier {
            kind: IdentifierKind::Ip,
            value: format!("192.0.2.{}", dice.roll(255)),
            at: Some(at),
            port: Some(40_000 + dice.roll(20_000) as u16),
            ..Identifier::default()
        }],
        attachments: Vec::new(),
        source: None,
    })];
    let steps = if open { 1 + dice.roll(way.len().min(4)) } else { way.len() };
    for (i, to) in way.iter().take(steps).enumerate() {
        fact.push(Fact::Stepped(Step {
            to: (*to).to_owned(),
            at: hour(2 * i + 1),
            until: matches!(*to, "preserved" | "confirmed").then(|| hour(24 * 60)),
            reason: matches!(*to, "released" | "closed").then(|| "no longer needed".to_owned()),
            second: (*to == "approved").then(|| "H. Tazi".to_owned()),
            ..Step::default()
        }));
    }
    fact.into_iter().map(|fact| Planned { target: Target::New, refs: Vec::new(), fact }).collect()
}

fn workflow(kind: &str, direction: Direction) -> &'static str {
    match (kind, direction) {
        ("bc29_preservation", Direction::In) => "preservation_in",
        ("bc29_preservation", _) => "preservation_out",
        ("bc35_technical_advice", _) => "advice_in",
        _ => "spontaneous_in",
    }
}
