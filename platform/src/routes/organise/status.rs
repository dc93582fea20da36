//! Where the primary stands, and what each phase still needs.

use crate::app::App;
use crate::auth::Insider;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::types::{AwaitedView, PhaseNeedsView, PhaseStatus, StatusView};
use isoloir_shared::domain::candidate::is_running;
use isoloir_shared::domain::needs::{Contender, needs};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// The phases with what opens and closes them and what they still need, whose answers are awaited, what waits for a
/// second organiser. For everybody with a role.
#[utoipa::path(get, path = "/v1/organise/status", tag = "organisers", responses((status = 200, body = StatusView)),
    security(("token" = [])), extensions(("x-problems" = json!(["forbidden"]))))]
async fn read(State(app): State<App>, _: Insider) -> Result<Json<StatusView>, Problem> {
    let now = app.clock.now();
    let rows = app.store.contenders().await?;
    let contenders: Vec<Contender> = rows.iter().map(|row| row.contender).collect();
    let phases = app.calendar.get().views(now).into_iter().map(|phase| {
        let alive = matches!(phase.status, PhaseStatus::Upcoming | PhaseStatus::Open);
        let needs = if alive { needs(&app.primary, phase.kind, &contenders) } else { vec![] };
        PhaseNeedsView { phase, needs }
    });
    let running = rows.iter().filter(|row| is_running(row.contender.state));
    let awaited = running.filter_map(|row| {
        let (id, name, told) = (row.id, row.name.clone(), row.told);
        Some(AwaitedView { id, name, state: row.contender.state, confirm_by: row.contender.confirm_by?, told })
    });
    let proposals = app.store.open_proposals(now).await?;
    let head = app.store.audit_head().await?;
    Ok(Json(StatusView { now, phases: phases.collect(), awaited: awaited.collect(), proposals, head }))
}
