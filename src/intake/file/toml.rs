//! TOML text to nodes. The crate's spans become lines and columns.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Node, Value};
use crate::intake::refused::{Place, Refused, RefusedKind};

pub fn parse(text: &str) -> Result<Node, Refused> {
    let table = DeTable::parse(text).map_err(|e| syntax(&e))?;
    Ok(Node { place: Place::byte(0), value: entries(text, table.get_ref()) })
}

fn syntax(error: &toml::de::Error) -> Refused {
    let place = error.span().map_or_else(Place::default, |s| Place::byte(s.start));
    let message = error.message().trim().replace('\n', ", ");
    Refused::new(place, RefusedKind::Syntax { format: "TOML".into(), message })
}

fn entries(text: &str, table: &DeTable) -> Value {
    let mut pairs: Vec<_> = table.iter().collect();
    // In the order of the file: the first mistake is named first.
    pairs.sort_by_key(|(key, _)| key.span().start);
    let named = pairs.into_iter().map(|(key, value)| {
        let place = Place::byte(key.span().start);
        (key.get_ref().to_string(), Node { place, value: value_of(text, value) })
    });
    Value::Table(named.collect())
}

fn value_of(text: &str, value: &Spanned<DeValue>) -> Value {
    match value.get_ref() {
        DeValue::String(s) => Value::Text(s.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) => {
            Value::Number(text.get(value.span()).unwrap_or_default().to_owned())
        }
        DeValue::Boolean(b) => Value::Flag(*b),
        DeValue::Datetime(d) => Value::Date(d.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|i| Node { place: Place::byte(i.span().start), value: value_of(text, i) })
                .collect(),
        ),
        DeValue::Table(table) => entries(text, table),
    }
}
