//! What a typed query means: a State by code or name alone, else States of which a name, or a word of
//! one, begins so and contacts that have its words, else States by any part of a name.

use std::sync::Arc;

use crate::cli::error::{CliError, Kind};
use crate::cli::here::Here;
use crate::desk::{Failure, Look};
use crate::domain::decide::value::nearest;
use crate::text::refusal::{Pair, filled};
use crate::view::lookup::{Index, plain, without_article};
use crate::view::{ContactView, Directory, StateView, folded};

/// States told of in full; further ones are named.
const MOST_STATES: usize = 8;
const MOST_NAMED: usize = 12;
/// Contacts found by their words.
const MOST_CONTACTS: usize = 50;
const MOST_NEAR: usize = 3;

#[derive(Default)]
pub struct Found {
    pub partners: Vec<(StateView, Vec<Arc<ContactView>>)>,
    /// States that were found too, without their routes.
    pub also: Vec<StateView>,
    /// So many more of them.
    pub more: usize,
}

/// # Errors
/// Nobody was found: with the nearest names.
pub fn find(here: &Here, look: &Look, query: &str) -> Result<Found, CliError> {
    let failed = |failure| here.failed(failure);
    let (exact, begins) = by_name(here, look, query)?;
    let alone = !exact.is_empty();
    let (mut states, mut also) = if alone { (exact, begins) } else { (begins, Vec::new()) };
    if alone {
        also.retain(|state| is_called(state, query));
    } else {
        states.sort_by_key(|state| !is_called(state, query));
    }
    if !alone {
        let words: Vec<String> = plain(query).split(' ').map(str::to_owned).collect();
        for state in look.states_with_words(&words).map_err(failed)? {
            if !states.iter().any(|other| other.code == state.code) {
                states.push(state);
            }
        }
    }
    let mut found = Found::default();
    for state in states {
        if found.partners.len() == MOST_STATES {
            also.push(state);
        } else {
            found.show(look, state).map_err(failed)?;
        }
    }
    if !alone {
        for contact in by_words(here, look, query)? {
            found.add(look, contact).map_err(failed)?;
        }
    }
    if found.partners.is_empty() {
        for state in by_part(every_state(here, look)?, query) {
            found.show(look, state).map_err(failed)?;
        }
    }
    if found.partners.is_empty() {
        return Err(nobody(here, look, query, here.text.who.nobody));
    }
    found.more = also.len().saturating_sub(MOST_NAMED);
    also.truncate(MOST_NAMED);
    found.also = also;
    Ok(found)
}

impl Found {
    /// A State known by its names, with all that is stored of it.
    fn show(&mut self, look: &Look, brief: StateView) -> Result<(), Failure> {
        let contacts = look.contacts_of(&brief.code)?;
        let state = look.state(&brief.code)?.unwrap_or(brief);
        self.partners.push((state, contacts.into_iter().map(Arc::new).collect()));
        Ok(())
    }

    /// Beside the others of its State; once.
    fn add(&mut self, look: &Look, contact: ContactView) -> Result<(), Failure> {
        let same = self.partners.iter_mut().find(|(state, _)| state.code == contact.state);
        if let Some((_, contacts)) = same {
            if !contacts.iter().any(|other| other.entity == contact.entity) {
                contacts.push(Arc::new(contact));
            }
            return Ok(());
        }
        let state = look.state(&contact.state)?;
        let state = state.unwrap_or_else(|| super::unknown(&contact.state));
        self.partners.push((state, vec![Arc::new(contact)]));
        Ok(())
    }
}

/// One State by its code or the whole of a name, or the only one of which a name begins so.
///
/// # Errors
/// None or several: with their names.
pub fn one_state(here: &Here, look: &Look, typed: &str) -> Result<StateView, CliError> {
    let (exact, begins) = by_name(here, look, typed)?;
    let meant = if exact.is_empty() { &begins } else { &exact };
    if let [one] = meant.as_slice() {
        let whole = look.state(&one.code).map_err(|failure| here.failed(failure))?;
        return Ok(whole.unwrap_or_else(|| one.clone()));
    }
    let several: Vec<StateView> = exact.into_iter().chain(begins).take(MOST_NAMED).collect();
    if several.is_empty() {
        return Err(nobody(here, look, typed, here.text.who.no_state));
    }
    Err(refused(here, typed, &several, here.text.who.no_state))
}

/// States that have exactly this code or name, and the others of which a name begins so, without
/// their routes.
fn by_name(
    here: &Here,
    look: &Look,
    query: &str,
) -> Result<(Vec<StateView>, Vec<StateView>), CliError> {
    let plain = plain(query);
    let mut forms = vec![folded(query.trim()), plain.clone()];
    forms.extend(without_article(&plain).map(str::to_owned));
    forms.retain(|form| !form.is_empty());
    forms.dedup();
    let mut found: Vec<StateView> = Vec::new();
    for form in &forms {
        for state in look.states_named(form).map_err(|failure| here.failed(failure))? {
            if !found.iter().any(|other| other.code == state.code) {
                found.push(state);
            }
        }
    }
    let coded = |state: &StateView| {
        [&state.code, &state.alpha3].into_iter().any(|code| folded(code) == plain)
    };
    if let Some(at) = found.iter().position(coded) {
        let exact = found.remove(at);
        return Ok((vec![exact], found));
    }
    let named = |state: &StateView| state.names().iter().any(|name| forms.contains(name));
    Ok(found.into_iter().partition(named))
}

/// Contacts that have every word of the query; Arabic ones with the article or without.
fn by_words(here: &Here, look: &Look, query: &str) -> Result<Vec<ContactView>, CliError> {
    let failed = |failure| here.failed(failure);
    let plain = plain(query);
    let words: Vec<String> = plain.split(' ').map(str::to_owned).collect();
    let found = look.contacts_matching(&words, MOST_CONTACTS).map_err(failed)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let bare: Vec<String> =
        plain.split(' ').map(|word| without_article(word).unwrap_or(word).to_owned()).collect();
    if bare == words {
        return Ok(found);
    }
    look.contacts_matching(&bare, MOST_CONTACTS).map_err(failed)
}

/// A name of the State itself begins so: not its capital, nor its calling code.
fn is_called(state: &StateView, query: &str) -> bool {
    let query = plain(query);
    let bare = without_article(&query).unwrap_or(&query);
    let names = [&state.name.en, &state.name.fr, state.name.ar.as_deref().unwrap_or_default()];
    names.into_iter().any(|name| {
        let name = plain(name);
        name.starts_with(&query) || without_article(&name).unwrap_or(&name).starts_with(bare)
    })
}

/// States by any part of a name.
fn by_part(states: Vec<StateView>, query: &str) -> Vec<StateView> {
    let states = states.into_iter().map(Arc::new).collect();
    let directory = Directory { states, contacts: Vec::new() };
    let hits = Index::new(&directory).find(&directory, query, MOST_STATES);
    let states = hits.iter().filter_map(|hit| directory.states.get(hit.state?));
    states.map(|state| (**state).clone()).collect()
}

fn every_state(here: &Here, look: &Look) -> Result<Vec<StateView>, CliError> {
    look.states_brief().map_err(|failure| here.failed(failure))
}

fn nobody(here: &Here, look: &Look, query: &str, pair: Pair) -> CliError {
    let states = match every_state(here, look) {
        Ok(states) => states,
        Err(error) => return error,
    };
    let plain = plain(query);
    let mut names: Vec<(String, usize)> = Vec::new();
    for (at, state) in states.iter().enumerate() {
        let own = state.names().into_iter().filter(|name| name.chars().nth(2).is_some());
        names.extend(own.map(|name| (name, at)));
    }
    let mut near: Vec<StateView> = Vec::new();
    // Any three letters are near to many names.
    let tellable = plain.chars().nth(3).is_some();
    while tellable && near.len() < MOST_NEAR {
        let Some(name) = nearest(&plain, names.iter().map(|(name, _)| name.as_str())) else {
            break;
        };
        let at = names.iter().find(|(other, _)| *other == name).map_or(usize::MAX, |(_, at)| *at);
        near.extend(states.get(at).cloned());
        names.retain(|(_, other)| *other != at);
    }
    refused(here, query, &near, pair)
}

/// Says which States may have been meant.
fn refused(here: &Here, query: &str, near: &[StateView], pair: Pair) -> CliError {
    let name = |state: &StateView| format!("{} ({})", state.name.get(here.text.lang), state.code);
    let near = match near {
        [] => String::new(),
        near => {
            let names = near.iter().map(name).collect::<Vec<_>>().join(", ");
            filled(here.text.who.near, &[names])
        }
    };
    CliError::of(Kind::Refused, pair, &[query.to_owned(), near])
}
