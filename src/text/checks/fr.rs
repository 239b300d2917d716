//! French.

mod machines;
mod people;

use super::{Letter, Words};

pub(super) const LETTER: Letter = Letter {
    your_ref: "Votre référence : ",
    our_ref: "Notre référence : ",
    no_ref: "non indiquée",
    opening: "Nous avons bien reçu votre demande. Avant de pouvoir y donner suite, nous vous prions de nous faire parvenir :",
    closing: "Merci de répondre par retour en rappelant les deux références. Jusqu'à votre réponse, les \
              données peuvent être effacées selon la durée de conservation ordinaire du fournisseur.",
    nothing: "Nous avons bien reçu votre demande et n'avons pas de question à son sujet.",
};

/// In the order of the codes.
pub(super) const WORDS: &[&[Words]] = &[machines::WORDS, people::WORDS];
