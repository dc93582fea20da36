//! Results in the shape of the fixtures that other implementations publish, so that `isoloir tally` reads them.

use super::table::{Table, word};
use crate::app::App;
use crate::store::StoreError;
use isoloir_shared::api::types::Round;
use isoloir_shared::domain::grade::Scale;
use serde_json::json;

/// Merit profiles, ranks and explanations.
pub async fn result(app: &App, round: Round) -> Result<Table, StoreError> {
    let scale = Scale::of(&app.primary);
    let mut grades: Vec<_> = scale.views();
    grades.reverse();
    let names: Vec<&str> = grades.iter().map(|grade| grade.name.fr.as_str()).collect();
    let header = ["rank", "candidate", "name", "majority_grade", "elected", "no_opinion"];
    let Some(result) = app.store.result(round).await? else { return Table::new(json!({}), &header) };
    let key = |value: u8| grades.get(usize::from(value)).map(|grade| grade.key.clone()).unwrap_or_default();
    let proposals: Vec<_> = result
        .candidates
        .iter()
        .map(|row| {
            json!({ "name": row.name, "counts": row.counts, "candidate": row.id, "rank": row.rank,
                    "majority_grade": key(row.majority_grade), "elected": row.elected, "no_opinion": row.no_opinion })
        })
        .collect();
    let json = json!({
        "source": app.primary.name.fr,
        "election": format!("{}_{}", app.primary.id, word(&round)),
        "grades_worst_first": names,
        "proposals": proposals,
        "participants": result.turnout.ballots,
        // Lots make totals unequal: nothing is filled, shares are of each candidate's own total.
        "balance": { "mode": "None" },
        "explanations": result.explanations,
        "turnout": result.turnout,
        "published_at": result.published_at,
    });
    let mut table = Table::new(json, &header)?;
    grades.iter().for_each(|grade| table.column(&grade.key));
    for row in &result.candidates {
        let cells = [
            row.rank.to_string(),
            row.id.to_string(),
            row.name.clone(),
            key(row.majority_grade),
            row.elected.to_string(),
            row.no_opinion.to_string(),
        ];
        table.row(cells.into_iter().chain(row.counts.iter().map(ToString::to_string)));
    }
    Ok(table)
}
