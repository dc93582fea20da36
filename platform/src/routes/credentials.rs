//! My keys: the public half of what my ballots are signed with, one for each round. And ballots that I opened.

use super::Path;
use crate::app::App;
use crate::auth::Citizen;
use crate::idempotency::KeyedJson;
use crate::problem::Problem;
use crate::store::{CredentialOrder, SpoilOrder};
use crate::voting;
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::types::{CredentialRequest, CredentialView, ProblemCode, Round, SpoilRequest, SpoiledView};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, register)).routes(routes!(spoil))
}

/// My key of a round.
#[utoipa::path(get, path = "/v1/me/credentials/{round}", tag = "voting",
    params(("round" = Round, Path, description = "The round")),
    responses((status = 200, body = CredentialView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "no_credential", "not_found"]))))]
async fn read(
    State(app): State<App>,
    citizen: Citizen,
    Path(round): Path<Round>,
) -> Result<Json<CredentialView>, Problem> {
    Ok(Json(app.store.credential(citizen.account, round).await?.ok_or(ProblemCode::NoCredential)?))
}

/// Makes a key mine: before the first draw or cast of a round. Once the round is open it goes to the board as admitted.
#[utoipa::path(put, path = "/v1/me/credentials/{round}", tag = "voting",
    params(("round" = Round, Path, description = "The round")),
    request_body = CredentialRequest,
    responses((status = 200, body = CredentialView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "too_late", "no_more_lots", "already_voted", "other_credential",
        "invalid", "duplicate", "not_found"]))))]
async fn register(
    State(app): State<App>,
    citizen: Citizen,
    Path(round): Path<Round>,
    KeyedJson(key, request): KeyedJson<CredentialRequest>,
) -> Result<Json<CredentialView>, Problem> {
    let kind = voting::phase(round);
    let order = CredentialOrder { voter: citizen.account, round, request, window: voting::window(&app, kind)? };
    let view = app.store.register_key(key.by(&citizen), order).await;
    Ok(Json(view.map_err(|error| voting::explain(&app, kind, error))?))
}

/// Puts a ballot that I opened on the board, by its hash: it is never cast any more. At most twenty a round.
#[utoipa::path(post, path = "/v1/me/spoiled/{round}", tag = "voting",
    params(("round" = Round, Path, description = "The round")),
    request_body = SpoilRequest,
    responses((status = 200, body = SpoiledView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "too_early", "too_late", "no_more_lots", "already_voted",
        "no_credential", "copied_ballot", "not_found"]))))]
async fn spoil(
    State(app): State<App>,
    citizen: Citizen,
    Path(round): Path<Round>,
    KeyedJson(key, request): KeyedJson<SpoilRequest>,
) -> Result<Json<SpoiledView>, Problem> {
    let kind = voting::phase(round);
    let window = voting::window(&app, kind)?;
    let order = SpoilOrder { voter: citizen.account, round, ballot: request.ballot, window };
    let view = app.store.spoil(key.by(&citizen), order).await;
    Ok(Json(view.map_err(|error| voting::explain(&app, kind, error))?))
}
