//! The directory: type-ahead, the card of the contact under the cursor, routes, verification debt.
//! Lists are made when something changes; drawing takes what is seen of them.

pub mod acts;
mod card;
mod channels;
mod draw;
mod flow;
mod list;
mod routes;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};

use self::list::List;
use crate::tui::action::{Action, Scope};
use crate::tui::layout;
use crate::tui::model::{Effect, Model, Page};
use crate::tui::partners::Partners;
use crate::tui::widget::field::Field;
use crate::view::{ContactView, StateView};

pub use draw::draw;

pub struct WhoPage {
    field: Field,
    /// Keys are text.
    typing: bool,
    list: List,
    shows: Shows,
    /// The keys scroll the card, not the list.
    in_card: bool,
    /// The first line of the card, or of the routes, that is seen.
    top: usize,
    /// What Esc returns to.
    pub back: Box<Page>,
}

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Contacts,
    Debt,
    /// The routes with the State under the cursor; whether of the debt list.
    Routes {
        debt: bool,
    },
}

impl WhoPage {
    pub fn wants_text(&self) -> bool {
        self.typing
    }

    fn contact(&self) -> Option<&Arc<ContactView>> {
        self.list.selected()?.contact()
    }

    fn is_debt(&self) -> bool {
        matches!(self.shows, Shows::Debt | Shows::Routes { debt: true })
    }

    fn is_routes(&self) -> bool {
        matches!(self.shows, Shows::Routes { .. })
    }

    fn relist(&mut self, model: &Model, typed: bool) {
        if self.is_debt() {
            self.list.owed(model);
        } else {
            self.list.search(model, self.field.text(), typed);
        }
    }

    /// What is typed has changed.
    fn retyped(&mut self, model: &Model) {
        self.top = 0;
        self.relist(model, true);
    }

    fn areas(&self, model: &Model) -> draw::Areas {
        let body = layout::frame(model.size, model.stale.is_some()).body;
        draw::areas(body, self.list.rows.len())
    }

    /// Brings the lists into agreement with the directory, and what is seen of them with the size.
    pub fn settle(&mut self, model: &Model) {
        if self.list.is_stale(&model.directory) {
            self.relist(model, false);
        }
        let areas = self.areas(model);
        self.list.scroll(usize::from(areas.rows.height));
        let (area, lines) = if self.is_routes() {
            (areas.routes, routes::lines(self, model, areas.routes))
        } else {
            (areas.card, card::lines(self, model, areas.card))
        };
        let height = usize::from(layout::inner(area).height);
        self.top = self.top.min(lines.len().saturating_sub(height));
    }

    /// Moves the eye: in the list, or through the card or the routes.
    fn go(&mut self, action: Action, model: &Model) {
        let areas = self.areas(model);
        let in_pane = self.in_card || self.is_routes();
        let (at, height) = match in_pane {
            true if self.is_routes() => (self.top, areas.routes.height.saturating_sub(2)),
            true => (self.top, areas.card.height.saturating_sub(2)),
            false => (self.list.cursor(), areas.rows.height),
        };
        let page = usize::from(height).max(1);
        let to = match action {
            Action::Up => at.saturating_sub(1),
            Action::Down => at.saturating_add(1),
            Action::PageUp => at.saturating_sub(page),
            Action::PageDown => at.saturating_add(page),
            Action::HalfUp => at.saturating_sub(page / 2),
            Action::HalfDown => at.saturating_add(page / 2),
            Action::First => 0,
            Action::Last => usize::MAX,
            _ => return,
        };
        if in_pane {
            self.top = to;
        } else {
            self.list.move_to(to);
            self.top = 0;
        }
    }
}

/// The State with this code; States stand in the order of their codes.
pub fn state<'a>(model: &'a Model, code: &str) -> Option<&'a Arc<StateView>> {
    let states = &model.directory.states;
    let at = states.binary_search_by(|state| state.code.as_str().cmp(code)).ok()?;
    states.get(at)
}

/// The State under the cursor that has no contact.
pub fn lone_state(model: &Model) -> Option<&StateView> {
    let Page::Who(page) = &model.page else { return None };
    match page.list.selected()? {
        list::Row::State(state) => Some(state),
        _ => None,
    }
}

/// Changes the page where it is the directory's.
fn with(model: &mut Model, change: impl FnOnce(&mut WhoPage, &Model)) {
    match std::mem::replace(&mut model.page, Page::Desk) {
        Page::Who(mut page) => {
            change(&mut page, model);
            model.page = Page::Who(page);
        }
        other => model.page = other,
    }
}

/// Opens the directory over the present page, at the partner that it is about. Where it is open
/// already, a new look-up begins.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let partner = model.subject().map(|view| view.partner.clone());
    match std::mem::replace(&mut model.page, Page::Desk) {
        Page::Who(mut page) => {
            page.field.set("");
            page.typing = true;
            page.in_card = false;
            page.shows = Shows::Contacts;
            page.retyped(model);
            model.page = Page::Who(page);
        }
        back => {
            let mut page = WhoPage {
                field: Field::with(""),
                typing: true,
                list: List::default(),
                shows: Shows::Contacts,
                in_card: false,
                top: 0,
                back: Box::new(back),
            };
            page.relist(model, false);
            if let Some(partner) = partner.filter(|code| !code.is_empty()) {
                page.list.point_at(&partner);
            }
            model.page = Page::Who(Box::new(page));
        }
    }
    Vec::new()
}

/// The directory is here, or another one than before. Pages list it anew as they settle.
pub fn on_directory(model: &mut Model, partners: Partners) {
    model.directory = partners.directory;
    model.index = partners.index;
    model.zones.extend(partners.zones);
}

/// A new contact is in the record: puts the cursor on it as soon as the directory has it.
pub fn show_new(model: &mut Model, entity: &str) {
    with(model, |page, model| {
        page.field.set("");
        page.typing = false;
        page.in_card = false;
        page.shows = Shows::Contacts;
        page.list.await_contact(entity);
        page.retyped(model);
    });
}

pub fn key(model: &mut Model, page: Box<WhoPage>, key: &KeyEvent) -> Vec<Effect> {
    if page.typing {
        return typed(model, page, key);
    }
    model.page = Page::Who(page);
    let scopes = [Scope::Who, Scope::Move, Scope::Everywhere];
    match model.keymap.action(&scopes, key) {
        None => Vec::new(),
        Some(action) if action.scope() == Scope::Move => moved(model, action),
        Some(action) => model.perform(action),
    }
}

/// Text goes into the field; the list stays within reach of the arrows.
fn typed(model: &mut Model, mut page: Box<WhoPage>, key: &KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Enter => page.typing = false,
        KeyCode::Tab => {
            page.typing = false;
            page.in_card = true;
            page.top = 0;
        }
        KeyCode::Esc if page.field.text().is_empty() => return leave(model, *page),
        KeyCode::Esc => {
            page.field.set("");
            page.retyped(model);
        }
        KeyCode::Up => page.go(Action::Up, model),
        KeyCode::Down => page.go(Action::Down, model),
        KeyCode::PageUp => page.go(Action::PageUp, model),
        KeyCode::PageDown => page.go(Action::PageDown, model),
        _ => {
            let before = page.field.text().to_owned();
            if !page.field.key(key) {
                let action = model.keymap.action(&[Scope::Everywhere], key);
                model.page = Page::Who(page);
                return action.map(|action| model.perform(action)).unwrap_or_default();
            }
            if before != page.field.text() {
                page.retyped(model);
            }
        }
    }
    model.page = Page::Who(page);
    Vec::new()
}

/// A paste is text like any other.
pub fn paste(model: &mut Model, text: &str) {
    with(model, |page, model| {
        page.field.insert(text.trim());
        page.retyped(model);
    });
}

fn moved(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Open => return acts::call(model),
        Action::Back => return back(model),
        Action::NextPane | Action::PreviousPane => with(model, |page, _| {
            page.in_card = !page.in_card && !page.is_routes();
            page.top = 0;
        }),
        action => with(model, |page, model| page.go(action, model)),
    }
    Vec::new()
}

/// One level back: from the routes, from the card, from the debt, from what is typed, from the page.
fn back(model: &mut Model) -> Vec<Effect> {
    let Page::Who(mut page) = std::mem::replace(&mut model.page, Page::Desk) else {
        return Vec::new();
    };
    match page.shows {
        Shows::Routes { debt } => {
            page.shows = if debt { Shows::Debt } else { Shows::Contacts };
            page.top = 0;
        }
        _ if page.in_card => {
            page.in_card = false;
            page.top = 0;
        }
        Shows::Debt => acts::toggle_debt(&mut page, model),
        Shows::Contacts if page.field.text().is_empty() => return leave(model, *page),
        Shows::Contacts => {
            page.field.set("");
            page.retyped(model);
        }
    }
    model.page = Page::Who(page);
    Vec::new()
}

/// Back to where it was opened from, as that is now.
fn leave(model: &mut Model, page: WhoPage) -> Vec<Effect> {
    model.return_to(*page.back)
}
