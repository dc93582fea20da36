//! What a trustee's program reads and sends: with the token that the operator gave them, beside any account.

use super::request::Request;
use super::{Client, Tokens};
use crate::api::ApiError;
use crate::api::ids::IdempotencyKey;
use crate::api::types::{CeremonyView, ElectionView, Round};
use isoloir_ballot::tally::Decryption;
use isoloir_ballot::trustees::{Complaint, Deal, Hello, TrusteeKey};

/// What a trustee sends.
#[derive(Clone, Debug)]
pub enum TrusteeMessage {
    /// A key for shares, and a commitment.
    Hello(Hello),
    /// What was committed to, and a share for each.
    Deal(Deal),
    /// That a share does not fit.
    Complaint(Complaint),
    /// The trustee's key.
    Key(TrusteeKey),
    /// Their part of the tally.
    Decryption(Decryption),
}

impl Client {
    /// `GET /v1/trustees/{round}`
    ///
    /// # Errors
    /// If there is no ceremony, or no answer.
    pub async fn ceremony(&self, round: Round) -> Result<CeremonyView, ApiError> {
        // To the letter: names are part of what trustees compare.
        self.send(&Request::get(&["trustees", word(round)]), None).await?.to_the_letter()
    }

    /// `GET /v1/elections/{round}`
    ///
    /// # Errors
    /// If the round has not opened, or no answer.
    pub async fn election_view(&self, round: Round) -> Result<ElectionView, ApiError> {
        self.send(&Request::get(&["elections", word(round)]), None).await?.to_the_letter()
    }

    /// `PUT /v1/trustees/{round}/{trustee}/…`
    ///
    /// # Errors
    /// What the platform refused, or that it gave no answer.
    pub async fn send_as_trustee(
        &self,
        token: &str,
        key: IdempotencyKey,
        (round, trustee): (Round, u16),
        message: &TrusteeMessage,
    ) -> Result<(), ApiError> {
        let number = trustee.to_string();
        let put = |what: &str| Request::put(&["trustees", word(round), &number, what], key);
        let request = match message {
            TrusteeMessage::Hello(hello) => put("hello").json(hello),
            TrusteeMessage::Deal(deal) => put("deal").json(deal),
            TrusteeMessage::Complaint(complaint) => put("complaint").json(complaint),
            TrusteeMessage::Key(own) => put("key").json(own),
            TrusteeMessage::Decryption(decryption) => put("decryption").json(decryption),
        };
        let tokens = Tokens { access: token.to_owned(), refresh: String::new(), until: i64::MAX, claim: None };
        self.send(&request, Some(&tokens)).await.map(drop)
    }
}

fn word(round: Round) -> &'static str {
    match round {
        Round::Preselection => "preselection",
        Round::Final => "final",
    }
}
