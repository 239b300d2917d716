//! The genesis roster: the file that founds a share. Its hash is inside every id and signature, so
//! that nothing of a training share can ever pass for production.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::Deserialize;

use super::digest::{hex, sha256, unhex};
use super::sshsig::{parse_public_line, public_line};

pub const MAX_BYTES: usize = 256 * 1024;
pub const MAX_DESKS: usize = 64;
pub const MAX_OFFICERS: usize = 2000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genesis {
    pub title: String,
    pub created: Timestamp,
    /// Ed25519 public keys that sign rosters.
    pub root_keys: Vec<[u8; 32]>,
    /// How many of them must sign a later roster.
    pub threshold: u32,
    pub desks: Vec<Desk>,
    pub officers: Vec<Officer>,
    pub policy: Policy,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    pub name: String,
    /// The author key of the desk's entries.
    pub key: [u8; 32],
    /// Which of the `reference_lanes` it draws its reference numbers from, from 0: two desks that
    /// cannot see each other never give one number twice.
    pub lane: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Officer {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub roles: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Policy {
    pub reference_lanes: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    #[error("the roster is larger than {MAX_BYTES} bytes")]
    TooLarge,
    #[error("the roster cannot be read: {0}")]
    Unreadable(String),
    #[error("the roster contradicts itself: {0}")]
    Rule(&'static str),
}

/// The share that a genesis roster founds: the hash of its bytes.
pub fn share_of(text: &str) -> [u8; 32] {
    sha256(text.as_bytes())
}

impl Genesis {
    /// The file's text: the same roster always gives the same bytes.
    pub fn render(&self) -> Result<String, RosterError> {
        self.check()?;
        let mut out = String::from(
            "# The founding roster of a Vigie share. Its SHA-256 is the share's fingerprint:\n\
             # changing one byte of this file founds another share.\n\n",
        );
        let _ = writeln!(out, "version = 1\ntitle = {}", quoted(&self.title));
        let _ = writeln!(out, "created = \"{:.0}\"\nthreshold = {}", self.created, self.threshold);
        out.push_str("root_keys = [\n");
        for key in &self.root_keys {
            let _ = writeln!(out, "    {},", quoted(&public_line(key, "")));
        }
        let lanes = self.policy.reference_lanes;
        let _ = writeln!(out, "]\n\n[policy]\nreference_lanes = {lanes}");
        for desk in &self.desks {
            let _ = writeln!(out, "\n[[desks]]\nname = {}", quoted(&desk.name));
            let _ = writeln!(out, "key = \"{}\"\nlane = {}", hex(&desk.key), desk.lane);
        }
        for officer in &self.officers {
            let _ = writeln!(out, "\n[[officers]]\nid = {}", quoted(&officer.id));
            let roles: Vec<String> = officer.roles.iter().map(|r| quoted(r)).collect();
            let name = quoted(&officer.name);
            let _ = writeln!(out, "name = {name}\nroles = [{}]", roles.join(", "));
        }
        if out.len() > MAX_BYTES { Err(RosterError::TooLarge) } else { Ok(out) }
    }

    /// Reads a genesis roster; keys of a later program are ignored.
    pub fn parse(text: &str) -> Result<Self, RosterError> {
        if text.len() > MAX_BYTES {
            return Err(RosterError::TooLarge);
        }
        let unreadable = |e: &str| RosterError::Unreadable(e.to_owned());
        let file: File = toml::from_str(text).map_err(|e| unreadable(e.message()))?;
        if file.version != 1 {
            return Err(RosterError::Rule("the founding roster is version 1"));
        }
        let root = |line: &String| parse_public_line(line);
        let root_keys: Option<Vec<_>> = file.root_keys.iter().map(root).collect();
        let desk = |d: DeskLines| Some(Desk { name: d.name, key: unhex(&d.key)?, lane: d.lane });
        let desks: Option<Vec<_>> = file.desks.into_iter().map(desk).collect();
        let genesis = Self {
            title: file.title,
            created: file.created.parse().map_err(|_| unreadable("`created` is no instant"))?,
            root_keys: root_keys.ok_or_else(|| unreadable("a root key is not ssh-ed25519"))?,
            threshold: file.threshold,
            desks: desks.ok_or_else(|| unreadable("a desk's key is not 64 hex digits"))?,
            officers: file.officers,
            policy: file.policy,
        };
        genesis.check()?;
        Ok(genesis)
    }

    fn check(&self) -> Result<(), RosterError> {
        let lanes = self.policy.reference_lanes;
        let keys = usize::try_from(self.threshold).unwrap_or(usize::MAX);
        let rules = [
            (
                keys >= 1 && keys <= self.root_keys.len(),
                "the threshold is not within the root keys",
            ),
            (unique(&self.root_keys), "a root key is named twice"),
            ((1..=MAX_DESKS).contains(&self.desks.len()), "1 to 64 desks are allowed"),
            (self.officers.len() <= MAX_OFFICERS, "at most 2000 officers are allowed"),
            (self.desks.iter().all(|d| d.lane < lanes), "a desk's lane is beyond reference_lanes"),
            (unique(self.desks.iter().map(|d| d.lane)), "two desks share a lane"),
            (unique(self.desks.iter().map(|d| d.key)), "two desks share a key"),
            (unique(self.desks.iter().map(|d| &d.name)), "two desks share a name"),
            (unique(self.officers.iter().map(|o| &o.id)), "two officers share an id"),
        ];
        match rules.iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(RosterError::Rule(rule)),
            None => Ok(()),
        }
    }
}

fn unique<T: Ord>(items: impl IntoIterator<Item = T>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    items.into_iter().all(|item| seen.insert(item))
}

#[derive(Deserialize)]
struct File {
    version: u32,
    title: String,
    created: String,
    threshold: u32,
    root_keys: Vec<String>,
    policy: Policy,
    desks: Vec<DeskLines>,
    #[serde(default)]
    officers: Vec<Officer>,
}

#[derive(Deserialize)]
struct DeskLines {
    name: String,
    key: String,
    lane: u32,
}

/// A TOML basic string. What a terminal or an eye could take for something else is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        let bidi = matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || bidi => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Signer;

    fn genesis() -> Genesis {
        let key = |n: u8| Signer::from_seed(&[n; 32]).public();
        let desk = |name: &str, n: u8, lane| Desk { name: name.into(), key: key(n), lane };
        Genesis {
            title: "Point \"24/7\"\\\u{1b}\u{202e}".to_owned(),
            created: "2026-11-21T00:00:00Z".parse().unwrap(),
            root_keys: vec![key(1), key(2)],
            threshold: 1,
            desks: vec![desk("desk-1", 3, 0), desk("desk-2", 4, 9)],
            officers: vec![Officer {
                id: "a.martin".to_owned(),
                name: "Aïcha Martin".to_owned(),
                roles: vec!["duty".to_owned()],
            }],
            policy: Policy { reference_lanes: 10 },
        }
    }

    #[test]
    fn a_roster_reads_back_and_one_byte_founds_another_share() {
        let text = genesis().render().unwrap();
        assert_eq!(Genesis::parse(&text), Ok(genesis()));
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        assert_ne!(share_of(&text), share_of(&format!("{text}\n")));
        let later = text.replace("[policy]", "[policy]\nlater = true");
        assert_eq!(Genesis::parse(&later), Ok(genesis()));
    }

    #[test]
    fn a_roster_that_contradicts_itself_is_refused() {
        let changes: [fn(&mut Genesis); 8] = [
            |g| g.threshold = 0,
            |g| g.threshold = 3,
            |g| g.root_keys[1] = g.root_keys[0],
            |g| g.desks.clear(),
            |g| g.desks[1].lane = 10,
            |g| g.desks[1].lane = 0,
            |g| g.desks[1].key = g.desks[0].key,
            |g| g.officers.push(g.officers[0].clone()),
        ];
        for (case, change) in changes.iter().enumerate() {
            let mut genesis = genesis();
            change(&mut genesis);
            assert!(matches!(genesis.render(), Err(RosterError::Rule(_))), "case {case}");
        }
        for bad in ["", "version = 1", "x = [", &"#".repeat(MAX_BYTES + 1)] {
            assert!(Genesis::parse(bad).is_err());
        }
    }
}
