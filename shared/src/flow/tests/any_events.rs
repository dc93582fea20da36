//! Whatever happens, in whatever order: nothing panics, every screen has a way on, and no action leads nowhere.

use crate::api::ids::{AnnouncementId, CandidateId, DraftId, EventId, FlagId, LotId, ModerationId, ProposalId};
use crate::api::types::*;
use crate::api::{ApiError, Call};
use crate::core::{Channel, Event, ReqId, TimerId, Verification};
use crate::samples::{Stage, fixtures, plain, problem, told};
use crate::verify::Progress;
use crate::view::{Intent, Place, Topic, Weight};
use jiff::SignedDuration;
use proptest::prelude::*;
use std::sync::Arc;

#[derive(Clone, Debug)]
enum Step {
    /// Something that the screen offers.
    Choose(prop::sample::Index),
    /// A place, from anywhere.
    Open(Place),
    /// A button that may be forged, or old.
    Forged(Intent),
    Typed(String),
    Submitted(String),
    Code(String),
    Called(String),
    Photo(Vec<u8>),
    /// What the owner of an account says to a chat that wants to be linked.
    Owner(LinkAnswer),
    /// How the platform answers from now on.
    Answers(Option<ApiError>),
    Silent(bool),
    /// An answer after a long silence.
    Late(usize),
    /// An answer that nobody waits for.
    Stray(u64),
    Wait(i64),
    Ring,
    StrayTimer(u64),
    Platform(EventKind),
    Connected(bool),
    NotKept,
    DemoFailed,
    Verification(u8),
    Restart(bool),
    /// Another process takes over: it may know nothing; the one before may have died.
    Move {
        knows: bool,
        died: bool,
    },
    Fill,
}

fn place() -> impl Strategy<Value = Place> {
    let (a, b) = (CandidateId(2), CandidateId(3));
    prop::sample::select(vec![
        Place::Home,
        Place::Connect,
        Place::SignIn,
        Place::Register,
        Place::Calendar,
        Place::Candidates,
        Place::Candidate(a),
        Place::Supports,
        Place::Nominate,
        Place::Declare,
        Place::Candidacy,
        Place::Lot,
        Place::Ballot(LotId(1)),
        Place::WhyLot,
        Place::Final,
        Place::Receipts,
        Place::Tracker,
        Place::Results(Round::Final),
        Place::Results(Round::Preselection),
        Place::Verification(Round::Final),
        Place::Verification(Round::Preselection),
        Place::Why(Round::Final, a, b),
        Place::Account,
        Place::Sessions,
        Place::Links,
        Place::Join,
        Place::ThisChat,
        Place::Language,
        Place::Help(Topic::Lots),
        Place::Organise,
        Place::Factor,
        Place::Proposals,
        Place::Proposal(ProposalId(1)),
        Place::Proposal(ProposalId(2)),
        Place::Propose,
        Place::Accuse(a),
        Place::Dates,
        Place::Move(PhaseKind::FinalVote),
        Place::Queue,
        Place::Moderated(ModerationId(1)),
        Place::Moderated(ModerationId(2)),
        Place::Moderated(ModerationId(3)),
        Place::Flags,
        Place::Flag(FlagId(1)),
        Place::Audit,
        Place::Inbox,
        Place::Announcement(AnnouncementId(2)),
        Place::Notices,
        Place::Announcements,
        Place::Delivery(AnnouncementId(3)),
        Place::Compose,
        Place::Draft(DraftId(1)),
        Place::Draft(DraftId(9)),
        Place::Appeal(ModerationId(7)),
        Place::Answer,
        Place::Address,
    ])
}

fn errors() -> impl Strategy<Value = Option<ApiError>> {
    use ProblemCode::*;
    let codes = vec![
        Invalid,
        Unauthenticated,
        NotRegistered,
        NotFound,
        TooLate,
        LimitReached,
        WrongState,
        LotExpired,
        NoMoreLots,
        WrongCode,
        SecondFactor,
        Forbidden,
        CodeExpired,
        TooManyRequests,
        Unavailable,
        Internal,
        Unknown,
    ];
    prop_oneof![
        4 => Just(None),
        1 => Just(Some(ApiError::Unreachable)),
        1 => Just(Some(ApiError::Garbled)),
        2 => prop::sample::select(codes).prop_map(|code| Some(problem(code, "Non."))),
    ]
}

fn kinds() -> impl Strategy<Value = EventKind> {
    let both = Localized { fr: "Réunion".into(), en: "Meeting".into() };
    prop_oneof![
        Just(EventKind::Counts(fixtures::counts())),
        Just(EventKind::Phase { phase: PhaseKind::Preselection, status: PhaseStatus::Closed }),
        Just(EventKind::Calendar { phase: PhaseKind::FinalVote }),
        Just(EventKind::Announcement {
            announcement: AnnouncementId(1),
            title: both.clone(),
            body: both,
            sender: None,
            urgent: false,
        }),
        Just(EventKind::AnnouncementState { announcement: AnnouncementId(1), state: AnnouncementState::Paused }),
        Just(EventKind::Inbox { announcement: AnnouncementId(2) }),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("camille@example.org".to_owned()),
        Just("123456".to_owned()),
        Just("2016-12-20".to_owned()),
        Just("q3Zt0mV8xW1yB5nK7rD2Lg".to_owned()),
        Just("Simone Veil".to_owned()),
        Just("https://example.org".to_owned()),
        Just("7KQM-2XVT-9H4C-PDW3-8R02-6TYB".to_owned()),
        Just("x".repeat(20_000)),
        any::<String>(),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => any::<prop::sample::Index>().prop_map(Step::Choose),
        4 => place().prop_map(Step::Open),
        1 => (any::<u8>(), any::<u32>()).prop_map(|(grade, rev)| Step::Forged(Intent::Grade { candidate: CandidateId(3), grade: Some(grade), rev })),
        1 => any::<u32>().prop_map(|rev| Step::Forged(Intent::Cast { rev })),
        1 => any::<u8>().prop_map(|n| Step::Forged(Intent::Choose(n))),
        1 => text().prop_map(Step::Typed),
        3 => text().prop_map(Step::Submitted),
        1 => text().prop_map(Step::Code),
        1 => text().prop_map(Step::Called),
        2 => prop_oneof![Just(b"\x89PNG".to_vec()), Just(vec![0xff; 600_000]), any::<Vec<u8>>()].prop_map(Step::Photo),
        1 => prop::sample::select(vec![LinkAnswer::Waiting, LinkAnswer::Refused, LinkAnswer::Linked]).prop_map(Step::Owner),
        2 => errors().prop_map(Step::Answers),
        1 => any::<bool>().prop_map(Step::Silent),
        2 => any::<usize>().prop_map(Step::Late),
        1 => any::<u64>().prop_map(Step::Stray),
        1 => (0i64..100_000).prop_map(Step::Wait),
        2 => Just(Step::Ring),
        1 => any::<u64>().prop_map(Step::StrayTimer),
        1 => kinds().prop_map(Step::Platform),
        1 => any::<bool>().prop_map(Step::Connected),
        1 => Just(Step::NotKept),
        1 => Just(Step::DemoFailed),
        1 => any::<u8>().prop_map(Step::Verification),
        1 => any::<bool>().prop_map(Step::Restart),
        1 => any::<(bool, bool)>().prop_map(|(knows, died)| Step::Move { knows, died }),
        2 => Just(Step::Fill),
    ]
}

fn take(stage: &mut Stage, step: Step) {
    match step {
        Step::Choose(index) => {
            let state = |stage: &Stage| (stage.screen(), stage.effects, stage.session.depth());
            let before = state(stage);
            let intents = before.0.intents();
            if intents.is_empty() {
                return;
            }
            let intent = intents[index.index(intents.len())];
            stage.choose(intent);
            let nowhere = state(stage) == before && !before.0.busy;
            assert!(!nowhere, "{intent} leads nowhere from\n{}", plain(&before.0, Lang::Fr));
        }
        Step::Open(place) => drop(stage.open(place)),
        Step::Forged(intent) => drop(stage.choose(intent)),
        Step::Typed(text) => drop(stage.tell(Event::Typed(text))),
        Step::Submitted(text) => drop(stage.submit(&text)),
        Step::Code(code) => drop(stage.tell(Event::Code(code))),
        Step::Called(label) => drop(stage.tell(Event::Called(label))),
        Step::Photo(bytes) => drop(stage.tell(Event::Photo(bytes))),
        Step::Owner(says) => stage.owner_says = says,
        Step::Answers(error) => stage.failing = error,
        Step::Silent(silent) => stage.silent = silent,
        Step::Late(at) => drop(stage.answer_late(at)),
        Step::Stray(id) => drop(stage.tell(Event::Reply(ReqId(id), Box::new(Err(ApiError::Garbled))))),
        Step::Wait(minutes) => drop(stage.wait(SignedDuration::from_mins(minutes))),
        Step::Ring => drop(stage.ring()),
        Step::StrayTimer(id) => drop(stage.tell(Event::Timer(TimerId(id)))),
        Step::Platform(kind) => {
            let event = PlatformEvent { id: EventId(1), at: stage.now, kind };
            stage.tell(Event::Platform(event));
        }
        Step::Connected(up) => drop(stage.tell(Event::Connected(up))),
        Step::NotKept => drop(stage.tell(Event::NotKept)),
        Step::DemoFailed => drop(stage.tell(Event::DemoFailed)),
        Step::Verification(n) => {
            let news = match n % 5 {
                0 => Verification::Loaded(u64::MAX),
                1 => Verification::Checking(Progress { done: u64::MAX, total: 0 }),
                2 => Verification::Failed(ApiError::Garbled),
                3 => Verification::NoRoom,
                _ => Verification::Done(Box::new(told(n % 2 == 0))),
            };
            let _ = stage.tell(Event::Verification(Round::Final, news));
        }
        Step::Restart(signed_in) => drop(stage.restart(signed_in)),
        Step::Move { knows, died } => {
            let public = if knows { stage.session.public().clone() } else { Arc::default() };
            stage.move_to(&public, died);
        }
        Step::Fill => drop(stage.grade(5)),
    }
}

fn check(stage: &Stage) {
    let screen = stage.screen();
    let said = || plain(&screen, Lang::Fr);
    assert!(!screen.title.resolve(Lang::En).trim().is_empty(), "{}", said());
    let on = |it: &Intent| matches!(it, Intent::Back | Intent::Open(Place::Home) | Intent::Leave);
    assert!(screen.intents().iter().any(on), "no way on:\n{}", said());
    let primary = screen.actions.iter().filter(|it| it.weight == Weight::Primary).count();
    assert!(primary <= 1, "{primary} first things:\n{}", said());
    for lang in [Lang::Fr, Lang::En] {
        let toast = screen.toast.as_ref().map(|toast| toast.text.resolve(lang)).unwrap_or_default();
        assert!(toast.chars().count() <= 200, "{toast}");
    }
    if let Some(input) = &screen.input {
        assert!(input.value.chars().count() <= input.max, "{}", said());
    }
    // A ballot never goes out twice under two keys, nor without having been kept.
    for call in &stage.calls {
        if let (Call::CastLot(key, ..) | Call::CastFinal(key, ..), Some(saved)) = (call, &stage.saved) {
            assert!(key.0.get_version_num() == 4 && !saved.is_empty());
        }
    }
}

proptest! {
    #[test]
    fn nothing_breaks(kind in prop::sample::select(vec![
        PhaseKind::Identification, PhaseKind::Preselection, PhaseKind::FinalVote, PhaseKind::Result,
    ]), channel in prop::sample::select(vec![Channel::Terminal, Channel::Telegram, Channel::Matrix]),
       role in prop::sample::select(vec![None, Some(Role::Organiser), Some(Role::Moderator), Some(Role::Observer)]),
       connected in any::<bool>(), signed_in in any::<bool>(), steps in prop::collection::vec(step(), 1..60)) {
        let mut stage = Stage::during(kind);
        stage.channel = channel;
        stage.desk.roles = role.into_iter().collect();
        // A bot has a platform.
        let mut stage = stage.start(Lang::Fr, connected || channel.is_chat(), signed_in);
        check(&stage);
        for step in steps {
            take(&mut stage, step);
            check(&stage);
        }
    }
}
