//! What is listed: contacts and States that answer to what is typed, or channels to be verified.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::SignedDuration;

use crate::tui::model::Model;
use crate::tui::screen::desk::scrolled;
use crate::view::debt::{Owed, debt};
use crate::view::lookup::Hit;
use crate::view::{ContactView, Directory, StateView};

/// Rows of one search; more than anybody scrolls through.
const MOST: usize = 2000;

pub enum Row {
    /// Without any contact.
    State(Arc<StateView>),
    Contact(Arc<ContactView>),
    Owed(Owed),
}

/// What a row is about, whatever its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    State(String),
    /// Its entity.
    Contact(String),
    /// Entity and id of the channel.
    Channel(String, String),
}

#[derive(Default)]
pub struct List {
    pub rows: Vec<Row>,
    /// There are more than are listed.
    pub cut: bool,
    pub top: usize,
    cursor: usize,
    /// What the cursor is on; found again when the rows change.
    chosen: Option<Chosen>,
    /// The entity of a contact that the cursor goes to when it is listed.
    awaited: Option<String>,
    /// The officer chose it: until then the cursor is on the best.
    moved: bool,
    /// What the rows were made of.
    of: Option<Arc<Directory>>,
}

impl Row {
    pub fn contact(&self) -> Option<&Arc<ContactView>> {
        match self {
            Row::State(_) => None,
            Row::Contact(contact) => Some(contact),
            Row::Owed(owed) => Some(&owed.contact),
        }
    }

    /// Code of the State.
    pub fn state(&self) -> &str {
        match self {
            Row::State(state) => &state.code,
            Row::Contact(contact) => &contact.state,
            Row::Owed(owed) => &owed.contact.state,
        }
    }

    fn is(&self, chosen: &Chosen) -> bool {
        match (self, chosen) {
            (Row::State(state), Chosen::State(code)) => state.code == *code,
            (Row::Contact(contact), Chosen::Contact(entity)) => contact.entity == *entity,
            (Row::Owed(owed), Chosen::Channel(entity, channel)) => {
                owed.contact.entity == *entity && channel_id(owed) == channel
            }
            _ => false,
        }
    }

    fn chosen(&self) -> Chosen {
        match self {
            Row::State(state) => Chosen::State(state.code.clone()),
            Row::Contact(contact) => Chosen::Contact(contact.entity.clone()),
            Row::Owed(owed) => {
                Chosen::Channel(owed.contact.entity.clone(), channel_id(owed).to_owned())
            }
        }
    }
}

fn channel_id(owed: &Owed) -> &str {
    owed.contact.channels.get(owed.channel).map_or("", |channel| &channel.id)
}

impl List {
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.cursor)
    }

    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether the rows are those of another directory than this.
    pub fn is_stale(&self, directory: &Arc<Directory>) -> bool {
        self.of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, directory))
    }

    pub fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.rows.len().saturating_sub(1));
        self.chosen = self.selected().map(Row::chosen);
        self.moved = true;
        self.awaited = None;
    }

    /// The cursor goes to this contact as soon as it is listed.
    pub fn await_contact(&mut self, entity: &str) {
        self.awaited = Some(entity.to_owned());
    }

    /// Puts the cursor on the first contact of a State, without holding it there.
    pub fn point_at(&mut self, state: &str) {
        if let Some(at) = self.rows.iter().position(|row| row.state() == state) {
            self.cursor = at;
            self.chosen = self.selected().map(Row::chosen);
        }
    }

    /// The next list begins at its best row.
    pub fn forget(&mut self) {
        self.moved = false;
        self.chosen = None;
        self.cursor = 0;
        self.top = 0;
    }

    /// Lists anew for what is typed. `typed`: it is not the same as before.
    pub fn search(&mut self, model: &Model, query: &str, typed: bool) {
        let directory = &model.directory;
        let (rows, cut) = if query.trim().is_empty() {
            (everything(directory), false)
        } else {
            let hits = model.index.find(directory, query, MOST);
            let cut = hits.len() >= MOST;
            (found(&hits, directory), cut)
        };
        self.cut = cut;
        self.take(rows, directory, typed);
    }

    /// Lists what is to be verified.
    pub fn owed(&mut self, model: &Model) {
        let limit = SignedDuration::from_hours(24 * i64::from(model.rules.verify_days));
        let rows = debt(&model.directory.contacts, model.now, limit);
        self.cut = false;
        self.take(rows.into_iter().map(Row::Owed).collect(), &model.directory, false);
    }

    /// Lists all again with the cursor on this contact.
    pub fn choose(&mut self, contact: Option<String>) {
        self.chosen = contact.map(Chosen::Contact);
    }

    fn take(&mut self, rows: Vec<Row>, of: &Arc<Directory>, typed: bool) {
        self.rows = rows;
        self.of = Some(Arc::clone(of));
        let awaited = self.awaited.clone().map(Chosen::Contact);
        let here = awaited.and_then(|one| self.rows.iter().position(|row| row.is(&one)));
        if let Some(at) = here {
            return self.move_to(at);
        }
        let chosen = self.chosen.as_ref().filter(|_| self.moved || !typed);
        let again = chosen.and_then(|chosen| self.rows.iter().position(|row| row.is(chosen)));
        match again {
            Some(at) => self.cursor = at,
            None if typed => {
                self.cursor = 0;
                self.moved = false;
            }
            None => self.cursor = self.cursor.min(self.rows.len().saturating_sub(1)),
        }
        self.chosen = self.selected().map(Row::chosen);
    }

    /// Brings the cursor into sight.
    pub fn scroll(&mut self, height: usize) {
        self.top = scrolled(self.top, self.cursor, self.rows.len(), height);
    }
}

/// All contacts by State, and States without any at their place between them.
fn everything(directory: &Directory) -> Vec<Row> {
    let mut rows = Vec::with_capacity(directory.contacts.len() + directory.states.len());
    let mut contacts = directory.contacts.iter().peekable();
    for state in &directory.states {
        let mut some = false;
        while let Some(contact) = contacts.next_if(|contact| contact.state <= state.code) {
            some |= contact.state == state.code;
            rows.push(Row::Contact(Arc::clone(contact)));
        }
        if !some {
            rows.push(Row::State(Arc::clone(state)));
        }
    }
    rows.extend(contacts.map(|contact| Row::Contact(Arc::clone(contact))));
    rows
}

/// Hits as rows. A State whose contacts are listed needs no row of its own.
fn found(hits: &[Hit], directory: &Directory) -> Vec<Row> {
    let contact = |hit: &Hit| directory.contacts.get(hit.contact?);
    let listed: HashSet<&str> = hits.iter().filter_map(contact).map(|c| c.state.as_str()).collect();
    let row = |hit: &Hit| match contact(hit) {
        Some(contact) => Some(Row::Contact(Arc::clone(contact))),
        None => {
            let state = directory.states.get(hit.state?)?;
            (!listed.contains(state.code.as_str())).then(|| Row::State(Arc::clone(state)))
        }
    };
    hits.iter().filter_map(row).collect()
}
