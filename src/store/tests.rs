//! Real files in temporary directories.

mod damage;
mod directory;
mod fixture;
mod history;
mod looking;
mod places;
mod states;
mod writing;
