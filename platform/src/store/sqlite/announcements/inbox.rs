//! What was announced to somebody, as things stand when they look.

use super::Row;
use crate::store::{AccountId, StoreError};
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{InboxItemView, InboxView, ProblemCode};
use sqlx::SqliteConnection;

/// Whether announcement `a` is for account `?1`, or was when they read it. What was announced before they came is
/// published, and is not new to them.
macro_rules! mine {
    () => {
        concat!(
            "a.released_at IS NOT NULL AND a.state <> 'cancelled' AND (
    (a.audience = 'everyone' AND a.released_at >= (SELECT created_at FROM accounts WHERE id = ?1))
    OR (a.audience = 'lot_waiting' AND ",
            vote_waits!("?1"),
            ")
    OR (a.audience = 'supporters' AND EXISTS (
        SELECT 1 FROM supports s JOIN notices n ON n.account = s.account
        WHERE s.account = ?1 AND s.candidate = a.candidate AND n.candidates_since <= a.released_at))
    OR r.account IS NOT NULL)"
        )
    };
}

#[derive(sqlx::FromRow)]
struct Mine {
    #[sqlx(flatten)]
    row: Row,
    read: bool,
}

pub async fn inbox(conn: &mut SqliteConnection, account: AccountId, limit: u32) -> Result<InboxView, StoreError> {
    let query = concat!(
        "SELECT ",
        columns!(),
        ", r.account IS NOT NULL AS read FROM announcements a
         LEFT JOIN inbox_reads r ON r.announcement = a.id AND r.account = ?1
         WHERE ",
        mine!(),
        " ORDER BY read, a.released_at DESC, a.id DESC LIMIT ?2"
    );
    let rows: Vec<Mine> = sqlx::query_as(query).bind(account.0).bind(limit).fetch_all(&mut *conn).await?;
    let items = rows.into_iter().map(|mine| Ok(InboxItemView { announcement: mine.row.view()?, read: mine.read }));
    let items = items.collect::<Result<Vec<_>, StoreError>>()?;
    let query = concat!(
        "SELECT count(*) FROM announcements a LEFT JOIN inbox_reads r ON r.announcement = a.id AND r.account = ?1
         WHERE ",
        mine!(),
        " AND r.account IS NULL"
    );
    let unread: i64 = sqlx::query_scalar(query).bind(account.0).fetch_one(conn).await?;
    Ok(InboxView { unread: unread.unsigned_abs(), items })
}

/// Only what is theirs: whether something was announced to others is nobody's business.
pub async fn read(conn: &mut SqliteConnection, account: AccountId, id: AnnouncementId) -> Result<(), StoreError> {
    let insert = concat!(
        "INSERT INTO inbox_reads (account, announcement)
         SELECT ?1, a.id FROM announcements a LEFT JOIN inbox_reads r ON r.announcement = a.id AND r.account = ?1
         WHERE a.id = ?2 AND ",
        mine!(),
        " ON CONFLICT DO UPDATE SET account = excluded.account"
    );
    let done = sqlx::query(insert).bind(account.0).bind(id.0).execute(conn).await?;
    if done.rows_affected() == 0 { Err(ProblemCode::NotFound.into()) } else { Ok(()) }
}
