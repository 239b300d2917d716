//! Which changes are accepted: groups, numbers, or one question after the other.

use std::io::Write;

use super::{Chosen, Seen, no_such, on_a_terminal, words};
use crate::cli::directory::args::Group;
use crate::cli::error::{CliError, Kind};
use crate::desk::Failure;
use crate::edition::{self, Change};
use crate::text::refusal::filled;

impl Seen<'_> {
    /// The changes that the words typed accept, or the answers to questions. A guarded change is
    /// taken along by no group.
    pub(super) fn chosen(&self) -> Result<Chosen, CliError> {
        let terminal = on_a_terminal(self.args);
        let fault = &self.here.text.cli.directory.fault;
        let named = self.named()?;
        let groups = self.args.accept.as_deref();
        if groups.is_some_and(<[Group]>::is_empty) && named.is_empty() {
            if self.args.file.as_os_str() == "-" {
                return Err(CliError::of(Kind::Usage, fault.stdin_twice, &[]));
            }
            if !terminal || self.here.json {
                return Err(CliError::of(Kind::Usage, fault.nothing_named, &[]));
            }
            return self.asked(&self.diff.changes.iter().collect::<Vec<_>>());
        }
        let mut chosen = Chosen::default();
        // A number without the fingerprint that it was read under is asked for, or refused.
        let by_number = named.iter().any(|(_, by)| *by == By::Number) && self.args.diff.is_none();
        if by_number {
            if !terminal || self.here.json {
                let values = std::slice::from_ref(&self.fingerprint);
                return Err(CliError::of(Kind::Refused, fault.yes_needs_diff, values));
            }
            let changes: Vec<&Change> = named.iter().map(|(change, _)| *change).collect();
            chosen = self.asked(&changes)?;
        } else {
            chosen.numbers.extend(named.iter().map(|(change, _)| change.number));
        }
        let groups = groups.unwrap_or_default();
        let taken = self.diff.changes.iter().filter(|c| !c.guarded && in_groups(c, groups));
        chosen.numbers.extend(taken.map(|change| change.number));
        chosen.numbers.sort_unstable();
        chosen.numbers.dedup();
        Ok(chosen)
    }

    /// The changes that `--yes` names: by number, or by the code of what they do.
    fn named(&self) -> Result<Vec<(&Change, By)>, CliError> {
        let one = |typed: &String| {
            let typed = typed.trim();
            let code = self.diff.changes.iter().find(|c| c.code.eq_ignore_ascii_case(typed));
            if let Some(change) = code {
                return Ok((change, By::Code));
            }
            let number: Option<usize> = typed.parse().ok();
            let change = self.diff.changes.iter().find(|c| Some(c.number) == number);
            change.map(|c| (c, By::Number)).ok_or_else(|| no_such(self.here, typed))
        };
        self.args.yes.iter().map(one).collect()
    }

    /// Asks change by change. Enter is no; the end of the input stops.
    fn asked(&self, changes: &[&Change]) -> Result<Chosen, CliError> {
        let here = self.here;
        let text = &here.text.cli.directory.import;
        let mut chosen = Chosen { shown: true, ..Chosen::default() };
        let failed = |error: std::io::Error| {
            here.failed(Failure::io(std::path::Path::new("terminal"), &error))
        };
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(words::head(self).as_bytes()).map_err(failed)?;
        stdout.write_all(words::after(self).as_bytes()).map_err(failed)?;
        for (place, change) in changes.iter().enumerate() {
            let values = [(place + 1).to_string(), changes.len().to_string()];
            let question = filled(text.question, &values);
            let shown = words::change(here, change);
            write!(stdout, "\n{shown}{question} {}", text.answers)
                .and_then(|()| stdout.flush())
                .map_err(failed)?;
            let mut line = String::new();
            let read = std::io::stdin().read_line(&mut line).map_err(failed)?;
            match line.trim().to_lowercase().as_str() {
                "y" | "yes" | "o" | "oui" => chosen.numbers.push(change.number),
                "q" => chosen.stopped = true,
                _ => chosen.stopped = read == 0,
            }
            if chosen.stopped {
                break;
            }
        }
        writeln!(stdout).map_err(failed)?;
        Ok(chosen)
    }
}

/// How a change was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Number,
    /// It says what it does: it needs no fingerprint.
    Code,
}

fn in_groups(change: &Change, groups: &[Group]) -> bool {
    let of = match change.group {
        edition::Group::Added => Group::Added,
        edition::Group::Fields => Group::Fields,
        edition::Group::Channels => Group::Channels,
        edition::Group::Gone => Group::Gone,
    };
    groups.iter().any(|group| *group == of || *group == Group::All)
}
