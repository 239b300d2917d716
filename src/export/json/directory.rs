//! Partners: `who`, `routes`.

mod contacts;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::request::RequestRow;
use super::{Instant, known};
use crate::domain::Word;
use crate::domain::directory::{Encryption, number};
use crate::export::partner::{Bearings, Partner, by_urgency, in_order, owed};
use crate::export::text::ends_with;
use crate::text::Text;
use crate::view::directory::{ChannelView, KnownFrom, PartyView, RouteView, Tally};
use crate::view::ladder::Opening;
use crate::view::{ContactView, RequestView, StateView};

pub use contacts::ContactsObject;

/// `who`.
#[derive(Debug, Serialize)]
pub struct WhoObject {
    schema: &'static str,
    at: Instant,
    results: Vec<PartnerRow>,
    /// States that were found too and are not told of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<NameRow>,
}

#[derive(Debug, Serialize)]
struct NameRow {
    state: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct PartnerRow {
    #[serde(flatten)]
    state: StateRow,
    routes: Vec<BriefRoute>,
    contacts: Vec<ContactRow>,
    /// Open ones with the State.
    #[serde(skip_serializing_if = "Option::is_none")]
    requests: Option<Vec<RequestRow>>,
    /// Of `who --number`: those in which the next act is ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    owed: Option<Vec<RequestRow>>,
}

#[derive(Debug, Serialize)]
struct StateRow {
    state: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    calling_code: Option<String>,
    /// With the offset of that instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    local_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    zones: Vec<String>,
    languages: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weekend: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preservation_days: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice_days: Option<u16>,
}

#[derive(Debug, Serialize)]
struct BriefRoute {
    instrument: String,
    name: String,
    open: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Date>,
    confidence: &'static str,
}

#[derive(Debug, Serialize)]
struct ContactRow {
    id: String,
    entity: String,
    /// The first of `roles`.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    roles: Vec<&'static str>,
    authority: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    acronym: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(flatten)]
    open: OpenRow,
    languages: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    say_first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notifies: Option<&'static str>,
    channels: Vec<ChannelRow>,
    closed: bool,
    conflicts: Vec<String>,
    #[serde(flatten)]
    known: KnownRow,
}

/// `open` is missing where it is not known.
#[derive(Debug, Default, Serialize)]
struct OpenRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closes: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<Instant>,
}

#[derive(Debug, Serialize)]
struct ChannelRow {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    value: String,
    /// Of a number: as it is read out.
    #[serde(skip_serializing_if = "Option::is_none")]
    spoken: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(flatten)]
    open: OpenRow,
    languages: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    standing: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    /// When it was last proved; missing: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_result: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_at: Option<Instant>,
    /// Somebody else answered, and nobody of this contact since.
    #[serde(skip_serializing_if = "Option::is_none")]
    wrong: Option<Instant>,
    day: TallyRow,
    night: TallyRow,
    /// Of `who --number`: this is the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    matched: Option<bool>,
}

#[derive(Debug, Serialize)]
struct TallyRow {
    reached: u32,
    tried: u32,
}

#[derive(Debug, Serialize)]
struct KnownRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<Date>,
    confidence: &'static str,
}

impl WhoObject {
    pub fn new(
        partners: &[Partner],
        also: &[StateView],
        now: Timestamp,
        text: Text,
        at: Bearings<'_>,
    ) -> Self {
        let cx = Cx { now, text, at, digits: None };
        let row = |partner| {
            let mut row = cx.partner(partner);
            let mut open: Vec<&RequestView> = partner.requests.iter().collect();
            by_urgency(&mut open, now);
            row.requests = Some(cx.requests(&open));
            row
        };
        Self {
            schema: "vigie.who/1",
            at: now.into(),
            results: partners.iter().map(row).collect(),
            also: also.iter().map(|state| cx.name(state)).collect(),
        }
    }

    /// Who is calling from a number that ends with `digits`.
    pub fn caller(
        partners: &[Partner],
        digits: &str,
        now: Timestamp,
        text: Text,
        at: Bearings<'_>,
    ) -> Self {
        let cx = Cx { now, text, at, digits: Some(digits) };
        let row = |partner: &Partner| {
            let mut row = cx.partner(partner);
            row.owed = Some(cx.requests(&owed(&partner.requests, now)));
            row
        };
        let results = partners.iter().map(row).collect();
        Self { schema: "vigie.who/1", at: now.into(), results, also: Vec::new() }
    }
}

/// What every row depends on.
struct Cx<'a> {
    now: Timestamp,
    text: Text,
    at: Bearings<'a>,
    digits: Option<&'a str>,
}

impl Cx<'_> {
    fn name(&self, state: &StateView) -> NameRow {
        let name = state.name.get(self.text.lang).to_owned();
        NameRow { state: state.code.clone(), name }
    }

    fn requests(&self, requests: &[&RequestView]) -> Vec<RequestRow> {
        requests.iter().map(|request| RequestRow::new(request, self.now, self.text)).collect()
    }

    fn partner(&self, partner: &Partner) -> PartnerRow {
        let route = |route: &RouteView| BriefRoute {
            instrument: route.instrument.clone(),
            name: route.short(self.text.lang).to_owned(),
            open: route.is_open(self.today()),
            since: route.since,
            confidence: route.confidence.to_word(),
        };
        PartnerRow {
            state: self.state(&partner.state),
            routes: partner.state.routes.iter().map(route).collect(),
            contacts: partner.contacts.iter().map(|contact| self.contact(contact)).collect(),
            requests: None,
            owed: None,
        }
    }

    /// At this desk.
    fn today(&self) -> Date {
        self.at.today(self.now)
    }

    fn state(&self, state: &StateView) -> StateRow {
        let zone = self.at.zone(&state.zone);
        let local =
            zone.map(|zone| self.now.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
        StateRow {
            state: state.code.clone(),
            name: state.name.get(self.text.lang).to_owned(),
            calling_code: known(&state.calling_code),
            local_time: local,
            zone: known(&state.zone),
            zones: state.zones.clone(),
            languages: state.languages.clone(),
            weekend: known(&state.weekend),
            preservation_days: state.preservation_days,
            notice_days: state.notice_days,
        }
    }

    fn contact(&self, contact: &std::sync::Arc<ContactView>) -> ContactRow {
        let all = self.digits.is_some() || contact.closed;
        let places = in_order(contact, all, self.now, self.at.zones);
        let channels = places.iter().filter_map(|&place| contact.channels.get(place));
        ContactRow {
            id: contact.id.clone(),
            entity: contact.entity.clone(),
            role: contact.roles.first().map(Word::to_word),
            roles: contact.roles.iter().map(Word::to_word).collect(),
            authority: contact.name.get(self.text.lang).to_owned(),
            acronym: known(&contact.acronym),
            unit: known(&contact.unit),
            city: known(&contact.city),
            zone: known(&contact.zone),
            open: open(contact.opening(self.now, self.at.zones)),
            languages: contact.languages.clone(),
            say_first: known(&contact.say_first),
            notifies: contact.notifies.as_ref().map(Word::to_word),
            channels: channels.map(|channel| self.channel(contact, channel)).collect(),
            closed: contact.closed,
            conflicts: contact.conflicts.iter().map(|conflict| conflict.field.clone()).collect(),
            known: known_row(&contact.known),
        }
    }

    fn channel(&self, contact: &ContactView, channel: &ChannelView) -> ChannelRow {
        let spoken = || number::dialled(&channel.value, self.at.dial_prefix);
        ChannelRow {
            id: channel.id.clone(),
            kind: channel.kind.to_word(),
            value: channel.value.clone(),
            spoken: channel.kind.is_number().then(spoken),
            label: known(&channel.label),
            open: open(channel.opening(contact, self.now, self.at.zones)),
            languages: channel.languages.clone(),
            encryption: Some(channel.encryption)
                .filter(|encryption| *encryption != Encryption::None)
                .map(|encryption| encryption.to_word()),
            fingerprint: known(&channel.fingerprint),
            standing: channel.standing.to_word(),
            replaces: known(&channel.replaces),
            verified: channel.proved.map(Instant),
            verified_by: known(&channel.proved_by),
            last_result: channel.last.as_ref().map(|last| last.outcome.to_word()),
            last_at: channel.last.as_ref().map(|last| last.at.into()),
            wrong: channel.wrong.map(Instant),
            day: channel.day.into(),
            night: channel.night.into(),
            matched: self.digits.map(|digits| ends_with(channel, digits)),
        }
    }
}

impl From<Tally> for TallyRow {
    fn from(tally: Tally) -> Self {
        Self { reached: tally.reached, tried: tally.tried }
    }
}

fn open(opening: Opening) -> OpenRow {
    match opening {
        Opening::Open { closes } => {
            OpenRow { open: Some(true), closes: closes.map(Instant), opens: None }
        }
        Opening::Closed { opens } => {
            OpenRow { open: Some(false), closes: None, opens: opens.map(Instant) }
        }
        Opening::Unknown => OpenRow::default(),
    }
}

fn known_row(from: &KnownFrom) -> KnownRow {
    let confidence = from.confidence.to_word();
    KnownRow { source: known(&from.source), as_of: from.as_of, confidence }
}

/// `routes`.
#[derive(Debug, Serialize)]
pub struct RoutesObject {
    schema: &'static str,
    at: Instant,
    state: String,
    name: String,
    /// Our country.
    home: String,
    /// Of our own State: what it is bound by.
    own: bool,
    routes: Vec<RouteRow>,
}

#[derive(Debug, Serialize)]
struct RouteRow {
    instrument: String,
    name: String,
    short: String,
    nature: &'static str,
    open: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    /// `since` follows from the dates of both, or is the last day they leave possible.
    derived: bool,
    /// It opens requests of its own.
    requests: bool,
    confidence: &'static str,
    theirs: PartyRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    ours: Option<PartyRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct PartyRow {
    state: String,
    standing: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deposited: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    declarations: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(flatten)]
    known: KnownRow,
}

impl RoutesObject {
    pub fn new(state: &StateView, now: Timestamp, text: Text, at: Bearings<'_>) -> Self {
        let (today, own) = (at.today(now), state.code == at.home);
        let route = |route: &RouteView| RouteRow {
            instrument: route.instrument.clone(),
            name: route.name.get(text.lang).to_owned(),
            short: route.short(text.lang).to_owned(),
            nature: route.nature.to_word(),
            open: route.is_open(today),
            since: route.since,
            until: route.until,
            derived: route.derived,
            requests: !route.adds_nothing,
            confidence: route.confidence.to_word(),
            theirs: party(&state.code, &route.theirs, text),
            ours: (!own).then(|| party(at.home, &route.ours, text)),
            note: known(route.note.get(text.lang)),
        };
        Self {
            schema: "vigie.routes/1",
            at: now.into(),
            state: state.code.clone(),
            name: state.name.get(text.lang).to_owned(),
            home: at.home.to_owned(),
            own,
            routes: state.routes.iter().map(route).collect(),
        }
    }
}

fn party(code: &str, party: &PartyView, text: Text) -> PartyRow {
    let declared = |label: &crate::view::Label| label.get(text.lang).to_owned();
    PartyRow {
        state: code.to_owned(),
        standing: party.standing.to_word(),
        signed: known(&party.signed),
        deposited: known(&party.deposited),
        in_force: known(&party.in_force),
        ended: known(&party.ended),
        declarations: party.declarations.iter().map(declared).collect(),
        note: known(party.note.get(text.lang)),
        known: known_row(&party.known),
    }
}
