//! What a turn changes beside the conversation.

use super::call::After;
use super::notice::{RELINKED, TRIAL};
use super::turn::Cause;
use crate::store::Change;
use isoloir_shared::api::Reply;
use isoloir_shared::api::client::Tokens;
use isoloir_shared::core::{Effect, Session};

/// What is kept of somebody's account, and what is told to its other chats.
pub(super) struct Notes {
    pub tokens: Change<Option<Tokens>>,
    pub account: Change<Option<String>>,
    pub tell: Option<&'static str>,
}

impl Notes {
    /// Of a turn: why it was taken, what the session wished, and how it is kept after it.
    pub fn of(cause: &Cause<'_>, effects: &[Effect], kept: &[u8]) -> Self {
        if effects.contains(&Effect::ForgetTokens) {
            return Self { tokens: Change::To(None), account: Change::To(None), tell: None };
        }
        let mut notes = Self { tokens: Change::Same, account: Change::Same, tell: None };
        let answers = if let Cause::Answers(answers) = cause { *answers } else { &[] };
        for answer in answers {
            if let After::New(tokens) = &answer.tokens {
                notes.tokens = Change::To(tokens.clone());
            }
            match &answer.result {
                Ok(Reply::SignedIn(account)) => {
                    notes.account = Change::To(Some(account.email.clone()));
                    notes.tell = Some(RELINKED);
                }
                Ok(Reply::Account(account)) => notes.account = Change::To(Some(account.email.clone())),
                _ => {}
            }
        }
        if effects.iter().any(|it| matches!(it, Effect::Trial(_)))
            && let Some(email) = Session::account_of(kept)
        {
            notes.account = Change::To(Some(email));
            notes.tell = Some(TRIAL);
        }
        notes
    }
}
