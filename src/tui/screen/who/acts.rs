//! What an officer does with the contact under the cursor.

use std::sync::Arc;

use super::list::Row;
use super::{Shows, WhoPage, channels};
use crate::domain::directory::Purpose;
use crate::domain::{ChannelId, EntityId};
use crate::text::sanitise;
use crate::tui::action::Action;
use crate::tui::dialog::ask::Ask;
use crate::tui::dialog::pick::{Item, Pick, Purpose as PickFor};
use crate::tui::dialog::{Overlay, contact};
use crate::tui::model::{Effect, Model, Page, Tone};
use crate::tui::screen::call::{self, Whom};
use crate::view::ContactView;

/// Any action of the directory, from whatever page it is asked for.
pub fn perform(model: &mut Model, action: Action) -> Vec<Effect> {
    if !matches!(model.page, Page::Who(_)) {
        super::open(model);
        super::with(model, |page, _| page.typing = false);
    }
    match action {
        Action::Look => super::with(model, |page, _| page.typing = true),
        Action::Routes => super::with(model, |page, _| toggle_routes(page)),
        Action::Debt => super::with(model, toggle_debt),
        Action::NewContact => {
            let state = selected(model, |row| row.state().to_owned());
            contact::new(model, &state.unwrap_or_default());
        }
        action => return on_contact(model, action),
    }
    Vec::new()
}

fn toggle_routes(page: &mut WhoPage) {
    page.typing = false;
    page.top = 0;
    page.shows = match page.shows {
        Shows::Contacts => Shows::Routes { debt: false },
        Shows::Debt => Shows::Routes { debt: true },
        Shows::Routes { debt: true } => Shows::Debt,
        Shows::Routes { debt: false } => Shows::Contacts,
    };
}

pub fn toggle_debt(page: &mut WhoPage, model: &Model) {
    let contact = page.contact().map(|contact| contact.entity.clone());
    page.typing = false;
    page.in_card = false;
    page.list.forget();
    page.shows = if page.is_debt() { Shows::Contacts } else { Shows::Debt };
    if page.shows == Shows::Contacts {
        page.list.choose(contact);
    }
    page.relist(model, false);
}

fn selected<T>(model: &Model, of: impl FnOnce(&Row) -> T) -> Option<T> {
    match &model.page {
        Page::Who(page) => page.list.selected().map(of),
        _ => None,
    }
}

fn on_contact(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(contact) = selected(model, |row| row.contact().map(Arc::clone)).flatten() else {
        model.say(Tone::Refused, model.text.who_page.act.choose_first);
        return Vec::new();
    };
    match action {
        Action::CopyNumber => return copy(model, &contact),
        Action::Ping => ping(model, contact),
        Action::Verified => {
            let owed = owed(model);
            contact::verified(model, &contact, owed.as_deref());
        }
        Action::EditContact => contact::edit(model, &contact),
        Action::AddChannel => contact::add_channel(model, &contact),
        Action::CloseContact => contact::close(model, &contact),
        _ => {}
    }
    Vec::new()
}

/// Enter: goes through the numbers of the contact, or of the State.
pub fn call(model: &mut Model) -> Vec<Effect> {
    let whom = selected(model, |row| match row.contact() {
        Some(contact) => Whom::Contact(contact.entity.clone()),
        None => Whom::State(row.state().to_owned()),
    });
    match whom {
        Some(whom) => {
            let owed = owed(model);
            let effects = call::open(model, whom, None, Purpose::Talk);
            call::begin_with(model, owed.as_deref());
            effects
        }
        None => {
            model.say(Tone::Refused, model.text.who_page.act.choose_first);
            Vec::new()
        }
    }
}

/// Id of the channel under the cursor of the debt list.
fn owed(model: &Model) -> Option<String> {
    selected(model, |row| match row {
        Row::Owed(owed) => Some(owed.contact.channels.get(owed.channel)?.id.clone()),
        _ => None,
    })
    .flatten()
}

/// The channel that is owed a proof, or all that may be used, the one to try first first.
fn usable(model: &Model, contact: &Arc<ContactView>) -> Vec<usize> {
    let owed = selected(model, |row| match row {
        Row::Owed(owed) => Some(owed.channel),
        _ => None,
    });
    if let Some(Some(channel)) = owed {
        return vec![channel];
    }
    let (mut order, usable) = channels::in_order(contact, &model.pen());
    order.truncate(usable);
    order
}

fn copy(model: &mut Model, contact: &Arc<ContactView>) -> Vec<Effect> {
    let first = usable(model, contact).first().and_then(|&at| contact.channels.get(at));
    let Some(channel) = first else {
        model.say(Tone::Refused, model.text.who_page.act.no_number);
        return Vec::new();
    };
    let shown = channels::shown(channel);
    let value = sanitise::line(&channel.value).into_owned();
    model.say(Tone::Good, (model.text.desk.status.copied)(&shown));
    vec![Effect::Copy(value)]
}

fn ping(model: &mut Model, contact: Arc<ContactView>) {
    let places = usable(model, &contact);
    let channels: Vec<_> = places.iter().filter_map(|&at| contact.channels.get(at)).collect();
    match channels.as_slice() {
        [] => model.say(Tone::Refused, model.text.who_page.act.no_number),
        [one] => {
            let id = one.id.clone();
            ask_ping(model, &contact, &id);
        }
        many => {
            let kind = |channel| model.text.directory.kind(channel);
            let item = |channel: &&crate::view::directory::ChannelView| {
                Item::new(kind(channel.kind), channels::shown(channel))
            };
            let items = many.iter().map(item).collect();
            let ids = many.iter().map(|channel| channel.id.clone()).collect();
            let title = (model.text.who_page.act.pick_ping)(&contact.id);
            let purpose = PickFor::Ping(contact, ids);
            model.open(Overlay::Pick(Pick { title, items, cursor: 0, purpose }));
        }
    }
}

/// A test becomes a request, which cannot be taken back.
pub fn ask_ping(model: &mut Model, contact: &ContactView, channel: &str) {
    let of = contact.channels.iter().find(|known| known.id == channel);
    let ids = (contact.entity.parse::<EntityId>(), channel.parse::<ChannelId>());
    let (Some(of), (Ok(entity), Ok(channel))) = (of, ids) else { return };
    let text = &model.text.who_page.act;
    let question = (text.ask_ping)(&contact.id, &channels::shown(of));
    let mut ask = Ask::new(question, vec![Effect::Ping { contact: entity, channel }]);
    ask.lines = vec![text.ping_note.to_owned()];
    model.open(Overlay::Ask(ask));
}
