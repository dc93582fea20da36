//! Proposing to put a candidate out, or to take them back: a public reason, then a second organiser.

use super::deed::{Became, Deed};
use super::{Duty, Factor, Proposal, may, organiser, theirs, words};
use crate::api::ids::CandidateId;
use crate::api::types::{CandidateState, Decision};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Field, Remote};
use crate::flow::{Flow, Outcome, Transition};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Longest reason, in characters.
const REASON: usize = 4_000;

/// A proposal about a candidate.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Accuse {
    id: CandidateId,
    // The page itself is public.
    page: Remote<()>,
    field: Field,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    reason: Option<String>,
    deed: Deed,
}

/// What can be proposed of somebody who stands there.
pub(in crate::flow) fn label(state: CandidateState) -> Option<Key> {
    use CandidateState as S;
    match state {
        S::Disqualified => Some(key::ACCUSE_REINSTATE),
        S::Withdrawn | S::Refused | S::Lapsed | S::Winner => None,
        _ => Some(key::ACCUSE_DISQUALIFY),
    }
}

impl Accuse {
    pub fn new(id: CandidateId) -> Self {
        Self { id, page: Remote::default(), field: Field::default(), reason: None, deed: Deed::default() }
    }

    fn state(&self, ctx: &Ctx) -> Option<CandidateState> {
        ctx.known.page(self.id).map(|it| it.summary.state)
    }

    fn decision(&self, reason: String, ctx: &Ctx) -> Decision {
        let candidate = self.id;
        match self.state(ctx) {
            Some(CandidateState::Disqualified) => Decision::Reinstate { candidate, reason },
            _ => Decision::Disqualify { candidate, reason },
        }
    }

    fn load(&mut self, ctx: &mut Ctx) {
        if organiser(ctx) {
            self.page.ask(ctx, Call::Candidate(self.id));
        }
    }
}

impl Flow for Accuse {
    fn place(&self) -> Option<Place> {
        Some(Place::Accuse(self.id))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.load(ctx);
        self.deed.entered(ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.page.untouched() {
            self.load(ctx);
        }
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Candidate(self.id)]
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        self.reason.take().is_some()
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match (intent, &self.reason) {
            (Intent::Understood, Some(reason)) => {
                let decision = self.decision(reason.clone(), ctx);
                let call = OrganiseCall::Propose(ctx.key(), decision);
                self.deed.wish(call, ctx);
            }
            _ => self.reason = None,
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.field.typed(text, REASON);
    }

    fn submitted(&mut self, text: &str, _ctx: &mut Ctx) -> Outcome {
        let reason = self.field.text(text, REASON);
        match reason.trim().is_empty() {
            true => self.field.refuse(key::FIELD_EMPTY),
            false => self.reason = Some(reason),
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        self.page.take(id, result, |reply| matches!(reply, Reply::Candidate(_)).then_some(()));
        match (self.deed.reply(id, result, ctx), result) {
            (Became::Factor, _) => Outcome::Done(Transition::push(Factor::default())),
            (Became::Done, Ok(Reply::Organise(OrganiseReply::Proposal(it)))) => {
                ctx.toast(Tone::Good, key::CLI_ORGANISE_WAITS);
                Outcome::Done(Transition::instead(Proposal::new(it.id)))
            }
            _ => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Accuse, key::ACCUSE_TITLE), ctx, |screen| {
            if let Err(why) = may(Duty::Decide, ctx) {
                return screen.notice(Tone::Warning, why);
            }
            let Some(state) = self.state(ctx) else { return super::awaited(screen, &self.page) };
            if label(state).is_none() {
                return screen.notice(Tone::Warning, key::WHY_CANDIDATE_OUT);
            }
            let decision = self.decision(String::new(), ctx);
            let screen = screen.with(Block::Heading(words::decision(&decision, ctx))).say(words::about(&decision));
            let Some(reason) = &self.reason else {
                let input = self.field.input(key::ORGANISE_REASON, InputKind::Text, REASON);
                return screen.ask(input.hint(key::ORGANISE_REASON_HINT));
            };
            let lines = reason.split('\n').filter(|it| !it.trim().is_empty()).map(Msg::words);
            lines
                .fold(screen.with(Block::Heading(key::PROPOSAL_REASON.into())), Screen::say)
                .say(key::PROPOSE_TWO)
                .act(Action::new(Intent::Understood, key::PROPOSE_NOW).primary())
                .act(Action::new(Intent::Cancel, key::ACCUSE_EDIT))
        })
    }
}
