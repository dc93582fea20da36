//! Who runs the primary, on SQLite.

use super::accounts::roles;
use super::audit::{self, Actor, log};
use super::keys::{earlier, remember, still_there};
use super::{SqliteStore, encode, hash, instant, micros};
use crate::second_factor::{self as factor, PROVEN, TRIES, WINDOW};
use crate::secrets::ServerKey;
use crate::store::{AccountId, Email, Powers, Proof, Staff, StaffRow, StoreError, WriteKey};
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::types::{AuditEntry, AuditHead, ProblemCode, Role};
use jiff::Timestamp;
use sqlx::SqliteConnection;

#[async_trait::async_trait]
impl Staff for SqliteStore {
    async fn powers(&self, account: AccountId, session: SessionId) -> Result<Option<Powers>, StoreError> {
        powers(&mut *self.reads.acquire().await?, account, session).await
    }

    async fn staff(&self) -> Result<Vec<StaffRow>, StoreError> {
        let rows: Vec<(u32, Vec<u8>, Vec<u8>, Option<String>, bool)> = sqlx::query_as(
            "SELECT s.number, a.email_mac, a.email_sealed,
                    (SELECT group_concat(role) FROM roles r WHERE r.account = a.id),
                    EXISTS (SELECT 1 FROM second_factors f WHERE f.account = a.id AND f.confirmed = 1)
             FROM staff s JOIN accounts a ON a.id = s.account
             WHERE EXISTS (SELECT 1 FROM roles r WHERE r.account = a.id) ORDER BY s.number",
        )
        .fetch_all(&self.reads)
        .await?;
        let row = |(number, mac, sealed, list, enrolled): (u32, Vec<u8>, Vec<u8>, Option<String>, bool)| {
            Ok(StaffRow { number, email: Email { mac: hash(&mac)?, sealed }, roles: roles(list)?, enrolled })
        };
        rows.into_iter().map(row).collect()
    }

    async fn revoke_role(&self, email: Email, role: Role, at: Timestamp) -> Result<bool, StoreError> {
        self.writer.write(move |conn| Box::pin(async move { revoke(conn, &email, role, at).await })).await
    }

    async fn enrol(&self, key: WriteKey, account: AccountId, seed_sealed: Vec<u8>) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(async move { enrol(conn, &key, account, seed_sealed).await })).await
    }

    async fn prove(
        &self,
        key: WriteKey,
        account: AccountId,
        session: SessionId,
        typed: String,
    ) -> Result<Proof, StoreError> {
        let server = self.key.clone();
        // A wrong code is committed too: it cost a try.
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    let broken = |e: serde_json::Error| StoreError::Broken(e.to_string());
                    if let Some(answer) = earlier(conn, &key).await? {
                        return serde_json::from_str(&answer).map_err(broken);
                    }
                    still_there(conn, &key).await?;
                    let proof = try_code(conn, &server, account, session, &typed, key.at).await?;
                    if let Proof::Until(_) | Proof::Wrong = proof {
                        remember(conn, &key, &serde_json::to_string(&proof).map_err(broken)?).await?;
                    }
                    Ok(proof)
                })
            })
            .await
    }

    async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        audit::head(&mut *self.reads.acquire().await?).await
    }

    async fn audit_after(&self, after: u64, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
        let rows: Vec<audit::Row> = sqlx::query_as("SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?")
            .bind(i64::try_from(after).unwrap_or(i64::MAX))
            .bind(limit)
            .fetch_all(&self.reads)
            .await?;
        rows.into_iter().map(audit::Row::entry).collect()
    }
}

/// Keeps a seed until its first code. The answer is the seed itself, so a key that comes again gets it until that code
/// is shown, and a refusal afterwards.
async fn enrol(
    conn: &mut SqliteConnection,
    key: &WriteKey,
    account: AccountId,
    seed_sealed: Vec<u8>,
) -> Result<(), StoreError> {
    let again = earlier(conn, key).await?.is_some();
    still_there(conn, key).await?;
    let any = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM roles WHERE account = ?)").bind(account.0);
    if !any.fetch_one(&mut *conn).await? {
        return Err(ProblemCode::Forbidden.into());
    }
    let done = sqlx::query(
        "INSERT INTO second_factors (account, seed_sealed) VALUES (?, ?)
         ON CONFLICT (account) DO UPDATE SET seed_sealed = excluded.seed_sealed, last_step = 0 WHERE confirmed = 0",
    )
    .bind(account.0)
    .bind(seed_sealed)
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Err(ProblemCode::Duplicate.into());
    }
    if again { Ok(()) } else { remember(conn, key, "null").await }
}

/// What an account may do in a session.
async fn powers(
    conn: &mut SqliteConnection,
    account: AccountId,
    session: SessionId,
) -> Result<Option<Powers>, StoreError> {
    let row: Option<(u32, Option<String>, bool, Option<i64>)> = sqlx::query_as(
        "SELECT number, (SELECT group_concat(role) FROM roles WHERE account = ?1),
                EXISTS (SELECT 1 FROM second_factors WHERE account = ?1 AND confirmed = 1),
                (SELECT proven_until FROM sessions WHERE id = ?2 AND account = ?1)
         FROM staff WHERE account = ?1",
    )
    .bind(account.0)
    .bind(session.0)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((number, list, enrolled, proven)) = row else { return Ok(None) };
    let roles = roles(list)?;
    if roles.is_empty() {
        return Ok(None);
    }
    Ok(Some(Powers { number, roles, enrolled, proven_until: proven.map(instant).transpose()? }))
}

/// Whoever asks has one of these roles now, and has shown the second factor in this session: looked up in the write's
/// own transaction, for the role may have been taken back since the request came.
pub(super) async fn authorise(
    conn: &mut SqliteConnection,
    key: &WriteKey,
    any_of: &[Role],
) -> Result<Actor, StoreError> {
    let session = key.session.ok_or(ProblemCode::Forbidden)?;
    let powers = powers(conn, AccountId(key.scope), session).await?.ok_or(ProblemCode::Forbidden)?;
    let role = any_of.iter().find(|role| powers.roles.contains(role)).ok_or(ProblemCode::Forbidden)?;
    if powers.proven(key.at) { Ok(Actor::Staff(*role, powers.number)) } else { Err(ProblemCode::SecondFactor.into()) }
}

/// Gives a role, and a number to who had none.
pub(super) async fn grant(
    conn: &mut SqliteConnection,
    account: AccountId,
    role: Role,
    at: Timestamp,
) -> Result<(), StoreError> {
    let role = encode(&role)?;
    let done = sqlx::query("INSERT INTO roles (account, role) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(account.0)
        .bind(&role)
        .execute(&mut *conn)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query("INSERT INTO staff (account) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(account.0)
        .execute(&mut *conn)
        .await?;
    let number = number(conn, account).await?;
    log(conn, at, &Actor::Operator, "role_granted", &format!("staff:{number}"), &[("role", role)]).await
}

async fn revoke(conn: &mut SqliteConnection, email: &Email, role: Role, at: Timestamp) -> Result<bool, StoreError> {
    let role = encode(&role)?;
    let account: Option<i64> = sqlx::query_scalar(
        "DELETE FROM roles WHERE role = ? AND account = (SELECT id FROM accounts WHERE email_mac = ?) RETURNING account",
    )
    .bind(&role)
    .bind(email.mac.as_slice())
    .fetch_optional(&mut *conn)
    .await?;
    let Some(account) = account else { return Ok(false) };
    sqlx::query(
        "DELETE FROM second_factors WHERE account = ?1 AND NOT EXISTS (SELECT 1 FROM roles WHERE account = ?1)",
    )
    .bind(account)
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE sessions SET proven_until = NULL WHERE account = ?").bind(account).execute(&mut *conn).await?;
    let number = number(conn, AccountId(account)).await?;
    log(conn, at, &Actor::Operator, "role_revoked", &format!("staff:{number}"), &[("role", role)]).await?;
    Ok(true)
}

/// Whoever erases their account gives their roles back: the log tells it, by their number, before the number is
/// nobody's.
pub(super) async fn resign(conn: &mut SqliteConnection, account: AccountId, at: Timestamp) -> Result<(), StoreError> {
    let roles: Vec<String> = sqlx::query_scalar("DELETE FROM roles WHERE account = ? RETURNING role")
        .bind(account.0)
        .fetch_all(&mut *conn)
        .await?;
    for role in roles {
        let number = number(conn, account).await?;
        log(conn, at, &Actor::Platform, "role_revoked", &format!("staff:{number}"), &[("role", role)]).await?;
    }
    Ok(())
}

async fn number(conn: &mut SqliteConnection, account: AccountId) -> Result<u32, StoreError> {
    Ok(sqlx::query_scalar("SELECT number FROM staff WHERE account = ?").bind(account.0).fetch_one(&mut *conn).await?)
}

async fn try_code(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    account: AccountId,
    session: SessionId,
    typed: &str,
    at: Timestamp,
) -> Result<Proof, StoreError> {
    let kept: Option<(Vec<u8>, bool, i64, u32, i64)> = sqlx::query_as(
        "SELECT seed_sealed, confirmed, last_step, tries, tries_from FROM second_factors WHERE account = ?",
    )
    .bind(account.0)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((sealed, confirmed, last_step, tries, tries_from)) = kept else { return Ok(Proof::NotEnrolled) };
    let over = instant(tries_from)?.checked_add(WINDOW).unwrap_or(at);
    let (tries, tries_from) = if over <= at { (0, micros(at)) } else { (tries, tries_from) };
    if tries >= TRIES {
        return Ok(Proof::Wait(over));
    }
    let unreadable = || StoreError::Broken("a second factor cannot be opened with this key".into());
    let seed = factor::open(&sealed, account, server).ok_or_else(unreadable)?;
    let Some(step) = factor::matching(&seed, typed, at, last_step) else {
        sqlx::query("UPDATE second_factors SET tries = ?, tries_from = ? WHERE account = ?")
            .bind(tries + 1)
            .bind(tries_from)
            .bind(account.0)
            .execute(&mut *conn)
            .await?;
        return Ok(Proof::Wrong);
    };
    sqlx::query("UPDATE second_factors SET confirmed = 1, last_step = ?, tries = 0 WHERE account = ?")
        .bind(step)
        .bind(account.0)
        .execute(&mut *conn)
        .await?;
    let until = at.checked_add(PROVEN).unwrap_or(at);
    sqlx::query("UPDATE sessions SET proven_until = ? WHERE id = ?")
        .bind(micros(until))
        .bind(session.0)
        .execute(&mut *conn)
        .await?;
    if !confirmed && let Some(Powers { number, roles, .. }) = powers(conn, account, session).await? {
        let role = roles.first().copied().unwrap_or(Role::Observer);
        log(conn, at, &Actor::Staff(role, number), "factor_enrolled", &format!("staff:{number}"), &[]).await?;
    }
    Ok(Proof::Until(until))
}
