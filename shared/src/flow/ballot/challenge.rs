//! Cast or spoil: the ballot is made and its number shown; then it is cast as it is, or opened for another program to
//! check.

use super::{Step, Vote};
use crate::api::ids::Tracker;
use crate::api::types::ProblemCode;
use crate::api::{ApiError, Call, Reply};
use crate::booth::{BoothCall, BoothReply, Spoiled};
use crate::core::{Ctx, Document, Effect, Paper, ReqId};
use crate::flow::error_text;
use crate::flow::parts::{Remote, Taken};
use crate::text::key;
use crate::view::Tone;

impl Vote {
    /// Encrypts the ballot, to be looked at before it is cast.
    pub(super) fn seal(&mut self, ctx: &mut Ctx) {
        let Some(draft) = self.paper.and_then(|paper| ctx.saved.draft_of(paper)) else { return };
        let (paper, request) = (draft.paper, draft.request());
        let key = ctx.key();
        let lot = match paper {
            Paper::Lot(lot) => Some(lot),
            Paper::Final => None,
        };
        self.turn(Step::Sealed(key, None), ctx);
        self.sealing = Remote::default();
        self.sealing.ask(ctx, Call::Booth(BoothCall::Seal(key, lot, request)));
    }

    /// Opens the ballot that was sealed.
    pub(super) fn spoil(&mut self, ctx: &mut Ctx) {
        if let Step::Sealed(key, Some(_)) = self.step {
            self.opening.ask(ctx, Call::Booth(BoothCall::Spoil(key)));
        }
    }

    /// Hands over what opens it.
    fn spoiled(&mut self, spoiled: &Spoiled, ctx: &mut Ctx) {
        let (name, bytes) = (spoiled_file(&spoiled.tracker), spoiled.document.clone());
        ctx.wish(Effect::Deliver(Document { name, bytes }));
        ctx.toast(Tone::Good, key::TOAST_SPOILED);
        self.turn(Step::Spoiled(spoiled.tracker.clone(), spoiled.answers.clone()), ctx);
    }

    /// What an error of the booth means here; none: it is for the screen that asked.
    pub(super) fn stopped(error: &ApiError) -> Option<Step> {
        match error {
            ApiError::Problem(problem) if problem.code == ProblemCode::OtherCredential => Some(Step::OtherKey),
            ApiError::Alarm(_) => Some(Step::Alarm(error_text(error))),
            _ => None,
        }
    }

    /// What became of sealing and opening.
    pub(super) fn sealed(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) {
        let number = |reply: &Reply| match reply {
            Reply::Booth(BoothReply::Sealed(sealed)) => Some(sealed.tracker.clone()),
            _ => None,
        };
        match (self.sealing.take(id, result, number), &self.step) {
            (Taken::Value, Step::Sealed(key, None)) => self.step = Step::Sealed(*key, self.sealing.value.take()),
            (Taken::Failed, Step::Sealed(..)) => self.back_to_review(ctx, |it| &it.sealing),
            _ => {}
        }
        let opened = |reply: &Reply| matches!(reply, Reply::Booth(BoothReply::Spoiled(_))).then_some(());
        match (self.opening.take(id, result, opened), result) {
            (Taken::Value, Ok(Reply::Booth(BoothReply::Spoiled(spoiled)))) => self.spoiled(spoiled, ctx),
            (Taken::Failed, _) => self.back_to_review(ctx, |it| &it.opening),
            _ => {}
        }
    }

    fn back_to_review<T>(&mut self, ctx: &mut Ctx, failed: impl FnOnce(&Self) -> &Remote<T>) {
        let Some(error) = failed(self).error().cloned() else { return };
        match Self::stopped(&error) {
            Some(stop) => self.step = stop,
            None => {
                ctx.toast(Tone::Bad, error_text(&error));
                self.turn(Step::Review, ctx);
            }
        }
    }
}

/// The name of the file that opens a ballot.
pub(super) fn spoiled_file(tracker: &Tracker) -> String {
    format!("isoloir-spoiled-{tracker}.json")
}
