//! JSON text to nodes. The JSON crate judges the syntax (and the depth); a walk over text known to
//! be good then adds what it does not give: lines, columns, and keys that stand twice.

use super::node::{Node, Value};
use crate::intake::refused::{Place, Refused, RefusedKind};

pub fn parse(text: &str) -> Result<Node, Refused> {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let full = error.to_string();
        let message = full.split(" at line ").next().unwrap_or_default().to_owned();
        let place = Place::at(error.line(), error.column());
        return Err(Refused::new(place, RefusedKind::Syntax { format: "JSON".into(), message }));
    }
    let mut walk = Walk { text, at: 0 };
    walk.value()
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl Walk<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn blank(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
    }

    fn place(&self) -> Place {
        Place::byte(self.at)
    }

    fn lost(&self) -> Refused {
        let message = "unexpected character".to_owned();
        Refused::new(self.place(), RefusedKind::Syntax { format: "JSON".into(), message })
    }

    fn value(&mut self) -> Result<Node, Refused> {
        self.blank();
        let place = self.place();
        let value = match self.peek() {
            b'{' => self.table()?,
            b'[' => self.list()?,
            b'"' => Value::Text(self.string()?),
            b't' => self.word(4, Value::Flag(true)),
            b'f' => self.word(5, Value::Flag(false)),
            b'n' => self.word(4, Value::Null),
            b'-' | b'0'..=b'9' => {
                let len =
                    self.rest().bytes().take_while(|b| b"+-.eE0123456789".contains(b)).count();
                let text = self.rest().get(..len).unwrap_or_default().to_owned();
                self.word(len, Value::Number(text))
            }
            _ => return Err(self.lost()),
        };
        Ok(Node { place, value })
    }

    fn word(&mut self, len: usize, value: Value) -> Value {
        self.at += len;
        value
    }

    fn string(&mut self) -> Result<String, Refused> {
        let bytes = self.rest().as_bytes();
        let mut end = 1;
        while let Some(&b) = bytes.get(end) {
            match b {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        let quoted = self.rest().get(..=end).ok_or_else(|| self.lost())?;
        let text = serde_json::from_str(quoted).map_err(|_| self.lost())?;
        self.at += end + 1;
        Ok(text)
    }

    fn list(&mut self) -> Result<Value, Refused> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.blank();
            match self.peek() {
                b']' => break,
                b',' => self.at += 1,
                _ => items.push(self.value()?),
            }
        }
        self.at += 1;
        Ok(Value::List(items))
    }

    fn table(&mut self) -> Result<Value, Refused> {
        self.at += 1;
        let mut entries: Vec<(String, Node)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        loop {
            self.blank();
            match self.peek() {
                b'}' => break,
                b',' => self.at += 1,
                _ => {
                    let place = self.place();
                    let key = self.string()?;
                    self.blank();
                    self.at += 1;
                    let value = self.value()?.value;
                    if !seen.insert(key.clone()) {
                        let what = RefusedKind::DuplicateKey { found: key.clone() };
                        return Err(Refused::new(place.with_key(key), what));
                    }
                    entries.push((key, Node { place, value }));
                }
            }
        }
        self.at += 1;
        Ok(Value::Table(entries))
    }
}
