//! Entries → what is stored beside them. One function for own and foreign entries, for the live
//! desk and for a rebuild.

use jiff::tz::TimeZone;

use crate::domain::canonical::canonical;
use crate::domain::catalogue::{Catalogue, Country, Kind};
use crate::domain::check::Finding;
use crate::domain::completeness::{self, RequestFacts, Sender};
use crate::domain::identifier::{self, CheckContext};
use crate::domain::{EntityId, Identifier, Recorded, Request, merge};
use crate::log::{hex, sha256};
use crate::store::Projected;
use crate::view::{self, Sources};

/// Folds the entries about one request and resolves what is shown of it. `None` while its opening
/// has not arrived.
pub fn project(
    catalogue: &Catalogue,
    home: &str,
    entity: EntityId,
    entries: &[Recorded],
) -> Option<Projected> {
    let request = merged(catalogue, entity, entries)?;
    let findings = findings(catalogue, home, &request);
    let view = view::build(Sources { request: &request, catalogue, findings: &findings });
    let folded = view.search_text();
    let state = hex(&sha256(canonical(&request).as_bytes()));
    Some(Projected { view, folded, state })
}

pub fn merged(catalogue: &Catalogue, entity: EntityId, entries: &[Recorded]) -> Option<Request> {
    // A table of another version is not at hand: the desk that wrote the step had it.
    let table = |id: &str, version: u32| {
        catalogue.workflows.get(id).filter(|workflow| workflow.version == version)
    };
    merge::replay(entity, entries, table)
}

/// What is wrong with a request, judged at the instant of its latest entry so that every desk
/// finds the same. `home` is our country, alpha-2.
pub fn findings(catalogue: &Catalogue, home: &str, request: &Request) -> Vec<Finding> {
    let unknown = Kind { id: request.kind.clone(), ..Kind::default() };
    let kind = catalogue.kinds.get(&request.kind).unwrap_or(&unknown);
    let identifiers: Vec<Identifier> =
        request.identifiers.iter().map(|held| held.identifier.clone()).collect();
    let fields = request.plain_fields();
    let now = request.changed;
    let partner = catalogue.countries.get(request.field("partner"));
    let mut facts = RequestFacts::new(kind, request.direction, &fields, now);
    facts.identifiers = &identifiers;
    facts.attachments = &request.attachments;
    facts.instrument_open = kind.enabled;
    facts.known.longest_days =
        catalogue.partner_periods.get(request.field("partner")).map(|p| p.preservation_days);
    let from = fields.get("sender.from").map(String::as_str);
    facts.sender = from
        .map(|from| Sender { from, reply_to: fields.get("sender.reply_to").map(String::as_str) });
    let mut findings = completeness::check(&facts);
    let us = catalogue.countries.get(home);
    let mut cx = CheckContext { now, home: home.to_owned(), ..CheckContext::default() };
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
