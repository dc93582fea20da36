//! What clients of one platform share: connections, and answers that are for everyone.

use super::booth::Elections;
use super::lock;
use crate::api::ApiError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// Longest time for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// How many answers are kept with their ETags.
const CACHED: usize = 256;

/// Connections and public answers. Cheap to clone: clones share them.
#[derive(Clone, Default)]
pub struct Pool(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// Made at the first call: reading the system's certificates takes longer than a first frame.
    http: OnceLock<Result<reqwest::Client, ()>>,
    cache: Cache,
    elections: Elections,
}

impl Pool {
    pub(super) fn http(&self) -> Result<&reqwest::Client, ApiError> {
        let made = self.0.http.get_or_init(|| {
            let builder = reqwest::Client::builder().connect_timeout(CONNECT).user_agent("isoloir");
            // A platform does not redirect; tokens go nowhere else.
            builder.redirect(reqwest::redirect::Policy::none()).build().map_err(|error| {
                tracing::error!(%error, "no HTTP client: are the system's certificates there?");
            })
        });
        made.as_ref().map_err(|()| ApiError::Unreachable)
    }

    pub(super) fn cache(&self) -> &Cache {
        &self.0.cache
    }

    pub(super) fn elections(&self) -> &Elections {
        &self.0.elections
    }
}

/// An answer with its ETag.
type Tagged = (String, Arc<[u8]>);

/// Answers with their ETags, by what was asked.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<String, Tagged>>);

impl Cache {
    pub fn get(&self, key: &str) -> Option<Tagged> {
        lock(&self.0).get(key).cloned()
    }

    pub fn put(&self, key: String, etag: String, body: Arc<[u8]>) {
        let mut kept = lock(&self.0);
        if kept.len() >= CACHED {
            kept.clear();
        }
        kept.insert(key, (etag, body));
    }

    pub fn clear(&self) {
        lock(&self.0).clear();
    }
}
