//! Parity: on every screen there is, in both languages, whatever the core lets a person do can be done, and whatever it
//! says can be read, in the terminal, line by line, in Telegram and in Matrix.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod chats;
mod terminal;

use isoloir_shared::samples::{FrontEnd, walk};

fn nothing_is_missing(front_end: &impl FrontEnd) {
    let missing = walk(front_end);
    assert!(missing.is_empty(), "{} are missing:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn in_the_terminal() {
    nothing_is_missing(&terminal::Keys);
}

#[test]
fn line_by_line() {
    nothing_is_missing(&terminal::Lines);
}

#[test]
fn in_telegram() {
    nothing_is_missing(&chats::Telegram);
}

#[test]
fn in_matrix() {
    nothing_is_missing(&chats::Matrix);
}

#[test]
fn the_walk_can_fail() {
    struct Mute;
    impl FrontEnd for Mute {
        fn reached(
            &self,
            _: &isoloir_shared::view::Screen,
            _: isoloir_shared::api::types::Lang,
        ) -> std::collections::HashSet<isoloir_shared::view::Intent> {
            Default::default()
        }
        fn read(&self, _: &isoloir_shared::view::Screen, _: isoloir_shared::api::types::Lang) -> String {
            String::new()
        }
    }
    let missing = walk(&Mute);
    assert!(missing.iter().any(|it| it.contains("nothing gives Open(Lot)")));
    assert!(missing.iter().any(|it| it.contains("title does not say")));
}
