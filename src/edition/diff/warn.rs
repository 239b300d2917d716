//! What an officer should know before a yes.

use std::collections::{BTreeSet, HashMap};

use super::held::Held;
use crate::domain::EntityId;
use crate::domain::catalogue::Catalogue;
use crate::domain::directory::{ChannelKind, Role};
use crate::domain::identifier::{is_free_mail, lookalike};
use crate::edition::Warning;

/// Pairs of domains that are compared; an edition of nothing but new domains must not take minutes.
const COMPARISONS: usize = 2_000_000;

/// Of which a State has many.
const MANY: [Role; 3] = [Role::Provider, Role::Registrar, Role::Other];

pub struct Warner<'a> {
    catalogue: &'a Catalogue,
    held: &'a Held<'a>,
    domains: BTreeSet<String>,
    judged: HashMap<String, Option<Warning>>,
    compared: usize,
}

fn domain(address: &str) -> Option<String> {
    address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase())
}

fn host(address: &str) -> Option<String> {
    url::Url::parse(address).ok()?.host_str().map(str::to_lowercase)
}

impl<'a> Warner<'a> {
    pub fn new(catalogue: &'a Catalogue, held: &'a Held<'a>) -> Self {
        let mut domains = BTreeSet::new();
        for contact in held.contacts {
            for channel in &contact.channels {
                let known = match channel.kind {
                    kind if kind.is_mail() => domain(&channel.value),
                    ChannelKind::Portal => host(&channel.value),
                    _ => None,
                };
                domains.extend(known.filter(|known| !is_free_mail(known)));
            }
            let own = contact.field("domains").split(',').map(|own| own.trim().to_lowercase());
            domains.extend(own.filter(|own| !own.is_empty()));
        }
        Self { catalogue, held, domains, judged: HashMap::new(), compared: 0 }
    }

    /// Of a number or address that the contact would get.
    pub fn channel(
        &mut self,
        kind: ChannelKind,
        value: &str,
        state: &str,
        entity: EntityId,
    ) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if kind.is_guarded()
            && let Some(other) = self.held.sharing(value, entity)
        {
            warnings.push(Warning::Shared {
                value: value.to_owned(),
                other: other.entity,
                name: other.field("name").to_owned(),
                state: other.state().to_owned(),
            });
        }
        if kind.is_number() {
            warnings.extend(self.calling_code(value, state));
        } else if kind.is_mail() {
            warnings.extend(domain(value).and_then(|domain| self.domain(&domain)));
        } else {
            warnings.extend(host(value).and_then(|host| self.domain(&host)));
        }
        warnings
    }

    fn calling_code(&self, value: &str, state: &str) -> Option<Warning> {
        let expected = &self.catalogue.countries.get(state)?.calling_code;
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let plan = digits(expected);
        let other = !plan.is_empty() && !digits(value).starts_with(&plan);
        other.then(|| Warning::CallingCode { value: value.to_owned(), expected: expected.clone() })
    }

    /// Of a domain that is not among the known ones.
    pub fn domain(&mut self, domain: &str) -> Option<Warning> {
        if self.domains.contains(domain) || is_free_mail(domain) {
            return None;
        }
        if let Some(judged) = self.judged.get(domain) {
            return judged.clone();
        }
        if self.compared > COMPARISONS {
            return Some(Warning::NotCompared { domain: domain.to_owned() });
        }
        self.compared += self.domains.len();
        let known: Vec<&str> = self.domains.iter().map(String::as_str).collect();
        let warning = lookalike(domain, &known)
            .map(|known| Warning::LookAlike { domain: domain.to_owned(), known });
        self.judged.insert(domain.to_owned(), warning.clone());
        warning
    }

    /// Of roles that another contact of the State has.
    pub fn roles(&self, state: &str, roles: &str, entity: EntityId) -> Vec<Warning> {
        let roles = roles.split(',').filter_map(|word| Role::from_word(word.trim()));
        let roles = roles.filter(|role| !MANY.contains(role));
        roles
            .filter_map(|role| {
                let other = self.held.with_role(state, role, entity)?;
                let name = other.field("name").to_owned();
                Some(Warning::RoleTaken { role, other: other.entity, name })
            })
            .collect()
    }
}
