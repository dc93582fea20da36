//! What two organisers decide together, newest first.

use super::{Duty, again, failed, insider, may, theirs, words};
use crate::api::types::{ProposalState, ProposalView};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Remote, Taken};
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// All proposals.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Proposals {
    /// Where the next page begins, of the page that came last.
    page: Remote<Option<String>>,
    rows: Vec<ProposalView>,
}

impl Proposals {
    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) && !self.page.waiting() {
            self.rows.clear();
            // They name candidates.
            ctx.need_roll();
            self.page.ask(ctx, Call::Organise(OrganiseCall::Proposals(None)));
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
        if self.page.untouched() {
            self.load(ctx);
        }
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Candidates(Default::default())]
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if let (Intent::More, Some(Some(next))) = (intent, &self.page.value) {
            let next = next.clone();
            self.page.ask(ctx, Call::Organise(OrganiseCall::Proposals(Some(next))));
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        let taken = self.page.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Proposals(page)) => Some(page.next.clone()),
            _ => None,
        });
        if let (Taken::Value, Ok(Reply::Organise(OrganiseReply::Proposals(page)))) = (taken, result) {
            self.rows.extend(page.items.iter().cloned());
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Proposals, key::PROPOSALS_TITLE), ctx, |screen| {
            let screen = screen.say(key::PROPOSALS_TEXT);
            let screen = failed(screen, &self.page);
            let list = ListView {
                label: key::PROPOSALS_TITLE.into(),
                items: self.rows.iter().map(|it| item(it, ctx)).collect(),
                empty: if self.page.waiting() { key::LOADING } else { key::PROPOSALS_NONE }.into(),
                loading: self.page.waiting(),
            };
            let screen = screen.with(Block::List(list));
            let screen = match self.page.value {
                Some(Some(_)) if !self.page.waiting() => screen.act(Action::new(Intent::More, key::ORGANISE_OLDER)),
                _ => screen,
            };
            let propose = Action::new(Intent::Open(Place::Propose), key::PROPOSE_TITLE).when(may(Duty::Decide, ctx));
            again(screen.act(propose), self.page.error().is_some())
        })
    }
}

fn item(it: &ProposalView, ctx: &Ctx) -> Item {
    let open = it.state == ProposalState::Open && it.expires_at > ctx.platform_now();
    let by = if it.own { key::PROPOSAL_OWN.into() } else { words::person(it.proposed_by) };
    let mut details = vec![words::proposal(it, ctx).into(), by];
    details.push(match it.decided_at {
        Some(at) => Msg::new(key::AT).with("at", ctx.at(at)),
        None => Msg::new(key::ORGANISE_UNTIL).with("at", ctx.at(it.expires_at)),
    });
    let title = words::decision(&it.decision, ctx);
    Item { title, details, marked: open, intent: Some(Intent::Open(Place::Proposal(it.id))) }
}
