//! What leaves the desk as text: the JSON contract and plain answers. Nothing here reads a clock, a
//! disk or a terminal; foreign text is made safe for both.

pub mod json;
pub mod partner;
pub mod text;

#[cfg(test)]
mod sample;

use crate::domain::check::Finding;
use crate::domain::identifier::Code;
use crate::text::Text;
use crate::view::CheckView;

/// The sentence of a stored check; its code alone where this program does not know it.
/// Quoted values are foreign text: sanitise before a terminal.
pub fn check_sentence(text: Text, check: &CheckView) -> String {
    let Some(code) = Code::from_word(&check.code) else { return check.code.clone() };
    text.checks.sentence(&Finding {
        code: code.as_str(),
        level: check.level,
        subject: check.subject.clone(),
        detail: check.detail.clone(),
    })
}
