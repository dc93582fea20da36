//! Whether the platform lives, and whether it can take requests.

use crate::app::App;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(ready))
}

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "operation", responses((status = 204, description = "It lives")))]
async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The store can be read.
#[utoipa::path(get, path = "/health/ready", tag = "operation", responses((status = 204, description = "It is ready")))]
async fn ready(State(app): State<App>) -> Result<StatusCode, Problem> {
    app.store.ping().await?;
    Ok(StatusCode::NO_CONTENT)
}
