//! Verification debt: which channels nobody has proved for longest.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::super::Done;
use super::super::error::{CliError, Kind};
use super::super::here::Here;
use super::args::Debt;
use super::{find, most};
use crate::desk::Look;
use crate::domain::decide::value;
use crate::export::json::{self, DebtObject, DebtRow, TryRow};
use crate::export::text::wrap;
use crate::text::refusal::filled;
use crate::text::{format, sanitise};
use crate::view::debt::{Owed, debt as owed_of};

pub fn debt(here: &Here, args: &Debt) -> Result<Done, CliError> {
    let look = here.look()?;
    let limit = limit(here, args.over.as_deref())?;
    let owed = owed(here, &look, limit)?;
    let shown = owed.len().min(most(args.limit));
    let Some(first) = owed.get(..shown) else { return Ok(Done::default()) };
    if here.json {
        return Ok(Done::out(json::render(&DebtObject {
            schema: "vigie.debt/1",
            at: here.now.into(),
            over_s: limit.as_secs(),
            owed: owed.len(),
            channels: first.iter().filter_map(|one| row(here, one)).collect(),
        })));
    }
    let words = &here.text.cli.directory.debt;
    let length = format::duration_words(limit, here.text.lang);
    if owed.is_empty() {
        return Ok(Done::out(filled(words.none, &[length]) + "\n"));
    }
    let mut out = filled(words.head, &[owed.len().to_string(), length]) + "\n";
    for one in first {
        out.push_str(&line(here, one));
    }
    let mut notes = String::new();
    if shown < owed.len() {
        notes = filled(words.more, &[(owed.len() - shown).to_string()]) + "\n";
    }
    Ok(Done { out, notes, code: 0 })
}

/// `--over`, else the setting.
pub fn limit(here: &Here, typed: Option<&str>) -> Result<SignedDuration, CliError> {
    let Some(typed) = typed else {
        return Ok(SignedDuration::from_hours(24 * i64::from(here.settings.verify_days)));
    };
    value::duration(typed).ok_or_else(|| {
        let values = [typed.to_owned()];
        CliError::of(Kind::Usage, here.text.cli.usage.bad_duration, &values)
    })
}

/// Channels that are owed a proof, never proved first, then the stalest.
pub fn owed(here: &Here, look: &Look, limit: SignedDuration) -> Result<Vec<Owed>, CliError> {
    let contacts = look.contacts().map_err(|failure| here.failed(failure))?;
    let contacts: Vec<_> = contacts.into_iter().map(Arc::new).collect();
    Ok(owed_of(&contacts, here.now, limit))
}

/// Which channel, since when, and what became of the last try.
fn line(here: &Here, owed: &Owed) -> String {
    let (lang, words) = (here.text.lang, &here.text.cli.directory.debt);
    let Some(channel) = owed.contact.channels.get(owed.channel) else { return String::new() };
    let ago = |at: Timestamp| format::ago(here.now.as_second() - at.as_second(), lang);
    let mut since = match owed.proved {
        Some(at) => filled(words.proved, &[ago(at)]),
        None => words.never.to_owned(),
    };
    if let Some(last) = channel.last.as_ref().filter(|last| Some(last.at) != owed.proved) {
        let outcome = here.text.directory.outcome(last.outcome).to_owned();
        since.push_str(&format!(" · {}", filled(words.last, &[outcome, ago(last.at)])));
    }
    let text = format!(
        "{}/{}  {}, {} {} · {since}",
        owed.contact.id,
        channel.id,
        owed.contact.name.get(lang),
        here.text.directory.kind(channel.kind),
        find::shown(channel),
    );
    let width = if here.plain { usize::MAX } else { here.width };
    let lines = wrap(&sanitise::line(&text), width, 2, 6);
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn row(here: &Here, owed: &Owed) -> Option<DebtRow> {
    let channel = owed.contact.channels.get(owed.channel)?;
    Some(DebtRow {
        id: format!("{}/{}", owed.contact.id, channel.id),
        state: owed.contact.state.clone(),
        name: owed.contact.name.get(here.text.lang).to_owned(),
        kind: channel.kind.word(),
        value: channel.value.clone(),
        standing: channel.standing.word(),
        proved: owed.proved.map(Into::into),
        age_s: owed.proved.map(|at| here.now.as_second() - at.as_second()),
        last: channel.last.as_ref().map(|last| TryRow {
            outcome: last.outcome.word(),
            at: last.at.into(),
            by: last.by.clone(),
        }),
    })
}
