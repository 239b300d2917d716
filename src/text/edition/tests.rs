use super::*;
use crate::domain::directory::decide::Expected;
use crate::text::directory;

#[test]
fn faults_name_line_field_value_and_remedy() {
    let fault = Fault {
        line: 7,
        field: "phone".to_owned(),
        value: "12\u{1b}[2J".to_owned(),
        wrong: Wrong::Value(Expected::Number),
    };
    for (text, words, line) in [(&EN, &directory::EN, "line 7"), (&FR, &directory::FR, "ligne 7")] {
        let said = text.fault(&fault, words);
        assert!(said.what.starts_with(line) && said.what.contains("phone"), "{}", said.what);
        assert!(!said.what.contains('\u{1b}') && !said.remedy.is_empty(), "{said:?}");
        assert!(!said.what.contains('{') && !said.remedy.contains('{'), "{said:?}");
    }
}

#[test]
fn every_sentence_fills_its_places() {
    let s = |text: &str| text.to_owned();
    let wrongs = [
        Wrong::NumberAlone,
        Wrong::Zone(Some(s("Africa/Casablanca"))),
        Wrong::State(None),
        Wrong::Role(Some(s("art35"))),
        Wrong::TooLong(4096),
        Wrong::InFuture,
        Wrong::Missing("role"),
        Wrong::SameKey { key: s("k"), other: 9 },
        Wrong::SameChannel,
        Wrong::Cells { found: 9, columns: 4 },
        Wrong::TooManyChannels(200),
        Wrong::NoValue,
        Wrong::Unknown(None),
    ];
    let refusals = [
        Refused::Empty,
        Refused::TooLarge { size: 200 << 20, limit: 16 << 20 },
        Refused::TooMany { limit: 50_000 },
        Refused::OtherKind("xlsx"),
        Refused::OtherKind(""),
        Refused::Header {
            found: vec![s("naam"), s("land")],
            missing: vec!["state"],
            near: vec![(s("naam"), s("name"))],
        },
        Refused::Syntax { line: 3, column: 2, detail: s("x") },
        Refused::Unclosed { line: 4 },
        Refused::NoContacts,
    ];
    for (text, words) in [(&EN, &directory::EN), (&FR, &directory::FR)] {
        for wrong in &wrongs {
            let fault = Fault { line: 1, field: s("f"), value: s("v"), wrong: wrong.clone() };
            let said = text.fault(&fault, words);
            assert!(!said.what.contains('{') && !said.remedy.is_empty(), "{said:?}");
        }
        for refused in &refusals {
            let said = text.refused(refused);
            assert!(!said.what.contains('{') && !said.remedy.is_empty(), "{said:?}");
        }
    }
    let said = EN.refused(&refusals[1]);
    assert!(said.what.contains("200.0 MiB") && said.what.contains("16.0 MiB"), "{said:?}");
    let said = EN.refused(&refusals[5]);
    assert!(said.what.contains("naam, land") && said.what.contains("\"name\""), "{said:?}");
}
