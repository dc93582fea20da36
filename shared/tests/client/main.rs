//! The HTTP client on a platform that misbehaves: what is not an answer is known as none, and a write stays one write.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod booth;
mod driver;
mod server;
mod town;
mod verifying;

use isoloir_shared::api::client::Client;
use isoloir_shared::api::ids::*;
use isoloir_shared::api::types::*;
use isoloir_shared::api::{ApiError, Call, OrganiseCall, Reply};
use serde_json::{Value, json as value};
use server::{Answer, Seen, Server, json, problem};
use uuid::Uuid;

fn key(n: u128) -> IdempotencyKey {
    IdempotencyKey(Uuid::from_u128(n))
}

fn tokens(n: u32) -> Value {
    value!({"access_token": format!("access-{n}"), "expires_in": 900, "refresh_token": format!("refresh-{n}"), "session": Uuid::nil()})
}

fn account() -> Value {
    value!({"email": "camille@example.org", "lang": "fr", "registered": true, "assurance": "email", "created_at": "2016-04-05T00:00:00Z"})
}

fn receipt() -> Value {
    value!({"tracker": "7KQM-2XVT-9H4C-PDW3-8R02-6TYB", "round": "preselection", "lot": 2, "cast_at": "2016-11-01T00:00:00Z", "status": "recorded"})
}

fn candidate() -> Value {
    value!({"id": 1, "name": "Roxane Revon", "state": "declared", "supports": 3, "charter": true, "nominations": 0,
        "share_url": "https://example.org/c/1", "history": []})
}

fn signed_in(server: &Server) -> Client {
    let client = Client::new(server.url.clone()).unwrap();
    client.adopt_tokens(&serde_json::from_value(tokens(1)).unwrap());
    client
}

/// Every kind of call of one request, with an answer that fits. Those that take several are in `booth`.
fn calls() -> Vec<(Call, Value)> {
    let (who, lot) = (CandidateId(1), LotId(2));
    let supports = value!({"supports": [], "nominations": [], "supports_limit": 5, "nominations_limit": 5});
    let candidacy = value!({"candidate": candidate()});
    let the_lot = value!({"id": 2, "draw": 1, "candidates": [], "issued_at": "2016-11-01T00:00:00Z",
        "expires_at": "2016-11-01T00:30:00Z", "status": "open"});
    let page = |row: Value| value!({"items": [row]});
    let declare = CandidacyRequest {
        name: "R".into(),
        slogan: String::new(),
        presentation: "P".into(),
        link: String::new(),
        charter: true,
        nominee: None,
    };
    let nominate = NominationRequest { candidate: Some(who), name: None, replaces: None };
    let register = RegistrationRequest { of_age: true, civil_rights: true, place: "Orsay".into(), charter: true };
    let head = value!({"seq": 0, "hash": "00"});
    let proposal = value!({"id": 1, "decision": {"action": "skip"}, "state": "open", "proposed_by": 1,
        "proposed_at": "2016-11-01T00:00:00Z", "expires_at": "2016-11-04T00:00:00Z"});
    vec![
        (Call::CalendarChanges, value!({"items": []})),
        (Call::Counts, value!({"registered": 1, "supports": 2, "lots_issued": 3, "lots_cast": 4, "final_ballots": 5})),
        (Call::RequestCode(key(1), CodeRequest { email: "a@b.c".into(), lang: Lang::Fr }), value!({"expires_in": 600})),
        (Call::Account, account()),
        (Call::Register(key(2), register), account()),
        (Call::Preferences(key(3), PreferencesRequest { lang: Lang::En }), account()),
        (Call::Sessions, value!([])),
        (Call::Revoke(key(4), SessionId(Uuid::nil())), Value::Null),
        (Call::Export, value!({"all": true})),
        (Call::Candidates(CandidateQuery::default()), page(candidate())),
        (Call::Candidate(who), candidate()),
        (Call::Photo(who), value!("bytes")),
        (Call::Supports, supports.clone()),
        (Call::Support(key(5), who, SupportRequest::default()), supports.clone()),
        (Call::WithdrawSupport(key(6), who), supports.clone()),
        (Call::Nominate(key(7), nominate), supports.clone()),
        (Call::WithdrawNomination(key(8), who), supports),
        (Call::Candidacy, candidacy.clone()),
        (Call::Declare(key(9), declare), candidacy.clone()),
        (Call::PutPhoto(key(10), b"\x89PNG".to_vec()), candidacy.clone()),
        (Call::WithdrawCandidacy(key(11)), candidacy.clone()),
        (Call::Confirm(key(12), ConfirmationRequest { accept: true }), candidacy),
        (Call::Lots(Some("next".into())), page(the_lot.clone())),
        (Call::Lot(lot), the_lot),
        (Call::Final, value!({"candidates": []})),
        (Call::Receipts(None), page(receipt())),
        (Call::SignOut(key(16)), Value::Null),
        (
            Call::Organise(OrganiseCall::Me),
            value!({"number": 1, "roles": ["observer"], "enrolled": false, "head": head}),
        ),
        (Call::Organise(OrganiseCall::Approve(key(17), ProposalId(1))), proposal.clone()),
        (Call::Organise(OrganiseCall::Propose(key(18), Decision::Skip)), proposal),
        (Call::Organise(OrganiseCall::Audit(None)), value!({"items": [], "head": head})),
    ]
}

#[tokio::test]
async fn no_call_takes_a_failure_for_an_answer() {
    for (call, body) in calls() {
        let page = "<html>502 Bad Gateway</html>".to_owned();
        let server = Server::scripted([
            Answer::Cut,
            Answer::Half(body.to_string() + &" ".repeat(100)),
            Answer::Status(502, page.clone(), Vec::new()),
            problem(500, "internal"),
            Answer::Status(302, String::new(), vec![("location", "http://127.0.0.1:1/".into())]),
            json(body),
        ])
        .await;
        let client = signed_in(&server);
        for _ in 0..3 {
            assert_eq!(client.call(&call).await, Err(ApiError::Unreachable), "{call:?}");
        }
        assert!(
            matches!(client.call(&call).await, Err(ApiError::Problem(it)) if it.code == ProblemCode::Internal),
            "{call:?}"
        );
        assert_eq!(client.call(&call).await, Err(ApiError::Garbled), "{call:?} follows no redirection");
        assert!(client.call(&call).await.is_ok(), "{call:?}");
        // A broken connection may be tried again by the HTTP library itself; whoever asks, it is the same write.
        let wanted = call.key().map(|key| key.to_string());
        for seen in server.seen() {
            assert_eq!(seen.header("idempotency-key"), wanted.as_deref(), "{call:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_none_of_this_api_is_garbled() {
    for answer in [json(value!({"items": 3})), Answer::Status(200, "not json".into(), Vec::new()), Answer::Endless] {
        let server = Server::scripted([answer]).await;
        let result = signed_in(&server).call(&Call::Candidates(CandidateQuery::default())).await;
        assert_eq!(result, Err(ApiError::Garbled));
    }
}

#[tokio::test]
async fn words_of_a_platform_come_in_clean() {
    let mut hostile = candidate();
    hostile["name"] = value!(format!("\u{1b}]0;x\u{7}Ro\u{202e}xane\u{200b} {}", "A".repeat(100_000)));
    hostile["presentation"] = value!("a\u{1b}[2Jb\nc");
    let server = Server::scripted([json(hostile)]).await;
    let Ok(Reply::Candidate(page)) = signed_in(&server).call(&Call::Candidate(CandidateId(1))).await else {
        panic!("a page");
    };
    assert!(page.summary.name.starts_with("]0;xRoxane A") && page.summary.name.chars().count() <= 301);
    assert_eq!(page.presentation.as_deref(), Some("a[2Jb\nc"));
}

#[tokio::test]
async fn tokens_are_renewed_once_for_all_who_ask() {
    let server = Server::choosing(|seen: &Seen| {
        Some(match (seen.line.as_str(), seen.header("authorization")) {
            ("POST /v1/auth/tokens", _) => json(tokens(2)),
            (_, Some("Bearer access-2")) => json(account()),
            _ => problem(401, "unauthenticated"),
        })
    })
    .await;
    let client = signed_in(&server);
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.call(&Call::Account).await })
        })
        .collect();
    for answer in asked {
        assert!(matches!(answer.await.unwrap(), Ok(Reply::Account(_))));
    }
    let renewed = server.seen().into_iter().filter(|it| it.line == "POST /v1/auth/tokens").count();
    assert_eq!(renewed, 1);
}

#[tokio::test]
async fn a_refresh_token_that_is_no_longer_good_is_forgotten() {
    let server = Server::choosing(|_| Some(problem(401, "unauthenticated"))).await;
    let client = signed_in(&server);
    let result = client.call(&Call::Supports).await;
    assert!(matches!(result, Err(ApiError::Problem(it)) if it.code == ProblemCode::Unauthenticated));
    assert!(!client.signed_in());
}

#[tokio::test]
async fn a_cut_refresh_keeps_the_tokens_and_is_the_same_write() {
    let server = Server::scripted([problem(401, "unauthenticated"), Answer::Cut]).await;
    let client = signed_in(&server);
    assert_eq!(client.call(&Call::Account).await, Err(ApiError::Unreachable));
    assert!(client.signed_in());
    server.then([problem(401, "unauthenticated"), json(tokens(2)), json(account())]);
    assert!(client.call(&Call::Account).await.is_ok());
    let seen = server.seen();
    let keys: Vec<_> =
        seen.iter().filter(|it| it.line.ends_with("/tokens")).filter_map(|it| it.header("idempotency-key")).collect();
    assert!(keys.len() >= 2 && keys.windows(2).all(|two| two[0] == two[1]));
}

#[tokio::test]
async fn a_sign_in_whose_end_was_lost_does_not_use_the_code_twice() {
    let request = SignInRequest { email: "a@b.c".into(), code: "123456".into(), device: "Test".into() };
    let call = Call::SignIn(key(1), request);
    let server =
        Server::scripted([json(tokens(1)), Answer::Status(500, "oops".into(), Vec::new()), json(account())]).await;
    let client = Client::new(server.url.clone()).unwrap();
    assert_eq!(client.call(&call).await, Err(ApiError::Unreachable));
    assert!(matches!(client.call(&call).await, Ok(Reply::SignedIn(_))));
    let sign_ins = server.seen().into_iter().filter(|it| it.line == "POST /v1/auth/sessions").count();
    assert_eq!(sign_ins, 1);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let tagged = Answer::Status(200, receipt_page().to_string(), vec![("etag", "\"7\"".into())]);
    let server = Server::scripted([tagged, Answer::Status(304, String::new(), Vec::new())]).await;
    let client = signed_in(&server);
    let first = client.call(&Call::Receipts(None)).await;
    assert!(first.is_ok());
    assert_eq!(client.call(&Call::Receipts(None)).await, first);
    assert_eq!(server.seen()[1].header("if-none-match"), Some("\"7\""));
}

fn receipt_page() -> Value {
    value!({"items": [receipt()]})
}

#[tokio::test]
async fn public_calls_carry_no_token_and_every_call_its_language() {
    let server = Server::scripted([json(value!({"items": []})), json(value!({"items": []}))]).await;
    let client = signed_in(&server);
    assert!(client.call(&Call::CalendarChanges).await.is_ok());
    client.speak(Lang::En);
    assert!(client.call(&Call::CalendarChanges).await.is_ok());
    let seen = server.seen();
    assert!(seen.iter().all(|it| it.header("authorization").is_none()));
    let langs: Vec<_> = seen.iter().filter_map(|it| it.header("accept-language")).collect();
    assert_eq!(langs, ["fr", "en"]);
}

#[tokio::test]
async fn an_id_never_leads_elsewhere() {
    let server = Server::scripted([problem(404, "not_found")]).await;
    let client = signed_in(&server);
    let _ = client.call(&Call::Tracker(Tracker("../me?x=1#y".into()))).await;
    assert_eq!(server.seen()[0].line, "GET /v1/receipts/..%2Fme%3Fx=1%23y");
}

#[tokio::test]
async fn too_many_requests_say_how_long_to_wait() {
    let server = Server::scripted([Answer::Status(
        429,
        value!({"type": "x", "title": "Trop", "status": 429, "code": "too_many_requests"}).to_string(),
        vec![("retry-after", "7".into())],
    )])
    .await;
    let result = signed_in(&server).call(&Call::Counts).await;
    assert!(matches!(result, Err(ApiError::Problem(it)) if it.retry_after == Some(7)));
}
