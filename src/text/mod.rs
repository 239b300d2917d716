//! Every word a reader sees. One struct of texts per area and a constant of it per language: a
//! missing text does not compile. Foreign text passes `sanitise` before it reaches any sink.

pub mod call;
pub mod checks;
pub mod cli;
pub mod desk;
pub mod directory;
pub mod directory_cli;
pub mod edition;
pub mod explain;
pub mod format;
pub mod intake;
pub mod refusal;
pub mod sanitise;
pub mod who;
pub mod who_page;

pub use crate::domain::Lang;

/// All texts in one language.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    pub lang: Lang,
    pub call: &'static call::CallText,
    pub checks: &'static checks::CheckText,
    pub cli: &'static cli::CliText,
    pub desk: &'static desk::DeskText,
    pub directory: &'static directory::DirectoryText,
    pub edition: &'static edition::EditionText,
    pub explain: &'static explain::ExplainText,
    pub format: &'static format::FormatText,
    pub intake: &'static intake::IntakeText,
    pub refusal: &'static refusal::RefusalText,
    pub who: &'static who::WhoText,
    pub who_page: &'static who_page::WhoPageText,
}

impl Text {
    pub const fn of(lang: Lang) -> Self {
        match lang {
            Lang::En => Text {
                lang,
                call: &call::EN,
                checks: &checks::EN,
                cli: &cli::EN,
                desk: &desk::EN,
                directory: &directory::EN,
                edition: &edition::EN,
                explain: &explain::EN,
                format: &format::EN,
                intake: &intake::EN,
                refusal: &refusal::EN,
                who: &who::EN,
                who_page: &who_page::EN,
            },
            Lang::Fr => Text {
                lang,
                call: &call::FR,
                checks: &checks::FR,
                cli: &cli::FR,
                desk: &desk::FR,
                directory: &directory::FR,
                edition: &edition::FR,
                explain: &explain::FR,
                format: &format::FR,
                intake: &intake::FR,
                refusal: &refusal::FR,
                who: &who::FR,
                who_page: &who_page::FR,
            },
        }
    }
}
