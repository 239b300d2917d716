//! Properties of any input: it ends in an answer, and no text is lost.

use super::*;
use proptest::prelude::*;

fn all_text(p: &Proposal) -> String {
    let mut out: Vec<&str> = p.fields.values().map(String::as_str).collect();
    out.extend(p.not_understood.iter().map(String::as_str));
    out.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_under_any_name_end_in_an_answer(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        name in prop::sample::select(vec!["-", "a.eml", "a.toml", "a.json", "a.txt"]),
    ) {
        let data = catalogue();
        let _ = read(name, &bytes, &context(&data));
    }

    #[test]
    fn a_damaged_fixture_ends_in_an_answer(
        name in prop::sample::select(vec![
            "french.eml", "arabic.eml", "hostile.eml", "form_in_mail.eml", "request.toml",
            "request.json", "tcy_preservation_fr.txt", "tcy_mla_en.txt",
        ]),
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let data = catalogue();
        let mut bytes = fixture(name);
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(name, &bytes, &context(&data));
        bytes.truncate(cut.index(bytes.len()));
        let _ = read(name, &bytes, &context(&data));
    }

    #[test]
    fn no_line_of_a_form_is_lost(
        lines in proptest::collection::vec((0usize..60, "[a-zé(\\[☒:. ]{0,12}[a-z0-9]{4}[a-z:.\\]) ]{0,12}"), 1..12),
        name in prop::sample::select(vec!["tcy_preservation_en.txt", "tcy_preservation_fr.txt", "tcy_mla_en.txt"]),
    ) {
        let data = catalogue();
        let text = String::from_utf8(fixture(name)).unwrap();
        let mut form: Vec<String> = text.lines().map(str::to_owned).collect();
        for (at, line) in &lines {
            form.insert((*at).min(form.len()), line.clone());
        }
        let p = read(name, form.join("\n").as_bytes(), &context(&data)).unwrap().remove(0);
        let kept = value::fold(&all_text(&p));
        for (_, line) in &lines {
            // Marks of boxes may be written anew; the words may not be lost.
            let words = value::fold(&line.replace("☒", "").replace("[x]", ""));
            prop_assert!(kept.contains(&words), "{line:?} lost");
        }
    }
}
