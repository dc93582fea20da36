//! Pages of a listing: an opaque cursor that stays good while the listing grows.

use crate::problem::Problem;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use isoloir_shared::api::types::ProblemCode;
use serde::Deserialize;

/// Rows on a page, unless asked otherwise.
const ROWS: u32 = 50;
/// Most rows on a page.
const MOST: u32 = 200;

/// Where to read on, and how much.
#[derive(Clone, Debug, Deserialize)]
pub struct PageQuery {
    /// From the page before.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: Option<u32>,
}

impl PageQuery {
    /// Rows asked for.
    pub fn limit(&self) -> Result<u32, Problem> {
        let limit = self.limit.unwrap_or(ROWS);
        if (1..=MOST).contains(&limit) { Ok(limit) } else { Err(Problem::invalid("limit")) }
    }

    /// The number before which the page begins.
    pub fn before(&self) -> Result<Option<i64>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
        let number = bytes.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()).map(i64::from_be_bytes);
        number.map(Some).ok_or_else(|| Problem::new(ProblemCode::Malformed).field("cursor"))
    }
}

/// Cuts one row more than the page holds: if it is there, there is a next page.
pub fn cut<T>(mut rows: Vec<T>, limit: u32, number: impl Fn(&T) -> i64) -> (Vec<T>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| BASE64_URL_SAFE_NO_PAD.encode(number(row).to_be_bytes()));
    (rows, next)
}
