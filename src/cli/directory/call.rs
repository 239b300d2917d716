//! What became of calls, and channels proved by other means.

use super::super::Done;
use super::super::error::{CliError, Kind};
use super::super::here::Here;
use super::args::{Authenticity, Call, Verified};
use super::find::{self, Named};
use super::{call_refused, edit, refused, show};
use crate::domain::directory::{CallWish, ContactCommand, Outcome, Purpose, Standing};
use crate::text::refusal::filled;
use crate::text::sanitise;
use crate::view::ContactView;

/// Proofs of several channels are recorded together, or none.
pub fn verified(here: &Here, args: &Verified) -> Result<Done, CliError> {
    let mut desk = here.desk_to_act()?;
    let mut all: Vec<Named> = Vec::new();
    for id in &args.ids {
        let named = find::named(here, &desk, id)?;
        if !all.iter().any(|one| one.id() == named.id() && one.entity == named.entity) {
            all.push(named);
        }
    }
    let act = |named: &Named| {
        let command = ContactCommand::Try {
            channel: named.channel,
            outcome: Outcome::Verified,
            request: None,
            note: args.note.clone().unwrap_or_default(),
        };
        (Some(named.entity), command)
    };
    let acts = all.iter().map(act).collect();
    let decided = desk.contact_acts(acts, here.now).map_err(|failure| here.failed(failure))?;
    decided.map_err(|(at, refusal)| {
        let mut error = refused(here, &refusal);
        let id = all.get(at).map(Named::id).unwrap_or_default();
        let sentence = here.text.cli.directory.fault.in_act;
        error.what = filled(sentence, &[id, error.what]);
        error
    })?;
    let mut views: Vec<ContactView> = Vec::new();
    for named in &all {
        let view = desk.contact(named.entity).map_err(|failure| here.failed(failure))?;
        let known = |view: &ContactView| views.iter().any(|v| v.entity == view.entity);
        if let Some(view) = view.filter(|view| !known(view)) {
            views.push(view);
        }
    }
    if here.json {
        return show::json(here, &desk, views);
    }
    let mut out = String::new();
    for named in &all {
        let Some(view) = views.iter().find(|v| v.entity == named.contact.entity) else { continue };
        out.push_str(&proved(here, view, named));
    }
    Ok(Done::out(out))
}

/// The channel, and the one whose place it has taken by being proved.
fn proved(here: &Here, view: &ContactView, named: &Named) -> String {
    let done = &here.text.cli.directory.done;
    let id = named.channel.to_string();
    let Some(channel) = view.channels.iter().find(|c| c.id == id) else { return String::new() };
    let what = [named.id(), find::shown(channel), done.verified.to_owned()].join(" · ");
    let mut out = format!("{}\n", sanitise::line(&what));
    let before = named.contact.channels.iter().find(|c| c.id == channel.replaces);
    let after = view.channels.iter().find(|c| c.id == channel.replaces);
    if let (Some(before), Some(after)) = (before, after)
        && before.standing != Standing::Replaced
        && after.standing == Standing::Replaced
    {
        out.push_str(&format!("  {}\n", filled(done.replaced, &[find::shown(after)])));
    }
    out
}

pub fn call(here: &Here, args: &Call) -> Result<Done, CliError> {
    let outcome = outcome(here, args)?;
    let mut desk = here.desk_to_act()?;
    let named = find::named(here, &desk, &args.id)?;
    let request = args.request.as_deref().map(|id| here.find(&desk, id)).transpose()?;
    let about = match request {
        Some(request) => desk.view(request).map_err(|failure| here.failed(failure))?,
        None => None,
    };
    let is_ping = about.as_ref().is_some_and(|view| view.kind == "ping");
    let wish = CallWish {
        channel: named.channel,
        outcome,
        purpose: match args.authenticity {
            Some(_) => Purpose::Authenticity,
            None if is_ping => Purpose::Ping,
            None => Purpose::Talk,
        },
        note: args.note.clone().unwrap_or_default(),
        confirmed: args.authenticity.map(|found| found == Authenticity::Confirmed),
    };
    let decided =
        desk.call(named.entity, request, wish, here.now).map_err(|failure| here.failed(failure))?;
    let view = decided.map_err(|refusal| call_refused(here, &refusal))?;
    if here.json {
        return show::json(here, &desk, vec![view]);
    }
    let text = here.text;
    let channel = named.channel();
    let values = [
        text.directory.outcome(outcome).to_owned(),
        view.name.get(text.lang).to_owned(),
        channel.map_or("", |c| text.directory.kind(c.kind)).to_owned(),
        channel.map(find::shown).unwrap_or_default(),
    ];
    let mut out = filled(text.cli.directory.done.called, &values);
    if let Some(about) = about {
        let on = filled(text.cli.directory.done.on_request, &[about.id]);
        out.push_str(&format!(" · {on}"));
    }
    out.push('\n');
    out.push_str(&edit::waiting(here, &view));
    Ok(Done::out(out))
}

fn outcome(here: &Here, args: &Call) -> Result<Outcome, CliError> {
    let fault = &here.text.cli.directory.fault;
    match Outcome::from_word(&args.outcome.trim().replace('-', "_")) {
        Some(Outcome::Verified) => {
            let values = std::slice::from_ref(&args.id);
            Err(CliError::of(Kind::Usage, fault.verified_is_no_call, values))
        }
        Some(outcome) => Ok(outcome),
        None => {
            let known = Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::Verified);
            let words: Vec<&str> = known.map(|outcome| outcome.word()).collect();
            let values = [args.outcome.clone(), words.join(", ")];
            Err(CliError::of(Kind::Usage, fault.unknown_outcome, &values))
        }
    }
}
