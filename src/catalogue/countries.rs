//! Reads States and territories, and how long a preservation lasts with each.

use super::loader::{Loader, Mention};
use super::reader::Node;
use crate::domain::catalogue::{Country, PartnerPeriod};

pub fn read<'a>(loader: &mut Loader<'a>, root: &Node<'a>) {
    for (id, node) in root.entries("country") {
        country(loader, id, &node);
    }
    for (id, node) in root.entries("partner_period") {
        partner_period(loader, id, &node);
    }
}

fn country(loader: &mut Loader<'_>, id: &str, node: &Node<'_>) {
    node.only(&[
        "name",
        "alpha3",
        "capital",
        "aliases",
        "calling_code",
        "zone",
        "zones",
        "languages",
        "weekend",
        "note",
        "source",
        "confidence",
        "as_of",
    ]);
    if !is_code(id, 2) {
        node.place()
            .fault(format!("`{id}` is not a country code"), "write two capital letters (ISO 3166)");
    }
    if loader.fresh(&loader.catalogue.countries, "country", id, node) {
        node.want("name", "name the country in English and French");
    }
    let note = loader.phrase_or_remark(node, "note");
    let entry = loader.catalogue.countries.entry(id.to_owned());
    let it = entry.or_insert_with(|| Country { alpha2: id.to_owned(), ..Country::default() });
    if let Some(name) = node.name("name") {
        it.name = name;
    }
    if let Some(code) = node.text("alpha3") {
        if !is_code(code, 3) {
            node.at("alpha3").fault(
                format!("`{code}` is not a country code of three letters"),
                "write three capital letters (ISO 3166)",
            );
        }
        it.alpha3 = code.to_owned();
    }
    for (key, field) in [
        ("capital", &mut it.capital),
        ("calling_code", &mut it.calling_code),
        ("weekend", &mut it.weekend),
    ] {
        if let Some(text) = node.text(key) {
            *field = text.to_owned();
        }
    }
    for (key, list) in [("languages", &mut it.languages), ("aliases", &mut it.aliases)] {
        if node.has(key) {
            *list = node.words(key);
        }
    }
    if let Some(note) = note {
        it.note = note;
    }
    zones(it, node);
    node.provenance(&mut it.provenance);
}

fn is_code(text: &str, letters: usize) -> bool {
    text.len() == letters && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// `zone` is that of the seat of government and stands first in the list of all.
fn zones(it: &mut Country, node: &Node<'_>) {
    // The built-in zones are checked by a test: opening 400 of them costs a start-up.
    let check = |zone: &str, place: super::reader::Place<'_>| {
        if node.source.overlay && jiff::tz::db().get(zone).is_err() {
            place.fault(
                format!("the time zone `{zone}` is not known"),
                "write an IANA name such as \"Africa/Casablanca\"",
            );
        }
    };
    if let Some(zone) = node.text("zone") {
        check(zone, node.at("zone"));
        it.zone = zone.to_owned();
    }
    if node.has("zones") {
        let listed = node.list("zones");
        listed.iter().for_each(|(zone, place)| check(zone, *place));
        it.zones = listed.into_iter().map(|(zone, _)| zone.to_owned()).collect();
    }
    it.zones.retain(|zone| *zone != it.zone);
    if !it.zone.is_empty() {
        it.zones.insert(0, it.zone.clone());
    }
}

fn partner_period<'a>(loader: &mut Loader<'a>, id: &'a str, node: &Node<'a>) {
    node.only(&["preservation_days", "notice_days", "source", "confidence", "as_of"]);
    loader.mentions.push((Mention::Country, id, node.place()));
    if loader.fresh(&loader.catalogue.partner_periods, "partner period", id, node) {
        node.want("preservation_days", "say how many days the partner keeps the data");
        node.want("source", "say where this is known from");
    }
    let it: &mut PartnerPeriod = loader.catalogue.partner_periods.entry(id.to_owned()).or_default();
    let days = |key: &str| node.number::<u16>(key, "a whole number of days");
    match days("preservation_days") {
        Some(0) => {
            node.at("preservation_days").fault("a period of no days", "write one day or more")
        }
        Some(number) => it.preservation_days = number,
        None => {}
    }
    if let Some(number) = days("notice_days") {
        it.notice_days = Some(number);
    }
    node.provenance(&mut it.provenance);
}
