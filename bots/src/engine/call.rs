//! Calls to the platform for somebody: with their tokens, over connections that all share.

use super::desks::Job;
use super::inner::Inner;
use super::{ChatKey, Clock};
use crate::store::{PersonId, PersonsPurse, Run, Vault};
use futures::future::BoxFuture;
use isoloir_shared::api::client::{Client, Renewal, Tokens};
use isoloir_shared::api::types::Lang;
use isoloir_shared::api::{ApiError, Call, Reply};
use isoloir_shared::booth::Channel;
use isoloir_shared::core::ReqId;
use jiff::SignedDuration;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longer than a renewal takes: who has not ended theirs by then is gone.
const RENEWAL: SignedDuration = SignedDuration::from_secs(30);
/// How often whoever waits for another's renewal looks again.
const LOOK: Duration = Duration::from_millis(50);

/// A call, and whose.
pub(super) struct Asking {
    pub person: PersonId,
    pub chat: ChatKey,
    pub lang: Lang,
    pub tokens: Option<Tokens>,
    pub id: ReqId,
    pub call: Call,
}

/// What came back.
pub(super) struct Answered {
    pub person: PersonId,
    pub id: ReqId,
    pub result: Result<Reply, ApiError>,
    pub tokens: After,
}

/// What a call did to the tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Nothing, or a renewal that is kept already.
    Kept,
    /// A sign-in brought some, or a sign-out ended them: to be kept together with the answer.
    New(Option<Tokens>),
}

impl Inner {
    /// Makes a call; its answer comes to the person's desk.
    pub fn ask(self: &Arc<Self>, asking: Asking) {
        let inner = self.clone();
        self.tasks.spawn(async move {
            let chat = asking.chat.clone();
            let answer = tokio::select! {
                answer = inner.carry_out(asking) => answer,
                () = inner.ended.cancelled() => return,
            };
            inner.put(&chat, Job::Answered(Box::new(answer)));
        });
    }

    async fn carry_out(&self, asking: Asking) -> Answered {
        let Asking { person, chat, lang, tokens, id, call } = asking;
        let _turn = self.calls.acquire().await;
        let begun = Instant::now();
        let renewal = renewal_of(self, person, chat.clone());
        let client = client_of(self, (person, &chat), tokens.clone(), renewal.clone());
        client.speak(lang);
        let result = client.call(&call).await;
        self.reached(!matches!(result, Err(ApiError::Unreachable)));
        self.measures.call(&result, begun.elapsed());
        let kept = renewal.renewed.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or(tokens);
        let now = client.tokens();
        let tokens = if now == kept { After::Kept } else { After::New(now) };
        Answered { person, id, result, tokens }
    }
}

/// The platform for somebody: their ballots are made here, so the bot sees their grades, and their keys are kept here.
pub(super) fn client_of(
    inner: &Inner,
    (person, chat): (PersonId, &ChatKey),
    tokens: Option<Tokens>,
    renewal: Arc<dyn Renewal>,
) -> Client {
    let purse = Arc::new(PersonsPurse::new(inner.vault.clone(), chat.clone(), person));
    inner.platform.somebody(tokens, renewal, purse, Channel::Assisted)
}

/// The way in which somebody's tokens are renewed.
pub(super) fn renewal_of(inner: &Inner, person: PersonId, chat: ChatKey) -> Arc<Shared> {
    Arc::new(Shared {
        vault: inner.vault.clone(),
        clock: inner.clock.clone(),
        // One call renews at a time, also of those that this process makes at once.
        run: Run(rand::random()),
        person,
        chat,
        renewed: Mutex::new(None),
    })
}

/// One person's tokens, shared with other processes through the store.
pub(super) struct Shared {
    vault: Vault,
    clock: Arc<dyn Clock>,
    run: Run,
    person: PersonId,
    chat: ChatKey,
    /// What the last renewal here came to.
    renewed: Mutex<Option<Option<Tokens>>>,
}

impl Renewal for Shared {
    fn begin(&self) -> BoxFuture<'_, Option<Tokens>> {
        Box::pin(async {
            loop {
                let now = self.clock.now();
                match self.vault.begin_renewal(&self.chat, self.person, self.run, now, now + RENEWAL).await {
                    Ok(Some(tokens)) => return tokens,
                    // Another process renews them; or the person is forgotten, which the answer will find.
                    Ok(None) if self.known().await => tokio::time::sleep(LOOK).await,
                    Ok(None) => return None,
                    Err(error) => {
                        tracing::warn!(%error, "tokens cannot be read to be renewed");
                        return None;
                    }
                }
            }
        })
    }

    fn end<'a>(&'a self, tokens: Option<&'a Tokens>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            match self.vault.end_renewal(&self.chat, self.person, self.run, tokens).await {
                Ok(()) => {
                    let mut renewed = self.renewed.lock().unwrap_or_else(PoisonError::into_inner);
                    *renewed = Some(tokens.cloned());
                }
                // The same refresh again gives the same tokens, until the new ones were used to renew.
                Err(error) => tracing::warn!(%error, "renewed tokens cannot be kept"),
            }
        })
    }
}

impl Shared {
    async fn known(&self) -> bool {
        matches!(self.vault.store().person_by_id(self.person).await, Ok(Some(_)))
    }
}
