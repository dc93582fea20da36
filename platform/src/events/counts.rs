//! Tells the counts to who listens, at most twice a second however many ballots come in.

use crate::app::App;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Least time between two tellings.
const PACE: Duration = Duration::from_millis(500);

/// Tells for as long as the platform serves.
pub async fn run(app: App, stop: CancellationToken) {
    let mut commits = app.store.commits();
    loop {
        tokio::select! {
            moved = commits.changed() => if moved.is_err() { return },
            () = stop.cancelled() => return,
        }
        if app.events.has_listeners() {
            match app.published.counts(&app).await {
                Ok(counts) => app.events.counts(counts),
                Err(error) => tracing::warn!(%error, "the counts could not be read"),
            }
        }
        // Wall time, not the primary's: this spares the listeners' lines, no rule depends on it.
        tokio::select! {
            () = tokio::time::sleep(PACE) => {}
            () = stop.cancelled() => return,
        }
    }
}
