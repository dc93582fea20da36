//! The HTTP client of the platform: carries out calls, keeps the tokens good, and cleans every string that comes back,
//! here and nowhere else.

mod answer;
mod archive;
mod body;
mod booth;
mod clean;
mod deliveries;
mod events;
mod lists;
mod organise;
mod pool;
mod request;
mod tokens;
mod trustees;

pub use events::{EventStream, StreamEnd};
pub use pool::Pool;
pub use tokens::{MemoryTokens, Renewal, TokenStore, Tokens};
pub use trustees::TrusteeMessage;

use super::ids::IdempotencyKey;
use super::types::{Lang, LinkAnswer, LinkAnswerView, LinkClaimedView, ProblemCode, TokensView};
use super::{AddressError, ApiError, Call, Reply, check_address};
use crate::booth::{Channel, MemoryPurse, PurseStore};
use answer::Answer;
use pool::Cache;
use request::Request;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokens::Keeper;
use url::Url;

/// Longest time for a whole call.
const TOTAL: Duration = Duration::from_secs(20);
/// A platform and one person's tokens for it. Cheap to clone: clones share everything.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    base: Url,
    pool: Pool,
    keeper: Keeper,
    english: AtomicBool,
    /// Answers that are this person's.
    cache: Cache,
    /// The sign-in whose tokens are here, if the rest of its answer was lost.
    signing_in: Mutex<Option<IdempotencyKey>>,
    /// Where this person's ballots are made.
    seat: Seat,
    /// Whose tokens these are: what a purse calls them.
    owner: Mutex<Option<String>>,
}

/// Where somebody's ballots are made: what is kept of their keys, and who sees their grades.
#[derive(Clone)]
pub(crate) struct Seat {
    pub purse: Arc<dyn PurseStore>,
    pub channel: Channel,
}

impl Client {
    /// A client that forgets its tokens when it goes.
    ///
    /// # Errors
    /// If the address is no platform's.
    pub fn new(base: Url) -> Result<Self, AddressError> {
        Self::with_tokens(base, Arc::new(MemoryTokens::default()))
    }

    /// A client that keeps its tokens in a store.
    ///
    /// # Errors
    /// If the address is no platform's.
    pub fn with_tokens(base: Url, store: Arc<dyn TokenStore>) -> Result<Self, AddressError> {
        Self::with_purse(base, store, Arc::new(MemoryPurse::default()))
    }

    /// A client of a voter's own device, that keeps tokens and keys in stores.
    ///
    /// # Errors
    /// If the address is no platform's.
    pub fn with_purse(
        mut base: Url,
        store: Arc<dyn TokenStore>,
        purse: Arc<dyn PurseStore>,
    ) -> Result<Self, AddressError> {
        check_address(&base)?;
        base.set_query(None);
        base.set_fragment(None);
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Ok(Self::made(base, Pool::default(), Keeper::new(store), Seat { purse, channel: Channel::Own }))
    }

    /// Another person at the same platform: the connections and what is public are shared, nothing else is. With this,
    /// a program that serves many makes a client for each call. `purse`: what is kept of this person's keys. `channel`:
    /// [`Channel::Assisted`] in a program that sees their grades.
    #[must_use]
    pub fn somebody(
        &self,
        tokens: Option<Tokens>,
        renewal: Arc<dyn Renewal>,
        purse: Arc<dyn PurseStore>,
        channel: Channel,
    ) -> Self {
        let keeper = Keeper::shared(tokens, renewal);
        Self::made(self.0.base.clone(), self.0.pool.clone(), keeper, Seat { purse, channel })
    }

    fn made(base: Url, pool: Pool, keeper: Keeper, seat: Seat) -> Self {
        let (english, cache) = (AtomicBool::new(false), Cache::default());
        let (signing_in, owner) = (Mutex::default(), Mutex::default());
        Self(Arc::new(Inner { base, pool, keeper, english, cache, signing_in, seat, owner }))
    }

    /// What it holds now: tokens, or a claim of a link, or both.
    pub fn tokens(&self) -> Option<Tokens> {
        self.0.keeper.all()
    }

    /// Where it is.
    pub fn base(&self) -> &Url {
        &self.0.base
    }

    /// It holds tokens. (Whether they are still good, the platform says.)
    pub fn signed_in(&self) -> bool {
        self.0.keeper.current().is_some()
    }

    /// Takes tokens that were got elsewhere (a demonstration's citizen).
    pub fn adopt_tokens(&self, tokens: &TokensView) {
        self.0.keeper.set(Some(Tokens::of(tokens)));
        *lock(&self.0.owner) = None;
    }

    /// Forgets the tokens.
    pub fn forget_tokens(&self) {
        self.0.keeper.set(None);
        self.0.cache.clear();
        *lock(&self.0.owner) = None;
    }

    /// The language of problems.
    pub fn speak(&self, lang: Lang) {
        self.0.english.store(lang == Lang::En, Ordering::Relaxed);
    }

    /// Carries out a call. A write may be repeated with its key until there is an answer.
    ///
    /// # Errors
    /// What the platform refused, or that it gave no answer.
    pub async fn call(&self, call: &Call) -> Result<Reply, ApiError> {
        match call {
            Call::SignIn(key, _) => return self.sign_in(*key, call).await,
            Call::ClaimLink(..) => return self.claim_link(call).await,
            Call::OpenLink(key) => return self.open_link(*key).await,
            Call::CastLot(key, lot, ballot) => return self.cast(*key, Some(*lot), ballot).await.map(Reply::Receipt),
            Call::CastFinal(key, ballot) => return self.cast(*key, None, ballot).await.map(Reply::Receipt),
            Call::Booth(call) => return self.booth(call).await.map(Reply::Booth),
            Call::Erase(_) => return self.erase(call).await,
            _ => {}
        }
        let reply = match call {
            Call::DrawLot(_) => self.draw_lot(call).await?,
            _ => self.plainly(call).await?,
        };
        match (call, &reply) {
            (Call::SignOut(_), _) => self.forget_tokens(),
            (_, Reply::Primary(primary)) => self.check_grades(primary)?,
            (_, Reply::Lot(_) | Reply::Final(_)) => self.check_names(&reply).await?,
            // Nobody is told that a ballot is counted before its place on the board was checked.
            (Call::Tracker(asked), Reply::Tracker(view)) => self.check_tracker(asked, view).await?,
            _ => {}
        }
        Ok(reply)
    }

    /// One request, one reply.
    pub(crate) async fn plainly(&self, call: &Call) -> Result<Reply, ApiError> {
        self.authorized(&Request::of(call)?).await?.reply(call)
    }

    /// What was kept of the account goes with it. Its ballots count, and lead to nobody.
    async fn erase(&self, call: &Call) -> Result<Reply, ApiError> {
        let owner = self.owner().await;
        let reply = self.plainly(call).await?;
        if let Ok(owner) = owner
            && let Err(error) = self.forget_owner(&owner).await
        {
            tracing::warn!(%error, "keys of an erased account stay here");
        }
        self.forget_tokens();
        Ok(reply)
    }

    /// The tokens stay here; who has signed in is asked for. If that answer is lost, the repeated call asks only for it:
    /// the code has been used up.
    async fn sign_in(&self, key: IdempotencyKey, call: &Call) -> Result<Reply, ApiError> {
        if *lock(&self.0.signing_in) != Some(key) {
            let tokens: TokensView = self.send(&Request::of(call)?, None).await?.secret()?;
            self.adopt_tokens(&tokens);
            *lock(&self.0.signing_in) = Some(key);
        }
        self.who().await
    }

    async fn who(&self) -> Result<Reply, ApiError> {
        match self.plainly(&Call::Account).await? {
            Reply::Account(account) => Ok(Reply::SignedIn(account)),
            _ => Err(ApiError::Garbled),
        }
    }

    /// What the claim gave stays here: the core never sees it.
    async fn claim_link(&self, call: &Call) -> Result<Reply, ApiError> {
        let claimed: LinkClaimedView = self.send(&Request::of(call)?, None).await?.secret()?;
        self.0.keeper.set_claim(Some(claimed.secret));
        Ok(Reply::LinkClaimed(claimed.expires_in))
    }

    /// Takes the tokens of the last claim, once its owner has confirmed it. Without a claim they have been taken: the
    /// answer after them was lost.
    async fn open_link(&self, key: IdempotencyKey) -> Result<Reply, ApiError> {
        let Some(secret) = self.0.keeper.claim() else {
            return if self.signed_in() { self.who().await } else { Ok(Reply::LinkPending(LinkAnswer::Refused)) };
        };
        let answer: LinkAnswerView = self.send(&Request::open_link(key, &secret), None).await?.secret()?;
        let Some(tokens) = answer.tokens else {
            if answer.status == LinkAnswer::Refused {
                self.0.keeper.set_claim(None);
            }
            return Ok(Reply::LinkPending(answer.status));
        };
        let before = self.0.keeper.current();
        self.adopt_tokens(&tokens);
        if let Some(before) = before
            && let Err(error) = self.send(&Request::of(&Call::SignOut(key))?, Some(&before)).await
        {
            // Nobody holds its tokens any more: it can be closed from another device, or ends by itself.
            tracing::info!(%error, "the session before the link could not be closed");
        }
        self.who().await
    }

    /// Sends with tokens that are good, as far as is known; once more if the platform says that they are not.
    async fn authorized(&self, request: &Request) -> Result<Answer, ApiError> {
        if !request.personal {
            return self.send(request, None).await;
        }
        let tokens = self.good_tokens().await?;
        match self.send(request, tokens.as_ref()).await {
            Err(ApiError::Problem(problem)) if problem.code == ProblemCode::Unauthenticated => {
                let Some(used) = tokens else { return Err(ApiError::Problem(problem)) };
                let fresh = self.refresh(&used).await?;
                self.send(request, Some(&fresh)).await
            }
            other => other,
        }
    }

    async fn good_tokens(&self) -> Result<Option<Tokens>, ApiError> {
        match self.0.keeper.current() {
            Some(tokens) if tokens.old() => self.refresh(&tokens).await.map(Some),
            other => Ok(other),
        }
    }

    /// New tokens for old ones, once for all who ask at the same time.
    async fn refresh(&self, used: &Tokens) -> Result<Tokens, ApiError> {
        let _turn = self.0.keeper.turn().await;
        self.0.keeper.reload().await;
        let renewed = match self.0.keeper.current() {
            Some(current) if current.access != used.access => Ok(current),
            _ => self.renew(used).await,
        };
        // Kept before they are used, and whoever waits for their turn is let in.
        self.0.keeper.renewed().await;
        renewed
    }

    async fn renew(&self, used: &Tokens) -> Result<Tokens, ApiError> {
        match self.send(&Request::refresh(used), None).await {
            Ok(answer) => {
                let tokens = Tokens { claim: self.0.keeper.claim(), ..Tokens::of(&answer.secret()?) };
                self.0.keeper.set(Some(tokens.clone()));
                Ok(tokens)
            }
            Err(error) => {
                if matches!(&error, ApiError::Problem(it) if it.code == ProblemCode::Unauthenticated) {
                    let claim = self.0.keeper.claim();
                    self.forget_tokens();
                    self.0.keeper.set_claim(claim);
                }
                Err(error)
            }
        }
    }

    async fn send(&self, request: &Request, tokens: Option<&Tokens>) -> Result<Answer, ApiError> {
        let url = request.url(&self.0.base).ok_or(ApiError::Garbled)?;
        let lang = if self.0.english.load(Ordering::Relaxed) { Lang::En } else { Lang::Fr };
        // An answer belongs to who asked, and in which language.
        let cache_key = format!("{} {url} {}", lang.code(), tokens.map_or("", |it| it.access.as_str()));
        let cache = if tokens.is_some() { &self.0.cache } else { self.0.pool.cache() };
        let cached = request.cacheable().then(|| cache.get(&cache_key)).flatten();
        let mut builder = request.build(self.http()?, url, lang);
        if let Some(tokens) = tokens {
            builder = builder.bearer_auth(&tokens.access);
        }
        if let Some((etag, _)) = &cached {
            builder = builder.header(reqwest::header::IF_NONE_MATCH, etag);
        }
        let response = builder.send().await.map_err(|_| ApiError::Unreachable)?;
        let answer = Answer::read(response, request.limit(), cached.map(|(_, body)| body)).await?;
        if let (true, Some(etag)) = (request.cacheable(), &answer.etag) {
            cache.put(cache_key, etag.clone(), answer.body.clone());
        }
        Ok(answer)
    }

    fn http(&self) -> Result<&reqwest::Client, ApiError> {
        self.0.pool.http()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
