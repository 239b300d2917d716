//! Telephone numbers in E.164: read as people write them, grouped for reading out, spelt for dialling.

/// Digits of a whole number without its `+` (ITU-T E.164; shorter ones reach nobody abroad).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Calling codes of one and of two digits; all others have three (ITU-T E.164 assignments).
const ONE: &str = "17";
const TWO: &[&str] = &[
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// Plans whose national numbers keep a leading zero from abroad.
const KEEPS_ZERO: &[&str] = &["39", "225", "229", "242", "378"];

/// Returns the number as `+33199000007`. Takes spaces, dots, dashes, brackets, `tel:`, `(0)`, an
/// international `00`, digits of other scripts; a national number where `calling_code` (`+33` or
/// `33`) says of which plan. `None`: it is no number, has an extension, or may mean two.
pub fn normalise(text: &str, calling_code: Option<&str>) -> Option<String> {
    let (plus, digits, trunk) = cleaned(text)?;
    let whole = if plus {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else if trunk {
        // `(0)` stands after a calling code.
        return None;
    } else {
        national(&digits, calling_code?)?
    };
    let sound = DIGITS.contains(&whole.len()) && !whole.starts_with('0');
    sound.then(|| format!("+{whole}"))
}

/// Whether it began with `+`, its digits, and whether a `(0)` was dropped.
fn cleaned(text: &str) -> Option<(bool, String, bool)> {
    let text = text.trim();
    let scheme = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("tel:"));
    let text = if scheme { text.get(4..)? } else { text };
    let mut plain = String::new();
    for c in text.chars().filter(|&c| !is_mark(c)) {
        match c {
            '+' | '＋' if plain.trim_start_matches('(').is_empty() => plain.push('+'),
            '(' | ')' => plain.push(c),
            '.' | '-' | '/' | '‐'..='―' | '−' | '·' => {}
            c if c.is_whitespace() => {}
            c => plain.push(digit(c)?),
        }
    }
    let short = plain.replacen("(0)", "", 1);
    let trunk = short.len() != plain.len();
    let plus = short.trim_start_matches('(').starts_with('+');
    let digits = short.chars().filter(char::is_ascii_digit).collect();
    Some((plus, digits, trunk))
}

/// Marks of writing direction come along when a number is copied out of an Arabic page.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '٠'..='٩' => u32::from(c) - u32::from('٠'),
        '۰'..='۹' => u32::from(c) - u32::from('۰'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        _ => return None,
    };
    char::from_digit(value, 10)
}

fn national(digits: &str, calling_code: &str) -> Option<String> {
    let code = calling_code.trim().trim_start_matches('+');
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let own = match code {
        "1" if digits.len() == 11 => digits.strip_prefix('1')?,
        "7" if digits.len() == 11 => digits.strip_prefix('8')?,
        "36" if digits.starts_with("06") => digits.get(2..)?,
        _ if KEEPS_ZERO.contains(&code) => digits,
        _ => digits.strip_prefix('0').unwrap_or(digits),
    };
    // Without a zero it may be an international number that lost its `+`.
    let doubtful = own.len() == digits.len() && own.starts_with(code);
    // Emergency and other short codes are not reached from abroad.
    (!doubtful && own.len() >= 5).then(|| format!("{code}{own}"))
}

/// The calling code and the rest of a number without its `+`.
fn parted(digits: &str) -> (&str, &str) {
    let length = match digits.get(..2) {
        Some(two) if ONE.contains(two.get(..1).unwrap_or("-")) => 1,
        Some(two) if TWO.contains(&two) => 2,
        _ => 3,
    };
    digits.split_at_checked(length).unwrap_or((digits, ""))
}

/// `+33 1 99 00 00 07`: for reading out. What is no number comes back as it is.
pub fn spaced(e164: &str) -> String {
    match grouped(e164) {
        Some(groups) => format!("+{groups}"),
        None => e164.to_owned(),
    }
}

/// What is dialled from a line where `prefix` stands for the `+`: `00 33 1 99 00 00 07`. An empty
/// prefix leaves the `+`.
pub fn dialled(e164: &str, prefix: &str) -> String {
    match grouped(e164) {
        Some(groups) if !prefix.trim().is_empty() => format!("{} {groups}", prefix.trim()),
        _ => spaced(e164),
    }
}

fn grouped(e164: &str) -> Option<String> {
    let digits = e164.strip_prefix('+')?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (code, rest) = parted(digits);
    let lengths: &[usize] = match (code, rest.len()) {
        ("1", 10) => &[3, 3],
        ("44", 10) if rest.starts_with('2') => &[2, 4],
        ("44", 10) => &[4],
        (_, n) if n % 2 == 1 => &[1],
        _ => &[],
    };
    let mut groups = vec![code];
    let mut rest = rest;
    for &length in lengths {
        let (group, after) = rest.split_at_checked(length)?;
        groups.push(group);
        rest = after;
    }
    let last = if matches!(code, "1" | "44") && !lengths.is_empty() { rest.len() } else { 2 };
    while !rest.is_empty() {
        let (group, after) = rest.split_at_checked(last.min(rest.len()))?;
        groups.push(group);
        rest = after;
    }
    Some(groups.join(" "))
}

#[cfg(test)]
mod tests;
