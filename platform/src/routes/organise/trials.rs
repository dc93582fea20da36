//! Before an announcement is proposed: how many it would reach, and how it looks to oneself.

use super::proposals::words;
use crate::app::App;
use crate::auth::{Insider, Organiser};
use crate::idempotency::KeyedJson;
use crate::letters;
use crate::problem::Problem;
use crate::routes::Query;
use crate::store::Trial;
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::types::{Audience, Localized, RecipientsView, TrialRequest, TrialView};
use isoloir_shared::text::Announced;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(recipients)).routes(routes!(try_it))
}

#[derive(Debug, Deserialize)]
struct To {
    #[serde(default)]
    to: Option<String>,
}

/// How many an announcement would reach now, by inbox, letter and chat. Numbers, and nobody's name.
#[utoipa::path(get, path = "/v1/organise/recipients", tag = "organisers",
    params(("to" = Option<String>, Query, description = "`everyone` (by default) or `lot_waiting`")),
    responses((status = 200, body = RecipientsView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "invalid"]))))]
async fn recipients(State(app): State<App>, _: Insider, Query(to): Query<To>) -> Result<Json<RecipientsView>, Problem> {
    let audience = match to.to.as_deref() {
        None | Some("everyone") => Audience::Everyone,
        Some("lot_waiting") => Audience::LotWaiting,
        Some(_) => return Err(Problem::invalid("to")),
    };
    Ok(Json(app.store.recipients(audience).await?))
}

/// Try an announcement on oneself: it stands in one's own inbox, marked as a test, in the place of the last one; and a
/// letter goes to one's own address. Nobody else is told.
#[utoipa::path(post, path = "/v1/organise/trials", tag = "organisers", request_body = TrialRequest,
    responses((status = 200, body = TrialView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "invalid"]))))]
async fn try_it(
    State(app): State<App>,
    who: Organiser,
    KeyedJson(keyed, request): KeyedJson<TrialRequest>,
) -> Result<Json<TrialView>, Problem> {
    let (title, body, sender) = words(&request.title, &request.body, request.sender)?;
    let name = &app.primary.name;
    let primary = Localized { fr: name.fr.clone(), en: name.en.clone() };
    let audience = Audience::Everyone;
    let trial = Announced { title, body, sender, primary, audience }.as_trial();
    let letter = trial.clone();
    let Announced { title, body, sender, .. } = trial;
    let trial = Trial { title, body, sender };
    let id = app.store.try_announcement(keyed.by(&who), who.account, trial).await?;
    let email = match app.store.mail_trial(id).await? {
        true => letters::try_on(&app, who.account, &letter).await?,
        // The same request once more: the letter went out with the first.
        false => true,
    };
    Ok(Json(TrialView { id, email }))
}
