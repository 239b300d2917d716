//! Arguments → command line or screen → exit code.

use std::io::Write;
use std::process::ExitCode;

use vigie::cli::{self, Next, Screen};
use vigie::config::Settings;
use vigie::text::Text;
use vigie::tui::Rules;
use vigie::tui::bidi::BidiMode;
use vigie::tui::colour::{self, Env, Palette, Theme, When};
use vigie::tui::keymap::Keymap;
use vigie::tui::runtime::{self, Start, TuiError};
use vigie::tui::terminal::Options;

fn main() -> ExitCode {
    ExitCode::from(match cli::run() {
        Next::Exit(code) => code,
        Next::Screen(screen) => show(*screen),
    })
}

/// Opens the screen; returns what the process ends with.
fn show(screen: Screen) -> u8 {
    let Screen { home, look, seat, settings, lang, color, keep } = screen;
    let var = |name: &str| std::env::var(name).ok();
    let catalogue_home = home.clone();
    let start = Start {
        look,
        seat,
        lang,
        theme: theme(&settings, color),
        bidi: settings.bidi.0.parse::<BidiMode>().unwrap_or_default().resolve(var),
        keymap: Keymap::built_in(),
        rules: Rules {
            verify_days: settings.verify_days,
            dial_prefix: settings.dial_prefix.clone(),
        },
        terminal: Options::default(),
        ssh: var("SSH_CONNECTION").is_some_and(|value| !value.is_empty()),
        catalogue: Box::new(move || cli::load_catalogue(&catalogue_home, lang)),
        say_failure: cli::say_failure,
        report: home.state.join("fault.txt"),
        home,
    };
    let code = match runtime::run(start) {
        Ok(code) => code,
        Err(TuiError::Desk(failure)) => cli::failed_on_screen(&failure, Text::of(lang)),
        Err(other) => {
            // The line may be dead: then there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "vigie: {other}");
            5
        }
    };
    // A passing demonstration is taken away here, not before.
    drop(keep);
    code
}

fn theme(settings: &Settings, color: &str) -> Theme {
    let env = Env::of_process();
    let when = color.parse::<When>().unwrap_or_default();
    let symbols = match settings.symbols.0 {
        "unicode" => &colour::UNICODE,
        "ascii" => &colour::ASCII,
        _ => colour::symbols(&env),
    };
    Theme::new(Palette::default(), colour::level(when, &env), symbols)
}
