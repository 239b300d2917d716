//! `explain`: every clock of a request with the sentences that say why.

use super::{Layout, Paint, clean};
use crate::domain::clock::{Clock, ClockState};
use crate::text::format;

/// Clocks that ask for an act first, those that have not started last.
pub fn explain(id: &str, clocks: &[Clock], layout: &Layout) -> String {
    let mut page = layout.page();
    let (text, lang) = (layout.text, layout.text.lang);
    page.painted(Paint::Bold, 0, &clean(id));
    let mut order: Vec<&Clock> = clocks.iter().collect();
    order.sort_by_key(|clock| {
        let state = clock.at(layout.now).state;
        let place = match state {
            ClockState::Late | ClockState::Running | ClockState::Paused => 0,
            ClockState::Met | ClockState::Missed => 1,
            ClockState::Waiting => 2,
        };
        (place, clock.due.is_none(), clock.due)
    });
    for clock in order {
        let reading = clock.at(layout.now);
        let state = text.refusal.clock_state(reading.state);
        let standing = match (reading.state, reading.left) {
            (ClockState::Running | ClockState::Late, Some(left)) => {
                format::left(left.as_secs(), lang)
            }
            _ => state.to_owned(),
        };
        let name = clean(clock.name.in_language(lang));
        page.head(&format!("{name} ({}) · {standing}", clean(&clock.id)));
        for sentence in text.explain.why(clock, clocks, layout.now, &layout.zone) {
            page.line(2, &sentence);
        }
    }
    page.out
}
