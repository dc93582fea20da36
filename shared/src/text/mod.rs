//! Messages: a key of the one Fluent catalogue with its arguments; resolved only by a front end's last step.

mod announcement;
mod clean;
mod msg;
mod needs;
mod phase;

pub use announcement::{Announced, Parts, Way, start_command, stop_command};
pub use clean::{clean_line, clean_text, tame_json};
pub use isoloir_config::text::{Key, key};
pub use msg::{Arg, Msg};
pub use needs::need_words;
pub use phase::phase_name;

/// A span of seconds in its two largest units, as a language writes it.
pub fn span(lang: crate::api::types::Lang, seconds: u64) -> String {
    isoloir_config::text::span(lang.code(), seconds)
}
