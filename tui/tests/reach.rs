//! Whatever the core lets a person do can be done by keys in the interface, and by lines in the dialogue.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod common;

use common::{LANGS, view};
use isoloir_shared::samples;
use isoloir_shared::view::{Block, InputKind, Intent, Screen};
use isoloir_tui::app::{Ask, View};
use isoloir_tui::input::Press;
use isoloir_tui::plain::{Answer, choices, understand};
use std::collections::HashSet;

fn press(view: &mut View, key: &str) -> Vec<Ask> {
    view.press(Press::parse(key).unwrap())
}

fn intents(asks: Vec<Ask>) -> impl Iterator<Item = Intent> {
    asks.into_iter().filter_map(|ask| match ask {
        Ask::Intent(intent) => Some(intent),
        _ => None,
    })
}

/// Everything that keys can ask for: each stop is visited by the arrow, each answer of a ballot by the arrows and Enter.
fn by_keys(screen: &Screen, lang: isoloir_shared::api::types::Lang) -> HashSet<Intent> {
    let mut found = HashSet::new();
    let start = || view(screen.clone(), lang, true, (80, 24));
    let mut walker = start();
    // Text without stops is scrolled by the arrows first: some more than there are stops.
    let steps = screen.intents().len() + screen.actions.len() + 60;
    let ballot = walker.on_ballot();
    for _ in 0..steps {
        press(&mut walker, "up");
    }
    for _ in 0..steps {
        found.extend(intents(press(&mut walker, "enter")));
        for key in ["left"; 8].into_iter().chain(["right"; 8]).filter(|_| ballot) {
            press(&mut walker, key);
            found.extend(intents(press(&mut walker, "enter")));
        }
        found.extend(intents(press(&mut walker, "o")));
        // What was typed on the way in a field does not matter here.
        press(&mut walker, "down");
    }
    // Enter in a search leaps to the first row, which the way down passes by: it is met on the way up.
    for _ in 0..steps {
        press(&mut walker, "up");
        found.extend(intents(press(&mut walker, "enter")));
    }
    found
}

#[test]
fn every_enabled_intent_is_reached_by_keys() {
    for lang in LANGS {
        for sample in samples::all(lang) {
            let found = by_keys(&sample.screen, lang);
            for intent in sample.screen.intents() {
                assert!(found.contains(&intent), "{}: no key gives {intent:?}", sample.name);
            }
        }
    }
}

#[test]
fn every_enabled_intent_is_reached_by_lines() {
    for lang in LANGS {
        for sample in samples::all(lang) {
            let screen = &sample.screen;
            let mut found = HashSet::new();
            for (at, chosen) in choices(screen).iter().enumerate() {
                let number = at + 1;
                for answer in chosen.answers {
                    for words in
                        [answer.letter.clone(), answer.label.resolve(lang), answer.label.resolve(lang).to_uppercase()]
                    {
                        let line = format!(":{number} {words}");
                        assert_eq!(understand(screen, &line, lang), Answer::Intent(answer.intent), "{line}");
                    }
                    found.insert(answer.intent);
                }
                if let Answer::Intent(intent) = understand(screen, &format!(":{number}"), lang) {
                    found.insert(intent);
                }
            }
            for intent in screen.intents() {
                assert!(found.contains(&intent), "{}: no line gives {intent:?}", sample.name);
            }
        }
    }
}

#[test]
fn every_field_is_filled_by_keys_and_by_lines() {
    for lang in LANGS {
        for sample in samples::all(lang) {
            let Some(input) = &sample.screen.input else { continue };
            let mut view = view(sample.screen.clone(), lang, true, (80, 24));
            for _ in 0..330 {
                if view.useful_keys().iter().any(|(keys, _)| keys == "F1") {
                    break;
                }
                press(&mut view, "up");
            }
            press(&mut view, "end");
            press(&mut view, "ctrl-u");
            let asks = press(&mut view, "7");
            assert_eq!(asks.last(), Some(&Ask::Typed("7".to_owned())), "{}", sample.name);
            let end = press(&mut view, if input.kind == InputKind::Text { "ctrl-s" } else { "enter" });
            assert_eq!(end.last(), Some(&Ask::Submitted("7".to_owned())), "{}", sample.name);
            if input.kind != InputKind::Search {
                assert_eq!(understand(&sample.screen, "7", lang), Answer::Submitted("7".to_owned()));
            } else {
                assert_eq!(understand(&sample.screen, "zoé", lang), Answer::Submitted("zoé".to_owned()));
            }
        }
    }
}

#[test]
fn letters_and_digits_grade_and_move_on() {
    let lang = LANGS[0];
    let sample = samples::all(lang).into_iter().find(|it| it.name == "lot-empty").unwrap();
    let Some(ballot) = sample.screen.body.iter().find_map(|block| match block {
        Block::Ballot(ballot) => Some(ballot.clone()),
        _ => None,
    }) else {
        panic!("no ballot");
    };
    let mut view = view(sample.screen, lang, true, (80, 24));
    let keys = ["b", "1", "é", "(", "f"];
    let places = [1, 0, 1, 4, 5];
    for ((row, key), place) in ballot.rows.iter().zip(keys).zip(places) {
        assert_eq!(press(&mut view, key), [Ask::Intent(row.choices[place].intent)], "{key}");
    }
}

#[test]
fn nothing_is_chosen_by_enter_alone_on_a_ballot() {
    let lang = LANGS[0];
    let sample = samples::all(lang).into_iter().find(|it| it.name == "lot-empty").unwrap();
    let mut view = view(sample.screen, lang, true, (80, 24));
    assert_eq!(press(&mut view, "enter"), []);
    assert!(view.toast().is_some(), "it says how");
}

#[test]
fn the_palette_finds_an_action_by_a_few_letters() {
    let lang = LANGS[0];
    let sample = samples::all(lang).into_iter().find(|it| it.name == "home-preselection").unwrap();
    let mut view = view(sample.screen, lang, true, (80, 24));
    press(&mut view, ":");
    for key in ["c", "a", "l", "e", "n"] {
        press(&mut view, key);
    }
    let asked: Vec<_> = intents(press(&mut view, "enter")).collect();
    assert_eq!(asked, [Intent::Open(isoloir_shared::view::Place::Calendar)]);
}

#[test]
fn what_cannot_be_done_says_why() {
    for lang in LANGS {
        for sample in samples::all(lang) {
            for (at, action) in sample.screen.actions.iter().enumerate().take(9) {
                let Err(reason) = &action.enabled else { continue };
                let mut view = view(sample.screen.clone(), lang, true, (80, 24));
                if view.on_ballot() || sample.screen.input.is_some() {
                    continue;
                }
                assert_eq!(press(&mut view, &(at + 1).to_string()), [], "{}", sample.name);
                assert_eq!(view.toast().map(|(_, text)| text), Some(reason.resolve(lang)), "{}", sample.name);
            }
        }
    }
}
