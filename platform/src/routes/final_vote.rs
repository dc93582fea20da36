//! The final: who is graded, in an order drawn for each voter, and the ballot.

use crate::app::App;
use crate::auth::Citizen;
use crate::idempotency::{CAST_BYTES, KeyedJson};
use crate::problem::Problem;
use crate::store::{Booth, StoreError};
use crate::voting;
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::types::{CastRequest, FinalView, PhaseKind, ProblemCode, ReceiptView};
use isoloir_shared::domain::order;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(cast))
}

/// The final as this voter sees it.
#[utoipa::path(get, path = "/v1/me/final", tag = "voting",
    responses((status = 200, body = FinalView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "too_early", "not_found"]))))]
async fn read(State(app): State<App>, citizen: Citizen) -> Result<Json<FinalView>, Problem> {
    let too_early = || voting::explain(&app, PhaseKind::FinalVote, StoreError::Refused(ProblemCode::TooEarly));
    let finalists = app.store.finalists().await?.ok_or_else(too_early)?;
    let mut candidates = app.store.summaries(&finalists).await?;
    let mac = app.key.mac("order of the final", &[&citizen.account.0.to_be_bytes()]);
    let seed = mac.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte));
    order::sort(&mut candidates, seed, |row| row.id);
    let sequence = app.store.final_sequence(citizen.account).await?;
    Ok(Json(FinalView { candidates, sequence, receipt: app.store.final_receipt(citizen.account).await? }))
}

/// Casts the ballot of the final, or changes it while the vote is open.
#[utoipa::path(put, path = "/v1/me/final/ballot", tag = "voting",
    request_body = CastRequest,
    responses((status = 200, body = ReceiptView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "too_early", "too_late", "no_more_lots", "already_cast", "already_voted", "no_credential",
        "other_credential", "invalid_ballot", "copied_ballot", "old_ballot"]))))]
async fn cast(
    State(app): State<App>,
    citizen: Citizen,
    KeyedJson(key, ballot): KeyedJson<CastRequest, CAST_BYTES>,
) -> Result<Json<ReceiptView>, Problem> {
    let key = key.by(&citizen);
    let order = voting::order(&app, &citizen, &key, Booth::Final, ballot).await?;
    let receipt = app.store.cast(key, order).await;
    Ok(Json(receipt.map_err(|error| voting::explain(&app, PhaseKind::FinalVote, error))?))
}
