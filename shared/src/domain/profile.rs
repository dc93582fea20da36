//! A candidate's merit profile: how many judgments of each grade they received.

use super::grade::{Grade, MAX_GRADES};

/// Most judgments of one profile. Two totals multiplied, doubled, still fit the 128 bits that comparisons use.
pub const MAX_TOTAL: u64 = 1 << 62;

/// Judgments per grade, worst first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MeritProfile {
    counts: Vec<u64>,
    total: u64,
}

/// Why counts are no profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// More judgments than can be compared exactly.
    #[error("more than 2^62 judgments")]
    TooMany,
    /// Not a scale.
    #[error("a profile has 1 to {MAX_GRADES} grades")]
    Grades,
}

impl MeritProfile {
    /// From counts, worst grade first.
    pub fn new(counts: Vec<u64>) -> Result<Self, ProfileError> {
        if counts.is_empty() || counts.len() > MAX_GRADES {
            return Err(ProfileError::Grades);
        }
        let total = counts.iter().try_fold(0u64, |sum, count| sum.checked_add(*count));
        let total = total.filter(|total| *total <= MAX_TOTAL).ok_or(ProfileError::TooMany)?;
        Ok(Self { counts, total })
    }

    /// Judgments per grade, worst first.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// How many judgments.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Judgments of that grade or worse. All of them, from the best grade on.
    pub fn at_most(&self, grade: Grade) -> u64 {
        self.counts.iter().take(grade.index() + 1).sum()
    }

    /// Judgments below that grade.
    pub fn below(&self, grade: Grade) -> u64 {
        self.counts.iter().take(grade.index()).sum()
    }

    /// Judgments above that grade.
    pub fn above(&self, grade: Grade) -> u64 {
        self.counts.iter().skip(grade.index() + 1).sum()
    }

    /// The majority grade (Balinski and Laraki): the lower median of the judgments, "supported by a majority against
    /// every other". With an even total, the lower of the two in the middle. Nobody judged: the worst grade.
    pub fn majority_grade(&self) -> Grade {
        // The lower median is judgment number ⌈total / 2⌉ from the worst.
        let middle = self.total.div_ceil(2);
        let mut seen = 0;
        for (value, count) in (0u8..).zip(&self.counts) {
            seen += count;
            if seen >= middle {
                return Grade(value);
            }
        }
        Grade::WORST
    }

    /// Judgments at that grade or better, and of how many: `[part, total]`.
    pub fn share_at_or_above(&self, grade: Grade) -> [u64; 2] {
        [self.total - self.below(grade), self.total]
    }
}

/// A share per ten thousand, rounded half up, for showing only: 7162 is 71,62 %. Nothing of nothing is 0.
pub fn per_myriad([part, total]: [u64; 2]) -> u32 {
    if total == 0 {
        return 0;
    }
    let share = (u128::from(part) * 20_000 + u128::from(total)) / (u128::from(total) * 2);
    u32::try_from(share).unwrap_or(u32::MAX)
}
