//! Keys: what is pressed becomes a command, by a map that anyone can change.

mod command;
mod key;
mod keymap;

pub use command::Command;
pub use key::Press;
pub use keymap::{KeyError, KeyMap};
