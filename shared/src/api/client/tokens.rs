//! Tokens: where they are kept, and that they are renewed once at a time. They never enter a log nor the core.

use crate::api::types::TokensView;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::{Arc, Mutex};
use tokio::sync::{Mutex as Turn, MutexGuard};

/// Seconds before its end from which an access token is renewed.
const MARGIN: i64 = 30;

/// One person's tokens for one platform.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// For each call.
    pub access: String,
    /// Buys the next pair, once.
    pub refresh: String,
    /// Until when the access token is good, in seconds since 1970 by this device's clock.
    pub until: i64,
    /// Gets the tokens of a link that waits for its owner; kept with the tokens, for it is as secret. Beside empty
    /// tokens it is all there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
}

impl Tokens {
    /// A claim without tokens.
    fn none(claim: String) -> Self {
        Self { access: String::new(), refresh: String::new(), until: 0, claim: Some(claim) }
    }

    /// As the platform gave them now.
    pub fn of(view: &TokensView) -> Self {
        let until = now() + i64::from(view.expires_in);
        Self { access: view.access_token.clone(), refresh: view.refresh_token.clone(), until, claim: None }
    }

    /// Somebody is signed in with these: they are more than a claim.
    pub fn signs_in(&self) -> bool {
        !self.access.is_empty()
    }

    /// Better renewed before the next call.
    pub(super) fn old(&self) -> bool {
        now() + MARGIN >= self.until
    }
}

/// This device's clock. A wrong one costs a needless renewal at worst: the platform's answer decides.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens { … }")
    }
}

/// Where tokens are kept between two runs.
pub trait TokenStore: Send + Sync {
    /// What was kept.
    fn load(&self) -> Option<Tokens>;
    /// Keeps these, or forgets.
    fn save(&self, tokens: Option<&Tokens>);
}

/// Tokens that several processes share: a renewal is a turn, one at a time for all of them. (A refresh token buys one
/// pair; one that is offered again after its pair was used ends the session.)
pub trait Renewal: Send + Sync {
    /// Waits for one's turn; the tokens as they are kept now, which another may have renewed meanwhile.
    fn begin(&self) -> BoxFuture<'_, Option<Tokens>>;
    /// Keeps these (none: they are good no more), and ends the turn.
    fn end<'a>(&'a self, tokens: Option<&'a Tokens>) -> BoxFuture<'a, ()>;
}

/// Forgets when the program ends.
#[derive(Debug, Default)]
pub struct MemoryTokens(Mutex<Option<Tokens>>);

impl TokenStore for MemoryTokens {
    fn load(&self) -> Option<Tokens> {
        super::lock(&self.0).clone()
    }

    fn save(&self, tokens: Option<&Tokens>) {
        *super::lock(&self.0) = tokens.cloned();
    }
}

/// The tokens in use.
pub(super) struct Keeper {
    kept: Kept,
    current: Mutex<Option<Tokens>>,
    turn: Turn<()>,
}

enum Kept {
    /// By this program.
    Here(Arc<dyn TokenStore>),
    /// By several; what a sign-in brought is kept by whoever asked for it.
    Shared(Arc<dyn Renewal>),
}

impl Keeper {
    pub fn new(store: Arc<dyn TokenStore>) -> Self {
        let current = Mutex::new(store.load());
        Self { kept: Kept::Here(store), current, turn: Turn::new(()) }
    }

    pub fn shared(tokens: Option<Tokens>, renewal: Arc<dyn Renewal>) -> Self {
        Self { kept: Kept::Shared(renewal), current: Mutex::new(tokens), turn: Turn::new(()) }
    }

    pub fn current(&self) -> Option<Tokens> {
        self.all().filter(Tokens::signs_in)
    }

    /// The tokens, a claim without any included.
    pub fn all(&self) -> Option<Tokens> {
        super::lock(&self.current).clone()
    }

    /// The claim that waits for its owner.
    pub fn claim(&self) -> Option<String> {
        super::lock(&self.current).as_ref()?.claim.clone()
    }

    /// Keeps a claim beside the tokens, or none any more.
    pub fn set_claim(&self, claim: Option<String>) {
        let tokens = match (self.current(), claim) {
            (Some(tokens), claim) => Some(Tokens { claim, ..tokens }),
            (None, claim) => claim.map(Tokens::none),
        };
        self.set(tokens);
    }

    /// Kept before they are used: the old refresh token is worth nothing any more.
    pub fn set(&self, tokens: Option<Tokens>) {
        if let Kept::Here(store) = &self.kept {
            store.save(tokens.as_ref());
        }
        *super::lock(&self.current) = tokens;
    }

    /// Another program may have renewed them.
    pub async fn reload(&self) {
        let tokens = match &self.kept {
            Kept::Here(store) => store.load(),
            Kept::Shared(renewal) => renewal.begin().await,
        };
        if let Some(tokens) = tokens {
            *super::lock(&self.current) = Some(tokens);
        }
    }

    /// What a renewal came to is kept.
    pub async fn renewed(&self) {
        if let Kept::Shared(renewal) = &self.kept {
            renewal.end(self.all().as_ref()).await;
        }
    }

    /// One renewal at a time.
    pub async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }
}
