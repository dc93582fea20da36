//! Isoloir in a terminal: the interface, the dialogue for screen readers, and commands for scripts.
//! It renders what the core says and turns keys into wishes; it holds no rule and no text of a flow.

pub mod app;
pub mod cli;
pub mod demo;
pub mod input;
pub mod plain;
pub mod render;
