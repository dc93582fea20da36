//! The blocks of a screen.

use super::Intent;
use crate::api::ids::CandidateId;
use crate::text::Msg;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A piece of a screen: what it means, never how it looks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Block {
    /// Names what follows.
    Heading(Msg),
    /// Running text.
    Paragraph(Msg),
    /// Something to notice.
    Notice {
        /// How it is meant.
        tone: Tone,
        /// What it says.
        text: Msg,
    },
    /// Labels with values.
    Facts(Vec<Fact>),
    /// Things to choose from or read.
    List(ListView),
    /// Candidates to grade.
    Ballot(BallotView),
    /// Results in rank order.
    Profiles(Vec<ProfileView>),
    /// Time left until an instant.
    Countdown {
        /// What ends, or opens.
        label: Msg,
        /// When.
        until: Timestamp,
        /// By the platform's clock, at the last event.
        now: Timestamp,
    },
    /// Text to keep to the letter: a tracker, a code, a link.
    Verbatim {
        /// What it is.
        label: Msg,
        /// The text itself, clean.
        text: String,
    },
    /// How far something is.
    Progress {
        /// What.
        label: Msg,
        /// Done.
        done: u64,
        /// Of how many; unknown while loading.
        total: Option<u64>,
    },
    /// The phases in order.
    Timeline(Vec<TimelineRow>),
    /// A photo; front ends that cannot show it say the words.
    Photo {
        /// Whose.
        candidate: CandidateId,
        /// PNG or JPEG, once loaded.
        bytes: Option<bytes_of::Image>,
        /// What it shows.
        alt: Msg,
    },
}

impl Block {
    /// Adds the intents that this block offers.
    pub(super) fn intents(&self, all: &mut Vec<Intent>) {
        match self {
            Self::List(list) => all.extend(list.items.iter().filter_map(|item| item.intent)),
            Self::Ballot(ballot) => {
                for row in &ballot.rows {
                    all.push(row.open);
                    if !ballot.read_only {
                        all.extend(row.choices.iter().map(|choice| choice.intent));
                    }
                }
            }
            Self::Profiles(profiles) => all.extend(profiles.iter().filter_map(|profile| profile.why)),
            _ => {}
        }
    }
}

/// Bytes of an image, compared by address and shown by length, so that a screen stays cheap to clone.
pub mod bytes_of {
    use serde::{Serialize, Serializer};
    use std::sync::Arc;

    /// An image as loaded.
    #[derive(Clone)]
    pub struct Image(pub Arc<[u8]>);

    impl PartialEq for Image {
        fn eq(&self, other: &Self) -> bool {
            Arc::ptr_eq(&self.0, &other.0)
        }
    }
    impl std::fmt::Debug for Image {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "Image({} bytes)", self.0.len())
        }
    }
    impl Serialize for Image {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_u64(self.0.len() as u64)
        }
    }
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// To know.
    Info,
    /// It worked.
    Good,
    /// Take care.
    Warning,
    /// It did not work.
    Bad,
}

/// A label with its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// What.
    pub label: Msg,
    /// How much, who, when.
    pub value: Msg,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListView {
    /// What it lists, for a reader who cannot see it.
    pub label: Msg,
    /// Its rows.
    pub items: Vec<Item>,
    /// Said in their place when there are none.
    pub empty: Msg,
    /// Rows are still being loaded.
    pub loading: bool,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// The row itself.
    pub title: Msg,
    /// More about it, most important first; front ends drop from the end where space is short.
    pub details: Vec<Msg>,
    /// Chosen, supported, done.
    pub marked: bool,
    /// What choosing it does; none: to read only.
    pub intent: Option<Intent>,
}

/// Candidates to grade. Nothing is pre-selected.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BallotView {
    /// In the order drawn.
    pub rows: Vec<BallotRow>,
    /// How many have an answer.
    pub graded: usize,
    /// Shown for review: nothing changes here.
    pub read_only: bool,
}

/// A candidate on a ballot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BallotRow {
    /// Who.
    pub candidate: CandidateId,
    /// Their name.
    pub name: Msg,
    /// One line about them.
    pub about: Option<Msg>,
    /// The answers, best grade first, "no opinion" last where allowed.
    pub choices: Vec<Choice>,
    /// Opens their presentation.
    pub open: Intent,
}

/// An answer that can be given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// Gives it.
    pub intent: Intent,
    /// Its letter on the scale: `A` is the best; `–` for no opinion.
    pub letter: String,
    /// In full words.
    pub label: Msg,
    /// Value on the scale, for colour; none for no opinion.
    pub grade: Option<u8>,
    /// It is the answer now.
    pub chosen: bool,
}

/// A candidate's merit profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProfileView {
    /// From 1; shared in a tie.
    pub rank: u32,
    /// Who.
    pub name: Msg,
    /// Judgments per grade, best first, with the letter of each.
    pub counts: Vec<(String, u64)>,
    /// Majority grade in words.
    pub majority: Msg,
    /// Majority grade's place in `counts`.
    pub majority_at: usize,
    /// The same in one sentence: what a screen reader gets.
    pub sentence: Msg,
    /// Goes to the final, or has won.
    pub elected: bool,
    /// Why before the next.
    pub why: Option<Intent>,
}

/// A phase in the calendar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimelineRow {
    /// Its name.
    pub label: Msg,
    /// Its days.
    pub days: Msg,
    /// Open, over, to come, left out.
    pub status: Msg,
    /// It is the one that is open.
    pub current: bool,
}
