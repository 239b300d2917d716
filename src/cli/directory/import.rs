//! `directory import`: an edition as a numbered diff; only what is accepted is applied.
//!
//! Numbers mean something only beside the diff that they were read in. They are bound to it by its
//! fingerprint: where the edition or the directory has changed since, they are refused.

mod choose;
mod rows;
mod words;

use std::io::IsTerminal;

use super::super::Done;
use super::super::error::{CliError, Kind};
use super::super::file::{self, Content};
use super::super::here::Here;
use super::args::Import;
use super::refused;
use crate::desk::EditionRefused;
use crate::domain::catalogue::Catalogue;
use crate::edition::{self, Context, Diff, Edition};
use crate::export::json::{self, EditionObject, ShippedObject, ShippedRow};
use crate::text::refusal::filled;
use crate::text::{format, sanitise};

/// Editions that ship: a national chain each, without numbers.
const SHIPPED: &[(&str, &str)] = &[("MA", include_str!("../../../assets/directory/MA.toml"))];

pub fn import(here: &Here, args: &Import) -> Result<Done, CliError> {
    if args.file.as_os_str() == "@" {
        return shipped(here);
    }
    let look = here.look()?;
    let catalogue = here.catalogue()?;
    let read = read(here, args, &catalogue)?;
    let diff = look.propose_edition(&read, &catalogue).map_err(|failure| here.failed(failure))?;
    let seen = Seen { here, args, edition: &read, fingerprint: diff.fingerprint(), diff: &diff };
    if args.accept.is_none() && args.yes.is_empty() {
        return seen.answer(None);
    }
    seen.bound()?;
    let chosen = seen.chosen()?;
    let accepted = &chosen.numbers;
    if !accepted.is_empty() {
        apply(here, &read, &diff, accepted)?;
    }
    seen.answer(Some(&chosen))
}

/// An edition beside what is held, as it was shown.
struct Seen<'a> {
    here: &'a Here,
    args: &'a Import,
    edition: &'a Edition,
    diff: &'a Diff,
    fingerprint: String,
}

/// What was said yes to.
#[derive(Debug, Default)]
struct Chosen {
    /// Of changes.
    numbers: Vec<usize>,
    /// The diff has been printed while asking.
    shown: bool,
    /// Ended before the last question.
    stopped: bool,
}

fn apply(here: &Here, edition: &Edition, diff: &Diff, accepted: &[usize]) -> Result<(), CliError> {
    let mut desk = here.desk_to_act()?;
    let reason = here.text.edition.gone_reason(&edition.source, &edition.as_of);
    let done = desk
        .accept_edition(&diff.changes, accepted, &reason, here.now)
        .map_err(|failure| here.failed(failure))?;
    done.map(|_| ()).map_err(|why| match why {
        EditionRefused::NoSuchChange { number } => no_such(here, &number.to_string()),
        EditionRefused::Change { number, refusal } => {
            let mut error = refused(here, &refusal);
            let sentence = here.text.cli.directory.import.in_change;
            error.what = filled(sentence, &[number.to_string(), error.what]);
            error
        }
    })
}

fn no_such(here: &Here, number: &str) -> CliError {
    let fault = here.text.cli.directory.fault.no_such_number;
    CliError::of(Kind::Refused, fault, &[number.to_owned()])
}

impl Seen<'_> {
    /// Refuses numbers that were read in another diff.
    fn bound(&self) -> Result<(), CliError> {
        let fault = &self.here.text.cli.directory.fault;
        match &self.args.diff {
            Some(given) if !given.trim().eq_ignore_ascii_case(&self.fingerprint) => {
                let values = [given.clone(), self.fingerprint.clone()];
                Err(CliError::of(Kind::Refused, fault.diff_changed, &values))
            }
            _ => Ok(()),
        }
    }

    fn answer(&self, chosen: Option<&Chosen>) -> Result<Done, CliError> {
        let applied = chosen.map(|chosen| chosen.numbers.as_slice()).unwrap_or_default();
        if self.here.json {
            return Ok(Done::out(json::render(&self.object(applied))));
        }
        let mut out = String::new();
        if !chosen.is_some_and(|chosen| chosen.shown) {
            out.push_str(&words::head(self));
            for change in &self.diff.changes {
                out.push_str(&words::change(self.here, change));
            }
            out.push_str(&words::after(self));
        }
        out.push_str(&match chosen {
            None => words::how_to_accept(self),
            Some(chosen) => words::applied(self, chosen),
        });
        Ok(Done::out(out))
    }

    fn object(&self, applied: &[usize]) -> EditionObject {
        let (here, edition) = (self.here, self.edition);
        EditionObject {
            schema: "vigie.edition/1",
            at: here.now.into(),
            file: self.args.file.display().to_string(),
            format: match edition.format {
                edition::Format::Csv => "csv",
                edition::Format::Vcard => "vcard",
                edition::Format::Toml => "toml",
            },
            encoding: edition.encoding,
            series: edition.series.clone(),
            as_of: edition.as_of.clone(),
            source: edition.source.clone(),
            contacts: edition.contacts.len(),
            unchanged: self.diff.unchanged,
            fingerprint: self.fingerprint.clone(),
            changes: self.diff.changes.iter().map(|change| rows::change(here, change)).collect(),
            faults: edition.faults.iter().map(|fault| rows::fault(here, fault)).collect(),
            untold: edition.untold,
            notes: words::notes(self),
            applied: applied.to_vec(),
        }
    }
}

/// What the file is called in a record.
fn name_of(args: &Import) -> String {
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| args.file.display().to_string())
}

fn read(here: &Here, args: &Import, catalogue: &Catalogue) -> Result<Edition, CliError> {
    let bytes = bytes(here, args)?;
    let cx = Context {
        catalogue,
        series: args.series.as_deref().unwrap_or_default().trim(),
        as_of: args.as_of.as_deref().unwrap_or_default().trim(),
        source: args.source.as_deref().unwrap_or_default().trim(),
        now: here.now,
    };
    if let Some(typed) = args.as_of.as_deref().map(str::trim)
        && typed.parse::<jiff::civil::Date>().is_err()
    {
        let values = ["--as-of".to_owned(), typed.to_owned(), COMMAND.to_owned(), String::new()];
        return Err(CliError::of(Kind::Usage, here.text.cli.usage.invalid_value, &values));
    }
    edition::read(&name_of(args), &bytes, &cx).map_err(|why| words::not_read(here, args, &why))
}

const COMMAND: &str = "vigie directory import";

/// The bytes of the edition; of a file that is too large no more than its size is looked at.
fn bytes(here: &Here, args: &Import) -> Result<Vec<u8>, CliError> {
    let shown = args.file.display().to_string();
    if let Some(country) = shown.strip_prefix('@') {
        let code = country.trim().to_uppercase();
        let found = SHIPPED.iter().find(|(state, _)| *state == code);
        return found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| {
            let known: Vec<&str> = SHIPPED.iter().map(|(state, _)| *state).collect();
            let values = [code, known.join(", ")];
            CliError::of(Kind::Refused, here.text.cli.directory.fault.no_shipped, &values)
        });
    }
    match file::read(here, &args.file, edition::MAX)? {
        Content::Whole(bytes) => Ok(bytes),
        Content::TooLarge(size) => {
            let sizes = [size, edition::MAX].map(|size| format::size(size, here.text.lang));
            let [size, limit] = sizes;
            let fault = here.text.cli.directory.fault.too_large;
            Err(CliError::of(Kind::Refused, fault, &[shown, size, limit]))
        }
    }
}

/// Somebody can be asked.
fn on_a_terminal(args: &Import) -> bool {
    args.file.as_os_str() != "-"
        && std::io::stdin().is_terminal()
        && std::io::stdout().is_terminal()
}

/// The editions that ship.
fn shipped(here: &Here) -> Result<Done, CliError> {
    let catalogue = here.catalogue()?;
    let (series, as_of, source) = ("", "", "");
    let cx = Context { catalogue: &catalogue, series, as_of, source, now: here.now };
    let row = |(state, text): &(&'static str, &str)| ShippedRow {
        state,
        name: catalogue
            .countries
            .get(*state)
            .map_or_else(String::new, |c| c.name.in_language(here.text.lang).to_owned()),
        contacts: edition::read(state, text.as_bytes(), &cx).map_or(0, |read| read.contacts.len()),
    };
    let editions: Vec<ShippedRow> = SHIPPED.iter().map(row).collect();
    if here.json {
        let (schema, at) = ("vigie.editions/1", here.now.into());
        return Ok(Done::out(json::render(&ShippedObject { schema, at, editions })));
    }
    let mut out = format!("{}\n", here.text.cli.directory.import.shipped);
    for row in &editions {
        let line = format!("@{}  {} ({})", row.state, row.name, row.contacts);
        out.push_str(&format!("  {}\n", sanitise::line(&line)));
    }
    Ok(Done::out(out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    #[test]
    fn every_edition_that_ships_is_read_without_a_fault_and_has_no_number() {
        let catalogue = catalogue::load(&[]).unwrap();
        let (series, as_of, source) = ("", "", "");
        let now = "2026-11-21T00:00:00Z".parse().unwrap();
        let cx = Context { catalogue: &catalogue, series, as_of, source, now };
        for (state, text) in SHIPPED {
            let read = edition::read(state, text.as_bytes(), &cx).unwrap();
            assert_eq!(read.faults, [], "{state}");
            assert_eq!(read.notes, [], "{state}");
            assert!(read.whole && read.contacts.len() >= 9, "{state}");
            for contact in &read.contacts {
                assert_eq!(contact.field("state"), *state);
                assert!(contact.channels.is_empty(), "a number ships: {contact:?}");
                for key in ["name", "name_fr", "name_ar", "role", "source", "as_of", "confidence"] {
                    assert!(!contact.field(key).is_empty(), "{key}: {contact:?}");
                }
            }
        }
    }
}
