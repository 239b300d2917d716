//! The parts of a message. The walk is our own so that size, number and depth are refused before
//! any part is decoded; the mail crate reads one small header block at a time.

use mail_parser::{HeaderValue, Message, MessageParser, MessagePart, MimeHeaders};

use super::decode;
use crate::intake::refused::{Place, Refused, RefusedKind};
use crate::intake::{DEPTH_LIMIT, PART_LIMIT};

/// Bytes of one header block.
pub const HEADER_LIMIT: usize = 256 << 10;

/// Text that belongs to the message itself.
#[derive(Debug)]
pub struct Text {
    pub text: String,
    pub html: bool,
    /// It stood in a message inside the message.
    pub nested: bool,
    /// What was wrong with its character set.
    pub charset: Option<String>,
}

#[derive(Debug)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    /// The text of a plain text file.
    pub text: Option<String>,
}

#[derive(Debug, Default)]
pub struct Parts {
    pub texts: Vec<Text>,
    pub files: Vec<File>,
    count: usize,
}

/// Header block and body of a message or part.
///
/// # Errors
/// A header block beyond the limit.
pub fn split<'a>(bytes: &'a [u8], path: &str) -> Result<(&'a [u8], &'a [u8]), Refused> {
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if at > HEADER_LIMIT || line.len() > HEADER_LIMIT {
            let what = RefusedKind::HeaderTooLong { limit: HEADER_LIMIT };
            return Err(Refused::new(Place::part(path), what));
        }
        if line == b"\n" || line == b"\r\n" {
            let body = bytes.get(at + line.len()..).unwrap_or_default();
            return Ok((bytes.get(..at).unwrap_or_default(), body));
        }
        at += line.len();
    }
    Ok((bytes, &[]))
}

/// The headers of a block, which the caller ends with an empty line. Always has its first part:
/// the mail crate's accessors rely on it.
pub fn headers(block: &[u8]) -> Message<'_> {
    let parser = MessageParser::new().with_minimal_headers();
    let mut message = parser.parse_headers(block).unwrap_or_default();
    if message.parts.is_empty() {
        message.parts.push(MessagePart::default());
    }
    message
}

pub fn with_end(block: &[u8]) -> Vec<u8> {
    [block, b"\r\n\r\n"].concat()
}

impl Parts {
    /// Walks a message or part.
    ///
    /// # Errors
    /// Too many parts, too deep, a header block too long, NUL in a text.
    pub fn walk(
        &mut self,
        bytes: &[u8],
        path: &str,
        depth: usize,
        nested: bool,
    ) -> Result<(), Refused> {
        let refuse = |what| Err(Refused::new(Place::part(path), what));
        if depth > DEPTH_LIMIT {
            return refuse(RefusedKind::TooDeep { limit: DEPTH_LIMIT });
        }
        self.count += 1;
        if self.count > PART_LIMIT {
            return refuse(RefusedKind::TooManyParts { limit: PART_LIMIT });
        }
        let (block, body) = split(bytes, path)?;
        let block = with_end(block);
        let message = headers(&block);
        let Some(root) = message.parts.first() else { return self.leaf(None, body, path, nested) };
        let (ctype, subtype) = match root.content_type() {
            Some(c) => (
                c.c_type.to_ascii_lowercase(),
                c.c_subtype.as_deref().unwrap_or_default().to_ascii_lowercase(),
            ),
            None => ("text".to_owned(), "plain".to_owned()),
        };
        let boundary = root.content_type().and_then(|c| c.attribute("boundary"));
        match (ctype.as_str(), boundary) {
            ("multipart", Some(boundary)) if !boundary.is_empty() => {
                let alternative = subtype == "alternative";
                self.multipart(body, boundary, path, depth, nested, alternative)
            }
            ("message", _) if subtype == "rfc822" || subtype == "global" => {
                let bytes = decode::transfer(encoding(root), body);
                let name = root.attachment_name().unwrap_or("message.eml").to_owned();
                self.walk(&bytes, path, depth + 1, true)?;
                self.file(name, bytes, None, nested);
                Ok(())
            }
            _ => self.leaf(Some(root), body, path, nested),
        }
    }

    fn multipart(
        &mut self,
        body: &[u8],
        boundary: &str,
        path: &str,
        depth: usize,
        nested: bool,
        alternative: bool,
    ) -> Result<(), Refused> {
        let first = self.texts.len();
        let parts = between(body, boundary.as_bytes(), PART_LIMIT);
        if parts.len() > PART_LIMIT {
            let what = RefusedKind::TooManyParts { limit: PART_LIMIT };
            return Err(Refused::new(Place::part(path), what));
        }
        for (part, n) in parts.into_iter().zip(1..) {
            let path = if path.is_empty() { n.to_string() } else { format!("{path}.{n}") };
            self.walk(part, &path, depth + 1, nested)?;
        }
        let said = |t: &Text| !t.html && !t.text.trim().is_empty();
        if alternative && self.texts.iter().skip(first).any(said) {
            let mut at = 0;
            self.texts.retain(|t| {
                at += 1;
                at <= first || !t.html
            });
        }
        Ok(())
    }

    fn leaf(
        &mut self,
        root: Option<&MessagePart>,
        body: &[u8],
        path: &str,
        nested: bool,
    ) -> Result<(), Refused> {
        let bytes = decode::transfer(root.map_or("", encoding), body);
        let ctype = root.and_then(MimeHeaders::content_type);
        let is = |t: &str, s: &str| {
            ctype.map_or(t == "text" && s == "plain", |c| {
                c.c_type.eq_ignore_ascii_case(t)
                    && c.c_subtype.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(s))
            })
        };
        let name = root.and_then(|r| r.attachment_name()).map(str::to_owned);
        let disposition = root.and_then(MimeHeaders::content_disposition);
        let apart = disposition.is_some_and(|d| d.c_type.eq_ignore_ascii_case("attachment"));
        let (plain, html) = (is("text", "plain"), is("text", "html"));
        let charset = ctype.and_then(|c| c.attribute("charset"));
        if (plain || html) && !apart && name.is_none() {
            let (text, wrong) = decode::text(charset, &bytes);
            if let Some(at) = text.find('\0') {
                let mut place = Place::of_offset(text.as_bytes(), at);
                place.part = path.to_owned();
                return Err(Refused::new(place, RefusedKind::Nul));
            }
            let text = if html { decode::html(&text) } else { text };
            self.texts.push(Text { text, html, nested, charset: wrong });
            return Ok(());
        }
        let text = plain.then(|| decode::text(charset, &bytes).0).filter(|t| !t.contains('\0'));
        let ending = if html {
            "html"
        } else if plain {
            "txt"
        } else {
            "bin"
        };
        self.file(name.unwrap_or_else(|| format!("part-{path}.{ending}")), bytes, text, nested);
        Ok(())
    }

    /// Files of a message inside the message are in that message's bytes already.
    fn file(&mut self, name: String, bytes: Vec<u8>, text: Option<String>, nested: bool) {
        if !nested {
            self.files.push(File { name, bytes, text });
        }
    }
}

fn encoding<'a>(part: &'a MessagePart) -> &'a str {
    let found = part
        .headers
        .iter()
        .find(|h| h.name.as_str().eq_ignore_ascii_case("content-transfer-encoding"));
    match found.map(|h| &h.value) {
        Some(HeaderValue::Text(text)) => text,
        _ => "",
    }
}

/// The parts between the lines of a boundary, at most one more than `limit`.
fn between<'a>(body: &'a [u8], boundary: &[u8], limit: usize) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    for line in body.split_inclusive(|&b| b == b'\n') {
        let tail = line.strip_prefix(b"--").and_then(|l| l.strip_prefix(boundary));
        if let Some(tail) = tail.map(<[u8]>::trim_ascii_end).filter(|t| t.is_empty() || *t == b"--")
        {
            if let Some(from) = start {
                parts.push(trim_line_end(body.get(from..at).unwrap_or_default()));
            }
            if parts.len() > limit || tail == b"--" {
                return parts;
            }
            start = Some(at + line.len());
        }
        at += line.len();
    }
    // A message cut short: the last part reaches to its end.
    if let Some(from) = start {
        parts.push(body.get(from..).unwrap_or_default());
    }
    parts
}

/// The line end before a boundary belongs to the boundary.
fn trim_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}
