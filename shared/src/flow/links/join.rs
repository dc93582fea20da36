//! A chat asks to act for an account: it gives the code that the account shows, and waits for its owner.

use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, Linking, ReqId};
use crate::flow::parts::{Field, Remote, Taken, error_text};
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key};
use crate::view::{Action, Block, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Longest code that is taken: Telegram's own limit for what a link may carry.
const CODE: usize = 64;
/// Longest line that is taken: a whole address with the code in it.
const LINE: usize = 200;

/// Linking this chat.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Join {
    code: Field,
    claiming: Remote<u32>,
}

impl Join {
    /// Somebody came with a code.
    pub fn with(&mut self, text: &str, ctx: &mut Ctx) {
        let code = code_in(&self.code.line(text, LINE));
        // Pressed twice, it is one claim: given by two, the platform takes a code for stolen.
        if ctx.awaits_owner_of(&code) || self.claiming.waiting() {
            return;
        }
        self.code.value.clone_from(&code);
        let fits = (16..=CODE).contains(&code.len());
        match ctx.claim_of(&code).filter(|_| fits) {
            Some(claim) => {
                ctx.end_linking();
                let call = Call::ClaimLink(ctx.key(), claim);
                self.claiming.ask(ctx, call);
            }
            None => self.code.refuse(key::JOIN_NO_CODE),
        }
    }

    fn linked(ctx: &Ctx, email: &str) -> Screen {
        let screen = Screen::new(ScreenId::Join, key::JOIN_TITLE)
            .notice(Tone::Good, Msg::new(key::JOIN_DONE).with("email", email));
        let registered = ctx.known.citizen().is_ok();
        let on = if registered {
            Action::new(Intent::Open(Place::Home), key::ACTION_HOME)
        } else {
            Action::new(Intent::Open(Place::Register), key::ACTION_REGISTER)
        };
        screen.act(on.primary())
    }

    fn ask(&self, ctx: &Ctx) -> Screen {
        let mut screen = Screen::new(ScreenId::Join, key::JOIN_TITLE);
        screen = match &ctx.saved.linking {
            Some(Linking::Refused) => screen.notice(Tone::Warning, key::JOIN_REFUSED),
            Some(Linking::Expired) => screen.notice(Tone::Warning, key::JOIN_EXPIRED),
            _ => screen,
        };
        if let Some(account) = &ctx.known.account {
            screen = screen.notice(Tone::Info, Msg::new(key::JOIN_OTHER).with("email", account.email.as_str()));
        }
        screen = screen
            .say(key::JOIN_TEXT)
            .say(key::JOIN_WHERE)
            .ask(self.code.input(key::JOIN_CODE, InputKind::Line, LINE).hint(key::JOIN_HINT));
        match ctx.known.account {
            Some(_) => screen,
            None => screen.act(Action::new(Intent::Open(Place::SignIn), key::JOIN_BY_MAIL)),
        }
    }
}

impl Flow for Join {
    fn place(&self) -> Option<Place> {
        Some(Place::Join)
    }

    fn back(&mut self, ctx: &mut Ctx) -> bool {
        if !matches!(ctx.saved.linking, Some(Linking::Waits { .. })) {
            ctx.end_linking();
        }
        false
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        if intent == Intent::Cancel {
            ctx.end_linking();
            *self = Self::default();
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.code.typed(text, LINE);
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        self.with(text, ctx);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let claimed = self.claiming.take(id, result, |reply| match reply {
            Reply::LinkClaimed(seconds) => Some(*seconds),
            _ => None,
        });
        match (claimed, self.claiming.value, self.claiming.error()) {
            (Taken::Value, Some(seconds), _) => {
                ctx.await_owner(std::mem::take(&mut self.code.value), seconds);
                *self = Self::default();
            }
            (Taken::Failed, _, Some(error)) => self.code.refuse(error_text(error)),
            _ => {}
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        match (&ctx.saved.linking, &ctx.known.account) {
            (Some(Linking::Waits { until, .. }), _) => Screen::new(ScreenId::JoinWait, key::JOIN_WAIT_TITLE)
                .say(key::JOIN_WAIT_TEXT)
                .with(Block::Countdown { label: key::JOIN_WAIT_GOOD.into(), until: *until, now: ctx.now })
                .act(Action::new(Intent::Cancel, key::JOIN_WAIT_CANCEL)),
            (Some(Linking::Done), Some(account)) => Self::linked(ctx, &account.email),
            _ => self.ask(ctx),
        }
    }
}

/// People copy a whole address (`https://t.me/BOT?start=CODE`), or the command that it stands for.
fn code_in(text: &str) -> String {
    let text = text.trim();
    let code = text.rsplit_once("start=").map_or(text, |(_, code)| code);
    code.strip_prefix("/start").unwrap_or(code).trim().to_owned()
}
