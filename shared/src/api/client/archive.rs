//! What a verification loads: the public archive of a round as a file, and what the platform says beside it.

use super::{Answer, Client};
use crate::api::types::{AuditView, ElectionView, PrimaryView, ProblemCode, Round};
use crate::api::{ApiError, Call, Reply};
use crate::verify::{AuditLog, Live};
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::hash::sha256;
use std::time::Duration;

/// A platform that says nothing for so long is as good as gone. An archive has no bound for all of it: it can be large.
const STALL: Duration = Duration::from_secs(30);
/// Largest problem that is read.
const PROBLEM: usize = 64 << 10;
/// Most pages of the organisers' log.
const PAGES: usize = 100_000;

fn word(round: Round) -> &'static str {
    match round {
        Round::Preselection => "preselection",
        Round::Final => "final",
    }
}

impl Client {
    /// What the platform says of an election, and of its result. To be asked before the archive, which then reaches at
    /// least as far.
    ///
    /// # Errors
    /// If there is no such election, or no answer.
    pub async fn claims(&self, round: Round) -> Result<Live, ApiError> {
        let view: ElectionView = self.get(&["elections", word(round)], &[]).await?;
        let primary: PrimaryView = match self.call(&Call::Primary).await? {
            Reply::Primary(primary) => primary,
            _ => return Err(ApiError::Garbled),
        };
        let result = match self.call(&Call::Results(round)).await {
            Ok(Reply::Results(result)) => Some(*result),
            Ok(_) => return Err(ApiError::Garbled),
            Err(ApiError::Problem(it)) if matches!(it.code, ProblemCode::NotYet | ProblemCode::NotFound) => None,
            Err(error) => return Err(error),
        };
        let election = Fixed(sha256(&[&view.manifest.0]));
        Ok(Live { election, local: view.local, checkpoint: view.checkpoint, primary, result })
    }

    /// Loads the archive of a round, piece by piece. `take` returns false to have no more.
    ///
    /// # Errors
    /// If there is none, or it was cut.
    pub async fn archive(&self, round: Round, mut take: impl FnMut(&[u8]) -> bool + Send) -> Result<(), ApiError> {
        let mut url = self.base().clone();
        let path = ["v1", "elections", word(round), "archive"];
        url.path_segments_mut().map_err(|()| ApiError::Garbled)?.pop_if_empty().extend(path);
        let sent = tokio::time::timeout(STALL, self.http()?.get(url).send()).await;
        let mut response = sent.map_err(|_| ApiError::Unreachable)?.map_err(|_| ApiError::Unreachable)?;
        if !response.status().is_success() {
            return Err(Answer::read(response, PROBLEM, None).await.err().unwrap_or(ApiError::Garbled));
        }
        loop {
            let piece = tokio::time::timeout(STALL, response.chunk()).await.map_err(|_| ApiError::Unreachable)?;
            match piece.map_err(|_| ApiError::Unreachable)? {
                Some(piece) if take(&piece) => {}
                _ => return Ok(()),
            }
        }
    }

    /// All of the organisers' log.
    ///
    /// # Errors
    /// If it does not come whole.
    pub async fn audit_log(&self) -> Result<AuditLog, ApiError> {
        let mut log = AuditLog::default();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let query: Vec<(&str, String)> = cursor.iter().map(|it| ("cursor", it.clone())).collect();
            let page: AuditView = self.get(&["audit"], &query).await?;
            // A page that does not go on would be asked for for ever.
            let went_on = !page.items.is_empty();
            log.entries.extend(page.items);
            log.head = Some(page.head);
            cursor = page.next.filter(|_| went_on);
            if cursor.is_none() {
                return Ok(log);
            }
        }
        Err(ApiError::Garbled)
    }

    /// What this person's purse has seen of boards.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn seen_here(
        &self,
    ) -> Result<(Vec<isoloir_ballot::board::Checkpoint>, Vec<isoloir_ballot::board::Receipt>), ApiError> {
        Ok(crate::booth::seen_here(&*self.seat().purse).await?)
    }
}
