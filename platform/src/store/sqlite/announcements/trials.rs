//! Announcements that somebody tries on themselves: the last one stands in their own inbox.

use super::super::{instant, micros};
use super::Words;
use crate::store::{AccountId, StoreError, Trial};
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{
    AnnouncementState, AnnouncementView, Audience, InboxItemView, InboxView, ProblemCode,
};
use jiff::Timestamp;
use sqlx::SqliteConnection;

pub async fn put(
    conn: &mut SqliteConnection,
    account: AccountId,
    trial: &Trial,
    at: Timestamp,
) -> Result<AnnouncementId, StoreError> {
    let words = Words { title: trial.title.clone(), body: trial.body.clone() }.text()?;
    sqlx::query("DELETE FROM announcement_trials WHERE account = ?").bind(account.0).execute(&mut *conn).await?;
    let insert = "INSERT INTO announcement_trials (account, words, sender, at) VALUES (?, ?, ?, ?) RETURNING id";
    let id: u32 = sqlx::query_scalar(insert)
        .bind(account.0)
        .bind(words)
        .bind(&trial.sender)
        .bind(micros(at))
        .fetch_one(conn)
        .await?;
    Ok(AnnouncementId(id))
}

/// A letter of it goes out: once.
pub async fn mail(conn: &mut SqliteConnection, id: AnnouncementId) -> Result<bool, StoreError> {
    let set = "UPDATE announcement_trials SET mailed = 1 WHERE id = ? AND mailed = 0";
    Ok(sqlx::query(set).bind(id.0).execute(conn).await?.rows_affected() == 1)
}

pub async fn read(conn: &mut SqliteConnection, account: AccountId, id: AnnouncementId) -> Result<(), StoreError> {
    let set = "UPDATE announcement_trials SET read = 1 WHERE id = ? AND account = ?";
    let done = sqlx::query(set).bind(id.0).bind(account.0).execute(conn).await?;
    if done.rows_affected() == 0 { Err(ProblemCode::NotFound.into()) } else { Ok(()) }
}

/// Puts it into an inbox: unread first, read after what is unread.
pub async fn add(conn: &mut SqliteConnection, account: AccountId, inbox: &mut InboxView) -> Result<(), StoreError> {
    let query = "SELECT id, words, sender, at, read FROM announcement_trials WHERE account = ?";
    let row: Option<(u32, String, Option<String>, i64, bool)> =
        sqlx::query_as(query).bind(account.0).fetch_optional(conn).await?;
    let Some((id, words, sender, at, read)) = row else { return Ok(()) };
    let Words { title, body } = Words::read(&words)?;
    let announcement = AnnouncementView {
        id: AnnouncementId(id),
        title,
        body,
        sender,
        audience: Audience::Everyone,
        urgent: false,
        send_at: instant(at)?,
        state: AnnouncementState::Sending,
    };
    let place = if read { inbox.items.iter().filter(|item| !item.read).count() } else { 0 };
    inbox.unread += u64::from(!read);
    inbox.items.insert(place, InboxItemView { announcement, read });
    Ok(())
}
