//! Entries → what is stored beside them. One function for own and foreign entries, for the live
//! desk and for a rebuild.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::known::{self, Told};
use crate::domain::canonical::canonical;
use crate::domain::catalogue::{Catalogue, Country, Kind};
use crate::domain::check::Finding;
use crate::domain::completeness::{self, RequestFacts, Sender};
use crate::domain::identifier::{self, CheckContext};
use crate::domain::routes::{self, Party, Route};
use crate::domain::{Direction, EntityId, Identifier, Recorded, Request, directory, merge};
use crate::log::{hex, sha256};
use crate::store::{Project, Projected, Shown};
use crate::view::{self, Sources, StateView};

/// What a projection is made with, beside the entries.
#[derive(Debug, Clone)]
pub struct Projector<'a> {
    pub catalogue: &'a Catalogue,
    /// Our country, alpha-2.
    pub home: &'a str,
    zones: TimeZoneDatabase,
    /// Of which contacts were projected: many of a State come together.
    states: BTreeMap<String, Option<StateView>>,
}

/// What contacts tell under a key.
pub type Known<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Project for Projector<'_> {
    /// Folds the entries about one request or contact and resolves what is shown of it.
    fn project(
        &mut self,
        entity: EntityId,
        entries: &[Recorded],
        known: Known<'_>,
    ) -> Option<Projected> {
        let Some(request) = merged(self.catalogue, entity, entries) else {
            return self.contact(entity, entries);
        };
        let findings = findings(self, &request, known);
        let catalogue = self.catalogue;
        let view = view::build(Sources { request: &request, catalogue, findings: &findings });
        let folded = view.search_text();
        let state = hex(&sha256(canonical(&request).as_bytes()));
        let asks = known::asks(&request, self.home);
        let shown = Shown::Request(Box::new(view));
        Some(Projected { shown, folded, state, tells: Vec::new(), asks })
    }

    fn gather(&mut self, told: &[String]) -> String {
        known::gather(told)
    }
}

impl<'a> Projector<'a> {
    pub fn new(catalogue: &'a Catalogue, home: &'a str) -> Self {
        Self { catalogue, home, zones: TimeZoneDatabase::bundled(), states: BTreeMap::new() }
    }

    fn contact(&mut self, entity: EntityId, entries: &[Recorded]) -> Option<Projected> {
        let contact = directory::merge::replay(entity, entries)?;
        let view = view::contact(&contact, self.catalogue);
        let (catalogue, home) = (self.catalogue, self.home);
        let state = self.states.entry(view.state.clone());
        let state = state.or_insert_with_key(|code| view::state(catalogue, home, code));
        let folded = view.search_text(state.as_ref());
        let state = hex(&sha256(directory::canonical::canonical(&contact).as_bytes()));
        let tells = known::tells(&contact);
        let shown = Shown::Contact(Box::new(view));
        Some(Projected { shown, folded, state, tells, asks: Vec::new() })
    }
}

pub fn merged(catalogue: &Catalogue, entity: EntityId, entries: &[Recorded]) -> Option<Request> {
    // A table of another version is not at hand: the desk that wrote the step had it.
    let table = |id: &str, version: u32| {
        catalogue.workflows.get(id).filter(|workflow| workflow.version == version)
    };
    merge::replay(entity, entries, table)
}

/// What is wrong with a request, judged at the instant of its latest entry so that every desk
/// finds the same.
pub fn findings(with: &Projector<'_>, request: &Request, known: Known<'_>) -> Vec<Finding> {
    let Projector { catalogue, home, zones, .. } = with;
    let (catalogue, home) = (*catalogue, *home);
    let unknown = Kind { id: request.kind.clone(), ..Kind::default() };
    let kind = catalogue.kinds.get(&request.kind).unwrap_or(&unknown);
    let identifiers: Vec<Identifier> =
        request.identifiers.iter().map(|held| held.identifier.clone()).collect();
    let mut findings = whole(with, request, kind, &identifiers, known);
    let partner = catalogue.countries.get(request.field("partner"));
    let us = catalogue.countries.get(home);
    let mut cx = CheckContext {
        now: request.changed,
        home: home.to_owned(),
        zones: zones.clone(),
        ..CheckContext::default()
    };
    let zone = |country: &Country| cx.zones.get(&country.zone).ok();
    let (our_zone, partner_zone) = (us.and_then(zone), partner.and_then(zone));
    cx.our_zone = our_zone.unwrap_or(TimeZone::UTC);
    cx.partner_zone = partner_zone;
    cx.calling_codes = partner
        .into_iter()
        .chain(us)
        .map(|country| country.calling_code.trim_start_matches('+').to_owned())
        .collect();
    for identifier in &identifiers {
        findings.extend(identifier::check(identifier, &cx));
    }
    findings.sort();
    findings.dedup();
    findings
}

/// What is wrong with the request as a whole.
fn whole(
    with: &Projector<'_>,
    request: &Request,
    kind: &Kind,
    identifiers: &[Identifier],
    known: Known<'_>,
) -> Vec<Finding> {
    let Projector { catalogue, home, .. } = *with;
    let fields = request.plain_fields();
    let addressee = known::addressee(request, home);
    let told = |key: String| Told::read(known(&key));
    let partner = told(known::state_key(request.field("partner")));
    let there = told(known::state_key(addressee));
    let custodian = match request.field("custodian") {
        "" => request.field("provider"),
        custodian => custodian,
    };
    let service = known::provider_key(custodian).map(told).unwrap_or_default();
    let domains: Vec<&str> = partner.domains.iter().map(String::as_str).collect();
    let languages: Vec<&str> = there.languages.iter().map(String::as_str).collect();
    let barred = barred(with, request, kind);

    let mut facts = RequestFacts::new(kind, request.direction, &fields, request.changed);
    facts.identifiers = identifiers;
    facts.attachments = &request.attachments;
    facts.instrument_open = barred.is_none();
    facts.known.parties = barred.as_deref().unwrap_or_default();
    facts.known.domains = &domains;
    facts.known.languages = &languages;
    let period = || catalogue.partner_periods.get(addressee).map(|p| p.preservation_days);
    facts.known.longest_days = service.longest_days.or(there.longest_days).or_else(period);
    facts.known.provider_notifies = service.notifies;
    let elsewhere = !addressee.is_empty() && !service.countries.contains(addressee);
    facts.known.custodian_country = service
        .countries
        .first()
        .filter(|_| elsewhere)
        .map(|country| (country.as_str(), addressee));
    if request.direction == Direction::Out {
        facts.known.dual_criminality = reservation(catalogue, kind, addressee);
    }
    let from = fields.get("sender.from").map(String::as_str);
    facts.sender = from
        .map(|from| Sender { from, reply_to: fields.get("sender.reply_to").map(String::as_str) });
    completeness::check(&facts)
}

/// A test of a channel is made under no instrument.
pub const PING: &str = "ping";

/// Since when either State is a Party, where the kind's instrument is not in force between the two
/// on the day the request was received, by our calendar. Where it is not in force for ourselves, the
/// kind was switched on by the desk: its own decision.
fn barred(with: &Projector<'_>, request: &Request, kind: &Kind) -> Option<String> {
    let Projector { catalogue, home, .. } = *with;
    let partner = request.field("partner");
    if kind.id == PING || partner.is_empty() {
        return (!kind.enabled).then(String::new);
    }
    let route = |state| routes::route(catalogue, &kind.instrument, home, state);
    let Some(between) = route(partner) else { return (!kind.enabled).then(String::new) };
    let day = received(with, request);
    let never = route(home).is_none_or(|ours| ours.since.is_none() && !ours.always);
    let switched_on = kind.enabled && never;
    let side = |code: &str, party: &Party| {
        let since = party.in_force.map_or_else(|| "–".to_owned(), |date| date.to_string());
        format!("{code}: {since}")
    };
    let Route { ours, theirs, .. } = between;
    (!between.is_open(day) && !switched_on)
        .then(|| format!("{}; {}", side(home, ours), side(partner, theirs)))
}

/// The day on which a request was received, by our calendar.
fn received(with: &Projector<'_>, request: &Request) -> Date {
    let zone = with.catalogue.countries.get(with.home).map_or("", |country| country.zone.as_str());
    let zone = with.zones.get(zone).unwrap_or(TimeZone::UTC);
    request.received().to_zoned(zone).date()
}

/// The reservation on dual criminality of the State that a preservation is asked of.
fn reservation<'a>(catalogue: &'a Catalogue, kind: &Kind, state: &str) -> Option<&'a str> {
    let party = catalogue.parties.get(&kind.instrument)?.get(state)?;
    let says = |text: &str| {
        let text = text.to_lowercase();
        text.contains("dual criminality") || text.contains("29(4)") || text.contains("29.4")
    };
    party.declarations.iter().map(|said| said.en.as_str()).find(|text| says(text))
}
