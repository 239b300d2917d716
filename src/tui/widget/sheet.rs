//! A sheet of entries to fill in: lines, blocks, choices, and choices found by typing. Shared by
//! the new-request form and every dialog that asks for something.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::field::Field;
use crate::view::folded;

/// Suggestions shown at once.
pub const SUGGESTIONS: usize = 5;

/// One value that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Folded text that typing is looked for in.
    pub search: String,
}

impl Choice {
    pub fn new(value: &str, label: &str) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            search: folded(&format!("{value} {label}")),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Take {
    Line(Field),
    Block(Field),
    /// All choices are in sight; the index of the chosen one.
    One(Vec<Choice>, usize),
    /// Found by typing. `chosen` is the value once it is settled.
    Find {
        field: Field,
        choices: Vec<Choice>,
        cursor: usize,
        chosen: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    pub label: String,
    pub hint: String,
    pub required: bool,
    pub take: Take,
    /// What is wrong with it, or what was understood.
    pub remark: Option<Remark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    Good(String),
    Bad(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    pub entries: Vec<Entry>,
    pub focus: usize,
}

/// What a key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Nothing beyond the entry itself.
    Typed,
    /// The entry with this index was left.
    Left(usize),
    /// The last entry was accepted, or the whole sheet.
    Submit,
    /// Not for the sheet.
    Unused,
}

impl Entry {
    pub fn line(key: &str, label: &str, hint: &str) -> Self {
        Self::of(key, label, hint, Take::Line(Field::default()))
    }

    pub fn of(key: &str, label: &str, hint: &str, take: Take) -> Self {
        Self {
            key: key.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            required: false,
            take,
            remark: None,
        }
    }

    pub fn find(key: &str, label: &str, hint: &str, choices: Vec<Choice>) -> Self {
        let take = Take::Find { field: Field::default(), choices, cursor: 0, chosen: None };
        Self::of(key, label, hint, take)
    }

    pub fn one(key: &str, label: &str, choices: Vec<Choice>, chosen: &str) -> Self {
        let at = choices.iter().position(|c| c.value == chosen).unwrap_or_default();
        Self::of(key, label, "", Take::One(choices, at))
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The value as it will be used.
    pub fn value(&self) -> &str {
        match &self.take {
            Take::Line(field) | Take::Block(field) => field.text().trim(),
            Take::One(choices, at) => choices.get(*at).map_or("", |c| &c.value),
            Take::Find { field, chosen, .. } => {
                chosen.as_deref().unwrap_or_else(|| field.text().trim())
            }
        }
    }

    pub fn set(&mut self, value: &str) {
        match &mut self.take {
            Take::Line(field) | Take::Block(field) => field.set(value),
            Take::One(choices, at) => {
                *at = choices.iter().position(|c| c.value == value).unwrap_or(*at);
            }
            Take::Find { field, choices, chosen, .. } => {
                let known = choices.iter().find(|c| c.value == value);
                field.set(known.map_or(value, |c| &c.label));
                *chosen = known.map(|c| c.value.clone());
            }
        }
    }

    /// Something was typed that stands for no choice, where there are choices.
    pub fn is_unsettled(&self) -> bool {
        match &self.take {
            Take::Find { field, choices, chosen: None, .. } => {
                !choices.is_empty() && !field.text().trim().is_empty()
            }
            _ => false,
        }
    }

    /// Choices that fit what is typed, the best first.
    pub fn suggestions(&self) -> Vec<&Choice> {
        let Take::Find { field, choices, chosen: None, .. } = &self.take else {
            return Vec::new();
        };
        let typed = folded(field.text());
        let words: Vec<&str> = typed.split_whitespace().collect();
        let mut found: Vec<(u8, &Choice)> = choices
            .iter()
            .filter(|c| words.iter().all(|word| c.search.contains(word)))
            .map(|c| (place(c, words.first().copied().unwrap_or_default()), c))
            .collect();
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, choice)| choice).collect()
    }

    /// Settles what was typed on the suggestion under the cursor, if there is one.
    fn settle(&mut self) {
        let picked = match &self.take {
            Take::Find { field, cursor, chosen: None, .. } if !field.text().trim().is_empty() => {
                self.suggestions().get(*cursor).map(|c| (c.value.clone(), c.label.clone()))
            }
            _ => None,
        };
        if let (Some((value, label)), Take::Find { field, chosen, .. }) = (picked, &mut self.take) {
            field.set(&label);
            *chosen = Some(value);
        }
    }

    fn key(&mut self, key: &KeyEvent) -> bool {
        match &mut self.take {
            Take::Line(field) | Take::Block(field) => field.key(key),
            Take::One(choices, at) => one_key(choices, at, key),
            Take::Find { field, cursor, chosen, .. } => {
                let before = field.text().len();
                if chosen.is_some() && matches!(key.code, KeyCode::Backspace | KeyCode::Char(_)) {
                    // What was settled is typed anew as a whole.
                    *chosen = None;
                    field.set("");
                }
                let used = field.key(key);
                if used && before != field.text().len() {
                    *cursor = 0;
                }
                used
            }
        }
    }

    fn move_suggestion(&mut self, by: isize) -> bool {
        let many = self.suggestions().len();
        match &mut self.take {
            Take::Find { field, cursor, chosen: None, .. } if !field.text().is_empty() => {
                let last = many.saturating_sub(1);
                let next = cursor.saturating_add_signed(by).min(last);
                let moved = next != *cursor;
                *cursor = next;
                moved
            }
            _ => false,
        }
    }
}

/// A choice whose value is what was typed comes first, then one that starts with it.
fn place(choice: &Choice, typed: &str) -> u8 {
    match () {
        () if choice.value.eq_ignore_ascii_case(typed) => 0,
        () if choice.search.starts_with(typed) => 1,
        () if choice.search.split_whitespace().any(|word| word.starts_with(typed)) => 2,
        () => 3,
    }
}

/// Left and right, space, or the first letter of a choice.
fn one_key(choices: &[Choice], at: &mut usize, key: &KeyEvent) -> bool {
    let many = choices.len().max(1);
    if key.modifiers.intersects(KeyModifiers::CONTROL.union(KeyModifiers::ALT)) {
        return false;
    }
    match key.code {
        KeyCode::Right | KeyCode::Char(' ') => *at = (*at + 1) % many,
        KeyCode::Left => *at = (*at + many - 1) % many,
        KeyCode::Char(c) => {
            let typed = folded(&c.to_string());
            let starts = |i: &usize| {
                choices.get(*i).is_some_and(|choice| folded(&choice.label).starts_with(&typed))
            };
            match (*at + 1..choices.len()).chain(0..=*at).find(starts) {
                Some(found) => *at = found,
                None => return true,
            }
        }
        _ => return false,
    }
    true
}

impl Sheet {
    pub fn new(entries: Vec<Entry>) -> Self {
        Self { entries, focus: 0 }
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.key == key)
    }

    pub fn value(&self, key: &str) -> &str {
        self.entry(key).map_or("", Entry::value)
    }

    pub fn focused(&self) -> Option<&Entry> {
        self.entries.get(self.focus)
    }

    /// Whether a burst of keys is text here.
    pub fn is_text(&self) -> bool {
        self.focused().is_some_and(|entry| !matches!(entry.take, Take::One(..)))
    }

    pub fn paste(&mut self, text: &str) {
        let focus = self.focus;
        match self.entries.get_mut(focus).map(|entry| &mut entry.take) {
            Some(Take::Line(field) | Take::Block(field)) => field.insert(text),
            Some(Take::Find { field, chosen, cursor, .. }) => {
                *chosen = None;
                *cursor = 0;
                field.insert(text);
            }
            Some(Take::One(..)) | None => {}
        }
    }

    /// The first required entry that is empty.
    pub fn first_missing(&self) -> Option<usize> {
        self.entries.iter().position(|entry| entry.required && entry.value().is_empty())
    }

    pub fn focus_on(&mut self, index: usize) {
        self.focus = index.min(self.entries.len().saturating_sub(1));
    }

    pub fn key(&mut self, key: &KeyEvent) -> Answer {
        let at = self.focus;
        let Some(entry) = self.entries.get_mut(at) else { return Answer::Unused };
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL.union(KeyModifiers::ALT));
        match key.code {
            KeyCode::Down if entry.move_suggestion(1) => return Answer::Typed,
            KeyCode::Up if entry.move_suggestion(-1) => return Answer::Typed,
            KeyCode::Char('s') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                entry.settle();
                return Answer::Submit;
            }
            KeyCode::Enter if plain => {
                entry.settle();
                return if at + 1 >= self.entries.len() { Answer::Submit } else { self.go(1) };
            }
            KeyCode::Tab | KeyCode::Down => {
                entry.settle();
                return self.go(1);
            }
            KeyCode::BackTab | KeyCode::Up => {
                entry.settle();
                return self.go(-1);
            }
            _ => {}
        }
        if entry.key(key) { Answer::Typed } else { Answer::Unused }
    }

    fn go(&mut self, by: isize) -> Answer {
        let left = self.focus;
        let many = self.entries.len().max(1);
        self.focus = (self.focus + many).saturating_add_signed(by) % many;
        Answer::Left(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let countries = vec![Choice::new("FR", "France"), Choice::new("DE", "Germany Allemagne")];
        let ways = vec![Choice::new("in", "in"), Choice::new("out", "out")];
        Sheet::new(vec![
            Entry::find("partner", "Partner", "", countries).required(),
            Entry::one("direction", "Direction", ways, "in"),
            Entry::line("summary", "Summary", "").required(),
        ])
    }

    fn press(sheet: &mut Sheet, code: KeyCode) -> Answer {
        sheet.key(&KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn write(sheet: &mut Sheet, text: &str) {
        text.chars().for_each(|c| {
            press(sheet, KeyCode::Char(c));
        });
    }

    #[test]
    fn typing_finds_and_leaving_settles() {
        let mut sheet = sheet();
        write(&mut sheet, "allem");
        assert_eq!(sheet.entries[0].suggestions().len(), 1);
        assert_eq!(press(&mut sheet, KeyCode::Tab), Answer::Left(0));
        assert_eq!(sheet.value("partner"), "DE");
        press(&mut sheet, KeyCode::Char('o'));
        assert_eq!(sheet.value("direction"), "out");
    }

    #[test]
    fn the_last_entry_submits_and_what_is_missing_is_named() {
        let mut sheet = sheet();
        assert_eq!(sheet.first_missing(), Some(0));
        write(&mut sheet, "fr");
        press(&mut sheet, KeyCode::Enter);
        press(&mut sheet, KeyCode::Enter);
        assert_eq!(press(&mut sheet, KeyCode::Enter), Answer::Submit);
        assert_eq!(sheet.first_missing(), Some(2));
    }

    #[test]
    fn a_settled_choice_is_typed_anew_as_a_whole() {
        let mut sheet = sheet();
        write(&mut sheet, "fr");
        press(&mut sheet, KeyCode::Tab);
        press(&mut sheet, KeyCode::BackTab);
        write(&mut sheet, "de");
        press(&mut sheet, KeyCode::Tab);
        assert_eq!(sheet.value("partner"), "DE");
    }
}
