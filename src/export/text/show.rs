//! `show`: everything an officer may ask of one request, the clocks first.

use super::{Layout, Page, Paint, clean};
use crate::domain::catalogue::{ClockClass, FieldType};
use crate::domain::check::Level;
use crate::domain::clock::ClockState;
use crate::domain::{Audience, Relation};
use crate::export::check_sentence;
use crate::text::{call, format};
use crate::view::{ClockView, FieldView, IdentifierView, RequestView};

const LABEL: usize = 24;

pub fn show(view: &RequestView, layout: &Layout) -> String {
    let mut page = layout.page();
    top(&mut page, view);
    clocks(&mut page, view);
    checks(&mut page, view);
    conflicts(&mut page, view);
    fields(&mut page, view);
    identifiers(&mut page, view);
    files_and_links(&mut page, view);
    steps(&mut page, view);
    timeline(&mut page, view);
    page.out
}

fn top(page: &mut Page<'_>, view: &RequestView) {
    let (layout, lang) = (page.layout, page.layout.text.lang);
    let head = &layout.text.cli.head;
    let kind = view.kind_name.get(lang);
    let article = format!("{} {}", view.instrument(lang), view.article);
    let title =
        format!("{}  {}  {}", view.id, view.priority, layout.text.explain.urgency(view.urgency));
    page.painted(Paint::Bold, 0, &clean(&title));
    page.line(0, &clean(&format!("{kind} ({})", article.trim())));
    let direction = layout.text.refusal.direction(view.direction);
    let partner = view.partner_name.get(lang);
    if view.partner.is_empty() {
        page.line(0, direction);
    } else {
        page.line(0, &clean(&format!("{direction} · {partner} ({})", view.partner)));
    }
    let owners = if view.owners.is_empty() { head.nobody.into() } else { view.owners.join(", ") };
    let since = format::date_time(view.state_since, &layout.zone, lang);
    let state = format!("{}, {} {since}", view.state_name.get(lang), head.since);
    page.pair(16, &title_case(head.state), &state);
    page.pair(16, &title_case(head.owner), &owners);
    let received = format::date_time(view.received, &layout.zone, lang);
    for (label, value) in [
        (head.their_ref, view.their_ref.as_str()),
        (head.marking, &view.marking),
        (head.received, &received),
        (head.summary, &view.summary),
    ] {
        if !value.is_empty() {
            page.pair(16, label, value);
        }
    }
    if view.read_only {
        page.painted(Paint::Late, 0, head.read_only);
    }
}

fn title_case(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
}

fn clocks(page: &mut Page<'_>, view: &RequestView) {
    let started: Vec<&ClockView> = view.clocks.iter().filter(|c| c.anchor_at.is_some()).collect();
    if started.is_empty() {
        return;
    }
    page.head(page.layout.text.cli.head.clocks);
    let open = view.open_clocks();
    let done = started.iter().copied().filter(|clock| !clock.is_open());
    for clock in open.into_iter().chain(done) {
        one_clock(page, clock);
    }
}

fn one_clock(page: &mut Page<'_>, clock: &ClockView) {
    let (layout, lang) = (page.layout, page.layout.text.lang);
    let head = &layout.text.cli.head;
    let reading = clock.at(layout.now);
    let state = layout.text.refusal.clock_state(reading.state);
    let standing = match (reading.state, reading.left) {
        (ClockState::Running | ClockState::Late, Some(left)) => format::left(left.as_secs(), lang),
        (ClockState::Paused, Some(left)) => {
            format!("{} · {state}", format::left(left.as_secs(), lang))
        }
        _ => state.to_owned(),
    };
    let class = match clock.class {
        ClockClass::Legal => head.legal,
        ClockClass::Service => head.service,
    };
    let mut words = vec![standing, clean(clock.name.get(lang)), class.to_owned()];
    if let Some(due) = clock.due {
        let mark = if clock.assumed { format!(" ({})", head.assumed) } else { String::new() };
        words.push(format!("{}{mark}", format::date_time(due, &layout.zone, lang)));
    }
    if !clock.article.is_empty() {
        words.push(clean(&clock.article));
    }
    if clock.is_open() && !clock.act.get(lang).is_empty() {
        words.push(format!("→ {}", clean(clock.act.get(lang))));
    }
    let paint = match reading.state {
        ClockState::Late => Paint::Late,
        ClockState::Met | ClockState::Missed => Paint::Faint,
        _ => Paint::None,
    };
    page.painted(paint, 2, &words.join(" · "));
    for pause in &clock.pauses {
        let (since, end) = (layout.time(pause.since), layout.time(pause.end));
        let words = format!(
            "{} {since} – {end} · {} · {}",
            layout.text.refusal.clock_state(ClockState::Paused),
            clean(&pause.owner),
            clean(&pause.reason)
        );
        page.painted(Paint::Faint, 4, &words);
    }
}

fn checks(page: &mut Page<'_>, view: &RequestView) {
    if view.checks.is_empty() {
        return;
    }
    let text = page.layout.text;
    page.head(text.cli.head.checks);
    let [block, warn, info] = text.cli.head.levels;
    for check in &view.checks {
        let level = match check.level {
            Level::Block => block,
            Level::Warn => warn,
            Level::Info => info,
        };
        let sentence = clean(&check_sentence(text, check));
        let subject = clean(&check.subject);
        page.line(2, &format!("{level} {} {subject}: {sentence}", check.code));
        if let Some(aside) = &check.aside {
            page.painted(
                Paint::Faint,
                4,
                &format::labelled(text.cli.head.set_aside, &clean(aside), text.lang),
            );
        }
    }
}

fn conflicts(page: &mut Page<'_>, view: &RequestView) {
    if view.conflicts.is_empty() {
        return;
    }
    let (layout, head) = (page.layout, &page.layout.text.cli.head);
    page.head(head.conflicts);
    for conflict in &view.conflicts {
        let shown = clean(&conflict.shown);
        page.line(2, &format!("{}: {shown} ({})", clean(&conflict.field), head.shown));
        for other in &conflict.others {
            let at = layout.time(other.at);
            let by = clean(&format!("{} @ {}", other.by, other.desk));
            page.line(4, &format!("{} · {by} · {at}", clean(&other.value)));
        }
    }
}

fn fields(page: &mut Page<'_>, view: &RequestView) {
    // Said at the top already.
    const ABOVE: [&str; 8] =
        ["partner", "owner", "urgency", "priority", "marking", "received", "summary", "their_ref"];
    let (layout, lang) = (page.layout, page.layout.text.lang);
    let missing = layout.text.cli.head.missing;
    let wanted = |field: &&FieldView| field.mandatory || !field.value.is_empty();
    let mut rows = view
        .fields
        .iter()
        .filter(wanted)
        .filter(|field| !ABOVE.contains(&field.key.as_str()) || field.value.is_empty())
        .peekable();
    if rows.peek().is_none() {
        return;
    }
    page.head(layout.text.cli.head.fields);
    for field in rows {
        let value = match field.kind {
            _ if field.value.is_empty() => missing.to_owned(),
            FieldType::Instant => field.value.parse().map_or_else(
                |_| field.value.clone(),
                |at| format::date_time(at, &layout.zone, lang),
            ),
            FieldType::Period => format::period(&field.value, lang),
            _ => field.value.clone(),
        };
        page.pair(LABEL, field.label.get(lang), &value);
    }
}

fn identifiers(page: &mut Page<'_>, view: &RequestView) {
    if view.identifiers.is_empty() {
        return;
    }
    page.head(page.layout.text.cli.head.identifiers);
    for identifier in &view.identifiers {
        let words = identifier_words(identifier);
        page.line(2, &words);
    }
}

fn identifier_words(identifier: &IdentifierView) -> String {
    let mut words = format!("{} {}", identifier.kind.word(), clean(&identifier.value));
    if let Some(port) = identifier.port {
        words.push_str(&format!(":{port}"));
    }
    for more in [&identifier.protocol, &identifier.platform].into_iter().flatten() {
        words.push_str(&format!(" · {}", clean(more)));
    }
    match (identifier.at, identifier.to) {
        (Some(at), Some(to)) => {
            let (at, to) = (format::instant_utc(at), format::instant_utc(to));
            words.push_str(&format!(" · {at} – {to}"));
        }
        (Some(at), None) => words.push_str(&format!(" · {}", format::instant_utc(at))),
        _ => {}
    }
    if let Some(text) = &identifier.time_text {
        words.push_str(&format!(" · “{}”", clean(text)));
    }
    words
}

fn files_and_links(page: &mut Page<'_>, view: &RequestView) {
    let text = page.layout.text;
    if !view.attachments.is_empty() {
        page.head(text.cli.head.attachments);
        for file in &view.attachments {
            let size = format::size(file.size, text.lang);
            page.line(
                2,
                &format!("{} · {size} · sha256 {}", clean(&file.name), clean(&file.sha256)),
            );
        }
    }
    if !view.links.is_empty() {
        page.head(text.cli.head.links);
        for link in &view.links {
            let relation = Relation::from_word(&link.relation)
                .map_or_else(|| clean(&link.relation), |r| text.refusal.relation(r).to_owned());
            page.line(2, &format!("{relation} {}", clean(&link.entity)));
        }
    }
}

fn steps(page: &mut Page<'_>, view: &RequestView) {
    if view.next_steps.is_empty() {
        return;
    }
    let lang = page.layout.text.lang;
    page.head(page.layout.text.cli.head.steps);
    for step in &view.next_steps {
        page.pair(16, &step.to, step.act.get(lang));
    }
}

fn timeline(page: &mut Page<'_>, view: &RequestView) {
    let (layout, text) = (page.layout, page.layout.text);
    let head = &text.cli.head;
    page.head(head.timeline);
    for moment in &view.timeline {
        let what = match moment.audience {
            Some(Audience::Partner) => head.partner_note.to_owned(),
            Some(Audience::Source) => head.source_note.to_owned(),
            _ => clean(&text.refusal.act(&moment.what)),
        };
        let by = clean(&format!("{} @ {}", moment.by, moment.desk));
        let words = match moment.what.as_str() {
            "called" => clean(&call::line(moment.text.get(text.lang), text.directory)),
            _ => clean(moment.text.get(text.lang)),
        };
        let first = format!("{} · {by} · {what}", layout.time(moment.at));
        if moment.audience == Some(Audience::Source) {
            page.line(2, &first);
            page.block(6, moment.text.get(text.lang));
        } else if words.is_empty() {
            page.line(2, &first);
        } else {
            page.line(2, &format!("{first}: {words}"));
        }
        if let Some(reason) = &moment.struck {
            page.painted(
                Paint::Faint,
                4,
                &format::labelled(head.struck, &clean(reason), page.layout.text.lang),
            );
        }
    }
    if view.set_aside.is_empty() {
        return;
    }
    page.head(head.not_counted);
    for aside in &view.set_aside {
        let why = if aside.waiting { head.waits_for_entry } else { head.not_in_table };
        let by = clean(&aside.by);
        page.line(2, &format!("{} · {by} · {}: {why}", layout.time(aside.at), clean(&aside.to)));
    }
}
