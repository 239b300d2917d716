//! What may be typed after `vigie directory`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
pub struct Directory {
    #[command(subcommand)]
    pub command: DirectoryCommand,
}

#[derive(Debug, Subcommand)]
pub enum DirectoryCommand {
    Import(Import),
    Export(Export),
    Debt(Debt),
    Verified(Verified),
    Ping(Ping),
    Call(Call),
    Show(Contact),
    List(List),
    Add(Add),
    Set(Set),
    Channel(Channel),
    Close(Close),
    Reopen(Contact),
    Audit(Contact),
}

#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "GROUP", num_args = 0..)]
    pub accept: Option<Vec<Group>>,
    #[arg(long, value_name = "N")]
    pub yes: Vec<String>,
    #[arg(long, value_name = "FINGERPRINT")]
    pub diff: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub series: Option<String>,
    #[arg(long = "as-of", value_name = "DATE")]
    pub as_of: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub source: Option<String>,
}

/// Changes that are accepted together, guarded ones excepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Group {
    Added,
    Fields,
    Channels,
    Gone,
    All,
}

#[derive(Debug, Args)]
pub struct Export {
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "CC")]
    pub state: Option<String>,
    #[arg(long)]
    pub bom: bool,
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Csv,
    Vcard,
    Toml,
}

#[derive(Debug, Args)]
pub struct Debt {
    #[arg(long, value_name = "DURATION")]
    pub over: Option<String>,
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Debug, Args)]
pub struct Verified {
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Ping {
    #[arg(value_name = "ID", conflicts_with_all = ["plan", "report"])]
    pub ids: Vec<String>,
    #[arg(long, conflicts_with = "report")]
    pub plan: bool,
    #[arg(long)]
    pub report: bool,
    #[arg(long, requires = "plan")]
    pub start: bool,
    #[arg(long, value_name = "DURATION", requires = "plan")]
    pub over: Option<String>,
    #[arg(long, value_name = "N", requires = "plan")]
    pub max: Option<usize>,
}

#[derive(Debug, Args)]
pub struct Call {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(long, value_name = "OUTCOME")]
    pub outcome: String,
    #[arg(long, value_name = "ID")]
    pub request: Option<String>,
    #[arg(long, value_name = "RESULT", requires = "request")]
    pub authenticity: Option<Authenticity>,
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// What a call-back found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Authenticity {
    Confirmed,
    Denied,
}

#[derive(Debug, Args)]
pub struct Contact {
    #[arg(value_name = "ID")]
    pub id: String,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(value_name = "CC")]
    pub state: Option<String>,
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(long, value_name = "CC")]
    pub state: String,
    #[arg(long, value_name = "ROLE", required = true)]
    pub role: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub name: String,
    #[arg(long, value_name = "NUMBER")]
    pub emergency: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub phone: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub cell: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub fax: Vec<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub email: Vec<String>,
    #[arg(long, value_name = "URL")]
    pub portal: Vec<String>,
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Set {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "FIELD=VALUE", required = true)]
    pub values: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Channel {
    #[command(subcommand)]
    pub command: ChannelCommand,
}

#[derive(Debug, Subcommand)]
pub enum ChannelCommand {
    Add(ChannelAdd),
    Replace(ChannelReplace),
    Set(Set),
    Close(Close),
}

#[derive(Debug, Args)]
pub struct ChannelAdd {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "TYPE")]
    pub kind: String,
    #[arg(value_name = "VALUE")]
    pub value: String,
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
}

#[derive(Debug, Args)]
pub struct ChannelReplace {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "VALUE")]
    pub value: String,
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Close {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}
