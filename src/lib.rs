//! Vigie: the duty desk of a 24/7 contact point for cross-border cybercrime cooperation.
//!
//! In reading order: the rules (`domain`), the signed record (`log`), what is shown (`view`,
//! `text`), data and settings (`catalogue`, `config`), what comes in (`intake`), where it is kept
//! (`store`), the one door (`desk`), and the two faces (`cli`, `tui`). Who may name whom is checked
//! by `tests/it/tidy.rs`.

pub mod catalogue;
pub mod cli;
pub mod config;
pub mod desk;
pub mod domain;
pub mod edition;
pub mod export;
pub mod intake;
pub mod log;
pub mod now;
pub mod store;
pub mod text;
pub mod tui;
pub mod view;
