//! What may be typed. Help is not here: `text::cli` has it in every language, and a test checks that
//! no command or option is without it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

#[derive(Debug, Parser)]
#[command(name = "vigie", version, disable_help_flag = true, disable_version_flag = true)]
#[command(disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Clone, Args)]
pub struct Common {
    #[arg(long, global = true, value_name = "DIR", env = "VIGIE_HOME")]
    pub home: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<String>,
    #[arg(long, global = true)]
    pub json: bool,
    #[arg(long, global = true)]
    pub plain: bool,
    #[arg(long, global = true, value_name = "WHEN")]
    pub color: Option<Color>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(Demo),
    Init(Init),
    Intake(Intake),
    New(New),
    Queue(Queue),
    Due(Due),
    Show(Id),
    Explain(Id),
    Audit(Id),
    Ack(Id),
    Take(Id),
    Note(Note),
    Set(Set),
    Step(Step),
    Pause(Pause),
    Resume(Resume),
    Override(Override),
    Undo(Undo),
    Who(Who),
    Routes(Routes),
    Directory(super::directory::args::Directory),
    Status,
    Verify,
    Rebuild,
    Doctor,
    Check(Check),
    Paths,
    Completions(Completions),
    Man,
}

#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long, value_name = "N")]
    pub requests: Option<u32>,
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Args)]
pub struct Init {
    #[arg(long, value_name = "NAME")]
    pub station: String,
    #[arg(long, value_name = "NAME")]
    pub officer: String,
    #[arg(long, value_name = "CC", default_value = "MA")]
    pub country: String,
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    #[arg(long)]
    pub training: bool,
}

#[derive(Debug, Args)]
pub struct Intake {
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct New {
    #[arg(value_name = "KIND")]
    pub kind: String,
    #[arg(long, value_name = "CC")]
    pub with: Option<String>,
    #[arg(long, value_name = "in|out|internal")]
    pub direction: Option<String>,
    #[arg(long = "ref", value_name = "THEIRS")]
    pub reference: Option<String>,
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub received: Option<String>,
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Who {
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[arg(long, value_name = "DIGITS")]
    pub number: Option<String>,
}

#[derive(Debug, Args)]
pub struct Routes {
    #[arg(value_name = "CC")]
    pub state: String,
}

#[derive(Debug, Args)]
pub struct Queue {
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Due {
    #[arg(value_name = "DURATION", default_value = "24h")]
    pub within: String,
}

#[derive(Debug, Args)]
pub struct Id {
    #[arg(value_name = "ID")]
    pub id: String,
}

#[derive(Debug, Args)]
pub struct Note {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "TEXT", required = true)]
    pub words: Vec<String>,
    #[arg(long)]
    pub partner: bool,
}

#[derive(Debug, Args)]
pub struct Set {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "FIELD=VALUE", required = true)]
    pub values: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Step {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "STATE")]
    pub state: Option<String>,
    #[arg(long = "at", value_name = "INSTANT", allow_hyphen_values = true)]
    pub happened: Option<String>,
    #[arg(long, value_name = "INSTANT")]
    pub until: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    #[arg(long, value_name = "OFFICER")]
    pub second: Option<String>,
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub link: Option<String>,
    #[arg(long)]
    pub list: bool,
}

#[derive(Debug, Args)]
pub struct Pause {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "CLOCK")]
    pub clock: String,
    #[arg(long, value_name = "INSTANT")]
    pub until: String,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    #[arg(long, value_name = "OFFICER")]
    pub owner: Option<String>,
}

#[derive(Debug, Args)]
pub struct Resume {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "CLOCK")]
    pub clock: String,
}

#[derive(Debug, Args)]
pub struct Override {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "CODE")]
    pub code: String,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct Undo {
    #[arg(value_name = "ID")]
    pub id: Option<String>,
}

#[derive(Debug, Args)]
pub struct Check {
    #[arg(value_name = "FILE|DIR")]
    pub path: PathBuf,
}

#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}
