//! `routes`: which instruments are open with a State today, and why the others are not.

use jiff::civil::Date;

use super::who::{confidence, known};
use super::{Layout, Page, Paint, clean};
use crate::domain::catalogue::{Confidence, Nature};
use crate::domain::routes::Standing;
use crate::text::format;
use crate::text::refusal::filled;
use crate::text::who::WhoText;
use crate::view::StateView;
use crate::view::directory::{PartyView, RouteView};

/// `home` is our country, alpha-2: of it, what it is bound by.
pub fn routes(state: &StateView, home: &str, layout: &Layout) -> String {
    let (words, today) = (layout.text.who, today(layout));
    let mut page = layout.page();
    let own = state.code == home;
    let name = format!("{} {}", state.code, state.name.get(layout.text.lang));
    let head = match own {
        true => filled(words.routes_own, &[name, today.to_string()]),
        false => filled(words.routes_with, &[name, home.to_owned(), today.to_string()]),
    };
    page.painted(Paint::Bold, 0, &head);
    let (open, shut): (Vec<_>, Vec<_>) = state.routes.iter().partition(|r| r.is_open(today));
    if open.is_empty() {
        page.line(0, words.no_route);
    }
    for route in open.iter().chain(&shut) {
        one(&mut page, route, &state.code, home, today);
    }
    if state.routes.iter().any(is_doubtful) {
        if !layout.plain {
            page.out.push('\n');
        }
        page.line(0, words.doubtful);
    }
    page.out
}

/// For `who`: what is open today, and what is not yet.
pub(super) fn brief(layout: &Layout, state: &StateView) -> Vec<String> {
    let (words, today, lang) = (layout.text.who, today(layout), layout.text.lang);
    let named = |route: &RouteView| {
        let mark = if is_doubtful(route) { " ?" } else { "" };
        let until = route.since.filter(|since| *since > today);
        let until = until.map(|day| format!(" ({})", filled(words.opens_on, &[day.to_string()])));
        format!("{}{mark}{}", clean(route.short(lang)), until.unwrap_or_default())
    };
    let routes = || state.routes.iter().filter(|route| !route.adds_nothing);
    let list = |open: bool| {
        let wanted = routes().filter(|r| r.is_open(today) == open && (open || r.is_shared()));
        wanted.map(named).collect::<Vec<_>>().join(" · ")
    };
    let open = list(true);
    let open = if open.is_empty() { words.no_route.to_owned() } else { open };
    let mut lines = vec![format::labelled(words.routes_open, &open, lang)];
    let shut = list(false);
    if !shut.is_empty() {
        lines.push(format::labelled(words.routes_shut, &shut, lang));
    }
    lines
}

/// The day at this desk.
fn today(layout: &Layout) -> Date {
    layout.zone.to_datetime(layout.now).date()
}

fn is_doubtful(route: &RouteView) -> bool {
    route.confidence != Confidence::High
}

fn one(page: &mut Page<'_>, route: &RouteView, state: &str, home: &str, today: Date) {
    let (layout, lang) = (page.layout, page.layout.text.lang);
    let words = layout.text.who;
    let mark = if is_doubtful(route) { " ?" } else { "" };
    let status = status(words, route, today);
    let paint = if route.is_open(today) { Paint::None } else { Paint::Faint };
    if !layout.plain {
        page.out.push('\n');
    }
    page.painted(paint, 0, &format!("{} · {status}{mark}", clean(route.short(lang))));
    let name = route.name.get(lang);
    if name != route.short(lang) && !name.is_empty() {
        page.line(2, &clean(name));
    }
    if route.adds_nothing {
        page.line(2, words.adds_nothing);
    }
    if route.derived {
        page.line(2, words.derived);
    }
    let sides: Vec<(&str, &PartyView)> = match state == home {
        true => vec![(home, &route.ours)],
        false => vec![(state, &route.theirs), (home, &route.ours)],
    };
    let said = sides.iter().map(|(code, party)| side(words, code, party, route.nature));
    page.line(2, &said.collect::<Vec<_>>().join(" · "));
    for (code, party) in &sides {
        for declared in &party.declarations {
            let head = filled(words.declarations, &[(*code).to_owned()]);
            page.line(2, &format::labelled(&head, &clean(declared.get(lang)), lang));
        }
        if !party.note.is_empty() {
            page.line(2, &format::labelled(code, &clean(party.note.get(lang)), lang));
        }
    }
    if !route.note.is_empty() {
        page.line(2, &clean(route.note.get(lang)));
    }
    sources(page, route, &sides);
}

fn status(words: &WhoText, route: &RouteView, today: Date) -> String {
    if let Some(until) = route.until.filter(|until| *until <= today) {
        return filled(words.ended, &[until.to_string()]);
    }
    match route.since {
        Some(since) if since <= today => filled(words.open_since, &[since.to_string()]),
        Some(since) => filled(words.opens_on, &[since.to_string()]),
        None if route.open_always => words.open.to_owned(),
        None => words.not_open.to_owned(),
    }
}

/// What a State is to an instrument, and since when.
pub fn side(words: &WhoText, code: &str, party: &PartyView, nature: Nature) -> String {
    let dated = |day: &str, with: &str, without: &str| {
        let words = if day.is_empty() { without } else { with };
        filled(words, &[code.to_owned(), day.to_owned()])
    };
    if !party.ended.is_empty() {
        return dated(&party.ended, words.left_on, words.left_on);
    }
    match party.standing {
        Standing::None if nature == Nature::Treaty => dated("", "", words.not_party),
        Standing::None => dated("", "", words.not_member),
        Standing::Invited => dated("", "", words.invited),
        Standing::Signatory => dated(&party.signed, words.signed_on, words.signed),
        Standing::Ratified => dated(&party.deposited, words.ratified_on, words.ratified),
        Standing::Party => dated(&party.in_force, words.party_since, words.party),
        Standing::Member => dated(&party.in_force, words.member_since, words.member),
    }
}

/// Where each side is known from; once where it is the same.
fn sources(page: &mut Page<'_>, route: &RouteView, sides: &[(&str, &PartyView)]) {
    let layout = page.layout;
    let lines: Vec<(&str, String)> =
        sides.iter().map(|(code, party)| (*code, known(layout, &party.known))).collect();
    let same = lines.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a == b));
    let told: Vec<&(&str, String)> = lines.iter().filter(|(_, line)| !line.is_empty()).collect();
    if told.is_empty() {
        page.painted(Paint::Faint, 2, &confidence(layout, route.confidence));
    }
    for (code, line) in told.iter().take(if same { 1 } else { 2 }) {
        let line = if same { line.clone() } else { format::labelled(code, line, layout.text.lang) };
        page.painted(Paint::Faint, 2, &line);
    }
}
