//! The model → the screen. Reads, never changes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::action::Action;
use super::colour::Role;
use super::dialog;
use super::layout;
use super::model::{Banner, Doubt, Model, Page, Tone};
use super::pen::Pen;
use super::screen;
use super::widget::{draw_line, put_cursor, width_of, wrapped};
use crate::text::format;
use crate::view::RequestView;

pub fn view(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    let size = (area.width, area.height);
    if layout::too_small(size) {
        return too_small(model, frame, size);
    }
    let pen = model.pen();
    let parts = layout::frame(size, model.stale.is_some());
    header(model, &pen, frame, parts.header, parts.header_more.height > 0);
    on_duty(model, &pen, frame, parts.header_more);
    banner(model, &pen, frame, parts.banner);
    draw_line(frame, parts.strip, strip(model, &pen));
    match &model.page {
        Page::Desk => screen::desk::draw(model, frame, parts.body),
        Page::Request(page) => {
            let focused = model.overlay.is_none();
            screen::request::draw(page, &pen, frame, parts.body, focused);
        }
        Page::Form(form) => screen::form::draw(form, model, frame, parts.body),
        Page::Who(who) => screen::who::draw(who, model, frame, parts.body),
        Page::Call(call) => screen::call::draw(call, model, frame, parts.body),
    }
    if !message(model, &pen, frame, parts.message, parts.hints) {
        draw_line(frame, parts.hints, hints(model, &pen, usize::from(size.0)));
    }
    if let Some(overlay) = &model.overlay {
        dialog::draw(model, overlay, frame);
    }
}

/// Counters and the worst request stay in sight at any size.
fn too_small(model: &Model, frame: &mut Frame, size: (u16, u16)) {
    let pen = model.pen();
    let text = &pen.text.desk;
    let counts = model.board.counts(model.now);
    let (width, height) = layout::SMALLEST;
    let late = if counts.late > 0 { Role::Late } else { Role::Text };
    let cols = usize::from(size.0);
    let counters = Line::from(vec![
        pen.own(format!("{} {}", counts.late, text.queue.late), late),
        pen.own(format!(", {} {}", counts.open, text.queue.open), Role::Text),
    ]);
    let mut lines = vec![counters, strip(model, &pen)];
    let said = (text.header.too_small)(width, height, size.0, size.1);
    lines.extend(wrapped(&said, cols, &pen).into_iter().map(|l| Line::from(pen.own(l, Role::Dim))));
    for (y, line) in lines.into_iter().enumerate().take(usize::from(size.1)) {
        draw_line(frame, Rect::new(0, y as u16, size.0, 1), line);
    }
}

fn spread(left: Vec<Span<'static>>, right: Vec<Span<'static>>, cols: usize) -> Line<'static> {
    let fill = cols.saturating_sub(width_of(&left) + width_of(&right));
    let mut spans = left;
    spans.push(Span::raw(" ".repeat(fill)));
    spans.extend(right);
    Line::from(spans)
}

/// ` vigie MA desk-1  DEMO      Sat 21 Nov 03:14:07 (+00) UTC 03:14   S. Alaoui`
fn header(model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect, roomy: bool) {
    let text = &pen.text.desk.header;
    let station = &model.station;
    let mut left = vec![pen.own(" vigie ", Role::Title)];
    let short = match station.banner {
        Banner::None => "",
        Banner::Demo => text.demo_short,
        Banner::Training => text.training_short,
    };
    if !short.is_empty() {
        left.push(pen.own(format!(" {short} "), Role::Demo));
    }
    let dot = pen.symbols().dot;
    left.push(pen.foreign_within(&format!(" {}", station.country), 4, Role::Text));
    if roomy && !station.title.is_empty() {
        left.push(pen.foreign_within(&format!(" {} {dot}", station.title), 30, Role::Text));
    }
    left.push(pen.foreign_within(&format!(" {}", station.name), 14, Role::Text));
    let lang = pen.lang();
    let zone = if roomy { zone_name(model) } else { String::new() };
    let time = format!(
        "{} {} {zone}({}) ",
        format::day(model.now, &model.zone, lang),
        format::clock_time_seconds(model.now, &model.zone),
        format::offset(model.now, &model.zone),
    );
    let utc = format::clock_time(model.now, &jiff::tz::TimeZone::UTC);
    let mut right = vec![pen.own(time, Role::Text)];
    if area.width >= 76 {
        right.push(pen.own(format!("{dot} UTC {utc} "), Role::Text));
    }
    if !roomy {
        right.push(pen.foreign_within(&format!(" {} ", station.officer), 14, Role::Label));
    }
    let cols = usize::from(area.width);
    while width_of(&left) + width_of(&right) > cols && left.len() > 2 {
        left.pop();
    }
    draw_line(frame, area, spread(left, right, cols));
}

/// `Rabat` of `Africa/Rabat`.
fn zone_name(model: &Model) -> String {
    let name = model.zone.iana_name().unwrap_or_default();
    let city = name.rsplit('/').next().unwrap_or_default().replace('_', " ");
    if city.is_empty() { city } else { format!("{city} ") }
}

fn on_duty(model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect) {
    let text = &pen.text.desk.header;
    let officer = &model.station.officer;
    let who = if officer.is_empty() {
        pen.own(text.nobody, Role::Warning)
    } else {
        pen.foreign_within(officer, 40, Role::Label)
    };
    let said = match model.station.banner {
        Banner::None => "",
        Banner::Demo => text.demo,
        Banner::Training => text.training,
    };
    let left = vec![pen.own(format!(" {}  ", text.on_duty), Role::Dim), who];
    let right = vec![pen.own(format!("{said} "), Role::Warning)];
    draw_line(frame, area, spread(left, right, usize::from(area.width)));
}

fn banner(model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect) {
    let Some(stale) = &model.stale else { return };
    let text = &pen.text.desk.header;
    let why = match &stale.why {
        Doubt::Worker => text.why_worker.to_owned(),
        Doubt::Jump(by) => (text.why_jump)(&format::duration_words(*by, pen.lang())),
    };
    let since = format::clock_time_seconds(stale.since, &model.zone);
    let said = format::pad(&format!(" {}", (text.stale)(&since, &why)), usize::from(area.width));
    draw_line(frame, area, Line::from(pen.own(said, Role::Stale)));
}

/// What is late now, or what ends next. The place of the alarms.
fn strip(model: &Model, pen: &Pen<'_>) -> Line<'static> {
    let text = &pen.text.desk.header;
    let lang = pen.lang();
    let ends = |view: &RequestView| view.next_clock(model.now).and_then(|clock| clock.due);
    let open = || model.board.requests.iter().filter(|view| !view.closed);
    let late = open()
        .filter(|view| view.is_late(model.now))
        .min_by_key(|view| (crate::view::rank(view, model.now), ends(view)));
    let next = || open().filter(|view| ends(view).is_some()).min_by_key(|view| ends(view));
    let (lead, role, view) = match (late, next()) {
        (Some(view), _) => (format!(" {0}{0} ", pen.symbols().late), Role::Late, view),
        (None, Some(view)) => {
            (format!(" {}{}", text.next, pen.text.desk.words.colon), Role::Dim, view)
        }
        (None, None) => return Line::from(pen.own(format!(" {}", text.calm), Role::Ok)),
    };
    let clock = view.next_clock(model.now);
    let left = clock.and_then(|clock| clock.at(model.now).left);
    let mut spans = vec![
        pen.own(lead, role),
        pen.foreign_within(clock.map_or("", |c| c.name.get(lang)), 24, Role::Text),
        Span::raw("  "),
        pen.foreign(&view.id, Role::Title),
        pen.foreign(&format!("  {}  ", view.partner), Role::Text),
        pen.own(left.map(|l| format::left(l.as_secs(), lang)).unwrap_or_default(), role),
    ];
    let others = model.board.counts(model.now).late.saturating_sub(1);
    if others > 0 {
        spans.push(pen.own(format!("   {}", (text.more)(others)), Role::Late));
    }
    Line::from(spans)
}

/// Draws the line of the message. A long one takes the line of the hints as well: then true.
fn message(model: &Model, pen: &Pen<'_>, frame: &mut Frame, area: Rect, below: Rect) -> bool {
    let cols = usize::from(area.width);
    if let (Page::Desk, Some(field)) = (&model.page, &model.desk.typing) {
        let help = pen.text.desk.queue.filter_help;
        let room = cols.saturating_sub(4);
        let (text, at) = field.window(room);
        let mut spans = vec![pen.own(" / ", Role::Key), pen.own(text, Role::Text)];
        if width_of(&spans) + format::width(help) + 4 < cols {
            spans.push(pen.own(format!("   {help}"), Role::Dim));
        }
        draw_line(frame, area, Line::from(spans));
        put_cursor(frame, area.x + 3 + at as u16, area.y, model.overlay.is_none());
        return false;
    }
    let Some(message) = &model.message else { return false };
    let role = match message.tone {
        Tone::Plain => Role::Text,
        Tone::Good => Role::Ok,
        Tone::Refused => Role::Warning,
        Tone::Failed => Role::Error,
    };
    let clean = pen.clean_block(&message.text).replace('\n', " ");
    let lines = wrapped(&clean, cols.saturating_sub(2), pen);
    let long = lines.len() > 1;
    for (line, place) in lines.into_iter().zip([area, below]) {
        draw_line(frame, place, Line::from(vec![Span::raw(" "), pen.own(line, role)]));
    }
    long
}

/// What is likeliest done in this place.
fn likely(model: &Model) -> &'static [Action] {
    const DESK: [Action; 12] = [
        Action::Open,
        Action::Acknowledge,
        Action::Take,
        Action::Step,
        Action::NewRequest,
        Action::Who,
        Action::Note,
        Action::Explain,
        Action::Filter,
        Action::NextView,
        Action::Palette,
        Action::Quit,
    ];
    const REQUEST: [Action; 13] = [
        Action::Back,
        Action::Acknowledge,
        Action::Take,
        Action::Step,
        Action::CallPartner,
        Action::CallBack,
        Action::Note,
        Action::Edit,
        Action::Explain,
        Action::Pause,
        Action::Undo,
        Action::NextPane,
        Action::Palette,
    ];
    const FORM: [Action; 5] =
        [Action::NextPane, Action::PreviousPane, Action::Submit, Action::Back, Action::Discard];
    const LIST: [Action; 4] = [Action::Up, Action::Down, Action::Open, Action::Back];
    const FILL: [Action; 4] = [Action::NextPane, Action::Switch, Action::Submit, Action::Back];
    const TYPED: [Action; 3] = [Action::Open, Action::Back, Action::NextPane];
    const WHO: [Action; 10] = [
        Action::Open,
        Action::Back,
        Action::Look,
        Action::CopyNumber,
        Action::Routes,
        Action::Debt,
        Action::Verified,
        Action::Ping,
        Action::EditContact,
        Action::NewContact,
    ];
    const CALL: [Action; 7] = [
        Action::Answered,
        Action::Busy,
        Action::NoAnswer,
        Action::WrongNumber,
        Action::RefusedCall,
        Action::Skip,
        Action::Back,
    ];
    use dialog::Overlay;
    match (&model.overlay, &model.page) {
        (Some(Overlay::Fill(_) | Overlay::Contact(_)), _) => &FILL,
        (Some(Overlay::CallBack(_)), _) => &[Action::Confirm, Action::Decline, Action::Back],
        (Some(Overlay::Ask(_)), _) => &[Action::Confirm, Action::Decline],
        (Some(_), _) => &LIST,
        (None, Page::Desk) => &DESK,
        (None, Page::Request(_)) => &REQUEST,
        (None, Page::Form(_)) => &FORM,
        (None, Page::Who(who)) if who.wants_text() => &TYPED,
        (None, Page::Who(_)) => &WHO,
        (None, Page::Call(_)) => &CALL,
    }
}

/// The likeliest keys of this place, from the key map.
fn hints(model: &Model, pen: &Pen<'_>, cols: usize) -> Line<'static> {
    let help = if model.wants_text() { Vec::new() } else { hint(Action::Help, model, pen) };
    let tabs = tabs(model, pen, cols);
    let room = cols.saturating_sub(width_of(&help) + width_of(&tabs));
    let mut spans = vec![Span::raw(" ")];
    for action in likely(model) {
        let more = hint(*action, model, pen);
        if width_of(&spans) + width_of(&more) > room {
            break;
        }
        spans.extend(more);
    }
    if model.overlay.is_none() {
        spans.extend(help);
    }
    spread(spans, tabs, cols)
}

/// `[1 Desk] 2 Who`: the pages that are always one key away, where there is room to say so.
fn tabs(model: &Model, pen: &Pen<'_>, cols: usize) -> Vec<Span<'static>> {
    if cols < 100 || model.overlay.is_some() || matches!(model.page, Page::Form(_)) {
        return Vec::new();
    }
    let here = [matches!(model.page, Page::Desk), matches!(model.page, Page::Who(_))];
    let typing = model.wants_text();
    let mut spans = Vec::new();
    let pages = [Action::ShowDesk, Action::ShowWho].into_iter().zip(pen.text.who_page.tabs);
    for ((action, name), here) in pages.zip(here) {
        let (open, close) = if here { ("[", "]") } else { (" ", " ") };
        let name_role = if here { Role::Title } else { Role::Dim };
        // While text is typed a digit is a digit.
        let key_role = if typing { Role::Dim } else { Role::Key };
        spans.extend([
            pen.own(open, name_role),
            pen.own(format!("{} ", model.keymap.shown(action)), key_role),
            pen.own(format!("{name}{close}"), name_role),
        ]);
    }
    spans
}

fn hint(action: Action, model: &Model, pen: &Pen<'_>) -> Vec<Span<'static>> {
    let key = model.keymap.shown(action);
    let name = match &model.page {
        Page::Who(who) if action == Action::Open && who.wants_text() => pen.text.who_page.commands,
        Page::Who(_) if action == Action::Open => Action::CallPartner.say(&pen.text).name,
        _ => action.say(&pen.text).name,
    };
    vec![pen.own(key, Role::Key), pen.own(format!(" {name}  "), Role::Dim)]
}
