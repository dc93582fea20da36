//! Why one candidate stands before another, in a sentence.

use super::shares::{share, share_of_text};
use crate::api::ids::CandidateId;
use crate::api::types::{DecidedBy, ExplanationView, Group, ResultView, Round};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Remote, loading};
use crate::flow::{Flow, Outcome};
use crate::text::{Arg, Msg, key};
use crate::view::{Action, Block, Intent, Place, Screen, ScreenId, Tone, Topic};
use serde::{Deserialize, Serialize};

/// Explains one pair of neighbours.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Why {
    round: Round,
    before: CandidateId,
    after: CandidateId,
    result: Remote<()>,
}

impl Why {
    pub fn new(round: Round, before: CandidateId, after: CandidateId) -> Self {
        Self { round, before, after, result: Remote::default() }
    }
}

impl Flow for Why {
    fn place(&self) -> Option<Place> {
        Some(Place::Why(self.round, self.before, self.after))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.result(self.round).is_none() {
            self.result.ask(ctx, Call::Results(self.round));
        }
        Outcome::Continue
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Results(self.round)]
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.result.take(id, result, |reply| matches!(reply, Reply::Results(_)).then_some(()));
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Why, key::WHY_ORDER_TITLE);
        let Some((result, primary)) = ctx.known.result(self.round).zip(ctx.known.primary.as_ref()) else {
            return screen.with_all(self.result.notice().or_else(|| Some(loading())));
        };
        let pair = |it: &&ExplanationView| it.before == self.before && it.after == self.after;
        let Some(why) = result.explanations.iter().find(pair) else {
            return screen.notice(Tone::Warning, key::WHY_ORDER_NONE);
        };
        let two = [self.before, self.after];
        let profiles = super::profiles(result, primary);
        let shown = result.candidates.iter().zip(profiles).filter(|(it, _)| two.contains(&it.id));
        let shown = shown.map(|(_, profile)| crate::view::ProfileView { why: None, ..profile }).collect();
        screen
            .with(Block::Profiles(shown))
            .say(sentence(why, result, ctx))
            .act(Action::new(Intent::Open(Place::Help(Topic::MajorityJudgment)), key::HELP_MJ_TITLE))
            .act(Action::new(Intent::Open(Place::Candidate(self.before)), name(self.before, result)))
            .act(Action::new(Intent::Open(Place::Candidate(self.after)), name(self.after, result)))
    }
}

fn name(id: CandidateId, result: &ResultView) -> Msg {
    let row = result.candidates.iter().find(|it| it.id == id);
    row.map_or_else(|| key::CANDIDATE_TITLE.into(), |row| Msg::words(&row.name))
}

fn sentence(why: &ExplanationView, result: &ResultView, ctx: &Ctx) -> Msg {
    let names = |text| Msg::new(text).with("a", name(why.before, result)).with("b", name(why.after, result));
    let grade = |value: u8| -> Arg { ctx.known.grade(value).into() };
    match &why.decided_by {
        DecidedBy::MajorityGrade { better, worse } => {
            names(key::WHY_ORDER_GRADE).with("better", grade(*better)).with("worse", grade(*worse))
        }
        DecidedBy::LargestGroup { group, share: [part, total], .. } => {
            let majority = result.candidates.iter().find(|it| it.id == why.before).map_or(0, |it| it.majority_grade);
            names(match group {
                Group::Above => key::WHY_ORDER_ABOVE,
                Group::Below => key::WHY_ORDER_BELOW,
            })
            .with("share", share(*part, *total))
            .with("grade", grade(majority))
        }
        DecidedBy::NextMajorityGrade { better, worse, removed: [part, total] } => names(key::WHY_ORDER_NEXT)
            .with("share", share_of_text(part, total))
            .with("better", grade(*better))
            .with("worse", grade(*worse)),
        DecidedBy::Tie => names(key::WHY_ORDER_TIE),
    }
}
