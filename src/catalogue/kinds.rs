//! Reads kinds of request, their fields and their clocks. A desk's file may name a kind that exists
//! and change only what it states.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::loader::{Loader, Mention};
use super::reader::Node;
use super::value;
use crate::domain::Direction;
use crate::domain::catalogue::{
    ClockClass, ClockLength, ClockRule, FieldRule, FieldType, Kind, Urgency,
};

/// Stops every clock: emitted by each closed state.
pub const CLOSED: &str = "request_closed";

/// The fields and clocks that every kind has.
pub fn read_common<'a>(loader: &mut Loader<'a>, root: &Node<'a>) {
    let mut fields = std::mem::take(&mut loader.catalogue.common_fields);
    read_fields(&mut fields, root);
    loader.catalogue.common_fields = fields;
    let mut clocks = std::mem::take(&mut loader.catalogue.common_clocks);
    read_clocks(loader, &mut clocks, root, "");
    loader.catalogue.common_clocks = clocks;
}

pub fn read_kind<'a>(loader: &mut Loader<'a>, id: &'a str, node: &Node<'a>) {
    node.only(&[
        "instrument",
        "article",
        "name",
        "short",
        "workflow",
        "enabled",
        "urgency",
        "grounds",
        "facts",
        "field",
        "clock",
        "source",
        "confidence",
        "as_of",
    ]);
    if loader.fresh(&loader.catalogue.kinds, "kind", id, node) {
        node.want("instrument", "name the instrument that it rests on");
        node.want("name", "name the kind in English and French");
        node.want("workflow", "say which workflow each direction follows: { in = \"generic_in\" }");
    }
    loader.places.insert(id.to_owned(), node.place());
    let mut kind = loader.catalogue.kinds.remove(id).unwrap_or_else(|| Kind {
        id: id.to_owned(),
        enabled: true,
        ..Kind::default()
    });
    if let Some(instrument) = node.text("instrument") {
        loader.mentions.push((Mention::Instrument, instrument, node.at("instrument")));
        kind.instrument = instrument.to_owned();
    }
    if let Some(article) = node.text("article") {
        kind.article = article.to_owned();
    }
    if let Some(name) = node.name("name") {
        kind.name = name;
    }
    if let Some(short) = node.name("short") {
        kind.short = short;
    }
    read_directions(loader, &mut kind, node);
    if let Some(enabled) = node.flag("enabled") {
        kind.enabled = enabled;
    }
    if let Some(urgency) = node.word("urgency", Urgency::ALL, Urgency::word) {
        kind.default_urgency = urgency;
    }
    read_grounds(loader, &mut kind, node);
    read_facts(loader, &mut kind.facts, node);
    read_fields(&mut kind.fields, node);
    read_clocks(loader, &mut kind.clocks, node, id);
    node.provenance(&mut kind.provenance);
    loader.catalogue.kinds.insert(id.to_owned(), kind);
}

fn read_directions<'a>(loader: &mut Loader<'a>, kind: &mut Kind, node: &Node<'a>) {
    let Some(directions) = node.node("workflow") else { return };
    directions.only(&["in", "out", "internal"]);
    for direction in Direction::ALL {
        if let Some(workflow) = directions.text(direction.word()) {
            loader.mentions.push((Mention::Workflow, workflow, directions.at(direction.word())));
            kind.workflows.insert(*direction, workflow.to_owned());
        }
    }
}

fn read_grounds(loader: &Loader<'_>, kind: &mut Kind, node: &Node<'_>) {
    if !node.has("grounds") {
        return;
    }
    kind.refusal_grounds.clear();
    for (id, place) in node.list("grounds") {
        match loader.grounds.get(id) {
            Some(name) => kind.refusal_grounds.push(name.clone()),
            None => {
                let known: Vec<&str> = loader.grounds.keys().copied().collect();
                place.fault(format!("there is no ground `{id}`"), value::suggest(id, &known));
            }
        }
    }
}

/// Each fact names a phrase; it is kept in both languages, as `form.en` and `form.fr`.
fn read_facts(loader: &Loader<'_>, facts: &mut BTreeMap<String, String>, node: &Node<'_>) {
    let Some(stated) = node.node("facts") else { return };
    let keys = ["between", "form", "secrecy", "use"];
    stated.only(&keys);
    for key in keys {
        let Some(id) = stated.text(key) else { continue };
        match loader.phrases.get(id) {
            Some(phrase) => {
                facts.insert(format!("{key}.en"), phrase.en.clone());
                facts.insert(format!("{key}.fr"), phrase.fr.clone());
            }
            None => {
                let known: Vec<&str> = loader.phrases.keys().copied().collect();
                stated
                    .at(key)
                    .fault(format!("there is no phrase `{id}`"), value::suggest(id, &known));
            }
        }
    }
}

fn read_fields(fields: &mut Vec<FieldRule>, owner: &Node<'_>) {
    let before = if owner.source.overlay { 0 } else { fields.len() };
    for node in owner.nodes("field") {
        node.only(&[
            "key",
            "label",
            "type",
            "choices",
            "mandatory",
            "rule",
            "source",
            "confidence",
            "as_of",
        ]);
        if !node.want("key", "give the field a key") {
            continue;
        }
        let Some(key) = node.text("key") else { continue };
        let at = fields.iter().position(|field| field.key == key);
        if at.is_some_and(|at| at >= before && !node.source.overlay) {
            node.at("key").fault(format!("field `{key}` stands twice"), "remove one of the two");
        }
        if at.is_none() {
            node.want("label", "label the field in English and French");
            node.want("type", "say what the field holds: type = \"text\"");
            fields.push(FieldRule { key: key.to_owned(), ..FieldRule::default() });
        }
        let field = match at {
            Some(at) => fields.get_mut(at),
            None => fields.last_mut(),
        };
        if let Some(field) = field {
            field_values(field, &node);
        }
    }
}

fn field_values(field: &mut FieldRule, node: &Node<'_>) {
    if let Some(label) = node.name("label") {
        field.label = label;
    }
    if let Some(kind) = node.word("type", FieldType::ALL, FieldType::word) {
        field.kind = kind;
    }
    if node.has("choices") {
        field.choices = node.words("choices");
    }
    if field.kind == FieldType::Choice && field.choices.is_empty() {
        node.place().fault("a choice without words", "list them: choices = [\"a\", \"b\"]");
    }
    if let Some(mandatory) = node.flag("mandatory") {
        field.mandatory = mandatory;
    }
    if let Some(rule) = node.text("rule") {
        field.rule = rule.to_owned();
    }
    node.provenance(&mut field.provenance);
}

fn read_clocks<'a>(
    loader: &mut Loader<'a>,
    clocks: &mut Vec<ClockRule>,
    owner: &Node<'a>,
    kind: &str,
) {
    let mut here: Vec<(&str, Option<Direction>)> = Vec::new();
    for node in owner.nodes("clock") {
        node.only(&[
            "id",
            "name",
            "class",
            "rule",
            "article",
            "act",
            "length",
            "anchor",
            "fallback_anchor",
            "stops",
            "direction",
            "urgency",
            "custodian_until",
            "partner_period",
            "note",
            "source",
            "confidence",
            "as_of",
        ]);
        if !node.want("id", "give the clock an id") {
            continue;
        }
        let Some(id) = node.text("id") else { continue };
        let direction = node.word("direction", Direction::ALL, Direction::word);
        if here.contains(&(id, direction)) {
            node.at("id").fault(
                format!("clock `{id}` stands twice for the same direction"),
                "remove one, or give each its direction",
            );
            continue;
        }
        here.push((id, direction));
        loader.places.insert(clock_place(kind, id, direction), node.place());
        let mut matched = false;
        if node.source.overlay {
            let same = |rule: &&mut ClockRule| {
                rule.id == id && (direction.is_none() || rule.direction == direction)
            };
            for rule in clocks.iter_mut().filter(same) {
                clock_values(rule, &node);
                matched = true;
            }
        }
        if !matched {
            clocks.push(new_clock(id, direction, &node));
        }
    }
}

/// The key under which the place of a clock is kept.
pub fn clock_place(kind: &str, id: &str, direction: Option<Direction>) -> String {
    format!("{kind}/{id}/{}", direction.map_or("", Direction::word))
}

fn new_clock(id: &str, direction: Option<Direction>, node: &Node<'_>) -> ClockRule {
    node.want("name", "name the clock in English and French");
    node.want("act", "name the act that stops it, in the imperative");
    node.want("length", "say how long it runs, such as \"P60D\", or \"open\"");
    node.want("anchor", "name the event that starts it, such as \"request_received\"");
    let mut rule = ClockRule {
        id: id.to_owned(),
        direction,
        stops: vec![CLOSED.to_owned()],
        ..ClockRule::default()
    };
    clock_values(&mut rule, node);
    rule
}

fn clock_values(rule: &mut ClockRule, node: &Node<'_>) {
    if let Some(name) = node.name("name") {
        rule.name = name;
    }
    if let Some(class) = node.word("class", ClockClass::ALL, ClockClass::word) {
        rule.class = class;
    }
    if let Some(act) = node.name("act") {
        rule.act = act;
    }
    let mut texts = [
        ("rule", &mut rule.rule),
        ("article", &mut rule.article),
        ("anchor", &mut rule.anchor),
        ("note", &mut rule.note),
    ];
    for (key, slot) in &mut texts {
        if let Some(text) = node.text(key) {
            text.clone_into(slot);
        }
    }
    if let Some(fallback) = node.text("fallback_anchor") {
        rule.fallback_anchor = Some(fallback.to_owned());
    }
    if let Some(length) = clock_length(node) {
        rule.length = length;
    }
    if node.has("stops") {
        rule.stops = node.words("stops");
        if rule.anchor != CLOSED {
            rule.stops.push(CLOSED.to_owned());
        }
    }
    if let Some(urgency) = node.word("urgency", Urgency::ALL, Urgency::word) {
        rule.urgency = Some(urgency);
    }
    rule.custodian_until = node.flag("custodian_until").unwrap_or(rule.custodian_until);
    rule.partner_period = node.flag("partner_period").unwrap_or(rule.partner_period);
    node.provenance(&mut rule.provenance);
}

fn clock_length(node: &Node<'_>) -> Option<ClockLength> {
    if let Some(DeValue::String(text)) = node.raw("length").map(toml::Spanned::get_ref) {
        if text == "open" {
            return Some(ClockLength::Open);
        }
        return value::period_at(text, node.at("length")).map(ClockLength::Fixed);
    }
    let table = node.node("length")?;
    let period = |key: &str| table.text(key).and_then(|text| value::period_at(text, table.at(key)));
    if table.has("share_of") {
        table.only(&["share_of", "percent"]);
        table.want("percent", "say which share, from 1 to 100");
        let clock = table.text("share_of")?.to_owned();
        let percent: u8 = table.number("percent", "a whole number from 1 to 100")?;
        if !(1..=100).contains(&percent) {
            table.at("percent").fault(format!("{percent} is not a share"), "write 1 to 100");
        }
        return Some(ClockLength::ShareOf { clock, percent });
    }
    if table.has("before") {
        table.only(&["before", "by"]);
        table.want("by", "say how long before, such as \"P14D\"");
        let clock = table.text("before")?.to_owned();
        return Some(ClockLength::Before { clock, by: period("by")? });
    }
    table.only(&["emergency", "urgent", "routine"]);
    for key in ["emergency", "urgent", "routine"] {
        table.want(key, "give a period for each urgency");
    }
    Some(ClockLength::ByUrgency {
        emergency: period("emergency")?,
        urgent: period("urgent")?,
        routine: period("routine")?,
    })
}
