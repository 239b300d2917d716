use proptest::prelude::*;

use super::*;
use crate::domain::directory::field::{self, Field, Shape};
use crate::domain::directory::value;

/// What a stranger may have put into a field: everything that a format takes for its own.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@'\t-]{1,2}[a-zA-Z0-9(),;:\"' ]{0,20}",
        "[\\PC]{1,60}",
        "[a-z;,\\\\\"'\n:=éà]{1,120}",
        Just("النقطة الوطنية 24/7؛ \"نعم\", لا".to_owned()),
        Just("BEGIN:VCARD\nEND:VCARD\nx".to_owned()),
        Just("QUOTED-PRINTABLE:a=".to_owned()),
    ]
}

fn text_of(rule: &Field) -> BoxedStrategy<String> {
    let of = |words: &'static [&'static str]| prop::sample::select(words).prop_map(str::to_owned);
    match rule.shape {
        _ if rule.key == "fingerprint" => "[0-9A-F]{64}".boxed(),
        _ if rule.key == "replaces" => "[0-9a-f]{8}".boxed(),
        Shape::Text | Shape::LongText | Shape::List => hostile().boxed(),
        Shape::Roles => of(&["art35", "g7, art35", "police"]).boxed(),
        Shape::Country => of(&["FR", "MA", "DE"]).boxed(),
        Shape::Zone => of(&["Africa/Casablanca", "Europe/Paris"]).boxed(),
        Shape::Languages => of(&["fr", "ar, fr, en"]).boxed(),
        Shape::Hours => of(&["24/7", "Mon-Fri 08:30-18:00; Sat 09:00-12:00"]).boxed(),
        Shape::Days | Shape::Number => (0..400_u32).prop_map(|n| n.to_string()).boxed(),
        Shape::Flag => of(&["yes", "no"]).boxed(),
        Shape::Date => of(&["2026-11-01", "2025-02-28"]).boxed(),
        Shape::Url => of(&["https://portal.example.org/a?b=c;d,e"]).boxed(),
        Shape::Choice(words) => of(words).boxed(),
    }
}

fn stored(rule: &Field, text: &str) -> String {
    let text = text.replace('\r', "\n");
    value::stored(rule.shape, &text, data(), context().now).unwrap()
}

/// Values of fields in their stored form; each field is filled in two of three contacts.
fn values(rules: &'static [Field], but: &'static [&'static str]) -> BoxedStrategy<Fields> {
    let rules: Vec<&Field> = rules.iter().filter(|rule| !but.contains(&rule.key)).collect();
    let each: Vec<BoxedStrategy<(String, String)>> = rules
        .into_iter()
        .map(|rule| {
            let filled = text_of(rule).prop_map(move |text| stored(rule, &text));
            prop_oneof![1 => Just(String::new()), 2 => filled]
                .prop_map(move |text| (rule.key.to_owned(), text))
                .boxed()
        })
        .collect();
    each.prop_map(|pairs| pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect())
        .boxed()
}

fn address(kind: ChannelKind) -> BoxedStrategy<String> {
    match kind {
        kind if kind.is_number() => "\\+9993301[0-9]{5}".boxed(),
        kind if kind.is_mail() => "[a-z]{1,9}(\\+[a-z]{1,3})?@example\\.(org|net)".boxed(),
        ChannelKind::Portal => "https://[a-z]{1,9}\\.example\\.com/[a-z]{0,5}".boxed(),
        _ => "[A-Z][A-Z0-9 ]{0,8}[A-Z0-9]"
            .prop_map(|s| value::address(ChannelKind::I247, &s, None).unwrap())
            .boxed(),
    }
}

fn channels() -> impl Strategy<Value = Vec<(ChannelKind, String, Fields)>> {
    let one = prop::sample::select(ChannelKind::ALL).prop_flat_map(|kind| {
        (Just(kind), address(kind), values(field::CHANNEL, &["type", "value"]))
    });
    prop::collection::vec(one, 0..6)
}

fn contact() -> impl Strategy<Value = Contact> {
    let must = (text_of(&field::CONTACT[0]), text_of(&field::CONTACT[1]), hostile());
    let rest = values(field::CONTACT, &["state", "role"]);
    (any::<[u8; 16]>(), must, rest, channels()).prop_filter_map(
        "a contact has a name",
        |(entity, (state, role, name), mut fields, channels)| {
            let name =
                fields.get("name").cloned().unwrap_or_else(|| stored(&field::CONTACT[2], &name));
            if name.is_empty() || name.chars().all(|c| c.is_control()) {
                return None;
            }
            fields.extend([
                ("state".to_owned(), state),
                ("role".to_owned(), role),
                ("name".to_owned(), name),
            ]);
            for (kind, value, more) in channels {
                let id = channel_id(kind, &value);
                fields.insert(channel_key(id, "type"), kind.word().to_owned());
                fields.insert(channel_key(id, "value"), value);
                fields.extend(more.into_iter().map(|(key, value)| (channel_key(id, &key), value)));
            }
            Some(Told::new(EntityId(entity), fields).contact())
        },
    )
}

/// What is filled of a contact, channels by their id.
fn filled(contact: &Contact) -> Fields {
    let all =
        contact.fields.iter().map(|(key, register)| (key.clone(), register.shown().to_owned()));
    all.filter(|(_, value)| !value.is_empty()).collect()
}

fn proposed(proposed: &Proposed) -> Fields {
    let mut all: Fields = proposed.fields.clone();
    all.retain(|_, value| !value.is_empty());
    for new in &proposed.channels {
        let id = channel_id(new.kind, &new.fields["value"]);
        all.insert(channel_key(id, "type"), new.kind.word().to_owned());
        for (key, value) in &new.fields {
            all.insert(channel_key(id, key), value.clone());
        }
    }
    all
}

fn check(contacts: &[Contact], text: &str, as_format: Format) -> Result<(), TestCaseError> {
    let edition = read("", text.as_bytes(), &context())
        .map_err(|e| TestCaseError::fail(format!("{e:?}\n{text}")))?;
    prop_assert_eq!(edition.format, as_format);
    prop_assert_eq!(&edition.faults, &[], "{}", text);
    prop_assert_eq!(edition.contacts.len(), contacts.len());
    for (contact, read) in contacts.iter().zip(&edition.contacts) {
        prop_assert_eq!(read.entity, contact.entity);
        prop_assert_eq!(proposed(read), filled(contact), "{}", text);
    }
    Ok(())
}

/// Each contact once: two with one entity would be one contact.
fn contacts() -> impl Strategy<Value = Vec<Contact>> {
    prop::collection::vec(contact(), 1..4).prop_filter("each once", |all| {
        all.iter().enumerate().all(|(at, c)| all[..at].iter().all(|o| o.entity != c.entity))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn csv_holds_everything(contacts in contacts(), bom: bool) {
        let text = write::csv(&contacts, bom);
        check(&contacts, &text, Format::Csv)?;
    }

    #[test]
    fn vcard_holds_everything(contacts in contacts()) {
        let text = write::vcard(&contacts);
        check(&contacts, &text, Format::Vcard)?;
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75), "{}", text);
    }

    #[test]
    fn toml_holds_everything(contacts in contacts()) {
        let text = write::toml(&contacts);
        check(&contacts, &text, Format::Toml)?;
    }

    #[test]
    fn no_cell_of_a_table_is_a_formula(contacts in contacts()) {
        let text = write::csv(&contacts, false);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        for record in reader.records() {
            for cell in record.unwrap().iter() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']), "{cell:?}");
            }
        }
    }
}
