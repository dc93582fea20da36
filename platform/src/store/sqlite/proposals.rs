//! Proposals on SQLite: that nobody approves their own, and that each is decided once, are constraints.

use super::audit::{Actor, log};
use super::decisions::{carry_out, facts, name};
use super::staff::authorise;
use super::{SqliteStore, decode, encode, instant, micros};
use crate::store::{Proposals, PublishedList, Rules, StoreError, WriteKey};
use isoloir_shared::api::ids::ProposalId;
use isoloir_shared::api::types::{Decision, ListKind, PlatformEvent, ProblemCode, ProposalState, ProposalView, Role};
use jiff::Timestamp;
use sqlx::SqliteConnection;

#[derive(sqlx::FromRow)]
struct Row {
    id: u32,
    decision: String,
    state: String,
    proposed_by: u32,
    proposed_at: i64,
    expires_at: i64,
    decided_by: Option<u32>,
    decided_at: Option<i64>,
}

impl Row {
    fn view(self) -> Result<ProposalView, StoreError> {
        Ok(ProposalView {
            id: ProposalId(self.id),
            decision: serde_json::from_str(&self.decision).map_err(|e| StoreError::Broken(e.to_string()))?,
            state: decode(&self.state)?,
            proposed_by: self.proposed_by,
            proposed_at: instant(self.proposed_at)?,
            expires_at: instant(self.expires_at)?,
            decided_by: self.decided_by,
            decided_at: self.decided_at.map(instant).transpose()?,
            own: false,
        })
    }
}

#[async_trait::async_trait]
impl Proposals for SqliteStore {
    async fn propose(
        &self,
        key: WriteKey,
        decision: Decision,
        rules: Rules,
        expires_at: Timestamp,
    ) -> Result<ProposalId, StoreError> {
        let (asked, at) = (key.clone(), key.at);
        let id = self.keyed(&key, move |conn| {
            Box::pin(async move {
                let actor = authorise(conn, &asked, &[Role::Organiser]).await?;
                rehearse(conn, &decision, &rules, at).await?;
                let words = serde_json::to_string(&decision).map_err(|e| StoreError::Broken(e.to_string()))?;
                let id: u32 = sqlx::query_scalar(
                    "INSERT INTO proposals (decision, state, proposed_by, proposed_at, expires_at)
                     VALUES (?, 'open', ?, ?, ?) RETURNING id",
                )
                .bind(words)
                .bind(actor.number())
                .bind(micros(at))
                .bind(micros(expires_at))
                .fetch_one(&mut *conn)
                .await?;
                // Whom it is about is told once it is decided: one organiser alone accuses nobody in public.
                log(conn, at, &actor, "proposed", &subject(id), &[("decision", name(&decision).into())]).await?;
                Ok(id)
            })
        });
        id.await.map(ProposalId)
    }

    async fn approve(&self, key: WriteKey, id: ProposalId, rules: Rules) -> Result<Vec<PlatformEvent>, StoreError> {
        let (asked, at) = (key.clone(), key.at);
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let actor = authorise(conn, &asked, &[Role::Organiser]).await?;
                let proposal = waiting(conn, id, at).await?;
                if proposal.proposed_by == actor.number() {
                    return Err(ProblemCode::OwnProposal.into());
                }
                decide(conn, id, ProposalState::Approved, Some(actor.number()), at).await?;
                let events = carry_out(conn, &proposal.decision, &rules, at).await?;
                // Afterwards: of what was published the log has the hash.
                let data = facts(conn, &proposal.decision).await?;
                log(conn, at, &actor, "approved", &subject(id.0), &data).await?;
                Ok(events)
            })
        })
        .await
    }

    async fn withdraw(&self, key: WriteKey, id: ProposalId) -> Result<(), StoreError> {
        let (asked, at) = (key.clone(), key.at);
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let actor = authorise(conn, &asked, &[Role::Organiser]).await?;
                let proposal = waiting(conn, id, at).await?;
                decide(conn, id, ProposalState::Withdrawn, Some(actor.number()), at).await?;
                let data = [("decision", name(&proposal.decision).into())];
                log(conn, at, &actor, "withdrawn", &subject(id.0), &data).await
            })
        })
        .await
    }

    async fn expire_proposals(&self, now: Timestamp) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    let due: Vec<u32> = sqlx::query_scalar(
                        "SELECT id FROM proposals WHERE state = 'open' AND expires_at <= ? ORDER BY id",
                    )
                    .bind(micros(now))
                    .fetch_all(&mut *conn)
                    .await?;
                    for id in due {
                        decide(conn, ProposalId(id), ProposalState::Expired, None, now).await?;
                        log(conn, now, &Actor::Platform, "expired", &subject(id), &[]).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    async fn open_proposals(&self, now: Timestamp) -> Result<u32, StoreError> {
        let count = sqlx::query_scalar("SELECT count(*) FROM proposals WHERE state = 'open' AND expires_at > ?");
        Ok(count.bind(micros(now)).fetch_one(&self.reads).await?)
    }

    async fn proposal(&self, id: ProposalId) -> Result<Option<ProposalView>, StoreError> {
        read(&mut *self.reads.acquire().await?, id).await
    }

    async fn proposals(&self, before: Option<i64>, limit: u32) -> Result<Vec<ProposalView>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM proposals WHERE id < ? ORDER BY id DESC LIMIT ?")
            .bind(before.unwrap_or(i64::MAX))
            .bind(limit)
            .fetch_all(&self.reads)
            .await?;
        rows.into_iter().map(Row::view).collect()
    }

    async fn published_list(&self, kind: ListKind) -> Result<Option<PublishedList>, StoreError> {
        let row: Option<(i64, String)> = sqlx::query_as("SELECT at, body FROM published_lists WHERE list = ?")
            .bind(encode(&kind)?)
            .fetch_optional(&self.reads)
            .await?;
        row.map(|(at, body)| Ok(PublishedList { at: instant(at)?, body })).transpose()
    }
}

fn subject(id: u32) -> String {
    format!("proposal:{id}")
}

async fn read(conn: &mut SqliteConnection, id: ProposalId) -> Result<Option<ProposalView>, StoreError> {
    let row: Option<Row> =
        sqlx::query_as("SELECT * FROM proposals WHERE id = ?").bind(id.0).fetch_optional(&mut *conn).await?;
    row.map(Row::view).transpose()
}

/// A proposal that can still be decided.
async fn waiting(conn: &mut SqliteConnection, id: ProposalId, at: Timestamp) -> Result<ProposalView, StoreError> {
    let proposal = read(conn, id).await?.ok_or(ProblemCode::NotFound)?;
    let over = proposal.state != ProposalState::Open || proposal.expires_at <= at;
    if over { Err(StoreError::RefusedField(ProblemCode::WrongState, "proposal".into())) } else { Ok(proposal) }
}

async fn decide(
    conn: &mut SqliteConnection,
    id: ProposalId,
    state: ProposalState,
    by: Option<u32>,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE proposals SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?")
        .bind(encode(&state)?)
        .bind(by)
        .bind(micros(at))
        .bind(id.0)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Whether a decision could be carried out now: it is, and taken back.
async fn rehearse(
    conn: &mut SqliteConnection,
    decision: &Decision,
    rules: &Rules,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("SAVEPOINT rehearsal").execute(&mut *conn).await?;
    let done = carry_out(conn, decision, rules, at).await;
    sqlx::query("ROLLBACK TO rehearsal").execute(&mut *conn).await?;
    sqlx::query("RELEASE rehearsal").execute(&mut *conn).await?;
    done.map(drop)
}
