//! A chat that asks to act for an account: it has given a code, and waits for the account's owner to say yes. This
//! outlives its screen, and the program: the owner may take their time.

use super::calls::Owner;
use super::{Channel, Ctx};
use crate::api::ids::IdempotencyKey;
use crate::api::types::{ChatNetwork, LinkAnswer, LinkClaimRequest, ProblemCode};
use crate::api::{ApiError, Call, Reply};
use crate::text::clean_line;
use crate::view::Tone;
use isoloir_config::text::key;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Longest label that the platform takes.
const LABEL: usize = 80;
/// Between two looks at first; they grow rarer with the time that has passed.
const SOON: SignedDuration = SignedDuration::from_secs(2);
/// Between two looks at most.
const SELDOM: SignedDuration = SignedDuration::from_secs(15);

/// Where a claim of this chat stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Linking {
    /// The owner has not answered.
    Waits {
        /// The code that was given: given once more, it is the same claim.
        code: String,
        /// Takes the tokens; the same for every look, so that a lost answer loses nothing.
        key: IdempotencyKey,
        /// Claimed, by this device's clock.
        since: Timestamp,
        /// Until when the owner can say yes, by this device's clock.
        until: Timestamp,
    },
    /// The owner said no, or the code was in two hands.
    Refused,
    /// Nobody answered in time.
    Expired,
    /// The owner said yes: this chat acts for the account.
    Done,
}

impl Ctx {
    /// Who the network says the person is.
    pub fn called(&mut self, label: &str) {
        let label: String = clean_line(label).chars().take(LABEL).collect();
        if self.saved.called != label {
            self.saved.called = label;
            self.save();
        }
    }

    /// The claim of a code by this chat; none where there is no chat to link.
    pub fn claim_of(&self, code: &str) -> Option<LinkClaimRequest> {
        let channel = network(self.channel)?;
        let unnamed = self.saved.called.is_empty();
        let label = if unnamed { self.channel.device() } else { self.saved.called.clone() };
        Some(LinkClaimRequest { code: code.to_owned(), channel, label })
    }

    /// The code was right: its owner has so many seconds to say yes.
    pub fn await_owner(&mut self, code: String, seconds: u32) {
        let (key, since) = (self.key(), self.now);
        let until = since.checked_add(SignedDuration::from_secs(i64::from(seconds.min(86_400)))).unwrap_or(since);
        self.saved.linking = Some(Linking::Waits { code, key, since, until });
        self.save();
        self.look_at_link(SOON);
    }

    /// This very code was given, and its owner has not answered.
    pub fn awaits_owner_of(&self, code: &str) -> bool {
        matches!(&self.saved.linking, Some(Linking::Waits { code: given, .. }) if given == code)
    }

    /// Gives up waiting, or forgets how it ended.
    pub fn end_linking(&mut self) {
        if self.saved.linking.take().is_some() {
            self.calls.forget(Owner::Link);
            self.save();
        }
    }

    /// Looks again, after a start.
    pub(super) fn resume_linking(&mut self) {
        if let Some(Linking::Waits { key, .. }) = &self.saved.linking {
            let call = Call::OpenLink(*key);
            self.ask_for(Owner::Link, call);
        }
    }

    fn look_at_link(&mut self, after: SignedDuration) {
        if let Some(Linking::Waits { key, .. }) = &self.saved.linking {
            let call = Call::OpenLink(*key);
            self.ask_after(Owner::Link, call, after);
        }
    }

    /// The answer to a look.
    pub(super) fn link_looked(&mut self, result: &Result<Reply, ApiError>) {
        let Some(Linking::Waits { since, .. }) = &self.saved.linking else { return };
        let passed = self.now.duration_since(*since);
        let over = match result {
            Ok(Reply::SignedIn(_)) => {
                // What was known may be of another account.
                let account = self.known.account.take();
                self.known.forget_person();
                self.known.account = account;
                self.toast(Tone::Good, key::TOAST_LINKED);
                Some(Linking::Done)
            }
            Ok(Reply::LinkPending(LinkAnswer::Refused)) => Some(Linking::Refused),
            Err(ApiError::Problem(problem)) if problem.code == ProblemCode::LinkCode => Some(Linking::Expired),
            _ => None,
        };
        match over {
            Some(over) => {
                self.saved.linking = Some(over);
                self.save();
            }
            None => self.look_at_link((passed / 10).clamp(SOON, SELDOM)),
        }
    }
}

/// The network of a chat.
fn network(channel: Channel) -> Option<ChatNetwork> {
    match channel {
        Channel::Terminal => None,
        Channel::Telegram => Some(ChatNetwork::Telegram),
        Channel::Matrix => Some(ChatNetwork::Matrix),
    }
}
