//! Proofs without interaction. Equations: `docs/ballot-format.md`.

pub mod equality;
pub mod generators;
pub mod onehot;
mod onehot_check;
pub mod possession;

use crate::bytes::{Bytes64, Fixed};
use crate::group::{GroupError, Scalar, decode_scalar};

pub use onehot_check::{Batch, Item};

/// A proof does not show what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Bytes that are no proof.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// The equation does not hold.
    #[error("the proof's equation does not hold")]
    Equation,
}

/// A challenge and a response: the short form of a proof about one secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    challenge: Scalar,
    response: Scalar,
}

impl Short {
    fn decode(bytes: &Bytes64) -> Result<Self, GroupError> {
        let mut rest = &bytes.0[..];
        let mut scalar = || crate::group::take::<32>(&mut rest).ok_or(GroupError::Scalar).and_then(decode_scalar);
        Ok(Self { challenge: scalar()?, response: scalar()? })
    }

    fn encode(&self) -> Bytes64 {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(self.challenge.as_bytes());
        bytes[32..].copy_from_slice(self.response.as_bytes());
        Fixed(bytes)
    }
}
