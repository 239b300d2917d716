//! The one place that reads the time.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Milliseconds between the system's clock and the one that is believed.
static AHEAD_MS: AtomicI64 = AtomicI64::new(0);

/// Returns the present instant in whole milliseconds, which is what the record keeps. Everything
/// below the two faces takes it as a parameter.
pub fn now() -> Timestamp {
    let now = system();
    let believed = now.as_millisecond().saturating_add(AHEAD_MS.load(Ordering::Relaxed));
    Timestamp::from_millisecond(believed).unwrap_or(now)
}

/// Sets the clock of a demo or training home: it is `at`, and time goes on from there.
pub fn believe(at: Timestamp) {
    let ahead = at.as_millisecond().saturating_sub(system().as_millisecond());
    AHEAD_MS.store(ahead, Ordering::Relaxed);
}

#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn system() -> Timestamp {
    Timestamp::now()
}
