//! Fills in, encrypts, proves and signs a ballot, in time that does not depend on the choices.

use super::decode::head;
use super::{MAX_COLUMNS, MAX_ROWS, Opening, Place};
use crate::credential::Credential;
use crate::elgamal::PublicKey;
use crate::group::{Element, Scalar};
use crate::hash;
use crate::proofs::generators::Generators;
use crate::proofs::onehot::{Secrets, prove};
use curve25519_dalek::ristretto::RistrettoPoint;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

/// Why no ballot can be made. Names no grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MakeError {
    /// Too few or too many candidates or answers, for a ballot or for these generators.
    #[error("a ballot cannot have this many candidates or answers")]
    Shape,
    /// Not one choice for each candidate, or one beyond the answers.
    #[error("each candidate needs one of the answers")]
    Choices,
    /// The place names another credential.
    #[error("another credential's place")]
    Credential,
}

/// Ones and zeros, row by row.
pub(super) fn bits(choices: &[u8], columns: usize) -> Vec<Choice> {
    let columns = 0..u8::try_from(columns).unwrap_or(u8::MAX);
    choices.iter().flat_map(|choice| columns.clone().map(move |column| column.ct_eq(choice))).collect()
}

/// The ciphertexts that an opening gives at a place: points `a`, `b`, cell by cell.
pub(super) fn encrypt(key: &PublicKey, bits: &[Choice], randomness: &[Scalar]) -> Vec<RistrettoPoint> {
    bits.iter().zip(randomness).flat_map(|(bit, r)| <[_; 2]>::from(key.encrypt_bit(*bit, r))).collect()
}

/// A ballot's bytes. The same seed, place and choices give the same ballot, so that sending again is no other ballot.
pub fn make(
    place: &Place,
    opening: &Opening,
    credential: &Credential,
    key: &PublicKey,
    generators: &Generators,
) -> Result<Vec<u8>, MakeError> {
    let shape = place.shape();
    let fits = (1..=MAX_ROWS).contains(&shape.rows) && (2..=MAX_COLUMNS).contains(&shape.columns);
    if !fits || generators.cells.len() < shape.cells() {
        return Err(MakeError::Shape);
    }
    let choices = opening.choices();
    if choices.len() != shape.rows || choices.iter().any(|choice| usize::from(*choice) >= shape.columns) {
        return Err(MakeError::Choices);
    }
    if credential.public() != place.credential {
        return Err(MakeError::Credential);
    }
    let mut body = head(place);
    let secrets = opening.secrets(&body, shape);
    let ones = bits(choices, shape.columns);
    for point in encrypt(key, &ones, &secrets.r) {
        body.extend_from_slice(Element::new(point).bytes());
    }
    let ones = Zeroizing::new(ones.iter().map(|bit| Scalar::from(bit.unwrap_u8())).collect::<Vec<_>>());
    prove(&mut body, shape, key, generators, &ones, &secrets);
    let signature = credential.sign(hash::BALLOT_SIGNATURE, &body);
    body.extend_from_slice(&signature.0);
    Ok(body)
}

impl Opening {
    /// The secrets of the ballot with that head.
    pub(super) fn secrets(&self, head: &[u8], shape: crate::proofs::onehot::Shape) -> Secrets {
        Secrets::from_source(shape, |n| {
            hash::scalar(hash::BALLOT_SECRET, &[self.seed(), head, self.choices(), &n.to_be_bytes()])
        })
    }
}
