//! The numbers that a message gives for its sender, beside the directory: shown, never offered to
//! be dialled. Whoever forges a message writes his own number into it.

use crate::domain::directory::number;
use crate::view::{Directory, RequestView};

/// One number of the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// As the message has it.
    pub number: String,
    /// The name of the contact whose number it is, if the directory knows it.
    pub known: Option<String>,
}

/// Numbers in the fields of a form: `requesting.telephone`, `confirm_contact.cell_phone` …
pub fn said(view: &RequestView, directory: &Directory) -> Vec<Said> {
    let state = super::state_of(directory, &view.partner);
    let code = state.as_ref().map(|state| state.calling_code.as_str());
    let code = code.filter(|code| !code.is_empty());
    let mut all: Vec<Said> = Vec::new();
    for field in view.fields.iter().filter(|field| is_phone(&field.key) && !field.value.is_empty())
    {
        if all.iter().any(|said| said.number == field.value) {
            continue;
        }
        let stored = number::normalise(&field.value, code);
        let holder = stored.and_then(|number| {
            let has = |channel: &crate::view::directory::ChannelView| {
                channel.kind.is_number() && channel.is_usable() && channel.value == number
            };
            directory.contacts.iter().find(|contact| contact.channels.iter().any(has))
        });
        let known = holder.map(|contact| {
            let name = &contact.name.en;
            if contact.acronym.is_empty() { name.clone() } else { contact.acronym.clone() }
        });
        all.push(Said { number: field.value.clone(), known });
    }
    all
}

fn is_phone(key: &str) -> bool {
    let name = key.rsplit('.').next().unwrap_or(key);
    name.contains("phone") || name == "mobile" || name == "call_back"
}
