//! Reading a primary's file: what cannot be right is refused when it is loaded, with file, line and reason.

use super::{PhaseKind, Primary, check};
use jiff::civil::Date;
use std::fmt;
use toml::de::{DeTable, DeValue};

/// Primaries that the programs carry with them: name and text.
pub const BUILT_IN: [(&str, &str); 2] = [
    ("laprimaire-2016", include_str!("../../primaries/laprimaire-2016.toml")),
    ("demo", include_str!("../../primaries/demo.toml")),
];

/// A file that is no primary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct PrimaryError {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong with a primary's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Not TOML, or not the settings of a primary; the parser's words.
    #[error("{0}")]
    Syntax(String),
    /// The name is not letters, digits and hyphens.
    #[error("`{0}` must be 1 to 64 lower-case letters, digits and hyphens")]
    Name(String),
    /// Words missing.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A number outside its bounds.
    #[error("`{setting}` is {found}: it must be from {least} to {most}")]
    Number {
        /// Which setting.
        setting: &'static str,
        /// What it says.
        found: u64,
        /// Least allowed.
        least: u64,
        /// Most allowed.
        most: u64,
    },
    /// Too few or too many grades.
    #[error("a scale has 2 to 26 grades, this one has {0}")]
    Grades(usize),
    /// A key that every program knows, with other words.
    #[error(
        "`{0}` is a grade that every program knows in other words: keep those of laprimaire-2016.toml, or take another key"
    )]
    OtherWords(String),
    /// A grade's key or name is used by another grade.
    #[error("`{0}` is used by two grades")]
    Duplicate(String),
    /// Not an IANA zone.
    #[error("`{0}` is not a time zone (such as Europe/Paris)")]
    Zone(String),
    /// No phases, or one without which there is no primary.
    #[error("the phase `{0:?}` is missing")]
    MissingPhase(PhaseKind),
    /// A phase is there twice.
    #[error("the phase `{0:?}` is there twice")]
    PhaseTwice(PhaseKind),
    /// Phases in another order than theirs.
    #[error("the phase `{second:?}` comes after `{first:?}`: it must come before it")]
    PhaseOrder {
        /// The one that stands first in the file.
        first: PhaseKind,
        /// The one that stands second.
        second: PhaseKind,
    },
    /// Two phases share a day.
    #[error("the phase `{second:?}` begins on {from}, before `{first:?}` is over ({to})")]
    Overlap {
        /// The earlier one.
        first: PhaseKind,
        /// Its last day.
        to: Date,
        /// The later one.
        second: PhaseKind,
        /// Its first day.
        from: Date,
    },
    /// Ends before it begins.
    #[error("`to` is {to}, before `from` ({from})")]
    Inverted {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// A phase without an end that is not the last.
    #[error("only the last phase may have no `to`")]
    Endless,
    /// The last phase must go on for good.
    #[error("the phase `Result` has no end")]
    ResultEnds,
    /// The pre-selection is shorter than its own rule.
    #[error("the pre-selection lasts {days} days with {weekends} week-ends: at least {min_days} and {min_weekends}")]
    PreselectionTooShort {
        /// Days it lasts.
        days: u64,
        /// Whole week-ends in it.
        weekends: u64,
        /// Days it must last.
        min_days: u32,
        /// Week-ends it must have.
        min_weekends: u32,
    },
    /// The lots need more candidates than the pre-selection is sure to have.
    #[error("`lot_size` is {lot_size}, but a pre-selection may have only {candidates} candidates (`only_above` + 1)")]
    LotTooLarge {
        /// Candidates in a lot.
        lot_size: u32,
        /// Fewest candidates that a pre-selection has.
        candidates: u32,
    },
}

impl Primary {
    /// Reads a primary and checks everything that can be checked; `file` is only named in errors.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, PrimaryError> {
        let error = |line, reason| PrimaryError { file: file.to_owned(), line, reason };
        let primary: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(1, |span| line_of(text, span.start));
            error(line, Reason::Syntax(e.message().to_owned()))
        })?;
        match check::check(&primary) {
            Ok(()) => Ok(primary),
            Err((at, reason)) => Err(error(line_at(text, &at), reason)),
        }
    }

    /// One of the primaries that the programs carry with them; none of that name.
    pub fn built_in(name: &str) -> Option<Result<Self, PrimaryError>> {
        let (name, text) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name)?;
        Some(Self::from_toml(&format!("{name}.toml"), text))
    }
}

/// A step towards a setting.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Of a table.
    Key(&'static str),
    /// Of a list.
    Index(usize),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The line of a setting, or of the closest table around it that the file has.
fn line_at(text: &str, path: &[Step]) -> usize {
    let Ok(root) = DeTable::parse(text) else { return 1 };
    let mut offset = 0;
    let mut value = &DeValue::Table(root.into_inner());
    for step in path {
        let next = match (step, value) {
            (Step::Key(key), DeValue::Table(table)) => table.get(*key),
            (Step::Index(index), DeValue::Array(array)) => array.get(*index),
            _ => None,
        };
        let Some(next) = next else { break };
        offset = next.span().start;
        value = next.get_ref();
    }
    line_of(text, offset)
}
