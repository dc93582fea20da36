//! The primary and its calendar.

use crate::harness::{TestPlatform, send};
use isoloir_shared::api::types::{
    CalendarChangeView, Page, PhaseKind, PhaseStatus, PhaseView, PrimaryView, ProblemCode,
};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn the_primary_shows_its_rules_and_phases() {
    let p = TestPlatform::start().await;
    let primary: PrimaryView = p.get("/v1/primary").await.json();
    assert_eq!(primary.id, "laprimaire-2016");
    assert_eq!(primary.current, Some(PhaseKind::Identification));
    assert_eq!(primary.phases.len(), 7);
    let grades: Vec<_> = primary.scale.iter().map(|g| (g.value, g.letter.as_str(), g.name.fr.as_str())).collect();
    assert_eq!(grades[0], (5, "A", "Très Bien"));
    assert_eq!(grades[5], (0, "F", "À Rejeter"));
    assert_eq!((primary.rules.supports, primary.rules.threshold, primary.rules.lot_size), (5, 500, 5));
}

#[tokio::test]
async fn organisers_move_a_phase_ahead_of_time_and_the_log_says_so() {
    let p = TestPlatform::start().await;
    let organiser = p.organiser().await;
    let change = json!({"from": "2016-10-29", "to": "2016-11-06", "reason": "Because\u{1b} of a holiday"});
    let too_short = organiser.patch("/v1/phases/preselection", &change).await.problem();
    assert_eq!((too_short.code, too_short.field.as_deref()), (ProblemCode::Invalid, Some("to")));
    let change = json!({"from": "2016-10-20", "to": "2016-11-06", "reason": "Because\u{1b} of a holiday"});
    let key = Uuid::new_v4();
    for _ in 0..2 {
        let request = organiser.write(Method::PATCH, "/v1/phases/preselection", key).json(&change);
        let view: PhaseView = send(request).await.json();
        assert_eq!((view.from.to_string().as_str(), view.status), ("2016-10-20", PhaseStatus::Upcoming));
    }
    let log: Page<CalendarChangeView> = p.get("/v1/primary/changes").await.json();
    assert_eq!(log.items.len(), 1);
    let row = &log.items[0];
    assert_eq!((row.before.as_str(), row.after.as_str()), ("2016-10-26/2016-11-06", "2016-10-20/2016-11-06"));
    assert_eq!(row.reason, "Because of a holiday");
    let primary: PrimaryView = p.get("/v1/primary").await.json();
    assert_eq!(primary.phase(PhaseKind::Preselection).unwrap().opens_at.to_string(), "2016-10-19T22:00:00Z");
}

#[tokio::test]
async fn an_open_phase_is_frozen_and_a_change_needs_notice() {
    let p = TestPlatform::start().await;
    let organiser = p.organiser().await;
    let longer = json!({"from": "2016-04-04", "to": "2016-07-13", "reason": "Why not"});
    assert_eq!(organiser.patch("/v1/phases/identification", &longer).await.code(), ProblemCode::Frozen);
    p.set_now("2016-07-05T10:00:00Z");
    let organiser = p.organiser().await;
    let soon = json!({"from": "2016-07-16", "to": "2016-07-30", "reason": "Why not"});
    let notice = organiser.patch("/v1/phases/provisional_list", &soon).await.problem();
    assert_eq!(notice.code, ProblemCode::Frozen);
    assert_eq!(notice.deadline.unwrap().to_string(), "2016-07-19T22:00:00Z");
}

/// Each rule says no with a word of its own and a sentence in both languages.
#[tokio::test]
async fn each_refusal_of_a_change_names_its_rule() {
    let p = TestPlatform::start().await;
    let organiser = p.organiser().await;
    let refused = async |phase: &str, from: &str, to: &str| {
        let change = json!({"from": from, "to": to, "reason": "Why not"});
        let path = format!("/v1/phases/{phase}");
        let words = async |lang| {
            let request = organiser.write(Method::PATCH, &path, Uuid::new_v4()).header("accept-language", lang);
            let problem = send(request.json(&change)).await.problem();
            (problem.rule.unwrap_or_default(), problem.detail.unwrap_or_default())
        };
        let (fr, en) = (words("fr").await, words("en").await);
        assert_eq!(fr.0, en.0);
        assert!(fr.1 != en.1 && !fr.1.contains('{') && !fr.1.is_empty(), "{fr:?} {en:?}");
        en.0
    };
    assert_eq!(refused("identification", "2016-04-04", "2016-07-13").await, "open");
    assert_eq!(refused("preselection", "2016-04-20", "2016-11-06").await, "past");
    assert_eq!(refused("preselection", "2016-11-06", "2016-10-26").await, "inverted");
    assert_eq!(refused("preselection", "2016-10-26", "2016-12-15").await, "overlap");
    assert_eq!(refused("preselection", "2016-09-30", "2016-11-06").await, "overlap");
    assert_eq!(refused("preselection", "2016-10-29", "2016-11-06").await, "too_short");
    assert_eq!(refused("preselection", "2016-10-17", "2016-10-26").await, "weekends");
    p.set_now("2016-07-05T10:00:00Z");
    let organiser = p.organiser().await;
    let soon = json!({"from": "2016-07-16", "to": "2016-07-30", "reason": "Why not"});
    let notice = organiser.patch("/v1/phases/provisional_list", &soon).await.problem();
    assert_eq!((notice.code, notice.rule.as_deref()), (ProblemCode::Frozen, Some("notice")));
    p.set_now("2016-07-20T10:00:00Z");
    let organiser = p.organiser().await;
    let over = json!({"from": "2016-04-04", "to": "2016-07-14", "reason": "Why not"});
    assert_eq!(organiser.patch("/v1/phases/identification", &over).await.problem().rule.as_deref(), Some("over"));
    let never = json!({"from": "2016-13-40", "to": "2016-07-14", "reason": "Why not"});
    assert_eq!(organiser.patch("/v1/phases/preselection", &never).await.code(), ProblemCode::Malformed);
}

#[tokio::test]
async fn only_organisers_change_the_calendar() {
    let p = TestPlatform::start().await;
    let me = p.citizen("me@example.org").await;
    let change = json!({"from": "2016-10-20", "to": "2016-11-06", "reason": "Mine"});
    assert_eq!(me.patch("/v1/phases/preselection", &change).await.code(), ProblemCode::Forbidden);
    let organiser = p.organiser().await;
    assert_eq!(organiser.patch("/v1/phases/party", &change).await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn a_change_of_the_calendar_outlives_a_restart() {
    let p = TestPlatform::start().await;
    let organiser = p.organiser().await;
    let change = json!({"from": "2016-10-20", "to": "2016-11-06", "reason": "Earlier"});
    organiser.patch("/v1/phases/preselection", &change).await.json::<PhaseView>();
    p.platform.app().store.close().await;
    let settings = p.platform.app().settings.clone();
    let again = isoloir_platform::Platform::open(settings, p.clock.clone()).await.unwrap();
    let phase = again.app().calendar.get().phase(PhaseKind::Preselection).unwrap().clone();
    assert_eq!(phase.from.to_string(), "2016-10-20");
}

#[tokio::test]
async fn a_change_that_comes_again_after_another_changes_nothing() {
    let p = TestPlatform::start().await;
    let organiser = p.organiser().await;
    let from = |day: &str| json!({"from": day, "to": "2016-11-06", "reason": "Earlier"});
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    for (key, day) in [(first, "2016-10-20"), (second, "2016-10-21"), (first, "2016-10-20")] {
        let request = organiser.write(Method::PATCH, "/v1/phases/preselection", key).json(&from(day));
        send(request).await.json::<PhaseView>();
    }
    let live = p.platform.app().calendar.get().phase(PhaseKind::Preselection).unwrap().from;
    assert_eq!(live.to_string(), "2016-10-21");
    organiser.patch("/v1/phases/preselection", &from("2016-10-21")).await.json::<PhaseView>();
    let log: Page<CalendarChangeView> = p.get("/v1/primary/changes").await.json();
    assert_eq!(log.items.len(), 2, "what moves nothing is not told");
}
