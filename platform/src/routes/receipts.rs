//! Receipts: mine, and anybody's by its tracker.

use super::{Path, Query, page};
use crate::app::App;
use crate::auth::Citizen;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::ids::Tracker;
use isoloir_shared::api::types::{Page, ProblemCode, ReceiptView, TrackerView};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mine)).routes(routes!(find))
}

/// My receipts, newest first. They never show grades.
#[utoipa::path(get, path = "/v1/me/receipts", tag = "voting",
    params(("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, description = "Rows on a page, 1 to 200")),
    responses((status = 200, body = Page<ReceiptView>)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "invalid"]))))]
async fn mine(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<page::PageQuery>,
) -> Result<Json<Page<ReceiptView>>, Problem> {
    let limit = query.limit()?;
    let rows = app.store.receipts_of(citizen.account, query.before()?, limit + 1).await?;
    let (rows, next) = page::cut(rows, limit, |(number, _)| *number);
    Ok(Json(Page { items: rows.into_iter().map(|(_, receipt)| receipt).collect(), next, total: None }))
}

/// Whether the ballot of a tracker is counted: for anyone who has it.
#[utoipa::path(get, path = "/v1/receipts/{tracker}", tag = "results",
    params(("tracker" = String, Path, description = "As on the receipt; case, spaces and hyphens are free")),
    responses((status = 200, body = TrackerView)))]
async fn find(State(app): State<App>, Path(typed): Path<String>) -> Result<Json<TrackerView>, Problem> {
    let tracker = Tracker::parse(&typed).ok_or(ProblemCode::NotFound)?;
    Ok(Json(app.store.tracker(&tracker).await?.ok_or(ProblemCode::NotFound)?))
}
