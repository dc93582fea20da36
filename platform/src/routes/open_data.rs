//! Open data, with no key.

use super::{Path, results};
use crate::app::App;
use crate::open_data::{self, File, IndexView, Name};
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use isoloir_shared::api::types::{ProblemCode, Round};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(index)).routes(routes!(file))
}

/// What there is.
#[utoipa::path(get, path = "/v1/open-data", tag = "open data", responses((status = 200, body = IndexView)))]
async fn index(State(app): State<App>) -> Json<IndexView> {
    Json(open_data::index(&app.primary.id))
}

/// One file: everything but what is personal.
#[utoipa::path(get, path = "/v1/open-data/{file}", tag = "open data",
    params(("file" = String, Path, description = "`lots.json`, `lots.csv`, … as the index names them")),
    responses((status = 200, description = "JSON or CSV"), (status = 304, description = "You have it")),
    extensions(("x-problems" = json!(["not_yet", "not_found"]))))]
async fn file(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let file = File::parse(&name).ok_or(ProblemCode::NotFound)?;
    let round = match file.name {
        Name::ResultsPreselection => Some(Round::Preselection),
        Name::ResultsFinal => Some(Round::Final),
        _ => None,
    };
    if let Some(round) = round
        && app.store.result(round).await?.is_none()
    {
        return Err(results::not_yet(&app, round));
    }
    Ok(app.published.open_data(&app, file).await?.answer(&headers))
}
