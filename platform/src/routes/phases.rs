//! The organisers' changes of the calendar: announced ahead, kept in a public log, refused once a phase is open.

use super::Path;
use crate::app::App;
use crate::auth::Organiser;
use crate::idempotency::KeyedJson;
use crate::phases;
use crate::problem::{Problem, Rule};
use axum::Json;
use axum::extract::State;
use isoloir_shared::api::types::{ChangeCalendarRequest, PhaseKind, PhaseView, ProblemCode};
use isoloir_shared::domain::calendar::{Calendar, ChangeRefused};
use isoloir_shared::text::clean_line;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Longest reason, in characters.
const REASON: usize = 500;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(change))
}

/// Move a phase. Organisers only, after the second factor, with a published reason and the primary's notice.
#[utoipa::path(patch, path = "/v1/phases/{kind}", tag = "primary", params(("kind" = PhaseKind, Path)),
    request_body = ChangeCalendarRequest, responses((status = 200, body = PhaseView)), security(("token" = [])),
    extensions(("x-problems" = json!(["forbidden", "second_factor", "not_found", "invalid", "frozen"]))))]
async fn change(
    State(app): State<App>,
    who: Organiser,
    Path(kind): Path<PhaseKind>,
    KeyedJson(keyed, request): KeyedJson<ChangeCalendarRequest>,
) -> Result<Json<PhaseView>, Problem> {
    let reason = clean_line(&request.reason);
    if reason.is_empty() || reason.chars().count() > REASON {
        return Err(Problem::invalid("reason"));
    }
    let _one_at_a_time = app.calendar_edits.lock().await;
    let now = app.clock.now();
    let key = keyed.by(&who);
    // The same request once more changes nothing, whatever was changed since; nor does one that moves nothing.
    if !app.store.answered(key.clone()).await? {
        let mut calendar = Calendar::clone(&app.calendar.get());
        let change = calendar.change(kind, request.from, request.to, now);
        let change = change.map_err(|why| refused(why, &calendar))?;
        if change.before != change.after {
            let event = app.store.change_calendar(key, change, reason).await?;
            app.events.stored(event);
        }
    }
    // What is in memory comes from what is kept, never from the request.
    app.reload_calendar().await.map_err(|error| {
        tracing::error!(%error, "the calendar could not be read again");
        ProblemCode::Internal
    })?;
    app.scheduler.wake();
    phases::catch_up(&app).await?;
    let view = app.calendar.get().phase(kind).map(|phase| phase.view(now));
    Ok(Json(view.ok_or(ProblemCode::NotFound)?))
}

fn refused(why: ChangeRefused, calendar: &Calendar) -> Problem {
    use ChangeRefused as R;
    let problem = match &why {
        R::NoSuchPhase => return ProblemCode::NotFound.into(),
        R::Frozen { .. } | R::Over { .. } => Problem::new(ProblemCode::Frozen),
        R::Notice { earliest, .. } => {
            let zoned = earliest.to_zoned(calendar.zone().clone());
            Problem { deadline: zoned.ok().map(|zoned| zoned.timestamp()), ..Problem::new(ProblemCode::Frozen) }
        }
        R::Past { .. } | R::Overlap { .. } | R::Range(_) => Problem::invalid("from"),
        R::Inverted | R::TooShort { .. } | R::Weekends { .. } => Problem::invalid("to"),
    };
    Problem { rule: Rule::of(&why), ..problem }
}
