//! A trustee's own key.

use crate::bytes::{Bytes32, Bytes64};
use crate::group::{Element, GroupError, Scalar, decode_scalar, random_scalar, times_g};
use crate::proofs::possession::{self, Role, Seat};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What a trustee keeps on their own machine. Wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TrusteeSecret(pub(super) Scalar);

/// What a trustee publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrusteeKey {
    /// The public key.
    pub key: Element,
    /// Proof that its secret is known.
    pub possession: Bytes64,
}

impl TrusteeSecret {
    /// A new one, for a ceremony where all trustees are needed.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(random_scalar(rng))
    }

    /// From its 32 bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, GroupError> {
        let secret = decode_scalar(bytes)?;
        if secret == Scalar::ZERO { Err(GroupError::Scalar) } else { Ok(Self(secret)) }
    }

    /// Its 32 bytes: to keep, never to send.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    pub fn key(&self) -> Element {
        Element::new(times_g(&self.0))
    }

    /// What to publish, for that ceremony and number among the trustees (from 1).
    pub fn publish(&self, ceremony: &Bytes32, trustee: u16, rng: &mut impl CryptoRng) -> TrusteeKey {
        let key = self.key();
        let seat = Seat { ceremony, trustee, role: Role::Decryption };
        TrusteeKey { key, possession: possession::prove(&seat, &self.0, &key, rng) }
    }

    pub(crate) fn scalar(&self) -> &Scalar {
        &self.0
    }
}

impl std::fmt::Debug for TrusteeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TrusteeSecret(…)")
    }
}
