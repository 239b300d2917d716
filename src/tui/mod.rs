//! The full-screen face. Elm: `update` turns messages into a new model and effects, `view` draws
//! the model. Nothing here but `runtime` and `terminal` touches the disk, the clock or the desk.

pub mod action;
pub mod bidi;
pub mod card;
pub mod colour;
mod dialog;
pub mod guard;
pub mod keymap;
mod layout;
mod model;
mod partners;
mod pen;
mod perform;
mod queue;
pub mod runtime;
mod screen;
pub mod terminal;
mod update;
mod view;
mod widget;

pub use model::{Act, Banner, Effect, Model, Msg, NewRequest, Setup, Station};
pub use partners::{Partners, Rules};
pub use update::update;
pub use view::view;
