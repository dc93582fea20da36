//! The hashes of the format. Each use has a label of its own, so that no hash of one kind is one of another.

use crate::group::{Element, Scalar};
use curve25519_dalek::ristretto::RistrettoPoint;
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

/// A generator of commitments.
pub const GENERATOR: &str = "isoloir/1 generator";
/// The secrets of a ballot from its seed.
pub const BALLOT_SECRET: &str = "isoloir/1 ballot secret";
/// The weights that tie a ballot's ciphertexts to its commitment.
pub const BALLOT_LINK: &str = "isoloir/1 ballot link";
/// The challenge of a ballot's proof.
pub const BALLOT_CHALLENGE: &str = "isoloir/1 ballot challenge";
/// What a credential signs.
pub const BALLOT_SIGNATURE: &str = "isoloir/1 ballot signature";
/// The challenge of a proof of possession.
pub const POSSESSION: &str = "isoloir/1 possession";
/// The challenge of a proof that two logarithms are equal.
pub const EQUALITY: &str = "isoloir/1 equality";
/// A dealer's commitment to what is revealed in the next round.
pub const DEALING: &str = "isoloir/1 dealing";
/// The pad of a share on its way to a trustee.
pub const SHARE: &str = "isoloir/1 share";
/// What the board signs.
pub const CHECKPOINT: &str = "isoloir/1 checkpoint";
/// Weights of a verifier that checks many ballots at once; no other program needs them.
pub const BATCH: &str = "isoloir/1 batch";

/// SHA-256 of the parts, one after another.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// SHA-512 of the label's length in one byte, the label, and the parts one after another.
pub fn wide(label: &str, parts: &[&[u8]]) -> [u8; 64] {
    let mut hash = Sha512::new();
    hash.update([u8::try_from(label.len()).unwrap_or(u8::MAX)]);
    hash.update(label.as_bytes());
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The same as a scalar: read least significant byte first, modulo the group's order.
pub fn scalar(label: &str, parts: &[&[u8]]) -> Scalar {
    // Some of these are secrets.
    Scalar::from_bytes_mod_order_wide(&Zeroizing::new(wide(label, parts)))
}

/// The same as a point whose logarithm nobody knows (the one-way map of RFC 9496).
pub fn point(label: &str, parts: &[&[u8]]) -> Element {
    Element::new(RistrettoPoint::from_uniform_bytes(&wide(label, parts)))
}

/// What an Ed25519 key signs under a label: its length, the label, the message.
pub fn signed(label: &str, message: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + label.len() + message.len());
    bytes.push(u8::try_from(label.len()).unwrap_or(u8::MAX));
    bytes.extend_from_slice(label.as_bytes());
    bytes.extend_from_slice(message);
    bytes
}
