//! Accounts on SQLite.

use super::keys::{earlier, remember, still_there};
use super::{SqliteStore, decode, encode, instant, micros, staff};
use crate::store::{AccountId, AccountRow, Accounts, Email, StoreError, WriteKey};
use isoloir_shared::api::types::{Lang, ProblemCode, Role};
use jiff::Timestamp;
use sqlx::SqliteConnection;

#[derive(sqlx::FromRow)]
struct Row {
    email_mac: Vec<u8>,
    email_sealed: Vec<u8>,
    lang: String,
    assurance: String,
    place: Option<String>,
    registered_at: Option<i64>,
    created_at: i64,
    roles: Option<String>,
}

#[async_trait::async_trait]
impl Accounts for SqliteStore {
    async fn account(&self, account: AccountId) -> Result<Option<AccountRow>, StoreError> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT email_mac, email_sealed, lang, assurance, place, registered_at, created_at,
                    (SELECT group_concat(role) FROM roles r WHERE r.account = a.id) AS roles
             FROM accounts a WHERE id = ?",
        )
        .bind(account.0)
        .fetch_optional(&self.reads)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(AccountRow {
            email: Email { mac: super::hash(&row.email_mac)?, sealed: row.email_sealed },
            lang: decode(&row.lang)?,
            assurance: decode(&row.assurance)?,
            place: row.place,
            registered_at: row.registered_at.map(instant).transpose()?,
            created_at: instant(row.created_at)?,
            roles: roles(row.roles)?,
        }))
    }

    async fn grant(&self, email: Email, lang: Lang, role: Role, at: Timestamp) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    let account = find_or_make(conn, &email, lang, at).await?;
                    staff::grant(conn, AccountId(account), role, at).await
                })
            })
            .await
    }

    async fn set_lang(&self, key: WriteKey, account: AccountId, lang: Lang) -> Result<(), StoreError> {
        let lang = encode(&lang)?;
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let done = sqlx::query("UPDATE accounts SET lang = ? WHERE id = ?").bind(lang).bind(account.0);
                found(done.execute(&mut *conn).await?)
            })
        })
        .await
    }

    async fn register(&self, key: WriteKey, account: AccountId, place: String) -> Result<bool, StoreError> {
        // Not `keyed`: the same request once more puts nobody on the roll.
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    if earlier(conn, &key).await?.is_some() {
                        return Ok(false);
                    }
                    still_there(conn, &key).await?;
                    let first = on_roll(conn, account).await == Err(ProblemCode::NotRegistered.into());
                    let done = sqlx::query(
                        "UPDATE accounts SET place = ?1, registered_at = coalesce(registered_at, ?2) WHERE id = ?3",
                    )
                    .bind(place)
                    .bind(micros(key.at))
                    .bind(account.0);
                    found(done.execute(&mut *conn).await?)?;
                    remember(conn, &key, "null").await?;
                    Ok(first)
                })
            })
            .await
    }

    async fn erase(&self, key: WriteKey, account: AccountId) -> Result<(), StoreError> {
        let at = key.at;
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                super::candidacies::vacate(conn, account, at).await?;
                sqlx::query(
                    "INSERT INTO erased_voters (email_mac) SELECT email_mac FROM accounts
                     WHERE id = ?1 AND voted_at IS NOT NULL
                     ON CONFLICT DO NOTHING",
                )
                .bind(account.0)
                .execute(&mut *conn)
                .await?;
                sqlx::query("DELETE FROM codes WHERE email_mac = (SELECT email_mac FROM accounts WHERE id = ?)")
                    .bind(account.0)
                    .execute(&mut *conn)
                    .await?;
                sqlx::query("DELETE FROM write_keys WHERE scope = ?").bind(account.0).execute(&mut *conn).await?;
                // A key that no list has yet goes; others stay, and are nobody's from now on.
                sqlx::query("DELETE FROM credentials WHERE account = ? AND NOT listed AND admitted IS NULL")
                    .bind(account.0)
                    .execute(&mut *conn)
                    .await?;
                staff::resign(conn, account, at).await?;
                // Roles, sessions, used tokens and supports go with it.
                let done = sqlx::query("DELETE FROM accounts WHERE id = ?").bind(account.0);
                found(done.execute(&mut *conn).await?)
            })
        })
        .await
    }
}

/// Refuses whoever is not on the roll.
pub(super) async fn on_roll(conn: &mut SqliteConnection, account: AccountId) -> Result<(), StoreError> {
    let registered: Option<bool> = sqlx::query_scalar("SELECT registered_at IS NOT NULL FROM accounts WHERE id = ?")
        .bind(account.0)
        .fetch_optional(&mut *conn)
        .await?;
    match registered {
        Some(true) => Ok(()),
        Some(false) => Err(ProblemCode::NotRegistered.into()),
        None => Err(ProblemCode::Unauthenticated.into()),
    }
}

/// Refuses whoever may not vote: not on the roll, or back after an erasure with ballots that count.
pub(super) async fn may_vote(conn: &mut SqliteConnection, account: AccountId) -> Result<(), StoreError> {
    on_roll(conn, account).await?;
    let voted: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM accounts a JOIN erased_voters e ON e.email_mac = a.email_mac WHERE a.id = ?)",
    )
    .bind(account.0)
    .fetch_one(&mut *conn)
    .await?;
    if voted { Err(ProblemCode::AlreadyVoted.into()) } else { Ok(()) }
}

/// A day, in microseconds.
pub(super) const DAY: i64 = 86_400_000_000;

/// Remembers that an account has voted, and of when no more than the day: the instant would tell its ballot, once the link
/// between the two is cut.
pub(super) async fn has_voted(
    conn: &mut SqliteConnection,
    account: AccountId,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET voted_at = ? WHERE id = ? AND voted_at IS NULL")
        .bind(micros(at).div_euclid(DAY) * DAY)
        .bind(account.0)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// The account of this address, made if there is none.
pub(super) async fn find_or_make(
    conn: &mut SqliteConnection,
    email: &Email,
    lang: Lang,
    at: Timestamp,
) -> Result<i64, StoreError> {
    sqlx::query(
        "INSERT INTO accounts (email_mac, email_sealed, lang, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(email.mac.as_slice())
    .bind(email.sealed.as_slice())
    .bind(encode(&lang)?)
    .bind(micros(at))
    .execute(&mut *conn)
    .await?;
    let id = sqlx::query_scalar("SELECT id FROM accounts WHERE email_mac = ?").bind(email.mac.as_slice());
    Ok(id.fetch_one(&mut *conn).await?)
}

/// The list that `group_concat` made.
pub(super) fn roles(list: Option<String>) -> Result<Vec<Role>, StoreError> {
    list.iter().flat_map(|list| list.split(',')).map(decode).collect()
}

fn found(done: sqlx::sqlite::SqliteQueryResult) -> Result<(), StoreError> {
    if done.rows_affected() == 0 { Err(ProblemCode::NotFound.into()) } else { Ok(()) }
}
