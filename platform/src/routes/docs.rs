//! The description of the API, a readable page of it, and a page for each problem.

use super::Path;
use crate::app::App;
use crate::openapi;
use crate::problem::Problem;
use crate::published::Document;
use axum::Router;
use axum::http::HeaderMap;
use axum::response::{Html, Response};
use isoloir_shared::api::types::ProblemCode;
use std::sync::LazyLock;
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::{Config, SwaggerUi};

static DESCRIPTION: LazyLock<Document> = LazyLock::new(|| Document::new("application/json", openapi::text()));

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(description)).routes(routes!(problem))
}

/// The readable page, at `/v1/docs`.
pub fn page() -> Router<App> {
    SwaggerUi::new("/v1/docs").config(Config::from("/v1/openapi.json").validator_url("none")).into()
}

/// This description.
#[utoipa::path(get, path = "/v1/openapi.json", tag = "documentation",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = Object),
              (status = 304, description = "You have it")))]
async fn description(headers: HeaderMap) -> Response {
    DESCRIPTION.answer(&headers)
}

/// What a problem's code means.
#[utoipa::path(get, path = "/v1/problems/{code}", tag = "documentation",
    params(("code" = String, Path, description = "`too_late`, …")),
    responses((status = 200, description = "A page", content_type = "text/html", body = String)),
    extensions(("x-problems" = json!(["not_found"]))))]
async fn problem(Path(code): Path<String>) -> Result<Html<String>, Problem> {
    let code = openapi::code_of(&code).ok_or(ProblemCode::NotFound)?;
    Ok(Html(openapi::problem_page(code)))
}
