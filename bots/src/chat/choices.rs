//! What can be chosen on a screen, numbered in the order in which it stands there: rows first, then actions.

use super::view::{Focus, View, open_ballot};
use isoloir_config::text::key;
use isoloir_shared::text::Msg;
use isoloir_shared::view::{Block, Intent, Screen, Weight};
use sha2::{Digest, Sha256};

/// What a choice does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Asks something of the core.
    Intent(Intent),
    /// Shows another part of the same screen.
    Look(View),
}

/// Something with a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// From 1. It stays the same on every page of a screen.
    pub number: usize,
    /// What it is called.
    pub label: Msg,
    /// What it does.
    pub does: Does,
    /// An action of the screen, with its weight; none for a row.
    pub weight: Option<Weight>,
}

/// Everything with a number. Of a ballot that is being answered: its rows, then the presentation of the one in view.
pub fn choices(screen: &Screen, view: View) -> Vec<Choice> {
    let mut all = Vec::new();
    let mut add = |label: &Msg, does, weight| {
        let number = all.len() + 1;
        all.push(Choice { number, label: label.clone(), does, weight });
    };
    for block in &screen.body {
        match block {
            Block::List(list) => {
                for item in &list.items {
                    if let Some(intent) = item.intent {
                        add(&item.title, Does::Intent(intent), None);
                    }
                }
            }
            Block::Ballot(ballot) => {
                for (at, row) in ballot.rows.iter().enumerate() {
                    let does = match ballot.read_only {
                        true => Does::Intent(row.open),
                        false => Does::Look(View::row(ballot, at)),
                    };
                    add(&row.name, does, None);
                }
            }
            Block::Profiles(profiles) => {
                for (at, profile) in profiles.iter().enumerate() {
                    if let Some(intent) = profile.why {
                        add(
                            &why(&profile.name, profiles.get(at + 1).map(|next| &next.name)),
                            Does::Intent(intent),
                            None,
                        );
                    }
                }
            }
            _ => {}
        }
    }
    if let Some(ballot) = open_ballot(screen)
        && let Focus::Row(at) = view.focus(ballot)
        && let Some(row) = ballot.rows.get(at)
    {
        let label = Msg::new(key::CHAT_PRESENTATION).with("name", row.name.clone());
        add(&label, Does::Intent(row.open), Some(Weight::Normal));
    }
    for action in screen.actions.iter().filter(|action| action.enabled.is_ok()) {
        add(&action.label, Does::Intent(action.intent), Some(action.weight));
    }
    all
}

/// More rows are asked for where the ones that are here end; what is promised is agreed to where it ends.
pub(super) fn at_the_end(does: Does) -> bool {
    matches!(does, Does::Intent(Intent::More | Intent::Understood))
}

/// A mark of what the numbers on a screen stand for, of which `view` is seen: a number that is typed later is meant for
/// what stood there, not for what stands there by then.
pub fn numbers(screen: &Screen, view: &str) -> u64 {
    let mut hash = Sha256::new();
    for choice in choices(screen, View::kept(view)) {
        match choice.does {
            Does::Intent(intent) => hash.update(format!("{} {intent}\n", choice.number)),
            // The row of a ballot stays the same whatever its answer.
            Does::Look(_) => hash.update(format!("{} {:?}\n", choice.number, choice.label)),
        }
    }
    let hash = hash.finalize();
    u64::from_be_bytes(std::array::from_fn(|at| hash[at]))
}

/// Why this one stands before the next.
fn why(name: &Msg, next: Option<&Msg>) -> Msg {
    match next {
        Some(next) => Msg::new(key::CHAT_WHY).with("name", name.clone()).with("other", next.clone()),
        None => name.clone(),
    }
}
