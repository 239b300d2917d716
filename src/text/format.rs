//! Dates, countdowns, durations, sizes and numbers in the reader's habit. Takes instants and zones
//! as parameters: it never reads the clock nor the system's zone.

mod width;

use jiff::{SignedDuration, Span, Timestamp, Zoned, civil::Weekday, tz::TimeZone};

use super::{Lang, sanitise};
pub use width::{pad, pad_left, truncate, width};

/// A unit as one and as many.
pub type Unit = (&'static str, &'static str);

/// The words of dates, durations and numbers.
#[derive(Debug)]
pub struct FormatText {
    /// From Monday.
    pub days: [&'static str; 7],
    pub days_long: [&'static str; 7],
    pub months: [&'static str; 12],
    pub months_long: [&'static str; 12],
    pub late: &'static str,
    /// The letter of days in a countdown.
    pub day_letter: &'static str,
    pub years_unit: Unit,
    pub months_unit: Unit,
    pub weeks_unit: Unit,
    pub days_unit: Unit,
    pub decimal: char,
    pub group: char,
    pub bytes: [&'static str; 5],
    /// Puts an age such as `12 d` into a sentence.
    pub ago: fn(&str) -> String,
    pub from_now: fn(&str) -> String,
    /// Between a label and what it labels.
    pub colon: &'static str,
    /// Whether so many take the singular.
    pub singular: fn(u64) -> bool,
}

pub const EN: FormatText = FormatText {
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    days_long: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    months_long: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    late: "LATE",
    day_letter: "d",
    years_unit: ("year", "years"),
    months_unit: ("month", "months"),
    weeks_unit: ("week", "weeks"),
    days_unit: ("day", "days"),
    decimal: '.',
    group: ',',
    bytes: ["B", "kB", "MB", "GB", "TB"],
    ago: |age| format!("{age} ago"),
    from_now: |age| format!("in {age}"),
    colon: ": ",
    singular: |n| n == 1,
};

pub const FR: FormatText = FormatText {
    days: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    days_long: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    months: [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
    months_long: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    late: "RETARD",
    day_letter: "j",
    years_unit: ("an", "ans"),
    months_unit: ("mois", "mois"),
    weeks_unit: ("semaine", "semaines"),
    days_unit: ("jour", "jours"),
    decimal: ',',
    group: '\u{202f}',
    bytes: ["o", "ko", "Mo", "Go", "To"],
    ago: |age| format!("il y a {age}"),
    from_now: |age| format!("dans {age}"),
    colon: " : ",
    singular: |n| n < 2,
};

/// The words of one language.
pub const fn words(lang: Lang) -> &'static FormatText {
    match lang {
        Lang::En => &EN,
        Lang::Fr => &FR,
    }
}

fn zoned(ts: Timestamp, tz: &TimeZone) -> Zoned {
    ts.to_zoned(tz.clone())
}

/// `2026-11-21 02:52:07 UTC`, the same in every language.
pub fn instant_utc(ts: Timestamp) -> String {
    zoned(ts, &TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `Sat 21 Nov 2026 03:14 (+00)`.
pub fn date_time(ts: Timestamp, tz: &TimeZone, lang: Lang) -> String {
    let year = zoned(ts, tz).year();
    format!("{} {year} {} ({})", day(ts, tz, lang), clock_time(ts, tz), offset(ts, tz))
}

/// `Saturday 21 November 2026`, `samedi 21 novembre 2026`.
pub fn date_long(ts: Timestamp, tz: &TimeZone, lang: Lang) -> String {
    let (words, at) = (words(lang), zoned(ts, tz));
    let day = match (lang, at.day()) {
        (Lang::Fr, 1) => "1er".to_owned(),
        (_, n) => n.to_string(),
    };
    let month = pick(&words.months_long, at.month());
    format!("{} {day} {month} {}", weekday(&words.days_long, at.weekday()), at.year())
}

/// `Sat 21 Nov`, `sam. 21 nov.`.
pub fn day(ts: Timestamp, tz: &TimeZone, lang: Lang) -> String {
    let (words, at) = (words(lang), zoned(ts, tz));
    let month = pick(&words.months, at.month());
    format!("{} {} {month}", weekday(&words.days, at.weekday()), at.day())
}

/// `03:14`.
pub fn clock_time(ts: Timestamp, tz: &TimeZone) -> String {
    zoned(ts, tz).strftime("%H:%M").to_string()
}

/// `03:14:07`.
pub fn clock_time_seconds(ts: Timestamp, tz: &TimeZone) -> String {
    zoned(ts, tz).strftime("%H:%M:%S").to_string()
}

/// `03:14` when the instant is on the same day as `now`, else `21 Nov 03:14`, with the year when
/// it differs.
pub fn time_near(ts: Timestamp, now: Timestamp, tz: &TimeZone, lang: Lang) -> String {
    let (at, today) = (zoned(ts, tz), zoned(now, tz));
    let time = clock_time(ts, tz);
    if at.date() == today.date() {
        return time;
    }
    let month = pick(&words(lang).months, at.month());
    if at.year() == today.year() {
        format!("{} {month} {time}", at.day())
    } else {
        format!("{} {month} {} {time}", at.day(), at.year())
    }
}

/// The zone's distance from UTC at that instant: `+00`, `-03`, `+05:30`.
pub fn offset(ts: Timestamp, tz: &TimeZone) -> String {
    let seconds = tz.to_offset(ts).seconds();
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
    match minutes % 60 {
        0 => format!("{sign}{:02}", minutes / 60),
        odd => format!("{sign}{:02}:{odd:02}", minutes / 60),
    }
}

fn pick(names: &[&'static str; 12], month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|i| names.get(i)).copied().unwrap_or_default()
}

fn weekday(names: &[&'static str; 7], day: Weekday) -> &'static str {
    let index = usize::try_from(day.to_monday_zero_offset()).ok();
    index.and_then(|i| names.get(i)).copied().unwrap_or_default()
}

/// A countdown from seconds left: `T-00:41`, `T-02d 04:11`; below zero `LATE +00:22`. Whole minutes,
/// rounded towards zero.
pub fn left(seconds: i64, lang: Lang) -> String {
    countdown(seconds, lang, false)
}

/// [`left`] with seconds below one day: `T-00:41:07`.
pub fn left_seconds(seconds: i64, lang: Lang) -> String {
    countdown(seconds, lang, true)
}

fn countdown(seconds: i64, lang: Lang, with_seconds: bool) -> String {
    let words = words(lang);
    let total = seconds.unsigned_abs();
    let (days, hours, minutes) = (total / 86_400, total / 3_600 % 24, total / 60 % 60);
    let days = if days > 0 { format!("{days:02}{} ", words.day_letter) } else { String::new() };
    let tail =
        if with_seconds && days.is_empty() { format!(":{:02}", total % 60) } else { String::new() };
    if seconds < 0 {
        format!("{} +{days}{hours:02}:{minutes:02}{tail}", words.late)
    } else {
        format!("T-{days}{hours:02}:{minutes:02}{tail}")
    }
}

/// A length of time in its two largest units: `45 s`, `12 min`, `8 h`, `3 h 20`, `14 days`,
/// `2 days 4 h`. Days from 48 hours on.
pub fn duration_words(duration: SignedDuration, lang: Lang) -> String {
    let total = duration.as_secs().unsigned_abs();
    let sign = if duration.as_secs() < 0 { "−" } else { "" };
    let (hours, minutes) = (total / 3_600, total / 60 % 60);
    let body = match total {
        0..60 => format!("{total} s"),
        60..3_600 => format!("{minutes} min"),
        3_600..172_800 if minutes == 0 => format!("{hours} h"),
        3_600..172_800 => format!("{hours} h {minutes:02}"),
        _ => {
            let days = count_unit(hours / 24, words(lang).days_unit, lang);
            match hours % 24 {
                0 => days,
                rest => format!("{days} {rest} h"),
            }
        }
    };
    format!("{sign}{body}")
}

/// How old something is, in its largest unit: `14 s`, `1 min`, `2 h`, `12 d`.
pub fn age(seconds: i64, lang: Lang) -> String {
    let total = seconds.max(0).unsigned_abs();
    match total {
        0..60 => format!("{total} s"),
        60..3_600 => format!("{} min", total / 60),
        3_600..86_400 => format!("{} h", total / 3_600),
        _ => format!("{} {}", number(total / 86_400, lang), words(lang).day_letter),
    }
}

/// `12 d ago`, `il y a 12 j`; for an instant to come `in 12 d`.
pub fn ago(seconds: i64, lang: Lang) -> String {
    let words = words(lang);
    if seconds < 0 {
        (words.from_now)(&age(seconds.saturating_neg(), lang))
    } else {
        (words.ago)(&age(seconds, lang))
    }
}

/// An ISO 8601 period in words: `P90D` is `90 days`, `PT8H` is `8 h`. What is no period comes back
/// sanitised.
pub fn period(iso: &str, lang: Lang) -> String {
    let span = iso.strip_prefix('P').and_then(|_| iso.parse::<Span>().ok());
    let Some(span) = span.filter(|s| !s.is_negative()) else {
        return sanitise::line(iso).into_owned();
    };
    let words = words(lang);
    let named = [
        (i64::from(span.get_years()), words.years_unit),
        (i64::from(span.get_months()), words.months_unit),
        (i64::from(span.get_weeks()), words.weeks_unit),
        (i64::from(span.get_days()), words.days_unit),
    ];
    let symbols = [
        (i64::from(span.get_hours()), "h"),
        (span.get_minutes(), "min"),
        (span.get_seconds(), "s"),
    ];
    let mut parts: Vec<String> = named
        .into_iter()
        .filter(|&(n, _)| n > 0)
        .map(|(n, unit)| count_unit(n.unsigned_abs(), unit, lang))
        .collect();
    parts.extend(
        symbols
            .into_iter()
            .filter(|&(n, _)| n > 0)
            .map(|(n, unit)| format!("{} {unit}", number(n.unsigned_abs(), lang))),
    );
    if parts.is_empty() { "0 h".to_owned() } else { parts.join(" ") }
}

/// `512 B`, `1.4 MB`, in French `1,4 Mo`. Powers of 1000, rounded down.
pub fn size(bytes: u64, lang: Lang) -> String {
    let words = words(lang);
    let mut unit = 0;
    let (mut whole, mut rest) = (bytes, 0);
    while whole >= 1000 && unit + 1 < words.bytes.len() {
        rest = whole % 1000;
        whole /= 1000;
        unit += 1;
    }
    let name = words.bytes.get(unit).copied().unwrap_or_default();
    match rest / 100 {
        0 => format!("{} {name}", number(whole, lang)),
        tenth => format!("{}{}{tenth} {name}", number(whole, lang), words.decimal),
    }
}

/// A number with its thousands grouped: `1,412`, in French `1 412`.
pub fn number(n: u64, lang: Lang) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(words(lang).group);
        }
        out.push(digit);
    }
    out
}

/// `1 request`, `1,412 requests`; in French zero is singular too.
pub fn count(n: u64, one: &str, many: &str, lang: Lang) -> String {
    let word = if (words(lang).singular)(n) { one } else { many };
    format!("{} {word}", number(n, lang))
}

/// `Languages: fr`, `Langues : fr`.
pub fn labelled(label: &str, value: &str, lang: Lang) -> String {
    format!("{label}{}{value}", words(lang).colon)
}

fn count_unit(n: u64, unit: Unit, lang: Lang) -> String {
    count(n, unit.0, unit.1, lang)
}

#[cfg(test)]
mod tests;
