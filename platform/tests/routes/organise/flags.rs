//! Signals of false accounts: raised, looked at, and never a refusal.

use crate::harness::{IDENTIFICATION, TestPlatform, registration};
use futures::future::join_all;
use isoloir_platform::housekeeping;
use isoloir_platform::store::{ImportedCandidate, ImportedCitizen};
use isoloir_shared::api::types::{
    AccountView, FlagState, FlagView, Lang, ModerationCountsView, Page, ProblemCode, Role, SignalKind,
};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

const FLAGS: &str = "/v1/organise/flags";

impl TestPlatform {
    async fn flags(&self) -> Vec<FlagView> {
        let observer = self.staff("eve@example.org", Role::Observer).await;
        observer.get(FLAGS).await.json::<Page<FlagView>>().items
    }

    /// Gets on the roll from an address of the network.
    async fn register_from(&self, email: &str, from: &str) {
        let person = self.person(email).await;
        let request = person.write(Method::PUT, "/v1/me/registration", Uuid::new_v4()).header("x-forwarded-for", from);
        let account: AccountView = crate::harness::send(request.json(&registration())).await.json();
        assert!(account.registered, "a signal refuses nobody");
    }
}

#[tokio::test]
async fn many_accounts_from_one_address_raise_one_flag_that_names_nobody() {
    let p = TestPlatform::start_with(IDENTIFICATION, |settings| {
        settings.behind_proxy = true;
        Arc::make_mut(&mut settings.primary).moderation.accounts_per_network = 3;
    })
    .await;
    for n in 0..2 {
        p.register_from(&format!("a{n}@example.org"), "203.0.113.7").await;
        p.register_from(&format!("b{n}@example.org"), &format!("198.51.100.{n}")).await;
    }
    assert!(p.flags().await.is_empty());
    for n in 2..5 {
        p.register_from(&format!("a{n}@example.org"), "203.0.113.7").await;
    }
    let flags = p.flags().await;
    let [flag] = &flags[..] else { panic!("{flags:?}") };
    assert_eq!((flag.kind, flag.count, flag.about.as_str()), (SignalKind::Network, 5, ""));
    // Nor does the address count once for each request of somebody who asks many times at once.
    let many = p.person("many@example.org").await;
    let register = || {
        let request = many.write(Method::PUT, "/v1/me/registration", Uuid::new_v4());
        crate::harness::send(request.header("x-forwarded-for", "198.51.100.200").json(&registration()))
    };
    for answer in join_all((0..8).map(|_| register())).await {
        assert!(answer.json::<AccountView>().registered);
    }
    assert_eq!(p.flags().await, flags);
    // Whoever is on the roll already counts for nothing.
    p.register_from("a0@example.org", "203.0.113.7").await;
    // Another day begins anew, and the hash of the day before is forgotten.
    p.clock.advance(SignedDuration::from_hours(24));
    p.register_from("a9@example.org", "203.0.113.7").await;
    assert_eq!(p.flags().await, flags);
    // After two days no hash of the network is left, neither in the count nor in the flag.
    let file = p.folder.path().join("isoloir.db");
    let file = sqlx::SqlitePool::connect(file.to_str().unwrap()).await.unwrap();
    let hashes = async || -> Vec<String> {
        housekeeping::once(p.platform.app()).await;
        let kept = "SELECT bucket FROM flags UNION ALL SELECT hex(about) FROM signals WHERE day < '2016-05-02'";
        sqlx::query_scalar(kept).fetch_all(&file).await.unwrap()
    };
    assert!(hashes().await.iter().any(|kept| kept.len() > 64), "while it may grow");
    p.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(hashes().await, [format!("network {}", flag.id)]);
    assert_eq!(p.flags().await, flags, "the flag stays");
}

#[tokio::test]
async fn a_disposable_address_raises_a_flag_and_somebody_says_what_it_is() {
    let p = TestPlatform::start().await;
    p.citizen("someone@yopmail.com").await;
    p.citizen("someone@example.org").await;
    let flags = p.flags().await;
    let [flag] = &flags[..] else { panic!("{flags:?}") };
    assert_eq!((flag.kind, flag.about.as_str(), flag.state), (SignalKind::Disposable, "yopmail.com", FlagState::Open));
    let mo = p.staff("mo@example.org", Role::Moderator).await;
    let path = format!("{FLAGS}/{}", flag.id);
    assert_eq!(mo.put(&path, &json!({"state": "open"})).await.code(), ProblemCode::Invalid);
    let decided: FlagView = mo.put(&path, &json!({"state": "harmless"})).await.json();
    assert_eq!((decided.state, decided.decided_by), (FlagState::Harmless, Some(2)));
    assert_eq!(mo.put(&format!("{FLAGS}/99"), &json!({"state": "harmless"})).await.code(), ProblemCode::NotFound);
    let eve = p.staff("eve@example.org", Role::Observer).await;
    assert_eq!(eve.put(&path, &json!({"state": "suspect"})).await.code(), ProblemCode::Forbidden);
    let counted = p.get("/v1/moderation").await;
    let counts: ModerationCountsView = counted.json();
    let again = p.request(Method::GET, "/v1/moderation").header("if-none-match", &counted.headers["etag"]);
    assert_eq!(crate::harness::send(again).await.status, 304, "kept until something changes");
    assert_eq!(
        (counts.flags[0].kind, counts.flags[0].state, counts.flags[0].count),
        (SignalKind::Disposable, FlagState::Harmless, 1)
    );
}

#[tokio::test]
async fn a_burst_of_supports_raises_a_flag_and_a_steady_stream_does_not() {
    let p = TestPlatform::start_with(IDENTIFICATION, |settings| {
        Arc::make_mut(&mut settings.primary).moderation.supports_per_hour = 10;
    })
    .await;
    let app = p.platform.app();
    let candidate =
        |name: &str| ImportedCandidate { name: name.into(), presentation: String::new(), at: app.clock.now() };
    let ids = app.store.import_candidates(vec![candidate("Burst"), candidate("Steady")]).await.unwrap();
    let citizen = |n: usize| ImportedCitizen {
        email: isoloir_platform::email::Address::parse(&format!("c{n}@example.org")).unwrap().keep(&app.key).unwrap(),
        lang: Lang::Fr,
        place: "Orsay".into(),
        session: None,
    };
    let people = app.store.import_citizens((0..600).map(citizen).collect(), app.clock.now()).await.unwrap();
    let mut people = people.into_iter();
    // Twelve supports an hour for two days, for one of them.
    for hours in (1..48).rev() {
        let at = app.clock.now().checked_sub(SignedDuration::from_hours(hours)).unwrap();
        let supports = people.by_ref().take(12).map(|who| (who, 1, ids[1])).collect();
        app.store.import_supports(supports, at).await.unwrap();
    }
    for (id, supports) in [(ids[0], 12), (ids[1], 12)] {
        let supports = people.by_ref().take(supports).map(|who| (who, 1, id)).collect();
        app.store.import_supports(supports, app.clock.now()).await.unwrap();
    }
    for _ in 0..2 {
        housekeeping::once(app).await;
    }
    // Where there is nothing to raise, nothing is written.
    let writes = *app.store.commits().borrow();
    app.store.flag_bursts(app.clock.now(), 1_000).await.unwrap();
    assert_eq!(*app.store.commits().borrow(), writes);
    let flags = p.flags().await;
    let [flag] = &flags[..] else { panic!("{flags:?}") };
    assert_eq!((flag.kind, flag.about.as_str(), flag.count), (SignalKind::Burst, "1", 12));
}
