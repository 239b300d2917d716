//! Forms of the directory: a new contact, its fields, another number, an end, a proof, the note of a
//! call. A form stays open until the desk has recorded it, so that a refusal loses nothing typed.

mod sheets;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;

use super::Overlay;
use super::ask::Ask;
use crate::domain::directory::{
    ChannelKind, ContactCommand, DirectoryRefusal, Fields, NewChannel, Outcome,
};
use crate::domain::{ChannelId, EntityId};
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::{Effect, Model, Tone};
use crate::tui::screen::{call, who};
use crate::tui::widget::sheet::{Answer, Remark, Sheet};
use crate::tui::widget::{boxed, sheet_view};
use crate::view::ContactView;

/// Before the keys of a channel's entries.
const CHANNEL: &str = "channel:";
const KIND: &str = "channel:type";
const VALUE: &str = "channel:value";
const REPLACES: &str = "replaces";
const WHICH: &str = "which";
const REASON: &str = "reason";
const NOTE: &str = "note";

pub struct Form {
    title: String,
    pub sheet: Sheet,
    purpose: Purpose,
    /// As it was opened: what differs has been typed.
    before: Vec<String>,
    /// Given to the desk, not answered yet.
    sent: bool,
}

enum Purpose {
    New,
    Edit(Held),
    Add(Held),
    Close(Held),
    Verified(Held),
    CallNote { wanted: call::Wanted, confirmed: Option<bool> },
}

/// The contact that a form is about.
#[derive(Debug, Clone)]
struct Held {
    entity: EntityId,
    /// With its short id, as the form and the answer name it.
    name: String,
    /// Id, kind and value of the channels in use.
    channels: Vec<(String, ChannelKind, String)>,
}

impl Held {
    /// `None` only for a view that was not made by this program.
    fn of(model: &Model, contact: &ContactView) -> Option<Self> {
        let usable = contact.channels.iter().filter(|channel| channel.is_usable());
        Some(Self {
            entity: contact.entity.parse().ok()?,
            name: format!("{} {}", contact.id, contact.name.get(model.text.lang)),
            channels: usable.map(|c| (c.id.clone(), c.kind, c.value.clone())).collect(),
        })
    }
}

fn open(model: &mut Model, title: String, sheet: Sheet, purpose: Purpose) {
    let before = values(&sheet);
    let form = Form { title, sheet, purpose, before, sent: false };
    model.open(Overlay::Contact(Box::new(form)));
}

fn values(sheet: &Sheet) -> Vec<String> {
    sheet.entries.iter().map(|entry| entry.value().to_owned()).collect()
}

/// A contact that the directory lacks. `state`: alpha-2, empty where it is not known.
pub fn new(model: &mut Model, state: &str) {
    let sheet = sheets::new(model, state);
    open(model, model.text.call.form.new.to_owned(), sheet, Purpose::New);
}

/// What is known of a contact. Only what was changed is recorded.
pub fn edit(model: &mut Model, contact: &ContactView) {
    let Some(held) = Held::of(model, contact) else { return };
    let sheet = sheets::edit(model, contact);
    open(model, (model.text.call.form.edit)(&held.name), sheet, Purpose::Edit(held));
}

/// Another number or address; it may be meant to take the place of one of its kind.
pub fn add_channel(model: &mut Model, contact: &ContactView) {
    let Some(held) = Held::of(model, contact) else { return };
    let mut sheet = sheets::add(model);
    sheets::offer_places(model, &mut sheet, &held.channels);
    open(model, (model.text.call.form.add)(&held.name), sheet, Purpose::Add(held));
}

/// The contact, or one of its channels, is no longer to be used.
pub fn close(model: &mut Model, contact: &ContactView) {
    let Some(held) = Held::of(model, contact) else { return };
    let sheet = sheets::close(model, &held.channels);
    open(model, (model.text.call.form.close)(&held.name), sheet, Purpose::Close(held));
}

/// A channel was proved by other means than a try. `owed`: id of the one that is asked about first.
pub fn verified(model: &mut Model, contact: &ContactView, owed: Option<&str>) {
    let Some(held) = Held::of(model, contact) else { return };
    if held.channels.is_empty() {
        return model.say(Tone::Refused, model.text.call.form.no_channel);
    }
    let mut sheet = sheets::verified(model, &held.channels);
    let owed = owed.filter(|owed| held.channels.iter().any(|(id, ..)| id == owed));
    if let (Some(owed), Some(entry)) = (owed, sheet.entry_mut(WHICH)) {
        entry.set(owed);
    }
    open(model, (model.text.call.form.verified)(&held.name), sheet, Purpose::Verified(held));
}

/// Somebody answered. `whom`: the contact or, of a call-back, our reference.
pub fn call_note(model: &mut Model, wanted: call::Wanted, confirmed: Option<bool>, whom: &str) {
    let text = model.text.call;
    let title = match confirmed {
        Some(true) => format!("{whom}: {}", text.back.yes),
        Some(false) => format!("{whom}: {}", text.back.no),
        None => (text.page.note_title)(whom),
    };
    let sheet = sheets::note(model);
    open(model, title, sheet, Purpose::CallNote { wanted, confirmed });
}

/// Takes a key. `may_act`: it was not pressed too soon to be meant.
pub fn key(model: &mut Model, mut form: Box<Form>, key: &KeyEvent, may_act: bool) -> Vec<Effect> {
    if form.sent {
        model.overlay = Some(Overlay::Contact(form));
        model.say(Tone::Plain, model.text.call.form.saving);
        return Vec::new();
    }
    if key.code == KeyCode::Esc {
        leave(model, form);
        return Vec::new();
    }
    match form.sheet.key(key) {
        Answer::Submit if may_act => return submit(model, form),
        Answer::Submit => model.refuse_key(),
        Answer::Typed | Answer::Left(_) | Answer::Unused => {
            if let Purpose::Add(held) = &form.purpose {
                sheets::offer_places(model, &mut form.sheet, &held.channels);
            }
        }
    }
    model.overlay = Some(Overlay::Contact(form));
    Vec::new()
}

/// Leaving asks where something was typed.
fn leave(model: &mut Model, form: Box<Form>) {
    if let Purpose::CallNote { .. } = form.purpose {
        return model.say(Tone::Refused, model.text.call.page.not_yet_logged);
    }
    if values(&form.sheet) == form.before {
        return;
    }
    let mut ask = Ask::new(model.text.desk.dialog.confirm_discard.to_owned(), Vec::new());
    ask.back = Some(Box::new(Overlay::Contact(form)));
    model.open(Overlay::Ask(ask));
}

fn submit(model: &mut Model, mut form: Box<Form>) -> Vec<Effect> {
    if let Some(missing) = form.sheet.first_missing() {
        let required = model.text.desk.form.required;
        form.sheet.focus_on(missing);
        if let Some(entry) = form.sheet.entries.get_mut(missing) {
            entry.remark = Some(Remark::Bad(required.to_owned()));
        }
        model.overlay = Some(Overlay::Contact(form));
        return Vec::new();
    }
    if let Purpose::CallNote { wanted, confirmed } = form.purpose {
        let note = form.sheet.value(NOTE).to_owned();
        return call::answered(model, wanted, confirmed, note);
    }
    let Some((entity, name, command)) = command(&form) else {
        model.say(Tone::Refused, model.text.call.form.unchanged);
        model.overlay = Some(Overlay::Contact(form));
        return Vec::new();
    };
    form.sent = true;
    form.sheet.entries.iter_mut().for_each(|entry| entry.remark = None);
    model.overlay = Some(Overlay::Contact(form));
    let said = (model.text.call.form.recorded)(&name);
    model.send(vec![Effect::Contact { entity, command: Box::new(command), said }])
}

/// What the filled form asks for, and of whom. `None`: it would change nothing.
fn command(form: &Form) -> Option<(Option<EntityId>, String, ContactCommand)> {
    let sheet = &form.sheet;
    let own = |text: &str| text.to_owned();
    let (held, command) = match &form.purpose {
        Purpose::New => {
            let filled = |key: &&str| !key.starts_with(CHANNEL);
            let fields: Fields = sheet
                .entries
                .iter()
                .filter(|entry| filled(&entry.key.as_str()) && !entry.value().is_empty())
                .map(|entry| (entry.key.clone(), own(entry.value())))
                .collect();
            let name = fields.get("name").cloned().unwrap_or_default();
            let channels = new_channel(sheet).into_iter().collect();
            return Some((None, name, ContactCommand::Open { entity: None, fields, channels }));
        }
        Purpose::Edit(held) => {
            let changed: Fields = sheet
                .entries
                .iter()
                .zip(&form.before)
                .filter(|(entry, before)| entry.value() != before.as_str())
                .map(|(entry, _)| (entry.key.clone(), own(entry.value())))
                .collect();
            if changed.is_empty() {
                return None;
            }
            (held, ContactCommand::Set(changed))
        }
        Purpose::Add(held) => {
            let new = new_channel(sheet)?;
            let command = match sheet.value(REPLACES).parse::<ChannelId>() {
                Ok(old) => ContactCommand::ReplaceChannel { old, new },
                Err(_) => ContactCommand::AddChannel(new),
            };
            (held, command)
        }
        Purpose::Close(held) => {
            let reason = own(sheet.value(REASON));
            let command = match sheet.value(WHICH).parse::<ChannelId>() {
                Ok(channel) => ContactCommand::CloseChannel { channel, reason },
                Err(_) => ContactCommand::Close { reason },
            };
            (held, command)
        }
        Purpose::Verified(held) => {
            let channel = sheet.value(WHICH).parse::<ChannelId>().ok()?;
            let note = own(sheet.value(NOTE));
            let outcome = Outcome::Verified;
            (held, ContactCommand::Try { channel, outcome, request: None, note })
        }
        Purpose::CallNote { .. } => return None,
    };
    Some((Some(held.entity), held.name.clone(), command))
}

/// The channel of a form; `None` where no value was typed.
fn new_channel(sheet: &Sheet) -> Option<NewChannel> {
    if sheet.value(VALUE).is_empty() {
        return None;
    }
    let kind = ChannelKind::from_word(sheet.value(KIND))?;
    let fields = sheet
        .entries
        .iter()
        .filter(|entry| entry.key != KIND && !entry.value().is_empty())
        .filter_map(|entry| {
            let key = entry.key.strip_prefix(CHANNEL)?;
            Some((key.to_owned(), entry.value().to_owned()))
        })
        .collect();
    Some(NewChannel { kind, fields })
}

/// An act on the directory is recorded: the form that asked for it is done with.
pub fn recorded(model: &mut Model, contact: &ContactView) {
    let Some(Overlay::Contact(form)) = &model.overlay else { return };
    if !form.sent {
        return;
    }
    let new = matches!(form.purpose, Purpose::New);
    model.overlay = None;
    if new {
        who::show_new(model, &contact.entity);
    }
}

/// Nothing was recorded: the form stays with all that was typed, and says where it is wrong.
pub fn not_recorded(model: &mut Model, refusal: Option<&DirectoryRefusal>) {
    let said = refusal.map(|refusal| model.text.directory.refused(refusal));
    let Some(Overlay::Contact(form)) = &mut model.overlay else { return };
    if !std::mem::take(&mut form.sent) {
        return;
    }
    let (Some(field), Some(said)) = (refusal.and_then(field), said) else { return };
    let field = field.rsplit('.').next().unwrap_or(field);
    let keys = [field.to_owned(), format!("{CHANNEL}{field}")];
    // A value that both have is that of the channel when the refusal names one.
    let place = form.sheet.entries.iter().position(|entry| keys.contains(&entry.key));
    if let Some(at) = place {
        form.sheet.focus_on(at);
        if let Some(entry) = form.sheet.entries.get_mut(at) {
            entry.remark = Some(Remark::Bad(said.what));
        }
    }
}

/// The field that a refusal is about.
fn field(refusal: &DirectoryRefusal) -> Option<&str> {
    use DirectoryRefusal as R;
    match refusal {
        R::NoState | R::UnknownCountry { .. } => Some("state"),
        R::NoName => Some("name"),
        R::NoRole => Some("role"),
        R::UnknownField { field, .. } | R::BadValue { field, .. } => Some(field),
        R::TooLong { field, .. } | R::ChannelFixed { field } => Some(field),
        R::ChannelThere { .. } => Some("value"),
        R::NoReason => Some(REASON),
        _ => None,
    }
}

pub fn draw(form: &Form, model: &Model, frame: &mut Frame) {
    let pen = model.pen();
    let width = model.size.0.saturating_sub(4).min(92);
    let cols = usize::from(width.saturating_sub(2));
    let lines = sheet_view::lines(&form.sheet, cols, &pen).lines.len();
    let height = u16::try_from(lines + 2).unwrap_or(u16::MAX);
    // The line of messages stays in sight: it says what was refused.
    let area = layout::centred(model.size, width, height.min(model.size.1.saturating_sub(4)));
    let room = cols.saturating_sub(16);
    let mut title = vec![pen.foreign_within(&form.title, room, Role::Title)];
    if form.sent {
        let saving = model.text.call.form.saving;
        title.push(pen.own(format!(" {} {saving}", pen.symbols().dash), Role::Dim));
    }
    let inside = boxed::draw(frame, area, title, true, &pen);
    sheet_view::draw(&form.sheet, frame, inside, &pen);
}
