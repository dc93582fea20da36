//! What the booth asks of the voter: who holds the keys, cast or spoil, the key of another device, an alarm.

use super::{cast, citizen, offers, reviewing, toast};
use crate::api::ids::IdempotencyKey;
use crate::api::types::{Lang, PhaseKind, ProblemCode, Round};
use crate::api::{ApiError, Call};
use crate::booth::{BoothCall, BoothFault};
use crate::core::Effect;
use crate::samples::{Stage, plain, problem};
use crate::view::{Intent, Place, ScreenId};

fn sealed(stage: &Stage) -> Vec<IdempotencyKey> {
    let key = |call: &Call| match call {
        Call::Booth(BoothCall::Seal(key, ..)) => Some(*key),
        _ => None,
    };
    stage.calls.iter().filter_map(key).collect()
}

fn seal(it: &Intent) -> bool {
    matches!(it, Intent::Seal { .. })
}

#[test]
fn nothing_is_promised_before_it_is_known_who_holds_the_keys() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.silent = true;
    stage.open(Place::Lot);
    assert!(!offers(&stage.screen(), |it| *it == Intent::Understood));
    stage.silent = false;
    stage.answer_late(0);
    let said = plain(&stage.screen(), Lang::Fr);
    assert!(
        offers(&stage.screen(), |it| *it == Intent::Understood) && said.contains("Université de Lorraine"),
        "{said}"
    );
    let mut local = Stage::during(PhaseKind::Preselection);
    local.local = true;
    let mut local = local.start(Lang::Fr, true, true);
    let said = plain(&local.open(Place::Lot).screen(), Lang::Fr);
    assert!(said.contains("La plateforme détient elle-même") && !said.contains("Université"), "{said}");
}

#[test]
fn the_ballot_that_was_shown_is_the_one_that_is_cast() {
    let mut stage = reviewing();
    stage.choose_where(seal);
    assert_eq!(stage.screen().id, ScreenId::Sealed);
    assert_eq!(stage.choose_where(cast).screen().id, ScreenId::Receipt);
    let keys: Vec<_> = stage.calls.iter().filter(|it| matches!(it, Call::CastLot(..))).filter_map(Call::key).collect();
    assert_eq!(keys, sealed(&stage));
}

#[test]
fn an_opened_ballot_is_handed_over_and_the_next_one_is_another() {
    let mut stage = reviewing();
    stage.choose_where(seal).choose_where(|it| matches!(it, Intent::Spoil { .. }));
    assert_eq!(stage.screen().id, ScreenId::Spoiled);
    assert!(stage.others.iter().any(|it| matches!(it, Effect::Deliver(file) if file.name.contains("spoiled"))));
    assert!(!offers(&stage.screen(), cast), "it can't be cast any more");
    stage.choose(Intent::Cancel);
    assert_eq!(stage.screen().id, ScreenId::Lot);
    stage.choose_where(|it| matches!(it, Intent::Review { .. })).choose_where(seal);
    let keys = sealed(&stage);
    assert!(keys.len() == 2 && keys[0] != keys[1]);
}

#[test]
fn what_was_sealed_and_left_is_not_what_is_cast_from_the_review() {
    let mut stage = reviewing();
    stage.choose_where(seal).choose(Intent::Back);
    assert_eq!(stage.screen().id, ScreenId::Review);
    stage.choose_where(cast);
    let keys: Vec<_> = stage.calls.iter().filter(|it| matches!(it, Call::CastLot(..))).filter_map(Call::key).collect();
    assert!(keys.len() == 1 && !sealed(&stage).contains(&keys[0]));
}

#[test]
fn a_key_on_another_device_is_entered_and_one_goes_on() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Lot);
    stage.failing = Some(problem(ProblemCode::OtherCredential, "Ailleurs"));
    stage.choose(Intent::Understood);
    assert_eq!(stage.screen().id, ScreenId::VotingKey);
    stage.failing = None;
    stage.open(Place::VotingKey(Round::Preselection)).submit("PRE-nothing");
    assert!(!stage.calls.iter().any(|it| matches!(it, Call::Booth(BoothCall::EnterKey(..)))));
    let code = crate::samples::fixtures::key_code(Round::Preselection);
    stage.submit(&code.expose().to_lowercase());
    assert_eq!(stage.screen().id, ScreenId::Lot);
    assert!(toast(&stage).contains("clé de vote est ici"), "{}", toast(&stage));
    let saved = String::from_utf8(stage.saved.clone().unwrap_or_default()).expect("JSON");
    assert!(!saved.contains(&code.expose()[4..8]), "no key is saved with the drafts");
}

#[test]
fn an_alarm_stops_the_vote_and_keeps_the_grades() {
    let mut stage = reviewing();
    stage.failing = Some(ApiError::Alarm(BoothFault::Place));
    stage.choose_where(cast);
    let said = plain(&stage.screen(), Lang::Fr);
    assert!(stage.screen().id == ScreenId::Alarm && said.contains("prévenez les organisateurs"), "{said}");
    let saved = String::from_utf8(stage.saved.clone().unwrap_or_default()).expect("JSON");
    assert!(saved.contains("grade"), "what was graded stays");
    let casts = stage.calls.iter().filter(|it| matches!(it, Call::CastLot(..))).count();
    assert_eq!(stage.ring().calls.iter().filter(|it| matches!(it, Call::CastLot(..))).count(), casts);
}

#[test]
fn keys_that_cannot_be_kept_lead_back_to_the_review() {
    let mut stage = reviewing();
    stage.failing = Some(ApiError::NotKept);
    stage.choose_where(cast);
    assert_eq!(stage.screen().id, ScreenId::Review);
    assert!(toast(&stage).contains("rien n’est parti"), "{}", toast(&stage));
    stage.failing = None;
    assert_eq!(stage.choose_where(cast).screen().id, ScreenId::Receipt);
}
