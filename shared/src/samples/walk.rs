//! One walk over every screen for every front end: each enabled intent can be reached there, each block's words read.

use super::all;
use crate::api::types::Lang;
use crate::text::{Msg, clean_text, span};
use crate::view::{Block, Intent, Screen};
use std::collections::HashSet;

/// A front end, as far as the walk needs it.
pub trait FrontEnd {
    /// Everything that a person can ask for on a screen, by all the ways that this front end has.
    fn reached(&self, screen: &Screen, lang: Lang) -> HashSet<Intent>;

    /// Everything that a person can read of a screen, wherever it is scrolled or turned to.
    fn read(&self, screen: &Screen, lang: Lang) -> String;

    /// Whether these words are read in that text. By default: as they are, however lines are broken.
    fn says(&self, text: &str, words: &str) -> bool {
        text.contains(words)
    }
}

/// Something that a screen says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What it belongs to: `title`, `Notice`, `action`.
    pub part: &'static str,
    /// In words, on one line.
    pub words: String,
}

/// What is missing in a front end: a line for each intent that nothing reaches and each text that cannot be read.
pub fn walk(front_end: &impl FrontEnd) -> Vec<String> {
    let mut missing = Vec::new();
    for lang in [Lang::Fr, Lang::En] {
        for sample in all(lang) {
            let (name, code) = (sample.name, lang.code());
            let reached = front_end.reached(&sample.screen, lang);
            for intent in sample.screen.intents().into_iter().filter(|it| !reached.contains(it)) {
                missing.push(format!("{name} ({code}): nothing gives {intent:?}"));
            }
            let text = one_line(&front_end.read(&sample.screen, lang));
            for Said { part, words } in said(&sample.screen, lang) {
                if !front_end.says(&text, &words) {
                    missing.push(format!("{name} ({code}): {part} does not say {words:?}"));
                }
            }
        }
    }
    missing
}

/// What every front end must say of a screen. Details of rows are not among it: they may be dropped where space is short.
pub fn said(screen: &Screen, lang: Lang) -> Vec<Said> {
    let mut all = Vec::new();
    let mut say = |part, words: String| {
        all.extend(words.lines().map(one_line).filter(|it| !it.is_empty()).map(|words| Said { part, words }));
    };
    let put = |msg: &Msg| clean_text(&msg.resolve(lang));
    say("title", put(&screen.title));
    if let Some(toast) = &screen.toast {
        say("toast", put(&toast.text));
    }
    for block in &screen.body {
        match block {
            Block::Heading(text) => say("Heading", put(text)),
            Block::Paragraph(text) => say("Paragraph", put(text)),
            Block::Notice { text, .. } => say("Notice", put(text)),
            Block::Facts(facts) => facts.iter().for_each(|fact| {
                say("Facts", put(&fact.label));
                say("Facts", put(&fact.value));
            }),
            Block::List(list) => {
                say("List", put(&list.label));
                if list.items.is_empty() && !list.loading {
                    say("List", put(&list.empty));
                }
                list.items.iter().for_each(|item| say("List", put(&item.title)));
            }
            Block::Ballot(ballot) => {
                for row in &ballot.rows {
                    say("Ballot", put(&row.name));
                    row.choices
                        .iter()
                        .filter(|it| !ballot.read_only || it.chosen)
                        .for_each(|it| say("Ballot", put(&it.label)));
                    row.about.iter().filter(|_| !ballot.read_only).for_each(|it| say("Ballot", put(it)));
                }
            }
            Block::Profiles(profiles) => profiles.iter().for_each(|it| {
                say("Profiles", put(&it.name));
                say("Profiles", put(&it.majority));
                say("Profiles", put(&it.sentence));
            }),
            Block::Countdown { label, until, now } => {
                say("Countdown", put(label));
                say("Countdown", span(lang, u64::try_from(until.as_second() - now.as_second()).unwrap_or(0)));
            }
            Block::Verbatim { label, text } => {
                say("Verbatim", put(label));
                say("Verbatim", clean_text(text));
            }
            Block::Progress { label, .. } => say("Progress", put(label)),
            Block::Timeline(rows) => rows.iter().for_each(|row| {
                say("Timeline", put(&row.label));
                say("Timeline", put(&row.days));
                say("Timeline", put(&row.status));
            }),
            Block::Photo { alt, .. } => say("Photo", put(alt)),
        }
    }
    if let Some(input) = &screen.input {
        say("input", put(&input.label));
        say("input", clean_text(&input.value));
        input.hint.iter().chain(&input.error).for_each(|it| say("input", put(it)));
    }
    for action in &screen.actions {
        say("action", put(&action.label));
        if let Err(reason) = &action.enabled {
            say("action", put(reason));
        }
    }
    all
}

/// White space of any kind as single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
