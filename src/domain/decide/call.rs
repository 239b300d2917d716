//! A call about a request: what it settles.

use std::collections::BTreeMap;

use super::{Cx, Planned, Refusal, heads_of, plan};
use crate::domain::directory::{Call, Contact, Outcome, Purpose};
use crate::domain::{Fact, Request};

/// A call that was made, as the directory stood at that moment.
#[derive(Debug, Clone)]
pub struct Called<'a> {
    pub contact: &'a Contact,
    pub call: Call,
    /// Whether the contact confirmed that the request is its own.
    pub confirmed: Option<bool>,
    /// Our country, alpha-2.
    pub home: &'a str,
}

/// Records a call on its request. A call-back that was answered settles `authenticity`: on a number
/// of the directory, of the State that the request comes from or goes to, or of our own authorities,
/// who may have asked for us.
pub fn called(
    request: Option<&Request>,
    called: Called<'_>,
    cx: &Cx<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let request = request.ok_or(Refusal::NoRequest)?;
    if request.read_only {
        return Err(Refusal::ReadOnly);
    }
    let workflow = cx.catalogue.workflows.get(&request.workflow);
    let state = workflow.and_then(|workflow| workflow.state(request.state()));
    if state.is_some_and(|state| state.closed) && !request.states_in_conflict() {
        return Err(Refusal::AlreadyClosed { state: request.state().to_owned() });
    }
    let Called { contact, call, confirmed, home } = called;
    let settles = call.purpose == Purpose::Authenticity && call.outcome == Outcome::Answered;
    let said = confirmed.filter(|_| settles);
    if said.is_some() {
        let partner = request.field("partner");
        if contact.state().is_empty() || ![partner, home].contains(&contact.state()) {
            let (contact, partner) = (contact.state().to_owned(), partner.to_owned());
            return Err(Refusal::NotTheirContact { contact, partner });
        }
        // One that is to take another's place may have been put there by whoever sent the request.
        if !contact.is_trusted(call.channel) {
            return Err(Refusal::NumberNotProved { value: call.value });
        }
    }
    let mut planned = plan(request, Vec::new(), Fact::Called(call));
    if let Some(confirmed) = said {
        let word = if confirmed { "verified" } else { "failed" };
        let set = BTreeMap::from([("authenticity".to_owned(), word.to_owned())]);
        let refs = heads_of(request, set.keys());
        planned.extend(plan(request, refs, Fact::Set(set)));
    }
    Ok(planned)
}
