//! `doctor`: what the machine under the desk is like, line by line, each trouble with its remedy.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Done;
use super::error::{CliError, Kind, LATE};
use super::here::{Here, terminal_size};
use crate::config::{self, SITE_FILE, ZoneSource, zone_sources};
use crate::export::json::{self, DoctorObject, DoctorRow};
use crate::export::text::wrap;
use crate::now::now;
use crate::text::cli::said;
use crate::text::format;
use crate::text::refusal::{Pair, filled};
use crate::text::sanitise;

/// Less free space than this is a warning, and less than a tenth of it a failure.
const LOW_DISK: u64 = 1 << 30;
/// The years in which this program may be used; a clock outside them is wrong.
const YEARS: std::ops::RangeInclusive<i16> = 2026..=2060;
const NAMES: [&str; 12] = [
    "home",
    "permissions",
    "database",
    "journal",
    "disk",
    "clock",
    "time_zones",
    "locale",
    "terminal",
    "catalogue",
    "sqlite",
    "settings",
];
/// Free of the defect by which a reset write-ahead log could lose pages.
const SQLITE: i32 = 3_051_003;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Ok,
    Warn,
    Fail,
}

struct Findings {
    /// Place in `NAMES`, level, sentence, remedy.
    rows: Vec<(usize, Level, String, String)>,
    damaged: bool,
}

impl Findings {
    fn fine(&mut self, name: usize, template: &str, values: &[String]) {
        self.rows.push((name, Level::Ok, filled(template, values), String::new()));
    }

    fn bad(&mut self, name: usize, level: Level, pair: Pair, values: &[String]) {
        let said = said(pair, values);
        self.rows.push((name, level, said.what, said.remedy));
    }
}

pub fn doctor(here: &Here) -> Result<Done, CliError> {
    let mut found = Findings { rows: Vec::new(), damaged: false };
    home(here, &mut found);
    disk(here, &mut found);
    clock(here, &mut found);
    zones(here, &mut found);
    locale(here, &mut found);
    terminal(here, &mut found);
    catalogue(here, &mut found);
    sqlite(here, &mut found);
    settings(here, &mut found);
    found.rows.sort_by_key(|row| row.0);
    let failed = found.rows.iter().any(|row| row.1 == Level::Fail);
    let code = match (found.damaged, failed) {
        (true, _) => Kind::Integrity.exit(),
        (_, true) => LATE,
        _ => 0,
    };
    let out = if here.json { object(here, found.rows, failed) } else { lines(here, &found.rows) };
    Ok(Done { out, code, ..Done::default() })
}

fn object(here: &Here, rows: Vec<(usize, Level, String, String)>, failed: bool) -> String {
    let row = |(name, level, text, remedy)| DoctorRow {
        name: NAMES.get::<usize>(name).copied().unwrap_or_default(),
        level: match level {
            Level::Ok => "ok",
            Level::Warn => "warn",
            Level::Fail => "fail",
        },
        text,
        remedy,
    };
    json::render(&DoctorObject {
        schema: "vigie.doctor/1",
        at: here.now.into(),
        ok: !failed,
        checks: rows.into_iter().map(row).collect(),
    })
}

fn lines(here: &Here, rows: &[(usize, Level, String, String)]) -> String {
    let words = &here.text.cli.doctor;
    let mut out = String::new();
    let mut counts = [0_usize; 3];
    let columns = if here.plain { usize::MAX } else { here.width };
    for (name, level, text, remedy) in rows {
        let (word, count) = match level {
            Level::Ok => (words.ok, 0),
            Level::Warn => (words.warn, 1),
            Level::Fail => (words.fail, 2),
        };
        if let Some(count) = counts.get_mut(count) {
            *count += 1;
        }
        let name = words.names.get(*name).copied().unwrap_or_default();
        let line = format!("{} {name}: {text}", format::pad(word, 6));
        let remedy =
            (!remedy.is_empty()).then(|| format!("{}: {remedy}", here.text.cli.fault.remedy_label));
        let all = wrap(&line, columns, 0, 7).into_iter();
        let all = all.chain(remedy.into_iter().flat_map(|r| wrap(&r, columns, 7, 7)));
        for line in all {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    let counts = counts.map(|count| count.to_string());
    out + &filled(words.verdict, &counts) + "\n"
}

/// The home, who may read it, and the database.
fn home(here: &Here, found: &mut Findings) {
    let words = &here.text.cli.doctor;
    let data = here.home.data.display().to_string();
    if !here.home.is_set_up() {
        return found.bad(0, Level::Warn, words.not_set_up, &[data]);
    }
    found.fine(0, "{0}", std::slice::from_ref(&data));
    permissions(here, found);
    match here.look().and_then(|look| look.status(here.now).map_err(|failure| here.failed(failure)))
    {
        Ok(status) => {
            let database = here.home.database().display().to_string();
            let values = [database, status.requests.to_string(), status.entries.to_string()];
            found.fine(2, words.opens, &values);
        }
        Err(error) => {
            found.damaged |= error.kind == Kind::Integrity;
            found.rows.push((2, Level::Fail, error.what, error.remedy));
        }
    }
    match journal(&here.home.database()) {
        Some(2) => found.fine(3, words.wal, &[]),
        other => {
            let mode = if other == Some(1) { "DELETE" } else { "?" };
            found.bad(3, Level::Warn, words.journal, &[mode.to_owned()]);
        }
    }
}

fn permissions(here: &Here, found: &mut Findings) {
    let words = &here.text.cli.doctor;
    let home = &here.home;
    let mut fine = true;
    let wanted = [
        (home.data.clone(), 0o700, Level::Warn),
        (home.database(), 0o600, Level::Warn),
        (home.keys(), 0o700, Level::Fail),
        (home.desk_key(), 0o600, Level::Fail),
        (home.root_key(), 0o600, Level::Fail),
    ];
    for (path, mode, level) in wanted {
        let shown = path.display().to_string();
        let Ok(meta) = std::fs::metadata(&path) else {
            // The root key may be kept elsewhere; the desk's own key may not.
            if path != home.root_key() {
                fine = false;
                found.bad(1, Level::Fail, words.missing, &[shown]);
            }
            continue;
        };
        let has = meta.permissions().mode() & 0o777;
        if has & 0o077 != 0 {
            fine = false;
            let values = [shown, format!("{has:04o}"), format!("{mode:o}")];
            found.bad(1, level, words.open_to_others, &values);
        }
    }
    if fine {
        found.fine(1, words.private, &[]);
    }
}

/// How the file is journalled, from its own header: 1 rollback, 2 write-ahead log.
fn journal(database: &Path) -> Option<u8> {
    use std::io::Read;
    let mut header = [0_u8; 20];
    std::fs::File::open(database).ok()?.read_exact(&mut header).ok()?;
    header.get(18).copied()
}

fn disk(here: &Here, found: &mut Findings) {
    let words = &here.text.cli.doctor;
    // The nearest directory that is there.
    let place = here.home.data.ancestors().find(|dir| dir.is_dir()).unwrap_or(Path::new("/"));
    let shown = place.display().to_string();
    let Ok(stat) = rustix::fs::statvfs(place) else {
        return found.bad(4, Level::Warn, words.disk_unknown, &[shown]);
    };
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    let values = [format::size(free, here.text.lang), shown];
    match free {
        free if free >= LOW_DISK => found.fine(4, words.disk, &values),
        free if free >= LOW_DISK / 10 => found.bad(4, Level::Warn, words.disk_low, &values),
        _ => found.bad(4, Level::Fail, words.disk_low, &values),
    }
}

fn clock(here: &Here, found: &mut Findings) {
    let words = &here.text.cli.doctor;
    // The machine's own clock, whatever was set.
    let now = now();
    let values = [format::instant_utc(now)];
    let year = now.to_zoned(jiff::tz::TimeZone::UTC).year();
    match YEARS.contains(&year) {
        true => found.fine(5, words.clock, &values),
        false => found.bad(5, Level::Fail, words.clock_wrong, &values),
    }
}

fn zones(here: &Here, found: &mut Findings) {
    let words = &here.text.cli.doctor;
    let name = &here.settings.time_zone;
    let Some(zone) = config::zone(name) else {
        return found.bad(6, Level::Fail, words.zone_unknown, std::slice::from_ref(name));
    };
    let sources = zone_sources();
    let version = |version: Option<String>| version.unwrap_or_else(|| words.no_version.to_owned());
    let used = match sources.used {
        ZoneSource::System => words.system,
        ZoneSource::BuiltIn => words.built_in,
    };
    let offset = format::offset(here.now, &zone);
    let desk = format!("{} ({offset})", zone.iana_name().unwrap_or("UTC"));
    let values = [version(sources.system), version(sources.built_in), used.to_owned(), desk];
    found.fine(6, words.zones, &values);
}

fn locale(here: &Here, found: &mut Findings) {
    let words = &here.text.cli.doctor;
    let get = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = get("LC_ALL").or_else(|| get("LC_CTYPE")).or_else(|| get("LANG"));
    let locale = locale.unwrap_or_default();
    let lower = locale.to_lowercase();
    match lower.contains("utf-8") || lower.contains("utf8") {
        true => found.fine(7, words.utf8, &[locale]),
        false => found.bad(7, Level::Warn, words.not_utf8, &[locale]),
    }
}

fn terminal(here: &Here, found: &mut Findings) {
    let words = &here.text.cli.doctor;
    let Some((columns, rows)) = terminal_size() else {
        return found.fine(8, words.no_terminal, &[]);
    };
    let get = |name: &str| std::env::var(name).unwrap_or_default();
    let term = get("TERM");
    if term.is_empty() || term == "dumb" {
        return found.bad(8, Level::Fail, words.terminal_dumb, &[term]);
    }
    let numbers = [columns.to_string(), rows.to_string()];
    if columns < 40 || rows < 10 {
        return found.bad(8, Level::Warn, words.terminal_small, &numbers);
    }
    let colors = match get("COLORTERM").as_str() {
        "truecolor" | "24bit" => "24 bit",
        _ if term.contains("256color") => "256",
        _ => "16",
    };
    let [columns, rows] = numbers;
    let multiplexed = !get("TMUX").is_empty() || !get("STY").is_empty();
    let term = if multiplexed { format!("{term}, {}", words.tmux) } else { term };
    found.fine(8, words.terminal, &[term, columns, rows, colors.to_owned()]);
}

fn catalogue(here: &Here, found: &mut Findings) {
    match here.catalogue() {
        Ok(catalogue) => {
            let on = catalogue.kinds.values().filter(|kind| kind.enabled).count();
            let values = [
                catalogue.fingerprint.get(..12).unwrap_or_default().to_owned(),
                catalogue.kinds.len().to_string(),
                on.to_string(),
                catalogue.countries.len().to_string(),
            ];
            found.fine(9, here.text.cli.doctor.catalogue, &values);
        }
        Err(error) => found.rows.push((9, Level::Fail, error.what, error.remedy)),
    }
}

fn sqlite(here: &Here, found: &mut Findings) {
    let words = &here.text.cli.doctor;
    let version = [rusqlite::version().to_owned()];
    match rusqlite::version_number() >= SQLITE {
        true => found.fine(10, words.sqlite, &version),
        false => found.bad(10, Level::Fail, words.sqlite_old, &version),
    }
}

fn settings(here: &Here, found: &mut Findings) {
    let files = [Path::new(SITE_FILE).to_owned(), here.config_file.clone()];
    let words = &here.text.cli;
    match config::load(&files, &config::Env::default()) {
        Ok(_) => found.fine(11, words.doctor.settings_ok, &[]),
        Err(mistakes) => {
            for mistake in mistakes {
                let file = mistake.file.display().to_string();
                let what = sanitise::line(&mistake.to_string()).into_owned();
                found.bad(11, Level::Fail, words.fault.settings, &[what, file]);
            }
        }
    }
}
