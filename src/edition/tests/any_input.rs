use proptest::prelude::*;

use super::*;

const STARTS: &[&str] = &[
    "",
    "BEGIN:VCARD\r\nVERSION:3.0\r\n",
    "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=\n",
    "state,name,role,phone,email,timezone,operating_hours\n",
    "state;name;role;type;value\nFR;x;art35;phone;",
    "sep=;\nstate;name;role\n",
    "[[contact]]\nstate = \"FR\"\n",
    "\u{feff}",
];

proptest! {
    #[test]
    fn no_bytes_make_it_panic(start in 0..STARTS.len(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut whole = STARTS[start].as_bytes().to_vec();
        whole.extend(bytes);
        if let Ok(edition) = read("x", &whole, &context()) {
            diff(&edition, &[], data());
        }
    }

    #[test]
    fn no_text_makes_it_panic(start in 0..STARTS.len(), text in "[\\PC\n\r\t\"';:,=@.+0-9A-Z-]{0,300}") {
        let whole = format!("{}{text}", STARTS[start]);
        if let Ok(edition) = read("x", whole.as_bytes(), &context()) {
            for proposed in &edition.contacts {
                prop_assert!(proposed.fields.values().all(|value| value.trim() == value));
            }
            diff(&edition, &[], data());
        }
    }

    #[test]
    fn utf16_of_any_text_is_read_as_its_utf8(text in "[a-zA-Zéàç é,\n]{0,80}") {
        let whole = format!("state,name,role\nFR,{text}");
        let of = |bytes: Vec<u8>| read("x", &bytes, &context()).map(|e| (e.contacts, e.faults));
        let wide = |bytes: fn(u16) -> [u8; 2]| whole.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let plain = of(whole.clone().into_bytes());
        prop_assert_eq!(of(wide(u16::to_le_bytes)), plain.clone());
        prop_assert_eq!(of(wide(u16::to_be_bytes)), plain);
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_with_its_size() {
    let refused = read("x", &vec![b'a'; (MAX + 1) as usize], &context()).unwrap_err();
    assert_eq!(refused, Refused::TooLarge { size: MAX + 1, limit: MAX });
}

#[test]
fn too_many_contacts_are_refused() {
    let mut table = "state,name,role\n".to_owned();
    for n in 0..=MOST {
        table.push_str(&format!("FR,n{n},other\n"));
    }
    assert_eq!(read("x", table.as_bytes(), &context()), Err(Refused::TooMany { limit: MOST }));
}

/// Files that would take a careless reader for ever. Counted in steps, they are all small.
#[test]
fn hostile_files_take_linear_time() {
    let wide = format!("state,name,role{}\n{}", ",phone".repeat(200_000), "FR,a,art35\n".repeat(9));
    let quotes = format!("state,name,role\nFR,\"{}", "a\"\"".repeat(1_000_000));
    let groups = "item1.TEL:+33199000007\nitem1.X-ABLABEL:x\n".repeat(40_000);
    let card = format!("BEGIN:VCARD\n{groups}END:VCARD\n");
    let folded = format!("BEGIN:VCARD\nNOTE:{}\nEND:VCARD", "a\n ".repeat(1_000_000));
    let soft =
        format!("BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:{}\nEND:VCARD", "a=\n".repeat(1_000_000));
    let same = format!("state,name,role,phone\n{}", "FR,a,art35,+33199000007\n".repeat(40_000));
    for text in [wide, quotes, card, folded, soft, same] {
        let _ = read("x", text.as_bytes(), &context());
    }
}
