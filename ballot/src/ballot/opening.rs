//! What a ballot holds, and how to show it: cast or spoil. A spoiled ballot is opened and can't be cast any more; a cast
//! one is never opened, for its opening would be a receipt to sell.

use super::make::{bits, encrypt};
use super::{Ballot, decode::head};
use crate::elgamal::PublicKey;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// 32 secret bytes that all the randomness of one ballot comes from. Each ballot has its own: the seed of a spoiled ballot is
/// shown, and would open any other that was made from it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Seed([u8; 32]);

impl Seed {
    /// A new one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Self([0; 32]);
        rng.fill_bytes(&mut seed.0);
        seed
    }

    /// From its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// A ballot's choices and seed: makes the ballot, and opens it. Wiped when dropped; never logged.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Opening {
    seed: Seed,
    choices: Vec<u8>,
}

/// An opening does not open a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ballot does not hold what the opening says")]
pub struct OpeningError;

impl Opening {
    /// One choice for each row: the column's number, from 0.
    pub fn new(seed: Seed, choices: Vec<u8>) -> Self {
        Self { seed, choices }
    }

    /// The choices.
    pub fn choices(&self) -> &[u8] {
        &self.choices
    }

    pub(super) fn seed(&self) -> &[u8] {
        &self.seed.0
    }

    /// Does the ballot hold these choices? It is encrypted again from the seed and compared.
    pub fn opens(&self, ballot: &Ballot, key: &PublicKey) -> Result<(), OpeningError> {
        let shape = ballot.place().shape();
        if self.choices.len() != shape.rows || self.choices.iter().any(|n| usize::from(*n) >= shape.columns) {
            return Err(OpeningError);
        }
        let secrets = self.secrets(&head(ballot.place()), shape);
        let again = encrypt(key, &bits(&self.choices, shape.columns), &secrets.r);
        let there = ballot.ciphertexts().iter().flat_map(|ciphertext| [ciphertext.a.point(), ciphertext.b.point()]);
        if there.eq(again) { Ok(()) } else { Err(OpeningError) }
    }

    /// As bytes: the seed, then the choices. To keep beside an unsent ballot, or to show of a spoiled one.
    pub fn to_bytes(&self) -> zeroize::Zeroizing<Vec<u8>> {
        zeroize::Zeroizing::new(self.seed.0.iter().chain(&self.choices).copied().collect())
    }

    /// From those bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (seed, choices) = bytes.split_first_chunk::<32>()?;
        Some(Self::new(Seed(*seed), choices.to_vec()))
    }
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opening(…)")
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl Serialize for Opening {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::bytes::Blob(self.to_bytes().to_vec()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Opening {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = zeroize::Zeroizing::new(crate::bytes::Blob::deserialize(deserializer)?.0);
        Self::from_bytes(&bytes).ok_or_else(|| serde::de::Error::custom("no opening"))
    }
}
