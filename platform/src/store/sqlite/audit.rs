//! The audit log on SQLite: an entry is added in the transaction of what it tells, or neither is there.

use super::{instant, micros};
use crate::store::StoreError;
use isoloir_shared::api::types::{AuditEntry, AuditHead, Role};
use isoloir_shared::domain::audit::{GENESIS, link};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use std::fmt;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Actor {
    /// Somebody with a role, by the number that is theirs.
    Staff(Role, u32),
    /// Whoever runs the server, from its command line.
    Operator,
    /// The platform itself.
    Platform,
}

impl Actor {
    /// The number of somebody with a role; 0 of nobody.
    pub fn number(self) -> u32 {
        match self {
            Self::Staff(_, number) => number,
            Self::Operator | Self::Platform => 0,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Staff(Role::Organiser, number) => write!(f, "organiser:{number}"),
            Self::Staff(Role::Moderator, number) => write!(f, "moderator:{number}"),
            Self::Staff(Role::Observer, number) => write!(f, "observer:{number}"),
            Self::Operator => f.write_str("operator"),
            Self::Platform => f.write_str("platform"),
        }
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    seq: i64,
    at: i64,
    actor: String,
    action: String,
    subject: String,
    data: String,
    previous: String,
    hash: String,
}

impl Row {
    pub fn entry(self) -> Result<AuditEntry, StoreError> {
        Ok(AuditEntry {
            seq: self.seq.unsigned_abs(),
            at: instant(self.at)?,
            actor: self.actor,
            action: self.action,
            subject: self.subject,
            data: serde_json::from_str(&self.data).map_err(|e| StoreError::Broken(e.to_string()))?,
            previous: self.previous,
            hash: self.hash,
        })
    }
}

/// Where the log ends.
pub(super) async fn head(conn: &mut SqliteConnection) -> Result<AuditHead, StoreError> {
    let last: Option<(i64, String)> =
        sqlx::query_as("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetch_optional(&mut *conn).await?;
    let (seq, hash) = last.unwrap_or_else(|| (0, GENESIS.to_owned()));
    Ok(AuditHead { seq: seq.unsigned_abs(), hash })
}

/// Adds an entry. Nothing personal may be in it: numbers, words of ours, and what is published anyway.
pub(super) async fn log(
    conn: &mut SqliteConnection,
    at: Timestamp,
    actor: &Actor,
    action: &str,
    subject: &str,
    data: &[(&str, String)],
) -> Result<(), StoreError> {
    let head = head(conn).await?;
    let entry = AuditEntry {
        seq: head.seq.saturating_add(1),
        at,
        actor: actor.to_string(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        data: data.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        previous: String::new(),
        hash: String::new(),
    };
    let entry = link(&head.hash, entry);
    sqlx::query(
        "INSERT INTO audit (seq, at, actor, action, subject, data, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(i64::try_from(entry.seq).unwrap_or(i64::MAX))
    .bind(micros(at))
    .bind(entry.actor)
    .bind(entry.action)
    .bind(entry.subject)
    .bind(serde_json::to_string(&entry.data).map_err(|e| StoreError::Broken(e.to_string()))?)
    .bind(entry.previous)
    .bind(entry.hash)
    .execute(&mut *conn)
    .await?;
    Ok(())
}
