//! The directory as the worker hands it to the screen: with every zone that it names, so that the
//! screen tells the hour anywhere without reading a disk, and folded once for looking up.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::view::lookup::Index;
use crate::view::{ContactView, Directory};

#[derive(Debug, Clone, Default)]
pub struct Partners {
    pub directory: Arc<Directory>,
    /// By the names that States, contacts and channels use; an unknown name is left out.
    pub zones: HashMap<String, TimeZone>,
    pub index: Arc<Index>,
}

/// What a desk has settled for its directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// A channel whose last proof is older, in days, is owed one.
    pub verify_days: u32,
    /// What is dialled from here before a country code; empty: numbers with `+`.
    pub dial_prefix: String,
}

impl Default for Rules {
    fn default() -> Self {
        Self { verify_days: 120, dial_prefix: String::new() }
    }
}

impl Partners {
    /// `known` has the zones of an earlier directory: only new names are looked up in `zone`.
    pub fn new(
        directory: Directory,
        known: &HashMap<String, TimeZone>,
        zone: impl Fn(&str) -> Option<TimeZone>,
    ) -> Self {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        names.extend(directory.states.iter().map(|state| state.zone.as_str()));
        for contact in &directory.contacts {
            names.insert(&contact.zone);
            names.extend(contact.channels.iter().map(|channel| channel.zone.as_str()));
        }
        let found = |name: &str| known.get(name).cloned().or_else(|| zone(name));
        let zones = names
            .into_iter()
            .filter(|name| !name.is_empty())
            .filter_map(|name| Some((name.to_owned(), found(name)?)))
            .collect();
        let index = Arc::new(Index::new(&directory));
        Self { directory: Arc::new(directory), zones, index }
    }

    /// The same with one contact as it is now. `None` where it is not there, or where its place
    /// among the others may be another: then all must be read again.
    pub fn with(
        &self,
        contact: &Arc<ContactView>,
        zone: impl Fn(&str) -> Option<TimeZone>,
    ) -> Option<Self> {
        let all = &self.directory.contacts;
        let at = all.iter().position(|old| old.entity == contact.entity)?;
        let old = all.get(at)?;
        let place =
            |of: &ContactView| (of.closed, of.state.clone(), of.roles.clone(), of.name.en.clone());
        if contact.closed || place(old) != place(contact) {
            return None;
        }
        let sought = |of: &ContactView| {
            let kinds: Vec<_> = of.channels.iter().map(|channel| channel.kind).collect();
            (of.search_text(None), of.acronym.clone(), kinds)
        };
        let mut directory = Directory::clone(&self.directory);
        let found_alike = sought(old) == sought(contact);
        if let Some(slot) = directory.contacts.get_mut(at) {
            *slot = Arc::clone(contact);
        }
        let index = match found_alike {
            true => Arc::clone(&self.index),
            false => Arc::new(Index::new(&directory)),
        };
        let mut zones = self.zones.clone();
        let own = contact.channels.iter().map(|channel| &channel.zone).chain([&contact.zone]);
        for name in own.filter(|name| !name.is_empty()) {
            if !zones.contains_key(name)
                && let Some(zone) = zone(name)
            {
                zones.insert(name.clone(), zone);
            }
        }
        Some(Self { directory: Arc::new(directory), zones, index })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(entity: &str, name: &str) -> ContactView {
        let mut contact = ContactView { entity: entity.to_owned(), ..ContactView::default() };
        contact.state = "FR".to_owned();
        contact.name.en = name.to_owned();
        contact
    }

    fn partners() -> Partners {
        let contacts = [contact("01", "Alpha"), contact("02", "Beta")];
        let directory = Directory { states: Vec::new(), contacts: contacts.map(Arc::new).to_vec() };
        Partners::new(directory, &HashMap::new(), |_| None)
    }

    #[test]
    fn one_contact_is_replaced_where_it_stands_and_found_by_what_it_has_become() {
        let before = partners();
        let mut changed = contact("02", "Beta");
        changed.hours = "24/7".to_owned();
        let after = before.with(&Arc::new(changed.clone()), |_| None).unwrap();
        assert_eq!(after.directory.contacts[1].hours, "24/7");
        assert!(Arc::ptr_eq(&after.index, &before.index), "nothing that is looked for has changed");
        assert!(Arc::ptr_eq(&after.directory.contacts[0], &before.directory.contacts[0]));
        changed.city = "Nanterre".to_owned();
        changed.zone = "Europe/Paris".to_owned();
        let after = after.with(&Arc::new(changed), |_| Some(TimeZone::UTC)).unwrap();
        assert!(after.zones.contains_key("Europe/Paris"));
        let hits = after.index.find(&after.directory, "nant", 5);
        assert_eq!(hits.first().and_then(|hit| hit.contact), Some(1));
    }

    #[test]
    fn what_may_stand_elsewhere_is_read_again() {
        let before = partners();
        let read_again = |contact: ContactView| before.with(&Arc::new(contact), |_| None).is_none();
        assert!(read_again(contact("03", "Gamma")));
        assert!(read_again(contact("02", "Aardvark")));
        assert!(read_again(ContactView { closed: true, ..contact("02", "Beta") }));
        assert!(read_again(ContactView { state: "DE".to_owned(), ..contact("02", "Beta") }));
    }
}
