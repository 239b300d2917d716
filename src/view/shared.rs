//! What many States have alike is stored once: of each instrument what it is, our side, and how a
//! State stands to it that the data do not name; and where facts come from.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::directory::{KnownFrom, PartyView, RouteView, StateView};
use super::{Label, not, word_option};
use crate::domain::catalogue::Confidence;

#[cfg(test)]
mod tests;

/// Of all States.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shared {
    /// In the order in which each State's routes come.
    pub frames: Vec<Frame>,
    pub sources: Vec<KnownFrom>,
}

/// One instrument.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Frame {
    /// As most States have it.
    route: RouteView,
    /// Where both stand to it.
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    note: Label,
}

/// A State without its routes, and without where it is known from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Place in `Shared::sources`.
    source: usize,
    state: StateView,
}

/// The routes of one State: those that differ from their frame.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Own {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    routes: Vec<OwnRoute>,
    /// All of them, where they do not fit the frames.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    whole: Option<Vec<RouteView>>,
}

/// As in `RouteView`; a part that is absent here is that of the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OwnRoute {
    /// Place in `Shared::frames`.
    at: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Date>,
    #[serde(default, skip_serializing_if = "not")]
    open_always: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    #[serde(default, skip_serializing_if = "not")]
    derived: bool,
    #[serde(default, skip_serializing_if = "not")]
    noted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "word_option")]
    confidence: Option<Confidence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    theirs: Option<OwnParty>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OwnParty {
    source: usize,
    party: PartyView,
}

impl Shared {
    pub fn of(states: &[StateView]) -> Self {
        let mut frames: Vec<Frame> = Vec::new();
        let longest = states.iter().max_by_key(|state| state.routes.len());
        for (at, first) in longest.map_or(&[][..], |state| &state.routes).iter().enumerate() {
            let all = || {
                let routes = states.iter().filter_map(|state| state.routes.get(at));
                routes.filter(|route| route.instrument == first.instrument)
            };
            let note = all().map(|route| &route.note).find(|note| !note.is_empty());
            let route = commonest(all()).unwrap_or(first).clone();
            frames.push(Frame { route, note: note.cloned().unwrap_or_default() });
        }
        Self { frames, sources: Vec::new() }
    }

    /// What is stored of a State. Where it is known from is added to the sources.
    pub fn part(&mut self, state: &StateView) -> (Brief, Own) {
        let fits = state.routes.len() == self.frames.len();
        let own = self.frames.iter().zip(&state.routes).map(|(frame, route)| frame.own(route));
        let own = if fits { own.collect::<Option<Vec<_>>>() } else { None };
        let own = match own {
            None => Own { whole: Some(state.routes.clone()), ..Own::default() },
            Some(own) => {
                let differ = own.into_iter().enumerate().filter_map(|(at, own)| {
                    let mut own = OwnRoute { at, ..own? };
                    if let Some(theirs) = &mut own.theirs {
                        theirs.source = self.source(std::mem::take(&mut theirs.party.known));
                    }
                    Some(own)
                });
                Own { routes: differ.collect(), whole: None }
            }
        };
        let mut state = StateView { routes: Vec::new(), ..state.clone() };
        let source = self.source(std::mem::take(&mut state.known));
        (Brief { source, state }, own)
    }

    fn source(&mut self, known: KnownFrom) -> usize {
        if let Some(at) = self.sources.iter().position(|held| *held == known) {
            return at;
        }
        self.sources.push(known);
        self.sources.len() - 1
    }

    /// The State without its routes. `None`: it is not of these sources.
    pub fn brief(&self, brief: Brief) -> Option<StateView> {
        let known = self.sources.get(brief.source)?.clone();
        Some(StateView { known, ..brief.state })
    }

    /// The State as it was. `None`: it is not of these sources and frames.
    pub fn join(&self, brief: Brief, own: Own) -> Option<StateView> {
        let state = self.brief(brief)?;
        if let Some(routes) = own.whole {
            return Some(StateView { routes, ..state });
        }
        let mut own = own.routes.into_iter().peekable();
        let mut routes = Vec::with_capacity(self.frames.len());
        for (at, frame) in self.frames.iter().enumerate() {
            routes.push(match own.next_if(|own| own.at == at) {
                Some(own) => self.route(frame, own)?,
                None => frame.route.clone(),
            });
        }
        own.next().is_none().then_some(StateView { routes, ..state })
    }

    fn route(&self, frame: &Frame, own: OwnRoute) -> Option<RouteView> {
        let OwnRoute { since, open_always, until, derived, .. } = own;
        let theirs = match own.theirs {
            Some(own) => PartyView { known: self.sources.get(own.source)?.clone(), ..own.party },
            None => frame.route.theirs.clone(),
        };
        Some(RouteView {
            since,
            open_always,
            until,
            derived,
            theirs,
            confidence: own.confidence.unwrap_or(frame.route.confidence),
            note: if own.noted { frame.note.clone() } else { Label::default() },
            ..frame.route.clone()
        })
    }
}

impl Frame {
    /// How a route differs: not at all, or so. `None`: in what all States share.
    fn own(&self, route: &RouteView) -> Option<Option<OwnRoute>> {
        if *route == self.route {
            return Some(None);
        }
        let it = &self.route;
        let rest = RouteView {
            since: it.since,
            open_always: it.open_always,
            until: it.until,
            derived: it.derived,
            theirs: it.theirs.clone(),
            confidence: it.confidence,
            note: it.note.clone(),
            ..route.clone()
        };
        let alike = rest == *it && (route.note.is_empty() || route.note == self.note);
        let theirs = || OwnParty { source: 0, party: route.theirs.clone() };
        alike.then(|| {
            Some(OwnRoute {
                at: 0,
                since: route.since,
                open_always: route.open_always,
                until: route.until,
                derived: route.derived,
                noted: !route.note.is_empty(),
                confidence: Some(route.confidence).filter(|own| *own != it.confidence),
                theirs: (route.theirs != it.theirs).then(theirs),
            })
        })
    }
}

fn commonest<'a>(routes: impl Iterator<Item = &'a RouteView>) -> Option<&'a RouteView> {
    let mut kinds: Vec<(&RouteView, usize)> = Vec::new();
    for route in routes {
        match kinds.iter_mut().find(|(kind, _)| *kind == route) {
            Some((_, count)) => *count += 1,
            None => kinds.push((route, 1)),
        }
    }
    kinds.into_iter().max_by_key(|(_, count)| *count).map(|(kind, _)| kind)
}
