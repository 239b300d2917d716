//! One file per page: its state, what keys do to it, how it is drawn.

pub mod call;
pub mod desk;
pub mod detail;
pub mod form;
pub mod partner;
pub mod request;
pub mod who;
