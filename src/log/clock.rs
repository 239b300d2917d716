//! The hybrid logical clock: orders entries of desks whose clocks differ. It breaks ties and never
//! decides validity or a deadline.

/// A remote stamp farther ahead of the wall clock than this is not followed: the usual tolerance of
/// Kerberos, so every terminal of a domain is inside it.
pub const MAX_AHEAD_MS: u64 = 5 * 60 * 1000;

/// Milliseconds since 1970 (48 bits), then a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hlc {
    pub ms: u64,
    pub tick: u16,
}

impl Hlc {
    /// The largest `ms` that the format carries (the year 10889).
    pub const MAX_MS: u64 = (1 << 48) - 1;

    /// The next stamp of a desk: later than its last, and the wall clock if that is later still.
    /// None at the end of time.
    pub fn next(self, wall_ms: u64) -> Option<Self> {
        let bumped = match self.tick.checked_add(1) {
            Some(tick) => Self { ms: self.ms, tick },
            None => Self { ms: self.ms.checked_add(1)?, tick: 0 },
        };
        let next = bumped.max(Self { ms: wall_ms, tick: 0 });
        (next.ms <= Self::MAX_MS).then_some(next)
    }

    /// Follows another desk's stamp, unless it is beyond what an honest clock can show. Returns
    /// false where it is, which names that desk's clock as suspect.
    #[must_use]
    pub fn observe(&mut self, remote: Self, wall_ms: u64) -> bool {
        let honest = remote.ms <= wall_ms.saturating_add(MAX_AHEAD_MS);
        if honest {
            *self = (*self).max(remote);
        }
        honest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_follows_the_wall_clock_or_its_own_last() {
        let at = |ms, tick| Hlc { ms, tick };
        for (last, wall, next) in [
            (at(0, 0), 1000, Some(at(1000, 0))),
            (at(1000, 0), 1000, Some(at(1000, 1))),
            (at(1000, 7), 900, Some(at(1000, 8))),
            (at(1000, u16::MAX), 900, Some(at(1001, 0))),
            (at(1000, u16::MAX), 1001, Some(at(1001, 0))),
            (at(Hlc::MAX_MS, u16::MAX), 0, None),
            (at(0, 0), Hlc::MAX_MS + 1, None),
            (at(u64::MAX, u16::MAX), 0, None),
        ] {
            assert_eq!(last.next(wall), next, "{last:?} at {wall}");
        }
    }

    #[test]
    fn a_clock_five_minutes_ahead_is_followed_and_one_beyond_is_not() {
        let mut clock = Hlc { ms: 1000, tick: 0 };
        let edge = Hlc { ms: 1000 + MAX_AHEAD_MS, tick: 3 };
        assert!(clock.observe(edge, 1000));
        assert_eq!(clock, edge);
        assert!(!clock.observe(Hlc { ms: edge.ms + 1, tick: 0 }, 1000));
        assert_eq!(clock, edge);
        assert!(clock.observe(Hlc::default(), 1000));
        assert_eq!(clock, edge);
    }
}
