//! Numbers of references. Desks that cannot talk must never draw the same one: the roster gives
//! each desk a lane, and lane L of N owns every N-th block of a hundred numbers, beginning with
//! the L-th. A number, once given, never changes.

/// The letter of the series that a kind is numbered in; empty for the plain one. Tests of channels
/// are many and must not use up the numbers of requests.
pub fn series(kind: &str) -> &'static str {
    if kind == super::project::PING { "P" } else { "" }
}

/// Numbers in a block.
const BLOCK: u32 = 100;

/// The number after `last` (the highest that the lane has drawn this year) in a lane.
pub fn next(last: Option<u32>, lane: u32, lanes: u32) -> u32 {
    let lanes = lanes.max(1);
    let first = (lane % lanes) * BLOCK;
    match last {
        // Zero is not a number that one says on the phone.
        None => first.max(1),
        Some(last) if (last + 1) % BLOCK != 0 => last + 1,
        Some(last) => last + 1 + (lanes - 1) * BLOCK,
    }
}

/// Whether a number belongs to a lane.
pub fn is_of(number: u32, lane: u32, lanes: u32) -> bool {
    let lanes = lanes.max(1);
    (number / BLOCK) % lanes == lane % lanes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn desks_apart_never_draw_the_same_number() {
        let mut drawn = BTreeSet::new();
        for lane in 0..20 {
            let mut last = None;
            for _ in 0..1000 {
                let number = next(last, lane, 20);
                assert!(is_of(number, lane, 20), "{number} left lane {lane}");
                assert!(number > 0 && drawn.insert(number), "{number} was drawn twice");
                last = Some(number);
            }
        }
    }

    #[test]
    fn a_single_desk_counts_from_one() {
        assert_eq!(next(None, 0, 20), 1);
        assert_eq!(next(Some(1), 0, 20), 2);
        assert_eq!(next(Some(99), 0, 20), 2000);
        assert_eq!(next(None, 3, 20), 300);
    }
}
