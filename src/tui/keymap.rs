//! `keys.toml` → which key means which action, and back: which keys to show for an action.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{Action, Scope};

const BUILT_IN: &str = include_str!("../../config/keys.toml");

/// A key without what makes no difference to a key map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub control: bool,
    pub alt: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    #[error("not readable: {0}")]
    Toml(String),
    #[error("no scope is called {0:?}")]
    UnknownScope(String),
    #[error("scope {scope:?} has no action {action:?}")]
    UnknownAction { scope: String, action: String },
    #[error("no key is called {0:?}")]
    UnknownKey(String),
}

/// All bindings, in order of the table.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Vec<(Action, Vec<Key>)>,
}

type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;

impl Keymap {
    /// The bindings compiled in.
    pub fn built_in() -> Self {
        Self::parse(BUILT_IN).0
    }

    /// Reads a table; what is wrong is reported and left out, the rest counts.
    pub fn parse(text: &str) -> (Self, Vec<KeyProblem>) {
        let table: Table = match toml::from_str(text) {
            Ok(table) => table,
            Err(error) => {
                return (Self::default(), vec![KeyProblem::Toml(error.message().to_owned())]);
            }
        };
        let mut problems = Vec::new();
        let mut known: BTreeMap<&'static str, Vec<Key>> = BTreeMap::new();
        for (scope, actions) in &table {
            if !Scope::ALL.iter().any(|s| s.word() == scope) {
                problems.push(KeyProblem::UnknownScope(scope.clone()));
                continue;
            }
            for (word, keys) in actions {
                let of_scope =
                    |action: &&Action| action.word() == word && action.scope().word() == scope;
                let Some(action) = Action::ALL.iter().find(of_scope) else {
                    problems.push(KeyProblem::UnknownAction {
                        scope: scope.clone(),
                        action: word.clone(),
                    });
                    continue;
                };
                for name in keys {
                    match Key::parse(name) {
                        Some(key) => known.entry(action.word()).or_default().push(key),
                        None => problems.push(KeyProblem::UnknownKey(name.clone())),
                    }
                }
            }
        }
        let bindings = Action::ALL
            .iter()
            .filter_map(|action| Some((*action, known.remove(action.word())?)))
            .collect();
        (Self { bindings }, problems)
    }

    /// What the key means where these scopes count, the first scope first.
    pub fn action(&self, scopes: &[Scope], key: &KeyEvent) -> Option<Action> {
        let key = Key::of(key);
        scopes.iter().find_map(|scope| {
            self.bindings
                .iter()
                .find(|(action, keys)| action.scope() == *scope && keys.contains(&key))
                .map(|(action, _)| *action)
        })
    }

    pub fn keys(&self, action: Action) -> &[Key] {
        self.bindings.iter().find(|(a, _)| *a == action).map_or(&[], |(_, keys)| keys)
    }

    /// The first key of an action, as shown; empty where it has none.
    pub fn shown(&self, action: Action) -> String {
        self.keys(action).first().map(ToString::to_string).unwrap_or_default()
    }

    pub fn all_shown(&self, action: Action) -> String {
        self.keys(action).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

const NAMED: [(&str, &str, KeyCode); 16] = [
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("backtab", "Shift-Tab", KeyCode::BackTab),
    ("space", "Space", KeyCode::Char(' ')),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Del", KeyCode::Delete),
    ("insert", "Ins", KeyCode::Insert),
    ("up", "Up", KeyCode::Up),
    ("down", "Down", KeyCode::Down),
    ("left", "Left", KeyCode::Left),
    ("right", "Right", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
];

impl Key {
    pub fn of(event: &KeyEvent) -> Self {
        // Shift is in the character itself, and terminals differ in whether they also report it.
        Self {
            code: event.code,
            control: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
        }
    }

    pub fn event(self) -> KeyEvent {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, self.control);
        modifiers.set(KeyModifiers::ALT, self.alt);
        KeyEvent::new(self.code, modifiers)
    }

    pub fn parse(name: &str) -> Option<Self> {
        let (mut rest, mut control, mut alt) = (name, false, false);
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-").filter(|t| !t.is_empty()) {
                (rest, control) = (tail, true);
            } else if let Some(tail) = rest.strip_prefix("alt-").filter(|t| !t.is_empty()) {
                (rest, alt) = (tail, true);
            } else {
                break;
            }
        }
        let code = if let Some((_, _, code)) = NAMED.iter().find(|(word, _, _)| *word == rest) {
            *code
        } else if let Some(n) = rest.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()) {
            KeyCode::F(Some(n).filter(|n| (1..=12).contains(n))?)
        } else {
            let mut chars = rest.chars();
            let only = chars.next().filter(|c| !c.is_control() && chars.next().is_none())?;
            KeyCode::Char(only)
        };
        Some(Self { code, control, alt })
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.control {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if let Some((_, shown, _)) = NAMED.iter().find(|(_, _, code)| *code == self.code) {
            return f.write_str(shown);
        }
        match self.code {
            KeyCode::Char(c) if self.control => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Scopes that count at the same time, somewhere.
    const TOGETHER: [&[Scope]; 6] = [
        &[Scope::Who, Scope::Move, Scope::Everywhere],
        &[Scope::Call, Scope::Move, Scope::Everywhere],
        &[Scope::Queue, Scope::Request, Scope::Move, Scope::Everywhere],
        &[Scope::Request, Scope::Move, Scope::Everywhere],
        &[Scope::Form],
        &[Scope::Question],
    ];

    #[test]
    fn no_two_actions_share_a_key_where_both_count() {
        let map = Keymap::built_in();
        for scopes in TOGETHER {
            let mut seen: HashMap<Key, Action> = HashMap::new();
            for action in Action::ALL.iter().filter(|a| scopes.contains(&a.scope())) {
                for key in map.keys(*action) {
                    let before = seen.insert(*key, *action);
                    assert_eq!(before, None, "{key} means {before:?} and {action:?}");
                }
            }
        }
    }

    #[test]
    fn every_action_has_a_key_and_every_key_is_understood() {
        let (map, problems) = Keymap::parse(BUILT_IN);
        assert_eq!(problems, []);
        for action in Action::ALL {
            assert!(!map.keys(*action).is_empty(), "{action:?} has no key");
        }
    }

    #[test]
    fn no_key_that_asks_for_a_question_also_confirms_it() {
        let map = Keymap::built_in();
        let confirm = map.keys(Action::Confirm);
        for action in [Action::Acknowledge, Action::Step, Action::Undo, Action::Quit] {
            assert!(map.keys(action).iter().all(|key| !confirm.contains(key)), "{action:?}");
        }
    }

    #[test]
    fn keys_read_back_as_they_are_written() {
        for (name, shown) in [
            ("j", "j"),
            ("G", "G"),
            ("ctrl-s", "Ctrl-S"),
            ("alt-enter", "Alt-Enter"),
            ("space", "Space"),
            ("f1", "F1"),
            ("backtab", "Shift-Tab"),
            ("f", "f"),
        ] {
            assert_eq!(Key::parse(name).map(|key| key.to_string()).as_deref(), Some(shown));
        }
        for bad in ["", "f13", "f0", "enterr", "ctrl-", "\u{1b}"] {
            assert_eq!(Key::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_faulty_table_is_reported_and_the_rest_counts() {
        let (map, problems) = Keymap::parse(
            "[queue]\nfilter = [\"/\", \"hyper-x\"]\nfly = [\"z\"]\n[sky]\nup = [\"k\"]\n",
        );
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert_eq!(map.shown(Action::Filter), "/");
    }
}
