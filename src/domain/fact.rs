//! What may be recorded of a request or a contact. Facts are never changed or removed: a later fact names the
//! entries it replaces, and an undo is one more fact.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::directory::{Call, ContactFact};
use super::{AuthorKey, EntityId, EntryId, Reference};

/// Orders entries of desks whose clocks differ: physical milliseconds, then a counter.
/// It breaks ties and sorts time lines; it never decides validity or a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hlc {
    pub ms: u64,
    pub tick: u16,
}

/// One entry of the record about one request, as the merge sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub id: EntryId,
    pub author: AuthorKey,
    pub hlc: Hlc,
    pub entity: EntityId,
    /// The entries that this one replaces: what its author saw.
    pub refs: Vec<EntryId>,
    /// The officer who acted.
    pub officer: String,
    /// The desk's name at the time of the act.
    pub desk: String,
    /// The desk's wall clock at the act.
    pub at: Timestamp,
    pub fact: Fact,
}

/// What may be recorded of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    Opened(Opened),
    /// Writes registers; the empty text clears one. Values are in the form of their `FieldType`.
    Set(BTreeMap<String, String>),
    Stepped(Step),
    Noted {
        text: String,
        audience: Audience,
    },
    IdentifierAdded(Identifier),
    /// Withdraws the identifiers that the entry's refs added.
    IdentifierRemoved,
    Attached(Attachment),
    /// Pauses a service clock (never a legal one).
    Paused {
        clock: String,
        reason: String,
        /// Who answers for the pause.
        owner: String,
        /// The pause ends by itself here.
        until: Timestamp,
    },
    Resumed {
        clock: String,
    },
    /// A blocking check is set aside, by name and with a reason.
    Overridden {
        code: String,
        reason: String,
    },
    Linked {
        relation: Relation,
        to: EntityId,
    },
    /// The entries named by refs (notes, identifiers, links) were recorded by mistake.
    Struck {
        reason: String,
    },
    /// Somebody was called about the request.
    Called(Call),
    /// Of a contact of the directory, not of a request.
    Contact(ContactFact),
    /// A fact of a newer program: kept, counted, not understood.
    Unknown {
        kind: String,
        critical: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub reference: Reference,
    pub kind: String,
    pub direction: Direction,
    /// The workflow table that guards this request's steps, and its version: recorded, so that all
    /// desks judge a step alike whatever their configuration.
    pub workflow: String,
    pub workflow_version: u32,
    pub fields: BTreeMap<String, String>,
    pub identifiers: Vec<Identifier>,
    pub attachments: Vec<Attachment>,
    /// The file the request came in, if it came in one.
    pub source: Option<Attachment>,
}

/// One step from state to state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    pub to: String,
    /// When it happened, which may be before it was recorded.
    pub at: Timestamp,
    /// The custodian's or partner's instant until which the data are held.
    pub until: Option<Timestamp>,
    pub reason: Option<String>,
    /// The second officer of a two-person step.
    pub second: Option<String>,
    /// Fields given with the step.
    pub set: BTreeMap<String, String>,
    /// True where the step takes an earlier one back (undo): guards do not apply, the target does.
    pub undo: bool,
}

/// Who may read a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Never leaves the desk.
    Internal,
    /// May be sent to the partner.
    Partner,
    /// Text of an incoming message that no field took: kept word for word.
    Source,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    In,
    Out,
    /// A domestic order that no partner sees.
    Internal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// This request extends the other.
    Extends,
    /// This request is the same as the other.
    DuplicateOf,
    /// This request was made for the other (a third State's provider, a parallel preservation).
    ChildOf,
    /// The legal-assistance request follows the preservation.
    Follows,
}

/// A file that came with a request. The bytes lie beside the record under their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Lower-case hex.
    pub sha256: String,
}

/// What the request is about: a piece of evidence that names a person or a machine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Identifier {
    pub kind: IdentifierKind,
    /// As written, defanging undone (`hxxp`, `[.]`).
    pub value: String,
    pub port: Option<u16>,
    pub protocol: Option<String>,
    /// Observation time as written, when it could not be read as an instant.
    pub time_text: Option<String>,
    /// Observation instant.
    pub at: Option<Timestamp>,
    /// End of the observation window.
    pub to: Option<Timestamp>,
    /// The platform or provider an account belongs to.
    pub platform: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum IdentifierKind {
    #[default]
    Ip,
    Email,
    Phone,
    Domain,
    Url,
    Account,
    Hash,
    Wallet,
    Imei,
    Imsi,
    Iccid,
    Other,
}

/// A value with one fixed word in the record, in JSON and in commands.
pub trait Word: Sized {
    fn to_word(&self) -> &'static str;
    fn of_word(word: &str) -> Option<Self>;
}

macro_rules! words {
    ($ty:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $ty {
            pub const ALL: &'static [$ty] = &[$($ty::$variant),+];

            /// The word that stands for this value in the record, in JSON and in commands.
            pub fn word(self) -> &'static str {
                match self { $($ty::$variant => $word),+ }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($ty::$variant),)+ _ => None }
            }
        }

        impl $crate::domain::Word for $ty {
            fn to_word(&self) -> &'static str {
                self.word()
            }

            fn of_word(word: &str) -> Option<Self> {
                $ty::from_word(word)
            }
        }
    };
}
pub(crate) use words;

words!(Audience { Internal = "internal", Partner = "partner", Source = "source" });
words!(Direction { In = "in", Out = "out", Internal = "internal" });
words!(Relation { Extends = "extends", DuplicateOf = "duplicate_of", ChildOf = "child_of", Follows = "follows" });
words!(IdentifierKind {
    Ip = "ip", Email = "email", Phone = "phone", Domain = "domain", Url = "url", Account = "account",
    Hash = "hash", Wallet = "wallet", Imei = "imei", Imsi = "imsi", Iccid = "iccid", Other = "other",
});
