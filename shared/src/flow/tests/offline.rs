//! Cut networks, faulty platforms, closed programs: nothing lost, nothing doubled.

use super::{cast, citizen, reviewing, toast};
use crate::api::ids::IdempotencyKey;
use crate::api::types::Lang;
use crate::api::types::{PhaseKind, ProblemCode};
use crate::api::{ApiError, Call};
use crate::core::{Effect, Event};
use crate::samples::{Stage, plain, problem};
use crate::view::{Action, Intent, Place, ScreenId};
use jiff::SignedDuration;

fn casts(stage: &Stage) -> Vec<IdempotencyKey> {
    stage.calls.iter().filter(|it| matches!(it, Call::CastLot(..))).filter_map(Call::key).collect()
}

#[test]
fn a_cast_is_sent_again_with_its_key_until_there_is_an_answer() {
    let mut stage = reviewing();
    stage.failing = Some(ApiError::Unreachable);
    stage.choose_where(cast);
    assert!(stage.screen().offline);
    // At home meanwhile, it is not offered as a ballot that is still being graded.
    stage.open(Place::Home);
    let lot = |it: &&Action| it.intent == Intent::Open(Place::Lot);
    let label = stage.screen().actions.iter().find(lot).map(|it| it.label.resolve(Lang::Fr)).unwrap();
    assert!(!label.contains("Reprendre"), "{label}");
    stage.open(Place::Lot);
    for _ in 0..8 {
        stage.ring();
    }
    stage.failing = None;
    stage.ring();
    assert_eq!(stage.screen().id, ScreenId::Receipt);
    assert!(!stage.screen().offline);
    let keys = casts(&stage);
    assert_eq!(keys.len(), 10);
    assert!(keys.iter().all(|key| *key == keys[0]), "the same write every time");
}

#[test]
fn a_cast_is_kept_before_it_goes_out() {
    let mut stage = reviewing();
    let intent = stage.screen().intents().into_iter().find(cast).expect("a cast");
    let effects = stage.session.handle(Event::Intent(intent));
    let sent = effects.iter().position(|it| matches!(it, Effect::Api(_, Call::CastLot(..)))).expect("sent");
    let Some(Effect::Api(_, call)) = effects.get(sent) else { unreachable!() };
    let key = call.key().expect("a key").to_string();
    let kept = |it: &Effect| matches!(it, Effect::Save(bytes) if String::from_utf8_lossy(bytes).contains(&key));
    assert!(effects[..sent].iter().any(kept), "{effects:?}");
}

#[test]
fn a_cast_survives_the_program() {
    let mut stage = reviewing();
    stage.silent = true;
    stage.choose_where(cast);
    stage.silent = false;
    stage.restart(true);
    let keys = casts(&stage);
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1], "the same ballot");
    assert!(toast(&stage).contains("enregistré"));
    stage.restart(true);
    assert_eq!(casts(&stage).len(), 2, "it was answered");
}

#[test]
fn faults_of_the_platform_lose_no_ballot() {
    for error in
        [ApiError::Garbled, problem(ProblemCode::Internal, "Erreur"), problem(ProblemCode::Unavailable, "Plein")]
    {
        let mut stage = reviewing();
        stage.failing = Some(error);
        stage.choose_where(cast);
        for _ in 0..20 {
            stage.ring();
        }
        stage.failing = None;
        stage.ring();
        assert_eq!(stage.screen().id, ScreenId::Receipt);
        assert!(casts(&stage).windows(2).all(|two| two[0] == two[1]));
    }
}

#[test]
fn a_ballot_being_graded_survives_the_program() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood).grade(3);
    let old = stage.screen().intents().into_iter().find(|it| matches!(it, Intent::Grade { .. })).expect("a grade");
    stage.restart(true).open(Place::Lot);
    assert!(plain(&stage.screen(), Lang::Fr).contains("(3 graded)"));
    assert!(toast(&stage).contains("3 sur 5"));
    stage.choose(old);
    assert!(toast(&stage).contains("écran précédent"), "a button of the last run is old");
}

#[test]
fn a_lot_that_went_back_meanwhile_is_said() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot).choose(Intent::Understood).grade(3);
    stage.now += SignedDuration::from_mins(31);
    stage.restart(true);
    assert!(toast(&stage).contains("expiré"), "{}", toast(&stage));
    let said = plain(&stage.open(Place::Lot).screen(), Lang::Fr);
    assert!(said.contains("(0 graded)"), "{said}");
    assert!(!plain(&stage.open(Place::Home).screen(), Lang::Fr).contains("Reprendre"));
    let draws = stage.calls.iter().filter(|call| matches!(call, Call::DrawLot(_))).count();
    assert_eq!(draws, 2);
}

#[test]
fn an_expired_sign_in_surfaces_once_and_loses_nothing() {
    let mut stage = reviewing();
    stage.failing = Some(problem(ProblemCode::Unauthenticated, "Reconnectez-vous"));
    stage.choose_where(cast);
    stage.failing = None;
    assert_eq!(stage.screen().id, ScreenId::SignIn);
    assert!(stage.others.contains(&Effect::ForgetTokens));
    stage.submit("camille@example.org").submit("123456");
    let keys = casts(&stage);
    assert_eq!(stage.screen().id, ScreenId::Receipt, "{}", plain(&stage.screen(), Lang::Fr));
    assert!(keys.len() == 2 && keys[0] == keys[1]);
}

#[test]
fn nobody_casts_the_ballot_of_another() {
    let mut stage = reviewing();
    stage.silent = true;
    stage.choose_where(cast);
    stage.silent = false;
    stage.email = "alix@example.org".into();
    stage.restart(true);
    assert_eq!(casts(&stage).len(), 1, "the ballot waits for its voter");
    stage.open(Place::Home);
    assert!(!plain(&stage.screen(), Lang::Fr).contains("commencé"));
    stage.email = "camille@example.org".into();
    stage.restart(true);
    let keys = casts(&stage);
    assert!(keys.len() == 2 && keys[0] == keys[1]);
}

#[test]
fn the_platforms_clock_decides() {
    let mut stage = citizen(PhaseKind::Preselection);
    // This device's clock leaps; the platform says that nothing has changed there.
    stage.tell(Event::Tick(stage.now + SignedDuration::from_hours(24 * 100)));
    let open = |stage: &Stage| stage.screen().intents().contains(&Intent::Open(Place::Lot));
    assert!(open(&stage));
    stage.tell(Event::Tick(stage.now + SignedDuration::from_hours(24 * 102)));
    assert!(open(&stage));
}

#[test]
fn what_was_typed_stays_while_nothing_answers() {
    let mut stage = Stage::during(PhaseKind::Identification).start(Lang::Fr, true, false);
    stage.failing = Some(ApiError::Unreachable);
    stage.open(Place::SignIn).submit("camille@example.org");
    let input = stage.screen().input.expect("the address");
    assert_eq!(input.value, "camille@example.org");
    stage.failing = None;
    stage.choose(Intent::Retry);
    assert_eq!(stage.screen().id, ScreenId::Code);
}

#[test]
fn reads_wait_longer_and_longer_and_come_back_by_themselves() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.failing = Some(ApiError::Unreachable);
    stage.open(Place::Calendar);
    let mut waits = Vec::new();
    for _ in 0..7 {
        let at = stage.others.iter().find_map(|it| match it {
            Effect::Schedule(_, at) => Some(*at),
            _ => None,
        });
        waits.push(at.expect("a timer").duration_since(stage.now).as_millis());
        stage.ring();
    }
    for (wait, least) in waits.into_iter().zip([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
        assert!((least..=least + least / 2).contains(&wait), "{wait} instead of {least}");
    }
    stage.failing = None;
    stage.tell(Event::Connected(true));
    assert!(!stage.screen().offline);
}

#[test]
fn people_do_not_all_try_again_at_the_same_instant() {
    let waits = |seed: u8| {
        let mut stage = Stage::during(PhaseKind::Preselection);
        stage.seed = [seed; 32];
        stage.failing = Some(ApiError::Unreachable);
        let stage = stage.start(Lang::Fr, true, true);
        let first = |it: &Effect| match it {
            Effect::Schedule(_, at) => Some(*at),
            _ => None,
        };
        stage.others.iter().find_map(first).expect("a timer")
    };
    let mut all: Vec<_> = (0..20).map(waits).collect();
    all.sort_unstable();
    all.dedup();
    assert!(all.len() > 15, "{all:?}");
    assert_eq!(waits(3), waits(3));
}

#[test]
fn a_restart_never_reuses_a_key() {
    let mut stage = citizen(PhaseKind::Identification);
    let mut keys = Vec::new();
    for _ in 0..3 {
        stage.open(Place::Candidate(crate::api::ids::CandidateId(2)));
        for _ in 0..5 {
            stage.choose_where(|it| matches!(it, Intent::Support(_) | Intent::Withdraw(_)));
        }
        stage.restart(true);
    }
    keys.extend(stage.calls.iter().filter_map(Call::key));
    let n = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert!(n >= 15 && keys.len() == n, "{n} writes, {} keys", keys.len());
}

#[test]
fn nothing_can_be_chosen_at_home_before_it_is_known_whose_it_is() {
    let mut stage = Stage::during(PhaseKind::Preselection);
    stage.silent = true;
    let mut stage = stage.start(Lang::Fr, true, true);
    let primary = stage.pending.iter().position(|(_, call)| *call == Call::Primary).expect("it asks for the primary");
    stage.answer_late(primary);
    assert!(stage.pending.iter().any(|(_, call)| *call == Call::Account));
    let own = |action: &&Action| matches!(action.intent, Intent::Open(place) if !matches!(place, Place::Help(_)));
    let screen = stage.screen();
    assert!(
        screen.actions.iter().any(|it| own(&it)) && screen.actions.iter().filter(own).all(|it| it.enabled.is_err())
    );
    // Where no answer comes, what everybody may see is open all the same.
    stage.failing = Some(ApiError::Unreachable);
    while !stage.pending.is_empty() {
        stage.answer_late(0);
    }
    let may = |action: &Action| action.intent == Intent::Open(Place::Candidates) && action.enabled.is_ok();
    assert!(stage.screen().actions.iter().any(may));
}
