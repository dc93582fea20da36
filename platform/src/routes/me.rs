//! My account: what it is, its language, the roll, and its erasure.

use crate::app::App;
use crate::auth::{Leaving, SignedIn};
use crate::email::reveal;
use crate::gate::ClientIp;
use crate::idempotency::{KeyedEmpty, KeyedJson};
use crate::problem::Problem;
use crate::signals;
use crate::store::{AccountId, WriteKey};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isoloir_shared::api::types::{AccountView, PreferencesRequest, ProblemCode, RegistrationRequest};
use isoloir_shared::text::clean_line;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Longest name of a place, in characters.
const PLACE: usize = 120;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, prefer, erase)).routes(routes!(register))
}

/// The account that asks.
#[utoipa::path(get, path = "/v1/me", tag = "account", responses((status = 200, body = AccountView)),
    security(("token" = [])))]
async fn read(State(app): State<App>, who: SignedIn) -> Result<Json<AccountView>, Problem> {
    view(&app, who.account).await.map(Json)
}

/// Change the language of mails and problems.
#[utoipa::path(patch, path = "/v1/me", tag = "account", request_body = PreferencesRequest,
    responses((status = 200, body = AccountView)), security(("token" = [])))]
async fn prefer(
    State(app): State<App>,
    who: SignedIn,
    KeyedJson(keyed, request): KeyedJson<PreferencesRequest>,
) -> Result<Json<AccountView>, Problem> {
    app.store.set_lang(keyed.by(&who), who.account, request.lang).await?;
    app.sessions.forget_account(who.account);
    view(&app, who.account).await.map(Json)
}

/// Get on the roll, with what 2016 asked: of age on the eve of the vote, civil rights, place, charter.
/// Each of the three confirmations must be true. Once on the roll, only the place changes.
#[utoipa::path(put, path = "/v1/me/registration", tag = "account", request_body = RegistrationRequest,
    responses((status = 200, body = AccountView)), security(("token" = [])),
    extensions(("x-problems" = json!(["invalid"]))))]
async fn register(
    State(app): State<App>,
    who: SignedIn,
    ip: ClientIp,
    KeyedJson(keyed, request): KeyedJson<RegistrationRequest>,
) -> Result<Json<AccountView>, Problem> {
    for (said, field) in
        [(request.of_age, "of_age"), (request.civil_rights, "civil_rights"), (request.charter, "charter")]
    {
        if !said {
            return Err(Problem::invalid(field));
        }
    }
    let place = clean_line(&request.place);
    if place.is_empty() || place.chars().count() > PLACE {
        return Err(Problem::invalid("place"));
    }
    if app.store.register(keyed.by(&who), who.account, place).await? {
        signals::registered(&app, who.account, ip.0).await;
    }
    app.sessions.forget_account(who.account);
    view(&app, who.account).await.map(Json)
}

/// Erase the account: its address, sessions, supports and nominations are gone, a candidacy is withdrawn and its
/// page emptied. Ballots that were cast still count and belong to nobody from now on; an address that has voted
/// can come back and register, but not vote again in this primary: nothing but a keyed hash of it is kept for that.
#[utoipa::path(delete, path = "/v1/me", tag = "account", responses((status = 204)), security(("token" = [])))]
async fn erase(State(app): State<App>, leaving: Leaving, KeyedEmpty(keyed): KeyedEmpty) -> Result<StatusCode, Problem> {
    let key = leaving.key(&app, &keyed);
    match leaving.who {
        Some(who) => {
            app.store.erase(WriteKey { session: Some(who.session), ..key }, who.account).await?;
            app.sessions.forget_account(who.account);
        }
        None => Leaving::left(&app, key).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// An account as its owner sees it.
pub async fn view(app: &App, account: AccountId) -> Result<AccountView, Problem> {
    let row = app.store.account(account).await?.ok_or(ProblemCode::Unauthenticated)?;
    Ok(AccountView {
        email: reveal(&row.email, &app.key).ok_or(ProblemCode::Internal)?,
        lang: row.lang,
        registered: row.registered_at.is_some(),
        place: row.place,
        assurance: row.assurance,
        roles: row.roles,
        created_at: row.created_at,
    })
}
