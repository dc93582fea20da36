//! Proof that two points are the same secret times two bases (Chaum and Pedersen): a partial decryption is right.

use super::{ProofError, Short};
use crate::bytes::{Bytes32, Bytes64};
use crate::group::{Element, G, Scalar, random_scalar, times_g};
use crate::hash;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Says: `key = secret · G` and `product = secret · base`, at this place.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// The election's hash, or the ceremony's name for a complaint.
    pub context: &'a Bytes32,
    /// Whose secret, from 1.
    pub trustee: u16,
    /// Which of the products of that secret.
    pub place: u32,
    /// `secret · G`.
    pub key: &'a Element,
    /// The other base.
    pub base: &'a Element,
    /// `secret · base`.
    pub product: &'a Element,
}

fn challenge(statement: &Statement<'_>, first: &Element, second: &Element) -> Scalar {
    let (trustee, place) = (statement.trustee.to_be_bytes(), statement.place.to_be_bytes());
    let points = [statement.key, statement.base, statement.product, first, second].map(Element::bytes);
    let [key, base, product, first, second] = points;
    hash::scalar(hash::EQUALITY, &[&statement.context.0, &trustee, &place, key, base, product, first, second])
}

/// Proves it.
pub fn prove(statement: &Statement<'_>, secret: &Scalar, rng: &mut impl CryptoRng) -> Bytes64 {
    let nonce = Zeroizing::new(random_scalar(rng));
    let second = Element::new(statement.base.point() * *nonce);
    let challenge = challenge(statement, &Element::new(times_g(&nonce)), &second);
    Short { challenge, response: *nonce + challenge * secret }.encode()
}

/// Checks it.
pub fn check(statement: &Statement<'_>, proof: &Bytes64) -> Result<(), ProofError> {
    let proof = Short::decode(proof)?;
    let commitment = |base: RistrettoPoint, product: &Element| {
        let points = [base, product.point()];
        Element::new(RistrettoPoint::vartime_multiscalar_mul([proof.response, -proof.challenge], points))
    };
    let first = commitment(G, statement.key);
    let second = commitment(statement.base.point(), statement.product);
    if challenge(statement, &first, &second) == proof.challenge { Ok(()) } else { Err(ProofError::Equation) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Fixed;
    use rand::{SeedableRng, rngs::StdRng};

    #[test]
    fn holds_for_what_it_says_only() {
        let rng = &mut StdRng::seed_from_u64(2);
        let (one, two) = (Fixed([1; 32]), Fixed([2; 32]));
        let secret = random_scalar(rng);
        let key = Element::new(times_g(&secret));
        let base = Element::new(times_g(&random_scalar(rng)));
        let product = Element::new(base.point() * secret);
        let other = Element::new(base.point() * (secret + Scalar::ONE));
        let right = Statement { context: &one, trustee: 1, place: 3, key: &key, base: &base, product: &product };
        let proof = prove(&right, &secret, rng);
        assert_eq!(check(&right, &proof), Ok(()));
        let wrong = [
            Statement { context: &two, ..right },
            Statement { trustee: 2, ..right },
            Statement { place: 4, ..right },
            Statement { key: &other, ..right },
            Statement { base: &other, ..right },
            Statement { product: &other, ..right },
        ];
        for statement in wrong {
            assert_eq!(check(&statement, &proof), Err(ProofError::Equation), "{statement:?}");
            // Nor does a proof that was made for the wrong product hold.
            let forged = prove(&Statement { product: &other, ..right }, &secret, rng);
            assert_eq!(check(&Statement { product: &other, ..right }, &forged), Err(ProofError::Equation));
        }
    }
}
