//! Writes what was stated in one place that everybody reads.

use super::minutes::{Kind, Statement};
use crate::chat::checkpoint;
use crate::engine::Engine;
use crate::store::{Store, StoreError};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it is looked whether something was stated.
const EVERY: SignedDuration = SignedDuration::from_secs(5);
/// A place that is named late does not get what was stated long ago.
const NEWEST: SignedDuration = SignedDuration::from_hours(48);
/// Longer than any request takes: after that, another instance writes it.
const LEASE: SignedDuration = SignedDuration::from_secs(90);
/// What was written longer ago is not written over: each day leaves a message that stays as it is.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A message, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Plain.
    pub plain: String,
    /// As HTML, for Matrix.
    pub html: String,
    /// As HTML, for Telegram.
    pub telegram: String,
    /// It rings: what does not hold, a beginning, an end.
    pub loud: bool,
    /// It stays at the top, where the network lets the bot do it.
    pub pinned: bool,
}

/// A place that everybody reads.
#[async_trait]
pub trait Wall: Send + Sync + 'static {
    /// Its name, in the store.
    fn place(&self) -> String;
    /// Writes a message there; its name. The same `key` is the same message. An error is how long to wait.
    async fn write(&self, key: &str, notice: &Notice) -> Result<String, Duration>;
    /// Writes it over that one. False: that one cannot be written over any more.
    async fn rewrite(&self, message: &str, key: &str, notice: &Notice) -> Result<bool, Duration>;
}

/// Writes each statement there, once, until `stop`.
pub async fn keep(engine: Engine, wall: impl Wall, stop: CancellationToken) {
    let (store, clock) = (engine.store(), engine.clock());
    let write = async {
        loop {
            let wait = match post(store.as_ref(), &wall, clock.now()).await {
                Ok(None) => clock.real(EVERY),
                Ok(Some(wait)) => wait,
                Err(error) => {
                    tracing::warn!(%error, "checkpoints wait for the store");
                    clock.real(EVERY)
                }
            };
            tokio::time::sleep(wait).await;
        }
    };
    stop.run_until_cancelled(write).await;
}

/// Writes what is not there yet. Some: how long to wait first.
///
/// # Errors
/// If the store does not answer.
pub async fn post(store: &dyn Store, wall: &dyn Wall, now: Timestamp) -> Result<Option<Duration>, StoreError> {
    let place = wall.place();
    for statement in store.unsaid(&place, now, now - NEWEST).await? {
        if !store.take_up(statement.id, &place, now, now + LEASE).await? {
            continue;
        }
        match written(store, wall, &place, &statement).await? {
            Ok(message) => store.written(statement.id, &place, &message).await?,
            Err(wait) => return Ok(Some(wait)),
        }
    }
    Ok(None)
}

async fn written(
    store: &dyn Store,
    wall: &dyn Wall,
    place: &str,
    statement: &Statement,
) -> Result<Result<String, Duration>, StoreError> {
    let (key, notice) = (format!("isoloir-checkpoint-{}", statement.id), checkpoint::notice(statement));
    if statement.kind == Kind::Grown
        && let Some(message) = store.standing(place, &statement.election, day(statement.at)).await?
    {
        match wall.rewrite(&message, &key, &notice).await {
            Ok(true) => return Ok(Ok(message)),
            Ok(false) => {}
            Err(wait) => return Ok(Err(wait)),
        }
    }
    Ok(wall.write(&key, &notice).await)
}

/// When the day of this instant began.
fn day(at: Timestamp) -> Timestamp {
    let begun = at.as_second().div_euclid(DAY.as_secs()) * DAY.as_secs();
    Timestamp::from_second(begun).unwrap_or(at)
}
