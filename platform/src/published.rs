//! Copies of what everybody reads: made once, kept as bytes with their tag until something is committed.

use crate::app::App;
use crate::open_data;
use crate::problem::Problem;
use crate::store::StoreError;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use isoloir_shared::api::types::{CountsView, Round};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};
use tokio::sync::Mutex;

/// Bytes with their media type and tag.
#[derive(Clone, Debug)]
pub struct Document {
    bytes: Bytes,
    media: &'static str,
    etag: HeaderValue,
}

impl Document {
    /// From bytes.
    pub fn new(media: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let digest = Sha256::digest(&bytes);
        let tag: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let etag = HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Self { bytes, media, etag }
    }

    /// As JSON.
    pub fn json(value: &impl Serialize) -> Result<Self, StoreError> {
        let bytes = serde_json::to_vec(value).map_err(|e| StoreError::Broken(e.to_string()))?;
        Ok(Self::new("application/json", bytes))
    }

    /// The bytes, or nothing new to who has them.
    pub fn answer(&self, request: &HeaderMap) -> Response {
        let known = request.get(header::IF_NONE_MATCH).is_some_and(|list| names(list, &self.etag));
        let fixed = [
            (header::ETAG, self.etag.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            (header::CONTENT_TYPE, HeaderValue::from_static(self.media)),
        ];
        if known {
            return (StatusCode::NOT_MODIFIED, fixed).into_response();
        }
        (fixed, self.bytes.clone()).into_response()
    }
}

/// Whether `If-None-Match` names this tag.
fn names(list: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(list), Ok(etag)) = (list.to_str(), etag.to_str()) else { return false };
    list.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == "*" || tag == etag)
}

/// Values that stay good until something is committed; each is made by one request while the others wait for it.
#[derive(Debug)]
struct UntilCommit<K, T> {
    kept: RwLock<HashMap<K, (u64, T)>>,
    making: Mutex<()>,
}

impl<K, T> Default for UntilCommit<K, T> {
    fn default() -> Self {
        Self { kept: RwLock::new(HashMap::new()), making: Mutex::new(()) }
    }
}

impl<K: Copy + Eq + Hash, T: Clone> UntilCommit<K, T> {
    async fn get<F>(&self, app: &App, key: K, make: impl FnOnce() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        if let Some(value) = self.kept(app, key) {
            return Ok(value);
        }
        let _one = self.making.lock().await;
        if let Some(value) = self.kept(app, key) {
            return Ok(value);
        }
        // Read before the value: a commit in between makes it stale at once, never good for too long.
        let version = *app.store.commits().borrow();
        let value = make().await?;
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (made_at, _)| *made_at == version);
        kept.insert(key, (version, value.clone()));
        drop(kept);
        Ok(value)
    }

    fn kept(&self, app: &App, key: K) -> Option<T> {
        let version = *app.store.commits().borrow();
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&key).filter(|(made_at, _)| *made_at == version).map(|(_, value)| value.clone())
    }
}

/// The copies.
#[derive(Debug, Default)]
pub struct Published {
    counts: UntilCommit<(), (CountsView, Document)>,
    moderation: UntilCommit<(), Document>,
    results: RwLock<HashMap<Round, Document>>,
    open_data: UntilCommit<(open_data::File, Timestamp), Document>,
}

impl Published {
    /// The counts.
    pub async fn counts(&self, app: &App) -> Result<CountsView, StoreError> {
        Ok(self.both_counts(app).await?.0)
    }

    /// The counts as a document.
    pub async fn counts_document(&self, app: &App) -> Result<Document, StoreError> {
        Ok(self.both_counts(app).await?.1)
    }

    async fn both_counts(&self, app: &App) -> Result<(CountsView, Document), StoreError> {
        let make = || async {
            let counts = app.store.counts().await?;
            let document = Document::json(&counts)?;
            Ok((counts, document))
        };
        self.counts.get(app, (), make).await
    }

    /// Moderation in numbers.
    pub async fn moderation(&self, app: &App) -> Result<Document, StoreError> {
        let make = || async { Document::json(&app.store.moderation_counts().await?) };
        self.moderation.get(app, (), make).await
    }

    /// A round's result; once published it never changes.
    pub async fn result(&self, app: &App, round: Round) -> Result<Option<Document>, StoreError> {
        let kept = self.results.read().unwrap_or_else(PoisonError::into_inner).get(&round).cloned();
        if kept.is_some() {
            return Ok(kept);
        }
        let Some(result) = app.store.result(round).await? else { return Ok(None) };
        let document = Document::json(&result)?;
        self.results.write().unwrap_or_else(PoisonError::into_inner).insert(round, document.clone());
        Ok(Some(document))
    }

    /// The last full hour of the platform's clock.
    pub fn hour(&self, app: &App) -> Timestamp {
        const HOUR: i64 = 3_600;
        let now = app.clock.now().as_second();
        Timestamp::from_second(now - now.rem_euclid(HOUR)).unwrap_or(Timestamp::MIN)
    }

    /// A file of the open data.
    pub async fn open_data(&self, app: &App, file: open_data::File) -> Result<Document, Problem> {
        // What it says may change at a full hour without a commit.
        Ok(self.open_data.get(app, (file, self.hour(app)), || open_data::make(app, file)).await?)
    }
}
