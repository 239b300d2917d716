//! A telephone number in digits of five lines, to be read across the room.

use crate::text::format;

/// Lines of a big digit.
pub const LINES: usize = 5;

type Glyph = [&'static str; LINES];

const DIGITS: [Glyph; 10] = [
    ["###", "# #", "# #", "# #", "###"],
    [" # ", "## ", " # ", " # ", "###"],
    ["###", "  #", "###", "#  ", "###"],
    ["###", "  #", " ##", "  #", "###"],
    ["# #", "# #", "###", "  #", "  #"],
    ["###", "#  ", "###", "  #", "###"],
    ["###", "#  ", "###", "# #", "###"],
    ["###", "  #", "  #", "  #", "  #"],
    ["###", "# #", "###", "# #", "###"],
    ["###", "# #", "###", "  #", "###"],
];
const PLUS: Glyph = ["   ", " # ", "###", " # ", "   "];
const STAR: Glyph = ["   ", "# #", " # ", "# #", "   "];
const GAP: Glyph = [" ", " ", " ", " ", " "];

fn glyph(c: char) -> Option<Glyph> {
    match c {
        '+' => Some(PLUS),
        '*' => Some(STAR),
        ' ' => Some(GAP),
        c => DIGITS.get(usize::try_from(c.to_digit(10)?).ok()?).copied(),
    }
}

/// The lines of a number in big digits; `None` where it has other signs than a number has, or is
/// wider than `cols`.
pub fn big(number: &str, cols: usize, unicode: bool) -> Option<[String; LINES]> {
    let mut lines: [String; LINES] = Default::default();
    for c in number.chars() {
        let glyph = glyph(c)?;
        for (line, part) in lines.iter_mut().zip(glyph) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
        }
    }
    let [first, ..] = &lines;
    if first.is_empty() || format::width(first) > cols {
        return None;
    }
    Some(if unicode { lines.map(|line| line.replace('#', "█")) } else { lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_five_lines_of_one_width() {
        let lines = big("+33 1", 78, false).unwrap();
        assert_eq!(
            lines,
            [
                "    ### ###    # ",
                " #    #   #   ## ",
                "###  ##  ##    # ",
                " #    #   #    # ",
                "    ### ###   ###",
            ]
        );
        let all = big("0123456789 +*", 200, true).unwrap();
        assert!(all.iter().all(|line| format::width(line) == format::width(&all[0])));
        assert!(all.iter().all(|line| !line.contains('#')));
    }

    #[test]
    fn the_longest_number_fits_into_80_columns() {
        assert!(big("+123 45 67 89 01 23 45", 78, true).is_some());
        assert!(big("+123 45 67 89 01 23 45", 60, true).is_none());
    }

    #[test]
    fn what_is_no_number_is_left_to_plain_letters() {
        for text in ["", "a@example.org", "+33\u{202e}1", "١٢"] {
            assert_eq!(big(text, 200, true), None, "{text:?}");
        }
    }

    #[test]
    fn no_two_digits_look_alike() {
        let mut seen: Vec<Glyph> = DIGITS.to_vec();
        seen.extend([PLUS, STAR, GAP]);
        let many = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), many);
    }
}
