//! What can be wrong with a ballot.

use crate::credential::SignatureError;
use crate::group::GroupError;

/// Why a ballot is refused. Says nothing of its grades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotFault {
    /// Another version of the format.
    #[error("not version 1 of the format")]
    Version,
    /// Neither "own" nor "assisted".
    #[error("an unknown channel")]
    Channel,
    /// No candidate or answers, too many, or not as many as this election has.
    #[error("not the number of candidates or answers of this election")]
    Shape,
    /// Longer or shorter than its shape says.
    #[error("not as long as it must be")]
    Length,
    /// A ciphertext is none.
    #[error("the ciphertext of row {row}, column {column}: {error}")]
    Ciphertext {
        /// From 1.
        row: usize,
        /// From 1.
        column: usize,
        /// Why.
        error: GroupError,
    },
    /// The proof's bytes are no proof.
    #[error("the proof: {0}")]
    Encoding(GroupError),
    /// Made for another election.
    #[error("made for another election")]
    Election,
    /// Not the candidates of this election or lot, in their order.
    #[error("not these candidates in this order")]
    Candidates,
    /// The signature is not the credential's.
    #[error(transparent)]
    Signature(SignatureError),
    /// Some row does not hold a single one, or the proof was made for another place.
    #[error("the proof does not hold")]
    Proof,
}
