//! Writing an announcement: title and text in both languages, to whom, when; then a look at it as others will see it, a
//! test to oneself, and a second organiser is asked.

use super::super::deed::{Became, Deed};
use super::super::{Factor, Proposal, insider};
use super::instant::instant;
use super::step::{PARTS, Step, TO, URGENT};
use super::{nothing, preview, sheet};
use crate::api::ids::DraftId;
use crate::api::types::{Audience, Decision, DraftView, Lang, Localized, RecipientsView, TrialRequest};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, Effect, ReqId};
use crate::flow::parts::{Field, Remote, Taken};
use crate::flow::{Flow, Outcome, Transition};
use crate::text::{Announced, key};
use crate::view::{Intent, Place, Screen, Tone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An announcement that is written.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Compose {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    draft: Option<DraftId>,
    pub(super) title: Localized,
    pub(super) body: Localized,
    pub(super) audience: Audience,
    pub(super) urgent: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) send_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) sender: Option<String>,
    pub(super) step: Step,
    pub(super) field: Field,
    /// The draft's words are there.
    pub(super) words: Remote<()>,
    pub(super) counted: Remote<RecipientsView>,
    // Apart: a flow is as large as the largest of all of them.
    trial: Box<Deed>,
    dropping: Box<Deed>,
    deed: Box<Deed>,
}

impl Default for Compose {
    fn default() -> Self {
        Self {
            draft: None,
            title: nothing(),
            body: nothing(),
            audience: Audience::Everyone,
            urgent: false,
            send_at: None,
            sender: None,
            step: Step::Title(Lang::Fr),
            field: Field::default(),
            words: Remote::default(),
            counted: Remote::default(),
            trial: Box::default(),
            dropping: Box::default(),
            deed: Box::default(),
        }
    }
}

impl Compose {
    /// What the calendar suggests, to edit or to let go.
    pub fn of(draft: DraftId) -> Self {
        Self { draft: Some(draft), step: Step::Check, ..Self::default() }
    }

    /// The calendar suggested it.
    pub(super) fn suggested(&self) -> Option<DraftId> {
        self.draft
    }

    fn load(&mut self, ctx: &mut Ctx) {
        if insider(ctx) && self.draft.is_some() && self.words.value.is_none() {
            self.words.ask(ctx, Call::Organise(OrganiseCall::Drafts));
        }
        if insider(ctx) && self.step == Step::Check {
            self.count(ctx);
        }
    }

    /// How many it would reach.
    fn count(&mut self, ctx: &mut Ctx) {
        self.counted.ask(ctx, Call::Organise(OrganiseCall::Recipients(self.audience)));
    }

    fn take_draft(&mut self, all: &[DraftView]) -> Option<()> {
        let it = all.iter().find(|it| Some(it.id) == self.draft)?;
        (self.title, self.body, self.audience) = (it.title.clone(), it.body.clone(), it.audience);
        Some(())
    }

    /// To a step, with what was given there.
    fn go(&mut self, step: Step, ctx: &mut Ctx) {
        self.step = step;
        self.field = Field::of(match step {
            Step::Title(lang) => self.title.get(lang).to_owned(),
            Step::Body(lang) => self.body.get(lang).to_owned(),
            Step::Sender => self.sender.clone().unwrap_or_default(),
            Step::When | Step::Check | Step::Edit | Step::Look(..) => String::new(),
        });
        if step == Step::Check {
            self.count(ctx);
        }
    }

    /// What is still missing, else the whole of it.
    fn next(&mut self, ctx: &mut Ctx) {
        let missing = PARTS.into_iter().find(|step| match step {
            Step::Title(lang) => self.title.get(*lang).is_empty(),
            Step::Body(lang) => self.body.get(*lang).is_empty(),
            _ => false,
        });
        self.go(missing.unwrap_or(Step::Check), ctx);
    }

    /// As it is sent.
    pub(super) fn announced(&self, ctx: &Ctx) -> Announced {
        let (title, body, sender) = (self.title.clone(), self.body.clone(), self.sender.clone());
        Announced { title, body, sender, primary: preview::primary(ctx), audience: self.audience }
    }

    fn decision(&self) -> Decision {
        Decision::Announce {
            title: self.title.clone(),
            body: self.body.clone(),
            audience: self.audience,
            urgent: self.urgent,
            send_at: self.send_at,
            sender: self.sender.clone(),
        }
    }

    fn checked(&mut self, intent: Intent, ctx: &mut Ctx) {
        match intent {
            Intent::Preview => {
                let (way, lang) = preview::FIRST;
                self.go(Step::Look(way, lang), ctx);
            }
            Intent::Edit => self.go(Step::Edit, ctx),
            Intent::Trial => {
                let (title, body, sender) = (self.title.clone(), self.body.clone(), self.sender.clone());
                let call = OrganiseCall::Try(ctx.key(), TrialRequest { title, body, sender });
                self.trial.wish(call, ctx);
            }
            Intent::Understood => {
                let call = OrganiseCall::Propose(ctx.key(), self.decision());
                self.deed.wish(call, ctx);
            }
            Intent::DropDraft(id) if self.draft == Some(id) => {
                let call = OrganiseCall::DropDraft(ctx.key(), id);
                self.dropping.wish(call, ctx);
            }
            _ => {}
        }
    }

    fn edited(&mut self, n: u8, ctx: &mut Ctx) {
        match (PARTS.get(usize::from(n)), n) {
            (Some(step), _) => self.go(*step, ctx),
            (None, TO) => {
                let all = self.audience == Audience::Everyone;
                self.audience = if all { Audience::LotWaiting } else { Audience::Everyone };
            }
            (None, URGENT) => self.urgent = !self.urgent,
            _ => {}
        }
    }

    fn answered(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Option<Outcome> {
        match (self.deed.reply(id, result, ctx), result) {
            (Became::Factor, _) => return Some(Outcome::Done(Transition::push(Factor::default()))),
            (Became::Done, Ok(Reply::Organise(OrganiseReply::Proposal(it)))) => {
                ctx.toast(Tone::Good, key::CLI_ORGANISE_WAITS);
                // It is proposed: nobody need be reminded of it any more. Where that does not arrive, it is on the list.
                if let Some(draft) = self.draft {
                    let call = Call::Organise(OrganiseCall::DropDraft(ctx.key(), draft));
                    ctx.ask(call);
                }
                return Some(Outcome::Done(Transition::instead(Proposal::new(it.id))));
            }
            _ => {}
        }
        match self.dropping.reply(id, result, ctx) {
            Became::Factor => return Some(Outcome::Done(Transition::push(Factor::default()))),
            Became::Done => {
                ctx.toast(Tone::Good, key::TOAST_DRAFT_GONE);
                return Some(Outcome::Done(Transition::Back));
            }
            Became::Refused | Became::Other => {}
        }
        match (self.trial.reply(id, result, ctx), result) {
            (Became::Factor, _) => return Some(Outcome::Done(Transition::push(Factor::default()))),
            (Became::Done, Ok(Reply::Organise(OrganiseReply::Tried(it)))) => {
                ctx.toast(Tone::Good, if it.email { key::TOAST_TRIED } else { key::TOAST_TRIED_NO_MAIL });
                ctx.look_into_inbox();
                if ctx.channel.is_chat() {
                    let trial = self.announced(ctx).as_trial();
                    ctx.wish(Effect::Trial(trial));
                }
            }
            _ => {}
        }
        None
    }
}

impl Flow for Compose {
    fn place(&self) -> Option<Place> {
        Some(self.draft.map_or(Place::Compose, Place::Draft))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.load(ctx);
        self.deed.entered(ctx);
        self.trial.entered(ctx);
        self.dropping.entered(ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.draft.is_some() && self.words.untouched() {
            self.load(ctx);
        }
    }

    fn back(&mut self, ctx: &mut Ctx) -> bool {
        let whole = sheet::whole(self);
        match self.step {
            Step::Look(..) | Step::Edit => self.go(Step::Check, ctx),
            Step::Check => return false,
            _ if whole => self.go(Step::Edit, ctx),
            Step::Body(lang) => self.go(Step::Title(lang), ctx),
            Step::Title(Lang::En) => self.go(Step::Body(Lang::Fr), ctx),
            _ => return false,
        }
        true
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match (self.step, intent) {
            (Step::Check, intent) => self.checked(intent, ctx),
            (Step::Look(way, lang), Intent::Choose(n)) => {
                let (way, lang) = preview::chosen(n, (way, lang));
                self.step = Step::Look(way, lang);
            }
            (Step::Edit, Intent::Choose(n)) => self.edited(n, ctx),
            (Step::When, Intent::Skip) => {
                self.send_at = None;
                self.next(ctx);
            }
            (Step::Sender, Intent::Skip) => {
                self.sender = None;
                self.next(ctx);
            }
            (Step::Look(..) | Step::Edit, Intent::Cancel) => self.go(Step::Check, ctx),
            _ => {}
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.field.typed(text, sheet::most(self.step));
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        let most = sheet::most(self.step);
        let given = match self.step {
            Step::Body(_) => self.field.text(text, most),
            _ => self.field.line(text, most),
        };
        let given = given.trim().to_owned();
        match self.step {
            Step::Check | Step::Edit | Step::Look(..) => return Outcome::Continue,
            Step::When => {
                let zone = ctx.known.primary.as_ref().map_or("UTC", |primary| primary.zone.as_str());
                match instant(&given, zone) {
                    None => return self.refused(key::COMPOSE_NO_INSTANT),
                    Some(at) if at <= ctx.platform_now() => return self.refused(key::COMPOSE_PAST),
                    at => self.send_at = at,
                }
            }
            _ if given.is_empty() => return self.refused(key::FIELD_EMPTY),
            Step::Title(Lang::Fr) => self.title.fr = given,
            Step::Title(Lang::En) => self.title.en = given,
            Step::Body(Lang::Fr) => self.body.fr = given,
            Step::Body(Lang::En) => self.body.en = given,
            Step::Sender => self.sender = Some(given),
        }
        self.next(ctx);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let mut drafts = None;
        let taken = self.words.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Drafts(all)) => {
                drafts = Some(all.clone());
                Some(())
            }
            _ => None,
        });
        if taken == Taken::Value && drafts.as_deref().and_then(|all| self.take_draft(all)).is_none() {
            ctx.toast(Tone::Warning, key::COMPOSE_DRAFT_GONE);
            return Outcome::Done(Transition::Back);
        }
        if taken == Taken::Value {
            self.counted = Remote::default();
            self.count(ctx);
        }
        self.counted.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Recipients(it)) => Some(*it),
            _ => None,
        });
        self.answered(id, result, ctx).unwrap_or(Outcome::Continue)
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        sheet::screen(self, ctx)
    }
}

impl Compose {
    fn refused(&mut self, why: crate::text::Key) -> Outcome {
        self.field.refuse(why);
        Outcome::Continue
    }
}
