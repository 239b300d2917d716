//! Finding States and contacts while a query is being typed. Everything is folded once, so that a key
//! folds only the query and reads no disk.

use std::collections::HashMap;

use super::directory::{Directory, StateView};
use super::folded;

/// Digits from which a query of digits looks for numbers.
pub const FEWEST_DIGITS: usize = 3;
/// Words of a query that count.
const MOST_WORDS: usize = 8;

/// What a look-up found: exactly one of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Place in `Directory::states`.
    pub state: Option<usize>,
    /// Place in `Directory::contacts`.
    pub contact: Option<usize>,
}

/// Of one directory: made anew when the directory changes.
#[derive(Debug, Default)]
pub struct Index {
    states: Vec<State>,
    contacts: Vec<Contact>,
    words: Words,
    numbers: Numbers,
}

#[derive(Debug)]
struct State {
    codes: [String; 2],
    /// In three languages, with short forms, the capital and the calling code.
    names: Vec<String>,
    words: Vec<String>,
    /// Its contacts, in the directory's order.
    contacts: Vec<usize>,
}

#[derive(Debug)]
struct Contact {
    id: String,
    acronym: String,
}

impl Index {
    pub fn new(directory: &Directory) -> Self {
        let mut states: Vec<State> = directory.states.iter().map(|s| State::of(s)).collect();
        let places: HashMap<&str, usize> =
            directory.states.iter().enumerate().map(|(at, s)| (s.code.as_str(), at)).collect();
        let mut contacts = Vec::with_capacity(directory.contacts.len());
        for (at, contact) in directory.contacts.iter().enumerate() {
            let state = places.get(contact.state.as_str());
            if let Some(state) = state.and_then(|&state| states.get_mut(state)) {
                state.contacts.push(at);
            }
            contacts.push(Contact { id: plain(&contact.id), acronym: plain(&contact.acronym) });
        }
        let texts: Vec<String> = directory.contacts.iter().map(|c| c.search_text(None)).collect();
        Self { states, contacts, words: Words::of(&texts), numbers: Numbers::of(directory) }
    }

    /// The best first; a State is followed by its contacts, nobody comes twice. An empty query gives
    /// the States that have contacts.
    pub fn find(&self, directory: &Directory, query: &str, limit: usize) -> Vec<Hit> {
        let mut found = Found::new(self, directory, limit);
        let query = Query::of(query);
        if query.words.is_empty() {
            found.states(|state| !state.contacts.is_empty());
            return found.hits;
        }
        found.states(|state| state.codes.contains(&query.text));
        found.contacts(|contact| contact.id == query.text);
        found.states(|state| query.is(&state.names));
        self.numbered(&query).for_each(|at| found.contact(at));
        found.states(|state| query.begins(&state.names));
        found.states(|state| query.words.iter().all(|word| state.has(word, Word::begins)));
        found.contacts(|contact| !contact.acronym.is_empty() && contact.acronym == query.text);
        if !found.is_full() {
            self.with_all(&query, Word::begins, Words::beginning).for_each(|at| found.contact(at));
        }
        if !found.is_full() && query.words.iter().all(|word| word.text.chars().nth(1).is_some()) {
            found.states(|state| query.words.iter().all(|word| state.has(word, Word::is_in)));
            self.with_all(&query, Word::is_in, Words::holding).for_each(|at| found.contact(at));
        }
        found.hits
    }

    /// Contacts by their numbers: the ends first. What is dialled before a number is no part of it.
    fn numbered(&self, query: &Query) -> impl Iterator<Item = usize> {
        let bare = query.digits.trim_start_matches('0');
        let found = [query.digits.as_str(), bare].into_iter().find_map(|digits| {
            let holding = self.numbers.holding(Some(digits).filter(|d| d.len() >= FEWEST_DIGITS)?);
            (!holding.is_empty()).then(|| (self.numbers.ending(digits), holding))
        });
        let (ending, holding) = found.unwrap_or_default();
        ending.into_iter().chain(holding)
    }

    /// Contacts that have every word of the query, each of their own or of their State.
    fn with_all(
        &self,
        query: &Query,
        of_state: fn(&Word, &str) -> bool,
        of_contact: fn(&Words, &Word, &mut Set),
    ) -> impl Iterator<Item = usize> {
        let mut all = Set::full(self.contacts.len());
        for word in &query.words {
            let mut have = Set::empty(self.contacts.len());
            for state in self.states.iter().filter(|state| state.has(word, of_state)) {
                state.contacts.iter().for_each(|&at| have.insert(at));
            }
            of_contact(&self.words, word, &mut have);
            all.keep(&have);
        }
        all.into_places()
    }
}

impl State {
    fn of(state: &StateView) -> Self {
        let codes = [folded(&state.code), folded(&state.alpha3)];
        let names: Vec<String> = state.names().iter().map(|name| plain(name)).collect();
        let mut words: Vec<String> = Vec::new();
        for text in names.iter().chain(&codes) {
            words.extend(text.split(' ').map(str::to_owned));
            words.extend(text.split(' ').filter_map(without_article).map(str::to_owned));
        }
        Self { codes, names, words, contacts: Vec::new() }
    }

    fn has(&self, word: &Word, test: fn(&Word, &str) -> bool) -> bool {
        self.words.iter().any(|own| test(word, own))
    }
}

/// A query, folded.
struct Query {
    /// Its words with one space between them.
    text: String,
    words: Vec<Word>,
    /// Of a query of digits only; else empty.
    digits: String,
}

/// A word of a query, and the same without the Arabic article.
struct Word {
    text: String,
    bare: Option<String>,
}

impl Query {
    fn of(typed: &str) -> Self {
        let text = plain(typed);
        let words: Vec<Word> = text.split(' ').filter(|w| !w.is_empty()).map(Word::of).collect();
        let digits = if text.chars().all(|c| c.is_ascii_digit() || c == ' ') {
            text.replace(' ', "")
        } else {
            String::new()
        };
        Self { words: words.into_iter().take(MOST_WORDS).collect(), digits, text }
    }

    fn is(&self, names: &[String]) -> bool {
        let bare = without_article(&self.text).unwrap_or(&self.text);
        names.iter().any(|name| *name == self.text || without_article(name).unwrap_or(name) == bare)
    }

    fn begins(&self, names: &[String]) -> bool {
        let bare = without_article(&self.text).unwrap_or(&self.text);
        let begins = |name: &str| name.starts_with(&self.text) || name.starts_with(bare);
        names.iter().any(|name| begins(name) || without_article(name).is_some_and(begins))
    }
}

impl Word {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), bare: without_article(text).map(str::to_owned) }
    }

    fn forms(&self) -> impl Iterator<Item = &str> {
        [Some(self.text.as_str()), self.bare.as_deref()].into_iter().flatten()
    }

    fn begins(&self, other: &str) -> bool {
        self.forms().any(|form| other.starts_with(form))
    }

    fn is_in(&self, other: &str) -> bool {
        self.forms().any(|form| other.contains(form))
    }
}

/// Folded words with one space between them.
pub fn plain(text: &str) -> String {
    let folded = folded(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// `المغرب` → `مغرب`; `None` where there is no article before two letters or more.
pub fn without_article(folded: &str) -> Option<&str> {
    folded.strip_prefix("ال").filter(|rest| rest.chars().nth(1).is_some())
}

/// The distinct words of all contacts, in order, and who has each.
#[derive(Debug, Default)]
struct Words {
    /// Every word and a line end.
    text: String,
    /// Where each word begins in `text`.
    starts: Vec<usize>,
    /// Who has each word.
    holders: Vec<Vec<u32>>,
}

impl Words {
    fn of(texts: &[String]) -> Self {
        let mut held: HashMap<&str, Vec<u32>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            for word in words.flat_map(|word| [Some(word), without_article(word)]).flatten() {
                let holders = held.entry(word).or_default();
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
        }
        let mut held: Vec<(&str, Vec<u32>)> = held.into_iter().collect();
        held.sort_unstable_by_key(|(word, _)| *word);
        let mut words = Self::default();
        for (word, holders) in held {
            words.starts.push(words.text.len());
            words.text.push_str(word);
            words.text.push('\n');
            words.holders.push(holders);
        }
        words
    }

    fn word(&self, place: usize) -> &str {
        let start = self.starts.get(place).copied().unwrap_or_default();
        let end = self.starts.get(place + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim_end_matches('\n')
    }

    fn beginning(&self, word: &Word, into: &mut Set) {
        for form in word.forms() {
            let places = 0..self.starts.len();
            let mut at = partition(places.end, |place| self.word(place) < form);
            while at < places.end && self.word(at).starts_with(form) {
                self.add(at, into);
                at += 1;
            }
        }
    }

    fn holding(&self, word: &Word, into: &mut Set) {
        for form in word.forms() {
            for (at, _) in self.text.match_indices(form) {
                self.add(self.starts.partition_point(|&start| start <= at).saturating_sub(1), into);
            }
        }
    }

    fn add(&self, place: usize, into: &mut Set) {
        let holders = self.holders.get(place).map(Vec::as_slice).unwrap_or_default();
        holders.iter().for_each(|&at| into.insert(at as usize));
    }
}

/// The first place in `0..end` for which `before` no longer holds.
fn partition(end: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The digits of every number, each with its line end, and whose it is.
#[derive(Debug, Default)]
struct Numbers {
    digits: String,
    ends: Vec<(usize, usize)>,
}

impl Numbers {
    fn of(directory: &Directory) -> Self {
        let mut numbers = Self::default();
        for (at, contact) in directory.contacts.iter().enumerate() {
            for channel in contact.channels.iter().filter(|channel| channel.kind.is_number()) {
                numbers.digits.extend(channel.value.chars().filter(char::is_ascii_digit));
                numbers.ends.push((numbers.digits.len(), at));
                numbers.digits.push('\n');
            }
        }
        numbers
    }

    fn ending(&self, tail: &str) -> Vec<usize> {
        self.holding(&format!("{tail}\n"))
    }

    fn holding(&self, part: &str) -> Vec<usize> {
        let owner = |(at, _): (usize, &str)| {
            let place = self.ends.partition_point(|&(end, _)| end < at);
            self.ends.get(place).map(|&(_, contact)| contact)
        };
        self.digits.match_indices(part).filter_map(owner).collect()
    }
}

/// Places of contacts.
struct Set(Vec<u64>, usize);

impl Set {
    fn empty(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)], len)
    }

    fn full(len: usize) -> Self {
        Self(vec![u64::MAX; len.div_ceil(64)], len)
    }

    fn insert(&mut self, at: usize) {
        if let Some(bits) = self.0.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= theirs);
    }

    fn into_places(self) -> impl Iterator<Item = usize> {
        let Self(bits, len) = self;
        let set = move |at: &usize| bits.get(at / 64).is_some_and(|b| b >> (at % 64) & 1 == 1);
        (0..len).filter(set)
    }
}

/// Hits so far.
struct Found<'a> {
    index: &'a Index,
    directory: &'a Directory,
    limit: usize,
    hits: Vec<Hit>,
    states_seen: Vec<bool>,
    seen: Vec<bool>,
}

impl<'a> Found<'a> {
    fn new(index: &'a Index, directory: &'a Directory, limit: usize) -> Self {
        Self {
            index,
            directory,
            limit,
            hits: Vec::new(),
            states_seen: vec![false; index.states.len()],
            seen: vec![false; index.contacts.len()],
        }
    }

    fn is_full(&self) -> bool {
        self.hits.len() >= self.limit
    }

    /// States that pass, those with contacts first, each followed by its contacts.
    fn states(&mut self, passes: impl Fn(&State) -> bool) {
        if self.is_full() {
            return;
        }
        let index = self.index;
        let places = (0..index.states.len().min(self.directory.states.len()))
            .filter(|&at| index.states.get(at).is_some_and(&passes));
        let has = |at: &usize| index.states.get(*at).is_some_and(|s| !s.contacts.is_empty());
        let (with, without): (Vec<usize>, Vec<usize>) = places.partition(has);
        for at in with.into_iter().chain(without) {
            if self.is_full() || std::mem::replace(&mut self.states_seen[at], true) {
                continue;
            }
            self.hits.push(Hit { state: Some(at), contact: None });
            for &contact in index.states.get(at).map_or(&[][..], |state| &state.contacts) {
                self.contact(contact);
            }
        }
    }

    fn contacts(&mut self, passes: impl Fn(&Contact) -> bool) {
        let index = self.index;
        let passing = index.contacts.iter().enumerate().filter(|(_, contact)| passes(contact));
        for (at, _) in passing {
            self.contact(at);
        }
    }

    fn contact(&mut self, at: usize) {
        let there = at < self.directory.contacts.len();
        if there && !self.is_full() && !std::mem::replace(&mut self.seen[at], true) {
            self.hits.push(Hit { state: None, contact: Some(at) });
        }
    }
}

#[cfg(test)]
mod tests;
