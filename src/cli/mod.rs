//! The command line: words typed → one answer on stdout, messages on stderr, an exit code. Thin: the
//! rules are in `domain`, the record behind `desk`, the layout in `export`.

mod act;
mod args;
mod audited;
mod care;
mod command;
mod directory;
mod doctor;
mod error;
mod file;
mod here;
mod intake;
mod look;
mod setup;
mod who;

use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal, Write};

use clap::FromArgMatches;
use clap::error::ErrorKind as UsageKind;
use jiff::Timestamp;

use crate::config::Settings;
use crate::desk::{Failure, Home, Look, Seat};
use crate::domain::Lang;
use crate::now::now;
use crate::text::Text;
use args::{Cli, Color, Command};
use error::{CliError, Kind};
use here::{Here, Strict};

pub use here::load_catalogue;

/// What the program does next.
pub enum Next {
    /// Ends with this code.
    Exit(u8),
    Screen(Box<Screen>),
}

/// What the screen starts from.
pub struct Screen {
    pub home: Home,
    pub look: Look,
    pub seat: Seat,
    pub settings: Settings,
    pub lang: Lang,
    /// `auto`, `always` or `never`.
    pub color: &'static str,
    /// A passing demonstration: its home is taken away when this is dropped.
    pub keep: Option<tempfile::TempDir>,
}

/// Says what the machine could not do, and the way out.
pub fn say_failure(failure: &Failure, text: Text) -> String {
    let CliError { what, remedy, .. } = CliError::failure(failure, text);
    format!("{what} {remedy}")
}

/// Tells a failure that ended the screen, once the terminal is given back. Returns the exit code.
pub fn failed_on_screen(failure: &Failure, text: Text) -> u8 {
    let error = CliError::failure(failure, text);
    say(&error.lines(text), &mut std::io::stderr().lock());
    error.kind.exit()
}

/// The answer of a command.
#[derive(Debug, Default)]
pub struct Done {
    out: String,
    /// For stderr.
    notes: String,
    code: u8,
}

impl Done {
    fn out(out: String) -> Self {
        Self { out, ..Self::default() }
    }
}

/// Reads the arguments of the process and answers.
pub fn run() -> Next {
    let args: Vec<OsString> = std::env::args_os().collect();
    let json = args.iter().any(|arg| arg == "--json");
    let text = Text::of(early_lang(&args));
    match answer(args, text) {
        Ok(Answer::Done(done)) => {
            say(&done.notes, &mut std::io::stderr().lock());
            Next::Exit(said(&done.out, done.code))
        }
        Ok(Answer::Screen(screen)) => Next::Screen(screen),
        Err(fault) => {
            let Fault { error, text, now } = *fault;
            let code = error.kind.exit();
            if json {
                return Next::Exit(said(&error.json(now), code));
            }
            say(&error.lines(text), &mut std::io::stderr().lock());
            Next::Exit(code)
        }
    }
}

/// What the machine could not do, and the way out, on one line for the screen.
pub fn failure_line(failure: &Failure, text: Text) -> String {
    let error = CliError::failure(failure, text);
    format!("{} {}", error.what, error.remedy).trim().to_owned()
}

/// Writes the answer. A reader that has gone away is no trouble; a full disk is.
fn said(out: &str, code: u8) -> u8 {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(out.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            say(&format!("vigie: {error}\n"), &mut std::io::stderr().lock());
            Kind::Machine.exit()
        }
        _ => code,
    }
}

/// Where even the message cannot be written there is nobody to tell.
fn say(message: &str, to: &mut impl Write) {
    let _ = to.write_all(message.as_bytes());
}

enum Answer {
    Done(Done),
    Screen(Box<Screen>),
}

/// What went wrong, in which language to say it, and at which instant it was.
struct Fault {
    error: CliError,
    text: Text,
    now: Timestamp,
}

fn answer(args: Vec<OsString>, text: Text) -> Result<Answer, Box<Fault>> {
    let fault = |error: CliError| Box::new(Fault { error, text, now: now() });
    let matches = match command::matches(args, text) {
        Ok(matches) => matches,
        Err(error) => {
            return match error.kind() {
                UsageKind::DisplayHelp | UsageKind::DisplayVersion => {
                    Ok(Answer::Done(Done::out(format!("{}\n", error.to_string().trim_end()))))
                }
                _ => Err(fault(command::usage_error(&error, text))),
            };
        }
    };
    let cli = Cli::from_arg_matches(&matches)
        .map_err(|error| fault(command::usage_error(&error, text)))?;
    let at = command::set_clock(&matches)
        .or_else(|| std::env::var("VIGIE_AT").ok().filter(|at| !at.is_empty()));
    let strict = match &cli.command {
        Some(
            Command::Doctor
            | Command::Check(_)
            | Command::Paths
            | Command::Completions(_)
            | Command::Man,
        ) => Strict::No,
        _ => Strict::Yes,
    };
    let lang = text.lang;
    if let Some(Command::Demo(demo)) = &cli.command {
        return open_demo(&cli, demo, at, lang).map_err(fault);
    }
    let here = Here::new(&cli.common, None, at, now(), lang, strict).map_err(fault)?;
    dispatch(&here, cli.command)
        .map_err(|error| Box::new(Fault { error, text: here.text, now: here.now }))
}

fn dispatch(here: &Here, command: Option<Command>) -> Result<Answer, CliError> {
    let Some(command) = command else {
        return open_screen(here, false, None);
    };
    let done = match command {
        // Opened before, in a home of its own.
        Command::Demo(_) => return open_screen(here, true, None),
        Command::Init(args) => setup::init(here, &args),
        Command::Intake(args) => intake::intake(here, &args),
        Command::New(args) => intake::new(here, &args),
        Command::Queue(args) => look::queue(here, &args),
        Command::Due(args) => look::due(here, &args),
        Command::Show(args) => look::show(here, &args),
        Command::Explain(args) => look::explain(here, &args),
        Command::Audit(args) => look::audit(here, &args),
        Command::Ack(args) => act::ack(here, &args),
        Command::Take(args) => act::take(here, &args),
        Command::Note(args) => act::note(here, &args),
        Command::Set(args) => act::set(here, &args),
        Command::Step(args) => act::step(here, &args),
        Command::Pause(args) => act::pause(here, &args),
        Command::Resume(args) => act::resume(here, &args),
        Command::Override(args) => act::set_aside(here, &args),
        Command::Undo(args) => act::undo(here, &args),
        Command::Who(args) => who::who(here, &args),
        Command::Routes(args) => who::routes(here, &args),
        Command::Directory(args) => directory::directory(here, &args),
        Command::Status => look::status(here),
        Command::Verify => care::verify(here),
        Command::Rebuild => care::rebuild(here),
        Command::Doctor => doctor::doctor(here),
        Command::Check(args) => care::check(here, &args),
        Command::Paths => care::paths(here),
        Command::Completions(args) => Ok(care::completions(here, &args)),
        Command::Man => care::man(here),
    };
    done.map(Answer::Done)
}

fn open_screen(
    here: &Here,
    demo: bool,
    keep: Option<tempfile::TempDir>,
) -> Result<Answer, CliError> {
    let fault = &here.text.cli.fault;
    if !on_a_terminal() {
        return Err(CliError::of(Kind::Usage, fault.no_terminal, &[]));
    }
    if here.set_clock {
        return Err(CliError::of(Kind::Usage, fault.screen_clock, &[]));
    }
    if !here.home.is_set_up() {
        setup::ask(here)?;
    }
    let mut screen = setup::screen(here, demo)?;
    screen.keep = keep;
    Ok(Answer::Screen(Box::new(screen)))
}

fn on_a_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Below `--home` (or VIGIE_HOME) the demonstration stays; elsewhere it passes.
fn open_demo(
    cli: &Cli,
    demo: &args::Demo,
    at: Option<String>,
    lang: Lang,
) -> Result<Answer, CliError> {
    if cli.common.home.is_some() {
        let here = Here::new(&cli.common, None, at, now(), lang, Strict::Yes)?;
        let look = setup::demo(&here, demo)?;
        if !on_a_terminal() {
            return care::demo_made(&here, &look).map(Answer::Done);
        }
        return open_screen(&here, true, None);
    }
    if !on_a_terminal() {
        return Err(CliError::of(Kind::Usage, Text::of(lang).cli.fault.no_terminal, &[]));
    }
    let failed = |failure| CliError::failure(&failure, Text::of(lang));
    let (keep, home) = setup::passing_home().map_err(failed)?;
    let here = Here::new(&cli.common, Some(&home), at, now(), lang, Strict::Yes)?;
    setup::demo(&here, demo)?;
    open_screen(&here, true, Some(keep))
}

/// The language for help and for errors before the settings are read: `--lang`, the environment.
fn early_lang(args: &[OsString]) -> Lang {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let after = words.iter().position(|word| *word == "--lang").and_then(|at| words.get(at + 1));
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    let typed = after.copied().or(joined).and_then(Lang::from_tag);
    let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = || env("LC_ALL").or_else(|| env("LC_MESSAGES")).or_else(|| env("LANG"));
    typed
        .or_else(|| env("VIGIE_LANG").as_deref().and_then(Lang::from_tag))
        .or_else(|| locale().as_deref().and_then(Lang::from_tag))
        .unwrap_or_default()
}

/// `--color` over the setting.
fn color_word(color: Option<Color>, settings: &Settings) -> &'static str {
    match color {
        Some(Color::Auto) => "auto",
        Some(Color::Always) => "always",
        Some(Color::Never) => "never",
        None => settings.color.0,
    }
}

#[cfg(test)]
mod tests;
