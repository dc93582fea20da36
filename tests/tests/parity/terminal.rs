//! The terminal: by its keys on a screen of 80 columns, and line by line.

use isoloir_config::theme::Theme;
use isoloir_shared::api::types::Lang;
use isoloir_shared::samples::FrontEnd;
use isoloir_shared::view::{Intent, Screen};
use isoloir_tui::app::{Ask, View};
use isoloir_tui::input::{KeyMap, Press};
use isoloir_tui::plain::{Answer, PAGE, choices, speak, understand};
use isoloir_tui::render::{Styles, text_of};
use std::collections::{BTreeSet, HashSet};

fn view(screen: &Screen, lang: Lang, size: (u16, u16)) -> View {
    let styles = Styles::new(Theme::built_in("mono").unwrap(), false);
    View::new(screen.clone(), lang, styles, KeyMap::built_in().unwrap(), size)
}

fn press(view: &mut View, key: &str) -> Vec<Ask> {
    view.press(Press::parse(key).unwrap())
}

fn intents(asks: Vec<Ask>) -> impl Iterator<Item = Intent> {
    asks.into_iter().filter_map(|ask| match ask {
        Ask::Intent(intent) => Some(intent),
        _ => None,
    })
}

/// The interface of keys.
pub struct Keys;

/// Each stop is visited by the arrow, each answer of a ballot by the arrows and Enter; `at` sees each of them.
fn visit(screen: &Screen, lang: Lang, mut at: impl FnMut(&mut View)) {
    let mut walker = view(screen, lang, (80, 24));
    // Text without stops is scrolled by the arrows first: some more than there are stops.
    let steps = screen.intents().len() + screen.actions.len() + 60;
    let ballot = walker.on_ballot();
    for _ in 0..steps {
        press(&mut walker, "up");
    }
    for _ in 0..steps {
        at(&mut walker);
        for key in ["left"; 8].into_iter().chain(["right"; 8]).filter(|_| ballot) {
            press(&mut walker, key);
            at(&mut walker);
        }
        // What was typed on the way in a field does not matter here.
        press(&mut walker, "down");
    }
    // Enter in a search leaps to the first row, which the way down passes by: it is met on the way up.
    for _ in 0..steps {
        press(&mut walker, "up");
        at(&mut walker);
    }
}

impl FrontEnd for Keys {
    fn reached(&self, screen: &Screen, lang: Lang) -> HashSet<Intent> {
        let mut found = HashSet::new();
        visit(screen, lang, |walker| {
            found.extend(intents(press(walker, "enter")));
            found.extend(intents(press(walker, "o")));
        });
        found
    }

    fn read(&self, screen: &Screen, lang: Lang) -> String {
        let mut words = BTreeSet::new();
        let mut look = |walker: &View| words.extend(text_of(walker).split_whitespace().map(bare));
        // At 80 columns, and where there is room for what stands beside: what is short there is in full here.
        for size in [(80, 24), (140, 40)] {
            let mut walker = view(screen, lang, size);
            press(&mut walker, "home");
            for key in ["pagedown"; 12].into_iter().chain(["pageup"; 12]) {
                look(&walker);
                press(&mut walker, key);
            }
            press(&mut walker, ":");
            for _ in 0..screen.actions.len() {
                look(&walker);
                press(&mut walker, "down");
            }
        }
        // Grades are in full words where one of them is looked at.
        if view(screen, lang, (80, 24)).on_ballot() {
            visit(screen, lang, |walker| look(walker));
        }
        words.into_iter().collect::<Vec<_>>().join(" ")
    }

    fn says(&self, text: &str, words: &str) -> bool {
        // Lines are broken and stand beside each other: each word is somewhere.
        let said: BTreeSet<&str> = text.split(' ').collect();
        words.split_whitespace().map(bare).filter(|it| !it.is_empty()).all(|word| said.contains(word.as_str()))
    }
}

/// A word without what stands around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The dialogue.
pub struct Lines;

impl FrontEnd for Lines {
    fn reached(&self, screen: &Screen, lang: Lang) -> HashSet<Intent> {
        let mut found = HashSet::new();
        for (at, chosen) in choices(screen).iter().enumerate() {
            let number = at + 1;
            for answer in chosen.answers {
                let words = answer.label.resolve(lang);
                for words in [answer.letter.clone(), words.to_uppercase(), words] {
                    let line = format!(":{number} {words}");
                    assert_eq!(understand(screen, &line, lang), Answer::Intent(answer.intent), "{line}");
                }
                found.insert(answer.intent);
            }
            if let Answer::Intent(intent) = understand(screen, &format!(":{number}"), lang) {
                found.insert(intent);
            }
        }
        found
    }

    fn read(&self, screen: &Screen, lang: Lang) -> String {
        let rows = screen.intents().len() + screen.actions.len();
        (0..=rows / PAGE).flat_map(|page| speak(screen, lang, page * PAGE)).collect::<Vec<_>>().join("\n")
    }
}
