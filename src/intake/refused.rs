//! Why a file is not registered: what was wrong and where. The sentence is `text::intake`'s, found
//! by `code`, so that a refusal reads the same on the screen, on stderr and in JSON.

/// Where in the file. Empty parts are unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Counted from 1; 0: unknown.
    pub line: usize,
    /// Characters, counted from 1; 0: unknown.
    pub column: usize,
    /// The key of a request file (`identifier[2].port`).
    pub key: String,
    /// The part of a message (`2.1`, `Subject`).
    pub part: String,
    /// Bytes from the start of the text, until `located` turns them into line and column.
    pub(super) offset: Option<usize>,
}

impl Place {
    pub fn at(line: usize, column: usize) -> Self {
        Self { line, column, ..Self::default() }
    }

    pub fn part(name: impl Into<String>) -> Self {
        Self { part: name.into(), ..Self::default() }
    }

    pub fn with_key(mut self, key: impl Into<String>) -> Self {
        self.key = clip(&key.into());
        self
    }

    /// A place to be located when, and only when, it is needed: counting lines costs the text.
    pub(super) fn byte(offset: usize) -> Self {
        Self { offset: Some(offset), ..Self::default() }
    }

    /// The line and column of a byte offset.
    pub fn of_offset(text: &[u8], offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let row = before.get(start..).unwrap_or_default();
        Self::at(line, String::from_utf8_lossy(row).chars().count() + 1)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not registered: {} (line {}, column {}, key {:?}, part {:?}) {:?}",
        .what.code(), .place.line, .place.column, .place.key, .place.part, .what.detail())]
pub struct Refused {
    pub place: Place,
    pub what: Box<RefusedKind>,
}

impl Refused {
    pub fn new(place: Place, what: RefusedKind) -> Self {
        Self { place, what: Box::new(what) }
    }

    /// With line and column in the text that was read.
    pub(super) fn located(mut self, text: &str) -> Self {
        if let Some(offset) = self.place.offset.take() {
            let found = Place::of_offset(text.as_bytes(), offset);
            (self.place.line, self.place.column) = (found.line, found.column);
        }
        self
    }

    /// Names the sentence in `text::intake`.
    pub fn code(&self) -> &'static str {
        self.what.code()
    }

    /// The values that the sentence quotes.
    pub fn detail(&self) -> Vec<String> {
        self.what.detail().iter().map(|text| clip(text)).collect()
    }
}

/// Foreign text in a sentence: its start is enough to find it.
fn clip(text: &str) -> String {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl From<RefusedKind> for Refused {
    fn from(what: RefusedKind) -> Self {
        Self::new(Place::default(), what)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusedKind {
    Empty,
    /// Bytes.
    TooLarge {
        size: usize,
        limit: usize,
    },
    TooManyParts {
        limit: usize,
    },
    TooDeep {
        limit: usize,
    },
    HeaderTooLong {
        limit: usize,
    },
    TooMany {
        limit: usize,
    },
    /// Bytes of one value.
    TooLong {
        size: usize,
        limit: usize,
    },
    NotUtf8,
    Nul,
    NotRecognised,
    /// The name says one format, the content another.
    Mismatch {
        said: String,
        looks: String,
    },
    Syntax {
        format: String,
        message: String,
    },
    UnknownKey {
        found: String,
        nearest: Option<String>,
    },
    DuplicateKey {
        found: String,
    },
    MissingKey {
        key: String,
    },
    WrongType {
        expected: String,
        found: String,
    },
    UnknownKind {
        found: String,
        nearest: Option<String>,
    },
    UnknownCountry {
        found: String,
        nearest: Option<String>,
    },
    UnknownWord {
        found: String,
        allowed: Vec<String>,
    },
    BadDate {
        text: String,
    },
    DateOutOfRange {
        text: String,
    },
    NoOffset {
        text: String,
    },
    BadPeriod {
        text: String,
    },
    BadSchema {
        found: String,
        expected: String,
    },
}

impl RefusedKind {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyParts { .. } => "too_many_parts",
            Self::TooDeep { .. } => "too_deep",
            Self::HeaderTooLong { .. } => "header_too_long",
            Self::TooMany { .. } => "too_many",
            Self::TooLong { .. } => "too_long",
            Self::NotUtf8 => "not_utf8",
            Self::Nul => "nul",
            Self::NotRecognised => "not_recognised",
            Self::Mismatch { .. } => "mismatch",
            Self::Syntax { .. } => "syntax",
            Self::UnknownKey { .. } => "unknown_key",
            Self::DuplicateKey { .. } => "duplicate_key",
            Self::MissingKey { .. } => "missing_key",
            Self::WrongType { .. } => "wrong_type",
            Self::UnknownKind { .. } => "unknown_kind",
            Self::UnknownCountry { .. } => "unknown_country",
            Self::UnknownWord { .. } => "unknown_word",
            Self::BadDate { .. } => "bad_date",
            Self::DateOutOfRange { .. } => "date_out_of_range",
            Self::NoOffset { .. } => "no_offset",
            Self::BadPeriod { .. } => "bad_period",
            Self::BadSchema { .. } => "bad_schema",
        }
    }

    pub fn detail(&self) -> Vec<String> {
        match self {
            Self::Empty | Self::NotUtf8 | Self::Nul | Self::NotRecognised => Vec::new(),
            Self::TooLarge { size, limit } | Self::TooLong { size, limit } => {
                vec![size.to_string(), limit.to_string()]
            }
            Self::TooManyParts { limit }
            | Self::TooDeep { limit }
            | Self::HeaderTooLong { limit }
            | Self::TooMany { limit } => vec![limit.to_string()],
            Self::Mismatch { said: a, looks: b }
            | Self::Syntax { format: a, message: b }
            | Self::WrongType { expected: a, found: b }
            | Self::BadSchema { found: a, expected: b } => vec![a.clone(), b.clone()],
            Self::UnknownKey { found, nearest }
            | Self::UnknownKind { found, nearest }
            | Self::UnknownCountry { found, nearest } => {
                std::iter::once(found).chain(nearest).cloned().collect()
            }
            Self::UnknownWord { found, allowed } => {
                std::iter::once(found).chain(allowed).cloned().collect()
            }
            Self::DuplicateKey { found: text }
            | Self::MissingKey { key: text }
            | Self::BadDate { text }
            | Self::DateOutOfRange { text }
            | Self::NoOffset { text }
            | Self::BadPeriod { text } => vec![text.clone()],
        }
    }
}

/// The known word nearest to a mistyped one; none where nothing is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let word: Vec<char> = word.to_lowercase().chars().take(64).collect();
    let limit = (word.len() / 3).clamp(1, 4);
    known
        .into_iter()
        .map(|k| (distance(&word, &k.to_lowercase().chars().collect::<Vec<_>>()), k))
        .filter(|&(d, _)| d <= limit)
        .min()
        .map(|(_, k)| k.to_owned())
}

/// Edit distance by insertions, removals and replacements.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let best = (diagonal + usize::from(x != y)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_one_slip_away_and_never_far() {
        let known = ["their_ref", "summary", "kind"];
        assert_eq!(nearest("there_ref", known), Some("their_ref".into()));
        assert_eq!(nearest("sumary", known), Some("summary".into()));
        assert_eq!(nearest("Kind", known), Some("kind".into()));
        assert_eq!(nearest("zebra_crossing", known), None);
    }

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "été\nà x".as_bytes();
        assert_eq!(Place::of_offset(text, 0), Place::at(1, 1));
        assert_eq!(Place::of_offset(text, text.len() - 1), Place::at(2, 3));
        assert_eq!(Place::of_offset(text, 999), Place::at(2, 4));
    }
}
