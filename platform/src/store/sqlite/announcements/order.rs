//! Taking an announcement in, and sending it on its way when its time has come.

use super::super::micros;
use super::super::phases::add_event;
use super::{Row, Words};
use crate::store::StoreError;
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{AnnouncementView, Audience, EventKind, Localized, PlatformEvent};
use jiff::Timestamp;
use sqlx::SqliteConnection;

/// What two organisers approved, or a candidate writes.
pub struct Order<'a> {
    pub title: &'a Localized,
    pub body: &'a Localized,
    pub audience: Audience,
    pub urgent: bool,
    pub send_at: Option<Timestamp>,
    pub sender: Option<&'a str>,
}

/// Takes it in, and sends it on its way if its time has come.
pub async fn announce(
    conn: &mut SqliteConnection,
    order: Order<'_>,
    at: Timestamp,
) -> Result<(AnnouncementId, Vec<PlatformEvent>), StoreError> {
    let words = Words { title: order.title.clone(), body: order.body.clone() }.text()?;
    let (audience, candidate) = match order.audience {
        Audience::Everyone => ("everyone", None),
        Audience::LotWaiting => ("lot_waiting", None),
        Audience::Supporters { candidate } => ("supporters", Some(candidate.0)),
    };
    let insert = "INSERT INTO announcements (words, sender, audience, candidate, urgent, send_at, state)
        VALUES (?, ?, ?, ?, ?, ?, 'scheduled') RETURNING id";
    let id: u32 = sqlx::query_scalar(insert)
        .bind(words)
        .bind(order.sender)
        .bind(audience)
        .bind(candidate)
        .bind(order.urgent)
        .bind(micros(order.send_at.map_or(at, |send_at| send_at.max(at))))
        .fetch_one(&mut *conn)
        .await?;
    Ok((AnnouncementId(id), release(conn, at).await?))
}

/// Those whose time has come are on their way.
pub async fn release(conn: &mut SqliteConnection, now: Timestamp) -> Result<Vec<PlatformEvent>, StoreError> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM announcements a WHERE a.state = 'scheduled' AND a.send_at <= ? ORDER BY a.send_at, a.id"
    );
    let due: Vec<Row> = sqlx::query_as(query).bind(micros(now)).fetch_all(&mut *conn).await?;
    let mut events = Vec::new();
    for row in due {
        let set = "UPDATE announcements SET state = 'sending', released_at = ? WHERE id = ?";
        sqlx::query(set).bind(micros(now)).bind(row.id).execute(&mut *conn).await?;
        let AnnouncementView { id, title, body, sender, audience, urgent, .. } = row.view()?;
        let kind = match audience {
            Audience::Everyone => EventKind::Announcement { announcement: id, title, body, sender, urgent },
            // What is told to some is not told to all.
            Audience::LotWaiting | Audience::Supporters { .. } => EventKind::Inbox { announcement: id },
        };
        events.push(add_event(conn, now, kind).await?);
    }
    Ok(events)
}

/// One of them.
pub async fn read(conn: &mut SqliteConnection, id: AnnouncementId) -> Result<Option<AnnouncementView>, StoreError> {
    let query = concat!("SELECT ", columns!(), " FROM announcements a WHERE a.id = ?");
    let row: Option<Row> = sqlx::query_as(query).bind(id.0).fetch_optional(conn).await?;
    row.map(Row::view).transpose()
}
