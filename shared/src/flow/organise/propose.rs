//! Proposing what needs two organisers. Putting somebody out begins on their page.

use super::deed::{Became, Deed};
use super::{Duty, Factor, Proposal, may, theirs, words};
use crate::api::types::{Decision, ListKind, Round};
use crate::api::{ApiError, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::Field;
use crate::flow::{Flow, Outcome, Transition};
use crate::text::key;
use crate::view::{Action, Block, InputKind, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Longest reason, in characters.
const REASON: usize = 500;

/// A proposal that is made.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Propose {
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<Decision>,
    reason: Field,
    deed: Deed,
}

/// What can be proposed here.
fn all() -> [Decision; 8] {
    use ListKind as L;
    let publish = |list| Decision::Publish { list };
    let proclaim = |round| Decision::Proclaim { round };
    [
        publish(L::Provisional),
        Decision::Ask,
        publish(L::Confirmed),
        Decision::Open { reason: String::new() },
        Decision::Skip,
        proclaim(Round::Preselection),
        publish(L::Finalists),
        proclaim(Round::Final),
    ]
}

/// It opens something ahead of its day: everybody reads why.
fn needs_reason(decision: &Decision) -> bool {
    matches!(decision, Decision::Open { reason } if reason.is_empty())
}

impl Flow for Propose {
    fn place(&self) -> Option<Place> {
        Some(Place::Propose)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.deed.entered(ctx);
        Outcome::Continue
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        self.what.take().is_some()
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match (intent, &self.what) {
            (Intent::Choose(n), None) => self.what = all().into_iter().nth(n.into()),
            (Intent::Understood, Some(what)) => {
                let call = OrganiseCall::Propose(ctx.key(), what.clone());
                self.deed.wish(call, ctx);
            }
            _ => self.what = None,
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.reason.typed(text, REASON);
    }

    fn submitted(&mut self, text: &str, _ctx: &mut Ctx) -> Outcome {
        let reason = self.reason.line(text, REASON);
        match &mut self.what {
            _ if reason.is_empty() => self.reason.refuse(key::FIELD_EMPTY),
            Some(Decision::Open { reason: given }) => *given = reason,
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
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
        theirs(Screen::new(ScreenId::Propose, key::PROPOSE_TITLE), ctx, |screen| match &self.what {
            Some(what) => {
                let screen = screen.with(Block::Heading(words::decision(what, ctx))).say(words::about(what));
                if needs_reason(what) {
                    return screen
                        .ask(
                            self.reason
                                .input(key::ORGANISE_REASON, InputKind::Line, REASON)
                                .hint(key::ORGANISE_REASON_HINT),
                        )
                        .act(Action::new(Intent::Cancel, key::PROPOSE_OTHER));
                }
                let screen = match what {
                    Decision::Open { reason } => screen.say(crate::text::Msg::words(reason)),
                    _ => screen,
                };
                screen
                    .say(key::PROPOSE_TWO)
                    .act(Action::new(Intent::Understood, key::PROPOSE_NOW).primary().when(may(Duty::Decide, ctx)))
                    .act(Action::new(Intent::Cancel, key::PROPOSE_OTHER))
            }
            None => match may(Duty::Decide, ctx) {
                Err(why) => screen.notice(Tone::Warning, why),
                Ok(()) => {
                    let item = |(n, it): (u8, Decision)| Item {
                        title: words::decision(&it, ctx),
                        details: vec![words::about(&it).into()],
                        marked: false,
                        intent: Some(Intent::Choose(n)),
                    };
                    let list = ListView {
                        label: key::PROPOSE_WHAT.into(),
                        items: (0..).zip(all()).map(item).collect(),
                        empty: key::NOTHING.into(),
                        loading: false,
                    };
                    screen.say(key::PROPOSALS_TEXT).with(Block::List(list)).say(key::PROPOSE_ELSEWHERE)
                }
            },
        })
    }
}
