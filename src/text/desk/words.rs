//! Single words for values of the record.

/// Small words used in many places.
#[derive(Debug)]
pub struct Words {
    pub incoming: &'static str,
    pub outgoing: &'static str,
    pub domestic: &'static str,
    pub emergency: &'static str,
    pub urgent: &'static str,
    pub routine: &'static str,
    pub us: &'static str,
    pub partner: &'static str,
    pub provider: &'static str,
    pub authority: &'static str,
    pub nobody: &'static str,
    pub wait: &'static str,
    pub legal: &'static str,
    pub service: &'static str,
    pub assumed: &'static str,
    pub block: &'static str,
    pub warn: &'static str,
    pub info: &'static str,
    pub ok: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    /// Between a label and what it says.
    pub colon: &'static str,
    pub port: &'static str,
    pub internal: &'static str,
    pub partner_visible: &'static str,
    /// Address, e-mail … in the order of `IdentifierKind::ALL`.
    pub identifiers: [&'static str; 12],
    /// Extends, duplicate of, child of, follows.
    pub relations: [&'static str; 4],
    /// Phone, e-mail, fax, portal, I-24/7, other.
    pub channels: [&'static str; 6],
    pub scopes: [&'static str; 8],
}

/// States of a clock.
#[derive(Debug)]
pub struct StateWords {
    pub waiting: &'static str,
    pub running: &'static str,
    pub paused: &'static str,
    pub late: &'static str,
    pub met: &'static str,
    pub missed: &'static str,
}

/// What happened, in the past tense.
#[derive(Debug)]
pub struct MomentWords {
    pub opened: &'static str,
    pub set: &'static str,
    pub step: &'static str,
    pub undo: &'static str,
    pub note: &'static str,
    pub identifier: &'static str,
    pub identifier_removed: &'static str,
    pub attached: &'static str,
    pub paused: &'static str,
    pub resumed: &'static str,
    pub overridden: &'static str,
    pub linked: &'static str,
    pub struck: &'static str,
    pub called: &'static str,
    pub unknown: &'static str,
}

/// Labels and hints of forms.
#[derive(Debug)]
pub struct FormWords {
    pub new_request: &'static str,
    pub kind: &'static str,
    pub kind_hint: &'static str,
    pub direction: &'static str,
    pub partner: &'static str,
    pub partner_hint: &'static str,
    pub channel: &'static str,
    pub their_ref: &'static str,
    pub received: &'static str,
    pub when_hint: &'static str,
    pub urgency: &'static str,
    pub summary: &'static str,
    pub identifiers: &'static str,
    pub identifiers_hint: &'static str,
    pub nothing_recognised: &'static str,
    pub required: &'static str,
    pub loading: &'static str,
    pub reason: &'static str,
    pub ground: &'static str,
    pub until: &'static str,
    pub until_hint: &'static str,
    pub when: &'static str,
    pub step_when_hint: &'static str,
    pub second: &'static str,
    pub second_hint: &'static str,
    pub authenticity: &'static str,
    pub authenticity_hint: &'static str,
    pub set_aside: fn(&str) -> String,
    pub set_aside_hint: &'static str,
    pub link: fn(&str) -> String,
    pub link_hint: &'static str,
    pub audience: &'static str,
    pub note: &'static str,
    pub note_hint: &'static str,
    pub clock: &'static str,
    pub pause_until: &'static str,
    pub pause_hint: &'static str,
    pub value: &'static str,
    pub clears: &'static str,
    pub optional: &'static str,
}
