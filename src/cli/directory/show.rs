//! Contacts shown: one, many, and the record of one.

use std::sync::Arc;

use super::super::here::Here;
use super::super::{Done, audited, who};
use super::args::{Contact, List};
use super::find;
use crate::cli::error::{CliError, Kind};
use crate::desk::Look;
use crate::domain::directory::Standing;
use crate::export::json::{self, ContactsObject};
use crate::export::partner::Partner;
use crate::export::text;
use crate::text::sanitise;
use crate::view::ContactView;
use crate::view::directory::ChannelView;

pub fn show(here: &Here, args: &Contact) -> Result<Done, CliError> {
    let look = here.look()?;
    let view = find::contact(here, &look, &args.id)?;
    if here.json {
        return json(here, &look, vec![view]);
    }
    let state = look.state(&view.state).map_err(|failure| here.failed(failure))?;
    let state = state.unwrap_or_else(|| who::unknown(&view.state));
    let partner = Partner { state, contacts: vec![Arc::new(view)], requests: Vec::new() };
    who::with_bearings(here, &look, |at| {
        Done::out(text::card(&partner, &here.layout(at.desk.clone()), at))
    })
}

/// Contacts as every act prints them with `--json`.
pub fn json(here: &Here, look: &Look, views: Vec<ContactView>) -> Result<Done, CliError> {
    let views: Vec<Arc<ContactView>> = views.into_iter().map(Arc::new).collect();
    who::with_bearings(here, look, |at| {
        Done::out(json::render(&ContactsObject::new(&views, here.now, here.text, at)))
    })
}

/// `FR-7K3Q  Name · role · done`.
pub fn line(here: &Here, view: &ContactView, done: &str) -> String {
    let lang = here.text.lang;
    let roles: Vec<&str> = view.roles.iter().map(|role| here.text.directory.role(*role)).collect();
    let closed = if view.closed { here.text.directory.standing(Standing::Closed) } else { "" };
    let closed = if done.is_empty() { closed } else { done };
    let parts = [view.name.get(lang), &roles.join(", "), closed];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}\n", sanitise::line(&format!("{}  {}", view.id, parts.join(" · "))))
}

/// `  FR-7K3Q/5be1c0aa  phone +33 1 99 00 00 07 (pending)`.
pub fn channel_line(here: &Here, view: &ContactView, channel: &ChannelView) -> String {
    let words = here.text.directory;
    let kind = words.kind(channel.kind);
    let standing = match channel.standing {
        Standing::InUse => String::new(),
        other => format!(" ({})", words.standing(other)),
    };
    let text = format!("{}/{}  {kind} {}{standing}", view.id, channel.id, find::shown(channel));
    format!("  {}\n", sanitise::line(&text))
}

pub fn list(here: &Here, args: &List) -> Result<Done, CliError> {
    let look = here.look()?;
    let views = contacts(here, &look, args.state.as_deref(), args.all)?;
    if here.json {
        return json(here, &look, views);
    }
    if views.is_empty() {
        return Ok(Done::out(format!("{}\n", here.text.cli.directory.done.no_contacts)));
    }
    Ok(Done::out(views.iter().map(|view| line(here, view, "")).collect()))
}

/// The code of a State that is known: a mistyped one must not look like a State without contacts.
pub fn known_state(here: &Here, look: &Look, typed: &str) -> Result<String, CliError> {
    let code = typed.trim().to_uppercase();
    match look.state(&code).map_err(|failure| here.failed(failure))? {
        Some(_) => Ok(code),
        None => {
            let values = [typed.to_owned(), String::new()];
            Err(CliError::of(Kind::Refused, here.text.who.no_state, &values))
        }
    }
}

/// Contacts of one State or of all, closed ones too where asked for.
pub fn contacts(
    here: &Here,
    look: &Look,
    state: Option<&str>,
    closed: bool,
) -> Result<Vec<ContactView>, CliError> {
    let state = state.map(|state| known_state(here, look, state)).transpose()?;
    let views = match closed {
        true => look.all_contacts(),
        false => look.contacts(),
    };
    let of = |view: &ContactView| state.as_ref().is_none_or(|state| *state == view.state);
    Ok(views.map_err(|failure| here.failed(failure))?.into_iter().filter(of).collect())
}

pub fn audit(here: &Here, args: &Contact) -> Result<Done, CliError> {
    let look = here.look()?;
    let view = find::contact(here, &look, &args.id)?;
    let lines = look.audit(find::entity(&view)).map_err(|failure| here.failed(failure))?;
    if here.json {
        return Ok(Done::out(json::render(&audited::object(&view.id, &lines, here.now))));
    }
    let rows = audited::rows(&lines);
    Ok(Done::out(text::audit(&view.id, &rows, &here.layout(here.zone()?))))
}
