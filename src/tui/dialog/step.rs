//! A step of a request: the list of what is possible, the form that asks for exactly what is still
//! missing, and the question that names what is about to be recorded.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ask::Ask;
use super::fill::{self, Fill, REASON, UNTIL, WHEN};
use super::pick::{Item, Pick, Purpose as PickFor};
use super::{Overlay, pick};
use crate::domain::decide::{StepChoice, StepWish, Unmet};
use crate::domain::{Command, Relation};
use crate::tui::action::Action;
use crate::tui::model::{Act, Effect, Model, Tone, entity};
use crate::tui::screen::request::facts_value;
use crate::tui::widget::sheet::{Choice, Entry, Sheet};
use crate::view::{FieldView, RequestView};

/// Keys of entries: a field of the request, a check, a link.
const FIELD: &str = "field:";
const CHECK: &str = "check:";
const LINK: &str = "link:";
const SECOND: &str = "second";
const AUTHENTICITY: &str = "authenticity";
const AUTHENTICITIES: [&str; 5] = ["verified", "pending", "unchecked", "failed", "impossible"];

/// Shows the steps.
pub fn list(model: &mut Model, view: Arc<RequestView>, choices: Vec<StepChoice>) {
    let text = model.text.desk;
    if choices.is_empty() {
        model.say(Tone::Refused, (text.dialog.no_steps)(&view.id));
        return;
    }
    let lang = model.text.lang;
    let items = choices
        .iter()
        .map(|choice| {
            let label = choice.name.in_language(lang).to_owned();
            let (stands, off) = standing(model, choice);
            let detail = format!("{} ({stands})", choice.act.in_language(lang));
            Item { label, detail, off }
        })
        .collect();
    let title = (text.dialog.steps)(&view.id);
    let purpose = PickFor::Step(view, choices);
    model.open(Overlay::Pick(Pick { title, items, cursor: 0, purpose }));
}

/// What is missing for a step, and whether nothing typed here can mend it.
fn standing(model: &Model, choice: &StepChoice) -> (String, bool) {
    let text = &model.text.desk.dialog;
    for unmet in &choice.unmet {
        match unmet {
            Unmet::AfterUntil => return (text.impossible_after_until.to_owned(), true),
            Unmet::StillHeld { .. } => return (text.impossible_still_held.to_owned(), true),
            Unmet::InstrumentNotOpen { instrument } => {
                return ((text.impossible_instrument)(instrument), true);
            }
            _ => {}
        }
    }
    if choice.unmet.is_empty() {
        return (text.ready.to_owned(), false);
    }
    let needs: Vec<String> = choice.unmet.iter().map(|unmet| need(model, unmet)).collect();
    ((text.needs)(&needs.join(", ")), false)
}

fn need(model: &Model, unmet: &Unmet) -> String {
    let form = &model.text.desk.form;
    match unmet {
        Unmet::Field { key, label } => label
            .as_ref()
            .map_or_else(|| key.clone(), |label| label.in_language(model.text.lang).to_owned()),
        Unmet::Reason => form.reason.to_owned(),
        Unmet::Until => form.until.to_owned(),
        Unmet::Ground { .. } => form.ground.to_owned(),
        Unmet::Checks { codes } => (form.set_aside)(&codes.join(" ")),
        Unmet::Authentic { .. } => form.authenticity.to_owned(),
        Unmet::SecondOfficer => form.second.to_owned(),
        Unmet::Link(relation) => (form.link)(relation_word(model, *relation)),
        Unmet::AfterUntil | Unmet::StillHeld { .. } | Unmet::InstrumentNotOpen { .. } => {
            String::new()
        }
    }
}

fn relation_word(model: &Model, relation: Relation) -> &'static str {
    let index = Relation::ALL.iter().position(|r| *r == relation).unwrap_or_default();
    model.text.desk.words.relations.get(index).copied().unwrap_or_default()
}

/// A step was chosen: asks for what is missing, or for the yes.
pub fn chosen(model: &mut Model, view: Arc<RequestView>, choice: StepChoice) {
    let title = (model.text.desk.dialog.step)(choice.act.in_language(model.text.lang), &view.id);
    let sheet = sheet(model, &view, &choice);
    let ready = choice.unmet.is_empty();
    let purpose = fill::Purpose::Step(Box::new(choice));
    let fill = Box::new(Fill { title, view, sheet, purpose });
    if ready {
        // Nothing is missing: the question comes at once; no leads to the form with time and reason.
        submit(model, fill);
    } else {
        model.open(Overlay::Fill(fill));
    }
}

fn sheet(model: &Model, view: &RequestView, choice: &StepChoice) -> Sheet {
    let form = &model.text.desk.form;
    let mut entries: Vec<Entry> =
        choice.unmet.iter().flat_map(|unmet| asked(model, view, unmet)).collect();
    if !entries.iter().any(|entry| entry.key == REASON) {
        entries.push(Entry::line(REASON, form.reason, form.optional));
    }
    entries.push(Entry::line(WHEN, form.when, form.step_when_hint));
    Sheet::new(entries)
}

/// The entries that one unmet guard asks for.
fn asked(model: &Model, view: &RequestView, unmet: &Unmet) -> Vec<Entry> {
    let form = &model.text.desk.form;
    match unmet {
        Unmet::Field { key, .. } => {
            let known = view.fields.iter().find(|field| field.key == *key);
            let mut entry = match known {
                Some(field) => fill::field_entry(field, model),
                None => Entry::line(key, &need(model, unmet), ""),
            };
            entry.key = format!("{FIELD}{key}");
            vec![entry.required()]
        }
        Unmet::Reason => vec![Entry::line(REASON, form.reason, "").required()],
        Unmet::Until => vec![Entry::line(UNTIL, form.until, form.until_hint).required()],
        Unmet::Ground { grounds } if grounds.is_empty() => {
            vec![Entry::line(REASON, form.ground, "").required()]
        }
        Unmet::Ground { grounds } => {
            let lang = model.text.lang;
            let choices = grounds
                .iter()
                .map(|ground| Choice::new(ground.in_language(lang), ground.in_language(lang)))
                .collect();
            vec![Entry::one(REASON, form.ground, choices, "").required()]
        }
        Unmet::Checks { codes } => codes
            .iter()
            .map(|code| {
                let label = (form.set_aside)(code);
                Entry::line(&format!("{CHECK}{code}"), &label, form.set_aside_hint).required()
            })
            .collect(),
        Unmet::Authentic { now } => {
            let choices = AUTHENTICITIES.map(|word| Choice::new(word, word)).to_vec();
            let mut entry = Entry::one(AUTHENTICITY, form.authenticity, choices, now);
            entry.hint = form.authenticity_hint.to_owned();
            vec![entry.required()]
        }
        Unmet::SecondOfficer => {
            let others = model.station.officers.iter().filter(|o| **o != model.station.officer);
            let choices = others.map(|officer| Choice::new(officer, officer)).collect();
            vec![Entry::find(SECOND, form.second, form.second_hint, choices).required()]
        }
        Unmet::Link(relation) => {
            let label = (form.link)(relation_word(model, *relation));
            let key = format!("{LINK}{}", relation.word());
            vec![Entry::line(&key, &label, form.link_hint).required()]
        }
        Unmet::AfterUntil | Unmet::StillHeld { .. } | Unmet::InstrumentNotOpen { .. } => Vec::new(),
    }
}

/// The form is filled: asks for the yes, naming request and new state.
pub fn submit(model: &mut Model, mut fill: Box<Fill>) {
    let fill::Purpose::Step(choice) = &fill.purpose else { return };
    let choice = choice.clone();
    let Some(entity) = entity(&fill.view) else { return };
    let Some(acts) = acts(model, &mut fill.sheet, &choice) else {
        model.overlay = Some(Overlay::Fill(fill));
        return;
    };
    let lang = model.text.lang;
    let act = choice.act.in_language(lang);
    let what = model.name_of(&fill.view);
    let text = model.text.desk;
    let question = (text.dialog.confirm_step)(act, &what, choice.name.in_language(lang));
    let said = (text.status.done)(act, &fill.view.id);
    let mut ask = Ask::new(question, vec![Effect::Execute { entity, acts, said }]);
    ask.lines = given(&fill.sheet);
    ask.back = Some(Box::new(Overlay::Fill(fill)));
    model.open(Overlay::Ask(ask));
}

/// What was filled in, as it will be recorded.
fn given(sheet: &Sheet) -> Vec<String> {
    sheet
        .entries
        .iter()
        .filter(|entry| !entry.value().is_empty())
        .map(|entry| format!("{}: {}", entry.label, entry.value()))
        .collect()
}

/// Checks set aside, links, then the step itself. `None` with a remark where a time is none.
fn acts(model: &Model, sheet: &mut Sheet, choice: &StepChoice) -> Option<Vec<Act>> {
    let text = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
    let mut wish = StepWish { to: choice.to.clone(), ..StepWish::default() };
    for (key, place) in [(UNTIL, &mut wish.until), (WHEN, &mut wish.at)] {
        if !sheet.value(key).is_empty() {
            *place = Some(fill::time(model, sheet, key)?);
        }
    }
    wish.reason = text(sheet.value(REASON));
    wish.second = text(sheet.value(SECOND));
    let mut acts = Vec::new();
    let mut links = BTreeSet::new();
    for entry in &sheet.entries {
        if let Some(code) = entry.key.strip_prefix(CHECK) {
            let reason = entry.value().to_owned();
            acts.push(Act::Do(Command::Override { code: code.to_owned(), reason }));
        } else if let Some(field) = entry.key.strip_prefix(FIELD) {
            wish.set.insert(field.to_owned(), entry.value().to_owned());
        } else if let Some(relation) = entry.key.strip_prefix(LINK).and_then(Relation::from_word) {
            links.insert(relation);
            acts.push(Act::LinkTo { relation, reference: entry.value().to_owned() });
        } else if entry.key == AUTHENTICITY {
            wish.set.insert(AUTHENTICITY.to_owned(), entry.value().to_owned());
        }
    }
    wish.links = links;
    acts.push(Act::Do(Command::Step(wish)));
    Some(acts)
}

/// The fields that the page shows, then those that every request has and nobody has filled.
fn editable(model: &Model, view: &RequestView) -> Vec<FieldView> {
    let mut fields = view.fields.clone();
    let common = model.catalogue.as_ref().map_or(&[][..], |c| &c.common_fields);
    for rule in common {
        if !fields.iter().any(|field| field.key == rule.key) {
            fields.push(FieldView {
                key: rule.key.clone(),
                label: (&rule.label).into(),
                value: String::new(),
                kind: rule.kind,
                choices: rule.choices.clone(),
                mandatory: rule.mandatory,
            });
        }
    }
    fields
}

/// Fields, clocks or checks to choose from before a form.
pub fn pick_for(model: &mut Model, action: Action, view: Arc<RequestView>) {
    let text = model.text.desk;
    let lang = model.text.lang;
    let (title, items, purpose) = match action {
        Action::Edit => {
            let fields = editable(model, &view);
            let pen = model.pen();
            let items = fields
                .iter()
                .map(|field| Item::new(field.label.get(lang), facts_value(field, &pen)))
                .collect();
            ((text.dialog.edit)(&view.id), items, PickFor::Field(Arc::clone(&view), fields))
        }
        Action::SetAside => {
            let open = model.blocking_checks(&view);
            if open.is_empty() {
                return model.say(Tone::Refused, text.status.nothing_to_set_aside);
            }
            let items = open.iter().map(|(code, why)| Item::new(code, why)).collect();
            let codes = open.into_iter().map(|(code, _)| code).collect();
            ((text.dialog.aside)(&view.id), items, PickFor::Check(Arc::clone(&view), codes))
        }
        _ => {
            let clocks = model.pausable(&view);
            if clocks.is_empty() {
                return model.say(Tone::Refused, text.status.nothing_to_pause);
            }
            if let [(id, _, _)] = &clocks[..] {
                return pick::pause_or_resume(model, &view, &id.clone());
            }
            let items = clocks.iter().map(|(_, name, state)| Item::new(name, state)).collect();
            let ids = clocks.into_iter().map(|(id, _, _)| id).collect();
            ((text.dialog.pause)(&view.id), items, PickFor::Clock(Arc::clone(&view), ids))
        }
    };
    model.open(Overlay::Pick(Pick { title, items, cursor: 0, purpose }));
}
