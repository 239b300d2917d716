//! Kinds, workflows, clocks, instruments and countries as data: the built-in files, and a desk's own
//! over them. Finds every fault at once, with its place and the way out; never guesses.

mod builtin;
mod checks;
mod countries;
mod kinds;
mod loader;
mod parties;
mod reader;
#[cfg(test)]
mod tests;
mod value;
mod workflows;

use std::cell::RefCell;

use sha2::{Digest, Sha256};

pub use builtin::builtin;
pub use reader::Fault;

use crate::domain::catalogue::Catalogue;
use reader::Source;

/// The built-in catalogue with a desk's own files (name and text) over it, in their order. A desk
/// may add kinds, correct kinds and clocks, give periods by partner and switch instruments; it may
/// not change workflows.
///
/// # Errors
/// Every fault of the files.
pub fn load(overlays: &[(String, String)]) -> Result<Catalogue, Vec<Fault>> {
    let (catalogue, faults) = build(builtin().iter().copied(), overlays);
    if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
}

/// The faults of catalogue files, given by name and text. A file with the name of a built-in one
/// (`kinds/ets185.toml`, with any folder before it) is checked in its place; any other as a desk's own.
pub fn check(files: &[(String, String)]) -> Vec<Fault> {
    let stands_for = |path: &str| {
        files.iter().find(|(name, _)| {
            let name = name.replace('\\', "/");
            name.strip_suffix(path).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    };
    let base = builtin().iter().map(|(path, text)| match stands_for(path) {
        Some((name, text)) => (name.as_str(), text.as_str()),
        None => (*path, *text),
    });
    let base: Vec<(&str, &str)> = base.collect();
    let own: Vec<(String, String)> = files
        .iter()
        .filter(|(name, _)| !base.iter().any(|(known, _)| known == name))
        .cloned()
        .collect();
    build(base.into_iter(), &own).1
}

fn build<'a>(
    base: impl Iterator<Item = (&'a str, &'a str)>,
    overlays: &'a [(String, String)],
) -> (Catalogue, Vec<Fault>) {
    let faults = RefCell::new(Vec::new());
    let own = overlays.iter().map(|(file, text)| (file.as_str(), text.as_str()));
    let sources: Vec<Source<'_>> = base
        .map(|pair| (pair, false))
        .chain(own.map(|pair| (pair, true)))
        .map(|((file, text), overlay)| Source { file, text, overlay, faults: &faults })
        .collect();
    let fingerprint = fingerprint(&sources);
    let documents = loader::parse(&sources);
    let mut catalogue = loader::read(&documents).catalogue;
    catalogue.fingerprint = fingerprint;
    let found = faults.take();
    (catalogue, loader::in_order(found))
}

fn fingerprint(sources: &[Source<'_>]) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        for part in [source.file, source.text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
