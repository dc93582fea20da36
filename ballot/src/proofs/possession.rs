//! Proof that somebody knows the secret of a key that they publish (Schnorr). Without it the last trustee could choose a
//! key that cancels the others'.

use super::{ProofError, Short};
use crate::bytes::{Bytes32, Bytes64};
use crate::group::{Element, GroupError, Scalar, random_scalar, times_g};
use crate::hash;
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// What a trustee's key is for; a proof for one use is none for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    /// Decrypts a share of the tally.
    Decryption = 0,
    /// The constant term of a dealing.
    Dealing = 1,
    /// Receives shares.
    Transport = 2,
}

/// Where a key is used: the ceremony, who of the trustees (from 1), what for.
#[derive(Clone, Copy, Debug)]
pub struct Seat<'a> {
    /// 32 bytes that name the ceremony.
    pub ceremony: &'a Bytes32,
    /// From 1.
    pub trustee: u16,
    /// What for.
    pub role: Role,
}

fn challenge(seat: &Seat<'_>, key: &Element, commitment: &Element) -> Scalar {
    let (trustee, role) = (seat.trustee.to_be_bytes(), [seat.role as u8]);
    hash::scalar(hash::POSSESSION, &[&seat.ceremony.0, &trustee, &role, key.bytes(), commitment.bytes()])
}

/// Proves knowledge of the logarithm of `key`.
pub fn prove(seat: &Seat<'_>, secret: &Scalar, key: &Element, rng: &mut impl CryptoRng) -> Bytes64 {
    let nonce = Zeroizing::new(random_scalar(rng));
    let challenge = challenge(seat, key, &Element::new(times_g(&nonce)));
    Short { challenge, response: *nonce + challenge * secret }.encode()
}

/// Checks it.
pub fn check(seat: &Seat<'_>, key: &Element, proof: &Bytes64) -> Result<(), ProofError> {
    let proof = Short::decode(proof)?;
    let commitment =
        RistrettoPoint::vartime_double_scalar_mul_basepoint(&-proof.challenge, &key.point(), &proof.response);
    if key.is_identity() {
        return Err(ProofError::Group(GroupError::Identity));
    }
    if challenge(seat, key, &Element::new(commitment)) == proof.challenge { Ok(()) } else { Err(ProofError::Equation) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Fixed;
    use crate::group::G;
    use rand::{SeedableRng, rngs::StdRng};

    #[test]
    fn holds_in_its_seat_only() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (one, two) = (Fixed([1; 32]), Fixed([2; 32]));
        let secret = random_scalar(rng);
        let key = Element::new(times_g(&secret));
        let seat = Seat { ceremony: &one, trustee: 1, role: Role::Decryption };
        let proof = prove(&seat, &secret, &key, rng);
        assert_eq!(check(&seat, &key, &proof), Ok(()));
        let others = [
            Seat { ceremony: &two, ..seat },
            Seat { trustee: 2, ..seat },
            Seat { role: Role::Dealing, ..seat },
            Seat { role: Role::Transport, ..seat },
        ];
        for other in others {
            assert_eq!(check(&other, &key, &proof), Err(ProofError::Equation), "{other:?}");
        }
        assert_eq!(check(&seat, &Element::new(G), &proof), Err(ProofError::Equation));
        // A key that hides nothing.
        let none = Element::new(times_g(&Scalar::ZERO));
        let proof_of_none = prove(&seat, &Scalar::ZERO, &none, rng);
        assert_eq!(check(&seat, &none, &proof_of_none), Err(ProofError::Group(GroupError::Identity)));
        for place in 0..64 {
            let mut bad = proof;
            bad.0[place] ^= 4;
            assert!(check(&seat, &key, &bad).is_err(), "{place}");
        }
    }
}
