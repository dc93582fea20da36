//! Every screen of the core in every rendering of the terminal, by snapshot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod common;

use common::{LANGS, frame, view};
use isoloir_shared::samples;
use isoloir_tui::plain::speak;
use rstest::rstest;
use std::fmt::Write as _;

#[rstest]
#[case("80x24", (80, 24), true)]
#[case("140x40", (140, 40), true)]
#[case("mono", (80, 24), false)]
fn screens_look(#[case] name: &str, #[case] size: (u16, u16), #[case] color: bool) {
    for lang in LANGS {
        let mut text = String::new();
        for sample in samples::all(lang) {
            let view = view(sample.screen, lang, color, size);
            let _ = writeln!(text, "== {}\n{}", sample.name, frame(&view, color));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{}", lang.code()), text);
        });
    }
}

#[test]
fn screens_are_said() {
    for lang in LANGS {
        let mut text = String::new();
        for sample in samples::all(lang) {
            let _ = writeln!(text, "== {}\n{}", sample.name, speak(&sample.screen, lang, 0).join("\n"));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("plain-{}", lang.code()), text);
        });
    }
}
