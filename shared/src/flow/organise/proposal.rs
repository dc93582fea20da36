//! One proposal: what it does, who proposed it, and approving it as the second person.

use super::deed::Became;
use super::watched::Watched;
use super::{Duty, Factor, awaited, may, preview, theirs, words};
use crate::api::ids::{CandidateId, ProposalId};
use crate::api::types::{Decision, Lang, ProposalState, ProposalView};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::Remote;
use crate::flow::{Flow, Outcome, Transition};
use crate::text::{Announced, Msg, Way, key};
use crate::view::{Action, Block, Fact, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// A proposal.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Proposal {
    id: ProposalId,
    #[serde(flatten)]
    seen: Watched<ProposalView>,
    /// Whom it is about; their page is public.
    page: Remote<()>,
    /// Approving it was chosen once.
    sure: bool,
    /// What it announces is looked at, as others will see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    look: Option<(Way, Lang)>,
}

impl Proposal {
    pub fn new(id: ProposalId) -> Self {
        Self { id, seen: Watched::default(), page: Remote::default(), sure: false, look: None }
    }

    fn call(&self) -> OrganiseCall {
        OrganiseCall::Proposal(self.id)
    }

    fn about(&self) -> Option<CandidateId> {
        match self.seen.it.value.as_ref()?.decision {
            Decision::Disqualify { candidate, .. } | Decision::Reinstate { candidate, .. } => Some(candidate),
            _ => None,
        }
    }

    fn actions(&self, screen: Screen, it: &ProposalView, ctx: &Ctx) -> Screen {
        if it.state != ProposalState::Open {
            return screen;
        }
        let late = it.expires_at <= ctx.platform_now();
        let may = || if late { Err(key::WHY_PROPOSAL_LATE.into()) } else { may(Duty::Decide, ctx) };
        let down = if it.own { key::PROPOSAL_WITHDRAW } else { key::PROPOSAL_TURN_DOWN };
        let down = Action::new(Intent::TurnDown(it.id), down).when(may());
        if it.own {
            let own = Err(key::WHY_OWN_PROPOSAL.into());
            return screen.act(Action::new(Intent::Approve(it.id), key::PROPOSAL_APPROVE).when(own)).act(down);
        }
        if self.sure {
            return screen
                .act(Action::new(Intent::Cancel, key::PROPOSAL_NOT_NOW).primary())
                .act(Action::new(Intent::Approve(it.id), key::PROPOSAL_APPROVE_NOW).danger().when(may()));
        }
        screen.act(Action::new(Intent::Approve(it.id), key::PROPOSAL_APPROVE).primary().when(may())).act(down)
    }
}

impl Flow for Proposal {
    fn place(&self) -> Option<Place> {
        Some(Place::Proposal(self.id))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.seen.enter(self.call(), ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        self.seen.learnt(self.call(), ctx);
    }

    fn reads(&self) -> Vec<Call> {
        self.about().map(Call::Candidate).into_iter().collect()
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        let looking = self.look.take().is_some();
        looking || std::mem::take(&mut self.sure)
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Preview => self.look = Some(preview::FIRST),
            Intent::Choose(n) => self.look = self.look.map(|at| preview::chosen(n, at)),
            Intent::Cancel if self.look.take().is_some() => {}
            Intent::Approve(_) if !self.sure => self.sure = true,
            Intent::Approve(id) => {
                self.sure = false;
                let call = OrganiseCall::Approve(ctx.key(), id);
                self.seen.deed.wish(call, ctx);
            }
            Intent::TurnDown(id) => {
                let call = OrganiseCall::Withdraw(ctx.key(), id);
                self.seen.deed.wish(call, ctx);
            }
            _ => self.sure = false,
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        self.seen.it.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Proposal(it)) => Some((**it).clone()),
            _ => None,
        });
        self.page.take(id, result, |reply| matches!(reply, Reply::Candidate(_)).then_some(()));
        match self.seen.deed.reply(id, result, ctx) {
            Became::Factor => return Outcome::Done(Transition::push(Factor::default())),
            Became::Done => {
                if let Ok(Reply::Organise(OrganiseReply::Proposal(it))) = result {
                    let done = it.state == ProposalState::Approved;
                    ctx.toast(Tone::Good, if done { key::TOAST_APPROVED } else { key::TOAST_TURNED_DOWN });
                    self.seen.it.value = Some((**it).clone());
                }
            }
            // It may stand otherwise than it is shown: somebody else was quicker.
            Became::Refused => self.seen.load(self.call(), ctx),
            Became::Other => {}
        }
        if let Some(about) = self.about()
            && self.page.untouched()
            && ctx.known.page(about).is_none()
        {
            self.page.ask(ctx, Call::Candidate(about));
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let said = self.seen.it.value.as_ref().and_then(|it| announced(&it.decision, ctx));
        if let (Some(at), Some(said)) = (self.look, &said) {
            return theirs(Screen::new(ScreenId::Preview, key::PREVIEW_TITLE), ctx, |screen| {
                preview::show(screen, said, at, ctx).act(Action::new(Intent::Cancel, key::PREVIEW_DONE).primary())
            });
        }
        theirs(Screen::new(ScreenId::Proposal, key::PROPOSAL_TITLE), ctx, |screen| {
            let screen = awaited(screen, &self.seen.it);
            let Some(it) = &self.seen.it.value else { return screen };
            let screen = if self.sure { screen.notice(Tone::Warning, key::PROPOSAL_SURE) } else { screen };
            let screen =
                screen.with(Block::Heading(words::decision(&it.decision, ctx))).say(words::about(&it.decision));
            let screen = told(screen, &it.decision).with(Block::Facts(facts(it, ctx)));
            let gone = it.state == ProposalState::Approved && matches!(it.decision, Decision::Announce { .. });
            let far = Action::new(Intent::Open(Place::Announcements), key::ANNOUNCE_TITLE).primary();
            let screen = if gone { screen.act(far) } else { screen };
            // Whoever approves it sees what will be sent, too.
            let look = Action::new(Intent::Preview, key::PREVIEW_OPEN);
            let screen = if said.is_some() && !self.sure { screen.act(look) } else { screen };
            let screen = match self.about() {
                Some(id) => screen.act(Action::new(Intent::Open(Place::Candidate(id)), key::ORGANISE_THEIR_PAGE)),
                None => screen,
            };
            self.actions(screen, it, ctx)
        })
    }
}

/// What it announces, if it does.
fn announced(decision: &Decision, ctx: &Ctx) -> Option<Announced> {
    let Decision::Announce { title, body, audience, sender, .. } = decision else { return None };
    let (title, body, sender) = (title.clone(), body.clone(), sender.clone());
    Some(Announced { title, body, sender, primary: preview::primary(ctx), audience: *audience })
}

/// The words that everybody will read.
fn told(screen: Screen, decision: &Decision) -> Screen {
    let lines = |screen: Screen, text: &str| {
        text.split('\n').filter(|it| !it.trim().is_empty()).map(Msg::words).fold(screen, Screen::say)
    };
    match decision {
        Decision::Disqualify { reason, .. } | Decision::Reinstate { reason, .. } | Decision::Open { reason } => {
            lines(screen.with(Block::Heading(key::PROPOSAL_REASON.into())), reason)
        }
        Decision::Announce { body, .. } => lines(lines(screen, &body.fr), &body.en),
        _ => screen,
    }
}

fn facts(it: &ProposalView, ctx: &Ctx) -> Vec<Fact> {
    let fact = |label, value: Msg| Fact { label: Msg::new(label), value };
    let by = if it.own { key::PROPOSAL_OWN.into() } else { words::person(it.proposed_by) };
    let mut facts = vec![
        fact(key::PROPOSAL_STATE, words::proposal(it, ctx).into()),
        fact(key::PROPOSAL_BY, by),
        fact(key::PROPOSAL_AT, Msg::new(key::AT).with("at", ctx.at(it.proposed_at))),
    ];
    // Whoever approves sees to whom, when, and in whose name.
    if let Decision::Announce { audience, urgent, send_at, sender, .. } = &it.decision {
        let to = super::announce::audience(*audience);
        let when = send_at
            .map_or_else(|| key::PROPOSAL_ANNOUNCE_AT_ONCE.into(), |at| Msg::new(key::AT).with("at", ctx.at(at)));
        let hours = if *urgent { key::PROPOSAL_ANNOUNCE_URGENT } else { key::PROPOSAL_ANNOUNCE_QUIET };
        let by = sender.as_deref().map_or_else(|| key::ANNOUNCEMENT_ORGANISERS.into(), Msg::words);
        facts.push(fact(key::PROPOSAL_ANNOUNCE_TO, to.into()));
        facts.push(fact(key::PROPOSAL_ANNOUNCE_SENDER, by));
        facts.push(fact(key::PROPOSAL_ANNOUNCE_AT, when));
        facts.push(fact(key::PROPOSAL_ANNOUNCE_HOURS, hours.into()));
    }
    match (it.decided_by, it.decided_at) {
        (Some(by), Some(at)) => {
            let value = Msg::new(key::ORGANISE_BY_AT).with("person", words::person(by)).with("at", ctx.at(at));
            facts.push(fact(key::PROPOSAL_DECIDED, value));
        }
        _ => facts.push(fact(key::PROPOSAL_GOOD, Msg::new(key::AT).with("at", ctx.at(it.expires_at)))),
    }
    facts
}
