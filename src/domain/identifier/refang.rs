//! Undoes defanging (`1[.]2`, `hxxp`, `[@]`) and remembers where each byte stood.

use std::borrow::Cow;
use std::ops::Range;

/// A text with defanging undone.
pub(super) struct Refanged<'a> {
    pub text: Cow<'a, str>,
    /// Where each byte of `text` (and its end) stood; empty where nothing was changed.
    origin: Vec<usize>,
}

const MARKS: &[(&str, &str)] = &[
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("[point]", "."),
    ("[@]", "@"),
    ("(@)", "@"),
    ("[at]", "@"),
    ("(at)", "@"),
    ("[:]", ":"),
    ("[://]", "://"),
    ("[/]", "/"),
    ("hxxp", "http"),
    ("h**p", "http"),
    ("fxp://", "ftp://"),
];

impl Refanged<'_> {
    /// The bytes of the original text that a span of the refanged one stands for.
    pub fn original(&self, span: &Range<usize>) -> Range<usize> {
        if self.origin.is_empty() {
            return span.clone();
        }
        let at = |index: usize| self.origin.get(index).copied().unwrap_or_default();
        at(span.start)..at(span.end)
    }
}

pub(super) fn refang(text: &str) -> Refanged<'_> {
    let Some(first) = (0..text.len()).find(|&at| mark_at(text, at).is_some()) else {
        return Refanged { text: Cow::Borrowed(text), origin: Vec::new() };
    };
    let mut clean = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len() + 1);
    clean.push_str(text.get(..first).unwrap_or_default());
    origin.extend(0..first);
    let mut at = first;
    while at < text.len() {
        if let Some((mark, plain)) = mark_at(text, at) {
            clean.push_str(plain);
            origin.extend(std::iter::repeat_n(at, plain.len()));
            at += mark.len();
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        clean.push(c);
        origin.extend(at..at + c.len_utf8());
        at += c.len_utf8();
    }
    origin.push(text.len());
    Refanged { text: Cow::Owned(clean), origin }
}

fn mark_at(text: &str, at: usize) -> Option<(&'static str, &'static str)> {
    let rest = text.as_bytes().get(at..)?;
    if !matches!(rest.first()?, b'[' | b'(' | b'{' | b'h' | b'H' | b'f' | b'F') {
        return None;
    }
    let fits = |mark: &str| {
        rest.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark.as_bytes()))
    };
    MARKS.iter().copied().find(|(mark, _)| fits(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defanged_text_is_restored_and_spans_point_back() {
        let text = "é hxxps://evil[.]example/x 192[.]0[.]2[.]7 a[@]b(.)org";
        let clean = refang(text);
        assert_eq!(clean.text, "é https://evil.example/x 192.0.2.7 a@b.org");
        let at = clean.text.find("192").unwrap();
        assert_eq!(&text[clean.original(&(at..at + 9))], "192[.]0[.]2[.]7");
    }

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(refang("plain [text] (here)").text, Cow::Borrowed(_)));
    }
}
