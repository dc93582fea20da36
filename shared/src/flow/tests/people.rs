//! Signing in, supporting, standing: what people do besides voting.

use super::{citizen, offers, toast};
use crate::api::Call;
use crate::api::ids::CandidateId;
use crate::api::types::*;
use crate::core::{Channel, DemoCall, Effect, Event};
use crate::samples::{Stage, plain, problem};
use crate::view::{Block, Intent, Place, ScreenId, Weight};

fn newcomer() -> Stage {
    let mut stage = Stage::during(PhaseKind::Identification);
    stage.registered = false;
    stage.start(Lang::Fr, true, false)
}

fn primary(stage: &Stage) -> Option<Intent> {
    stage.screen().actions.into_iter().find(|it| it.weight == Weight::Primary).map(|it| it.intent)
}

#[test]
fn the_first_thing_is_the_most_useful_one() {
    assert_eq!(primary(&newcomer()), Some(Intent::Open(Place::SignIn)));
    let mut unregistered = Stage::during(PhaseKind::Preselection);
    unregistered.registered = false;
    assert_eq!(primary(&unregistered.start(Lang::Fr, true, true)), Some(Intent::Open(Place::Register)));
    assert_eq!(primary(&citizen(PhaseKind::Identification)), Some(Intent::Open(Place::Candidates)));
    assert_eq!(primary(&citizen(PhaseKind::Preselection)), Some(Intent::Open(Place::Lot)));
    assert_eq!(primary(&citizen(PhaseKind::FinalVote)), Some(Intent::Open(Place::Final)));
    assert_eq!(primary(&citizen(PhaseKind::Result)), Some(Intent::Open(Place::Results(Round::Final))));
}

#[test]
fn the_demonstration_starts_from_the_welcome() {
    let mut stage = Stage::during(PhaseKind::Preselection).start(Lang::En, false, false);
    stage.choose(Intent::StartDemo);
    assert!(stage.others.contains(&Effect::Demo(DemoCall::Start)));
    assert_eq!(stage.screen().id, ScreenId::Home);
    stage.choose(Intent::DemoNextPhase);
    assert!(stage.others.contains(&Effect::Demo(DemoCall::NextPhase)));
}

#[test]
fn only_a_demonstration_that_was_started_here_moves_on_from_here() {
    let mut stage = Stage::during(PhaseKind::Preselection);
    stage.channel = Channel::Telegram;
    let mut stage = stage.start(Lang::Fr, true, true);
    let moves = |screen: &crate::view::Screen| screen.time_moves || offers(screen, |it| *it == Intent::DemoNextPhase);
    assert!(!moves(&stage.screen()) && !plain(&stage.screen(), Lang::Fr).contains("quand vous le voulez"));
    stage.choose(Intent::DemoNextPhase);
    assert!(!stage.others.contains(&Effect::Demo(DemoCall::NextPhase)));
}

#[test]
fn a_newcomer_signs_in_registers_and_comes_back() {
    let mut stage = newcomer();
    stage.open(Place::Supports).choose(Intent::Open(Place::SignIn));
    stage.submit("camille@example.org").submit("12 34 56");
    assert_eq!(stage.screen().id, ScreenId::Register);
    stage.choose(Intent::Choose(0)).choose(Intent::Choose(0));
    stage.submit("  ");
    assert!(stage.screen().input.expect("the place").error.is_some());
    stage.submit("Orsay").choose(Intent::Choose(0));
    assert_eq!(stage.screen().id, ScreenId::Supports, "back to where one came from");
    let Some(Call::Register(_, request)) = stage.calls.iter().find(|it| matches!(it, Call::Register(..))) else {
        panic!("registered");
    };
    assert_eq!((request.place.as_str(), request.of_age && request.civil_rights && request.charter), ("Orsay", true));
}

#[test]
fn the_platform_learns_where_somebody_signs_in_not_what_the_server_runs() {
    let device = |channel: Channel| {
        let mut stage = Stage::during(PhaseKind::Identification);
        (stage.channel, stage.registered) = (channel, false);
        let mut stage = stage.start(Lang::Fr, true, false);
        stage.open(Place::SignIn).submit("camille@example.org").submit("123456");
        stage.calls.iter().find_map(|it| match it {
            Call::SignIn(_, request) => Some(request.device.clone()),
            _ => None,
        })
    };
    assert_eq!(device(Channel::Telegram).as_deref(), Some("Isoloir (Telegram)"));
    assert_eq!(device(Channel::Matrix).as_deref(), Some("Isoloir (Matrix)"));
    assert_eq!(device(Channel::Terminal), Some(format!("Isoloir ({})", std::env::consts::OS)));
}

#[test]
fn a_wrong_code_keeps_the_question_and_a_stale_one_asks_for_another() {
    let mut stage = newcomer();
    stage.open(Place::SignIn).submit("camille@example.org");
    stage.failing = Some(problem(ProblemCode::WrongCode, "Ce n’est pas le bon."));
    stage.submit("000000");
    assert!(stage.screen().input.expect("the code").error.is_some());
    stage.failing = Some(problem(ProblemCode::CodeExpired, "Trop tard."));
    stage.submit("000001");
    assert_eq!(primary(&stage), Some(Intent::ResendCode));
    stage.failing = None;
    stage.choose(Intent::ResendCode).submit("123456");
    assert_eq!(stage.screen().id, ScreenId::Register);
    let codes = stage.calls.iter().filter(|it| matches!(it, Call::RequestCode(..))).count();
    assert_eq!(codes, 2);
}

#[test]
fn at_the_limit_one_chooses_whom_to_replace() {
    let mut stage = citizen(PhaseKind::Identification);
    stage.supports = vec![1, 2, 3, 4, 5];
    // This device does not know yet that another one has used up the supports.
    stage.open(Place::Candidate(CandidateId(6))).choose(Intent::Support(CandidateId(6)));
    assert_eq!(stage.screen().id, ScreenId::Replace);
    stage.choose(Intent::Replace(CandidateId(3)));
    assert_eq!(stage.screen().id, ScreenId::Candidate);
    assert_eq!(stage.supports, [1, 2, 4, 5, 6]);
    assert!(offers(&stage.screen(), |it| *it == Intent::Withdraw(CandidateId(6))));
}

#[test]
fn support_is_given_and_withdrawn() {
    let mut stage = citizen(PhaseKind::Identification);
    stage.open(Place::Candidate(CandidateId(2))).choose(Intent::Support(CandidateId(2)));
    assert_eq!(stage.supports, [1, 4, 2]);
    assert!(toast(&stage).contains("Michael Pettini"));
    stage.choose(Intent::Withdraw(CandidateId(2)));
    assert_eq!(stage.supports, [1, 4]);
}

#[test]
fn outside_its_phase_support_says_when_it_was() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Candidate(CandidateId(2))).choose(Intent::Support(CandidateId(2)));
    assert!(toast(&stage).contains("14 juillet 2016"), "{}", toast(&stage));
    assert_eq!(stage.supports, [1, 4]);
}

#[test]
fn what_was_just_done_is_not_undone_by_the_next_key() {
    let mut stage = citizen(PhaseKind::Identification);
    stage.open(Place::Candidate(CandidateId(2))).choose(Intent::Support(CandidateId(2)));
    assert_eq!(primary(&stage), Some(Intent::Back));
    stage.supports = vec![1, 2, 3, 4, 5];
    stage.open(Place::Candidate(CandidateId(6))).choose(Intent::Support(CandidateId(6)));
    assert_eq!((stage.screen().id, primary(&stage)), (ScreenId::Replace, Some(Intent::Cancel)));
}

#[test]
fn a_declaration_is_kept_while_it_is_written() {
    let mut stage = citizen(PhaseKind::Identification);
    stage.open(Place::Declare).submit("Camille Martin");
    stage.tell(Event::Typed("Tout reste à f".into()));
    stage.restart(true).open(Place::Declare);
    assert_eq!(stage.screen().input.expect("the name").value, "Camille Martin");
    stage.submit("Camille Martin");
    assert_eq!(stage.screen().input.expect("the slogan").value, "Tout reste à f");
    stage.choose(Intent::Skip).submit("Une\npage.").submit("").choose(Intent::Choose(0));
    stage.choose(Intent::Choose(0));
    assert_eq!(stage.screen().id, ScreenId::Candidacy);
    let Some(Call::Declare(_, request)) = stage.calls.iter().find(|it| matches!(it, Call::Declare(..))) else {
        panic!("declared");
    };
    assert_eq!((request.name.as_str(), request.slogan.as_str(), request.charter), ("Camille Martin", "", true));
    assert_eq!(request.presentation, "Une\npage.");
}

#[test]
fn a_nominee_takes_their_nominations_over() {
    let mut stage = citizen(PhaseKind::Identification);
    // Candidate 7 was put forward by citizens.
    stage.open(Place::Declare).submit("olivier FORTANE").choose(Intent::Skip).submit("Moi.").choose(Intent::Skip);
    stage.choose(Intent::Choose(0));
    assert!(plain(&stage.screen(), Lang::Fr).contains("Est-ce vous"));
    stage.choose(Intent::Choose(0)).choose(Intent::Choose(0));
    let nominee = stage.calls.iter().find_map(|it| match it {
        Call::Declare(_, request) => request.nominee,
        _ => None,
    });
    assert_eq!(nominee, Some(CandidateId(7)));
}

/// Somebody who stands, on their own page.
fn standing(channel: Channel) -> Stage {
    let mut stage = Stage::during(PhaseKind::Identification);
    stage.channel = channel;
    let mut stage = stage.start(Lang::Fr, true, true);
    stage.open(Place::Declare).submit("Camille").choose(Intent::Skip).submit("Moi.").choose(Intent::Skip);
    stage.choose(Intent::Choose(0)).choose(Intent::Choose(0));
    assert_eq!(stage.screen().id, ScreenId::Candidacy);
    stage
}

fn photos(stage: &Stage) -> usize {
    stage.calls.iter().filter(|it| matches!(it, Call::PutPhoto(..))).count()
}

#[test]
fn a_photo_is_sent_from_any_front_end_once_it_is_asked_for() {
    const PNG: &[u8] = b"\x89PNG\r\n";
    for channel in [Channel::Terminal, Channel::Telegram, Channel::Matrix] {
        let mut stage = standing(channel);
        stage.tell(Event::Photo(PNG.into()));
        assert_eq!(photos(&stage), 0, "nobody asked for one");
        stage.choose(Intent::AddPhoto);
        let refused = |stage: &Stage| stage.screen().input.and_then(|it| it.error).map(|it| it.resolve(Lang::En));
        for (bytes, why) in [(b"GIF89a".to_vec(), "cannot be read"), (vec![0xff; 600 * 1024], "512 KiB")] {
            stage.tell(Event::Photo(bytes));
            assert!(refused(&stage).is_some_and(|it| it.contains(why)), "{:?}", refused(&stage));
        }
        stage.submit("/nowhere.png");
        let why = if channel.is_chat() { "send one in the chat" } else { "at this path" };
        assert!(refused(&stage).is_some_and(|it| it.contains(why)), "{:?}", refused(&stage));
        assert_eq!(photos(&stage), 0);
        stage.tell(Event::Photo(PNG.into()));
        assert_eq!((photos(&stage), stage.screen().input.is_none()), (1, true));
        assert!(toast(&stage).contains("photo"), "{}", toast(&stage));
        stage.choose(Intent::AddPhoto).choose(Intent::Cancel);
        assert_eq!((stage.screen().input, stage.screen().id), (None, ScreenId::Candidacy));
    }
}

#[test]
fn a_photo_on_its_way_is_kept_with_its_key_in_few_bytes() {
    let mut stage = standing(Channel::Telegram);
    stage.choose(Intent::AddPhoto);
    stage.silent = true;
    let mut photo = b"\x89PNG".to_vec();
    photo.resize(30_000, 7);
    stage.tell(Event::Photo(photo));
    let sent = stage.calls.last().cloned().expect("the photo");
    let kept = stage.session.keep();
    assert!(kept.len() < 50_000, "{}", kept.len());
    let public = stage.session.public().clone();
    stage.move_to(&public, true);
    let again = stage.session.resend().into_iter().any(|it| matches!(it, Effect::Api(_, call) if call == sent));
    assert!(again, "the same photo, with the same key");
}

#[test]
fn leaving_the_race_asks_twice() {
    let mut stage = standing(Channel::Terminal);
    let withdrawn = |stage: &Stage| stage.calls.iter().any(|it| matches!(it, Call::WithdrawCandidacy(_)));
    stage.choose(Intent::WithdrawCandidacy);
    assert!(!withdrawn(&stage));
    stage.choose(Intent::WithdrawCandidacy);
    assert!(withdrawn(&stage));
}

#[test]
fn the_export_is_handed_over_and_erasing_forgets() {
    let mut stage = citizen(PhaseKind::Preselection);
    stage.open(Place::Account).choose(Intent::Export);
    assert!(stage.others.iter().any(|it| matches!(it, Effect::Deliver(document) if document.bytes == b"{}")));
    stage.choose(Intent::Erase).choose(Intent::EraseNow);
    assert!(stage.others.contains(&Effect::ForgetTokens));
    assert_eq!(primary(&stage), Some(Intent::Open(Place::SignIn)));
}

#[test]
fn the_list_keeps_its_order_while_one_reads_and_finds_as_one_types() {
    let mut stage = citizen(PhaseKind::Identification);
    stage.candidates = 5_000;
    stage.open(Place::Candidates);
    let rows = |stage: &Stage| {
        stage.screen().body.into_iter().find_map(|block| match block {
            Block::List(list) => Some(list.items.into_iter().map(|it| it.title).collect::<Vec<_>>()),
            _ => None,
        })
    };
    let first = rows(&stage);
    assert_eq!(first.as_ref().map(Vec::len), Some(100));
    stage.choose(Intent::More);
    assert_eq!(rows(&stage).map(|it| it.len()), Some(200));
    stage.tell(Event::Typed("roxanne revon".into()));
    assert_eq!(rows(&stage).map(|it| it.len()), Some(1), "typos are forgiven");
    stage.choose(Intent::Cancel);
    assert_eq!(rows(&stage), first);
    let seeds: Vec<_> = stage
        .calls
        .iter()
        .filter_map(|it| match it {
            Call::Candidates(query) => Some(query.seed),
            _ => None,
        })
        .collect();
    assert!(seeds.len() == 25 && seeds.windows(2).all(|two| two[0] == two[1]));
}

#[test]
fn a_phase_that_opens_is_seen_by_itself() {
    let mut stage = citizen(PhaseKind::Finalists);
    stage.now = crate::samples::fixtures::during(PhaseKind::FinalVote);
    stage.tell(Event::Tick(stage.now));
    assert_eq!(primary(&stage), Some(Intent::Open(Place::Final)));
}
