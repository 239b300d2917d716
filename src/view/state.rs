//! Catalogue → what is shown of States.

use super::directory::{KnownFrom, PartyView, RouteView, StateView};
use super::lookup::without_article;
use super::{Label, folded};
use crate::domain::catalogue::{Catalogue, Country, Name, Provenance};
use crate::domain::routes::{self, PartialDate, Party, Route};

#[cfg(test)]
mod tests;

/// Every State of the catalogue, with the routes between it and `home` (alpha-2).
pub fn states(catalogue: &Catalogue, home: &str) -> Vec<StateView> {
    catalogue.countries.values().map(|country| view(catalogue, home, country)).collect()
}

/// One State of the catalogue, with the routes between it and `home`.
pub fn state(catalogue: &Catalogue, home: &str, code: &str) -> Option<StateView> {
    catalogue.countries.get(code).map(|country| view(catalogue, home, country))
}

fn view(catalogue: &Catalogue, home: &str, country: &Country) -> StateView {
    let period = catalogue.partner_periods.get(&country.alpha2);
    let routes = routes::between(catalogue, home, &country.alpha2);
    StateView {
        code: country.alpha2.clone(),
        alpha3: country.alpha3.clone(),
        name: named(&country.name),
        calling_code: country.calling_code.clone(),
        capital: country.capital.clone(),
        zone: country.zone.clone(),
        zones: country.zones.clone(),
        languages: country.languages.clone(),
        weekend: country.weekend.clone(),
        aliases: country.aliases.clone(),
        note: Label::from(&country.note),
        known: KnownFrom::from(&country.provenance),
        preservation_days: period.map(|p| p.preservation_days),
        notice_days: period.and_then(|p| p.notice_days),
        routes: routes.iter().map(RouteView::from).collect(),
    }
}

fn named(name: &Name) -> Label {
    Label { ar: name.ar.clone(), ..Label::from(name) }
}

impl From<&Route<'_>> for RouteView {
    fn from(route: &Route<'_>) -> Self {
        let it = route.instrument;
        let shown = Self {
            instrument: it.id.clone(),
            name: Label::from(&it.name),
            short: it.short_name.en.clone(),
            short_fr: it.short_name.fr.clone(),
            nature: it.nature,
            adds_nothing: it.adds_nothing,
            since: route.since,
            open_always: route.always,
            until: route.until,
            derived: route.derived,
            ours: side(route.ours, route.ours_known()),
            theirs: side(route.theirs, route.theirs_known()),
            confidence: route.confidence,
            note: Label::default(),
        };
        // 249 States are stored: what is said of an instrument counts where it may be used.
        if shown.is_shared() { Self { note: Label::from(&it.note), ..shown } } else { shown }
    }
}

fn side(party: &Party, known: &Provenance) -> PartyView {
    let day = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    PartyView {
        standing: party.standing,
        signed: day(party.signed),
        deposited: day(party.deposited),
        in_force: day(party.in_force),
        ended: day(party.ended),
        declarations: party.declarations.iter().map(Label::from).collect(),
        note: Label::from(&party.note),
        known: KnownFrom::from(known),
    }
}

impl From<&Provenance> for KnownFrom {
    fn from(known: &Provenance) -> Self {
        Self { source: known.source.clone(), confidence: known.confidence, as_of: known.as_of }
    }
}

impl Label {
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.fr.is_empty()
    }
}

/// The Arabic article, which a reader leaves out or not.
const ARTICLE: &str = "ال";

impl StateView {
    /// What the State answers to, folded: codes, names in three languages, further names, calling
    /// code, capital. Names with marks stand without them too (`Etats Unis`), Arabic ones with the
    /// article and without.
    pub fn names(&self) -> Vec<String> {
        let calling = self.calling_code.trim_start_matches('+');
        let arabic = self.name.ar.as_deref().unwrap_or_default();
        let bare: Vec<&str> = arabic.split(' ').map(bare).collect();
        let bare = bare.join(" ");
        let all =
            [&self.code, &self.alpha3, &self.name.en, &self.name.fr, arabic, &bare, &self.capital];
        let mut names: Vec<String> = Vec::new();
        let aliases = self.aliases.iter().map(String::as_str);
        for name in all.into_iter().map(|name: &str| name).chain(aliases).chain([calling]) {
            let folded = folded(name);
            for form in [plain(&folded), folded] {
                if !form.is_empty() && !names.contains(&form) {
                    names.push(form);
                }
            }
        }
        names
    }

    /// The words of its names by which it is found beside them: not the first ones, which begin a
    /// name, but for those with the Arabic article, which stand without it.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for name in self.names() {
            for (at, word) in name.split(' ').enumerate() {
                let whole = (at > 0).then_some(word);
                for word in whole.into_iter().chain(without_article(word)) {
                    if !word.is_empty() && !words.iter().any(|known| known == word) {
                        words.push(word.to_owned());
                    }
                }
            }
        }
        words
    }
}

/// A word without the article; one that is nothing more keeps it.
fn bare(word: &str) -> &str {
    word.strip_prefix(ARTICLE).filter(|rest| rest.chars().count() > 1).unwrap_or(word)
}

/// Only letters, digits and single spaces; `&` is read as it is said in English.
fn plain(folded: &str) -> String {
    let spaced: String = folded
        .replace('&', " and ")
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
