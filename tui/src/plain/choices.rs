//! What can be chosen on a screen, in the order in which it is numbered: rows first, then actions.

use isoloir_shared::text::Msg;
use isoloir_shared::view::{Block, Choice, Intent, Screen};

/// Something with a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen<'a> {
    /// What its number alone asks for.
    pub intent: Intent,
    /// What it is called.
    pub label: &'a Msg,
    /// On a ballot: the answers that its number can be followed by.
    pub answers: &'a [Choice],
}

/// Everything with a number, the first one being 1.
pub fn choices(screen: &Screen) -> Vec<Chosen<'_>> {
    let mut all = Vec::new();
    for block in &screen.body {
        match block {
            Block::List(list) => {
                for item in &list.items {
                    if let Some(intent) = item.intent {
                        all.push(Chosen { intent, label: &item.title, answers: &[] });
                    }
                }
            }
            Block::Ballot(ballot) => {
                for row in &ballot.rows {
                    let answers = if ballot.read_only { &[][..] } else { &row.choices };
                    all.push(Chosen { intent: row.open, label: &row.name, answers });
                }
            }
            Block::Profiles(profiles) => {
                for profile in profiles {
                    if let Some(intent) = profile.why {
                        all.push(Chosen { intent, label: &profile.name, answers: &[] });
                    }
                }
            }
            _ => {}
        }
    }
    for action in screen.actions.iter().filter(|action| action.enabled.is_ok()) {
        all.push(Chosen { intent: action.intent, label: &action.label, answers: &[] });
    }
    all
}
