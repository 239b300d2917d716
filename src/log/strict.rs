//! JSON as the record allows it: integers only, no key twice, bounded depth and sizes. Foreign
//! bytes end in a message, never in a panic.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{MAX_DEPTH, MAX_INTEGER, MAX_MEMBERS, MAX_TEXT};

/// Reads one JSON object that fills the whole text.
pub fn object(text: &str) -> Result<Map<String, Value>, String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict { depth: 1 }.deserialize(&mut reader).map_err(|e| e.to_string())?;
    reader.end().map_err(|e| e.to_string())?;
    match value {
        Value::Object(map) => Ok(map),
        _ => Err("an object is expected".to_owned()),
    }
}

#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn inner<E: Error>(self) -> Result<Self, E> {
        // `depth` is the nesting of the value being read.
        if self.depth > MAX_DEPTH {
            return Err(E::custom(format_args!("nested deeper than {MAX_DEPTH}")));
        }
        Ok(Self { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with integers only")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        if value.unsigned_abs() > MAX_INTEGER {
            return Err(E::custom("an integer beyond 2^53"));
        }
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        if value > MAX_INTEGER {
            return Err(E::custom("an integer beyond 2^53"));
        }
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
        Err(E::custom("a number that is not an integer"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        if value.len() > MAX_TEXT {
            return Err(E::custom(format_args!("a text of more than {MAX_TEXT} bytes")));
        }
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom("a key that appears twice"));
            }
            if map.len() == MAX_MEMBERS || key.len() > MAX_TEXT {
                return Err(A::Error::custom("too many or too long keys"));
            }
            let value = access.next_value_seed(inner)?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_json_passes() {
        let deep = |n: usize| format!("{{\"a\":{}1{}}}", "[".repeat(n), "]".repeat(n));
        let many = |n: usize| {
            let members: Vec<String> = (0..n).map(|i| format!("\"k{i}\":0")).collect();
            format!("{{{}}}", members.join(","))
        };
        let long = |n: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(n));
        let good = [
            "{}".to_owned(),
            "{\"a\":[1,-2,null,true,\"\\u0000\"]}".to_owned(),
            "{\"a\":9007199254740992,\"b\":-9007199254740992}".to_owned(),
            deep(MAX_DEPTH - 1),
            many(MAX_MEMBERS),
            long(MAX_TEXT),
        ];
        for text in good {
            assert!(object(&text).is_ok(), "{text:.80}");
        }
        let bad = [
            String::new(),
            "[]".to_owned(),
            "{} {}".to_owned(),
            "{\"a\":1.0}".to_owned(),
            "{\"a\":1e3}".to_owned(),
            "{\"a\":-0}".to_owned(),
            "{\"a\":9007199254740993}".to_owned(),
            "{\"a\":-9007199254740993}".to_owned(),
            "{\"a\":99999999999999999999999}".to_owned(),
            "{\"a\":1,\"a\":1}".to_owned(),
            "{\"b\":{\"a\":1,\"\\u0061\":1}}".to_owned(),
            "{\"a\":01}".to_owned(),
            "{\"a\":\"\\ud800\"}".to_owned(),
            deep(MAX_DEPTH),
            deep(100_000),
            many(MAX_MEMBERS + 1),
            long(MAX_TEXT + 1),
        ];
        for text in bad {
            assert!(object(&text).is_err(), "{text:.80}");
        }
    }
}
