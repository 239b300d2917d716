//! Many values, spread over entries that each stay small.

use super::super::{Fields, of_channel};

/// What one entry is filled with at most: bytes, and registers.
const BYTES: usize = 24 * 1024;
const KEYS: usize = 40;

/// An entry is bounded: what exceeds it is recorded right behind it. What a channel is and its
/// value stay together, for the merge reads them as one.
pub(super) fn parts(fields: Fields) -> Vec<Fields> {
    let size = |(key, value): (&String, &String)| key.len() + value.len();
    let (bound, mut loose): (Fields, Fields) =
        fields.into_iter().partition(|(key, _)| is_bound(key));
    let mut items: Vec<Fields> = Vec::new();
    for (key, value) in bound {
        let of = |item: &Fields| {
            let held = item.keys().next().and_then(|key| of_channel(key)).map(|(id, _)| id);
            held.is_some() && held == of_channel(&key).map(|(id, _)| id)
        };
        match items.last_mut().filter(|item| of(item)) {
            Some(item) => _ = item.insert(key, value),
            None => items.push(Fields::from([(key, value)])),
        }
    }
    // The State and the name first: they are what an opening shows.
    let leading = ["state", "role", "name"].into_iter().filter_map(|key| loose.remove_entry(key));
    let leading: Vec<Fields> = leading.map(|item| Fields::from([item])).collect();
    let rest = loose.into_iter().map(|item| Fields::from([item]));
    let mut parts: Vec<Fields> = Vec::new();
    let (mut used, mut count) = (0, 0);
    for item in leading.into_iter().chain(items).chain(rest) {
        let (more, keys) = (item.iter().map(size).sum::<usize>(), item.len());
        if parts.is_empty() || used + more > BYTES || count + keys > KEYS {
            parts.push(Fields::new());
            (used, count) = (0, 0);
        }
        used += more;
        count += keys;
        if let Some(part) = parts.last_mut() {
            part.extend(item);
        }
    }
    parts
}

fn is_bound(key: &str) -> bool {
    of_channel(key).is_some_and(|(_, field)| matches!(field, "type" | "value"))
}
