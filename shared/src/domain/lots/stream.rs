//! The random stream of a draw: nobody can tell it before the close, anyone can repeat it after.

use crate::api::ids::{CandidateId, LotId};
use hmac::{Hmac, KeyInit, Mac};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};
use std::fmt;

/// 32 bytes that the operator keeps until the close. Published then; never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct OperatorSecret([u8; 32]);

impl OperatorSecret {
    /// From 32 bytes of the system's randomness.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes themselves: to store, and to publish at the close.
    pub fn reveal(&self) -> [u8; 32] {
        self.0
    }

    /// SHA-256(operator secret): published before the vote opens.
    pub fn commitment(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// The seed of an election: SHA-256(operator secret ‖ public randomness), 64 bytes hashed.
#[derive(Clone, PartialEq, Eq)]
pub struct ElectionSeed([u8; 32]);

macro_rules! secret_debug {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
secret_debug!(OperatorSecret, ElectionSeed, DrawStream);

impl ElectionSeed {
    /// `public_randomness` is drawn after the commitment is published.
    pub fn new(secret: &OperatorSecret, public_randomness: &[u8; 32]) -> Self {
        Self(Sha256::new().chain_update(secret.0).chain_update(public_randomness).finalize().into())
    }

    /// The stream of one draw. Its key is HMAC-SHA256(seed, credential ‖ draw number), the number as four bytes, most
    /// significant first: being of fixed length and last, it leaves no doubt where the credential ends.
    pub fn stream(&self, credential: &[u8], draw_number: u32) -> DrawStream {
        let key = hmac(&self.0, &[credential, &draw_number.to_be_bytes()]);
        DrawStream { key, words: ChaCha20Rng::from_seed(key) }
    }
}

/// What a draw asks of its stream; the tests answer in every way there is.
pub(super) trait Choices {
    /// A number below `bound`, each equally likely; 0 for a bound of 0.
    fn below(&mut self, bound: u32) -> u32;
}

impl Choices for DrawStream {
    fn below(&mut self, bound: u32) -> u32 {
        Self::below(self, bound)
    }
}

/// Random words of one draw: ChaCha20 with that key, nonce and counter zero, read as 32-bit words, least significant
/// byte first.
#[derive(Clone)]
pub struct DrawStream {
    key: [u8; 32],
    words: ChaCha20Rng,
}

impl DrawStream {
    /// A number below `bound`, each equally likely: a word is taken; those from the largest multiple of `bound` within
    /// 2^32 on are thrown away (they would favour small numbers); the rest of the division is the number.
    /// A bound of 0 or 1 gives 0 and takes no word.
    pub fn below(&mut self, bound: u32) -> u32 {
        if bound <= 1 {
            return 0;
        }
        let (bound, words) = (u64::from(bound), 1u64 << 32);
        let limit = words - words % bound;
        loop {
            let word = u64::from(self.words.next_u32());
            if word < limit {
                return u32::try_from(word % bound).unwrap_or_default();
            }
        }
    }

    /// What is public of a lot while the vote is open: HMAC-SHA256(key of the draw, `isoloir lot 1` ‖ lot number (8
    /// bytes) ‖ for each candidate in the order drawn, their number (4 bytes)), most significant byte first. Without
    /// the key it says nothing, although there are few enough lots to try them all; the key is bound by the operator's
    /// commitment.
    pub fn commitment(&self, lot: LotId, candidates: &[CandidateId]) -> [u8; 32] {
        let ids: Vec<u8> = candidates.iter().flat_map(|candidate| candidate.0.to_be_bytes()).collect();
        hmac(&self.key, &[b"isoloir lot 1", &lot.0.to_be_bytes(), &ids])
    }
}

fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC pads a short key with zeros to the hash's block of 64 bytes.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
