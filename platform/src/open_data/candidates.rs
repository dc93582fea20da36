//! Candidates, their supports, and the calendar.

use super::table::{Table, word};
use crate::app::App;
use crate::store::StoreError;
use serde_json::json;

/// Candidates, with every change of state.
pub async fn candidates(app: &App) -> Result<Table, StoreError> {
    let rows = app.store.candidate_histories().await?;
    let header = ["candidate", "name", "state", "supports", "nominations", "charter", "changed_at", "cause", "reason"];
    let mut table = Table::new(json!({ "candidates": rows }), &header)?;
    for row in &rows {
        let who = &row.summary;
        let last = row.history.last();
        table.row([
            who.id.to_string(),
            who.name.clone(),
            word(&who.state),
            who.supports.to_string(),
            row.nominations.to_string(),
            who.charter.to_string(),
            last.map(|change| change.at.to_string()).unwrap_or_default(),
            last.map(|change| word(&change.cause)).unwrap_or_default(),
            last.and_then(|change| change.reason.clone()).unwrap_or_default(),
        ]);
    }
    Ok(table)
}

/// Supports and nominations still held, by candidate and day (UTC); those copied from an earlier record apart.
pub async fn supports(app: &App) -> Result<Table, StoreError> {
    let rows = app.store.supports_by_day().await?;
    let list: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({ "candidate": row.candidate, "day": row.day.map(|day| day.to_string()),
                    "supports": row.supports, "nominations": row.nominations })
        })
        .collect();
    let mut table = Table::new(json!({ "supports": list }), &["candidate", "day", "supports", "nominations"])?;
    for row in rows {
        let day = row.day.map(|day| day.to_string()).unwrap_or_default();
        table.row([row.candidate.to_string(), day, row.supports.to_string(), row.nominations.to_string()]);
    }
    Ok(table)
}

/// The phases with their instants, and the log of changes in the JSON.
pub async fn calendar(app: &App) -> Result<Table, StoreError> {
    let phases = app.calendar.get().views(app.clock.now());
    let changes = app.store.calendar_log().await?;
    let json = json!({ "zone": app.primary.zone, "phases": phases, "changes": changes });
    let mut table = Table::new(json, &["phase", "from", "to", "opens_at", "closes_at", "status"])?;
    for phase in phases {
        table.row([
            word(&phase.kind),
            phase.from.to_string(),
            phase.to.map(|day| day.to_string()).unwrap_or_default(),
            phase.opens_at.to_string(),
            phase.closes_at.map(|at| at.to_string()).unwrap_or_default(),
            word(&phase.status),
        ]);
    }
    Ok(table)
}
