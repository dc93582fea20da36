//! The palette: all that can be done on a screen, found by a few letters of its name.

use isoloir_shared::api::types::Lang;
use isoloir_shared::view::{Block, Intent, Screen};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// Rows of lists that the palette takes up: beyond them, the search of the screen itself is the way.
const MOST_ROWS: usize = 500;

/// The palette of a screen.
#[derive(Clone, Debug)]
pub struct Palette {
    all: Vec<(String, Intent)>,
    query: String,
    found: Vec<usize>,
    selected: usize,
}

impl Palette {
    /// All that can be done on a screen.
    pub fn new(screen: &Screen, lang: Lang) -> Self {
        let mut all = Vec::new();
        // What cannot be done now stands here too, with the reason, which choosing it says again.
        for action in &screen.actions {
            let label = action.label.resolve(lang);
            let words = match &action.enabled {
                Ok(()) => label,
                Err(reason) => format!("{label} — {}", reason.resolve(lang)),
            };
            all.push((words, action.intent));
        }
        for block in &screen.body {
            match block {
                Block::List(list) => all.extend(
                    list.items
                        .iter()
                        .take(MOST_ROWS)
                        .filter_map(|item| item.intent.map(|intent| (item.title.resolve(lang), intent))),
                ),
                Block::Ballot(ballot) => {
                    all.extend(ballot.rows.iter().map(|row| (row.name.resolve(lang), row.open)));
                }
                _ => {}
            }
        }
        let found = (0..all.len()).collect();
        Self { all, query: String::new(), found, selected: 0 }
    }

    /// What was typed.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// What was found, best first.
    pub fn found(&self) -> Vec<&str> {
        self.found.iter().filter_map(|at| self.all.get(*at)).map(|(words, _)| words.as_str()).collect()
    }

    /// Which of the found ones is focused.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// What the focused one asks for.
    pub fn intent(&self) -> Option<Intent> {
        self.found.get(self.selected).and_then(|at| self.all.get(*at)).map(|(_, intent)| *intent)
    }

    /// One more letter; none takes the last one away.
    pub fn type_in(&mut self, letter: Option<char>) {
        match letter {
            Some(c) if self.query.len() < 200 => self.query.push(c),
            Some(_) => {}
            None => {
                self.query.pop();
            }
        }
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(&self.query, CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = self
            .all
            .iter()
            .enumerate()
            .filter_map(|(at, (words, _))| {
                pattern.score(Utf32Str::new(words, &mut buffer), &mut matcher).map(|score| (score, at))
            })
            .collect();
        scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.selected = 0;
    }

    /// Moves the focus.
    pub fn step(&mut self, down: bool) {
        let last = self.found.len().saturating_sub(1);
        self.selected = if down { (self.selected + 1).min(last) } else { self.selected.saturating_sub(1) };
    }
}
