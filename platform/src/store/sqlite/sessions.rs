//! Codes and sessions on SQLite.

use super::accounts::{find_or_make, roles};
use super::keys::{earlier, remember};
use super::{SqliteStore, decode, encode, hash, instant, micros};
use crate::secrets::Hash;
use crate::store::{
    AccountId, Identity, NewCode, Opened, SessionRow, Sessions, SignIn, StoreError, TokenHashes, WriteKey,
};
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::types::{Lang, ProblemCode};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use subtle::ConstantTimeEq;
use uuid::Uuid;

type IdentityRow = (i64, Uuid, bool, String, Option<String>, i64);

#[async_trait::async_trait]
impl Sessions for SqliteStore {
    async fn identity(&self, access_hash: Hash) -> Result<Option<Identity>, StoreError> {
        let row: Option<IdentityRow> = sqlx::query_as(
            "SELECT s.account, s.id, a.registered_at IS NOT NULL, a.lang,
                    (SELECT group_concat(role) FROM roles r WHERE r.account = a.id), s.access_until
             FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.access_hash = ?",
        )
        .bind(access_hash.as_slice())
        .fetch_optional(&self.reads)
        .await?;
        let Some((account, session, registered, lang, list, until)) = row else { return Ok(None) };
        Ok(Some(Identity {
            account: AccountId(account),
            session: SessionId(session),
            registered,
            lang: decode(&lang)?,
            roles: roles(list)?,
            until: instant(until)?,
        }))
    }

    async fn start_code(&self, key: WriteKey, code: NewCode) -> Result<bool, StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    if let Some(answer) = earlier(conn, &key).await? {
                        return Ok(answer != SENT);
                    }
                    sqlx::query(
                        "INSERT INTO codes (email_mac, salt, code_mac, lang, tries_left, expires_at) VALUES (?, ?, ?, ?, ?, ?)
                         ON CONFLICT (email_mac) DO UPDATE SET salt = excluded.salt, code_mac = excluded.code_mac, lang = excluded.lang,
                         tries_left = excluded.tries_left, expires_at = excluded.expires_at",
                    )
                    .bind(code.email_mac.as_slice())
                    .bind(code.salt.as_slice())
                    .bind(code.code_mac.as_slice())
                    .bind(encode(&code.lang)?)
                    .bind(code.tries)
                    .bind(micros(code.expires_at))
                    .execute(&mut *conn)
                    .await?;
                    remember(conn, &key, "kept").await?;
                    Ok(true)
                })
            })
            .await
    }

    async fn code_sent(&self, key: WriteKey) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    sqlx::query("UPDATE write_keys SET answer = ? WHERE scope = ? AND key = ?")
                        .bind(SENT)
                        .bind(key.scope)
                        .bind(key.key)
                        .execute(&mut *conn)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    async fn code_salt(&self, email_mac: Hash) -> Result<Option<Hash>, StoreError> {
        let salt: Option<Vec<u8>> = sqlx::query_scalar("SELECT salt FROM codes WHERE email_mac = ?")
            .bind(email_mac.as_slice())
            .fetch_optional(&self.reads)
            .await?;
        salt.as_deref().map(hash).transpose()
    }

    async fn sign_in(&self, key: WriteKey, sign_in: SignIn) -> Result<Opened, StoreError> {
        let outcome = self.writer.write(move |conn| {
            Box::pin(async move {
                if earlier(conn, &key).await?.is_some() {
                    return opened(conn, &sign_in.tokens.refresh).await.map(|o| o.ok_or(ProblemCode::CodeExpired));
                }
                let lang = match try_code(conn, &sign_in).await? {
                    Ok(lang) => lang,
                    Err(code) => return Ok(Err(code)),
                };
                let account = find_or_make(conn, &sign_in.email, lang, sign_in.at).await?;
                open(conn, account, &sign_in).await?;
                remember(conn, &key, "").await?;
                Ok(Ok(Opened { session: sign_in.session, access_until: sign_in.tokens.access_until }))
            })
        });
        // A refusal is committed too: it cost a try.
        outcome.await?.map_err(StoreError::Refused)
    }

    async fn refresh(&self, key: WriteKey, used: Hash, next: TokenHashes) -> Result<Opened, StoreError> {
        let at = key.at;
        let outcome = self.writer.write(move |conn| {
            Box::pin(async move {
                if earlier(conn, &key).await?.is_some()
                    && let Some(again) = opened(conn, &next.refresh).await?
                {
                    return Ok(Some(again));
                }
                let holder: Option<(Uuid, i64)> =
                    sqlx::query_as("SELECT id, refresh_until FROM sessions WHERE refresh_hash = ?")
                        .bind(used.as_slice())
                        .fetch_optional(&mut *conn)
                        .await?;
                match holder {
                    Some((session, until)) if until > micros(at) => {
                        rotate(conn, session, &used, &next, at).await?;
                        remember(conn, &key, "").await?;
                        Ok(Some(Opened { session: SessionId(session), access_until: next.access_until }))
                    }
                    _ => {
                        sqlx::query(
                            "DELETE FROM sessions WHERE refresh_hash = ?1
                             OR id = (SELECT session FROM used_tokens WHERE refresh_hash = ?1)",
                        )
                        .bind(used.as_slice())
                        .execute(&mut *conn)
                        .await?;
                        Ok(None)
                    }
                }
            })
        });
        outcome.await?.ok_or(StoreError::Refused(ProblemCode::Unauthenticated))
    }

    async fn sessions(&self, account: AccountId) -> Result<Vec<SessionRow>, StoreError> {
        let rows: Vec<(Uuid, String, i64, i64)> = sqlx::query_as(
            "SELECT id, device, created_at, seen_at FROM sessions WHERE account = ? ORDER BY created_at DESC, id",
        )
        .bind(account.0)
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter()
            .map(|(id, device, created, seen)| {
                Ok(SessionRow { id: SessionId(id), device, created_at: instant(created)?, seen_at: instant(seen)? })
            })
            .collect()
    }

    async fn revoke(&self, key: WriteKey, account: AccountId, session: SessionId) -> Result<(), StoreError> {
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let done = sqlx::query("DELETE FROM sessions WHERE id = ? AND account = ?")
                    .bind(session.0)
                    .bind(account.0)
                    .execute(&mut *conn)
                    .await?;
                if done.rows_affected() == 0 { Err(ProblemCode::NotFound.into()) } else { Ok(()) }
            })
        })
        .await
    }

    async fn sign_out(&self, key: WriteKey, session: SessionId) -> Result<(), StoreError> {
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                sqlx::query("DELETE FROM sessions WHERE id = ?").bind(session.0).execute(&mut *conn).await?;
                Ok(())
            })
        })
        .await
    }

    async fn answered(&self, key: WriteKey) -> Result<bool, StoreError> {
        self.writer.write(move |conn| Box::pin(async move { Ok(earlier(conn, &key).await?.is_some()) })).await
    }

    async fn prune(&self, now: Timestamp, keys_before: Timestamp) -> Result<(), StoreError> {
        let (now, keys_before) = (micros(now), micros(keys_before));
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    for (old, before) in [
                        ("DELETE FROM write_keys WHERE at < ?", keys_before),
                        ("DELETE FROM codes WHERE expires_at < ?", now),
                        ("DELETE FROM sessions WHERE refresh_until < ?", now),
                    ] {
                        sqlx::query(old).bind(before).execute(&mut *conn).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// The answer of a code that went out.
const SENT: &str = "sent";

/// Compares in constant time; a wrong code costs a try, a right one is used up.
async fn try_code(conn: &mut SqliteConnection, sign_in: &SignIn) -> Result<Result<Lang, ProblemCode>, StoreError> {
    let mac = sign_in.email.mac.as_slice();
    type Columns = (Vec<u8>, Vec<u8>, String, i64, i64);
    let row: Option<Columns> =
        sqlx::query_as("SELECT salt, code_mac, lang, tries_left, expires_at FROM codes WHERE email_mac = ?")
            .bind(mac)
            .fetch_optional(&mut *conn)
            .await?;
    let Some((salt, code_mac, lang, tries, expires)) = row else { return Ok(Err(ProblemCode::CodeExpired)) };
    if tries == 0 || expires <= micros(sign_in.at) {
        return Ok(Err(ProblemCode::CodeExpired));
    }
    let right = salt.ct_eq(&sign_in.salt) & code_mac.ct_eq(&sign_in.code_mac);
    if !bool::from(right) {
        sqlx::query("UPDATE codes SET tries_left = tries_left - 1 WHERE email_mac = ?")
            .bind(mac)
            .execute(&mut *conn)
            .await?;
        return Ok(Err(if tries == 1 { ProblemCode::CodeExpired } else { ProblemCode::WrongCode }));
    }
    sqlx::query("DELETE FROM codes WHERE email_mac = ?").bind(mac).execute(&mut *conn).await?;
    Ok(Ok(decode(&lang)?))
}

async fn open(conn: &mut SqliteConnection, account: i64, sign_in: &SignIn) -> Result<(), StoreError> {
    let at = micros(sign_in.at);
    sqlx::query(
        "INSERT INTO sessions (id, account, device, access_hash, access_until, refresh_hash, refresh_until, created_at, seen_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(sign_in.session.0)
    .bind(account)
    .bind(&sign_in.device)
    .bind(sign_in.tokens.access.as_slice())
    .bind(micros(sign_in.tokens.access_until))
    .bind(sign_in.tokens.refresh.as_slice())
    .bind(micros(sign_in.tokens.refresh_until))
    .bind(at)
    .bind(to_hour(at))
    .execute(&mut *conn)
    .await?;
    Ok(())
}

async fn rotate(
    conn: &mut SqliteConnection,
    session: Uuid,
    used: &Hash,
    next: &TokenHashes,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO used_tokens (refresh_hash, session) VALUES (?, ?)")
        .bind(used.as_slice())
        .bind(session)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "UPDATE sessions SET access_hash = ?, access_until = ?, refresh_hash = ?, refresh_until = ?, seen_at = ? WHERE id = ?",
    )
    .bind(next.access.as_slice())
    .bind(micros(next.access_until))
    .bind(next.refresh.as_slice())
    .bind(micros(next.refresh_until))
    .bind(to_hour(micros(at)))
    .bind(session)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// The session that holds this refresh token now: a request repeated after the tokens moved on finds none.
async fn opened(conn: &mut SqliteConnection, refresh: &Hash) -> Result<Option<Opened>, StoreError> {
    let row: Option<(Uuid, i64)> = sqlx::query_as("SELECT id, access_until FROM sessions WHERE refresh_hash = ?")
        .bind(refresh.as_slice())
        .fetch_optional(&mut *conn)
        .await?;
    row.map(|(id, until)| Ok(Opened { session: SessionId(id), access_until: instant(until)? })).transpose()
}

fn to_hour(micros: i64) -> i64 {
    const HOUR: i64 = 3_600_000_000;
    micros - micros.rem_euclid(HOUR)
}
