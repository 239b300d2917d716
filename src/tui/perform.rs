//! What each action does, wherever it was asked for: by key, in the palette, in help.

use std::sync::Arc;

use super::action::{Action, Scope};
use super::dialog::ask::Ask;
use super::dialog::pick::{Item, Pick, Purpose};
use super::dialog::{Overlay, Waiting, fill, finder, step};
use super::model::{Act, Effect, Model, Page, Tone, entity};
use super::screen::desk::View;
use super::screen::request::RequestPage;
use super::screen::{call, form, who};
use super::widget::field::Field;
use crate::domain::Command;
use crate::domain::catalogue::ClockClass;
use crate::domain::check::Level;
use crate::domain::clock::ClockState;
use crate::text::format;
use crate::view::{RequestView, Sort};

impl Model {
    pub(super) fn perform(&mut self, action: Action) -> Vec<Effect> {
        match action.scope() {
            Scope::Everywhere => self.everywhere(action),
            Scope::Queue => self.in_queue(action),
            Scope::Request => self.on_request(action),
            Scope::Who => who::acts::perform(self, action),
            Scope::Move | Scope::Form | Scope::Question | Scope::Call => Vec::new(),
        }
    }

    fn everywhere(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Help => finder::open(self, true),
            Action::Palette => finder::open(self, false),
            Action::Who | Action::ShowWho => return who::open(self),
            Action::ShowDesk => return self.show_desk(),
            Action::Redraw => return vec![Effect::Repaint],
            Action::Suspend => {
                let question = self.text.desk.actions.suspend.help.to_owned();
                self.open(Overlay::Ask(Ask::new(question, vec![Effect::Suspend])));
            }
            Action::Quit | Action::Interrupt => return self.leave(action),
            _ => {}
        }
        Vec::new()
    }

    /// From wherever; a form that was open keeps what was typed.
    pub(super) fn show_desk(&mut self) -> Vec<Effect> {
        let draft = self.draft_text();
        self.page = Page::Desk;
        let Some(draft) = draft else { return Vec::new() };
        self.draft = Some(draft.clone());
        self.say(Tone::Plain, self.text.desk.status.draft_kept);
        vec![Effect::SaveDraft(draft)]
    }

    /// `q` leaves from the desk only; Ctrl-C leaves from anywhere. Both ask.
    fn leave(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::Quit && !matches!(self.page, Page::Desk) {
            let key = self.keymap.shown(action);
            self.say(Tone::Refused, (self.text.desk.status.unknown_key)(&key));
            return Vec::new();
        }
        let text = &self.text.desk.dialog;
        let draft = self.draft_text().is_some();
        let question = if draft { text.confirm_quit_draft } else { text.confirm_quit };
        self.open(Overlay::Ask(Ask::new(question.to_owned(), self.leave_now())));
        Vec::new()
    }

    /// Leaves without a question; the draft is kept.
    pub(super) fn leave_now(&self) -> Vec<Effect> {
        let draft = self.draft_text().map(Effect::SaveDraft);
        draft.into_iter().chain([Effect::Quit]).collect()
    }

    fn in_queue(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::NextView => return self.show_view(self.desk.view.next(1)),
            Action::PreviousView => {
                return self.show_view(self.desk.view.next(View::ALL.len() - 1));
            }
            Action::NewRequest => return form::open(self),
            Action::Filter => {
                self.page = Page::Desk;
                self.desk.typing = Some(Field::with(self.desk.filter.text()));
            }
            Action::Sort => {
                let names = self.text.desk.queue.sorts;
                let items = names.iter().map(|name| Item::new(*name, "")).collect();
                let cursor = Sort::ALL.iter().position(|s| *s == self.desk.sort);
                self.open(Overlay::Pick(Pick {
                    title: self.text.desk.dialog.sort.to_owned(),
                    items,
                    cursor: cursor.unwrap_or_default(),
                    purpose: Purpose::Sort,
                }));
            }
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn show_view(&mut self, view: View) -> Vec<Effect> {
        self.page = Page::Desk;
        self.desk.view = view;
        self.desk.top = 0;
        self.relist();
        if view == View::Closed { self.search() } else { Vec::new() }
    }

    /// Looks closed requests up; the answer comes later.
    pub(super) fn search(&mut self) -> Vec<Effect> {
        self.desk.search += 1;
        self.desk.searching = true;
        vec![Effect::Search { number: self.desk.search, filter: self.desk.filter.clone() }]
    }

    fn on_request(&mut self, action: Action) -> Vec<Effect> {
        let Some(view) = self.subject() else {
            self.say(Tone::Refused, self.text.desk.status.no_selection);
            return Vec::new();
        };
        let Some(entity) = entity(&view) else { return Vec::new() };
        if action == Action::Copy {
            self.say(Tone::Good, (self.text.desk.status.copied)(&view.id));
            return vec![Effect::Copy(view.id.clone())];
        }
        if let Some(why) = self.why_not(action) {
            self.say(Tone::Refused, why);
            return Vec::new();
        }
        match action {
            Action::Take => return self.execute(&view, action, Command::Take),
            Action::Release => return self.execute(&view, action, Command::Release),
            Action::Acknowledge => {
                let what = self.name_of(&view);
                let question = (self.text.desk.dialog.confirm_ack)(&what);
                self.ask(question, Vec::new(), &view, action, Command::Acknowledge);
            }
            Action::Undo => self.ask_undo(&view),
            Action::Step => {
                self.open(Overlay::Waiting(Waiting { entity, view }));
                return vec![Effect::Choices(entity)];
            }
            Action::Explain => {
                self.open(Overlay::Waiting(Waiting { entity, view }));
                return vec![Effect::Explain(entity)];
            }
            Action::CallPartner | Action::CallBack => return call::about(self, &view, action),
            Action::Note => fill::note(self, view),
            Action::AddIdentifier => fill::identifier(self, view),
            Action::Edit | Action::Pause | Action::SetAside => step::pick_for(self, action, view),
            _ => {}
        }
        Vec::new()
    }

    fn execute(&mut self, view: &RequestView, action: Action, command: Command) -> Vec<Effect> {
        let Some(entity) = entity(view) else { return Vec::new() };
        let said = self.done(action, view);
        self.send(vec![Effect::Execute { entity, acts: vec![Act::Do(command)], said }])
    }

    fn ask(
        &mut self,
        question: String,
        lines: Vec<String>,
        view: &RequestView,
        action: Action,
        command: Command,
    ) {
        let Some(entity) = entity(view) else { return };
        let said = self.done(action, view);
        let acts = vec![Act::Do(command)];
        let mut ask = Ask::new(question, vec![Effect::Execute { entity, acts, said }]);
        ask.lines = lines;
        self.open(Overlay::Ask(ask));
    }

    /// Names the act that would be taken back.
    fn ask_undo(&mut self, view: &RequestView) {
        let mine = view.timeline.iter().rev().find(|m| m.by == self.station.officer);
        let Some(last) = mine else {
            return self.say(Tone::Refused, self.text.desk.status.nothing_to_undo);
        };
        let pen = self.pen();
        let word = super::screen::request::moment_word(&last.what, &pen);
        let when = pen.time_near(last.at);
        let said: String = last.text.get(self.text.lang).chars().take(160).collect();
        let text = &self.text.desk.dialog;
        let question = (text.confirm_undo)(&self.name_of(view));
        let lines = vec![format!("{when} {word} {said}"), text.undo_note.to_owned()];
        self.ask(question, lines, view, Action::Undo, Command::Undo);
    }

    /// `MA-2026-00412-K (FR France, Preservation)`: enough to know what one is about to touch.
    pub(super) fn name_of(&self, view: &RequestView) -> String {
        let lang = self.text.lang;
        let who = format!("{} {}", view.partner, view.partner_name.get(lang));
        format!("{} ({}, {})", view.id, who.trim(), view.kind_name.get(lang))
    }

    /// What is said when an act has been recorded.
    pub(super) fn done(&self, action: Action, view: &RequestView) -> String {
        (self.text.desk.status.done)(action.say(&self.text).name, &view.id)
    }

    /// Why an action cannot be done now; `None` where it can.
    pub(super) fn why_not(&self, action: Action) -> Option<&'static str> {
        let status = &self.text.desk.status;
        let on_request = action.scope() == Scope::Request;
        if !on_request || action == Action::Copy {
            return None;
        }
        match self.subject() {
            None => Some(status.no_selection),
            // Other acts wait for the worker; a form needs the fields' types at once.
            Some(_) if action == Action::Edit && self.catalogue.is_none() => Some(status.not_yet),
            Some(view) if view.read_only => Some(self.text.desk.page.read_only),
            Some(_) => None,
        }
    }

    pub(super) fn blocking_checks(&self, view: &RequestView) -> Vec<(String, String)> {
        let pen = self.pen();
        let mut open: Vec<(String, String)> = view
            .checks
            .iter()
            .filter(|check| check.level == Level::Block && check.aside.is_none())
            .map(|check| (check.code.clone(), super::screen::request::sentence(check, &pen)))
            .collect();
        open.dedup_by(|a, b| a.0 == b.0);
        open
    }

    /// Service clocks that run or stand paused: id, name, and how they stand.
    pub(super) fn pausable(&self, view: &RequestView) -> Vec<(String, String, String)> {
        let lang = self.text.lang;
        let pen = self.pen();
        view.clocks
            .iter()
            .filter(|clock| clock.class == ClockClass::Service)
            .filter_map(|clock| {
                let reading = clock.at(self.now);
                let open = [ClockState::Running, ClockState::Late, ClockState::Paused];
                let left = reading.left.map(|l| format::left(l.as_secs(), lang));
                let word = super::screen::request::standing_word(reading.state, &pen);
                let stands = format!("{word} {}", left.unwrap_or_default());
                open.contains(&reading.state)
                    .then(|| (clock.id.clone(), clock.name.get(lang).to_owned(), stands))
            })
            .collect()
    }

    /// Opens something over the page; keys pressed at once are not meant for it.
    pub(super) fn open(&mut self, overlay: Overlay) {
        self.gate.opened(self.at_ms);
        self.overlay = Some(overlay);
    }

    /// Shows a page again that another one lay over, with what its request is now.
    pub(super) fn return_to(&mut self, page: Page) -> Vec<Effect> {
        self.page = page;
        let Page::Request(below) = &mut self.page else { return Vec::new() };
        match self.board.find(&below.view.entity) {
            Some(view) => below.view = Arc::clone(view),
            None => return entity(&below.view).map(Effect::View).into_iter().collect(),
        }
        Vec::new()
    }

    pub(super) fn open_request(&mut self, view: Arc<RequestView>) {
        self.page = Page::Request(Box::new(RequestPage::new(view)));
    }

    /// Hands effects out and remembers that acts are under way.
    pub(super) fn send(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let acts = effects
            .iter()
            .filter(|e| {
                matches!(e, Effect::Execute { .. } | Effect::Import { .. })
                    || matches!(
                        e,
                        Effect::Contact { .. } | Effect::Call { .. } | Effect::Ping { .. }
                    )
            })
            .count();
        self.pending += acts;
        if acts > 0 {
            self.say(Tone::Plain, self.text.desk.status.working);
        }
        effects
    }

    pub(super) fn refuse_key(&mut self) {
        self.say(Tone::Refused, self.text.desk.status.too_fast);
    }

    pub(super) fn relist(&mut self) {
        let officer = self.station.officer.clone();
        self.desk.refresh(&self.board, &officer, self.now, self.text.lang);
    }
}
