//! Contact → what is shown of it.

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::directory::{ChannelView, ContactView, KnownFrom, StateView, TRIES, Tally, TryView};
use super::{ConflictView, Label, OtherView};
use crate::domain::Word;
use crate::domain::catalogue::{Catalogue, Confidence};
use crate::domain::directory::{
    Channel, Contact, Encryption, Outcome, Role, Standing, Tried, field, short_id,
};
use crate::domain::request::Register;

/// Resolves what is shown of a contact, independent of the present instant.
pub fn contact(contact: &Contact, catalogue: &Catalogue) -> ContactView {
    let field = |key: &str| contact.field(key).to_owned();
    let state = field("state");
    let zone = match field("timezone") {
        own if !own.is_empty() => own,
        _ => catalogue.countries.get(&state).map(|c| c.zone.clone()).unwrap_or_default(),
    };
    let local = local(&zone);
    let mut channels: Vec<ChannelView> =
        contact.channels.iter().map(|c| channel(contact, c, &local)).collect();
    channels.sort_by_key(|channel| match channel.standing {
        Standing::InUse | Standing::Pending => 0,
        Standing::Replaced => 1,
        Standing::Closed => 2,
    });
    ContactView {
        entity: contact.entity.to_string(),
        id: short_id(&state, contact.entity),
        roles: contact.roles(),
        name: name(contact),
        acronym: field("acronym"),
        unit: field("unit"),
        city: field("city"),
        zone,
        hours: field("operating_hours"),
        languages: listed(&field("languages")),
        say_first: field("say_first"),
        notifies: Word::of_word(&field("notifies")),
        channels,
        fields: rest(contact),
        conflicts: conflicts(contact),
        tries: contact.tries.iter().rev().take(TRIES).map(tried).collect(),
        known: KnownFrom {
            source: field("source"),
            confidence: confidence(&field("confidence")),
            as_of: field("as_of").parse().ok(),
        },
        closed: contact.is_closed(),
        read_only: contact.read_only,
        state,
    }
}

/// Nobody said: neither certain nor doubtful.
fn confidence(word: &str) -> Confidence {
    Confidence::from_word(word).unwrap_or(Confidence::Medium)
}

/// The built-in database, so that all desks store the same. Where no zone is known it is UTC.
fn local(zone: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(zone).unwrap_or(TimeZone::UTC)
}

fn name(contact: &Contact) -> Label {
    let (en, fr) = (contact.field("name"), contact.field("name_fr"));
    let fr = if fr.is_empty() { en } else { fr }.to_owned();
    let en = if en.is_empty() { fr.clone() } else { en.to_owned() };
    let ar = contact.field("name_ar");
    Label { en, fr, ar: (!ar.is_empty()).then(|| ar.to_owned()) }
}

fn listed(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// Fields that have no place of their own in the view.
fn rest(contact: &Contact) -> Vec<(String, String)> {
    const PLACED: [&str; 16] = [
        "state",
        "role",
        "name",
        "name_fr",
        "name_ar",
        "acronym",
        "unit",
        "city",
        "timezone",
        "operating_hours",
        "languages",
        "say_first",
        "notifies",
        "source",
        "as_of",
        "confidence",
    ];
    field::CONTACT
        .iter()
        .map(|field| field.key)
        .filter(|key| !PLACED.contains(key) && !contact.field(key).is_empty())
        .map(|key| (key.to_owned(), contact.field(key).to_owned()))
        .collect()
}

/// Of registers that still say something; those of a channel under `channel.ID.FIELD`.
fn conflicts(contact: &Contact) -> Vec<ConflictView> {
    let held = contact.fields.iter().filter(|(_, register)| register.in_conflict());
    held.map(|(key, register)| conflict(key, register)).collect()
}

fn conflict(key: &str, register: &Register) -> ConflictView {
    let others = register.others().map(|head| OtherView {
        value: head.value.clone(),
        by: head.officer.clone(),
        desk: head.desk.clone(),
        at: head.at,
    });
    let (field, shown) = (key.to_owned(), register.shown().to_owned());
    ConflictView { field, shown, others: others.collect() }
}

/// `zone` is that of the contact.
fn channel(contact: &Contact, channel: &Channel, zone: &TimeZone) -> ChannelView {
    let field = |key: &str| contact.channel_field(channel.id, key).to_owned();
    let tries = || contact.tries.iter().filter(|t| t.tried.channel == channel.id);
    let proof = contact.proof(channel.id);
    let own_zone = field("timezone");
    let zone = if own_zone.is_empty() { zone.clone() } else { local(&own_zone) };
    let (day, night) = tallies(tries(), &zone);
    ChannelView {
        id: channel.id.to_string(),
        kind: channel.kind,
        value: channel.value.clone(),
        label: field("label"),
        hours: field("operating_hours"),
        zone: own_zone,
        languages: listed(&field("languages")),
        encryption: Encryption::from_word(&field("encryption")).unwrap_or_default(),
        fingerprint: field("fingerprint"),
        order: field("order").parse().ok(),
        say_first: field("say_first"),
        standing: channel.standing,
        replaces: channel.replaces.map(|id| id.to_string()).unwrap_or_default(),
        proved: proof.map(|t| t.tried.at),
        proved_by: proof.map(|t| t.officer.clone()).unwrap_or_default(),
        wrong: contact.wrong(channel.id).map(|t| t.tried.at),
        last: tries().max_by_key(|t| t.tried.at).map(tried),
        day,
        night,
    }
}

/// Hours of the day; all others are night.
const DAY: std::ops::Range<i8> = 8..20;

/// By day and by night of the place that was called. A proof by other means is no try.
fn tallies<'a>(tries: impl Iterator<Item = &'a Tried>, zone: &TimeZone) -> (Tally, Tally) {
    let (mut day, mut night) = (Tally::default(), Tally::default());
    for tried in tries.map(|tried| &tried.tried).filter(|t| t.outcome != Outcome::Verified) {
        let hour = zone.to_datetime(tried.at).hour();
        let tally = if DAY.contains(&hour) { &mut day } else { &mut night };
        tally.tried = tally.tried.saturating_add(1);
        tally.reached = tally.reached.saturating_add(u32::from(tried.outcome.reached()));
    }
    (day, night)
}

fn tried(tried: &Tried) -> TryView {
    TryView {
        channel: tried.tried.channel.to_string(),
        outcome: tried.tried.outcome,
        at: tried.tried.at,
        by: tried.officer.clone(),
        request: tried.tried.request.map(|id| id.to_string()).unwrap_or_default(),
        note: tried.tried.note.clone(),
    }
}

impl ContactView {
    /// Everything a look-up may find the contact by, folded. `state` is the contact's own.
    pub fn search_text(&self, state: Option<&StateView>) -> String {
        let mut parts: Vec<&str> = vec![
            &self.id,
            &self.name.en,
            &self.name.fr,
            self.name.ar.as_deref().unwrap_or_default(),
            &self.acronym,
            &self.unit,
            &self.city,
        ];
        parts.extend(self.roles.iter().flat_map(|role| [role.word(), called(*role)]));
        parts.extend(self.channels.iter().map(|channel| channel.value.as_str()));
        let found = ["services", "domains", "legal_entity", "person", "parent"];
        let fields = self.fields.iter().filter(|(key, _)| found.contains(&key.as_str()));
        parts.extend(fields.map(|(_, value)| value.as_str()));
        let mut text = super::folded(&parts.join("\n"));
        for name in state.map(StateView::names).unwrap_or_default() {
            text.push('\n');
            text.push_str(&name);
        }
        text
    }
}

/// What an officer types for a role beside its word, in English and in French.
fn called(role: Role) -> &'static str {
    match role {
        Role::Art35 => "24/7 contact point de contact",
        Role::G7 => "24/7 contact point de contact",
        Role::Ncb => "BCN INTERPOL bureau",
        Role::CentralAuthority => "central authority autorité centrale entraide",
        Role::ProtocolAuthority => "protocol authority autorité protocole",
        Role::Prosecutor => "procureur parquet ministère public",
        Role::Police => "gendarmerie",
        Role::Ministry => "ministère",
        Role::OtherPoint => "other contact point autre de",
        Role::Csirt => "CERT",
        Role::CyberAgency => "cybersecurity agency agence cybersécurité",
        Role::TelecomRegulator => "telecom regulator régulateur des télécoms",
        Role::DataProtection => "data protection authority DPA autorité des données",
        Role::Provider => "service provider fournisseur opérateur",
        Role::Registrar => "registry registre bureau enregistrement",
        Role::Other => "",
    }
}

#[cfg(test)]
mod tests;
