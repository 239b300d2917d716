//! A small form about one request: a note, a field, a pause, a check set aside, a step.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Overlay, step};
use crate::domain::catalogue::FieldType;
use crate::domain::decide::{StepChoice, value};
use crate::domain::{Audience, Command};
use crate::tui::action::{Action, Scope};
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::{Act, Effect, Model, entity};
use crate::tui::screen::form;
use crate::tui::widget::field::Field;
use crate::tui::widget::sheet::{Answer, Choice, Entry, Remark, Sheet, Take};
use crate::tui::widget::{boxed, sheet_view};
use crate::view::{FieldView, RequestView};

pub struct Fill {
    pub title: String,
    pub view: Arc<RequestView>,
    pub sheet: Sheet,
    pub purpose: Purpose,
}

pub enum Purpose {
    Note,
    /// Key and type.
    Field(String, FieldType),
    Pause(String),
    SetAside(String),
    Identifier,
    Step(Box<StepChoice>),
}

/// Keys of entries.
pub const VALUE: &str = "value";
pub const AUDIENCE: &str = "audience";
pub const REASON: &str = "reason";
pub const UNTIL: &str = "until";
pub const WHEN: &str = "when";

fn open(model: &mut Model, title: String, view: Arc<RequestView>, purpose: Purpose, sheet: Sheet) {
    model.open(Overlay::Fill(Box::new(Fill { title, view, sheet, purpose })));
}

pub fn note(model: &mut Model, view: Arc<RequestView>) {
    let text = model.text.desk;
    let audiences = [
        (Audience::Internal, text.words.internal),
        (Audience::Partner, text.words.partner_visible),
    ];
    let choices = audiences.map(|(audience, label)| Choice::new(audience.word(), label));
    let note = Take::Block(Field::block());
    let mut sheet = Sheet::new(vec![
        Entry::one(AUDIENCE, text.form.audience, choices.to_vec(), Audience::Internal.word()),
        Entry::of(VALUE, text.form.note, text.form.note_hint, note).required(),
    ]);
    sheet.focus = 1;
    open(model, (text.dialog.note)(&view.id), view, Purpose::Note, sheet);
}

/// A field of the request, in the way its type is best entered.
pub fn field(model: &mut Model, view: Arc<RequestView>, field: &FieldView) {
    let mut entry = field_entry(field, model);
    entry.key = VALUE.to_owned();
    entry.set(&field.value);
    let title = (model.text.desk.dialog.edit)(&view.id);
    let purpose = Purpose::Field(field.key.clone(), field.kind);
    open(model, title, view, purpose, Sheet::new(vec![entry]));
}

/// An entry for a field of the catalogue; its key is the field's.
pub fn field_entry(field: &FieldView, model: &Model) -> Entry {
    let text = &model.text.desk.form;
    let label = field.label.get(model.text.lang);
    match field.kind {
        FieldType::Choice if !field.choices.is_empty() => {
            let choices = field.choices.iter().map(|word| Choice::new(word, word)).collect();
            Entry::one(&field.key, label, choices, &field.value)
        }
        FieldType::Flag => {
            let words = &model.text.desk.words;
            let choices = vec![Choice::new("yes", words.yes), Choice::new("no", words.no)];
            Entry::one(&field.key, label, choices, &field.value)
        }
        FieldType::Country => {
            let choices = form::countries(model.catalogue.as_deref(), model.text.lang);
            Entry::find(&field.key, label, text.partner_hint, choices)
        }
        FieldType::LongText => {
            Entry::of(&field.key, label, text.note_hint, Take::Block(Field::block()))
        }
        FieldType::Instant => Entry::line(&field.key, label, text.step_when_hint),
        FieldType::Text | FieldType::Choice | FieldType::Period => {
            Entry::line(&field.key, label, text.clears)
        }
    }
}

pub fn pause(model: &mut Model, view: Arc<RequestView>, clock: &str) {
    let text = model.text.desk;
    let sheet = Sheet::new(vec![
        Entry::line(REASON, text.form.reason, "").required(),
        Entry::line(UNTIL, text.form.pause_until, text.form.pause_hint).required(),
    ]);
    open(model, (text.dialog.pause)(&view.id), view, Purpose::Pause(clock.to_owned()), sheet);
}

pub fn set_aside(model: &mut Model, view: Arc<RequestView>, code: &str) {
    let text = model.text.desk;
    let label = (text.form.set_aside)(code);
    let sheet = Sheet::new(vec![Entry::line(REASON, &label, text.form.set_aside_hint).required()]);
    open(model, (text.dialog.aside)(&view.id), view, Purpose::SetAside(code.to_owned()), sheet);
}

pub fn identifier(model: &mut Model, view: Arc<RequestView>) {
    let text = model.text.desk;
    let entry = Entry::line(VALUE, text.form.identifiers, text.form.identifiers_hint).required();
    let title = (text.dialog.add_identifier)(&view.id);
    open(model, title, view, Purpose::Identifier, Sheet::new(vec![entry]));
}

/// Takes a key. `may_act`: it was not pressed too soon to be meant.
pub fn key(model: &mut Model, mut fill: Box<Fill>, key: &KeyEvent, may_act: bool) -> Vec<Effect> {
    if model.keymap.action(&[Scope::Form], key) == Some(Action::Switch) {
        switch(&mut fill.sheet);
        model.overlay = Some(Overlay::Fill(fill));
        return Vec::new();
    }
    match fill.sheet.key(key) {
        Answer::Submit if may_act => return submit(model, fill),
        Answer::Submit => model.refuse_key(),
        Answer::Typed | Answer::Left(_) | Answer::Unused => remark(model, &mut fill),
    }
    model.overlay = Some(Overlay::Fill(fill));
    Vec::new()
}

/// The next choice of the first entry that offers all its choices at once.
fn switch(sheet: &mut Sheet) {
    let one = sheet.entries.iter_mut().find_map(|entry| match &mut entry.take {
        Take::One(choices, at) => Some((choices.len().max(1), at)),
        _ => None,
    });
    if let Some((many, at)) = one {
        *at = (*at + 1) % many;
    }
}

/// Says at once what a time or an identifier is understood as.
pub fn remark(model: &Model, fill: &mut Fill) {
    let instants: Vec<String> = match &fill.purpose {
        Purpose::Identifier => {
            let text = fill.sheet.value(VALUE).to_owned();
            let said = form::recognised(model, &text, &fill.view.partner_zone).1;
            if let Some(entry) = fill.sheet.entry_mut(VALUE) {
                entry.remark = said;
            }
            return;
        }
        Purpose::Field(_, FieldType::Instant) => vec![VALUE.to_owned()],
        Purpose::Field(..) => Vec::new(),
        _ => vec![UNTIL.to_owned(), WHEN.to_owned()],
    };
    for entry in fill.sheet.entries.iter_mut().filter(|entry| instants.contains(&entry.key)) {
        entry.remark = form::understood_time(model, entry.value());
    }
}

fn submit(model: &mut Model, mut fill: Box<Fill>) -> Vec<Effect> {
    if let Some(missing) = fill.sheet.first_missing() {
        let text = model.text.desk.form.required;
        fill.sheet.focus_on(missing);
        if let Some(entry) = fill.sheet.entries.get_mut(missing) {
            entry.remark = Some(Remark::Bad(text.to_owned()));
        }
        model.overlay = Some(Overlay::Fill(fill));
        return Vec::new();
    }
    if let Purpose::Step(_) = fill.purpose {
        step::submit(model, fill);
        return Vec::new();
    }
    let Some(entity) = entity(&fill.view) else { return Vec::new() };
    let Some((action, acts)) = acts(model, &mut fill) else {
        model.overlay = Some(Overlay::Fill(fill));
        return Vec::new();
    };
    let said = model.done(action, &fill.view);
    model.send(vec![Effect::Execute { entity, acts, said }])
}

/// What is recorded, or `None` with a remark at the entry that is wrong.
fn acts(model: &Model, fill: &mut Fill) -> Option<(Action, Vec<Act>)> {
    let text = fill.sheet.value(VALUE).to_owned();
    let reason = fill.sheet.value(REASON).to_owned();
    let (action, command) = match &fill.purpose {
        Purpose::Note => {
            let audience = Audience::from_word(fill.sheet.value(AUDIENCE))?;
            (Action::Note, Command::Note { text, audience })
        }
        Purpose::Field(key, _) => {
            (Action::Edit, Command::Set(BTreeMap::from([(key.clone(), text)])))
        }
        Purpose::SetAside(code) => {
            (Action::SetAside, Command::Override { code: code.clone(), reason })
        }
        Purpose::Pause(clock) => {
            let clock = clock.clone();
            let until = time(model, &mut fill.sheet, UNTIL)?;
            (Action::Pause, Command::Pause { clock, reason, owner: None, until })
        }
        Purpose::Identifier => {
            let (found, _) = form::recognised(model, &text, &fill.view.partner_zone);
            if found.is_empty() {
                return None;
            }
            let adds = found.into_iter().map(|one| Act::Do(Command::AddIdentifier(one)));
            return Some((Action::AddIdentifier, adds.collect()));
        }
        Purpose::Step(_) => return None,
    };
    Some((action, vec![Act::Do(command)]))
}

/// The instant of an entry; a remark where it is none.
pub fn time(model: &Model, sheet: &mut Sheet, key: &str) -> Option<jiff::Timestamp> {
    let text = sheet.value(key).to_owned();
    let at = value::instant(&text, model.now, &model.zone);
    if at.is_none()
        && let Some(entry) = sheet.entry_mut(key)
    {
        entry.remark = Some(Remark::Bad((model.text.desk.status.not_a_time)(&text)));
    }
    at
}

pub fn draw(fill: &Fill, model: &Model, frame: &mut Frame) {
    let pen = model.pen();
    let width = model.size.0.saturating_sub(4).min(92);
    let cols = usize::from(width.saturating_sub(2));
    let lines = sheet_view::lines(&fill.sheet, cols, &pen).lines.len();
    let height = u16::try_from(lines + 2).unwrap_or(u16::MAX);
    let area: Rect = layout::centred(model.size, width, height.min(model.size.1.saturating_sub(2)));
    let title = vec![pen.foreign(&fill.title, Role::Title)];
    let inside = boxed::draw(frame, area, title, true, &pen);
    sheet_view::draw(&fill.sheet, frame, inside, &pen);
}
