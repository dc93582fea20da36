//! The voter's key for a round: made the first time it is needed, told to the platform by its public half, shown to its
//! owner as a code, taken from a code of another device of theirs.

use super::board::word;
use super::purse::Key;
use super::{BoothReply, KeyCode};
use crate::api::client::Client;
use crate::api::ids::IdempotencyKey;
use crate::api::types::{CredentialRequest, CredentialView, ProblemCode, Round};
use crate::api::{ApiError, Call, Reply};
use isoloir_ballot::bytes::Bytes32;
use isoloir_ballot::credential::Credential;
use reqwest::Method;

/// The platform said this.
pub(super) fn says(error: &ApiError, code: ProblemCode) -> bool {
    matches!(error, ApiError::Problem(problem) if problem.code == code)
}

/// A key for a write that the booth makes by itself.
pub(super) fn fresh() -> IdempotencyKey {
    IdempotencyKey(uuid::Uuid::new_v4())
}

/// Whether the write was done is not known.
fn unanswered(error: &ApiError) -> bool {
    matches!(error, ApiError::Unreachable | ApiError::Garbled) || says(error, ProblemCode::Internal)
}

impl Client {
    /// My key for a round, known to the platform.
    pub(super) async fn credential(&self, round: Round) -> Result<Credential, ApiError> {
        let owner = self.owner().await?;
        let new = Credential::generate(&mut rand::rng());
        let key: Key = self.change(|purse| purse.key_or(&owner, round, &new)).await?;
        let credential = key.credential();
        if !key.registered {
            self.register(&owner, round, &credential.public(), false).await?;
        }
        Ok(credential)
    }

    /// The platform does not know the key that was taken for known: the next use registers it again.
    pub(super) async fn unregistered(&self, round: Round) -> Result<(), ApiError> {
        let owner = self.owner().await?;
        self.change(|purse| {
            if let Some(public) = purse.key(&owner, round).map(|key| key.credential().public()) {
                purse.registered(&owner, round, &public, false);
            }
        })
        .await
    }

    async fn register(&self, owner: &str, round: Round, public: &Bytes32, replace: bool) -> Result<(), ApiError> {
        self.tell(round, public, replace).await?;
        self.change(|purse| purse.registered(owner, round, public, true)).await
    }

    async fn tell(&self, round: Round, public: &Bytes32, replace: bool) -> Result<(), ApiError> {
        let body = CredentialRequest { credential: *public, replace };
        let to = (Method::PUT, &["me", "credentials", word(round)][..]);
        // Each time a write of its own, so that an old answer does not answer a new question; where an answer was lost,
        // the same once more.
        let key = fresh();
        let view: CredentialView = match self.put(to.clone(), key, &body).await {
            Err(error) if unanswered(&error) => self.put(to, key, &body).await?,
            told => told?,
        };
        if view.credential == *public { Ok(()) } else { Err(ApiError::Garbled) }
    }

    /// Draws with a key that the platform knows.
    pub(crate) async fn draw_lot(&self, call: &Call) -> Result<Reply, ApiError> {
        self.credential(Round::Preselection).await?;
        match self.plainly(call).await {
            Err(error) if says(&error, ProblemCode::NoCredential) => {
                self.unregistered(Round::Preselection).await?;
                self.credential(Round::Preselection).await?;
                self.plainly(call).await
            }
            other => other,
        }
    }

    /// The code of my key, if this device has one that the platform knows.
    pub(super) async fn show_key(&self, round: Round) -> Result<BoothReply, ApiError> {
        let owner = self.owner().await?;
        let code = self.look(|purse| {
            purse.key(&owner, round).filter(|key| key.registered).map(|key| KeyCode::of(round, key.secret()))
        });
        Ok(BoothReply::Key(round, code.await?))
    }

    /// Takes my key from a code. It is kept once the platform has said that it is mine.
    pub(super) async fn enter_key(&self, round: Round, code: &KeyCode) -> Result<BoothReply, ApiError> {
        let secret = KeyCode::read(code.expose(), round).map_err(ApiError::KeyCode)?;
        let owner = self.owner().await?;
        self.tell(round, &Credential::from_secret(&secret).public(), false).await?;
        self.change(|purse| purse.set_key(&owner, round, secret.clone(), true)).await?;
        Ok(BoothReply::KeyKept(round))
    }

    /// Another key in the place of one that is lost. The one that is here and unknown to the platform will do: an answer
    /// that is lost leaves no third.
    pub(super) async fn new_key(&self, round: Round) -> Result<BoothReply, ApiError> {
        let owner = self.owner().await?;
        let new = Credential::generate(&mut rand::rng());
        let key: Key = self.change(|purse| purse.key_or(&owner, round, &new)).await?;
        match self.register(&owner, round, &key.credential().public(), true).await {
            // It was mine once, and another took its place: a third takes that one's.
            Err(error) if says(&error, ProblemCode::Duplicate) => {
                self.change(|purse| purse.set_key(&owner, round, new.secret(), false)).await?;
                self.register(&owner, round, &new.public(), true).await?;
            }
            done => done?,
        }
        Ok(BoothReply::KeyKept(round))
    }

    /// Nothing of this account stays in the purse.
    pub(crate) async fn forget_owner(&self, owner: &str) -> Result<(), ApiError> {
        self.change(|purse| purse.forget(owner)).await
    }
}
