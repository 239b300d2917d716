//! `queue` and `due`: one request per line, two on a narrow terminal.

use super::{Layout, Page, Paint, clean};
use crate::domain::Direction;
use crate::domain::catalogue::ClockClass;
use crate::domain::clock::ClockState;
use crate::text::format::{self, pad, truncate, width};
use crate::text::refusal::filled;
use crate::view::{Rank, RequestView, rank};

/// Columns from which a request has a line of its own.
const WIDE: usize = 72;
/// Columns from which owners are named in full.
const ROOMY: usize = 100;

/// Requests in the order given. `nothing` stands where there is none.
pub fn queue(views: &[impl AsRef<RequestView>], nothing: &str, layout: &Layout) -> String {
    let mut page = layout.page();
    if layout.plain {
        views.iter().for_each(|view| plain(&mut page, view.as_ref()));
        return page.out;
    }
    if views.is_empty() {
        page.line(0, nothing);
        return page.out;
    }
    if page.width >= WIDE {
        heads(&mut page);
    }
    for view in views {
        let view = view.as_ref();
        if page.width >= WIDE { wide(&mut page, view) } else { narrow(&mut page, view) }
    }
    let late = views.iter().filter(|view| view.as_ref().is_late(layout.now)).count();
    let open = views.iter().filter(|view| !view.as_ref().closed).count();
    page.out.push('\n');
    page.line(0, &filled(layout.text.cli.head.counts, &[open.to_string(), late.to_string()]));
    page.out
}

/// Tab-separated, in this order for good: reference, seconds left, partner, direction, priority,
/// state, clock, owner.
fn plain(page: &mut Page<'_>, view: &RequestView) {
    let now = page.layout.now;
    let next = view.next_clock(now);
    let left = next.and_then(|clock| clock.at(now).left);
    let cells = [
        view.id.clone(),
        left.map_or_else(String::new, |left| left.as_secs().to_string()),
        view.partner.clone(),
        view.direction.word().to_owned(),
        view.priority.clone(),
        view.state.clone(),
        next.map_or_else(String::new, |clock| clock.id.clone()),
        view.owners.join(", "),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| clean(cell)).collect();
    page.out.push_str(&cells.join("\t"));
    page.out.push('\n');
}

const LEFT: usize = 18;
const ID: usize = 15;
const WITH: usize = 4;
const PRIORITY: usize = 2;

fn heads(page: &mut Page<'_>) {
    let head = &page.layout.text.cli.head;
    let [state, act, owner] = flexible(page.width);
    let line = [
        pad(&format!("   {}", head.left), LEFT),
        pad(head.reference, ID),
        pad(head.with, WITH),
        pad("", PRIORITY),
        pad(&truncate(head.state, state), state),
        pad(&truncate(head.next, act), act),
        truncate(head.owner, owner).into(),
    ];
    let line = page.layout.paint(Paint::Faint, line.join(" ").trim_end());
    page.out.push_str(&line);
    page.out.push('\n');
}

/// Columns of state, act and owner.
fn flexible(total: usize) -> [usize; 3] {
    let rest = total.saturating_sub(LEFT + ID + WITH + PRIORITY + 6);
    let owner = if total < ROOMY { 5 } else { (rest / 4).clamp(12, 20) };
    let state = (rest / 3).clamp(8, 24);
    [state, rest.saturating_sub(owner + state), owner]
}

fn wide(page: &mut Page<'_>, view: &RequestView) {
    let lang = page.layout.text.lang;
    let [state, act, owner] = flexible(page.width);
    let (left, paint) = left(page.layout, view);
    let cell = |text: &str, columns: usize| pad(&truncate(&clean(text), columns), columns);
    let next = view.next_clock(page.layout.now).map_or("", |clock| clock.act.get(lang));
    let line = [
        page.layout.paint(paint, &pad(&left, LEFT)),
        cell(&view.id, ID),
        cell(&with(view), WITH),
        cell(&view.priority, PRIORITY),
        cell(&state_of(page.layout, view), state),
        cell(next, act),
        cell(&owners(page, view), owner),
    ];
    page.out.push_str(line.join(" ").trim_end());
    page.out.push('\n');
}

/// Names, or their initials where there is little room.
fn owners(page: &Page<'_>, view: &RequestView) -> String {
    if page.width >= ROOMY {
        return view.owners.join(", ");
    }
    let initials = |name: &String| {
        name.split_whitespace().filter_map(|word| word.chars().next()).collect::<String>()
    };
    view.owners.iter().map(initials).collect::<Vec<_>>().join(",")
}

fn narrow(page: &mut Page<'_>, view: &RequestView) {
    let lang = page.layout.text.lang;
    let (left, paint) = left(page.layout, view);
    let about = format!("{} {} {}", clean(&view.id), with(view), clean(&view.priority));
    let gap = page.width.saturating_sub(width(&about) + width(&left)).max(1);
    let line = format!("{about}{}{}", " ".repeat(gap), page.layout.paint(paint, &left));
    page.out.push_str(line.trim_end());
    page.out.push('\n');
    let next = view.next_clock(page.layout.now).map_or("", |clock| clock.act.get(lang));
    let state = clean(&state_of(page.layout, view));
    let below = match next {
        "" => format!("  {state}"),
        next => format!("  {state} · {}", clean(next)),
    };
    page.out.push_str(&truncate(&below, page.width));
    page.out.push('\n');
}

/// What is left on the clock that ends first, after two marks: `!` late, `L` a legal clock; `~` an
/// assumed end, `‖` a paused clock.
pub(super) fn left(layout: &Layout, view: &RequestView) -> (String, Paint) {
    let Some(clock) = view.next_clock(layout.now) else {
        return ("   ·".to_owned(), Paint::Faint);
    };
    let reading = clock.at(layout.now);
    let seconds = reading.left.map_or(0, |left| left.as_secs());
    let first = match (reading.state, clock.class) {
        (ClockState::Late, _) => '!',
        (_, ClockClass::Legal) => 'L',
        _ => ' ',
    };
    let second = match (reading.state, clock.assumed) {
        (ClockState::Paused, _) => '‖',
        (_, true) => '~',
        _ => ' ',
    };
    let paint = match rank(view, layout.now) {
        _ if reading.state == ClockState::Late => Paint::Late,
        Rank::LegalSoon | Rank::First => Paint::Soon,
        _ => Paint::None,
    };
    (format!("{first}{second} {}", format::left(seconds, layout.text.lang)), paint)
}

/// Partner and direction: `FR>` went out, `FR<` came in.
fn with(view: &RequestView) -> String {
    let arrow = match view.direction {
        Direction::In => "<",
        Direction::Out => ">",
        Direction::Internal => "=",
    };
    format!("{}{arrow}", clean(&view.partner))
}

fn state_of(layout: &Layout, view: &RequestView) -> String {
    let state = view.state_name.get(layout.text.lang);
    if view.conflicts.is_empty() {
        state.to_owned()
    } else {
        format!("{state} ({})", layout.text.cli.head.conflict_mark)
    }
}
