//! What the program does as a whole, seen from outside.

mod acts;
mod calls;
mod commands;
mod durability;
mod editions;
mod pty;
mod pty_harness;
mod sample;
mod sample_directory;
mod screens;
mod screens_who;
mod session;
mod tidy;
