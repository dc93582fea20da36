//! A ballot: who may cast it where, ciphertexts, a proof, a signature. Fixed lengths, one encoding.

mod decode;
mod fault;
mod make;
mod opening;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_batch;
#[cfg(test)]
mod tests_opening;
mod tracker;

use crate::bytes::{Bytes32, Bytes64};
use crate::credential::check_signature;
use crate::elgamal::{Ciphertext, PublicKey};
use crate::hash;
use crate::proofs::generators::Generators;
use crate::proofs::onehot::{Proof, Shape};
use crate::proofs::{Batch, Item};
use serde::{Deserialize, Serialize};

pub(crate) use decode::{fingerprint, read_place};
pub use fault::BallotFault;
pub use make::{MakeError, make};
pub use opening::{Opening, OpeningError, Seed};
pub use tracker::{NotTracker, Tracker};

/// The format's version, a ballot's first byte.
pub const VERSION: u8 = 1;
/// Most candidates on a ballot.
pub const MAX_ROWS: usize = 100;
/// Most answers to choose from: 26 grades, and "no opinion".
pub const MAX_COLUMNS: usize = 27;

/// Who filled the ballot in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Channel {
    /// The voter's own program: nobody else saw the grades.
    Own = 0,
    /// A bot, which saw them, and so did the chat's service.
    Assisted = 1,
}

/// Where a ballot belongs. All of it is signed, and bound into the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// SHA-256 of the manifest.
    pub election: Bytes32,
    /// Whose ballot: a public key.
    pub credential: Bytes32,
    /// The lot's number; 0 in a final vote.
    pub lot: u64,
    /// Greater in each later ballot of the same credential and lot.
    pub sequence: u32,
    /// Who filled it in.
    pub channel: Channel,
    /// The candidates' numbers, in the order of the rows.
    pub candidates: Vec<u32>,
    /// Answers to choose from, worst grade first, "no opinion" last where there is one.
    pub columns: usize,
}

impl Place {
    /// Rows and columns.
    pub fn shape(&self) -> Shape {
        Shape { rows: self.candidates.len(), columns: self.columns }
    }
}

/// A ballot that decodes. Whether it holds is for `fits`, `check_signature` and `check_proof`.
#[derive(Clone, Debug)]
pub struct Ballot {
    place: Place,
    ciphertexts: Vec<Ciphertext>,
    proof: Proof,
    signature: Bytes64,
    bytes: Vec<u8>,
    statement: usize,
    hash: Bytes32,
}

impl Ballot {
    /// Where it belongs.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The ciphertexts, row by row.
    pub fn ciphertexts(&self) -> &[Ciphertext] {
        &self.ciphertexts
    }

    /// The whole ballot.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the whole ballot: what the board holds.
    pub fn hash(&self) -> &Bytes32 {
        &self.hash
    }

    /// What the voter keeps.
    pub fn tracker(&self) -> Tracker {
        Tracker::of(&self.hash)
    }

    /// The same for two ballots with the same ciphertexts, whoever signed them: 16 bytes. The second one is a copy.
    pub fn fingerprint(&self) -> [u8; 16] {
        fingerprint(&self.bytes, &self.place)
    }

    /// Is it for this election, with these candidates in this order and this many answers?
    pub fn fits(&self, election: &Bytes32, candidates: &[u32], columns: usize) -> Result<(), BallotFault> {
        if self.place.election != *election {
            return Err(BallotFault::Election);
        }
        if self.place.candidates != candidates {
            return Err(BallotFault::Candidates);
        }
        if self.place.columns != columns {
            return Err(BallotFault::Shape);
        }
        Ok(())
    }

    /// Did the credential sign all of it?
    pub fn check_signature(&self) -> Result<(), BallotFault> {
        let signed = &self.bytes[..self.bytes.len() - 64];
        check_signature(&self.place.credential, hash::BALLOT_SIGNATURE, signed, &self.signature)
            .map_err(BallotFault::Signature)
    }

    /// Does each row hold a single one, and was this proof made here?
    pub fn check_proof(&self, key: &PublicKey, generators: &Generators) -> Result<(), BallotFault> {
        let mut batch = Batch::new(key, generators);
        batch.push(self.item());
        if batch.holds() { Ok(()) } else { Err(BallotFault::Proof) }
    }

    fn item(&self) -> Item<'_> {
        // `decode` has seen that the ballot is as long as its shape says.
        let commitments = self.bytes[self.statement..].first_chunk().unwrap_or(&[0; 192]);
        Item {
            statement: &self.bytes[..self.statement],
            commitments,
            hash: &self.hash.0,
            shape: self.place.shape(),
            ciphertexts: &self.ciphertexts,
            proof: &self.proof,
        }
    }
}

/// Checks the proofs of many ballots at once. Names the first that is wrong.
pub fn check_proofs(ballots: &[Ballot], key: &PublicKey, generators: &Generators) -> Result<(), usize> {
    let mut batch = Batch::new(key, generators);
    for ballot in ballots {
        batch.push(ballot.item());
    }
    if batch.holds() {
        return Ok(());
    }
    Err(ballots.iter().position(|ballot| ballot.check_proof(key, generators).is_err()).unwrap_or(0))
}
