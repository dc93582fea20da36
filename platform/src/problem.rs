//! Problem details (RFC 9457): every answer that is no success, whoever made it, in the language asked.
//!
//! A route returns `Err(Problem)`; the outermost layer ([`put_into_words`]) knows the request's language and writes
//! the body. Errors of the router itself (unknown route, method, a body too large) pass there too and become problems.

mod rule;
mod words;

use crate::limits::Left;
use crate::store::StoreError;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use isoloir_shared::api::types::{CandidateSummary, Lang, PhaseKind, Problem as Body, ProblemCode};
use jiff::Timestamp;
use std::sync::{Arc, OnceLock};

pub use rule::Rule;
pub use words::{detail, slug, title};

/// What went wrong, not in words yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code.
    pub code: ProblemCode,
    /// HTTP status, where it is not the code's usual one.
    pub status: Option<StatusCode>,
    /// The deadline that passed, or the instant something opens.
    pub deadline: Option<Timestamp>,
    /// The phase in which it can be done.
    pub phase: Option<PhaseKind>,
    /// The candidates between whom to choose.
    pub current: Box<[CandidateSummary]>,
    /// The field at fault.
    pub field: Option<Box<str>>,
    /// Seconds to wait.
    pub retry_after: Option<u32>,
    /// The rate limit that was passed, for the headers.
    pub limit: Option<Box<Left>>,
    /// Which rule said no, where a code has several.
    pub rule: Option<Rule>,
}

impl Problem {
    /// With nothing but its code.
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            status: None,
            deadline: None,
            phase: None,
            current: Box::default(),
            field: None,
            retry_after: None,
            limit: None,
            rule: None,
        }
    }

    /// A field of the request breaks a rule.
    pub fn invalid(field: &str) -> Self {
        Self::new(ProblemCode::Invalid).field(field)
    }

    /// The field at fault.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into().into_boxed_str());
        self
    }

    /// The phase it belongs to and the deadline that passed (or the instant it opens).
    #[must_use]
    pub fn when(mut self, phase: PhaseKind, deadline: Option<Timestamp>) -> Self {
        (self.phase, self.deadline) = (Some(phase), deadline);
        self
    }

    /// Whom to choose between.
    #[must_use]
    pub fn current(mut self, current: Vec<CandidateSummary>) -> Self {
        self.current = current.into_boxed_slice();
        self
    }

    /// Seconds to wait.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The rate limit that was passed.
    #[must_use]
    pub fn limit(mut self, left: Left) -> Self {
        self.limit = Some(Box::new(left));
        self
    }

    /// The rule that said no.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rule = Some(rule);
        self
    }

    fn http_status(&self) -> StatusCode {
        self.status.unwrap_or_else(|| status_of(self.code))
    }

    fn body(&self, lang: Lang, zone: &str) -> Body {
        Body {
            kind: format!("/v1/problems/{}", words::slug(self.code)),
            title: words::title(self.code, lang),
            status: self.http_status().as_u16(),
            detail: Some(words::detail(self, lang, zone)),
            code: self.code,
            deadline: self.deadline,
            phase: self.phase,
            current: self.current.to_vec(),
            field: self.field.as_deref().map(str::to_owned),
            rule: self.rule.map(|rule| rule.word().to_owned()),
            retry_after: self.retry_after,
        }
    }
}

/// The usual status of a code.
pub fn status_of(code: ProblemCode) -> StatusCode {
    use ProblemCode as C;
    match code {
        C::Malformed | C::KeyMissing => StatusCode::BAD_REQUEST,
        C::Unauthenticated => StatusCode::UNAUTHORIZED,
        C::Forbidden
        | C::NotRegistered
        | C::ForeignLot
        | C::WrongCode
        | C::CodeExpired
        | C::LinkCode
        | C::SecondFactor
        | C::OwnProposal => StatusCode::FORBIDDEN,
        C::NotFound => StatusCode::NOT_FOUND,
        C::Invalid | C::IncompleteBallot | C::InvalidBallot | C::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        C::TooEarly
        | C::TooLate
        | C::LimitReached
        | C::Duplicate
        | C::WrongState
        | C::LotExpired
        | C::AlreadyCast
        | C::AlreadyVoted
        | C::NoCredential
        | C::OtherCredential
        | C::CopiedBallot
        | C::OldBallot
        | C::NoMoreLots
        | C::Frozen
        | C::Neutrality
        | C::NotYet => StatusCode::CONFLICT,
        C::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        C::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        C::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        C::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        C::Internal | C::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(code) => Self::new(code),
            StoreError::RefusedField(code, field) => Self::new(code).field(field),
            StoreError::RefusedBallot(rule) => Self::new(rule.code()).rule(Rule::Ballot(rule)),
            StoreError::Unavailable(why) => {
                tracing::error!(%why, "the store cannot be used");
                Self::new(ProblemCode::Unavailable).retry_after(5)
            }
            StoreError::Broken(why) => {
                tracing::error!(%why, "the store failed");
                Self::new(ProblemCode::Internal)
            }
        }
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.http_status().into_response();
        response.extensions_mut().insert(Box::new(self));
        response
    }
}

/// The language of a signed-in account, for a request that does not say its own. Set by the sign-in extractor.
#[derive(Clone, Default)]
pub struct AccountLang(pub Arc<OnceLock<Lang>>);

/// The outermost layer: puts problems into words. `zone` is the primary's: deadlines are told in it.
pub async fn put_into_words(zone: Arc<str>, mut request: Request, next: Next) -> Response {
    let asked = asked_lang(request.headers());
    let account = AccountLang::default();
    request.extensions_mut().insert(account.clone());
    let mut response = next.run(request).await;
    let problem = match response.extensions_mut().remove::<Box<Problem>>() {
        Some(problem) => *problem,
        None => match foreign(response.status()) {
            Some(problem) => problem,
            None => return response,
        },
    };
    let lang = asked.or_else(|| account.0.get().copied()).unwrap_or_default();
    let body = problem.body(lang, &zone);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(left) = &problem.limit {
        left.put(headers);
    }
    if problem.http_status() == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    *response.body_mut() = serde_json::to_vec(&body).unwrap_or_default().into();
    response
}

/// A refusal that no route made: the router's, a layer's, an extractor's.
fn foreign(status: StatusCode) -> Option<Problem> {
    let code = match status {
        _ if !status.is_client_error() && !status.is_server_error() => return None,
        StatusCode::NOT_FOUND => ProblemCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_ACCEPTABLE | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ProblemCode::Unsupported
        }
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => ProblemCode::TooManyRequests,
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            ProblemCode::Unavailable
        }
        _ if status.is_client_error() => ProblemCode::Malformed,
        _ => ProblemCode::Internal,
    };
    Some(Problem { status: Some(status), ..Problem::new(code) })
}

/// The language that the request asks for: the first of ours in `Accept-Language` by weight.
fn asked_lang(headers: &HeaderMap) -> Option<Lang> {
    let list = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Lang)> = None;
    for item in list.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().split('-').next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight: f32 = weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
        let lang = match tag.to_ascii_lowercase().as_str() {
            "fr" => Lang::Fr,
            "en" => Lang::En,
            _ => continue,
        };
        if weight > 0.0 && best.is_none_or(|(w, _)| weight > w) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}
