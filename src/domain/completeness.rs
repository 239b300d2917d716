//! What is wrong with a request as a whole: what its instrument demands and it lacks, and what
//! makes its sender doubtful. Pure: what cannot be known here is a parameter.

use std::collections::BTreeMap;

use jiff::{Span, SpanRelativeTo, Timestamp};

use super::catalogue::{FieldType, Kind, Urgency};
use super::check::{Finding, Level};
use super::identifier::{Code, is_free_mail, lookalike, operator};
use super::{Attachment, Direction, Identifier, IdentifierKind};

/// Who sent a message, by its own headers: a claim, not a proof.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The bare address.
    pub from: &'a str,
    pub reply_to: Option<&'a str>,
}

/// What the desk knows of the partner and the custodian. Nothing known: nothing is found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Domains the partner's contact points write from (the directory).
    pub domains: &'a [&'a str],
    /// Languages the addressee accepts.
    pub languages: &'a [&'a str],
    /// Longest preservation there, in days.
    pub longest_days: Option<u16>,
    /// Where the custodian is, and where it would have to be, alpha-2.
    pub custodian_country: Option<(&'a str, &'a str)>,
    pub provider_notifies: bool,
    /// Since when either State is a Party, where the instrument is not open between the two.
    pub parties: &'a str,
    /// The reservation of ETS 185 Article 29(4), in the words of the data.
    pub dual_criminality: Option<&'a str>,
    /// End of the preservation that an extension asks to extend.
    pub previous_until: Option<Timestamp>,
    /// Classifications from low to high, and the highest that this desk may hold.
    pub ladder: &'a [&'a str],
    pub ceiling: Option<&'a str>,
}

/// A request as the rules see it.
#[derive(Debug, Clone, Copy)]
pub struct RequestFacts<'a> {
    pub kind: &'a Kind,
    pub direction: Direction,
    pub fields: &'a BTreeMap<String, String>,
    pub identifiers: &'a [Identifier],
    pub attachments: &'a [Attachment],
    /// In force between the two States, or switched on by the desk.
    pub instrument_open: bool,
    pub sender: Option<Sender<'a>>,
    pub known: Known<'a>,
    pub now: Timestamp,
}

impl<'a> RequestFacts<'a> {
    /// A request of which only the kind and the fields are known.
    pub fn new(
        kind: &'a Kind,
        direction: Direction,
        fields: &'a BTreeMap<String, String>,
        now: Timestamp,
    ) -> Self {
        Self {
            kind,
            direction,
            fields,
            identifiers: &[],
            attachments: &[],
            instrument_open: true,
            sender: None,
            known: Known::default(),
            now,
        }
    }

    fn field(&self, key: &str) -> &'a str {
        self.fields.get(key).map(|value| value.trim()).unwrap_or_default()
    }

    fn any(&self, keys: &[&str]) -> &'a str {
        keys.iter().map(|key| self.field(key)).find(|value| !value.is_empty()).unwrap_or_default()
    }

    fn is_preservation(&self) -> bool {
        self.kind.fields.iter().any(|rule| rule.key == "mla_intent")
            || self.kind.id.ends_with("_preservation")
    }

    fn is_extension(&self) -> bool {
        self.kind.id.ends_with("_extension") || self.field("status") == "extension"
    }

    fn is_emergency(&self) -> bool {
        self.field("urgency") == Urgency::Emergency.word()
            || (self.field("urgency").is_empty() && self.kind.default_urgency == Urgency::Emergency)
    }
}

/// Everything that is wrong with the request as a whole, the worst first.
pub fn check(request: &RequestFacts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    mandatory(request, &mut out);
    mutual_assistance(request, &mut out);
    extension(request, &mut out);
    period(request, &mut out);
    category(request, &mut out);
    emergency(request, &mut out);
    addressee(request, &mut out);
    marking(request, &mut out);
    sender(request, &mut out);
    contact(request, &mut out);
    attachments(request, &mut out);
    dates(request, &mut out);
    platforms(request, &mut out);
    out.sort_by(|a, b| (a.level, a.code, &a.subject).cmp(&(b.level, b.code, &b.subject)));
    out.dedup();
    out
}

/// Fields that answer another's question when that one is empty.
fn answered_by(key: &str) -> &'static [&'static str] {
    match key {
        "authority" | "authority_date" => &["requesting.organisation"],
        "custodian_location" | "provider" => &["custodian"],
        "offence_facts" => &["offence", "facts"],
        "emergency_facts" => &["emergency"],
        _ => &[],
    }
}

fn mandatory(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    for rule in request.kind.fields.iter().filter(|rule| rule.mandatory) {
        // Rules of their own say more about these two.
        if rule.key == "mla_intent" || (rule.key == "emergency_facts" && request.is_emergency()) {
            continue;
        }
        let named = request.identifiers.iter().any(|i| i.kind == IdentifierKind::Domain);
        let by_identifier = rule.key == "domain" && named;
        let other = request.any(answered_by(&rule.key));
        if request.field(&rule.key).is_empty() && other.is_empty() && !by_identifier {
            let whole = format!("{} {}", request.kind.instrument, request.kind.article);
            let source = if rule.rule.is_empty() { whole.trim() } else { rule.rule.as_str() };
            out.push(Code::R01.finding(&rule.key, &[source]));
        }
    }
}

/// ETS 185 Article 29(2)(f): preservation is asked for with a view to mutual assistance.
fn mutual_assistance(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    if !request.is_preservation() || request.is_extension() {
        return;
    }
    let intent = request.field("mla_intent");
    let sent = !request.field("mla_ref").is_empty();
    if !sent && (intent.is_empty() || matches!(intent.to_lowercase().as_str(), "no" | "non")) {
        out.push(Code::R02.finding("mla_intent", &[]));
    } else if !sent
        && request.field("mla_expected").is_empty()
        && !intent.bytes().any(|b| b.is_ascii_digit())
    {
        out.push(Code::R02Date.finding("mla_expected", &["mla_expected"]));
    }
}

fn extension(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    if !request.is_extension() {
        return;
    }
    if request.field("previous_ref").is_empty() {
        out.push(Code::R03.finding("previous_ref", &[]));
    }
    let received: Timestamp = request.field("received").parse().unwrap_or(request.now);
    if let Some(until) = request.known.previous_until.filter(|&until| received >= until) {
        let detail = [until.to_string(), received.to_string()];
        out.push(Code::R03Late.finding("received", &[&detail[0], &detail[1]]));
    }
}

fn period(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    let asked = request.field("period_requested");
    let Some(longest) = request.known.longest_days else { return };
    let Ok(span) = asked.parse::<Span>() else { return };
    let days = span.total((jiff::Unit::Day, SpanRelativeTo::days_are_24_hours())).or_else(|_| {
        // Months and years need a date to count from: today's.
        span.total((jiff::Unit::Day, request.now.to_zoned(jiff::tz::TimeZone::UTC).date()))
    });
    if days.is_ok_and(|days| days > f64::from(longest)) {
        out.push(Code::R04.finding("period_requested", &[asked, &format!("P{longest}D")]));
    }
}

/// Words that speak of content where only subscriber data may be asked.
const CONTENT: &[&str] = &[
    "content of",
    "contents",
    "contenu",
    "message",
    "conversation",
    "chat log",
    "photos",
    "videos",
    "attachments",
    "voicemail",
    "messagerie",
];

fn category(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    let id = request.kind.id.as_str();
    if !id.contains("subscriber") && !id.contains("domain_registration") {
        return;
    }
    for key in ["subscriber_info", "data", "data_description", "data_relationship"] {
        let lower = request.field(key).to_lowercase();
        if let Some(word) = CONTENT.iter().find(|word| lower.contains(*word)) {
            out.push(Code::R05.finding(key, &[word]));
        }
    }
}

/// Words of danger to life or safety, English and French, as stems.
const DANGER: &[&str] = &[
    "life",
    "live",
    "lives",
    "death",
    "dead",
    "die",
    "kill",
    "murder",
    "suicid",
    "self-harm",
    "hostage",
    "kidnap",
    "abduct",
    "missing",
    "bomb",
    "explos",
    "terror",
    "attack",
    "shoot",
    "weapon",
    "injur",
    "violen",
    "child",
    "minor",
    "rape",
    "safety",
    "threat",
    "tortur",
    "vie",
    "mort",
    "tuer",
    "meurtre",
    "otage",
    "enlèv",
    "enlev",
    "dispar",
    "attentat",
    "bless",
    "arme",
    "enfant",
    "mineur",
    "viol",
    "sécurité",
    "menace",
    "danger",
    "حياة",
    "قتل",
    "انتحار",
    "طفل",
    "خطف",
    "إرهاب",
];

fn emergency(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    if !request.is_emergency() {
        return;
    }
    let own = request.any(&["emergency_facts", "emergency", "necessity"]);
    if own.is_empty() {
        out.push(Code::R06.finding("emergency_facts", &[]));
    }
    let told = format!("{own} {} {}", request.field("summary"), request.field("offence_facts"));
    let lower = told.to_lowercase();
    if !own.is_empty() && !DANGER.iter().any(|stem| lower.contains(stem)) {
        out.push(Code::R07.finding("urgency", &[]));
    }
}

fn addressee(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    let known = &request.known;
    if let Some((there, here)) = known.custodian_country
        && !there.eq_ignore_ascii_case(here)
    {
        out.push(Code::R09.finding("custodian", &[there, here]));
    }
    let confidential = request.field("confidentiality");
    let wanted = !matches!(confidential.to_lowercase().as_str(), "" | "no" | "non");
    if known.provider_notifies && wanted {
        out.push(Code::R10.finding("confidentiality", &[]));
    }
    if !request.instrument_open {
        out.push(Code::R11.finding("route", &[&request.kind.instrument, known.parties]));
    }
    let language = request.field("language");
    let accepted = known.languages.iter().any(|l| l.eq_ignore_ascii_case(language));
    if !language.is_empty() && !known.languages.is_empty() && !accepted {
        out.push(Code::R12.finding("language", &[language, &known.languages.join(", ")]));
    }
    if let Some(reservation) = known.dual_criminality.filter(|_| request.is_preservation()) {
        out.push(Code::R19.finding("partner", &[reservation]));
    }
}

fn marking(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    let rank = |word: &str| request.known.ladder.iter().position(|l| l.eq_ignore_ascii_case(word));
    let stated = request.field("classification");
    if let Some(ceiling) = request.known.ceiling
        && !stated.is_empty()
        && rank(stated).is_none_or(|level| rank(ceiling).is_none_or(|most| level > most))
    {
        out.push(Code::R13.finding("classification", &[stated, ceiling]));
    }
    if request.field("marking").is_empty() {
        out.push(Code::R14.finding("marking", &[]));
    }
}

fn domain_of(address: &str) -> String {
    let bare = address.trim().trim_end_matches('>');
    bare.rsplit('@').next().unwrap_or_default().to_lowercase()
}

/// Doubts about who wrote. An emergency is how false requests come: there they block.
fn sender(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    let Some(sender) = request.sender.filter(|sender| !sender.from.trim().is_empty()) else {
        return;
    };
    let level = if request.is_emergency() { Level::Block } else { Level::Warn };
    let domain = domain_of(sender.from);
    let known = request.known.domains;
    let belongs = |name: &&str| {
        let name = name.to_lowercase();
        domain == name || domain.ends_with(&format!(".{name}"))
    };
    if is_free_mail(&domain) {
        out.push(Code::R15Free.at_level(level, sender.from, &[]));
    } else if let Some(real) = lookalike(&domain, known) {
        out.push(Code::R15Lookalike.at_level(level, "from", &[&domain, &real]));
    } else if known.is_empty() {
        out.push(Code::R15Unknown.at_level(level, "from", &[sender.from]));
    } else if !known.iter().any(belongs) {
        let detail = [sender.from, &domain, &known.join(", ")];
        out.push(Code::R15Domain.at_level(level, "from", &detail));
    }
    let Some(reply) = sender.reply_to.filter(|reply| !reply.trim().is_empty()) else { return };
    let other = domain_of(reply);
    if other != domain {
        let detail = [sender.from, reply, &domain, &other];
        out.push(Code::R15Reply.at_level(level, "reply_to", &detail));
    }
}

fn contact(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    // A ping or a notice carries no form, so none of its boxes can be empty.
    let form = request.kind.fields.iter().any(|rule| rule.mandatory);
    if request.direction != Direction::In || !form {
        return;
    }
    for key in ["requesting.office_hours", "requesting.time_zone"] {
        if request.field(key).is_empty() {
            out.push(Code::R16.finding(key, &[key]));
        }
    }
    if request
        .any(&["requesting.person", "confirm_contact.name", "investigating.person"])
        .is_empty()
    {
        out.push(Code::R17.finding("requesting.person", &[]));
    }
}

fn attachments(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    for file in request.attachments {
        let hex = file.sha256.bytes().all(|b| b.is_ascii_hexdigit());
        if file.sha256.len() != 64 || !hex {
            out.push(Code::R18.finding(&file.name, &[&file.name]));
        }
    }
}

/// Instants that could not be read stay as written; those that could may still be absurd.
fn dates(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    let ruled = request.kind.fields.iter().filter(|rule| rule.kind == FieldType::Instant);
    let common = ["received", "sent", "mla_expected", "response_by", "date"];
    let keys = ruled.map(|rule| rule.key.as_str()).chain(common);
    for key in keys {
        let value = request.field(key);
        if value.is_empty() {
            continue;
        }
        let this_year = i32::from(request.now.to_zoned(jiff::tz::TimeZone::UTC).year());
        let year = value
            .parse::<Timestamp>()
            .map(|at| i32::from(at.to_zoned(jiff::tz::TimeZone::UTC).year()));
        if year.is_ok_and(|year| (this_year - 10..=this_year + 10).contains(&year)) {
            continue;
        }
        out.push(Code::R20.finding(key, &[&value.chars().take(80).collect::<String>()]));
    }
}

/// An account is asked of the company that runs its platform.
fn platforms(request: &RequestFacts<'_>, out: &mut Vec<Finding>) {
    let custodian = request.any(&["custodian", "provider"]);
    let lower = custodian.to_lowercase();
    for account in request.identifiers.iter().filter(|i| i.kind == IdentifierKind::Account) {
        let Some(platform) = account.platform.as_deref() else { continue };
        let Some(owner) = operator(platform) else { continue };
        // `X` is part of many names: it must stand alone.
        let named = |name: &str| {
            let name = name.to_lowercase();
            lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == name)
        };
        if !custodian.is_empty() && !named(owner) && !named(platform) {
            out.push(Code::Ac05.finding(&account.value, &[platform, custodian]));
        }
    }
}

/// Whether two observations may be the same event; an unknown time may be any.
fn overlap(a: &Identifier, b: &Identifier) -> bool {
    match (a.at, b.at) {
        (Some(x), Some(y)) => x <= b.to.unwrap_or(y) && y <= a.to.unwrap_or(x),
        _ => true,
    }
}

/// What this request has in common with another: perhaps the same one by another channel.
/// `reference` is the other's.
pub fn duplicate(ours: &[Identifier], theirs: &[Identifier], reference: &str) -> Vec<Finding> {
    let mut out = Vec::new();
    for own in ours {
        let same = |other: &&Identifier| {
            own.kind == other.kind
                && own.value.eq_ignore_ascii_case(&other.value)
                && overlap(own, other)
        };
        if theirs.iter().any(|other| same(&other)) {
            out.push(match own.kind {
                IdentifierKind::Ip => Code::Ip13.finding(&own.value, &[reference]),
                _ => Code::R08.finding(&own.value, &[&own.value, reference]),
            });
        }
    }
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests;
