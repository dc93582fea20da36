//! Trustees on machines of their own: their ceremony, and their parts of the tally.

use super::Path;
use crate::app::App;
use crate::auth::Trustee;
use crate::ceremony::Message;
use crate::idempotency::{DECRYPTION_BYTES, Keyed, KeyedJson};
use crate::problem::Problem;
use crate::tally;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::trustees::{Complaint, Deal, Hello, TrusteeKey};
use isoloir_shared::api::types::{CeremonyStep, CeremonyView, ProblemCode, Round};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(hello))
        .routes(routes!(deal))
        .routes(routes!(complaint))
        .routes(routes!(key))
        .routes(routes!(decryption))
}

/// The ceremony of a round's trustees, with all that they sent. There is none where the platform holds the keys itself.
#[utoipa::path(get, path = "/v1/trustees/{round}", tag = "trustees",
    params(("round" = Round, Path, description = "The round")),
    responses((status = 200, body = CeremonyView)))]
async fn read(State(app): State<App>, Path(round): Path<Round>) -> Result<Json<CeremonyView>, Problem> {
    Ok(Json(app.store.ceremony(round).await?.ok_or(ProblemCode::NotFound)?.view))
}

async fn says(app: &App, who: Trustee, keyed: &Keyed, message: Message) -> Result<StatusCode, Problem> {
    app.store.trustee_says(keyed.with(app, &who.token), who.round, who.number, message).await?;
    // A round that waits for its trustees may open now.
    let ready = |step| step == CeremonyStep::Finished;
    if app.store.ceremony(who.round).await?.is_some_and(|ceremony| ready(ceremony.view.step)) {
        app.scheduler.wake();
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A trustee says hello: the key that shares are sent to, and a commitment to what they will deal.
#[utoipa::path(put, path = "/v1/trustees/{round}/{trustee}/hello", tag = "trustees",
    params(("round" = Round, Path, description = "The round"), ("trustee" = u16, Path, description = "From 1")),
    request_body = Object, responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["duplicate", "wrong_state", "invalid"]))))]
async fn hello(
    State(app): State<App>,
    who: Trustee,
    KeyedJson(keyed, message): KeyedJson<Hello>,
) -> Result<StatusCode, Problem> {
    says(&app, who, &keyed, Message::Hello(message)).await
}

/// A trustee deals: what they had committed to, and a sealed share for each.
#[utoipa::path(put, path = "/v1/trustees/{round}/{trustee}/deal", tag = "trustees",
    params(("round" = Round, Path, description = "The round"), ("trustee" = u16, Path, description = "From 1")),
    request_body = Object, responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["duplicate", "wrong_state", "invalid"]))))]
async fn deal(
    State(app): State<App>,
    who: Trustee,
    KeyedJson(keyed, message): KeyedJson<Deal>,
) -> Result<StatusCode, Problem> {
    says(&app, who, &keyed, Message::Deal(message)).await
}

/// A trustee shows that a share does not fit: its dealer is named, and the ceremony is broken.
#[utoipa::path(put, path = "/v1/trustees/{round}/{trustee}/complaint", tag = "trustees",
    params(("round" = Round, Path, description = "The round"), ("trustee" = u16, Path, description = "From 1")),
    request_body = Object, responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["duplicate", "wrong_state", "invalid"]))))]
async fn complaint(
    State(app): State<App>,
    who: Trustee,
    KeyedJson(keyed, message): KeyedJson<Complaint>,
) -> Result<StatusCode, Problem> {
    says(&app, who, &keyed, Message::Complaint(message)).await
}

/// A trustee's key, with the proof that they know its secret.
#[utoipa::path(put, path = "/v1/trustees/{round}/{trustee}/key", tag = "trustees",
    params(("round" = Round, Path, description = "The round"), ("trustee" = u16, Path, description = "From 1")),
    request_body = Object, responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["duplicate", "wrong_state", "invalid"]))))]
async fn key(
    State(app): State<App>,
    who: Trustee,
    KeyedJson(keyed, message): KeyedJson<TrusteeKey>,
) -> Result<StatusCode, Problem> {
    says(&app, who, &keyed, Message::Key(message)).await
}

/// A trustee's part of the tally: after the close, until the result.
#[utoipa::path(put, path = "/v1/trustees/{round}/{trustee}/decryption", tag = "trustees",
    params(("round" = Round, Path, description = "The round"), ("trustee" = u16, Path, description = "From 1")),
    request_body = Object, responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["too_early", "too_late", "invalid"]))))]
async fn decryption(
    State(app): State<App>,
    who: Trustee,
    told: KeyedJson<Decryption, DECRYPTION_BYTES>,
) -> Result<StatusCode, Problem> {
    let KeyedJson(_, message) = told;
    let row = app.store.election(who.round).await?.ok_or(ProblemCode::TooEarly)?;
    if row.closed_at.is_none() {
        return Err(ProblemCode::TooEarly.into());
    }
    if message.trustee != who.number {
        return Err(Problem::invalid("trustee"));
    }
    // On the board it stays, whatever is sent again: the key of the write is asked for, as of every write, and not kept.
    if row.decrypted.contains(&who.number) {
        return Ok(StatusCode::NO_CONTENT);
    }
    if row.counted {
        return Err(ProblemCode::TooLate.into());
    }
    let report = tally::closed(&app, who.round).await?;
    let checked = message.clone();
    let holds = tokio::task::spawn_blocking(move || {
        report.tally.as_ref().is_some_and(|sums| sums.check(&report.election, &checked).is_ok())
    });
    if !holds.await.map_err(|_| Problem::new(ProblemCode::Internal))? {
        return Err(Problem::invalid("decryption"));
    }
    app.store.add_decryption(who.round, message, app.clock.now()).await?;
    app.scheduler.wake();
    Ok(StatusCode::NO_CONTENT)
}
