//! What I ask to be told. Nobody is written to who did not ask.

use crate::api::types::{NoticesView, QuietHours};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Remote, loading, way_in};
use crate::flow::{Flow, Outcome};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Fact, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// What I ask to be told.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Notices {
    now: Remote<NoticesView>,
    asking: Remote<NoticesView>,
}

impl Notices {
    fn ask(&mut self, wish: NoticesView, ctx: &mut Ctx) {
        if !self.asking.waiting() {
            let call = Call::AskNotices(ctx.key(), wish);
            self.asking.ask(ctx, call);
        }
    }
}

impl Flow for Notices {
    fn place(&self) -> Option<Place> {
        Some(Place::Notices)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        if ctx.known.account.is_some() {
            self.now.ask(ctx, Call::Notices);
        }
        Outcome::Continue
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        let Some(now) = self.now.value else { return Outcome::Continue };
        match intent {
            Intent::Letters(email) => self.ask(NoticesView { email, ..now }, ctx),
            Intent::HearCandidates(candidates) => self.ask(NoticesView { candidates, ..now }, ctx),
            Intent::QuietNights(yes) => self.ask(NoticesView { quiet: yes.then_some(QuietHours::NIGHT), ..now }, ctx),
            _ => {}
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let pick = |reply: &Reply| match reply {
            Reply::Notices(notices) => Some(*notices),
            _ => None,
        };
        self.now.take(id, result, pick);
        if self.asking.done(id, result, ctx, pick) {
            self.now.value = self.asking.value.take();
            ctx.toast(Tone::Good, key::TOAST_NOTICES);
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Notices, key::NOTICES_TITLE);
        if ctx.known.account.is_none() {
            return way_in(screen.notice(Tone::Warning, key::WHY_SIGNED_OUT), ctx);
        }
        let Some(now) = self.now.value else {
            return match self.now.notice() {
                Some(notice) if self.now.error().is_some() => {
                    screen.with(notice).act(Action::new(Intent::Retry, key::ACTION_RETRY))
                }
                _ => screen.with(loading()),
            };
        };
        let letters = if now.email { key::CLI_NOTICES_BY_EMAIL } else { key::CLI_NOTICES_NO_EMAIL };
        let fact = |label, value: Msg| Fact { label: Msg::new(label), value };
        let heard = if now.candidates { key::CLI_NOTICES_BY_CANDIDATES } else { key::CLI_NOTICES_NO_CANDIDATES };
        let facts = vec![
            fact(key::NOTICES_EMAIL, letters.into()),
            fact(key::NOTICES_CANDIDATES, heard.into()),
            fact(key::NOTICES_QUIET, hours(now.quiet)),
        ];
        let email = if now.email { key::NOTICES_EMAIL_OFF } else { key::NOTICES_EMAIL_ON };
        let hear = if now.candidates { key::NOTICES_CANDIDATES_OFF } else { key::NOTICES_CANDIDATES_ON };
        let quiet = if now.quiet.is_some() { key::NOTICES_QUIET_OFF } else { key::NOTICES_QUIET_ON };
        screen
            .say(key::NOTICES_TEXT)
            .with(Block::Facts(facts))
            .act(Action::new(Intent::Letters(!now.email), email))
            .act(Action::new(Intent::HearCandidates(!now.candidates), hear))
            .act(Action::new(Intent::QuietNights(now.quiet.is_none()), quiet))
    }
}

fn hours(quiet: Option<QuietHours>) -> Msg {
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    match quiet {
        Some(QuietHours { from, to }) => {
            let (from, to) = (time(from), time(to));
            Msg::new(key::CLI_NOTICES_QUIET_HOURS).with("from", from.as_str()).with("to", to.as_str())
        }
        None => key::CLI_NOTICES_ANY_HOUR.into(),
    }
}
