use proptest::prelude::*;

use super::*;

#[test]
fn a_number_is_read_in_every_usual_form() {
    for text in [
        "+33199000007",
        "+33 1 99 00 00 07",
        "+33 (0)1.99.00.00.07",
        "(+33) 1 99 00 00 07",
        "0033 1 99 00 00 07",
        "00 33 (0) 1 99 00 00 07",
        "tel:+33-1-99-00-00-07",
        "01 99 00 00 07",
        "01.99.00.00.07",
        "(01) 99-00-00-07",
        "1 99 00 00 07",
        "\u{200e}+٣٣ ١ ٩٩ ٠٠ ٠٠ ٠٧\u{200e}",
        "＋33 1 99 00 00 07",
    ] {
        assert_eq!(normalise(text, Some("+33")).as_deref(), Some("+33199000007"), "{text}");
    }
}

#[test]
fn national_plans_keep_or_drop_their_own_prefix() {
    let read = |text: &str, code: &str| normalise(text, Some(code));
    assert_eq!(read("(202) 555-0143", "+1").as_deref(), Some("+12025550143"));
    assert_eq!(read("1-202-555-0143", "1").as_deref(), Some("+12025550143"));
    assert_eq!(read("06 1 234 5678", "+36").as_deref(), Some("+3612345678"));
    assert_eq!(read("06 1234 5678", "+39").as_deref(), Some("+390612345678"));
    assert_eq!(read("020 7946 0012", "+44").as_deref(), Some("+442079460012"));
    assert_eq!(read("8 800 555 01 43", "+7").as_deref(), Some("+78005550143"));
}

#[test]
fn what_may_mean_two_numbers_or_none_is_not_read() {
    for text in [
        "",
        "+",
        "+33",
        "112",
        "17",
        "+33 1 99 00 00 07 ext 12",
        "+33 1 99 00 00 07 / 08 x",
        "++33199000007",
        "+0199000007",
        "+12345678901234567",
        "call me",
        "33 1 99 00 00 07",
        "1+33199000007",
    ] {
        assert_eq!(normalise(text, Some("+33")), None, "{text}");
    }
    assert_eq!(normalise("01 99 00 00 07", None), None);
    assert_eq!(normalise("(0)1 99 00 00 07", Some("33")), None);
}

#[test]
fn a_number_is_grouped_for_reading_out() {
    for (number, shown) in [
        ("+33199000007", "+33 1 99 00 00 07"),
        ("+12025550143", "+1 202 555 0143"),
        ("+442079460012", "+44 20 7946 0012"),
        ("+212537000000", "+212 5 37 00 00 00"),
        ("+999330100", "+999 33 01 00"),
        ("not a number", "not a number"),
        ("+", "+"),
        ("+12", "+1 2"),
    ] {
        assert_eq!(spaced(number), shown);
    }
}

#[test]
fn the_prefix_of_the_line_stands_for_the_plus() {
    assert_eq!(dialled("+33199000007", "00"), "00 33 1 99 00 00 07");
    assert_eq!(dialled("+33199000007", " 0 00 "), "0 00 33 1 99 00 00 07");
    assert_eq!(dialled("+33199000007", ""), "+33 1 99 00 00 07");
}

proptest! {
    #[test]
    fn any_text_gives_a_number_or_none(text in ".{0,40}", code in "[0-9+]{0,4}") {
        if let Some(number) = normalise(&text, Some(&code)) {
            let digits = number.strip_prefix('+').unwrap_or_default();
            prop_assert!(DIGITS.contains(&digits.len()));
            prop_assert!(digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0'));
            prop_assert_eq!(normalise(&number, Some(&code)), Some(number.clone()));
        }
        let _ = (spaced(&text), dialled(&text, &code));
    }

    #[test]
    fn grouping_loses_no_digit(number in "\\+[1-9][0-9]{6,14}") {
        prop_assert_eq!(normalise(&spaced(&number), None), Some(number.clone()));
        prop_assert_eq!(normalise(&dialled(&number, "00"), None), Some(number));
    }
}
