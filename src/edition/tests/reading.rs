use super::*;

fn channel(edition: &Edition, at: usize, kind: ChannelKind) -> &str {
    let found = edition.contacts[at].channels.iter().find(|channel| channel.kind == kind);
    &found.unwrap().fields["value"]
}

#[test]
fn one_directory_in_seven_spellings() {
    let expected = read_fixture("plain.csv");
    assert_eq!(expected.contacts.len(), 3);
    assert_eq!(expected.faults, []);
    assert_eq!(expected.contacts[0].field("name"), "Sous-direction de la lutte cyber, \"été\"");
    assert_eq!(channel(&expected, 0, ChannelKind::PhoneEmergency), "+33199000007");
    assert_eq!(channel(&expected, 1, ChannelKind::Phone), "+99933010000");
    for (name, encoding) in [
        ("semicolon.csv", "UTF-8"),
        ("tab.csv", "UTF-8"),
        ("utf8_bom.csv", "UTF-8"),
        ("utf16le.csv", "UTF-16LE"),
        ("utf16be_no_bom.csv", "UTF-16BE"),
        ("latin1.csv", "windows-1252"),
    ] {
        let edition = read_fixture(name);
        assert_eq!(edition.encoding, encoding, "{name}");
        let notes: &[Note] =
            if name == "latin1.csv" { &[Note::Encoding("windows-1252")] } else { &[] };
        assert_eq!(edition.notes, notes, "{name}");
        for (read, expected) in edition.contacts.iter().zip(&expected.contacts) {
            let mut fields = read.fields.clone();
            fields.insert("source".to_owned(), expected.field("source").to_owned());
            assert_eq!((&fields, &read.channels), (&expected.fields, &expected.channels), "{name}");
        }
        assert_eq!(edition.contacts.len(), expected.contacts.len(), "{name}");
    }
}

#[test]
fn a_wrong_header_is_named_with_what_is_near() {
    let refused = read("x.csv", &fixture("wrong_header.csv"), &context()).unwrap_err();
    let Refused::Header { found, missing, near } = refused else { panic!("{refused:?}") };
    assert_eq!(found, ["sate", "nmae", "rank", "phone"]);
    assert_eq!(missing, ["state", "name", "role"]);
    assert!(near.contains(&("sate".to_owned(), "state".to_owned())), "{near:?}");
}

#[test]
fn each_bad_cell_is_a_fault_and_the_rest_of_the_row_stays() {
    let edition = read_fixture("faults.csv");
    let told: Vec<(usize, &str, &str)> =
        edition.faults.iter().map(|f| (f.line, f.field.as_str(), f.wrong.code())).collect();
    assert_eq!(
        told,
        [
            (2, "timezone", "zone"),
            (2, "phone", "value"),
            (2, "email", "value"),
            (3, "country", "state"),
            (3, "phone", "number_alone"),
            (4, "role", "role"),
            (4, "as of", "value"),
            (5, "", "cells"),
            (6, "as of", "in_future"),
        ]
    );
    let first = &edition.contacts[0];
    assert_eq!(first.field("name"), "Point de contact");
    assert_eq!(first.channels, [], "a bad number is not there");
    assert!(!first.fields.contains_key("timezone"));
    assert!(!first.whole.contains(&ChannelKind::Phone), "what cannot be read is not gone");
    assert!(!edition.whole);
    let zone = edition.faults.iter().find(|f| f.wrong.code() == "zone").unwrap();
    assert_eq!(zone.wrong, Wrong::Zone(Some("Europe/Paris".to_owned())));
    let state = edition.faults.iter().find(|f| f.wrong.code() == "state").unwrap();
    assert_eq!(state.wrong, Wrong::State(Some("DE".to_owned())));
}

#[test]
fn the_same_row_is_taken_once_and_two_that_differ_not_at_all() {
    let edition = read_fixture("duplicates.csv");
    let keys: Vec<&str> = edition.contacts.iter().map(|c| c.field("key")).collect();
    assert_eq!(keys, ["a", "c"]);
    assert_eq!(edition.notes, [Note::Twice { line: 4, first: 2 }]);
    let told: Vec<(usize, &Wrong)> = edition.faults.iter().map(|f| (f.line, &f.wrong)).collect();
    let differ = |other| Wrong::SameKey { key: "b".to_owned(), other };
    assert_eq!(told, [(3, &differ(5)), (5, &differ(3))]);
    assert_eq!(edition.aside.len(), 1);
}

#[test]
fn names_of_first_and_of_people_are_known() {
    let edition = read_text(
        "Official team name,Country,Phone-emergency,Operating-hours,TimeZone,E-mail 2,constituency\n\
         CERT Exemple,France,01 99 00 00 07,lun-ven 8h30-18h,europe/paris,Desk@Example.ORG,all\n",
    );
    assert_eq!(edition.faults, []);
    let contact = &edition.contacts[0];
    for (key, value) in [
        ("state", "FR"),
        ("role", "csirt"),
        ("operating_hours", "Mon-Fri 08:30-18:00"),
        ("timezone", "Europe/Paris"),
    ] {
        assert_eq!(contact.field(key), value);
    }
    assert_eq!(channel(&edition, 0, ChannelKind::PhoneEmergency), "+33199000007");
    assert_eq!(channel(&edition, 0, ChannelKind::Email), "desk@example.org");
    let column = Note::Column { name: "constituency".to_owned(), nearest: None };
    assert_eq!(edition.notes, [column]);
}

#[test]
fn a_row_a_channel_is_gathered_by_key() {
    let edition = read_text(
        "key;pays;nom;fonction;type;valeur;value;channel.label;channel.order\n\
         1;Maroc;DGSN;art35;tel;;+999330100001;permanence;1\n\
         1;;;;courriel;;desk@example.org;;2\n\
         2;MA;Autre;police;pigeon;;coo;;\n\
         3;MA;X;ncb;phone;;+999330100002;;\n\
         3;MA;Y;ncb;phone;;+999330100003;;\n",
    );
    assert_eq!(edition.contacts.len(), 2);
    assert_eq!(edition.contacts[0].channels.len(), 2);
    assert_eq!(edition.contacts[0].channels[0].fields["label"], "permanence");
    assert!(edition.contacts[1].whole.is_empty());
    let told: Vec<(usize, &str)> =
        edition.faults.iter().map(|f| (f.line, f.wrong.code())).collect();
    assert_eq!(told, [(4, "unknown"), (5, "same_key"), (6, "same_key")]);
}

#[test]
fn cards_of_three_ages() {
    let edition = read_fixture("cards.vcf");
    assert_eq!(edition.faults, []);
    assert_eq!(edition.contacts.len(), 3);
    let old = &edition.contacts[0];
    assert_eq!(old.field("name"), "Brigade de répression de la cybercriminalité électronique");
    assert_eq!(old.field("person"), "Hélène Dupré, Cheffe de permanence");
    assert_eq!(
        old.field("notes"),
        "Répond 24h/24 ; demander la permanence, s'il vous plaît.\nMerci"
    );
    assert_eq!(channel(&edition, 0, ChannelKind::Cell), "+33199000008");
    assert_eq!(channel(&edition, 0, ChannelKind::Fax), "+33199000009");
    let new = &edition.contacts[1];
    assert_eq!((new.field("state"), new.field("timezone")), ("DE", "Europe/Berlin"));
    assert_eq!(new.field("languages"), "de, en");
    assert_eq!(new.field("notes"), "a line that is folded in the middle of a word");
    let labelled = new.channels.iter().find(|c| c.fields["value"] == "+493023125001").unwrap();
    assert_eq!(labelled.fields["label"], "Lagezentrum");
    assert_eq!(edition.contacts[2].field("name"), "Bureau central");
    let unknown = |name: &str| Note::Property { name: name.to_owned(), times: 1 };
    assert_eq!(edition.notes, [unknown("BDAY"), unknown("URL")]);
}

#[test]
fn a_card_in_latin1_says_its_charset_itself() {
    let card = b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=ISO-8859-1:Autorit\xe9\nROLE:police\n\
        ADR:;;;Rabat;;;Maroc\nNOTE;CHARSET=windows-1256:\xe3\xd1\xcd\xc8\xc7\nEND:VCARD\n";
    let edition = read("x.vcf", card, &context()).unwrap();
    assert_eq!(edition.contacts[0].field("name"), "Autorité");
    assert_eq!(edition.contacts[0].field("notes"), "مرحبا");
    assert_eq!(edition.contacts[0].field("state"), "MA");
}

#[test]
fn a_card_without_an_end_is_refused() {
    let text = "BEGIN:VCARD\nFN:x\nEND:VCARD\nBEGIN:VCARD\nFN:y\n";
    assert_eq!(read("x", text.as_bytes(), &context()), Err(Refused::Unclosed { line: 4 }));
}

#[test]
fn our_own_format_tells_its_faults_by_line() {
    let edition = read_fixture("national.toml");
    assert_eq!((edition.series.as_str(), edition.as_of.as_str()), ("national", "2026-11-01"));
    let first = &edition.contacts[0];
    assert_eq!(first.field("role"), "central_authority, ministry");
    assert_eq!(first.channels.len(), 2);
    assert_eq!(first.channels[1].fields["order"], "1");
    let told: Vec<(usize, &str, &str)> =
        edition.faults.iter().map(|f| (f.line, f.field.as_str(), f.wrong.code())).collect();
    assert_eq!(told, [(19, "name", "missing"), (22, "naem", "unknown"), (26, "value", "value")]);
    let broken = read("x", b"[[contact]]\nstate = FR\n", &context()).unwrap_err();
    assert!(matches!(broken, Refused::Syntax { line: 2, column: 9, .. }), "{broken:?}");
}

#[test]
fn other_files_are_told_for_what_they_are() {
    for (bytes, kind) in [
        (&b"PK\x03\x04abc"[..], "xlsx"),
        (b"%PDF-1.7", "pdf"),
        (b"\x7fELF\0\0\0\0abc\0\0", ""),
        (b" {\"a\": 1}", "json"),
    ] {
        assert_eq!(read("x", bytes, &context()), Err(Refused::OtherKind(kind)));
    }
    assert_eq!(read("x", b" \n", &context()), Err(Refused::Empty));
    assert_eq!(read("x", b"state,name,role\n", &context()), Err(Refused::NoContacts));
}

#[test]
fn a_contact_is_the_same_on_every_desk() {
    let one = read_text("key,state,name,role,series\nk1,FR,A,art35,coe\n");
    let two = read_text("series;role;name;state;id\ncoe;art35;Other;FR;k1\n");
    assert_eq!(one.contacts[0].entity, two.contacts[0].entity);
    assert_eq!(one.contacts[0].entity, entity("coe", "k1"));
    let unkeyed = read_text("state,name,role\nFR,Été  Central,art35\n");
    assert_eq!(unkeyed.contacts[0].entity, entity("", "FR|art35|ete central"));
}
