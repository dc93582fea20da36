//! Screens in a chat: how they look, what can be done there, and that nothing hostile gets through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod announcements;
mod answers;
mod buttons;
mod hostile;
mod look;
mod pictures;
mod read;

use isoloir_bots::chat::Options;
use isoloir_shared::api::types::Lang;
use isoloir_shared::samples;
use isoloir_shared::view::Screen;

/// Both languages.
const LANGS: [Lang; 2] = [Lang::Fr, Lang::En];

/// A part of a screen.
fn seen(view: &str) -> Options<'_> {
    Options { view, ..Options::default() }
}

/// The screen of that name.
fn sample(name: &str, lang: Lang) -> Screen {
    samples::all(lang).into_iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no screen {name}")).screen
}
