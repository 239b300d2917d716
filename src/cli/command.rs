//! The command line with its help in the reader's language, and what was wrong with the words typed.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};

use super::args::Cli;
use super::error::{CliError, Kind};
use crate::text::Text;
use crate::text::cli::CliText;

/// Reads the words typed. They are read without any help first: a look-up does not wait for texts
/// that it does not show. What then does not fit, or asks for help, is read again with all of it.
///
/// # Errors
/// What was wrong, or the help or version asked for.
pub fn matches(args: Vec<OsString>, text: Text) -> Result<ArgMatches, clap::Error> {
    bare().try_get_matches_from(&args).or_else(|_| command(text).try_get_matches_from(args))
}

/// `--at` (believe it is that instant) stands on every command but `step`, whose own `--at` says when
/// the step happened.
fn bare() -> Command {
    let at = || Arg::new("set_clock").long("at").value_name("INSTANT").allow_hyphen_values(true);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true);
    let command = Cli::command().arg(at()).arg(version).arg(help);
    every_sub(command, "", &|sub, path| if path == "step" { sub } else { sub.arg(at()) })
}

/// Changes every command below this one; each is told its path (`directory import`).
fn every_sub(command: Command, path: &str, change: &dyn Fn(Command, &str) -> Command) -> Command {
    command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name()).trim_start().to_owned();
        every_sub(change(sub, &path), &path, change)
    })
}

/// The whole command line with its help.
pub fn command(text: Text) -> Command {
    let words = text.cli;
    let common =
        |arg: Arg, path: &str| arg.help(words.help_of(path)).help_heading(words.head.common);
    let mut command = bare();
    for id in ["set_clock", "version", "help"] {
        let path = if id == "set_clock" { ".at".to_owned() } else { format!(".{id}") };
        command = command.mut_arg(id, |arg| common(arg, &path));
    }
    let command = every_sub(command, "", &|sub, path| {
        let sub = match path {
            "step" => sub,
            _ => sub.mut_arg("set_clock", |arg| common(arg, ".at")),
        };
        dressed(sub, path, words).subcommand_help_heading(words.head.commands)
    });
    dressed(command, "", words)
        .about(words.help_of("about"))
        .before_help(examples("about", words))
        .subcommand_help_heading(words.head.commands)
}

/// Gives a command and its options their help. `name` is its path from `vigie` on.
fn dressed(command: Command, name: &str, words: &'static CliText) -> Command {
    let shown = if name.is_empty() { "about" } else { name };
    let before = if examples(shown, words).is_empty() { "" } else { "{before-help}" };
    let usage = words.usage.usage;
    let template = format!("{{about}}\n\n{usage}: {{usage}}\n\n{before}{{all-args}}\n");
    let head = &words.head;
    let command = command.mut_args(|arg| {
        let id = arg.get_id().as_str().to_owned();
        if matches!(id.as_str(), "set_clock" | "version" | "help") {
            return arg;
        }
        let heading = match (arg.is_positional(), name.is_empty()) {
            (true, _) => head.arguments,
            (false, true) => head.common,
            (false, false) => head.options,
        };
        let help = words.help_of(&format!("{name}.{id}"));
        let arg = arg.help(help).help_heading(heading).hide_env(true);
        match arg.get_action() {
            ArgAction::SetTrue => arg,
            _ => arg.hide_possible_values(true).hide_default_value(true),
        }
    });
    let command = command.help_template(template);
    if name.is_empty() {
        return command;
    }
    command.about(words.help_of(name)).before_help(examples(name, words))
}

/// The examples of a command under their heading; nothing where it has none.
fn examples(name: &str, words: &CliText) -> String {
    let lines = words.help_of(&format!("{name}!"));
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lines.lines().map(|line| format!("  {line}")).collect();
    format!("{}:\n{}", words.head.examples, lines.join("\n"))
}

/// The set clock as typed: the innermost command's own option before the one in front of it.
pub fn set_clock(matches: &ArgMatches) -> Option<String> {
    let own = || matches.try_get_one::<String>("set_clock").ok().flatten().cloned();
    matches.subcommand().and_then(|(_, sub)| set_clock(sub)).or_else(own)
}

/// What clap found wrong, in the reader's language.
pub fn usage_error(error: &clap::Error, text: Text) -> CliError {
    let usage = &text.cli.usage;
    let get = |kind: ContextKind| error.get(kind).map(words_of).unwrap_or_default();
    let near = || {
        let near = [
            ContextKind::SuggestedArg,
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedValue,
        ];
        let near = near.into_iter().map(get).find(|near| !near.is_empty()).unwrap_or_default();
        match near.as_str() {
            "" => String::new(),
            near => crate::text::refusal::filled(usage.did_you_mean, &[near.to_owned()]),
        }
    };
    let of = usage_command(&get(ContextKind::Usage));
    let (pair, values) = match error.kind() {
        ErrorKind::UnknownArgument => {
            (usage.unknown_argument, vec![get(ContextKind::InvalidArg), near(), of])
        }
        ErrorKind::InvalidSubcommand => {
            (usage.unknown_command, vec![get(ContextKind::InvalidSubcommand), near(), of])
        }
        ErrorKind::MissingSubcommand => {
            let known = get(ContextKind::ValidSubcommand);
            let of = of.replace(" COMMAND", "");
            (usage.missing_command, vec![of, known])
        }
        ErrorKind::MissingRequiredArgument => {
            (usage.missing, vec![get(ContextKind::InvalidArg), String::new(), of])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = get(ContextKind::InvalidValue);
            let known = get(ContextKind::ValidValue);
            let (pair, of) = match (value.is_empty(), known.is_empty()) {
                (true, _) => (usage.no_value, of),
                (false, true) => (usage.invalid_value, of),
                (false, false) => (usage.not_among, known),
            };
            (pair, vec![get(ContextKind::InvalidArg), value, of, near()])
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            (usage.no_value, vec![get(ContextKind::InvalidArg), String::new(), of])
        }
        ErrorKind::ArgumentConflict => {
            (usage.conflict, vec![get(ContextKind::InvalidArg), get(ContextKind::PriorArg)])
        }
        ErrorKind::InvalidUtf8 => (usage.not_utf8, vec![]),
        _ => {
            let first = error.to_string();
            let first = first.lines().next().unwrap_or_default();
            let first = first.strip_prefix("error: ").unwrap_or(first).to_owned();
            (usage.other, vec![first, String::new(), of])
        }
    };
    CliError::of(Kind::Usage, pair, &values)
}

fn words_of(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// `vigie step` out of a usage line.
fn usage_command(usage: &str) -> String {
    let words = usage.split_whitespace().skip_while(|word| *word != "vigie");
    let words: Vec<&str> = words
        .take_while(|word| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .take_while(|word| !word.starts_with('-'))
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))
        .collect();
    if words.is_empty() { "vigie".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;

    #[test]
    fn the_command_line_is_sound() {
        for lang in Lang::ALL {
            command(Text::of(lang)).debug_assert();
        }
    }

    #[test]
    fn every_command_and_option_has_its_help_and_no_help_is_left_over() {
        let mut wanted: Vec<String> = vec!["about".into(), ".help".into(), ".version".into()];
        let bare = Cli::command();
        let of = |prefix: &str, command: &Command| {
            let ids = command.get_arguments().map(|arg| arg.get_id().as_str().to_owned());
            ids.map(|id| format!("{prefix}.{id}")).collect::<Vec<_>>()
        };
        wanted.extend(of("", &bare));
        wanted.push(".at".into());
        let mut left: Vec<(String, &Command)> =
            bare.get_subcommands().map(|sub| (sub.get_name().to_owned(), sub)).collect();
        while let Some((path, sub)) = left.pop() {
            wanted.extend(of(&path, sub));
            let inner = |sub| (format!("{path} {}", Command::get_name(sub)), sub);
            left.extend(sub.get_subcommands().map(inner));
            wanted.push(path);
        }
        let words = Text::of(Lang::En).cli;
        for path in &wanted {
            assert!(!words.help_of(path).is_empty(), "{path} has no help");
        }
        for (path, _) in
            words.help.iter().chain(words.directory.help).filter(|(path, _)| !path.ends_with('!'))
        {
            assert!(wanted.iter().any(|known| known == path), "{path} is no longer there");
        }
    }

    #[test]
    fn what_was_wrong_is_said_in_the_readers_language() {
        let said = |args: &[&str], lang| {
            let text = Text::of(lang);
            let error = matches(args.iter().map(OsString::from).collect(), text).unwrap_err();
            let error = usage_error(&error, text);
            assert_eq!(error.kind, Kind::Usage);
            (error.what, error.remedy)
        };
        let (what, remedy) = said(&["vigie", "quue"], Lang::En);
        assert!(what.contains("“quue”") && remedy.contains("queue"), "{what} {remedy}");
        let (what, remedy) = said(&["vigie", "show"], Lang::Fr);
        assert!(what.contains("<ID> manque") && remedy.contains("vigie show"), "{what} {remedy}");
        let (what, remedy) = said(&["vigie", "queue", "--jsn"], Lang::En);
        assert!(what.contains("--jsn") && remedy.contains("--json"), "{what} {remedy}");
        let (what, _) = said(&["vigie", "demo", "--requests", "many\u{1b}[2J"], Lang::En);
        assert!(what.contains("many") && !what.contains('\u{1b}'), "{what}");
    }

    #[test]
    fn the_clock_is_set_before_or_after_the_command_and_step_keeps_its_own_at() {
        let set = |args: &[&str]| {
            let args = args.iter().map(OsString::from).collect();
            set_clock(&matches(args, Text::of(Lang::En)).unwrap())
        };
        assert_eq!(set(&["vigie", "--at", "A", "queue"]).as_deref(), Some("A"));
        assert_eq!(set(&["vigie", "--at", "A", "queue", "--at", "B"]).as_deref(), Some("B"));
        assert_eq!(set(&["vigie", "step", "1", "x", "--at", "B"]), None);
        assert_eq!(set(&["vigie", "queue", "--at", "-2h"]).as_deref(), Some("-2h"));
        let debt = ["vigie", "--at", "A", "directory", "--at", "B", "debt", "--at", "C"];
        assert_eq!(set(&debt).as_deref(), Some("C"));
        assert_eq!(set(&debt[..debt.len() - 2]).as_deref(), Some("B"));
    }
}
