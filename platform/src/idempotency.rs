//! `Idempotency-Key`: read with the body it belongs to, so that the key's fingerprint covers the whole request.

use crate::app::App;
use crate::problem::Problem;
use crate::secrets::Hash;
use crate::store::{Identity, WriteKey};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use isoloir_shared::api::types::ProblemCode;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Largest JSON body, in bytes.
pub const JSON_BYTES: usize = 64 * 1024;
/// Largest cast, in bytes: the largest ballot of the format, 100 candidates with 27 answers each, is 256,832 bytes, a third
/// more as base64url.
pub const CAST_BYTES: usize = 352 * 1024;
/// Largest decryption of a trustee, in bytes: of 5,000 candidates with seven answers each.
pub const DECRYPTION_BYTES: usize = 8 * 1024 * 1024;
/// Largest photo, in bytes.
pub const PHOTO_BYTES: usize = 512 * 1024;

/// The key and the fingerprint of a write.
#[derive(Clone, Debug)]
pub struct Keyed {
    key: Uuid,
    fingerprint: Hash,
    at: Timestamp,
}

impl Keyed {
    /// The key as one of this account's.
    pub fn by(&self, identity: &Identity) -> WriteKey {
        WriteKey { session: Some(identity.session), ..self.scoped(identity.account.0) }
    }

    /// The key of somebody not signed in.
    pub fn anonymous(&self) -> WriteKey {
        self.scoped(0)
    }

    /// The same, good only together with a token (by its hash).
    pub fn with(&self, app: &App, token: &Hash) -> WriteKey {
        WriteKey { fingerprint: app.key.mac("request with token", &[&self.fingerprint, token]), ..self.anonymous() }
    }

    fn scoped(&self, scope: i64) -> WriteKey {
        WriteKey { scope, session: None, key: self.key, fingerprint: self.fingerprint, at: self.at }
    }
}

/// A write with a JSON body of at most so many bytes. More than [`JSON_BYTES`] only for those whose token was checked before.
pub struct KeyedJson<T, const MOST: usize = JSON_BYTES>(pub Keyed, pub T);
/// A write without a body.
pub struct KeyedEmpty(pub Keyed);
/// A write of an image.
pub struct KeyedBytes(pub Keyed, pub Bytes);

impl<T: DeserializeOwned, const MOST: usize> FromRequest<App> for KeyedJson<T, MOST> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let json = is_json(request.headers());
        let (keyed, bytes) = read(request, app, MOST).await?;
        if !json {
            return Err(ProblemCode::Unsupported.into());
        }
        Ok(Self(keyed, parse(&bytes)?))
    }
}

impl FromRequest<App> for KeyedEmpty {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        Ok(Self(read(request, app, JSON_BYTES).await?.0))
    }
}

impl FromRequest<App> for KeyedBytes {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (keyed, bytes) = read(request, app, PHOTO_BYTES).await?;
        Ok(Self(keyed, bytes))
    }
}

async fn read(request: Request, app: &App, limit: usize) -> Result<(Keyed, Bytes), Problem> {
    let (parts, body) = request.into_parts();
    let key = key_of(&parts.headers)?;
    let bytes = collect(body, limit).await?;
    let path = parts.uri.path_and_query().map_or("/", |p| p.as_str());
    let fingerprint = app.key.mac("request", &[parts.method.as_str().as_bytes(), path.as_bytes(), bytes.as_ref()]);
    Ok((Keyed { key, fingerprint, at: app.clock.now() }, bytes))
}

fn key_of(headers: &HeaderMap) -> Result<Uuid, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Err(ProblemCode::KeyMissing.into()) };
    let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
    Uuid::try_parse(text).map_err(|_| Problem::new(ProblemCode::Malformed).field("Idempotency-Key"))
}

async fn collect(body: Body, limit: usize) -> Result<Bytes, Problem> {
    // The only failures are a body over the limit and a connection that was cut: nobody is left to read the second.
    axum::body::to_bytes(body, limit).await.map_err(|_| ProblemCode::TooLarge.into())
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    media.eq_ignore_ascii_case("application/json")
}

/// JSON with the field at fault: its name where the type says so.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let place = || format!("line {} column {}", error.line(), error.column());
        Problem::new(ProblemCode::Malformed).field(field_of(&error.to_string()).unwrap_or_else(place))
    })
}

/// "missing field `x`", "unknown field `x`": the name.
fn field_of(message: &str) -> Option<String> {
    let (before, rest) = message.split_once('`')?;
    before.contains("field").then(|| rest.split('`').next().unwrap_or_default().to_owned())
}
