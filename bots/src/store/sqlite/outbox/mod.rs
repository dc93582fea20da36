//! The outbox on SQLite.

mod announcements;
mod pace;
mod rows;
mod subscriptions;

use super::{SqliteStore, instant, micros};
use crate::engine::{ChatKey, Network};
use crate::outbox::{Announcement, Claim, Order, Outcome, Parcel, Progress, Rule, Running, Shelf, Slot, Subscription};
use crate::store::StoreError;
use jiff::Timestamp;

#[async_trait::async_trait]
impl Shelf for SqliteStore {
    async fn subscribe(&self, chat: &ChatKey, what: Subscription, at: Timestamp) -> Result<bool, StoreError> {
        let chat = chat.clone();
        self.writer
            .write(move |conn| Box::pin(async move { subscriptions::subscribe(conn, &chat, what, at).await }))
            .await
    }

    async fn unsubscribe(&self, chat: &ChatKey) -> Result<bool, StoreError> {
        let chat = chat.clone();
        self.writer.write(move |conn| Box::pin(async move { subscriptions::unsubscribe(conn, &chat).await })).await
    }

    async fn subscription(&self, chat: &ChatKey) -> Result<Option<Subscription>, StoreError> {
        subscriptions::of(&self.reads, chat).await
    }

    async fn subscribers(&self, network: Network) -> Result<u64, StoreError> {
        subscriptions::count(&self.reads, network).await
    }

    async fn post(&self, announcement: &Announcement) -> Result<bool, StoreError> {
        let announcement = announcement.clone();
        self.writer.write(move |conn| Box::pin(announcements::post(conn, announcement))).await
    }

    async fn fill(&self, announcement: i64, now: Timestamp, most: u32) -> Result<bool, StoreError> {
        self.writer.write(move |conn| Box::pin(announcements::fill(conn, announcement, now, most))).await
    }

    async fn order(&self, announcement: i64, order: Order) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(announcements::order(conn, announcement, order))).await
    }

    async fn running(&self, now: Timestamp) -> Result<Vec<Running>, StoreError> {
        announcements::running(&self.reads, now).await
    }

    async fn recent(&self, since: Timestamp) -> Result<Vec<(i64, bool)>, StoreError> {
        let query = "SELECT id, state IN ('running', 'paused') FROM announcements WHERE send_at > ? ORDER BY id";
        Ok(sqlx::query_as(query).bind(micros(since)).fetch_all(&self.reads).await?)
    }

    async fn claim(&self, announcement: &Announcement, claim: Claim) -> Result<Vec<Parcel>, StoreError> {
        // Looked for first where it disturbs nobody: most looks find nothing, or nothing yet.
        if !rows::any(&self.reads, announcement.id, claim).await? {
            return Ok(Vec::new());
        }
        let announcement = announcement.clone();
        self.writer.write(move |conn| Box::pin(rows::claim(conn, announcement, claim))).await
    }

    async fn finish(&self, parcel: &Parcel, outcome: Outcome) -> Result<(), StoreError> {
        let parcel = parcel.clone();
        self.writer.write(move |conn| Box::pin(rows::finish(conn, parcel, outcome))).await
    }

    async fn settle(&self, announcement: i64) -> Result<bool, StoreError> {
        self.writer.write(move |conn| Box::pin(announcements::settle(conn, announcement))).await
    }

    async fn progress(&self, announcement: i64, network: Network, now: Timestamp) -> Result<Progress, StoreError> {
        rows::progress(&self.reads, announcement, network, now).await
    }

    async fn unposted(&self, room: &str, now: Timestamp, since: Timestamp) -> Result<Vec<Announcement>, StoreError> {
        announcements::unposted(&self.reads, room, now, since).await
    }

    async fn posted(&self, announcement: i64, room: &str, event: &str) -> Result<(), StoreError> {
        let (room, event) = (room.to_owned(), event.to_owned());
        let insert = "INSERT INTO posted (announcement, room, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    sqlx::query(insert).bind(announcement).bind(room).bind(event).execute(conn).await?;
                    Ok(())
                })
            })
            .await
    }

    async fn slots(&self, network: Network, rule: Rule, now: Timestamp, most: u32) -> Result<Vec<Slot>, StoreError> {
        let take = move |pace: &mut crate::outbox::pace::Pace| pace.take(&rule, micros(now), most.into());
        self.writer.write(move |conn| Box::pin(pace::change(conn, network, take))).await
    }

    async fn answered(&self, network: Network, rule: Rule, slot: Slot, excess: i64) -> Result<(), StoreError> {
        let answered = move |pace: &mut crate::outbox::pace::Pace| pace.answered(&rule, slot, excess);
        self.writer.write(move |conn| Box::pin(pace::change(conn, network, answered))).await
    }

    async fn shut(&self, network: Network, until: Timestamp) -> Result<(), StoreError> {
        let shut = move |pace: &mut crate::outbox::pace::Pace| pace.shut(micros(until));
        self.writer.write(move |conn| Box::pin(pace::change(conn, network, shut))).await
    }
}
