//! Putting a citizen forward: somebody on the list, or a new name.

use super::candidates::item;
use super::finder::{Finder, QUERY};
use super::parts::{Remote, Taken, error_text, way_in};
use super::supports::{Replace, Wish};
use super::{Flow, Outcome, Transition};
use crate::api::ids::CandidateId;
use crate::api::types::{CandidateQuery, CandidateState, CandidateSummary, NominationRequest, PhaseKind, ProblemCode};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Msg, clean_line, key};
use crate::view::{Action, Block, InputKind, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Somebody on the list, or a new name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Who {
    Listed(CandidateId),
    New(String),
}

/// Putting a citizen forward.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Nominate {
    finder: Finder,
    /// Whom to confirm.
    who: Option<Who>,
    writing: Remote<()>,
}

impl Nominate {
    /// Somebody on the list, still to be confirmed.
    pub fn somebody(id: CandidateId) -> Self {
        Self { who: Some(Who::Listed(id)), ..Self::default() }
    }

    fn name(who: &Who, ctx: &Ctx) -> Msg {
        match who {
            Who::Listed(id) => {
                ctx.known.roll.get(*id).map_or_else(|| key::CANDIDATE_TITLE.into(), |row| Msg::words(&row.name))
            }
            Who::New(name) => Msg::words(name),
        }
    }

    fn wish(who: &Who) -> Wish {
        match who {
            Who::Listed(id) => Wish::Nominate(*id),
            Who::New(name) => Wish::NominateNew(name.clone()),
        }
    }

    fn send(&mut self, ctx: &mut Ctx) -> Outcome {
        let Some(who) = &self.who else { return Outcome::Continue };
        let full = |it: &crate::api::types::SupportsView| it.nominations.len() >= it.nominations_limit as usize;
        if ctx.known.supports.as_ref().is_some_and(full) {
            return Outcome::Done(Transition::instead(Replace::new(Self::wish(who), Self::name(who, ctx))));
        }
        let (candidate, name) = match who {
            Who::Listed(id) => (Some(*id), None),
            Who::New(name) => (None, Some(name.clone())),
        };
        let call = Call::Nominate(ctx.key(), NominationRequest { candidate, name, replaces: None });
        self.writing.ask(ctx, call);
        Outcome::Continue
    }

    fn search_screen(&self, ctx: &Ctx) -> Screen {
        let query = clean_line(&self.finder.query.value);
        let nominate = |row: &CandidateSummary| Item { intent: Some(Intent::Nominate(row.id)), ..item(row, false) };
        let listed = self.finder.rows(ctx).filter(|row| row.state == CandidateState::Nominated);
        let list = ListView {
            label: key::NOMINATE_LIST.into(),
            items: if query.is_empty() { Vec::new() } else { listed.map(nominate).collect() },
            empty: if query.is_empty() { key::NOMINATE_TYPE } else { key::NOMINATE_NOBODY }.into(),
            loading: ctx.loads_roll(),
        };
        let input = self.finder.query.input(key::NOMINATE_NAME, InputKind::Search, QUERY).hint(key::NOMINATE_HINT);
        let screen = Screen::new(ScreenId::Nominate, key::NOMINATE_TITLE)
            .say(key::NOMINATE_TEXT)
            .ask(input)
            .with(Block::List(list));
        match query.is_empty() {
            true => screen,
            false => {
                screen.act(Action::new(Intent::Choose(0), Msg::new(key::NOMINATE_NEW).with("name", query.as_str())))
            }
        }
    }

    fn confirm_screen(&self, who: &Who, ctx: &Ctx) -> Screen {
        Screen::new(ScreenId::Nominate, key::NOMINATE_CONFIRM)
            .say(Msg::new(key::NOMINATE_CONFIRM_TEXT).with("name", Self::name(who, ctx)))
            .act(Action::new(Intent::Choose(0), key::NOMINATE_YES).primary().when(ctx.may(PhaseKind::Identification)))
            .act(Action::new(Intent::Cancel, key::NOMINATE_OTHER))
    }
}

impl Flow for Nominate {
    fn place(&self) -> Option<Place> {
        Some(Place::Nominate)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        ctx.need_roll();
        Outcome::Continue
    }

    fn back(&mut self, ctx: &mut Ctx) -> bool {
        let inside = self.who.take().is_some();
        // Where nobody can nominate, no step is shown that one could go back from.
        inside && ctx.may(PhaseKind::Identification).is_ok()
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match (intent, &self.who) {
            (Intent::Nominate(id), _) => self.who = Some(Who::Listed(id)),
            (Intent::Choose(0), None) => self.who = Some(Who::New(clean_line(&self.finder.query.value))),
            (Intent::Choose(0), Some(_)) => return self.send(ctx),
            (Intent::Cancel, _) => self.who = None,
            _ => {}
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.finder.typed(text);
    }

    fn submitted(&mut self, text: &str, _ctx: &mut Ctx) -> Outcome {
        self.finder.typed(text);
        let name = clean_line(&self.finder.query.value);
        match name.chars().filter(|c| c.is_alphabetic()).count() {
            0 | 1 => self.finder.query.refuse(key::NOMINATE_TOO_SHORT),
            _ => self.who = Some(Who::New(name)),
        }
        Outcome::Continue
    }

    fn settle(&mut self, ctx: &Ctx) {
        self.finder.look(ctx);
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Candidates(CandidateQuery::default())]
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let taken = self.writing.take(id, result, |reply| matches!(reply, Reply::Supports(_)).then_some(()));
        let Some(who) = self.who.clone() else { return Outcome::Continue };
        match (taken, self.writing.error()) {
            (Taken::Value, _) => {
                ctx.toast(Tone::Good, Msg::new(key::TOAST_NOMINATED).with("name", Self::name(&who, ctx)));
                ctx.roll_is_old();
                Outcome::Done(Transition::instead(super::supports::Supports::default()))
            }
            (Taken::Failed, Some(ApiError::Problem(it))) if it.code == ProblemCode::LimitReached => {
                let replace = Replace::new(Self::wish(&who), Self::name(&who, ctx)).among(&it.current);
                Outcome::Done(Transition::instead(replace))
            }
            (Taken::Failed, Some(error)) => {
                ctx.toast(Tone::Bad, error_text(error));
                Outcome::Continue
            }
            _ => Outcome::Continue,
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        if let Err(why) = ctx.may(PhaseKind::Identification) {
            return way_in(Screen::new(ScreenId::Nominate, key::NOMINATE_TITLE).notice(Tone::Warning, why), ctx);
        }
        match &self.who {
            None => self.search_screen(ctx),
            Some(who) => self.confirm_screen(who, ctx),
        }
    }
}
