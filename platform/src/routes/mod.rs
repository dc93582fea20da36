//! What the world sees: one file for each resource, mirrored by `tests/routes/`.

mod health;

use crate::app::App;
use crate::problem;
use axum::Router;
use axum::middleware::from_fn;
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(info(
    title = "Isoloir",
    description = "A citizens' primary: supports, fair lots, majority judgment.",
    version = "1.0.0"
))]
struct Description;

/// All resources, with their descriptions.
fn resources() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi()).merge(health::routes())
}

/// The description of the API, made from the routes.
pub fn openapi() -> utoipa::openapi::OpenApi {
    resources().split_for_parts().1
}

/// All routes with their layers, outermost last.
pub fn router(app: App) -> Router {
    let (router, _) = resources().split_for_parts();
    let zone: Arc<str> = app.primary.zone.as_str().into();
    router.with_state(app).layer(from_fn(move |request, next| problem::put_into_words(zone.clone(), request, next)))
}
