//! Why one candidate stands before another: which rule decided, and which group.

use super::grade::Grade;
use super::profile::MeritProfile;
use super::ranking::Quantiles;
use crate::api::ids::CandidateId;
use crate::api::types::{DecidedBy, Group};
use std::cmp::Ordering;

/// Which of the two that were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    First,
    /// The second.
    Second,
}

/// Which rule ordered two profiles, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Seed: "better majority grade first".
    MajorityGrade {
        /// Of the better one.
        better: Grade,
        /// Of the other.
        worse: Grade,
    },
    /// Seed: same majority grade; of the four groups above and below it, the largest decides: above, its candidate
    /// wins; below, its candidate loses. Groups compare as exact fractions of each candidate's own total.
    LargestGroup {
        /// Which group.
        group: Group,
        /// Whose.
        of: Side,
        /// Its share, `[part, total]`.
        share: [u64; 2],
    },
    /// Ours, where the largest is shared by groups that disagree: remove the majority grade judgment by judgment, on a
    /// common total, until the grades differ.
    NextMajorityGrade {
        /// The better grade then.
        better: Grade,
        /// The worse grade then.
        worse: Grade,
        /// Share removed from both until then, `[part, total]` in lowest terms.
        removed: [u128; 2],
    },
    /// The same fractions.
    Tie,
}

/// The outcome of comparing two profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// `Greater` when the first is better.
    pub order: Ordering,
    /// What decided.
    pub rule: Rule,
}

/// Compares two profiles and says why.
pub fn decide(a: &MeritProfile, b: &MeritProfile) -> Decision {
    let (grade_a, grade_b) = (a.majority_grade(), b.majority_grade());
    if grade_a != grade_b {
        let rule = Rule::MajorityGrade { better: grade_a.max(grade_b), worse: grade_a.min(grade_b) };
        return Decision { order: grade_a.cmp(&grade_b), rule };
    }
    if let Some(decision) = largest_group(a, b, grade_a) {
        return decision;
    }
    match Quantiles::first_difference(a, b, grade_a) {
        None => Decision { order: Ordering::Equal, rule: Rule::Tie },
        Some(first) => {
            let removed = lowest_terms(first.twice_distance);
            let rule = Rule::NextMajorityGrade { better: first.better, worse: first.worse, removed };
            Decision { order: first.order, rule }
        }
    }
}

/// The seed's rule alone, for two profiles with the same majority grade; none where it is silent: the largest group is
/// shared by groups that disagree, or all four are empty.
pub fn largest_group(a: &MeritProfile, b: &MeritProfile, majority: Grade) -> Option<Decision> {
    // Groups below first: removing judgments one at a time meets those first, so both rules name the same group.
    let groups = [
        (Group::Below, Side::First, a.below(majority), a.total()),
        (Group::Below, Side::Second, b.below(majority), b.total()),
        (Group::Above, Side::First, a.above(majority), a.total()),
        (Group::Above, Side::Second, b.above(majority), b.total()),
    ];
    let size = |part: u64, other_total: u64| u128::from(part) * u128::from(other_total.max(1));
    let mut largest: Vec<(Group, Side, u64, u64)> = Vec::with_capacity(4);
    for group in groups {
        let Some(best) = largest.first() else {
            largest.push(group);
            continue;
        };
        match size(group.2, best.3).cmp(&size(best.2, group.3)) {
            Ordering::Greater => largest = vec![group],
            Ordering::Equal => largest.push(group),
            Ordering::Less => {}
        }
    }
    let winner = |(group, of, _, _): &(Group, Side, u64, u64)| match (group, of) {
        (Group::Above, Side::First) | (Group::Below, Side::Second) => Ordering::Greater,
        (Group::Above, Side::Second) | (Group::Below, Side::First) => Ordering::Less,
    };
    let (group, of, part, total) = *largest.first()?;
    let order = winner(&(group, of, part, total));
    let agreed = part > 0 && largest.iter().all(|other| winner(other) == order);
    agreed.then_some(Decision { order, rule: Rule::LargestGroup { group, of, share: [part, total] } })
}

impl Decision {
    /// As the API says it, given who was compared.
    pub fn decided_by(&self, first: CandidateId, second: CandidateId) -> DecidedBy {
        match self.rule {
            Rule::MajorityGrade { better, worse } => DecidedBy::MajorityGrade { better: better.0, worse: worse.0 },
            Rule::LargestGroup { group, of, share } => {
                DecidedBy::LargestGroup { group, of: if of == Side::First { first } else { second }, share }
            }
            Rule::NextMajorityGrade { better, worse, removed } => DecidedBy::NextMajorityGrade {
                better: better.0,
                worse: worse.0,
                removed: removed.map(|part| part.to_string()),
            },
            Rule::Tie => DecidedBy::Tie,
        }
    }
}

fn lowest_terms([part, total]: [u128; 2]) -> [u128; 2] {
    let (mut a, mut b) = (part, total);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let divisor = a.max(1);
    [part / divisor, total / divisor]
}
