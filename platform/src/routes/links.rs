//! Links between my account and a chat: offered here, claimed by the chat with the code, confirmed here.
//!
//! Code, secret and tokens are derived from the write's idempotency key and the server's key, as those of a sign-in
//! are: a request repeated after a cut connection gives the same ones, and none is ever stored.

use super::Path;
use super::auth::{derive_tokens, seconds};
use crate::app::App;
use crate::auth::SignedIn;
use crate::gate::ClientIp;
use crate::idempotency::{KeyedEmpty, KeyedJson};
use crate::links::tell;
use crate::problem::Problem;
use crate::secrets::{random, token_hash};
use crate::store::{LinkClaim, LinkConfirmation, LinkOffer, LinkOpened, LinkOpening, LinkRow, WriteKey};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use isoloir_shared::api::ids::{LinkId, SessionId};
use isoloir_shared::api::types::{
    LinkAnswer, LinkAnswerView, LinkClaimRequest, LinkClaimedView, LinkConfirmationRequest, LinkOfferView, LinkStatus,
    LinkTokensRequest, LinkView,
};
use isoloir_shared::text::clean_line;
use jiff::SignedDuration;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// How long a code waits for a chat.
const OFFER_GOOD: SignedDuration = SignedDuration::from_mins(10);
/// How long a claim waits for its owner.
const CLAIM_GOOD: SignedDuration = SignedDuration::from_mins(10);
/// How long a confirmed link waits for its chat: a bot may be down for a while, and its secret is in no other hands.
const OPEN_GOOD: SignedDuration = SignedDuration::from_hours(24);
/// Bytes of a code: 128 bits.
const CODE: usize = 16;
/// Longest label, in characters.
const LABEL: usize = 80;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, offer))
        .routes(routes!(cut))
        .routes(routes!(confirm))
        .routes(routes!(claim))
        .routes(routes!(open))
}

/// My links: those under way and the chats that act for me, newest first.
#[utoipa::path(get, path = "/v1/me/links", tag = "links", responses((status = 200, body = [LinkView])),
    security(("token" = [])))]
async fn list(State(app): State<App>, who: SignedIn) -> Result<Json<Vec<LinkView>>, Problem> {
    let rows = app.store.links(who.account, app.clock.now()).await?;
    Ok(Json(rows.into_iter().map(|row| view(row, who.session)).collect()))
}

/// Offer a link: a code for one chat, good once and for ten minutes. A few wait at once; the oldest gives way.
#[utoipa::path(post, path = "/v1/me/links", tag = "links", responses((status = 201, body = LinkOfferView)),
    security(("token" = [])))]
async fn offer(
    State(app): State<App>,
    who: SignedIn,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<(StatusCode, Json<LinkOfferView>), Problem> {
    app.limits.links_per_account.check(&who.account)?;
    let key = keyed.by(&who);
    let (id, code) = (Uuid::from_bytes(derive(&app, &key, "link")), derive::<CODE>(&app, &key, "link code"));
    let (link, code) = (LinkId(id), URL_SAFE_NO_PAD.encode(code));
    let expires_at = key.at.checked_add(OFFER_GOOD).unwrap_or(key.at);
    app.store.offer_link(key, who.account, LinkOffer { id: link, code: token_hash(&code), expires_at }).await?;
    Ok((StatusCode::CREATED, Json(LinkOfferView { link, code, expires_in: seconds(OFFER_GOOD) })))
}

/// Give a code, as a chat. The account's owner sees network and label, and confirms. A code that is given twice ends
/// its link: it is in two hands.
#[utoipa::path(post, path = "/v1/links/claims", tag = "links", request_body = LinkClaimRequest,
    responses((status = 201, body = LinkClaimedView)), extensions(("x-problems" = json!(["invalid", "link_code"]))))]
async fn claim(
    State(app): State<App>,
    ip: ClientIp,
    KeyedJson(keyed, request): KeyedJson<LinkClaimRequest>,
) -> Result<(StatusCode, Json<LinkClaimedView>), Problem> {
    app.limits.of_ip(&app.limits.sign_ins_per_ip, ip.0)?;
    let label: String = clean_line(&request.label).chars().take(LABEL).collect();
    if label.is_empty() {
        return Err(Problem::invalid("label"));
    }
    let key = keyed.anonymous();
    let secret = URL_SAFE_NO_PAD.encode(derive::<32>(&app, &key, "link secret"));
    let claim = LinkClaim {
        code: token_hash(request.code.trim()),
        secret: token_hash(&secret),
        network: request.channel,
        label,
        expires_at: key.at.checked_add(CLAIM_GOOD).unwrap_or(key.at),
    };
    let link = app.store.claim_link(key, claim).await?;
    Ok((StatusCode::CREATED, Json(LinkClaimedView { link, secret, expires_in: seconds(CLAIM_GOOD) })))
}

/// Confirm the chat that claims my link, as it was shown to me.
#[utoipa::path(put, path = "/v1/me/links/{id}/confirmation", tag = "links", params(("id" = LinkId, Path)),
    request_body = LinkConfirmationRequest, responses((status = 204)), security(("token" = [])),
    extensions(("x-problems" = json!(["not_found", "wrong_state", "link_code"]))))]
async fn confirm(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<LinkId>,
    KeyedJson(keyed, request): KeyedJson<LinkConfirmationRequest>,
) -> Result<StatusCode, Problem> {
    let key = keyed.by(&who);
    let expires_at = key.at.checked_add(OPEN_GOOD).unwrap_or(key.at);
    let seen = LinkConfirmation { network: request.channel, label: request.label, expires_at };
    app.store.confirm_link(key, who.account, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask where a claim stands; once it is confirmed, take the chat's tokens. They are given once, and again to the same
/// request.
#[utoipa::path(post, path = "/v1/links/tokens", tag = "links", request_body = LinkTokensRequest,
    responses((status = 200, body = LinkAnswerView)), extensions(("x-problems" = json!(["link_code"]))))]
async fn open(
    State(app): State<App>,
    KeyedJson(keyed, request): KeyedJson<LinkTokensRequest>,
) -> Result<Json<LinkAnswerView>, Problem> {
    let (key, secret) = (keyed.anonymous(), token_hash(&request.secret));
    let (tokens, hashes) = derive_tokens(&app, &key, &secret);
    let opening = LinkOpening { secret, session: SessionId(Uuid::from_bytes(random())), tokens: hashes };
    let answer = |status| Ok(Json(LinkAnswerView { status, tokens: None }));
    match app.store.open_link(key, opening).await? {
        LinkOpened::Waiting => answer(LinkAnswer::Waiting),
        LinkOpened::Refused => answer(LinkAnswer::Refused),
        LinkOpened::Opened(opened, before) => {
            if let Some(before) = before {
                app.sessions.forget_session(before);
            }
            tell(&app, Some(opened.session)).await;
            let tokens = Some(tokens.view(opened, app.clock.now()));
            Ok(Json(LinkAnswerView { status: LinkAnswer::Linked, tokens }))
        }
    }
}

/// Refuse a claim, take an offer back, or cut a linked chat: its session ends at once.
#[utoipa::path(delete, path = "/v1/me/links/{id}", tag = "links", params(("id" = LinkId, Path)),
    responses((status = 204)), security(("token" = [])), extensions(("x-problems" = json!(["not_found"]))))]
async fn cut(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<LinkId>,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<StatusCode, Problem> {
    if let Some(session) = app.store.cut_link(keyed.by(&who), who.account, id).await? {
        app.sessions.forget_session(session);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Bytes that only this write has.
fn derive<const N: usize>(app: &App, key: &WriteKey, purpose: &str) -> [u8; N] {
    let mac = app.key.mac(purpose, &[key.key.as_bytes(), &key.fingerprint, &key.scope.to_be_bytes()]);
    std::array::from_fn(|i| mac[i % mac.len()])
}

fn view(row: LinkRow, asks: SessionId) -> LinkView {
    let (channel, label) = row.chat.unzip();
    let (session, seen_at) = row.session.unzip();
    LinkView {
        id: row.id,
        status: row.status,
        channel,
        label,
        at: row.at,
        expires_at: (row.status != LinkStatus::Linked).then_some(row.expires_at),
        session,
        seen_at,
        current: session == Some(asks),
    }
}
