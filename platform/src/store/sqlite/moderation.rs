//! Moderation on SQLite. What is hidden follows from the current versions (view `hidden`), never from a flag that
//! somebody could forget to set.

use super::audit::log;
use super::candidates::page_of;
use super::staff::authorise;
use super::{SqliteStore, decode, encode, flags, instant, micros};
use crate::store::{AccountId, CandidateRow, Moderation, Photo, Signal, StoreError, WriteKey};
use isoloir_shared::api::ids::{CandidateId, FlagId, ModerationId};
use isoloir_shared::api::types::{
    BecauseCountView, FlagState, FlagView, ModeratedCountView, ModerationCountsView, ModerationReason, ModerationState,
    ModerationView, ProblemCode, Role, VerdictRequest,
};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteConnection;

const COLUMNS: &str =
    "SELECT m.id, m.kind, m.candidate, c.name, m.state, m.at, m.because, m.note, m.decided_by, m.decided_at,
    m.appeal, m.heard_by, CASE WHEN m.kind = 'page' AND m.state <> 'superseded' THEN
        concat_ws(char(10), c.slogan, c.presentation, c.link) END AS body
    FROM moderation m JOIN candidates c ON c.id = m.candidate ";
/// Who may decide.
const JUDGES: [Role; 2] = [Role::Moderator, Role::Organiser];

#[derive(sqlx::FromRow)]
struct Row {
    id: u32,
    kind: String,
    candidate: u32,
    name: String,
    state: String,
    at: i64,
    because: Option<String>,
    note: Option<String>,
    decided_by: Option<u32>,
    decided_at: Option<i64>,
    appeal: Option<String>,
    heard_by: Option<u32>,
    body: Option<String>,
}

impl Row {
    fn view(self) -> Result<ModerationView, StoreError> {
        Ok(ModerationView {
            id: ModerationId(self.id),
            kind: decode(&self.kind)?,
            candidate: CandidateId(self.candidate),
            name: self.name,
            state: decode(&self.state)?,
            at: instant(self.at)?,
            body: self.body,
            because: self.because.as_deref().map(decode).transpose()?,
            note: self.note,
            decided_by: self.decided_by,
            decided_at: self.decided_at.map(instant).transpose()?,
            appeal: self.appeal,
            heard_by: self.heard_by,
        })
    }
}

#[async_trait::async_trait]
impl Moderation for SqliteStore {
    async fn set_moderation(&self, before: bool) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    sqlx::query("UPDATE moderation_mode SET before = ?").bind(before).execute(&mut *conn).await?;
                    // Lists in memory may show too much, or too little.
                    sqlx::query("UPDATE candidate_version SET version = version + 1").execute(&mut *conn).await?;
                    Ok(())
                })
            })
            .await
    }

    async fn own_candidate(&self, id: CandidateId) -> Result<Option<CandidateRow>, StoreError> {
        page_of(&mut *self.reads.acquire().await?, id, true).await
    }

    async fn moderation_of(&self, candidate: CandidateId) -> Result<Vec<ModerationView>, StoreError> {
        let query =
            sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE m.candidate = ? AND m.state <> 'superseded' ORDER BY m.id"));
        let rows: Vec<Row> = sqlx::query_as(query).bind(candidate.0).fetch_all(&self.reads).await?;
        rows.into_iter().map(Row::view).collect()
    }

    async fn moderation_queue(&self, after: i64, limit: u32) -> Result<Vec<ModerationView>, StoreError> {
        let query = sqlx::AssertSqlSafe(format!(
            "{COLUMNS} WHERE m.state IN ('waiting', 'appealed') AND m.id > ? ORDER BY m.id LIMIT ?"
        ));
        let rows: Vec<Row> = sqlx::query_as(query).bind(after).bind(limit).fetch_all(&self.reads).await?;
        rows.into_iter().map(Row::view).collect()
    }

    async fn moderation_item(&self, id: ModerationId) -> Result<Option<ModerationView>, StoreError> {
        item(&mut *self.reads.acquire().await?, id).await
    }

    async fn moderation_photo(&self, id: ModerationId) -> Result<Option<Photo>, StoreError> {
        let row: Option<(Option<String>, String, Vec<u8>)> = sqlx::query_as(
            "SELECT c.photo_tag, p.media, p.bytes FROM moderation m
             JOIN candidates c ON c.id = m.candidate JOIN photos p ON p.candidate = c.id
             WHERE m.id = ? AND m.kind = 'photo' AND m.state <> 'superseded'",
        )
        .bind(id.0)
        .fetch_optional(&self.reads)
        .await?;
        Ok(row.and_then(|(tag, media, bytes)| Some(Photo { tag: tag?, media, bytes })))
    }

    async fn judge(&self, key: WriteKey, id: ModerationId, verdict: VerdictRequest) -> Result<(), StoreError> {
        let asked = key.clone();
        self.keyed(&key, move |conn| Box::pin(async move { judge(conn, &asked, id, &verdict).await })).await
    }

    async fn appeal(
        &self,
        key: WriteKey,
        account: AccountId,
        id: ModerationId,
        words: String,
    ) -> Result<(), StoreError> {
        let at = key.at;
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let concerned: bool = sqlx::query_scalar(
                    "SELECT EXISTS (SELECT 1 FROM moderation m JOIN candidates c ON c.id = m.candidate
                     WHERE m.id = ?1 AND (c.account = ?2 OR m.kind = 'nomination' AND EXISTS
                        (SELECT 1 FROM supports s WHERE s.candidate = c.id AND s.account = ?2)))",
                )
                .bind(id.0)
                .bind(account.0)
                .fetch_one(&mut *conn)
                .await?;
                if !concerned {
                    return Err(ProblemCode::NotFound.into());
                }
                let done = sqlx::query(
                    "UPDATE moderation SET state = 'appealed', appeal = ?, appealed_at = ?, appealed_by = ?
                     WHERE id = ? AND state = 'rejected' AND appeal IS NULL",
                )
                .bind(words)
                .bind(micros(at))
                .bind(account.0)
                .bind(id.0)
                .execute(&mut *conn)
                .await?;
                if done.rows_affected() == 0 { refused(ProblemCode::WrongState) } else { Ok(()) }
            })
        })
        .await
    }

    async fn appeals_of(&self, account: AccountId) -> Result<Vec<String>, StoreError> {
        let words = sqlx::query_scalar("SELECT appeal FROM moderation WHERE appealed_by = ? ORDER BY id");
        Ok(words.bind(account.0).fetch_all(&self.reads).await?)
    }

    async fn signal(&self, signal: Signal, at: Timestamp) -> Result<(), StoreError> {
        self.writer.write(move |conn| Box::pin(async move { flags::count(conn, &signal, at).await })).await
    }

    async fn flag_bursts(&self, now: Timestamp, threshold: u64) -> Result<(), StoreError> {
        // Every support of a week is looked at: nobody who writes waits for that.
        let bursts = flags::bursts(&mut *self.reads.acquire().await?, now, threshold).await?;
        if bursts.is_empty() {
            return Ok(());
        }
        self.writer.write(move |conn| Box::pin(async move { flags::raise_bursts(conn, &bursts, now).await })).await
    }

    async fn forget_signals(&self, before: Date) -> Result<(), StoreError> {
        self.writer
            .write(move |conn| {
                Box::pin(async move {
                    let old = sqlx::query("DELETE FROM signals WHERE day < ?").bind(before.to_string());
                    old.execute(&mut *conn).await?;
                    flags::forget_networks(conn, before).await
                })
            })
            .await
    }

    async fn flags(&self, before: Option<i64>, limit: u32) -> Result<Vec<FlagView>, StoreError> {
        flags::list(&mut *self.reads.acquire().await?, before, limit).await
    }

    async fn flag(&self, id: FlagId) -> Result<Option<FlagView>, StoreError> {
        flags::one(&mut *self.reads.acquire().await?, id).await
    }

    async fn decide_flag(&self, key: WriteKey, id: FlagId, state: FlagState) -> Result<(), StoreError> {
        let asked = key.clone();
        self.keyed(&key, move |conn| {
            Box::pin(async move {
                let actor = authorise(conn, &asked, &JUDGES).await?;
                flags::decide(conn, &actor, id, state, asked.at).await
            })
        })
        .await
    }

    async fn moderation_counts(&self) -> Result<ModerationCountsView, StoreError> {
        let mut conn = self.reads.acquire().await?;
        let moderated: Vec<(String, String, i64)> =
            sqlx::query_as("SELECT kind, state, count(*) FROM moderation GROUP BY kind, state ORDER BY kind, state")
                .fetch_all(&mut *conn)
                .await?;
        let because: Vec<(String, i64)> = sqlx::query_as(
            "SELECT because, count(*) FROM moderation WHERE because IS NOT NULL GROUP BY because ORDER BY because",
        )
        .fetch_all(&mut *conn)
        .await?;
        let (appeals, granted): (i64, i64) = sqlx::query_as(
            "SELECT count(*), coalesce(sum(heard_by IS NOT NULL AND state = 'accepted'), 0) FROM moderation
             WHERE appeal IS NOT NULL",
        )
        .fetch_one(&mut *conn)
        .await?;
        let moderated = moderated.into_iter().map(|(kind, state, n)| {
            Ok(ModeratedCountView { kind: decode(&kind)?, state: decode(&state)?, count: n.unsigned_abs() })
        });
        let because = because
            .into_iter()
            .map(|(why, n)| Ok(BecauseCountView { because: decode(&why)?, count: n.unsigned_abs() }));
        Ok(ModerationCountsView {
            moderated: moderated.collect::<Result<_, StoreError>>()?,
            because: because.collect::<Result<_, StoreError>>()?,
            appeals: appeals.unsigned_abs(),
            granted: granted.unsigned_abs(),
            flags: flags::counts(&mut conn).await?,
        })
    }
}

fn refused<T>(code: ProblemCode) -> Result<T, StoreError> {
    Err(StoreError::RefusedField(code, "moderation".into()))
}

async fn item(conn: &mut SqliteConnection, id: ModerationId) -> Result<Option<ModerationView>, StoreError> {
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE m.id = ?"));
    let row: Option<Row> = sqlx::query_as(query).bind(id.0).fetch_optional(&mut *conn).await?;
    row.map(Row::view).transpose()
}

/// Whether whoever asks made the appeal.
async fn appealed(conn: &mut SqliteConnection, id: ModerationId, key: &WriteKey) -> Result<bool, StoreError> {
    let own = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM moderation WHERE id = ? AND appealed_by = ?)");
    Ok(own.bind(id.0).bind(key.scope).fetch_one(&mut *conn).await?)
}

async fn judge(
    conn: &mut SqliteConnection,
    key: &WriteKey,
    id: ModerationId,
    verdict: &VerdictRequest,
) -> Result<(), StoreError> {
    use ModerationState as S;
    let actor = authorise(conn, key, &JUDGES).await?;
    let it = item(conn, id).await?.ok_or(ProblemCode::NotFound)?;
    let because: Option<ModerationReason> = verdict.because.or(it.because).filter(|_| !verdict.accept);
    if !verdict.accept && because.is_none() {
        return Err(StoreError::RefusedField(ProblemCode::Invalid, "because".into()));
    }
    let (statement, action) = match (it.state, verdict.accept) {
        (S::Waiting, true) => (
            "UPDATE moderation SET state = 'accepted', decided_by = ?1, decided_at = ?2, because = ?4, note = ?5 WHERE id = ?3",
            "accepted",
        ),
        // What an appeal decided is decided: nobody hides it again, with no appeal left.
        (S::Accepted, false) if it.heard_by.is_some() => return refused(ProblemCode::WrongState),
        // What was shown can be looked at again: somebody may have told of it.
        (S::Waiting | S::Accepted, false) => (
            "UPDATE moderation SET state = 'rejected', decided_by = ?1, decided_at = ?2, because = ?4, note = ?5 WHERE id = ?3",
            "rejected",
        ),
        (S::Appealed, _) if it.decided_by == Some(actor.number()) || appealed(conn, id, key).await? => {
            return refused(ProblemCode::OwnProposal);
        }
        (S::Appealed, true) => {
            ("UPDATE moderation SET state = 'accepted', heard_by = ?1, heard_at = ?2 WHERE id = ?3", "appeal_granted")
        }
        (S::Appealed, false) => (
            "UPDATE moderation SET state = 'upheld', heard_by = ?1, heard_at = ?2, because = ?4, note = coalesce(?5, note)
             WHERE id = ?3",
            "appeal_refused",
        ),
        _ => return refused(ProblemCode::WrongState),
    };
    let word = because.map(|because| encode(&because)).transpose()?;
    // What is shown needs no words about why it was not.
    let note = verdict.note.clone().filter(|_| !verdict.accept);
    sqlx::query(statement)
        .bind(actor.number())
        .bind(micros(key.at))
        .bind(id.0)
        .bind(&word)
        .bind(&note)
        .execute(&mut *conn)
        .await?;
    let mut data = vec![("kind", encode(&it.kind)?), ("candidate", it.candidate.to_string())];
    data.extend(word.map(|word| ("because", word)));
    data.extend(note.map(|note| ("note", note)));
    log(conn, key.at, &actor, action, &format!("moderation:{id}"), &data).await
}
