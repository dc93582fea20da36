//! Signing in: an e-mail address, then the six digits that were sent there.

use super::parts::{Field, Remote, Taken, error_text};
use super::register::Register;
use super::{Flow, Outcome, Transition};
use crate::api::types::{AccountView, CodeRequest, CodeSentView, ProblemCode, SignInRequest};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Msg, key};
use crate::view::{Action, Block, InputKind, Intent, Place, Screen, ScreenId, Tone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

const EMAIL: usize = 254;
const DIGITS: usize = 6;

/// Signing in.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SignIn {
    email: Field,
    code: Field,
    sending: Remote<CodeSentView>,
    checking: Remote<AccountView>,
    /// Until when the code that was sent is good, by this device's clock. None: none was sent yet.
    until: Option<Timestamp>,
}

impl SignIn {
    fn send_code(&mut self, ctx: &mut Ctx) {
        self.code = Field::default();
        let request = CodeRequest { email: self.email.value.clone(), lang: ctx.lang };
        let call = Call::RequestCode(ctx.key(), request);
        self.sending.ask(ctx, call);
    }

    fn email_screen(&self, ctx: &Ctx) -> Screen {
        let input = self.email.input(key::SIGN_IN_EMAIL, InputKind::Email, EMAIL);
        let screen = Screen::new(ScreenId::SignIn, key::SIGN_IN_TITLE).say(key::SIGN_IN_TEXT);
        let screen = match self.sending.error() {
            Some(error) => screen.notice(Tone::Bad, error_text(error)),
            None => screen,
        };
        let screen = screen.ask(input.hint(key::SIGN_IN_HINT));
        if ctx.channel.is_chat() {
            return screen.act(Action::new(Intent::Open(Place::Join), key::THIS_CHAT_LINK));
        }
        screen
    }

    fn code_screen(&self, until: Timestamp, ctx: &Ctx) -> Screen {
        let mut screen = Screen::new(ScreenId::Code, key::CODE_TITLE)
            .say(Msg::new(key::CODE_TEXT).with("email", self.email.value.as_str()));
        if let Some(error) = self.sending.error() {
            screen = screen.notice(Tone::Bad, error_text(error));
        }
        if let Some(code) = self.sending.value.as_ref().and_then(|sent| sent.demo_code.as_ref()) {
            screen = screen.with(Block::Verbatim { label: key::CODE_DEMO.into(), text: code.clone() });
        }
        screen = match until > ctx.now {
            true => screen.with(Block::Countdown { label: key::CODE_GOOD.into(), until, now: ctx.now }),
            false => screen.notice(Tone::Warning, key::CODE_OLD),
        };
        let resend = Action::new(Intent::ResendCode, key::CODE_RESEND);
        screen
            .ask(self.code.input(key::CODE_LABEL, InputKind::Code, DIGITS).hint(key::CODE_HINT))
            .act(if until > ctx.now { resend } else { resend.primary() })
            .act(Action::new(Intent::Cancel, key::CODE_OTHER_ADDRESS).quiet())
    }
}

impl Flow for SignIn {
    fn place(&self) -> Option<Place> {
        Some(Place::SignIn)
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        let inside = self.until.is_some();
        self.until = None;
        inside
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        match intent {
            Intent::ResendCode => self.send_code(ctx),
            Intent::Cancel => self.until = None,
            _ => {}
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        match self.until {
            None => self.email.typed(text, EMAIL),
            // People copy "123 456" out of a mail.
            Some(_) => self.code.typed(&digits(text), DIGITS),
        }
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        if self.until.is_none() {
            let email = self.email.line(text, EMAIL);
            match email.split_once('@') {
                Some((name, host)) if !name.is_empty() && host.contains('.') && !email.contains(' ') => {
                    self.send_code(ctx);
                }
                _ => self.email.refuse(key::SIGN_IN_NO_EMAIL),
            }
            return Outcome::Continue;
        }
        let code = self.code.line(&digits(text), DIGITS);
        if code.len() < DIGITS {
            self.code.refuse(key::CODE_SIX);
            return Outcome::Continue;
        }
        let request = SignInRequest { email: self.email.value.clone(), code, device: ctx.channel.device() };
        let call = Call::SignIn(ctx.key(), request);
        self.checking.ask(ctx, call);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let sent = self.sending.take(id, result, |reply| match reply {
            Reply::CodeSent(sent) => Some(sent.clone()),
            _ => None,
        });
        if sent == Taken::Value {
            let good = self.sending.value.as_ref().map_or(0, |sent| i64::from(sent.expires_in));
            self.until = Some(ctx.now + SignedDuration::from_secs(good.min(86_400)));
        }
        let checked = self.checking.take(id, result, |reply| match reply {
            Reply::SignedIn(account) => Some(account.clone()),
            _ => None,
        });
        if checked == Taken::Value {
            ctx.toast(Tone::Good, key::TOAST_SIGNED_IN);
            let registered = self.checking.value.as_ref().is_some_and(|account| account.registered);
            return Outcome::Done(match registered {
                true => Transition::Back,
                false => Transition::instead(Register::default()),
            });
        }
        if let (Taken::Failed, Some(error)) = (checked, self.checking.error()) {
            if matches!(error, ApiError::Problem(it) if it.code == ProblemCode::CodeExpired) {
                self.until = Some(ctx.now);
            }
            self.code.refuse(error_text(error));
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        match self.until {
            None => self.email_screen(ctx),
            Some(until) => self.code_screen(until, ctx),
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
