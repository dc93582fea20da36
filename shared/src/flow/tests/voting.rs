//! From the promise to the receipt, and what can come between.

use super::{cast, citizen, offers, reviewing, toast};
use crate::api::types::{Lang, PhaseKind, ProblemCode};
use crate::api::{ApiError, Call};
use crate::core::{Channel, DemoCall, Effect};
use crate::samples::{Stage, plain, problem};
use crate::view::{Block, Intent, Place, ScreenId};
use jiff::SignedDuration;
use std::sync::Arc;

#[test]
fn a_lot_is_read_graded_reviewed_and_cast() {
    let mut stage = citizen(PhaseKind::Preselection);
    assert_eq!(stage.open(Place::Lot).screen().id, ScreenId::Promise);
    assert!(!stage.calls.iter().any(|call| matches!(call, Call::DrawLot(_))), "no lot before the promise is read");
    assert_eq!(stage.choose(Intent::Understood).screen().id, ScreenId::Lot);
    let Some(Block::Ballot(ballot)) = stage.screen().body.into_iter().find(|it| matches!(it, Block::Ballot(_))) else {
        panic!("a ballot");
    };
    assert!(ballot.rows.iter().all(|row| row.choices.iter().all(|choice| !choice.chosen)), "nothing is pre-selected");
    stage.grade(4);
    assert!(!offers(&stage.screen(), |it| matches!(it, Intent::Review { .. })), "every candidate needs an answer");
    stage.grade(5).choose_where(|it| matches!(it, Intent::Review { .. }));
    assert_eq!(stage.screen().id, ScreenId::Review);
    assert_eq!(stage.choose_where(cast).screen().id, ScreenId::Receipt);
    assert_eq!(stage.choose(Intent::NextLot).screen().id, ScreenId::Lot, "the promise is read once");
}

#[test]
fn what_is_promised_is_read_again_in_the_final_whose_keys_others_may_hold() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood);
    stage.now = crate::samples::fixtures::during(PhaseKind::FinalVote);
    assert_eq!(stage.restart(true).open(Place::Final).screen().id, ScreenId::Promise);
    stage.choose(Intent::Understood);
    assert_ne!(stage.restart(true).open(Place::Final).screen().id, ScreenId::Promise, "once");
}

#[test]
fn the_button_of_the_promise_holds_in_whichever_process() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot);
    // The other knows nothing, and learns nothing.
    stage.failing = Some(ApiError::Unreachable);
    stage.move_to(&Arc::default(), false);
    assert!(offers(&stage.screen(), |it| *it == Intent::Understood));
}

#[test]
fn the_ballot_says_what_was_chosen_and_is_forgotten_once_cast() {
    let mut stage = reviewing();
    stage.choose_where(cast);
    let Some(Call::CastLot(_, _, ballot)) = stage.calls.iter().find(|call| matches!(call, Call::CastLot(..))) else {
        panic!("a cast");
    };
    let grades: Vec<_> = ballot.answers.iter().map(|answer| answer.grade).collect();
    assert_eq!(grades, [Some(4), Some(3), Some(2), Some(1), Some(4)]);
    let saved = String::from_utf8(stage.saved.clone().unwrap_or_default()).expect("JSON");
    assert!(!saved.contains("grade"), "no answer stays on the device: {saved}");
}

#[test]
fn an_old_button_is_answered_by_the_current_screen() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood);
    let old = stage.screen().intents().into_iter().find(|it| matches!(it, Intent::Grade { .. })).expect("a grade");
    stage.grade(5).choose_where(|it| matches!(it, Intent::Review { .. }));
    let read = stage.screen().intents().into_iter().find(cast).expect("a cast");
    stage.choose(old);
    assert_eq!(stage.screen().id, ScreenId::Review);
    assert!(toast(&stage).contains("écran précédent"));
    // What was read once more is not what would be cast now.
    stage.choose(Intent::Cancel).choose(read);
    assert_eq!(stage.screen().id, ScreenId::Lot);
    assert!(!stage.calls.iter().any(|call| matches!(call, Call::CastLot(..))));
}

#[test]
fn in_a_chat_a_grade_that_takes_the_place_of_another_says_so() {
    let mut stage = Stage::during(PhaseKind::Preselection);
    stage.channel = Channel::Telegram;
    let mut stage = stage.start(Lang::Fr, true, true);
    stage.open(Place::Lot).choose(Intent::Understood);
    let grades = stage.screen().intents().into_iter().filter(|it| matches!(it, Intent::Grade { .. }));
    let grades: Vec<_> = grades.take(2).collect();
    stage.choose(grades[0]);
    assert_eq!(toast(&stage), "");
    // An old button: it is about the first candidate, while the second one is in view.
    stage.choose(grades[1]);
    assert!(toast(&stage).contains("à la place de"), "{}", toast(&stage));
    stage.choose(grades[1]);
    assert!(toast(&stage).contains("a déjà"), "{}", toast(&stage));
    let mut terminal = citizen(PhaseKind::Preselection);
    terminal.open(Place::Lot).choose(Intent::Understood).choose(grades[0]).choose(grades[1]);
    assert_eq!(toast(&terminal), "", "where all of the ballot is in sight nothing need be said");
}

#[test]
fn a_disabled_action_says_why() {
    let mut stage = citizen(PhaseKind::Preselection);
    let action = stage.screen().actions.into_iter().find(|it| it.intent == Intent::Open(Place::Final)).expect("final");
    assert!(action.enabled.is_err());
    stage.open(Place::Lot).choose(Intent::Understood).grade(2);
    let review = stage.screen().actions.into_iter().find(|it| matches!(it.intent, Intent::Review { .. })).expect("one");
    stage.choose(review.intent);
    assert_eq!(toast(&stage), "Il manque encore 3 mentions.");
}

#[test]
fn the_vote_closes_while_one_grades() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood).grade(3);
    stage.wait(SignedDuration::from_hours(24 * 11));
    let screen = stage.screen();
    let said = plain(&screen, Lang::Fr);
    assert!(said.contains("jusqu’au 6 novembre 2016 inclus") && said.contains("effacées d’ici"), "{said}");
    assert!(!offers(&screen, |it| matches!(it, Intent::Grade { .. } | Intent::Review { .. } | Intent::NextLot)));
}

#[test]
fn grades_that_are_gone_are_not_promised() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood).grade(5).choose_where(|it| matches!(it, Intent::Review { .. }));
    stage.wait(SignedDuration::from_hours(24 * 11)).choose(Intent::Retry);
    let screen = stage.screen();
    assert_eq!(screen.id, ScreenId::Review);
    let said = plain(&screen, Lang::Fr);
    assert!(said.contains("0 graded") && said.contains("effacées d’ici"), "{said}");
    assert!(!said.contains("restent affichées") && !offers(&screen, |it| *it == Intent::Cancel), "{said}");
}

#[test]
fn the_platform_says_too_late_to_a_cast() {
    let mut stage = reviewing();
    stage.failing = Some(problem(ProblemCode::TooLate, "Le vote est clos depuis minuit."));
    stage.choose_where(cast);
    let said = plain(&stage.screen(), Lang::Fr);
    assert!(said.contains("clos depuis minuit") && said.contains("5 graded, read only"), "{said}");
    stage.failing = None;
    let casts = stage.calls.iter().filter(|call| matches!(call, Call::CastLot(..))).count();
    stage.ring().restart(true);
    assert_eq!(stage.calls.iter().filter(|call| matches!(call, Call::CastLot(..))).count(), casts, "a no is a no");
}

#[test]
fn a_cast_ballot_is_changed() {
    let mut stage = reviewing();
    stage.choose_where(cast).choose(Intent::ChangeBallot);
    assert_eq!(stage.screen().id, ScreenId::Lot);
    stage.grade(5).choose_where(|it| matches!(it, Intent::Review { .. })).choose_where(cast);
    assert_eq!(stage.screen().id, ScreenId::Receipt);
    let keys: Vec<_> = stage.calls.iter().filter(|it| matches!(it, Call::CastLot(..))).map(Call::key).collect();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0], keys[1], "another ballot is another write");
}

#[test]
fn the_final_is_graded_and_its_receipt_found_again() {
    let mut stage = citizen(PhaseKind::FinalVote);
    stage.open(Place::Final).choose(Intent::Understood).grade(5);
    stage.choose_where(|it| matches!(it, Intent::Review { .. })).choose_where(cast);
    assert_eq!(stage.screen().id, ScreenId::Receipt);
    stage.open(Place::Receipts);
    assert_eq!(stage.screen().id, ScreenId::Receipts);
}

#[test]
fn leaving_asks_over_a_ballot_that_was_begun() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.choose(Intent::Leave);
    assert!(stage.others.contains(&Effect::Leave), "nothing is unsaved");
    stage.others.clear();
    stage.open(Place::Lot).choose(Intent::Understood).grade(1).open(Place::Home).choose(Intent::Leave);
    assert_eq!(stage.screen().id, ScreenId::Leave);
    assert_eq!(stage.choose(Intent::Cancel).screen().id, ScreenId::Home);
    stage.choose(Intent::Leave).choose(Intent::LeaveNow);
    assert!(stage.others.contains(&Effect::Leave));
}

#[test]
fn moving_time_asks_over_a_ballot_that_was_begun() {
    let mut stage = citizen(PhaseKind::Preselection);
    let moved = |stage: &crate::samples::Stage| stage.others.contains(&Effect::Demo(DemoCall::NextPhase));
    stage.open(Place::Lot).choose(Intent::Understood).grade(1).choose(Intent::DemoNextPhase);
    assert_eq!(stage.screen().id, ScreenId::Leave);
    stage.choose(Intent::DemoNextPhase).choose(Intent::Cancel);
    assert_eq!((stage.screen().id, moved(&stage)), (ScreenId::Lot, false));
    stage.choose(Intent::DemoNextPhase).choose(Intent::Choose(0));
    assert_eq!((stage.screen().id, moved(&stage)), (ScreenId::Lot, true));
}

#[test]
fn a_demonstration_at_its_end_moves_no_more() {
    let mut stage = citizen(PhaseKind::Result);
    assert!(!stage.screen().time_moves && !offers(&stage.screen(), |it| *it == Intent::DemoNextPhase));
    stage.choose(Intent::DemoNextPhase);
    assert!(toast(&stage).contains("dernière étape"), "{}", toast(&stage));
    assert!(!stage.others.contains(&Effect::Demo(DemoCall::NextPhase)));
}

#[test]
fn a_demonstration_that_is_not_kept_does_not_say_it_is() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood).grade(1).choose(Intent::Leave);
    assert!(plain(&stage.screen(), Lang::Fr).contains("reste sur cet appareil"));
    let mut stage = crate::samples::Stage::during(PhaseKind::Preselection).start(Lang::Fr, false, false);
    stage.choose(Intent::StartDemo).open(Place::Lot).choose(Intent::Understood).grade(1).choose(Intent::Leave);
    let said = plain(&stage.screen(), Lang::Fr);
    assert!(said.contains("s’efface en quittant") && !said.contains("reste sur cet appareil"), "{said}");
}

#[test]
fn a_change_that_is_given_up_leads_back_to_the_receipt() {
    let mut stage = reviewing();
    stage.choose_where(cast).choose(Intent::ChangeBallot).grade(2).choose(Intent::Back);
    assert_eq!(stage.screen().id, ScreenId::Receipt);
}

#[test]
fn home_says_that_one_has_voted() {
    let mut stage = reviewing();
    stage.choose_where(cast).open(Place::Home);
    assert!(plain(&stage.screen(), Lang::Fr).contains("lot voté"));
}
