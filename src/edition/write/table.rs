//! A row a contact, columns for as many channels as any of them has.

use std::collections::{BTreeMap, BTreeSet};

use super::{RISKY, channel_fields, fields};
use crate::domain::directory::{Channel, ChannelKind, Contact, field};

/// Columns that stand there although nobody fills them.
const ALWAYS: [&str; 3] = ["state", "role", "name"];

/// `bom`: a spreadsheet takes the file for UTF-8 only with the mark.
pub fn csv(contacts: &[Contact], bom: bool) -> String {
    let columns = Columns::of(contacts);
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Writing to memory cannot fail; were it to, the row would be missing and not half there.
    let _ = writer.write_record(columns.header());
    for contact in contacts {
        let _ = writer.write_record(columns.row(contact).iter().map(|cell| safe(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    if bom { format!("\u{feff}{text}") } else { text }
}

/// A cell that no spreadsheet computes.
pub fn safe(cell: &str) -> String {
    if cell.starts_with(RISKY) { format!("'{cell}") } else { cell.to_owned() }
}

struct Columns {
    fields: Vec<&'static str>,
    /// Kind, place within the kind, field.
    channels: Vec<(ChannelKind, usize, &'static str)>,
}

impl Columns {
    fn of(contacts: &[Contact]) -> Self {
        let mut filled: BTreeSet<&str> = ALWAYS.into();
        let mut channels = BTreeSet::new();
        for contact in contacts {
            filled.extend(fields(contact).map(|(key, _)| key));
            for (kind, at, channel) in placed(contact) {
                channels.insert((kind, at, 0));
                for (key, _) in channel_fields(contact, channel) {
                    let place = field::CHANNEL.iter().position(|field| field.key == key);
                    channels.insert((kind, at, place.unwrap_or_default()));
                }
            }
        }
        let keys = field::CONTACT.iter().map(|field| field.key);
        let channels = channels.into_iter().map(|(kind, at, place)| match place {
            0 => (kind, at, "value"),
            place => (kind, at, field::CHANNEL.get(place).map_or("value", |field| field.key)),
        });
        Self {
            fields: keys.filter(|key| filled.contains(key)).collect(),
            channels: channels.collect(),
        }
    }

    /// `phone`, `phone.operating_hours`, `phone_2`.
    fn header(&self) -> Vec<String> {
        let fields = self.fields.iter().map(|key| (*key).to_owned());
        let channels = self.channels.iter().map(|(kind, at, key)| {
            let base = match at {
                1 => kind.word().to_owned(),
                at => format!("{}_{at}", kind.word()),
            };
            if *key == "value" { base } else { format!("{base}.{key}") }
        });
        std::iter::once("vigie_id".to_owned()).chain(fields).chain(channels).collect()
    }

    fn row(&self, contact: &Contact) -> Vec<String> {
        let mut placed_at = BTreeMap::new();
        for (kind, at, channel) in placed(contact) {
            placed_at.insert((kind, at), channel);
        }
        let mut row = vec![contact.entity.to_string()];
        row.extend(self.fields.iter().map(|key| contact.field(key).to_owned()));
        row.extend(self.channels.iter().map(|(kind, at, key)| {
            let Some(channel) = placed_at.get(&(*kind, *at)) else { return String::new() };
            match *key {
                "value" => channel.value.clone(),
                key => contact.channel_field(channel.id, key).to_owned(),
            }
        }));
        row
    }
}

/// Channels with their place within their kind, from 1.
fn placed(contact: &Contact) -> impl Iterator<Item = (ChannelKind, usize, &Channel)> {
    let mut places: BTreeMap<ChannelKind, usize> = BTreeMap::new();
    contact.channels.iter().map(move |channel| {
        let at = places.entry(channel.kind).or_default();
        *at += 1;
        (channel.kind, *at, channel)
    })
}
