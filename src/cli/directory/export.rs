//! `directory export`: the directory as a table, cards or our own format.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::super::Done;
use super::super::error::{CliError, Kind};
use super::super::here::Here;
use super::args::{Export, Format};
use crate::domain::directory::Contact;
use crate::edition;
use crate::export::json::{self, ExportObject};
use crate::text::refusal::filled;

pub fn export(here: &Here, args: &Export) -> Result<Done, CliError> {
    let fault = &here.text.cli.directory.fault;
    if here.json && args.out.is_none() {
        return Err(CliError::of(Kind::Usage, fault.json_needs_out, &[]));
    }
    let look = here.look()?;
    let state = args.state.as_deref();
    let state = state.map(|state| super::show::known_state(here, &look, state)).transpose()?;
    let all = look.merged_contacts().map_err(|failure| here.failed(failure))?;
    let of = |contact: &Contact| state.as_ref().is_none_or(|state| contact.state() == state);
    let mut contacts: Vec<Contact> = all.into_iter().filter(of).collect();
    contacts.sort_by(|a, b| {
        let key = |c: &Contact| (c.state().to_owned(), c.field("name").to_owned(), c.entity);
        key(a).cmp(&key(b))
    });
    let format = args.format.unwrap_or_else(|| by_ending(args.out.as_deref()));
    let text = match format {
        Format::Csv => edition::csv(&contacts, args.bom),
        Format::Vcard => edition::vcard(&contacts),
        Format::Toml => edition::toml(&contacts),
    };
    let Some(path) = &args.out else { return Ok(Done::out(text)) };
    write(here, path, text.as_bytes(), args.force)?;
    let shown = path.display().to_string();
    if here.json {
        return Ok(Done::out(json::render(&ExportObject {
            schema: "vigie.export/1",
            at: here.now.into(),
            file: shown,
            format: match format {
                Format::Csv => "csv",
                Format::Vcard => "vcard",
                Format::Toml => "toml",
            },
            contacts: contacts.len(),
            bytes: text.len(),
        })));
    }
    let values = [super::counted(here, contacts.len()), shown];
    Ok(Done::out(filled(here.text.cli.directory.done.exported, &values) + "\n"))
}

fn by_ending(path: Option<&Path>) -> Format {
    let ending = path.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("vcf" | "vcard") => Format::Vcard,
        Some("toml") => Format::Toml,
        _ => Format::Csv,
    }
}

/// Written beside its place and moved there whole, so that a full disk leaves what was there.
fn write(here: &Here, path: &Path, bytes: &[u8], force: bool) -> Result<(), CliError> {
    let fault = &here.text.cli.directory.fault;
    let shown = path.display().to_string();
    let there = || CliError::of(Kind::Refused, fault.file_there, std::slice::from_ref(&shown));
    let failed = |error: std::io::Error| {
        CliError::of(Kind::Machine, fault.not_written, &[shown.clone(), error.to_string()])
    };
    if !force {
        let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let mut file = made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => there(),
            _ => failed(error),
        })?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        return written.map_err(|error| {
            // Half a directory is none.
            let _ = std::fs::remove_file(path);
            failed(error)
        });
    }
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Readable by this account alone, from the start.
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map(|_| ()).map_err(|error| failed(error.error))
}
