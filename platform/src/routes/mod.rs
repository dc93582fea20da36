//! What the world sees: one file for each resource, mirrored by `tests/routes/`.

mod announcements;
mod audit;
mod auth;
mod candidacy;
mod candidates;
mod credentials;
mod docs;
mod elections;
mod events;
mod export;
mod final_vote;
mod health;
mod inbox;
mod links;
mod lists;
mod lots;
mod me;
mod metrics;
mod moderation;
mod my_sessions;
mod open_data;
mod organise;
mod page;
mod phases;
mod primary;
mod receipts;
mod results;
mod supports;
mod trustees;
mod unsubscribe;

use crate::app::App;
use crate::problem::Problem;
use crate::{gate, observe, problem};
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use isoloir_shared::api::types::ProblemCode;
use std::any::Any;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Isoloir",
        description = "A citizens' primary: supports, fair lots, majority judgment. Every write carries an `Idempotency-Key`; \
            every answer that is no success is a problem document (RFC 9457) with a stable `code`, in the language of \
            `Accept-Language`. Listings come in pages: `next` is the `cursor` of the page after.",
        version = "1.0.0",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(isoloir_shared::api::types::Problem, isoloir_shared::api::types::PlatformEvent)),
    modifiers(&Tokens)
)]
struct Description;

/// How requests say who asks.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An access token")).build();
        api.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// All resources, with their descriptions.
fn resources() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(auth::routes())
        .merge(me::routes())
        .merge(my_sessions::routes())
        .merge(links::routes())
        .merge(inbox::routes())
        .merge(export::routes())
        .merge(primary::routes())
        .merge(phases::routes())
        .merge(candidates::routes())
        .merge(supports::routes())
        .merge(candidacy::routes())
        .merge(lots::routes())
        .merge(final_vote::routes())
        .merge(credentials::routes())
        .merge(elections::routes())
        .merge(trustees::routes())
        .merge(receipts::routes())
        .merge(results::routes())
        .merge(open_data::routes())
        .merge(lists::routes())
        .merge(audit::routes())
        .merge(moderation::routes())
        .merge(organise::routes())
        .merge(events::routes())
        .merge(announcements::routes())
        .merge(docs::routes())
        .merge(metrics::routes())
        .merge(health::routes())
}

/// The description of the API as the routes give it; see [`crate::openapi`] for what they share.
pub fn described() -> utoipa::openapi::OpenApi {
    resources().split_for_parts().1
}

/// All routes with their layers.
pub fn router(app: App) -> Router {
    layered(app, resources().split_for_parts().0.merge(docs::page()).merge(unsubscribe::page()))
}

/// Routes with the layers that every answer passes, outermost last.
pub fn layered(app: App, router: Router<App>) -> Router {
    let zone: Arc<str> = app.primary.zone.as_str().into();
    let panicked = |_: Box<dyn Any + Send>| Problem::new(ProblemCode::Internal).into_response();
    router
        .layer(from_fn_with_state(app.clone(), organise::tell_head))
        .layer(from_fn_with_state(app.clone(), gate::gate))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, app.settings.patience))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(move |request, next| problem::put_into_words(zone.clone(), request, next)))
        .layer(from_fn_with_state(app.clone(), observe::observe))
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
