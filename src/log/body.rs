//! The body of an entry: what was recorded, by whom and when. Readers ignore what they do not know
//! and keep the bytes; writers are held to the same rules as readers.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::digest::{hex, is_one_line, unhex};
use super::problem::ProblemKind;
use super::{MAX_REFS, strict};

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Actor {
    pub officer: String,
    pub desk: String,
    /// The way the act was given: `screen`, `command`, `import`.
    pub via: String,
}

/// An act before it is sealed.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Such as `request.set`: lower-case letters, digits, `.`, `_` and `-`, at most 64.
    pub kind: String,
    /// Version of the kind's payload.
    pub kver: u32,
    /// A program that does not know the kind must not change the entity any more.
    pub crit: bool,
    /// None in the entry that creates an entity, whose name then comes from the entry's id.
    pub entity: Option<[u8; 16]>,
    /// The entries that this one replaces or speaks of.
    pub refs: Vec<[u8; 32]>,
    pub actor: Actor,
    /// The desk's wall clock at the act; kept to the millisecond.
    pub at: Timestamp,
    /// Integers only.
    pub payload: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Hides the body's content from one who knows only its hash.
    pub salt: [u8; 16],
    pub kind: String,
    pub kver: u32,
    pub crit: bool,
    pub entity: Option<[u8; 16]>,
    pub refs: Vec<[u8; 32]>,
    pub actor: Actor,
    pub at: Timestamp,
    pub payload: Map<String, Value>,
    /// Members written by a later program.
    pub extra: Map<String, Value>,
}

/// The members in the order in which they are written.
#[derive(Serialize)]
struct Written<'a> {
    salt: String,
    kind: &'a str,
    kver: u32,
    crit: bool,
    entity: Option<String>,
    refs: Vec<String>,
    actor: &'a Actor,
    at: String,
    payload: &'a Map<String, Value>,
}

impl Draft {
    pub(super) fn render(&self, salt: &[u8; 16]) -> Result<String, ProblemKind> {
        let written = Written {
            salt: hex(salt),
            kind: &self.kind,
            kver: self.kver,
            crit: self.crit,
            entity: self.entity.as_ref().map(|e| hex(e)),
            refs: self.refs.iter().map(|r| hex(r)).collect(),
            actor: &self.actor,
            at: instant(self.at),
            payload: &self.payload,
        };
        let text = serde_json::to_string(&written).map_err(|e| unreadable(&e.to_string()))?;
        Body::parse(&text)?;
        Ok(text)
    }
}

/// RFC 3339 in UTC with milliseconds: the only spelling of an instant in a body.
fn instant(at: Timestamp) -> String {
    format!("{:.3}", at)
}

fn unreadable(why: &str) -> ProblemKind {
    ProblemKind::Unreadable(format!("body: {why}"))
}

fn is_kind(kind: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    (1..=64).contains(&kind.len()) && kind.bytes().all(letter)
}

impl Body {
    /// Reads the body of an entry whose `flags` are 0. Never more is demanded of the bytes than the
    /// rules of `docs/formats.md`; whether they were signed is not asked here.
    pub fn parse(text: &str) -> Result<Self, ProblemKind> {
        if !is_one_line(text) {
            return Err(unreadable("white space between its parts"));
        }
        let map = strict::object(text).map_err(|e| unreadable(&e))?;
        let mut fields = Fields { map };
        Ok(Self {
            salt: fields.hex("salt")?,
            kind: fields.text("kind").ok().filter(|k| is_kind(k)).ok_or_else(|| wrong("kind"))?,
            kver: fields.take("kver", |v| u32::try_from(v.as_u64()?).ok())?,
            crit: fields.take("crit", |v| v.as_bool())?,
            entity: fields.take("entity", |v| match v {
                Value::Null => Some(None),
                v => v.as_str().and_then(unhex).map(Some),
            })?,
            refs: fields.take("refs", |v| {
                let refs = v.as_array().filter(|refs| refs.len() <= MAX_REFS)?;
                refs.iter().map(|r| r.as_str().and_then(unhex)).collect()
            })?,
            actor: fields.actor()?,
            at: fields.take("at", |v| {
                let at: Timestamp = v.as_str()?.parse().ok()?;
                // Four-digit years, no leap second, no other spelling.
                (v.as_str().is_some_and(|text| text.len() == 24 && text == instant(at)))
                    .then_some(at)
            })?,
            payload: fields.object("payload")?,
            extra: fields.map,
        })
    }
}

fn wrong(key: &str) -> ProblemKind {
    unreadable(&format!("`{key}` is missing or not of its form"))
}

struct Fields {
    map: Map<String, Value>,
}

impl Fields {
    fn take<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<T, ProblemKind> {
        self.map.remove(key).as_ref().and_then(read).ok_or_else(|| wrong(key))
    }

    fn hex<const N: usize>(&mut self, key: &str) -> Result<[u8; N], ProblemKind> {
        self.take(key, |v| v.as_str().and_then(unhex))
    }

    fn text(&mut self, key: &str) -> Result<String, ProblemKind> {
        match self.map.remove(key) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(wrong(key)),
        }
    }

    fn object(&mut self, key: &str) -> Result<Map<String, Value>, ProblemKind> {
        match self.map.remove(key) {
            Some(Value::Object(map)) => Ok(map),
            _ => Err(wrong(key)),
        }
    }

    fn actor(&mut self) -> Result<Actor, ProblemKind> {
        let mut inner = Fields { map: self.object("actor")? };
        Ok(Actor {
            officer: inner.text("officer")?,
            desk: inner.text("desk")?,
            via: inner.text("via")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            kind: "request.note".to_owned(),
            kver: 1,
            crit: false,
            entity: Some([3; 16]),
            refs: vec![[4; 32]],
            actor: Actor {
                officer: "a.martin".to_owned(),
                desk: "desk-1".to_owned(),
                via: "screen".to_owned(),
            },
            at: "2026-11-21T02:14:00.5Z".parse().unwrap(),
            payload: Map::from_iter([("text".to_owned(), Value::from("نور\u{1b}[2J\n"))]),
        }
    }

    #[test]
    fn a_body_is_written_in_one_order_and_reads_back() {
        let draft = draft();
        let text = draft.render(&[1; 16]).unwrap();
        let salt = "01".repeat(16);
        let start = format!("{{\"salt\":\"{salt}\",\"kind\":\"request.note\",\"kver\":1,\"crit\":");
        assert!(text.starts_with(&start), "{text}");
        assert!(text.contains("\"at\":\"2026-11-21T02:14:00.500Z\""), "{text}");
        assert!(!text.contains('\u{1b}') && !text.contains('\n'));
        let body = Body::parse(&text).unwrap();
        assert_eq!((body.at, body.payload), (draft.at, draft.payload));
        assert_eq!((body.entity, body.refs), (draft.entity, draft.refs));
        assert_eq!(body.actor, draft.actor);
    }

    #[test]
    fn members_of_a_later_program_are_kept() {
        let text = draft().render(&[1; 16]).unwrap();
        let later = format!("{},\"later\":[1]}}", text.strip_suffix('}').unwrap());
        assert!(Body::parse(&later).unwrap().extra.contains_key("later"));
    }

    #[test]
    fn a_body_of_another_shape_is_refused() {
        let text = draft().render(&[1; 16]).unwrap();
        for (from, to) in [
            ("\"crit\":false", "\"crit\":0"),
            ("\"kver\":1", "\"kver\":-1"),
            ("\"kver\":1", "\"kver\":4294967296"),
            ("\"kver\":1", "\"kver\":\"1\""),
            ("request.note", "Request note"),
            ("request.note", ""),
            (".500Z", "Z"),
            (".500Z", ".500+00:00"),
            ("02:14:00", "02:14:60"),
            ("2026-11-21", "2026-02-30"),
            ("\"entity\":\"03", "\"entity\":\"3"),
            ("\"refs\":[", "\"refs\":[1,"),
            ("\"officer\":\"a.martin\"", "\"officer\":null"),
            ("\"payload\":{", "\"payload\":{\"n\":0.5,"),
            ("\"payload\":{", "\"payload\":{\"text\":1,"),
            (",\"kver\"", ",\n\"kver\""),
            ("\"salt\"", "\"pepper\""),
        ] {
            let other = text.replacen(from, to, 1);
            assert_ne!(other, text);
            assert!(Body::parse(&other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_writer_is_refused_what_a_reader_would_refuse() {
        let changes: [fn(&mut Draft); 6] = [
            |d| d.payload = Map::from_iter([("n".to_owned(), Value::from(0.5))]),
            |d| d.payload = Map::from_iter([("n".to_owned(), Value::from(u64::MAX))]),
            |d| d.kind = "Big".to_owned(),
            |d| d.refs = vec![[0; 32]; MAX_REFS + 1],
            |d| d.at = Timestamp::MIN,
            |d| d.actor.officer = "x".repeat(40_000),
        ];
        for (case, change) in changes.iter().enumerate() {
            let mut draft = draft();
            change(&mut draft);
            assert!(draft.render(&[1; 16]).is_err(), "case {case}");
        }
    }
}
