//! What was announced to everyone; and what the bots tell of how far they brought it.

use super::Path;
use super::page::{PageQuery, cut};
use crate::app::App;
use crate::auth::Bot;
use crate::idempotency::KeyedJson;
use crate::letters;
use crate::problem::Problem;
use crate::routes::Query;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{
    AnnouncementState, AnnouncementView, Audience, Carrier, Deliveries, Page, ProblemCode, SubscribersRequest,
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(tell)).routes(routes!(subscribers))
}

/// What was announced to everyone, newest first.
#[utoipa::path(get, path = "/v1/announcements", tag = "events",
    params(("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, minimum = 1, maximum = 200)),
    responses((status = 200, body = Page<AnnouncementView>)),
    extensions(("x-problems" = json!(["invalid"]))))]
async fn list(State(app): State<App>, Query(page): Query<PageQuery>) -> Result<Json<Page<AnnouncementView>>, Problem> {
    let limit = page.limit()?;
    let rows = app.store.announcements(true, page.before()?, limit + 1).await?;
    let (items, next) = cut(rows, limit, |row| row.id.0.into());
    Ok(Json(Page { items, next, total: None }))
}

/// One that was announced to everyone: whether it is on its way, held, or has reached whoever asked.
#[utoipa::path(get, path = "/v1/announcements/{id}", tag = "events", params(("id" = AnnouncementId, Path)),
    responses((status = 200, body = AnnouncementView)), extensions(("x-problems" = json!(["not_found"]))))]
async fn read(State(app): State<App>, Path(id): Path<AnnouncementId>) -> Result<Json<AnnouncementView>, Problem> {
    use AnnouncementState::{Cancelled, Scheduled};
    let found = app.store.announcement(id).await?.ok_or(ProblemCode::NotFound)?;
    // Whether something was said to some is nobody's business.
    let public = found.audience == Audience::Everyone && !matches!(found.state, Scheduled | Cancelled);
    if public { Ok(Json(found)) } else { Err(ProblemCode::NotFound.into()) }
}

/// The primary's bots tell how far they brought an announcement: numbers, and nobody's name. With their own token.
#[utoipa::path(put, path = "/v1/announcements/{id}/deliveries/{carrier}", tag = "events",
    params(("id" = AnnouncementId, Path), ("carrier" = Carrier, Path)), request_body = Deliveries,
    responses((status = 204)), security(("token" = [])), extensions(("x-problems" = json!(["not_found", "invalid"]))))]
async fn tell(
    State(app): State<App>,
    _: Bot,
    Path((id, carrier)): Path<(AnnouncementId, Carrier)>,
    told: KeyedJson<Deliveries>,
) -> Result<StatusCode, Problem> {
    if carrier == Carrier::Email {
        return Err(Problem::invalid("carrier"));
    }
    // The same numbers twice are the same numbers: the key is asked for, as of every write, and not kept.
    let KeyedJson(_, told) = told;
    app.store.tell_deliveries(id, carrier, told, app.clock.now()).await?;
    letters::settle(&app).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The primary's bots tell how many chats want announcements: a number, and nobody's name. With their own token.
#[utoipa::path(put, path = "/v1/subscribers/{carrier}", tag = "events", params(("carrier" = Carrier, Path)),
    request_body = SubscribersRequest, responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["invalid"]))))]
async fn subscribers(
    State(app): State<App>,
    _: Bot,
    Path(carrier): Path<Carrier>,
    told: KeyedJson<SubscribersRequest>,
) -> Result<StatusCode, Problem> {
    if carrier == Carrier::Email {
        return Err(Problem::invalid("carrier"));
    }
    // The same number twice is the same number: the key is asked for, as of every write, and not kept.
    let KeyedJson(_, told) = told;
    app.store.tell_subscribers(carrier, told.count, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
