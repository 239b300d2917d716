//! A Rust file as the tidy rules see it: code without comments and literals, and which lines are
//! tests.

use std::{collections::BTreeSet, fs, ops::Range, path::Path};

/// A file of the repository.
pub struct Source {
    /// From the root of the repository, with `/`.
    pub path: String,
    pub raw: String,
    /// Same lines and columns, with comments and the insides of literals blanked.
    pub code: String,
    /// Bytes of `code` that belong to tests.
    tests: Vec<Range<usize>>,
    pub is_test: bool,
}

impl Source {
    pub fn new(path: &str, raw: String) -> Self {
        let code = strip(&raw);
        let tests = test_ranges(&code);
        let is_test =
            path.starts_with("tests/") || path.ends_with("/tests.rs") || path.contains("/tests/");
        Self { path: path.to_owned(), raw, code, tests, is_test }
    }

    pub fn line_at(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    pub fn in_test(&self, at: usize) -> bool {
        self.is_test || self.tests.iter().any(|range| range.contains(&at))
    }

    /// Where `word` stands in the code, tests left out. A word of letters is matched whole.
    pub fn find(&self, word: &str) -> Vec<usize> {
        self.code
            .match_indices(word)
            .map(|(at, _)| at)
            .filter(|&at| !self.in_test(at) && is_whole(&self.code, at, word))
            .collect()
    }

    /// `src/tui/terminal.rs` is `["tui", "terminal"]`, `src/lib.rs` nothing.
    pub fn module(&self) -> Vec<&str> {
        let Some(inner) = self.path.strip_prefix("src/").and_then(|p| p.strip_suffix(".rs")) else {
            return Vec::new();
        };
        let mut parts: Vec<&str> = inner.split('/').collect();
        if matches!(parts.last(), Some(&"mod" | &"lib" | &"main")) {
            parts.pop();
        }
        parts
    }

    /// Paths (without `.rs`) of the modules declared here for tests only.
    fn test_modules(&self) -> Vec<String> {
        let base = self.path.trim_end_matches(".rs");
        let base = ["/mod", "/lib", "/main"].iter().find_map(|end| base.strip_suffix(end));
        let folder = base.unwrap_or(self.path.trim_end_matches(".rs"));
        let declared = self.tests.iter().filter_map(|range| {
            let item = self.code[range.clone()].trim_end();
            let name = item.strip_suffix(';')?.rsplit_once("mod ")?.1.trim();
            Some(format!("{folder}/{name}"))
        });
        declared.collect()
    }
}

fn is_ident(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_whole(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + word.len()..].chars().next();
    let glued_before = word.starts_with(is_ident) && before.is_some_and(is_ident);
    let glued_after = word.ends_with(is_ident) && after.is_some_and(is_ident);
    !glued_before && !glued_after
}

/// All files below `folder` whose names end so, sorted.
pub fn files(root: &Path, folder: &str, ends: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root.join(folder)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a readable folder");
            open.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy();
            if let Ok(text) = fs::read_to_string(&path) {
                found.push((name.replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    found
}

/// The Rust files below the folders, with test modules known as such.
pub fn sources(root: &Path, folders: &[&str]) -> Vec<Source> {
    let mut all: Vec<Source> = folders
        .iter()
        .flat_map(|folder| files(root, folder, &[".rs"]))
        .map(|(path, raw)| Source::new(&path, raw))
        .collect();
    let tests: BTreeSet<String> = all.iter().flat_map(Source::test_modules).collect();
    for source in &mut all {
        let path = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
        source.is_test |= tests.iter().any(|test| {
            path.strip_prefix(test).is_some_and(|r| r.is_empty() || r.starts_with('/'))
        });
    }
    all
}

/// Blanks comments and the insides of literals, keeping lines and columns.
pub fn strip(raw: &str) -> String {
    let bytes = raw.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    let mut ident_before = false;
    while at < bytes.len() {
        let rest = &raw.as_bytes()[at..];
        let (end, quotes) = match rest[0] {
            b'/' if rest.starts_with(b"//") => (at + line_end(rest), 0),
            b'/' if rest.starts_with(b"/*") => (at + comment_end(rest), 0),
            b'"' => (at + string_end(rest), 1),
            b'r' | b'b' | b'c' if !ident_before => match raw_string(rest) {
                Some(length) => (at + length, 0),
                None => (at, 0),
            },
            b'\'' => (at + char_end(rest), 1),
            _ => (at, 0),
        };
        if end > at {
            for byte in &mut out[at + quotes..end - quotes] {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
            at = end;
            ident_before = false;
        } else {
            ident_before = rest[0].is_ascii_alphanumeric() || rest[0] == b'_';
            at += 1;
        }
    }
    // Bytes above ASCII are kept or blanked whole, so this never replaces anything.
    String::from_utf8_lossy(&out).into_owned()
}

fn line_end(rest: &[u8]) -> usize {
    rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len())
}

fn comment_end(rest: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn string_end(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of `r"…"`, `br#"…"#` and the like, if one begins here.
fn raw_string(rest: &[u8]) -> Option<usize> {
    let prefix = rest.iter().take_while(|b| matches!(b, b'b' | b'c')).count();
    let mut at = prefix;
    if prefix > 1 || rest.get(at) != Some(&b'r') {
        return None;
    }
    at += 1;
    let hashes = rest[at..].iter().take_while(|&&b| b == b'#').count();
    at += hashes;
    if rest.get(at) != Some(&b'"') {
        return None;
    }
    let close = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
    let body = &rest[at + 1..];
    let end = body.windows(close.len()).position(|w| w == close).unwrap_or(body.len());
    Some((at + 1 + end + close.len()).min(rest.len()))
}

/// The length of a character literal, or zero for a lifetime.
fn char_end(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        return rest[3..].iter().position(|&b| b == b'\'').map_or(0, |end| end + 4);
    }
    let text = String::from_utf8_lossy(&rest[1..rest.len().min(6)]);
    match text.chars().next() {
        Some(c) if text[c.len_utf8()..].starts_with('\'') => c.len_utf8() + 2,
        _ => 0,
    }
}

/// The index behind the bracket that closes the one at `open`.
pub fn matching(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// Where the body of the item at `from` opens, if it has one; else where the item ends.
pub fn body(code: &str, from: usize) -> Result<usize, usize> {
    let mut depth = 0_i32;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return Ok(at),
            b';' if depth == 0 => return Err(at + 1),
            _ => {}
        }
    }
    Err(code.len())
}

fn test_ranges(code: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for mark in ["#[cfg(test)]", "#[cfg(any(test", "#[cfg(all(test"] {
        for (at, _) in code.match_indices(mark) {
            let end = match body(code, at) {
                Ok(open) => matching(code, open),
                Err(end) => end,
            };
            ranges.push(at..end);
        }
    }
    ranges
}
