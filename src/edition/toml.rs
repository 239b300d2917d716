//! Our own format: `[edition]` with `series`, `as_of` and `source`, then `[[contact]]`
//! with the fields of a contact, each with its `[[contact.channel]]`.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::build::{Builder, Cell, Gathered, Raw, RawChannel};
use super::names::{self, Column};
use super::{Refused, Wrong};
use crate::domain::directory::ChannelKind;

struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn new(text: &str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(starts).collect() }
    }

    fn of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }
}

pub(super) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Refused> {
    let lines = Lines::new(text);
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = lines.of(at);
        let start = lines.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = text.get(start..at).map_or(1, |before| before.chars().count() + 1);
        Refused::Syntax { line, column, detail: error.message().trim().replace('\n', ", ") }
    })?;
    let mut reader = Reader { text, lines: &lines, builder };
    let mut edition = Vec::new();
    let mut contacts = Vec::new();
    for (key, value) in in_order(table.get_ref()) {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("edition", DeValue::Table(table)) => edition = reader.cells(table),
            ("contact" | "contacts", DeValue::Array(items)) => contacts.extend(items.iter()),
            ("schema", _) => {}
            (name, _) => {
                let line = reader.lines.of(key.span().start);
                reader.builder.fault(line, name, "", Wrong::Unknown(Some("contact".to_owned())));
            }
        }
    }
    for item in contacts {
        let line = reader.lines.of(item.span().start);
        let DeValue::Table(table) = item.get_ref() else {
            reader.builder.fault(line, "contact", "", Wrong::Unknown(None));
            continue;
        };
        let raw = reader.contact(table, line, &edition);
        reader.builder.contact(raw)?;
    }
    Ok(())
}

type Pair<'a, 'b> = (&'a Spanned<std::borrow::Cow<'b, str>>, &'a Spanned<DeValue<'b>>);

/// In the order of the file.
fn in_order<'a, 'b>(table: &'a DeTable<'b>) -> Vec<Pair<'a, 'b>> {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    pairs
}

struct Reader<'a, 'b> {
    text: &'a str,
    lines: &'a Lines,
    builder: &'a mut Builder<'b>,
}

impl Reader<'_, '_> {
    /// `[edition]`: what holds for all of its contacts.
    fn cells(&mut self, table: &DeTable<'_>) -> Vec<Cell> {
        let mut cells = Vec::new();
        for (key, value) in in_order(table) {
            let line = self.lines.of(key.span().start);
            let name = key.get_ref().as_ref();
            match names::column(name) {
                Some(Column::Field(known @ ("series" | "as_of" | "source" | "confidence"))) => {
                    let text = self.plain(value);
                    cells.push(Cell { line, name: name.to_owned(), key: known, text });
                }
                _ => self.builder.fault(line, name, "", Wrong::Unknown(names::near(name))),
            }
        }
        cells
    }

    fn contact(&mut self, table: &DeTable<'_>, line: usize, edition: &[Cell]) -> Raw {
        let mut raw = Raw { line, ..Raw::default() };
        let mut gathered = Gathered::default();
        let mut channels = Vec::new();
        raw.whole = ChannelKind::ALL.iter().copied().collect();
        for (key, value) in in_order(table) {
            let line = self.lines.of(key.span().start);
            let name = key.get_ref().as_ref();
            if let ("channel" | "channels", DeValue::Array(items)) = (name, value.get_ref()) {
                for item in items.iter() {
                    let line = self.lines.of(item.span().start);
                    match item.get_ref() {
                        DeValue::Table(table) => match self.channel(table, line) {
                            Some(channel) => channels.push(channel),
                            None => raw.whole.clear(),
                        },
                        _ => self.builder.fault(line, name, "", Wrong::NoValue),
                    }
                }
                continue;
            }
            let text = self.plain(value);
            let mut cell = Cell { line, name: name.to_owned(), key: "", text };
            match names::column(name) {
                Some(Column::Entity) => raw.entity = Some(cell),
                Some(Column::Field(key)) => {
                    cell.key = key;
                    raw.cells.push(cell);
                }
                Some(Column::Channel(kind, at, key)) => {
                    cell.key = key;
                    gathered.put(kind, at, cell);
                }
                Some(Column::Row(_)) | None => {
                    self.builder.fault(line, name, &cell.text, Wrong::Unknown(names::near(name)));
                }
            }
        }
        for cell in edition {
            if raw.cells.iter().all(|own| own.key != cell.key) {
                raw.cells.push(cell.clone());
            }
        }
        raw.channels = gathered.done();
        raw.channels.append(&mut channels);
        if raw.channels.is_empty() {
            // A list of authorities without numbers says nothing of the numbers that a desk has added.
            raw.whole.clear();
        }
        raw
    }

    fn channel(&mut self, table: &DeTable<'_>, line: usize) -> Option<RawChannel> {
        let mut kind = None;
        let mut cells = Vec::new();
        for (key, value) in in_order(table) {
            let line = self.lines.of(key.span().start);
            let name = key.get_ref().as_ref();
            let text = self.plain(value);
            if name == "type" {
                kind = names::kind(&text);
                if kind.is_none() {
                    self.builder.fault(line, name, &text, Wrong::Unknown(names::near(&text)));
                    return None;
                }
                continue;
            }
            match names::channel_field(&names::plain(name)) {
                Some(key) => cells.push(Cell { line, name: name.to_owned(), key, text }),
                None => self.builder.fault(line, name, &text, Wrong::Unknown(None)),
            }
        }
        if kind.is_none() {
            self.builder.fault(line, "channel", "", Wrong::Missing("type"));
        }
        Some(RawChannel { line, kind: kind?, cells })
    }

    fn plain(&self, value: &Spanned<DeValue<'_>>) -> String {
        match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Boolean(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.plain(item)).collect();
                items.join(", ")
            }
            _ => self.text.get(value.span()).unwrap_or_default().to_owned(),
        }
    }
}
