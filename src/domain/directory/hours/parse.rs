//! Hours as people write them → the open spans of a week.

use super::{DAY, WEEK};

/// Longer texts are no hours.
const MAX: usize = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// From Monday.
    Day(u16),
    EveryDay,
    /// Minutes of the day; 1440 is midnight at its end.
    Time(u16),
    To,
    /// A comma, or `and`.
    Also,
    /// Ends a group of days and hours.
    End,
    Closed,
}

/// Days and hours that belong together; `None` of days: every day.
#[derive(Default)]
struct Group {
    days: Option<[bool; 7]>,
    /// Empty: closed on these days.
    ranges: Vec<(u16, u16)>,
}

/// From and to, in minutes of the week.
type Span = (u16, u16);

/// Spans within the week; they may overlap.
pub(super) fn week(text: &str) -> Option<Vec<Span>> {
    if text.len() > MAX {
        return None;
    }
    let tokens = tokens(&plain(text))?;
    let mut open = Vec::new();
    let mut usual = false;
    let mut groups = Vec::new();
    for part in tokens.split(|token| *token == Token::End).filter(|part| !part.is_empty()) {
        groups.extend(grouped(part)?);
    }
    for group in &groups {
        // Hours of named days replace those of every day: `08:00-18:00; Sat 09:00-12:00`.
        let replaces = group.ranges.is_empty() || usual;
        for day in group.days.map_or_else(|| (0..7).collect(), named) {
            if replaces && group.days.is_some() {
                clear(&mut open, day);
            }
        }
        for day in group.days.map_or_else(|| (0..7).collect(), named) {
            group.ranges.iter().for_each(|range| fill(&mut open, day, *range));
        }
        usual = usual || group.days.is_none();
    }
    Some(open)
}

fn named(days: [bool; 7]) -> Vec<u16> {
    (0..7).zip(days).filter(|(_, open)| *open).map(|(day, _)| day).collect()
}

fn clear(open: &mut Vec<Span>, day: u16) {
    let (from, to) = (day * DAY, (day + 1) * DAY);
    let rest = |&(start, end): &Span| [(start, end.min(from)), (start.max(to), end)];
    let kept = open.iter().flat_map(rest).filter(|(start, end)| start < end).collect();
    *open = kept;
}

fn fill(open: &mut Vec<Span>, day: u16, (from, to): (u16, u16)) {
    let start = day * DAY + from;
    let end = if to > from { day * DAY + to } else { (day + 1) * DAY + to };
    open.push((start, end.min(WEEK)));
    if end > WEEK {
        open.push((0, end - WEEK));
    }
}

/// Lower case without accents, with one dash, and with the usual signs for any hour spelt out.
fn plain(text: &str) -> String {
    let mut plain: String = text
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'â' => 'a',
            'é' | 'è' | 'ê' => 'e',
            '‐'..='―' | '−' | '→' => '-',
            '\n' | '\r' | '|' => ';',
            '&' | '+' => ',',
            '：' => ':',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    const SIGNS: &[(&str, &str)] = &[
        ("24 h/24", "24h/24"),
        ("24 h / 24", "24h/24"),
        ("7 j/7", "7j/7"),
        ("7 j / 7", "7j/7"),
        ("24h/24", " 00:00-24:00 "),
        ("24/24", " 00:00-24:00 "),
        ("24h/7", " daily 00:00-24:00 "),
        ("24/7", " daily 00:00-24:00 "),
        ("24x7", " daily 00:00-24:00 "),
        ("24 hours", " 00:00-24:00 "),
        ("24 heures sur 24", " 00:00-24:00 "),
        ("7j/7", " daily "),
        ("7/7", " daily "),
    ];
    for (sign, meaning) in SIGNS {
        plain = plain.replace(sign, meaning);
    }
    plain
}

/// `None` where a word is not understood.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let (minute, after) = time(rest)?;
            tokens.push(Token::Time(minute));
            rest = after;
        } else if let Some(after) = rest.strip_prefix("h24") {
            // Not `8h24`, of which the hour has been read.
            tokens.extend([Token::Time(0), Token::To, Token::Time(DAY)]);
            rest = after;
        } else if c.is_alphabetic() {
            let end = rest
                .find(|c: char| !c.is_alphabetic() && c != '.' && c != '\'' && c != '’')
                .unwrap_or(rest.len());
            let (spelt, after) = rest.split_at(end);
            if let Some(token) = word(spelt.trim_end_matches('.'))? {
                tokens.push(token);
            }
            rest = after;
        } else {
            match c {
                ' ' | ':' | '.' | '(' | ')' => {}
                '-' => tokens.push(Token::To),
                ',' | '/' => tokens.push(Token::Also),
                ';' => tokens.push(Token::End),
                _ => return None,
            }
            rest = rest.strip_prefix(c)?;
        }
    }
    Some(tokens)
}

/// `Some(None)` for a word that says nothing, `None` for one that is not known.
fn word(word: &str) -> Option<Option<Token>> {
    const NAMES: [&[&str]; 7] = [
        &["mo", "mon", "monday", "mondays", "lu", "lun", "lundi", "lundis"],
        &["tu", "tue", "tues", "tuesday", "tuesdays", "mar", "mardi", "mardis"],
        &["we", "wed", "weds", "wednesday", "wednesdays", "me", "mer", "mercredi", "mercredis"],
        &["th", "thu", "thur", "thurs", "thursday", "thursdays", "je", "jeu", "jeudi", "jeudis"],
        &["fr", "fri", "friday", "fridays", "ve", "ven", "vendredi", "vendredis"],
        &["sa", "sat", "saturday", "saturdays", "sam", "samedi", "samedis"],
        &["su", "sun", "sunday", "sundays", "di", "dim", "dimanche", "dimanches"],
    ];
    if let Some(day) = (0..7).zip(NAMES).find(|(_, names)| names.contains(&word)).map(|(n, _)| n) {
        return Some(Some(Token::Day(day)));
    }
    Some(Some(match word {
        "to" | "a" | "au" | "until" | "till" | "through" | "thru" | "jusqu'a" | "jusqu’a" => {
            Token::To
        }
        "and" | "et" => Token::Also,
        "daily" | "day" | "everyday" | "jours" | "always" | "permanent" => Token::EveryDay,
        "closed" | "off" | "ferme" => Token::Closed,
        "noon" | "midi" => Token::Time(12 * 60),
        "midnight" | "minuit" => Token::Time(0),
        "every" | "all" | "tous" | "les" | "le" | "from" | "du" | "de" | "open" | "ouvert"
        | "hours" | "hrs" | "heures" => return Some(None),
        _ => return None,
    }))
}

/// Reads `8`, `08:30`, `8.30`, `0830`, `8h`, `8 h 30`, `8am`, `5:30 p.m.` off the front.
fn time(text: &str) -> Option<(u16, &str)> {
    let (digits, mut rest) = number(text);
    let (hour, mut minute) = match digits.len() {
        1 | 2 => (digits.parse::<u16>().ok()?, 0),
        4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?),
        _ => return None,
    };
    if digits.len() <= 2 {
        if let Some(after) = rest.strip_prefix([':', '.']) {
            let (digits, after) = number(after);
            minute = two(digits)?;
            rest = after;
        } else if let Some(after) = after_h(rest) {
            rest = after;
            let (digits, after) = number(rest.trim_start());
            // The next number may be an hour of its own.
            let whole =
                digits.len() == 2 && !after.starts_with([':', '.']) && after_h(after).is_none();
            if whole {
                minute = two(digits)?;
                rest = after;
            }
        }
    }
    let (hour, rest) = half(hour, rest)?;
    let at = hour * 60 + minute;
    (hour <= 24 && minute < 60 && at <= DAY).then_some((at, rest))
}

fn number(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

fn two(digits: &str) -> Option<u16> {
    (digits.len() == 2).then(|| digits.parse().ok())?
}

/// What follows `h` or `heures`.
fn after_h(text: &str) -> Option<&str> {
    let after = text.trim_start().strip_prefix('h')?;
    let after = after.strip_prefix("eures").or_else(|| after.strip_prefix("rs")).unwrap_or(after);
    (!after.starts_with(char::is_alphabetic)).then_some(after)
}

/// The half of the day, where one is named.
fn half(hour: u16, rest: &str) -> Option<(u16, &str)> {
    let next = rest.trim_start();
    for (signs, later) in [(["am", "a.m.", "a.m"], 0), (["pm", "p.m.", "p.m"], 12)] {
        for sign in signs {
            let Some(after) = next.strip_prefix(sign) else { continue };
            if after.starts_with(char::is_alphabetic) {
                continue;
            }
            return (1..=12).contains(&hour).then_some((hour % 12 + later, after));
        }
    }
    Some((hour, rest))
}

/// One part between semicolons: days then hours, or hours then days, several times.
fn grouped(part: &[Token]) -> Option<Vec<Group>> {
    let hours_first = !matches!(part.first(), Some(Token::Day(_) | Token::EveryDay));
    let mut groups: Vec<Group> = Vec::new();
    let mut rest = part;
    while !rest.is_empty() {
        let mut group = Group::default();
        let days;
        if hours_first {
            rest = ranges(rest, &mut group)?;
            (days, rest) = some_days(rest)?;
        } else {
            (days, rest) = some_days(rest)?;
            rest = ranges(rest, &mut group)?;
        }
        group.days = days;
        groups.push(group);
    }
    Some(groups)
}

/// Every day is `None`: hours of named days then replace those of every day.
type Days = Option<[bool; 7]>;

fn some_days(mut rest: &[Token]) -> Option<(Days, &[Token])> {
    let mut days = [false; 7];
    let mut every = true;
    loop {
        match rest {
            [Token::Also, after @ ..] => rest = after,
            [Token::EveryDay, after @ ..] => {
                days = [true; 7];
                rest = after;
            }
            [Token::Day(from), Token::To, Token::Day(to), after @ ..] => {
                let length = (to + 7 - from) % 7;
                (0..=length).for_each(|n| set(&mut days, (from + n) % 7));
                every = false;
                rest = after;
            }
            [Token::Day(day), after @ ..] => {
                set(&mut days, *day);
                every = false;
                rest = after;
            }
            _ => break,
        }
    }
    Some(((!every).then_some(days), rest))
}

fn set(days: &mut [bool; 7], day: u16) {
    if let Some(flag) = days.get_mut(usize::from(day)) {
        *flag = true;
    }
}

/// Reads the hours, at least one range or `closed`.
fn ranges<'a>(mut rest: &'a [Token], group: &mut Group) -> Option<&'a [Token]> {
    let mut closed = false;
    loop {
        match rest {
            [Token::Also, after @ ..] => rest = after,
            [Token::Closed, after @ ..] => {
                closed = true;
                rest = after;
            }
            [Token::Time(from), Token::To, Token::Time(to), after @ ..] => {
                let to = if *to == 0 { DAY } else { *to };
                if *from == to || *from == DAY {
                    return None;
                }
                group.ranges.push((*from, to));
                rest = after;
            }
            _ => break,
        }
    }
    (closed == group.ranges.is_empty()).then_some(rest)
}
