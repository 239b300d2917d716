//! What is wrong with a request, as values. The sentences are in `text::checks`; the rules that
//! produce findings are in `identifier` (one datum) and `completeness` (the whole request).

use super::fact::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Stops steps that are guarded by clean checks, until met or set aside with a reason.
    Block,
    Warn,
    Info,
}
words!(Level { Block = "block", Warn = "warn", Info = "info" });

/// One finding. `code` is stable (`IP03`, `TM01`, `R02`): officers and statistics name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub code: &'static str,
    pub level: Level,
    /// What it is about: a field key, or the value of an identifier.
    pub subject: String,
    /// Values that the sentence quotes, in the order it wants them.
    pub detail: Vec<String>,
}

impl Finding {
    pub fn new(code: &'static str, level: Level, subject: impl Into<String>) -> Self {
        Self { code, level, subject: subject.into(), detail: Vec::new() }
    }

    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail.push(detail.into());
        self
    }
}
