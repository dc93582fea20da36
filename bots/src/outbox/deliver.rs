//! Takes rows up, sends, and says what became of each.

use super::Announcement;
use super::accounts::Accounts;
use super::ask::Asking;
use super::courier::{Courier, Sent};
use super::shelf::{Claim, Outcome, Parcel, Running, Shelf};
use super::turnstile::Turnstile;
use crate::engine::Clock;
use crate::store::{Run, StoreError};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How much one instance holds, and how patiently.
#[derive(Clone, Copy, Debug)]
pub struct Tempo {
    /// Rows that one instance holds at once: so many may arrive twice if it dies.
    pub held: usize,
    /// After that, somebody else takes up what an instance held. Longer than any request takes.
    pub lease: SignedDuration,
    /// How often one whose answer was lost is sent.
    pub attempts: u32,
    /// How long to wait before that, and before looking again when there is nothing to do.
    pub rest: SignedDuration,
}

impl Default for Tempo {
    fn default() -> Self {
        Self { held: 16, lease: SignedDuration::from_secs(90), attempts: 5, rest: SignedDuration::from_secs(1) }
    }
}

/// Rows that are made for subscribers in one go.
const CHUNK: u32 = 1_000;

/// One instance's delivery in one network.
pub struct Delivery {
    /// What is kept.
    pub shelf: Arc<dyn Shelf>,
    /// What brings it.
    pub courier: Arc<dyn Courier>,
    /// People's own accounts.
    pub accounts: Arc<dyn Accounts>,
    /// The way to the slots.
    pub turnstile: Arc<Turnstile>,
    /// The clock of the pace and of the quiet hours.
    pub clock: Arc<dyn Clock>,
    /// This run of the program.
    pub run: Run,
    /// How much at once.
    pub tempo: Tempo,
}

impl Delivery {
    /// Until `stop`; what is being sent is finished. Dropped, it ends as a kill would.
    pub async fn run(self, stop: CancellationToken) {
        let asking = Arc::new(Asking::new(self.accounts.clone(), self.clock.clone()));
        let it = Arc::new(self);
        let mut sending = JoinSet::new();
        let turns = it.turnstile.run(stop.clone());
        let work = async {
            loop {
                match it.round(&asking, &mut sending).await {
                    Ok(true) => {}
                    Ok(false) => it.pause(&mut sending).await,
                    Err(error) => {
                        tracing::warn!(%error, "announcements are not delivered now");
                        it.pause(&mut sending).await;
                    }
                }
                if stop.is_cancelled() {
                    return;
                }
            }
        };
        tokio::join!(turns, work);
        while sending.join_next().await.is_some() {}
    }

    /// Takes up what there is. False: nothing to do now.
    async fn round(self: &Arc<Self>, asking: &Arc<Asking>, sending: &mut JoinSet<()>) -> Result<bool, StoreError> {
        while sending.try_join_next().is_some() {}
        let running = self.shelf.running(self.clock.now()).await?;
        self.turnstile.find(!running.is_empty(), self.tempo.rest);
        for Running { announcement, filled } in running {
            if !filled && !self.shelf.fill(announcement.id, self.clock.now(), CHUNK).await? {
                tracing::info!(announcement = announcement.id, "every subscriber has their row");
            }
            // Half of what it may hold at least: fewer and larger looks.
            while sending.len() * 2 > self.tempo.held {
                sending.join_next().await;
            }
            let announcement = Arc::new(announcement);
            let parcels = self.claim(&announcement, self.tempo.held - sending.len()).await?;
            let any = !parcels.is_empty();
            for parcel in parcels {
                let (it, asking, announcement) = (self.clone(), asking.clone(), announcement.clone());
                sending.spawn(async move { it.deliver(&asking, &announcement, parcel).await });
            }
            if any || !filled {
                // From the top: a more urgent one may have come.
                return Ok(true);
            }
            if sending.is_empty() && self.shelf.settle(announcement.id).await? {
                tracing::info!(announcement = announcement.id, "delivered to everyone");
            }
        }
        Ok(false)
    }

    async fn claim(&self, announcement: &Announcement, most: usize) -> Result<Vec<Parcel>, StoreError> {
        let now = self.clock.now();
        let most = u32::try_from(most).unwrap_or(1);
        let (network, run, until) = (self.courier.network(), self.run, now + self.tempo.lease);
        self.shelf.claim(announcement, Claim { network, run, now, until, most }).await
    }

    /// A little, or until something that is being sent has ended.
    async fn pause(&self, sending: &mut JoinSet<()>) {
        let rest = tokio::time::sleep(self.clock.real(self.tempo.rest));
        tokio::select! {
            Some(_) = sending.join_next() => {}
            () = rest => {}
        }
    }

    async fn deliver(&self, asking: &Asking, announcement: &Announcement, parcel: Parcel) {
        let announcement = match asking.told(announcement, &parcel).await {
            Ok(announcement) => announcement,
            Err(instead) => return self.finish(&parcel, instead).await,
        };
        let Some(slot) = self.turnstile.rest().await else {
            return self.finish(&parcel, Outcome::Back(self.clock.now())).await;
        };
        let sent = self.courier.send(&announcement, &parcel).await;
        // Of what had no answer nobody knows whether it arrived, or when.
        let arrived = matches!(sent, Sent::Taken | Sent::Gone | Sent::Refused(_));
        let told = async {
            if arrived {
                self.turnstile.answered(slot).await;
            }
        };
        let done = async {
            let outcome = self.outcome(sent, &parcel).await;
            self.finish(&parcel, outcome).await;
        };
        // One commit for both.
        tokio::join!(told, done);
    }

    async fn outcome(&self, sent: Sent, parcel: &Parcel) -> Outcome {
        let now = self.clock.now();
        let again = |seconds: i64| -> Timestamp { now + SignedDuration::from_secs(seconds) };
        match sent {
            Sent::Taken => Outcome::Delivered,
            Sent::Gone => Outcome::Unreachable,
            Sent::Refused(why) => {
                tracing::error!(%why, announcement = parcel.announcement, "the network refuses an announcement");
                Outcome::Refused
            }
            Sent::Later(wait) => {
                self.turnstile.shut(wait).await;
                Outcome::Back(self.clock.now())
            }
            Sent::Unsent => Outcome::Back(again(5)),
            Sent::Unknown if parcel.attempt < self.tempo.attempts => {
                Outcome::Unknown(Some(again(10 << parcel.attempt.min(6))))
            }
            Sent::Unknown => Outcome::Unknown(None),
        }
    }

    /// Kept until it is: otherwise the message would be sent again.
    async fn finish(&self, parcel: &Parcel, outcome: Outcome) {
        for tries in 0..20_u32 {
            match self.shelf.finish(parcel, outcome).await {
                Ok(()) => return,
                Err(error) => tracing::warn!(%error, "what became of a message cannot be kept"),
            }
            tokio::time::sleep(Duration::from_millis(50 << tries.min(6))).await;
        }
    }
}
