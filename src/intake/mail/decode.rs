//! Transfer encodings, character sets and HTML of a message, decoded leniently: a damaged byte is
//! kept, never a reason to lose the rest.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use mail_parser::decoders::charsets::map::charset_decoder;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The bytes behind a transfer encoding. What is not of the encoding is returned as it stands.
pub fn transfer(encoding: &str, body: &[u8]) -> Vec<u8> {
    match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => base64(body).unwrap_or_else(|| body.to_vec()),
        "quoted-printable" => quoted_printable(body),
        _ => body.to_vec(),
    }
}

fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let plain: Vec<u8> = body
        .iter()
        .copied()
        .filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
        .collect();
    // A lone last character carries no byte.
    let whole = if plain.len() % 4 == 1 { plain.len() - 1 } else { plain.len() };
    LENIENT.decode(plain.get(..whole)?).ok()
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|&b| b == b'\n') {
        let text = line.trim_ascii_end();
        let soft = text.ends_with(b"=");
        let mut bytes = if soft { text.get(..text.len() - 1).unwrap_or_default() } else { text };
        while let Some((&first, rest)) = bytes.split_first() {
            let pair = rest.get(..2).and_then(|p| std::str::from_utf8(p).ok());
            let hex = pair.filter(|p| p.bytes().all(|b| b.is_ascii_hexdigit()));
            match hex.filter(|_| first == b'=').and_then(|p| u8::from_str_radix(p, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    bytes = rest.get(2..).unwrap_or_default();
                }
                None => {
                    out.push(first);
                    bytes = rest;
                }
            }
        }
        if !soft && line.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out
}

/// The text of bytes, and what was wrong with the declared character set.
pub fn text(charset: Option<&str>, bytes: &[u8]) -> (String, Option<String>) {
    let western = |why: String| {
        let read = charset_decoder(b"windows-1252").map(|decode| decode(bytes));
        (read.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned()), Some(why))
    };
    let name = charset.unwrap_or("utf-8").trim().to_ascii_lowercase();
    let unicode = ["utf-8", "utf8", "us-ascii", "ascii"].contains(&name.as_str());
    match (std::str::from_utf8(bytes), charset_decoder(name.as_bytes())) {
        (Ok(text), _) if unicode => (text.to_owned(), None),
        (Err(_), _) if unicode => western(format!("not {name}: read as windows-1252")),
        (_, Some(decode)) => (decode(bytes), None),
        (Ok(text), None) => {
            (text.to_owned(), Some(format!("character set {name} not known: read as UTF-8")))
        }
        (Err(_), None) => western(format!("character set {name} not known: read as windows-1252")),
    }
}

const BLOCKS: &[&str] = &[
    "br",
    "p",
    "div",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
    "section",
    "article",
    "pre",
    "dt",
    "dd",
];

/// The words of an HTML text, line by line. Nothing in it is fetched or run.
pub fn html(input: &str) -> String {
    let mut out = String::with_capacity(input.len() / 2);
    let mut rest = input;
    let mut hidden: Option<&str> = None;
    // Behind the last end there is nothing to look for, however many marks open.
    let last_end = input.rfind('>').unwrap_or(0);
    let last_comment_end = input.rfind("-->").unwrap_or(0);
    while let Some(at) = rest.find('<') {
        let (words, tail) = rest.split_at(at);
        if hidden.is_none() {
            push_words(&mut out, words);
        }
        let at = input.len() - tail.len();
        if at >= last_end {
            rest = tail;
            break;
        }
        let comment = tail.starts_with("<!--") && at < last_comment_end;
        let ended = if comment { tail.split_once("-->") } else { None };
        if let Some((_, after)) = ended {
            rest = after;
            continue;
        }
        let tagged =
            tail.as_bytes().get(1).is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(b));
        let found = if tagged { tail.split_once('>') } else { None };
        let Some((tag, after)) = found else {
            // A mark that opens nothing is text.
            if hidden.is_none() {
                out.push('<');
            }
            rest = tail.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        let tag = tag.trim_start_matches('<');
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
        let quiet = ["style", "script", "head", "template"].iter().find(|q| **q == name);
        match (quiet, hidden) {
            (Some(q), None) if !closing => hidden = Some(q),
            (Some(q), Some(open)) if closing && *q == open => hidden = None,
            _ => {}
        }
        if BLOCKS.contains(&name.as_str()) {
            out.push('\n');
        } else if !closing && (name == "td" || name == "th") {
            out.push_str("  ");
        }
    }
    if hidden.is_none() {
        push_words(&mut out, rest);
    }
    tidy(&out)
}

fn push_words(out: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest.get(..at).unwrap_or_default().replace(['\r', '\n', '\t'], " "));
        let tail = rest.get(at..).unwrap_or_default();
        match entity(tail) {
            Some((c, len)) => {
                out.push(c);
                rest = tail.get(len..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(&rest.replace(['\r', '\n', '\t'], " "));
}

/// The character of an entity at the start of a text, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("ecirc", 'ê'),
        ("agrave", 'à'),
        ("acirc", 'â'),
        ("ccedil", 'ç'),
        ("ocirc", 'ô'),
        ("ucirc", 'û'),
        ("ugrave", 'ù'),
        ("icirc", 'î'),
        ("iuml", 'ï'),
        ("Eacute", 'É'),
        ("Agrave", 'À'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("rsquo", '’'),
        ("lsquo", '‘'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("deg", '°'),
    ];
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
        None => NAMED.iter().find(|(n, _)| *n == name)?.1,
    };
    Some((c, end + 1))
}

/// One blank line at most between lines, no space at their ends.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() && gap {
            continue;
        }
        gap = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_encodings_are_undone_and_damage_is_kept() {
        assert_eq!(transfer("base64", b"w6l0\r\nw6k="), "été".as_bytes());
        assert_eq!(transfer("Base64", b"w6l0w6k"), "été".as_bytes());
        assert_eq!(
            transfer("quoted-printable", b"=E9t=E9 =\r\nfin  \r\n=ZZ"),
            b"\xe9t\xe9 fin\n=ZZ"
        );
        assert_eq!(transfer("8bit", b"x"), b"x");
    }

    #[test]
    fn a_wrong_character_set_is_said() {
        assert_eq!(text(Some("iso-8859-1"), b"\xe9t\xe9"), ("été".into(), None));
        assert_eq!(text(Some("windows-1256"), b"\xe3\xc7").0, "ما");
        let (read, why) = text(None, b"\xe9t\xe9");
        assert_eq!(read, "été");
        assert!(why.unwrap().contains("windows-1252"));
        assert!(text(Some("x-none"), b"a").1.unwrap().contains("x-none"));
    }

    #[test]
    fn html_becomes_lines_and_scripts_say_nothing() {
        let page = "<head><title>t</title></head><p>R&eacute;f&nbsp;: <b>12</b></p><!-- <p>x</p> -->\
            <script>alert('<p>')</script><table><tr><td>IP</td><td>192.0.2.1 &#62; &unknown;</td></tr></table>";
        assert_eq!(html(page), "Réf : 12\n\nIP  192.0.2.1 > &unknown;");
        assert_eq!(html("<p>a < b and c <x"), "a < b and c <x");
        for broken in ["<", "<p", "<!--", "&", "&#x110000;", "<script>"] {
            html(broken);
        }
    }
}
