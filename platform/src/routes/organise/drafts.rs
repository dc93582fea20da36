//! What the calendar suggests to announce.

use crate::app::App;
use crate::auth::{Insider, Organiser};
use crate::idempotency::KeyedEmpty;
use crate::problem::Problem;
use crate::routes::Path;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isoloir_shared::api::ids::DraftId;
use isoloir_shared::api::types::DraftView;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(drop_it))
}

/// What the calendar suggests to announce, newest first: a phase opened, closes in two days, closed, was moved. It is
/// said once two organisers say it, in these words or others.
#[utoipa::path(get, path = "/v1/organise/drafts", tag = "organisers", responses((status = 200, body = [DraftView])),
    security(("token" = [])), extensions(("x-problems" = json!(["forbidden"]))))]
async fn list(State(app): State<App>, _: Insider) -> Result<Json<Vec<DraftView>>, Problem> {
    Ok(Json(app.store.drafts().await?))
}

/// Let a suggestion go: it was proposed, or is not needed.
#[utoipa::path(delete, path = "/v1/organise/drafts/{id}", tag = "organisers", params(("id" = DraftId, Path)),
    responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "not_found"]))))]
async fn drop_it(
    State(app): State<App>,
    who: Organiser,
    Path(id): Path<DraftId>,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<StatusCode, Problem> {
    app.store.drop_draft(keyed.by(&who), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
