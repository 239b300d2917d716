//! What a command knows of its surroundings: home, settings, language, clock, terminal. Resolved
//! once; the time zone and the catalogue only by those who need them.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::Common;
use super::color_word;
use super::error::{CliError, Kind};
use crate::catalogue;
use crate::config::{self, Env, SITE_FILE, Settings};
use crate::desk::{Desk, Failure, Found, Home, Look, Mode, Profile, Seat};
use crate::domain::catalogue::Catalogue;
use crate::domain::decide::value;
use crate::domain::{EntityId, Lang};
use crate::export::text::{Layout, USUAL};
use crate::text::{Text, sanitise};

pub struct Here {
    pub home: Home,
    /// The user's settings file.
    pub config_file: PathBuf,
    pub settings: Settings,
    pub text: Text,
    pub json: bool,
    pub plain: bool,
    pub color: bool,
    /// `auto`, `always` or `never`.
    pub color_word: &'static str,
    pub width: usize,
    pub now: Timestamp,
    /// `now` was set by hand: acts only where nothing is real.
    pub set_clock: bool,
}

/// Whether a mistake in the settings ends the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strict {
    Yes,
    /// `doctor`, `check` and their like work on a desk that is badly configured.
    No,
}

impl Here {
    pub fn new(
        common: &Common,
        home: Option<&Home>,
        set_clock: Option<String>,
        now: Timestamp,
        lang: Lang,
        strict: Strict,
    ) -> Result<Self, CliError> {
        let text = Text::of(lang);
        let home = match home {
            Some(home) => home.clone(),
            None => home_of(common).map_err(|failure| CliError::failure(&failure, text))?,
        };
        let mut env = Env::of_process();
        if let Some(lang) = &common.lang {
            let known = Lang::from_tag(lang).is_some();
            let bad =
                || CliError::of(Kind::Usage, text.cli.usage.bad_lang, std::slice::from_ref(lang));
            known.then_some(()).ok_or_else(bad)?;
            env.lang = Some(lang.clone());
        }
        let config_file = common.config.clone().unwrap_or_else(|| home.config_file());
        let settings = settings(&config_file, &env, strict, text)?;
        let text = Text::of(settings.language(&env));
        let mut here = Self {
            home,
            config_file,
            color: !common.plain && colored(color_word(common.color, &settings)),
            color_word: color_word(common.color, &settings),
            settings,
            text,
            json: common.json,
            plain: common.plain,
            width: width(),
            now,
            set_clock: set_clock.is_some(),
        };
        if let Some(typed) = set_clock {
            here.now = here.instant("--at", &typed)?;
        }
        Ok(here)
    }

    /// Reads a typed instant. The zone is looked up only for times without one.
    pub fn instant(&self, option: &str, typed: &str) -> Result<Timestamp, CliError> {
        let zone = match typed.trim().parse::<Timestamp>() {
            Ok(_) => TimeZone::UTC,
            Err(_) => self.zone()?,
        };
        value::instant(typed, self.now, &zone).ok_or_else(|| {
            let values = [option.to_owned(), typed.to_owned()];
            CliError::of(Kind::Usage, self.text.cli.usage.bad_instant, &values)
        })
    }

    /// The desk's zone.
    pub fn zone(&self) -> Result<TimeZone, CliError> {
        let name = &self.settings.time_zone;
        config::zone(name).ok_or_else(|| {
            CliError::of(Kind::Usage, self.text.cli.fault.unknown_zone, std::slice::from_ref(name))
        })
    }

    pub fn layout(&self, zone: TimeZone) -> Layout {
        Layout {
            text: self.text,
            now: self.now,
            zone,
            width: self.width,
            color: self.color,
            plain: self.plain,
        }
    }

    pub fn failed(&self, failure: Failure) -> CliError {
        CliError::failure(&failure, self.text)
    }

    pub fn look(&self) -> Result<Look, CliError> {
        Look::at(&self.home).map_err(|failure| self.failed(failure))
    }

    /// Who acts: VIGIE_OFFICER, the settings, the first officer of the desk.
    pub fn officer(&self, profile: &Profile) -> String {
        match self.settings.officer.trim() {
            "" => profile.officers.first().cloned().unwrap_or_default(),
            officer => officer.to_owned(),
        }
    }

    /// The desk for an act. Refused under a set clock on a desk on duty.
    pub fn desk_to_act(&self) -> Result<Desk, CliError> {
        let desk = self.desk()?;
        if self.set_clock && desk.profile().mode == Mode::Duty {
            return Err(CliError::of(Kind::Refused, self.text.cli.fault.set_clock, &[]));
        }
        Ok(desk)
    }

    /// The desk with its catalogue.
    pub fn desk(&self) -> Result<Desk, CliError> {
        let officer = self.officer(self.look()?.profile());
        let seat = Seat { officer, via: "cli", zone: self.zone()? };
        let catalogue = Arc::new(self.catalogue()?);
        Desk::open(&self.home, seat, catalogue).map_err(|failure| self.failed(failure))
    }

    /// The built-in catalogue under the desk's own corrections.
    pub fn catalogue(&self) -> Result<Catalogue, CliError> {
        catalogue_of(&self.home, self.text)
    }

    /// The one request that a typed id means.
    pub fn find(&self, look: &Look, typed: &str) -> Result<EntityId, CliError> {
        let fault = &self.text.cli.fault;
        match look.find(typed).map_err(|failure| self.failed(failure))? {
            Found::One(entity) => Ok(entity),
            Found::Nobody => Err(CliError::of(Kind::Refused, fault.not_found, &[typed.to_owned()])),
            Found::Many(references) => {
                let shown = references.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
                let more = if references.len() > 6 { format!("{shown} …") } else { shown };
                let values = [typed.to_owned(), more, references.len().to_string()];
                Err(CliError::of(Kind::Refused, fault.ambiguous, &values))
            }
        }
    }
}

fn catalogue_of(home: &Home, text: Text) -> Result<Catalogue, CliError> {
    let files = overlays(home).map_err(|failure| CliError::failure(&failure, text))?;
    catalogue::load(&files).map_err(|faults| {
        let first = faults.into_iter().next();
        let values = first.map_or_else(Vec::new, |fault| {
            let place = format!("{}:{}:{}", fault.file, fault.line, fault.column);
            vec![format!("{place}: {}", fault.what), fault.remedy]
        });
        CliError::of(Kind::Usage, text.cli.fault.catalogue, &values)
    })
}

/// The catalogue for the screen; its fault as one sentence.
pub fn load_catalogue(home: &Home, lang: Lang) -> Result<Arc<Catalogue>, String> {
    let loaded = catalogue_of(home, Text::of(lang));
    loaded.map(Arc::new).map_err(|error| format!("{} {}", error.what, error.remedy))
}

/// The directories: below `--home`, else those of the user.
pub fn home_of(common: &Common) -> Result<Home, Failure> {
    match &common.home {
        Some(dir) => Ok(Home::below(&std::path::absolute(dir).unwrap_or_else(|_| dir.clone()))),
        None => Home::of_user(),
    }
}

fn settings(
    file: &std::path::Path,
    env: &Env,
    strict: Strict,
    text: Text,
) -> Result<Settings, CliError> {
    match config::load(&[PathBuf::from(SITE_FILE), file.to_owned()], env) {
        Ok(settings) => Ok(settings),
        Err(_) if strict == Strict::No => Ok(config::load(&[], env).unwrap_or_default()),
        Err(mistakes) => {
            let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            let file = mistakes.first().map(|m| m.file.display().to_string()).unwrap_or_default();
            let mut error =
                CliError::of(Kind::Usage, text.cli.fault.settings, &[String::from("{0}"), file]);
            // The mistake quotes its line below itself: it keeps its lines.
            error.what = error.what.replace("{0}", &sanitise::block(&said.join("\n")));
            Err(error)
        }
    }
}

/// The desk's own catalogue files, in order of their names.
///
/// # Errors
/// A file that is there and cannot be read.
pub fn overlays(home: &Home) -> Result<Vec<(String, String)>, Failure> {
    let dir = home.catalogue_dir();
    let entries = match std::fs::read_dir(&dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::io(&dir, &error)),
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let read = |path: PathBuf| match std::fs::read_to_string(&path) {
        Ok(text) => Ok((path.display().to_string(), text)),
        Err(error) => Err(Failure::io(&path, &error)),
    };
    paths.into_iter().map(read).collect()
}

fn colored(word: &str) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match word {
        "always" => true,
        "never" => false,
        _ => {
            let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
            std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
        }
    }
}

/// Columns: COLUMNS, the terminal's, the usual number.
fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    said.or_else(|| Some(usize::from(terminal_size()?.0))).filter(|&n| n > 0).unwrap_or(USUAL)
}

/// Columns and rows of the terminal on the standard output.
pub fn terminal_size() -> Option<(u16, u16)> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    (size.ws_col > 0).then_some((size.ws_col, size.ws_row))
}
