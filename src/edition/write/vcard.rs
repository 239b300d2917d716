//! vCard 4.0 (RFC 6350): what the standard has a property for stands there, the rest in `X-VIGIE-…`.

use super::{channel_fields, fields};
use crate::domain::directory::{Channel, ChannelKind, Contact};

/// Octets of a line.
const FOLD: usize = 75;

/// Fields with a property of the standard.
const STANDARD: [&str; 10] = [
    "state",
    "role",
    "name",
    "acronym",
    "unit",
    "city",
    "address",
    "timezone",
    "languages",
    "notes",
];

pub fn vcard(contacts: &[Contact]) -> String {
    let mut out = String::new();
    for contact in contacts {
        card(&mut out, contact);
    }
    out
}

fn card(out: &mut String, contact: &Contact) {
    let field = |key: &str| escaped(contact.field(key));
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            line(out, name, value);
        }
    };
    put("BEGIN", "VCARD");
    put("VERSION", "4.0");
    put("KIND", "org");
    put("UID", &format!("urn:uuid:{}", uuid(&contact.entity.to_string())));
    put("X-VIGIE-ENTITY", &contact.entity.to_string());
    put("FN", &field("name"));
    let unit = field("unit");
    let unit = if unit.is_empty() { unit } else { format!(";{unit}") };
    put("ORG", &format!("{}{unit}", field("name")));
    put("NICKNAME", &field("acronym"));
    put("ROLE", &field("role"));
    put("ADR", &format!(";;{};{};;;{}", field("address"), field("city"), field("state")));
    put("TZ", &field("timezone"));
    for language in contact.field("languages").split(',') {
        put("LANG", &escaped(language.trim()));
    }
    for (at, channel) in contact.channels.iter().enumerate() {
        put_channel(&mut put, contact, channel, at + 1);
    }
    put("NOTE", &field("notes"));
    for (key, value) in fields(contact).filter(|(key, _)| !STANDARD.contains(key)) {
        put(&own(key), &escaped(value));
    }
    put("END", "VCARD");
}

fn put_channel(put: &mut impl FnMut(&str, &str), contact: &Contact, channel: &Channel, at: usize) {
    let name = match channel.kind {
        ChannelKind::PhoneEmergency => "TEL;TYPE=voice,x-emergency",
        ChannelKind::Phone => "TEL;TYPE=voice",
        ChannelKind::Cell => "TEL;TYPE=cell",
        ChannelKind::Fax => "TEL;TYPE=fax",
        ChannelKind::Email | ChannelKind::SecureMail => "EMAIL",
        ChannelKind::Portal => "URL",
        ChannelKind::I247 => "X-VIGIE-VALUE",
    };
    put(&format!("c{at}.{name}"), &escaped(&channel.value));
    put(&format!("c{at}.X-VIGIE-TYPE"), channel.kind.word());
    for (key, value) in channel_fields(contact, channel) {
        put(&format!("c{at}.{}", own(key)), &escaped(value));
    }
}

fn own(key: &str) -> String {
    format!("X-VIGIE-{}", key.to_uppercase().replace('_', "-"))
}

fn uuid(hex: &str) -> String {
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            ',' => out.push_str("\\,"),
            ';' => out.push_str("\\;"),
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded between characters.
fn line(out: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if length + c.len_utf8() > FOLD {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}
