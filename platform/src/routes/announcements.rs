//! The organisers speak, and decide about candidates: published, each with its words.

use super::Path;
use super::candidates::view;
use crate::app::App;
use crate::auth::Organiser;
use crate::idempotency::KeyedJson;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    AnnouncementRequest, CandidateView, DisqualificationRequest, Localized, PlatformEvent, ProblemCode,
};
use isoloir_shared::text::{clean_line, clean_text};
use utoipa_axum::{router::OpenApiRouter, routes};

const TITLE: usize = 140;
const BODY: usize = 4_000;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(announce)).routes(routes!(disqualify))
}

/// Announce something to everyone, in both languages. Organisers only.
#[utoipa::path(post, path = "/v1/announcements", tag = "events", request_body = AnnouncementRequest,
    responses((status = 201, body = PlatformEvent)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "invalid"]))))]
async fn announce(
    State(app): State<App>,
    who: Organiser,
    KeyedJson(keyed, request): KeyedJson<AnnouncementRequest>,
) -> Result<(StatusCode, Json<PlatformEvent>), Problem> {
    let title = both(&request.title, clean_line, TITLE, "title")?;
    let body = both(&request.body, clean_text, BODY, "body")?;
    let event = app.store.announce(keyed.by(&who), title, body).await?;
    app.events.stored(event.clone());
    Ok((StatusCode::CREATED, Json(event)))
}

/// Put a candidate out, with a reason that is published on their page. Organisers only.
#[utoipa::path(put, path = "/v1/candidates/{id}/disqualification", tag = "candidates",
    params(("id" = CandidateId, Path)), request_body = DisqualificationRequest,
    responses((status = 200, body = CandidateView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "invalid", "wrong_state"]))))]
async fn disqualify(
    State(app): State<App>,
    who: Organiser,
    Path(id): Path<CandidateId>,
    KeyedJson(keyed, request): KeyedJson<DisqualificationRequest>,
) -> Result<Json<CandidateView>, Problem> {
    let reason = clean_text(&request.reason);
    if reason.is_empty() || reason.chars().count() > BODY {
        return Err(Problem::invalid("reason"));
    }
    app.store.disqualify(keyed.by(&who), id, reason).await?;
    let row = app.store.candidate(id).await?.ok_or(ProblemCode::NotFound)?;
    Ok(Json(view(&app, row)))
}

fn both(words: &Localized, clean: fn(&str) -> String, most: usize, field: &str) -> Result<Localized, Problem> {
    let one = |text: &str| {
        let text = clean(text);
        let good = !text.is_empty() && text.chars().count() <= most;
        good.then_some(text).ok_or_else(|| Problem::invalid(field))
    };
    Ok(Localized { fr: one(&words.fr)?, en: one(&words.en)? })
}
