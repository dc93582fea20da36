//! What the world sees: one file for each resource, mirrored by `tests/routes/`.

mod auth;
mod candidacy;
mod candidates;
mod events;
mod final_vote;
mod health;
mod lots;
mod me;
mod my_sessions;
mod open_data;
mod page;
mod phases;
mod primary;
mod receipts;
mod results;
mod supports;

use crate::app::App;
use crate::problem::Problem;
use crate::{gate, problem};
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::middleware::{from_fn, from_fn_with_state};
use isoloir_shared::api::types::ProblemCode;
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
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(auth::routes())
        .merge(me::routes())
        .merge(my_sessions::routes())
        .merge(primary::routes())
        .merge(phases::routes())
        .merge(candidates::routes())
        .merge(supports::routes())
        .merge(candidacy::routes())
        .merge(lots::routes())
        .merge(final_vote::routes())
        .merge(receipts::routes())
        .merge(results::routes())
        .merge(open_data::routes())
        .merge(events::routes())
        .merge(health::routes())
}

/// The description of the API, made from the routes.
pub fn openapi() -> utoipa::openapi::OpenApi {
    resources().split_for_parts().1
}

/// All routes with their layers, outermost last.
pub fn router(app: App) -> Router {
    let (router, _) = resources().split_for_parts();
    let zone: Arc<str> = app.primary.zone.as_str().into();
    router
        .layer(from_fn_with_state(app.clone(), gate::gate))
        .layer(from_fn(move |request, next| problem::put_into_words(zone.clone(), request, next)))
        .with_state(app)
}

/// Parameters of the path; one that cannot be read names nothing.
pub struct Path<T>(pub T);

impl<T: serde::de::DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        path.map(|axum::extract::Path(value)| Self(value)).map_err(|_| ProblemCode::NotFound.into())
    }
}

/// The query; what cannot be read is said by name where the type knows it.
pub struct Query<T>(pub T);

impl<T: serde::de::DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, app).await;
        query.map(|axum::extract::Query(value)| Self(value)).map_err(|error| {
            let field = error.body_text().split(':').nth(1).map_or("query", str::trim).to_owned();
            Problem::new(ProblemCode::Malformed).field(field)
        })
    }
}
