//! What must hold on every screen.

use super::all;
use crate::api::types::Lang;
use crate::view::{Intent, Place};

#[test]
fn every_screen_has_a_title_and_a_way_on() {
    for sample in all(Lang::Fr) {
        let screen = &sample.screen;
        assert!(!screen.title.resolve(Lang::Fr).is_empty(), "{}", sample.name);
        let way = |it: &Intent| matches!(it, Intent::Back | Intent::Open(Place::Home) | Intent::Leave);
        assert!(screen.intents().iter().any(way), "{}", sample.name);
        assert!(screen.actions.iter().filter(|it| it.weight == crate::view::Weight::Primary).count() <= 1);
    }
}

#[test]
fn every_button_fits_and_comes_back() {
    for sample in all(Lang::Fr) {
        for intent in sample.screen.intents() {
            let text = intent.to_string();
            assert!(text.len() <= 64, "{text}");
            assert_eq!(text.parse(), Ok(intent));
        }
    }
}
