//! Links on SQLite. The table's constraints hold the steps and how many are under way at once.

use super::keys::{earlier, remember};
use super::sessions::{insert, opened};
use super::{SqliteStore, decode, encode, hash, instant, micros};
use crate::store::{
    AccountId, Email, LinkClaim, LinkConfirmation, LinkOffer, LinkOpened, LinkOpening, LinkRow, Links, OPEN_LINKS,
    Opened, StoreError, UntoldLink, WriteKey,
};
use isoloir_shared::api::ids::{LinkId, SessionId};
use isoloir_shared::api::types::{ChatNetwork, LinkStatus, ProblemCode};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    network: Option<String>,
    label: Option<String>,
    at: i64,
    expires_at: i64,
    confirmed: bool,
    session: Option<Uuid>,
    seen_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Untold {
    id: Uuid,
    email_mac: Vec<u8>,
    email_sealed: Vec<u8>,
    lang: String,
    network: String,
    label: String,
    at: i64,
    relinked: bool,
}

/// A link that is confirmed or waits for it.
#[derive(sqlx::FromRow)]
struct Pending {
    id: Uuid,
    account: i64,
    network: String,
    label: String,
    expires_at: i64,
    confirmed: bool,
}

#[async_trait::async_trait]
impl Links for SqliteStore {
    async fn offer_link(&self, key: WriteKey, account: AccountId, offer: LinkOffer) -> Result<(), StoreError> {
        let at = key.at;
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let slot = free_slot(conn, account, at).await?;
                sqlx::query(
                    "INSERT INTO links (id, account, slot, code_hash, at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                )
                .bind(offer.id.0)
                .bind(account.0)
                .bind(slot)
                .bind(offer.code.as_slice())
                .bind(micros(at))
                .bind(micros(offer.expires_at))
                .execute(&mut *conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    async fn claim_link(&self, key: WriteKey, claim: LinkClaim) -> Result<LinkId, StoreError> {
        let outcome = self.writer.write(move |conn| {
            Box::pin(async move {
                if let Some(answer) = earlier(conn, &key).await? {
                    let id = answer.parse().map_err(|_| StoreError::Broken("no link's id".into()))?;
                    return Ok(Ok(id));
                }
                let link: Option<(Uuid, bool)> = sqlx::query_as(
                    "SELECT id, claim_hash IS NOT NULL FROM links WHERE code_hash = ? AND expires_at > ?",
                )
                .bind(claim.code.as_slice())
                .bind(micros(key.at))
                .fetch_optional(&mut *conn)
                .await?;
                match link {
                    None => Ok(Err(ProblemCode::LinkCode)),
                    Some((id, true)) => {
                        sqlx::query("DELETE FROM links WHERE id = ?").bind(id).execute(&mut *conn).await?;
                        Ok(Err(ProblemCode::LinkCode))
                    }
                    Some((id, false)) => {
                        take(conn, id, &claim, key.at).await?;
                        remember(conn, &key, &id.to_string()).await?;
                        Ok(Ok(LinkId(id)))
                    }
                }
            })
        });
        // A refusal is committed too: it may have ended the link.
        outcome.await?.map_err(StoreError::Refused)
    }

    async fn confirm_link(
        &self,
        key: WriteKey,
        account: AccountId,
        link: LinkId,
        seen: LinkConfirmation,
    ) -> Result<(), StoreError> {
        let at = key.at;
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let row: Option<Row> = sqlx::query_as(
                    "SELECT id, network, label, at, expires_at, confirmed, session, NULL AS seen_at
                     FROM links WHERE id = ? AND account = ?",
                )
                .bind(link.0)
                .bind(account.0)
                .fetch_optional(&mut *conn)
                .await?;
                let row = row.ok_or(ProblemCode::NotFound)?;
                let network = encode(&seen.network)?;
                if (row.network.as_ref(), row.label.as_ref()) != (Some(&network), Some(&seen.label)) {
                    return Err(StoreError::RefusedField(ProblemCode::WrongState, "link".into()));
                }
                if row.confirmed {
                    return Ok(());
                }
                if row.expires_at <= micros(at) {
                    return Err(ProblemCode::LinkCode.into());
                }
                sqlx::query("UPDATE links SET confirmed = 1, at = ?, expires_at = ? WHERE id = ?")
                    .bind(micros(at))
                    .bind(micros(seen.expires_at))
                    .bind(link.0)
                    .execute(&mut *conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    async fn cut_link(&self, key: WriteKey, account: AccountId, link: LinkId) -> Result<Option<SessionId>, StoreError> {
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let cut: Option<Option<Uuid>> =
                    sqlx::query_scalar("DELETE FROM links WHERE id = ? AND account = ? RETURNING session")
                        .bind(link.0)
                        .bind(account.0)
                        .fetch_optional(&mut *conn)
                        .await?;
                let session = cut.ok_or(ProblemCode::NotFound)?;
                if let Some(session) = session {
                    sqlx::query("DELETE FROM sessions WHERE id = ?").bind(session).execute(&mut *conn).await?;
                }
                Ok(session.map(SessionId))
            })
        })
        .await
    }

    async fn open_link(&self, key: WriteKey, opening: LinkOpening) -> Result<LinkOpened, StoreError> {
        let write = self.writer.write(move |conn| {
            Box::pin(async move {
                if earlier(conn, &key).await?.is_some() {
                    let again = opened(conn, &opening.tokens.refresh).await?;
                    return Ok(again.map_or(LinkOpened::Refused, |opened| LinkOpened::Opened(opened, None)));
                }
                let pending: Option<Pending> = sqlx::query_as(
                    "SELECT id, account, network, label, expires_at, confirmed FROM links
                     WHERE claim_hash = ? AND session IS NULL",
                )
                .bind(opening.secret.as_slice())
                .fetch_optional(&mut *conn)
                .await?;
                match pending {
                    None => Ok(LinkOpened::Refused),
                    Some(link) if link.expires_at <= micros(key.at) => Err(ProblemCode::LinkCode.into()),
                    Some(link) if !link.confirmed => Ok(LinkOpened::Waiting),
                    Some(link) => {
                        let before = open(conn, &link, &opening, key.at).await?;
                        remember(conn, &key, "").await?;
                        let opened = Opened { session: opening.session, access_until: opening.tokens.access_until };
                        Ok(LinkOpened::Opened(opened, before))
                    }
                }
            })
        });
        write.await
    }

    async fn links(&self, account: AccountId, now: Timestamp) -> Result<Vec<LinkRow>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT l.id, l.network, l.label, l.at, l.expires_at, l.confirmed, l.session, s.seen_at
             FROM links l LEFT JOIN sessions s ON s.id = l.session
             WHERE l.account = ? AND (l.session IS NOT NULL OR l.expires_at > ?) ORDER BY l.at DESC, l.id",
        )
        .bind(account.0)
        .bind(micros(now))
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter().map(Row::read).collect()
    }

    async fn untold_links(&self, session: Option<SessionId>) -> Result<Vec<UntoldLink>, StoreError> {
        let rows: Vec<Untold> = sqlx::query_as(
            "SELECT l.id, a.email_mac, a.email_sealed, a.lang, l.network, l.label, l.at, l.relinked
             FROM links l JOIN accounts a ON a.id = l.account
             WHERE l.session IS NOT NULL AND l.told = 0 AND (?1 IS NULL OR l.session = ?1) ORDER BY l.at, l.id",
        )
        .bind(session.map(|session| session.0))
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter().map(Untold::read).collect()
    }

    async fn link_told(&self, link: LinkId) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    sqlx::query("UPDATE links SET told = 1 WHERE id = ?").bind(link.0).execute(&mut *conn).await?;
                    Ok(())
                })
            })
            .await
    }
}

impl Row {
    fn read(self) -> Result<LinkRow, StoreError> {
        let chat = match (self.network, self.label) {
            (Some(network), Some(label)) => Some((decode::<ChatNetwork>(&network)?, label)),
            _ => None,
        };
        let status = match (&chat, self.session) {
            (_, Some(_)) => LinkStatus::Linked,
            (None, None) => LinkStatus::Offered,
            (Some(_), None) if self.confirmed => LinkStatus::Confirmed,
            (Some(_), None) => LinkStatus::Claimed,
        };
        let session = match (self.session, self.seen_at) {
            (Some(session), Some(seen)) => Some((SessionId(session), instant(seen)?)),
            _ => None,
        };
        let (at, expires_at) = (instant(self.at)?, instant(self.expires_at)?);
        Ok(LinkRow { id: LinkId(self.id), status, chat, at, expires_at, session })
    }
}

impl Untold {
    fn read(self) -> Result<UntoldLink, StoreError> {
        Ok(UntoldLink {
            id: LinkId(self.id),
            email: Email { mac: hash(&self.email_mac)?, sealed: self.email_sealed },
            lang: decode(&self.lang)?,
            network: decode(&self.network)?,
            label: self.label,
            at: instant(self.at)?,
            relinked: self.relinked,
        })
    }
}

/// A place for another link under way: free, of one that is dead, or of the oldest.
async fn free_slot(conn: &mut SqliteConnection, account: AccountId, at: Timestamp) -> Result<u32, StoreError> {
    sqlx::query("DELETE FROM links WHERE account = ? AND session IS NULL AND expires_at <= ?")
        .bind(account.0)
        .bind(micros(at))
        .execute(&mut *conn)
        .await?;
    let taken: Vec<(Uuid, u32)> =
        sqlx::query_as("SELECT id, slot FROM links WHERE account = ? AND slot IS NOT NULL ORDER BY at, id")
            .bind(account.0)
            .fetch_all(&mut *conn)
            .await?;
    let free = (0..OPEN_LINKS).find(|slot| taken.iter().all(|(_, it)| it != slot));
    match (free, taken.first()) {
        (Some(slot), _) => Ok(slot),
        (None, Some((oldest, slot))) => {
            sqlx::query("DELETE FROM links WHERE id = ?").bind(oldest).execute(&mut *conn).await?;
            Ok(*slot)
        }
        (None, None) => Err(StoreError::Broken("no place for a link".into())),
    }
}

async fn take(conn: &mut SqliteConnection, id: Uuid, claim: &LinkClaim, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE links SET claim_hash = ?, network = ?, label = ?, at = ?, expires_at = ? WHERE id = ?")
        .bind(claim.secret.as_slice())
        .bind(encode(&claim.network)?)
        .bind(&claim.label)
        .bind(micros(at))
        .bind(micros(claim.expires_at))
        .bind(id)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Opens the session; that of the same chat before it ends: nobody holds its tokens any more.
async fn open(
    conn: &mut SqliteConnection,
    link: &Pending,
    opening: &LinkOpening,
    at: Timestamp,
) -> Result<Option<SessionId>, StoreError> {
    let before: Option<Uuid> = sqlx::query_scalar(
        "DELETE FROM sessions WHERE id =
         (SELECT session FROM links WHERE account = ? AND network = ? AND label = ? AND session IS NOT NULL)
         RETURNING id",
    )
    .bind(link.account)
    .bind(&link.network)
    .bind(&link.label)
    .fetch_optional(&mut *conn)
    .await?;
    insert(conn, link.account, opening.session, &link.label, Some(&link.network), &opening.tokens, at).await?;
    sqlx::query("UPDATE links SET session = ?, slot = NULL, code_hash = NULL, at = ?, relinked = ? WHERE id = ?")
        .bind(opening.session.0)
        .bind(micros(at))
        .bind(before.is_some())
        .bind(link.id)
        .execute(&mut *conn)
        .await?;
    Ok(before.map(SessionId))
}
