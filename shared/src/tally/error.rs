//! What is wrong with an election's file: which one, where, and why, in words for a person.

use crate::api::types::Lang;
use crate::text::{Msg, key};

/// A file that is no election.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.msg().resolve(Lang::En))]
pub struct TallyError {
    /// The file, as the person named it.
    pub file: String,
    /// The line, from 1, where one is at fault.
    pub line: Option<u64>,
    /// Why.
    pub reason: TallyReason,
}

/// What is wrong with it. Words of the file are cleaned before they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TallyReason {
    /// Not UTF-8.
    NotText,
    /// Not JSON of an election; the parser's words.
    Json(String),
    /// Not CSV; the parser's words.
    Csv(String),
    /// Nobody to rank.
    NoCandidates,
    /// A candidate without a name, by its place from 1.
    NoName(usize),
    /// Two candidates of one name.
    Twice(String),
    /// A row with more or fewer cells than the header.
    Cells {
        /// Cells it has.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A cell that is no grade.
    UnknownGrade {
        /// Whose.
        candidate: String,
        /// What it says.
        found: String,
    },
    /// Counts that do not fit the scale.
    Counts {
        /// Whose.
        candidate: String,
        /// Counts there are.
        found: usize,
        /// Grades of the scale.
        expected: usize,
    },
    /// A count that is no whole number.
    Count {
        /// Whose.
        candidate: String,
        /// What it says.
        found: String,
    },
    /// A total that is too large to be compared exactly.
    TooMany(String),
    /// A scale of fewer than 2 or more than 26 grades, or one with the same name twice.
    Scale,
    /// The profile asks for missing grades to be filled in a way that is not known.
    Balance(String),
    /// Missing grades are to be filled, but the number of participants is missing too.
    Participants,
    /// A candidate has more judgments than there are participants.
    TooManyJudgments {
        /// Who.
        candidate: String,
        /// Theirs.
        judgments: u64,
        /// All there are.
        participants: u64,
    },
    /// Two files of different candidates or scales, or a profile among ballots.
    Mixed,
}

impl TallyError {
    /// In words.
    pub fn msg(&self) -> Msg {
        let place = match (&self.file, self.line) {
            (file, _) if file.is_empty() => return self.reason.msg(),
            (file, None) => Msg::words(file),
            (file, Some(line)) => Msg::words(format!("{file}:{line}")),
        };
        Msg::new(key::TALLY_ERROR).with("place", place).with("reason", self.reason.msg())
    }
}

impl TallyReason {
    /// In words.
    pub fn msg(&self) -> Msg {
        match self {
            Self::NotText => key::TALLY_ERROR_NOT_TEXT.into(),
            Self::Json(reason) => Msg::new(key::TALLY_ERROR_JSON).with("reason", short(reason)),
            Self::Csv(reason) => Msg::new(key::TALLY_ERROR_CSV).with("reason", short(reason)),
            Self::NoCandidates => key::TALLY_ERROR_NO_CANDIDATES.into(),
            Self::NoName(place) => Msg::new(key::TALLY_ERROR_NO_NAME).with("place", *place),
            Self::Twice(name) => Msg::new(key::TALLY_ERROR_TWICE).with("name", short(name)),
            Self::Cells { found, expected } => {
                Msg::new(key::TALLY_ERROR_CELLS).with("found", *found).with("expected", *expected)
            }
            Self::UnknownGrade { candidate, found } => {
                Msg::new(key::TALLY_ERROR_GRADE).with("name", short(candidate)).with("found", short(found))
            }
            Self::Counts { candidate, found, expected } => Msg::new(key::TALLY_ERROR_COUNTS)
                .with("name", short(candidate))
                .with("found", *found)
                .with("expected", *expected),
            Self::Count { candidate, found } => {
                Msg::new(key::TALLY_ERROR_COUNT).with("name", short(candidate)).with("found", short(found))
            }
            Self::TooMany(name) => Msg::new(key::TALLY_ERROR_TOO_MANY).with("name", short(name)),
            Self::Scale => key::TALLY_ERROR_SCALE.into(),
            Self::Balance(mode) => Msg::new(key::TALLY_ERROR_BALANCE).with("mode", short(mode)),
            Self::Participants => key::TALLY_ERROR_PARTICIPANTS.into(),
            Self::TooManyJudgments { candidate, judgments, participants } => Msg::new(key::TALLY_ERROR_JUDGMENTS)
                .with("name", short(candidate))
                .with("judgments", *judgments)
                .with("participants", *participants),
            Self::Mixed => key::TALLY_ERROR_MIXED.into(),
        }
    }
}

/// What a file says, when it is shown in an error: a hostile cell is not repeated at length.
fn short(text: &str) -> Msg {
    let clean = Msg::words(text.chars().take(400).collect::<String>());
    match clean {
        Msg::Words(words) if words.chars().count() > 80 => Msg::Words(words.chars().take(79).chain(['…']).collect()),
        other => other,
    }
}
