//! Filling in grades that were not given, as the fixtures of MieuxVoter's engines name it. A primary of ours needs
//! none (random lots make totals unequal, and shares are compared); elections of others do.

use super::grade::Grade;
use super::profile::{MeritProfile, ProfileError};

/// How missing judgments are filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fill {
    /// Not at all.
    #[default]
    None,
    /// Each with this grade.
    StaticDefault(Grade),
    /// Each with the candidate's own majority grade.
    MedianDefault,
    /// By bringing all totals to a common one. Our order compares shares of each candidate's own total, which is that
    /// exactly; so the counts stay as they were given.
    Normalized,
}

/// Why it cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// More judgments than participants.
    #[error("candidate number {candidate} has {judgments} judgments of {participants} participants")]
    TooManyJudgments {
        /// Which, from 1.
        candidate: usize,
        /// Theirs.
        judgments: u64,
        /// All there are.
        participants: u64,
    },
    /// The grade to fill with is not on the scale.
    #[error("grade {} is not on the scale", .0.0)]
    UnknownGrade(Grade),
    /// The counts would be too large.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

impl Fill {
    /// Fills profiles up to the number of participants.
    pub fn apply(self, profiles: Vec<MeritProfile>, participants: u64) -> Result<Vec<MeritProfile>, FillError> {
        if matches!(self, Self::None | Self::Normalized) {
            return Ok(profiles);
        }
        profiles.into_iter().zip(1..).map(|(profile, number)| self.fill(profile, number, participants)).collect()
    }

    fn fill(self, profile: MeritProfile, candidate: usize, participants: u64) -> Result<MeritProfile, FillError> {
        let judgments = profile.total();
        let missing = participants.checked_sub(judgments);
        let missing = missing.ok_or(FillError::TooManyJudgments { candidate, judgments, participants })?;
        let grade = match self {
            Self::StaticDefault(grade) => grade,
            Self::MedianDefault => profile.majority_grade(),
            Self::None | Self::Normalized => return Ok(profile),
        };
        let mut counts = profile.counts().to_vec();
        let count = counts.get_mut(grade.index()).ok_or(FillError::UnknownGrade(grade))?;
        *count = count.checked_add(missing).ok_or(ProfileError::TooMany)?;
        Ok(MeritProfile::new(counts)?)
    }
}
