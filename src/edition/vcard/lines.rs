//! Content lines of a card: unfolded, without quoted-printable, as text.

use crate::edition::decode;

#[derive(Debug, Clone, Default)]
pub struct Property {
    pub line: usize,
    /// `item1`, in lower case; empty: none.
    pub group: String,
    /// In capitals.
    pub name: String,
    /// Names in capitals.
    params: Vec<(String, String)>,
    /// Still escaped.
    pub value: String,
}

impl Property {
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// In capitals; a bare parameter is a type, as vCard 2.1 has it.
    pub fn types(&self) -> impl Iterator<Item = String> {
        let given = self.params.iter().filter(|(key, _)| key == "TYPE" || key.is_empty());
        given.flat_map(|(_, value)| value.split(',')).map(|word| word.trim().to_uppercase())
    }
}

/// Lines of a file whose every byte stands for itself: each property says its own charset.
pub fn of_bytes(bytes: &[u8]) -> Vec<Property> {
    let mut lines =
        bytes.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut properties = Vec::new();
    let mut number = 0;
    let mut pending: Option<(usize, Vec<u8>)> = None;
    loop {
        number += 1;
        let line = lines.next();
        match (&mut pending, line) {
            (Some((_, whole)), Some(line)) if soft(whole) => {
                // Exporters break quoted-printable with `=` and may indent what follows.
                whole.pop();
                whole.extend(line);
            }
            (Some((_, whole)), Some([b' ' | b'\t', rest @ ..])) => whole.extend(rest),
            _ => {
                if let Some((start, whole)) = pending.take()
                    && let Some(property) = property(start, &whole)
                {
                    properties.push(property);
                }
                match line {
                    Some(line) => pending = Some((number, line.to_vec())),
                    None => return properties,
                }
            }
        }
    }
}

pub fn of_text(text: &str) -> Vec<Property> {
    // A lone CR ends a line of some old exporters.
    if text.contains('\n') {
        of_bytes(text.as_bytes())
    } else {
        of_bytes(text.replace('\r', "\n").as_bytes())
    }
}

/// A line of quoted-printable that goes on in the next.
fn soft(whole: &[u8]) -> bool {
    whole.ends_with(b"=")
        && head(whole).is_some_and(|(head, _)| {
            let head = head.to_ascii_uppercase();
            head.windows(QP.len()).any(|window| window == QP)
        })
}

const QP: &[u8] = b"QUOTED-PRINTABLE";

/// Name with parameters, and value: parted by the first colon outside of quotes.
fn head(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut quoted = false;
    let at = line.iter().position(|b| {
        quoted ^= *b == b'"';
        !quoted && *b == b':'
    })?;
    Some((line.get(..at)?, line.get(at + 1..)?))
}

fn property(line: usize, whole: &[u8]) -> Option<Property> {
    let (head, value) = head(whole)?;
    let head = decode::in_charset(head, "");
    let mut parts = split(&head, ';').into_iter();
    let name = parts.next()?;
    let (group, name) = name.rsplit_once('.').unwrap_or(("", &name));
    let params: Vec<(String, String)> = parts
        .map(|part| match part.split_once('=') {
            Some((key, value)) => (key.trim().to_uppercase(), value.trim().replace('"', "")),
            None => (String::new(), part.trim().to_owned()),
        })
        .collect();
    let mut property = Property {
        line,
        group: group.trim().to_lowercase(),
        name: name.trim().to_uppercase(),
        params,
        value: String::new(),
    };
    let charset = property.param("CHARSET").unwrap_or_default();
    let quoted = property.params.iter().any(|(key, value)| {
        (key == "ENCODING" || key.is_empty()) && value.eq_ignore_ascii_case("QUOTED-PRINTABLE")
    });
    property.value = match quoted {
        true => decode::in_charset(&unquoted(value), charset),
        // Text that is UTF-8 already is not anything else, whatever the property says.
        false if std::str::from_utf8(value).is_ok() => decode::in_charset(value, "utf-8"),
        false => decode::in_charset(value, charset),
    };
    Some(property)
}

/// Quoted-printable (RFC 2045); what is none stays as it is.
fn unquoted(value: &[u8]) -> Vec<u8> {
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut bytes = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(byte) = value.get(at) {
        match (byte, hex(value.get(at + 1)), hex(value.get(at + 2))) {
            (b'=', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 3;
            }
            _ => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    bytes
}

/// Parts between separators outside of quotes.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        quoted ^= c == '"';
        match parts.last_mut() {
            Some(last) if quoted || c != separator => last.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts
}

/// `\n`, `\,`, `\;`, `\\` as what they stand for.
pub fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped @ ('\\' | ',' | ';' | ':')) => text.push(escaped),
                Some(other) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            c => text.push(c),
        }
    }
    text
}

/// Components of a structured value.
pub fn parts(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in value.chars() {
        let Some(last) = parts.last_mut() else { break };
        if c == ';' && !escaped {
            parts.push(String::new());
        } else {
            last.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    parts.iter().map(|part| unescape(part)).collect()
}
