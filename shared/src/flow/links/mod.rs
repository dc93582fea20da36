//! Chats that act for me: link another one, say yes or no to one that asks, see them all, cut them.

mod join;
mod screens;

pub(crate) use join::Join;
pub(super) use screens::network;

use super::parts::{Remote, Taken, error_text};
use super::{Flow, Outcome};
use crate::api::ids::LinkId;
use crate::api::types::{LinkConfirmationRequest, LinkOfferView, LinkStatus, LinkView};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::key;
use crate::view::{Intent, Place, Screen, Tone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Between two looks while something is under way.
const LOOK: SignedDuration = SignedDuration::from_secs(3);

/// My linked chats.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Links {
    all: Remote<Vec<LinkView>>,
    offer: Remote<LinkOfferView>,
    /// Until when the code is good, by this device's clock.
    until: Option<Timestamp>,
    confirming: Remote<()>,
    /// The chat that is being confirmed, and the last one that was.
    asked: Option<LinkId>,
    confirmed: Option<LinkId>,
    cutting: Remote<()>,
    cut: Option<LinkId>,
}

impl Links {
    fn rows(&self) -> impl Iterator<Item = &LinkView> {
        self.all.value.iter().flatten()
    }

    /// A chat that asks.
    fn asks(&self) -> Option<&LinkView> {
        self.rows().find(|it| it.status == LinkStatus::Claimed)
    }

    /// The code that is shown.
    fn shown(&self) -> Option<&LinkOfferView> {
        self.offer.value.as_ref()
    }

    fn row(&self, id: LinkId) -> Option<&LinkView> {
        self.rows().find(|it| it.id == id)
    }

    fn confirm(&mut self, id: LinkId, ctx: &mut Ctx) {
        let chat = self.row(id).and_then(|it| Some((it.channel?, it.label.clone()?)));
        let Some((channel, label)) = chat else { return };
        self.asked = Some(id);
        // What is confirmed is what stands on the screen.
        let call = Call::ConfirmLink(ctx.key(), id, LinkConfirmationRequest { channel, label });
        self.confirming.ask(ctx, call);
    }

    fn cut(&mut self, id: LinkId, ctx: &mut Ctx) {
        if !self.cutting.waiting() {
            self.cut = Some(id);
            let call = Call::CutLink(ctx.key(), id);
            self.cutting.ask(ctx, call);
        }
    }

    /// Whom the person has confirmed is not asked about once more by a list that was on its way.
    fn settle(&mut self) {
        let sure = self.confirmed;
        for row in self.all.value.iter_mut().flatten() {
            if Some(row.id) == sure && row.status == LinkStatus::Claimed {
                row.status = LinkStatus::Confirmed;
            }
        }
    }

    /// The rows came: what became of the code, and whether to look again.
    fn looked(&mut self, ctx: &mut Ctx) {
        self.settle();
        let status = self.shown().map(|it| self.row(it.link).map(|it| it.status));
        // The chat that was confirmed has come for its access; its code is shown no more.
        let come = self.confirmed.and_then(|id| self.row(id)).is_some_and(|it| it.status == LinkStatus::Linked);
        if come {
            self.confirmed = None;
        }
        match status {
            _ if come => ctx.toast(Tone::Good, key::TOAST_CHAT_LINKED),
            Some(Some(LinkStatus::Linked)) => ctx.toast(Tone::Good, key::TOAST_CHAT_LINKED),
            // While it is good a code is only gone because two have given it.
            Some(None) if self.until.is_some_and(|until| until > ctx.now) => {
                ctx.toast(Tone::Warning, key::TOAST_LINK_GONE);
            }
            _ => {}
        }
        if matches!(status, Some(None | Some(LinkStatus::Linked | LinkStatus::Confirmed))) {
            self.offer = Remote::default();
        }
        if self.rows().any(|it| it.status != LinkStatus::Linked) {
            self.all.ask_after(ctx, Call::Links, LOOK);
        }
    }
}

impl Flow for Links {
    fn place(&self) -> Option<Place> {
        Some(Place::Links)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.account.is_some() {
            self.all.ask(ctx, Call::Links);
        }
        Outcome::Continue
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        // The code stays good; who has it can still ask.
        std::mem::take(&mut self.offer.value).is_some()
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::OfferLink => {
                let call = Call::OfferLink(ctx.key());
                self.offer.ask(ctx, call);
            }
            Intent::Cancel => {
                if let Some(offer) = std::mem::take(&mut self.offer.value) {
                    self.cut(offer.link, ctx);
                }
            }
            Intent::ConfirmLink(id) => self.confirm(id, ctx),
            Intent::CutLink(id) => self.cut(id, ctx),
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let offered = self.offer.take(id, result, |reply| match reply {
            Reply::LinkOffered(offer) => Some(offer.clone()),
            _ => None,
        });
        if let (Taken::Value, Some(offer)) = (offered, self.shown()) {
            let good = SignedDuration::from_secs(i64::from(offer.expires_in.min(86_400)));
            self.until = ctx.now.checked_add(good).ok();
            self.all.ask(ctx, Call::Links);
        }
        let looked = self.all.take(id, result, |reply| match reply {
            Reply::Links(all) => Some(all.clone()),
            _ => None,
        });
        if looked == Taken::Value {
            self.looked(ctx);
        }
        let done = |reply: &Reply| matches!(reply, Reply::Done).then_some(());
        let confirmed = self.confirming.take(id, result, done);
        let cut = self.cutting.take(id, result, done);
        if confirmed == Taken::Value {
            self.confirmed = self.asked.take();
            self.settle();
            // Nor is its code shown any more.
            if self.shown().is_some_and(|offer| Some(offer.link) == self.confirmed) {
                self.offer = Remote::default();
            }
            ctx.toast(Tone::Good, key::TOAST_LINK_CONFIRMED);
        }
        if cut == Taken::Value {
            let gone = self.cut.take();
            let was = self.rows().find(|it| Some(it.id) == gone).map(|it| it.status);
            self.all.value.iter_mut().for_each(|all| all.retain(|it| Some(it.id) != gone));
            match was {
                Some(LinkStatus::Linked | LinkStatus::Confirmed) => ctx.toast(Tone::Good, key::TOAST_LINK_CUT),
                Some(LinkStatus::Claimed) => ctx.toast(Tone::Good, key::TOAST_LINK_REFUSED),
                _ => {}
            }
        }
        if confirmed != Taken::Other || cut == Taken::Failed {
            self.all.ask(ctx, Call::Links);
        }
        let errors = [(offered, self.offer.error()), (confirmed, self.confirming.error()), (cut, self.cutting.error())];
        if let Some((_, Some(error))) = errors.into_iter().find(|(taken, _)| *taken == Taken::Failed) {
            ctx.toast(Tone::Bad, error_text(error));
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        match (&ctx.known.account, self.asks(), self.shown().zip(self.until)) {
            (Some(_), Some(chat), _) => screens::question(chat, ctx),
            (Some(_), None, Some((offer, until))) => screens::code(offer, until, ctx),
            _ => screens::list(self, ctx),
        }
    }
}
