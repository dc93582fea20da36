//! My supports and nominations; at the limit, which one to give up for the new one.

use super::candidates::item;
use super::parts::{Remote, loading, way_in};
use super::{Flow, Outcome, Transition};
use crate::api::ids::CandidateId;
use crate::api::types::*;
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// My supports and nominations.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Supports {
    all: Remote<()>,
    writing: Remote<()>,
}

impl Flow for Supports {
    fn place(&self) -> Option<Place> {
        Some(Place::Supports)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.citizen().is_ok() {
            self.all.ask(ctx, Call::Supports);
        }
        Outcome::Continue
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if let (Intent::Withdraw(id), Some(mine)) = (intent, &ctx.known.supports) {
            let supported = mine.supports.iter().any(|row| row.id == id);
            let key = ctx.key();
            let call = if supported { Call::WithdrawSupport(key, id) } else { Call::WithdrawNomination(key, id) };
            self.writing.ask(ctx, call);
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let pick = |reply: &Reply| matches!(reply, Reply::Supports(_)).then_some(());
        self.all.take(id, result, pick);
        if self.writing.done(id, result, ctx, pick) {
            ctx.toast(Tone::Good, key::TOAST_GIVEN_BACK);
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Supports, key::SUPPORTS_TITLE);
        if let Err(why) = ctx.known.citizen() {
            return way_in(screen.notice(Tone::Warning, why), ctx);
        }
        let Some(mine) = &ctx.known.supports else {
            return screen.with_all(self.all.notice().or_else(|| Some(loading())));
        };
        let may = ctx.may(PhaseKind::Identification);
        let list = |rows: &[CandidateSummary], limit: u32, label: Key, empty: Key| {
            let label = Msg::new(label).with("total", limit);
            let items = rows.iter().map(|row| item(row, true)).collect();
            Block::List(ListView { label, items, empty: empty.into(), loading: false })
        };
        let mut screen = screen
            .say(key::SUPPORTS_TEXT)
            .with(list(&mine.supports, mine.supports_limit, key::SUPPORTS_USED, key::SUPPORTS_NONE))
            .with(list(&mine.nominations, mine.nominations_limit, key::NOMINATIONS_USED, key::NOMINATIONS_NONE))
            .act(Action::new(Intent::Open(Place::Candidates), key::CANDIDATES_TITLE).primary())
            .act(Action::new(Intent::Open(Place::Nominate), key::NOMINATE_TITLE).when(may.clone()));
        for row in mine.supports.iter().chain(&mine.nominations) {
            let label = Msg::new(key::SUPPORTS_WITHDRAW).with("name", row.name.as_str());
            screen = screen.act(Action::new(Intent::Withdraw(row.id), label).when(may.clone()));
        }
        screen
    }
}

/// What a citizen at the limit wants all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Wish {
    /// To support.
    Support(CandidateId),
    /// To put forward somebody on the list.
    Nominate(CandidateId),
    /// To put forward somebody new.
    NominateNew(String),
}

/// At the limit: which one to give up?
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Replace {
    wish: Wish,
    name: Msg,
    /// As the platform listed them; none: as they are known here.
    among: Option<Vec<CandidateSummary>>,
    writing: Remote<()>,
}

impl Replace {
    /// Among those that are known here.
    pub fn new(wish: Wish, name: Msg) -> Self {
        Self { wish, name, among: None, writing: Remote::default() }
    }

    /// Among those that the platform lists.
    pub fn among(self, current: &[CandidateSummary]) -> Self {
        Self { among: Some(current.to_vec()).filter(|it| !it.is_empty()), ..self }
    }

    fn current<'a>(&'a self, ctx: &'a Ctx) -> &'a [CandidateSummary] {
        let known = ctx.known.supports.as_ref().map(|mine| match self.wish {
            Wish::Support(_) => &mine.supports,
            _ => &mine.nominations,
        });
        self.among.as_ref().or(known).map_or(&[], Vec::as_slice)
    }
}

impl Flow for Replace {
    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Cancel => return Outcome::Done(Transition::Back),
            Intent::Replace(old) => {
                let (key, replaces) = (ctx.key(), Some(old));
                let call = match &self.wish {
                    Wish::Support(id) => Call::Support(key, *id, SupportRequest { replaces }),
                    Wish::Nominate(id) => {
                        Call::Nominate(key, NominationRequest { candidate: Some(*id), name: None, replaces })
                    }
                    Wish::NominateNew(name) => {
                        Call::Nominate(key, NominationRequest { candidate: None, name: Some(name.clone()), replaces })
                    }
                };
                self.writing.ask(ctx, call);
            }
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        if !self.writing.done(id, result, ctx, |reply| matches!(reply, Reply::Supports(_)).then_some(())) {
            return Outcome::Continue;
        }
        ctx.toast(Tone::Good, Msg::new(key::TOAST_REPLACED).with("name", self.name.clone()));
        Outcome::Done(Transition::Back)
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let current = self.current(ctx);
        let give_up = |row: &CandidateSummary| Item { intent: Some(Intent::Replace(row.id)), ..item(row, true) };
        let list = ListView {
            label: key::REPLACE_LIST.into(),
            items: current.iter().map(give_up).collect(),
            empty: key::SUPPORTS_NONE.into(),
            loading: false,
        };
        Screen::new(ScreenId::Replace, key::REPLACE_TITLE)
            .say(Msg::new(key::REPLACE_TEXT).with("n", current.len()).with("name", self.name.clone()))
            .with(Block::List(list))
            .act(Action::new(Intent::Cancel, key::REPLACE_KEEP).primary())
    }
}
