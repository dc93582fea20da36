//! Moderation in numbers, for everyone; and appeals against it.

use super::Path;
use crate::app::App;
use crate::auth::SignedIn;
use crate::idempotency::KeyedJson;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use isoloir_shared::api::ids::ModerationId;
use isoloir_shared::api::types::{AppealRequest, ModerationCountsView};
use isoloir_shared::text::clean_text;
use utoipa_axum::{router::OpenApiRouter, routes};

const APPEAL: usize = 2_000;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(counts)).routes(routes!(appeal))
}

/// Texts, photos and names that were looked at, why some are hidden, appeals, signals: in numbers.
#[utoipa::path(get, path = "/v1/moderation", tag = "open data",
    responses((status = 200, body = ModerationCountsView), (status = 304, description = "You have it")))]
async fn counts(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(app.published.moderation(&app).await?.answer(&headers))
}

/// Speak against a decision that hides something of mine, or a name that I put forward: once, and somebody else hears it.
#[utoipa::path(put, path = "/v1/me/appeals/{id}", tag = "candidacies", params(("id" = ModerationId, Path)),
    request_body = AppealRequest, responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_found", "wrong_state", "invalid"]))))]
async fn appeal(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<ModerationId>,
    KeyedJson(keyed, request): KeyedJson<AppealRequest>,
) -> Result<StatusCode, Problem> {
    let words = clean_text(&request.appeal);
    if words.is_empty() || words.chars().count() > APPEAL {
        return Err(Problem::invalid("appeal"));
    }
    app.store.appeal(keyed.by(&who), who.account, id, words).await?;
    Ok(StatusCode::NO_CONTENT)
}
