//! Registering: `intake` from files, `new` from the words typed.

use std::collections::BTreeMap;
use std::path::Path;

use super::Done;
use super::act::assignments;
use super::args::{Intake, New};
use super::error::{CliError, Kind};
use super::file::{self, Content};
use super::here::Here;
use crate::desk::{Desk, ImportRefused, Imported, Registration};
use crate::domain::{Direction, Refusal};
use crate::export::check_sentence;
use crate::export::json::{self, IntakeObject, IntakeRow, RefusedFile};
use crate::intake::{FILE_LIMIT, Refused, RefusedKind};
use crate::text::intake::At;
use crate::text::sanitise;
use crate::view::RequestView;

/// Every file by itself: one that is refused keeps no other from being registered.
pub fn intake(here: &Here, args: &Intake) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let mut results = Vec::new();
    let mut errors: Vec<(String, CliError)> = Vec::new();
    for path in &args.files {
        let shown = path.display().to_string();
        match one_file(here, &mut desk, path) {
            Ok(imported) => {
                results.extend(imported.into_iter().map(|imported| (shown.clone(), imported)));
            }
            // What ends the machine's work ends the command; what was registered is kept.
            Err(error) if error.kind == Kind::Machine && results.is_empty() => return Err(error),
            Err(error) => errors.push((shown, error)),
        }
    }
    let code = errors.iter().map(|(_, error)| error.kind.exit()).max().unwrap_or(0);
    if results.is_empty() {
        return Err(together(here, errors, args.files.len()));
    }
    let notes = errors.iter().map(|(_, error)| error.lines(here.text)).collect();
    let out = if here.json {
        let row = |(file, imported): (String, Imported)| IntakeRow {
            file: Some(file),
            id: imported.view.id.clone(),
            known: imported.known,
            not_understood: imported.not_understood,
            checks: json::checks(&imported.view.checks, here.text),
        };
        let refused = errors.into_iter().map(|(file, error)| RefusedFile {
            file,
            what: error.what,
            remedy: error.remedy,
        });
        json::render(&IntakeObject {
            schema: "vigie.intake/1",
            at: here.now.into(),
            results: results.into_iter().map(row).collect(),
            refused: refused.collect(),
        })
    } else {
        results.iter().map(|(_, imported)| lines(here, imported)).collect()
    };
    Ok(Done { out, notes, code })
}

/// One error for all files that were refused, where none was registered.
fn together(here: &Here, errors: Vec<(String, CliError)>, files: usize) -> CliError {
    let refused = errors.len();
    let worst = errors.iter().map(|(_, error)| error.kind).max_by_key(|kind| kind.exit());
    let mut errors = errors.into_iter().map(|(_, error)| error);
    match (errors.next(), worst) {
        (Some(only), _) if refused == 1 => only,
        (Some(first), Some(kind)) => {
            let rest = errors.fold(first.what, |all, error| format!("{all} | {}", error.what));
            let values = [refused.to_string(), files.to_string(), rest, first.remedy];
            CliError::of(kind, here.text.cli.fault.several_refused, &values)
        }
        _ => CliError::refusal(&Refusal::NoRequest, here.text),
    }
}

fn one_file(here: &Here, desk: &mut Desk, path: &Path) -> Result<Vec<Imported>, CliError> {
    let bytes = read(here, path)?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let imported = desk.import(&name, &bytes, here.now).map_err(|failure| here.failed(failure))?;
    imported.map_err(|refused| match refused {
        ImportRefused::File(refused) => refused_file(here, path, &refused),
        ImportRefused::Desk(refusal) => {
            let mut error = CliError::refusal(&refusal, here.text);
            error.what = format!("{}: {}", sanitise::line(&path.display().to_string()), error.what);
            error
        }
    })
}

fn read(here: &Here, path: &Path) -> Result<Vec<u8>, CliError> {
    match file::read(here, path, u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX))? {
        Content::Whole(bytes) => Ok(bytes),
        Content::TooLarge(size) => {
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            let refused = Refused::from(RefusedKind::TooLarge { size, limit: FILE_LIMIT });
            Err(refused_file(here, path, &refused))
        }
    }
}

/// The sentence names the place; its last clause is the way out.
fn refused_file(here: &Here, path: &Path, refused: &Refused) -> CliError {
    let place = &refused.place;
    let at = At { line: place.line, column: place.column, key: &place.key, part: &place.part };
    let said = (here.text.intake.refused)(refused.code(), at, &refused.detail());
    let said = sanitise::line(&said).into_owned();
    let (what, remedy) = match said.rsplit_once([';', '；']) {
        Some((what, remedy)) => (what.trim_end().to_owned(), remedy.trim().to_owned()),
        None => (said, String::new()),
    };
    let file = path.display().to_string();
    let what = format!("{}: {what}", sanitise::line(&file));
    CliError { kind: Kind::Refused, what, remedy }
}

/// The reference first: a script takes the first word of each line that is not indented.
fn lines(here: &Here, imported: &Imported) -> String {
    let known = imported.known;
    let mut out = registered(here, &imported.view, known);
    if known {
        return out;
    }
    for text in &imported.not_understood {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let head = here.text.cli.head.not_understood;
        out.push_str(&format!("  {head}: {}\n", sanitise::line(first.trim())));
    }
    out
}

/// One line for the request and one for each of its checks.
fn registered(here: &Here, view: &RequestView, known: bool) -> String {
    let text = here.text;
    let done = if known { text.cli.done.known } else { text.cli.done.registered };
    let kind = view.kind_name.get(text.lang);
    let about = [kind, view.partner_name.get(text.lang), done];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let about = format!("{}  {}", view.id, about.join(" · "));
    let mut out = format!("{}\n", sanitise::line(&about));
    if known {
        return out;
    }
    let [block, warn, info] = text.cli.head.levels;
    for check in &view.checks {
        use crate::domain::check::Level;
        let level = match check.level {
            Level::Block => block,
            Level::Warn => warn,
            Level::Info => info,
        };
        let sentence = check_sentence(text, check);
        let line = format!("{level} {} {}: {sentence}", check.code, check.subject);
        out.push_str(&format!("  {}\n", sanitise::line(&line)));
    }
    out
}

pub fn new(here: &Here, args: &New) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let mut fields: BTreeMap<String, String> = assignments(here, &args.set)?;
    let mut put = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            fields.insert(key.to_owned(), value.clone());
        }
    };
    put("partner", &args.with);
    put("their_ref", &args.reference);
    if let Some(typed) = &args.received {
        put("received", &Some(here.instant("--received", typed)?.to_string()));
    }
    let direction = direction(here, &desk, args)?;
    let new = Registration::new(&args.kind, direction, fields);
    let done = desk.register(new, here.now).map_err(|failure| here.failed(failure))?;
    let done = done.map_err(|refusal| CliError::refusal(&refusal, here.text))?;
    if here.json {
        let row = IntakeRow {
            file: None,
            id: done.view.id.clone(),
            known: done.known,
            not_understood: Vec::new(),
            checks: json::checks(&done.view.checks, here.text),
        };
        return Ok(Done::out(json::render(&IntakeObject {
            schema: "vigie.intake/1",
            at: here.now.into(),
            results: vec![row],
            refused: Vec::new(),
        })));
    }
    Ok(Done::out(registered(here, &done.view, done.known)))
}

/// As typed; else in where the kind has it, else the kind's own.
fn direction(here: &Here, desk: &Desk, args: &New) -> Result<Direction, CliError> {
    if let Some(typed) = &args.direction {
        return Direction::from_word(typed).ok_or_else(|| {
            let words: Vec<&str> = Direction::ALL.iter().map(|d| d.word()).collect();
            let values =
                ["--direction".into(), typed.clone(), "vigie new".into(), words.join(", ") + ". "];
            CliError::of(Kind::Usage, here.text.cli.usage.invalid_value, &values)
        });
    }
    let kind = desk.catalogue().kinds.get(&args.kind);
    let possible = kind.map(|kind| &kind.workflows);
    let only = possible.filter(|p| !p.contains_key(&Direction::In)).and_then(|p| p.keys().next());
    Ok(only.copied().unwrap_or(Direction::In))
}
