//! Lists of candidates that two organisers published, for good.

use super::Path;
use crate::app::App;
use crate::problem::Problem;
use crate::published::Document;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use isoloir_shared::api::types::{ListKind, ListView, ProblemCode};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// A list as it was published. Who left since is still on it: the list of candidates says where everybody stands now.
#[utoipa::path(get, path = "/v1/lists/{list}", tag = "candidates", params(("list" = ListKind, Path)),
    responses((status = 200, body = ListView), (status = 304, description = "You have it")))]
async fn read(State(app): State<App>, Path(kind): Path<ListKind>, headers: HeaderMap) -> Result<Response, Problem> {
    let list = app.store.published_list(kind).await?;
    let list = list.ok_or_else(|| Problem::new(ProblemCode::NotFound).field("list"))?;
    Ok(Document::new("application/json", list.body.into_bytes()).answer(&headers))
}
