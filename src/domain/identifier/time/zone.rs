//! Zone abbreviations: those with one reading, and those that need a question.

/// Hours east of UTC, in quarters of an hour.
const CLEAR: &[(&str, i32)] = &[
    ("WET", 0),
    ("CET", 4),
    ("CEST", 8),
    ("EET", 8),
    ("EEST", 12),
    ("MSK", 12),
    ("TRT", 12),
    ("WAT", 4),
    ("CAT", 8),
    ("EAT", 12),
    ("SAST", 8),
    ("PKT", 20),
    ("NPT", 23),
    ("ICT", 28),
    ("WIB", 28),
    ("HKT", 32),
    ("SGT", 32),
    ("PHT", 32),
    ("AWST", 32),
    ("JST", 36),
    ("KST", 36),
    ("AEST", 40),
    ("AEDT", 44),
    ("NZST", 48),
    ("NZDT", 52),
    ("EDT", -16),
    ("MDT", -24),
    ("PDT", -28),
    ("AKST", -36),
    ("HST", -40),
    ("BRT", -12),
    ("ART", -12),
];

/// What each may mean, for the question to the partner.
const AMBIGUOUS: &[(&str, &str)] = &[
    ("CST", "-06:00, -05:00, +08:00"),
    ("CDT", "-05:00, -04:00"),
    ("IST", "+01:00, +02:00, +05:30"),
    ("BST", "+01:00, +06:00, +11:00"),
    ("EST", "-05:00, +10:00"),
    ("WEST", "+01:00, +02:00"),
    ("MST", "-07:00, +06:30, +08:00"),
    ("PST", "-08:00, +08:00"),
    ("AST", "-04:00, +03:00"),
    ("ADT", "-03:00, +04:00"),
    ("GST", "+04:00, -02:00"),
    ("SST", "-11:00, +08:00"),
    ("ECT", "-05:00, +02:00"),
    ("AMT", "-04:00, +04:00"),
    ("ACT", "-05:00, +09:30"),
    ("MT", "-07:00, -06:00"),
    ("ET", "-05:00, -04:00"),
    ("CT", "-06:00, -05:00"),
    ("PT", "-08:00, -07:00"),
];

pub(super) fn known(word: &str) -> bool {
    clear(word).is_some() || ambiguous(word).is_some()
}

/// Seconds east of UTC.
pub(super) fn clear(word: &str) -> Option<i32> {
    CLEAR.iter().find(|(name, _)| *name == word).map(|(_, quarters)| quarters * 900)
}

pub(super) fn ambiguous(word: &str) -> Option<&'static str> {
    AMBIGUOUS.iter().find(|(name, _)| *name == word).map(|(_, readings)| *readings)
}
