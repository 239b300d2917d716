//! How a command fails: one error, two lines on stderr or one JSON object, and an exit code.

use jiff::Timestamp;

use crate::desk::{Failure, FailureKind};
use crate::domain::Refusal;
use crate::domain::decide::Unmet;
use crate::export::json::{self, ErrorObject};
use crate::text::Text;
use crate::text::cli::said;
use crate::text::refusal::{Pair, Said};

/// Exit codes beyond success.
pub const LATE: u8 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing found, or the desk may not.
    Refused,
    Usage,
    Integrity,
    Machine,
}

impl Kind {
    pub fn exit(self) -> u8 {
        match self {
            Kind::Refused => 1,
            Kind::Usage => 2,
            Kind::Integrity => 4,
            Kind::Machine => 5,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Kind::Refused => "refused",
            Kind::Usage => "usage",
            Kind::Integrity => "integrity",
            Kind::Machine => "machine",
        }
    }
}

/// Texts are sanitised when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError {
    pub kind: Kind,
    pub what: String,
    pub remedy: String,
}

impl CliError {
    pub fn of(kind: Kind, pair: Pair, values: &[String]) -> Self {
        let Said { what, remedy } = said(pair, values);
        Self { kind, what, remedy }
    }

    pub fn refusal(refusal: &Refusal, text: Text) -> Self {
        let Said { what, mut remedy } = text.refusal.say(refusal);
        if let Refusal::Guarded { unmet, .. } = refusal {
            let options: Vec<&str> = unmet.iter().filter_map(option).collect();
            if !options.is_empty() {
                remedy.push_str(&format!(" ({})", options.join(" ")));
            }
        }
        Self { kind: Kind::Refused, what, remedy }
    }

    pub fn failure(failure: &Failure, text: Text) -> Self {
        let fault = &text.cli.fault;
        let (kind, pair) = match failure.kind {
            FailureKind::NoHome => (Kind::Machine, fault.no_home),
            FailureKind::NotSetUp => (Kind::Usage, fault.not_set_up),
            FailureKind::AlreadySetUp => (Kind::Refused, fault.already_set_up),
            FailureKind::Locked => (Kind::Machine, fault.locked),
            FailureKind::DiskFull => (Kind::Machine, fault.disk_full),
            FailureKind::ReadOnly => (Kind::Machine, fault.read_only),
            FailureKind::Damaged => (Kind::Integrity, fault.damaged),
            FailureKind::NetworkFileSystem => (Kind::Machine, fault.network_file_system),
            FailureKind::Newer => (Kind::Machine, fault.newer),
            FailureKind::NotADesk => (Kind::Usage, fault.not_a_desk),
            FailureKind::KeyMissing => (Kind::Machine, fault.key_missing),
            FailureKind::KeyOpen => (Kind::Machine, fault.key_open),
            FailureKind::KeyWrong => (Kind::Integrity, fault.key_wrong),
            FailureKind::Random => (Kind::Machine, fault.random),
            FailureKind::Record => (Kind::Machine, fault.record),
            FailureKind::Io => (Kind::Machine, fault.io),
        };
        Self::of(kind, pair, &[failure.path.display().to_string(), failure.detail.clone()])
    }

    /// Two lines for people.
    pub fn lines(&self, text: Text) -> String {
        let Self { what, remedy, .. } = self;
        if remedy.is_empty() {
            return format!("vigie: {what}\n");
        }
        format!("vigie: {what}\n{}: {remedy}\n", text.cli.fault.remedy_label)
    }

    pub fn json(&self, now: Timestamp) -> String {
        json::render(&ErrorObject {
            schema: "vigie.error/1",
            at: now.into(),
            kind: self.kind.word(),
            what: &self.what,
            remedy: &self.remedy,
        })
    }
}

/// The option that meets a guard on the command line.
fn option(unmet: &Unmet) -> Option<&'static str> {
    match unmet {
        Unmet::Field { .. } => Some("--set FIELD=VALUE"),
        Unmet::Reason | Unmet::Ground { .. } => Some("--reason TEXT"),
        Unmet::Until => Some("--until INSTANT"),
        Unmet::SecondOfficer => Some("--second OFFICER"),
        Unmet::Checks { .. } => Some("vigie override ID CODE --reason TEXT"),
        Unmet::Authentic { .. } => Some("vigie set ID authenticity=verified"),
        Unmet::AfterUntil
        | Unmet::StillHeld { .. }
        | Unmet::InstrumentNotOpen { .. }
        | Unmet::Link(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::domain::Lang;

    const ALL: [FailureKind; 16] = [
        FailureKind::NoHome,
        FailureKind::NotSetUp,
        FailureKind::AlreadySetUp,
        FailureKind::Locked,
        FailureKind::DiskFull,
        FailureKind::ReadOnly,
        FailureKind::Damaged,
        FailureKind::NetworkFileSystem,
        FailureKind::Newer,
        FailureKind::NotADesk,
        FailureKind::KeyMissing,
        FailureKind::KeyOpen,
        FailureKind::KeyWrong,
        FailureKind::Random,
        FailureKind::Record,
        FailureKind::Io,
    ];

    #[test]
    fn every_failure_of_the_machine_names_its_place_and_a_way_out() {
        for lang in Lang::ALL {
            for kind in ALL {
                let failure = Failure::new(kind, Path::new("/srv/desk"), "os said so");
                let error = CliError::failure(&failure, Text::of(lang));
                assert!(!error.remedy.is_empty(), "{kind:?}");
                let named = error.what.contains("/srv/desk") || error.what.contains("os said so");
                assert!(named, "{kind:?}: {}", error.what);
            }
        }
    }

    #[test]
    fn exit_codes_are_those_of_the_contract() {
        let exit = |kind| {
            let failure = Failure::new(kind, Path::new("x"), "");
            CliError::failure(&failure, Text::of(Lang::En)).kind.exit()
        };
        assert_eq!(exit(FailureKind::AlreadySetUp), 1);
        assert_eq!(exit(FailureKind::NotSetUp), 2);
        assert_eq!(exit(FailureKind::Damaged), 4);
        for kind in [FailureKind::Locked, FailureKind::DiskFull, FailureKind::ReadOnly] {
            assert_eq!(exit(kind), 5);
        }
        assert_eq!(CliError::refusal(&Refusal::EmptyText, Text::of(Lang::En)).kind.exit(), 1);
    }

    #[test]
    fn an_error_object_has_no_empty_text() {
        let error = CliError { kind: Kind::Refused, what: "w".into(), remedy: String::new() };
        let at: Timestamp = "2026-11-21T02:00:00.7Z".parse().unwrap();
        let json = error.json(at);
        assert_eq!(
            json.trim_end(),
            r#"{"schema":"vigie.error/1","at":"2026-11-21T02:00:00Z","kind":"refused","what":"w"}"#
        );
    }
}
