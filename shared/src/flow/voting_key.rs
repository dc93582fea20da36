//! My voting key for a round: shown as a code, entered from another device of mine, or made anew. The code is shown on
//! demand, and forgotten when one leaves; it is among nothing that is saved.

use super::parts::{Field, Remote, Taken, error_text, way_in};
use super::{Flow, Outcome, Transition};
use crate::api::types::{ProblemCode, Round};
use crate::api::{ApiError, Call, Reply};
use crate::booth::{BoothCall, BoothReply, KeyCode};
use crate::core::{Ctx, ReqId};
use crate::text::{Msg, key};
use crate::view::{Action, Block, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Characters of a code, with room for spaces.
const CODE: usize = 160;

/// My voting key.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct VotingKey {
    round: Round,
    /// A secret, shown until one leaves; whoever stores a session seals it.
    #[serde(default)]
    shown: Remote<Option<KeyCode>>,
    #[serde(default)]
    typed: Field,
    #[serde(default)]
    changing: Remote<()>,
    /// What is under way is another key, not one that was entered.
    #[serde(default)]
    anew: bool,
}

impl VotingKey {
    /// For a round.
    pub fn new(round: Round) -> Self {
        Self { round, shown: Remote::default(), typed: Field::default(), changing: Remote::default(), anew: false }
    }
}

/// The round whose key matters now.
pub(super) fn round(ctx: &Ctx) -> Round {
    use crate::api::types::{PhaseKind, PhaseStatus};
    let begun = ctx
        .known
        .primary
        .as_ref()
        .and_then(|it| it.phase(PhaseKind::FinalVote))
        .is_some_and(|phase| matches!(phase.status, PhaseStatus::Open | PhaseStatus::Closed));
    if begun { Round::Final } else { Round::Preselection }
}

/// The way there.
pub(super) fn way(ctx: &Ctx) -> Action {
    Action::new(Intent::Open(Place::VotingKey(round(ctx))), key::KEY_TITLE).quiet()
}

impl Flow for VotingKey {
    fn place(&self) -> Option<Place> {
        Some(Place::VotingKey(self.round))
    }

    fn enter(&mut self, _ctx: &mut Ctx) -> Outcome {
        if !self.shown.waiting() {
            self.shown = Remote::default();
        }
        Outcome::Continue
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::ShowKey => {
                self.typed.error = None;
                self.shown.ask(ctx, Call::Booth(BoothCall::ShowKey(self.round)));
            }
            Intent::NewKey if !self.changing.waiting() => {
                self.anew = true;
                self.changing.ask(ctx, Call::Booth(BoothCall::NewKey(self.round)));
            }
            _ => {}
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.typed.typed(text, CODE);
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        // Whatever becomes of it, it is not shown again.
        self.typed = Field::default();
        match KeyCode::read(text, self.round) {
            Ok(_) if self.changing.waiting() => {}
            Ok(secret) => {
                self.anew = false;
                let code = KeyCode::of(self.round, &secret);
                self.changing.ask(ctx, Call::Booth(BoothCall::EnterKey(self.round, code)));
            }
            Err(error) => self.typed.refuse(error_text(&ApiError::KeyCode(error))),
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let code = |reply: &Reply| match reply {
            Reply::Booth(BoothReply::Key(_, code)) => Some(code.clone()),
            _ => None,
        };
        if self.shown.take(id, result, code) == Taken::Failed
            && let Some(error) = self.shown.error()
        {
            ctx.toast(Tone::Bad, error_text(error));
        }
        let kept = |reply: &Reply| matches!(reply, Reply::Booth(BoothReply::KeyKept(_))).then_some(());
        match (self.changing.take(id, result, kept), self.changing.error()) {
            (Taken::Value, _) => {
                ctx.toast(Tone::Good, key::TOAST_KEY_KEPT);
                return Outcome::Done(Transition::Back);
            }
            (Taken::Failed, Some(ApiError::Problem(problem))) if problem.code == ProblemCode::OtherCredential => {
                self.typed.refuse(if self.anew { key::KEY_VOTED } else { key::KEY_NOT_MINE });
            }
            (Taken::Failed, Some(error)) => self.typed.refuse(error_text(error)),
            _ => {}
        }
        Outcome::Continue
    }

    fn hide(&mut self) {
        if !self.shown.waiting() {
            self.shown = Remote::default();
        }
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::VotingKey, key::KEY_TITLE);
        if let Err(why) = ctx.known.citizen() {
            return way_in(screen.notice(Tone::Warning, why), ctx);
        }
        let chat = ctx.channel.is_chat();
        let screen = screen.say(if chat { key::KEY_TEXT_CHAT } else { key::KEY_TEXT });
        let screen = match &self.shown.value {
            Some(Some(code)) => screen
                .notice(Tone::Warning, if chat { key::KEY_SECRET_CHAT } else { key::KEY_SECRET })
                .with(Block::Verbatim { label: key::KEY_CODE.into(), text: code.expose().to_owned() }),
            Some(None) => screen.notice(Tone::Info, key::KEY_NONE),
            None => screen.act(Action::new(Intent::ShowKey, key::KEY_SHOW)),
        };
        let start = match self.round {
            Round::Preselection => "PRE-",
            Round::Final => "FIN-",
        };
        let input = self.typed.input(key::KEY_ENTER, InputKind::Secret, CODE);
        screen
            .say(key::KEY_NEW_TEXT)
            .ask(input.hint(Msg::new(key::KEY_HINT).with("start", start)))
            .act(Action::new(Intent::NewKey, key::KEY_NEW).danger())
    }
}
