//! A new request: a phone call written down in under a minute. A draft is kept each time an entry is
//! left.

use std::collections::BTreeMap;

use crossterm::event::KeyEvent;
use jiff::Timestamp;
use jiff::tz::TimeZoneDatabase;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::catalogue::{Catalogue, Urgency};
use crate::domain::check::Level;
use crate::domain::decide::value;
use crate::domain::identifier::{CheckContext, extract};
use crate::domain::{Audience, Direction, Identifier, Lang};
use crate::text::format;
use crate::tui::action::{Action, Scope};
use crate::tui::colour::Role;
use crate::tui::dialog::Overlay;
use crate::tui::dialog::ask::{Ask, Then};
use crate::tui::model::{Effect, Model, NewRequest, Page, Tone};
use crate::tui::pen::Pen;
use crate::tui::queue;
use crate::tui::widget::sheet::{Answer, Choice, Entry, Remark, Sheet, Take};
use crate::tui::widget::{boxed, sheet_view};

const KIND: &str = "kind";
const DIRECTION: &str = "direction";
const PARTNER: &str = "partner";
const CHANNEL: &str = "channel";
const THEIR_REF: &str = "their_ref";
const RECEIVED: &str = "received";
const URGENCY: &str = "urgency";
const SUMMARY: &str = "summary";
const IDENTIFIERS: &str = "identifiers";
const CHANNELS: [&str; 6] = ["phone", "email", "fax", "portal", "i247", "other"];
/// Of a draft: when the form was opened.
const OPENED: &str = "opened";

pub struct FormPage {
    pub sheet: Sheet,
    /// When the call came, unless said otherwise.
    pub opened: Timestamp,
    /// Given to the desk, not answered yet.
    pub sent: bool,
    /// The draft as last given to the desk.
    pub kept: String,
}

impl FormPage {
    pub fn is_touched(&self) -> bool {
        [KIND, PARTNER, THEIR_REF, SUMMARY, IDENTIFIERS]
            .iter()
            .any(|key| !self.sheet.value(key).is_empty())
    }

    /// The draft, where it has changed since it was kept.
    pub fn keep(&mut self) -> Option<Effect> {
        if !self.is_touched() || self.sent {
            return None;
        }
        let draft = self.draft();
        if draft == self.kept {
            return None;
        }
        self.kept.clone_from(&draft);
        Some(Effect::SaveDraft(draft))
    }

    /// All entries as JSON.
    pub fn draft(&self) -> String {
        let mut values: BTreeMap<&str, &str> =
            self.sheet.entries.iter().map(|e| (e.key.as_str(), e.value())).collect();
        let opened = self.opened.to_string();
        values.insert(OPENED, &opened);
        serde_json::to_string(&values).unwrap_or_default()
    }
}

pub fn open(model: &mut Model) -> Vec<Effect> {
    let draft = model.draft.take();
    let pen = model.pen();
    let sheet = sheet(model, &pen);
    let mut form = FormPage { sheet, opened: model.now, sent: false, kept: String::new() };
    if let Some(values) = draft.as_deref().and_then(read_draft) {
        if let Some(at) = values.get(OPENED).and_then(|at| at.parse().ok()) {
            form.opened = at;
        }
        for entry in &mut form.sheet.entries {
            if let Some(value) = values.get(&entry.key) {
                entry.set(value);
            }
        }
        let when = format::time_near(form.opened, model.now, &model.zone, model.text.lang);
        model.say(Tone::Good, (model.text.desk.status.draft_restored)(&when));
    }
    model.page = Page::Form(Box::new(form));
    Vec::new()
}

fn read_draft(json: &str) -> Option<BTreeMap<String, String>> {
    serde_json::from_str(json).ok()
}

fn sheet(model: &Model, pen: &Pen<'_>) -> Sheet {
    let text = &model.text.desk.form;
    let catalogue = model.catalogue.as_deref();
    let lang = model.text.lang;
    let directions =
        Direction::ALL.iter().map(|d| Choice::new(d.word(), queue::direction(*d, pen)));
    let urgencies = Urgency::ALL.iter().map(|u| Choice::new(u.word(), queue::urgency(*u, pen)));
    let channels = CHANNELS
        .iter()
        .zip(model.text.desk.words.channels)
        .map(|(word, label)| Choice::new(word, label));
    let kind_hint = if catalogue.is_some() { text.kind_hint } else { text.loading };
    Sheet::new(vec![
        Entry::find(KIND, text.kind, kind_hint, kinds(catalogue, lang)).required(),
        Entry::one(DIRECTION, text.direction, directions.collect(), Direction::In.word()),
        Entry::find(PARTNER, text.partner, text.partner_hint, countries(catalogue, lang))
            .required(),
        Entry::line(THEIR_REF, text.their_ref, text.optional),
        Entry::one(URGENCY, text.urgency, urgencies.collect(), Urgency::Urgent.word()),
        Entry::line(SUMMARY, text.summary, "").required(),
        Entry::line(IDENTIFIERS, text.identifiers, text.identifiers_hint),
        Entry::one(CHANNEL, text.channel, channels.collect(), "phone"),
        Entry::line(RECEIVED, text.received, text.when_hint),
    ])
}

/// Kinds that are offered, by name, article and id.
fn kinds(catalogue: Option<&Catalogue>, lang: Lang) -> Vec<Choice> {
    let Some(catalogue) = catalogue else { return Vec::new() };
    let kinds = catalogue.kinds.values().filter(|kind| kind.enabled);
    kinds
        .map(|kind| {
            let name = kind.name.in_language(lang);
            let label = if kind.article.is_empty() {
                name.to_owned()
            } else {
                let instrument = catalogue.instruments.get(&kind.instrument);
                let short =
                    instrument.map_or(kind.instrument.as_str(), |i| i.short_name.in_language(lang));
                format!("{name} ({short} {})", kind.article)
            };
            let search = format!("{} {} {} {}", kind.id, label, kind.name.en, kind.name.fr);
            let search = crate::view::folded(&search);
            Choice { value: kind.id.clone(), label, search }
        })
        .collect()
}

/// Countries by code and by name in every language we have.
pub fn countries(catalogue: Option<&Catalogue>, lang: Lang) -> Vec<Choice> {
    let Some(catalogue) = catalogue else { return Vec::new() };
    catalogue
        .countries
        .values()
        .map(|country| {
            let arabic = country.name.ar.as_deref().unwrap_or_default();
            let names = format!("{} {} {arabic}", country.name.en, country.name.fr);
            let search = crate::view::folded(&format!("{} {names}", country.alpha2));
            let label = format!("{} {}", country.alpha2, country.name.in_language(lang));
            Choice { value: country.alpha2.clone(), label, search }
        })
        .collect()
}

/// The catalogue has come: what can be found by typing is filled in.
pub fn ready(model: &mut Model) {
    let lang = model.text.lang;
    let catalogue = model.catalogue.as_deref();
    let lists = [(KIND, kinds(catalogue, lang)), (PARTNER, countries(catalogue, lang))];
    let Page::Form(form) = &mut model.page else { return };
    for (key, list) in lists {
        if let Some(Entry { take: Take::Find { choices, .. }, hint, .. }) =
            form.sheet.entry_mut(key)
        {
            *choices = list;
            if key == KIND {
                *hint = model.text.desk.form.kind_hint.to_owned();
            }
        }
    }
}

pub fn key(
    model: &mut Model,
    mut form: Box<FormPage>,
    key: &KeyEvent,
    may_act: bool,
) -> Vec<Effect> {
    let scopes = [Scope::Form, Scope::Move, Scope::Everywhere];
    let answer = form.sheet.key(key);
    let effects = match (answer, model.keymap.action(&scopes, key)) {
        (Answer::Submit, _) if may_act => submit(model, &mut form),
        (Answer::Submit, _) => {
            model.refuse_key();
            Vec::new()
        }
        (Answer::Left(_), _) => {
            settle_direction(model, &mut form);
            remarks(model, &mut form, true);
            form.keep().into_iter().collect()
        }
        (Answer::Unused, Some(Action::Back)) => return leave(model, *form),
        (Answer::Unused, Some(Action::Discard)) => discard(model),
        (Answer::Unused, Some(Action::Help)) => {
            model.page = Page::Form(form);
            return model.perform(Action::Help);
        }
        (Answer::Typed | Answer::Unused, _) => {
            remarks(model, &mut form, false);
            Vec::new()
        }
    };
    model.page = Page::Form(form);
    effects
}

/// Leaving keeps what was typed.
fn leave(model: &mut Model, form: FormPage) -> Vec<Effect> {
    model.page = Page::Desk;
    if !form.is_touched() {
        return Vec::new();
    }
    let draft = form.draft();
    model.draft = Some(draft.clone());
    model.say(Tone::Plain, model.text.desk.status.draft_kept);
    vec![Effect::SaveDraft(draft)]
}

fn discard(model: &mut Model) -> Vec<Effect> {
    let question = model.text.desk.dialog.confirm_discard.to_owned();
    let mut ask = Ask::new(question, vec![Effect::DeleteDraft]);
    ask.then = Then::DropForm;
    model.open(Overlay::Ask(ask));
    Vec::new()
}

/// A kind that exists in one direction only settles it.
fn settle_direction(model: &Model, form: &mut FormPage) {
    let kind = model.catalogue.as_ref().and_then(|c| c.kinds.get(form.sheet.value(KIND)));
    let Some(kind) = kind else { return };
    let now = Direction::from_word(form.sheet.value(DIRECTION));
    let possible: Vec<Direction> = kind.workflows.keys().copied().collect();
    if let (Some(first), false) = (possible.first(), now.is_some_and(|d| possible.contains(&d)))
        && let Some(entry) = form.sheet.entry_mut(DIRECTION)
    {
        entry.set(first.word());
    }
}

/// `left`: an entry was left, so that what is half typed may be called wrong.
fn remarks(model: &Model, form: &mut FormPage, left: bool) {
    let zone = partner_zone(model, form.sheet.value(PARTNER));
    let said = recognised(model, form.sheet.value(IDENTIFIERS), &zone).1;
    if let Some(entry) = form.sheet.entry_mut(IDENTIFIERS) {
        entry.remark = said;
    }
    let said = understood_time(model, form.sheet.value(RECEIVED));
    if let Some(entry) = form.sheet.entry_mut(RECEIVED) {
        entry.remark = said;
    }
    let internal = form.sheet.value(DIRECTION) == Direction::Internal.word();
    for key in [KIND, PARTNER, SUMMARY] {
        let Some(entry) = form.sheet.entry_mut(key) else { continue };
        if key == PARTNER {
            entry.required = !internal;
        }
        let typed = entry.value().to_owned();
        if entry.is_unsettled() && left {
            let said = (model.text.desk.status.not_a_choice)(&typed);
            entry.remark = Some(Remark::Bad(said));
        } else if !typed.is_empty() {
            entry.remark = None;
        }
    }
}

fn partner_zone(model: &Model, partner: &str) -> String {
    let country = model.catalogue.as_ref().and_then(|c| c.countries.get(partner));
    country.map_or_else(String::new, |country| country.zone.clone())
}

/// What a typed time is understood as.
pub fn understood_time(model: &Model, text: &str) -> Option<Remark> {
    if text.is_empty() {
        return None;
    }
    let at = value::instant(text, model.now, &model.zone)?;
    let left = at.duration_since(model.now).as_secs();
    let said = format::date_time(at, &model.zone, model.text.lang);
    let ago = format::ago(-left, model.text.lang);
    Some(Remark::Good(format!("{said}, {ago}")))
}

/// Identifiers in a dictated line, and what is to be said of them.
pub fn recognised(
    model: &Model,
    text: &str,
    partner_zone: &str,
) -> (Vec<Identifier>, Option<Remark>) {
    if text.is_empty() {
        return (Vec::new(), None);
    }
    let cx = CheckContext {
        now: model.now,
        our_zone: model.zone.clone(),
        partner_zone: TimeZoneDatabase::bundled().get(partner_zone).ok(),
        home: model.station.country.clone(),
        ..CheckContext::default()
    };
    let found = extract(text, &cx);
    if found.is_empty() {
        let said = model.text.desk.form.nothing_recognised.to_owned();
        return (Vec::new(), Some(Remark::Bad(said)));
    }
    let words = &model.text.desk.words;
    let name = |identifier: &Identifier| {
        let kinds = crate::domain::IdentifierKind::ALL;
        let index = kinds.iter().position(|k| *k == identifier.kind).unwrap_or_default();
        let kind = words.identifiers.get(index).copied().unwrap_or_default();
        let port = identifier.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{kind} {}{port}", identifier.value)
    };
    let names: Vec<String> = found.iter().map(|f| name(&f.identifier)).collect();
    let mut findings: Vec<_> = found.iter().flat_map(|f| &f.findings).collect();
    findings.sort_by_key(|finding| finding.level);
    let worst = findings.first().filter(|finding| finding.level != Level::Info);
    let remark = match worst {
        Some(finding) => {
            let why = model.text.checks.sentence(finding);
            Remark::Bad(format!("{}; {}: {why}", names.join(", "), finding.code))
        }
        None => Remark::Good(format!("{}: {}", names.join(", "), words.ok)),
    };
    (found.into_iter().map(|f| f.identifier).collect(), Some(remark))
}

fn submit(model: &mut Model, form: &mut FormPage) -> Vec<Effect> {
    if form.sent {
        return Vec::new();
    }
    settle_direction(model, form);
    let direction = Direction::from_word(form.sheet.value(DIRECTION)).unwrap_or(Direction::In);
    remarks(model, form, true);
    if let Some(wrong) = form.sheet.entries.iter().position(Entry::is_unsettled) {
        form.sheet.focus_on(wrong);
        return Vec::new();
    }
    if let Some(at) = form.sheet.first_missing() {
        let label = form.sheet.entries.get(at).map_or("", |entry| entry.label.as_str());
        model.say(Tone::Refused, (model.text.desk.status.field_missing)(label));
        let required = model.text.desk.form.required;
        if let Some(entry) = form.sheet.entries.get_mut(at) {
            entry.remark = Some(Remark::Bad(required.to_owned()));
        }
        form.sheet.focus_on(at);
        return Vec::new();
    }
    let Some(received) = received(model, form) else { return Vec::new() };
    if model.catalogue.is_none() {
        model.say(Tone::Refused, model.text.desk.status.not_yet);
        return Vec::new();
    }
    form.sent = true;
    let new = new_request(model, form, direction, received);
    let draft = Effect::SaveDraft(form.draft());
    model.pending += 1;
    vec![draft, Effect::Register(Box::new(new))]
}

fn received(model: &mut Model, form: &mut FormPage) -> Option<Timestamp> {
    let text = form.sheet.value(RECEIVED).to_owned();
    if text.is_empty() {
        return Some(form.opened);
    }
    let at = value::instant(&text, model.now, &model.zone);
    if at.is_none() {
        let said = (model.text.desk.status.not_a_time)(&text);
        if let Some(index) = form.sheet.entries.iter().position(|e| e.key == RECEIVED) {
            form.sheet.focus_on(index);
        }
        if let Some(entry) = form.sheet.entry_mut(RECEIVED) {
            entry.remark = Some(Remark::Bad(said.clone()));
        }
        model.say(Tone::Refused, said);
    }
    at
}

fn new_request(
    model: &Model,
    form: &FormPage,
    direction: Direction,
    received: Timestamp,
) -> NewRequest {
    let mut fields = BTreeMap::from([(RECEIVED.to_owned(), received.to_string())]);
    for key in [PARTNER, CHANNEL, THEIR_REF, URGENCY, SUMMARY] {
        let value = form.sheet.value(key);
        if !value.is_empty() {
            fields.insert(key.to_owned(), value.to_owned());
        }
    }
    let dictated = form.sheet.value(IDENTIFIERS).to_owned();
    let zone = partner_zone(model, form.sheet.value(PARTNER));
    let (identifiers, _) = recognised(model, &dictated, &zone);
    // What was dictated is evidence of its own: kept word for word where not all was understood.
    let notes = if dictated.is_empty() || !identifiers.is_empty() {
        Vec::new()
    } else {
        vec![(dictated, Audience::Internal)]
    };
    NewRequest { kind: form.sheet.value(KIND).to_owned(), direction, fields, identifiers, notes }
}

pub fn draw(form: &FormPage, model: &Model, frame: &mut Frame, body: Rect) {
    let pen = model.pen();
    let text = &pen.text.desk;
    let mut title = vec![pen.own(text.form.new_request, Role::Title)];
    if !form.kept.is_empty() && form.kept == form.draft() {
        let said = format!(" {} {}", pen.symbols().dash, text.status.draft_saved);
        title.push(pen.own(said, Role::Dim));
    }
    if form.sent {
        title.push(pen.own(format!(" {} {}", pen.symbols().dash, text.status.working), Role::Dim));
    }
    let inside = boxed::draw(frame, body, title, model.overlay.is_none(), &pen);
    sheet_view::draw(&form.sheet, frame, inside, &pen);
}
