//! Roles, the second factor, neutrality.

use crate::harness::{TestPlatform, candidacy, seed, send};
use isoloir_platform::clock::Clock;
use isoloir_platform::email::Address;
use isoloir_platform::second_factor::{code, step};
use isoloir_platform::store::StoreError;
use isoloir_shared::api::types::{CandidacyView, FactorView, Lang, PhaseView, ProblemCode, Role, StaffView};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

const CHANGE: &str = "/v1/phases/preselection";

fn change() -> Value {
    json!({"from": "2016-10-20", "to": "2016-11-06", "reason": "Earlier"})
}

impl TestPlatform {
    async fn grant(&self, email: &str, role: Role) -> Result<(), StoreError> {
        let app = self.platform.app();
        let email = Address::parse(email).unwrap().keep(&app.key).unwrap();
        app.store.grant(email, Lang::Fr, role, app.clock.now()).await
    }
}

#[tokio::test]
async fn a_session_shows_the_second_factor_before_it_writes() {
    let p = TestPlatform::start().await;
    p.grant("ada@example.org", Role::Organiser).await.unwrap();
    let ada = p.person("ada@example.org").await;
    assert_eq!(ada.patch(CHANGE, &change()).await.code(), ProblemCode::SecondFactor);
    let none = ada.post("/v1/organise/proof", &json!({"code": "000000"})).await;
    assert_eq!(none.code(), ProblemCode::NotFound, "there is none yet");
    let first: FactorView = ada.post("/v1/organise/factor", &json!({})).await.json();
    let key = Uuid::new_v4();
    let enrol = async || send(ada.write(Method::POST, "/v1/organise/factor", key).json(&json!({}))).await;
    let factor: FactorView = enrol().await.json();
    assert_eq!(enrol().await.json::<FactorView>().secret, factor.secret, "the answer may have been lost");
    assert_ne!(first.secret, factor.secret, "until it is confirmed, another can be had");
    assert!(factor.uri.contains(&format!("secret={}", factor.secret)));
    let seed = seed(&factor.secret);
    let now = || step(p.clock.now());
    let proof = async |code: String| ada.post("/v1/organise/proof", &json!({"code": code})).await;
    let me: StaffView = proof(code(&seed, now())).await.json();
    assert!(me.enrolled && me.proven_until.is_some() && me.roles == [Role::Organiser]);
    assert_eq!(proof(code(&seed, now())).await.code(), ProblemCode::WrongCode, "a code is good once");
    assert_eq!(proof(code(&seed, now() - 1)).await.code(), ProblemCode::WrongCode, "and none before it");
    ada.patch(CHANGE, &change()).await.json::<PhaseView>();
    let again = ada.post("/v1/organise/factor", &json!({})).await;
    assert_eq!(again.code(), ProblemCode::Duplicate, "a confirmed one stays");
    assert_eq!(enrol().await.code(), ProblemCode::Duplicate, "and its seed is told to nobody again");
    // Another session of hers has shown nothing.
    let elsewhere = p.person("ada@example.org").await;
    assert_eq!(elsewhere.patch(CHANGE, &change()).await.code(), ProblemCode::SecondFactor);
    // Ten minutes later this one has to again.
    p.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(ada.patch(CHANGE, &change()).await.code(), ProblemCode::SecondFactor);
    proof(code(&seed, now())).await.json::<StaffView>();
}

#[tokio::test]
async fn who_guesses_codes_is_stopped_and_the_owner_comes_back_later() {
    let p = TestPlatform::start().await;
    let ada = p.organiser().await;
    let seed = p.seeds.lock().unwrap()["organiser@example.org"];
    for _ in 0..5 {
        let wrong = ada.post("/v1/organise/proof", &json!({"code": "00000x"})).await;
        assert_eq!(wrong.code(), ProblemCode::WrongCode);
    }
    let right = json!({"code": code(&seed, step(p.clock.now()) + 1)});
    let locked = ada.post("/v1/organise/proof", &right).await.problem();
    assert_eq!((locked.code, locked.retry_after), (ProblemCode::TooManyRequests, Some(900)));
    p.clock.advance(SignedDuration::from_mins(14));
    let later = json!({"code": code(&seed, step(p.clock.now()))});
    let ada = p.person("organiser@example.org").await;
    assert_eq!(ada.post("/v1/organise/proof", &later).await.code(), ProblemCode::TooManyRequests);
    p.clock.advance(SignedDuration::from_mins(1));
    let later = json!({"code": code(&seed, step(p.clock.now()))});
    let ada = p.person("organiser@example.org").await;
    ada.post("/v1/organise/proof", &later).await.json::<StaffView>();
}

#[tokio::test]
async fn a_role_that_was_taken_back_is_gone_at_the_next_request() {
    let p = TestPlatform::start().await;
    let ada = p.organiser().await;
    let app = p.platform.app();
    let email = || Address::parse("organiser@example.org").unwrap().keep(&app.key).unwrap();
    assert!(app.store.revoke_role(email(), Role::Organiser, app.clock.now()).await.unwrap());
    assert!(!app.store.revoke_role(email(), Role::Organiser, app.clock.now()).await.unwrap(), "once");
    assert_eq!(ada.patch(CHANGE, &change()).await.code(), ProblemCode::Forbidden);
    assert_eq!(ada.get("/v1/organise/me").await.code(), ProblemCode::Forbidden);
    // Given again, a new second factor begins.
    p.grant("organiser@example.org", Role::Organiser).await.unwrap();
    let me: StaffView = ada.get("/v1/organise/me").await.json();
    assert!(!me.enrolled && me.proven_until.is_none() && me.number == 1, "{me:?}");
}

#[tokio::test]
async fn an_observer_reads_and_writes_nothing() {
    let p = TestPlatform::start().await;
    let observer = p.staff("eve@example.org", Role::Observer).await;
    assert_eq!(observer.get("/v1/organise/proposals").await.status, StatusCode::OK);
    let announce = json!({"action": "announce", "title": {"fr": "a", "en": "a"}, "body": {"fr": "a", "en": "a"}});
    for refused in [observer.post("/v1/organise/proposals", &announce).await, observer.patch(CHANGE, &change()).await] {
        assert_eq!(refused.code(), ProblemCode::Forbidden);
    }
    let citizen = p.citizen("me@example.org").await;
    assert_eq!(citizen.get("/v1/organise/me").await.code(), ProblemCode::Forbidden);
    assert_eq!(citizen.post("/v1/organise/factor", &json!({})).await.code(), ProblemCode::Forbidden);
    assert_eq!(p.get("/v1/organise/me").await.code(), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn who_runs_the_primary_is_no_candidate_and_the_other_way_round() {
    let p = TestPlatform::start().await;
    let (candidate, moderator) = (p.citizen("cleo@example.org").await, p.citizen("mo@example.org").await);
    candidate.put("/v1/me/candidacy", &candidacy("Cléo Candidate")).await.json::<CandidacyView>();
    for role in [Role::Organiser, Role::Moderator, Role::Observer] {
        let refused = p.grant("cleo@example.org", role).await;
        assert_eq!(refused, Err(StoreError::Refused(ProblemCode::Neutrality)));
    }
    p.grant("mo@example.org", Role::Moderator).await.unwrap();
    let refused = moderator.put("/v1/me/candidacy", &candidacy("Mo Candidate")).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, ProblemCode::Neutrality));
    // Nor as somebody whom citizens have put forward.
    let nominee: Value = candidate.post("/v1/me/nominations", &json!({"name": "Mo Nominee"})).await.json();
    let mut claim = candidacy("Mo Nominee");
    claim["nominee"] = nominee["nominations"][0]["id"].clone();
    assert_eq!(moderator.put("/v1/me/candidacy", &claim).await.code(), ProblemCode::Neutrality);
    // Who left the race was a candidate all the same.
    candidate.delete("/v1/me/candidacy").await.json::<CandidacyView>();
    assert_eq!(p.grant("cleo@example.org", Role::Organiser).await, Err(StoreError::Refused(ProblemCode::Neutrality)));
    // And who gave a role back had it all the same: of observers, too, who read what others may not yet.
    p.grant("eve@example.org", Role::Observer).await.unwrap();
    let app = p.platform.app();
    for (email, role) in [("mo@example.org", Role::Moderator), ("eve@example.org", Role::Observer)] {
        let kept = Address::parse(email).unwrap().keep(&app.key).unwrap();
        assert!(app.store.revoke_role(kept, role, app.clock.now()).await.unwrap());
        let person = p.citizen(email).await;
        let refused = person.put("/v1/me/candidacy", &candidacy("Somebody Else")).await;
        assert_eq!(refused.code(), ProblemCode::Neutrality, "{email}");
        claim["name"] = "Mo Nominee".into();
        assert_eq!(person.put("/v1/me/candidacy", &claim).await.code(), ProblemCode::Neutrality, "{email}");
    }
}

#[tokio::test]
async fn an_organiser_who_erases_their_account_leaves_the_log_a_line() {
    let p = TestPlatform::start().await;
    let ada = p.organiser().await;
    p.grant("organiser@example.org", Role::Moderator).await.unwrap();
    assert_eq!(ada.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    let log = p.log().await;
    let said: Vec<_> = log
        .iter()
        .rev()
        .take(2)
        .map(|e| (e.actor.as_str(), e.action.as_str(), e.subject.as_str(), e.data["role"].as_str()))
        .collect();
    let gone = |role| ("platform", "role_revoked", "staff:1", role);
    assert!(said.contains(&gone("organiser")) && said.contains(&gone("moderator")), "{said:?}");
}
