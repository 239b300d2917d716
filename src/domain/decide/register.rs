//! Registration: a new request with what every request has.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::value::whole_second;
use super::{Cx, NOTE_MAX, NewRequest, Planned, Refusal, Target, checked, field_rule, kind_of};
use crate::domain::catalogue::Kind;
use crate::domain::{Direction, Fact, Identifier, Opened};

pub(super) fn register(mut new: NewRequest, cx: &Cx<'_>) -> Result<Vec<Planned>, Refusal> {
    let kind = kind_of(cx.catalogue, &new.kind)?;
    if !kind.enabled {
        return Err(Refusal::KindOff {
            kind: kind.id.clone(),
            instrument: kind.instrument.clone(),
        });
    }
    let workflow = kind.workflows.get(&new.direction).ok_or_else(|| Refusal::WrongDirection {
        kind: kind.id.clone(),
        possible: kind.workflows.keys().copied().collect(),
    })?;
    let version = cx.catalogue.workflows.get(workflow).map_or(1, |w| w.version);
    let mut fields = BTreeMap::new();
    for (key, text) in &new.fields {
        // Fields of a form that the kind does not know are kept: an incoming form is evidence.
        let rule = field_rule(cx.catalogue, kind, key);
        fields.insert(key.clone(), checked(key, text, rule, cx)?);
    }
    let partner = fields.get("partner").map_or("", String::as_str);
    // A file whose sender cannot be told is registered all the same: nothing that came in is lost.
    if partner.is_empty() && new.direction != Direction::Internal && new.entity.is_none() {
        return Err(Refusal::NoPartner);
    }
    defaults(&mut fields, kind, cx.now);
    let later = spill(&mut fields, &mut new.identifiers);
    let opened = Fact::Opened(Opened {
        reference: new.reference,
        kind: new.kind,
        direction: new.direction,
        workflow: workflow.clone(),
        workflow_version: version,
        fields,
        identifiers: new.identifiers,
        attachments: new.attachments,
        source: new.source,
    });
    let notes = new.notes.into_iter().map(|(text, audience)| Fact::Noted { text, audience });
    let target = new.entity.map_or(Target::New, Target::Known);
    let mut planned = Vec::new();
    for fact in [opened].into_iter().chain(later).chain(notes) {
        if let Fact::Noted { text, .. } = &fact
            && text.len() > NOTE_MAX
        {
            return Err(Refusal::TooLong { field: "note".to_owned(), max: NOTE_MAX });
        }
        planned.push(Planned { target, refs: vec![], fact });
    }
    Ok(planned)
}

/// An entry is bounded: what exceeds an opening is recorded right behind it.
fn spill(fields: &mut BTreeMap<String, String>, identifiers: &mut Vec<Identifier>) -> Vec<Fact> {
    const BYTES: usize = 24 * 1024;
    const COUNT: usize = 40;
    let mut later = Vec::new();
    let keys: Vec<String> = fields.keys().cloned().collect();
    let mut used = 0;
    for key in keys {
        used += key.len() + fields.get(&key).map_or(0, String::len);
        if used > BYTES {
            let value = fields.remove(&key).unwrap_or_default();
            later.push(Fact::Set(BTreeMap::from([(key, value)])));
        }
    }
    let extra = identifiers.split_off(identifiers.len().min(COUNT));
    later.extend(extra.into_iter().map(Fact::IdentifierAdded));
    later
}

/// What a request has when nobody said otherwise. The priority follows the urgency.
fn defaults(fields: &mut BTreeMap<String, String>, kind: &Kind, now: Timestamp) {
    fields.retain(|_, value| !value.is_empty());
    let mut default = |key: &str, value: &str| {
        fields.entry(key.to_owned()).or_insert_with(|| value.to_owned());
    };
    default("urgency", kind.default_urgency.word());
    default("marking", "AMBER+STRICT");
    default("received", &whole_second(now).to_string());
    default("authenticity", "unchecked");
    default("route", &kind.instrument);
    let priority = match fields.get("urgency").map(String::as_str) {
        Some("emergency") => "P1",
        Some("urgent") => "P2",
        _ => "P3",
    };
    fields.entry("priority".to_owned()).or_insert_with(|| priority.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::FIELD_MAX;

    #[test]
    fn a_large_registration_is_spread_over_entries_that_each_stay_small() {
        let mut fields: BTreeMap<String, String> =
            (0..30).map(|n| (format!("f{n:02}"), "x".repeat(FIELD_MAX))).collect();
        let mut identifiers = vec![Identifier::default(); 100];
        let later = spill(&mut fields, &mut identifiers);
        assert!(fields.values().map(String::len).sum::<usize>() <= 24 * 1024);
        assert_eq!(identifiers.len(), 40);
        let spilled = later.iter().filter(|f| matches!(f, Fact::Set(_))).count();
        assert_eq!(fields.len() + spilled, 30);
        assert_eq!(later.len() - spilled, 60);
    }
}
