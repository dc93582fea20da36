//! What somebody with a role does. Where the platform asks for the second factor first, a code is asked for, and what
//! was wished goes out again after it, with its key.

use crate::api::types::ProblemCode;
use crate::api::{ApiError, Call, OrganiseCall, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Remote, Taken, error_text};
use crate::text::key;
use crate::view::Tone;
use serde::{Deserialize, Serialize};

/// A write under way.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Deed {
    writing: Remote<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<OrganiseCall>,
    /// The second factor comes first.
    waits: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    /// The answer is somebody else's.
    Other,
    /// It is done.
    Done,
    /// It was refused; the person was told why.
    Refused,
    /// The second factor is asked for: open its flow.
    Factor,
}

/// This session has shown the second factor, and not long ago.
pub(super) fn proven(ctx: &Ctx) -> bool {
    let until = ctx.known.staff.as_ref().and_then(|it| it.proven_until);
    until.is_some_and(|until| until > ctx.platform_now())
}

impl Deed {
    /// Does it, unless something is under way.
    pub fn wish(&mut self, call: OrganiseCall, ctx: &mut Ctx) {
        if !self.writing.waiting() {
            self.waits = false;
            self.call = Some(call.clone());
            self.writing.ask(ctx, Call::Organise(call));
        }
    }

    /// Its screen is there again: after the second factor what was wished goes out, without it nothing does.
    pub fn entered(&mut self, ctx: &mut Ctx) {
        if !std::mem::take(&mut self.waits) {
            return;
        }
        match self.call.take() {
            Some(call) if proven(ctx) => self.wish(call, ctx),
            _ => ctx.toast(Tone::Warning, key::TOAST_NOT_DONE),
        }
    }

    /// An answer came.
    pub fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Became {
        match self.writing.take(id, result, |reply| matches!(reply, Reply::Organise(_)).then_some(())) {
            Taken::Other => return Became::Other,
            Taken::Value => {
                self.call = None;
                return Became::Done;
            }
            Taken::Failed => {}
        }
        if let Some(ApiError::Problem(problem)) = self.writing.error()
            && problem.code == ProblemCode::SecondFactor
        {
            self.waits = true;
            if let Some(staff) = &mut ctx.known.staff {
                staff.proven_until = None;
            }
            return Became::Factor;
        }
        self.call = None;
        if let Some(error) = self.writing.error() {
            ctx.toast(Tone::Bad, error_text(error));
        }
        Became::Refused
    }
}
