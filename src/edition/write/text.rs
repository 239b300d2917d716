//! Our own format.

use super::{channel_fields, fields};
use crate::domain::directory::Contact;

pub fn toml(contacts: &[Contact]) -> String {
    let mut out = String::new();
    for contact in contacts {
        out.push_str("[[contact]]\n");
        pair(&mut out, "vigie_id", &contact.entity.to_string());
        for (key, value) in fields(contact) {
            pair(&mut out, key, value);
        }
        for channel in &contact.channels {
            out.push_str("\n[[contact.channel]]\n");
            pair(&mut out, "type", channel.kind.word());
            pair(&mut out, "value", &channel.value);
            for (key, value) in channel_fields(contact, channel) {
                pair(&mut out, key, value);
            }
        }
        out.push('\n');
    }
    out
}

fn pair(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push_str(" = \"");
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push_str("\"\n");
}
