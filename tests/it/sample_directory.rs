//! A directory made by hand: six States and twelve contacts, with lines open and closed at the hour of
//! `sample::now`, a number to be proved, a replaced one, names in Arabic, and doubtful facts. All
//! numbers are of ranges that nobody has.

#![allow(dead_code, reason = "a tool box: not every test uses every tool")]

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::{Date, date};
use jiff::tz::TimeZoneDatabase;
use jiff::{SignedDuration, Timestamp};
use vigie::domain::catalogue::{Confidence, Nature};
use vigie::domain::directory::{
    ChannelKind, Encryption, Notifies, Outcome, Role, Standing, channel_id, short_id,
};
use vigie::domain::{EntityId, routes};
use vigie::tui::{Msg, Partners};
use vigie::view::directory::{ChannelView, KnownFrom, PartyView, RouteView, Tally, TryView};
use vigie::view::{ContactView, Directory, Label, StateView};

use super::sample;

/// Entities of the contacts, in the order of [`directory`]'s own list below.
pub const FR_POINT: u8 = 1;
pub const FR_NCB: u8 = 2;
pub const DE_POINT: u8 = 3;
pub const US_POINT: u8 = 4;
pub const US_PROVIDER: u8 = 5;
pub const JP_POINT: u8 = 6;
pub const AE_POLICE: u8 = 7;
pub const MA_POINT: u8 = 8;
pub const MA_OTHER: u8 = 9;
pub const MA_REGULATOR: u8 = 10;
pub const DE_AUTHORITY: u8 = 11;
pub const FR_CSIRT: u8 = 12;

pub fn entity(number: u8) -> EntityId {
    let mut id = [number; 16];
    id[0] = number.wrapping_mul(37);
    id[1] = number.wrapping_mul(91);
    EntityId(id)
}

pub fn hex(number: u8) -> String {
    entity(number).to_string()
}

/// The message that brings the directory to the screen.
pub fn message(directory: Directory) -> Msg {
    let zone = |name: &str| TimeZoneDatabase::bundled().get(name).ok();
    Msg::Directory(Box::new(Partners::new(directory, &HashMap::new(), zone)))
}

pub fn directory() -> Directory {
    let mut contacts = contacts();
    contacts
        .sort_by(|a, b| (&a.state, &a.roles, &a.name.en).cmp(&(&b.state, &b.roles, &b.name.en)));
    Directory {
        states: states().into_iter().map(Arc::new).collect(),
        contacts: contacts.into_iter().map(Arc::new).collect(),
    }
}

fn days_ago(days: i64) -> Timestamp {
    sample::now() - SignedDuration::from_hours(24 * days)
}

fn label(en: &str, fr: &str, ar: &str) -> Label {
    Label { en: en.to_owned(), fr: fr.to_owned(), ar: Some(ar.to_owned()) }
}

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn known(source: &str, confidence: Confidence) -> KnownFrom {
    KnownFrom { source: source.to_owned(), confidence, as_of: Some(date(2026, 9, 1)) }
}

pub fn states() -> Vec<StateView> {
    let state = |code: &str, name: Label, call: &str, zone: &str, languages: &[&str]| StateView {
        code: code.to_owned(),
        name,
        calling_code: call.to_owned(),
        zone: zone.to_owned(),
        zones: if zone.is_empty() { Vec::new() } else { vec![zone.to_owned()] },
        languages: list(languages),
        weekend: "Sat-Sun".to_owned(),
        known: known("UN M49", Confidence::High),
        ..StateView::default()
    };
    let mut france =
        state("FR", label("France", "France", "فرنسا"), "+33", "Europe/Paris", &["fr"]);
    france.capital = "Paris".to_owned();
    france.preservation_days = Some(60);
    france.notice_days = Some(14);
    france.routes = vec![budapest("2006-05-01"), protocol(), network("i247", "INTERPOL I-24/7")];
    let mut germany =
        state("DE", label("Germany", "Allemagne", "ألمانيا"), "+49", "Europe/Berlin", &["de"]);
    germany.preservation_days = Some(90);
    germany.routes = vec![budapest("2009-07-01"), network("i247", "INTERPOL I-24/7")];
    let mut japan = state("JP", label("Japan", "Japon", "اليابان"), "+81", "Asia/Tokyo", &["ja"]);
    japan.routes = vec![budapest("2012-11-01")];
    let mut america = state(
        "US",
        label("United States of America", "États-Unis d'Amérique", "الولايات المتحدة"),
        "+1",
        "America/New_York",
        &["en"],
    );
    america.zones = list(&["America/New_York", "America/Chicago", "America/Los_Angeles"]);
    america.routes = vec![budapest("2007-01-01")];
    let mut emirates = state(
        "AE",
        label("United Arab Emirates", "Émirats arabes unis", "الإمارات العربية المتحدة"),
        "+971",
        "Asia/Dubai",
        &["ar", "en"],
    );
    emirates.known.confidence = Confidence::Low;
    let morocco = state(
        "MA",
        label("Morocco", "Maroc", "المغرب"),
        "+212",
        "Africa/Casablanca",
        &["ar", "fr"],
    );
    let empty = state("AQ", label("Antarctica", "Antarctique", "أنتاركتيكا"), "", "", &[]);
    vec![emirates, empty, germany, france, japan, morocco, america]
}

fn party(standing: routes::Standing, in_force: &str) -> PartyView {
    PartyView {
        standing,
        in_force: in_force.to_owned(),
        known: known("Council of Europe, Treaty Office", Confidence::High),
        ..PartyView::default()
    }
}

fn budapest(theirs: &str) -> RouteView {
    let since: Date = theirs.parse().unwrap();
    let ours = party(routes::Standing::Party, "2018-10-01");
    let mut theirs = party(routes::Standing::Party, theirs);
    theirs.declarations = vec![Label::plain("Article 29(4): may refuse without dual criminality")];
    RouteView {
        instrument: "ets185".to_owned(),
        name: label(
            "Convention on Cybercrime (ETS 185)",
            "Convention sur la cybercriminalité (STE 185)",
            "",
        ),
        short: "Budapest Convention".to_owned(),
        since: Some(since.max(date(2018, 10, 1))),
        ours,
        theirs,
        confidence: Confidence::High,
        ..RouteView::default()
    }
}

/// Ratified there, not in force anywhere yet.
fn protocol() -> RouteView {
    let mut theirs = party(routes::Standing::Ratified, "");
    theirs.deposited = "2025-12".to_owned();
    theirs.known.confidence = Confidence::Medium;
    RouteView {
        instrument: "cets224".to_owned(),
        name: label(
            "Second Additional Protocol (CETS 224)",
            "Deuxième Protocole additionnel (STCE 224)",
            "",
        ),
        short: "Second Protocol".to_owned(),
        since: Some(date(2027, 2, 1)),
        derived: true,
        ours: party(routes::Standing::Signatory, ""),
        theirs,
        confidence: Confidence::Medium,
        ..RouteView::default()
    }
}

fn network(id: &str, name: &str) -> RouteView {
    RouteView {
        instrument: id.to_owned(),
        name: Label::plain(name),
        nature: Nature::Network,
        short: name.to_owned(),
        since: Some(date(1957, 1, 1)),
        ours: party(routes::Standing::Member, "1957"),
        theirs: party(routes::Standing::Member, "1946"),
        confidence: Confidence::High,
        ..RouteView::default()
    }
}

pub fn channel(kind: ChannelKind, value: &str) -> ChannelView {
    ChannelView {
        id: channel_id(kind, value).to_string(),
        kind,
        value: value.to_owned(),
        ..ChannelView::default()
    }
}

fn tried(of: &ChannelView, outcome: Outcome, at: Timestamp, by: &str) -> TryView {
    TryView {
        channel: of.id.clone(),
        outcome,
        at,
        by: by.to_owned(),
        request: String::new(),
        note: String::new(),
    }
}

/// A channel that was last tried so many days ago, with so many of so many calls answered.
fn proved(
    mut channel: ChannelView,
    outcome: Outcome,
    days: i64,
    day: (u32, u32),
    night: (u32, u32),
) -> ChannelView {
    let at = days_ago(days);
    channel.last = Some(tried(&channel, outcome, at, "S. Alaoui"));
    channel.proved = Some(at);
    channel.proved_by = "S. Alaoui".to_owned();
    channel.day = Tally { reached: day.0, tried: day.1 };
    channel.night = Tally { reached: night.0, tried: night.1 };
    channel
}

pub fn contact(number: u8, state: &str, role: Role, name: Label, zone: &str) -> ContactView {
    ContactView {
        entity: hex(number),
        id: short_id(state, entity(number)),
        state: state.to_owned(),
        roles: vec![role],
        name,
        zone: zone.to_owned(),
        known: known("Invented directory 2026-09", Confidence::High),
        ..ContactView::default()
    }
}

fn french_point() -> ContactView {
    use ChannelKind::{Email, Phone, PhoneEmergency};
    let name = label("Anti-Cybercrime Office", "Office anti-cybercriminalité", "");
    let mut view = contact(FR_POINT, "FR", Role::Art35, name, "Europe/Paris");
    view.acronym = "OFAC".to_owned();
    view.city = "Nanterre".to_owned();
    view.hours = "Mon-Fri 08:30-18:00".to_owned();
    view.languages = list(&["fr", "en"]);
    view.say_first =
        "24/7 network, Morocco, urgent request; ask for the officer on duty".to_owned();
    let mut emergency =
        proved(channel(PhoneEmergency, "+33199000007"), Outcome::Answered, 12, (3, 4), (7, 8));
    emergency.hours = "24/7".to_owned();
    let office = proved(channel(Phone, "+33199000008"), Outcome::Answered, 40, (5, 6), (0, 3));
    let mut office = office;
    office.last = Some(tried(&office, Outcome::NoAnswer, days_ago(2), "M. Idrissi"));
    let mut next = channel(Phone, "+33199000010");
    next.standing = Standing::Pending;
    next.replaces = office.id.clone();
    let mut mail =
        proved(channel(Email, "duty@ofac.example.org"), Outcome::Replied, 1, (2, 2), (1, 1));
    mail.encryption = Encryption::Pgp;
    mail.fingerprint = "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567".to_owned();
    let mut old = channel(Phone, "+33199000001");
    old.standing = Standing::Replaced;
    view.tries = vec![
        tried(&mail, Outcome::Replied, days_ago(1), "S. Alaoui"),
        tried(&office, Outcome::NoAnswer, days_ago(2), "M. Idrissi"),
        tried(&emergency, Outcome::Answered, days_ago(12), "S. Alaoui"),
    ];
    view.channels = vec![emergency, office, next, mail, old];
    view
}

fn contacts() -> Vec<ContactView> {
    [french(), german(), american(), eastern(), moroccan()].concat()
}

fn plain(name: &str) -> Label {
    Label::plain(name)
}

fn french() -> Vec<ContactView> {
    use ChannelKind::{I247, Phone};
    let mut ncb = contact(FR_NCB, "FR", Role::Ncb, plain("INTERPOL Paris"), "Europe/Paris");
    ncb.languages = list(&["fr", "en"]);
    ncb.channels = vec![
        proved(channel(I247, "IP PARIS"), Outcome::Replied, 201, (1, 1), (0, 0)),
        channel(Phone, "+33199000020"),
    ];
    let csirt =
        contact(FR_CSIRT, "FR", Role::Csirt, plain("CERT of invented France"), "Europe/Paris");
    vec![french_point(), ncb, csirt]
}

fn german() -> Vec<ContactView> {
    let mut berlin = contact(
        DE_POINT,
        "DE",
        Role::Art35,
        plain("Federal Criminal Police Office"),
        "Europe/Berlin",
    );
    berlin.acronym = "BKA".to_owned();
    berlin.city = "Wiesbaden".to_owned();
    berlin.hours = "24/7".to_owned();
    berlin.languages = list(&["de", "en"]);
    berlin.channels = vec![proved(
        channel(ChannelKind::Phone, "+493023125001"),
        Outcome::Answered,
        3,
        (4, 4),
        (2, 2),
    )];
    let bonn = contact(
        DE_AUTHORITY,
        "DE",
        Role::CentralAuthority,
        plain("Federal Office of Justice"),
        "Europe/Berlin",
    );
    vec![berlin, bonn]
}

fn american() -> Vec<ContactView> {
    use ChannelKind::{Cell, Email, Portal};
    let mut washington = contact(
        US_POINT,
        "US",
        Role::Art35,
        plain("Department of Justice, CCIPS"),
        "America/New_York",
    );
    washington.hours = "Mon-Fri 09:00-17:00".to_owned();
    washington.channels =
        vec![channel(Cell, "+12025550147"), channel(Email, "duty@ccips.example.com")];
    let mut provider = contact(
        US_PROVIDER,
        "US",
        Role::Provider,
        plain("Exemplar Mail Inc."),
        "America/Los_Angeles",
    );
    provider.notifies = Some(Notifies::UnlessOrdered);
    provider.fields = vec![
        ("services".to_owned(), "mail, storage".to_owned()),
        ("jurisdiction".to_owned(), "US".to_owned()),
        ("emergency_form".to_owned(), "https://lers.example.com/emergency".to_owned()),
    ];
    provider.channels = vec![channel(Portal, "https://lers.example.com/")];
    vec![washington, provider]
}

fn eastern() -> Vec<ContactView> {
    use ChannelKind::Phone;
    let mut tokyo =
        contact(JP_POINT, "JP", Role::Art35, plain("National Police Agency"), "Asia/Tokyo");
    tokyo.known.confidence = Confidence::Low;
    tokyo.languages = list(&["ja", "en"]);
    tokyo.channels = vec![channel(Phone, "+999810100001")];
    let dubai = label("Abu Dhabi Police", "Police d'Abou Dabi", "القيادة العامة لشرطة أبوظبي");
    let mut emirates = contact(AE_POLICE, "AE", Role::Police, dubai, "Asia/Dubai");
    emirates.name.en = "القيادة العامة لشرطة أبوظبي، إدارة مكافحة الجرائم الإلكترونية".to_owned();
    emirates.name.fr = emirates.name.en.clone();
    emirates.hours = "Mon-Fri 07:30-15:30".to_owned();
    emirates.channels = vec![channel(Phone, "+999971100001")];
    vec![tokyo, emirates]
}

fn moroccan() -> Vec<ContactView> {
    let ours = contact(
        MA_POINT,
        "MA",
        Role::Art35,
        plain("General Directorate of National Security"),
        "Africa/Casablanca",
    );
    let mut other =
        contact(MA_OTHER, "MA", Role::OtherPoint, plain("Royal Gendarmerie"), "Africa/Casablanca");
    other.channels = vec![proved(
        channel(ChannelKind::Cell, "+999212010004"),
        Outcome::Verified,
        30,
        (0, 0),
        (0, 0),
    )];
    let anrt = contact(
        MA_REGULATOR,
        "MA",
        Role::TelecomRegulator,
        plain("Telecommunications Regulatory Agency"),
        "Africa/Casablanca",
    );
    vec![ours, other, anrt]
}

/// So many contacts, spread over the States of [`states`].
pub fn many(count: u32) -> Directory {
    let states = states();
    let contacts = (0..count).map(|number| {
        let state = &states[number as usize % states.len()];
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
        let entity = EntityId(id);
        let mut view = contact(
            1,
            &state.code,
            Role::Police,
            Label::plain(&format!("Police unit {number}")),
            &state.zone,
        );
        view.entity = entity.to_string();
        view.id = short_id(&state.code, entity);
        view.channels = vec![channel(ChannelKind::Phone, &format!("+99901{number:07}"))];
        view
    });
    let mut contacts: Vec<Arc<ContactView>> = contacts.map(Arc::new).collect();
    contacts.sort_by(|a, b| (&a.state, &a.name.en).cmp(&(&b.state, &b.name.en)));
    Directory { states: states.into_iter().map(Arc::new).collect(), contacts }
}

/// Control, bidi and zero-width characters wherever somebody else may have written.
pub fn hostile() -> Directory {
    let bad = || sample::HOSTILE.to_owned();
    let named = || Label { en: bad(), fr: bad(), ar: Some(bad()) };
    let mut state = states().remove(3);
    state.name = named();
    state.note = named();
    state.capital = bad();
    state.languages = vec![bad()];
    state.weekend = bad();
    for route in &mut state.routes {
        route.name = named();
        route.short = bad();
        route.theirs.declarations = vec![named()];
        route.theirs.note = named();
        route.theirs.ended = bad();
        route.theirs.deposited = bad();
        route.theirs.known.source = bad();
    }
    let mut view = french_point();
    view.id = bad();
    view.name = named();
    view.acronym = bad();
    view.unit = bad();
    view.city = bad();
    view.hours = bad();
    view.languages = vec![bad(), bad()];
    view.say_first = bad();
    view.known.source = bad();
    view.fields = vec![("notes".to_owned(), bad()), (bad(), bad())];
    for channel in &mut view.channels {
        channel.value = bad();
        channel.label = bad();
        channel.hours = bad();
        channel.fingerprint = bad();
        channel.say_first = bad();
        channel.languages = vec![bad()];
        channel.proved_by = bad();
    }
    for tried in &mut view.tries {
        tried.by = bad();
        tried.note = bad();
    }
    Directory { states: vec![Arc::new(state)], contacts: vec![Arc::new(view)] }
}
