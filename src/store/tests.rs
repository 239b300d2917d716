//! Real files in temporary directories.

mod damage;
mod fixture;
mod history;
mod looking;
mod places;
mod writing;
