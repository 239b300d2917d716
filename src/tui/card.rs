//! The printed card of keys, made from the tables of actions and keys.

use super::action::{Action, Scope};
use super::keymap::Keymap;
use crate::text::Text;

/// All keys as Markdown, a table a scope.
pub fn card(keymap: &Keymap, text: &Text) -> String {
    let mut out = String::new();
    for scope in Scope::ALL {
        out.push_str(&format!("\n## {}\n\n|  |  |  |\n|---|---|---|\n", scope.title(text)));
        for action in Action::ALL.iter().filter(|action| action.scope() == scope) {
            let keys: Vec<String> =
                keymap.keys(*action).iter().map(|key| format!("`{key}`")).collect();
            let say = action.say(text);
            out.push_str(&format!("| {} | {} | {} |\n", keys.join(" "), say.name, say.help));
        }
    }
    out
}
