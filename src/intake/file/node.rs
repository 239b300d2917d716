//! One tree for both formats of a request file, each value with its place, so that TOML and JSON
//! are read by the same code and refused in the same words.

use crate::intake::refused::{Place, Refused, RefusedKind};

#[derive(Debug, Clone)]
pub struct Node {
    pub place: Place,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub enum Value {
    Text(String),
    /// As written.
    Number(String),
    Flag(bool),
    /// A date of TOML, as written.
    Date(String),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
    Null,
}

impl Node {
    pub fn type_word(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "text",
            Value::Number(_) => "number",
            Value::Flag(_) => "boolean",
            Value::Date(_) => "date",
            Value::List(_) => "list",
            Value::Table(_) => "table",
            Value::Null => "null",
        }
    }

    pub fn wrong(&self, key: &str, expected: &str) -> Refused {
        let found = match &self.value {
            Value::Number(text) => format!("{} {text}", self.type_word()),
            _ => self.type_word().to_owned(),
        };
        self.refuse(key, RefusedKind::WrongType { expected: expected.into(), found })
    }

    pub fn refuse(&self, key: &str, what: RefusedKind) -> Refused {
        Refused::new(self.place.clone().with_key(key), what)
    }

    /// A text; in TOML also a date, which is written without quotes there.
    pub fn text(&self, key: &str) -> Result<&str, Refused> {
        match &self.value {
            Value::Text(text) | Value::Date(text) if text.contains('\0') => {
                Err(self.refuse(key, RefusedKind::Nul))
            }
            Value::Text(text) | Value::Date(text) => Ok(text),
            _ => Err(self.wrong(key, "text")),
        }
    }

    pub fn table(&self, key: &str) -> Result<&[(String, Node)], Refused> {
        match &self.value {
            Value::Table(entries) => Ok(entries),
            _ => Err(self.wrong(key, "table")),
        }
    }

    pub fn list(&self, key: &str) -> Result<&[Node], Refused> {
        match &self.value {
            Value::List(items) => Ok(items),
            _ => Err(self.wrong(key, "list")),
        }
    }
}
