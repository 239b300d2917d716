//! From what a form says to the fields of a request.

use jiff::Timestamp;

use crate::domain::Direction;
use crate::domain::catalogue::Confidence;
use crate::domain::check::{Finding, Level};

use super::layout::SectionType;
use super::parse::{Filled, Value, parse};
use super::which;
use crate::intake::value::{
    countries_named, country_of_host, head, period, plausible_sent, start_of, written_date,
};
use crate::intake::{FIELD_LIMIT, IntakeContext, Proposal, identify};

/// Reads a text as a form into a proposal; false, and nothing changed, where it is none.
pub fn fill(out: &mut Proposal, text: &str, cx: &IntakeContext) -> bool {
    let Some(form) = which(text) else { return false };
    let filled = parse(text, form);
    let ticked = |value: &str| filled.ticks.iter().any(|(s, v, _)| s == "status" && v == value);
    let extends = ticked("extension") && !ticked("new");
    let kind = form.kind_extension.as_ref().filter(|_| extends).unwrap_or(&form.kind);
    out.kind.clone_from(kind);
    let origin = format!("form {}@{}, {} layout", form.id, form.version, form.layout);
    out.how.push(crate::intake::How {
        field: "kind".into(),
        // Two ticks in a place for one: a person must look.
        confidence: if ticked("extension") && ticked("new") {
            Confidence::Low
        } else {
            Confidence::High
        },
        origin,
    });
    partner(out, &filled, cx);
    out.keep(&filled.unparsed.join("\n"));
    for (key, value) in &filled.values {
        if key == "their_ref" && out.direction == Direction::Out {
            // The reference on our own form is ours.
            out.keep(&value.text());
        } else {
            put(out, key, value, cx);
        }
    }
    for section in &form.sections {
        if let (Some(also), Some(key)) = (&section.also, &section.key)
            && let Some(first) = filled.values.get(key).and_then(|v| v.lines.first())
        {
            out.put(also, head(first, 200), Confidence::Medium, &section.origin());
        }
    }
    ticks(out, &filled);
    identify::propose(out, head(&filled.evidence, 256 << 10), cx);
    true
}

fn put(out: &mut Proposal, key: &str, value: &Value, cx: &IntakeContext) {
    let confidence = if value.unsure { Confidence::Medium } else { Confidence::High };
    let first = value.lines.first().map_or("", String::as_str);
    let taken = match value.kind {
        SectionType::Text => Some(value.text()),
        SectionType::Line => Some(first.to_owned()),
        SectionType::Date => date(first, out, cx)
            .filter(|at| key != "sent" || plausible_sent(*at, cx.now))
            .map(|at| at.to_string()),
        SectionType::Period => period(first),
    };
    match taken {
        Some(text) => out.put(key, &text, confidence, &value.origin),
        None => {
            if value.kind == SectionType::Date {
                out.findings.push(Finding::new("R20", Level::Warn, key).with(first));
            }
            out.keep(first);
        }
    }
    if value.kind != SectionType::Text {
        out.keep(&value.lines.get(1..).unwrap_or_default().join("\n"));
    }
}

/// A day of the form is the start of that day where the sender is.
fn date(text: &str, out: &Proposal, cx: &IntakeContext) -> Option<Timestamp> {
    let date = written_date(text)?;
    let country = out.partner.as_ref().and_then(|p| cx.catalogue.countries.get(p));
    let zone = country.and_then(identify::zone);
    start_of(date, zone.as_ref().unwrap_or(cx.our_zone))
}

/// Who asks whom: the countries named in sections 5 and 4, then the sender's mail domain.
fn partner(out: &mut Proposal, filled: &Filled, cx: &IntakeContext) {
    let text = |key: &str| {
        let whole = filled.values.get(key).map(Value::text).unwrap_or_default();
        head(&whole, FIELD_LIMIT).to_owned()
    };
    let asking = countries_named(&text("authority"), cx.catalogue);
    let asked = countries_named(&text("requested_authority"), cx.catalogue);
    let foreign = |list: &[String]| list.iter().find(|c| *c != cx.our_country).cloned();
    let ours = |list: &[String]| list.iter().any(|c| c == cx.our_country);
    let certain =
        |list: &[String]| if list.len() == 1 { Confidence::High } else { Confidence::Medium };
    if ours(&asking) && foreign(&asking).is_none() && !ours(&asked) && foreign(&asked).is_some() {
        out.direction = Direction::Out;
        let code = foreign(&asked).unwrap_or_default();
        out.put("partner", &code, certain(&asked), "form section 4");
        return;
    }
    if let Some(code) = foreign(&asking) {
        out.put("partner", &code, certain(&asking), "form section 5");
        return;
    }
    let mail = text("requesting.email");
    let host = mail.rsplit('@').next().unwrap_or_default().trim_end_matches(['>', ' ', '.']);
    if let Some(code) = country_of_host(host, cx.catalogue).filter(|c| c != cx.our_country) {
        out.put("partner", &code, Confidence::Low, "top-level domain in form section 5");
    }
}

/// A tick for danger to life rings at once, also where the facts are missing; it is said then.
fn ticks(out: &mut Proposal, filled: &Filled) {
    for urgency in ["emergency", "urgent"] {
        let hit = filled.ticks.iter().find(|(set, value, _)| set == "urgency" && value == urgency);
        if let Some((_, _, number)) = hit {
            out.put("urgency", urgency, Confidence::Medium, &format!("form section {number}, box"));
        }
    }
    let says = |key: &str| filled.values.get(key).is_some_and(|v| v.lines.len() > v.box_lines);
    let emergency = out.fields.get("urgency").is_some_and(|u| u == "emergency");
    if emergency && !says("offence_facts") && !says("necessity") {
        out.findings.push(Finding::new("R06", Level::Block, "emergency_facts"));
    }
    for (set, value, number) in &filled.ticks {
        let free = set != "urgency" && !out.fields.contains_key(set);
        if free {
            out.put(set, value, Confidence::High, &format!("form section {number}, box"));
        }
    }
}
