//! What a candidate writes to those who support them and let them. Who that is nobody is told, the candidate least.

use super::super::candidates::state_of;
use super::super::micros;
use super::{Order, announce};
use crate::store::{AccountId, StoreError};
use isoloir_shared::api::ids::{AnnouncementId, CandidateId};
use isoloir_shared::api::types::{Audience, CandidateState, PlatformEvent, ProblemCode, SupportersRequest};
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

pub async fn write(
    conn: &mut SqliteConnection,
    account: AccountId,
    words: SupportersRequest,
    again: SignedDuration,
    at: Timestamp,
) -> Result<(AnnouncementId, Vec<PlatformEvent>), StoreError> {
    use CandidateState as S;
    let query = "SELECT id, name FROM candidates WHERE account = ?";
    let mine: Option<(u32, String)> = sqlx::query_as(query).bind(account.0).fetch_optional(&mut *conn).await?;
    let (id, name) = mine.ok_or(ProblemCode::NotFound)?;
    if !matches!(state_of(conn, id).await?, S::Declared | S::Qualified | S::Confirmed | S::Finalist) {
        return Err(ProblemCode::WrongState.into());
    }
    // A name that moderation hides is told to nobody.
    let query = "SELECT EXISTS (SELECT 1 FROM hidden WHERE candidate = ? AND kind = 'nomination')";
    if sqlx::query_scalar(query).bind(id).fetch_one(&mut *conn).await? {
        return Err(ProblemCode::WrongState.into());
    }
    // One writer at a time: nobody writes between this look and the insert.
    let query = "SELECT EXISTS (SELECT 1 FROM announcements WHERE candidate = ? AND send_at > ?)";
    let since = at.checked_sub(again).unwrap_or(Timestamp::MIN);
    if sqlx::query_scalar(query).bind(id).bind(micros(since)).fetch_one(&mut *conn).await? {
        return Err(StoreError::RefusedField(ProblemCode::TooManyRequests, "supporters".into()));
    }
    let order = Order {
        title: &words.title,
        body: &words.body,
        audience: Audience::Supporters { candidate: CandidateId(id) },
        urgent: false,
        send_at: None,
        sender: Some(&name),
    };
    announce(conn, order, at).await
}
