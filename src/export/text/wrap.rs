//! Folding at spaces to a number of columns.

use crate::text::format::width;
use unicode_segmentation::UnicodeSegmentation;

/// Folds one paragraph: the first line after `first` spaces, further ones after `hang`. Words that
/// are wider than the line are broken. Spaces inside a line are kept as they are.
pub fn wrap(text: &str, columns: usize, first: usize, hang: usize) -> Vec<String> {
    let hang = hang.min(columns / 2);
    let mut lines = Vec::new();
    let mut line = " ".repeat(first);
    let mut used = first;
    let mut bare = true;
    for word in text.split_inclusive(' ') {
        let wide = width(word.trim_end());
        if used + wide > columns && !bare {
            lines.push(std::mem::take(&mut line));
            line = " ".repeat(hang);
            used = hang;
            bare = true;
        }
        if used + wide <= columns {
            line.push_str(word);
            used += width(word);
            bare = bare && word.trim().is_empty();
            continue;
        }
        for cluster in word.graphemes(true) {
            let wide = width(cluster);
            if used + wide > columns && cluster != " " {
                lines.push(std::mem::take(&mut line));
                line = " ".repeat(hang);
                used = hang;
            }
            line.push_str(cluster);
            used += wide;
        }
        bare = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_asked_and_no_letter_is_lost() {
        let texts = [
            "a short line",
            "https://example.org/a/very/long/path/that/does/not/fit/on/one/line/at/all/indeed",
            "les données conservées jusqu’au 20 janvier 2027 à la demande de la Partie requérante",
            "البيانات محفوظة حتى إشعار آخر لدى مقدم الخدمة",
        ];
        for text in texts {
            for columns in [40, 41, 60, 80] {
                let lines = wrap(text, columns, 2, 6);
                assert!(lines.iter().all(|line| width(line.trim_end()) <= columns), "{lines:?}");
                let letters =
                    |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(letters(&lines.concat()), letters(text));
            }
        }
    }

    #[test]
    fn an_endless_line_is_not_folded() {
        assert_eq!(wrap("a b c", usize::MAX, 0, 2), ["a b c"]);
    }
}
