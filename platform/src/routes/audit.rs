//! The public log of what organisers do. Whoever keeps where it ended notices if it is ever written anew.

use super::Query;
use super::page::PageQuery;
use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::types::{AuditView, ProblemCode};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// The audit log, oldest first: each entry's hash covers the one before. Nothing in it is personal.
#[utoipa::path(get, path = "/v1/audit", tag = "open data",
    params(("cursor" = Option<String>, Query, description = "From the page before: the place of its last entry"),
           ("limit" = Option<u32>, Query, minimum = 1, maximum = 200)),
    responses((status = 200, body = AuditView)), extensions(("x-problems" = json!(["invalid"]))))]
async fn read(State(app): State<App>, Query(page): Query<PageQuery>) -> Result<Json<AuditView>, Problem> {
    let limit = page.limit()?;
    let after = match &page.cursor {
        Some(cursor) => cursor.parse().map_err(|_| Problem::new(ProblemCode::Malformed).field("cursor"))?,
        None => 0,
    };
    // The head first: what comes after it is on no page that ends before it.
    let head = app.store.audit_head().await?;
    let items = app.store.audit_after(after, limit).await?;
    let next = items.last().filter(|last| last.seq < head.seq).map(|last| last.seq.to_string());
    Ok(Json(AuditView { items, next, head }))
}
