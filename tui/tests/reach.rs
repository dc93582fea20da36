//! How keys and lines work on screens. (That everything can be reached by them is part of the parity of all front ends,
//! in `tests/tests/parity`.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod common;

use common::{LANGS, frame, view};
use isoloir_shared::samples;
use isoloir_shared::view::{Block, InputKind, Intent, Place};
use isoloir_tui::app::{Ask, Stop, View};
use isoloir_tui::input::Press;
use isoloir_tui::plain::{Answer, understand};

fn press(view: &mut View, key: &str) -> Vec<Ask> {
    view.press(Press::parse(key).unwrap())
}

fn intents(asks: Vec<Ask>) -> impl Iterator<Item = Intent> {
    asks.into_iter().filter_map(|ask| match ask {
        Ask::Intent(intent) => Some(intent),
        _ => None,
    })
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

/// Where nothing is typed, the key that sends a text leads to the thing to do, and says why that cannot be done yet.
#[test]
fn the_key_that_sends_leads_on_from_a_ballot() {
    let lang = LANGS[0];
    let of = |name: &str| samples::all(lang).into_iter().find(|it| it.name == name).unwrap().screen;
    let mut begun = view(of("lot-empty"), lang, false, (80, 24));
    let before = frame(&begun, false);
    assert_eq!(press(&mut begun, "ctrl-s"), []);
    assert_ne!(frame(&begun, false), before, "nothing is said");
    let mut whole = view(of("lot-graded-5"), lang, true, (80, 24));
    assert_eq!(press(&mut whole, "ctrl-s"), [], "nothing is done before it is seen");
    assert!(matches!(press(&mut whole, "enter")[..], [Ask::Intent(Intent::Review { .. })]));
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

#[test]
fn the_palette_shows_whole_what_is_focused_and_why_it_cannot_be_done() {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut seen = 0;
    for lang in LANGS {
        for sample in samples::all(lang) {
            let mut view = view(sample.screen.clone(), lang, false, (80, 24));
            if view.on_ballot() || sample.screen.input.is_some() {
                continue;
            }
            press(&mut view, ":");
            for action in &sample.screen.actions {
                if let Err(reason) = &action.enabled {
                    let wanted = words(&format!("> {} — {}", action.label.resolve(lang), reason.resolve(lang)));
                    // The screen stands on both sides of it.
                    let shown = frame(&view, false);
                    let shown: Vec<_> =
                        shown.lines().filter_map(|line| line.split('│').nth(1)).flat_map(words).collect();
                    assert!(shown.windows(wanted.len()).any(|part| part == wanted), "{}: {wanted:?}", sample.name);
                    seen += 1;
                }
                press(&mut view, "down");
            }
        }
    }
    assert!(seen > 20, "only {seen}");
}

#[test]
fn what_cannot_be_done_says_why_on_the_screen_itself() {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut seen = 0;
    for (lang, size) in [(LANGS[0], (80, 50)), (LANGS[1], (80, 50)), (LANGS[0], (140, 50)), (LANGS[1], (110, 50))] {
        for sample in samples::all(lang) {
            let mut view = view(sample.screen.clone(), lang, true, size);
            // The focus stands elsewhere, and the last actions are in view.
            for at in 0..sample.screen.actions.len() {
                if let Some(action) = sample.screen.actions.get(at)
                    && let Err(reason) = &action.enabled
                {
                    press(&mut view, "end");
                    let text = isoloir_tui::render::text_of(&view);
                    // In two columns a reason goes on in the right one: what stands left of the rule is left out.
                    let right = text.lines().map(|line| line.rsplit_once('│').map_or(line, |(_, right)| right));
                    let all = right.flat_map(words).collect::<Vec<_>>();
                    let wanted = words(&reason.resolve(lang));
                    assert!(all.windows(wanted.len()).any(|it| it == wanted), "{}: {wanted:?}\n{text}", sample.name);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn whoever_reads_the_help_while_a_screen_fills_stands_where_the_next_thing_to_do_is() {
    let lang = LANGS[1];
    let full = samples::all(lang).into_iter().find(|it| it.name == "home-preselection").unwrap().screen;
    let mut filling = full.clone();
    // Before it is known what can be done here, only what always can be done stands there.
    filling.actions.retain(|action| matches!(action.intent, Intent::Open(Place::Help(_)) | Intent::Leave));
    let mut looked = view(filling.clone(), lang, true, (80, 24));
    for key in ["?", "esc", "f3", ":", "esc"] {
        press(&mut looked, key);
    }
    looked.show(full.clone(), lang);
    assert_eq!(looked.focus(), view(full.clone(), lang, true, (80, 24)).focus());

    // Whoever has moved stays where they went.
    let mut moved = view(filling, lang, true, (80, 24));
    press(&mut moved, "end");
    moved.show(full.clone(), lang);
    let last = full.actions.iter().position(|action| action.intent == Intent::Leave).unwrap();
    assert_eq!(moved.focus(), Some(Stop::Action(last)));
}
