//! What the directory tells the checks of a request: of the authority it goes to or comes from, and
//! of the service that holds the data. Each contact tells its part under the keys it goes by; the
//! parts are put together by set union, so that their order never matters.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::directory::{Contact, Notifies, Role};
use crate::domain::{Direction, Request, Word};
use crate::view::folded;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Told {
    /// From which the authorities write: as declared, and those of their addresses in use.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub domains: BTreeSet<String>,
    /// That the contact points accept.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub languages: BTreeSet<String>,
    /// The longest preservation, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_days: Option<u16>,
    /// Of a service: where an order to it has effect, alpha-2.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub countries: BTreeSet<String>,
    /// Of a service: it informs its users of orders, or may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub notifies: bool,
}

impl Told {
    /// What was stored; nothing where it was written by another program.
    pub fn read(json: Option<String>) -> Self {
        json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
    }

    fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

pub fn gather(told: &[String]) -> String {
    let mut all = Told::default();
    for one in told {
        let one = Told::read(Some(one.clone()));
        all.domains.extend(one.domains);
        all.languages.extend(one.languages);
        all.countries.extend(one.countries);
        // The longer one: the check speaks of what is impossible anywhere there.
        all.longest_days = all.longest_days.max(one.longest_days);
        all.notifies |= one.notifies;
    }
    all.json()
}

pub fn state_key(state: &str) -> String {
    format!("state:{state}")
}

/// `None` for a name that says nothing.
pub fn provider_key(name: &str) -> Option<String> {
    let folded = folded(name);
    let words: Vec<&str> = folded.split_whitespace().collect();
    (!words.is_empty()).then(|| format!("provider:{}", words.join(" ")))
}

/// The State that a request goes to: what is asked of us is judged by our own contact points.
pub fn addressee<'a>(request: &'a Request, home: &'a str) -> &'a str {
    if request.direction == Direction::Out { request.field("partner") } else { home }
}

/// The keys under which contacts may tell a request something.
pub fn asks(request: &Request, home: &str) -> Vec<String> {
    let custodian = match request.field("custodian") {
        "" => request.field("provider"),
        custodian => custodian,
    };
    let states = BTreeSet::from([request.field("partner"), addressee(request, home)]);
    let states = states.into_iter().filter(|state| !state.is_empty()).map(state_key);
    states.chain(provider_key(custodian)).collect()
}

/// What a contact tells, by key. A closed one tells nothing.
pub fn tells(contact: &Contact) -> Vec<(String, String)> {
    if contact.is_closed() {
        return Vec::new();
    }
    let serves = |role: &Role| matches!(role, Role::Provider | Role::Registrar);
    let (services, authorities): (Vec<Role>, Vec<Role>) =
        contact.roles().into_iter().partition(serves);
    let mut all = Vec::new();
    if !authorities.is_empty() {
        let told = authority(contact, &authorities);
        if !told.is_empty() && !contact.state().is_empty() {
            all.push((state_key(contact.state()), told.json()));
        }
    }
    if !services.is_empty() {
        let told = service(contact);
        if !told.is_empty() {
            all.extend(names(contact).into_iter().map(|key| (key, told.json())));
        }
    }
    all
}

fn authority(contact: &Contact, roles: &[Role]) -> Told {
    let trusted = contact.channels.iter().filter(|channel| contact.is_trusted(channel.id));
    let mails = trusted.filter(|channel| channel.kind.is_mail());
    let of_mails = mails.filter_map(|channel| channel.value.rsplit_once('@'));
    let declared = list(contact.field("domains")).map(|d| d.trim_start_matches(['@', '.']));
    let domains = declared.chain(of_mails.map(|(_, domain)| domain));
    // The languages of a ministry are not those of the point that reads the request.
    let point = |role: &Role| {
        matches!(
            role,
            Role::Art35 | Role::G7 | Role::Ncb | Role::CentralAuthority | Role::ProtocolAuthority
        )
    };
    let languages = if roles.iter().any(point) { contact.field("languages") } else { "" };
    Told {
        domains: domains.map(str::to_lowercase).filter(|domain| !domain.is_empty()).collect(),
        languages: list(languages).map(str::to_lowercase).collect(),
        longest_days: contact.field("preservation_max_days").parse().ok(),
        ..Told::default()
    }
}

fn service(contact: &Contact) -> Told {
    let country = match contact.field("jurisdiction") {
        "" => contact.state(),
        country => country,
    };
    let notifies = Notifies::of_word(contact.field("notifies"));
    Told {
        longest_days: contact.field("preservation_max_days").parse().ok(),
        countries: [country].into_iter().filter(|c| !c.is_empty()).map(str::to_owned).collect(),
        notifies: notifies.is_some_and(|policy| policy != Notifies::Never),
        ..Told::default()
    }
}

/// Everything a request may call the service by.
fn names(contact: &Contact) -> BTreeSet<String> {
    let fields = ["name", "name_fr", "name_ar", "acronym", "legal_entity"];
    let names = fields.iter().map(|field| contact.field(field));
    names.chain(list(contact.field("services"))).filter_map(provider_key).collect()
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}
