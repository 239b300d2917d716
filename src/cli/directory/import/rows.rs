//! Changes and faults as rows of the JSON answer.

use std::collections::BTreeMap;

use super::words;
use crate::cli::here::Here;
use crate::domain::directory::{ChannelKind, Fields, NewChannel, short_id};
use crate::edition::{Change, Fault, What};
use crate::export::json::{EditionChange, EditionFault};

pub(super) fn change(here: &Here, change: &Change) -> EditionChange {
    let mut row = EditionChange {
        number: change.number,
        code: change.code.clone(),
        group: change.group.word(),
        what: "",
        id: short_id(&change.state, change.entity),
        state: change.state.clone(),
        name: change.name.clone(),
        line: (change.line > 0).then_some(change.line),
        guarded: change.guarded,
        kind: "",
        value: String::new(),
        field: String::new(),
        before: String::new(),
        after: String::new(),
        fields: BTreeMap::new(),
        channels: Vec::new(),
        warnings: change
            .warnings
            .iter()
            .map(|warning| here.text.edition.warning(warning, here.text.directory))
            .collect(),
    };
    match &change.what {
        What::Added { fields, channels } => {
            row.what = "added";
            row.fields = filled_only(fields);
            row.channels = channels.iter().map(channel).collect();
        }
        What::Field { field, before, after } => {
            row.what = "field";
            (row.field, row.before, row.after) = (field.clone(), before.clone(), after.clone());
        }
        What::ChannelAdded(new) => {
            row.what = "channel_added";
            row.kind = new.kind.word();
            row.value = value_of(new);
            row.channels = vec![channel(new)];
        }
        What::ChannelReplaced { old, kind, before, new } => {
            row.what = "channel_replaced";
            row.kind = kind.word();
            row.value = old.to_string();
            (row.before, row.after) = (before.clone(), value_of(new));
            row.channels = vec![channel(new)];
        }
        What::ChannelField { kind, value, field, before, after, .. } => {
            row.what = "channel_field";
            row.kind = kind.word();
            row.value = value.clone();
            (row.field, row.before, row.after) = (field.clone(), before.clone(), after.clone());
        }
        What::ChannelGone { kind, value, .. } => {
            row.what = "channel_gone";
            row.kind = ChannelKind::word(*kind);
            row.value = value.clone();
        }
        What::Gone { .. } => row.what = "gone",
        What::Reopened => row.what = "reopened",
    }
    row
}

/// The value that a channel is to have.
pub(super) fn value_of(new: &NewChannel) -> String {
    new.fields.get("value").cloned().unwrap_or_default()
}

fn channel(new: &NewChannel) -> BTreeMap<String, String> {
    let mut fields = filled_only(&new.fields);
    fields.insert("type".to_owned(), new.kind.word().to_owned());
    fields
}

fn filled_only(fields: &Fields) -> BTreeMap<String, String> {
    let filled = fields.iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(key, value)| (key.clone(), value.clone())).collect()
}

pub(super) fn fault(here: &Here, fault: &Fault) -> EditionFault {
    EditionFault {
        line: fault.line,
        field: fault.field.clone(),
        value: fault.value.clone(),
        code: fault.wrong.code(),
        text: words::fault(here, fault),
    }
}
