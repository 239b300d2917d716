//! Files named on the command line (`-` is standard input), read no further than a limit.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::error::{CliError, Kind};
use super::here::Here;

pub enum Content {
    Whole(Vec<u8>),
    /// Bytes that it has, or at which reading stopped.
    TooLarge(u64),
}

pub fn read(here: &Here, path: &Path, limit: u64) -> Result<Content, CliError> {
    let failed = |error| unreadable(here, path, &error);
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        if size > limit {
            return Ok(Content::TooLarge(size));
        }
        file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    let size = bytes.len() as u64;
    Ok(if size > limit { Content::TooLarge(size) } else { Content::Whole(bytes) })
}

pub fn unreadable(here: &Here, path: &Path, error: &std::io::Error) -> CliError {
    let fault = &here.text.cli.fault;
    let path = path.display().to_string();
    match error.kind() {
        ErrorKind::NotFound => CliError::of(Kind::Usage, fault.file_missing, &[path]),
        _ => CliError::of(Kind::Usage, fault.file_unreadable, &[path, error.to_string()]),
    }
}
