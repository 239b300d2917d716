//! Runs of digits: telephone numbers, handsets and SIM cards. Only a leading `+` or a word before
//! the run says what it is.

use super::Scan;
use crate::domain::IdentifierKind;
use crate::domain::identifier::device;

const PHONE_WORDS: &[&str] = &[
    "tel",
    "tél",
    "telephone",
    "téléphone",
    "phone",
    "mobile",
    "gsm",
    "cell",
    "cellphone",
    "fax",
    "whatsapp",
    "msisdn",
    "call",
    "portable",
    "sim",
    "numéro",
    "number",
];

/// Blanks and signs within a number, and its longest run in bytes.
const BETWEEN: &[u8] = b" -./()";
const LONGEST: usize = 40;

impl Scan<'_> {
    pub(super) fn numbers(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let here = bytes.get(at).copied().unwrap_or_default();
            let plus = here == b'+' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            let before = at.checked_sub(1).and_then(|p| bytes.get(p)).copied().unwrap_or(b' ');
            let start =
                plus || here.is_ascii_digit() || (here == b'(' && plausible_bracket(bytes, at));
            let inside =
                before.is_ascii_alphanumeric() || before >= 0x80 || b"_@".contains(&before);
            if !start || inside || self.taken.get(at).copied().unwrap_or(true) {
                at += 1;
                continue;
            }
            at = self.number(at, plus).max(at + 1);
        }
    }

    /// Proposes the run that starts here; says where to read on.
    fn number(&mut self, at: usize, plus: bool) -> usize {
        // The shortest labelled number has six digits: most runs need no look at their label.
        let run = self.run_end(at, LONGEST);
        let digits = self.text.as_bytes().get(at..run).unwrap_or_default();
        if digits.iter().filter(|b| b.is_ascii_digit()).count() < 6 {
            return run;
        }
        let kind = if plus { Some(IdentifierKind::Phone) } else { self.kind_before(at) };
        let most = match kind {
            Some(IdentifierKind::Imei) => 16,
            Some(IdentifierKind::Imsi | IdentifierKind::Phone) => 15,
            Some(IdentifierKind::Iccid) => 20,
            // No label stands within the run: none of it is one of ours.
            _ => return run,
        };
        let end = self.run_end(at, most);
        let value = self.text.get(at..end).unwrap_or_default();
        let count = device::digits(value).len();
        let least = match kind {
            Some(IdentifierKind::Phone) if plus => 7,
            Some(IdentifierKind::Phone) => 6,
            _ => 10,
        };
        let alone = !self.text.as_bytes().get(end).is_some_and(u8::is_ascii_alphanumeric);
        if count < least || !alone {
            return self.skip_digits(at);
        }
        let value = value.to_owned();
        if let Some(kind) = kind {
            self.propose(kind, &value, at..end);
        }
        end
    }

    fn skip_digits(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'+').count()
    }

    /// One past the last digit of a run with single signs between, on free ground.
    fn run_end(&self, at: usize, most: usize) -> usize {
        let bytes = self.text.as_bytes();
        let (mut end, mut count, mut signs) = (at, 0, 0);
        for index in at..bytes.len().min(at + LONGEST) {
            let byte = bytes.get(index).copied().unwrap_or_default();
            if self.taken.get(index).copied().unwrap_or(true) {
                break;
            }
            if byte.is_ascii_digit() {
                (count, signs, end) = (count + 1, 0, index + 1);
                // One more digit than allowed shows that the run is something else.
                if count > most + 4 {
                    break;
                }
            } else if index == at && byte == b'+' {
            } else if BETWEEN.contains(&byte) && signs < 2 && !(count >= most && byte == b' ') {
                signs += 1;
            } else {
                break;
            }
        }
        end
    }

    /// What the words shortly before a run call it.
    fn kind_before(&self, at: usize) -> Option<IdentifierKind> {
        let mut from = at.saturating_sub(32);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text.get(from..at)?;
        let line = before.rsplit('\n').next()?.to_lowercase();
        let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.rev().take(4).find_map(|word| match word {
            "imei" => Some(IdentifierKind::Imei),
            "imsi" => Some(IdentifierKind::Imsi),
            "iccid" => Some(IdentifierKind::Iccid),
            _ if PHONE_WORDS.contains(&word) => Some(IdentifierKind::Phone),
            _ => None,
        })
    }
}

/// `(0)5 …` or `(212) …`: a bracket that opens a number.
fn plausible_bracket(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}
