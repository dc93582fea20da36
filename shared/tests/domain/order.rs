//! What must hold of the order for any election.

use isoloir_shared::domain::explain::{Rule, Side, decide, largest_group};
use isoloir_shared::domain::profile::MeritProfile;
use isoloir_shared::domain::ranking::{compare, rank};
use proptest::collection::vec;
use proptest::prelude::*;
use std::cmp::Ordering;

fn profile(counts: &[u64]) -> MeritProfile {
    MeritProfile::new(counts.to_vec()).unwrap()
}

/// Small counts, many zeros: ties and silent groups come up all the time.
fn small() -> impl Strategy<Value = Vec<u64>> {
    vec(prop_oneof![2 => Just(0u64), 3 => 0u64..4, 1 => 0u64..40], 4)
}

fn large() -> impl Strategy<Value = Vec<u64>> {
    vec(prop_oneof![1 => Just(0u64), 3 => 0u64..(1 << 59)], 4)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The definition, word by word: bring both to the least common total, then remove the lower median of each, one
/// judgment at a time, until the grades differ.
fn one_by_one(a: &[u64], b: &[u64]) -> Ordering {
    let (total_a, total_b): (u64, u64) = (a.iter().sum(), b.iter().sum());
    let common = total_a / gcd(total_a, total_b) * total_b;
    let judgments = |counts: &[u64], total: u64| -> Vec<usize> {
        let times = |count: u64| usize::try_from(count * (common / total)).unwrap();
        counts.iter().enumerate().flat_map(|(grade, count)| std::iter::repeat_n(grade, times(*count))).collect()
    };
    let (mut a, mut b) = (judgments(a, total_a), judgments(b, total_b));
    while !a.is_empty() {
        let median = a.len().div_ceil(2) - 1;
        match a.remove(median).cmp(&b.remove(median)) {
            Ordering::Equal => {}
            different => return different,
        }
    }
    Ordering::Equal
}

fn has_judgments(counts: &[u64]) -> bool {
    counts.iter().any(|count| *count > 0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equals_removing_medians_one_by_one_on_a_common_total(a in small(), b in small()) {
        prop_assume!(has_judgments(&a) && has_judgments(&b));
        prop_assert_eq!(compare(&profile(&a), &profile(&b)), one_by_one(&a, &b));
    }

    #[test]
    fn the_fallback_never_contradicts_the_seeds_rule(a in small(), b in small()) {
        prop_assume!(has_judgments(&a) && has_judgments(&b));
        let (a, b) = (profile(&a), profile(&b));
        if a.majority_grade() == b.majority_grade()
            && let Some(seed) = largest_group(&a, &b, a.majority_grade())
        {
            prop_assert_eq!(seed.order, one_by_one(a.counts(), b.counts()));
            prop_assert_eq!(seed.order, compare(&a, &b));
        }
    }

    #[test]
    fn ranking_and_explaining_agree(a in small(), b in small()) {
        let (a, b) = (profile(&a), profile(&b));
        let ranks = rank(&[a.clone(), b.clone()]);
        let (first, second) = (ranks[0], ranks[1]);
        prop_assert_eq!(first.rank == second.rank, compare(&a, &b).is_eq());
        if first.rank != second.rank {
            prop_assert_eq!(first.index == 0, compare(&a, &b).is_gt());
        }
    }

    #[test]
    fn scale_free(a in small(), b in small(), times_a in 1u64..1_000_000, times_b in 1u64..1_000_000) {
        let scaled = |counts: &[u64], times| profile(&counts.iter().map(|count| count * times).collect::<Vec<_>>());
        prop_assert_eq!(
            compare(&profile(&a), &profile(&b)),
            compare(&scaled(&a, times_a), &scaled(&b, times_b))
        );
        prop_assert_eq!(compare(&profile(&a), &scaled(&a, times_a)), Ordering::Equal);
    }

    #[test]
    fn only_the_same_fractions_tie(a in small(), b in small()) {
        prop_assume!(has_judgments(&a) && has_judgments(&b));
        let (total_a, total_b): (u64, u64) = (a.iter().sum(), b.iter().sum());
        let same = a.iter().zip(&b).all(|(a, b)| a * total_b == b * total_a);
        prop_assert_eq!(compare(&profile(&a), &profile(&b)).is_eq(), same);
    }

    #[test]
    fn antisymmetric_with_mirrored_reasons(a in prop_oneof![small(), large()], b in prop_oneof![small(), large()]) {
        let (a, b) = (profile(&a), profile(&b));
        let (there, back) = (decide(&a, &b), decide(&b, &a));
        prop_assert_eq!(there.order, back.order.reverse());
        match (there.rule, back.rule) {
            (Rule::LargestGroup { group, of, share }, Rule::LargestGroup { group: g, of: o, share: s }) => {
                prop_assert_eq!((group, share), (g, s));
                prop_assert_eq!(of == Side::First, o == Side::Second);
            }
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn transitive(a in small(), b in small(), c in small()) {
        let [a, b, c] = [&a, &b, &c].map(|counts| profile(counts));
        if compare(&a, &b).is_ge() && compare(&b, &c).is_ge() {
            prop_assert!(compare(&a, &c).is_ge());
            if compare(&a, &b).is_gt() || compare(&b, &c).is_gt() {
                prop_assert!(compare(&a, &c).is_gt());
            }
        }
    }

    #[test]
    fn a_better_grade_never_hurts(
        elections in vec(small(), 2..7), whom in any::<prop::sample::Index>(), grade in 0usize..3, up in 1usize..4
    ) {
        let profiles: Vec<_> = elections.iter().map(|counts| profile(counts)).collect();
        let whom = whom.index(profiles.len());
        prop_assume!(elections[whom][grade] > 0);
        let mut better = elections[whom].clone();
        better[grade] -= 1;
        better[(grade + up).min(3)] += 1;
        prop_assert!(compare(&profile(&better), &profiles[whom]).is_gt());
        let place = |profiles: &[MeritProfile]| rank(profiles).iter().find(|s| s.index == whom).unwrap().rank;
        let mut after = profiles.clone();
        after[whom] = profile(&better);
        prop_assert!(place(&after) <= place(&profiles));
    }

    #[test]
    fn neutral_between_candidates(elections in vec(small(), 1..8), turn in 0usize..8) {
        let profiles: Vec<_> = elections.iter().map(|counts| profile(counts)).collect();
        let mut turned = profiles.clone();
        turned.rotate_left(turn % profiles.len());
        turned.reverse();
        let by_counts = |profiles: &[MeritProfile]| {
            let mut ranks: Vec<_> =
                rank(profiles).iter().map(|s| (profiles[s.index].counts().to_vec(), s.rank)).collect();
            ranks.sort();
            ranks
        };
        prop_assert_eq!(by_counts(&profiles), by_counts(&turned));
    }

    #[test]
    fn ranks_are_shared_as_1_1_3(elections in vec(vec(0u64..2, 2), 1..9)) {
        let profiles: Vec<_> = elections.iter().map(|counts| profile(counts)).collect();
        let ranks = rank(&profiles);
        for (place, standing) in ranks.iter().enumerate() {
            let better = profiles.iter().filter(|other| compare(other, &profiles[standing.index]).is_gt()).count();
            prop_assert_eq!(standing.rank as usize, better + 1);
            prop_assert!(place == 0 || ranks[place - 1].rank <= standing.rank);
        }
    }

    #[test]
    fn billions_need_no_more_than_small_numbers(a in large(), b in large()) {
        let (a, b) = (profile(&a), profile(&b));
        let halved = |p: &MeritProfile| profile(&p.counts().iter().map(|count| count * 2).collect::<Vec<_>>());
        prop_assert_eq!(compare(&a, &b), compare(&halved(&a), &b));
    }
}

#[test]
fn totals_at_the_very_limit_are_exact() {
    let most = 1u64 << 62;
    let half = most / 2;
    // Exactly half below: the lower median is the worse grade; one more above, and it is the better one.
    assert_eq!(profile(&[half, half]).majority_grade().0, 0);
    assert_eq!(profile(&[half - 1, half + 1]).majority_grade().0, 1);
    assert!(compare(&profile(&[0, half + 1, half - 1]), &profile(&[0, half + 2, half - 2])).is_gt());
    assert!(MeritProfile::new(vec![most, 1]).is_err());
    assert!(MeritProfile::new(vec![u64::MAX, u64::MAX]).is_err());
    assert!(MeritProfile::new(vec![]).is_err());
}

#[test]
fn who_was_not_judged_stands_last_with_those_whom_all_reject() {
    let profiles = [profile(&[0, 0]), profile(&[5, 0]), profile(&[5, 1])];
    let ranks: Vec<_> = rank(&profiles).iter().map(|s| (s.index, s.rank)).collect();
    assert_eq!(ranks, [(2, 1), (0, 2), (1, 2)]);
    assert!(matches!(decide(&profiles[2], &profiles[0]).rule, Rule::LargestGroup { .. }));
}

#[test]
fn the_fallback_says_where_the_grades_first_differed() {
    // Silent groups: each has 1/4 above and 1/4 below. Below the middle both come to their lower group at once.
    let decision = decide(&profile(&[0, 1, 2, 1]), &profile(&[1, 0, 2, 1]));
    assert_eq!(decision.order, Ordering::Greater);
    let Rule::NextMajorityGrade { better, worse, removed } = decision.rule else { panic!("{decision:?}") };
    assert_eq!((better.0, worse.0, removed), (1, 0, [1, 2]));
}
