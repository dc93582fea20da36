//! Tells the platform how far announcements are: numbers, for those who organise. The platform learns of nobody who
//! wants them.

use super::{Progress, Rule};
use crate::engine::{Engine, Network};
use crate::store::StoreError;
use isoloir_shared::api::ids::{AnnouncementId, IdempotencyKey};
use isoloir_shared::api::types::{Carrier, Deliveries};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use std::collections::HashMap;
use tokio_util::sync::CancellationToken;

/// How often.
const EVERY: SignedDuration = SignedDuration::from_secs(5);
/// What was announced longer ago changes no more.
const NEWEST: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Until `stop`. Any number of instances may tell the same.
pub async fn report(engine: Engine, token: SecretString, stop: CancellationToken) {
    let (mut told, mut counted) = (HashMap::new(), HashMap::new());
    let telling = async {
        loop {
            if let Err(error) = tell(&engine, &token, &mut told).await {
                tracing::warn!(%error, "how far announcements are cannot be read");
            }
            if let Err(error) = count(&engine, &token, &mut counted).await {
                tracing::warn!(%error, "how many want announcements cannot be read");
            }
            tokio::time::sleep(engine.clock().real(EVERY)).await;
        }
    };
    stop.run_until_cancelled(telling).await;
}

async fn tell(
    engine: &Engine,
    token: &SecretString,
    told: &mut HashMap<(i64, Network), Deliveries>,
) -> Result<(), StoreError> {
    let (shelf, now) = (engine.shelf(), engine.clock().now());
    for (id, open) in shelf.recent(now - NEWEST).await? {
        let Ok(number) = u32::try_from(id) else { continue };
        for (network, carrier, rule) in
            [(Network::Telegram, Carrier::Telegram, Rule::TELEGRAM), (Network::Matrix, Carrier::Matrix, Rule::MATRIX)]
        {
            // Another process tells of a network that this one does not serve.
            if !engine.serves(network) {
                continue;
            }
            if !open && told.get(&(id, network)).is_some_and(|it| it.settled) {
                continue;
            }
            let progress = shelf.progress(id, network, now).await?;
            // Nobody who asked is told, too: the platform waits for it.
            if progress.total() == 0 && !progress.filled {
                continue;
            }
            let deliveries = deliveries(&progress, &rule, now);
            if told.get(&(id, network)) == Some(&deliveries) {
                continue;
            }
            let key = IdempotencyKey(uuid::Uuid::new_v4());
            let what = (AnnouncementId(number), carrier);
            match engine.platform().tell_deliveries(token.expose_secret(), key, what, &deliveries).await {
                Ok(()) => drop(told.insert((id, network), deliveries)),
                Err(error) => tracing::warn!(%error, "the platform is not told how far announcements are"),
            }
        }
    }
    Ok(())
}

/// How many want announcements: organisers see it before they ask for approval.
async fn count(engine: &Engine, token: &SecretString, counted: &mut HashMap<Network, u64>) -> Result<(), StoreError> {
    for (network, carrier) in [(Network::Telegram, Carrier::Telegram), (Network::Matrix, Carrier::Matrix)] {
        let count = engine.shelf().subscribers(network).await?;
        if counted.get(&network) == Some(&count) {
            continue;
        }
        let key = IdempotencyKey(uuid::Uuid::new_v4());
        match engine.platform().tell_subscribers(token.expose_secret(), key, carrier, count).await {
            Ok(()) => drop(counted.insert(network, count)),
            Err(error) => tracing::warn!(%error, "the platform is not told how many want announcements"),
        }
    }
    Ok(())
}

fn deliveries(progress: &Progress, rule: &Rule, now: Timestamp) -> Deliveries {
    Deliveries {
        delivered: progress.delivered,
        unreachable: progress.unreachable,
        unsubscribed: progress.unsubscribed,
        refused: progress.refused,
        waiting: progress.waiting,
        later: progress.later,
        unknown: progress.unknown,
        repeated: progress.repeated,
        settled: progress.filled && progress.waiting == 0,
        // To the minute: it is an estimate, and what has not changed is not told.
        ends_at: progress.ends(rule, now).and_then(|at| at.round(jiff::Unit::Minute).ok()),
    }
}
