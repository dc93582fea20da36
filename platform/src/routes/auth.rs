//! Signing in: a code by e-mail, a session for the code, new tokens for a refresh token.
//!
//! Tokens and codes are derived from the write's idempotency key and the server's key, so that a request repeated
//! after a cut connection gives the same ones, and none is ever stored.

use crate::app::App;
use crate::auth::Leaving;
use crate::email::Address;
use crate::gate::ClientIp;
use crate::idempotency::{KeyedEmpty, KeyedJson};
use crate::mail::code_letter;
use crate::problem::Problem;
use crate::secrets::{Hash, random, token_hash};
use crate::store::{Guess, NewCode, Opened, Refreshed, SignIn, TokenHashes, WriteKey};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use isoloir_shared::api::ids::SessionId;
use isoloir_shared::api::types::{CodeRequest, CodeSentView, ProblemCode, RefreshRequest, SignInRequest, TokensView};
use isoloir_shared::text::clean_line;
use jiff::{SignedDuration, Timestamp};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

const CODE_GOOD: SignedDuration = SignedDuration::from_mins(10);
const CODE_TRIES: u32 = 5;
const ACCESS_GOOD: SignedDuration = SignedDuration::from_mins(15);
const REFRESH_GOOD: SignedDuration = SignedDuration::from_hours(24 * 60);
/// Longest name of a device.
const DEVICE: usize = 80;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(request_code))
        .routes(routes!(sign_in))
        .routes(routes!(refresh))
        .routes(routes!(sign_out))
}

/// Send a six-digit code by e-mail. The answer is the same whether or not the address is known.
#[utoipa::path(post, path = "/v1/auth/codes", tag = "sign-in", request_body = CodeRequest,
    responses((status = 202, body = CodeSentView)), extensions(("x-problems" = json!(["invalid"]))))]
async fn request_code(
    State(app): State<App>,
    ip: ClientIp,
    KeyedJson(keyed, request): KeyedJson<CodeRequest>,
) -> Result<(StatusCode, Json<CodeSentView>), Problem> {
    let address = Address::parse(&request.email).ok_or_else(|| Problem::invalid("email"))?;
    let email_mac = address.mac(&app.key);
    app.limits.of_ip(&app.limits.codes_per_ip, ip.0)?;
    // Before the address's own: who asks for somebody else's codes is stopped while that one can still ask.
    app.limits.codes_per_address_and_ip.check(&(email_mac, ip.0))?;
    app.limits.codes_per_address.check(&email_mac)?;
    let key = keyed.anonymous();
    let code = derive_code(&app, &key, &email_mac);
    let salt = random();
    let code_mac = app.key.mac("code", &[&salt, &email_mac, code.as_bytes()]);
    let expires_at = key.at.checked_add(CODE_GOOD).unwrap_or(key.at);
    let new = NewCode { email_mac, salt, code_mac, lang: request.lang, tries: CODE_TRIES, expires_at };
    if app.store.start_code(key.clone(), new).await? {
        let name = &app.primary.name;
        let name = if request.lang.code() == "en" { &name.en } else { &name.fr };
        let minutes = CODE_GOOD.as_mins().unsigned_abs();
        app.mailer.send(code_letter(address, &code, minutes, name, request.lang)).await.map_err(|error| {
            tracing::warn!(%error, "a code could not be sent");
            Problem::new(ProblemCode::Unavailable).retry_after(30)
        })?;
        app.store.code_sent(key).await?;
    }
    let expires_in = seconds(CODE_GOOD);
    Ok((StatusCode::ACCEPTED, Json(CodeSentView { expires_in, demo_code: app.settings.demo.then_some(code) })))
}

/// Exchange the code for a session. The first sign-in of an address makes its account.
#[utoipa::path(post, path = "/v1/auth/sessions", tag = "sign-in", request_body = SignInRequest,
    responses((status = 201, body = TokensView)),
    extensions(("x-problems" = json!(["invalid", "wrong_code", "code_expired"]))))]
async fn sign_in(
    State(app): State<App>,
    ip: ClientIp,
    KeyedJson(keyed, request): KeyedJson<SignInRequest>,
) -> Result<(StatusCode, Json<TokensView>), Problem> {
    app.limits.of_ip(&app.limits.sign_ins_per_ip, ip.0)?;
    let address = Address::parse(&request.email).ok_or_else(|| Problem::invalid("email"))?;
    let email = address.keep(&app.key).ok_or(ProblemCode::Internal)?;
    let device: String = clean_line(&request.device).chars().take(DEVICE).collect();
    let key = keyed.anonymous();
    app.limits.tries_per_address_and_ip.check(&(email.mac, ip.0))?;
    let guess = |salt: Hash| Guess {
        code_mac: app.key.mac("code", &[&salt, &email.mac, request.code.trim().as_bytes()]),
        salt,
    };
    let guesses = app.store.code_salts(email.mac).await?.into_iter().map(guess).collect();
    let session = SessionId(Uuid::from_bytes(random()));
    let (tokens, hashes) = derive_tokens(&app, &key, &email.mac);
    let sign_in = SignIn { email, guesses, session, device, tokens: hashes, at: key.at };
    let opened = app.store.sign_in(key, sign_in).await?;
    Ok((StatusCode::CREATED, Json(tokens.view(opened, app.clock.now()))))
}

/// A new pair of tokens for a refresh token, which is used up. One that was used up before ends its session.
#[utoipa::path(post, path = "/v1/auth/tokens", tag = "sign-in", request_body = RefreshRequest,
    responses((status = 200, body = TokensView)), extensions(("x-problems" = json!(["unauthenticated"]))))]
async fn refresh(
    State(app): State<App>,
    ip: ClientIp,
    KeyedJson(keyed, request): KeyedJson<RefreshRequest>,
) -> Result<Json<TokensView>, Problem> {
    app.limits.of_ip(&app.limits.sign_ins_per_ip, ip.0)?;
    let used = token_hash(&request.refresh_token);
    let key = keyed.anonymous();
    let (tokens, hashes) = derive_tokens(&app, &key, &used);
    match app.store.refresh(key, used, hashes).await? {
        Refreshed::Renewed(opened) => {
            app.sessions.forget_session(opened.session);
            Ok(Json(tokens.view(opened, app.clock.now())))
        }
        Refreshed::Refused(ended) => {
            if let Some(session) = ended {
                app.sessions.forget_session(session);
            }
            Err(ProblemCode::Unauthenticated.into())
        }
    }
}

/// Sign out on this device.
#[utoipa::path(delete, path = "/v1/auth/session", tag = "sign-in", responses((status = 204)),
    security(("token" = [])))]
async fn sign_out(
    State(app): State<App>,
    leaving: Leaving,
    KeyedEmpty(keyed): KeyedEmpty,
) -> Result<StatusCode, Problem> {
    let key = leaving.key(&app, &keyed);
    match leaving.who {
        Some(who) => {
            app.store.sign_out(key, who.session).await?;
            app.sessions.forget_session(who.session);
        }
        None => Leaving::left(&app, key).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Six digits that only this write of this address has.
fn derive_code(app: &App, key: &WriteKey, email_mac: &[u8]) -> String {
    let mac = app.key.mac("code digits", &[key.key.as_bytes(), &key.fingerprint, email_mac]);
    let number = mac.iter().take(8).fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// A session's tokens before they are sent.
pub(super) struct Tokens {
    access: String,
    refresh: String,
}

/// Tokens that only this write has.
pub(super) fn derive_tokens(app: &App, key: &WriteKey, subject: &[u8]) -> (Tokens, TokenHashes) {
    let token =
        |purpose| URL_SAFE_NO_PAD.encode(app.key.mac(purpose, &[key.key.as_bytes(), &key.fingerprint, subject]));
    let tokens = Tokens { access: token("access token"), refresh: token("refresh token") };
    let until = |good| key.at.checked_add(good).unwrap_or(key.at);
    let hashes = TokenHashes {
        access: token_hash(&tokens.access),
        access_until: until(ACCESS_GOOD),
        refresh: token_hash(&tokens.refresh),
        refresh_until: until(REFRESH_GOOD),
    };
    (tokens, hashes)
}

impl Tokens {
    pub(super) fn view(self, opened: Opened, now: Timestamp) -> TokensView {
        TokensView {
            access_token: self.access,
            expires_in: seconds(opened.access_until.duration_since(now)),
            refresh_token: self.refresh,
            session: opened.session,
        }
    }
}

/// Whole seconds that are left.
pub(super) fn seconds(span: SignedDuration) -> u32 {
    u32::try_from(span.as_secs().max(0)).unwrap_or(u32::MAX)
}
