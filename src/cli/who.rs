//! `who` and `routes`: the directory in one answer. No key, no catalogue, no folder, nothing written.

mod find;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::Done;
use super::args::{Routes, Who};
use super::error::{CliError, Kind};
use super::here::Here;
use crate::config;
use crate::desk::Look;
use crate::export::json::{self, RoutesObject, WhoObject};
use crate::export::partner::{Bearings, Partner};
use crate::export::text;
use crate::view::lookup::{FEWEST_DIGITS, plain};
use crate::view::{ContactView, RequestView, StateView};

pub fn who(here: &Here, args: &Who) -> Result<Done, CliError> {
    let query = args.query.join(" ");
    if let Some(number) = &args.number {
        if !args.query.is_empty() {
            let both = ["--number".to_owned(), query];
            return Err(CliError::of(Kind::Usage, here.text.cli.usage.conflict, &both));
        }
        return caller(here, number);
    }
    let look = here.look()?;
    if plain(&query).is_empty() {
        return everybody(here, &look);
    }
    let found = find::find(here, &look, &query)?;
    let mut partners = Vec::with_capacity(found.partners.len());
    for (state, contacts) in found.partners {
        partners.push(partner(here, &look, state, contacts)?);
    }
    with_bearings(here, &look, |at| {
        if here.json {
            let object = WhoObject::new(&partners, &found.also, here.now, here.text, at);
            return Done::out(json::render(&object));
        }
        let layout = here.layout(at.desk.clone());
        Done::out(text::who(&partners, &found.also, found.more, &layout, at))
    })
}

/// States that have contacts.
fn everybody(here: &Here, look: &Look) -> Result<Done, CliError> {
    let directory = look.directory_in_use().map_err(|failure| here.failed(failure))?;
    let states = directory.states.iter().map(|state| (state.code.as_str(), state));
    let states: HashMap<&str, &Arc<StateView>> = states.collect();
    let mut by_state: Vec<(StateView, Vec<Arc<ContactView>>)> = Vec::new();
    for contact in &directory.contacts {
        match by_state.iter_mut().find(|(state, _)| state.code == contact.state) {
            Some((_, contacts)) => contacts.push(contact.clone()),
            None => {
                let state = states.get(contact.state.as_str());
                let state = state.map_or_else(|| unknown(&contact.state), |s| (***s).clone());
                by_state.push((state, vec![contact.clone()]));
            }
        }
    }
    if by_state.is_empty() {
        return Err(CliError::of(Kind::Refused, here.text.who.none_at_all, &[]));
    }
    by_state.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
    let mut partners = Vec::with_capacity(by_state.len());
    for (state, contacts) in by_state {
        partners.push(partner(here, look, state, contacts)?);
    }
    with_bearings(here, look, |at| {
        if here.json {
            let object = WhoObject::new(&partners, &[], here.now, here.text, at);
            return Done::out(json::render(&object));
        }
        Done::out(text::partners(&partners, &here.layout(at.desk.clone()), at))
    })
}

/// Who is calling, by the last digits of the number.
fn caller(here: &Here, typed: &str) -> Result<Done, CliError> {
    let words = here.text.who;
    let digits: String = crate::view::folded(typed).chars().filter(char::is_ascii_digit).collect();
    let value = [typed.to_owned()];
    if digits.len() < FEWEST_DIGITS {
        return Err(CliError::of(Kind::Usage, words.few_digits, &value));
    }
    let look = here.look()?;
    let failed = |failure| here.failed(failure);
    let mut digits = digits;
    let mut found = look.contacts_by_digits(&digits).map_err(failed)?;
    // What is dialled before a number is no part of it: 00 33 …, 01 99 ….
    let bare = digits.trim_start_matches('0');
    let ends = |found: &[ContactView], digits: &str| {
        let mut channels = found.iter().flat_map(|contact| &contact.channels);
        channels.any(|channel| text::ends_with(channel, digits))
    };
    if !ends(&found, &digits) && bare.len() >= FEWEST_DIGITS {
        digits = bare.to_owned();
        found = look.contacts_by_digits(&digits).map_err(failed)?;
    }
    if found.is_empty() {
        return Err(CliError::of(Kind::Refused, words.no_number, &value));
    }
    let mut partners: Vec<Partner> = Vec::new();
    for contact in found.into_iter().map(Arc::new) {
        match partners.iter_mut().find(|partner| partner.state.code == contact.state) {
            Some(partner) => partner.contacts.push(contact),
            None => {
                let state = look.state(&contact.state).map_err(failed)?;
                let state = state.unwrap_or_else(|| unknown(&contact.state));
                partners.push(partner(here, &look, state, vec![contact])?);
            }
        }
    }
    // Whoever can be called comes before what is closed.
    for partner in &mut partners {
        partner.contacts.sort_by_key(|contact| contact.closed);
    }
    with_bearings(here, &look, |at| {
        if here.json {
            let object = WhoObject::caller(&partners, &digits, here.now, here.text, at);
            return Done::out(json::render(&object));
        }
        Done::out(text::caller(&partners, &digits, &here.layout(at.desk.clone()), at))
    })
}

pub fn routes(here: &Here, args: &Routes) -> Result<Done, CliError> {
    let look = here.look()?;
    let state = find::one_state(here, &look, &args.state)?;
    with_bearings(here, &look, |at| {
        if here.json {
            return Done::out(json::render(&RoutesObject::new(&state, here.now, here.text, at)));
        }
        Done::out(text::routes(&state, at.home, &here.layout(at.desk.clone())))
    })
}

/// The partner's block under a request of `show`. `None`: it has no partner, or one that is no State.
pub fn of_request(
    here: &Here,
    look: &Look,
    view: &RequestView,
) -> Result<Option<String>, CliError> {
    let failed = |failure| here.failed(failure);
    let Some(state) = look.state(&view.partner).map_err(failed)? else { return Ok(None) };
    let first = look.first_contact_of(&state.code).map_err(failed)?;
    let contacts = first.into_iter().map(Arc::new).collect();
    let partner = Partner { state, contacts, requests: Vec::new() };
    let said = |at: Bearings<'_>| text::partner(&partner, &here.layout(at.desk.clone()), at);
    with_bearings(here, look, said).map(Some)
}

pub(super) fn partner(
    here: &Here,
    look: &Look,
    state: StateView,
    contacts: Vec<Arc<ContactView>>,
) -> Result<Partner, CliError> {
    let requests = look.open_with(&state.code).map_err(|failure| here.failed(failure))?;
    Ok(Partner { state, contacts, requests })
}

/// A State that the catalogue does not have, known by its code alone.
pub(super) fn unknown(code: &str) -> StateView {
    StateView { code: code.to_owned(), ..StateView::default() }
}

/// Each zone is read once.
pub(super) fn with_bearings<T>(
    here: &Here,
    look: &Look,
    answer: impl FnOnce(Bearings<'_>) -> T,
) -> Result<T, CliError> {
    let desk = here.zone()?;
    let read: RefCell<HashMap<String, Option<TimeZone>>> = RefCell::default();
    let zones = |name: &str| {
        if let Some(zone) = read.borrow().get(name) {
            return zone.clone();
        }
        let zone = config::zone(name);
        read.borrow_mut().insert(name.to_owned(), zone.clone());
        zone
    };
    Ok(answer(Bearings {
        zones: &zones,
        verify: SignedDuration::from_hours(24 * i64::from(here.settings.verify_days)),
        dial_prefix: &here.settings.dial_prefix,
        home: &look.profile().country,
        desk: &desk,
    }))
}
