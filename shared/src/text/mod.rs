//! Messages: a key of the one Fluent catalogue with its arguments; resolved only by a front end's last step.

mod clean;
mod msg;

pub use clean::{clean_line, clean_text};
pub use isoloir_config::text::{Key, key};
pub use msg::{Arg, Msg};
