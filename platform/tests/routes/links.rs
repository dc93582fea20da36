//! Linking a chat: the code, who may use it, who says yes, and what ends it.

use crate::harness::{Answer, IDENTIFICATION, Person, TestPlatform, send};
use isoloir_platform::bots::Bots;
use isoloir_platform::limits::LimitSettings;
use isoloir_shared::api::types::{
    AccountView, ChatNetwork, LinkAnswer, LinkAnswerView, LinkClaimedView, LinkOfferView, LinkStatus, LinkView,
    PrimaryView, ProblemCode, SessionView, TokensView,
};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

const LABEL: &str = "Ada (@ada)";

async fn offer(me: &Person<'_>) -> LinkOfferView {
    me.post("/v1/me/links", &json!({})).await.json()
}

fn claim_of(code: &str, label: &str) -> Value {
    json!({"code": code, "channel": "telegram", "label": label})
}

async fn try_claim(p: &TestPlatform, code: &str, label: &str) -> Answer {
    p.post("/v1/links/claims", &claim_of(code, label)).await
}

async fn claim(p: &TestPlatform, code: &str) -> LinkClaimedView {
    try_claim(p, code, LABEL).await.json()
}

async fn links(me: &Person<'_>) -> Vec<LinkView> {
    me.get("/v1/me/links").await.json()
}

async fn confirm(me: &Person<'_>, claimed: &LinkClaimedView) -> Answer {
    let path = format!("/v1/me/links/{}/confirmation", claimed.link);
    me.put(&path, &json!({"channel": "telegram", "label": LABEL})).await
}

async fn open_with_key(p: &TestPlatform, secret: &str, key: Uuid) -> Answer {
    p.post_with_key("/v1/links/tokens", &json!({"secret": secret}), key).await
}

async fn open(p: &TestPlatform, secret: &str) -> LinkAnswerView {
    open_with_key(p, secret, Uuid::new_v4()).await.json()
}

/// From the offer to the chat's own tokens.
pub async fn linked<'a>(me: &Person<'a>) -> Person<'a> {
    let p = me.at;
    let claimed = claim(p, &offer(me).await.code).await;
    assert_eq!(confirm(me, &claimed).await.status, StatusCode::NO_CONTENT);
    Person { at: p, name: me.name.clone(), tokens: open(p, &claimed.secret).await.tokens.unwrap() }
}

#[tokio::test]
async fn a_chat_is_linked_step_by_step() {
    let p = TestPlatform::start().await;
    let me = p.citizen("ada@example.org").await;
    assert!(links(&me).await.is_empty());

    let offered = offer(&me).await;
    assert_eq!((offered.code.len(), offered.expires_in), (22, 600));
    assert!(offered.code.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)), "fits Telegram's payload");
    assert_eq!(links(&me).await[0].status, LinkStatus::Offered);

    let claimed = claim(&p, &offered.code).await;
    assert_eq!((claimed.link, claimed.expires_in), (offered.link, 600));
    let row = links(&me).await.remove(0);
    assert_eq!((row.status, row.channel), (LinkStatus::Claimed, Some(ChatNetwork::Telegram)));
    assert_eq!((row.label.as_deref(), row.session), (Some(LABEL), None));
    let waiting = open(&p, &claimed.secret).await;
    assert_eq!((waiting.status, waiting.tokens), (LinkAnswer::Waiting, None));

    assert_eq!(confirm(&me, &claimed).await.status, StatusCode::NO_CONTENT);
    assert_eq!(links(&me).await[0].status, LinkStatus::Confirmed);
    let chat = Person { at: &p, name: String::new(), tokens: open(&p, &claimed.secret).await.tokens.unwrap() };
    let account: AccountView = chat.get("/v1/me").await.json();
    assert_eq!((account.email.as_str(), account.registered), ("ada@example.org", true));

    let row = links(&me).await.remove(0);
    assert_eq!((row.status, row.session), (LinkStatus::Linked, Some(chat.tokens.session)));
    assert_eq!((row.expires_at, row.current), (None, false));
    assert!(links(&chat).await[0].current);
    let sessions: Vec<SessionView> = me.get("/v1/me/sessions").await.json();
    let of_chat = sessions.iter().find(|it| it.id == chat.tokens.session).unwrap();
    assert_eq!((of_chat.channel, of_chat.device.as_str()), (Some(ChatNetwork::Telegram), LABEL));
    assert!(sessions.iter().filter(|it| it.channel.is_none()).count() == 1);
}

#[tokio::test]
async fn a_lost_answer_loses_nothing() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let key = Uuid::new_v4();
    let offer = || async { send(me.write(Method::POST, "/v1/me/links", key).json(&json!({}))).await };
    let (first, again): (LinkOfferView, LinkOfferView) = (offer().await.json(), offer().await.json());
    assert!(first == again && links(&me).await.len() == 1);

    let (body, key) = (claim_of(&first.code, LABEL), Uuid::new_v4());
    let claimed: LinkClaimedView = p.post_with_key("/v1/links/claims", &body, key).await.json();
    let again: LinkClaimedView = p.post_with_key("/v1/links/claims", &body, key).await.json();
    assert!(claimed == again, "the same request is one claim, not a second use");

    let key = Uuid::new_v4();
    let waiting: LinkAnswerView = open_with_key(&p, &claimed.secret, key).await.json();
    assert_eq!(waiting.status, LinkAnswer::Waiting);
    for _ in 0..2 {
        assert_eq!(confirm(&me, &claimed).await.status, StatusCode::NO_CONTENT);
    }
    let first: LinkAnswerView = open_with_key(&p, &claimed.secret, key).await.json();
    let again: LinkAnswerView = open_with_key(&p, &claimed.secret, key).await.json();
    let (first, again): (TokensView, TokensView) = (first.tokens.unwrap(), again.tokens.unwrap());
    assert_eq!((&first.access_token, &first.refresh_token), (&again.access_token, &again.refresh_token));
    assert_eq!(first.session, again.session);
    let other = open(&p, &claimed.secret).await;
    assert_eq!((other.status, other.tokens), (LinkAnswer::Refused, None), "the secret is good once");
}

#[tokio::test]
async fn a_stolen_code_used_twice_links_nobody() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let offered = offer(&me).await;
    let thief = claim(&p, &offered.code).await;
    assert_eq!(try_claim(&p, &offered.code, "somebody").await.code(), ProblemCode::LinkCode);
    assert!(links(&me).await.is_empty(), "a code in two hands is good for nobody");
    assert_eq!(confirm(&me, &thief).await.code(), ProblemCode::NotFound);
    assert_eq!(open(&p, &thief.secret).await.status, LinkAnswer::Refused);

    // Nor after the owner has said yes; once the chat is linked, the code is only a wrong one.
    let offered = offer(&me).await;
    let first = claim(&p, &offered.code).await;
    confirm(&me, &first).await;
    assert_eq!(try_claim(&p, &offered.code, LABEL).await.code(), ProblemCode::LinkCode);
    assert_eq!(open(&p, &first.secret).await.status, LinkAnswer::Refused);
    let offered = offer(&me).await;
    let claimed = claim(&p, &offered.code).await;
    confirm(&me, &claimed).await;
    open(&p, &claimed.secret).await.tokens.unwrap();
    assert_eq!(try_claim(&p, &offered.code, LABEL).await.code(), ProblemCode::LinkCode);
    assert_eq!(links(&me).await.len(), 1);
}

#[tokio::test]
async fn codes_claims_and_confirmations_expire() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let offered = offer(&me).await;
    p.clock.advance(SignedDuration::from_mins(10));
    let me = p.person("ada@example.org").await;
    assert_eq!(try_claim(&p, &offered.code, LABEL).await.code(), ProblemCode::LinkCode);
    assert!(links(&me).await.is_empty());

    let claimed = claim(&p, &offer(&me).await.code).await;
    p.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(open_with_key(&p, &claimed.secret, Uuid::new_v4()).await.code(), ProblemCode::LinkCode);
    assert_eq!(confirm(&me, &claimed).await.code(), ProblemCode::LinkCode);

    let claimed = claim(&p, &offer(&me).await.code).await;
    confirm(&me, &claimed).await;
    p.clock.advance(SignedDuration::from_hours(23));
    open(&p, &claimed.secret).await.tokens.unwrap();
}

#[tokio::test]
async fn a_guessed_code_or_secret_is_good_for_nothing() {
    let p = TestPlatform::start_with(IDENTIFICATION, |s| {
        s.limits = LimitSettings { sign_ins_per_ip: 3, ..LimitSettings::OFF };
    })
    .await;
    for code in ["", "AAAAAAAAAAAAAAAAAAAAAA", "é"] {
        assert_eq!(try_claim(&p, code, LABEL).await.code(), ProblemCode::LinkCode, "{code:?}");
    }
    assert_eq!(try_claim(&p, "x", LABEL).await.code(), ProblemCode::TooManyRequests);
    let answer = open(&p, "guessed").await;
    assert_eq!((answer.status, answer.tokens), (LinkAnswer::Refused, None));
}

#[tokio::test]
async fn only_the_owner_confirms_and_only_whom_they_saw() {
    let p = TestPlatform::start().await;
    let (me, other) = (p.person("ada@example.org").await, p.person("eve@example.org").await);
    let offered = offer(&me).await;
    let path = format!("/v1/me/links/{}/confirmation", offered.link);
    let seen = |channel: &str, label: &str| json!({"channel": channel, "label": label});
    assert_eq!(me.put(&path, &seen("telegram", LABEL)).await.code(), ProblemCode::WrongState, "nobody has claimed");

    let claimed = claim(&p, &offered.code).await;
    assert_eq!(other.put(&path, &seen("telegram", LABEL)).await.code(), ProblemCode::NotFound);
    assert_eq!(other.delete(&format!("/v1/me/links/{}", offered.link)).await.code(), ProblemCode::NotFound);
    assert!(links(&other).await.is_empty());
    for (channel, label) in [("matrix", LABEL), ("telegram", "Ada")] {
        let problem = me.put(&path, &seen(channel, label)).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::WrongState, Some("link")));
        assert!(problem.detail.unwrap().contains("n’est pas celle qui vous a été montrée"));
    }
    let anonymous = p.request(Method::PUT, &path).header("Idempotency-Key", Uuid::new_v4().to_string());
    assert_eq!(send(anonymous.json(&seen("telegram", LABEL))).await.code(), ProblemCode::Unauthenticated);
    assert_eq!(open(&p, &claimed.secret).await.status, LinkAnswer::Waiting);
}

#[tokio::test]
async fn a_refused_chat_is_told() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let claimed = claim(&p, &offer(&me).await.code).await;
    assert_eq!(me.delete(&format!("/v1/me/links/{}", claimed.link)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(open(&p, &claimed.secret).await.status, LinkAnswer::Refused);
    assert!(links(&me).await.is_empty());
}

#[tokio::test]
async fn a_link_that_is_cut_ends_at_once() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let chat = linked(&me).await;
    chat.get("/v1/me").await.json::<AccountView>();
    let id = links(&me).await[0].id;
    let (path, key) = (format!("/v1/me/links/{id}"), Uuid::new_v4());
    for _ in 0..2 {
        assert_eq!(send(me.write(Method::DELETE, &path, key)).await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(chat.get("/v1/me").await.code(), ProblemCode::Unauthenticated);
    let refresh = json!({"refresh_token": chat.tokens.refresh_token});
    assert_eq!(p.post("/v1/auth/tokens", &refresh).await.code(), ProblemCode::Unauthenticated);
    assert!(links(&me).await.is_empty());
    assert_eq!(me.get("/v1/me/sessions").await.json::<Vec<SessionView>>().len(), 1);

    // A chat that leaves by itself is no link any more either.
    let chat = linked(&me).await;
    assert_eq!(chat.delete("/v1/auth/session").await.status, StatusCode::NO_CONTENT);
    assert!(links(&me).await.is_empty());
}

#[tokio::test]
async fn a_chat_that_is_linked_again_takes_its_own_place() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let first = linked(&me).await;
    first.get("/v1/me").await.json::<AccountView>();
    let second = linked(&me).await;
    assert_eq!(first.get("/v1/me").await.code(), ProblemCode::Unauthenticated);
    second.get("/v1/me").await.json::<AccountView>();
    let rows = links(&me).await;
    assert_eq!((rows.len(), rows[0].session), (1, Some(second.tokens.session)));
}

#[tokio::test]
async fn a_few_wait_at_once_and_the_oldest_gives_way() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let mut codes = Vec::new();
    for _ in 0..4 {
        codes.push(offer(&me).await.code);
        p.clock.advance(SignedDuration::from_secs(1));
    }
    assert_eq!(links(&me).await.len(), 3);
    assert_eq!(try_claim(&p, &codes[0], LABEL).await.code(), ProblemCode::LinkCode);
    claim(&p, &codes[1]).await;
}

#[tokio::test]
async fn offers_are_limited_for_an_account() {
    let p = TestPlatform::start_with(IDENTIFICATION, |s| {
        s.limits = LimitSettings { links_per_account: 2, ..LimitSettings::OFF };
    })
    .await;
    let me = p.person("ada@example.org").await;
    offer(&me).await;
    offer(&me).await;
    assert_eq!(me.post("/v1/me/links", &json!({})).await.code(), ProblemCode::TooManyRequests);
    p.clock.advance(SignedDuration::from_mins(30));
    offer(&p.person("ada@example.org").await).await;
}

#[tokio::test]
async fn labels_are_cleaned_and_cut() {
    let p = TestPlatform::start().await;
    let me = p.person("ada@example.org").await;
    let hostile = format!("Ev\u{1b}[31mil\u{202e}txet\n{}", "A".repeat(300));
    try_claim(&p, &offer(&me).await.code, &hostile).await.json::<LinkClaimedView>();
    let label = links(&me).await.remove(0).label.unwrap();
    assert!(label.starts_with("Ev[31miltxet A") && label.chars().count() == 80, "{label:?}");
    let nothing = try_claim(&p, &offer(&me).await.code, "\u{200b} \n").await.problem();
    assert_eq!((nothing.code, nothing.field.as_deref()), (ProblemCode::Invalid, Some("label")));
}

#[tokio::test]
async fn neither_code_nor_secret_is_in_the_database() {
    let p = TestPlatform::start().await;
    let me = p.citizen("ada@example.org").await;
    let (offered, other) = (offer(&me).await, offer(&me).await);
    let claimed = claim(&p, &other.code).await;
    p.platform.app().store.close().await;
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(p.folder.path()).unwrap() {
        kept.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let holds = |needle: &str| kept.windows(needle.len()).any(|w| w == needle.as_bytes());
    assert!(holds(LABEL), "the search itself works");
    for secret in [&offered.code, &other.code, &claimed.secret] {
        assert!(!holds(secret));
    }
}

#[tokio::test]
async fn the_bots_are_published_and_their_address_is_a_crowd() {
    let p = TestPlatform::start_with(IDENTIFICATION, |s| {
        s.bots = Bots {
            telegram: Some("@IsoloirBot".into()),
            matrix: None,
            addresses: vec!["203.0.113.9".parse().unwrap()],
            ..Bots::default()
        };
        s.limits = LimitSettings { requests_per_ip: 2, sign_ins_per_ip: 2, codes_per_ip: 2, ..LimitSettings::OFF };
        s.behind_proxy = true;
    })
    .await;
    let primary: PrimaryView = p.get("/v1/primary").await.json();
    assert_eq!((primary.bots.telegram.as_deref(), primary.bots.matrix), (Some("IsoloirBot"), None));
    let refreshed = async |ip: &str| {
        let request = p.request(Method::POST, "/v1/auth/tokens").header("X-Forwarded-For", ip);
        let body = json!({"refresh_token": "nobody's"});
        send(request.header("Idempotency-Key", Uuid::new_v4().to_string()).json(&body)).await.code()
    };
    for _ in 0..10 {
        assert_eq!(refreshed("203.0.113.9").await, ProblemCode::Unauthenticated);
    }
    for code in [ProblemCode::Unauthenticated, ProblemCode::Unauthenticated, ProblemCode::TooManyRequests] {
        assert_eq!(refreshed("203.0.113.8").await, code);
    }
}
