//! What whoever runs the primary does, and what nobody else is offered.

use super::{offers, toast};
use crate::api::ids::{AnnouncementId, CandidateId, DraftId, FlagId, ModerationId, ProposalId};
use crate::api::types::*;
use crate::api::{Call, OrganiseCall};
use crate::core::{Channel, Effect, Event};
use crate::samples::{Stage, plain, problem};
use crate::view::{Intent, Place, ScreenId};
use jiff::SignedDuration;

const PLACES: [Place; 18] = [
    Place::Organise,
    Place::Factor,
    Place::Proposals,
    Place::Proposal(ProposalId(1)),
    Place::Propose,
    Place::Accuse(CandidateId(2)),
    Place::Dates,
    Place::Move(PhaseKind::Preselection),
    Place::Queue,
    Place::Moderated(ModerationId(1)),
    Place::Moderated(ModerationId(3)),
    Place::Flags,
    Place::Flag(FlagId(1)),
    Place::Audit,
    Place::Announcements,
    Place::Delivery(AnnouncementId(3)),
    Place::Compose,
    Place::Draft(DraftId(1)),
];

fn somebody(role: Option<Role>, channel: Channel) -> Stage {
    let mut stage = Stage::during(PhaseKind::Preparation);
    stage.channel = channel;
    stage.desk.roles = role.into_iter().collect();
    stage.start(Lang::Fr, true, true)
}

fn organiser() -> Stage {
    somebody(Some(Role::Organiser), Channel::Terminal)
}

fn writes(stage: &Stage) -> Vec<&OrganiseCall> {
    let organise = stage.calls.iter().filter_map(|call| match call {
        Call::Organise(call) if call.key().is_some() => Some(call),
        _ => None,
    });
    organise.collect()
}

fn decides(it: &Intent) -> bool {
    use Intent as I;
    matches!(
        it,
        I::Approve(_)
            | I::TurnDown(_)
            | I::Show(_)
            | I::Hide(_)
            | I::Harmless(_)
            | I::Suspect(_)
            | I::Trial
            | I::Edit
            | I::DropDraft(_)
            | I::Pause(_)
            | I::Resume(_)
            | I::StopAnnouncement(_)
            | I::Understood
            | I::Choose(_)
    )
}

#[test]
fn a_citizen_is_shown_nothing_of_it_and_asks_for_nothing() {
    let mut stage = somebody(None, Channel::Terminal);
    assert!(!offers(&stage.screen(), |it| *it == Intent::Open(Place::Organise)));
    for place in PLACES {
        stage.open(place);
        let screen = stage.screen();
        assert!(screen.input.is_none() && !offers(&screen, decides), "{place:?}");
        assert!(plain(&screen, Lang::Fr).contains("Ces pages sont pour"), "{place:?}");
        stage.open(Place::Home);
    }
    assert!(!stage.calls.iter().any(|call| matches!(call, Call::Organise(_))));
}

#[test]
fn an_observer_reads_all_of_it_and_decides_nothing() {
    let mut stage = somebody(Some(Role::Observer), Channel::Telegram);
    assert!(offers(&stage.screen(), |it| *it == Intent::Open(Place::Organise)));
    for place in PLACES {
        stage.open(place);
        let screen = stage.screen();
        assert!(!offers(&screen, decides), "{place:?}: {}", plain(&screen, Lang::Fr));
        assert!(!plain(&screen, Lang::Fr).contains("Ces pages sont pour"), "{place:?}");
        stage.open(Place::Home);
    }
    // Forged buttons are no way either.
    for intent in [Intent::Approve(ProposalId(1)), Intent::Show(ModerationId(1)), Intent::Suspect(FlagId(1))] {
        stage.open(Place::Proposal(ProposalId(1))).choose(intent).choose(intent);
    }
    assert_eq!(writes(&stage).len(), 0);
}

#[test]
fn a_moderator_judges_and_leaves_the_rest() {
    let mut stage = somebody(Some(Role::Moderator), Channel::Terminal);
    assert!(!offers(&stage.open(Place::Proposal(ProposalId(1))).screen(), decides));
    assert!(offers(&stage.open(Place::Moderated(ModerationId(1))).screen(), decides));
}

#[test]
fn the_second_factor_comes_first_and_what_was_wished_after_it_with_its_key() {
    let mut stage = organiser();
    let id = ProposalId(1);
    stage.open(Place::Proposal(id)).choose(Intent::Approve(id));
    assert_eq!(writes(&stage).len(), 0, "asked whether it is meant");
    stage.choose(Intent::Approve(id));
    assert_eq!(stage.screen().id, ScreenId::Factor);
    stage.submit("12 34 56");
    assert_eq!(stage.screen().id, ScreenId::Proposal);
    let approvals: Vec<_> =
        writes(&stage).into_iter().filter(|call| matches!(call, OrganiseCall::Approve(..))).cloned().collect();
    assert_eq!(approvals.len(), 2);
    assert_eq!(approvals[0], approvals[1], "the same write");
    assert!(toast(&stage).contains("approuvé"), "{}", toast(&stage));
    assert!(!offers(&stage.screen(), decides), "decided once");
    // Good for ten minutes: the next one asks for nothing.
    stage.open(Place::Flag(FlagId(1))).choose(Intent::Suspect(FlagId(1)));
    assert!(toast(&stage).contains("noté"), "{}", toast(&stage));
    stage.wait(SignedDuration::from_mins(11));
    stage.open(Place::Flag(FlagId(2))).choose(Intent::Suspect(FlagId(2)));
    assert_eq!(stage.screen().id, ScreenId::Factor);
}

#[test]
fn who_gives_no_code_has_done_nothing() {
    let mut stage = organiser();
    let id = ModerationId(1);
    stage.open(Place::Moderated(id)).choose(Intent::Show(id));
    assert_eq!(stage.screen().id, ScreenId::Factor);
    stage.submit("000000");
    assert!(stage.screen().input.expect("a code").error.is_some());
    stage.choose(Intent::Back);
    assert_eq!(stage.screen().id, ScreenId::Moderated);
    assert!(toast(&stage).contains("rien n’a été fait"), "{}", toast(&stage));
    let judged = writes(&stage).into_iter().filter(|call| matches!(call, OrganiseCall::Judge(..))).count();
    assert_eq!(judged, 1, "not once more");
}

#[test]
fn a_code_is_taken_back_and_stands_nowhere() {
    let mut stage = somebody(Some(Role::Organiser), Channel::Matrix);
    let id = ProposalId(1);
    stage.open(Place::Proposal(id)).choose(Intent::Approve(id)).choose(Intent::Approve(id));
    let before = stage.others.iter().filter(|it| **it == Effect::TakeBack).count();
    stage.tell(Event::Typed("000000".into())).submit("000000");
    assert_eq!(stage.others.iter().filter(|it| **it == Effect::TakeBack).count(), before + 1);
    assert!(!plain(&stage.screen(), Lang::Fr).contains("000000"));
    assert_eq!(stage.screen().input.expect("a code").value, "");
    stage.submit("123456");
    let kept = String::from_utf8(stage.session.keep()).expect("JSON");
    assert!(!kept.contains("123456") && !kept.contains("000000"));
    let said = format!("{:?}", stage.calls);
    assert!(!said.contains("123456"), "no code in a debug form");
}

#[test]
fn a_seed_is_never_shown_in_a_chat() {
    let mut stage = somebody(Some(Role::Organiser), Channel::Telegram);
    stage.desk.enrolled = false;
    stage.open(Place::Organise).open(Place::Factor);
    assert!(!offers(&stage.screen(), |it| *it == Intent::Enrol));
    stage.choose(Intent::Enrol);
    assert_eq!(writes(&stage).len(), 0);
    assert!(!offers(&stage.open(Place::Moderated(ModerationId(1))).screen(), decides), "and nothing is decided");

    let mut home = organiser();
    home.desk.enrolled = false;
    home.open(Place::Factor).choose(Intent::Enrol);
    assert!(plain(&home.screen(), Lang::Fr).contains("GEZDGNBV"));
    home.submit("123456").open(Place::Factor);
    assert!(!plain(&home.screen(), Lang::Fr).contains("GEZDGNBV"), "shown once");
}

#[test]
fn dates_move_with_a_reason_and_a_refusal_leaves_what_was_typed() {
    let mut stage = organiser();
    stage.desk.proven_until = Some(stage.now + SignedDuration::from_hours(1));
    stage.open(Place::Organise).choose(Intent::Open(Place::Dates));
    assert!(!offers(&stage.screen(), |it| *it == Intent::Open(Place::Move(PhaseKind::Identification))), "over");
    stage.choose(Intent::Open(Place::Move(PhaseKind::FinalVote)));
    stage.submit("17/12/2016").submit("").submit(" ");
    assert!(stage.screen().input.expect("the reason").error.is_some());
    stage.submit("Un jour de plus.");
    stage.desk.refuses = Some(problem(ProblemCode::Frozen, "Il faut quinze jours."));
    stage.choose(Intent::Understood);
    assert!(toast(&stage).contains("quinze jours"));
    assert!(plain(&stage.screen(), Lang::Fr).contains("Un jour de plus."));
    stage.desk.refuses = None;
    stage.choose(Intent::Understood);
    assert_eq!(stage.screen().id, ScreenId::Dates);
    let Some(OrganiseCall::ChangePhase(_, PhaseKind::FinalVote, request)) = writes(&stage).pop() else {
        panic!("moved")
    };
    assert_eq!(
        (request.from.to_string(), request.to.map(|to| to.to_string())),
        ("2016-12-17".into(), Some("2016-12-30".into()))
    );
}

#[test]
fn something_is_hidden_with_a_reason_and_words_for_everybody() {
    let mut stage = somebody(Some(Role::Moderator), Channel::Terminal);
    stage.desk.proven_until = Some(stage.now + SignedDuration::from_hours(1));
    let id = ModerationId(1);
    stage.open(Place::Queue).open(Place::Moderated(id)).choose(Intent::Hide(id)).choose(Intent::Choose(3));
    stage.submit("Un numéro privé.\u{202e}");
    let Some(OrganiseCall::Judge(_, _, verdict)) = writes(&stage).pop() else { panic!("judged") };
    let expected = (false, Some(ModerationReason::PersonalData), Some("Un numéro privé."));
    assert_eq!((verdict.accept, verdict.because, verdict.note.as_deref()), expected);
    assert_eq!(stage.screen().id, ScreenId::Queue, "on to the next one");
    // An appeal against one's own decision is heard by somebody else.
    stage.desk.roles = vec![Role::Moderator];
    stage.open(Place::Organise).open(Place::Moderated(ModerationId(4)));
    assert!(!offers(&stage.screen(), decides));
}

fn composing(channel: Channel) -> Stage {
    let mut stage = somebody(Some(Role::Organiser), channel);
    stage.desk.proven_until = Some(stage.now + SignedDuration::from_hours(1));
    stage.open(Place::Compose).submit("Table ronde").submit("Lundi.\nÀ 20 h.").submit("Round table");
    stage.submit("On Monday.");
    stage
}

#[test]
fn an_announcement_is_written_looked_at_tried_and_proposed_as_it_was_looked_at() {
    let mut stage = composing(Channel::Terminal);
    let said = plain(&stage.screen(), Lang::Fr);
    assert!(said.contains("Comptes qui la trouveront: 73"), "the number of accounts: {said}");
    stage.choose(Intent::Edit).choose(Intent::Choose(4)).submit("20/10/2016 9:00");
    stage.choose(Intent::Edit).choose(Intent::Choose(6)).choose(Intent::Choose(7)).choose(Intent::Cancel);
    assert!(stage.calls.contains(&Call::Organise(OrganiseCall::Recipients(Audience::LotWaiting))), "counted anew");
    stage.choose(Intent::Preview).choose(Intent::Choose(1));
    assert_eq!(stage.screen().id, ScreenId::Preview);
    assert!(plain(&stage.screen(), Lang::Fr).contains("/annonces_stop"));
    assert!(!offers(&stage.screen(), |it| *it == Intent::Understood), "from a look nothing is proposed");
    stage.choose(Intent::Back).choose(Intent::Trial).choose(Intent::Understood);
    assert_eq!(stage.screen().id, ScreenId::Proposal);
    let [OrganiseCall::Try(_, tried), OrganiseCall::Propose(_, proposed)] = writes(&stage)[..] else {
        panic!("{:?}", writes(&stage))
    };
    let Decision::Announce { title, body, audience, urgent, send_at, sender } = proposed else {
        panic!("{proposed:?}")
    };
    assert_eq!((&tried.title, &tried.body, &tried.sender), (title, body, sender));
    assert_eq!((title.fr.as_str(), body.fr.as_str()), ("Table ronde", "Lundi.\nÀ 20 h."));
    assert_eq!((*audience, *urgent), (Audience::LotWaiting, true));
    assert_eq!(send_at.map(|at| at.to_string()).as_deref(), Some("2016-10-20T07:00:00Z"));
    assert!(!stage.others.iter().any(|it| matches!(it, Effect::Trial(_))), "a terminal has no chat");
}

#[test]
fn in_a_chat_a_test_comes_as_everyone_would_get_it_and_says_that_it_is_one() {
    let mut stage = composing(Channel::Telegram);
    stage.choose(Intent::Trial);
    let trials: Vec<_> =
        stage.others.iter().filter_map(|it| if let Effect::Trial(it) = it { Some(it) } else { None }).collect();
    let [trial] = trials[..] else { panic!("{trials:?}") };
    assert_eq!((trial.title.fr.as_str(), trial.body.en.as_str()), ("Essai : Table ronde", "On Monday."));
}

#[test]
fn what_the_calendar_suggests_is_proposed_and_no_longer_suggested_or_let_go() {
    let mut stage = organiser();
    stage.desk.proven_until = Some(stage.now + SignedDuration::from_hours(1));
    stage.open(Place::Announcements).choose(Intent::Open(Place::Draft(DraftId(1)))).choose(Intent::Understood);
    assert_eq!(stage.screen().id, ScreenId::Proposal);
    assert!(matches!(
        writes(&stage)[..],
        [OrganiseCall::Propose(_, Decision::Announce { .. }), OrganiseCall::DropDraft(_, DraftId(1))]
    ));
    stage.open(Place::Draft(DraftId(2))).choose(Intent::DropDraft(DraftId(1)));
    assert_eq!(writes(&stage).len(), 2, "another one's button");
    stage.choose(Intent::DropDraft(DraftId(2)));
    assert!(matches!(writes(&stage).last(), Some(OrganiseCall::DropDraft(_, DraftId(2)))));
    stage.open(Place::Draft(DraftId(77)));
    assert_ne!(stage.screen().id, ScreenId::Compose, "it is gone");
}

#[test]
fn an_announcement_is_held_goes_on_and_is_let_go_only_when_it_is_meant() {
    let mut stage = organiser();
    stage.desk.proven_until = Some(stage.now + SignedDuration::from_hours(1));
    let id = AnnouncementId(3);
    stage.open(Place::Delivery(id)).choose(Intent::Pause(id));
    assert!(toast(&stage).contains("suspendu") && offers(&stage.screen(), |it| *it == Intent::Resume(id)));
    stage.choose(Intent::Resume(id)).choose(Intent::StopAnnouncement(id));
    assert_eq!(writes(&stage).len(), 2, "asked whether it is meant");
    stage.choose(Intent::Cancel).choose(Intent::StopAnnouncement(id)).choose(Intent::StopAnnouncement(id));
    assert_eq!(writes(&stage).len(), 3);
    assert!(!offers(&stage.screen(), decides), "nothing is left to order");
}

#[test]
fn a_terminal_follows_by_itself_and_a_chat_when_it_is_asked() {
    let asked = |stage: &Stage| {
        stage.calls.iter().filter(|it| matches!(it, Call::Organise(OrganiseCall::Announcement(_)))).count()
    };
    for (channel, more) in [(Channel::Terminal, 1), (Channel::Telegram, 0)] {
        let mut stage = somebody(Some(Role::Organiser), channel);
        stage.open(Place::Delivery(AnnouncementId(3)));
        let before = asked(&stage);
        stage.ring();
        assert_eq!(asked(&stage), before + more, "{channel:?}");
        stage.choose(Intent::Retry);
        assert!(asked(&stage) > before, "{channel:?}");
    }
}

#[test]
fn a_candidate_appeals_and_answers_once_each_after_reading_it_again() {
    let mut stage = Stage::during(PhaseKind::Preparation);
    stage.candidacy = Some(crate::samples::fixtures::judged(stage.now));
    let mut stage = stage.start(Lang::Fr, true, true);
    stage.open(Place::Candidacy);
    assert!(offers(&stage.screen(), |it| *it == Intent::Open(Place::Answer)));
    stage.choose(Intent::Open(Place::Appeal(ModerationId(7)))).submit(" ");
    assert!(stage.screen().input.expect("words").error.is_some());
    stage.submit("C’est public.");
    assert_eq!(writes(&stage).len(), 0, "read once more first");
    stage.choose(Intent::Understood);
    let [OrganiseCall::Appeal(_, ModerationId(7), request)] = writes(&stage)[..] else {
        panic!("{:?}", writes(&stage))
    };
    assert_eq!(request.appeal, "C’est public.");
    assert_eq!(stage.screen().id, ScreenId::Candidacy);
    stage.choose(Intent::Open(Place::Answer)).submit("C’est bien moi.").choose(Intent::Understood);
    let answers = stage.calls.iter().filter(|call| matches!(call, Call::AnswerDisqualification(..))).count();
    assert_eq!(answers, 1);
}
