//! The primary: its rules' numbers, its phases, and the log of what changed in its calendar.

use super::Query;
use super::page::{PageQuery, cut};
use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use isoloir_config::primary::{GradeName, Primary, Words};
use isoloir_shared::api::types::{CalendarChangeView, GradeView, Localized, Page, PrimaryView, RulesView};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(changes))
}

/// The primary, its rules and its phases, by the platform's clock.
#[utoipa::path(get, path = "/v1/primary", tag = "primary", responses((status = 200, body = PrimaryView)))]
async fn read(State(app): State<App>) -> Json<PrimaryView> {
    let (primary, calendar, now) = (&app.primary, app.calendar.get(), app.clock.now());
    Json(PrimaryView {
        id: primary.id.clone(),
        name: words(&primary.name),
        zone: primary.zone.clone(),
        now,
        scale: scale(&primary.scale),
        rules: rules(primary),
        phases: calendar.views(now),
        current: calendar.current(now),
        demo: app.settings.demo,
        bots: app.bots.clone(),
    })
}

/// Every change of the calendar, newest first.
#[utoipa::path(get, path = "/v1/primary/changes", tag = "primary",
    params(("cursor" = Option<String>, Query, description = "From the page before"),
           ("limit" = Option<u32>, Query, minimum = 1, maximum = 200)),
    responses((status = 200, body = Page<CalendarChangeView>)), extensions(("x-problems" = json!(["invalid"]))))]
async fn changes(
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<CalendarChangeView>>, Problem> {
    let limit = page.limit()?;
    let rows = app.store.calendar_changes(page.before()?, limit + 1).await?;
    let (rows, next) = cut(rows, limit, |(number, _)| *number);
    Ok(Json(Page { items: rows.into_iter().map(|(_, view)| view).collect(), next, total: None }))
}

fn words(words: &Words) -> Localized {
    Localized { fr: words.fr.clone(), en: words.en.clone() }
}

/// Best first; the worst has the value 0 and the last letter.
fn scale(grades: &[GradeName]) -> Vec<GradeView> {
    let values = (0..u8::try_from(grades.len()).unwrap_or(u8::MAX)).rev();
    let views = grades.iter().zip(values).zip(b'A'..=b'Z').map(|((grade, value), letter)| GradeView {
        value,
        key: grade.key.clone(),
        letter: char::from(letter).to_string(),
        name: Localized { fr: grade.fr.clone(), en: grade.en.clone() },
    });
    views.collect()
}

fn rules(primary: &Primary) -> RulesView {
    RulesView {
        supports: primary.limits.supports,
        nominations: primary.limits.nominations,
        threshold: primary.qualification.threshold,
        lot_size: primary.preselection.lot_size,
        lot_minutes: primary.preselection.lot_minutes,
        max_lots: primary.preselection.max_lots,
        finalists: primary.final_vote.finalists,
        confirmation_days: primary.confirmation.days,
        change_ballot: primary.ballots.change,
        no_opinion: primary.ballots.no_opinion,
        minimum_age: primary.eligibility.minimum_age,
        age_on: primary.eligibility.age_on,
    }
}
