//! Putting a session away between two events, and taking it up again, in this process or in another.
//!
//! One turn: [`Session::resume`], `handle(Event::Tick)`, `handle` of what happened, [`Session::keep`] stored, and only
//! then the effects of all of these carried out. Two cases are to be told apart:
//!
//! - **The turn before ended cleanly**: its effects were carried out, or their answers are on their way. The next turn
//!   resumes and nothing goes out twice; answers come as events of later turns, also in another process.
//! - **A process died after it had stored a session**, and nobody knows which effects it still carried out. Whoever
//!   finds such a session calls [`Session::resend`] once: every call under way goes out again, with the key and the
//!   `ReqId` that it has. An answer that comes twice is taken once. (What is no call, a file to hand over or a word to
//!   say outside the screen, is not repeated.)
//!
//! The bytes hold grades, an address and perhaps the code of a sign-in: whoever stores them seals them. They hold no
//! token, and nothing that everyone may know.

use super::calls::Calls;
use super::ctx::Ctx;
use super::kept::{Kept, KeptCtx, VERSION, Written};
use super::known::Known;
use super::saved::Saved;
use super::{Channel, Effect, Public, Session, Start};
use crate::api::Call;
use crate::api::types::Lang;
use jiff::Timestamp;
use std::sync::Arc;

/// What a session is resumed with.
#[derive(Clone, Debug)]
pub struct Resume {
    /// This device's clock.
    pub now: Timestamp,
    /// The language of the chat. A session goes on in the one that it began in, or that was chosen since: this is for
    /// one that was written down before it remembered that.
    pub lang: Lang,
    /// Randomness for the keys of writes: another each time, or one that is this person's and nobody else's.
    pub seed: [u8; 32],
    /// What carries the conversation.
    pub channel: Channel,
    /// What this process knows of what everyone may know.
    pub public: Arc<Public>,
}

/// Why a session cannot be taken up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeptError {
    /// A newer version of this program wrote it: leave it as it is.
    #[error("written by a newer version of this program (format {found}; this one reads up to {known})")]
    Newer {
        /// Its version.
        found: u32,
        /// The newest that is read here.
        known: u32,
    },
    /// These bytes are no session.
    #[error("no session that this program can read: {0}")]
    Unreadable(String),
}

impl From<serde_json::Error> for KeptError {
    fn from(error: serde_json::Error) -> Self {
        // Where it stopped, never what stands there.
        Self::Unreadable(format!("{:?} error in line {}, column {}", error.classify(), error.line(), error.column()))
    }
}

impl Session {
    /// All of it, to be resumed later; to be called between two events. `Effect::Save` is part of it: who keeps the
    /// whole session need not carry that out.
    pub fn keep(&self) -> Vec<u8> {
        let ctx = &self.ctx;
        let kept = Written {
            v: VERSION,
            ctx: KeptCtx {
                lang: Some(ctx.lang),
                connected: ctx.connected,
                lasts: ctx.lasts,
                demo_lasts: ctx.demo_lasts,
                steers: ctx.steers,
                order: ctx.order,
                key: ctx.last_key(),
                asked: ctx.asked,
                mine_of: ctx.mine_of,
                mine_old: ctx.mine_old,
                roll_old: ctx.roll_old,
            },
            known: &ctx.known,
            saved: &ctx.saved,
            calls: ctx.calls.keep(),
            toast: ctx.toast.as_ref(),
            stack: &self.stack,
            flows: self.flows,
            knew: self.reads().into_iter().filter(|call| ctx.known.has(call)).collect(),
        };
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// Takes a session up where it was put away. The effects are questions to the platform: what this process does not
    /// know, or what belongs to another phase than the one in which the session was put away. After a turn that ended
    /// cleanly that is all; for one whose process died, see [`Session::resend`].
    pub fn resume(bytes: &[u8], with: Resume) -> Result<(Self, Vec<Effect>), KeptError> {
        let kept = Kept::read(bytes)?;
        let mut ctx = Ctx::new(Start {
            now: with.now,
            seed: with.seed,
            lang: kept.saved.lang.or(kept.ctx.lang).unwrap_or(with.lang),
            channel: with.channel,
            connected: kept.ctx.connected,
            lasts: kept.ctx.lasts,
            demo_lasts: kept.ctx.demo_lasts,
            ..Start::blank()
        });
        ctx.steers = kept.ctx.steers;
        ctx.take_effects();
        ctx.known = Known { public: with.public, ..kept.known };
        ctx.calls = Calls::resume(kept.calls, &kept.saved.outbox);
        ctx.saved = kept.saved;
        ctx.toast = kept.toast;
        ctx.resume(&kept.ctx);
        let mut session = Self { ctx, stack: kept.stack, flows: kept.flows };
        for call in kept.knew {
            session.ctx.ask_unless_known(call);
        }
        session.settle();
        let effects = session.ctx.take_effects();
        Ok((session, effects))
    }

    /// The process that had this session may have died before it carried out what the session wished: every call under
    /// way once more, with its key, and the timers that calls wait for (those that `resume` has just given among them:
    /// these take the place of its effects). After a turn that ended cleanly this is not needed, and costs the platform
    /// an answer for each.
    pub fn resend(&self) -> Vec<Effect> {
        self.ctx.calls.under_way()
    }

    /// A secret that is on the screen is shown no more: where what was shown stands for ever, as in a chat, the next turn
    /// begins with this.
    pub fn hide(&mut self) {
        if let Some((_, flow)) = self.stack.last_mut() {
            flow.hide();
        }
    }

    /// What can be saved of a session that cannot be taken up ([`KeptError::Unreadable`]): for `Start::saved`, so that
    /// drafts and casts on their way are not lost with the rest.
    pub fn salvage(bytes: &[u8]) -> Option<Vec<u8>> {
        #[derive(serde::Deserialize)]
        struct Saves {
            saved: Saved,
        }
        serde_json::from_slice::<Saves>(bytes).ok().map(|it| it.saved.bytes())
    }

    /// The address of the account that a kept session is signed in to.
    pub fn account_of(bytes: &[u8]) -> Option<String> {
        #[derive(serde::Deserialize)]
        struct Who {
            known: Account,
        }
        #[derive(serde::Deserialize)]
        struct Account {
            account: Option<Email>,
        }
        #[derive(serde::Deserialize)]
        struct Email {
            email: String,
        }
        serde_json::from_slice::<Who>(bytes).ok()?.known.account.map(|it| it.email)
    }

    /// What everyone may know, as far as this session does: for `Public::keep_newest` after a turn.
    pub fn public(&self) -> &Arc<Public> {
        &self.ctx.known.public
    }

    /// What everyone may know and this session shows.
    fn reads(&self) -> Vec<Call> {
        let shown = self.stack.last().map(|(_, flow)| flow.reads()).unwrap_or_default();
        [Call::Primary, Call::Counts].into_iter().chain(shown).collect()
    }
}
