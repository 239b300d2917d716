//! The one place where intake asks the domain which identifiers a text names, and for the secrets
//! that must not be kept with it.

use std::borrow::Cow;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::domain::catalogue::Country;
use crate::domain::check::{Finding, Level};
use crate::domain::identifier::{ReadingContext, WITHHELD, extract, withhold};

use super::{IntakeContext, Proposal};

/// Proposes the identifiers of a text, each once, with what is wrong with them.
pub fn propose(out: &mut Proposal, text: &str, cx: &IntakeContext) {
    for found in extract(text, &reading(out, cx)) {
        if !out.identifiers.contains(&found.identifier) {
            out.identifiers.push(found.identifier);
        }
        for finding in found.findings {
            if !out.findings.contains(&finding) {
                out.findings.push(finding);
            }
        }
    }
}

fn reading(out: &Proposal, cx: &IntakeContext) -> ReadingContext {
    let country = |code: &str| cx.catalogue.countries.get(code);
    let partner = out.partner.as_deref().and_then(country);
    let codes = partner.into_iter().chain(country(cx.our_country));
    ReadingContext {
        now: cx.now,
        our_zone: cx.our_zone.clone(),
        partner_zone: partner.and_then(zone),
        home: cx.our_country.to_owned(),
        calling_codes: codes
            .map(|c| c.calling_code.trim_start_matches('+').to_owned())
            .filter(|code| !code.is_empty())
            .collect(),
        ..ReadingContext::default()
    }
}

/// The zone of a country's seat of government.
pub fn zone(country: &Country) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(&country.zone).ok()
}

/// Text fit to be kept. A key to somebody's money stays in the file it came in, nowhere else.
pub fn fit<'a>(text: &'a str, findings: &mut Vec<Finding>) -> Cow<'a, str> {
    let fit = withhold(text);
    if matches!(fit, Cow::Owned(_)) && !findings.iter().any(|f| f.code == "C04") {
        findings.push(Finding::new("C04", Level::Block, WITHHELD));
    }
    fit
}
