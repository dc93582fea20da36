//! My supports and nominations: a few of each, moved at will while candidates are being looked for.

use super::Path;
use crate::app::App;
use crate::auth::{Citizen, SignedIn};
use crate::idempotency::{KeyedEmpty, KeyedJson};
use crate::problem::Problem;
use crate::store::{AccountId, Nominee, StoreError, SupportKind};
use crate::voting::{explain, window};
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{NominationRequest, PhaseKind, ProblemCode, SupportRequest, SupportsView};
use isoloir_shared::domain::search::fold;
use isoloir_shared::text::clean_line;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Longest name, in characters.
pub const NAME: usize = 80;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(support, withdraw_support))
        .routes(routes!(nominate))
        .routes(routes!(withdraw_nomination))
}

/// My supports and nominations, and how many I may have.
#[utoipa::path(get, path = "/v1/me/supports", tag = "supports", responses((status = 200, body = SupportsView)),
    security(("token" = [])))]
async fn list(State(app): State<App>, who: SignedIn) -> Result<Json<SupportsView>, Problem> {
    view(&app, who.account).await.map(Json)
}

/// Support a declared candidate; at the limit, in the place of another.
#[utoipa::path(put, path = "/v1/me/supports/{candidate}", tag = "supports", params(("candidate" = CandidateId, Path)),
    request_body = SupportRequest, responses((status = 200, body = SupportsView)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "not_found", "too_early", "too_late", "limit_reached",
        "wrong_state", "duplicate", "invalid"]))))]
async fn support(
    State(app): State<App>,
    who: Citizen,
    Path(candidate): Path<CandidateId>,
    KeyedJson(keyed, request): KeyedJson<SupportRequest>,
) -> Result<Json<SupportsView>, Problem> {
    let window = window(&app, PhaseKind::Identification)?;
    let done = app.store.support(keyed.by(&who), window, who.account, candidate, request.replaces).await;
    answer(&app, who.account, SupportKind::Support, done).await
}

/// Take a support back.
#[utoipa::path(delete, path = "/v1/me/supports/{candidate}", tag = "supports",
    params(("candidate" = CandidateId, Path)), responses((status = 200, body = SupportsView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "not_found", "too_early", "too_late"]))))]
async fn withdraw_support(
    State(app): State<App>,
    who: Citizen,
    Path(candidate): Path<CandidateId>,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<Json<SupportsView>, Problem> {
    let (kind, window) = (SupportKind::Support, window(&app, PhaseKind::Identification)?);
    let done = app.store.take_back(keyed.by(&who), window, who.account, kind, candidate).await;
    answer(&app, who.account, kind, done).await
}

/// Nominate a citizen: one on the list who has not declared, or a new name.
#[utoipa::path(post, path = "/v1/me/nominations", tag = "supports", request_body = NominationRequest,
    responses((status = 200, body = SupportsView)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "not_found", "too_early", "too_late", "limit_reached",
        "wrong_state", "duplicate", "invalid"]))))]
async fn nominate(
    State(app): State<App>,
    who: Citizen,
    KeyedJson(keyed, request): KeyedJson<NominationRequest>,
) -> Result<Json<SupportsView>, Problem> {
    let nominee = match (request.candidate, &request.name) {
        (Some(id), None) => Nominee::Known(id),
        (None, Some(name)) => Nominee::Named(person_name(name)?),
        (Some(_), Some(_)) | (None, None) => return Err(Problem::invalid("candidate")),
    };
    let window = window(&app, PhaseKind::Identification)?;
    let most = app.primary.limits.new_names;
    let done = app.store.nominate(keyed.by(&who), window, who.account, nominee, request.replaces, most).await;
    answer(&app, who.account, SupportKind::Nomination, done).await
}

/// Take a nomination back.
#[utoipa::path(delete, path = "/v1/me/nominations/{candidate}", tag = "supports",
    params(("candidate" = CandidateId, Path)), responses((status = 200, body = SupportsView)),
    security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "not_found", "too_early", "too_late"]))))]
async fn withdraw_nomination(
    State(app): State<App>,
    who: Citizen,
    Path(candidate): Path<CandidateId>,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<Json<SupportsView>, Problem> {
    let (kind, window) = (SupportKind::Nomination, window(&app, PhaseKind::Identification)?);
    let done = app.store.take_back(keyed.by(&who), window, who.account, kind, candidate).await;
    answer(&app, who.account, kind, done).await
}

/// A name that a person could have, cleaned.
pub fn person_name(typed: &str) -> Result<String, Problem> {
    let name = clean_line(typed);
    let letters = fold(&name).chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || name.chars().count() > NAME { Err(Problem::invalid("name")) } else { Ok(name) }
}

/// All of mine as they are now, or why not: at the limit with those to choose between.
async fn answer(
    app: &App,
    account: AccountId,
    kind: SupportKind,
    done: Result<(), StoreError>,
) -> Result<Json<SupportsView>, Problem> {
    match done {
        Ok(()) => view(app, account).await.map(Json),
        Err(StoreError::Refused(ProblemCode::LimitReached)) => {
            let given = app.store.given(account).await?;
            let current = match kind {
                SupportKind::Support => given.supports,
                SupportKind::Nomination => given.nominations,
            };
            Err(Problem::new(ProblemCode::LimitReached).current(current))
        }
        Err(StoreError::Refused(ProblemCode::Invalid)) => Err(Problem::invalid("replaces")),
        Err(error) => Err(explain(app, PhaseKind::Identification, error)),
    }
}

async fn view(app: &App, account: AccountId) -> Result<SupportsView, Problem> {
    let given = app.store.given(account).await?;
    Ok(SupportsView {
        supports: given.supports,
        nominations: given.nominations,
        supports_limit: app.primary.limits.supports,
        nominations_limit: app.primary.limits.nominations,
    })
}
