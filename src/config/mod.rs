//! Settings in layers: built-in, site, user, environment. All mistakes are reported at once, each
//! with file, line, the line itself and the nearest known key.

mod zone;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::domain::Lang;
use crate::domain::decide::value::nearest;

pub use zone::{ZoneSource, ZoneSources, zone, zone_sources};

pub const DEFAULT: &str = include_str!("../../config/default.toml");
pub const SITE_FILE: &str = "/etc/vigie/config.toml";

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Empty: the first officer of the desk.
    pub officer: String,
    /// `None`: follow LANG.
    pub lang: Option<Lang>,
    /// IANA name; empty: follow TZ and the system.
    pub time_zone: String,
    /// Where desks will meet; empty: a single desk.
    pub folder: String,
    pub color: Choice,
    pub symbols: Choice,
    pub bidi: Choice,
    pub demo_requests: u32,
    /// A channel whose last proof is older, in days, is owed one.
    pub verify_days: u32,
    /// What is dialled from here before a country code, such as `00`; empty: numbers with `+`.
    pub dial_prefix: String,
}

/// Ten years.
const MOST_DAYS: i64 = 3650;

/// A word from a short list, checked when read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice(pub &'static str);

/// One mistake in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub file: PathBuf,
    /// From 1; 0 where no place is known.
    pub line: usize,
    pub column: usize,
    /// The line as written.
    pub text: String,
    pub what: Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    Unreadable(String),
    Syntax(String),
    UnknownKey { key: String, nearest: Option<String> },
    Expected { key: String, words: &'static [&'static str] },
    NotText { key: String },
    NotACount { key: String },
    OutOfRange { key: String, from: i64, to: i64 },
    NotDialled { key: String },
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: ", self.file.display(), self.line, self.column)?;
        match &self.what {
            Wrong::Unreadable(why) => write!(f, "cannot be read: {why}")?,
            Wrong::Syntax(why) => write!(f, "{why}")?,
            Wrong::UnknownKey { key, nearest: Some(near) } => {
                write!(f, "unknown key `{key}`; did you mean `{near}`?")?;
            }
            Wrong::UnknownKey { key, nearest: None } => write!(f, "unknown key `{key}`")?,
            Wrong::Expected { key, words } => {
                write!(f, "`{key}` takes one of {}", words.join(", "))?;
            }
            Wrong::NotText { key } => write!(f, "`{key}` takes text in quotes")?,
            Wrong::NotACount { key } => write!(f, "`{key}` takes a whole number")?,
            Wrong::OutOfRange { key, from, to } => {
                write!(f, "`{key}` takes a whole number from {from} to {to}")?;
            }
            Wrong::NotDialled { key } => {
                write!(f, "`{key}` takes up to 8 of the digits, `*`, `#` and `+`, in quotes")?;
            }
        }
        if self.text.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.text) }
    }
}

/// Variables that the settings heed; the caller reads the environment once.
#[derive(Debug, Clone, Default)]
pub struct Env {
    pub officer: Option<String>,
    pub lang: Option<String>,
    pub time_zone: Option<String>,
    /// LC_ALL, LC_MESSAGES, LANG: the first that is set.
    pub locale: Option<String>,
    pub tz: Option<String>,
}

impl Env {
    pub fn of_process() -> Self {
        let get = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            officer: get("VIGIE_OFFICER"),
            lang: get("VIGIE_LANG"),
            time_zone: get("VIGIE_TIME_ZONE"),
            locale: get("LC_ALL").or_else(|| get("LC_MESSAGES")).or_else(|| get("LANG")),
            tz: get("TZ"),
        }
    }
}

/// Reads the layers. Files that do not exist are no mistake.
pub fn load(files: &[PathBuf], env: &Env) -> Result<Settings, Vec<Mistake>> {
    let mut settings = Settings::default();
    let mut mistakes = Vec::new();
    apply(Path::new("default.toml"), DEFAULT, &mut settings, &mut mistakes);
    for file in files {
        match std::fs::read_to_string(file) {
            Ok(text) => apply(file, &text, &mut settings, &mut mistakes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => mistakes.push(Mistake {
                file: file.clone(),
                line: 0,
                column: 0,
                text: String::new(),
                what: Wrong::Unreadable(error.to_string()),
            }),
        }
    }
    if let Some(officer) = &env.officer {
        settings.officer.clone_from(officer);
    }
    if let Some(zone) = &env.time_zone {
        settings.time_zone.clone_from(zone);
    }
    settings.lang = env.lang.as_deref().and_then(Lang::from_tag).or(settings.lang);
    if mistakes.is_empty() { Ok(settings) } else { Err(mistakes) }
}

/// Checks one settings file by itself.
pub fn check(file: &Path, text: &str) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    apply(file, text, &mut Settings::default(), &mut mistakes);
    mistakes
}

impl Settings {
    /// The language of the reader: option, setting, locale, English.
    pub fn language(&self, env: &Env) -> Lang {
        self.lang.or_else(|| env.locale.as_deref().and_then(Lang::from_tag)).unwrap_or_default()
    }
}

const KEYS: &[&str] = &[
    "officer",
    "lang",
    "time_zone",
    "folder",
    "screen.color",
    "screen.symbols",
    "screen.bidi",
    "demo.requests",
    "directory.verify_days",
    "directory.dial_prefix",
];
const COLORS: &[&str] = &["auto", "always", "never"];
const SYMBOLS: &[&str] = &["auto", "unicode", "ascii"];
const BIDI: &[&str] = &["auto", "app", "terminal", "off"];
const LANGS: &[&str] = &["", "en", "fr"];

#[derive(Deserialize)]
struct Table(std::collections::BTreeMap<String, toml::Spanned<toml::Value>>);

/// Lays one file over the settings.
fn apply(file: &Path, text: &str, settings: &mut Settings, mistakes: &mut Vec<Mistake>) {
    let mut found = Vec::new();
    match toml::from_str::<Table>(text) {
        Ok(Table(table)) => {
            for (key, value) in table {
                let at = value.span().start;
                match value.into_inner() {
                    toml::Value::Table(inner) => {
                        for (name, value) in inner {
                            let at = place_of(text, at, &name);
                            put(&format!("{key}.{name}"), &value, at, settings, &mut found);
                        }
                    }
                    value => put(&key, &value, place_of(text, 0, &key), settings, &mut found),
                }
            }
        }
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            found.push((at, Wrong::Syntax(error.message().to_owned())));
        }
    }
    mistakes.extend(found.into_iter().map(|(at, what)| locate(file, text, at, what)));
}

/// Where a key stands at the beginning of a line, at or after `from`.
fn place_of(text: &str, from: usize, key: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let starts = trimmed.strip_prefix(key).is_some_and(|rest| {
            rest.trim_start().starts_with('=') || rest.trim_start().starts_with('.')
        });
        if at + line.len() > from && starts {
            return at + (line.len() - trimmed.len());
        }
        at += line.len();
    }
    from
}

fn locate(file: &Path, text: &str, at: usize, what: Wrong) -> Mistake {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |part| part.chars().count()) + 1;
    let text = text.lines().nth(line - 1).unwrap_or_default().trim_end().to_owned();
    Mistake { file: file.to_owned(), line, column, text, what }
}

fn put(
    key: &str,
    value: &toml::Value,
    at: usize,
    settings: &mut Settings,
    found: &mut Vec<(usize, Wrong)>,
) {
    let mut text = || match value.as_str() {
        Some(text) => Some(text.to_owned()),
        None => {
            found.push((at, Wrong::NotText { key: key.to_owned() }));
            None
        }
    };
    match key {
        "officer" => settings.officer = text().unwrap_or_default(),
        "time_zone" => settings.time_zone = text().unwrap_or_default(),
        "folder" => settings.folder = text().unwrap_or_default(),
        "lang" => {
            let word = text().and_then(|word| choice(key, &word, LANGS, at, found));
            settings.lang = word.and_then(|word| Lang::from_tag(word.0)).or(settings.lang);
        }
        "screen.color" => set(&mut settings.color, text(), key, COLORS, at, found),
        "screen.symbols" => set(&mut settings.symbols, text(), key, SYMBOLS, at, found),
        "screen.bidi" => set(&mut settings.bidi, text(), key, BIDI, at, found),
        "demo.requests" => match value.as_integer().and_then(|n| u32::try_from(n).ok()) {
            Some(count) => settings.demo_requests = count,
            None => found.push((at, Wrong::NotACount { key: key.to_owned() })),
        },
        "directory.verify_days" => match value.as_integer() {
            Some(days @ 1..=MOST_DAYS) => {
                settings.verify_days = u32::try_from(days).unwrap_or_default();
            }
            _ => {
                found.push((at, Wrong::OutOfRange { key: key.to_owned(), from: 1, to: MOST_DAYS }));
            }
        },
        "directory.dial_prefix" => {
            let dialled = |c: char| c.is_ascii_digit() || "*#+".contains(c);
            match text() {
                Some(prefix) if prefix.len() <= 8 && prefix.chars().all(dialled) => {
                    settings.dial_prefix = prefix;
                }
                Some(_) => found.push((at, Wrong::NotDialled { key: key.to_owned() })),
                None => {}
            }
        }
        _ => {
            let nearest = nearest(key, KEYS.iter().copied());
            found.push((at, Wrong::UnknownKey { key: key.to_owned(), nearest }));
        }
    }
}

fn set(
    slot: &mut Choice,
    text: Option<String>,
    key: &str,
    words: &'static [&'static str],
    at: usize,
    found: &mut Vec<(usize, Wrong)>,
) {
    if let Some(word) = text.and_then(|text| choice(key, &text, words, at, found)) {
        *slot = word;
    }
}

fn choice(
    key: &str,
    text: &str,
    words: &'static [&'static str],
    at: usize,
    found: &mut Vec<(usize, Wrong)>,
) -> Option<Choice> {
    let word = words.iter().find(|word| **word == text).map(|word| Choice(word));
    if word.is_none() {
        found.push((at, Wrong::Expected { key: key.to_owned(), words }));
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        check(Path::new("c.toml"), text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_built_in_settings_have_no_mistake() {
        assert_eq!(load(&[], &Env::default()).map(|s| s.demo_requests), Ok(14));
    }

    #[test]
    fn every_mistake_is_told_with_its_line_and_the_nearest_key() {
        let told = mistakes("offcer = \"S. Alaoui\"\n[screen]\ncolor = \"pink\"\nbidi = 3\n");
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("c.toml:1:1: unknown key `offcer`; did you mean `officer`?"));
        assert!(told.iter().any(|m| m.starts_with("c.toml:3:1: `screen.color` takes one of auto")));
        assert!(told.iter().any(|m| m.contains("4:1: `screen.bidi` takes text")), "{told:?}");
    }

    #[test]
    fn the_limits_of_the_directory_are_checked() {
        let built_in = load(&[], &Env::default()).unwrap();
        assert_eq!((built_in.verify_days, built_in.dial_prefix.as_str()), (120, ""));
        for (wrong, said) in [
            ("verify_days = 0", "takes a whole number from 1 to 3650"),
            ("verify_days = \"120\"", "takes a whole number from 1 to 3650"),
            ("dial_prefix = \"00;ls\"", "takes up to 8 of the digits"),
            ("dial_prefix = 0", "takes text in quotes"),
            ("verify = 3", "did you mean `directory.verify_days`?"),
        ] {
            let told = mistakes(&format!("[directory]\n{wrong}\n"));
            assert!(told.len() == 1 && told[0].contains(said), "{wrong}: {told:?}");
            assert!(told[0].starts_with("c.toml:2:1:"), "{told:?}");
        }
        assert_eq!(mistakes("[directory]\nverify_days = 90\ndial_prefix = \"00\"\n"), [""; 0]);
    }

    #[test]
    fn a_syntax_error_names_its_place() {
        let told = mistakes("officer = \"A\"\nlang = fr\n");
        assert!(told[0].starts_with("c.toml:2:8:"), "{told:?}");
    }

    #[test]
    fn the_environment_lies_over_the_files() {
        let env =
            Env { officer: Some("M. Idrissi".into()), lang: Some("fr".into()), ..Env::default() };
        let settings = load(&[], &env).unwrap();
        assert_eq!((settings.officer.as_str(), settings.lang), ("M. Idrissi", Some(Lang::Fr)));
    }
}
