//! Looking without touching: no key, no catalogue, no folder. A look-up over SSH is this and
//! nothing more.

use jiff::Timestamp;

use super::{Failure, FailureKind, Home, Profile};
use crate::domain::directory::ContactFact;
use crate::domain::{EntityId, Fact, Recorded};
use crate::log::unhex;
use crate::store::{Access, RawEntry, Store, StoreError, StoreErrorKind};
use crate::view::{Filter, RequestView};

pub struct Look {
    home: Home,
    profile: Profile,
    pub(super) store: Store,
}

/// What a typed id may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    One(EntityId),
    /// References of the requests it may mean.
    Many(Vec<String>),
    Nobody,
}

/// One entry of the record, as an auditor reads it.
#[derive(Debug, Clone)]
pub struct AuditLine {
    pub raw: RawEntry,
    /// The fact, where this program understands it.
    pub recorded: Option<Recorded>,
    /// Field, value before and value after, for writes.
    pub changes: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// A field key, or `state`; `channel.ID` for a try of one.
    pub field: String,
    pub before: String,
    pub after: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub entries: u64,
    pub requests: u64,
    pub open: u64,
    pub late: u64,
    /// Contacts of the directory that are not closed.
    pub contacts: u64,
    pub state_hash: String,
}

impl Look {
    /// Opens for reading; works while another process writes.
    pub fn at(home: &Home) -> Result<Self, Failure> {
        Self::open(home, Access::ReadOnly)
    }

    pub(super) fn open(home: &Home, access: Access) -> Result<Self, Failure> {
        let path = home.database();
        if !path.exists() {
            let what = "there is no desk here";
            return Err(Failure::new(FailureKind::NotSetUp, &home.data, what));
        }
        let store = Store::open(&path, access)?;
        let profile = store.meta("profile")?.unwrap_or_default();
        let profile = serde_json::from_str(&profile)
            .map_err(|error| Failure::new(FailureKind::Damaged, &path, error))?;
        Ok(Self { home: home.clone(), profile, store })
    }

    pub fn home(&self) -> &Home {
        &self.home
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    pub(super) fn parts(&mut self) -> (&Profile, &mut Store) {
        (&self.profile, &mut self.store)
    }

    pub(super) fn share(&self) -> Result<[u8; 32], Failure> {
        let text = self.store.meta("share")?.unwrap_or_default();
        let path = self.home.database();
        unhex(&text)
            .ok_or_else(|| Failure::new(FailureKind::Damaged, &path, "the share is missing"))
    }

    /// Our reference, any unique part of it, the partner's reference, or the entity's hex.
    pub fn find(&self, text: &str) -> Result<Found, Failure> {
        let mut hits = self.store.find(text.trim())?;
        Ok(match hits.len() {
            0 => Found::Nobody,
            1 => hits.pop().map_or(Found::Nobody, |(entity, _)| Found::One(entity)),
            _ => Found::Many(hits.into_iter().map(|(_, reference)| reference).collect()),
        })
    }

    pub fn view(&self, entity: EntityId) -> Result<Option<RequestView>, Failure> {
        Ok(self.store.view(entity)?)
    }

    pub fn open_requests(&self) -> Result<Vec<RequestView>, Failure> {
        Ok(self.store.open_views()?)
    }

    /// As `open_requests`, without `view::Detail`.
    pub fn open_brief(&self) -> Result<Vec<RequestView>, Failure> {
        Ok(self.store.open_brief()?)
    }

    /// Open requests with a clock that ends before `until`, late ones included. Brief views, without
    /// `view::Detail`: for lists.
    pub fn due_before(&self, until: Timestamp) -> Result<Vec<RequestView>, Failure> {
        Ok(self.store.due_before(until)?)
    }

    /// Open and closed requests that a filter lets through, the latest first.
    pub fn search(
        &self,
        filter: &Filter,
        limit: usize,
        now: Timestamp,
        officer: &str,
    ) -> Result<Vec<RequestView>, Failure> {
        let words: Vec<String> = filter.words().map(str::to_owned).collect();
        let found = self.store.search(&words, true, limit)?;
        let keep = |view: &RequestView| filter.matches(view, &view.search_text(), officer, now);
        Ok(found.into_iter().filter(|view| keep(view)).collect())
    }

    pub fn entries(&self, entity: EntityId) -> Result<Vec<Recorded>, Failure> {
        Ok(self.store.entries_of(entity)?)
    }

    /// Every entry about a request or a contact with before and after, in order of the record.
    pub fn audit(&self, entity: EntityId) -> Result<Vec<AuditLine>, Failure> {
        let recorded = self.entries(entity)?;
        let raw = self.store.raw_entries_of(entity)?;
        let mut seen = std::collections::BTreeMap::new();
        Ok(raw
            .into_iter()
            .map(|raw| {
                let fact = recorded.iter().find(|r| r.id == raw.id).cloned();
                let changes = fact.as_ref().map(|f| changes(f, &mut seen)).unwrap_or_default();
                AuditLine { raw, recorded: fact, changes }
            })
            .collect())
    }

    pub fn status(&self, now: Timestamp) -> Result<Status, Failure> {
        let open = self.open_brief()?;
        Ok(Status {
            entries: self.store.count_entries()?,
            requests: self.store.count_requests()?,
            open: open.len() as u64,
            late: open.iter().filter(|view| view.is_late(now)).count() as u64,
            contacts: self.store.count_contacts()?,
            state_hash: self.store.state_hash()?,
        })
    }

    /// Changes when another process has written.
    pub fn version(&self) -> Result<i64, Failure> {
        Ok(self.store.data_version()?)
    }

    /// Unfinished new-request forms of this desk; they are not part of the record.
    pub fn drafts(&self) -> Result<Vec<(String, String)>, Failure> {
        Ok(self.store.drafts()?)
    }
}

impl super::Desk {
    /// Writes once, so that the write-ahead log is there before the first act: an act then waits
    /// for one fsync. Where it cannot be written the first act will say so.
    pub fn warm(&mut self, now: Timestamp) {
        let _ = self.look.store.set_meta("opened", &now.to_string());
    }

    pub fn save_draft(&mut self, key: &str, json: &str) -> Result<(), Failure> {
        Ok(self.look.store.save_draft(key, json)?)
    }

    pub fn delete_draft(&mut self, key: &str) -> Result<(), Failure> {
        Ok(self.look.store.delete_draft(key)?)
    }

    /// The request that the seated officer acted on last.
    pub fn last_own_act(&self) -> Result<Option<EntityId>, Failure> {
        Ok(self.look.store.last_entry_by(&self.seat().officer)?)
    }
}

fn changes(
    recorded: &Recorded,
    seen: &mut std::collections::BTreeMap<String, String>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut change = |field: &str, after: &str| {
        let before = seen.insert(field.to_owned(), after.to_owned()).unwrap_or_default();
        if before != after {
            changes.push(Change { field: field.to_owned(), before, after: after.to_owned() });
        }
    };
    let (values, state) = match &recorded.fact {
        Fact::Opened(opened) => (Some(&opened.fields), None),
        Fact::Set(values) => (Some(values), None),
        Fact::Stepped(step) => (Some(&step.set), Some(step.to.as_str())),
        Fact::Contact(ContactFact::Opened(values) | ContactFact::Set(values)) => {
            (Some(values), None)
        }
        Fact::Contact(ContactFact::Tried(tried)) => {
            // Each try is one, whatever the one before it was.
            let (field, after) = (format!("channel.{}", tried.channel), tried.outcome.word());
            return vec![Change { field, before: String::new(), after: after.to_owned() }];
        }
        _ => (None, None),
    };
    if let Some(state) = state {
        change("state", state);
    }
    for (key, value) in values.into_iter().flatten() {
        change(key, value);
    }
    changes
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let kind = match error.kind {
            StoreErrorKind::NotFound => FailureKind::NotSetUp,
            StoreErrorKind::Locked => FailureKind::Locked,
            StoreErrorKind::DiskFull => FailureKind::DiskFull,
            StoreErrorKind::ReadOnlyPlace => FailureKind::ReadOnly,
            StoreErrorKind::Damaged(_) => FailureKind::Damaged,
            StoreErrorKind::NetworkFileSystem(_) => FailureKind::NetworkFileSystem,
            StoreErrorKind::NewerSchema { .. } => FailureKind::Newer,
            StoreErrorKind::NotADesk => FailureKind::NotADesk,
            _ => FailureKind::Io,
        };
        Failure { kind, path: error.path, detail: error.detail }
    }
}
