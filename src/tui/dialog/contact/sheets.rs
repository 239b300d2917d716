//! What each form asks for.

use super::{CHANNEL, KIND, NOTE, REASON, REPLACES, VALUE, WHICH};
use crate::domain::directory::field::{self, Shape};
use crate::domain::directory::{ChannelKind, Encryption, Role, number};
use crate::tui::model::Model;
use crate::tui::widget::field::Field;
use crate::tui::widget::sheet::{Choice, Entry, Sheet, Take};
use crate::view::ContactView;

/// Of a new contact, in the order in which a telephone call gives them.
const FIRST: [&str; 10] = [
    "state",
    "role",
    "name",
    "acronym",
    "city",
    "languages",
    "operating_hours",
    "timezone",
    "say_first",
    "source",
];
const OF_NUMBER: [&str; 2] = ["value", "label"];
const OF_CHANNEL: [&str; 7] =
    ["label", "operating_hours", "timezone", "languages", "order", "fingerprint", "say_first"];
/// Of the contact itself, without what only an edition writes.
const EDITED: [&str; 21] = [
    "role",
    "name",
    "name_fr",
    "name_ar",
    "acronym",
    "parent",
    "unit",
    "person",
    "city",
    "address",
    "timezone",
    "operating_hours",
    "holidays",
    "languages",
    "reply_languages",
    "say_first",
    "preservation_days",
    "notice_days",
    "notes",
    "source",
    "as_of",
];
/// Further ones of providers and registrars.
const OF_COMPANY: [&str; 7] = [
    "services",
    "domains",
    "legal_entity",
    "jurisdiction",
    "foreign_requests",
    "emergency_form",
    "retention",
];

type Channels = [(String, ChannelKind, String)];

fn label(model: &Model, key: &str, of_channel: bool) -> String {
    let words = model.text.directory;
    if of_channel { words.channel_field(key) } else { words.field(key) }.to_owned()
}

fn shape(key: &str, of_channel: bool) -> Shape {
    let rule = if of_channel { field::channel(key) } else { field::contact(key) };
    rule.map_or(Shape::Text, |field| field.shape)
}

/// An entry in the way the field's shape is best typed. `key`: as the directory names it.
fn entry(model: &Model, key: &str, of_channel: bool) -> Entry {
    let label = label(model, key, of_channel);
    let name = if of_channel { format!("{CHANNEL}{key}") } else { key.to_owned() };
    let form = &model.text.call.form;
    let hints = &form.hints;
    let hint = match shape(key, of_channel) {
        Shape::Roles => {
            let choices = Role::ALL
                .iter()
                .map(|role| Choice::new(role.word(), model.text.directory.role(*role)))
                .collect();
            return Entry::find(&name, &label, "", choices);
        }
        Shape::Country => return Entry::find(&name, &label, "", states(model)),
        Shape::LongText => return Entry::of(&name, &label, "", Take::Block(Field::block())),
        Shape::Flag => {
            let words = &model.text.desk.words;
            let choices = vec![
                Choice::new("", form.open),
                Choice::new("yes", words.yes),
                Choice::new("no", words.no),
            ];
            return Entry::one(&name, &label, choices, "");
        }
        Shape::List => hints.list,
        Shape::Zone => hints.zone,
        Shape::Languages => hints.languages,
        Shape::Hours => hints.hours,
        Shape::Days => hints.days,
        Shape::Date => hints.date,
        Shape::Url => hints.url,
        Shape::Text | Shape::Number | Shape::Choice(_) if key == "value" => hints.value,
        Shape::Text | Shape::Number | Shape::Choice(_) => "",
    };
    Entry::line(&name, &label, hint)
}

/// States of the directory by code and by name in every language.
fn states(model: &Model) -> Vec<Choice> {
    let lang = model.text.lang;
    let states = model.directory.states.iter();
    states
        .map(|state| Choice {
            value: state.code.clone(),
            label: format!("{} {}", state.code, state.name.get(lang)),
            search: state.names().join(" "),
        })
        .collect()
}

fn kinds(model: &Model) -> Entry {
    let choices = ChannelKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), model.text.directory.kind(*kind)))
        .collect();
    Entry::one(KIND, &label(model, "type", true), choices, ChannelKind::Phone.word())
}

pub fn new(model: &Model, state: &str) -> Sheet {
    let mut entries: Vec<Entry> = FIRST
        .iter()
        .map(|key| {
            let entry = entry(model, key, false);
            if matches!(*key, "state" | "role" | "name") { entry.required() } else { entry }
        })
        .collect();
    entries.push(kinds(model));
    entries.extend(OF_NUMBER.iter().map(|key| entry(model, key, true)));
    let mut sheet = Sheet::new(entries);
    if let Some(entry) = sheet.entry_mut("state").filter(|_| !state.is_empty()) {
        entry.set(state);
        sheet.focus = 1;
    }
    sheet
}

pub fn edit(model: &Model, contact: &ContactView) -> Sheet {
    let company = |role: &Role| matches!(role, Role::Provider | Role::Registrar);
    let company = contact.roles.iter().any(company);
    let more = OF_COMPANY.iter().filter(|_| company);
    let entries = EDITED.iter().chain(more).map(|key| {
        let mut entry = entry(model, key, false);
        let value = value(contact, key);
        let many = contact.roles.len() > 1;
        if many && *key == "role" {
            // Several roles are a list of words.
            let label = entry.label.clone();
            entry = Entry::line(key, &label, model.text.call.form.hints.list);
        }
        entry.set(&value);
        entry
    });
    Sheet::new(entries.collect())
}

/// The stored form of a field, as far as the view has it.
fn value(contact: &ContactView, key: &str) -> String {
    match key {
        "role" => {
            let words: Vec<&str> = contact.roles.iter().map(|role| role.word()).collect();
            words.join(", ")
        }
        "name" => contact.name.en.clone(),
        "name_fr" if contact.name.fr == contact.name.en => String::new(),
        "name_fr" => contact.name.fr.clone(),
        "name_ar" => contact.name.ar.clone().unwrap_or_default(),
        "acronym" => contact.acronym.clone(),
        "unit" => contact.unit.clone(),
        "city" => contact.city.clone(),
        "timezone" => contact.zone.clone(),
        "operating_hours" => contact.hours.clone(),
        "languages" => contact.languages.join(", "),
        "say_first" => contact.say_first.clone(),
        "source" => contact.known.source.clone(),
        "as_of" => contact.known.as_of.map(|day| day.to_string()).unwrap_or_default(),
        key => {
            let held = contact.fields.iter().find(|(held, _)| held == key);
            held.map(|(_, value)| value.clone()).unwrap_or_default()
        }
    }
}

pub fn add(model: &Model) -> Sheet {
    let mut entries = vec![kinds(model), entry(model, "value", true).required()];
    entries.extend(OF_CHANNEL.iter().map(|key| entry(model, key, true)));
    let choices = Encryption::ALL
        .iter()
        .map(|way| Choice::new(way.word(), model.text.directory.encryption(*way)))
        .collect();
    let name = format!("{CHANNEL}encryption");
    entries.push(Entry::one(
        &name,
        &label(model, "encryption", true),
        choices,
        Encryption::None.word(),
    ));
    Sheet::new(entries)
}

/// Offers the places of channels of the chosen kind; none of that kind: nothing is asked.
pub fn offer_places(model: &Model, sheet: &mut Sheet, channels: &Channels) {
    let text = &model.text.call.form;
    let kind = ChannelKind::from_word(sheet.value(KIND)).unwrap_or_default();
    let mut choices = vec![Choice::new("", text.replaces_none)];
    let same = channels.iter().filter(|(_, held, _)| *held == kind);
    choices.extend(same.map(|(id, kind, value)| Choice::new(id, &shown(*kind, value))));
    let at = sheet.entries.iter().position(|entry| entry.key == REPLACES);
    if let (Some(at), [_]) = (at, &choices[..]) {
        sheet.entries.remove(at);
        return;
    }
    match at.and_then(|at| sheet.entries.get_mut(at)) {
        None if choices.len() > 1 => {
            let mut entry = Entry::one(REPLACES, text.replaces, choices, "");
            entry.hint = text.replaces_hint.to_owned();
            let behind = sheet.entries.iter().position(|entry| entry.key == VALUE);
            sheet.entries.insert(behind.map_or(0, |at| at + 1), entry);
        }
        Some(Entry { take: Take::One(held, chosen), .. }) if *held != choices => {
            *held = choices;
            *chosen = 0;
        }
        _ => {}
    }
}

fn shown(kind: ChannelKind, value: &str) -> String {
    if kind.is_number() { number::spaced(value) } else { value.to_owned() }
}

fn choices(model: &Model, channels: &Channels) -> Vec<Choice> {
    channels
        .iter()
        .map(|(id, kind, value)| {
            let word = model.text.directory.kind(*kind);
            Choice::new(id, &format!("{word} {}", shown(*kind, value)))
        })
        .collect()
}

pub fn close(model: &Model, channels: &Channels) -> Sheet {
    let text = &model.text.call.form;
    let mut which = vec![Choice::new("", text.whole)];
    which.extend(choices(model, channels));
    Sheet::new(vec![
        Entry::one(WHICH, text.what, which, ""),
        Entry::line(REASON, text.reason, text.reason_hint).required(),
    ])
}

pub fn verified(model: &Model, channels: &Channels) -> Sheet {
    let text = &model.text.call.form;
    Sheet::new(vec![
        Entry::one(WHICH, text.channel, choices(model, channels), ""),
        Entry::line(NOTE, text.how, text.how_hint).required(),
    ])
}

pub fn note(model: &Model) -> Sheet {
    let text = &model.text.call.page;
    Sheet::new(vec![Entry::line(NOTE, text.note, text.note_hint)])
}
