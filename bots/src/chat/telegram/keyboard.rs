//! Inline buttons: rows of the page, grades, pages, then the screen's actions in the core's order.

use super::data::data;
use crate::chat::answer::{beside, shows_ballot};
use crate::chat::choices::at_the_end;
use crate::chat::document::Document;
use crate::chat::pages::Page;
use crate::chat::said::{cut, utf16};
use crate::chat::view::{Focus, View, open_ballot};
use crate::chat::{Choice, Does, Stamp, plain};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{BallotView, Intent, Place, Screen, Weight};

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Its words: at most 60 UTF-16 units.
    pub label: String,
    /// What it carries: at most 64 bytes.
    pub data: String,
}

/// Longest label of a button that stands beside another.
const SHORT: usize = 18;

/// The buttons of a page.
pub(super) fn keyboard(
    screen: &Screen,
    lang: Lang,
    document: &Document,
    page: &Page,
    view: View,
    stamp: Stamp,
) -> Vec<Vec<Button>> {
    let keys = Keys { lang, stamp };
    let mut rows = Vec::new();
    let last = page.at + 1 == page.of;
    let mut actions: Vec<_> = document.actions.iter().filter(|it| last || !at_the_end(it.does)).collect();
    if let Some(ballot) = open_ballot(screen) {
        rows.extend(keys.ballot(ballot, view));
        // All is answered: what comes next is first, then the way back to each answer.
        if view.focus(ballot) == Focus::Whole
            && let Some(at) = actions.iter().position(|it| it.weight == Some(Weight::Primary))
        {
            rows.push(vec![keys.words(&actions[at].label, actions[at].does)]);
            actions.remove(at);
        }
    }
    // A ballot to read is only read: what its numbers open is said by typing them.
    let read_only = shows_ballot(screen) && open_ballot(screen).is_none();
    let chosen = page.units.iter().filter_map(|unit| unit.choice.as_ref()).filter(|_| !read_only);
    rows.extend(chosen.map(|it| vec![keys.row(it)]));
    if page.of > 1 {
        rows.push(keys.turn(page, view));
    }
    rows.extend(keys.actions(&actions));
    rows
}

struct Keys {
    lang: Lang,
    stamp: Stamp,
}

impl Keys {
    fn button(&self, label: &str, does: Does) -> Button {
        // Marks that a label cannot show without a letter: Telegram refuses an empty one.
        let label = if label.trim().is_empty() { "…" } else { label };
        Button { label: cut(label, 60), data: data(self.stamp, does) }
    }

    fn words(&self, msg: &Msg, does: Does) -> Button {
        self.button(&plain(msg, self.lang).replace('\n', " "), does)
    }

    fn word(&self, key: isoloir_config::text::Key, does: Does) -> Button {
        self.words(&Msg::new(key), does)
    }

    /// A row, with its number where that stands in the text.
    fn row(&self, choice: &Choice) -> Button {
        let label = plain(&choice.label, self.lang).replace('\n', " ");
        match choice.does {
            Does::Intent(Intent::Open(Place::Why(..))) => self.button(&label, choice.does),
            _ => self.button(&format!("{}. {label}", choice.number), choice.does),
        }
    }

    /// The candidate in view: a grade a row in full words, then the way to the others.
    fn ballot(&self, ballot: &BallotView, view: View) -> Vec<Vec<Button>> {
        let Focus::Row(at) = view.focus(ballot) else { return Vec::new() };
        let Some(row) = ballot.rows.get(at) else { return Vec::new() };
        let mut rows: Vec<_> = row
            .choices
            .iter()
            .map(|choice| {
                let mark = if choice.chosen { " ✅" } else { "" };
                let label = cut(&plain(&choice.label, self.lang).replace('\n', " "), 56);
                vec![self.button(&format!("{label}{mark}"), Does::Intent(choice.intent))]
            })
            .collect();
        if ballot.rows.len() > 1 {
            rows.push(vec![
                self.word(key::CHAT_BEFORE, Does::Look(beside(ballot, at, false))),
                self.word(key::CHAT_WHOLE, Does::Look(View::Whole(0))),
                self.word(key::CHAT_NEXT, Does::Look(beside(ballot, at, true))),
            ]);
        }
        rows
    }

    /// To the pages beside this one.
    fn turn(&self, page: &Page, view: View) -> Vec<Button> {
        let to = |at: usize| Does::Look(view.turned(at));
        let mut row = Vec::new();
        if page.at > 0 {
            row.push(self.word(key::CHAT_PAGE_BEFORE, to(page.at - 1)));
        }
        if page.at + 1 < page.of {
            row.push(self.word(key::CHAT_PAGE_NEXT, to(page.at + 1)));
        }
        row
    }

    /// In the core's order; short ones that stand out little share a row, the frame's own ways stand in the last one.
    fn actions(&self, actions: &[&Choice]) -> Vec<Vec<Button>> {
        let mut rows: Vec<Vec<Button>> = Vec::new();
        let (mut open, mut last) = (false, Vec::new());
        for action in actions {
            let weight = action.weight.unwrap_or(Weight::Normal);
            let mut button = self.words(&action.label, action.does);
            if weight == Weight::Danger {
                button.label = format!("{} ⚠️", cut(&button.label, 57));
            }
            if frame(action.does) && weight == Weight::Quiet {
                last.push(button);
                continue;
            }
            let small = matches!(weight, Weight::Normal | Weight::Quiet) && utf16(&button.label) <= SHORT;
            match rows.last_mut() {
                Some(row) if open && small => {
                    row.push(button);
                    open = false;
                }
                _ => {
                    rows.push(vec![button]);
                    open = small;
                }
            }
        }
        rows.extend(last.chunks(4).map(<[_]>::to_vec));
        rows
    }
}

/// What every screen has.
fn frame(does: Does) -> bool {
    matches!(does, Does::Intent(Intent::Back | Intent::Leave | Intent::Open(Place::Home | Place::Help(_))))
}
