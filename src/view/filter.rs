//! The filter of the queue: words that must all occur, accents and letter case folded, and a few
//! terms (`late`, `mine`, `p1`, `in`, `out`, `kind:…`, `with:…`, `state:…`, `owner:…`).

use jiff::Timestamp;

use super::RequestView;
use crate::domain::Direction;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    text: String,
    terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    Word(String),
    Late,
    Mine,
    Priority(String),
    Direction(Direction),
    Field(Column, String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Kind,
    Partner,
    State,
    Owner,
}

impl Filter {
    pub fn parse(text: &str) -> Self {
        let terms = folded(text).split_whitespace().map(term).collect();
        Self { text: text.to_owned(), terms }
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words that a text search can narrow by.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter_map(|term| match term {
            Term::Word(word) => Some(word.as_str()),
            _ => None,
        })
    }

    /// `officer` is who `mine` means. `haystack` is `search_text(view)`, kept by the caller.
    pub fn matches(
        &self,
        view: &RequestView,
        haystack: &str,
        officer: &str,
        now: Timestamp,
    ) -> bool {
        self.terms.iter().all(|term| match term {
            Term::Word(word) => haystack.contains(word.as_str()),
            Term::Late => view.is_late(now),
            Term::Mine => view.owners.iter().any(|owner| owner == officer),
            Term::Priority(priority) => view.priority.eq_ignore_ascii_case(priority),
            Term::Direction(direction) => view.direction == *direction,
            Term::Field(column, part) => column.of(view).contains(part.as_str()),
        })
    }
}

impl Column {
    fn of(self, view: &RequestView) -> String {
        match self {
            Column::Kind => {
                folded(&format!("{} {} {}", view.kind, view.kind_name.en, view.kind_name.fr))
            }
            Column::Partner => folded(&format!(
                "{} {} {}",
                view.partner, view.partner_name.en, view.partner_name.fr
            )),
            Column::State => {
                folded(&format!("{} {} {}", view.state, view.state_name.en, view.state_name.fr))
            }
            Column::Owner => folded(&view.owners.join(" ")),
        }
    }
}

fn term(word: &str) -> Term {
    match word {
        "late" | "retard" => Term::Late,
        "mine" | "moi" => Term::Mine,
        "p1" | "p2" | "p3" => Term::Priority(word.to_owned()),
        "in" | "entrant" => Term::Direction(Direction::In),
        "out" | "sortant" => Term::Direction(Direction::Out),
        _ => match word.split_once(':') {
            Some(("kind" | "type", part)) => Term::Field(Column::Kind, part.to_owned()),
            Some(("with" | "avec", part)) => Term::Field(Column::Partner, part.to_owned()),
            Some(("state" | "etat", part)) => Term::Field(Column::State, part.to_owned()),
            Some(("owner" | "agent", part)) => Term::Field(Column::Owner, part.to_owned()),
            _ => Term::Word(word.to_owned()),
        },
    }
}

impl RequestView {
    /// Everything a search may find the request by, folded.
    pub fn search_text(&self) -> String {
        let mut parts: Vec<&str> = vec![
            &self.id,
            &self.their_ref,
            &self.kind,
            &self.kind_name.en,
            &self.kind_name.fr,
            &self.partner,
            &self.partner_name.en,
            &self.partner_name.fr,
            self.partner_name.ar.as_deref().unwrap_or_default(),
            &self.state,
            &self.state_name.en,
            &self.state_name.fr,
            &self.summary,
            &self.priority,
        ];
        parts.extend(self.aliases.iter().map(String::as_str));
        parts.extend(self.owners.iter().map(String::as_str));
        parts.extend(self.identifiers.iter().map(|i| i.value.as_str()));
        parts.extend(self.fields.iter().map(|f| f.value.as_str()));
        folded(&parts.join("\n"))
    }
}

pub use crate::domain::fold::folded;
