//! Calling a partner, number by number: one number big, one key for what became of it. The number
//! in hand is held by contact and channel, never by its place.

mod digits;
mod draw;
mod ladder;
mod panel;
pub mod question;
mod sender;

use std::sync::Arc;

use crossterm::event::KeyEvent;

use self::ladder::{Fate, Rung};
use crate::domain::directory::{CallWish, Outcome, Purpose};
use crate::domain::{ChannelId, Direction, EntityId};
use crate::tui::action::{Action, Scope};
use crate::tui::dialog::contact;
use crate::tui::model::{Effect, Model, Page, Tone, entity};
use crate::view::directory::StateView;
use crate::view::{ContactView, Directory, RequestView};

pub use draw::draw;
pub use ladder::of_state;
pub use panel::opening;

pub struct CallPage {
    /// The request it is about.
    pub request: Option<Arc<RequestView>>,
    pub purpose: Purpose,
    /// Alpha-2 of the State that is called.
    state: String,
    /// As the directory names it; `None` where it does not know the State.
    named: Option<Arc<StateView>>,
    /// The contact to begin with.
    first: Option<String>,
    rungs: Vec<Rung>,
    /// Place of the rung in hand; behind the last one: the ladder is walked.
    at: usize,
    /// Given to the desk, not answered yet.
    pending: Option<Wanted>,
    /// The last that was said not to be recorded. An answer that comes after all still counts.
    failed: Option<Wanted>,
    log: Vec<Outcome>,
    /// What the message says of its sender's numbers.
    sender: Vec<sender::Said>,
    /// The directory that the rungs are of.
    seen: Arc<Directory>,
    /// What Esc returns to.
    pub back: Box<Page>,
}

/// Whom to call.
pub enum Whom {
    /// One contact first (its entity's hex), then the others of its State.
    Contact(String),
    /// The contacts of a State, in order of their roles.
    State(String),
}

/// An outcome on its way into the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Hex.
    pub contact: String,
    pub channel: String,
    pub outcome: Outcome,
}

/// Opens the ladder over the present page.
pub fn open(
    model: &mut Model,
    whom: Whom,
    request: Option<EntityId>,
    purpose: Purpose,
) -> Vec<Effect> {
    let directory = Arc::clone(&model.directory);
    let (state, first) = match whom {
        Whom::State(state) => (state, None),
        Whom::Contact(entity) => {
            let found = directory.contacts.iter().find(|contact| contact.entity == entity);
            (found.map(|contact| contact.state.clone()).unwrap_or_default(), Some(entity))
        }
    };
    let of = |id: EntityId| {
        let hex = id.to_string();
        let subject = model.subject().filter(|view| view.entity == hex);
        subject.or_else(|| model.board.find(&hex).map(Arc::clone))
    };
    let request = request.and_then(of);
    let sender = request.as_ref().map(|view| sender::said(view, &directory)).unwrap_or_default();
    let contacts = ladder::fellows(&directory, &state, first.as_deref());
    let find = |name: &str| model.zones.get(name).cloned();
    let rungs = ladder::rungs(&contacts, first.as_deref(), model.now, &find);
    // Only what is written is left where there is no number.
    let at = if rungs.first().is_some_and(|rung| rung.voice) { 0 } else { rungs.len() };
    let back = Box::new(std::mem::replace(&mut model.page, Page::Desk));
    model.gate.opened(model.at_ms);
    model.page = Page::Call(Box::new(CallPage {
        request,
        purpose,
        named: state_of(&directory, &state),
        state,
        first,
        rungs,
        at,
        pending: None,
        failed: None,
        log: Vec::new(),
        sender,
        seen: directory,
        back,
    }));
    Vec::new()
}

/// Puts this channel of the contact in hand: the one that is owed a proof.
pub fn begin_with(model: &mut Model, channel: Option<&str>) {
    let (Page::Call(page), Some(channel)) = (&mut model.page, channel) else { return };
    let first = page.first.as_deref().unwrap_or_default();
    if let Some(at) = page.rungs.iter().position(|rung| rung.is(first, channel)) {
        page.at = at;
    }
}

/// `c` and `v` on a request: its partner, by the directory.
pub fn about(model: &mut Model, view: &RequestView, action: Action) -> Vec<Effect> {
    let text = model.text.call;
    if view.partner.is_empty() {
        model.say(Tone::Refused, text.page.no_partner);
        return Vec::new();
    }
    let purpose = match action {
        Action::CallBack if view.direction == Direction::Out => {
            model.say(Tone::Refused, text.back.ours);
            return Vec::new();
        }
        Action::CallBack => Purpose::Authenticity,
        _ => Purpose::Talk,
    };
    open(model, Whom::State(view.partner.clone()), entity(view), purpose)
}

/// States stand in the order of their codes.
pub fn state_of(directory: &Directory, code: &str) -> Option<Arc<StateView>> {
    let at = directory.states.binary_search_by(|state| state.code.as_str().cmp(code)).ok()?;
    directory.states.get(at).map(Arc::clone)
}

impl CallPage {
    /// Something said of a number may still come into the record.
    pub fn waits(&self) -> bool {
        self.pending.is_some() || self.failed.is_some()
    }

    fn rung(&self) -> Option<&Rung> {
        self.rungs.get(self.at)
    }

    fn rung_mut(&mut self, of: &Wanted) -> Option<&mut Rung> {
        self.rungs.iter_mut().find(|rung| rung.is(&of.contact, &of.channel))
    }

    fn has_numbers(&self) -> bool {
        self.rungs.iter().any(|rung| rung.voice)
    }

    fn go_on(&mut self) {
        self.at = ladder::next(&self.rungs, self.at).unwrap_or(self.rungs.len());
    }
}

pub fn key(
    model: &mut Model,
    mut page: Box<CallPage>,
    key: &KeyEvent,
    may_act: bool,
) -> Vec<Effect> {
    let scopes = [Scope::Call, Scope::Move, Scope::Everywhere];
    let Some(action) = model.keymap.action(&scopes, key) else {
        model.page = Page::Call(page);
        return Vec::new();
    };
    let last = page.rungs.len();
    match action {
        Action::Back | Action::ShowDesk => return end(model, *page, action),
        Action::Skip => skip(model, &mut page),
        Action::Up => page.at = page.at.saturating_sub(1),
        Action::Down => page.at = (page.at + 1).min(last),
        Action::First | Action::PageUp | Action::HalfUp => page.at = 0,
        Action::Last | Action::PageDown | Action::HalfDown => page.at = last,
        Action::Open if !page.has_numbers() => {
            let state = page.state.clone();
            model.page = Page::Call(page);
            contact::new(model, &state);
            return Vec::new();
        }
        action if action.scope() == Scope::Everywhere => {
            model.page = Page::Call(page);
            return model.perform(action);
        }
        action => {
            let effects = match outcome(action) {
                Some(_) if !may_act => {
                    model.refuse_key();
                    Vec::new()
                }
                Some(outcome) => tried(model, &mut page, outcome),
                None => Vec::new(),
            };
            model.page = Page::Call(page);
            return effects;
        }
    }
    model.page = Page::Call(page);
    Vec::new()
}

fn outcome(action: Action) -> Option<Outcome> {
    match action {
        Action::Answered => Some(Outcome::Answered),
        Action::Busy => Some(Outcome::Busy),
        Action::NoAnswer => Some(Outcome::NoAnswer),
        Action::WrongNumber => Some(Outcome::Wrong),
        Action::RefusedCall => Some(Outcome::Refused),
        _ => None,
    }
}

/// What is written is answered in writing, or comes back.
fn in_writing(outcome: Outcome) -> Option<Outcome> {
    match outcome {
        Outcome::Answered => Some(Outcome::Replied),
        Outcome::Wrong => Some(Outcome::Bounced),
        Outcome::Busy => None,
        outcome => Some(outcome),
    }
}

fn skip(model: &mut Model, page: &mut CallPage) {
    let at = page.at;
    let Some(rung) = page.rungs.get_mut(at) else {
        return model.say(Tone::Refused, model.text.call.page.no_number);
    };
    if rung.fate == Fate::Untried {
        rung.fate = Fate::Skipped;
    }
    page.go_on();
}

/// An outcome was given for the rung in hand.
fn tried(model: &mut Model, page: &mut CallPage, outcome: Outcome) -> Vec<Effect> {
    let text = &model.text.call.page;
    let refused = match page.rung() {
        _ if page.pending.is_some() => text.wait,
        None => text.no_number,
        Some(rung) if rung.gone => text.gone,
        Some(rung) if !rung.voice && in_writing(outcome).is_none() => text.no_sense,
        Some(rung) => {
            let outcome = if rung.voice { Some(outcome) } else { in_writing(outcome) };
            let wanted = outcome.map(|outcome| Wanted {
                contact: rung.contact.entity.clone(),
                channel: rung.channel.clone(),
                outcome,
            });
            return wanted.map(|wanted| settled(model, page, wanted)).unwrap_or_default();
        }
    };
    model.say(Tone::Refused, refused);
    Vec::new()
}

/// An answer asks for its note, and a call-back for what was said of the request.
fn settled(model: &mut Model, page: &mut CallPage, wanted: Wanted) -> Vec<Effect> {
    let stays = matches!(wanted.outcome, Outcome::Answered | Outcome::Replied);
    if !stays {
        return log(model, page, wanted, String::new(), None);
    }
    match &page.request {
        Some(request) if page.purpose == Purpose::Authenticity => {
            let id = request.id.clone();
            question::open(model, wanted, &id);
        }
        _ => {
            let name = page.rung().map(|rung| name(&rung.contact, model)).unwrap_or_default();
            contact::call_note(model, wanted, None, &name);
        }
    }
    Vec::new()
}

fn name(contact: &ContactView, model: &Model) -> String {
    let name = if contact.acronym.is_empty() {
        contact.name.get(model.text.lang)
    } else {
        &contact.acronym
    };
    name.to_owned()
}

/// The note of an answered call is written: logs it.
pub fn answered(
    model: &mut Model,
    wanted: Wanted,
    confirmed: Option<bool>,
    note: String,
) -> Vec<Effect> {
    match std::mem::replace(&mut model.page, Page::Desk) {
        Page::Call(mut page) => {
            let effects = log(model, &mut page, wanted, note, confirmed);
            model.page = Page::Call(page);
            effects
        }
        other => {
            model.page = other;
            Vec::new()
        }
    }
}

fn log(
    model: &mut Model,
    page: &mut CallPage,
    wanted: Wanted,
    note: String,
    confirmed: Option<bool>,
) -> Vec<Effect> {
    let ids = (wanted.contact.parse::<EntityId>(), wanted.channel.parse::<ChannelId>());
    let (Ok(contact), Ok(channel)) = ids else { return Vec::new() };
    let rung = page.rungs.iter().find(|rung| rung.is(&wanted.contact, &wanted.channel));
    let Some(rung) = rung else { return Vec::new() };
    let number = rung.view().map(panel::shown).unwrap_or_default();
    let word = model.text.directory.outcome(wanted.outcome);
    let said = (model.text.call.page.said)(word, &name(&rung.contact, model), &number);
    let outcome = wanted.outcome;
    page.failed = None;
    page.pending = Some(wanted);
    let request = page.request.as_deref().and_then(entity);
    let wish = CallWish { channel, outcome, purpose: page.purpose, note, confirmed };
    model.send(vec![Effect::Call { contact, request, wish, said }])
}

/// An act on the directory is recorded.
pub fn contacted(model: &mut Model, contact: &Arc<ContactView>) {
    let at_ms = model.at_ms;
    // Another page may have been opened over it meanwhile.
    let Some(page) = model.page.call_waiting() else { return };
    for rung in page.rungs.iter_mut().filter(|rung| rung.contact.entity == contact.entity) {
        rung.contact = Arc::clone(contact);
    }
    let ours = |wanted: &Wanted| wanted.contact == contact.entity;
    let wanted = match page.pending.take() {
        Some(wanted) if ours(&wanted) => wanted,
        other => {
            page.pending = other;
            match page.failed.take() {
                Some(wanted) if ours(&wanted) => wanted,
                other => return page.failed = other,
            }
        }
    };
    page.log.push(wanted.outcome);
    if let Some(rung) = page.rung_mut(&wanted) {
        rung.fate = Fate::Logged(wanted.outcome);
    }
    let in_hand = page.rung().is_some_and(|rung| rung.is(&wanted.contact, &wanted.channel));
    let stays = matches!(wanted.outcome, Outcome::Answered | Outcome::Replied);
    if in_hand && !stays {
        page.go_on();
        // A key held down must not answer for the next number.
        model.gate.opened(at_ms);
    }
}

/// Nothing was recorded: the rung stays, and so does the officer.
pub fn not_logged(model: &mut Model) {
    if let Some(page) = model.page.call_waiting()
        && let Some(wanted) = page.pending.take()
    {
        page.failed = Some(wanted);
    }
}

/// Follows a directory that has changed since the last look.
pub fn settle(model: &mut Model) {
    let Page::Call(page) = &mut model.page else { return };
    if Arc::ptr_eq(&page.seen, &model.directory) {
        return;
    }
    page.seen = Arc::clone(&model.directory);
    let held = page.rung().map(|rung| (rung.contact.entity.clone(), rung.channel.clone()));
    let had_none = page.rungs.is_empty();
    let first = page.first.as_deref();
    let contacts = ladder::fellows(&page.seen, &page.state, first);
    let zones = &model.zones;
    let fresh = ladder::rungs(&contacts, first, model.now, &|name| zones.get(name).cloned());
    ladder::renew(&mut page.rungs, &contacts, fresh);
    page.named = state_of(&page.seen, &page.state);
    let place = held.and_then(|(contact, channel)| {
        page.rungs.iter().position(|rung| rung.is(&contact, &channel))
    });
    page.at = match place {
        Some(at) => at,
        None if had_none => 0,
        None => page.rungs.len(),
    };
}

/// Esc: says what was logged, and shows what the page below has become.
fn end(model: &mut Model, page: CallPage, action: Action) -> Vec<Effect> {
    let text = &model.text.call.page;
    if page.pending.is_some() {
        let said = text.wait;
        model.page = Page::Call(Box::new(page));
        model.say(Tone::Refused, said);
        return Vec::new();
    }
    let words: Vec<&str> =
        page.log.iter().map(|outcome| model.text.directory.outcome(*outcome)).collect();
    if words.is_empty() {
        model.say(Tone::Plain, text.ended_empty);
    } else {
        model.say(Tone::Good, (text.ended)(words.len(), &words.join(", ")));
    }
    if action == Action::ShowDesk {
        model.page = *page.back;
        return model.show_desk();
    }
    model.return_to(*page.back)
}
