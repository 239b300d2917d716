//! Every command by name, with its key: the palette, and the help of this place. Both are made from
//! the table of actions. What cannot be done now stays, with the reason.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Overlay;
use crate::text::format;
use crate::tui::action::{Action, Scope};
use crate::tui::colour::Role;
use crate::tui::layout;
use crate::tui::model::{Effect, Model, Page, Tone};
use crate::tui::screen::desk::{View, scrolled};
use crate::tui::widget::field::Field;
use crate::tui::widget::{boxed, draw_line, put_cursor};
use crate::view::Sort;

pub struct Finder {
    pub field: Field,
    all: Vec<Item>,
    /// Indices into `all`, the best first.
    shown: Vec<usize>,
    cursor: usize,
    help: bool,
}

struct Item {
    group: &'static str,
    name: String,
    about: String,
    key: String,
    run: Run,
    /// Why it cannot be done now.
    off: Option<&'static str>,
}

#[derive(Clone)]
enum Run {
    Do(Action),
    Show(View),
    Order(Sort),
    Open(String),
}

pub fn open(model: &mut Model, help: bool) {
    let mut all: Vec<Item> = Action::ALL
        .iter()
        .filter(|action| help || !action.is_movement())
        .filter(|action| !help || counts_here(model, **action))
        .map(|action| item(model, *action))
        .collect();
    if !help {
        all.extend(views_and_orders(model));
        all.extend(requests(model));
    }
    let shown = (0..all.len()).collect();
    model.open(Overlay::Finder(Finder { field: Field::default(), all, shown, cursor: 0, help }));
}

/// Help shows what has a meaning on this page.
fn counts_here(model: &Model, action: Action) -> bool {
    match (&model.page, action.scope()) {
        (_, Scope::Everywhere) => true,
        (Page::Form(_), scope) => scope == Scope::Form,
        (_, Scope::Move) => true,
        (Page::Who(_), scope) => scope == Scope::Who,
        (Page::Call(_), scope) => scope == Scope::Call,
        (_, Scope::Request) => true,
        (_, Scope::Who | Scope::Call) => false,
        (Page::Desk, Scope::Queue) => true,
        (Page::Request(_), Scope::Queue) => action == Action::NewRequest,
        (_, Scope::Form | Scope::Question) => true,
    }
}

fn item(model: &Model, action: Action) -> Item {
    let say = action.say(&model.text);
    Item {
        group: action.scope().title(&model.text),
        name: say.name.to_owned(),
        about: say.help.to_owned(),
        key: model.keymap.all_shown(action),
        run: Run::Do(action),
        off: model.why_not(action),
    }
}

fn views_and_orders(model: &Model) -> Vec<Item> {
    let text = &model.text.desk.queue;
    let group = Scope::Queue.title(&model.text);
    let item = |name: String, run| Item {
        group,
        name,
        about: String::new(),
        key: String::new(),
        run,
        off: None,
    };
    let views = View::ALL
        .iter()
        .zip(text.views)
        .map(|(view, name)| item(format!("{}: {name}", text.view), Run::Show(*view)));
    let sorts = Sort::ALL.iter().zip(text.sorts).map(|(sort, name)| {
        item(format!("{}: {name}", model.text.desk.actions.sort.name), Run::Order(*sort))
    });
    views.chain(sorts).collect()
}

fn requests(model: &Model) -> Vec<Item> {
    let group = Scope::Request.title(&model.text);
    let open = model.text.desk.dialog.open_request;
    model
        .board
        .requests
        .iter()
        .map(|view| Item {
            group,
            name: format!("{open} {}", view.id),
            about: format!("{} {}", view.partner, view.kind_name.get(model.text.lang)),
            key: String::new(),
            run: Run::Open(view.entity.clone()),
            off: None,
        })
        .collect()
}

pub fn key(model: &mut Model, mut finder: Finder, key: &KeyEvent) -> Vec<Effect> {
    let last = finder.shown.len().saturating_sub(1);
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Enter => return run(model, finder),
        KeyCode::Up => finder.cursor = finder.cursor.saturating_sub(1),
        KeyCode::Char('p') if control => finder.cursor = finder.cursor.saturating_sub(1),
        KeyCode::Down => finder.cursor = (finder.cursor + 1).min(last),
        KeyCode::Char('n') if control => finder.cursor = (finder.cursor + 1).min(last),
        KeyCode::PageUp => finder.cursor = finder.cursor.saturating_sub(10),
        KeyCode::PageDown => finder.cursor = (finder.cursor + 10).min(last),
        _ => {
            if finder.field.key(key) {
                search(&mut finder);
            }
        }
    }
    model.overlay = Some(Overlay::Finder(finder));
    Vec::new()
}

pub fn paste(finder: &mut Finder, text: &str) {
    finder.field.insert(text);
    search(finder);
}

fn search(finder: &mut Finder) {
    finder.cursor = 0;
    let typed = finder.field.text().trim();
    if typed.is_empty() {
        finder.shown = (0..finder.all.len()).collect();
        return;
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, usize)> = finder
        .all
        .iter()
        .enumerate()
        .filter_map(|(at, item)| {
            // A match in the name weighs more than one in the sentence; a key typed is found too.
            let in_name = pattern.score(Utf32Str::new(&item.name, &mut buffer), &mut matcher);
            let in_about = pattern.score(Utf32Str::new(&item.about, &mut buffer), &mut matcher);
            let is_key = item.key.split(' ').any(|key| key == typed);
            let score = in_name.map(|s| s * 2).max(in_about).max(is_key.then_some(u32::MAX))?;
            Some((score, at))
        })
        .collect();
    scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    finder.shown = scored.into_iter().map(|(_, at)| at).collect();
}

fn run(model: &mut Model, finder: Finder) -> Vec<Effect> {
    let item = finder.shown.get(finder.cursor).and_then(|at| finder.all.get(*at));
    let Some((run, off)) = item.map(|item| (item.run.clone(), item.off)) else {
        model.overlay = Some(Overlay::Finder(finder));
        return Vec::new();
    };
    if let Some(why) = off {
        model.say(Tone::Refused, why);
        model.overlay = Some(Overlay::Finder(finder));
        return Vec::new();
    }
    match run {
        Run::Do(action) => model.perform(action),
        Run::Show(view) => model.show_view(view),
        Run::Order(sort) => {
            model.desk.sort = sort;
            model.relist();
            Vec::new()
        }
        Run::Open(entity) => {
            if let Some(view) = model.board.find(&entity).cloned() {
                model.open_request(view);
            }
            Vec::new()
        }
    }
}

/// Rows as drawn: group headings only while nothing is typed.
fn rows(finder: &Finder) -> (Vec<Result<usize, &'static str>>, usize) {
    let (mut rows, mut here) = (Vec::new(), 0);
    let mut group = "";
    for (place, at) in finder.shown.iter().enumerate() {
        let Some(item) = finder.all.get(*at) else { continue };
        if finder.field.text().is_empty() && item.group != group {
            group = item.group;
            rows.push(Err(group));
        }
        if place == finder.cursor {
            here = rows.len();
        }
        rows.push(Ok(*at));
    }
    (rows, here)
}

pub fn draw(finder: &Finder, model: &Model, frame: &mut Frame) {
    let pen = model.pen();
    let text = &pen.text.desk.dialog;
    let (rows, here) = rows(finder);
    let wanted = u16::try_from(finder.all.len() + 8).unwrap_or(u16::MAX);
    let height = wanted.min(model.size.1.saturating_sub(2));
    let area = layout::centred(model.size, model.size.0.saturating_sub(4).min(100), height);
    let name = if finder.help { text.help } else { text.palette };
    let title = vec![
        pen.own(name, Role::Title),
        pen.own(format!(" {} {}", pen.symbols().dash, text.type_to_find), Role::Dim),
    ];
    let inside = boxed::draw(frame, area, title, true, &pen);
    if inside.height == 0 {
        return;
    }
    let cols = usize::from(inside.width);
    let (typed, at) = finder.field.window(cols.saturating_sub(4));
    let prompt = Line::from(vec![pen.own(" : ", Role::Key), pen.own(typed, Role::Text)]);
    draw_line(frame, Rect { height: 1, ..inside }, prompt);
    put_cursor(frame, inside.x + 3 + at as u16, inside.y, true);
    let legend = u16::from(finder.help && inside.height > 4);
    let list = Rect { y: inside.y + 1, height: inside.height - 1 - legend, ..inside };
    if legend > 0 {
        draw_line(frame, Rect { y: list.bottom(), height: 1, ..inside }, marks(&pen));
    }
    if rows.is_empty() {
        draw_line(
            frame,
            list,
            Line::from(pen.own(format!("   {}", text.nothing_found), Role::Dim)),
        );
    }
    let height = usize::from(list.height);
    let top = scrolled(0, here, rows.len(), height);
    for (row, what) in rows.iter().enumerate().skip(top).take(height) {
        let place = Rect { y: list.y + (row - top) as u16, height: 1, ..list };
        match what {
            Err(group) => draw_line(frame, place, Line::from(pen.own(*group, Role::Title))),
            Ok(at) => {
                if let Some(item) = finder.all.get(*at) {
                    draw_item(item, row == here, cols, &pen, frame, place);
                }
            }
        }
    }
}

/// What the marks of the queue mean.
fn marks(pen: &crate::tui::pen::Pen<'_>) -> Line<'static> {
    let symbols = pen.symbols();
    let signs = [
        (symbols.late, Role::Late),
        (symbols.legal, Role::Legal),
        (symbols.assumed, Role::Assumed),
        (symbols.paused, Role::Paused),
    ];
    let mut spans = vec![Span::raw(" ")];
    for ((sign, role), name) in signs.into_iter().zip(pen.text.desk.dialog.marks) {
        spans.push(pen.own(sign, role));
        spans.push(pen.own(format!(" {name}   "), Role::Dim));
    }
    Line::from(spans)
}

fn draw_item(
    item: &Item,
    here: bool,
    cols: usize,
    pen: &crate::tui::pen::Pen<'_>,
    frame: &mut Frame,
    place: Rect,
) {
    let role = if item.off.is_some() { Role::Dim } else { Role::Text };
    let names = 24.min(cols / 3);
    let about = item.off.unwrap_or(&item.about);
    let key = pen.foreign_within(&item.key, 16, Role::Key);
    let name = pen.foreign_within(&item.name, names, role);
    let fill = (names + 2).saturating_sub(format::width(&name.content));
    let gap = 17_usize.saturating_sub(format::width(&key.content));
    let line = Line::from(vec![
        pen.own(if here { pen.symbols().cursor } else { " " }, Role::Text),
        Span::raw(" "),
        key,
        Span::raw(" ".repeat(gap)),
        name,
        Span::raw(" ".repeat(fill)),
        pen.foreign_within(about, cols.saturating_sub(names + 22), Role::Dim),
    ]);
    draw_line(frame, place, line);
    if here {
        frame.buffer_mut().set_style(place, pen.selected());
    }
}
