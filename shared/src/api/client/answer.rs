//! What came back over HTTP, as a reply of the API.

use super::{body, clean, organise};
use crate::api::types::Problem;
use crate::api::{ApiError, Call, Reply};
use reqwest::StatusCode;
use reqwest::header::{ETAG, HeaderMap, RETRY_AFTER};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A success, read whole.
pub(super) struct Answer {
    /// Its tag, if it may be asked for again.
    pub etag: Option<String>,
    /// Its bytes.
    pub body: Arc<[u8]>,
}

impl Answer {
    /// Reads a response; everything but a success is an error.
    pub async fn read(response: reqwest::Response, limit: usize, cached: Option<Arc<[u8]>>) -> Result<Self, ApiError> {
        let (status, headers) = (response.status(), response.headers().clone());
        if status == StatusCode::NOT_MODIFIED {
            return cached.map(|body| Self { etag: None, body }).ok_or(ApiError::Garbled);
        }
        let body = body::read(response, limit).await?;
        if status.is_success() {
            return Ok(Self { etag: text(&headers, ETAG.as_str()), body: body.into() });
        }
        Err(refusal(status, &headers, &body))
    }

    /// A value that holds secrets: taken as it is, shown nowhere.
    pub fn secret<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_slice(&self.body).map_err(|_| ApiError::Garbled)
    }

    /// A value that loses its sense when a character of it changes; whoever shows it cleans it.
    pub(super) fn to_the_letter<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_slice(&self.body).map_err(|_| ApiError::Garbled)
    }

    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        clean::read(&self.body).ok_or(ApiError::Garbled)
    }

    /// The reply that belongs to the call.
    pub fn reply(&self, call: &Call) -> Result<Reply, ApiError> {
        Ok(match call {
            Call::Primary => Reply::Primary(self.json()?),
            Call::CalendarChanges => Reply::CalendarChanges(self.json()?),
            Call::Counts => Reply::Counts(self.json()?),
            Call::RequestCode(..) => Reply::CodeSent(self.json()?),
            // Their answers hold secrets, and are read apart.
            Call::SignIn(..) | Call::ClaimLink(..) | Call::OpenLink(_) => return Err(ApiError::Garbled),
            // Made of several answers.
            Call::CastLot(..) | Call::CastFinal(..) | Call::Booth(_) => return Err(ApiError::Garbled),
            Call::SignOut(_) | Call::Revoke(..) | Call::Erase(_) | Call::ConfirmLink(..) | Call::CutLink(..) => {
                Reply::Done
            }
            Call::Account | Call::Register(..) | Call::Preferences(..) => Reply::Account(self.json()?),
            Call::Sessions => Reply::Sessions(self.json()?),
            Call::Links => Reply::Links(self.json()?),
            Call::OfferLink(_) => Reply::LinkOffered(self.json()?),
            Call::Inbox | Call::ReadAnnouncement(..) => Reply::Inbox(self.json()?),
            Call::Notices | Call::AskNotices(..) => Reply::Notices(self.json()?),
            Call::WriteToSupporters(..) => Reply::Announced(Box::new(self.json()?)),
            Call::Export => Reply::Export(self.body.to_vec()),
            Call::Candidates(_) => Reply::Candidates(self.json()?),
            Call::Candidate(_) => Reply::Candidate(Box::new(self.json()?)),
            Call::Photo(_) => Reply::Photo(self.body.clone()),
            Call::Supports
            | Call::Support(..)
            | Call::WithdrawSupport(..)
            | Call::Nominate(..)
            | Call::WithdrawNomination(..) => Reply::Supports(self.json()?),
            Call::Candidacy
            | Call::Declare(..)
            | Call::PutPhoto(..)
            | Call::WithdrawCandidacy(_)
            | Call::Confirm(..)
            | Call::AnswerDisqualification(..) => Reply::Candidacy(Box::new(self.json()?)),
            Call::DrawLot(_) | Call::Lot(_) => Reply::Lot(self.json()?),
            Call::Lots(_) => Reply::Lots(self.json()?),
            Call::Final => Reply::Final(self.json()?),
            Call::Receipts(_) => Reply::Receipts(self.json()?),
            Call::Tracker(_) => Reply::Tracker(self.json()?),
            Call::Organise(call) => Reply::Organise(organise::reply(self, call)?),
            Call::Results(_) => Reply::Results(Box::new(self.json()?)),
        })
    }
}

/// The platform's problem; a gateway's error page is as good as no answer.
fn refusal(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> ApiError {
    match clean::read::<Problem>(body) {
        Some(mut problem) => {
            let seconds = || text(headers, RETRY_AFTER.as_str())?.parse().ok();
            problem.retry_after = problem.retry_after.or_else(seconds);
            ApiError::Problem(Box::new(problem))
        }
        None if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => ApiError::Unreachable,
        None => ApiError::Garbled,
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
