//! English.

mod machines;
mod people;

use super::{Letter, Words};

pub(super) const LETTER: Letter = Letter {
    your_ref: "Your reference: ",
    our_ref: "Our reference: ",
    no_ref: "none given",
    opening: "We have received your request. Before we can act on it, please let us have the following:",
    closing: "Please answer by return and quote both references. Until we have your answer the data may \
              be lost under the ordinary retention of the provider.",
    nothing: "We have received your request and have no questions about it.",
};

/// In the order of the codes.
pub(super) const WORDS: &[&[Words]] = &[machines::WORDS, people::WORDS];
