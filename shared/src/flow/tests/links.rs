//! Linking a chat, from both sides, and being forgotten by a bot.

use super::{citizen, offers, toast};
use crate::api::Call;
use crate::api::types::*;
use crate::core::{Channel, Effect, Event};
use crate::samples::{Stage, fixtures, plain, problem};
use crate::view::{Intent, Place, ScreenId};

const CODE: &str = "q3Zt0mV8xW1yB5nK7rD2Lg";

fn chat(channel: Channel) -> Stage {
    let mut stage = Stage::during(PhaseKind::Preselection);
    stage.channel = channel;
    stage.start(Lang::Fr, true, false)
}

fn claims(stage: &Stage) -> Vec<LinkClaimRequest> {
    let claim = |call: &Call| match call {
        Call::ClaimLink(_, request) => Some(request.clone()),
        _ => None,
    };
    stage.calls.iter().filter_map(claim).collect()
}

fn looks(stage: &Stage) -> Vec<&Call> {
    stage.calls.iter().filter(|call| matches!(call, Call::OpenLink(_))).collect()
}

#[test]
fn a_code_that_comes_twice_is_one_claim() {
    let mut stage = chat(Channel::Telegram);
    stage.tell(Event::Called("Ada\u{202e} (@ada)\n".into()));
    stage.tell(Event::Code(CODE.into())).tell(Event::Code(CODE.into()));
    assert_eq!(stage.screen().id, ScreenId::JoinWait);
    stage.open(Place::Home).tell(Event::Code(CODE.into()));
    assert_eq!(stage.screen().id, ScreenId::JoinWait);
    let claims = claims(&stage);
    assert_eq!(claims.len(), 1, "a code in two hands is good for nobody");
    assert_eq!((claims[0].channel, claims[0].label.as_str()), (ChatNetwork::Telegram, "Ada (@ada)"));
}

#[test]
fn whatever_form_the_code_has_it_is_taken() {
    for text in
        [CODE.to_owned(), format!(" {CODE}\n"), format!("https://t.me/Bot?start={CODE}"), format!("/start {CODE}")]
    {
        let mut stage = chat(Channel::Matrix);
        stage.open(Place::Join).submit(&text);
        assert_eq!(claims(&stage).first().map(|it| it.code.as_str()), Some(CODE), "{text}");
    }
    for text in ["", "bonjour", "trop court", &"x".repeat(300)] {
        let mut stage = chat(Channel::Matrix);
        stage.open(Place::Join).submit(text);
        assert_eq!((claims(&stage).len(), stage.screen().id), (0, ScreenId::Join), "{text}");
        assert!(stage.screen().input.is_some_and(|input| input.error.is_some()), "{text}");
    }
}

#[test]
fn a_terminal_takes_no_code_from_outside() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.tell(Event::Code(CODE.into()));
    assert_eq!((stage.screen().id, claims(&stage).len()), (ScreenId::Home, 0));
}

#[test]
fn a_chat_looks_with_one_key_until_its_owner_has_answered() {
    let mut stage = chat(Channel::Telegram);
    stage.tell(Event::Code(CODE.into()));
    stage.ring().ring();
    stage.restart(false);
    assert_eq!(looks(&stage).len(), 3, "a start looks at once");
    // Who is elsewhere meanwhile is told all the same.
    stage.open(Place::Candidates).owner_says = LinkAnswer::Linked;
    stage.ring();
    let looks = looks(&stage);
    assert!(looks.len() == 4 && looks.iter().all(|look| *look == looks[0]), "{looks:?}");
    assert!(toast(&stage).contains("liée à votre compte"), "{}", toast(&stage));
    assert!(offers(&stage.open(Place::Home).screen(), |it| *it == Intent::Open(Place::Lot)));
    stage.ring();
    assert_eq!(self::looks(&stage).len(), 4, "it is over");
}

#[test]
fn who_waits_no_longer_looks_no_longer() {
    let mut stage = chat(Channel::Telegram);
    stage.tell(Event::Code(CODE.into())).choose(Intent::Cancel);
    stage.owner_says = LinkAnswer::Linked;
    stage.ring().ring();
    assert_eq!((stage.screen().id, looks(&stage).len()), (ScreenId::Join, 0));
}

#[test]
fn what_is_confirmed_is_what_was_shown() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Links).choose(Intent::OfferLink);
    assert_eq!(stage.screen().id, ScreenId::LinkCode);
    stage.links = vec![fixtures::link(LinkStatus::Claimed, stage.now)];
    stage.ring();
    assert_eq!(stage.screen().id, ScreenId::LinkClaim);
    stage.choose_where(|it| matches!(it, Intent::ConfirmLink(_)));
    let confirmed = stage.calls.iter().find_map(|call| match call {
        Call::ConfirmLink(_, _, seen) => Some(seen.clone()),
        _ => None,
    });
    let label = "Camille (@camille)".to_owned();
    assert_eq!(confirmed, Some(LinkConfirmationRequest { channel: ChatNetwork::Telegram, label }));
}

#[test]
fn what_is_confirmed_is_not_asked_once_more_while_the_list_is_fetched() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Links).choose(Intent::OfferLink);
    stage.links = vec![fixtures::link(LinkStatus::Claimed, stage.now)];
    stage.ring().silent = true;
    stage.choose_where(|it| matches!(it, Intent::ConfirmLink(_)));
    let confirms = |(_, call): &(_, Call)| matches!(call, Call::ConfirmLink(..));
    let at = stage.pending.iter().position(confirms).expect("it is sent");
    stage.answer_late(at);
    assert_eq!(stage.screen().id, ScreenId::Links);
    assert!(plain(&stage.screen(), Lang::Fr).contains("se connecte"), "{}", plain(&stage.screen(), Lang::Fr));
    // It has come for its access: that is said.
    stage.links = vec![fixtures::link(LinkStatus::Linked, stage.now)];
    stage.silent = false;
    stage.ring();
    while !stage.pending.is_empty() {
        stage.answer_late(0);
    }
    assert!(toast(&stage).contains("est liée"), "{}", toast(&stage));
}

#[test]
fn a_chat_that_is_cut_is_told_at_its_next_message() {
    let mut stage = Stage::during(PhaseKind::Preselection);
    stage.channel = Channel::Telegram;
    let mut stage = stage.start(Lang::Fr, true, true);
    stage.failing = Some(problem(ProblemCode::Unauthenticated, "Connexion nécessaire"));
    stage.open(Place::Receipts);
    assert!(toast(&stage).contains("n’est plus liée"), "{}", toast(&stage));
    assert!(offers(&stage.screen(), |it| *it == Intent::Open(Place::Join)));
}

#[test]
fn who_wants_to_be_forgotten_is_and_is_signed_out() {
    let mut stage = Stage::during(PhaseKind::Preselection);
    stage.channel = Channel::Telegram;
    let mut stage = stage.start(Lang::Fr, true, true);
    stage.open(Place::Lot).choose(Intent::Understood).grade(2);
    stage.open(Place::Home).choose(Intent::Leave).choose(Intent::Forget);
    assert_eq!(stage.screen().id, ScreenId::Forget);
    assert!(!stage.others.contains(&Effect::Leave), "there is no program to quit");
    stage.choose(Intent::ForgetNow);
    assert!(stage.calls.iter().any(|call| matches!(call, Call::SignOut(_))));
    assert!(stage.others.contains(&Effect::Forget));
    let saved = String::from_utf8(stage.saved.clone().unwrap_or_default()).expect("JSON");
    assert!(saved.contains("\"drafts\":[]"), "{saved}");

    let mut nobody = chat(Channel::Matrix);
    nobody.choose(Intent::Leave).choose(Intent::Forget).choose(Intent::ForgetNow);
    assert!(nobody.others.contains(&Effect::Forget));
}

#[test]
fn who_stops_a_chat_is_left_alone_and_loses_nothing() {
    let mut stage = Stage::during(PhaseKind::Preselection);
    stage.channel = Channel::Telegram;
    let mut stage = stage.start(Lang::Fr, true, true);
    stage.open(Place::Lot).choose(Intent::Understood).grade(2);
    assert!(!stage.session.rests());
    stage.choose(Intent::Leave).choose(Intent::Leave);
    assert_eq!(stage.screen().id, ScreenId::Stopped);
    assert!(stage.session.rests() && !stage.session.follows_phases());
    assert!(!stage.others.iter().any(|it| matches!(it, Effect::Leave | Effect::Forget)), "{:?}", stage.others);
    // Back is where they were; another place is not on top of a stop.
    stage.choose(Intent::Back);
    assert_eq!(stage.screen().id, ScreenId::Lot);
    stage.choose(Intent::Leave).open(Place::Receipts).choose(Intent::Back);
    assert_eq!(stage.screen().id, ScreenId::Lot);
    assert!(!stage.session.rests());
}
