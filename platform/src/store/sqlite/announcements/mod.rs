//! Announcements on SQLite.

use super::audit::log;
use super::phases::add_event;
use super::staff::authorise;
use super::{SqliteStore, decode, encode, instant, micros};
use crate::secrets::Hash;
use crate::store::{AccountId, Announcements, Ending, LetterOutcome, LetterRow, StoreError, Trial, WriteKey};
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{
    AnnouncementOrder, AnnouncementState, AnnouncementView, Audience, Carrier, Deliveries, DeliveryView, EventKind,
    InboxView, NoticesView, PlatformEvent, ProblemCode, RecipientsView, Role, SupportersRequest,
};
use jiff::{SignedDuration, Timestamp};

/// The columns of a [`Row`].
macro_rules! columns {
    () => {
        "a.id, a.words, a.sender, a.audience, a.candidate, a.urgent, a.send_at, a.state"
    };
}

/// Whether a vote of this account (SQL) waits: it holds a lot that is not cast, or the final is open, it is on the roll,
/// and has cast nothing there.
macro_rules! vote_waits {
    ($account:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM credentials k JOIN lots l ON l.credential = k.credential
                      WHERE k.round = 'preselection' AND k.replaced_at IS NULL AND l.status = 'open' AND k.account = ",
            $account,
            ") OR (EXISTS (SELECT 1 FROM rounds WHERE round = 'final' AND opened_at IS NOT NULL
                AND closed_at IS NULL)
             AND EXISTS (SELECT 1 FROM accounts WHERE id = ",
            $account,
            " AND registered_at IS NOT NULL)
             AND NOT EXISTS (SELECT 1 FROM credentials k WHERE k.round = 'final' AND k.voted AND k.account = ",
            $account,
            ")))"
        )
    };
}

mod done;
mod inbox;
mod letters;
mod notices;
mod order;
mod recipients;
mod row;
mod supporters;
mod trials;

pub(super) use order::{Order, announce};
pub(super) use row::Words;

use order::{read, release};
use row::Row;

#[async_trait::async_trait]
impl Announcements for SqliteStore {
    async fn release_announcements(
        &self,
        now: Timestamp,
    ) -> Result<(Vec<PlatformEvent>, Option<Timestamp>), StoreError> {
        let next = "SELECT min(send_at) FROM announcements WHERE state = 'scheduled'";
        let first: Option<i64> = sqlx::query_scalar(next).fetch_one(&self.reads).await?;
        let first = first.map(instant).transpose()?;
        if first.is_none_or(|first| first > now) {
            return Ok((Vec::new(), first));
        }
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    let events = release(conn, now).await?;
                    let next: Option<i64> = sqlx::query_scalar(next).fetch_one(conn).await?;
                    Ok((events, next.map(instant).transpose()?))
                })
            })
            .await
    }

    async fn announcements(
        &self,
        public: bool,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AnnouncementView>, StoreError> {
        let query = concat!(
            "SELECT ",
            columns!(),
            " FROM announcements a WHERE a.id < ?1
                AND (NOT ?2 OR (a.audience = 'everyone' AND a.released_at IS NOT NULL AND a.state <> 'cancelled'))
             ORDER BY a.id DESC LIMIT ?3"
        );
        let rows: Vec<Row> = sqlx::query_as(query)
            .bind(before.unwrap_or(i64::MAX))
            .bind(public)
            .bind(limit)
            .fetch_all(&self.reads)
            .await?;
        rows.into_iter().map(Row::view).collect()
    }

    async fn announcement(&self, id: AnnouncementId) -> Result<Option<AnnouncementView>, StoreError> {
        read(&mut *self.reads.acquire().await?, id).await
    }

    async fn order_announcement(
        &self,
        key: WriteKey,
        id: AnnouncementId,
        order: AnnouncementOrder,
    ) -> Result<Vec<PlatformEvent>, StoreError> {
        let (asked, at) = (key.clone(), key.at);
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let actor = authorise(conn, &asked, &[Role::Organiser]).await?;
                let row = read(conn, id).await?.ok_or(ProblemCode::NotFound)?;
                use {AnnouncementOrder as O, AnnouncementState as S};
                let (state, action) = match (order, row.state) {
                    (O::Pause, S::Sending) => (S::Paused, "paused"),
                    (O::Resume, S::Paused) => (S::Sending, "resumed"),
                    (O::Cancel, S::Scheduled | S::Sending | S::Paused) => (S::Cancelled, "cancelled"),
                    _ => return Err(StoreError::RefusedField(ProblemCode::WrongState, "announcement".into())),
                };
                let set = "UPDATE announcements SET state = ? WHERE id = ?";
                sqlx::query(set).bind(encode(&state)?).bind(id.0).execute(&mut *conn).await?;
                log(conn, at, &actor, action, &format!("announcement:{id}"), &[]).await?;
                Ok(vec![add_event(conn, at, EventKind::AnnouncementState { announcement: id, state }).await?])
            })
        })
        .await
    }

    async fn announcement_done_at(&self, id: AnnouncementId) -> Result<Option<Timestamp>, StoreError> {
        let query = "SELECT done_at FROM announcements WHERE id = ?";
        let row: Option<Option<i64>> = sqlx::query_scalar(query).bind(id.0).fetch_optional(&self.reads).await?;
        row.flatten().map(instant).transpose()
    }

    async fn settle_announcements(&self, awaited: Vec<Carrier>, told: bool, now: Timestamp) -> Result<(), StoreError> {
        let awaited = serde_json::to_string(&awaited).map_err(|error| StoreError::Broken(error.to_string()))?;
        // Looked for first where it disturbs nobody.
        if !done::any(&mut *self.reads.acquire().await?, &awaited, told).await? {
            return Ok(());
        }
        self.writer.write(move |conn| Box::pin(async move { done::settle(conn, &awaited, told, now).await })).await
    }

    async fn write_to_supporters(
        &self,
        key: WriteKey,
        account: AccountId,
        words: SupportersRequest,
        again: SignedDuration,
    ) -> Result<(AnnouncementId, Vec<PlatformEvent>), StoreError> {
        let at = key.at;
        self.keyed(&key, move |conn| Box::pin(supporters::write(conn, account, words, again, at))).await
    }

    async fn inbox(&self, account: AccountId, limit: u32) -> Result<InboxView, StoreError> {
        let mut conn = self.reads.acquire().await?;
        let mut inbox = inbox::inbox(&mut conn, account, limit).await?;
        trials::add(&mut conn, account, &mut inbox).await?;
        Ok(inbox)
    }

    async fn read_announcement(&self, key: WriteKey, account: AccountId, id: AnnouncementId) -> Result<(), StoreError> {
        if id.is_trial() {
            return self.keyed(&key, move |conn| Box::pin(trials::read(conn, account, id))).await;
        }
        self.keyed(&key, move |conn| Box::pin(inbox::read(conn, account, id))).await
    }

    async fn announcements_read(&self, account: AccountId) -> Result<Vec<AnnouncementId>, StoreError> {
        let query = "SELECT announcement FROM inbox_reads WHERE account = ? ORDER BY announcement";
        let rows: Vec<u32> = sqlx::query_scalar(query).bind(account.0).fetch_all(&self.reads).await?;
        Ok(rows.into_iter().map(AnnouncementId).collect())
    }

    async fn recipients(&self, audience: Audience) -> Result<RecipientsView, StoreError> {
        recipients::count(&mut *self.reads.acquire().await?, audience).await
    }

    async fn tell_subscribers(&self, carrier: Carrier, count: u64, at: Timestamp) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(recipients::tell(conn, carrier, count, at))).await
    }

    async fn try_announcement(
        &self,
        key: WriteKey,
        account: AccountId,
        trial: Trial,
    ) -> Result<AnnouncementId, StoreError> {
        let (asked, at) = (key.clone(), key.at);
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                authorise(conn, &asked, &[Role::Organiser]).await?;
                trials::put(conn, account, &trial, at).await
            })
        })
        .await
    }

    async fn mail_trial(&self, id: AnnouncementId) -> Result<bool, StoreError> {
        self.writer.write(move |conn| Box::pin(trials::mail(conn, id))).await
    }

    async fn notices(&self, account: AccountId) -> Result<NoticesView, StoreError> {
        notices::of(&mut *self.reads.acquire().await?, account).await
    }

    async fn set_notices(
        &self,
        key: WriteKey,
        account: AccountId,
        notices: NoticesView,
        ending: Ending,
    ) -> Result<(), StoreError> {
        let at = key.at;
        self.keyed(&key, move |conn| Box::pin(notices::set(conn, account, notices, ending, at))).await
    }

    async fn end_letters(&self, token_hash: Hash) -> Result<bool, StoreError> {
        self.writer.write(move |conn| Box::pin(notices::end(conn, token_hash))).await
    }

    async fn deliveries(&self, id: AnnouncementId, now: Timestamp) -> Result<Vec<DeliveryView>, StoreError> {
        let query = "SELECT carrier, at, body FROM deliveries WHERE announcement = ? ORDER BY carrier DESC";
        let rows: Vec<(String, i64, String)> = sqlx::query_as(query).bind(id.0).fetch_all(&self.reads).await?;
        let mut views = Vec::new();
        for (carrier, at, body) in rows {
            let deliveries = serde_json::from_str(&body).map_err(|error| StoreError::Broken(error.to_string()))?;
            views.push(DeliveryView { carrier: decode(&carrier)?, at: instant(at)?, deliveries });
        }
        if let Some(deliveries) = letters::progress(&mut *self.reads.acquire().await?, id, now).await? {
            views.push(DeliveryView { carrier: Carrier::Email, at: now, deliveries });
        }
        Ok(views)
    }

    async fn tell_deliveries(
        &self,
        id: AnnouncementId,
        carrier: Carrier,
        told: Deliveries,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let body = serde_json::to_string(&told).map_err(|error| StoreError::Broken(error.to_string()))?;
        let carrier: String = encode(&carrier)?;
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    if read(conn, id).await?.is_none() {
                        return Err(ProblemCode::NotFound.into());
                    }
                    // What was told later stays, whichever arrives last.
                    let put = "INSERT INTO deliveries (announcement, carrier, at, body) VALUES (?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body WHERE excluded.at >= at";
                    sqlx::query(put).bind(id.0).bind(carrier).bind(micros(at)).bind(body).execute(conn).await?;
                    Ok(())
                })
            })
            .await
    }

    async fn fill_letters(&self, now: Timestamp, most: u32) -> Result<bool, StoreError> {
        if !letters::unfilled(&mut *self.reads.acquire().await?).await? {
            return Ok(false);
        }
        self.writer.write(move |conn| Box::pin(letters::fill(conn, now, most))).await
    }

    async fn claim_letters(
        &self,
        now: Timestamp,
        until: Timestamp,
        zone: &str,
        most: u32,
    ) -> Result<Vec<LetterRow>, StoreError> {
        if self.next_letter().await?.is_none_or(|next| next > now) {
            return Ok(Vec::new());
        }
        let zone = zone.to_owned();
        self.writer
            .write(move |conn| Box::pin(async move { letters::claim(conn, now, until, &zone, most).await }))
            .await
    }

    async fn finish_letter(
        &self,
        id: AnnouncementId,
        account: AccountId,
        outcome: LetterOutcome,
    ) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(letters::finish(conn, id, account, outcome))).await
    }

    async fn next_letter(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = "SELECT min(l.due) FROM letters l JOIN announcements a ON a.id = l.announcement
            WHERE l.due IS NOT NULL AND a.state = 'sending'";
        let next: Option<i64> = sqlx::query_scalar(query).fetch_one(&self.reads).await?;
        next.map(instant).transpose()
    }
}
