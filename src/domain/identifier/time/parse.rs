//! Reads a date, a time of day and a zone from the start of a text, without judging them.

/// What stands at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raw {
    /// Bytes read.
    pub len: usize,
    pub date: Date,
    pub clock: Option<Clock>,
    pub zone: Option<Zone>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Date {
    /// Year first, or the month by name: nothing to confuse.
    Clear { year: i64, month: u8, day: u8 },
    /// Two numbers and a year.
    Numeric { first: u8, second: u8, year: i64 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: u8,
    pub second: Option<u8>,
    pub nanosecond: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    Iana(String),
    Abbreviation(String),
}

/// English and French, without accents; a written month may be longer than its stem.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv"],
    &["february", "feb", "fevrier", "fevr", "fev"],
    &["march", "mar", "mars"],
    &["april", "apr", "avril", "avr"],
    &["may", "mai"],
    &["june", "jun", "juin"],
    &["july", "jul", "juillet", "juil"],
    &["august", "aug", "aout"],
    &["september", "sep", "sept", "septembre"],
    &["october", "oct", "octobre"],
    &["november", "nov", "novembre"],
    &["december", "dec", "decembre"],
];

/// A place in a text; every reader leaves it alone when it fails.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|&c| wanted(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Blanks within a line, at most three.
    fn blanks(&mut self) -> usize {
        let mut count = 0;
        while count < 3 && self.eat(|c| c == ' ' || c == '\t' || c == '\u{a0}').is_some() {
            count += 1;
        }
        count
    }

    /// A run of `min..=max` digits that no further digit follows.
    fn number(&mut self, min: usize, max: usize) -> Option<(i64, usize)> {
        let len = self.rest().bytes().take(max + 1).take_while(u8::is_ascii_digit).count();
        let value = self.rest().get(..len)?.parse().ok();
        if len < min || len > max {
            return None;
        }
        self.at += len;
        value.map(|value| (value, len))
    }

    fn small(&mut self, min: usize, max: usize) -> Option<u8> {
        let mut next = *self;
        let (value, _) = next.number(min, max)?;
        let value = u8::try_from(value).ok()?;
        *self = next;
        Some(value)
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.char_indices().take(13).find(|(_, c)| !c.is_alphabetic());
        let long = rest.char_indices().nth(13).map_or(rest.len(), |(at, _)| at);
        let end = end.map_or(long, |(at, _)| at);
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }
}

pub(super) fn raw(text: &str) -> Option<Raw> {
    let mut cur = Cursor::new(text);
    if let Some(date) = date(&mut cur) {
        let (clock, zone) = clock_after(&mut cur);
        return Some(Raw { len: cur.at, date, clock, zone });
    }
    let mut cur = Cursor::new(text);
    let clock = clock(&mut cur)?;
    let zone = zone(&mut cur, true);
    let mut next = cur;
    next.eat(|c| c == ',');
    next.blanks();
    let mut joined = next;
    if matches!(joined.word(), "on" | "le" | "du" | "of") && joined.blanks() > 0 {
        next = joined;
    }
    let date = date(&mut next)?;
    Some(Raw { len: next.at, date, clock: Some(clock), zone })
}

fn date(cur: &mut Cursor<'_>) -> Option<Date> {
    let mut next = *cur;
    let read = match next.peek()? {
        c if c.is_ascii_digit() => digits_first(&mut next),
        c if c.is_alphabetic() => month_first(&mut next),
        _ => None,
    }?;
    *cur = next;
    Some(read)
}

fn digits_first(cur: &mut Cursor<'_>) -> Option<Date> {
    let (first, len) = cur.number(1, 5)?;
    let mut next = *cur;
    if len >= 4 {
        let sep = next.eat(|c| matches!(c, '-' | '/' | '.'))?;
        let month = next.small(1, 2)?;
        next.eat(|c| c == sep)?;
        let day = next.small(1, 2)?;
        *cur = next;
        return Some(Date::Clear { year: first, month, day });
    }
    let first = u8::try_from(first).ok().filter(|_| len <= 2)?;
    if let Some(date) = numeric(&mut next, first) {
        *cur = next;
        return Some(date);
    }
    named(cur, first)
}

fn numeric(cur: &mut Cursor<'_>, first: u8) -> Option<Date> {
    let sep = cur.eat(|c| matches!(c, '-' | '/' | '.'))?;
    let second = cur.small(1, 2)?;
    cur.eat(|c| c == sep)?;
    let (year, len) = cur.number(2, 5)?;
    let year = match len {
        2 => 2000 + year,
        3 => return None,
        _ => year,
    };
    Some(Date::Numeric { first, second, year })
}

/// `3 April 2026`, `3rd-Apr-2026`, `1er avril 2026`.
fn named(cur: &mut Cursor<'_>, day: u8) -> Option<Date> {
    let mut ordinal = *cur;
    if matches!(ordinal.word(), "st" | "nd" | "rd" | "th" | "er") {
        *cur = ordinal;
    }
    cur.eat(|c| matches!(c, '-' | '/'));
    cur.blanks();
    let month = month(cur.word())?;
    cur.eat(|c| matches!(c, '.' | ','));
    cur.eat(|c| matches!(c, '-' | '/'));
    cur.blanks();
    let (year, _) = cur.number(4, 5)?;
    Some(Date::Clear { year, month, day })
}

/// `April 3, 2026`.
fn month_first(cur: &mut Cursor<'_>) -> Option<Date> {
    let month = month(cur.word())?;
    cur.eat(|c| c == '.');
    cur.blanks();
    let day = cur.small(1, 2)?;
    let mut ordinal = *cur;
    if matches!(ordinal.word(), "st" | "nd" | "rd" | "th") {
        *cur = ordinal;
    }
    cur.eat(|c| c == ',');
    cur.blanks();
    let (year, _) = cur.number(4, 5)?;
    Some(Date::Clear { year, month, day })
}

pub(super) fn month(word: &str) -> Option<u8> {
    let plain: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'é' | 'è' => 'e',
            'û' => 'u',
            c => c,
        })
        .collect();
    let at = MONTHS.iter().position(|names| names.contains(&plain.as_str()))?;
    u8::try_from(at + 1).ok()
}

fn clock_after(cur: &mut Cursor<'_>) -> (Option<Clock>, Option<Zone>) {
    let mut next = *cur;
    let iso = next.eat(|c| matches!(c, 'T' | 't' | '_')).is_some();
    if !iso {
        next.eat(|c| matches!(c, ',' | ';'));
        let blanks = next.blanks();
        let mut joined = next;
        if matches!(joined.word(), "at" | "à" | "a" | "um") && joined.blanks() > 0 {
            next = joined;
        } else if next.eat(|c| matches!(c, '@' | '-' | '–')).is_some() {
            next.blanks();
        } else if blanks == 0 && next.at == cur.at {
            return (None, None);
        }
    }
    let Some(read) = clock(&mut next) else { return (None, None) };
    *cur = next;
    // `14:30-15:30` is a window, not an offset.
    let signed = iso || read.second.is_some();
    (Some(read), zone(cur, signed))
}

fn clock(cur: &mut Cursor<'_>) -> Option<Clock> {
    let mut next = *cur;
    let mut hour = next.small(1, 2)?;
    next.eat(|c| matches!(c, ':' | 'h' | 'H'))?;
    let minute = next.small(2, 2)?;
    let mut second = None;
    let mut nanosecond = 0;
    let mut more = next;
    if more.eat(|c| matches!(c, ':' | 'm')).is_some() {
        more.eat(|c| c == 'i');
        more.eat(|c| c == 'n');
        if let Some(read) = more.small(2, 2) {
            second = Some(read);
            next = more;
            next.eat(|c| c == 's');
            nanosecond = fraction(&mut next);
        }
    }
    let mut half = next;
    half.blanks();
    match half.word() {
        "pm" | "PM" if hour < 12 => (hour, next) = (hour + 12, half),
        "am" | "AM" if hour == 12 => (hour, next) = (0, half),
        "pm" | "PM" | "am" | "AM" => next = half,
        _ => {}
    }
    *cur = next;
    Some(Clock { hour, minute, second, nanosecond })
}

fn fraction(cur: &mut Cursor<'_>) -> u32 {
    let mut next = *cur;
    if next.eat(|c| matches!(c, '.' | ',')).is_none() {
        return 0;
    }
    let Some((value, len)) = next.number(1, 9) else { return 0 };
    *cur = next;
    let scale = 10_i64.pow(u32::try_from(9 - len.min(9)).unwrap_or(0));
    u32::try_from(value * scale).unwrap_or(0)
}

/// `signed`: whether a bare `-HH:MM` right after the time may be an offset.
fn zone(cur: &mut Cursor<'_>, signed: bool) -> Option<Zone> {
    let mut next = *cur;
    let blanks = next.blanks();
    let bracket = next.eat(|c| matches!(c, '(' | '[')).is_some();
    let read = match next.peek()? {
        '+' => Zone::Offset(offset(&mut next)?),
        '-' | '−' if signed || blanks > 0 || bracket => Zone::Offset(offset(&mut next)?),
        c if c.is_ascii_alphabetic() => zone_word(&mut next)?,
        _ => return None,
    };
    if bracket {
        next.eat(|c| matches!(c, ')' | ']'));
    }
    *cur = next;
    Some(read)
}

/// `+02:00`, `+0200`, `+02`, `-3`.
fn offset(cur: &mut Cursor<'_>) -> Option<i32> {
    let mut next = *cur;
    let sign = if next.eat(|c| matches!(c, '+' | '-' | '−'))? == '+' { 1 } else { -1 };
    let (value, len) = next.number(1, 4)?;
    let (hours, minutes) = match len {
        4 => (value / 100, value % 100),
        1 | 2 => {
            let mut more = next;
            let minutes =
                more.eat(|c| c == ':').and_then(|_| more.small(2, 2)).inspect(|_| next = more);
            (value, i64::from(minutes.unwrap_or(0)))
        }
        _ => return None,
    };
    let real = hours <= 14 && [0, 15, 30, 45].contains(&minutes);
    *cur = next;
    real.then(|| i32::try_from(sign * (hours * 3600 + minutes * 60)).ok())?
}

fn zone_word(cur: &mut Cursor<'_>) -> Option<Zone> {
    let rest = cur.rest();
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    let end = rest.char_indices().take(40).find(|&(_, c)| !part(c)).map(|(at, _)| at);
    let whole = rest.get(..end.unwrap_or_else(|| rest.len().min(40)))?;
    if whole.contains('/') && whole.starts_with(|c: char| c.is_ascii_uppercase()) {
        cur.at += whole.len();
        return Some(Zone::Iana(whole.to_owned()));
    }
    let mut next = *cur;
    let word = next.word();
    if next.peek().is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    match word {
        "Z" | "z" => {
            *cur = next;
            Some(Zone::Offset(0))
        }
        "UTC" | "GMT" | "utc" | "gmt" | "UT" | "TU" | "TUC" => {
            let mut shifted = next;
            let gap = shifted.blanks();
            let shift = (gap <= 1).then(|| offset(&mut shifted)).flatten();
            *cur = if shift.is_some() { shifted } else { next };
            Some(Zone::Offset(shift.unwrap_or(0)))
        }
        _ if super::zone::known(word) => {
            *cur = next;
            Some(Zone::Abbreviation(word.to_owned()))
        }
        _ => None,
    }
}
