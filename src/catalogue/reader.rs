//! Reads TOML tables key by key and notes every fault with its place, so that one look finds all of
//! them. Never stops at the first.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value;
use crate::domain::catalogue::{Confidence, Name, Provenance};

/// A fault of a catalogue file, its place and the way out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    pub what: String,
    pub remedy: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}: {}; {}", self.file, self.line, self.column, self.what, self.remedy)
    }
}

/// One text and where its faults go.
pub struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
    /// A desk's own file: it may correct what exists and may not touch workflows.
    pub overlay: bool,
    pub faults: &'a RefCell<Vec<Fault>>,
}

/// A place in a text, for faults found after reading.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub source: &'a Source<'a>,
    pub offset: usize,
}

impl Place<'_> {
    pub fn fault(self, what: impl Into<String>, remedy: impl Into<String>) {
        let before = self.source.text.get(..self.offset).unwrap_or(self.source.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        self.source.faults.borrow_mut().push(Fault {
            file: self.source.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
            what: what.into(),
            remedy: remedy.into(),
        });
    }
}

/// A table of a file.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub source: &'a Source<'a>,
    pub table: &'a DeTable<'a>,
    pub offset: usize,
    /// `[defaults]` of the file.
    pub defaults: Option<&'a DeTable<'a>>,
}

impl<'a> Node<'a> {
    pub fn place(&self) -> Place<'a> {
        Place { source: self.source, offset: self.offset }
    }

    /// The place of a key's value, or of the table where the key is absent.
    pub fn at(&self, key: &str) -> Place<'a> {
        let offset = self.raw(key).map_or(self.offset, |value| value.span().start);
        Place { source: self.source, offset }
    }

    pub fn raw(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    pub fn has(&self, key: &str) -> bool {
        self.raw(key).is_some()
    }

    fn wrong(&self, value: &Spanned<DeValue<'_>>, key: &str, wanted: &str) {
        self.spot(&value.span()).fault(
            format!("`{key}` is {} instead of {wanted}", article(value.get_ref().type_str())),
            format!("write {wanted}"),
        );
    }

    fn spot(&self, span: &Range<usize>) -> Place<'a> {
        Place { source: self.source, offset: span.start }
    }

    /// Faults every key that is not in `known`.
    pub fn only(&self, known: &[&str]) {
        for (key, _) in self.table {
            if !known.contains(&key.get_ref().as_ref()) {
                self.spot(&key.span()).fault(
                    format!("unknown key `{}`", key.get_ref()),
                    value::suggest(key.get_ref(), known),
                );
            }
        }
    }

    pub fn text(&self, key: &str) -> Option<&'a str> {
        let value = self.raw(key)?;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.as_ref()),
            DeValue::String(_) => {
                self.at(key)
                    .fault(format!("`{key}` is empty"), "write a text, or leave the key out");
                None
            }
            _ => {
                self.wrong(value, key, "a text in quotes");
                None
            }
        }
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        let value = self.raw(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(value, key, "true or false");
        }
        flag
    }

    pub fn number<T: TryFrom<i64>>(&self, key: &str, wanted: &str) -> Option<T> {
        let value = self.raw(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|n| i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok())
            .and_then(|n| T::try_from(n).ok());
        if number.is_none() {
            self.wrong(value, key, wanted);
        }
        number
    }

    /// The texts of a list, each with its place. Absent: empty.
    pub fn list(&self, key: &str) -> Vec<(&'a str, Place<'a>)> {
        let Some(value) = self.raw(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value, key, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text, self.spot(&item.span()))),
                None => self.wrong(item, key, "a list of texts"),
            }
        }
        texts
    }

    pub fn words(&self, key: &str) -> Vec<String> {
        self.list(key).into_iter().map(|(text, _)| text.to_owned()).collect()
    }

    pub fn node(&self, key: &str) -> Option<Node<'a>> {
        let value = self.raw(key)?;
        let node = self.inner(value);
        if node.is_none() {
            self.wrong(value, key, "a table");
        }
        node
    }

    /// A value of this table as a table of its own.
    pub fn inner(&self, value: &'a Spanned<DeValue<'a>>) -> Option<Node<'a>> {
        let table = value.get_ref().as_table()?;
        Some(Node { table, offset: value.span().start, ..*self })
    }

    /// The tables of `[key.ID]`, with the place of each ID.
    pub fn entries(&self, key: &str) -> Vec<(&'a str, Node<'a>)> {
        let Some(outer) = self.node(key) else { return Vec::new() };
        let mut entries = Vec::new();
        for (id, value) in outer.table {
            match outer.inner(value) {
                Some(node) => {
                    entries.push((id.get_ref().as_ref(), Node { offset: id.span().start, ..node }));
                }
                None => outer.wrong(value, id.get_ref(), "a table"),
            }
        }
        entries
    }

    /// The tables of `[[key]]`.
    pub fn nodes(&self, key: &str) -> Vec<Node<'a>> {
        let Some(value) = self.raw(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value, key, "a list of tables");
            return Vec::new();
        };
        let mut nodes = Vec::new();
        for item in array {
            match self.inner(item) {
                Some(node) => nodes.push(node),
                None => self.wrong(item, key, "a list of tables"),
            }
        }
        nodes
    }

    /// One word out of a closed set.
    pub fn word<T: Copy>(&self, key: &str, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let text = self.text(key)?;
        let found = all.iter().copied().find(|value| word(*value) == text);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
            self.at(key).fault(format!("`{key}` cannot be `{text}`"), value::suggest(text, &words));
        }
        found
    }

    /// `{ en = …, fr = …, ar = … }`.
    pub fn name(&self, key: &str) -> Option<Name> {
        self.node(key).map(|node| node.as_name())
    }

    /// This table as a name; English and French are wanted.
    pub fn as_name(&self) -> Name {
        self.only(&["en", "fr", "ar"]);
        let wanted = |key: &str| {
            self.want(key, "write it in English (`en`) and in French (`fr`)");
            self.text(key).unwrap_or_default().to_owned()
        };
        Name { en: wanted("en"), fr: wanted("fr"), ar: self.text("ar").map(str::to_owned) }
    }

    /// A remark: `{ en = …, fr = … }`, or one text that serves both languages.
    pub fn remark(&self, key: &str) -> Option<Name> {
        match self.raw(key)?.get_ref() {
            DeValue::Table(_) => self.name(key),
            _ => self.text(key).map(both),
        }
    }

    /// The remarks of a list.
    pub fn remarks(&self, key: &str) -> Vec<Name> {
        let Some(value) = self.raw(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value, key, "a list of texts");
            return Vec::new();
        };
        let mut remarks = Vec::new();
        for item in array {
            match item.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => remarks.push(both(text)),
                DeValue::Table(_) => remarks.extend(self.inner(item).map(|node| node.as_name())),
                _ => self.wrong(item, key, "a list of texts"),
            }
        }
        remarks
    }

    /// Faults the table where a key is missing.
    pub fn want(&self, key: &str, remedy: &str) -> bool {
        let has = self.has(key);
        if !has {
            self.place().fault(format!("`{key}` is missing"), remedy);
        }
        has
    }

    /// It, or the file's `[defaults]`, says where it is known from.
    pub fn sourced(&self) -> bool {
        self.has("source") || self.defaults.is_some_and(|defaults| defaults.contains_key("source"))
    }

    /// Writes what the table, or the file's `[defaults]`, says of its source.
    pub fn provenance(&self, into: &mut Provenance) {
        let defaults = self.defaults.map(|table| Node { table, defaults: None, ..*self });
        let chosen = |key: &str| match (self.has(key), defaults) {
            (true, _) => Some(*self),
            (false, Some(node)) if node.has(key) => Some(node),
            _ => None,
        };
        if let Some(source) = chosen("source").and_then(|node| node.text("source")) {
            into.source = source.to_owned();
        }
        if let Some(confidence) = chosen("confidence")
            .and_then(|node| node.word("confidence", Confidence::ALL, Confidence::word))
        {
            into.confidence = confidence;
        }
        if let Some(date) = chosen("as_of").and_then(|node| value::date(&node, "as_of")) {
            into.as_of = Some(date);
        }
    }
}

fn both(text: &str) -> Name {
    Name { en: text.to_owned(), fr: text.to_owned(), ar: None }
}

fn article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if vowel { "an" } else { "a" })
}
