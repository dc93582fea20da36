//! A call as an HTTP request.

use super::{TOTAL, Tokens, organise};
use crate::api::ids::IdempotencyKey;
use crate::api::types::{Lang, LinkTokensRequest, RefreshRequest, Round};
use crate::api::{ApiError, Call};
use reqwest::Method;
use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use serde::Serialize;
use sha2::{Digest, Sha256};
use url::Url;

/// What a request carries.
#[derive(Debug)]
enum Content {
    None,
    Json(Vec<u8>),
    Image(Vec<u8>),
}

/// A request, before it has an address.
pub(super) struct Request {
    method: Method,
    /// Segments after `v1`: each is encoded, so that an id can never lead elsewhere.
    path: Vec<String>,
    query: Vec<(String, String)>,
    content: Content,
    key: Option<IdempotencyKey>,
    /// Needs tokens.
    pub personal: bool,
}

impl Request {
    fn new(method: Method, path: &[&str]) -> Self {
        let path: Vec<String> = path.iter().map(|it| (*it).to_owned()).collect();
        let personal = matches!(path[0].as_str(), "me" | "organise" | "phases") || path == ["auth", "session"];
        Self { method, path, query: Vec::new(), content: Content::None, key: None, personal }
    }

    pub(super) fn get(path: &[&str]) -> Self {
        Self::new(Method::GET, path)
    }

    pub(super) fn write(method: Method, path: &[&str], key: IdempotencyKey) -> Self {
        Self { key: Some(key), ..Self::new(method, path) }
    }

    pub(super) fn put(path: &[&str], key: IdempotencyKey) -> Self {
        Self::write(Method::PUT, path, key)
    }

    pub(super) fn post(path: &[&str], key: IdempotencyKey) -> Self {
        Self::write(Method::POST, path, key)
    }

    pub(super) fn delete(path: &[&str], key: IdempotencyKey) -> Self {
        Self::write(Method::DELETE, path, key)
    }

    pub(super) fn json(self, body: &impl Serialize) -> Self {
        Self { content: Content::Json(serde_json::to_vec(body).unwrap_or_default()), ..self }
    }

    pub(super) fn page(mut self, cursor: Option<&String>) -> Self {
        self.query.extend(cursor.map(|it| ("cursor".into(), it.clone())));
        self
    }

    pub(super) fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// A refresh is one write for one refresh token: repeated after a cut, it is the same.
    pub fn refresh(used: &Tokens) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&Sha256::digest(format!("refresh {}", used.refresh))[..16]);
        let key = IdempotencyKey(uuid::Builder::from_random_bytes(bytes).into_uuid());
        Self::post(&["auth", "tokens"], key).json(&RefreshRequest { refresh_token: used.refresh.clone() })
    }

    /// Asks for the tokens of a claim.
    pub fn open_link(key: IdempotencyKey, secret: &str) -> Self {
        Self::post(&["links", "tokens"], key).json(&LinkTokensRequest { secret: secret.to_owned() })
    }

    /// The request of a call.
    ///
    /// # Errors
    /// If it is none of one request: a ballot is encrypted first, see `booth`.
    pub fn of(call: &Call) -> Result<Self, ApiError> {
        let id = |id: &dyn std::fmt::Display| id.to_string();
        Ok(match call {
            Call::Primary => Self::get(&["primary"]),
            Call::CalendarChanges => Self::get(&["primary", "changes"]),
            Call::Counts => Self::get(&["counts"]),
            Call::RequestCode(key, body) => Self::post(&["auth", "codes"], *key).json(body),
            Call::SignIn(key, body) => Self::post(&["auth", "sessions"], *key).json(body),
            Call::SignOut(key) => Self::delete(&["auth", "session"], *key),
            Call::Account => Self::get(&["me"]),
            Call::Register(key, body) => Self::put(&["me", "registration"], *key).json(body),
            Call::Preferences(key, body) => Self::write(Method::PATCH, &["me"], *key).json(body),
            Call::Sessions => Self::get(&["me", "sessions"]),
            Call::Revoke(key, session) => Self::delete(&["me", "sessions", &id(session)], *key),
            Call::Links => Self::get(&["me", "links"]),
            Call::OfferLink(key) => Self::post(&["me", "links"], *key),
            Call::ConfirmLink(key, link, body) => {
                Self::put(&["me", "links", &id(link), "confirmation"], *key).json(body)
            }
            Call::CutLink(key, link) => Self::delete(&["me", "links", &id(link)], *key),
            Call::ClaimLink(key, body) => Self::post(&["links", "claims"], *key).json(body),
            // Without its secret nobody is linked; see `Request::open_link`.
            Call::OpenLink(key) => Self::open_link(*key, ""),
            Call::Inbox => Self::get(&["me", "inbox"]),
            Call::ReadAnnouncement(key, it) => Self::put(&["me", "inbox", &id(it), "read"], *key),
            Call::Notices => Self::get(&["me", "notices"]),
            Call::AskNotices(key, body) => Self::put(&["me", "notices"], *key).json(body),
            Call::Export => Self::get(&["me", "export"]),
            Call::Erase(key) => Self::delete(&["me"], *key),
            Call::Candidates(query) => {
                let fields = serde_json::to_value(query).unwrap_or_default();
                let fields = fields.as_object().into_iter().flatten();
                let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                Self { query: fields.map(|(k, v)| (k.clone(), text(v))).collect(), ..Self::get(&["candidates"]) }
            }
            Call::Candidate(who) => Self::get(&["candidates", &id(who)]),
            Call::Photo(who) => Self::get(&["candidates", &id(who), "photo"]),
            Call::Supports => Self::get(&["me", "supports"]),
            Call::Support(key, who, body) => Self::put(&["me", "supports", &id(who)], *key).json(body),
            Call::WithdrawSupport(key, who) => Self::delete(&["me", "supports", &id(who)], *key),
            Call::Nominate(key, body) => Self::post(&["me", "nominations"], *key).json(body),
            Call::WithdrawNomination(key, who) => Self::delete(&["me", "nominations", &id(who)], *key),
            Call::Candidacy => Self::get(&["me", "candidacy"]),
            Call::Declare(key, body) => Self::put(&["me", "candidacy"], *key).json(body),
            Call::PutPhoto(key, bytes) => {
                Self { content: Content::Image(bytes.clone()), ..Self::put(&["me", "candidacy", "photo"], *key) }
            }
            Call::WithdrawCandidacy(key) => Self::delete(&["me", "candidacy"], *key),
            Call::Confirm(key, body) => Self::put(&["me", "candidacy", "confirmation"], *key).json(body),
            Call::AnswerDisqualification(key, body) => Self::put(&["me", "candidacy", "reply"], *key).json(body),
            Call::WriteToSupporters(key, body) => Self::post(&["me", "candidacy", "announcements"], *key).json(body),
            Call::DrawLot(key) => Self::post(&["me", "lots"], *key),
            Call::Lots(cursor) => Self::get(&["me", "lots"]).page(cursor.as_ref()),
            Call::Lot(lot) => Self::get(&["me", "lots", &id(lot)]),
            Call::Final => Self::get(&["me", "final"]),
            Call::CastLot(..) | Call::CastFinal(..) | Call::Booth(_) => return Err(ApiError::Garbled),
            Call::Receipts(cursor) => Self::get(&["me", "receipts"]).page(cursor.as_ref()),
            Call::Tracker(tracker) => Self::get(&["receipts", &id(tracker)]),
            Call::Organise(call) => organise::request(call),
            Call::Results(Round::Preselection) => Self::get(&["results", "preselection"]),
            Call::Results(Round::Final) => Self::get(&["results", "final"]),
        })
    }

    /// Its address on a platform.
    pub fn url(&self, base: &Url) -> Option<Url> {
        let mut url = base.clone();
        url.path_segments_mut().ok()?.pop_if_empty().push("v1").extend(&self.path);
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Some(url)
    }

    /// An answer may be kept with its ETag.
    pub fn cacheable(&self) -> bool {
        self.method == Method::GET && !self.path.iter().any(|it| it == "export")
    }

    /// Largest answer, in bytes.
    pub fn limit(&self) -> usize {
        match self.path.last().map(String::as_str) {
            Some("export") => 64 << 20,
            _ => 8 << 20,
        }
    }

    /// As the HTTP library wants it.
    pub fn build(&self, http: &reqwest::Client, url: Url, lang: Lang) -> reqwest::RequestBuilder {
        let mut builder = http.request(self.method.clone(), url).timeout(TOTAL).header(ACCEPT_LANGUAGE, lang.code());
        if let Some(key) = self.key {
            builder = builder.header("Idempotency-Key", key.to_string());
        }
        match &self.content {
            Content::None => builder,
            Content::Json(body) => builder.header(CONTENT_TYPE, "application/json").body(body.clone()),
            Content::Image(bytes) => {
                let kind = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
                builder.header(CONTENT_TYPE, kind).body(bytes.clone())
            }
        }
    }
}
