//! Results and counts: the same bytes for everyone.

use super::Path;
use crate::app::App;
use crate::problem::{Problem, Rule};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use isoloir_shared::api::types::{CountsView, PhaseKind, ProblemCode, ResultView, Round};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(result)).routes(routes!(counts))
}

/// The result of a round: merit profiles, ranks, and why. Published at the close.
#[utoipa::path(get, path = "/v1/results/{round}", tag = "results",
    params(("round" = Round, Path, description = "`preselection` or `final`")),
    responses((status = 200, body = ResultView), (status = 304, description = "You have it")),
    extensions(("x-problems" = json!(["not_yet", "not_found"]))))]
async fn result(State(app): State<App>, Path(round): Path<Round>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(document) = app.published.result(&app, round).await? {
        return Ok(document.answer(&headers));
    }
    Err(not_yet(&app, round))
}

/// Why there is no result: published at the close, or never where the rule left the round out.
pub fn not_yet(app: &App, round: Round) -> Problem {
    let kind = match round {
        Round::Preselection => PhaseKind::Preselection,
        Round::Final => PhaseKind::FinalVote,
    };
    let calendar = app.calendar.get();
    match calendar.phase(kind).filter(|phase| !phase.skipped) {
        Some(phase) => {
            let problem = Problem::new(ProblemCode::NotYet).when(kind, phase.closes_at);
            let closed = phase.closes_at.is_some_and(|at| at <= app.clock.now());
            if closed { problem.rule(Rule::Counting) } else { problem }
        }
        None => Problem::new(ProblemCode::NotFound).when(kind, None),
    }
}

/// Totals that everyone may see.
#[utoipa::path(get, path = "/v1/counts", tag = "results",
    responses((status = 200, body = CountsView), (status = 304, description = "You have it")))]
async fn counts(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(app.published.counts_document(&app).await?.answer(&headers))
}
