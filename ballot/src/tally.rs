//! The tally: ciphertexts add up, trustees decrypt the sums, everyone checks.

use crate::bytes::{Bytes32, Bytes64};
use crate::elgamal::Ciphertext;
use crate::group::{Element, GroupError, Scalar};
use crate::logs::SmallLogs;
use crate::manifest::Election;
use crate::proofs::ProofError;
use crate::proofs::equality::{self, Statement};
use crate::trustees::TrusteeSecret;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

/// Sums of ciphertexts, for each candidate and answer.
#[derive(Clone, Debug)]
pub struct Sums {
    columns: usize,
    cells: Vec<(RistrettoPoint, RistrettoPoint)>,
}

impl Sums {
    /// Of no ballot.
    pub fn new(election: &Election) -> Self {
        let cells = election.manifest().candidates.len() * election.columns();
        let zero = RistrettoPoint::identity();
        Self { columns: election.columns(), cells: vec![(zero, zero); cells] }
    }

    /// Adds a ballot's row to that of its candidate.
    pub fn add(&mut self, row: usize, ciphertexts: &[Ciphertext]) {
        for (sum, ciphertext) in self.cells.iter_mut().skip(row * self.columns).zip(ciphertexts) {
            sum.0 += ciphertext.a.point();
            sum.1 += ciphertext.b.point();
        }
    }

    /// Adds what another verifier has added up.
    pub fn merge(&mut self, other: &Self) {
        for (sum, more) in self.cells.iter_mut().zip(&other.cells) {
            sum.0 += more.0;
            sum.1 += more.1;
        }
    }

    /// Nothing is added any more.
    pub(crate) fn close(self, ballots: u64) -> Encrypted {
        let cell = |(a, b): (RistrettoPoint, RistrettoPoint)| (Element::new(a), b);
        Encrypted { columns: self.columns, cells: self.cells.into_iter().map(cell).collect(), ballots }
    }
}

/// The sums of all ballots that count, after the close. Only a verified archive with a close gives one, so a trustee's
/// program has nothing to decrypt before.
#[derive(Clone, Debug)]
pub struct Encrypted {
    columns: usize,
    cells: Vec<(Element, RistrettoPoint)>,
    ballots: u64,
}

/// What one trustee decrypts: a body on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decryption {
    /// Who, from 1.
    pub trustee: u16,
    /// For each candidate and answer, row by row.
    pub shares: Vec<Share>,
}

/// The trustee's secret times the first half of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The product. Neutral where nobody judged.
    pub point: Bytes32,
    /// Proof that it is.
    pub proof: Bytes64,
}

/// What is wrong with a decryption or a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyFault {
    /// No such trustee, or not that trustee's secret.
    #[error("not the key of trustee {0}")]
    Trustee(u16),
    /// One trustee twice.
    #[error("trustee {0} decrypted twice")]
    Twice(u16),
    /// Not a share for each candidate and answer.
    #[error("trustee {0} did not decrypt each sum once")]
    Number(u16),
    /// A share is no element.
    #[error("trustee {trustee}, candidate row {row}, column {column}: {error}")]
    Point {
        /// Who.
        trustee: u16,
        /// From 1.
        row: usize,
        /// From 1.
        column: usize,
        /// Why.
        error: GroupError,
    },
    /// A share's proof does not hold.
    #[error("the decryption of trustee {trustee} is wrong at candidate row {row}, column {column}")]
    Proof {
        /// Who.
        trustee: u16,
        /// From 1.
        row: usize,
        /// From 1.
        column: usize,
    },
    /// Fewer trustees than needed.
    #[error("{present} of the {needed} trustees needed decrypted")]
    Few {
        /// Did.
        present: usize,
        /// Must.
        needed: usize,
    },
    /// A sum decrypts to no count that can be.
    #[error("candidate row {row}, column {column} decrypts to no possible count")]
    Count {
        /// From 1.
        row: usize,
        /// From 1.
        column: usize,
    },
}

impl Encrypted {
    /// How many ballots count.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    fn at(&self, cell: usize) -> (usize, usize) {
        (cell / self.columns + 1, cell % self.columns + 1)
    }

    /// One trustee's part of the decryption.
    pub fn decrypt(
        &self,
        election: &Election,
        trustee: u16,
        secret: &TrusteeSecret,
        rng: &mut impl CryptoRng,
    ) -> Result<Decryption, TallyFault> {
        let key = member_key(election, trustee)?;
        if secret.key() != *key {
            return Err(TallyFault::Trustee(trustee));
        }
        let share = |(place, (base, _)): (u32, &(Element, RistrettoPoint))| {
            let product = Element::new(base.point() * secret.scalar());
            let statement = Statement { context: election.hash(), trustee, place, key, base, product: &product };
            Share { point: product.into(), proof: equality::prove(&statement, secret.scalar(), rng) }
        };
        Ok(Decryption { trustee, shares: (0..).zip(&self.cells).map(share).collect() })
    }

    /// Checks one trustee's part; gives the products.
    pub fn check(&self, election: &Election, decryption: &Decryption) -> Result<Vec<RistrettoPoint>, TallyFault> {
        let trustee = decryption.trustee;
        let key = member_key(election, trustee)?;
        if decryption.shares.len() != self.cells.len() {
            return Err(TallyFault::Number(trustee));
        }
        let mut products = Vec::with_capacity(self.cells.len());
        for (cell, (share, (base, _))) in decryption.shares.iter().zip(&self.cells).enumerate() {
            let (row, column) = self.at(cell);
            let product = Element::decode_any(&share.point.0).map_err(|error| TallyFault::Point {
                trustee,
                row,
                column,
                error,
            })?;
            let place = u32::try_from(cell).unwrap_or(u32::MAX);
            let statement = Statement { context: election.hash(), trustee, place, key, base, product: &product };
            equality::check(&statement, &share.proof).map_err(|error| match error {
                ProofError::Group(error) => TallyFault::Point { trustee, row, column, error },
                ProofError::Equation => TallyFault::Proof { trustee, row, column },
            })?;
            products.push(product.point());
        }
        Ok(products)
    }

    /// Checks the trustees' parts and gives the counts, for each candidate and answer.
    pub fn open(&self, election: &Election, decryptions: &[Decryption]) -> Result<Vec<Vec<u64>>, TallyFault> {
        let parts = decryptions.iter().map(|part| Ok((part.trustee, self.check(election, part)?)));
        self.combine(election, &parts.collect::<Result<Vec<_>, _>>()?)
    }

    /// The counts from products that were checked, each with its trustee. Some may be missing where a threshold suffices.
    pub(crate) fn combine(
        &self,
        election: &Election,
        parts: &[(u16, Vec<RistrettoPoint>)],
    ) -> Result<Vec<Vec<u64>>, TallyFault> {
        let trustees = &election.manifest().trustees;
        let present: Vec<u16> = parts.iter().map(|(trustee, _)| *trustee).collect();
        if let Some(twice) = (1..present.len()).find(|n| present[..*n].contains(&present[*n])) {
            return Err(TallyFault::Twice(present[twice]));
        }
        let needed = usize::from(trustees.threshold);
        if present.len() < needed {
            return Err(TallyFault::Few { present: present.len(), needed });
        }
        let factors: Vec<Scalar> = trustees.factors(&present[..needed]);
        let logs = SmallLogs::new(self.ballots);
        let mut counts = Vec::with_capacity(self.cells.len());
        for (cell, (_, sum)) in self.cells.iter().enumerate() {
            let column = parts.iter().take(needed).map(|(_, products)| products[cell]);
            let count = logs.find(&(sum - RistrettoPoint::vartime_multiscalar_mul(&factors, column)));
            let (row, column) = self.at(cell);
            counts.push(count.ok_or(TallyFault::Count { row, column })?);
        }
        Ok(counts.chunks(self.columns).map(<[u64]>::to_vec).collect())
    }
}

/// The key of a trustee whom the manifest names.
pub(crate) fn member_key(election: &Election, trustee: u16) -> Result<&Element, TallyFault> {
    let place = usize::from(trustee).checked_sub(1);
    let member = place.and_then(|place| election.manifest().trustees.members.get(place));
    member.map(|member| &member.key).ok_or(TallyFault::Trustee(trustee))
}
