//! Candidates: the list in an order of one's own, a page for each, the photo.

use super::{Path, Query};
use crate::app::App;
use crate::problem::Problem;
use crate::published::Document;
use crate::roster::Position;
use crate::store::CandidateRow;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{
    CandidateOrder, CandidateQuery, CandidateState, CandidateSummary, CandidateView, Page, ProblemCode,
};
use utoipa_axum::{router::OpenApiRouter, routes};

const USUAL: u32 = 50;
const MOST: u32 = 200;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(photo))
}

/// The candidates, in an order drawn from `seed` unless another is asked. Words forgive accents, case and small typos;
/// where words are sought, the closest come first.
#[utoipa::path(get, path = "/v1/candidates", tag = "candidates",
    params(("q" = Option<String>, Query, description = "Words to find"),
           ("state" = Option<CandidateState>, Query, description = "Only those in this state"),
           ("order" = Option<CandidateOrder>, Query, description = "Order of the rows"),
           ("seed" = Option<u64>, Query, description = "Seed of the random order"),
           ("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "Rows on a page")),
    responses((status = 200, body = Page<CandidateSummary>), (status = 304, description = "You have it")),
    extensions(("x-problems" = json!(["invalid"]))))]
async fn list(
    State(app): State<App>,
    Query(query): Query<CandidateQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::invalid("limit"));
    }
    let after = query.cursor.as_deref().map(position).transpose()?;
    let list = app.roster.list(app.store.as_ref()).await?;
    let rows = list.select(query.q.as_deref(), query.state, query.order, query.seed);
    let total = u64::try_from(rows.len()).ok();
    let begin = after.map_or(0, |after| rows.partition_point(|(at, _)| *at <= after));
    let end = rows.len().min(begin + usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.get(end).and_then(|_| rows.get(end - 1)).map(|(at, _)| cursor(at));
    let items = rows.get(begin..end).unwrap_or_default().iter().map(|(_, row)| *row).collect::<Vec<_>>();
    Ok(Document::json(&Page { items, next, total })?.answer(&headers))
}

/// One candidate's page: the same fields for everyone.
#[utoipa::path(get, path = "/v1/candidates/{id}", tag = "candidates", params(("id" = CandidateId, Path)),
    responses((status = 200, body = CandidateView), (status = 304, description = "You have it")),
    extensions(("x-problems" = json!(["not_found"]))))]
async fn read(State(app): State<App>, Path(id): Path<CandidateId>, headers: HeaderMap) -> Result<Response, Problem> {
    let row = app.store.candidate(id).await?.ok_or(ProblemCode::NotFound)?;
    Ok(Document::json(&view(&app, row))?.answer(&headers))
}

/// One candidate's photo: a JPEG of at most 800 pixels a side.
#[utoipa::path(get, path = "/v1/candidates/{id}/photo", tag = "candidates", params(("id" = CandidateId, Path)),
    responses((status = 200, content_type = "image/jpeg", body = [u8]), (status = 304, description = "You have it")),
    extensions(("x-problems" = json!(["not_found"]))))]
async fn photo(State(app): State<App>, Path(id): Path<CandidateId>, headers: HeaderMap) -> Result<Response, Problem> {
    let photo = app.store.photo(id).await?.ok_or(ProblemCode::NotFound)?;
    Ok(Document::new("image/jpeg", photo.bytes).answer(&headers))
}

/// A page as the public sees it.
pub fn view(app: &App, row: CandidateRow) -> CandidateView {
    let base = app.settings.public_url.trim_end_matches('/');
    CandidateView {
        share_url: format!("{base}/v1/candidates/{}", row.summary.id),
        summary: row.summary,
        nominations: row.nominations,
        presentation: row.presentation,
        link: row.link,
        hidden: row.hidden,
        history: row.history,
    }
}

fn cursor(at: &Position) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(at).unwrap_or_default())
}

fn position(cursor: &str) -> Result<Position, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let position = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    position.ok_or_else(|| Problem::new(ProblemCode::Malformed).field("cursor"))
}
