//! Codes and sessions on SQLite.

use super::accounts::{find_or_make, roles};
use super::keys::{earlier, remember};
use super::{SqliteStore, decode, encode, hash, instant, micros};
use crate::secrets::Hash;
use crate::store::{
    AccountId, Identity, LIVE_CODES, NewCode, Opened, Refreshed, SessionRow, Sessions, SignIn, StoreError, TokenHashes,
    WriteKey,
};
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::types::{Lang, ProblemCode};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use subtle::{Choice, ConstantTimeEq};
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
                        "INSERT INTO codes (email_mac, salt, code_mac, lang, tries_left, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                    )
                    .bind(code.email_mac.as_slice())
                    .bind(code.salt.as_slice())
                    .bind(code.code_mac.as_slice())
                    .bind(encode(&code.lang)?)
                    .bind(code.tries)
                    .bind(micros(code.expires_at))
                    .execute(&mut *conn)
                    .await?;
                    sqlx::query(
                        "DELETE FROM codes WHERE email_mac = ?1 AND id NOT IN
                         (SELECT id FROM codes WHERE email_mac = ?1 ORDER BY id DESC LIMIT ?2)",
                    )
                    .bind(code.email_mac.as_slice())
                    .bind(LIVE_CODES)
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

    async fn code_salts(&self, email_mac: Hash) -> Result<Vec<Hash>, StoreError> {
        let salts: Vec<Vec<u8>> = sqlx::query_scalar("SELECT salt FROM codes WHERE email_mac = ?")
            .bind(email_mac.as_slice())
            .fetch_all(&self.reads)
            .await?;
        salts.iter().map(|salt| hash(salt)).collect()
    }

    async fn sign_in(&self, key: WriteKey, sign_in: SignIn) -> Result<Opened, StoreError> {
        let outcome = self.writer.write(move |conn| {
            Box::pin(async move {
                match earlier(conn, &key).await?.as_deref() {
                    Some(OPENED) => {
                        return opened(conn, &sign_in.tokens.refresh).await.map(|o| o.ok_or(ProblemCode::CodeExpired));
                    }
                    Some(refusal) => return Ok(Err(decode(refusal)?)),
                    None => {}
                }
                let lang = match try_code(conn, &key, &sign_in).await? {
                    Ok(lang) => lang,
                    Err(code) => return Ok(Err(code)),
                };
                let account = find_or_make(conn, &sign_in.email, lang, sign_in.at).await?;
                let SignIn { session, device, tokens, .. } = &sign_in;
                insert(conn, account, *session, device, None, tokens, sign_in.at).await?;
                remember(conn, &key, OPENED).await?;
                Ok(Ok(Opened { session: sign_in.session, access_until: sign_in.tokens.access_until }))
            })
        });
        // A refusal is committed too: it cost a try.
        outcome.await?.map_err(StoreError::Refused)
    }

    async fn refresh(&self, key: WriteKey, used: Hash, next: TokenHashes) -> Result<Refreshed, StoreError> {
        let at = key.at;
        let write = self.writer.write(move |conn| {
            Box::pin(async move {
                if earlier(conn, &key).await?.is_some() {
                    // A duplicate that was long on its way: the tokens that it made may be used up by now.
                    let again = opened(conn, &next.refresh).await?;
                    return Ok(again.map_or(Refreshed::Refused(None), Refreshed::Renewed));
                }
                let holder: Option<(Uuid, i64)> =
                    sqlx::query_as("SELECT id, refresh_until FROM sessions WHERE refresh_hash = ?")
                        .bind(used.as_slice())
                        .fetch_optional(&mut *conn)
                        .await?;
                match holder {
                    Some((session, until)) if until > micros(at) => {
                        rotate(conn, session, &used, &next, at).await?;
                        remember(conn, &key, OPENED).await?;
                        let session = SessionId(session);
                        Ok(Refreshed::Renewed(Opened { session, access_until: next.access_until }))
                    }
                    _ => {
                        let ended: Option<Uuid> = sqlx::query_scalar(
                            "DELETE FROM sessions WHERE refresh_hash = ?1
                             OR id = (SELECT session FROM used_tokens WHERE refresh_hash = ?1) RETURNING id",
                        )
                        .bind(used.as_slice())
                        .fetch_optional(&mut *conn)
                        .await?;
                        Ok(Refreshed::Refused(ended.map(SessionId)))
                    }
                }
            })
        });
        write.await
    }

    async fn sessions(&self, account: AccountId) -> Result<Vec<SessionRow>, StoreError> {
        let rows: Vec<(Uuid, String, Option<String>, i64, i64)> = sqlx::query_as(
            "SELECT id, device, network, created_at, seen_at FROM sessions WHERE account = ? ORDER BY created_at DESC, id",
        )
        .bind(account.0)
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter()
            .map(|(id, device, network, created, seen)| {
                let network = network.as_deref().map(decode).transpose()?;
                Ok(SessionRow {
                    id: SessionId(id),
                    device,
                    network,
                    created_at: instant(created)?,
                    seen_at: instant(seen)?,
                })
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
                        ("DELETE FROM links WHERE session IS NULL AND expires_at < ?", now),
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
/// The answer of a sign-in and of a refresh.
const OPENED: &str = "";

/// Compares in constant time; a wrong code costs each that waits a try, once for a key, a right one uses them all up.
async fn try_code(
    conn: &mut SqliteConnection,
    key: &WriteKey,
    sign_in: &SignIn,
) -> Result<Result<Lang, ProblemCode>, StoreError> {
    let mac = sign_in.email.mac.as_slice();
    let live: Vec<(Vec<u8>, Vec<u8>, String, i64)> = sqlx::query_as(
        "SELECT salt, code_mac, lang, tries_left FROM codes WHERE email_mac = ? AND tries_left > 0 AND expires_at > ?",
    )
    .bind(mac)
    .bind(micros(sign_in.at))
    .fetch_all(&mut *conn)
    .await?;
    if live.is_empty() {
        return Ok(Err(ProblemCode::CodeExpired));
    }
    let is_right = |salt: &[u8], code_mac: &[u8]| {
        let wrong = Choice::from(0);
        sign_in.guesses.iter().fold(wrong, |right, guess| {
            right | (salt.ct_eq(guess.salt.as_slice()) & code_mac.ct_eq(guess.code_mac.as_slice()))
        })
    };
    let right = live.iter().find(|(salt, code_mac, _, _)| bool::from(is_right(salt, code_mac)));
    let Some((_, _, lang, _)) = right else {
        sqlx::query("UPDATE codes SET tries_left = tries_left - 1 WHERE email_mac = ? AND tries_left > 0")
            .bind(mac)
            .execute(&mut *conn)
            .await?;
        let none_left = live.iter().all(|(_, _, _, tries)| *tries == 1);
        let refusal = if none_left { ProblemCode::CodeExpired } else { ProblemCode::WrongCode };
        remember(conn, key, &encode(&refusal)?).await?;
        return Ok(Err(refusal));
    };
    sqlx::query("DELETE FROM codes WHERE email_mac = ?").bind(mac).execute(&mut *conn).await?;
    Ok(Ok(decode(lang)?))
}

/// A session, new.
pub(super) async fn insert(
    conn: &mut SqliteConnection,
    account: i64,
    session: SessionId,
    device: &str,
    network: Option<&str>,
    tokens: &TokenHashes,
    at: Timestamp,
) -> Result<(), StoreError> {
    let at = micros(at);
    sqlx::query(
        "INSERT INTO sessions (id, account, device, network, access_hash, access_until, refresh_hash, refresh_until, created_at, seen_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(session.0)
    .bind(account)
    .bind(device)
    .bind(network)
    .bind(tokens.access.as_slice())
    .bind(micros(tokens.access_until))
    .bind(tokens.refresh.as_slice())
    .bind(micros(tokens.refresh_until))
    .bind(at)
    .bind(at)
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
        "UPDATE sessions SET access_hash = ?, access_until = ?, refresh_hash = ?, refresh_until = ?,
                             seen_at = max(created_at, ?) WHERE id = ?",
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
pub(super) async fn opened(conn: &mut SqliteConnection, refresh: &Hash) -> Result<Option<Opened>, StoreError> {
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
