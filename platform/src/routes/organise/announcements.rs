//! What is announced, how far it is, and holding it.

use crate::app::App;
use crate::auth::{Insider, Organiser};
use crate::idempotency::KeyedJson;
use crate::problem::Problem;
use crate::routes::page::{PageQuery, cut};
use crate::routes::{Path, Query};
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{
    AnnouncementOrderRequest, AnnouncementProgressView, AnnouncementView, Page, ProblemCode,
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read, order))
}

/// All announcements, newest first, whoever they are for.
#[utoipa::path(get, path = "/v1/organise/announcements", tag = "organisers",
    params(("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, minimum = 1, maximum = 200)),
    responses((status = 200, body = Page<AnnouncementView>)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "invalid"]))))]
async fn list(
    State(app): State<App>,
    _: Insider,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<AnnouncementView>>, Problem> {
    let limit = page.limit()?;
    let rows = app.store.announcements(false, page.before()?, limit + 1).await?;
    let (items, next) = cut(rows, limit, |row| row.id.0.into());
    Ok(Json(Page { items, next, total: None }))
}

/// One of them, with how far each carrier is.
#[utoipa::path(get, path = "/v1/organise/announcements/{id}", tag = "organisers", params(("id" = AnnouncementId, Path)),
    responses((status = 200, body = AnnouncementProgressView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "not_found"]))))]
async fn read(
    State(app): State<App>,
    _: Insider,
    Path(id): Path<AnnouncementId>,
) -> Result<Json<AnnouncementProgressView>, Problem> {
    view(&app, id).await.map(Json)
}

/// Hold it, let it go on, or let it go. One organiser may: nothing is said by that.
#[utoipa::path(put, path = "/v1/organise/announcements/{id}", tag = "organisers", params(("id" = AnnouncementId, Path)),
    request_body = AnnouncementOrderRequest, responses((status = 200, body = AnnouncementProgressView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "not_found", "wrong_state"]))))]
async fn order(
    State(app): State<App>,
    who: Organiser,
    Path(id): Path<AnnouncementId>,
    KeyedJson(keyed, request): KeyedJson<AnnouncementOrderRequest>,
) -> Result<Json<AnnouncementProgressView>, Problem> {
    let events = app.store.order_announcement(keyed.by(&who), id, request.order).await?;
    events.into_iter().for_each(|event| app.events.stored(event));
    app.announced.notify_one();
    view(&app, id).await.map(Json)
}

async fn view(app: &App, id: AnnouncementId) -> Result<AnnouncementProgressView, Problem> {
    let announcement = app.store.announcement(id).await?.ok_or(ProblemCode::NotFound)?;
    let deliveries = app.store.deliveries(id, app.clock.now()).await?;
    let done_at = app.store.announcement_done_at(id).await?;
    Ok(AnnouncementProgressView { announcement, deliveries, done_at })
}
