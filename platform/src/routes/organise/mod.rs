//! What organisers, moderators and observers work with. Answers say where the audit log ends.

mod announcements;
mod drafts;
mod flags;
mod me;
mod moderation;
mod proposals;
mod status;
mod trials;

pub use proposals::both;

use crate::app::App;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;

/// Where the audit log ends, in every answer of these routes and of changes to the calendar: `17 5f2c…`. What is refused
/// before it comes here (too many requests) does not say it.
pub const HEAD: &str = "isoloir-audit-head";

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(me::routes())
        .merge(proposals::routes())
        .merge(status::routes())
        .merge(moderation::routes())
        .merge(flags::routes())
        .merge(announcements::routes())
        .merge(drafts::routes())
        .merge(trials::routes())
}

/// Adds [`HEAD`] to the answers of these routes, refusals included.
pub async fn tell_head(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let ours = path.starts_with("/v1/organise") || path.starts_with("/v1/phases/");
    let mut response = next.run(request).await;
    if ours
        && let Ok(head) = app.store.audit_head().await
        && let Ok(value) = HeaderValue::from_str(&format!("{} {}", head.seq, head.hash))
    {
        response.headers_mut().insert(HEAD, value);
    }
    response
}
