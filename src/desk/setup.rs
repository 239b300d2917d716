//! A new desk: keys, genesis roster, database, first entry.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Desk, Failure, FailureKind, Home, Mode, Profile, Seat, identity};
use crate::domain::catalogue::Catalogue;
use crate::log::hex;
use crate::store::Store;

/// What `vigie init` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    pub station: String,
    pub officer: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    pub title: String,
    pub mode: Mode,
}

impl Desk {
    /// Sets a desk up in an empty home. Half a set-up is taken away again, so that a second try
    /// starts clean.
    pub fn create(
        home: &Home,
        setup: &Setup,
        seat: Seat,
        catalogue: Arc<Catalogue>,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        if home.is_set_up() {
            let what = "a desk is set up here";
            return Err(Failure::new(FailureKind::AlreadySetUp, &home.data, what));
        }
        for dir in [&home.data, &home.state, &home.config] {
            identity::private_dir(dir)?;
        }
        let made = write(home, setup, now);
        if made.is_err() {
            for path in [home.root_key(), home.desk_key(), home.database()] {
                remove(&path);
            }
        }
        made?;
        Self::open(home, seat, catalogue)
    }
}

fn write(home: &Home, setup: &Setup, now: Timestamp) -> Result<(), Failure> {
    let founding = identity::found(home, &setup.title, &setup.station, &setup.officer, now)?;
    let mut incarnation = [0_u8; 4];
    identity::random(&mut incarnation)?;
    let profile = Profile {
        station: setup.station.clone(),
        country: setup.country.to_ascii_uppercase(),
        title: setup.title.clone(),
        mode: setup.mode,
        officers: vec![setup.officer.clone()],
        lane: 0,
        lanes: identity::REFERENCE_LANES,
        incarnation: u32::from_be_bytes(incarnation),
    };
    let profile = serde_json::to_string(&profile)
        .map_err(|error| Failure::new(FailureKind::Record, &home.data, error))?;
    let mut store = Store::create(&home.database())?;
    store.set_meta("roster", &founding.roster)?;
    store.set_meta("roster_signature", &founding.roster_signature)?;
    store.set_meta("share", &hex(&founding.share))?;
    store.set_meta("author", &hex(&founding.signer.public()))?;
    store.set_meta("profile", &profile)?;
    Ok(())
}

/// Only what this very call may have left behind; a file that never came to be is no error.
fn remove(path: &Path) {
    let _ = std::fs::remove_file(path);
}
