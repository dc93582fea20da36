//! My devices: listed, and signed out from afar.

use crate::app::App;
use crate::auth::SignedIn;
use crate::idempotency::KeyedEmpty;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::types::SessionView;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Path;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(revoke))
}

/// My sessions, newest first.
#[utoipa::path(get, path = "/v1/me/sessions", tag = "account", responses((status = 200, body = [SessionView])),
    security(("token" = [])))]
async fn list(State(app): State<App>, who: SignedIn) -> Result<Json<Vec<SessionView>>, Problem> {
    let rows = app.store.sessions(who.account).await?;
    let views = rows.into_iter().map(|row| SessionView {
        id: row.id,
        device: row.device,
        channel: row.network,
        created_at: row.created_at,
        seen_at: row.seen_at,
        current: row.id == who.session,
    });
    Ok(Json(views.collect()))
}

/// Sign out a device of mine.
#[utoipa::path(delete, path = "/v1/me/sessions/{id}", tag = "account", params(("id" = SessionId, Path)),
    responses((status = 204)), security(("token" = [])), extensions(("x-problems" = json!(["not_found"]))))]
async fn revoke(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<SessionId>,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<StatusCode, Problem> {
    app.store.revoke(keyed.by(&who), who.account, id).await?;
    app.sessions.forget_session(id);
    Ok(StatusCode::NO_CONTENT)
}
