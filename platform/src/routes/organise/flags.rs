//! Signals of false accounts that passed their threshold, and what is made of them.

use crate::app::App;
use crate::auth::{Insider, Judge};
use crate::idempotency::KeyedJson;
use crate::problem::Problem;
use crate::routes::page::{PageQuery, cut};
use crate::routes::{Path, Query};
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::ids::FlagId;
use isoloir_shared::api::types::{FlagRequest, FlagView, Page, ProblemCode};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read, decide))
}

/// Flags, newest first. They refuse nobody, and name nobody.
#[utoipa::path(get, path = "/v1/organise/flags", tag = "organisers",
    params(("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, minimum = 1, maximum = 200)),
    responses((status = 200, body = Page<FlagView>)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "invalid"]))))]
async fn list(
    State(app): State<App>,
    _: Insider,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<FlagView>>, Problem> {
    let limit = page.limit()?;
    let rows = app.store.flags(page.before()?, limit + 1).await?;
    let (items, next) = cut(rows, limit, |row| row.id.0.into());
    Ok(Json(Page { items, next, total: None }))
}

/// One flag.
#[utoipa::path(get, path = "/v1/organise/flags/{id}", tag = "organisers", params(("id" = FlagId, Path)),
    responses((status = 200, body = FlagView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "not_found"]))))]
async fn read(State(app): State<App>, _: Insider, Path(id): Path<FlagId>) -> Result<Json<FlagView>, Problem> {
    Ok(Json(app.store.flag(id).await?.ok_or(ProblemCode::NotFound)?))
}

/// Say what a flag is: harmless or suspect. It changes no account.
#[utoipa::path(put, path = "/v1/organise/flags/{id}", tag = "organisers", params(("id" = FlagId, Path)),
    request_body = FlagRequest, responses((status = 200, body = FlagView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "invalid"]))))]
async fn decide(
    State(app): State<App>,
    who: Judge,
    Path(id): Path<FlagId>,
    KeyedJson(keyed, request): KeyedJson<FlagRequest>,
) -> Result<Json<FlagView>, Problem> {
    app.store.decide_flag(keyed.by(&who), id, request.state).await?;
    Ok(Json(app.store.flag(id).await?.ok_or(ProblemCode::NotFound)?))
}
