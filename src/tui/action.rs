//! Every act of the full-screen face, once: scope, word in `keys.toml`, and text. Hints, help,
//! palette and printed docs come from this table.

use crate::text::Text;
use crate::text::desk::{ActionText, Say};

/// Where an action's keys count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    Everywhere,
    Move,
    Queue,
    Request,
    Form,
    Question,
    /// The directory, while no text is typed.
    Who,
    /// A call being made.
    Call,
}

impl Scope {
    pub const ALL: [Scope; 8] = [
        Scope::Everywhere,
        Scope::Move,
        Scope::Queue,
        Scope::Request,
        Scope::Form,
        Scope::Question,
        Scope::Who,
        Scope::Call,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Scope::Everywhere => "everywhere",
            Scope::Move => "move",
            Scope::Queue => "queue",
            Scope::Request => "request",
            Scope::Form => "form",
            Scope::Question => "question",
            Scope::Who => "who",
            Scope::Call => "call",
        }
    }

    pub fn title(self, text: &Text) -> &'static str {
        let index = Scope::ALL.iter().position(|scope| *scope == self).unwrap_or_default();
        text.desk.words.scopes.get(index).copied().unwrap_or_default()
    }
}

macro_rules! actions {
    ($($action:ident $scope:ident $word:ident;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($action,)+
        }

        impl Action {
            pub const ALL: &'static [Action] = &[$(Action::$action,)+];

            pub fn scope(self) -> Scope {
                match self { $(Action::$action => Scope::$scope,)+ }
            }

            /// The word in `keys.toml`.
            pub fn word(self) -> &'static str {
                match self { $(Action::$action => stringify!($word),)+ }
            }

            fn said(self, text: &ActionText) -> Say {
                match self { $(Action::$action => text.$word,)+ }
            }
        }
    };
}

actions! {
    Help Everywhere help;
    Palette Everywhere palette;
    Quit Everywhere quit;
    Redraw Everywhere redraw;
    Interrupt Everywhere interrupt;
    Suspend Everywhere suspend;
    Who Everywhere who;
    ShowDesk Everywhere show_desk;
    ShowWho Everywhere show_who;
    Up Move up;
    Down Move down;
    PageUp Move page_up;
    PageDown Move page_down;
    HalfUp Move half_up;
    HalfDown Move half_down;
    First Move first;
    Last Move last;
    NextPane Move next_pane;
    PreviousPane Move previous_pane;
    Open Move open;
    Back Move back;
    NextView Queue next_view;
    PreviousView Queue previous_view;
    Filter Queue filter;
    Sort Queue sort;
    NewRequest Queue new_request;
    Acknowledge Request acknowledge;
    Take Request take;
    Release Request release;
    Step Request step;
    Note Request note;
    Edit Request edit;
    AddIdentifier Request add_identifier;
    Explain Request explain;
    Pause Request pause;
    SetAside Request set_aside;
    Undo Request undo;
    Copy Request copy;
    CallPartner Request call_partner;
    CallBack Request call_back;
    Accept Form accept;
    Submit Form submit;
    Switch Form switch;
    Discard Form discard;
    Confirm Question confirm;
    Decline Question decline;
    Look Who look;
    Routes Who routes;
    Debt Who debt;
    CopyNumber Who copy_number;
    Verified Who verified;
    Ping Who ping;
    NewContact Who new_contact;
    EditContact Who edit_contact;
    AddChannel Who add_channel;
    CloseContact Who close_contact;
    Answered Call answered;
    Busy Call busy;
    NoAnswer Call no_answer;
    WrongNumber Call wrong_number;
    RefusedCall Call refused_call;
    Skip Call skip;
}

impl Action {
    pub fn say(self, text: &Text) -> Say {
        self.said(&text.desk.actions)
    }

    /// Moves the eye only: of no use as a command by name.
    pub fn is_movement(self) -> bool {
        matches!(self.scope(), Scope::Move | Scope::Form | Scope::Question | Scope::Call)
    }

    /// Records something at once, so that a key that slipped must not reach it.
    pub fn acts_at_once(self) -> bool {
        matches!(self, Action::Take | Action::Release | Action::Confirm | Action::Submit)
            || (self.scope() == Scope::Call && self != Action::Skip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;

    #[test]
    fn every_action_is_named_and_explained_in_every_language() {
        for lang in Lang::ALL {
            let text = Text::of(lang);
            for action in Action::ALL {
                let say = action.say(&text);
                assert!(!say.name.is_empty() && say.help.len() > say.name.len() / 2, "{action:?}");
            }
            for scope in Scope::ALL {
                assert!(!scope.title(&text).is_empty());
            }
        }
    }
}
