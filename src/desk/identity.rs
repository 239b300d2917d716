//! Keys and the genesis roster. A single desk needs no ceremony: setting up makes a root key, a
//! roster of one desk signed by it, and the desk's own key; other desks come later by new rosters.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use jiff::Timestamp;
use zeroize::Zeroizing;

use super::{Failure, FailureKind, Home};
use crate::log::roster::{Desk as RosterDesk, Genesis, Officer, Policy, share_of};
use crate::log::{Signer, hex, sshsig, unhex};

/// References are drawn in blocks that desks take in turn: so many desks can draw at most.
pub const REFERENCE_LANES: u32 = 20;

/// What a new share starts from.
pub struct Founding {
    pub signer: Signer,
    pub roster: String,
    pub roster_signature: String,
    pub share: [u8; 32],
}

/// Makes the keys and the first roster of a share. Key files are created, never replaced.
pub fn found(
    home: &Home,
    title: &str,
    station: &str,
    officer: &str,
    now: Timestamp,
) -> Result<Founding, Failure> {
    private_dir(&home.keys())?;
    let root = make_key(&home.root_key())?;
    let signer = make_key(&home.desk_key())?;
    let genesis = Genesis {
        title: title.to_owned(),
        created: now,
        root_keys: vec![root.public()],
        threshold: 1,
        desks: vec![RosterDesk { name: station.to_owned(), key: signer.public(), lane: 0 }],
        officers: vec![Officer {
            id: officer.to_lowercase().replace(char::is_whitespace, "-"),
            name: officer.to_owned(),
            roles: vec!["duty".to_owned()],
        }],
        policy: Policy { reference_lanes: REFERENCE_LANES },
    };
    let roster =
        genesis.render().map_err(|error| Failure::new(FailureKind::Record, &home.data, error))?;
    let roster_signature = sshsig::sign(&root, sshsig::ROSTER, roster.as_bytes());
    let share = share_of(&roster);
    Ok(Founding { signer, roster, roster_signature, share })
}

/// Creates a directory that nobody else may enter.
pub fn private_dir(dir: &Path) -> Result<(), Failure> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|error| Failure::io(dir, &error))
}

fn make_key(path: &Path) -> Result<Signer, Failure> {
    let mut seed = Zeroizing::new([0_u8; 32]);
    random(seed.as_mut_slice())?;
    let text = Zeroizing::new(format!("{}\n", hex(seed.as_slice())));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| Failure::io(path, &error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| Failure::io(path, &error))?;
    Ok(Signer::from_seed(&seed))
}

/// Reads the desk's key; refuses one that others may read.
pub fn read_key(path: &Path) -> Result<Signer, Failure> {
    let missing = |error: &std::io::Error| Failure::new(FailureKind::KeyMissing, path, error);
    let mode = fs::metadata(path).map_err(|error| missing(&error))?.permissions().mode();
    if mode & 0o077 != 0 {
        let detail = format!("mode {:04o}", mode & 0o7777);
        return Err(Failure::new(FailureKind::KeyOpen, path, detail));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| missing(&error))?);
    let seed = unhex::<32>(text.trim())
        .map(Zeroizing::new)
        .ok_or_else(|| Failure::new(FailureKind::KeyWrong, path, "not 64 hex digits"))?;
    Ok(Signer::from_seed(&seed))
}

pub fn random(bytes: &mut [u8]) -> Result<(), Failure> {
    getrandom::fill(bytes)
        .map_err(|error| Failure::new(FailureKind::Random, Path::new("getrandom"), error))
}
