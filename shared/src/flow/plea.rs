//! What a candidate says against a decision: an appeal where something of theirs is hidden, which another person hears;
//! and one public answer where they were put out.

use super::organise::{because, moderated};
use super::parts::{Field, Remote, way_in};
use super::{Flow, Outcome, Transition};
use crate::api::ids::ModerationId;
use crate::api::types::{AppealRequest, CandidacyView, CandidateState, ModerationState, ModerationView, ReplyRequest};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Msg, key};
use crate::view::{Action, Block, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Longest appeal, in characters.
const APPEAL: usize = 2_000;
/// Longest answer.
const ANSWER: usize = 4_000;

/// What is said.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Plea {
    /// Against this decision of moderation; none: against being put out.
    what: Option<ModerationId>,
    field: Field,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    said: Option<String>,
    page: Remote<()>,
    writing: Remote<()>,
}

/// What can be appealed against now.
pub(super) fn appealable(mine: &CandidacyView) -> impl Iterator<Item = &ModerationView> {
    mine.moderation.iter().filter(|it| it.state == ModerationState::Rejected)
}

/// They were put out, and have not answered yet.
pub(super) fn unanswered(mine: &CandidacyView) -> bool {
    let out = mine.candidate.summary.state == CandidateState::Disqualified;
    out && mine.candidate.history.last().is_some_and(|change| change.reply.is_none())
}

impl Plea {
    /// Against what moderation hides.
    pub fn appeal(id: ModerationId) -> Self {
        Self::of(Some(id))
    }

    /// To the reason for which somebody was put out.
    pub fn answer() -> Self {
        Self::of(None)
    }

    fn of(what: Option<ModerationId>) -> Self {
        let (field, page, writing) = (Field::default(), Remote::default(), Remote::default());
        Self { what, field, said: None, page, writing }
    }

    fn most(&self) -> usize {
        if self.what.is_some() { APPEAL } else { ANSWER }
    }

    /// What it is said against, in words; none: there is nothing to be said.
    fn against(&self, screen: &Screen, mine: &CandidacyView) -> Option<Screen> {
        let screen = screen.clone();
        let Some(id) = self.what else {
            let reason = mine.candidate.history.last().and_then(|change| change.reason.as_deref());
            let screen = screen.with(Block::Heading(key::PROPOSAL_REASON.into()));
            let lines = reason.unwrap_or_default().split('\n').filter(|it| !it.trim().is_empty());
            let screen = lines.map(Msg::words).fold(screen, Screen::say);
            return unanswered(mine).then(|| screen.say(key::PLEA_ANSWER_TEXT));
        };
        let it = appealable(mine).find(|it| it.id == id)?;
        let screen = screen.with(Block::Heading(moderated(it.kind).into()));
        let screen = it.because.map(because).into_iter().fold(screen, Screen::say);
        let screen = it.note.as_deref().map(Msg::words).into_iter().fold(screen, Screen::say);
        Some(screen.say(key::PLEA_APPEAL_TEXT))
    }
}

impl Flow for Plea {
    fn place(&self) -> Option<Place> {
        Some(self.what.map_or(Place::Answer, Place::Appeal))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.account.is_some() {
            self.page.ask(ctx, Call::Candidacy);
        }
        Outcome::Continue
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        self.said.take().is_some()
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match (intent, &self.said, self.what) {
            (Intent::Understood, Some(_), _) if self.writing.waiting() => {}
            (Intent::Understood, Some(said), Some(id)) => {
                let request = AppealRequest { appeal: said.clone() };
                let call = Call::Organise(OrganiseCall::Appeal(ctx.key(), id, request));
                self.writing.ask(ctx, call);
            }
            (Intent::Understood, Some(said), None) => {
                let call = Call::AnswerDisqualification(ctx.key(), ReplyRequest { reply: said.clone() });
                self.writing.ask(ctx, call);
            }
            _ => self.said = None,
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.field.typed(text, self.most());
    }

    fn submitted(&mut self, text: &str, _ctx: &mut Ctx) -> Outcome {
        let said = self.field.text(text, self.most());
        match said.trim().is_empty() {
            true => self.field.refuse(key::FIELD_EMPTY),
            false => self.said = Some(said),
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        self.page.take(id, result, |reply| matches!(reply, Reply::Candidacy(_)).then_some(()));
        let done = |reply: &Reply| match reply {
            Reply::Candidacy(_) | Reply::Organise(OrganiseReply::Done) => Some(()),
            _ => None,
        };
        if !self.writing.done(id, result, ctx, done) {
            return Outcome::Continue;
        }
        ctx.toast(Tone::Good, if self.what.is_some() { key::CLI_APPEALED } else { key::TOAST_ANSWERED });
        Outcome::Done(Transition::Back)
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = match self.what {
            Some(_) => Screen::new(ScreenId::Appeal, key::PLEA_APPEAL_TITLE),
            None => Screen::new(ScreenId::Answer, key::PLEA_ANSWER_TITLE),
        };
        if ctx.known.account.is_none() {
            return way_in(screen.notice(Tone::Warning, key::WHY_SIGNED_OUT), ctx);
        }
        let Some(Some(mine)) = &ctx.known.candidacy else {
            let screen = screen.with_all(self.page.notice().filter(|_| self.page.error().is_some()));
            return match self.page.waiting() {
                true => screen.with(super::parts::loading()),
                false => screen.say(key::CANDIDACY_NONE),
            };
        };
        let Some(screen) = self.against(&screen, mine) else {
            return screen.notice(Tone::Warning, key::PLEA_NOTHING);
        };
        let Some(said) = &self.said else {
            let hint = Msg::new(key::PLEA_HINT).with("n", self.most());
            return screen.ask(self.field.input(key::PLEA_WORDS, InputKind::Text, self.most()).hint(hint));
        };
        let lines = said.split('\n').filter(|it| !it.trim().is_empty()).map(Msg::words);
        lines
            .fold(screen.with(Block::Heading(key::PLEA_WORDS.into())), Screen::say)
            .act(Action::new(Intent::Understood, key::PLEA_SEND).primary())
            .act(Action::new(Intent::Cancel, key::PLEA_EDIT))
    }
}
