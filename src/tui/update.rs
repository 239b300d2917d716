//! A message → the model changed, and what is asked of the outside. Routes; the pages answer.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use jiff::tz::TimeZoneDatabase;
use jiff::{SignedDuration, Timestamp};
use ratatui::layout::Rect;

use super::action::{Action, Scope};
use super::dialog::ask::Ask;
use super::dialog::explain::Explain;
use super::dialog::{self, Overlay, contact, finder, step};
use super::layout;
use super::model::{Doubt, Effect, Model, Msg, Page, Stale, Tone, entity};
use super::screen::desk::View;
use super::screen::{call, form, partner, who};
use crate::domain::EntityId;
use crate::domain::clock::Clock;
use crate::domain::decide::StepChoice;
use crate::domain::directory::DirectoryRefusal;
use crate::text::format;
use crate::view::{Filter, RequestView};

/// Wall clock and steady clock may part by this much before it is said.
const JUMP: SignedDuration = SignedDuration::from_secs(2);
/// A jump of the clock stays on screen for so long.
const JUMP_SHOWN: SignedDuration = SignedDuration::from_mins(10);
/// Longest clipboard text that is offered as a request.
const PASTE_MAX: usize = 4 * 1024 * 1024;

/// `now` is the wall clock, `at_ms` any steady clock, both read once for this message.
pub fn update(model: &mut Model, msg: Msg, now: Timestamp, at_ms: u64) -> Vec<Effect> {
    model.now = now;
    model.at_ms = at_ms;
    let mut effects = match msg {
        Msg::Key(key) => on_key(model, &key),
        Msg::Paste(text) => on_paste(model, text),
        Msg::Tick { jump } => on_tick(model, jump),
        Msg::Found { number, views } => on_found(model, number, views),
        Msg::Registered { view, known } => on_registered(model, view, known),
        Msg::Imported(views) => on_imported(model, &views),
        Msg::View(view) => on_view(model, view),
        Msg::Board(board) => {
            model.board = board;
            on_board(model)
        }
        other => {
            on_answer(model, other);
            Vec::new()
        }
    };
    settle(model);
    effects.extend(title(model));
    effects
}

/// Answers that only change what is shown.
fn on_answer(model: &mut Model, msg: Msg) {
    let status = &model.text.desk.status;
    match msg {
        Msg::Resize(width, height) => model.size = (width, height),
        Msg::PasteIgnored => model.say(Tone::Refused, status.paste_ignored),
        Msg::Ready(catalogue) => {
            model.catalogue = Some(catalogue);
            form::ready(model);
        }
        Msg::Acted { view, said } => {
            answered(model);
            model.say(Tone::Good, said);
            show(model, view);
        }
        Msg::Refused(refusal) => {
            answered(model);
            not_recorded(model, None);
            let said = model.text.refusal.say(&refusal);
            model.say(Tone::Refused, format!("{} {}", said.what, said.remedy));
        }
        Msg::Denied(why) => {
            answered(model);
            model.say(Tone::Refused, why);
        }
        Msg::UnknownReference(text) => {
            answered(model);
            model.say(Tone::Refused, (status.unknown_reference)(&text));
        }
        Msg::Failed(why) => {
            answered(model);
            not_recorded(model, None);
            model.say(Tone::Failed, (status.failed)(&why));
        }
        Msg::Explained(entity, clocks) => on_explained(model, entity, clocks),
        Msg::Choices(entity, choices) => on_choices(model, entity, choices),
        Msg::Draft(draft) => on_draft(model, draft),
        Msg::Screen(kept) => {
            model.desk.restore(&kept);
            model.relist();
        }
        Msg::Directory(partners) => who::on_directory(model, *partners),
        Msg::Contacted { contact, said } => {
            answered(model);
            contact::recorded(model, &contact);
            call::contacted(model, &contact);
            model.say(Tone::Good, said);
        }
        Msg::Unlisted(refusal) => {
            answered(model);
            not_recorded(model, Some(&refusal));
            let said = model.text.directory.refused(&refusal);
            model.say(Tone::Refused, format!("{} {}", said.what, said.remedy));
        }
        Msg::WorkerGone => {
            not_recorded(model, None);
            model.stale = Some(Stale { since: model.now, why: Doubt::Worker });
        }
        _ => {}
    }
}

/// Brings everything that depends on size and content into agreement.
pub(super) fn settle(model: &mut Model) {
    let body = layout::frame(model.size, model.stale.is_some()).body;
    let height = usize::from(layout::desk(body).rows.height);
    model.desk.scroll(height);
    if let Some(view) = model.subject()
        && !view.partner_zone.is_empty()
        && !model.zones.contains_key(&view.partner_zone)
        && let Ok(zone) = TimeZoneDatabase::bundled().get(&view.partner_zone)
    {
        model.zones.insert(view.partner_zone.clone(), zone);
    }
    call::settle(model);
    partner::settle(model);
    settle_pages(model, body);
    // Of a State from one end to the other; few have more than one.
    let zones = who::lone_state(model).map(|state| &state.zones);
    let unknown = |name: &&String| !model.zones.contains_key(*name);
    let wanted: Vec<String> = zones.into_iter().flatten().filter(unknown).cloned().collect();
    for name in wanted {
        if let Ok(zone) = TimeZoneDatabase::bundled().get(&name) {
            model.zones.insert(name, zone);
        }
    }
}

fn settle_pages(model: &mut Model, body: Rect) {
    match std::mem::replace(&mut model.page, Page::Desk) {
        Page::Request(mut page) => {
            page.settle(body, &model.pen());
            model.page = Page::Request(page);
        }
        Page::Who(mut page) => {
            page.settle(model);
            model.page = Page::Who(page);
        }
        other => model.page = other,
    }
}

/// What waited for its record keeps what was typed.
fn not_recorded(model: &mut Model, refusal: Option<&DirectoryRefusal>) {
    contact::not_recorded(model, refusal);
    call::not_logged(model);
}

fn answered(model: &mut Model) {
    model.pending = model.pending.saturating_sub(1);
    if let Some(form) = model.page.form_mut() {
        form.sent = false;
    }
}

fn on_key(model: &mut Model, key: &KeyEvent) -> Vec<Effect> {
    let may_act = model.gate.key(key, model.at_ms);
    model.message = None;
    let interrupt = model.keymap.action(&[Scope::Everywhere], key) == Some(Action::Interrupt);
    if layout::too_small(model.size) {
        // Nobody acts on what cannot be seen.
        return if interrupt { model.leave_now() } else { Vec::new() };
    }
    if interrupt {
        return model.perform(Action::Interrupt);
    }
    if model.overlay.is_some() {
        return dialog::key(model, key, may_act);
    }
    match std::mem::replace(&mut model.page, Page::Desk) {
        Page::Form(form) => form::key(model, form, key, may_act),
        Page::Who(who) => who::key(model, who, key),
        Page::Call(call) => call::key(model, call, key, may_act),
        Page::Desk if model.desk.typing.is_some() => filter_key(model, key),
        Page::Desk => {
            let scopes = [Scope::Queue, Scope::Request, Scope::Move, Scope::Everywhere];
            let action = model.keymap.action(&scopes, key);
            acted(model, action, may_act, on_desk)
        }
        Page::Request(page) => {
            model.page = Page::Request(page);
            let scopes = [Scope::Request, Scope::Move, Scope::Everywhere];
            let fresh = model.keymap.action(&[Scope::Queue], key);
            let action = model
                .keymap
                .action(&scopes, key)
                .or(fresh.filter(|action| *action == Action::NewRequest));
            acted(model, action, may_act, on_page)
        }
    }
}

/// An action of a page: moves are the page's own, the rest is the same everywhere.
fn acted(
    model: &mut Model,
    action: Option<Action>,
    may_act: bool,
    moved: fn(&mut Model, Action),
) -> Vec<Effect> {
    match action {
        None => Vec::new(),
        Some(action) if action.scope() == Scope::Move => {
            moved(model, action);
            Vec::new()
        }
        Some(action) if action.acts_at_once() && !may_act => {
            model.refuse_key();
            Vec::new()
        }
        Some(action) => model.perform(action),
    }
}

fn on_desk(model: &mut Model, action: Action) {
    let body = layout::frame(model.size, model.stale.is_some()).body;
    let page = usize::from(layout::desk(body).rows.height).max(1);
    let desk = &mut model.desk;
    let index = desk.index();
    match action {
        Action::Up => desk.select(index.saturating_sub(1)),
        Action::Down => desk.select(index + 1),
        Action::PageUp => desk.select(index.saturating_sub(page)),
        Action::PageDown => desk.select(index + page),
        Action::HalfUp => desk.select(index.saturating_sub(page / 2)),
        Action::HalfDown => desk.select(index + page / 2),
        Action::First => desk.select(0),
        Action::Last => desk.select(usize::MAX),
        Action::Open => {
            if let Some(view) = desk.selected().cloned() {
                model.open_request(view);
            }
        }
        Action::Back if !desk.filter.is_empty() => {
            desk.filter = Filter::default();
            model.relist();
        }
        _ => {}
    }
}

fn on_page(model: &mut Model, action: Action) {
    if action == Action::Back {
        model.page = Page::Desk;
        return;
    }
    let body = layout::frame(model.size, model.stale.is_some()).body;
    if let Page::Request(page) = &mut model.page {
        page.act(action, usize::from(body.height / 2).max(1));
    }
}

fn filter_key(model: &mut Model, key: &KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Enter => model.desk.typing = None,
        KeyCode::Esc => {
            model.desk.typing = None;
            return set_filter(model, "");
        }
        KeyCode::Up => on_desk(model, Action::Up),
        KeyCode::Down => on_desk(model, Action::Down),
        _ => {
            if let Some(field) = &mut model.desk.typing
                && field.key(key)
            {
                let text = field.text().to_owned();
                return set_filter(model, &text);
            }
        }
    }
    Vec::new()
}

fn set_filter(model: &mut Model, text: &str) -> Vec<Effect> {
    model.desk.filter = Filter::parse(text);
    model.relist();
    if model.desk.view == View::Closed { model.search() } else { Vec::new() }
}

/// A paste goes into the field that has the focus. Elsewhere it is offered as a request; it never
/// runs as keys.
fn on_paste(model: &mut Model, text: String) -> Vec<Effect> {
    model.message = None;
    match (&mut model.overlay, &mut model.page) {
        (Some(Overlay::Finder(finder)), _) => finder::paste(finder, &text),
        (Some(Overlay::Fill(fill)), _) if fill.sheet.is_text() => fill.sheet.paste(&text),
        (Some(Overlay::Contact(form)), _) if form.sheet.is_text() => form.sheet.paste(&text),
        (None, Page::Form(form)) if form.sheet.is_text() => form.sheet.paste(&text),
        (None, Page::Desk) if model.desk.typing.is_some() => {
            if let Some(field) = &mut model.desk.typing {
                field.insert(&text);
                let text = field.text().to_owned();
                return set_filter(model, &text);
            }
        }
        (None, Page::Who(who)) if who.wants_text() => who::paste(model, &text),
        (None, Page::Desk | Page::Request(_)) if !text.trim().is_empty() => {
            offer_paste(model, text);
        }
        _ => model.say(Tone::Refused, model.text.desk.status.paste_ignored),
    }
    Vec::new()
}

fn offer_paste(model: &mut Model, text: String) {
    if text.len() > PASTE_MAX {
        return model.say(Tone::Refused, model.text.desk.status.paste_ignored);
    }
    let dialog = &model.text.desk.dialog;
    let question = (dialog.confirm_paste)(text.chars().count());
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(6);
    let lines = lines.map(|line| line.chars().take(120).collect()).collect();
    let import = Effect::Import { name: "clipboard.txt".to_owned(), bytes: text.into_bytes() };
    let mut ask = Ask::new(question, vec![import]);
    ask.lines = lines;
    model.open(Overlay::Ask(ask));
}

fn on_tick(model: &mut Model, jump: Option<SignedDuration>) -> Vec<Effect> {
    if let Some(by) = jump.filter(|by| by.abs() >= JUMP) {
        let said = format::duration_words(by, model.text.lang);
        model.say(Tone::Failed, (model.text.desk.status.clock_jump)(&said));
        let worse = model.stale.as_ref().is_none_or(|stale| stale.why != Doubt::Worker);
        if worse {
            model.stale = Some(Stale { since: model.now, why: Doubt::Jump(by) });
        }
    }
    let settled = |stale: &Stale| {
        stale.why != Doubt::Worker && model.now.duration_since(stale.since) > JUMP_SHOWN
    };
    if model.stale.as_ref().is_some_and(settled) {
        model.stale = None;
    }
    let due = model.desk.next_change.is_none_or(|at| at < model.now);
    let minute = model.now.as_second() % 60 == 0;
    let mut effects = if due || minute || jump.is_some() { reorder(model) } else { Vec::new() };
    // A machine that fails takes two seconds of typing with it at most.
    if let Page::Form(form) = &mut model.page
        && model.now.as_second() % 2 == 0
    {
        effects.extend(form.keep());
    }
    effects
}

/// Lists anew because time passed or the board changed; says when the officer's list moved.
fn reorder(model: &mut Model) -> Vec<Effect> {
    let officer = model.station.officer.clone();
    if model.desk.refresh(&model.board, &officer, model.now, model.text.lang) {
        model.gate.sorted(model.at_ms);
    }
    let late = model.board.counts(model.now).late;
    let more = late > model.late;
    model.late = late;
    if !more {
        return Vec::new();
    }
    let newest = model
        .board
        .requests
        .iter()
        .filter(|view| view.is_late(model.now))
        .max_by_key(|view| latest_passed(view, model.now));
    if let Some(view) = newest {
        let said = (model.text.desk.status.new_late)(&view.id);
        model.say(Tone::Refused, said);
    }
    vec![Effect::Bell]
}

fn latest_passed(view: &RequestView, now: Timestamp) -> Option<Timestamp> {
    view.open_clocks().iter().filter_map(|clock| clock.due).filter(|due| *due < now).max()
}

fn on_board(model: &mut Model) -> Vec<Effect> {
    let mut effects = reorder(model);
    if let Page::Request(page) = &mut model.page {
        match model.board.find(&page.view.entity) {
            Some(view) => page.view = Arc::clone(view),
            // Closed meanwhile, here or elsewhere: ask for what it has become.
            None => effects.extend(entity(&page.view).map(Effect::View)),
        }
    }
    effects
}

fn on_view(model: &mut Model, view: Arc<RequestView>) -> Vec<Effect> {
    show(model, view);
    Vec::new()
}

/// A newer picture of a request that may be on screen.
fn show(model: &mut Model, view: Arc<RequestView>) {
    if let Some(place) = model.desk.closed.iter_mut().find(|old| old.entity == view.entity) {
        *place = Arc::clone(&view);
    }
    if let Page::Request(page) = &mut model.page
        && page.view.entity == view.entity
    {
        page.view = view;
    }
}

fn on_found(model: &mut Model, number: u64, views: Vec<Arc<RequestView>>) -> Vec<Effect> {
    if number == model.desk.search {
        model.desk.searching = false;
        model.desk.closed = views;
        model.relist();
    }
    Vec::new()
}

fn on_registered(model: &mut Model, view: Arc<RequestView>, known: bool) -> Vec<Effect> {
    // A page may have been opened over the form meanwhile; nobody registers it twice.
    let sent = model.page.form_mut().is_some_and(|form| form.sent);
    answered(model);
    let status = &model.text.desk.status;
    let said = if known { (status.already_known)(&view.id) } else { (status.registered)(&view.id) };
    model.say(Tone::Good, said);
    model.desk.selection = Some(view.entity.clone());
    model.draft = None;
    if sent || matches!(model.page, Page::Form(_)) {
        model.open_request(view);
    }
    vec![Effect::DeleteDraft]
}

fn on_imported(model: &mut Model, views: &[Arc<RequestView>]) -> Vec<Effect> {
    answered(model);
    let ids: Vec<&str> = views.iter().map(|view| view.id.as_str()).collect();
    let said = (model.text.desk.status.imported)(views.len(), &ids.join(", "));
    model.say(Tone::Good, said);
    if let [view] = views {
        model.desk.selection = Some(view.entity.clone());
        model.open_request(Arc::clone(view));
    }
    Vec::new()
}

fn on_explained(model: &mut Model, of: EntityId, clocks: Vec<Clock>) {
    if let Some(Overlay::Waiting(waiting)) = &model.overlay
        && waiting.entity == of
    {
        let reference = waiting.view.id.clone();
        model.open(Overlay::Explain(Explain { reference, clocks, top: 0 }));
    }
}

fn on_choices(model: &mut Model, of: EntityId, choices: Vec<StepChoice>) {
    if let Some(Overlay::Waiting(waiting)) = &model.overlay
        && waiting.entity == of
    {
        let view = Arc::clone(&waiting.view);
        model.overlay = None;
        step::list(model, view, choices);
    }
}

/// A draft from before is opened again where nothing else is in hand.
fn on_draft(model: &mut Model, draft: String) {
    model.draft = Some(draft);
    if matches!(model.page, Page::Desk) && model.overlay.is_none() && model.desk.typing.is_none() {
        form::open(model);
    }
}

/// Counters and hour only: the title is read on locked and shared screens.
fn title(model: &mut Model) -> Option<Effect> {
    let time = format::clock_time(model.now, &model.zone);
    let late = model.board.counts(model.now).late;
    let title = if late > 0 { format!("({late}!) vigie {time}") } else { format!("vigie {time}") };
    if title == model.title {
        return None;
    }
    model.title.clone_from(&title);
    Some(Effect::Title(title))
}
