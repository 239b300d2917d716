//! The fields of a contact and of its channels. Names follow FIRST's directory where it has them.

/// How the text of a field is read. Stored forms: a list is set apart by `, `; a date is
/// `YYYY-MM-DD`; a number of days is decimal; hours are as `hours` reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    LongText,
    List,
    /// Words of [`super::Role`], a list.
    Roles,
    /// ISO 3166 alpha-2.
    Country,
    /// IANA.
    Zone,
    /// ISO 639 codes, a list.
    Languages,
    Hours,
    Days,
    /// `yes` or `no`.
    Flag,
    Date,
    Url,
    Number,
    Choice(&'static [&'static str]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub key: &'static str,
    pub shape: Shape,
}

const fn f(key: &'static str, shape: Shape) -> Field {
    Field { key, shape }
}

/// Words of [`super::Role`].
pub const ROLES: &[&str] = &[
    "art35",
    "g7",
    "ncb",
    "central_authority",
    "protocol_authority",
    "prosecutor",
    "police",
    "ministry",
    "other_point",
    "csirt",
    "cyber_agency",
    "telecom_regulator",
    "data_protection",
    "provider",
    "registrar",
    "other",
];

/// Of the contact itself, in the order in which they are shown and exported.
pub const CONTACT: &[Field] = &[
    f("state", Shape::Country),
    f("role", Shape::Roles),
    f("name", Shape::Text),
    f("name_fr", Shape::Text),
    f("name_ar", Shape::Text),
    f("acronym", Shape::Text),
    f("parent", Shape::Text),
    f("unit", Shape::Text),
    f("person", Shape::Text),
    f("city", Shape::Text),
    f("address", Shape::Text),
    f("timezone", Shape::Zone),
    f("operating_hours", Shape::Hours),
    f("holidays", Shape::Text),
    f("languages", Shape::Languages),
    f("reply_languages", Shape::Languages),
    f("say_first", Shape::LongText),
    f("requires", Shape::List),
    f("domains", Shape::List),
    f("preservation_days", Shape::Days),
    f("preservation_max_days", Shape::Days),
    f("renewals", Shape::Text),
    f("notice_days", Shape::Days),
    f("declarations", Shape::LongText),
    // Of providers and registrars.
    f("services", Shape::List),
    f("legal_entity", Shape::Text),
    f("jurisdiction", Shape::Country),
    f("foreign_requests", Shape::Flag),
    f("notifies", Shape::Choice(&["never", "unless_ordered", "delayed", "always"])),
    f("emergency_form", Shape::Url),
    f("retention", Shape::Text),
    f("cgnat", Shape::Flag),
    f("notes", Shape::LongText),
    // Where it is known from.
    f("series", Shape::Text),
    f("key", Shape::Text),
    f("source", Shape::Text),
    f("as_of", Shape::Date),
    f("confidence", Shape::Choice(&["high", "medium", "low"])),
    f("closed", Shape::Date),
    f("closed_reason", Shape::Text),
    f("superseded_by", Shape::Text),
];

/// Of a channel. `type` and `value` make the channel what it is and are written once.
pub const CHANNEL: &[Field] = &[
    f(
        "type",
        Shape::Choice(&[
            "phone_emergency",
            "phone",
            "cell",
            "fax",
            "email",
            "secure_mail",
            "portal",
            "i247",
        ]),
    ),
    f("value", Shape::Text),
    f("label", Shape::Text),
    f("operating_hours", Shape::Hours),
    f("timezone", Shape::Zone),
    f("languages", Shape::Languages),
    f("encryption", Shape::Choice(&["none", "pgp", "smime"])),
    f("fingerprint", Shape::Text),
    f("key", Shape::LongText),
    f("order", Shape::Number),
    f("say_first", Shape::LongText),
    // A channel's id: its place is taken once this one has been proved.
    f("replaces", Shape::Text),
    f("closed", Shape::Date),
    f("closed_reason", Shape::Text),
];

pub fn contact(key: &str) -> Option<&'static Field> {
    CONTACT.iter().find(|field| field.key == key)
}

pub fn channel(key: &str) -> Option<&'static Field> {
    CHANNEL.iter().find(|field| field.key == key)
}

#[cfg(test)]
mod tests {
    use super::super::{ChannelKind, Encryption, Notifies, Role};
    use super::*;

    fn choices(fields: &[Field], key: &str) -> &'static [&'static str] {
        match fields.iter().find(|field| field.key == key).map(|field| field.shape) {
            Some(Shape::Choice(words)) => words,
            other => panic!("{key} is {other:?}"),
        }
    }

    #[test]
    fn the_words_of_a_choice_are_those_of_its_type() {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        assert_eq!(words, ROLES);
        let words: Vec<&str> = Notifies::ALL.iter().map(|it| it.word()).collect();
        assert_eq!(words, choices(CONTACT, "notifies"));
        let words: Vec<&str> = ChannelKind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words, choices(CHANNEL, "type"));
        let words: Vec<&str> = Encryption::ALL.iter().map(|it| it.word()).collect();
        assert_eq!(words, choices(CHANNEL, "encryption"));
    }

    #[test]
    fn no_key_is_given_twice() {
        for fields in [CONTACT, CHANNEL] {
            let mut keys: Vec<&str> = fields.iter().map(|field| field.key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), fields.len());
        }
    }
}
