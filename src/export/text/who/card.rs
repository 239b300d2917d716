//! `directory show`: one contact with all that is held of it.

use super::{Bearings, Depth, Layout, Partner, contacts, value};
use crate::domain::directory::Standing;
use crate::text::format;
use crate::text::sanitise;

/// The contacts of a partner as `who` shows them, then the ids of its channels, other fields, last tries.
pub fn card(partner: &Partner, layout: &Layout, at: Bearings<'_>) -> String {
    let mut page = layout.page();
    contacts(&mut page, partner, at, Depth::Whole);
    let words = layout.text.directory;
    for contact in &partner.contacts {
        // The ids are what is typed: `directory verified FR-7K3Q/5be1c0aa`.
        for channel in &contact.channels {
            let kind = words.kind(channel.kind);
            let mut line = format!("{}/{}  {kind}  {}", contact.id, channel.id, value(channel, at));
            if channel.standing != Standing::InUse {
                line.push_str(&format!(" · {}", words.standing(channel.standing)));
            }
            page.line(2, &sanitise::line(&line));
        }
        for (key, value) in &contact.fields {
            page.line(
                2,
                &format::labelled(
                    &sanitise::line(words.field(key)),
                    &words.value(key, value),
                    layout.text.lang,
                ),
            );
        }
        for tried in contact.tries.iter().take(SHOWN) {
            let channel = contact.channels.iter().find(|channel| channel.id == tried.channel);
            let value = channel.map_or_else(String::new, |channel| value(channel, at));
            let when = format::time_near(tried.at, layout.now, &layout.zone, layout.text.lang);
            let parts = [&when, words.outcome(tried.outcome), &value, &tried.by, &tried.note];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            page.line(2, &sanitise::line(&parts.join(" · ")));
        }
    }
    page.out
}

/// Tries that are listed.
const SHOWN: usize = 5;
