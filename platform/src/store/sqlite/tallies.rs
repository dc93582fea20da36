//! Totals on SQLite.

use super::draws::{bytes, places};
use super::lots::lot_id;
use super::{SqliteStore, casts, decode, encode, instant, micros, rounds};
use crate::store::{CandidateHistory, RoundRow, StoreError, SupportsOfDay, Tallies};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    CalendarChangeView, CandidateChangeView, CandidateSummary, CountsView, LotCountView, Round,
};
use isoloir_shared::domain::lots::{LogEntry, hex};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// Microseconds in a day.
const DAY: i64 = 86_400_000_000;

#[async_trait::async_trait]
impl Tallies for SqliteStore {
    async fn counts(&self) -> Result<CountsView, StoreError> {
        let (registered, supports, issued, cast, finals): (i64, i64, i64, i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM accounts WHERE registered_at IS NOT NULL),
                    (SELECT coalesce(sum(supports + imported), 0) FROM candidates),
                    (SELECT coalesce(max(id), 0) FROM lots),
                    (SELECT count(*) FROM lots WHERE status = 'cast'),
                    (SELECT count(*) FROM ballots WHERE lot IS NULL AND replaced_at IS NULL)",
        )
        .fetch_one(&self.reads)
        .await?;
        Ok(CountsView {
            registered: registered.unsigned_abs(),
            supports: supports.unsigned_abs(),
            lots_issued: issued.unsigned_abs(),
            lots_cast: cast.unsigned_abs(),
            final_ballots: finals.unsigned_abs(),
        })
    }

    async fn summaries(&self, ids: &[CandidateId]) -> Result<Vec<CandidateSummary>, StoreError> {
        let list = serde_json::to_string(ids).map_err(|e| StoreError::Broken(e.to_string()))?;
        let rows: Vec<SummaryColumns> = sqlx::query_as(
            "SELECT c.id, CASE WHEN c.name_hidden THEN '—' ELSE c.name END, c.state, c.supports + c.imported,
                    c.charter_at IS NOT NULL, CASE WHEN c.page_hidden THEN NULL ELSE c.slogan END,
                    c.photo_tag IS NOT NULL AND NOT c.photo_hidden
             FROM json_each(?) AS asked JOIN shown_candidates c ON c.id = asked.value ORDER BY asked.key",
        )
        .bind(list)
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter().map(summary).collect()
    }

    async fn candidate_histories(&self) -> Result<Vec<CandidateHistory>, StoreError> {
        let rows: Vec<(u32, i64)> =
            sqlx::query_as("SELECT id, nominations FROM candidates ORDER BY id").fetch_all(&self.reads).await?;
        let ids: Vec<CandidateId> = rows.iter().map(|(id, _)| CandidateId(*id)).collect();
        let changes: Vec<(u32, i64, String, String, Option<String>, Option<String>)> =
            sqlx::query_as("SELECT candidate, at, state, cause, reason, reply FROM candidate_changes ORDER BY id")
                .fetch_all(&self.reads)
                .await?;
        let mut histories: HashMap<CandidateId, Vec<CandidateChangeView>> = HashMap::new();
        for (id, at, state, cause, reason, reply) in changes {
            let change =
                CandidateChangeView { at: instant(at)?, state: decode(&state)?, cause: decode(&cause)?, reason, reply };
            histories.entry(CandidateId(id)).or_default().push(change);
        }
        let nominations: HashMap<CandidateId, i64> = rows.into_iter().map(|(id, n)| (CandidateId(id), n)).collect();
        let history = |summary: CandidateSummary| CandidateHistory {
            nominations: nominations.get(&summary.id).copied().unwrap_or_default().unsigned_abs(),
            history: histories.remove(&summary.id).unwrap_or_default(),
            summary,
        };
        Ok(self.summaries(&ids).await?.into_iter().map(history).collect())
    }

    async fn calendar_log(&self) -> Result<Vec<CalendarChangeView>, StoreError> {
        type Columns = (i64, String, String, Option<String>, String, Option<String>, String);
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT at, phase, before_from, before_to, after_from, after_to, reason FROM calendar_changes ORDER BY id",
        )
        .fetch_all(&self.reads)
        .await?;
        let change = |(at, phase, before_from, before_to, after_from, after_to, reason): Columns| {
            Ok(CalendarChangeView {
                at: instant(at)?,
                phase: decode(&phase)?,
                before: days(&before_from, before_to.as_deref()),
                after: days(&after_from, after_to.as_deref()),
                reason,
            })
        };
        rows.into_iter().map(change).collect()
    }

    async fn lot_counts(&self) -> Result<Vec<LotCountView>, StoreError> {
        rounds::lot_counts(&mut *self.reads.acquire().await?).await
    }

    async fn lot_counts_at(&self, at: Timestamp) -> Result<Vec<LotCountView>, StoreError> {
        let list = self.round(Round::Preselection).await?.and_then(|round| round.candidates).unwrap_or_default();
        let rows: Vec<(u32, i64, i64, i64)> = sqlx::query_as(
            "WITH seen AS (
                 SELECT places, status = 'expired' AND expires_at <= ?1 AS gone,
                        (SELECT min(cast_at) FROM ballots WHERE lot = lots.id) <= ?1 AS voted
                 FROM lots WHERE issued_at <= ?1)
             SELECT json_extract(place.value, '$[0]') AS candidate, count(*), sum(gone), sum(coalesce(voted, 0))
             FROM seen, json_each(seen.places) AS place GROUP BY candidate",
        )
        .bind(micros(at))
        .fetch_all(&self.reads)
        .await?;
        let count = |id: CandidateId| {
            let (_, issued, expired, cast) = rows.iter().find(|row| row.0 == id.0).copied().unwrap_or_default();
            let [issued, expired, cast] = [issued, expired, cast].map(i64::unsigned_abs);
            LotCountView { candidate: id, issued, expired, cast }
        };
        Ok(list.into_iter().map(count).collect())
    }

    async fn draw_log(&self) -> Result<Vec<LogEntry>, StoreError> {
        let rows: Vec<(String, i64, Vec<u8>, u32, String, Vec<u8>)> = sqlx::query_as(
            "SELECT g.entry, l.id, l.credential, l.draw, l.places, l.commitment
             FROM draw_log g JOIN lots l ON l.id = g.lot ORDER BY g.seq",
        )
        .fetch_all(&self.reads)
        .await?;
        let mut log = Vec::with_capacity(rows.len());
        for (entry, id, credential, draw, column, commitment) in rows {
            log.push(if entry == "issued" {
                LogEntry::Issued {
                    lot: lot_id(id),
                    credential: hex(&credential),
                    draw,
                    candidates: places(&column)?.iter().map(|place| place.candidate).collect(),
                    commitment: hex(&commitment),
                }
            } else {
                LogEntry::Expired { lot: lot_id(id) }
            });
        }
        Ok(log)
    }

    async fn round(&self, round: Round) -> Result<Option<RoundRow>, StoreError> {
        type Columns = (Vec<u8>, bool, i64, Option<Vec<u8>>, Option<String>, Option<String>, Option<i64>);
        let row: Option<Columns> = sqlx::query_as(
            "SELECT secret, derived, committed_at, randomness, randomness_source, candidates, closed_at
             FROM rounds WHERE round = ?",
        )
        .bind(encode(&round)?)
        .fetch_optional(&self.reads)
        .await?;
        let Some((kept, derived, committed_at, randomness, source, candidates, closed_at)) = row else {
            return Ok(None);
        };
        let randomness = match (randomness, source) {
            (Some(randomness), Some(source)) => Some((bytes(randomness)?, source)),
            _ => None,
        };
        Ok(Some(RoundRow {
            round,
            secret: super::draws::secret(kept, derived, &self.key)?,
            committed_at: instant(committed_at)?,
            randomness,
            candidates: candidates.map(|list| casts::candidates(&list)).transpose()?,
            closed_at: closed_at.map(instant).transpose()?,
        }))
    }

    async fn supports_by_day(&self) -> Result<Vec<SupportsOfDay>, StoreError> {
        let rows: Vec<(u32, Option<i64>, i64, i64)> = sqlx::query_as(
            "SELECT candidate, at / ?1 * ?1 AS day, sum(kind = 'support'), sum(kind = 'nomination')
             FROM supports GROUP BY candidate, day
             UNION ALL SELECT id, NULL, imported, 0 FROM candidates WHERE imported > 0
             ORDER BY candidate, day",
        )
        .bind(DAY)
        .fetch_all(&self.reads)
        .await?;
        rows.into_iter()
            .map(|(candidate, day, supports, nominations)| {
                let day = day.map(instant).transpose()?;
                Ok(SupportsOfDay {
                    candidate: CandidateId(candidate),
                    day: day.map(|day| day.to_zoned(TimeZone::UTC).date()),
                    supports: supports.unsigned_abs(),
                    nominations: nominations.unsigned_abs(),
                })
            })
            .collect()
    }
}

type SummaryColumns = (u32, String, String, i64, bool, Option<String>, bool);

fn summary(
    (id, name, state, supports, charter, slogan, photo): SummaryColumns,
) -> Result<CandidateSummary, StoreError> {
    Ok(CandidateSummary {
        id: CandidateId(id),
        name,
        state: decode(&state)?,
        supports: supports.unsigned_abs(),
        charter,
        slogan,
        photo,
    })
}

/// `from/to`; no end reads as nothing.
fn days(from: &str, to: Option<&str>) -> String {
    format!("{from}/{}", to.unwrap_or_default())
}
