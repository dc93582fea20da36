//! One candidate: presentation, history, a link to share, and my support.

use super::parts::{Remote, Taken, cause, error_text, loading, standing, state_name};
use super::supports::{Replace, Wish};
use super::{Flow, Outcome, Transition, organise};
use crate::api::ids::CandidateId;
use crate::api::types::*;
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Fact, Image, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// A candidate's page.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Candidate {
    id: CandidateId,
    // The page and the photo themselves are public.
    page: Remote<()>,
    photo: Remote<()>,
    writing: Remote<()>,
}

impl Candidate {
    pub fn new(id: CandidateId) -> Self {
        Self { id, page: Remote::default(), photo: Remote::default(), writing: Remote::default() }
    }

    fn name(&self, ctx: &Ctx) -> Msg {
        let row = ctx.known.page(self.id).map(|page| &page.summary).or_else(|| ctx.known.roll.get(self.id));
        row.map_or_else(|| key::CANDIDATE_TITLE.into(), |row| Msg::words(&row.name))
    }

    /// Whether I support them, and whether I put them forward.
    fn mine(&self, ctx: &Ctx) -> (bool, bool) {
        let mine = ctx.known.supports.as_ref();
        let in_list = |rows: &[CandidateSummary]| rows.iter().any(|row| row.id == self.id);
        mine.map_or((false, false), |mine| (in_list(&mine.supports), in_list(&mine.nominations)))
    }

    fn support(&mut self, ctx: &mut Ctx) -> Outcome {
        let full = ctx.known.supports.as_ref().is_some_and(|it| it.supports.len() >= it.supports_limit as usize);
        if full {
            return Outcome::Done(Transition::push(Replace::new(Wish::Support(self.id), self.name(ctx))));
        }
        let call = Call::Support(ctx.key(), self.id, SupportRequest::default());
        self.writing.ask(ctx, call);
        Outcome::Continue
    }

    fn withdraw(&mut self, ctx: &mut Ctx) {
        let (supported, _) = self.mine(ctx);
        let key = ctx.key();
        let call = match supported {
            true => Call::WithdrawSupport(key, self.id),
            false => Call::WithdrawNomination(key, self.id),
        };
        self.writing.ask(ctx, call);
    }

    fn actions(&self, screen: Screen, ctx: &Ctx) -> Screen {
        let may = ctx.may(PhaseKind::Identification);
        // What was just done is not undone by the same key pressed twice: the way back comes first.
        let done = |screen: Screen, text: Key| {
            screen.notice(Tone::Good, text).act(Action::new(Intent::Back, key::ACTION_BACK).primary())
        };
        match (self.mine(ctx), ctx.known.page(self.id).map(|page| page.summary.state)) {
            ((true, _), _) => done(screen, key::CANDIDATE_SUPPORTED)
                .act(Action::new(Intent::Withdraw(self.id), key::CANDIDATE_WITHDRAW).when(may)),
            ((_, true), _) => done(screen, key::CANDIDATE_NOMINATED)
                .act(Action::new(Intent::Withdraw(self.id), key::CANDIDATE_WITHDRAW_NOMINATION).when(may)),
            (_, Some(CandidateState::Nominated)) => {
                screen.act(Action::new(Intent::Nominate(self.id), key::CANDIDATE_NOMINATE).primary().when(may))
            }
            (
                _,
                Some(
                    CandidateState::Withdrawn
                    | CandidateState::Refused
                    | CandidateState::Lapsed
                    | CandidateState::Disqualified,
                ),
            ) => {
                let out = Err(key::WHY_CANDIDATE_OUT.into());
                screen.act(Action::new(Intent::Support(self.id), key::CANDIDATE_SUPPORT).when(out))
            }
            (_, Some(_)) => {
                screen.act(Action::new(Intent::Support(self.id), key::CANDIDATE_SUPPORT).primary().when(may))
            }
            (_, None) => screen,
        }
    }
}

impl Flow for Candidate {
    fn place(&self) -> Option<Place> {
        Some(Place::Candidate(self.id))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.page.ask(ctx, Call::Candidate(self.id));
        Outcome::Continue
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Candidate(self.id), Call::Photo(self.id)]
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::Support(_) => return self.support(ctx),
            Intent::Nominate(id) => {
                return Outcome::Done(Transition::push(super::nominate::Nominate::somebody(id)));
            }
            Intent::Withdraw(_) => self.withdraw(ctx),
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let page = self.page.take(id, result, |reply| matches!(reply, Reply::Candidate(_)).then_some(()));
        if page == Taken::Value
            && self.photo.value.is_none()
            && ctx.known.page(self.id).is_some_and(|page| page.summary.photo)
        {
            self.photo.ask(ctx, Call::Photo(self.id));
        }
        let photo = self.photo.take(id, result, |reply| matches!(reply, Reply::Photo(_)).then_some(()));
        if let (Taken::Value, Ok(Reply::Photo(bytes))) = (photo, result) {
            ctx.known.learn_photo(self.id, bytes, ctx.now);
        }
        let written = self.writing.take(id, result, |reply| matches!(reply, Reply::Supports(_)).then_some(()));
        if written == Taken::Value {
            let text = match self.mine(ctx) {
                (false, false) => key::TOAST_WITHDRAWN,
                _ => key::TOAST_SUPPORTED,
            };
            ctx.toast(Tone::Good, Msg::new(text).with("name", self.name(ctx)));
            self.page.ask(ctx, Call::Candidate(self.id));
        } else if let (Taken::Failed, Some(error)) = (written, self.writing.error()) {
            if let ApiError::Problem(problem) = error
                && problem.code == ProblemCode::LimitReached
            {
                let replace = Replace::new(Wish::Support(self.id), self.name(ctx)).among(&problem.current);
                return Outcome::Done(Transition::push(replace));
            }
            ctx.toast(Tone::Bad, error_text(error));
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Candidate, self.name(ctx));
        let screen = screen.with_all(self.page.notice().filter(|_| self.page.error().is_some()));
        let Some(page) = ctx.known.page(self.id) else {
            let screen = if self.page.error().is_some() { screen } else { screen.with(loading()) };
            let retry = self.page.error().map(|_| Action::new(Intent::Retry, key::ACTION_RETRY).primary());
            return retry.into_iter().fold(screen, Screen::act);
        };
        let mut screen = self.actions(screen, ctx);
        if organise::organiser(ctx)
            && let Some(label) = organise::accuses(page.summary.state)
        {
            screen = screen.act(Action::new(Intent::Open(Place::Accuse(self.id)), label).quiet());
        }
        for it in &page.hidden {
            screen = screen.notice(Tone::Warning, hidden(it));
        }
        if page.summary.photo {
            let alt = Msg::new(key::CANDIDATE_PHOTO).with("name", page.summary.name.as_str());
            let bytes = ctx.known.photo(self.id).map(Image);
            screen = screen.with(Block::Photo { candidate: self.id, bytes, alt });
        }
        if let Some(slogan) = &page.summary.slogan {
            screen = screen.say(Msg::words(slogan));
        }
        screen = screen.with(Block::Facts(facts(page)));
        screen = match &page.presentation {
            Some(text) => text.split("\n").filter(|it| !it.is_empty()).map(Msg::words).fold(screen, Screen::say),
            None => screen.say(key::CANDIDATE_NO_PRESENTATION),
        };
        if let Some(link) = page.link.as_ref().filter(|it| !it.is_empty()) {
            screen = screen.with(Block::Verbatim { label: key::CANDIDATE_LINK.into(), text: link.clone() });
        }
        let history = ListView {
            label: key::CANDIDATE_HISTORY.into(),
            items: page.history.iter().map(|it| change(it, page.summary.charter, ctx)).collect(),
            empty: key::CANDIDATE_NO_HISTORY.into(),
            loading: false,
        };
        screen.with(Block::List(history)).with_all(share(page, ctx))
    }
}

/// What moderation hides here, and why.
pub(super) fn hidden(it: &HiddenView) -> Msg {
    let because = organise::because(it.because);
    match &it.note {
        Some(note) => Msg::new(key::CANDIDATE_HIDDEN_NOTE).with("because", because).with("note", note.as_str()),
        None => Msg::new(key::CANDIDATE_HIDDEN).with("because", because),
    }
    .with("what", organise::moderated(it.kind))
}

fn facts(page: &CandidateView) -> Vec<Fact> {
    let fact = |label: Key, value: Msg| Fact { label: label.into(), value };
    let charter = if page.summary.charter { key::CHARTER_SIGNED } else { key::CHARTER_NOT_SIGNED };
    vec![
        fact(key::CANDIDATE_STATE, standing(page)),
        fact(key::CANDIDATE_SUPPORTS_LABEL, Msg::new(key::NUMBER).with("n", page.summary.supports)),
        fact(key::CANDIDATE_NOMINATIONS, Msg::new(key::NUMBER).with("n", page.nominations)),
        fact(key::CANDIDATE_CHARTER, charter.into()),
    ]
}

/// A link for others; a demonstration's address leads nobody anywhere.
pub(super) fn share(page: &CandidateView, ctx: &Ctx) -> Option<Block> {
    let link = || Block::Verbatim { label: key::CANDIDATE_SHARE.into(), text: page.share_url.clone() };
    (!ctx.demo()).then(link)
}

fn change(change: &CandidateChangeView, charter: bool, ctx: &Ctx) -> Item {
    let mut details = vec![Msg::new(key::AT).with("at", ctx.at(change.at)), cause(change.cause, charter).into()];
    details.extend(said(change));
    Item { title: state_name(change.state).into(), details, marked: false, intent: None }
}

/// Why, and what the candidate answers to it.
fn said(change: &CandidateChangeView) -> impl Iterator<Item = Msg> {
    let reply = |reply: &String| Msg::new(key::CANDIDATE_REPLY).with("reply", Msg::words(reply));
    change.reason.as_ref().map(Msg::words).into_iter().chain(change.reply.as_ref().map(reply))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_stands_beside_the_reason() {
        let change = CandidateChangeView {
            at: jiff::Timestamp::UNIX_EPOCH,
            state: CandidateState::Disqualified,
            cause: ChangeCause::Organisers,
            reason: Some("Not who they said.".into()),
            reply: Some("I am.\nAsk\u{202e} anyone.".into()),
        };
        let lines = |lang| said(&change).map(|msg| msg.resolve(lang)).collect::<Vec<_>>();
        assert_eq!(lines(Lang::Fr), ["Not who they said.", "Réponse de cette personne : I am. Ask anyone."]);
        assert_eq!(lines(Lang::En), ["Not who they said.", "The candidate’s reply: I am. Ask anyone."]);
        let silent = CandidateChangeView { reply: None, ..change };
        assert_eq!(said(&silent).count(), 1);
    }
}
