//! What cannot be taken back is proposed by one organiser and approved by another.

use crate::app::App;
use crate::auth::{Insider, Organiser};
use crate::idempotency::{KeyedEmpty, KeyedJson};
use crate::phases;
use crate::problem::Problem;
use crate::routes::page::{PageQuery, cut};
use crate::routes::{Path, Query};
use crate::store::{Identity, Rules};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isoloir_shared::api::ids::ProposalId;
use isoloir_shared::api::types::{
    ANNOUNCEMENT_BODY, ANNOUNCEMENT_TITLE, Audience, Decision, EventKind, Localized, Page, PhaseStatus, PlatformEvent,
    ProblemCode, ProposalView,
};
use isoloir_shared::text::{clean_line, clean_text};
use jiff::SignedDuration;
use utoipa_axum::{router::OpenApiRouter, routes};

/// How long a proposal waits for a second organiser.
const GOOD: SignedDuration = SignedDuration::from_hours(3 * 24);
/// The longest reason for putting somebody out, and for opening a phase.
const GROUNDS: usize = 4_000;
const REASON: usize = 500;
const SENDER: usize = 80;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, propose))
        .routes(routes!(read))
        .routes(routes!(approve))
        .routes(routes!(withdraw))
}

/// Proposals, newest first.
#[utoipa::path(get, path = "/v1/organise/proposals", tag = "organisers",
    params(("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, minimum = 1, maximum = 200)),
    responses((status = 200, body = Page<ProposalView>)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "invalid"]))))]
async fn list(
    State(app): State<App>,
    who: Insider,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ProposalView>>, Problem> {
    let limit = page.limit()?;
    let rows = app.store.proposals(page.before()?, limit + 1).await?;
    let (rows, next) = cut(rows, limit, |row| row.id.0.into());
    let own = |row| ProposalView { own: row_is(&row, who.powers.number), ..row };
    Ok(Json(Page { items: rows.into_iter().map(own).collect(), next, total: None }))
}

/// Propose a decision. It is refused at once where it could not be carried out now; it waits three days for another
/// organiser.
#[utoipa::path(post, path = "/v1/organise/proposals", tag = "organisers", request_body = Decision,
    responses((status = 201, body = ProposalView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "invalid", "not_found", "wrong_state", "too_early", "not_yet", "duplicate"]))))]
async fn propose(
    State(app): State<App>,
    who: Organiser,
    KeyedJson(keyed, decision): KeyedJson<Decision>,
) -> Result<(StatusCode, Json<ProposalView>), Problem> {
    let decision = checked(decision)?;
    if let Decision::Announce { send_at: Some(send_at), .. } = decision
        && send_at < app.clock.now()
    {
        return Err(Problem::invalid("send_at"));
    }
    let expires_at = app.clock.now().checked_add(GOOD).map_err(|_| ProblemCode::Internal)?;
    let id = app.store.propose(keyed.by(&who), decision, rules(&app), expires_at).await?;
    Ok((StatusCode::CREATED, Json(view(&app, &who, id).await?)))
}

/// One proposal.
#[utoipa::path(get, path = "/v1/organise/proposals/{id}", tag = "organisers", params(("id" = ProposalId, Path)),
    responses((status = 200, body = ProposalView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "not_found"]))))]
async fn read(State(app): State<App>, who: Insider, Path(id): Path<ProposalId>) -> Result<Json<ProposalView>, Problem> {
    view(&app, &who.identity, id).await.map(Json)
}

/// Approve what another organiser proposed: it is carried out at once.
#[utoipa::path(put, path = "/v1/organise/proposals/{id}/approval", tag = "organisers",
    params(("id" = ProposalId, Path)), responses((status = 200, body = ProposalView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "own_proposal", "wrong_state", "too_early", "not_yet", "duplicate"]))))]
async fn approve(
    State(app): State<App>,
    who: Organiser,
    Path(id): Path<ProposalId>,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<Json<ProposalView>, Problem> {
    // What the decision moves is not moved by somebody else meanwhile.
    let _one_at_a_time = app.calendar_edits.lock().await;
    let events = app.store.approve(keyed.by(&who), id, rules(&app)).await?;
    if events.iter().any(|event| matches!(event.kind, EventKind::Calendar { .. })) {
        // What is in memory comes from what is kept.
        app.reload_calendar().await.map_err(|error| {
            tracing::error!(%error, "the calendar could not be read again");
            ProblemCode::Internal
        })?;
    }
    events.into_iter().for_each(|event| happened(&app, event));
    app.asked.notify_one();
    app.announced.notify_one();
    // What was approved may be due later: from now on requests look for its instant, too.
    phases::apply_due(&app).await?;
    app.scheduler.wake();
    view(&app, &who, id).await.map(Json)
}

/// Take a proposal of mine back, or turn down another organiser's.
#[utoipa::path(delete, path = "/v1/organise/proposals/{id}", tag = "organisers", params(("id" = ProposalId, Path)),
    responses((status = 200, body = ProposalView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "wrong_state"]))))]
async fn withdraw(
    State(app): State<App>,
    who: Organiser,
    Path(id): Path<ProposalId>,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<Json<ProposalView>, Problem> {
    app.store.withdraw(keyed.by(&who), id).await?;
    view(&app, &who, id).await.map(Json)
}

fn rules(app: &App) -> Rules {
    Rules { primary: app.primary.clone(), calendar: app.calendar.get(), server: app.key.clone() }
}

fn happened(app: &App, event: PlatformEvent) {
    if let EventKind::Phase { phase, status: PhaseStatus::Skipped } = event.kind {
        app.calendar.skip(phase);
    }
    app.events.stored(event);
}

fn row_is(row: &ProposalView, number: u32) -> bool {
    row.proposed_by == number
}

async fn view(app: &App, who: &Identity, id: ProposalId) -> Result<ProposalView, Problem> {
    let row = app.store.proposal(id).await?.ok_or(ProblemCode::NotFound)?;
    let powers = app.store.powers(who.account, who.session).await?;
    Ok(ProposalView { own: powers.is_some_and(|powers| row_is(&row, powers.number)), ..row })
}

/// Words cleaned, and none too long or missing.
fn checked(decision: Decision) -> Result<Decision, Problem> {
    let reason = |reason: String| within(clean_text(&reason), GROUNDS, "reason");
    Ok(match decision {
        Decision::Disqualify { candidate, reason: why } => Decision::Disqualify { candidate, reason: reason(why)? },
        Decision::Reinstate { candidate, reason: why } => Decision::Reinstate { candidate, reason: reason(why)? },
        // Candidates write to their supporters; organisers do not.
        Decision::Announce { audience: Audience::Supporters { .. }, .. } => return Err(Problem::invalid("audience")),
        Decision::Announce { title, body, audience, urgent, send_at, sender } => {
            let (title, body, sender) = words(&title, &body, sender)?;
            Decision::Announce { title, body, audience, urgent, send_at, sender }
        }
        Decision::Open { reason: why } => Decision::Open { reason: within(clean_line(&why), REASON, "reason")? },
        other @ (Decision::Skip | Decision::Ask | Decision::Publish { .. } | Decision::Proclaim { .. }) => other,
    })
}

/// The words of an announcement, cleaned, and none too long or missing.
pub(super) fn words(
    title: &Localized,
    body: &Localized,
    sender: Option<String>,
) -> Result<(Localized, Localized, Option<String>), Problem> {
    let sender = sender.map(|sender| within(clean_line(&sender), SENDER, "sender")).transpose()?;
    Ok((
        both(title, clean_line, ANNOUNCEMENT_TITLE, "title")?,
        both(body, clean_text, ANNOUNCEMENT_BODY, "body")?,
        sender,
    ))
}

/// Words in both languages, cleaned, and none too long or missing.
pub fn both(words: &Localized, clean: fn(&str) -> String, most: usize, field: &str) -> Result<Localized, Problem> {
    Ok(Localized { fr: within(clean(&words.fr), most, field)?, en: within(clean(&words.en), most, field)? })
}

fn within(text: String, most: usize, field: &str) -> Result<String, Problem> {
    let good = !text.is_empty() && text.chars().count() <= most;
    if good { Ok(text) } else { Err(Problem::invalid(field)) }
}
