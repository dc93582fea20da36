//! Everything that is kept about the person who asks.
//!
//! Grades are not in it: the platform has encrypted ballots alone. Whose voting key is whose is said as long as it is kept.

use super::me;
use crate::app::App;
use crate::auth::SignedIn;
use crate::problem::Problem;
use crate::store::{AccountId, SessionRow};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use isoloir_config::text::{Key, key, resolve};
use isoloir_shared::api::ids::{AnnouncementId, CandidateId, LotId};
use isoloir_shared::api::types::{
    AccountView, CandidateSummary, CandidateView, ChatNetwork, CredentialView, Localized, LotStatus, NoticesView,
    ProblemCode, ReceiptView, Round,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Rows read at once.
const ROWS: u32 = 500;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export))
}

/// `GET /v1/me/export`.
#[derive(Serialize, ToSchema)]
struct ExportView {
    /// What this is, and what it leaves out.
    about: Vec<Localized>,
    /// Made.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The account.
    account: AccountView,
    /// On the roll since: all that was asked was confirmed then.
    #[schema(value_type = Option<String>, format = DateTime)]
    registered_at: Option<Timestamp>,
    /// Signed-in devices.
    sessions: Vec<DeviceView>,
    /// Candidates supported.
    supports: Vec<CandidateSummary>,
    /// Citizens nominated.
    nominations: Vec<CandidateSummary>,
    /// The person's own candidacy.
    candidacy: Option<CandidateView>,
    /// What they asked to be told.
    notices: NoticesView,
    /// Announcements that they have read.
    announcements_read: Vec<AnnouncementId>,
    /// What the person said against decisions of moderation.
    appeals: Vec<String>,
    /// Lots drawn for this person, newest first.
    lots: Vec<LotDrawnView>,
    /// Their voting keys, until the link to them is cut.
    voting_keys: Vec<VotingKeyView>,
    /// Receipts of their ballots, newest first.
    receipts: Vec<ReceiptView>,
}

/// The public half of a voting key.
#[derive(Serialize, ToSchema)]
struct VotingKeyView {
    /// Of which round.
    round: Round,
    /// The key, and whether a ballot was cast with it.
    #[serde(flatten)]
    key: CredentialView,
}

/// A signed-in device.
#[derive(Serialize, ToSchema)]
struct DeviceView {
    /// What it called itself; the label of a linked chat.
    device: String,
    /// The network of a linked chat; none for a device.
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<ChatNetwork>,
    /// Signed in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Last seen, to the hour.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Timestamp,
}

/// A lot drawn.
#[derive(Serialize, ToSchema)]
struct LotDrawnView {
    /// Which.
    id: LotId,
    /// Who was in it, in order.
    candidates: Vec<CandidateId>,
    /// Drawn.
    #[schema(value_type = String, format = DateTime)]
    issued_at: Timestamp,
    /// What became of it.
    status: LotStatus,
}

/// Everything that is kept about me, as a JSON document.
#[utoipa::path(get, path = "/v1/me/export", tag = "account", responses((status = 200, body = ExportView)),
    security(("token" = [])))]
async fn export(State(app): State<App>, who: SignedIn) -> Result<impl IntoResponse, Problem> {
    let account = who.account;
    let row = app.store.account(account).await?.ok_or(ProblemCode::Unauthenticated)?;
    let given = app.store.given(account).await?;
    let candidacy = match app.store.candidacy_of(account).await? {
        Some(id) => app.store.own_candidate(id).await?.map(|row| super::candidates::view(&app, row)),
        None => None,
    };
    let view = ExportView {
        about: about(),
        at: app.clock.now(),
        account: me::view(&app, account).await?,
        registered_at: row.registered_at,
        sessions: app.store.sessions(account).await?.into_iter().map(DeviceView::from).collect(),
        supports: given.supports,
        nominations: given.nominations,
        candidacy,
        notices: app.store.notices(account).await?,
        announcements_read: app.store.announcements_read(account).await?,
        appeals: app.store.appeals_of(account).await?,
        lots: lots(&app, account).await?,
        voting_keys: voting_keys(&app, account).await?,
        receipts: receipts(&app, account).await?,
    };
    let file = HeaderValue::from_static("attachment; filename=\"isoloir-export.json\"");
    Ok((
        [(header::CONTENT_DISPOSITION, file), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))],
        Json(view),
    ))
}

async fn voting_keys(app: &App, account: AccountId) -> Result<Vec<VotingKeyView>, Problem> {
    let mut all = Vec::new();
    for round in [Round::Preselection, Round::Final] {
        all.extend(app.store.credential(account, round).await?.map(|key| VotingKeyView { round, key }));
    }
    Ok(all)
}

fn about() -> Vec<Localized> {
    let words = |key: Key| Localized { fr: resolve("fr", key, []), en: resolve("en", key, []) };
    [key::EXPORT_ABOUT, key::EXPORT_BALLOTS, key::EXPORT_ERASURE, key::EXPORT_NETWORK].map(words).into()
}

impl From<SessionRow> for DeviceView {
    fn from(row: SessionRow) -> Self {
        Self { device: row.device, channel: row.network, created_at: row.created_at, seen_at: row.seen_at }
    }
}

async fn lots(app: &App, account: AccountId) -> Result<Vec<LotDrawnView>, Problem> {
    let mut all: Vec<LotDrawnView> = Vec::new();
    loop {
        let page = app.store.lots_of(account, all.last().map(|lot| lot.id), ROWS).await?;
        let last = page.len() < ROWS as usize;
        all.extend(page.into_iter().map(|lot| LotDrawnView {
            id: lot.id,
            candidates: lot.places.iter().map(|place| place.candidate).collect(),
            issued_at: lot.issued_at,
            status: lot.status,
        }));
        if last {
            return Ok(all);
        }
    }
}

async fn receipts(app: &App, account: AccountId) -> Result<Vec<ReceiptView>, Problem> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = app.store.receipts_of(account, before, ROWS).await?;
        let last = page.len() < ROWS as usize;
        before = page.last().map(|(number, _)| *number);
        all.extend(page.into_iter().map(|(_, receipt)| receipt));
        if last {
            return Ok(all);
        }
    }
}
