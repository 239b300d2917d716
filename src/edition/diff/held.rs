//! The contacts that are held, by everything an edition may find them by.

use std::collections::{HashMap, HashSet};

use crate::domain::EntityId;
use crate::domain::directory::{Contact, Role};
use crate::domain::fold::folded;
use crate::edition::{Edition, MatchedBy, Proposed};

pub struct Held<'a> {
    pub contacts: &'a [Contact],
    entities: HashMap<EntityId, usize>,
    keys: HashMap<(&'a str, &'a str), usize>,
    names: HashMap<(&'a str, String), Vec<usize>>,
    /// Numbers and addresses of open contacts, of any kind.
    values: HashMap<&'a str, Vec<usize>>,
    roles: HashMap<(&'a str, Role), Vec<usize>>,
}

type Way<'a> = fn(&Held<'a>, &Proposed, &HashSet<usize>) -> Option<usize>;

/// A name as it is compared.
fn plain(name: &str) -> String {
    let words: Vec<String> = folded(name).split_whitespace().map(str::to_owned).collect();
    words.join(" ")
}

impl<'a> Held<'a> {
    pub fn new(contacts: &'a [Contact]) -> Self {
        let mut held = Self {
            contacts,
            entities: HashMap::new(),
            keys: HashMap::new(),
            names: HashMap::new(),
            values: HashMap::new(),
            roles: HashMap::new(),
        };
        for (at, contact) in contacts.iter().enumerate() {
            held.entities.insert(contact.entity, at);
            let (series, key) = (contact.field("series"), contact.field("key"));
            if !key.is_empty() {
                held.keys.entry((series, key)).or_insert(at);
            }
            if !contact.is_closed() {
                held.open(at, contact);
            }
        }
        held
    }

    fn open(&mut self, at: usize, contact: &'a Contact) {
        let state = contact.state();
        for name in ["name", "name_fr", "name_ar"].map(|key| contact.field(key)) {
            if !name.is_empty() {
                self.names.entry((state, plain(name))).or_default().push(at);
            }
        }
        for channel in contact.channels.iter().filter(|c| c.kind.is_guarded()) {
            self.values.entry(channel.value.as_str()).or_default().push(at);
        }
        for role in contact.roles() {
            self.roles.entry((state, role)).or_default().push(at);
        }
    }

    /// An open contact with a number or address, but one.
    pub fn sharing(&self, value: &str, but: EntityId) -> Option<&'a Contact> {
        self.find(self.values.get(value), but)
    }

    /// An open contact of a State with a role, but one.
    pub fn with_role(&self, state: &str, role: Role, but: EntityId) -> Option<&'a Contact> {
        self.find(self.roles.get(&(state, role)), but)
    }

    fn find(&self, places: Option<&Vec<usize>>, but: EntityId) -> Option<&'a Contact> {
        let mut contacts = places?.iter().filter_map(|at| self.contacts.get(*at));
        contacts.find(|contact| contact.entity != but)
    }

    /// Who is who: for each contact of the edition its place here, and how it was found. The surest
    /// ways go first, so that nobody is taken by a weaker likeness to another.
    pub fn matched(&self, edition: &Edition) -> Vec<Option<(usize, MatchedBy)>> {
        let mut found: Vec<Option<(usize, MatchedBy)>> = vec![None; edition.contacts.len()];
        let mut taken = HashSet::new();
        let ways: [(MatchedBy, Way<'a>); 3] = [
            (MatchedBy::Key, Self::by_key),
            (MatchedBy::Name, Self::by_name),
            (MatchedBy::Channel, Self::by_channel),
        ];
        for (by, way) in ways {
            for (proposed, place) in edition.contacts.iter().zip(&mut found) {
                // The key says who it is, also of one that is taken: it is told as doubled.
                if place.is_none()
                    && let Some(at) = way(self, proposed, &taken)
                {
                    taken.insert(at);
                    *place = Some((at, by));
                }
            }
        }
        found
    }

    fn by_key(&self, proposed: &Proposed, _: &HashSet<usize>) -> Option<usize> {
        let entity = self.entities.get(&proposed.entity);
        let (series, key) = (proposed.field("series"), proposed.field("key"));
        let key = || if key.is_empty() { None } else { self.keys.get(&(series, key)) };
        entity.or_else(key).copied()
    }

    fn by_name(&self, proposed: &Proposed, taken: &HashSet<usize>) -> Option<usize> {
        let name = proposed.field("name");
        if name.is_empty() {
            return None;
        }
        let places = self.names.get(&(proposed.field("state"), plain(name)))?;
        self.only(places, proposed, taken)
    }

    fn by_channel(&self, proposed: &Proposed, taken: &HashSet<usize>) -> Option<usize> {
        let guarded = proposed.channels.iter().filter(|channel| channel.kind.is_guarded());
        let values = guarded.filter_map(|channel| channel.fields.get("value"));
        let mut found =
            values.filter_map(|value| self.only(self.values.get(value.as_str())?, proposed, taken));
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// The one of them that nobody has taken, is of the same State and has a role in common.
    fn only(&self, places: &[usize], proposed: &Proposed, taken: &HashSet<usize>) -> Option<usize> {
        let (state, roles) = (proposed.field("state"), proposed.field("role"));
        let fits = |contact: &Contact| {
            let same = state.is_empty() || contact.state() == state;
            let mut own = contact.roles().into_iter();
            same && (roles.is_empty() || own.any(|role| has(roles, role)))
        };
        let mut fitting = places
            .iter()
            .copied()
            .filter(|at| !taken.contains(at) && self.contacts.get(*at).is_some_and(fits));
        let first = fitting.next()?;
        fitting.all(|other| other == first).then_some(first)
    }
}

fn has(roles: &str, role: Role) -> bool {
    roles.split(',').any(|word| word.trim() == role.word())
}
