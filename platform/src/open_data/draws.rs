//! Lots and draws. While the vote is open only a commitment to each lot is public; at the close the operator's secret
//! is, and anyone can draw every lot again.

use super::table::Table;
use crate::app::App;
use crate::store::StoreError;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::Round;
use isoloir_shared::domain::lots::{LogEntry, OperatorSecret, hex};
use serde_json::json;

/// Lots issued, gone back and cast per candidate. While the vote is open as they were at the last full hour: two
/// readings around one draw would tell whom it shows.
pub async fn lots(app: &App) -> Result<Table, StoreError> {
    let round = app.store.round(Round::Preselection).await?;
    let open = round.is_some_and(|round| round.candidates.is_some() && round.closed_at.is_none());
    let as_of = open.then(|| app.published.hour(app));
    let counts = match as_of {
        Some(hour) => app.store.lot_counts_at(hour).await?,
        None => app.store.lot_counts().await?,
    };
    let ids: Vec<CandidateId> = counts.iter().map(|row| row.candidate).collect();
    let names = app.store.summaries(&ids).await?;
    let rows: Vec<_> = counts.iter().zip(&names).collect();
    let json: Vec<_> = rows
        .iter()
        .map(|(row, who)| {
            json!({ "candidate": row.candidate, "name": who.name,
                    "issued": row.issued, "expired": row.expired, "cast": row.cast })
        })
        .collect();
    let mut table =
        Table::new(json!({ "as_of": as_of, "lots": json }), &["candidate", "name", "issued", "expired", "cast"])?;
    for (row, who) in rows {
        let counts = [row.issued, row.expired, row.cast].map(|n| n.to_string());
        table.row([row.candidate.to_string(), who.name.clone()].into_iter().chain(counts));
    }
    Ok(table)
}

/// Every draw. What `isoloir_shared::domain::lots::replay` needs, once the vote is closed.
pub async fn draws(app: &App) -> Result<Table, StoreError> {
    let header = ["entry", "lot", "credential", "draw", "candidates", "commitment"];
    let Some(round) = app.store.round(Round::Preselection).await? else { return Table::new(json!({}), &header) };
    let closed = round.closed_at.is_some();
    let log: Vec<LogEntry> = app.store.draw_log().await?;
    // Before the close: that a lot was drawn, and what commits to it; not whose, nor of whom.
    let entries: Vec<_> = log
        .iter()
        .map(|entry| match entry {
            LogEntry::Issued { lot, commitment, .. } if !closed => {
                json!({ "entry": "issued", "lot": lot, "commitment": commitment })
            }
            entry => json!(entry),
        })
        .collect();
    let secret = OperatorSecret::new(round.secret);
    let size = app
        .primary
        .preselection
        .lot_size
        .min(round.candidates.as_ref().map_or(u32::MAX, |list| u32::try_from(list.len()).unwrap_or(u32::MAX)));
    let json = json!({
        "round": round.round,
        "lot_size": size,
        "candidates": round.candidates,
        "commitment": hex(&secret.commitment()),
        "committed_at": round.committed_at,
        "randomness": round.randomness.as_ref().map(|(bytes, _)| hex(bytes)),
        "randomness_source": round.randomness.as_ref().map(|(_, source)| source),
        "closed_at": round.closed_at,
        "secret": closed.then(|| hex(&secret.reveal())),
        "log": entries,
    });
    let mut table = Table::new(json, &header)?;
    for entry in log {
        match entry {
            LogEntry::Issued { lot, credential, draw, candidates, commitment } => {
                let list: Vec<String> = candidates.iter().map(ToString::to_string).collect();
                let [credential, draw, list] =
                    if closed { [credential, draw.to_string(), list.join(" ")] } else { Default::default() };
                table.row(["issued".to_owned(), lot.to_string(), credential, draw, list, commitment]);
            }
            LogEntry::Expired { lot } => {
                let empty = || String::new();
                table.row(["expired".to_owned(), lot.to_string(), empty(), empty(), empty(), empty()]);
            }
        }
    }
    Ok(table)
}
