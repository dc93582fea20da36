//! A primary as data: every number of the rules is a setting of its TOML file, never a constant in code.

mod check;
mod grades;
mod load;

pub use check::{days, weekends};
pub use load::{BUILT_IN, PrimaryError, Reason};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A primary, as its file says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Primary {
    /// Short name: letters, digits and hyphens.
    pub id: String,
    /// What people call it.
    pub name: Words,
    /// IANA zone of its dates.
    pub zone: String,
    /// Grades, best first.
    pub scale: Vec<GradeName>,
    /// Who may be on the roll.
    pub eligibility: Eligibility,
    /// How many supports and nominations a citizen has.
    pub limits: Limits,
    /// What qualifies a candidate.
    pub qualification: Qualification,
    /// How long a candidate has to confirm.
    pub confirmation: Confirmation,
    /// The pre-selection and its lots.
    pub preselection: Preselection,
    /// The final.
    #[serde(rename = "final")]
    pub final_vote: FinalVote,
    /// What a ballot may be.
    pub ballots: Ballots,
    /// How the calendar may change.
    pub calendar: CalendarRules,
    /// How texts and photos are looked at, and from when on signals of fraud are shown.
    #[serde(default)]
    pub moderation: Moderation,
    /// Phases in order.
    pub phases: Vec<Phase>,
}

/// The same words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

/// A grade of the scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeName {
    /// Stable key.
    pub key: String,
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

/// Who may be on the roll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Years.
    pub minimum_age: u32,
    /// The day on which the age counts (2016: the eve of the vote).
    pub age_on: Date,
}

/// How many supports and nominations a citizen has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Supports.
    pub supports: u32,
    /// Nominations.
    pub nominations: u32,
    /// Names that one citizen may be the first to put forward, in all: each stays on record even when taken back.
    #[serde(default = "new_names")]
    pub new_names: u32,
}

fn new_names() -> u32 {
    20
}

/// What qualifies a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualification {
    /// Supports and nominations together.
    pub threshold: u64,
    /// The charter must be signed by the deadline.
    pub charter: bool,
}

/// How long a candidate has to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Days from being asked; silence is a refusal.
    pub days: u32,
    /// Who has not answered is written to once more so many days before the end, each time that is named.
    #[serde(default = "remind_days")]
    pub remind_days: Vec<u32>,
}

fn remind_days() -> Vec<u32> {
    vec![3, 1]
}

/// The pre-selection and its lots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preselection {
    /// It is left out with this many confirmed candidates or fewer.
    pub only_above: u32,
    /// Candidates in a lot.
    pub lot_size: u32,
    /// Minutes after which a lot that nobody cast gives its counts back.
    pub lot_minutes: u32,
    /// Fewest days it may last.
    pub min_days: u32,
    /// Fewest week-ends in it.
    pub min_weekends: u32,
    /// Lots that one voter may cast.
    pub max_lots: u32,
}

/// The final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinalVote {
    /// Places.
    pub finalists: u32,
    /// Nobody whose majority grade is the worst of the scale goes through.
    pub refuse_worst: bool,
}

/// What a ballot may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballots {
    /// May be changed until the vote closes; the last one counts.
    pub change: bool,
    /// "No opinion" is an answer of its own.
    pub no_opinion: bool,
    /// Days after the result in which a ballot may be contested. Then the links between accounts and voting keys are cut.
    #[serde(default = "challenge_days")]
    pub challenge_days: u32,
}

fn challenge_days() -> u32 {
    14
}

/// How the calendar may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarRules {
    /// Days of notice.
    pub notice_days: u32,
}

/// How texts and photos are looked at, and from when on signals of fraud are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Moderation {
    /// New texts, photos and names are hidden until somebody looked at them; else they are shown meanwhile.
    pub before: bool,
    /// So many who get on the roll from one network address in a day raise a flag.
    pub accounts_per_network: u32,
    /// So many supports of one candidate in an hour raise a flag, where they are ten times the usual number.
    pub supports_per_hour: u32,
}

impl Default for Moderation {
    fn default() -> Self {
        Self { before: false, accounts_per_network: 20, supports_per_hour: 100 }
    }
}

/// A phase: days in the primary's zone, the last one inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Which.
    pub kind: PhaseKind,
    /// First day.
    pub from: Date,
    /// Last day; none: for good.
    pub to: Option<Date>,
}

/// The phases there are, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseKind {
    /// Support, nominate, declare.
    Identification,
    /// Nominees are invited.
    ProvisionalList,
    /// Candidates confirm.
    Preparation,
    /// Lots are graded.
    Preselection,
    /// Finalists confirm.
    Finalists,
    /// Finalists are graded.
    FinalVote,
    /// One winner.
    Result,
}
