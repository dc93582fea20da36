//! Looks at the boards.

use super::minutes::{Kind, Statement, Told, Trouble};
use crate::engine::Engine;
use crate::store::{Store, StoreError};
use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use isoloir_shared::api::client::{Client, Renewal, Tokens};
use isoloir_shared::api::types::{ElectionState, PrimaryView, ProblemCode, Round};
use isoloir_shared::api::{ApiError, Call, Reply};
use isoloir_shared::booth::{BoothFault, Channel, NotKept, PurseStore, Watched};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

/// How often it is looked.
const EVERY: SignedDuration = SignedDuration::from_secs(60);
/// How often in a row a platform may answer and show nothing of its board.
const WITHHELD: u32 = 15;
/// How often in a row it may not show that its board grew from what it said before: a breakdown of a moment is none.
const UNSHOWN: u32 = 3;
/// Seconds.
const DAY: i64 = 86_400;
/// Where what was seen is kept.
const PURSE: &str = "witness.purse";

/// A witness: looks, compares with all that it saw, states.
pub struct Watch {
    client: Client,
    store: Arc<dyn Store>,
    /// Between two statements about an open vote.
    every: SignedDuration,
    primary: Option<Box<PrimaryView>>,
    /// Looks in a row that a platform answered and showed nothing, by round.
    withheld: [u32; 2],
    /// Looks in a row that it did not show that its board grew, by round.
    unshown: [u32; 2],
}

/// Looks until `stop`. Any number of instances may: each thing is stated once.
pub async fn watch(engine: Engine, every: SignedDuration, stop: CancellationToken) {
    let clock = engine.clock();
    let mut watch = Watch::new(&engine.platform(), engine.store(), every);
    let looking = async {
        loop {
            if let Err(error) = watch.look(clock.now()).await {
                tracing::warn!(%error, "what boards say cannot be kept");
            }
            tokio::time::sleep(clock.real(EVERY.min(every))).await;
        }
    };
    stop.run_until_cancelled(looking).await;
}

impl Watch {
    /// A witness who keeps in that store what it saw.
    pub fn new(platform: &Client, store: Arc<dyn Store>, every: SignedDuration) -> Self {
        let purse = Arc::new(Kept(store.clone()));
        // It casts nothing; were it to, it would not be a voter's own device.
        let client = platform.somebody(None, Arc::new(Nobody), purse, Channel::Assisted);
        Self { client, store, every, primary: None, withheld: [0; 2], unshown: [0; 2] }
    }

    /// One look at each round's board.
    ///
    /// # Errors
    /// If the store takes nothing.
    pub async fn look(&mut self, now: Timestamp) -> Result<(), StoreError> {
        for (n, round) in [Round::Preselection, Round::Final].into_iter().enumerate() {
            let seen = match self.client.watch(round).await {
                // A fault of a moment proves nothing: it is looked again before anything is said.
                Err(ApiError::Alarm(_)) => self.client.watch(round).await,
                seen => seen,
            };
            let before = std::mem::take(&mut self.withheld[n]);
            let unshown = std::mem::take(&mut self.unshown[n]);
            match seen {
                Ok(seen) => self.said(&seen, now).await?,
                // Not a proof by itself, as two roots of one length are.
                Err(ApiError::Alarm(BoothFault::Split { known, shown }))
                    if known.size != shown.size && unshown + 1 < UNSHOWN =>
                {
                    self.unshown[n] = unshown + 1;
                }
                Err(ApiError::Alarm(fault)) => self.broken(round, Trouble::Shown(fault), now).await?,
                // Not opened yet.
                Err(ApiError::Problem(problem))
                    if problem.code == ProblemCode::NotFound && !self.has_opened(round).await? => {}
                Err(ApiError::Problem(_) | ApiError::Garbled) => {
                    self.withheld[n] = before + 1;
                    if before + 1 == WITHHELD {
                        self.broken(round, Trouble::Withheld, now).await?;
                    }
                }
                Err(error) => {
                    (self.withheld[n], self.unshown[n]) = (before, unshown);
                    tracing::debug!(%error, "a board cannot be looked at now");
                }
            }
        }
        Ok(())
    }

    /// This vote was seen before.
    async fn has_opened(&mut self, round: Round) -> Result<bool, StoreError> {
        let Some(before) = self.store.newest_of(round).await? else { return Ok(false) };
        let told = self.told(round).await;
        Ok(told.is_some_and(|it| it.platform == before.told.platform && it.primary == before.told.primary))
    }

    /// It holds: what is to be said of it, if anything is.
    async fn said(&mut self, seen: &Watched, now: Timestamp) -> Result<(), StoreError> {
        let election = &seen.facts.election;
        let newest = self.store.newest(election).await?;
        let number = now.as_second().div_euclid(self.every.as_secs().max(1));
        let slot = |at: Timestamp| at.as_second().div_euclid(self.every.as_secs().max(1));
        let (kind, slot) = match (seen.facts.state, &newest) {
            (ElectionState::Open, None) => (Kind::Opened, String::new()),
            (ElectionState::Open, Some(before)) if slot(before.at) < number => (Kind::Grown, number.to_string()),
            (ElectionState::Open, Some(_)) => return Ok(()),
            (ElectionState::Closed, _) => (Kind::Closed, String::new()),
            (ElectionState::Counted, _) => (Kind::Counted, String::new()),
        };
        if newest.is_some_and(|it| (it.kind, &it.slot) == (kind, &slot)) {
            return Ok(());
        }
        let Some(told) = self.told(seen.facts.round).await else { return Ok(()) };
        let told = Told { checkpoint: Some(seen.checkpoint.clone()), ..told };
        let statement = Statement { id: 0, election: election.clone(), kind, slot, told, at: now };
        self.store.state(&statement).await.map(drop)
    }

    /// It does not hold: that is said, once, and what proves it is kept.
    async fn broken(&mut self, round: Round, trouble: Trouble, now: Timestamp) -> Result<(), StoreError> {
        let Some(told) = self.told(round).await else { return Ok(()) };
        let (election, slot, checkpoint) = match &trouble {
            Trouble::Shown(BoothFault::Split { known, shown }) => {
                (known.election.to_string(), format!("{} {}", shown.size, shown.root), Some((**known).clone()))
            }
            // Of this vote, and once a day: an alarm of last year, or of a platform that was tried, silences none.
            other => {
                let vote = format!("{} {} {}", told.platform, told.primary.fr, told.round_word());
                (vote, format!("{} {other:?}", now.as_second().div_euclid(DAY)), None)
            }
        };
        let told = Told { checkpoint, trouble: Some(trouble), ..told };
        let statement = Statement { id: 0, election, kind: Kind::Broken, slot, told, at: now };
        if self.store.state(&statement).await? {
            tracing::error!(round = statement.told.round_word(), "what the platform shows of a vote does not hold");
        }
        Ok(())
    }

    /// What everything that is said begins with; none while the platform does not tell.
    async fn told(&mut self, round: Round) -> Option<Told> {
        if self.primary.is_none() {
            let Ok(Reply::Primary(primary)) = self.client.call(&Call::Primary).await else { return None };
            self.primary = Some(Box::new(primary));
        }
        let primary = self.primary.as_ref()?;
        Some(Told {
            round,
            primary: primary.name.clone(),
            zone: primary.zone.clone(),
            platform: self.client.base().as_str().trim_end_matches('/').to_owned(),
            checkpoint: None,
            trouble: None,
        })
    }
}

impl Told {
    /// The round as addresses spell it.
    pub fn round_word(&self) -> &'static str {
        match self.round {
            Round::Preselection => "preselection",
            Round::Final => "final",
        }
    }
}

/// What a witness saw is public: it is kept as it is.
struct Kept(Arc<dyn Store>);

impl PurseStore for Kept {
    fn load(&self) -> BoxFuture<'_, Result<Option<Zeroizing<Vec<u8>>>, NotKept>> {
        async {
            let kept = self.0.position(PURSE).await.map_err(|_| NotKept)?;
            Ok(kept.map(|it| Zeroizing::new(it.into_bytes())))
        }
        .boxed()
    }

    fn swap<'a>(&'a self, before: Option<&'a [u8]>, after: &'a [u8]) -> BoxFuture<'a, Result<bool, NotKept>> {
        async move {
            let text = |bytes| std::str::from_utf8(bytes).map_err(|_| NotKept);
            let before = before.map(text).transpose()?;
            self.0.move_position(PURSE, before, text(after)?).await.map_err(|_| NotKept)
        }
        .boxed()
    }
}

/// Nobody is signed in.
struct Nobody;

impl Renewal for Nobody {
    fn begin(&self) -> BoxFuture<'_, Option<Tokens>> {
        ready(None).boxed()
    }

    fn end<'a>(&'a self, _: Option<&'a Tokens>) -> BoxFuture<'a, ()> {
        ready(()).boxed()
    }
}
