//! Bodies are read up to a limit: a platform that never stops talking is not listened to.

use crate::api::ApiError;

/// The whole body. Cut in the middle, it is no answer; too long, it is none of this API.
pub(super) async fn read(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| ApiError::Unreachable)? {
        if body.len() + chunk.len() > limit {
            return Err(ApiError::Garbled);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
