//! The queue of texts, photos and names, and what is decided on them.

use crate::app::App;
use crate::auth::{Insider, Judge};
use crate::idempotency::KeyedJson;
use crate::problem::Problem;
use crate::published::Document;
use crate::routes::page::PageQuery;
use crate::routes::{Path, Query};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use isoloir_shared::api::ids::ModerationId;
use isoloir_shared::api::types::{ModerationView, Page, ProblemCode, VerdictRequest};
use isoloir_shared::text::clean_line;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Longest words to a decision, in characters.
const NOTE: usize = 500;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(queue)).routes(routes!(read, judge)).routes(routes!(photo))
}

/// What waits for somebody to look at it, oldest first: new texts, photos and names, and appeals.
#[utoipa::path(get, path = "/v1/organise/moderation", tag = "organisers",
    params(("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, minimum = 1, maximum = 200)),
    responses((status = 200, body = Page<ModerationView>)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "invalid"]))))]
async fn queue(
    State(app): State<App>,
    _: Insider,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ModerationView>>, Problem> {
    let limit = page.limit()?;
    let after = page.cursor.as_deref().map_or(Ok(0), str::parse);
    let after = after.map_err(|_| Problem::new(ProblemCode::Malformed).field("cursor"))?;
    let mut items = app.store.moderation_queue(after, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| last.id.to_string());
    Ok(Json(Page { items, next, total: None }))
}

/// One of them, with what was decided, by whom and when.
#[utoipa::path(get, path = "/v1/organise/moderation/{id}", tag = "organisers", params(("id" = ModerationId, Path)),
    responses((status = 200, body = ModerationView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "not_found"]))))]
async fn read(
    State(app): State<App>,
    _: Insider,
    Path(id): Path<ModerationId>,
) -> Result<Json<ModerationView>, Problem> {
    view(&app, id).await.map(Json)
}

/// Show it, or hide it with a reason; on an appeal, by somebody else than who decided. Hiding loses no support.
#[utoipa::path(put, path = "/v1/organise/moderation/{id}", tag = "organisers", params(("id" = ModerationId, Path)),
    request_body = VerdictRequest, responses((status = 200, body = ModerationView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "own_proposal", "wrong_state", "invalid"]))))]
async fn judge(
    State(app): State<App>,
    who: Judge,
    Path(id): Path<ModerationId>,
    KeyedJson(keyed, verdict): KeyedJson<VerdictRequest>,
) -> Result<Json<ModerationView>, Problem> {
    let note = verdict.note.map(|note| clean_line(&note)).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE) {
        return Err(Problem::invalid("note"));
    }
    app.store.judge(keyed.by(&who), id, VerdictRequest { note, ..verdict }).await?;
    view(&app, id).await.map(Json)
}

/// The photo that waits, hidden or not.
#[utoipa::path(get, path = "/v1/organise/moderation/{id}/photo", tag = "organisers", params(("id" = ModerationId, Path)),
    responses((status = 200, content_type = "image/jpeg", body = [u8]), (status = 304, description = "You have it")),
    security(("token" = [])), extensions(("x-problems" = json!(["forbidden", "not_found"]))))]
async fn photo(
    State(app): State<App>,
    _: Insider,
    Path(id): Path<ModerationId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let photo = app.store.moderation_photo(id).await?.ok_or(ProblemCode::NotFound)?;
    Ok(Document::new("image/jpeg", photo.bytes).answer(&headers))
}

async fn view(app: &App, id: ModerationId) -> Result<ModerationView, Problem> {
    Ok(app.store.moderation_item(id).await?.ok_or(ProblemCode::NotFound)?)
}
