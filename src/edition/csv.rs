//! Tables: comma, semicolon or tab; one row a contact, or one row a channel of it. The first row
//! says which columns there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use csv::{ReaderBuilder, StringRecord};

use super::build::{Builder, Cell, Gathered, Raw, short};
use super::names::{self, Column};
use super::value::tidy;
use super::{MOST, Note, Refused, Wrong};
use crate::domain::directory::{ChannelKind, Role};

/// Columns that every table must have.
const NEEDED: [&str; 3] = ["state", "name", "role"];
/// Columns of one table.
const COLUMNS: usize = 2000;

struct Table {
    /// Beside the name of the column in the file.
    columns: Vec<(String, Option<Column>)>,
    kinds: BTreeSet<ChannelKind>,
    /// The table says by its columns that it is one of response teams.
    role: Option<&'static str>,
}

/// A cell as it was before it was made safe for spreadsheets.
fn unsafe_again(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(super::write::RISKY) => rest,
        _ => text,
    }
}

pub(super) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Refused> {
    let (text, said) = match text.strip_prefix("sep=") {
        // What a spreadsheet writes above the table.
        Some(rest) => {
            rest.split_once('\n').map_or((rest, None), |(sep, table)| (table, sep.bytes().next()))
        }
        None => (text, None),
    };
    let skipped = u64::from(said.is_some());
    let delimiter = said.unwrap_or_else(|| delimiter(text));
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = loop {
        match records.next() {
            Some(Ok(record)) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Some(Ok(record)) => break record,
            _ => return Err(Refused::Empty),
        }
    };
    let table = table(&header, builder)?;
    if text.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        builder.note(Note::Quotes);
    }
    let mut rows = Vec::new();
    for record in records {
        // Text is UTF-8 and rows may differ in length: nothing is left that could fail.
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, |at| at.line() + skipped);
        let line = usize::try_from(line).unwrap_or_default();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let columns = table.columns.len();
        if record.iter().skip(columns).any(|cell| !cell.trim().is_empty()) {
            let found = record.len();
            builder.whole = false;
            builder.fault(
                line,
                "",
                record.get(0).unwrap_or_default(),
                Wrong::Cells { found, columns },
            );
            continue;
        }
        rows.push(Row { line, record });
        if rows.len() > MOST * 10 {
            return Err(Refused::TooMany { limit: MOST });
        }
    }
    let by_channel = table.columns.iter().any(|(_, c)| *c == Some(Column::Row("type")))
        && table.columns.iter().any(|(_, c)| *c == Some(Column::Row("value")));
    if by_channel { channels(&table, &rows, builder) } else { contacts(&table, &rows, builder) }
}

struct Row {
    line: usize,
    record: StringRecord,
}

/// The one that stands most often in the first line, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |wanted: char| {
        let mut quoted = false;
        line.chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == wanted
            })
            .count()
    };
    let mut best = (count(','), b',');
    for other in [b';', b'\t'] {
        let times = count(char::from(other));
        if times > best.0 {
            best = (times, other);
        }
    }
    best.1
}

fn table(header: &StringRecord, builder: &mut Builder<'_>) -> Result<Table, Refused> {
    let mut columns: Vec<(String, Option<Column>)> = Vec::new();
    let mut taken = BTreeSet::new();
    let mut unknown = Vec::new();
    for cell in header.iter().take(COLUMNS) {
        let name = tidy(unsafe_again(cell.trim()));
        let known = names::column(&name);
        // Two columns for one thing: the first counts, but for the notes.
        let again = known.is_some_and(|column| !taken.insert(column));
        let column = known.filter(|column| !again || *column == Column::Field("notes"));
        if column.is_none() && !name.is_empty() {
            unknown.push(name.clone());
        }
        columns.push((name, column));
    }
    let plain = |wanted: &str| columns.iter().any(|(name, _)| names::plain(name) == wanted);
    let teams = ["constituency", "team_name", "official_team_name", "short_team_name"];
    let teams = teams.iter().any(|name| plain(name));
    let held =
        |key: &str| columns.iter().any(|(_, c)| matches!(c, Some(Column::Field(k)) if *k == key));
    let role = (teams && !held("role")).then(|| Role::Csirt.word());
    let missing: Vec<&'static str> =
        NEEDED.into_iter().filter(|key| !(held(key) || *key == "role" && role.is_some())).collect();
    const NEAR: usize = 50;
    let near = unknown.iter().take(NEAR).map(|name| (short(name), names::near(name)));
    let near: Vec<(String, Option<String>)> = near.collect();
    if !missing.is_empty() {
        let found = columns.iter().take(NEAR).map(|(name, _)| short(name)).collect();
        let near = near.into_iter().filter_map(|(name, near)| Some((name, near?))).collect();
        return Err(Refused::Header { found, missing, near });
    }
    for (name, nearest) in near {
        builder.note(Note::Column { name, nearest });
    }
    let kinds = columns.iter().filter_map(|(_, column)| match column {
        Some(Column::Channel(kind, ..)) => Some(*kind),
        _ => None,
    });
    Ok(Table { kinds: kinds.collect(), columns, role })
}

impl Table {
    fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (Column, Cell)> + 'a {
        self.columns.iter().zip(row.record.iter()).filter_map(|((name, column), text)| {
            let column = (*column)?;
            let key = match column {
                Column::Field(key) | Column::Row(key) | Column::Channel(_, _, key) => key,
                Column::Entity => "",
            };
            let text = unsafe_again(text).to_owned();
            Some((column, Cell { line: row.line, name: name.clone(), key, text }))
        })
    }
}

fn contacts(table: &Table, rows: &[Row], builder: &mut Builder<'_>) -> Result<(), Refused> {
    for row in rows {
        let mut raw = Raw { line: row.line, role: table.role, ..Raw::default() };
        let mut channels = Gathered::default();
        for (column, cell) in table.cells(row) {
            match column {
                Column::Entity => raw.entity = Some(cell),
                Column::Field(_) => raw.cells.push(cell),
                Column::Channel(kind, at, _) => channels.put(kind, at, cell),
                Column::Row(_) => {}
            }
        }
        raw.channels = channels.done();
        raw.whole = table.kinds.clone();
        builder.contact(raw)?;
    }
    Ok(())
}

/// Rows of one contact are put together; where they say different things of it, all are put aside.
fn channels(table: &Table, rows: &[Row], builder: &mut Builder<'_>) -> Result<(), Refused> {
    let mut raws: Vec<Group> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let mut cells = BTreeMap::new();
        let mut own = Vec::new();
        for (column, cell) in table.cells(row) {
            if let Column::Row(_) = column {
                own.push(cell);
            } else if let Column::Field(key) = column {
                cells.insert(key, cell);
            } else if column == Column::Entity {
                cells.insert("", cell);
            }
        }
        let key = identity(&cells);
        let next = raws.len();
        let place = *places.entry(key.clone()).or_insert(next);
        if place == next {
            raws.push(Group { line: row.line, key, ..Group::default() });
        }
        let Some(group) = raws.get_mut(place) else { continue };
        group.join(cells, row.line);
        group.channel(own, row.line, builder);
    }
    for group in raws {
        if let Some(other) = group.differs {
            builder.whole = false;
            let key = short(&group.key);
            builder.fault(group.line, "", "", Wrong::SameKey { key: key.clone(), other });
            builder.fault(other, "", "", Wrong::SameKey { key, other: group.line });
            continue;
        }
        let whole =
            if group.unread { BTreeSet::new() } else { ChannelKind::ALL.iter().copied().collect() };
        let mut cells = group.cells;
        let entity = cells.remove("");
        let cells = cells.into_values().collect();
        let (line, role) = (group.line, table.role);
        builder.contact(Raw {
            line,
            entity,
            cells,
            channels: group.channels.done(),
            whole,
            role,
        })?;
    }
    Ok(())
}

/// What a row says of whom it is about.
fn identity(cells: &BTreeMap<&'static str, Cell>) -> String {
    let get = |key: &str| cells.get(key).map_or("", |cell| cell.text.trim());
    match (get(""), get("key")) {
        ("", "") => super::natural_key(get("state"), get("role"), get("name")),
        ("", key) => key.to_owned(),
        (entity, _) => entity.to_owned(),
    }
}

#[derive(Default)]
struct Group {
    line: usize,
    key: String,
    cells: BTreeMap<&'static str, Cell>,
    channels: Gathered,
    count: u32,
    unread: bool,
    /// The line that says something else of the contact.
    differs: Option<usize>,
}

impl Group {
    /// An empty cell says what the rows before it say.
    fn join(&mut self, cells: BTreeMap<&'static str, Cell>, line: usize) {
        for (key, cell) in cells {
            match self.cells.get_mut(key) {
                Some(there) if there.text.trim().is_empty() => *there = cell,
                Some(there) if cell.text.trim().is_empty() || there.text == cell.text => {}
                Some(_) => self.differs = self.differs.or(Some(line)),
                None => {
                    self.cells.insert(key, cell);
                }
            }
        }
    }

    fn channel(&mut self, own: Vec<Cell>, line: usize, builder: &mut Builder<'_>) {
        if own.iter().all(|cell| cell.text.trim().is_empty()) {
            return;
        }
        let kind = own.iter().find(|cell| cell.key == "type");
        let Some(known) = kind.and_then(|cell| names::kind(&cell.text)) else {
            self.unread = true;
            let (name, text) = kind.map_or(("type", ""), |cell| (&cell.name, &cell.text));
            let near = names::near(text);
            builder.fault(line, name, text, Wrong::Unknown(near));
            return;
        };
        self.count += 1;
        for cell in own.into_iter().filter(|cell| cell.key != "type") {
            self.channels.put(known, self.count, cell);
        }
    }
}
