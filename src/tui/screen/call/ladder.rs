//! The rungs of a call: numbers first, then what is reached in writing. Their order is that of the
//! moment the call began; a directory that changes meanwhile changes rungs, never their places.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::directory::{Outcome, Role};
use crate::view::directory::ChannelView;
use crate::view::ladder::{self, Opening, Zones};
use crate::view::{ContactView, Directory};

/// One channel of one contact, and what became of it in this call.
#[derive(Debug, Clone)]
pub struct Rung {
    pub contact: Arc<ContactView>,
    pub channel: String,
    pub voice: bool,
    pub fate: Fate,
    /// The directory no longer has it, or somebody closed it.
    pub gone: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fate {
    #[default]
    Untried,
    Skipped,
    /// In the record.
    Logged(Outcome),
}

impl Rung {
    fn of(rung: ladder::Rung, voice: bool) -> Option<Self> {
        let channel = rung.contact.channels.get(rung.channel)?.id.clone();
        Some(Self { contact: rung.contact, channel, voice, fate: Fate::default(), gone: false })
    }

    pub fn is(&self, contact: &str, channel: &str) -> bool {
        self.contact.entity == contact && self.channel == channel
    }

    pub fn view(&self) -> Option<&ChannelView> {
        self.contact.channels.iter().find(|channel| channel.id == self.channel)
    }

    pub fn zone<'a>(&self, zones: &'a HashMap<String, TimeZone>) -> Option<&'a TimeZone> {
        let own = self.view().map(|channel| channel.zone.as_str()).filter(|name| !name.is_empty());
        zones.get(own.unwrap_or(&self.contact.zone))
    }

    pub fn opening(&self, now: Timestamp, zones: &HashMap<String, TimeZone>) -> Opening {
        let find = |name: &str| zones.get(name).cloned();
        self.view().map_or(Opening::Unknown, |view| view.opening(&self.contact, now, &find))
    }

    /// Takes what the directory has of it now.
    fn renew(&mut self, contacts: &[Arc<ContactView>]) {
        let found = contacts.iter().find(|contact| contact.entity == self.contact.entity);
        if let Some(contact) = found {
            self.contact = Arc::clone(contact);
        }
        let usable = self.view().is_some_and(ChannelView::is_usable);
        self.gone = !usable || found.is_none_or(|contact| contact.closed);
    }
}

/// The open contacts of a State, without a search through all others.
pub fn of_state<'a>(directory: &'a Directory, state: &str) -> &'a [Arc<ContactView>] {
    let all = &directory.contacts;
    let from = all.partition_point(|contact| contact.state.as_str() < state);
    let to = all.partition_point(|contact| contact.state.as_str() <= state);
    all.get(from..to).unwrap_or_default()
}

/// Companies answer orders; they are no way to a State's contact point.
fn is_company(contact: &ContactView) -> bool {
    let company = |role: &Role| matches!(role, Role::Provider | Role::Registrar);
    !contact.roles.is_empty() && contact.roles.iter().all(company)
}

/// Those that one contact's call may go on to: an authority's fellows, a company alone.
pub fn fellows(directory: &Directory, state: &str, first: Option<&str>) -> Vec<Arc<ContactView>> {
    let all = of_state(directory, state);
    let chosen = first.and_then(|first| all.iter().find(|contact| contact.entity == first));
    match chosen {
        Some(contact) if is_company(contact) => vec![Arc::clone(contact)],
        _ => all.iter().filter(|contact| !is_company(contact)).map(Arc::clone).collect(),
    }
}

pub fn rungs(
    contacts: &[Arc<ContactView>],
    first: Option<&str>,
    now: Timestamp,
    zones: Zones<'_>,
) -> Vec<Rung> {
    let voice = ladder::ladder(contacts, first, now, zones);
    let written = ladder::written(contacts, first, now, zones);
    let voice = voice.into_iter().filter_map(|rung| Rung::of(rung, true));
    voice.chain(written.into_iter().filter_map(|rung| Rung::of(rung, false))).collect()
}

/// Brings the rungs up to date. What is new comes behind what is there, numbers before writing.
pub fn renew(rungs: &mut Vec<Rung>, contacts: &[Arc<ContactView>], fresh: Vec<Rung>) {
    rungs.iter_mut().for_each(|rung| rung.renew(contacts));
    for rung in fresh {
        if rungs.iter().any(|old| old.is(&rung.contact.entity, &rung.channel)) {
            continue;
        }
        let at = if rung.voice {
            rungs.iter().position(|old| !old.voice).unwrap_or(rungs.len())
        } else {
            rungs.len()
        };
        rungs.insert(at, rung);
    }
}

fn is_open(rung: &Rung) -> bool {
    rung.voice && !rung.gone && rung.fate == Fate::Untried
}

/// How many numbers nobody has tried or skipped in this call.
pub fn untried(rungs: &[Rung]) -> usize {
    rungs.iter().filter(|rung| is_open(rung)).count()
}

/// The next number that nobody has tried in this call: below `at`, else from the top. `None`: the
/// ladder is walked.
pub fn next(rungs: &[Rung], at: usize) -> Option<usize> {
    let places = || rungs.iter().enumerate();
    let below = places().skip(at.saturating_add(1)).find(|(_, rung)| is_open(rung));
    below.or_else(|| places().take(at).find(|(_, rung)| is_open(rung))).map(|(at, _)| at)
}
