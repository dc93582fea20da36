//! What is forgotten once nobody can need it: old keys, dead sessions and codes, counts of rate limits.

use crate::app::App;
use crate::confirmations;
use crate::links;
use crate::signals;
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

const EVERY: SignedDuration = SignedDuration::from_hours(1);
/// A write repeated later than this with its old key is a new write.
const KEYS_LAST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Does it now, then every hour by the platform's clock.
pub async fn run(app: App, stop: CancellationToken) {
    loop {
        once(&app).await;
        let Ok(next) = app.clock.now().checked_add(EVERY) else { return };
        tokio::select! {
            () = app.clock.wait_until(next) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Does it once.
pub async fn once(app: &App) {
    app.limits.prune();
    links::tell(app, None).await;
    confirmations::tell(app).await;
    signals::look(app).await;
    let now = app.clock.now();
    if let Err(error) = app.store.expire_proposals(now).await {
        tracing::warn!(%error, "proposals that are over could not be closed");
    }
    let Ok(keys_before) = now.checked_sub(KEYS_LAST) else { return };
    if let Err(error) = app.store.prune(now, keys_before).await {
        tracing::warn!(%error, "what is old could not be forgotten");
    }
    let challenge = SignedDuration::from_hours(24 * i64::from(app.primary.ballots.challenge_days));
    let Ok(published) = now.checked_sub(challenge) else { return };
    // A round that is closed and never counted (its trustees are lost) keeps nobody's link either.
    let Ok(closed) = published.checked_sub(challenge) else { return };
    match app.store.cut_links(published, closed).await {
        Ok(0) => {}
        Ok(rounds) => tracing::info!(rounds, "nothing links accounts to their ballots any more"),
        Err(error) => tracing::warn!(%error, "links between accounts and ballots could not be cut"),
    }
    // Who read while a log of writes was to be emptied kept some of it: once more.
    if let Err(error) = app.store.forget_erased().await {
        tracing::warn!(%error, "the log of writes could not be emptied");
    }
}
