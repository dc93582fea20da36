//! Every screen, in the states that matter.

use super::{Sample, Stage};
use crate::api::ApiError;
use crate::api::types::{Lang, PhaseKind};
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
    offline.failing = Some(ApiError::Unreachable);
    add("home-offline", offline.open(Place::Lot).choose(Intent::Understood).open(Place::Home));
    add("home-signed-out", &Stage::during(PhaseKind::Identification).start(lang, true, false));
    let mut unregistered = Stage::during(PhaseKind::Identification);
    unregistered.registered = false;
    add("home-unregistered", &unregistered.start(lang, true, true));

    let mut vote = stage(PhaseKind::Preselection);
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

    let mut late = stage(PhaseKind::Preselection);
    late.open(Place::Lot).choose(Intent::Understood).grade(2);
    add("lot-expired", late.wait(SignedDuration::from_mins(31)));
    add("lot-too-late", late.wait(SignedDuration::from_hours(24 * 12)));

    let mut last = stage(PhaseKind::FinalVote);
    last.open(Place::Final);
    add("final", last.choose(Intent::Understood).grade(2));
    add("final-closed", stage(PhaseKind::Preselection).open(Place::Final));

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
