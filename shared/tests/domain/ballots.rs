//! Ballots, counting, filling and orders.

use isoloir_config::primary::Primary;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::GradeAnswer;
use isoloir_shared::domain::ballot::{BallotError, check};
use isoloir_shared::domain::count::{NO_OPINION, count_grades, profiles};
use isoloir_shared::domain::fill::{Fill, FillError};
use isoloir_shared::domain::grade::{Grade, Scale};
use isoloir_shared::domain::order;
use isoloir_shared::domain::profile::MeritProfile;
use proptest::prelude::*;

fn scale() -> Scale {
    Scale::of(&Primary::built_in("laprimaire-2016").unwrap().unwrap())
}

fn answers(given: &[(u32, Option<u8>)]) -> Vec<GradeAnswer> {
    given.iter().map(|(id, grade)| GradeAnswer { candidate: CandidateId(*id), grade: *grade }).collect()
}

const ASKED: [CandidateId; 3] = [CandidateId(7), CandidateId(3), CandidateId(5)];

#[test]
fn a_whole_ballot_comes_back_in_the_order_asked() {
    let given = answers(&[(3, Some(0)), (5, None), (7, Some(5))]);
    let grades = check(&ASKED, &given, &scale(), true).unwrap();
    assert_eq!(grades, [Some(Grade(5)), Some(Grade(0)), None]);
}

#[test]
fn ballots_that_cannot_be_cast() {
    let refused = |given: &[(u32, Option<u8>)], no_opinion| check(&ASKED, &answers(given), &scale(), no_opinion);
    let (three, five, seven) = ((3, Some(1)), (5, Some(1)), (7, Some(1)));
    let missing = vec![CandidateId(7), CandidateId(5)];
    assert_eq!(refused(&[three], false), Err(BallotError::Incomplete { missing }));
    assert_eq!(refused(&[], false), Err(BallotError::Incomplete { missing: ASKED.to_vec() }));
    assert_eq!(refused(&[three, five, seven, (8, Some(1))], false), Err(BallotError::Foreign(CandidateId(8))));
    assert_eq!(refused(&[three, five, seven, (3, Some(2))], false), Err(BallotError::Twice(CandidateId(3))));
    assert_eq!(refused(&[three, five, seven, three], false), Err(BallotError::Twice(CandidateId(3))));
    assert_eq!(refused(&[three, five, (7, Some(6))], false), Err(BallotError::UnknownGrade(CandidateId(7))));
    assert_eq!(refused(&[three, five, (7, None)], false), Err(BallotError::NoOpinion(CandidateId(7))));
    assert_eq!(refused(&[(3, None), (3, None), five, seven], true), Err(BallotError::Twice(CandidateId(3))));
    let error = refused(&[three, five, (7, Some(6))], false).unwrap_err().to_string();
    assert!(!error.contains('6'), "a grade in an error: {error}");
}

#[test]
fn scales_name_their_grades() {
    let scale = scale();
    let letters: String = scale.best_first().map(|grade| scale.letter(grade)).collect();
    assert_eq!(letters, "ABCDEF");
    assert_eq!(scale.find("tres bien"), Some(Grade(5)));
    assert_eq!(scale.find("À REJETER"), Some(Grade(0)));
    assert_eq!(scale.find("Very Good"), Some(Grade(5)));
    assert_eq!(scale.find("excellent"), None);
    assert_eq!((scale.letter(Grade(6)), scale.grade(6), scale.grade(5)), ('?', None, Some(Grade(5))));
    let views = scale.views();
    assert_eq!((views[0].value, views[0].letter.as_str(), views[0].key.as_str()), (5, "A", "tres-bien"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counting_side_by_side_counts_like_counting_one_by_one(
        column in prop::collection::vec(prop_oneof![0u8..7, Just(NO_OPINION)], 0..20_000)
    ) {
        let (counts, others) = count_grades(&column, 6);
        let one_by_one = |grade: u8| column.iter().filter(|byte| **byte == grade).count() as u64;
        prop_assert_eq!(&counts, &(0..6).map(one_by_one).collect::<Vec<_>>());
        prop_assert_eq!(others, column.iter().filter(|byte| **byte > 5).count() as u64);
        let all = profiles([column.as_slice()], 6).unwrap();
        prop_assert_eq!(all[0].counts(), counts);
    }

    #[test]
    fn a_lane_full_of_one_grade_does_not_overflow(length in 8_000usize..9_000) {
        prop_assert_eq!(count_grades(&vec![3; length], 5), (vec![0, 0, 0, length as u64, 0], 0));
    }
}

#[test]
fn filling_refuses_more_judgments_than_participants() {
    let profile = MeritProfile::new(vec![1, 2, 3]).unwrap();
    let refused = Fill::MedianDefault.apply(vec![profile.clone()], 5);
    assert_eq!(refused, Err(FillError::TooManyJudgments { candidate: 1, judgments: 6, participants: 5 }));
    let refused = Fill::StaticDefault(Grade(3)).apply(vec![profile.clone()], 7);
    assert_eq!(refused, Err(FillError::UnknownGrade(Grade(3))));
    assert_eq!(Fill::None.apply(vec![profile.clone()], 5), Ok(vec![profile]));
}

#[test]
fn a_viewers_order_is_stable_fair_and_their_own() {
    let ids: Vec<CandidateId> = (1..=16).map(CandidateId).collect();
    let shuffled = |seed| {
        let mut ids = ids.clone();
        order::sort(&mut ids, seed, |id| *id);
        ids
    };
    assert_eq!(shuffled(1), shuffled(1));
    assert_ne!(shuffled(1), shuffled(2));
    // A filter or a newcomer does not move the others.
    let mut some: Vec<CandidateId> = ids.iter().copied().filter(|id| id.0 % 3 > 0).collect();
    order::sort(&mut some, 9, |id| *id);
    let of_all: Vec<CandidateId> = shuffled(9).into_iter().filter(|id| id.0 % 3 > 0).collect();
    assert_eq!(some, of_all);
    // 16,000 viewers: each candidate is first for 1,000, give or take five standard deviations of 30.6.
    let mut first = [0i32; 16];
    (0..16_000).for_each(|seed| first[shuffled(seed)[0].0 as usize - 1] += 1);
    assert!(first.iter().all(|count| (count - 1_000).abs() < 153), "{first:?}");
}
