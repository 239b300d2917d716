//! Every word a reader sees. One struct of texts per area and a constant of it per language: a
//! missing text does not compile. Foreign text passes `sanitise` before it reaches any sink.

pub mod checks;
pub mod cli;
pub mod desk;
pub mod explain;
pub mod format;
pub mod intake;
pub mod refusal;
pub mod sanitise;

pub use crate::domain::Lang;

/// All texts in one language.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    pub lang: Lang,
    pub checks: &'static checks::CheckText,
    pub cli: &'static cli::CliText,
    pub desk: &'static desk::DeskText,
    pub explain: &'static explain::ExplainText,
    pub format: &'static format::FormatText,
    pub intake: &'static intake::IntakeText,
    pub refusal: &'static refusal::RefusalText,
}

impl Text {
    pub const fn of(lang: Lang) -> Self {
        match lang {
            Lang::En => Text {
                lang,
                checks: &checks::EN,
                cli: &cli::EN,
                desk: &desk::EN,
                explain: &explain::EN,
                format: &format::EN,
                intake: &intake::EN,
                refusal: &refusal::EN,
            },
            Lang::Fr => Text {
                lang,
                checks: &checks::FR,
                cli: &cli::FR,
                desk: &desk::FR,
                explain: &explain::FR,
                format: &format::FR,
                intake: &intake::FR,
                refusal: &refusal::FR,
            },
        }
    }
}
