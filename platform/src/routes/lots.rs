//! My lots and their ballots.

use super::{Path, Query, page};
use crate::app::App;
use crate::auth::Citizen;
use crate::idempotency::{CAST_BYTES, KeyedEmpty, KeyedJson};
use crate::problem::Problem;
use crate::store::{Booth, DrawOrder, LotRow};
use crate::voting;
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::ids::LotId;
use isoloir_shared::api::types::{CastRequest, LotCandidateView, LotView, Page, PhaseKind, ProblemCode, ReceiptView};
use jiff::SignedDuration;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, draw)).routes(routes!(one)).routes(routes!(cast))
}

/// The voter's open lot, or a new draw.
#[utoipa::path(post, path = "/v1/me/lots", tag = "voting",
    responses((status = 200, body = LotView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "too_early", "too_late", "no_more_lots", "already_voted", "no_credential"]))))]
async fn draw(State(app): State<App>, citizen: Citizen, KeyedEmpty(key): KeyedEmpty) -> Result<Json<LotView>, Problem> {
    let rules = &app.primary.preselection;
    let order = DrawOrder {
        voter: citizen.account,
        window: voting::window(&app, PhaseKind::Preselection)?,
        lifetime: SignedDuration::from_mins(rules.lot_minutes.into()),
        max_lots: rules.max_lots,
    };
    let id = app.store.draw_lot(key.by(&citizen), order).await;
    let id = id.map_err(|error| voting::explain(&app, PhaseKind::Preselection, error))?;
    let lot = mine(&app, &citizen, id).await?;
    app.scheduler.due_at(lot.expires_at);
    Ok(Json(view(&app, vec![lot]).await?.pop().ok_or(ProblemCode::Internal)?))
}

/// My lots, newest first.
#[utoipa::path(get, path = "/v1/me/lots", tag = "voting",
    params(("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, description = "Rows on a page, 1 to 200")),
    responses((status = 200, body = Page<LotView>)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "invalid"]))))]
async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<page::PageQuery>,
) -> Result<Json<Page<LotView>>, Problem> {
    let limit = query.limit()?;
    let before = query.before()?.map(|id| LotId(id.unsigned_abs()));
    let rows = app.store.lots_of(citizen.account, before, limit + 1).await?;
    let (rows, next) = page::cut(rows, limit, |row| i64::try_from(row.id.0).unwrap_or(i64::MAX));
    Ok(Json(Page { items: view(&app, rows).await?, next, total: None }))
}

/// One of my lots.
#[utoipa::path(get, path = "/v1/me/lots/{id}", tag = "voting",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, body = LotView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "foreign_lot", "not_found"]))))]
async fn one(State(app): State<App>, citizen: Citizen, Path(id): Path<LotId>) -> Result<Json<LotView>, Problem> {
    let lot = mine(&app, &citizen, id).await?;
    Ok(Json(view(&app, vec![lot]).await?.pop().ok_or(ProblemCode::Internal)?))
}

/// Casts the ballot of a lot, or changes it while the vote is open.
#[utoipa::path(put, path = "/v1/me/lots/{id}/ballot", tag = "voting",
    params(("id" = u64, Path, description = "The lot's number")),
    request_body = CastRequest,
    responses((status = 200, body = ReceiptView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "too_early", "too_late", "no_more_lots", "foreign_lot",
        "lot_expired", "already_cast", "already_voted",
        "no_credential", "other_credential", "invalid_ballot", "copied_ballot", "old_ballot"]))))]
async fn cast(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<LotId>,
    KeyedJson(key, ballot): KeyedJson<CastRequest, CAST_BYTES>,
) -> Result<Json<ReceiptView>, Problem> {
    let key = key.by(&citizen);
    let order = voting::order(&app, &citizen, &key, Booth::Lot(id), ballot).await?;
    let receipt = app.store.cast(key, order).await;
    Ok(Json(receipt.map_err(|error| voting::explain(&app, PhaseKind::Preselection, error))?))
}

async fn mine(app: &App, citizen: &Citizen, id: LotId) -> Result<LotRow, Problem> {
    let lot = app.store.lot(id).await?.ok_or(ProblemCode::NotFound)?;
    if lot.voter != Some(citizen.account) {
        return Err(ProblemCode::ForeignLot.into());
    }
    Ok(lot)
}

async fn view(app: &App, rows: Vec<LotRow>) -> Result<Vec<LotView>, Problem> {
    let roster = app.roster.list(app.store.as_ref()).await?;
    let lot = |row: LotRow| {
        let candidates = row.places.iter().map(|place| {
            Ok(LotCandidateView {
                candidate: roster.get(place.candidate).cloned().ok_or(ProblemCode::Internal)?,
                shown_before: place.shown_before,
                reason: place.reason,
            })
        });
        Ok(LotView {
            id: row.id,
            draw: row.draw,
            candidates: candidates.collect::<Result<_, Problem>>()?,
            issued_at: row.issued_at,
            expires_at: row.expires_at,
            status: row.status,
            sequence: row.sequence,
            receipt: row.receipt,
        })
    };
    rows.into_iter().map(lot).collect()
}
