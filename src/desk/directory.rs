//! The directory behind the one door: looking up without a key or a catalogue, acts with both.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;

use super::act::{Act, Seen, unsealed};
use super::{Desk, Failure, Look, Registered, Registration, project};
use crate::domain::decide::{Called, Planned, Target, called};
use crate::domain::directory::decide::{Cx, decide};
use crate::domain::directory::{
    self, Call, CallWish, ChannelKind, ContactCommand, DirectoryRefusal, Outcome,
};
use crate::domain::{
    AuthorKey, ChannelId, Direction, EntityId, Fact, Hlc, Recorded, Refusal, Request, Step,
};
use crate::view::{ContactView, Directory, RequestView, StateView};

impl Look {
    /// A State by its alpha-2 code, in any letter case.
    pub fn state(&self, code: &str) -> Result<Option<StateView>, Failure> {
        Ok(self.store.state(&code.trim().to_uppercase())?)
    }

    /// States of which a name, code, capital or calling code begins so, without their routes.
    pub fn states_named(&self, text: &str) -> Result<Vec<StateView>, Failure> {
        Ok(self.store.states_named(&crate::view::folded(text.trim()))?)
    }

    /// States of which every one of these folded words begins a word of a name, without their routes.
    pub fn states_with_words(&self, words: &[String]) -> Result<Vec<StateView>, Failure> {
        Ok(self.store.states_with_words(words)?)
    }

    /// All States without their routes.
    pub fn states_brief(&self) -> Result<Vec<StateView>, Failure> {
        Ok(self.store.states_brief()?)
    }

    pub fn contact(&self, entity: EntityId) -> Result<Option<ContactView>, Failure> {
        Ok(self.store.contact(entity)?)
    }

    /// Open ones of a State, by role, then by name.
    pub fn contacts_of(&self, state: &str) -> Result<Vec<ContactView>, Failure> {
        Ok(self.store.contacts_of(state)?)
    }

    /// The first of `contacts_of`.
    pub fn first_contact_of(&self, state: &str) -> Result<Option<ContactView>, Failure> {
        Ok(self.store.first_contact_of(state)?)
    }

    /// Open ones of all States, by State, then by role, then by name.
    pub fn contacts(&self) -> Result<Vec<ContactView>, Failure> {
        Ok(self.store.contacts()?)
    }

    /// Open contacts in whose text every word begins some word; `limit` at most.
    pub fn contacts_matching(
        &self,
        words: &[String],
        limit: usize,
    ) -> Result<Vec<ContactView>, Failure> {
        Ok(self.store.contacts_matching(words, limit)?)
    }

    /// Contacts, closed ones too, that a typed id may mean: the short id, else its beginning, else
    /// the beginning of the entity's hex (six digits or more).
    pub fn contacts_by_id(&self, id: &str) -> Result<Vec<ContactView>, Failure> {
        Ok(self.store.contacts_by_id(id.trim())?)
    }

    /// The channel that `FR-7K3Q/5be1c0aa` names, closed ones too; the beginning of either part is
    /// enough where it is the only one.
    pub fn channel_by_id(&self, text: &str) -> Result<ChannelFound, Failure> {
        let (contact, channel) = text.trim().split_once('/').unwrap_or((text.trim(), ""));
        let channel = channel.to_lowercase();
        let mut found = Vec::new();
        for contact in self.contacts_by_id(contact)? {
            let fits = |id: &&str| id.starts_with(&channel);
            let ids = contact.channels.iter().map(|channel| channel.id.as_str()).filter(fits);
            let ids: Vec<ChannelId> = ids.filter_map(|id| id.parse().ok()).collect();
            found.extend(ids.into_iter().map(|id| (contact.clone(), id)));
        }
        Ok(match found.len() {
            0 => ChannelFound::Nobody,
            1 => found.pop().map_or(ChannelFound::Nobody, |(contact, channel)| {
                ChannelFound::One(Box::new(contact), channel)
            }),
            _ => {
                let name = |(contact, id): &(ContactView, _)| format!("{}/{id}", contact.id);
                ChannelFound::Many(found.iter().map(name).collect())
            }
        })
    }

    /// Contacts, closed ones too, one of whose numbers ends with these digits, of which there must
    /// be three at least. Open ones first.
    pub fn contacts_by_digits(&self, tail: &str) -> Result<Vec<ContactView>, Failure> {
        Ok(self.store.contacts_by_digits(tail)?)
    }

    /// Open requests with a State, brief, the first to come due first.
    pub fn open_with(&self, state: &str) -> Result<Vec<RequestView>, Failure> {
        Ok(self.store.open_with(state)?)
    }

    /// Closed contacts too, by State, then by role, then by name.
    pub fn all_contacts(&self) -> Result<Vec<ContactView>, Failure> {
        Ok(self.store.all_contacts()?)
    }

    /// Everything, for the screen.
    pub fn directory(&self) -> Result<Directory, Failure> {
        let states = self.store.states()?.into_iter().map(Into::into).collect();
        let contacts = self.store.contacts()?.into_iter().map(Into::into).collect();
        Ok(Directory { states, contacts })
    }

    /// Open contacts, and only the States that have some.
    pub fn directory_in_use(&self) -> Result<Directory, Failure> {
        let states = self.store.states_with_contacts()?.into_iter().map(Into::into).collect();
        let contacts = self.store.contacts()?.into_iter().map(Into::into).collect();
        Ok(Directory { states, contacts })
    }
}

/// What `FR-7K3Q/5be1` may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelFound {
    One(Box<ContactView>, ChannelId),
    /// In full, each.
    Many(Vec<String>),
    Nobody,
}

/// What a call or a test may not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallRefused {
    Contact(DirectoryRefusal),
    Request(Refusal),
}

/// One act on the directory; the entity is `None` for a new contact only.
pub type ContactWish = (Option<EntityId>, ContactCommand);

/// Acts ready to be recorded, and what the decision rested on.
pub(super) type Plan = (Vec<Act>, Seen);

impl Desk {
    /// Decides and records one act on the directory. `entity` is `None` for a new contact only. A
    /// contact of an edition that is there already is not opened again: it is returned as it is.
    ///
    /// Where another process writes meanwhile, the act is decided anew on what is there.
    pub fn contact_act(
        &mut self,
        entity: Option<EntityId>,
        command: ContactCommand,
        now: Timestamp,
    ) -> Result<Result<ContactView, DirectoryRefusal>, Failure> {
        let there = of_edition(&command).or(entity);
        let wish = [(entity, command)];
        let touched = match self.contact_acts_of(&wish, now)? {
            Ok(touched) => touched,
            Err((_, refusal)) => return Ok(Err(refusal)),
        };
        let Some(entity) = touched.first().copied().or(there) else {
            return Ok(Err(DirectoryRefusal::NoContact));
        };
        let view = self.contact(entity)?.ok_or_else(|| self.lost(entity))?;
        Ok(Ok(view))
    }

    /// Records several acts in one transaction, or none: the first refusal and its place end it.
    /// Each is decided on what those before it will have changed. Returns how many contacts have
    /// changed; one of an edition that is there already is not opened again.
    pub fn contact_acts(
        &mut self,
        acts: Vec<ContactWish>,
        now: Timestamp,
    ) -> Result<Result<usize, (usize, DirectoryRefusal)>, Failure> {
        Ok(self.contact_acts_of(&acts, now)?.map(|touched| touched.len()))
    }

    fn contact_acts_of(
        &mut self,
        acts: &[ContactWish],
        now: Timestamp,
    ) -> Result<Result<Vec<EntityId>, (usize, DirectoryRefusal)>, Failure> {
        loop {
            let (acts, seen) = match self.plan(acts, now)? {
                Ok(plan) => plan,
                Err(refused) => return Ok(Err(refused)),
            };
            if acts.is_empty() {
                return Ok(Ok(Vec::new()));
            }
            if let Some(touched) = self.record_if(&acts, &[], &seen)? {
                return Ok(Ok(touched));
            }
        }
    }

    /// Records what became of a call: on the contact, and on the request where it was about one.
    /// A call-back that was answered settles the request's `authenticity`.
    pub fn call(
        &mut self,
        contact: EntityId,
        request: Option<EntityId>,
        wish: CallWish,
        now: Timestamp,
    ) -> Result<Result<ContactView, CallRefused>, Failure> {
        loop {
            let (acts, seen) = match self.plan_call(contact, request, &wish, now)? {
                Ok(plan) => plan,
                Err(refused) => return Ok(Err(refused)),
            };
            if self.record_if(&acts, &[], &seen)?.is_some() {
                let view = self.contact(contact)?.ok_or_else(|| self.lost(contact))?;
                return Ok(Ok(view));
            }
        }
    }

    fn plan_call(
        &self,
        entity: EntityId,
        request: Option<EntityId>,
        wish: &CallWish,
        now: Timestamp,
    ) -> Result<Result<Plan, CallRefused>, Failure> {
        let CallWish { channel, outcome, purpose, ref note, confirmed } = *wish;
        let command = ContactCommand::Try { channel, outcome, request, note: note.clone() };
        let (mut acts, mut seen) = match self.plan(&[(Some(entity), command)], now)? {
            Ok(plan) => plan,
            Err((_, refusal)) => return Ok(Err(CallRefused::Contact(refusal))),
        };
        let Some(request) = request else { return Ok(Ok((acts, seen))) };
        let Some(contact) = self.merged_contact(entity)? else {
            return Ok(Err(CallRefused::Contact(DirectoryRefusal::NoContact)));
        };
        let Some(held) = contact.channel(channel) else {
            let channel = channel.to_string();
            return Ok(Err(CallRefused::Contact(DirectoryRefusal::NoSuchChannel { channel })));
        };
        let call = Call {
            contact: entity,
            channel,
            name: contact.field("name").to_owned(),
            kind: held.kind,
            value: held.value.clone(),
            outcome,
            purpose,
            at: now,
            note: note.trim().to_owned(),
        };
        let entries = self.entries(request)?;
        seen.entries.insert(request, entries.len());
        let merged = project::merged(self.catalogue(), request, &entries);
        let home = &self.profile().country;
        let call = Called { contact: &contact, call, confirmed, home };
        match called(merged.as_ref(), call, &self.cx(&entries, &[], now)) {
            Ok(planned) => acts.push(Act { planned, at: now }),
            Err(refusal) => return Ok(Err(CallRefused::Request(refusal))),
        }
        Ok(Ok((acts, seen)))
    }

    /// Registers a test of a channel: a request of the kind `ping`, numbered in its own series, which
    /// names contact and channel.
    pub fn ping(
        &mut self,
        contact: EntityId,
        channel: ChannelId,
        now: Timestamp,
    ) -> Result<Result<Registered, CallRefused>, Failure> {
        // What a try of the channel would be refused for, its test is.
        let note = String::new();
        let outcome = Outcome::NoAnswer;
        let command = ContactCommand::Try { channel, outcome, request: None, note };
        if let Err((_, refusal)) = self.plan(&[(Some(contact), command)], now)? {
            return Ok(Err(CallRefused::Contact(refusal)));
        }
        let view = self.contact(contact)?.ok_or_else(|| self.lost(contact))?;
        let id = channel.to_string();
        let Some(held) = view.channels.iter().find(|held| held.id == id) else {
            let refusal = DirectoryRefusal::NoSuchChannel { channel: id };
            return Ok(Err(CallRefused::Contact(refusal)));
        };
        let fields = [
            ("partner", view.state.clone()),
            ("contact", format!("{}/{id}", view.id)),
            ("channel", channel_word(held.kind).to_owned()),
            ("summary", format!("{} · {}", view.name.en, held.value)),
        ];
        let fields = fields.map(|(key, value)| (key.to_owned(), value)).into();
        let new = Registration::new(project::PING, Direction::Out, fields);
        Ok(self.register(new, now)?.map_err(CallRefused::Request))
    }

    /// The try of its channel that a step of a test amounts to, to be recorded with the step.
    pub(super) fn tried(
        &self,
        request: &Request,
        planned: &[Planned],
        seen: &mut Seen,
        now: Timestamp,
    ) -> Result<Vec<Planned>, Failure> {
        let steps = planned.iter().find_map(|planned| match &planned.fact {
            Fact::Stepped(step) if !step.undo => Some(step),
            _ => None,
        });
        let Some(step) = steps.filter(|_| request.kind == project::PING) else {
            return Ok(Vec::new());
        };
        let Some(outcome) = self.came_of_it(request, step) else { return Ok(Vec::new()) };
        let named =
            step.set.get("contact").map_or_else(|| request.field("contact"), String::as_str);
        let ChannelFound::One(view, channel) = self.channel_by_id(named)? else {
            return Ok(Vec::new());
        };
        let voice = view.channels.iter().any(|c| c.id == channel.to_string() && c.kind.is_voice());
        let outcome =
            if voice && outcome == Outcome::Replied { Outcome::Answered } else { outcome };
        let Ok(entity) = view.entity.parse::<EntityId>() else { return Ok(Vec::new()) };
        let note = request.reference().to_owned();
        let request = Some(request.entity);
        let command = ContactCommand::Try { channel, outcome, request, note };
        // A channel that was closed meanwhile takes no try; the test is ended all the same.
        let Ok((acts, rests)) = self.plan(&[(Some(entity), command)], now)? else {
            return Ok(Vec::new());
        };
        seen.entries.extend(rests.entries);
        Ok(acts.into_iter().flat_map(|act| act.planned).collect())
    }

    /// What a step of a test says of its channel: only one that follows an attempt says anything.
    fn came_of_it(&self, request: &Request, step: &Step) -> Option<Outcome> {
        let workflow = self.catalogue().workflows.get(&request.workflow)?;
        let emits = |state: &str, event: &str| {
            workflow.state(state).is_some_and(|state| state.emits.iter().any(|e| e == event))
        };
        if !emits(request.state(), "partner_contacted") {
            return None;
        }
        if emits(&step.to, "answer_received") {
            return Some(Outcome::Replied);
        }
        (emits(&step.to, "ping_failed") || step.to == "no_answer").then_some(Outcome::NoAnswer)
    }

    /// Decides acts one after the other, each on what those before it will have changed.
    pub(super) fn plan(
        &self,
        wishes: &[ContactWish],
        now: Timestamp,
    ) -> Result<Result<Plan, (usize, DirectoryRefusal)>, Failure> {
        let cx = Cx { catalogue: self.catalogue(), officer: &self.seat().officer, now };
        let (mut acts, mut seen) = (Vec::new(), Seen::default());
        let mut held: BTreeMap<EntityId, Vec<Recorded>> = BTreeMap::new();
        let mut count = 0;
        for (at, (entity, command)) in wishes.iter().enumerate() {
            let opens = matches!(command, ContactCommand::Open { .. });
            let target = if opens { of_edition(command) } else { *entity };
            let entries = match target {
                Some(entity) => match held.entry(entity) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        let entries = self.entries(entity)?;
                        seen.entries.insert(entity, entries.len());
                        new.insert(entries)
                    }
                },
                None => &mut Vec::new(),
            };
            let contact = target.and_then(|entity| directory::merge::replay(entity, entries));
            if opens && contact.is_some() {
                continue;
            }
            let planned = match decide(contact.as_ref(), command.clone(), &cx) {
                Ok(planned) => planned,
                Err(refusal) => return Ok(Err((at, refusal))),
            };
            for planned in &planned {
                if let Target::Known(entity) = planned.target {
                    entries.push(self.imagined(entity, planned, count, now));
                }
                count += 1;
            }
            acts.push(Act { planned, at: now });
        }
        Ok(Ok((acts, seen)))
    }

    /// A fact that is about to be recorded, as if it were: after all that is there.
    fn imagined(&self, entity: EntityId, planned: &Planned, n: usize, at: Timestamp) -> Recorded {
        Recorded {
            id: unsealed(n),
            author: AuthorKey([0; 32]),
            // Beyond any clock, in the order of the plan.
            hlc: Hlc { ms: crate::log::MAX_INTEGER.saturating_add(n as u64), tick: 0 },
            entity,
            refs: planned.refs.clone(),
            officer: self.seat().officer.clone(),
            desk: self.profile().station.clone(),
            at,
            fact: planned.fact.clone(),
        }
    }

    pub fn merged_contact(&self, entity: EntityId) -> Result<Option<directory::Contact>, Failure> {
        Ok(directory::merge::replay(entity, &self.entries(entity)?))
    }
}

/// The contact that an opening names itself.
fn of_edition(command: &ContactCommand) -> Option<EntityId> {
    match command {
        ContactCommand::Open { entity, .. } => *entity,
        _ => None,
    }
}

/// The word of a request's field `channel`.
fn channel_word(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::PhoneEmergency | ChannelKind::Phone | ChannelKind::Cell => "phone",
        ChannelKind::Fax => "fax",
        ChannelKind::Email | ChannelKind::SecureMail => "email",
        ChannelKind::Portal => "portal",
        ChannelKind::I247 => "i247",
    }
}
