//! Which part of a screen is seen.

use isoloir_shared::view::{BallotView, Block, Screen};
use std::fmt;
use std::str::FromStr;

/// Which part of a screen is seen. Its text form is what a button carries and what the engine keeps: a few bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The first page; on a ballot the first candidate without an answer.
    #[default]
    First,
    /// A page, from 0.
    Page(u16),
    /// A ballot: this row, from 0, until its answer is another than this one (the choice's place, from 0; none yet).
    Row(u16, Option<u8>),
    /// A ballot: all of it.
    Whole(u16),
}

/// Words that are no view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a part of a screen")]
pub struct NoView;

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => Ok(()),
            Self::Page(page) => write!(f, "p.{page}"),
            Self::Row(row, None) => write!(f, "f.{row}"),
            Self::Row(row, Some(answer)) => write!(f, "f.{row}.{answer}"),
            Self::Whole(page) => write!(f, "w.{page}"),
        }
    }
}

impl FromStr for View {
    type Err = NoView;

    fn from_str(text: &str) -> Result<Self, NoView> {
        let number = |text: &str| text.parse().map_err(|_| NoView);
        let view = match text.split('.').collect::<Vec<_>>()[..] {
            [""] => Self::First,
            ["p", page] => Self::Page(number(page)?),
            ["w", page] => Self::Whole(number(page)?),
            ["f", row] => Self::Row(number(row)?, None),
            ["f", row, answer] => Self::Row(number(row)?, Some(answer.parse().map_err(|_| NoView)?)),
            _ => return Err(NoView),
        };
        if view.to_string() == text { Ok(view) } else { Err(NoView) }
    }
}

/// Where a ballot is being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    /// At this row.
    Row(usize),
    /// At all of it: everything is answered, or the reader wanted to see it.
    Whole,
}

impl View {
    /// As the engine kept it; anything else is the first part.
    pub(super) fn kept(text: &str) -> Self {
        text.parse().unwrap_or_default()
    }

    /// The page that is wanted; there may be fewer.
    pub(super) fn page(self) -> usize {
        match self {
            Self::Page(page) | Self::Whole(page) => page.into(),
            Self::First | Self::Row(..) => 0,
        }
    }

    /// The same part, another page of it.
    pub(super) fn turned(self, page: usize) -> Self {
        let page = u16::try_from(page).unwrap_or(u16::MAX);
        if matches!(self, Self::Whole(_)) { Self::Whole(page) } else { Self::Page(page) }
    }

    /// Where a ballot is being answered.
    pub(super) fn focus(self, ballot: &BallotView) -> Focus {
        let row = match self {
            Self::Whole(_) => None,
            Self::Row(row, before) if chosen(ballot, row.into()) == Some(before) => Some(row.into()),
            _ => ballot.rows.iter().position(|row| !row.choices.iter().any(|it| it.chosen)),
        };
        row.map_or(Focus::Whole, Focus::Row)
    }

    /// This row of a ballot, until its answer changes.
    pub(super) fn row(ballot: &BallotView, row: usize) -> Self {
        Self::Row(u16::try_from(row).unwrap_or(u16::MAX), chosen(ballot, row).flatten())
    }
}

/// The answer of a row: none where there is no such row.
fn chosen(ballot: &BallotView, row: usize) -> Option<Option<u8>> {
    let row = ballot.rows.get(row)?;
    Some(row.choices.iter().position(|it| it.chosen).and_then(|at| u8::try_from(at).ok()))
}

/// The ballot that can be answered on a screen.
pub(super) fn open_ballot(screen: &Screen) -> Option<&BallotView> {
    screen.body.iter().find_map(|block| match block {
        Block::Ballot(ballot) if !ballot.read_only => Some(ballot),
        _ => None,
    })
}
