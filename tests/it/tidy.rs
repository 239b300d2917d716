//! House rules that the compiler does not check: who may name whom, sizes, words that must not
//! stay in the code. Each failure names file, line and rule.

mod source;

use std::path::Path;

use source::{Source, body, files, matching, sources};

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;

/// Top-level module and the others it may name.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("log", &[]),
    ("now", &[]),
    ("view", &["domain"]),
    ("text", &["domain", "view"]),
    ("catalogue", &["domain"]),
    ("config", &["domain", "text"]),
    ("intake", &["domain"]),
    ("edition", &["domain"]),
    ("store", &["domain", "log", "view"]),
    ("export", &["domain", "view", "text"]),
    ("desk", &["domain", "log", "view", "store", "catalogue", "intake", "edition"]),
    (
        "cli",
        &[
            "domain",
            "view",
            "desk",
            "catalogue",
            "config",
            "text",
            "export",
            "intake",
            "edition",
            "now",
        ],
    ),
    ("tui", &["domain", "view", "config", "text", "export"]),
];

/// Files that may name more than their module, with the reason.
const WIDER: &[(&str, &[&str], &str)] = &[
    ("src/tui/runtime", &["desk", "now", "catalogue"], "drives the desk and the clock"),
    ("src/tui/terminal", &["desk", "now", "catalogue"], "the edge to the system"),
];

const BANNED: &[&str] = &[
    "todo!",
    "unimplemented!",
    "dbg!",
    ".unwrap()",
    ".unwrap_err()",
    ".expect(",
    ".expect_err(",
    "panic!",
];

const PURE: &[&str] =
    &["std::fs", "std::io", "std::time", "::now()", "rusqlite", "ratatui", "tokio"];

/// Rule, file and why it need not hold there. One that is no longer needed fails.
const EXEMPT: &[(&str, &str, &str)] = &[];

/// One breach of one rule.
struct Breach {
    rule: &'static str,
    path: String,
    line: usize,
    what: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn report(breaches: Vec<Breach>) {
    let lines: Vec<String> = breaches
        .iter()
        .filter(|b| !EXEMPT.iter().any(|(rule, path, _)| *rule == b.rule && *path == b.path))
        .map(|b| format!("  {}:{}: {}: {}", b.path, b.line, b.rule, b.what))
        .collect();
    assert!(lines.is_empty(), "{} to put right:\n{}\n", lines.len(), lines.join("\n"));
}

fn src() -> Vec<Source> {
    sources(root(), &["src"])
}

fn all_rust() -> Vec<Source> {
    let present = ["src", "tests", "benches"];
    let present: Vec<&str> = present.into_iter().filter(|f| root().join(f).is_dir()).collect();
    sources(root(), &present)
}

#[test]
fn modules_name_only_the_layers_below_them() {
    report(src().iter().flat_map(layer_breaches).collect());
}

fn layer_breaches(source: &Source) -> Vec<Breach> {
    let module = source.module();
    let Some(&top) = module.first() else {
        return Vec::new();
    };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == top) else {
        return vec![Breach {
            rule: "layer",
            path: source.path.clone(),
            line: 1,
            what: format!("`{top}` is not in the table of layers"),
        }];
    };
    let wider = WIDER
        .iter()
        .filter(|(path, ..)| {
            let rest = source.path.strip_prefix(path);
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
        .flat_map(|(_, more, _)| more.iter());
    let allowed: Vec<&str> = allowed.iter().chain(wider).copied().collect();
    let is_layer = |name: &str| LAYERS.iter().any(|(layer, _)| *layer == name);
    named(source, module.len())
        .into_iter()
        .filter(|(_, name)| is_layer(name) && *name != top && !allowed.contains(name))
        .map(|(at, name)| Breach {
            rule: "layer",
            path: source.path.clone(),
            line: source.line_at(at),
            what: format!("`{top}` names `{name}`"),
        })
        .collect()
}

/// Top-level modules named through `crate::` or enough `super::`, outside tests.
fn named(source: &Source, depth: usize) -> Vec<(usize, &str)> {
    let up = "super::".repeat(depth);
    let mut found = Vec::new();
    for root in ["crate::", up.as_str()] {
        for at in source.find(root) {
            let rest = &source.code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => found.extend(heads(group).into_iter().map(|name| (at, name))),
                None => found.push((at, ident(rest))),
            }
        }
    }
    found
}

fn ident(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The first names in `a::b, c::{d, e}, f}`.
fn heads(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut heads) = (0_i32, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                heads.push(ident(group[start..at].trim_start()));
                return heads;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(ident(group[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
    }
    heads
}

#[test]
fn files_and_functions_stay_short() {
    report(all_rust().iter().flat_map(size_breaches).collect());
}

fn size_breaches(source: &Source) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let lines = source.raw.lines().count();
    if lines > FILE_LINES {
        breaches.push(Breach {
            rule: "file length",
            path: source.path.clone(),
            line: lines,
            what: format!("{lines} lines, at most {FILE_LINES}"),
        });
    }
    for (at, _) in source.code.match_indices("fn ") {
        let whole = !source.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let name = ident(&source.code[at + 3..]);
        if !whole || name.is_empty() {
            continue;
        }
        let Ok(open) = body(&source.code, at) else { continue };
        let first = source.line_at(at);
        let length = source.line_at(matching(&source.code, open)) - first + 1;
        if length > FUNCTION_LINES {
            breaches.push(Breach {
                rule: "function length",
                path: source.path.clone(),
                line: first,
                what: format!("`{name}` has {length} lines, at most {FUNCTION_LINES}"),
            });
        }
    }
    breaches
}

#[test]
fn nothing_unfinished_and_no_panic_stays_in_the_code() {
    report(src().iter().flat_map(word_breaches).collect());
}

fn word_breaches(source: &Source) -> Vec<Breach> {
    let at = |at: usize, what: &str| Breach {
        rule: "banned word",
        path: source.path.clone(),
        line: source.line_at(at),
        what: what.to_owned(),
    };
    let code =
        BANNED.iter().flat_map(|word| source.find(word).into_iter().map(move |i| at(i, word)));
    let marks = ["TODO", "FIXME", "XXX"].into_iter();
    let mut breaches: Vec<Breach> = code.collect();
    breaches.extend(marks.flat_map(|word| {
        let lines = source.raw.lines().enumerate();
        lines.filter(move |(_, l)| l.contains("//") && l.contains(word)).map(move |(i, _)| Breach {
            rule: "banned word",
            path: source.path.clone(),
            line: i + 1,
            what: word.to_owned(),
        })
    }));
    breaches
}

#[test]
fn the_rules_of_the_desk_stay_pure() {
    report(src().iter().flat_map(purity_breaches).collect());
}

fn purity_breaches(source: &Source) -> Vec<Breach> {
    let module = source.module();
    let words: Vec<&str> = match module.first() {
        Some(&"domain") => PURE.iter().chain(&["serde"]).copied().collect(),
        Some(&"log") => PURE.to_vec(),
        _ => return Vec::new(),
    };
    let found = words.into_iter().flat_map(|word| {
        source.find(word).into_iter().map(move |at| Breach {
            rule: "purity",
            path: source.path.clone(),
            line: source.line_at(at),
            what: format!("`{word}` in a pure module"),
        })
    });
    found.collect()
}

#[test]
fn no_path_of_one_machine_is_written_down() {
    let ends = [".rs", ".md", ".toml", ".txt", ".csv", ".sh", ".yml", ".json", ".snap", "run"];
    let places =
        ["src", "tests", "benches", "docs", "assets", ".ci", "README.md", "ARCHITECTURE.md"];
    let mut breaches = Vec::new();
    for place in places.into_iter().filter(|place| root().join(place).exists()) {
        for (path, text) in files(root(), place, &ends) {
            breaches.extend(path_breaches(&path, &text));
        }
    }
    report(breaches);
}

fn path_breaches(path: &str, text: &str) -> Vec<Breach> {
    let words = [concat!("/", "work"), concat!("/tmp", "/vigie")];
    let mut breaches = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for word in words {
            let own = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
            let found = line.match_indices(word).any(|(at, _)| {
                let behind = line[at + word.len()..].chars().next();
                !line[..at].ends_with(own) && !behind.is_some_and(|c| c.is_alphanumeric())
            });
            if found {
                breaches.push(Breach {
                    rule: "machine path",
                    path: path.to_owned(),
                    line: number + 1,
                    what: word.to_owned(),
                });
            }
        }
    }
    breaches
}

#[test]
fn every_exemption_is_still_needed() {
    let rust = all_rust();
    let in_src = || rust.iter().filter(|s| s.path.starts_with("src/"));
    let breaches: Vec<Breach> = in_src()
        .flat_map(layer_breaches)
        .chain(in_src().flat_map(word_breaches))
        .chain(in_src().flat_map(purity_breaches))
        .chain(rust.iter().flat_map(size_breaches))
        .collect();
    for (rule, path, reason) in EXEMPT {
        assert!(
            breaches.iter().any(|b| b.rule == *rule && b.path == *path),
            "{path} no longer needs its exemption from `{rule}` ({reason})"
        );
    }
}

/// The rules see what they are meant to see, and nothing in comments, literals and tests.
mod rules {
    use super::*;

    fn breaches(path: &str, code: &str) -> Vec<String> {
        let source = Source::new(path, code.to_owned());
        layer_breaches(&source)
            .into_iter()
            .chain(word_breaches(&source))
            .chain(purity_breaches(&source))
            .chain(size_breaches(&source))
            .map(|b| format!("{} {}", b.line, b.what))
            .collect()
    }

    #[test]
    fn layers_are_read_from_every_form_of_path() {
        for (path, code, expected) in [
            ("src/view/mod.rs", "use crate::store::Db;", "1 `view` names `store`"),
            (
                "src/view/x.rs",
                "use crate::{\n domain::{Fact, Hlc},\n tui::App};",
                "1 `view` names `tui`",
            ),
            ("src/view.rs", "\nfn f() { super::desk::g() }", "2 `view` names `desk`"),
            ("src/view/x.rs", "use super::super::log::Entry;", "1 `view` names `log`"),
            ("src/tui/desk.rs", "use crate::desk::Desk;", "1 `tui` names `desk`"),
            ("src/new/mod.rs", "", "1 `new` is not in the table of layers"),
        ] {
            assert_eq!(breaches(path, code), [expected], "{code}");
        }
        for (path, code) in [
            ("src/view/x.rs", "// crate::store\n/* crate::tui */ const A: &str = \"crate::desk\";"),
            ("src/view/x.rs", "#[cfg(test)]\nmod tests { use crate::store::Db; }"),
            ("src/view/x.rs", "use super::log::x; use crate::domain::{store};"),
            ("src/tui/runtime.rs", "use crate::desk::Desk;"),
            ("src/tui/runtime/input.rs", "use crate::now;"),
            ("src/lib.rs", "use crate::desk::Desk;"),
        ] {
            assert_eq!(breaches(path, code), [] as [String; 0], "{code}");
        }
    }

    #[test]
    fn words_count_outside_tests_and_literals_only() {
        let code = "fn f<'a>(c: char) { x.unwrap(); if c == '\"' { \"panic!\" } }\n\
                    // FIXME: later\n#[cfg(test)]\nmod tests { fn g() { x.unwrap(); } }\n\
                    fn h() { panic!(r#\" \"todo!\" \"#) }";
        let expected = ["1 .unwrap()", "5 panic!", "2 FIXME"];
        assert_eq!(breaches("src/view/x.rs", code), expected);
        assert_eq!(breaches("src/view/tests.rs", "fn f() { x.unwrap() }"), [] as [String; 0]);
        assert_eq!(breaches("src/view/x.rs", "fn f() { x.unwrap_or(1) }"), [] as [String; 0]);
    }

    #[test]
    fn purity_and_sizes_are_measured() {
        let found = breaches("src/domain/x.rs", "use std::fs;\nuse serde::Serialize;");
        assert_eq!(found, ["1 `std::fs` in a pure module", "2 `serde` in a pure module"]);
        let long = format!("fn short(a: [u8; 2]) {{}}\nfn long() {{{}}}", "\n".repeat(70));
        assert_eq!(breaches("src/view/x.rs", &long), ["2 `long` has 71 lines, at most 70"]);
        let file = "\n".repeat(501);
        assert_eq!(breaches("src/view/x.rs", &file), ["501 501 lines, at most 500"]);
    }

    #[test]
    fn machine_paths_are_told_from_words() {
        let work = concat!("/", "work");
        for (line, found) in [
            (format!("see {work}/shared"), true),
            (format!("`{work}`"), true),
            (format!("catalogue{work}flow"), false),
            (format!("{work}flows"), false),
            (format!("a{work}/b"), false),
        ] {
            assert_eq!(!path_breaches("x", &line).is_empty(), found, "{line}");
        }
    }
}
