//! Findings in words: what is wrong and why it matters, and what to ask the partner. The tables are
//! as long as the list of codes: a code without a sentence does not compile.

mod en;
mod fr;

use crate::domain::check::Finding;
use crate::domain::identifier::Code;

/// The words for one code. `{s}` is the subject, `{0}`, `{1}` … the values the finding quotes.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    code: Code,
    /// What is wrong.
    what: &'static str,
    /// Why it matters.
    why: &'static str,
    /// What to ask the partner; empty where there is nothing to ask.
    ask: &'static str,
}

const fn w(code: Code, what: &'static str, why: &'static str, ask: &'static str) -> Words {
    Words { code, what, why, ask }
}

#[derive(Debug)]
pub struct CheckText {
    /// Parts that follow one another in the order of the codes.
    words: &'static [&'static [Words]],
    letter: Letter,
}

/// The frame of a request for clarification.
#[derive(Debug)]
struct Letter {
    your_ref: &'static str,
    our_ref: &'static str,
    /// Where the partner gave none.
    no_ref: &'static str,
    opening: &'static str,
    closing: &'static str,
    nothing: &'static str,
}

pub const EN: CheckText = CheckText { words: en::WORDS, letter: en::LETTER };
pub const FR: CheckText = CheckText { words: fr::WORDS, letter: fr::LETTER };

/// Whether a table has every code in order, so that each is found by its place.
const fn complete(parts: &[&[Words]]) -> bool {
    let (mut part, mut code) = (0, 0);
    while part < parts.len() {
        let mut at = 0;
        while at < parts[part].len() {
            if parts[part][at].code as usize != code {
                return false;
            }
            (at, code) = (at + 1, code + 1);
        }
        part += 1;
    }
    code == Code::COUNT
}
const _: () = assert!(complete(en::WORDS), "a code is missing or out of place in English");
const _: () = assert!(complete(fr::WORDS), "a code is missing or out of place in French");

impl CheckText {
    fn words(&self, finding: &Finding) -> Option<&Words> {
        let place = Code::of(finding)? as usize;
        self.words.iter().copied().flatten().nth(place)
    }

    /// What is wrong and why it matters. Quoted values are foreign text: sanitise before a sink.
    pub fn sentence(&self, finding: &Finding) -> String {
        let Some(words) = self.words(finding) else {
            return finding.code.to_owned();
        };
        let what = filled(words.what, finding);
        if words.why.is_empty() { what } else { format!("{what} {}", filled(words.why, finding)) }
    }

    /// What to ask the partner, if the partner can mend it.
    pub fn ask(&self, finding: &Finding) -> Option<String> {
        let words = self.words(finding).filter(|words| !words.ask.is_empty())?;
        Some(filled(words.ask, finding))
    }

    /// A letter that asks for everything the partner can mend, each question once.
    pub fn clarification(&self, partner_ref: &str, our_ref: &str, findings: &[Finding]) -> String {
        let letter = &self.letter;
        let theirs = if partner_ref.trim().is_empty() { letter.no_ref } else { partner_ref.trim() };
        let mut text = format!("{}{theirs}\n{}{our_ref}\n\n", letter.your_ref, letter.our_ref);
        let mut sorted: Vec<&Finding> = findings.iter().collect();
        sorted.sort_by_key(|finding| finding.level);
        let mut asked: Vec<String> = Vec::new();
        for question in sorted.into_iter().filter_map(|finding| self.ask(finding)) {
            if !asked.contains(&question) {
                asked.push(question);
            }
        }
        if asked.is_empty() {
            text.push_str(letter.nothing);
            text.push('\n');
            return text;
        }
        text.push_str(letter.opening);
        text.push_str("\n\n");
        for (at, question) in asked.iter().enumerate() {
            text.push_str(&format!("{}. {question}\n", at + 1));
        }
        text.push('\n');
        text.push_str(letter.closing);
        text.push('\n');
        text
    }
}

/// Puts values in their places in one pass: a value that holds `{0}` stays as it is.
fn filled(pattern: &str, finding: &Finding) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        out.push_str(before);
        let value = match name {
            "s" => Some(&finding.subject),
            number => number.parse::<usize>().ok().and_then(|at| finding.detail.get(at)),
        };
        out.push_str(value.map_or("…", String::as_str));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
