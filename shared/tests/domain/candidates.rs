//! Candidates: states, supports, who goes on.

use isoloir_config::primary::Primary;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CandidateState as S, ChangeCause as C};
use isoloir_shared::domain::candidate::{change, is_running};
use isoloir_shared::domain::grade::Grade;
use isoloir_shared::domain::profile::MeritProfile;
use isoloir_shared::domain::qualification::{
    at_deadline, at_end_of_invitation, at_silence, finalists, has_preselection, winners,
};
use isoloir_shared::domain::ranking::{Standing, rank};
use isoloir_shared::domain::support::{Given, Step, SupportError, nominate, support};
use jiff::Timestamp;

const STATES: [S; 10] = [
    S::Nominated,
    S::Declared,
    S::Qualified,
    S::Confirmed,
    S::Finalist,
    S::Winner,
    S::Withdrawn,
    S::Refused,
    S::Lapsed,
    S::Disqualified,
];
const CAUSES: [C; 10] = [
    C::Nomination,
    C::Declaration,
    C::Threshold,
    C::Deadline,
    C::Confirmation,
    C::Refusal,
    C::Silence,
    C::Vote,
    C::Withdrawal,
    C::Organisers,
];

fn primary() -> Primary {
    Primary::built_in("laprimaire-2016").unwrap().unwrap()
}

#[test]
fn every_change_of_state_that_the_rules_have() {
    let mut table = String::new();
    for from in std::iter::once(None).chain(STATES.map(Some)) {
        for to in STATES {
            let causes: Vec<C> = CAUSES.into_iter().filter(|cause| change(from, to, *cause).is_ok()).collect();
            if !causes.is_empty() {
                let from = from.map_or("–".to_owned(), |from| format!("{from:?}"));
                table.push_str(&format!("{from} → {to:?}: {causes:?}\n"));
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn who_won_or_left_for_good_stays_there() {
    for state in [S::Refused, S::Lapsed] {
        assert!(!is_running(state));
        assert!(STATES.iter().all(|to| CAUSES.iter().all(|cause| change(Some(state), *to, *cause).is_err())));
    }
    assert!(change(None, S::Confirmed, C::Import).is_ok(), "an earlier record is copied as it was");
}

#[test]
fn the_deadline_asks_for_the_threshold_and_the_charter() {
    let rules = primary().qualification;
    let outcome = |state, supports, charter| at_deadline(&rules, state, supports, charter).map(|o| (o.state, o.cause));
    assert_eq!(outcome(S::Declared, 500, true), Some((S::Qualified, C::Threshold)));
    assert_eq!(outcome(S::Declared, 499, true), Some((S::Lapsed, C::Deadline)));
    assert_eq!(outcome(S::Declared, 866, false), Some((S::Lapsed, C::Deadline)));
    assert_eq!(outcome(S::Nominated, 499, false), Some((S::Lapsed, C::Deadline)));
    assert_eq!(outcome(S::Nominated, 500, false), None, "invited to declare");
    assert_eq!(outcome(S::Withdrawn, 900, true), None);
    let invited = |state| at_end_of_invitation(&rules, state, 700, true).map(|o| (o.state, o.cause));
    assert_eq!(invited(S::Nominated), Some((S::Lapsed, C::Silence)));
    assert_eq!(invited(S::Declared), Some((S::Qualified, C::Threshold)));
    assert_eq!(invited(S::Qualified), None);
}

#[test]
fn every_outcome_is_a_change_that_the_rules_have() {
    let rules = primary().qualification;
    let now: Timestamp = "2016-08-09T00:00:00Z".parse().unwrap();
    for state in STATES {
        for (supports, charter) in [(0, false), (500, false), (500, true)] {
            let outcomes = [
                at_deadline(&rules, state, supports, charter),
                at_end_of_invitation(&rules, state, supports, charter),
                at_silence(state, false, now, now),
            ];
            for outcome in outcomes.into_iter().flatten() {
                assert!(change(Some(state), outcome.state, outcome.cause).is_ok(), "{state:?} {outcome:?}");
            }
        }
    }
}

#[test]
fn silence_is_a_refusal_from_the_deadline_on() {
    let by: Timestamp = "2016-08-08T22:00:00Z".parse().unwrap();
    let before: Timestamp = "2016-08-08T21:59:59Z".parse().unwrap();
    assert!(at_silence(S::Qualified, false, by, before).is_none());
    assert_eq!(at_silence(S::Qualified, false, by, by).map(|o| (o.state, o.cause)), Some((S::Lapsed, C::Silence)));
    assert!(at_silence(S::Finalist, false, by, by).is_some());
    assert!(at_silence(S::Finalist, true, by, by).is_none(), "has said yes");
    assert!(at_silence(S::Confirmed, false, by, by).is_none());
}

#[test]
fn there_is_a_pre_selection_only_with_more_than_five_confirmed() {
    let rules = primary().preselection;
    assert!(!has_preselection(&rules, 5));
    assert!(has_preselection(&rules, 6));
}

fn standings(profiles: &[[u64; 3]]) -> Vec<Standing> {
    let profiles: Vec<_> = profiles.iter().map(|counts| MeritProfile::new(counts.to_vec()).unwrap()).collect();
    rank(&profiles)
}

fn chosen(standings: &[Standing]) -> Vec<usize> {
    finalists(&primary().final_vote, standings).map(|standing| standing.index).collect()
}

#[test]
fn finalists_are_the_first_five_whose_majority_grade_is_not_the_worst() {
    let eight: Vec<[u64; 3]> = (0..8).map(|i| [1, 1, 10 - i]).collect();
    assert_eq!(chosen(&standings(&eight)), [0, 1, 2, 3, 4]);
    let rejected = [[9, 1, 0], [1, 9, 0], [9, 0, 1], [0, 1, 9]];
    assert_eq!(chosen(&standings(&rejected)), [3, 1], "fewer may go through");
    let mut rules = primary().final_vote;
    rules.refuse_worst = false;
    assert_eq!(finalists(&rules, &standings(&rejected)).count(), 4);
}

#[test]
fn a_tie_across_the_fifth_place_goes_through_whole() {
    let tied = [[0, 0, 9], [0, 1, 8], [0, 2, 7], [0, 3, 6], [1, 4, 5], [2, 8, 10], [3, 4, 3]];
    assert_eq!(chosen(&standings(&tied)), [0, 1, 2, 3, 4, 5]);
    let tied_before = [[0, 0, 9], [0, 1, 8], [0, 2, 7], [1, 4, 5], [1, 4, 5], [3, 4, 3]];
    assert_eq!(chosen(&standings(&tied_before)), [0, 1, 2, 3, 4]);
}

#[test]
fn the_winner_is_one_or_a_tie_shown_as_one() {
    let who = |profiles: &[[u64; 3]]| winners(&standings(profiles)).map(|s| s.index).collect::<Vec<_>>();
    assert_eq!(who(&[[1, 2, 3], [0, 0, 6], [3, 2, 1]]), [1]);
    assert_eq!(who(&[[1, 2, 3], [2, 4, 6], [3, 2, 1]]), [0, 1]);
    assert!(who(&[]).is_empty());
    assert_eq!(standings(&[[0, 0, 6]])[0].majority_grade, Grade(2));
}

#[test]
fn supports_up_to_the_limit_then_one_takes_the_place_of_another() {
    let id = CandidateId;
    let mut given = Given { supports: (1..=4).map(id).collect(), nominations: vec![id(9)] };
    let ask = |given: &Given, who, replaces| support(given, id(who), S::Declared, replaces, 5);
    assert_eq!(ask(&given, 1, None), Ok(Step::Nothing));
    assert_eq!(ask(&given, 5, None), Ok(Step::Add));
    given.supports.push(id(5));
    assert_eq!(ask(&given, 5, None), Ok(Step::Nothing), "the same again is no error at the limit");
    let full = SupportError::LimitReached { limit: 5, current: given.supports.clone() };
    assert_eq!(ask(&given, 6, None), Err(full));
    assert_eq!(ask(&given, 6, Some(id(2))), Ok(Step::Replace(id(2))));
    assert_eq!(ask(&given, 6, Some(id(7))), Err(SupportError::NotGiven(id(7))));
    assert_eq!(ask(&given, 9, Some(id(2))), Err(SupportError::OtherForm), "nominated already");
    for state in [S::Nominated, S::Withdrawn, S::Disqualified, S::Lapsed, S::Refused] {
        assert_eq!(support(&given, id(6), state, Some(id(2)), 5), Err(SupportError::WrongState(state)));
    }
}

#[test]
fn nominations_are_for_who_has_not_declared() {
    let id = CandidateId;
    let given = Given { supports: vec![id(1)], nominations: (2..=5).map(id).collect() };
    assert_eq!(nominate(&given, None, None, None, 5), Ok(Step::Add));
    assert_eq!(nominate(&given, Some(id(6)), Some(S::Nominated), None, 5), Ok(Step::Add));
    assert_eq!(
        nominate(&given, Some(id(2)), Some(S::Declared), None, 5),
        Ok(Step::Nothing),
        "it stays when they declare"
    );
    assert_eq!(nominate(&given, Some(id(6)), Some(S::Declared), None, 5), Err(SupportError::WrongState(S::Declared)));
    assert_eq!(nominate(&given, Some(id(1)), Some(S::Declared), None, 5), Err(SupportError::OtherForm));
    assert!(matches!(nominate(&given, None, None, None, 4), Err(SupportError::LimitReached { limit: 4, .. })));
    assert_eq!(nominate(&given, None, None, Some(id(3)), 4), Ok(Step::Replace(id(3))));
}
