//! Signals of false accounts. They raise a flag for people to look at, and refuse nobody. Of a network address nothing
//! is kept but a keyed hash that is another each day, with a count, for two days.

use crate::app::App;
use crate::email::reveal;
use crate::limits::household;
use crate::store::{AccountId, Signal, StoreError};
use isoloir_shared::api::types::SignalKind;
use jiff::ToSpan;
use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::LazyLock;

static DISPOSABLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let list = include_str!("../data/disposable_domains.txt");
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Somebody got on the roll. What cannot be counted is not held against them.
pub async fn registered(app: &App, account: AccountId, from: IpAddr) {
    if let Err(error) = count(app, account, from).await {
        tracing::warn!(%error, "a signal could not be counted");
    }
}

async fn count(app: &App, account: AccountId, from: IpAddr) -> Result<(), StoreError> {
    let now = app.clock.now();
    let day = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let household = household(from);
    // Bots speak from one address for a whole crowd.
    if !app.settings.bots.addresses.iter().any(|ip| crate::limits::household(*ip) == household) {
        let address = household.to_string();
        let bucket = app.key.mac("signal", &[day.to_string().as_bytes(), address.as_bytes()]).to_vec();
        let threshold = app.primary.moderation.accounts_per_network.into();
        let signal = Signal { kind: SignalKind::Network, day, bucket, about: String::new(), threshold };
        app.store.signal(signal, now).await?;
    }
    let row = app.store.account(account).await?;
    let email = row.and_then(|row| reveal(&row.email, &app.key)).unwrap_or_default();
    let domain = email.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    if DISPOSABLE.contains(domain) {
        let (bucket, about) = (domain.as_bytes().to_vec(), domain.to_owned());
        app.store.signal(Signal { kind: SignalKind::Disposable, day, bucket, about, threshold: 1 }, now).await?;
    }
    Ok(())
}

/// What is looked for from time to time, and what is forgotten.
pub async fn look(app: &App) {
    let now = app.clock.now();
    let threshold = app.primary.moderation.supports_per_hour.into();
    if let Err(error) = app.store.flag_bursts(now, threshold).await {
        tracing::warn!(%error, "bursts could not be looked for");
    }
    let Ok(before) = now.to_zoned(jiff::tz::TimeZone::UTC).date().checked_sub(1.day()) else { return };
    if let Err(error) = app.store.forget_signals(before).await {
        tracing::warn!(%error, "old signals could not be forgotten");
    }
}
