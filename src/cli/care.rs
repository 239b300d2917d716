//! Care: `verify`, `rebuild`, `check`, `paths`, `completions`, `man`.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::{Check, Completions};
use super::command::command;
use super::error::{CliError, Kind};
use super::file;
use super::here::Here;
use super::{Done, look};
use crate::catalogue;
use crate::config::{self, SITE_FILE};
use crate::export::json::{self, FaultRow, PathsObject, ProblemRow, RebuildObject, VerifyObject};
use crate::intake::{self, FILE_LIMIT, IntakeContext};
use crate::text::intake::At;
use crate::text::refusal::filled;
use crate::text::sanitise;

/// Every hash, signature and link of the record; exit 4 where one fails.
pub fn verify(here: &Here) -> Result<Done, CliError> {
    let desk = here.desk()?;
    let verified = desk.verify().map_err(|failure| here.failed(failure))?;
    let report = verified.report;
    let sound = report.is_sound();
    let entries = report.entries;
    let rows: Vec<ProblemRow> = report
        .problems
        .into_iter()
        .filter(|problem| !problem.note)
        .map(|problem| ProblemRow {
            entry: problem.entry.map_or_else(String::new, |id| id.to_string()),
            author: problem.author.map_or_else(String::new, |author| author.to_string()),
            what: problem.what,
        })
        .collect();
    let code = if sound { 0 } else { Kind::Integrity.exit() };
    let mut done = Done { code, ..Done::default() };
    let fault = here.text.cli.fault.integrity;
    if !sound && !here.json {
        let first = rows.first().map_or_else(String::new, problem_line);
        done.notes = CliError::of(Kind::Integrity, fault, &[first]).lines(here.text);
    }
    done.out = if here.json {
        json::render(&VerifyObject {
            schema: "vigie.verify/1",
            at: here.now.into(),
            ok: sound,
            entries,
            problems: rows,
        })
    } else if sound {
        filled(here.text.cli.done.verified, &[entries.to_string()]) + "\n"
    } else {
        let values = [rows.len().to_string(), entries.to_string()];
        let mut out = filled(here.text.cli.done.verify_failed, &values) + "\n";
        for row in &rows {
            out.push_str(&format!("  {}\n", sanitise::line(&problem_line(row))));
        }
        out
    };
    Ok(done)
}

fn problem_line(row: &ProblemRow) -> String {
    match (row.entry.is_empty(), row.author.get(..8)) {
        (true, _) => row.what.clone(),
        (false, Some(author)) => format!("{} ({author}…): {}", row.entry, row.what),
        (false, None) => format!("{}: {}", row.entry, row.what),
    }
}

pub fn rebuild(here: &Here) -> Result<Done, CliError> {
    let mut desk = here.desk()?;
    let failed = |failure| here.failed(failure);
    let before = desk.status(here.now).map_err(failed)?.state_hash;
    let state_hash = desk.rebuild().map_err(failed)?;
    let status = desk.status(here.now).map_err(failed)?;
    let same = before == state_hash;
    if here.json {
        return Ok(Done::out(json::render(&RebuildObject {
            schema: "vigie.rebuild/1",
            at: here.now.into(),
            entries: status.entries,
            requests: status.requests,
            state_hash,
            same,
        })));
    }
    let done = &here.text.cli.done;
    let verdict = if same { done.same_state } else { done.other_state };
    let rebuilt = filled(done.rebuilt, &[status.entries.to_string()]);
    Ok(Done::out(format!("{rebuilt}\n{verdict}\n{state_hash}\n")))
}

pub fn paths(here: &Here) -> Result<Done, CliError> {
    let home = &here.home;
    let all: [PathBuf; 8] = [
        here.config_file.clone(),
        PathBuf::from(SITE_FILE),
        home.catalogue_dir(),
        home.data.clone(),
        home.database(),
        home.keys(),
        home.state.clone(),
        home.log_file(),
    ];
    let all = all.map(|path| path.display().to_string());
    if here.json {
        let [config, site_config, catalogue, data, database, keys, state, log] = all;
        let at = here.now.into();
        return Ok(Done::out(json::render(&PathsObject {
            schema: "vigie.paths/1",
            at,
            config,
            site_config,
            catalogue,
            data,
            database,
            keys,
            state,
            log,
        })));
    }
    let lines = here.text.cli.done.paths.iter().zip(&all);
    Ok(Done::out(
        lines.map(|(label, path)| format!("{label}: {}\n", sanitise::line(path))).collect(),
    ))
}

/// Checks a settings, catalogue or request file, or a folder of catalogue files.
pub fn check(here: &Here, args: &Check) -> Result<Done, CliError> {
    let path = &args.path;
    let (code, faults) = if path.is_dir() {
        let mut files = Vec::new();
        toml_files(here, path, &mut files)?;
        let read = |path: &PathBuf| Ok((path.display().to_string(), text_of(here, path)?));
        let files = files.iter().map(read).collect::<Result<Vec<_>, CliError>>()?;
        (Kind::Usage.exit(), catalogue_faults(&files))
    } else {
        one_file(here, path)?
    };
    let ok = faults.is_empty();
    let mut done = Done { code: if ok { 0 } else { code }, ..Done::default() };
    done.out = if here.json {
        let (schema, at) = ("vigie.check/1", here.now.into());
        json::render(&json::CheckObject { schema, at, ok, faults })
    } else if ok {
        filled(here.text.cli.done.check_ok, &[path.display().to_string()]) + "\n"
    } else {
        faults.iter().map(|fault| fault_lines(fault, here)).collect()
    };
    Ok(done)
}

fn fault_lines(fault: &FaultRow, here: &Here) -> String {
    let mut place = sanitise::line(&fault.file).into_owned();
    for number in [fault.line, fault.column].into_iter().flatten() {
        place.push_str(&format!(":{number}"));
    }
    let mut out = format!("{place}: {}\n", sanitise::block(&fault.what));
    if !fault.remedy.is_empty() {
        let label = here.text.cli.fault.remedy_label;
        out.push_str(&format!("    {label}: {}\n", sanitise::line(&fault.remedy)));
    }
    out
}

fn toml_files(here: &Here, dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let entries = std::fs::read_dir(dir).map_err(|error| file::unreadable(here, dir, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        // A link could lead round in a circle.
        if path.is_dir() && !path.is_symlink() {
            toml_files(here, &path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

fn one_file(here: &Here, path: &Path) -> Result<(u8, Vec<FaultRow>), CliError> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if ending != "toml" {
        return Ok((Kind::Refused.exit(), request_faults(here, path, &bytes_of(here, path)?)?));
    }
    let text = text_of(here, path)?;
    let table = toml::from_str::<toml::Table>(&text).unwrap_or_default();
    let has = |keys: &[&str]| keys.iter().any(|key| table.contains_key(*key));
    let named_config = path.file_name().is_some_and(|name| name == "config.toml");
    if named_config || has(&["officer", "lang", "time_zone", "screen", "demo"]) {
        let mistakes = config::check(path, &text);
        let row = |mistake: config::Mistake| {
            let said = mistake.to_string();
            let place = format!("{}:{}:{}: ", mistake.file.display(), mistake.line, mistake.column);
            FaultRow {
                file: mistake.file.display().to_string(),
                line: (mistake.line > 0).then_some(mistake.line),
                column: (mistake.column > 0).then_some(mistake.column),
                what: said.strip_prefix(&place).unwrap_or(&said).to_owned(),
                remedy: String::new(),
            }
        };
        return Ok((Kind::Usage.exit(), mistakes.into_iter().map(row).collect()));
    }
    let request = has(&["schema", "request"]) || table.get("kind").is_some_and(|k| k.is_str());
    if request {
        return Ok((Kind::Refused.exit(), request_faults(here, path, text.as_bytes())?));
    }
    let files = [(path.display().to_string(), text)];
    Ok((Kind::Usage.exit(), catalogue_faults(&files)))
}

fn catalogue_faults(files: &[(String, String)]) -> Vec<FaultRow> {
    let row = |fault: catalogue::Fault| FaultRow {
        file: fault.file,
        line: (fault.line > 0).then_some(fault.line),
        column: (fault.column > 0).then_some(fault.column),
        what: fault.what,
        remedy: fault.remedy,
    };
    catalogue::check(files).into_iter().map(row).collect()
}

/// Whether intake would take the file; nothing is registered.
fn request_faults(here: &Here, path: &Path, bytes: &[u8]) -> Result<Vec<FaultRow>, CliError> {
    let catalogue = here.catalogue()?;
    let country = here.look().map_or_else(|_| "MA".to_owned(), |l| l.profile().country.clone());
    let zone = here.zone()?;
    let cx = IntakeContext {
        catalogue: &catalogue,
        our_country: &country,
        now: here.now,
        our_zone: &zone,
    };
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let Err(refused) = intake::read(&name, bytes, &cx) else { return Ok(Vec::new()) };
    let place = &refused.place;
    let at = At { key: &place.key, part: &place.part, ..At::default() };
    let said = (here.text.intake.refused)(refused.code(), at, &refused.detail());
    let (what, remedy) = said.rsplit_once("; ").unwrap_or((&said, ""));
    Ok(vec![FaultRow {
        file: path.display().to_string(),
        line: (place.line > 0).then_some(place.line),
        column: (place.column > 0).then_some(place.column),
        what: what.trim_end().to_owned(),
        remedy: remedy.to_owned(),
    }])
}

fn bytes_of(here: &Here, path: &Path) -> Result<Vec<u8>, CliError> {
    let file = std::fs::File::open(path).map_err(|error| file::unreadable(here, path, &error))?;
    let mut bytes = Vec::new();
    let most = u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX) + 1;
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| file::unreadable(here, path, &error))?;
    Ok(bytes)
}

fn text_of(here: &Here, path: &Path) -> Result<String, CliError> {
    String::from_utf8(bytes_of(here, path)?).map_err(|error| {
        let values = [path.display().to_string(), error.to_string()];
        CliError::of(Kind::Usage, here.text.cli.fault.file_unreadable, &values)
    })
}

pub fn completions(here: &Here, args: &Completions) -> Done {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut command(here.text), "vigie", &mut bytes);
    Done::out(String::from_utf8_lossy(&bytes).into_owned())
}

/// The manual page: the program, every command with its options, the exit codes.
pub fn man(here: &Here) -> Result<Done, CliError> {
    let mut root = command(here.text);
    root.build();
    let mut bytes = Vec::new();
    let man = clap_mangen::Man::new(root.clone());
    let written = man
        .render_title(&mut bytes)
        .and_then(|()| man.render_name_section(&mut bytes))
        .and_then(|()| man.render_synopsis_section(&mut bytes))
        .and_then(|()| man.render_description_section(&mut bytes))
        .and_then(|()| man.render_options_section(&mut bytes));
    written.map_err(|error| {
        let failure = crate::desk::Failure::io(Path::new("man"), &error);
        here.failed(failure)
    })?;
    let mut out = String::from_utf8_lossy(&bytes).into_owned();
    let head = &here.text.cli.head;
    out.push_str(&format!(".SH {}\n", head.commands.to_uppercase()));
    for sub in root.get_subcommands() {
        out.push_str(&man_of("vigie", sub));
    }
    out.push_str(&format!(".SH \"{}\"\n", head.exit_status));
    for (code, meaning) in head.exit_codes.iter().enumerate() {
        out.push_str(&format!(".TP\n.B {code}\n{}\n", roff(meaning)));
    }
    Ok(Done::out(out))
}

/// `path` is what stands before the command's own word.
fn man_of(path: &str, sub: &clap::Command) -> String {
    let path = format!("{path} {}", sub.get_name());
    let mut out = format!(".SS {}\n", roff(&path));
    if let Some(about) = sub.get_about() {
        out.push_str(&format!("{}\n", roff(&about.to_string())));
    }
    // Common options are told once, above.
    let own = sub.get_arguments().filter(|arg| {
        !arg.is_global_set() && !matches!(arg.get_id().as_str(), "set_clock" | "help")
    });
    for arg in own {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        out.push_str(&format!(".TP\n\\fB{}\\fR\n{}\n", roff(&arg.to_string()), roff(&help)));
    }
    for inner in sub.get_subcommands() {
        out.push_str(&man_of(&path, inner));
    }
    out
}

fn roff(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

/// Where the desk lies, for a demonstration that has no terminal to open on.
pub fn demo_made(here: &Here, look: &crate::desk::Look) -> Result<Done, CliError> {
    if here.json {
        return paths(here);
    }
    let dir = here.home.data.display().to_string();
    let mode = look::mode(look);
    let said = filled(here.text.cli.done.demo_home, &[dir]);
    Ok(Done::out(format!("{said} ({mode})\n")))
}
