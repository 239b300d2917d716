//! `vigie directory …`: editions, verification, debt, tests, contacts entered by hand.

pub mod args;
mod call;
mod debt;
mod edit;
mod export;
mod find;
mod import;
mod ping;
mod schedule;
mod show;

use super::Done;
use super::error::{CliError, Kind};
use super::here::Here;
use crate::desk::CallRefused;
use crate::domain::directory::DirectoryRefusal;
use args::{ChannelCommand, Directory, DirectoryCommand as Do};

pub fn directory(here: &Here, args: &Directory) -> Result<Done, CliError> {
    match &args.command {
        Do::Import(args) => import::import(here, args),
        Do::Export(args) => export::export(here, args),
        Do::Debt(args) => debt::debt(here, args),
        Do::Verified(args) => call::verified(here, args),
        Do::Call(args) => call::call(here, args),
        Do::Ping(args) => ping::ping(here, args),
        Do::Show(args) => show::show(here, args),
        Do::List(args) => show::list(here, args),
        Do::Audit(args) => show::audit(here, args),
        Do::Add(args) => edit::add(here, args),
        Do::Set(args) => edit::set(here, args),
        Do::Close(args) => edit::close(here, args),
        Do::Reopen(args) => edit::reopen(here, args),
        Do::Channel(channel) => match &channel.command {
            ChannelCommand::Add(args) => edit::channel_add(here, args),
            ChannelCommand::Replace(args) => edit::channel_replace(here, args),
            ChannelCommand::Set(args) => edit::channel_set(here, args),
            ChannelCommand::Close(args) => edit::channel_close(here, args),
        },
    }
}

/// `1 contact`, `41 contacts`.
fn counted(here: &Here, contacts: usize) -> String {
    let [(one, many), _] = here.text.who.counted;
    let count = u64::try_from(contacts).unwrap_or(u64::MAX);
    crate::text::format::count(count, one, many, here.text.lang)
}

fn refused(here: &Here, refusal: &DirectoryRefusal) -> CliError {
    let said = here.text.directory.refused(refusal);
    CliError { kind: Kind::Refused, what: said.what, remedy: said.remedy }
}

fn call_refused(here: &Here, refusal: &CallRefused) -> CliError {
    match refusal {
        CallRefused::Contact(refusal) => refused(here, refusal),
        CallRefused::Request(refusal) => CliError::refusal(refusal, here.text),
    }
}

/// The part of a list that `--limit` or `--max` leaves.
fn most(limit: Option<usize>) -> usize {
    limit.unwrap_or(usize::MAX)
}
