//! Voting: what is promised, the ballot, the review, the cast, the receipt. One machine for a lot and for the final.
//!
//! ```text
//! Promise ─▶ Load ─▶ Grade ⇄ Review ─▶ Sent ─▶ Cast ─▶ (next lot: Load · change: Grade)
//!                      │       └▶ Sealed ─┴▶ Spoiled ─▶ Grade
//!                      └────── a refusal shows why and keeps what was graded ──────┘
//! ```
//!
//! Cast or spoil: at the review the program can be asked for the ballot itself. Only after it has shown its number does
//! the voter choose whether that ballot is cast, or opened for another program to check.

mod challenge;
mod draft;
mod promise;
mod screens;
mod seal;
mod sheet;
mod why;

pub(crate) use screens::{short_status, status};
pub(crate) use why::WhyLot;

use super::parts::{Remote, Taken};
use super::{Flow, Outcome, Transition};
use crate::api::ids::{IdempotencyKey, LotId, Tracker};
use crate::api::types::{GradeAnswer, LotStatus, PhaseKind, PhaseStatus, PhaseView, ProblemCode, ReceiptView, Round};
use crate::api::{ApiError, Call, Reply};
use crate::booth::{ElectionFacts, word};
use crate::core::{Ctx, Paper, ReqId};
use crate::text::{Msg, key};
use crate::view::{Intent, Place, Screen, Tone};
use serde::{Deserialize, Serialize};
use sheet::Sheet;

/// What the voter asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Wanted {
    /// The open lot, or the next one.
    NextLot,
    /// A lot that was cast.
    ThisLot(LotId),
    /// The final.
    Final,
}

#[derive(Debug, Serialize, Deserialize)]
enum Step {
    Promise,
    Load,
    Grade,
    Review,
    /// Encrypted under this key, once its number is here: to be cast as it is, or opened.
    Sealed(IdempotencyKey, Option<Tracker>),
    /// It was opened: its number, and what it held.
    Spoiled(Tracker, Vec<GradeAnswer>),
    /// The voting key is on another device.
    OtherKey,
    /// What the platform shows does not hold.
    Alarm(Msg),
    Sent,
    Cast(ReceiptView),
    /// It cannot be cast any more, or not yet.
    Refused(Msg),
}

/// Voting.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Vote {
    wanted: Wanted,
    step: Step,
    paper: Option<Paper>,
    load: Remote<()>,
    /// Who holds the keys: to be known before anything is promised. Kept with the promise: whichever process takes this
    /// up shows the same, and its button holds.
    #[serde(default)]
    holders: Remote<ElectionFacts>,
    #[serde(default)]
    sealing: Remote<Tracker>,
    /// What opens it is handed over, and not kept here.
    #[serde(default)]
    opening: Remote<()>,
    /// The receipt is of a cast that was just made here, not looked up.
    fresh: bool,
}

impl Vote {
    fn new(wanted: Wanted) -> Self {
        let (load, holders) = (Remote::default(), Remote::default());
        let (sealing, opening) = (Remote::default(), Remote::default());
        Self { wanted, step: Step::Load, paper: None, load, holders, sealing, opening, fresh: false }
    }

    /// The open lot, or the next one.
    pub fn lot() -> Self {
        Self::new(Wanted::NextLot)
    }

    /// A lot that was cast before.
    pub fn cast_lot(lot: LotId) -> Self {
        Self::new(Wanted::ThisLot(lot))
    }

    /// The final.
    pub fn last_round() -> Self {
        Self::new(Wanted::Final)
    }

    fn phase(&self) -> PhaseKind {
        match self.wanted {
            Wanted::Final => PhaseKind::FinalVote,
            _ => PhaseKind::Preselection,
        }
    }

    fn round(&self) -> Round {
        match self.wanted {
            Wanted::Final => Round::Final,
            _ => Round::Preselection,
        }
    }

    /// What one reads and agrees to before the first ballot. The next round's keys may be in other hands.
    fn promised(&self, ctx: &Ctx) -> Option<String> {
        ctx.known.primary.as_ref().map(|it| format!("{} {}", it.id, word(self.round())))
    }

    /// The vote was open, and there is something to look back at.
    fn over(&self, ctx: &Ctx) -> bool {
        let closed = |it: &PhaseView| it.status == PhaseStatus::Closed;
        self.wanted != Wanted::NextLot
            && ctx.known.citizen().is_ok()
            && ctx.known.primary.as_ref().and_then(|it| it.phase(self.phase())).is_some_and(closed)
    }

    /// Gets the ballot paper, once the promise has been read.
    fn load(&mut self, ctx: &mut Ctx) {
        if ctx.saved.promise != self.promised(ctx) && ctx.may(self.phase()).is_ok() {
            self.step = Step::Promise;
            self.ask_holders(ctx);
            return;
        }
        self.step = Step::Load;
        if let Some(waiting) = ctx.casting(self.round()) {
            self.paper = Some(waiting);
            self.step = Step::Sent;
            return;
        }
        let call = match self.wanted {
            Wanted::NextLot => Call::DrawLot(ctx.key()),
            Wanted::ThisLot(lot) => Call::Lot(lot),
            Wanted::Final => Call::Final,
        };
        self.load.ask(ctx, call);
    }

    /// The paper is here.
    fn begin(&mut self, ctx: &mut Ctx) {
        let Some(sheet) = Sheet::of(self.wanted, ctx) else { return };
        let (paper, size) = (sheet.paper, sheet.candidates.len());
        self.paper = Some(paper);
        self.step = match (sheet.status, sheet.receipt) {
            (_, Some(receipt)) => Step::Cast(receipt),
            (LotStatus::Expired, None) => Step::Refused(key::BALLOT_LOT_EXPIRED.into()),
            _ if self.over(ctx) => Step::Refused(self.hindrance(ctx).err().unwrap_or(key::WHY_NO_PHASE.into())),
            _ => {
                self.draft(paper, size, false, ctx);
                Step::Grade
            }
        };
        if self.wanted == Wanted::NextLot && ctx.saved.keep_lot(paper) {
            ctx.save();
            ctx.toast(Tone::Warning, key::TOAST_DRAFT_EXPIRED);
        }
    }

    /// To another step of the same draft: buttons of the step before are old.
    fn turn(&mut self, step: Step, ctx: &mut Ctx) {
        let rev = ctx.saved.next_rev();
        if let Some(draft) = self.draft_mut(ctx) {
            draft.rev = rev;
        }
        ctx.save();
        self.step = step;
    }

    /// Casts what was sealed, if anything was: those very bytes.
    fn cast(&mut self, ctx: &mut Ctx) {
        let Some(draft) = self.paper.and_then(|paper| ctx.saved.draft_of(paper)) else { return };
        let (paper, request) = (draft.paper, draft.request());
        let key = match self.step {
            Step::Sealed(key, _) => key,
            _ => ctx.key(),
        };
        self.step = Step::Sent;
        ctx.cast(match paper {
            Paper::Lot(lot) => Call::CastLot(key, lot, request),
            Paper::Final => Call::CastFinal(key, request),
        });
    }

    /// What stands in the way of casting this ballot now: the phase is over, the lot went back.
    fn hindrance(&self, ctx: &Ctx) -> Result<(), Msg> {
        ctx.may(self.phase())?;
        match Sheet::of(self.wanted, ctx) {
            Some(sheet) if sheet.expires_at.is_some_and(|at| at <= ctx.platform_now()) => {
                Err(key::BALLOT_LOT_EXPIRED.into())
            }
            _ => Ok(()),
        }
    }
}

impl Flow for Vote {
    fn place(&self) -> Option<Place> {
        Some(match self.wanted {
            Wanted::NextLot => Place::Lot,
            Wanted::ThisLot(lot) => Place::Ballot(lot),
            Wanted::Final => Place::Final,
        })
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        // Without an open vote there is no new lot; what was cast before can still be looked at.
        let begins = matches!(self.step, Step::Load | Step::OtherKey | Step::Alarm(_));
        if begins && (ctx.may(self.phase()).is_ok() || self.over(ctx)) {
            self.load(ctx);
        }
        if matches!(self.step, Step::Promise) {
            self.ask_holders(ctx);
        }
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        // It was opened before it was known what phase it is, or who this is; or before the phase opened.
        if matches!(self.step, Step::Load) && self.load.untouched() {
            self.enter(ctx);
        }
    }

    fn follows_phases(&self, _ctx: &Ctx) -> bool {
        matches!(self.step, Step::Load | Step::Grade | Step::Review | Step::Refused(_))
    }

    fn back(&mut self, ctx: &mut Ctx) -> bool {
        match self.step {
            Step::Review | Step::Spoiled(..) => self.turn(Step::Grade, ctx),
            Step::Sealed(..) if self.opening.waiting() => {}
            Step::Sealed(..) => self.turn(Step::Review, ctx),
            // A change that was begun stays a draft: what counts is the ballot that was cast.
            Step::Grade => match Sheet::of(self.wanted, ctx).and_then(|sheet| sheet.receipt) {
                Some(receipt) => self.turn(Step::Cast(receipt), ctx),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Understood => {
                ctx.saved.promise = self.promised(ctx);
                ctx.save();
                self.load(ctx);
            }
            Intent::Grade { candidate, grade, .. } => self.grade(candidate, grade, ctx),
            Intent::Review { .. } => self.turn(Step::Review, ctx),
            Intent::Cancel if matches!(self.step, Step::Sealed(..)) => self.turn(Step::Review, ctx),
            Intent::Cancel => self.turn(Step::Grade, ctx),
            Intent::Seal { .. } => self.seal(ctx),
            Intent::Spoil { .. } => self.spoil(ctx),
            Intent::Cast { .. } => self.cast(ctx),
            Intent::NextLot => {
                ctx.known.lot = None;
                return Outcome::Done(Transition::instead(Self { step: Step::Load, ..Self::lot() }));
            }
            Intent::ChangeBallot => {
                if let Some(sheet) = Sheet::of(self.wanted, ctx) {
                    self.draft(sheet.paper, sheet.candidates.len(), true, ctx);
                    self.step = Step::Grade;
                }
            }
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        match self.load.take(id, result, |reply| matches!(reply, Reply::Lot(_) | Reply::Final(_)).then_some(())) {
            Taken::Value => self.begin(ctx),
            Taken::Failed => {
                if let Some(stop) = self.load.error().and_then(Self::stopped) {
                    self.step = stop;
                } else if let Some(error @ ApiError::Problem(problem)) = self.load.error()
                    && matches!(
                        problem.code,
                        ProblemCode::NoMoreLots
                            | ProblemCode::AlreadyVoted
                            | ProblemCode::TooLate
                            | ProblemCode::TooEarly
                    )
                {
                    self.step = Step::Refused(super::error_text(error));
                }
            }
            Taken::Other => {}
        }
        self.held(id, result);
        self.sealed(id, result, ctx);
        Outcome::Continue
    }

    fn casts(&self, paper: Paper) -> bool {
        self.paper == Some(paper)
    }

    fn cast_answered(&mut self, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        self.fresh = true;
        self.step = match result {
            Ok(Reply::Receipt(receipt)) => Step::Cast(receipt.clone()),
            Ok(_) => Step::Refused(key::ERROR_GARBLED.into()),
            // Nothing was sent, and it can be tried again.
            Err(error @ (ApiError::NotKept | ApiError::NoSeal | ApiError::Incomplete(_))) => {
                ctx.toast(Tone::Bad, super::error_text(error));
                Step::Review
            }
            Err(error) => Self::stopped(error).unwrap_or_else(|| Step::Refused(super::error_text(error))),
        };
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        match &self.step {
            Step::Promise => promise::promise(self, ctx),
            Step::Load => screens::loading(self, ctx),
            Step::Grade => screens::grade(self, ctx),
            Step::Review => screens::review(self, ctx),
            Step::Sealed(_, tracker) => seal::sealed(self, tracker.as_ref(), ctx),
            Step::Spoiled(tracker, answers) => seal::spoiled(self, tracker, answers, ctx),
            Step::OtherKey => seal::other_key(self),
            Step::Alarm(why) => seal::alarm(why),
            Step::Sent => screens::sent(self, ctx),
            Step::Cast(receipt) => screens::receipt(self, receipt, ctx),
            Step::Refused(why) => screens::refused(self, why, ctx),
        }
    }
}
