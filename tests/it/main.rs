//! What the program does as a whole, seen from outside.

mod acts;
mod commands;
mod durability;
mod pty;
mod pty_harness;
mod sample;
mod screens;
mod session;
mod tidy;
