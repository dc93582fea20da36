//! The order of the candidates. A total order in exact integers: no two profiles compare differently
//! because of rounding, and only profiles with the same fractions are tied.

use super::explain::decide;
use super::grade::Grade;
use super::profile::MeritProfile;
use std::cmp::Ordering;

/// A candidate's place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which of the profiles that were given.
    pub index: usize,
    /// From 1; a tie shares it (1, 1, 3).
    pub rank: u32,
    /// The majority grade.
    pub majority_grade: Grade,
}

/// Ranks candidates, best first. Those who tie share a rank and keep the order they came in.
pub fn rank(profiles: &[MeritProfile]) -> Vec<Standing> {
    let grades: Vec<Grade> = profiles.iter().map(MeritProfile::majority_grade).collect();
    let mut order: Vec<usize> = (0..profiles.len()).collect();
    let compare_at = |a: usize, b: usize| {
        // Most pairs differ here; the rest needs the profiles.
        grades[a].cmp(&grades[b]).then_with(|| Quantiles::compare(&profiles[a], &profiles[b], grades[a]))
    };
    order.sort_by(|a, b| compare_at(*b, *a));
    let mut standings: Vec<Standing> = Vec::with_capacity(order.len());
    for (place, index) in order.into_iter().enumerate() {
        let rank = match standings.last() {
            Some(before) if compare_at(before.index, index).is_eq() => before.rank,
            _ => u32::try_from(place + 1).unwrap_or(u32::MAX),
        };
        standings.push(Standing { index, rank, majority_grade: grades[index] });
    }
    standings
}

/// Which of two profiles is the better one: `Greater` when the first is.
pub fn compare(a: &MeritProfile, b: &MeritProfile) -> Ordering {
    decide(a, b).order
}

/// Where two profiles with the same majority grade first differ, seen from the middle outwards.
///
/// Think of all judgments of a candidate from the worst to the best, stretched to the length 1. Removing the majority
/// grade one judgment at a time, on a total common to both, takes the judgment just below the middle, then the one
/// just above it, and so on outwards, the lower one first. So the first difference is the least distance `t` from 1/2
/// at which either the lower or the upper judgment differs, the lower one first at the same `t`. Grades change only
/// where a group ends, so the groups' ends are compared, as fractions of each candidate's own total.
pub(super) struct Quantiles;

/// The first difference on one side of the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// Which profile has the better grade there: `Greater` for the first.
    pub order: Ordering,
    /// Twice the distance from the middle, as a fraction.
    pub twice_distance: [u128; 2],
    /// The better grade there.
    pub better: Grade,
    /// The worse grade there.
    pub worse: Grade,
}

impl Quantiles {
    /// The order of two profiles that have the same majority grade.
    pub(super) fn compare(a: &MeritProfile, b: &MeritProfile, majority: Grade) -> Ordering {
        Self::first_difference(a, b, majority).map_or(Ordering::Equal, |difference| difference.order)
    }

    /// The first difference of two profiles that have the same majority grade; none when their fractions are the same.
    pub(super) fn first_difference(a: &MeritProfile, b: &MeritProfile, majority: Grade) -> Option<Difference> {
        match (Self::below(a, b, majority), Self::above(a, b, majority)) {
            (Some(lower), Some(upper)) => {
                let lower_first = !less(upper.twice_distance, lower.twice_distance);
                Some(if lower_first { lower } else { upper })
            }
            (lower, upper) => lower.or(upper),
        }
    }

    fn below(a: &MeritProfile, b: &MeritProfile, majority: Grade) -> Option<Difference> {
        let (mut end_a, mut end_b) = (a.below(majority), b.below(majority));
        for grade in (0..=majority.0).rev().map(Grade) {
            // Whose judgments below `grade` are the larger share falls below it first, walking outwards.
            let order = compare_shares(end_b, b, end_a, a);
            if order.is_ne() {
                let (end, loser) = if order.is_gt() { (end_b, b) } else { (end_a, a) };
                let total = u128::from(loser.total().max(1));
                return Some(Difference {
                    order,
                    twice_distance: [total - 2 * u128::from(end), total],
                    better: grade,
                    worse: nonempty_below(loser, grade),
                });
            }
            if let Some(next) = grade.index().checked_sub(1) {
                end_a -= count(a, next);
                end_b -= count(b, next);
            }
        }
        None
    }

    fn above(a: &MeritProfile, b: &MeritProfile, majority: Grade) -> Option<Difference> {
        let (mut end_a, mut end_b) = (at_most(a, majority), at_most(b, majority));
        let grades = u8::try_from(a.counts().len().max(b.counts().len())).unwrap_or(u8::MAX);
        for grade in (majority.0..grades).map(Grade) {
            // Whose judgments up to `grade` are the smaller share rises above it first.
            let order = compare_shares(end_b, b, end_a, a);
            if order.is_ne() {
                let (end, winner) = if order.is_gt() { (end_a, a) } else { (end_b, b) };
                let total = u128::from(winner.total().max(1));
                return Some(Difference {
                    order,
                    twice_distance: [2 * u128::from(end) - total, total],
                    better: nonempty_above(winner, grade),
                    worse: grade,
                });
            }
            end_a += count(a, grade.index() + 1);
            end_b += count(b, grade.index() + 1);
        }
        None
    }
}

fn count(profile: &MeritProfile, index: usize) -> u64 {
    profile.counts().get(index).copied().unwrap_or_default()
}

/// Nobody judged reads as if everybody had given the worst grade: one judgment, the worst.
fn at_most(profile: &MeritProfile, grade: Grade) -> u64 {
    if profile.total() == 0 { 1 } else { profile.at_most(grade) }
}

fn compare_shares(part: u64, of: &MeritProfile, other_part: u64, other: &MeritProfile) -> Ordering {
    let (total, other_total) = (u128::from(of.total().max(1)), u128::from(other.total().max(1)));
    (u128::from(part) * other_total).cmp(&(u128::from(other_part) * total))
}

fn less([part, total]: [u128; 2], [other_part, other_total]: [u128; 2]) -> bool {
    part * other_total < other_part * total
}

fn nonempty_below(profile: &MeritProfile, grade: Grade) -> Grade {
    (0..grade.0).rev().map(Grade).find(|g| count(profile, g.index()) > 0).unwrap_or(Grade::WORST)
}

fn nonempty_above(profile: &MeritProfile, grade: Grade) -> Grade {
    (grade.0..u8::MAX)
        .skip(1)
        .map(Grade)
        .take(super::grade::MAX_GRADES)
        .find(|g| count(profile, g.index()) > 0)
        .unwrap_or(grade)
}
