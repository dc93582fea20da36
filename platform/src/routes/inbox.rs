//! My inbox, and what I asked for.

use super::Path;
use crate::app::App;
use crate::auth::SignedIn;
use crate::idempotency::{KeyedEmpty, KeyedJson};
use crate::letters;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{InboxView, NoticesView};
use utoipa_axum::{router::OpenApiRouter, routes};

/// So many are shown: unread ones, then the newest.
const MOST: u32 = 100;
/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(inbox)).routes(routes!(read)).routes(routes!(notices, ask))
}

/// What was announced to me, as things stand now: unread ones first, then the newest, a hundred at most.
#[utoipa::path(get, path = "/v1/me/inbox", tag = "account", responses((status = 200, body = InboxView)),
    security(("token" = [])))]
async fn inbox(State(app): State<App>, who: SignedIn) -> Result<Json<InboxView>, Problem> {
    Ok(Json(app.store.inbox(who.account, MOST).await?))
}

/// I have read one of them.
#[utoipa::path(put, path = "/v1/me/inbox/{id}/read", tag = "account", params(("id" = AnnouncementId, Path)),
    responses((status = 200, body = InboxView)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_found"]))))]
async fn read(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<AnnouncementId>,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<Json<InboxView>, Problem> {
    app.store.read_announcement(keyed.by(&who), who.account, id).await?;
    Ok(Json(app.store.inbox(who.account, MOST).await?))
}

/// What I asked for.
#[utoipa::path(get, path = "/v1/me/notices", tag = "account", responses((status = 200, body = NoticesView)),
    security(("token" = [])))]
async fn notices(State(app): State<App>, who: SignedIn) -> Result<Json<NoticesView>, Problem> {
    Ok(Json(app.store.notices(who.account).await?))
}

/// Ask for announcements by e-mail, or for no more of them; and for quiet hours, in minutes after midnight of the
/// primary's zone. Nobody is written to who did not ask.
#[utoipa::path(put, path = "/v1/me/notices", tag = "account", request_body = NoticesView,
    responses((status = 200, body = NoticesView)), security(("token" = [])),
    extensions(("x-problems" = json!(["invalid"]))))]
async fn ask(
    State(app): State<App>,
    who: SignedIn,
    KeyedJson(keyed, notices): KeyedJson<NoticesView>,
) -> Result<Json<NoticesView>, Problem> {
    if notices.quiet.is_some_and(|quiet| quiet.from >= DAY || quiet.to >= DAY) {
        return Err(Problem::invalid("quiet"));
    }
    // Without an address of ours in it, a letter could not be stopped by one click.
    if notices.email && app.settings.public_url.is_empty() {
        return Err(Problem::invalid("email"));
    }
    let ending = letters::ending(&app, who.account);
    app.store.set_notices(keyed.by(&who), who.account, notices, ending).await?;
    Ok(Json(app.store.notices(who.account).await?))
}
