//! An invented night, told by the same acts that an officer uses, and a history behind it of any
//! size. Seeded and relative to `now`: the same seed gives the same desk.

mod bulk;
mod contacts;
mod script;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Desk, Failure, Home, Mode, Seat, Setup};
use crate::domain::Refusal;
use crate::domain::catalogue::Catalogue;

pub use script::{SWITCH_ON, switches};

pub const STATION: &str = "desk-1";
pub const OFFICER: &str = "S. Alaoui";
pub const TITLE: &str = "24/7 contact point";

/// How large a demo is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub requests: u32,
    pub seed: u64,
}

/// Why a demo could not be told: its own script breaks a rule, which a test excludes.
#[derive(Debug)]
pub enum Untold {
    Script(String),
    Refused { line: String, refusal: Refusal },
}

/// Sets up a demo desk in an empty home and fills it.
pub fn create(
    home: &Home,
    catalogue: Arc<Catalogue>,
    zone: TimeZone,
    size: Size,
    now: Timestamp,
) -> Result<Result<Desk, Untold>, Failure> {
    let now = crate::domain::decide::value::whole_second(now);
    let setup = Setup {
        station: STATION.to_owned(),
        officer: OFFICER.to_owned(),
        country: "MA".to_owned(),
        title: TITLE.to_owned(),
        mode: Mode::Demo,
    };
    let seat = Seat { officer: OFFICER.to_owned(), via: "demo", zone };
    let mut desk = Desk::create(home, &setup, seat, catalogue, now)?;
    if let Err(untold) = contacts::fill(&mut desk, now)? {
        return Ok(Err(untold));
    }
    bulk::fill(&mut desk, size, now)?;
    if let Err(untold) = script::tell(&mut desk, size.requests, now)? {
        return Ok(Err(untold));
    }
    desk.seat.officer = OFFICER.to_owned();
    desk.seat.via = "tui";
    Ok(Ok(desk))
}
