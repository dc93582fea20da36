//! Pictures are drawn, have words, and are told apart.

use super::{LANGS, sample, seen};
use isoloir_bots::chat::telegram;
use isoloir_shared::samples;

#[test]
fn results_have_a_picture_with_the_same_in_sentences() {
    for lang in LANGS {
        let screen = sample("results-preselection", lang);
        let picture = telegram::page(&screen, lang, &seen("")).picture.unwrap();
        for name in ["Charlotte Marchandise", "Michel Bourgeois", "4"] {
            assert!(picture.alt.contains(name), "{}", picture.alt);
        }
        let bytes = picture.bytes().unwrap();
        assert_eq!(picture.mime(), "image/png");
        assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
        // Telegram takes photos up to 10 MB, whose sides are 10,000 pixels together.
        let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert!(bytes.len() < 1_000_000 && side(16) + side(20) < 10_000, "{} × {}", side(16), side(20));
        if let Some(folder) = std::env::var_os("ISOLOIR_LOOK") {
            std::fs::write(std::path::Path::new(&folder).join(format!("profiles-{}.png", lang.code())), &*bytes)
                .unwrap();
        }
    }
}

#[test]
fn the_same_picture_has_the_same_name_and_no_other() {
    let names: Vec<_> = samples::all(LANGS[0])
        .into_iter()
        .filter_map(|it| telegram::page(&it.screen, LANGS[0], &seen("")).picture.map(|picture| (it.name, picture.name)))
        .collect();
    let name = |sample: &str| names.iter().find(|it| it.0 == sample).map(|it| it.1.clone());
    assert!(name("candidate-nominated").is_some(), "{names:?}");
    assert_eq!(name("results-final"), name("results-final"));
    assert_ne!(name("why-grade"), name("results-final"));
}
