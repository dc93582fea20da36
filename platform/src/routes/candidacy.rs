//! My candidacy: declare, write one's page, confirm when asked, leave.

use super::candidates::view;
use super::organise::both;
use super::supports::person_name;
use crate::app::App;
use crate::auth::{Citizen, SignedIn};
use crate::idempotency::{KeyedBytes, KeyedEmpty, KeyedJson};
use crate::photo;
use crate::problem::Problem;
use crate::store::{Candidacy, Declaring, StoreError};
use crate::voting::{explain, window};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    ANNOUNCEMENT_BODY, ANNOUNCEMENT_TITLE, AnnouncementView, CandidacyRequest, CandidacyView, ChangeCause,
    ConfirmationRequest, PhaseKind, ProblemCode, ReplyRequest, SupportersRequest,
};
use isoloir_shared::text::{clean_line, clean_text};
use jiff::SignedDuration;
use url::Url;
use utoipa_axum::{router::OpenApiRouter, routes};

const SLOGAN: usize = 140;
/// A candidate who wrote to their supporters does so again after that: they let them write, not write every day.
const AGAIN: SignedDuration = SignedDuration::from_hours(7 * 24);
const PRESENTATION: usize = 4_000;
const LINK: usize = 300;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read, declare, withdraw))
        .routes(routes!(put_photo))
        .routes(routes!(confirm))
        .routes(routes!(reply))
        .routes(routes!(write))
}

/// My candidacy, and until when a confirmation is awaited.
#[utoipa::path(get, path = "/v1/me/candidacy", tag = "candidacies", responses((status = 200, body = CandidacyView)),
    security(("token" = [])), extensions(("x-problems" = json!(["not_found"]))))]
async fn read(State(app): State<App>, who: SignedIn) -> Result<Json<CandidacyView>, Problem> {
    let id = app.store.candidacy_of(who.account).await?.ok_or(ProblemCode::NotFound)?;
    answer(&app, id).await
}

/// Declare oneself a candidate, or change what one's page says. One declares during the identification; a nominee who
/// was invited, until the end of the provisional list. The page can be changed for as long as one is in the race, the
/// name only during the identification and until somebody supports it; the name of a nominee stays. A charter that was signed stays signed. Nobody takes the name of another candidate in the race, but for the nominee that they are.
#[utoipa::path(put, path = "/v1/me/candidacy", tag = "candidacies", request_body = CandidacyRequest,
    responses((status = 200, body = CandidacyView)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_registered", "not_found", "too_early", "too_late", "wrong_state", "duplicate", "frozen", "invalid"]))))]
async fn declare(
    State(app): State<App>,
    who: Citizen,
    KeyedJson(keyed, request): KeyedJson<CandidacyRequest>,
) -> Result<Json<CandidacyView>, Problem> {
    let windows = Declaring {
        anybody: window(&app, PhaseKind::Identification).ok(),
        invited: window(&app, PhaseKind::ProvisionalList).ok(),
    };
    match app.store.declare(keyed.by(&who), windows, who.account, checked(request)?).await {
        Ok(id) => answer(&app, id).await,
        Err(StoreError::Refused(ProblemCode::TooLate)) => Err(not_declaring(&app)),
        Err(error) => Err(error.into()),
    }
}

/// Leave the race. Citizens who supported me can support others while the phase is open.
#[utoipa::path(delete, path = "/v1/me/candidacy", tag = "candidacies", responses((status = 200, body = CandidacyView)),
    security(("token" = [])), extensions(("x-problems" = json!(["not_found", "wrong_state"]))))]
async fn withdraw(
    State(app): State<App>,
    who: SignedIn,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<Json<CandidacyView>, Problem> {
    let id = app.store.withdraw_candidacy(keyed.by(&who), who.account).await?;
    answer(&app, id).await
}

/// Put a photo on my page: PNG or JPEG, at most 512 KiB. It is encoded anew; nothing of the file but its picture is kept.
#[utoipa::path(put, path = "/v1/me/candidacy/photo", tag = "candidacies",
    request_body(content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
    responses((status = 200, body = CandidacyView)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_found", "wrong_state", "invalid"]))))]
async fn put_photo(
    State(app): State<App>,
    who: SignedIn,
    KeyedBytes(keyed, bytes): KeyedBytes,
) -> Result<Json<CandidacyView>, Problem> {
    if app.store.candidacy_of(who.account).await?.is_none() {
        return Err(ProblemCode::NotFound.into());
    }
    let key = keyed.by(&who);
    let one_at_a_time = app.photos.clone().acquire_owned().await.map_err(|_| ProblemCode::Unavailable)?;
    // The same request once more must not be unpacked once more.
    if let Some(id) = app.store.photo_put(key.clone()).await? {
        return answer(&app, id).await;
    }
    // The permit goes along: who hangs up does not let the next one begin.
    let prepared = tokio::task::spawn_blocking(move || {
        let _one_at_a_time = one_at_a_time;
        photo::prepare(&bytes)
    })
    .await;
    let photo = prepared.map_err(|_| ProblemCode::Internal)?.map_err(|_| Problem::invalid("photo"))?;
    let id = app.store.put_photo(key, who.account, photo).await?;
    answer(&app, id).await
}

/// Confirm my candidacy when asked, or refuse. Silence is a refusal.
#[utoipa::path(put, path = "/v1/me/candidacy/confirmation", tag = "candidacies", request_body = ConfirmationRequest,
    responses((status = 200, body = CandidacyView)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_found", "wrong_state", "too_late"]))))]
async fn confirm(
    State(app): State<App>,
    who: SignedIn,
    KeyedJson(keyed, request): KeyedJson<ConfirmationRequest>,
) -> Result<Json<CandidacyView>, Problem> {
    match app.store.confirm(keyed.by(&who), app.clock.clone(), who.account, request.accept).await {
        Ok(id) => answer(&app, id).await,
        Err(StoreError::Refused(ProblemCode::TooLate)) => {
            let mine = app.store.candidacy_of(who.account).await?.ok_or(ProblemCode::NotFound)?;
            let row = app.store.candidate(mine).await?.ok_or(ProblemCode::NotFound)?;
            // Whose silence was taken for an answer is asked no more: it was at the deadline.
            let silent = || row.history.last().filter(|change| change.cause == ChangeCause::Silence);
            let deadline = row.confirm_by.or_else(|| silent().map(|change| change.at));
            Err(Problem { deadline, ..Problem::new(ProblemCode::TooLate) })
        }
        Err(error) => Err(error.into()),
    }
}

/// Answer to my disqualification, once: published on my page, beside the reason.
#[utoipa::path(put, path = "/v1/me/candidacy/reply", tag = "candidacies", request_body = ReplyRequest,
    responses((status = 200, body = CandidacyView)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_found", "wrong_state", "duplicate", "invalid"]))))]
async fn reply(
    State(app): State<App>,
    who: SignedIn,
    KeyedJson(keyed, request): KeyedJson<ReplyRequest>,
) -> Result<Json<CandidacyView>, Problem> {
    let words = clean_text(&request.reply);
    if words.is_empty() || words.chars().count() > PRESENTATION {
        return Err(Problem::invalid("reply"));
    }
    let id = app.store.reply(keyed.by(&who), who.account, words).await?;
    answer(&app, id).await
}

/// Write to those who support me and let the candidates they support write to them: in their inboxes, in their linked
/// chats and by letter, as each asked. I learn of nobody who they are, nor how many. Once in seven days, while I am in
/// the race; organisers can hold it.
#[utoipa::path(post, path = "/v1/me/candidacy/announcements", tag = "candidacies", request_body = SupportersRequest,
    responses((status = 201, body = AnnouncementView)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_found", "wrong_state", "too_many_requests", "invalid"]))))]
async fn write(
    State(app): State<App>,
    who: SignedIn,
    KeyedJson(keyed, request): KeyedJson<SupportersRequest>,
) -> Result<(StatusCode, Json<AnnouncementView>), Problem> {
    let words = SupportersRequest {
        title: both(&request.title, clean_line, ANNOUNCEMENT_TITLE, "title")?,
        body: both(&request.body, clean_text, ANNOUNCEMENT_BODY, "body")?,
    };
    let (id, events) = app.store.write_to_supporters(keyed.by(&who), who.account, words, AGAIN).await?;
    events.into_iter().for_each(|event| app.events.stored(event));
    app.announced.notify_one();
    let view = app.store.announcement(id).await?.ok_or(ProblemCode::NotFound)?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn answer(app: &App, id: CandidateId) -> Result<Json<CandidacyView>, Problem> {
    let row = app.store.own_candidate(id).await?.ok_or(ProblemCode::NotFound)?;
    let moderation = app.store.moderation_of(id).await?;
    Ok(Json(CandidacyView { confirm_by: row.confirm_by, candidate: view(app, row), moderation }))
}

/// Why one cannot declare now.
fn not_declaring(app: &App) -> Problem {
    let kind = PhaseKind::Identification;
    let now = app.clock.now();
    match window(app, kind).map(|window| window.check(now)) {
        Ok(Err(code)) => explain(app, kind, code.into()),
        _ => explain(app, kind, ProblemCode::TooLate.into()),
    }
}

fn checked(request: CandidacyRequest) -> Result<Candidacy, Problem> {
    let within = |text: String, most: usize, field: &str| match text.chars().count() {
        0 => Ok(None),
        n if n <= most => Ok(Some(text)),
        _ => Err(Problem::invalid(field)),
    };
    Ok(Candidacy {
        name: person_name(&request.name)?,
        slogan: within(clean_line(&request.slogan), SLOGAN, "slogan")?,
        presentation: within(clean_text(&request.presentation), PRESENTATION, "presentation")?,
        link: link(&clean_line(&request.link))?,
        charter: request.charter,
        nominee: request.nominee,
    })
}

/// An https address of a host, without a name and password in it; nothing for nothing.
fn link(text: &str) -> Result<Option<String>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let url = Url::parse(text).ok().filter(|url| {
        url.scheme() == "https" && url.host_str().is_some() && url.username().is_empty() && url.password().is_none()
    });
    let link = url.map(String::from).filter(|link| link.len() <= LINK);
    link.map(Some).ok_or_else(|| Problem::invalid("link"))
}
