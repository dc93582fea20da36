//! Text that people wrote is hostile, terminals are of any size: nothing steers the terminal, nothing leaves its
//! bounds, nothing panics. The screens are built by hand, past the cleaning at the API client (`samples::made_of`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod common;

use common::{LANGS, cells, view};
use isoloir_shared::samples;
use isoloir_shared::text::clean_line;
use isoloir_tui::plain::speak;
use proptest::prelude::*;

const NASTY: [&str; 8] = [
    "\u{1b}[2J\u{1b}[31mrouge\u{7}\u{9b}2J",
    "\u{202e}tnemecalpmer\u{202c} \u{2066}x\u{2069}",
    "a\u{200b}b\u{200d}c\u{feff}d\u{ad}e",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "👩‍👩‍👧‍👦 🇫🇷 日本語 ﷽",
    "\r\n\t\u{b}\u{c}ligne\u{85}autre\u{2028}encore",
    "\u{e0041}\u{e0042}\u{e007f}",
    "",
];

fn harmless(view: &isoloir_tui::app::View, what: &str) {
    let (buffer, at) = cells(view);
    for cell in &buffer.content {
        let symbol = cell.symbol();
        if symbol.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            continue;
        }
        assert!(
            !symbol
                .chars()
                .any(|c| c.is_control() || (c != ' ' && clean_line(&c.to_string()).is_empty() && !c.is_whitespace())),
            "{what}: {symbol:?}"
        );
    }
    if let Some((x, y)) = at {
        assert!(x < buffer.area.width && y < buffer.area.height, "{what}: the cursor is outside");
    }
}

#[test]
fn nothing_steers_the_terminal() {
    let long = "Ÿ\u{202e}\u{1b}[31m 漢".repeat(10_000);
    for words in NASTY.iter().copied().chain([long.as_str()]) {
        for size in [(80, 24), (140, 40)] {
            let mut view = view(samples::made_of(words), LANGS[0], true, size);
            harmless(&view, words.get(..20).unwrap_or(words));
            for key in ["down", "pagedown", "end", "tab", ":", "x", "esc", "?", "esc", "home"] {
                view.press(isoloir_tui::input::Press::parse(key).unwrap());
                harmless(&view, key);
            }
        }
        for line in speak(&samples::made_of(words), LANGS[0], 0) {
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
    }
}

#[test]
fn every_screen_at_every_small_size() {
    for sample in samples::all(LANGS[0]) {
        let mut view = view(sample.screen, LANGS[0], true, (1, 1));
        for columns in [1, 2, 3, 7, 20, 59, 60, 61, 79, 109, 110, 111] {
            for lines in [1, 2, 3, 5, 17, 18, 19, 23] {
                view.resize(columns, lines);
                harmless(&view, sample.name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_size_and_any_keys(
        columns in 1u16..200,
        lines in 1u16..60,
        words in any::<String>(),
        keys in proptest::collection::vec(proptest::sample::select(vec![
            "up", "down", "left", "right", "tab", "backtab", "pageup", "pagedown", "home", "end", "enter", "esc",
            "?", ":", "/", "q", "b", "3", "o", "f3", "f9", "ctrl-s", "ctrl-w", "backspace", "delete", "é",
        ]), 0..20),
        resize in (1u16..200, 1u16..60),
    ) {
        let mut view = view(samples::made_of(&words), LANGS[1], true, (columns, lines));
        harmless(&view, "start");
        for (at, key) in keys.iter().enumerate() {
            view.press(isoloir_tui::input::Press::parse(key).unwrap());
            if at == 7 {
                view.resize(resize.0, resize.1);
                view.paste(&words);
            }
            harmless(&view, key);
        }
    }
}
