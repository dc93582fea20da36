//! What two organisers decide together, newest first.

use super::paged::{Named, Paged};
use super::{Duty, insider, may, theirs, words};
use crate::api::types::{Page, ProposalView};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key};
use crate::view::{Action, Intent, Item, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// All proposals.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Proposals(Paged<ProposalView>);

const NAMED: Named = Named { label: key::PROPOSALS_TITLE, none: key::PROPOSALS_NONE, more: key::ORGANISE_OLDER };

impl Proposals {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) && self.0.load(OrganiseCall::Proposals, ctx) {
            // They name candidates.
            ctx.need_roll();
        }
    }
}

impl Flow for Proposals {
    fn place(&self) -> Option<Place> {
        Some(Place::Proposals)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.load(ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.0.untouched() {
            self.load(ctx);
        }
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Candidates(Default::default())]
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        self.0.intent(intent, OrganiseCall::Proposals, ctx);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.0.reply(id, result, page, ProposalView::clone);
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Proposals, key::PROPOSALS_TITLE), ctx, |screen| {
            let screen = self.0.show(screen.say(key::PROPOSALS_TEXT), NAMED, |it| item(it, ctx));
            let propose = Action::new(Intent::Open(Place::Propose), key::PROPOSE_TITLE).when(may(Duty::Decide, ctx));
            self.0.again(screen.act(propose))
        })
    }
}

fn page(reply: &OrganiseReply) -> Option<&Page<ProposalView>> {
    match reply {
        OrganiseReply::Proposals(page) => Some(page),
        _ => None,
    }
}

/// A row, also among announcements.
pub(super) fn item(it: &ProposalView, ctx: &Ctx) -> Item {
    let by = if it.own { key::PROPOSAL_OWN.into() } else { words::person(it.proposed_by) };
    let mut details = vec![words::proposal(it, ctx).into(), by];
    details.push(match it.decided_at {
        Some(at) => Msg::new(key::AT).with("at", ctx.at(at)),
        None => Msg::new(key::ORGANISE_UNTIL).with("at", ctx.at(it.expires_at)),
    });
    let title = words::decision(&it.decision, ctx);
    Item { title, details, marked: false, intent: Some(Intent::Open(Place::Proposal(it.id))) }
}
