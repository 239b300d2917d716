//! Guards of a step: what must hold, and what is still missing.

use jiff::Timestamp;

use super::step::StepWish;
use super::{Cx, field_rule};
use crate::domain::catalogue::{ClockClass, Guard, Name};
use crate::domain::check::Level;
use crate::domain::{Relation, Request, clock, merge};

/// One guard that does not hold, with what would meet it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    Field {
        key: String,
        label: Option<Name>,
    },
    Reason,
    Until,
    /// The grounds that may stand; empty where the instrument closes no list.
    Ground {
        grounds: Vec<Name>,
    },
    /// Codes of the blocking checks.
    Checks {
        codes: Vec<String>,
    },
    Authentic {
        now: String,
    },
    SecondOfficer,
    /// The data are still held, by all that is known: nothing has run out yet.
    StillHeld {
        until: Timestamp,
    },
    /// The preservation has ended: a new request is needed.
    AfterUntil,
    InstrumentNotOpen {
        instrument: String,
    },
    Link(Relation),
}

/// Returns what keeps `guard` from holding for this wish.
pub fn unmet(guard: &Guard, request: &Request, wish: &StepWish, cx: &Cx<'_>) -> Option<Unmet> {
    let kind = cx.catalogue.kinds.get(&request.kind);
    let field = |key: &str| {
        wish.set.get(key).map_or_else(|| request.field(key), String::as_str).trim().to_owned()
    };
    let filled = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
    match guard {
        Guard::Field(key) => field(key).is_empty().then(|| Unmet::Field {
            key: key.clone(),
            label: kind.and_then(|k| field_rule(cx.catalogue, k, key)).map(|r| r.label.clone()),
        }),
        Guard::Reason => (!filled(&wish.reason)).then_some(Unmet::Reason),
        Guard::Until => wish.until.is_none().then_some(Unmet::Until),
        Guard::Ground => ground(request, wish, cx),
        Guard::ChecksClean => checks(request, cx),
        Guard::Authentic => {
            let now = field("authenticity");
            (now != "verified").then_some(Unmet::Authentic { now })
        }
        Guard::SecondOfficer => {
            let second = wish.second.as_deref().unwrap_or_default().trim();
            let other = !second.is_empty() && !second.eq_ignore_ascii_case(cx.officer);
            (!other).then_some(Unmet::SecondOfficer)
        }
        Guard::BeforeUntil => {
            until(request, cx).is_some_and(|due| cx.now > due).then_some(Unmet::AfterUntil)
        }
        Guard::UntilPassed => {
            until(request, cx).filter(|due| cx.now <= *due).map(|until| Unmet::StillHeld { until })
        }
        Guard::InstrumentOpen => {
            let open = kind.is_none_or(|k| k.enabled);
            (!open).then(|| Unmet::InstrumentNotOpen {
                instrument: kind.map_or_else(String::new, |k| k.instrument.clone()),
            })
        }
        Guard::Link(relation) => {
            let held = merge::has_link(&request.links, *relation) || wish.links.contains(relation);
            (!held).then_some(Unmet::Link(*relation))
        }
    }
}

/// A ground matches in any language and letter case, or by its place in the list ("2").
fn ground(request: &Request, wish: &StepWish, cx: &Cx<'_>) -> Option<Unmet> {
    let grounds =
        cx.catalogue.kinds.get(&request.kind).map_or(&[][..], |k| k.refusal_grounds.as_slice());
    let given = wish.reason.as_deref().unwrap_or_default().trim().to_lowercase();
    let matches = |ground: &Name| {
        [&ground.en, &ground.fr].iter().any(|text| given.starts_with(&text.to_lowercase()))
    };
    let met = !given.is_empty() && (grounds.is_empty() || grounds.iter().any(matches));
    (!met).then(|| Unmet::Ground { grounds: grounds.to_vec() })
}

fn checks(request: &Request, cx: &Cx<'_>) -> Option<Unmet> {
    let aside = |code: &str| request.overrides.iter().any(|o| o.code == code);
    let mut codes: Vec<String> = cx
        .findings
        .iter()
        .filter(|f| f.level == Level::Block && !aside(f.code))
        .map(|f| f.code.to_owned())
        .collect();
    codes.sort();
    codes.dedup();
    (!codes.is_empty()).then_some(Unmet::Checks { codes })
}

/// The end of the legal clock that a custodian's instant sets, as far as it is known.
fn until(request: &Request, cx: &Cx<'_>) -> Option<Timestamp> {
    let kind = cx.catalogue.kinds.get(&request.kind)?;
    clock::clocks(request, kind, cx.catalogue)
        .iter()
        .find(|c| c.class == ClockClass::Legal && c.id == "until")
        .and_then(|c| c.due)
}
