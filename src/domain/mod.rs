//! The desk's rules, pure: no I/O, no clock, no serialisation. `now` is always a parameter.
//!
//! A request is the fold of the facts recorded about it (`fact`, `merge`). What an officer wants is
//! a `Command`; `decide` answers with facts to record or with a `Refusal`. Kinds, workflows and
//! clocks are data (`catalogue`); `clock` says when each clock ends and why.

pub mod canonical;
pub mod catalogue;
pub mod check;
pub mod clock;
pub mod completeness;
pub mod decide;
pub mod directory;
pub mod edition;
pub mod fact;
pub mod fold;
mod id;
pub mod identifier;
mod lang;
pub mod merge;
mod register;
pub mod request;
pub mod routes;

pub use decide::{Command, Planned, Refusal, decide};
pub use fact::{
    Attachment, Audience, Direction, Fact, Hlc, Identifier, IdentifierKind, Opened, Recorded,
    Relation, Step, Word,
};
pub use id::{AuthorKey, BadId, ChannelId, EntityId, EntryId, Reference};
pub use lang::Lang;
pub use request::Request;
