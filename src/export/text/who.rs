//! `who`: States with their contacts, who is calling, and the partner of a request.

mod card;
mod known;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::queue::left;
use super::routes::brief;
use super::{Layout, Page, Paint, UNBROKEN, clean};
use crate::domain::Direction;
use crate::domain::catalogue::Confidence;
use crate::domain::directory::{Encryption, Notifies, Outcome, Standing, number};
use crate::export::partner::{Bearings, Partner, by_urgency, in_order, owed};
use crate::text::format::{self, Unit};
use crate::text::refusal::filled;
use crate::view::directory::{ChannelView, Tally};
use crate::view::ladder::Opening;
use crate::view::{ContactView, RequestView, StateView};

pub use card::card;
pub(super) use known::{confidence, known};

/// States that were not shown in full are named at the end: `also` of them, and so many `more`.
pub fn who(
    partners: &[Partner],
    also: &[StateView],
    more: usize,
    layout: &Layout,
    at: Bearings<'_>,
) -> String {
    let mut page = layout.page();
    for partner in partners {
        gap(&mut page);
        state(&mut page, &partner.state, at, Depth::Whole);
        contacts(&mut page, partner, at, Depth::Line);
        let mut open: Vec<&RequestView> = partner.requests.iter().collect();
        by_urgency(&mut open, layout.now);
        requests(&mut page, layout.text.who.requests, &partner.state.code, &open);
    }
    if !also.is_empty() {
        gap(&mut page);
        page.line(0, &others(layout, also, more));
    }
    page.out
}

/// Nothing typed: a line for each State with contacts.
pub fn partners(partners: &[Partner], layout: &Layout, at: Bearings<'_>) -> String {
    let mut page = layout.page();
    for partner in partners {
        let hour = hour(layout, &partner.state, at);
        let [contacts, requests] = layout.text.who.counted;
        let counted = |n: usize, (one, many): Unit| {
            format::count(u64::try_from(n).unwrap_or(u64::MAX), one, many, layout.text.lang)
        };
        let counts =
            [counted(partner.contacts.len(), contacts), counted(partner.requests.len(), requests)];
        let counts = counts.join(" · ");
        page.line(0, &format!("{} · {hour} · {counts}", named(layout, &partner.state)));
    }
    page.out
}

/// Who is calling: contacts one of whose numbers ends with `digits`, and what we owe their States.
pub fn caller(partners: &[Partner], digits: &str, layout: &Layout, at: Bearings<'_>) -> String {
    let words = layout.text.who;
    let mut page = layout.page();
    for partner in partners {
        for contact in &partner.contacts {
            let (ours, _): (Vec<_>, Vec<_>) =
                contact.channels.iter().partition(|channel| ends_with(channel, digits));
            for channel in ours {
                gap(&mut page);
                page.line(0, &filled(words.calls, &[number::spaced(&channel.value)]));
                contact_head(&mut page, contact, &partner.state, at);
                one_channel(&mut page, contact, channel, None, at);
            }
        }
    }
    gap(&mut page);
    page.painted(Paint::Soon, 0, words.forged);
    for partner in partners {
        gap(&mut page);
        state(&mut page, &partner.state, at, Depth::Line);
        let ours = owed(&partner.requests, layout.now);
        if ours.is_empty() {
            page.line(2, &filled(words.nothing_owed, std::slice::from_ref(&partner.state.code)));
        }
        requests(&mut page, words.owed, &partner.state.code, &ours);
    }
    page.out
}

/// Whether a channel is a number that ends with these digits.
pub fn ends_with(channel: &ChannelView, digits: &str) -> bool {
    let own: String = channel.value.chars().filter(char::is_ascii_digit).collect();
    channel.kind.is_number() && own.ends_with(digits)
}

/// The block of `show`: the State, its hour, and who is called first.
pub fn partner(partner: &Partner, layout: &Layout, at: Bearings<'_>) -> String {
    let mut page = layout.page();
    page.head(layout.text.who.partner);
    let hour = hour(layout, &partner.state, at);
    page.line(2, &format!("{} · {hour}", named(layout, &partner.state)));
    let Some(contact) = partner.contacts.first() else {
        let none = layout.text.who.none_known.0;
        page.line(2, &filled(none, std::slice::from_ref(&partner.state.code)));
        return page.out;
    };
    let mut words = vec![
        format!("{} {}", clean(&contact.id), roles(layout, contact)),
        authority(layout, contact),
    ];
    words.push(opening(layout, contact.opening(layout.now, at.zones), contact, at));
    page.line(2, &words.join(" · "));
    if let Some(&first) = in_order(contact, false, layout.now, at.zones).first()
        && let Some(channel) = contact.channels.get(first)
    {
        let (words, paint) = channel_words(layout, contact, channel, at);
        page.painted(paint, 4, &words);
    }
    page.out
}

/// How much is said of a State.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Line,
    Whole,
}

fn gap(page: &mut Page<'_>) {
    if !page.out.is_empty() && !page.layout.plain {
        page.out.push('\n');
    }
}

fn state(page: &mut Page<'_>, state: &StateView, at: Bearings<'_>, depth: Depth) {
    let (layout, words) = (page.layout, page.layout.text.who);
    let lang = layout.text.lang;
    let mut parts = vec![hour(layout, state, at)];
    if state.zones.len() > 1 {
        parts.push(filled(words.zones, &[state.zones.len().to_string()]));
    }
    if !state.languages.is_empty() {
        parts.push(clean(&state.languages.join(" ")));
    }
    if !state.weekend.is_empty() {
        parts.push(filled(words.weekend, &[weekend(layout, &state.weekend)]));
    }
    let calling = match state.calling_code.as_str() {
        "" => String::new(),
        code => format!("  {}", clean(code)),
    };
    let head = format!("{}{calling} · {}", named(layout, state), parts.join(" · "));
    page.painted(Paint::Bold, 0, &head);
    if depth == Depth::Line {
        return;
    }
    for line in brief(layout, state) {
        page.line(2, &line);
    }
    if let Some(days) = state.preservation_days {
        let mut line =
            format::labelled(words.preservation, &filled(words.days, &[days.to_string()]), lang);
        if let Some(notice) = state.notice_days {
            line.push_str(&format!("; {}", filled(words.notice, &[notice.to_string()])));
        }
        page.line(2, &line);
    }
    if !state.note.is_empty() {
        page.line(2, &clean(state.note.get(lang)));
    }
}

/// `FR France`; `?` where even that is doubtful.
fn named(layout: &Layout, state: &StateView) -> String {
    let name = state.name.get(layout.text.lang);
    let doubt = if state.known.confidence == Confidence::Low { " ?" } else { "" };
    clean(&format!("{} {name}", state.code)).trim_end().to_owned() + doubt
}

/// `04:14 there (Sat 21 Nov, +01)`.
fn hour(layout: &Layout, state: &StateView, at: Bearings<'_>) -> String {
    let Some(zone) = at.zone(&state.zone) else { return layout.text.who.no_hour.to_owned() };
    let now = layout.now;
    let day = format::day(now, &zone, layout.text.lang);
    let values = [format::clock_time(now, &zone), day, format::offset(now, &zone)];
    filled(layout.text.who.hour, &values)
}

/// `Fri-Sat` in the reader's language.
fn weekend(layout: &Layout, stored: &str) -> String {
    let word = |part: &str| {
        let at = format::EN.days.iter().position(|day| day.eq_ignore_ascii_case(part.trim()));
        at.and_then(|at| layout.text.format.days.get(at))
            .map_or_else(|| part.to_owned(), |day| (*day).to_owned())
    };
    stored.split('-').map(word).collect::<Vec<_>>().join("-")
}

fn others(layout: &Layout, also: &[StateView], more: usize) -> String {
    let words = layout.text.who;
    let name =
        |s: &StateView| format!("{} ({})", clean(s.name.get(layout.text.lang)), clean(&s.code));
    let mut line = format::labelled(
        words.also,
        &also.iter().map(name).collect::<Vec<_>>().join(", "),
        layout.text.lang,
    );
    if more > 0 {
        line.push_str(&format!(" {}", filled(words.more, &[more.to_string()])));
    }
    line
}

/// The source of what is held is told where it is asked for (`Depth::Whole`), or doubtful.
fn contacts(page: &mut Page<'_>, partner: &Partner, at: Bearings<'_>, depth: Depth) {
    let code = std::slice::from_ref(&partner.state.code);
    if partner.contacts.is_empty() {
        let (what, remedy) = page.layout.text.who.none_known;
        gap(page);
        page.line(0, &filled(what, code));
        page.line(0, &filled(remedy, code));
    }
    for contact in &partner.contacts {
        gap(page);
        contact_head(page, contact, &partner.state, at);
        let places = in_order(contact, contact.closed, page.layout.now, at.zones);
        if places.is_empty() {
            page.line(2, page.layout.text.who.no_channel);
        }
        for (count, channel) in places.iter().filter_map(|&i| contact.channels.get(i)).enumerate() {
            one_channel(page, contact, channel, Some(count + 1), at);
        }
        if depth == Depth::Whole || contact.known.confidence == Confidence::Low {
            known::source(page, contact);
        }
    }
}

/// Who it is, whether somebody is there, in which language, and what to say first.
fn contact_head(page: &mut Page<'_>, contact: &ContactView, state: &StateView, at: Bearings<'_>) {
    let (layout, words) = (page.layout, page.layout.text.who);
    let lang = layout.text.lang;
    page.painted(Paint::Bold, 0, &format!("{}  {}", clean(&contact.id), roles(layout, contact)));
    if contact.closed {
        page.painted(Paint::Late, 2, words.contact_closed);
    }
    let mut parts = vec![authority(layout, contact)];
    parts.extend([&contact.unit, &contact.city].into_iter().map(|part| clean(part)));
    let open = contact.opening(layout.now, at.zones);
    parts.push(opening(layout, open, contact, at));
    parts.push(own_hour(layout, contact, state, at));
    parts.retain(|part| !part.is_empty());
    page.line(2, &parts.join(" · "));
    if !contact.languages.is_empty() {
        page.line(2, &format::labelled(words.speaks, &clean(&contact.languages.join(" ")), lang));
    }
    if !contact.say_first.is_empty() {
        page.line(2, &format::labelled(words.say_first, &clean(&contact.say_first), lang));
    }
    if let Some(notifies) = contact.notifies {
        let at = Notifies::ALL.iter().position(|n| *n == notifies).unwrap_or_default();
        page.line(2, words.notifies.get(at).copied().unwrap_or_default());
    }
    for conflict in &contact.conflicts {
        page.painted(
            Paint::Soon,
            2,
            &filled(words.conflict, std::slice::from_ref(&conflict.field)),
        );
    }
}

fn roles(layout: &Layout, contact: &ContactView) -> String {
    let roles = contact.roles.iter().map(|role| layout.text.directory.role(*role));
    roles.collect::<Vec<_>>().join(" · ")
}

fn authority(layout: &Layout, contact: &ContactView) -> String {
    let name = clean(contact.name.get(layout.text.lang));
    if contact.acronym.is_empty() { name } else { format!("{name} ({})", clean(&contact.acronym)) }
}

/// The contact's hour, where it is not that of its State.
fn own_hour(layout: &Layout, contact: &ContactView, state: &StateView, at: Bearings<'_>) -> String {
    let (now, lang) = (layout.now, layout.text.lang);
    let Some(own) = at.zone(&contact.zone) else { return String::new() };
    let same = |theirs: TimeZone| theirs.to_offset(now) == own.to_offset(now);
    if contact.zone == state.zone || at.zone(&state.zone).is_some_and(same) {
        return String::new();
    }
    let day = format::day(now, &own, lang);
    let values = [format::clock_time(now, &own), day, format::offset(now, &own)];
    filled(layout.text.who.hour, &values)
}

fn opening(layout: &Layout, opening: Opening, contact: &ContactView, at: Bearings<'_>) -> String {
    let words = layout.text.who;
    let there = |instant: Timestamp| {
        at.zone(&contact.zone).map(|zone| when(layout, instant, &zone)).unwrap_or_default()
    };
    match opening {
        Opening::Open { closes: None } => words.open_always.to_owned(),
        Opening::Open { closes: Some(closes) } => filled(words.open_until, &[there(closes)]),
        Opening::Closed { opens: Some(opens) } => {
            let here = when(layout, opens, &layout.zone);
            filled(words.opens, &[there(opens), here])
        }
        Opening::Closed { opens: None } => words.shut.to_owned(),
        Opening::Unknown => words.hours_unknown.to_owned(),
    }
}

/// `08:30` today, else with its day: `Mon 23 Nov 08:30`.
fn when(layout: &Layout, instant: Timestamp, zone: &TimeZone) -> String {
    let time = format::clock_time(instant, zone);
    if zone.to_datetime(instant).date() == zone.to_datetime(layout.now).date() {
        return time;
    }
    format!("{} {time}", format::day(instant, zone, layout.text.lang))
}

fn one_channel(
    page: &mut Page<'_>,
    contact: &ContactView,
    channel: &ChannelView,
    count: Option<usize>,
    at: Bearings<'_>,
) {
    let layout = page.layout;
    let (words, paint) = channel_words(layout, contact, channel, at);
    let first = match count {
        _ if layout.plain => format!("{}/{} ", clean(&contact.id), clean(&channel.id)),
        Some(count) => format!("{count}  "),
        None => String::new(),
    };
    page.painted(paint, 2, &format!("{first}{words}"));
    if !channel.say_first.is_empty() {
        page.line(
            5,
            &format::labelled(
                layout.text.who.say_first,
                &clean(&channel.say_first),
                layout.text.lang,
            ),
        );
    }
    if !channel.fingerprint.is_empty() {
        let key = filled(layout.text.who.key, &[fours(&channel.fingerprint)]);
        page.painted(Paint::Faint, 5, &key);
    }
}

/// A fingerprint as it is compared aloud, and wrapped: `0123 4567 …`.
fn fours(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().collect();
    digits.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// Kind, value, whether it answers now, how far it is proved.
fn channel_words(
    layout: &Layout,
    contact: &ContactView,
    channel: &ChannelView,
    at: Bearings<'_>,
) -> (String, Paint) {
    let words = layout.text.who;
    let label = if channel.label.is_empty() {
        String::new()
    } else {
        format!(" ({})", clean(&channel.label))
    };
    let kind = format!("{}{label}", layout.text.directory.kind(channel.kind));
    let mut parts = vec![format!("{kind}  {}", value(channel, at))];
    if let Some(encryption) = Some(channel.encryption).filter(|e| *e != Encryption::None) {
        parts.push(layout.text.directory.encryption(encryption).to_owned());
    }
    if !channel.languages.is_empty() && channel.languages != contact.languages {
        parts.push(clean(&channel.languages.join(" ")));
    }
    let mut paint = Paint::None;
    let shut = || matches!(channel.opening(contact, layout.now, at.zones), Opening::Closed { .. });
    if channel.kind.is_voice() && shut() {
        parts.push(words.shut_now.to_owned());
        paint = Paint::Faint;
    }
    parts.push(proof(layout, channel, at));
    parts.extend(last(layout, channel));
    parts.extend(tally(words.by_day, channel.day));
    parts.extend(tally(words.by_night, channel.night));
    match channel.standing {
        Standing::InUse => {}
        Standing::Pending => {
            let old = contact.channels.iter().find(|old| old.id == channel.replaces);
            parts.insert(1, format!("! {}", words.pending));
            if let Some(old) = old {
                parts.push(filled(words.instead_of, &[value(old, at)]));
            }
            paint = Paint::Soon;
        }
        Standing::Replaced => parts.insert(1, words.replaced.to_owned()),
        Standing::Closed => parts.insert(1, words.channel_closed.to_owned()),
    }
    if matches!(channel.standing, Standing::Replaced | Standing::Closed) {
        paint = Paint::Faint;
    }
    if channel.wrong.is_some() {
        paint = Paint::Late;
    }
    (parts.join(" · "), paint)
}

/// A number as it is read out and dialled.
fn value(channel: &ChannelView, at: Bearings<'_>) -> String {
    if channel.kind.is_number() {
        // A number is read out from one line.
        return clean(&number::dialled(&channel.value, at.dial_prefix)).replace(' ', UNBROKEN);
    }
    clean(&channel.value)
}

/// `verified 12 d ago`; `!` where that is too long ago, or never.
fn proof(layout: &Layout, channel: &ChannelView, at: Bearings<'_>) -> String {
    let (words, now, lang) = (layout.text.who, layout.now, layout.text.lang);
    if let Some(wrong) = channel.wrong {
        let ago = format::ago(now.duration_since(wrong).as_secs(), lang);
        return format!("! {} {ago}", layout.text.directory.outcome(Outcome::Wrong));
    }
    match channel.proved {
        None => format!("! {}", words.never_verified),
        Some(proved) => {
            let age = now.duration_since(proved);
            let said = filled(words.verified, &[format::ago(age.as_secs(), lang)]);
            if age > at.verify { format!("! {said}") } else { said }
        }
    }
}

/// The last try, where it is not the proof itself.
fn last(layout: &Layout, channel: &ChannelView) -> Option<String> {
    let last = channel.last.as_ref()?;
    if Some(last.at) == channel.proved || Some(last.at) == channel.wrong {
        return None;
    }
    let ago = format::ago(layout.now.duration_since(last.at).as_secs(), layout.text.lang);
    let outcome = layout.text.directory.outcome(last.outcome).to_owned();
    Some(filled(layout.text.who.last, &[outcome, ago]))
}

fn tally(words: &str, tally: Tally) -> Option<String> {
    let counts = [tally.reached.to_string(), tally.tried.to_string()];
    (tally.tried > 0).then(|| filled(words, &counts))
}

fn requests(page: &mut Page<'_>, head: &str, code: &str, requests: &[&RequestView]) {
    if requests.is_empty() {
        return;
    }
    let (layout, lang) = (page.layout, page.layout.text.lang);
    page.head(&filled(head, &[code.to_owned()]));
    for request in requests {
        let (left, paint) = left(layout, request);
        let arrow = match request.direction {
            Direction::In => "<",
            Direction::Out => ">",
            Direction::Internal => "=",
        };
        let kind = match request.kind_short.get(lang) {
            "" => request.kind_name.get(lang),
            short => short,
        };
        let mut parts = vec![
            format!("{} {arrow} {}", clean(&request.id), clean(kind)),
            clean(request.state_name.get(lang)),
        ];
        let next = request.next_clock(layout.now).map_or("", |clock| clock.act.get(lang));
        if !next.is_empty() {
            parts.push(format!("→ {}", clean(next)));
        }
        page.painted(paint, 2, &format!("{}  {}", left.trim_start(), parts.join(" · ")));
    }
}

#[cfg(test)]
mod tests;
