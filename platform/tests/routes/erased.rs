//! What an erasure ends: writes under way, and a second vote.

use crate::booth::fresh_key;
use crate::harness::{Answer, Person, TestPlatform, candidacy};
use isoloir_shared::api::types::{AccountView, CountsView, LotView, PhaseKind, ProblemCode, ReceiptView, Round};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

#[tokio::test]
async fn who_voted_and_was_erased_comes_back_and_votes_no_more() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    me.cast(&lot, 5).await.json::<ReceiptView>();
    assert_eq!(me.delete("/v1/me").await.status, StatusCode::NO_CONTENT);

    let back = p.citizen("ada@example.org").await;
    assert!(back.get("/v1/me").await.json::<AccountView>().registered);
    assert_eq!(back.post("/v1/me/lots", &json!({})).await.code(), ProblemCode::AlreadyVoted);
    assert_eq!(back.cast(&lot, 0).await.code(), ProblemCode::AlreadyVoted);
    assert_eq!(p.get("/v1/counts").await.json::<CountsView>().lots_cast, 1);
    p.go_to(PhaseKind::FinalVote).await;
    let again = p.citizen("ada@example.org").await;
    assert_eq!(again.put_key(Round::Final, &fresh_key(), false).await.code(), ProblemCode::AlreadyVoted);
    let refused = again.put("/v1/me/final/ballot", &again.final_ballot(|_| 3).await).await;
    assert_eq!(refused.code(), ProblemCode::AlreadyVoted);

    // Erased twice is no way round it, and who never voted can.
    assert_eq!(again.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    let third = p.citizen("ada@example.org").await;
    let refused = third.put("/v1/me/final/ballot", &third.final_ballot(|_| 3).await).await;
    assert_eq!(refused.code(), ProblemCode::AlreadyVoted);
}

#[tokio::test]
async fn who_was_erased_without_a_vote_can_vote() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    me.draw().await;
    assert_eq!(me.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    let back = p.citizen("ada@example.org").await;
    // The key is nobody's any more; a device that was told so makes another.
    let old = back.put_key(Round::Preselection, &back.my_key(Round::Preselection), false).await;
    assert_eq!(old.code(), ProblemCode::Duplicate);
    back.lose_keys();
    let lot = back.draw().await;
    back.cast(&lot, 3).await.json::<ReceiptView>();
}

#[tokio::test]
async fn what_was_counted_stays_when_a_citizen_is_erased() {
    let p = TestPlatform::start().await;
    let ids = p.declare(6).await;
    let (ada, eve) = (p.citizen("ada@example.org").await, p.citizen("eve@example.org").await);
    for me in [&ada, &eve] {
        me.put(&format!("/v1/me/supports/{}", ids[0]), &json!({})).await.json::<Value>();
    }
    let supports = async || p.get(&format!("/v1/candidates/{}", ids[0])).await.json::<Value>()["supports"].clone();
    assert_eq!(eve.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    assert_eq!(supports().await, 1, "before the deadline a support goes with its citizen");
    p.set_now("2016-07-14T22:00:00Z");
    isoloir_platform::phases::apply_due(p.platform.app()).await.unwrap();
    let ada = p.person("ada@example.org").await;
    assert_eq!(ada.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    assert_eq!(supports().await, 1);
}

#[tokio::test]
async fn no_more_voted_than_are_registered() {
    let p = TestPlatform::preselection().await;
    let me = p.citizen("ada@example.org").await;
    let lot = me.draw().await;
    me.cast(&lot, 5).await.json::<ReceiptView>();
    assert_eq!(me.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    p.go_to(PhaseKind::Finalists).await;
    let result: Value = p.get("/v1/results/preselection").await.json();
    assert_eq!((&result["turnout"]["registered"], &result["turnout"]["voters"]), (&json!(1), &json!(1)));
}

/// A write that was let in and whose body has not come yet.
struct Slow {
    stream: TcpStream,
    body: Vec<u8>,
}

impl Slow {
    /// Sends the head, and waits until the platform asks for the body: it knows by then who asks.
    async fn begin(person: &Person<'_>, method: &str, path: &str, body: &Value) -> Self {
        let (body, token, key) = (body.to_string().into_bytes(), &person.tokens.access_token, Uuid::new_v4());
        let host = person.at.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).await.unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut word = [0; 25];
        stream.read_exact(&mut word).await.unwrap();
        assert_eq!(&word, b"HTTP/1.1 100 Continue\r\n\r\n");
        Self { stream, body }
    }

    async fn end(mut self) -> Answer {
        self.stream.write_all(&self.body).await.unwrap();
        let mut answer = Vec::new();
        self.stream.read_to_end(&mut answer).await.unwrap();
        let text = String::from_utf8(answer).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = StatusCode::from_bytes(&head.as_bytes()[9..12]).unwrap();
        let mut headers = reqwest::header::HeaderMap::new();
        if head.contains("application/problem+json") {
            headers.insert("content-type", "application/problem+json".parse().unwrap());
        }
        Answer { status, headers, body: body.as_bytes().to_vec() }
    }
}

#[tokio::test]
async fn a_write_whose_body_comes_after_the_erasure_is_refused() {
    let p = TestPlatform::start().await;
    let me = p.citizen("ada@example.org").await;
    let writes = [
        Slow::begin(&me, "PUT", "/v1/me/candidacy", &candidacy("Ada Lovelace")).await,
        Slow::begin(&me, "POST", "/v1/me/nominations", &json!({"name": "Grace Hopper"})).await,
        Slow::begin(&me, "PUT", "/v1/me/registration", &crate::harness::registration()).await,
        Slow::begin(&me, "DELETE", "/v1/me", &json!({})).await,
    ];
    assert_eq!(me.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    for write in writes {
        assert_eq!(write.end().await.code(), ProblemCode::Unauthenticated);
    }
    assert!(p.platform.app().store.candidates().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_ballot_that_comes_after_the_erasure_or_the_sign_out_is_not_cast() {
    let p = TestPlatform::preselection().await;
    let (me, elsewhere) = (p.citizen("ada@example.org").await, p.person("ada@example.org").await);
    let lot: LotView = me.draw().await;
    let path = format!("/v1/me/lots/{}/ballot", lot.id);
    let signed_out = Slow::begin(&me, "PUT", &path, &me.ballot(&lot, 1).await).await;
    let erased = Slow::begin(&elsewhere, "PUT", &path, &me.ballot(&lot, 2).await).await;
    let done = elsewhere.write(Method::DELETE, &format!("/v1/me/sessions/{}", me.tokens.session), Uuid::new_v4());
    assert_eq!(crate::harness::send(done).await.status, StatusCode::NO_CONTENT);
    assert_eq!(signed_out.end().await.code(), ProblemCode::Unauthenticated);
    assert_eq!(elsewhere.delete("/v1/me").await.status, StatusCode::NO_CONTENT);
    assert_eq!(erased.end().await.code(), ProblemCode::Unauthenticated);
    assert_eq!(p.get("/v1/counts").await.json::<CountsView>().lots_cast, 0);
}
