//! All that is on the screen, what may happen to it, and what it asks of the outside. A model is
//! changed by `update` only; drawing takes it as it is.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crossterm::event::KeyEvent;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::bidi::BidiMode;
use super::colour::Theme;
use super::dialog::Overlay;
use super::guard::ActGate;
use super::keymap::Keymap;
use super::partners::{Partners, Rules};
use super::pen::Pen;
use super::screen::call::CallPage;
use super::screen::desk::DeskPage;
use super::screen::form::FormPage;
use super::screen::partner::Held;
use super::screen::request::RequestPage;
use super::screen::who::WhoPage;
use crate::domain::catalogue::Catalogue;
use crate::domain::clock::Clock;
use crate::domain::decide::StepChoice;
use crate::domain::directory::{CallWish, ContactCommand, DirectoryRefusal};
use crate::domain::{
    Audience, ChannelId, Command, Direction, EntityId, Identifier, Lang, Refusal, Relation,
};
use crate::text::Text;
use crate::view::lookup::Index;
use crate::view::{Board, ContactView, Directory, Filter, RequestView};

/// What the desk is, as the header says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Station {
    /// The desk's name (`desk-1`).
    pub name: String,
    pub title: String,
    pub country: String,
    pub officer: String,
    pub officers: Vec<String>,
    pub banner: Banner,
}

/// What must be said on every screen about the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Banner {
    #[default]
    None,
    Demo,
    Training,
}

/// What a model is made of.
#[derive(Debug, Clone)]
pub struct Setup {
    pub station: Station,
    pub board: Arc<Board>,
    pub now: Timestamp,
    pub zone: TimeZone,
    pub lang: Lang,
    pub theme: Theme,
    pub bidi: BidiMode,
    pub keymap: Keymap,
    pub rules: Rules,
    /// Columns and lines.
    pub size: (u16, u16),
}

pub struct Model {
    pub(super) station: Station,
    pub(super) board: Arc<Board>,
    pub(super) catalogue: Option<Arc<Catalogue>>,
    /// Empty until the worker has read it.
    pub(super) directory: Arc<Directory>,
    /// Of that directory.
    pub(super) index: Arc<Index>,
    pub(super) now: Timestamp,
    /// Milliseconds of a steady clock, for the pace of keys only.
    pub(super) at_ms: u64,
    pub(super) zone: TimeZone,
    pub(super) text: Text,
    pub(super) theme: Theme,
    pub(super) bidi: BidiMode,
    pub(super) keymap: Keymap,
    pub(super) rules: Rules,
    pub(super) size: (u16, u16),
    pub(super) desk: DeskPage,
    pub(super) page: Page,
    pub(super) overlay: Option<Overlay>,
    pub(super) message: Option<Message>,
    pub(super) stale: Option<Stale>,
    /// Acts given to the worker and not answered.
    pub(super) pending: usize,
    /// A draft that was not opened again yet.
    pub(super) draft: Option<String>,
    pub(super) gate: ActGate,
    pub(super) late: usize,
    pub(super) title: String,
    /// Zones of partners, by name: those of the directory, and those seen before it was there.
    pub(super) zones: HashMap<String, TimeZone>,
    /// Of the selected request.
    pub(super) partner: Held,
}

/// What fills the screen. The desk's own state stays while another page is open.
pub enum Page {
    Desk,
    Request(Box<RequestPage>),
    Form(Box<FormPage>),
    Who(Box<WhoPage>),
    Call(Box<CallPage>),
}

impl Page {
    /// The form that is shown or lies below what is shown.
    fn form(&self) -> Option<&FormPage> {
        match self {
            Page::Form(form) => Some(form),
            Page::Who(who) => who.back.form(),
            Page::Call(call) => call.back.form(),
            Page::Desk | Page::Request(_) => None,
        }
    }

    pub(super) fn form_mut(&mut self) -> Option<&mut FormPage> {
        match self {
            Page::Form(form) => Some(form),
            Page::Who(who) => who.back.form_mut(),
            Page::Call(call) => call.back.form_mut(),
            Page::Desk | Page::Request(_) => None,
        }
    }

    /// The call that is shown or lies below what is shown, where it waits for the record.
    pub(super) fn call_waiting(&mut self) -> Option<&mut CallPage> {
        match self {
            Page::Call(call) => match call.waits() {
                true => Some(call),
                false => call.back.call_waiting(),
            },
            Page::Who(who) => who.back.call_waiting(),
            Page::Desk | Page::Request(_) | Page::Form(_) => None,
        }
    }
}

/// One line for the officer; the next key takes it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub tone: Tone,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    /// The desk may not, or a key did nothing.
    Refused,
    /// The machine could not.
    Failed,
}

/// Why the screen cannot be trusted, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    pub since: Timestamp,
    pub why: Doubt,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    Worker,
    Jump(SignedDuration),
}

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    Key(KeyEvent),
    /// Bracketed: never run as keys.
    Paste(String),
    /// Text came as keys outside a field and was dropped.
    PasteIgnored,
    Resize(u16, u16),
    /// A second has passed. `jump`: by how much wall clock and steady clock disagree, when they do.
    Tick {
        jump: Option<SignedDuration>,
    },
    Board(Arc<Board>),
    /// The desk is open for acts.
    Ready(Arc<Catalogue>),
    Acted {
        view: Arc<RequestView>,
        said: String,
    },
    Registered {
        view: Arc<RequestView>,
        known: bool,
    },
    Imported(Vec<Arc<RequestView>>),
    Refused(Refusal),
    /// The desk may not, in words.
    Denied(String),
    /// The machine could not, in words.
    Failed(String),
    UnknownReference(String),
    Found {
        number: u64,
        views: Vec<Arc<RequestView>>,
    },
    View(Arc<RequestView>),
    Explained(EntityId, Vec<Clock>),
    Choices(EntityId, Vec<StepChoice>),
    Directory(Box<Partners>),
    /// An act on the directory is recorded: the contact as it is now.
    Contacted {
        contact: Arc<ContactView>,
        said: String,
    },
    /// The directory may not.
    Unlisted(DirectoryRefusal),
    Draft(String),
    /// What was on the screen when it was left.
    Screen(String),
    DraftSaved,
    /// The worker has ended: nothing more can be recorded.
    WorkerGone,
}

/// One act of a sequence that stops at the first refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Do(Command),
    /// The other request is named by its reference and looked up by the worker.
    LinkTo {
        relation: Relation,
        reference: String,
    },
}

/// A request as the form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    pub kind: String,
    pub direction: Direction,
    pub fields: BTreeMap<String, String>,
    pub identifiers: Vec<Identifier>,
    pub notes: Vec<(String, Audience)>,
}

/// What the model asks of the outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// `said` comes back when it is recorded.
    Execute {
        entity: EntityId,
        acts: Vec<Act>,
        said: String,
    },
    Register(Box<NewRequest>),
    /// An act on the directory; `entity` is `None` for a new contact. `said` comes back when it is
    /// recorded.
    Contact {
        entity: Option<EntityId>,
        command: Box<ContactCommand>,
        said: String,
    },
    /// What became of a call.
    Call {
        contact: EntityId,
        request: Option<EntityId>,
        wish: CallWish,
        said: String,
    },
    /// Registers a test of a channel.
    Ping {
        contact: EntityId,
        channel: ChannelId,
    },
    Import {
        name: String,
        bytes: Vec<u8>,
    },
    Explain(EntityId),
    Choices(EntityId),
    View(EntityId),
    /// Closed requests too. Only the answer with the latest number counts.
    Search {
        number: u64,
        filter: Filter,
    },
    SaveDraft(String),
    DeleteDraft,
    SaveScreen(String),
    Copy(String),
    Title(String),
    Bell,
    Repaint,
    Suspend,
    Quit,
}

impl Model {
    pub fn new(setup: Setup) -> Self {
        let mut model = Self {
            station: setup.station,
            board: setup.board,
            catalogue: None,
            directory: Arc::default(),
            index: Arc::default(),
            now: setup.now,
            at_ms: 0,
            zone: setup.zone,
            text: Text::of(setup.lang),
            theme: setup.theme,
            bidi: setup.bidi,
            keymap: setup.keymap,
            rules: setup.rules,
            size: setup.size,
            desk: DeskPage::default(),
            page: Page::Desk,
            overlay: None,
            message: None,
            stale: None,
            pending: 0,
            draft: None,
            gate: ActGate::default(),
            late: 0,
            title: String::new(),
            zones: HashMap::new(),
            partner: Held::default(),
        };
        model.desk.refresh(&model.board, &model.station.officer, model.now, model.text.lang);
        model.late = model.board.counts(model.now).late;
        super::update::settle(&mut model);
        model
    }

    pub(super) fn pen(&self) -> Pen<'_> {
        Pen {
            text: self.text,
            theme: self.theme,
            bidi: self.bidi,
            zone: &self.zone,
            now: self.now,
            zones: &self.zones,
            partner: &self.partner,
        }
    }

    /// Whether a burst of keys is text, not commands.
    pub fn wants_text(&self) -> bool {
        match (&self.overlay, &self.page) {
            (Some(overlay), _) => overlay.wants_text(),
            (None, Page::Form(form)) => form.sheet.is_text(),
            (None, Page::Desk) => self.desk.typing.is_some(),
            (None, Page::Who(who)) => who.wants_text(),
            (None, Page::Request(_) | Page::Call(_)) => false,
        }
    }

    /// The request that an act would be about.
    pub(super) fn subject(&self) -> Option<Arc<RequestView>> {
        match &self.page {
            Page::Desk => self.desk.selected().cloned(),
            Page::Request(page) => Some(Arc::clone(&page.view)),
            Page::Form(_) | Page::Who(_) | Page::Call(_) => None,
        }
    }

    pub(super) fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { tone, text: text.into() });
    }

    /// View, order and selection, as they are kept for the next start.
    pub fn screen_text(&self) -> String {
        self.desk.keep()
    }

    /// The open draft, as it is kept while the form is open.
    pub fn draft_text(&self) -> Option<String> {
        self.page.form().filter(|form| form.is_touched()).map(FormPage::draft)
    }
}

/// The request's id in the record. `None` only for a view that was not made by this program.
pub(super) fn entity(view: &RequestView) -> Option<EntityId> {
    view.entity.parse().ok()
}
