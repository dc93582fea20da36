//! Every screen, in the states that matter.

use super::{Sample, Stage, problem};
use crate::api::ApiError;
use crate::api::ids::{AnnouncementId, CandidateId, ModerationId};
use crate::api::types::{CandidateOrder, CandidateState, Lang, PhaseKind, ProblemCode, Round};
use crate::booth::BoothFault;
use crate::core::Event;
use crate::view::{Intent, Place, Topic};
use jiff::SignedDuration;

/// All samples. The language is what the session speaks where it matters (its own words come as `Msg` anyway).
pub fn all(lang: Lang) -> Vec<Sample> {
    let mut all = Vec::new();
    let mut add = |name, stage: &Stage| all.push(Sample { name, screen: stage.screen() });
    let stage = |kind| Stage::during(kind).start(lang, true, true);

    add("welcome", &Stage::during(PhaseKind::Preselection).start(lang, false, false));
    for (name, kind) in [
        ("home-identification", PhaseKind::Identification),
        ("home-preparation", PhaseKind::Preparation),
        ("home-preselection", PhaseKind::Preselection),
        ("home-final", PhaseKind::FinalVote),
        ("home-result", PhaseKind::Result),
    ] {
        add(name, &stage(kind));
    }
    let mut loading = Stage::during(PhaseKind::Preselection);
    loading.silent = true;
    add("home-loading", &loading.start(lang, true, true));
    let mut offline = stage(PhaseKind::Preselection);
    offline.open(Place::Lot);
    offline.failing = Some(ApiError::Unreachable);
    add("home-offline", offline.choose(Intent::Understood).open(Place::Home));
    add("home-signed-out", &Stage::during(PhaseKind::Identification).start(lang, true, false));
    let mut unregistered = Stage::during(PhaseKind::Identification);
    unregistered.registered = false;
    add("home-unregistered", &unregistered.start(lang, true, true));

    let mut vote = stage(PhaseKind::Preselection);
    let mut local = Stage::during(PhaseKind::Preselection);
    local.local = true;
    add("promise-local", local.start(lang, true, true).open(Place::Lot));
    add("promise", vote.open(Place::Lot));
    add("lot-empty", vote.choose(Intent::Understood));
    add("lot-graded-3", vote.grade(3));
    add("why-lot", vote.open(Place::WhyLot));
    add("home-draft", vote.open(Place::Home));
    add("leave", vote.choose(Intent::Leave));
    add("lot-graded-5", vote.choose(Intent::Cancel).open(Place::Lot).grade(5));
    add("review", vote.choose_where(|it| matches!(it, Intent::Review { .. })));
    vote.silent = true;
    add("lot-sending", vote.choose_where(|it| matches!(it, Intent::Cast { .. })));
    vote.silent = false;
    let mut cast = stage(PhaseKind::Preselection);
    cast.open(Place::Lot).choose(Intent::Understood).grade(5);
    cast.choose_where(|it| matches!(it, Intent::Review { .. }));
    add("receipt", cast.choose_where(|it| matches!(it, Intent::Cast { .. })));
    add("lot-changing", cast.choose(Intent::ChangeBallot));

    let mut spoil = stage(PhaseKind::Preselection);
    spoil.open(Place::Lot).choose(Intent::Understood).grade(5);
    spoil.choose_where(|it| matches!(it, Intent::Review { .. }));
    add("sealed", spoil.choose_where(|it| matches!(it, Intent::Seal { .. })));
    add("spoiled", spoil.choose_where(|it| matches!(it, Intent::Spoil { .. })));
    spoil.choose(Intent::Cancel).choose_where(|it| matches!(it, Intent::Review { .. }));
    spoil.failing = Some(ApiError::Alarm(BoothFault::Place));
    add("alarm", spoil.choose_where(|it| matches!(it, Intent::Cast { .. })));
    let mut keys = stage(PhaseKind::Preselection);
    add("voting-key", keys.open(Place::VotingKey(Round::Preselection)));
    add("voting-key-mistyped", keys.submit("PRE-7KQM"));
    add("voting-key-shown", keys.choose(Intent::ShowKey));
    keys.open(Place::Home).open(Place::Lot);
    keys.failing = Some(problem(ProblemCode::OtherCredential, "Autre clé"));
    add("voting-key-elsewhere", keys.choose(Intent::Understood));

    let mut late = stage(PhaseKind::Preselection);
    late.open(Place::Lot).choose(Intent::Understood).grade(2);
    add("lot-expired", late.wait(SignedDuration::from_mins(31)));
    add("lot-too-late", late.wait(SignedDuration::from_hours(24 * 12)));

    let mut last = stage(PhaseKind::FinalVote);
    last.open(Place::Final);
    add("final", last.choose(Intent::Understood).grade(2));
    add("final-closed", stage(PhaseKind::Preselection).open(Place::Final));

    let mut first = Stage::during(PhaseKind::Identification).start(lang, false, false);
    add("connect", first.open(Place::Connect));
    add("connect-refused", first.submit("http://primaire.example.org"));

    let mut newcomer = Stage::during(PhaseKind::Identification);
    newcomer.registered = false;
    let mut newcomer = newcomer.start(lang, true, false);
    add("sign-in", newcomer.open(Place::SignIn));
    add("sign-in-refused", newcomer.submit("camille"));
    add("code", newcomer.submit("camille@example.org"));
    newcomer.failing = Some(problem(ProblemCode::WrongCode, "Ce code n’est pas le bon. Il vous reste quatre essais."));
    add("code-wrong", newcomer.submit("000 000"));
    newcomer.failing = None;
    add("code-expired", newcomer.wait(SignedDuration::from_mins(11)));
    add("register-age", newcomer.submit("123456"));
    add("register-refused", newcomer.choose(Intent::Choose(1)));
    newcomer.choose(Intent::Cancel).choose(Intent::Choose(0)).choose(Intent::Choose(0));
    add("register-place", &newcomer);
    add("register-charter", newcomer.submit("Orsay"));
    add("registered", newcomer.choose(Intent::Choose(0)));

    let mut told = Stage::during(PhaseKind::Preselection);
    told.announced = true;
    let mut told = told.start(lang, true, true);
    add("home-unread", &told);
    add("inbox", told.open(Place::Inbox));
    add("announcement", told.open(Place::Announcement(AnnouncementId(2))));
    add("inbox-read", told.open(Place::Inbox));
    add("notices", told.open(Place::Notices));
    told.choose(Intent::Letters(true)).choose(Intent::HearCandidates(true));
    add("notices-asked", told.choose(Intent::QuietNights(false)));
    add("announcement-gone", told.open(Place::Announcement(AnnouncementId(9))));
    add("inbox-none", stage(PhaseKind::Preselection).open(Place::Inbox));

    add("calendar", stage(PhaseKind::Preselection).open(Place::Calendar));

    let mut list = stage(PhaseKind::Identification);
    add("candidates", list.open(Place::Candidates));
    add("candidates-search", list.tell(Event::Typed("revom".into())));
    add("candidates-none", list.tell(Event::Typed("zzzz".into())));
    list.choose(Intent::Cancel).choose(Intent::Order(CandidateOrder::Supports));
    add("candidates-filtered", list.choose(Intent::Filter(Some(CandidateState::Nominated))));
    add("candidate", list.open(Place::Candidate(CandidateId(2))));
    add("candidate-supported", list.choose(Intent::Support(CandidateId(2))));
    add("candidate-nominated", list.open(Place::Candidate(CandidateId(7))));
    list.failing = Some(problem(ProblemCode::NotFound, "Ce candidat n’existe pas."));
    add("candidate-error", list.open(Place::Candidate(CandidateId(99))));
    let mut many = stage(PhaseKind::Identification);
    many.candidates = 250;
    add("candidates-many", many.open(Place::Candidates));

    let mut mine = stage(PhaseKind::Identification);
    add("supports", mine.open(Place::Supports));
    mine.supports = vec![1, 2, 3, 4, 5];
    mine.open(Place::Home).open(Place::Supports).open(Place::Candidate(CandidateId(6)));
    add("replace", mine.choose(Intent::Support(CandidateId(6))));
    mine.supports.clear();
    add("supports-none", mine.open(Place::Home).open(Place::Supports));
    add("nominate", mine.open(Place::Nominate));
    add("nominate-search", mine.tell(Event::Typed("fortane".into())));
    add("nominate-confirm", mine.submit("Simone Veil"));
    add("nominate-done", mine.choose(Intent::Choose(0)));
    add("nominate-closed", stage(PhaseKind::FinalVote).open(Place::Nominate));

    let mut standing = stage(PhaseKind::Identification);
    add("declare-name", standing.open(Place::Declare));
    add("declare-slogan", standing.submit("Michael Pettini"));
    add("declare-presentation", standing.choose(Intent::Skip));
    standing.submit("Je propose de rendre la décision aux citoyens.");
    add("declare-link-refused", standing.submit("ftp://example.org"));
    add("declare-charter", standing.submit("https://example.org/moi"));
    add("declare-check", standing.choose(Intent::Choose(0)));
    add("candidacy", standing.choose(Intent::Choose(0)));
    add("candidacy-photo", standing.choose(Intent::AddPhoto));
    add("candidacy-photo-refused", standing.submit("/nowhere.png"));
    standing.choose(Intent::Cancel);
    add("address", standing.open(Place::Address));
    add("address-empty", standing.submit(" "));
    add("address-body", standing.submit("Réunion publique samedi"));
    standing.submit("À 15 h, place de la mairie.").submit("Public meeting on Saturday");
    add("address-check", standing.submit("At 3 p.m., in front of the town hall."));
    add("address-preview", standing.choose(Intent::Preview).choose(Intent::Choose(1)));
    standing.choose(Intent::Cancel);
    add("addressed", standing.choose(Intent::Understood));
    add("candidacy-sure", standing.choose(Intent::WithdrawCandidacy));
    if let Some(mine) = &mut standing.candidacy {
        mine.confirm_by = Some(standing.now + SignedDuration::from_hours(100));
    }
    standing.open(Place::Home);
    add("candidacy-asked", standing.open(Place::Candidacy));
    pleading(lang, &mut add);
    add("candidacy-none", stage(PhaseKind::Identification).open(Place::Candidacy));

    let mut end = stage(PhaseKind::Result);
    add("results-final", end.open(Place::Results(Round::Final)));
    add("why-grade", end.open(Place::Why(Round::Final, CandidateId(1), CandidateId(2))));
    end.open(Place::Home).open(Place::Results(Round::Preselection));
    add("results-preselection", &end);
    add("why-group", end.open(Place::Why(Round::Preselection, CandidateId(2), CandidateId(3))));
    add("why-next", end.open(Place::Why(Round::Preselection, CandidateId(4), CandidateId(5))));
    add("results-not-yet", stage(PhaseKind::Preselection).open(Place::Results(Round::Preselection)));
    super::verified::add(lang, &mut add);
    add("receipts", end.open(Place::Receipts));
    add("receipts-signed-out", Stage::during(PhaseKind::Result).start(lang, true, false).open(Place::Receipts));
    add("tracker", end.open(Place::Tracker));
    add("tracker-mistyped", end.submit("7KQM"));
    add("tracker-counted", end.submit("7kqm 2xvt 9h4c pdw3 8r02 6tyb"));
    end.failing = Some(problem(ProblemCode::NotFound, "Inconnu"));
    add("tracker-unknown", end.submit("7kqm 2xvt 9h4c pdw3 8r03 6tyb"));

    let mut me = stage(PhaseKind::Preselection);
    add("account", me.open(Place::Account));
    add("account-exported", me.choose(Intent::Export));
    add("erase", me.choose(Intent::Erase));
    add("sessions", me.choose(Intent::Cancel).open(Place::Sessions));
    add("language", me.open(Place::Language));
    me.open(Place::Account).choose(Intent::Erase);
    add("erased", me.choose(Intent::EraseNow));

    super::chats::add(lang, &mut add);
    super::organisers::add(lang, &mut add);

    for (name, topic) in [
        ("help-start", Topic::Start),
        ("help-majority-judgment", Topic::MajorityJudgment),
        ("help-lots", Topic::Lots),
        ("help-receipts", Topic::Receipts),
        ("help-privacy", Topic::Privacy),
    ] {
        add(name, stage(PhaseKind::Preselection).open(Place::Help(topic)));
    }
    all
}

/// Somebody whose presentation is hidden, and who was put out.
fn pleading(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let mut stage = Stage::during(PhaseKind::Preparation);
    stage.candidacy = Some(super::fixtures::judged(stage.now));
    let mut stage = stage.start(lang, true, true);
    add("candidacy-judged", stage.open(Place::Candidacy));
    add("appeal", stage.open(Place::Appeal(ModerationId(7))));
    add("appeal-check", stage.submit("C’est mon numéro de permanence,\net il est public."));
    add("appealed", stage.choose(Intent::Understood));
    add("answer", stage.open(Place::Answer));
    add("answer-empty", stage.submit(" "));
    add("answer-check", stage.submit("Je suis bien cette personne."));
    add("appeal-nothing", stage.open(Place::Appeal(ModerationId(9))));
}
