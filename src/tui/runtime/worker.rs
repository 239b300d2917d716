//! The one thread that owns the desk: it takes effects, one after the other, and answers with
//! messages. What it says as recorded is on the disk.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use jiff::Timestamp;

use crate::config;
use crate::desk::{CallRefused, Desk, Failure, Found, ImportRefused, Registration};
use crate::domain::directory::{CallWish, ContactCommand};
use crate::domain::{ChannelId, Command, EntityId, Refusal, Relation};
use crate::text::Text;
use crate::text::intake::At;
use crate::tui::model::{Act, Effect, Msg, NewRequest};
use crate::tui::partners::Partners;
use crate::view::{Board, ContactView, Filter, RequestView};

/// Closed requests shown at once; the filter finds the rest.
const SEARCH_MAX: usize = 200;
/// The name of the one draft.
const DRAFT: &str = "new";
/// Kept beside it: what the screen showed.
const SCREEN: &str = "screen";

/// What the worker is asked.
pub enum Job {
    Run(Effect),
    /// A second has passed: has another process written?
    Look,
}

/// Says what the machine could not do.
pub type SayFailure = fn(&Failure, Text) -> String;

/// A desk and the board made of it.
pub struct Worker {
    desk: Desk,
    open: Vec<Arc<RequestView>>,
    /// Of the database, as other processes change it.
    version: i64,
    /// As the screen was given it last.
    partners: Partners,
    text: Text,
    say: SayFailure,
}

impl Worker {
    pub fn new(desk: Desk, text: Text, say: SayFailure) -> Result<Self, Failure> {
        let version = desk.version()?;
        let partners = Partners::default();
        let mut worker = Self { desk, open: Vec::new(), version, partners, text, say };
        worker.reload()?;
        Ok(worker)
    }

    /// What the screen gets first: catalogue, board, and a draft if there is one.
    pub fn greeting(&mut self) -> Vec<Msg> {
        let mut messages = vec![Msg::Ready(Arc::clone(self.desk.catalogue())), self.board()];
        messages.extend(self.directory());
        let drafts = self.desk.drafts().unwrap_or_default();
        for (key, json) in drafts {
            match key.as_str() {
                SCREEN => messages.push(Msg::Screen(json)),
                DRAFT => messages.push(Msg::Draft(json)),
                _ => {}
            }
        }
        messages
    }

    pub fn warm(&mut self, now: Timestamp) {
        self.desk.warm(now);
    }

    fn board(&self) -> Msg {
        Msg::Board(Arc::new(Board { requests: self.open.clone() }))
    }

    fn reload(&mut self) -> Result<(), Failure> {
        self.open = self.desk.open_requests()?.into_iter().map(Arc::new).collect();
        Ok(())
    }

    /// Puts one changed request in its place without reading the others again.
    fn replace(&mut self, view: &Arc<RequestView>) {
        let place = self.open.iter().position(|old| old.entity == view.entity);
        match (place, view.closed) {
            (Some(at), true) => {
                self.open.remove(at);
            }
            (Some(at), false) => {
                if let Some(slot) = self.open.get_mut(at) {
                    *slot = Arc::clone(view);
                }
            }
            (None, true) => {}
            (None, false) => self.open.push(Arc::clone(view)),
        }
    }

    /// Messages where another process has written since the last look.
    pub fn look(&mut self) -> Vec<Msg> {
        let read = self.desk.version();
        match read {
            Ok(version) if version == self.version => Vec::new(),
            Ok(version) => {
                self.version = version;
                match self.reload().and_then(|()| self.directory()) {
                    Ok(directory) => vec![self.board(), directory],
                    Err(failure) => vec![self.failed(&failure)],
                }
            }
            Err(failure) => vec![self.failed(&failure)],
        }
    }

    fn failed(&self, failure: &Failure) -> Msg {
        Msg::Failed((self.say)(failure, self.text))
    }

    pub fn run(&mut self, effect: Effect, now: Timestamp) -> Vec<Msg> {
        let done = match effect {
            Effect::Execute { entity, acts, said } => self.execute(entity, acts, said, now),
            Effect::Register(new) => self.register(*new, now),
            Effect::Contact { entity, command, said } => self.contact(entity, *command, said, now),
            Effect::Call { contact, request, wish, said } => {
                self.call(contact, request, wish, said, now)
            }
            Effect::Ping { contact, channel } => self.ping(contact, channel, now),
            Effect::Import { name, bytes } => self.import(&name, &bytes, now),
            Effect::Explain(entity) => self.explain(entity),
            Effect::Choices(entity) => {
                self.desk.choices(entity, now).map(|c| vec![Msg::Choices(entity, c)])
            }
            Effect::View(entity) => self.view(entity),
            Effect::Search { number, filter } => self.search(number, &filter, now),
            Effect::SaveDraft(json) => {
                self.desk.save_draft(DRAFT, &json).map(|()| vec![Msg::DraftSaved])
            }
            Effect::SaveScreen(json) => self.desk.save_draft(SCREEN, &json).map(|()| Vec::new()),
            Effect::DeleteDraft => self.desk.delete_draft(DRAFT).map(|()| Vec::new()),
            // The loop's own.
            Effect::Copy(_)
            | Effect::Title(_)
            | Effect::Bell
            | Effect::Repaint
            | Effect::Suspend
            | Effect::Quit => Ok(Vec::new()),
        };
        done.unwrap_or_else(|failure| vec![self.failed(&failure)])
    }

    fn execute(
        &mut self,
        entity: EntityId,
        acts: Vec<Act>,
        said: String,
        now: Timestamp,
    ) -> Result<Vec<Msg>, Failure> {
        let mut last = None;
        for act in acts {
            let command = match act {
                Act::Do(command) => command,
                Act::LinkTo { relation, reference } => match self.link(relation, &reference)? {
                    Ok(command) => command,
                    Err(msg) => return Ok(vec![msg]),
                },
            };
            match self.desk.execute(entity, command, now)? {
                Ok(view) => last = Some(Arc::new(view)),
                // What came before in the sequence stands: show it with the refusal.
                Err(refusal) => return Ok(self.refused(last, refusal)),
            }
        }
        let Some(view) = last else { return Ok(Vec::new()) };
        self.replace(&view);
        Ok(vec![Msg::Acted { view, said }, self.board()])
    }

    fn refused(&mut self, last: Option<Arc<RequestView>>, refusal: Refusal) -> Vec<Msg> {
        let mut messages = vec![Msg::Refused(refusal)];
        if let Some(view) = last {
            self.replace(&view);
            messages.push(self.board());
        }
        messages
    }

    fn link(&self, relation: Relation, reference: &str) -> Result<Result<Command, Msg>, Failure> {
        Ok(match self.desk.find(reference)? {
            Found::One(to) => Ok(Command::Link { relation, to }),
            Found::Many(_) | Found::Nobody => Err(Msg::UnknownReference(reference.to_owned())),
        })
    }

    fn register(&mut self, new: NewRequest, now: Timestamp) -> Result<Vec<Msg>, Failure> {
        let mut registration = Registration::new(&new.kind, new.direction, new.fields);
        registration.identifiers = new.identifiers;
        registration.notes = new.notes;
        Ok(match self.desk.register(registration, now)? {
            Ok(registered) => {
                let view = Arc::new(registered.view);
                self.replace(&view);
                vec![self.board(), Msg::Registered { view, known: registered.known }]
            }
            Err(refusal) => vec![Msg::Refused(refusal)],
        })
    }

    fn contact(
        &mut self,
        entity: Option<EntityId>,
        command: ContactCommand,
        said: String,
        now: Timestamp,
    ) -> Result<Vec<Msg>, Failure> {
        Ok(match self.desk.contact_act(entity, command, now)? {
            Ok(contact) => {
                let contact = Arc::new(contact);
                let directory = self.directory_with(&contact)?;
                vec![Msg::Contacted { contact, said }, directory]
            }
            Err(refusal) => vec![Msg::Unlisted(refusal)],
        })
    }

    fn call(
        &mut self,
        contact: EntityId,
        request: Option<EntityId>,
        wish: CallWish,
        said: String,
        now: Timestamp,
    ) -> Result<Vec<Msg>, Failure> {
        let contact = match self.desk.call(contact, request, wish, now)? {
            Ok(contact) => Arc::new(contact),
            Err(refused) => return Ok(vec![refused_call(refused)]),
        };
        let directory = self.directory_with(&contact)?;
        let mut messages = vec![Msg::Contacted { contact, said }, directory];
        if let Some(request) = request
            && let Some(view) = self.desk.view(request)?
        {
            let view = Arc::new(view);
            self.replace(&view);
            messages.extend([Msg::View(view), self.board()]);
        }
        Ok(messages)
    }

    fn ping(
        &mut self,
        contact: EntityId,
        channel: ChannelId,
        now: Timestamp,
    ) -> Result<Vec<Msg>, Failure> {
        Ok(match self.desk.ping(contact, channel, now)? {
            Ok(registered) => {
                let view = Arc::new(registered.view);
                self.replace(&view);
                vec![self.board(), Msg::Registered { view, known: registered.known }]
            }
            Err(refused) => vec![refused_call(refused)],
        })
    }

    fn directory(&mut self) -> Result<Msg, Failure> {
        let known = &self.partners.zones;
        self.partners = Partners::new(self.desk.directory()?, known, config::zone);
        Ok(Msg::Directory(Box::new(self.partners.clone())))
    }

    /// Puts one changed contact in its place; reads the others again only where it has a new one.
    fn directory_with(&mut self, contact: &Arc<ContactView>) -> Result<Msg, Failure> {
        match self.partners.with(contact, config::zone) {
            Some(partners) => self.partners = partners,
            None => return self.directory(),
        }
        Ok(Msg::Directory(Box::new(self.partners.clone())))
    }

    fn import(&mut self, name: &str, bytes: &[u8], now: Timestamp) -> Result<Vec<Msg>, Failure> {
        Ok(match self.desk.import(name, bytes, now)? {
            Ok(imported) => {
                let views: Vec<Arc<RequestView>> =
                    imported.into_iter().map(|one| Arc::new(one.view)).collect();
                views.iter().for_each(|view| self.replace(view));
                vec![self.board(), Msg::Imported(views)]
            }
            Err(ImportRefused::Desk(refusal)) => vec![Msg::Refused(refusal)],
            Err(ImportRefused::File(refused)) => {
                let place = &refused.place;
                let at = At {
                    line: place.line,
                    column: place.column,
                    key: &place.key,
                    part: &place.part,
                };
                let said = (self.text.intake.refused)(refused.code(), at, &refused.detail());
                vec![Msg::Denied(said)]
            }
        })
    }

    fn explain(&self, entity: EntityId) -> Result<Vec<Msg>, Failure> {
        let clocks = self.desk.explain(entity)?.unwrap_or_default();
        Ok(vec![Msg::Explained(entity, clocks)])
    }

    fn view(&self, entity: EntityId) -> Result<Vec<Msg>, Failure> {
        let view = self.desk.view(entity)?;
        Ok(view.map(|view| Msg::View(Arc::new(view))).into_iter().collect())
    }

    fn search(&self, number: u64, filter: &Filter, now: Timestamp) -> Result<Vec<Msg>, Failure> {
        let officer = self.desk.seat().officer.clone();
        let found = self.desk.search(filter, SEARCH_MAX, now, &officer)?;
        let closed = found.into_iter().filter(|view| view.closed).map(Arc::new);
        Ok(vec![Msg::Found { number, views: closed.collect() }])
    }
}

fn refused_call(refused: CallRefused) -> Msg {
    match refused {
        CallRefused::Contact(refusal) => Msg::Unlisted(refusal),
        CallRefused::Request(refusal) => Msg::Refused(refusal),
    }
}

/// Works until nobody asks any more. Of several searches that wait only the last is made.
pub fn serve(
    worker: &mut Worker,
    jobs: &Receiver<Job>,
    now: fn() -> Timestamp,
    mut tell: impl FnMut(Msg) -> bool,
) {
    let mut next = jobs.recv().ok();
    while let Some(job) = next.take() {
        let following = jobs.try_recv().ok();
        let search = |job: &Job| matches!(job, Job::Run(Effect::Search { .. }));
        let stale = search(&job) && following.as_ref().is_some_and(search);
        let messages = match job {
            _ if stale => Vec::new(),
            Job::Look => worker.look(),
            Job::Run(effect) => worker.run(effect, now()),
        };
        for message in messages {
            if !tell(message) {
                return;
            }
        }
        next = following.or_else(|| jobs.recv().ok());
    }
}
