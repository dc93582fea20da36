//! A witness: whoever looks at a board again and again and tells others what it said.

use super::ElectionFacts;
use crate::api::ApiError;
use crate::api::client::Client;
use crate::api::types::Round;
use isoloir_ballot::board::Checkpoint;

/// What a board says now. It goes with all that was seen of it before (in the purse of whoever looks).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// What is voted on.
    pub facts: ElectionFacts,
    /// The newest checkpoint.
    pub checkpoint: Checkpoint,
}

impl Client {
    /// Looks at the board of a round.
    ///
    /// # Errors
    /// If there is none, or no answer; `Alarm` if it contradicts what was seen of it before.
    pub async fn watch(&self, round: Round) -> Result<Watched, ApiError> {
        let (facts, checkpoint) = self.facts_now(round).await?;
        Ok(Watched { facts, checkpoint })
    }
}
