//! `init`, `demo`, and what the screen is opened with.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

use super::args::{Demo, Init};
use super::error::{CliError, Kind};
use super::here::Here;
use super::{Done, Screen};
use crate::config;
use crate::desk::demo::{self, Size, Untold};
use crate::desk::{Desk, Failure, Home, Look, Mode, Seat, Setup};
use crate::export::json::{self, InitObject};
use crate::text::refusal::filled;
use crate::text::sanitise;

/// Where the demonstration plays.
const DEMO_ZONE: &str = "Africa/Casablanca";
/// What the point of contact is called unless it says otherwise.
const TITLE: &str = "24/7 contact point";

pub fn init(here: &Here, args: &Init) -> Result<Done, CliError> {
    let fault = &here.text.cli.fault;
    for (option, name) in [("--station", &args.station), ("--officer", &args.officer)] {
        if name.trim().is_empty() {
            return Err(CliError::of(Kind::Usage, fault.empty_name, &[option.to_owned()]));
        }
    }
    let catalogue = here.catalogue()?;
    let code = args.country.trim().to_ascii_uppercase();
    let country = catalogue.countries.get(&code).ok_or_else(|| {
        CliError::of(Kind::Usage, fault.bad_country, std::slice::from_ref(&args.country))
    })?;
    let zone_name = args.time_zone.clone().unwrap_or_else(|| country.zone.clone());
    let zone = config::zone(&zone_name).ok_or_else(|| {
        CliError::of(Kind::Usage, fault.unknown_zone, std::slice::from_ref(&zone_name))
    })?;
    let setup = Setup {
        station: args.station.trim().to_owned(),
        officer: args.officer.trim().to_owned(),
        country: code.clone(),
        title: args.title.clone().unwrap_or_else(|| TITLE.to_owned()),
        mode: if args.training { Mode::Training } else { Mode::Duty },
    };
    if here.set_clock && setup.mode == Mode::Duty {
        return Err(CliError::of(Kind::Refused, fault.set_clock, &[]));
    }
    let seat = Seat { officer: setup.officer.clone(), via: "cli", zone };
    let desk = Desk::create(&here.home, &setup, seat, Arc::new(catalogue), here.now)
        .map_err(|failure| here.failed(failure))?;
    write_settings(here, &setup.officer, &zone_name, args.folder.as_deref())
        .map_err(|failure| here.failed(failure))?;
    let data = here.home.data.display().to_string();
    if here.json {
        return Ok(Done::out(json::render(&InitObject {
            schema: "vigie.init/1",
            at: here.now.into(),
            desk: setup.station,
            officer: setup.officer,
            country: code,
            mode: super::look::mode(&desk),
            home: data,
        })));
    }
    let done = &here.text.cli.done;
    let keys = here.home.keys().display().to_string();
    let set_up = filled(done.set_up, &[setup.station, data]);
    Ok(Done::out(format!("{set_up}\n{}\n", filled(done.set_up_next, &[keys]))))
}

/// The user's settings, where there is no such file yet.
fn write_settings(
    here: &Here,
    officer: &str,
    zone: &str,
    folder: Option<&Path>,
) -> Result<(), Failure> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = format!(
        "officer = {}\nlang = {}\ntime_zone = {}\n",
        quoted(officer),
        quoted(here.text.lang.tag()),
        quoted(zone)
    );
    if let Some(folder) = folder {
        text.push_str(&format!("folder = {}\n", quoted(&folder.display().to_string())));
    }
    write_new(&here.config_file, &text)
}

/// Creates a file that only this account may read; one that is there stays as it is.
fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: &std::io::Error| Failure::io(path, error);
    if let Some(dir) = path.parent() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true).mode(0o700).create(dir).map_err(|error| failed(&error))?;
    }
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(mut file) => file.write_all(text.as_bytes()).map_err(|error| failed(&error)),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(failed(&error)),
    }
}

/// The demo desk: made where there is none, else opened as it is.
pub fn demo(here: &Here, args: &Demo) -> Result<Look, CliError> {
    if here.home.is_set_up() {
        let look = here.look()?;
        if look.profile().mode != Mode::Demo {
            let values = [here.home.data.display().to_string()];
            return Err(CliError::of(Kind::Refused, here.text.cli.fault.not_a_demo, &values));
        }
        return Ok(look);
    }
    let failed = |failure| here.failed(failure);
    let switches = here.home.catalogue_dir().join(demo::SWITCH_ON);
    write_new(&switches, &demo::switches()).map_err(failed)?;
    let catalogue = Arc::new(here.catalogue()?);
    let zone = match here.settings.time_zone.is_empty() {
        true => config::zone(DEMO_ZONE).map_or_else(|| here.zone(), Ok)?,
        false => here.zone()?,
    };
    let size =
        Size { requests: args.requests.unwrap_or(here.settings.demo_requests), seed: args.seed };
    let made = demo::create(&here.home, catalogue, zone, size, here.now).map_err(failed)?;
    if let Err(untold) = made {
        let detail = match untold {
            Untold::Script(what) => what,
            Untold::Refused { line, refusal } => {
                format!("{line}: {}", here.text.refusal.say(&refusal).what)
            }
        };
        let failure = Failure::new(crate::desk::FailureKind::Record, &here.home.data, detail);
        return Err(here.failed(failure));
    }
    write_settings(here, demo::OFFICER, DEMO_ZONE, None).map_err(failed)?;
    here.look()
}

/// Everything that the screen starts from. The catalogue comes later, behind the first frame.
pub fn screen(here: &Here, demo: bool) -> Result<Screen, CliError> {
    let look = here.look()?;
    let profile = look.profile();
    let officer = match demo {
        true => profile.officers.first().cloned().unwrap_or_default(),
        false => here.officer(profile),
    };
    // A demonstration plays in its country, whatever the zone of the machine.
    let zone = match demo && here.settings.time_zone.is_empty() {
        true => config::zone(DEMO_ZONE).map_or_else(|| here.zone(), Ok)?,
        false => here.zone()?,
    };
    Ok(Screen {
        home: here.home.clone(),
        look,
        seat: Seat { officer, via: "tui", zone },
        settings: here.settings.clone(),
        lang: here.text.lang,
        color: here.color_word,
        keep: None,
    })
}

/// The first start in an empty home: four questions, each with a proposal that Enter takes.
pub fn ask(here: &Here) -> Result<(), CliError> {
    let [intro, station, officer, country, zone] = here.text.cli.done.ask;
    let user = std::env::var("USER").unwrap_or_default();
    let mut stdout = std::io::stdout().lock();
    let failed = |error: &std::io::Error| here.failed(Failure::io(Path::new("terminal"), error));
    writeln!(stdout, "{intro}").map_err(|error| failed(&error))?;
    let mut answer = |question: &str, proposal: &str| {
        let shown = sanitise::line(proposal);
        write!(stdout, "{question} [{shown}]: ").and_then(|()| stdout.flush())?;
        let mut line = String::new();
        if std::io::stdin().read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim();
        Ok::<_, std::io::Error>(Some(if line.is_empty() { proposal } else { line }.to_owned()))
    };
    let left = || {
        let data = here.home.data.display().to_string();
        CliError::of(Kind::Usage, here.text.cli.fault.not_set_up, &[data])
    };
    let mut question = |question: &str, proposal: &str| {
        answer(question, proposal).map_err(|error| failed(&error))?.ok_or_else(left)
    };
    let station = question(station, "desk-1")?;
    let officer = question(officer, if user.is_empty() { "officer" } else { &user })?;
    let country = question(country, "MA")?;
    let catalogue = here.catalogue()?;
    let known = catalogue.countries.get(&country.trim().to_ascii_uppercase());
    let time_zone = question(zone, known.map_or("", |country| &country.zone))?;
    let time_zone = Some(time_zone).filter(|zone| !zone.is_empty());
    init(
        here,
        &Init { station, officer, country, title: None, time_zone, folder: None, training: false },
    )?;
    Ok(())
}

/// A home that is taken away when the demonstration ends.
pub fn passing_home() -> Result<(tempfile::TempDir, Home), Failure> {
    let dir = tempfile::Builder::new().prefix("vigie-demo-").tempdir();
    let dir = dir.map_err(|error| Failure::io(&std::env::temp_dir(), &error))?;
    let home = Home::below(dir.path());
    Ok((dir, home))
}
