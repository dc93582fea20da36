//! Leaf 0 of the board: what is voted on, by whom, under which key. Its hash names the election everywhere else.

use crate::ballot::{MAX_COLUMNS, MAX_ROWS};
use crate::bytes::{Bytes32, Fixed, NotCanonical, from_json, to_json};
use crate::credential::check_key;
use crate::elgamal::PublicKey;
use crate::group::Element;
use crate::hash::sha256;
use crate::proofs::generators::Generators;
use crate::trustees::{TrusteeFault, Trustees};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the format.
pub const FORMAT: u32 = 1;
/// Most candidates of an election.
pub const MAX_CANDIDATES: usize = 5_000;

/// What is voted on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the format: 1.
    pub format: u32,
    /// The primary's id.
    pub primary: String,
    /// Which vote of it.
    pub round: String,
    /// SHA-256 of the rules as they were frozen at the opening.
    pub rules: Bytes32,
    /// Seconds since 1970.
    pub opens: u64,
    /// Seconds since 1970; no close is earlier.
    pub closes: u64,
    /// Who is graded.
    pub candidates: Vec<Candidate>,
    /// The grades' keys, worst first.
    pub scale: Vec<String>,
    /// May one have no opinion? Then it is the column after the best grade.
    pub no_opinion: bool,
    /// May one vote again? Then the last ballot counts.
    pub change: bool,
    /// Lots, where each voter grades a draw of the candidates and not all of them.
    pub lots: Option<LotRules>,
    /// Who may vote.
    pub credentials: CredentialList,
    /// Who decrypts.
    pub trustees: Trustees,
    /// The election's key; follows from the trustees'.
    pub key: Element,
    /// The key that signs checkpoints (Ed25519).
    pub board: Bytes32,
}

/// A candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The number that ballots carry.
    pub id: u32,
    /// As published.
    pub name: String,
}

/// How lots are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotRules {
    /// Candidates in a lot.
    pub size: u32,
    /// Lots that one credential may cast.
    pub per_voter: u32,
    /// SHA-256 of the operator's secret, which is published at the close.
    pub commitment: Bytes32,
}

/// The credentials of the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialList {
    /// How many.
    pub count: u64,
    /// The root of the tree over the sorted list.
    pub root: Bytes32,
    /// May more be admitted while the vote is open? Each is a leaf of the board then.
    pub late: bool,
}

/// What is wrong with a manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    /// Not the one spelling, or not the fields of a manifest.
    #[error(transparent)]
    Spelling(#[from] NotCanonical),
    /// Another version.
    #[error("not version 1 of the format")]
    Format,
    /// No candidate, too many, or one number twice.
    #[error("the list of candidates cannot be")]
    Candidates,
    /// Too few or too many grades, or one twice.
    #[error("the scale cannot be")]
    Scale,
    /// No lot, too large a one, or none for anybody.
    #[error("the rules of lots cannot be")]
    Lots,
    /// Closes before it opens.
    #[error("closes before it opens")]
    Dates,
    /// The trustees.
    #[error(transparent)]
    Trustees(#[from] TrusteeFault),
    /// The key is not the trustees'.
    #[error("the key is not the one that the trustees' keys give")]
    Key,
    /// The board's key is none.
    #[error("the board's key is no usable Ed25519 key")]
    Board,
}

/// A manifest that holds, ready to use.
#[derive(Clone, Debug)]
pub struct Election {
    manifest: Manifest,
    hash: Bytes32,
    key: PublicKey,
    generators: Generators,
    rows: BTreeMap<u32, usize>,
}

impl Manifest {
    /// Its one spelling: the body of leaf 0.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_json(self)
    }
}

impl Election {
    /// Checks a manifest in its one spelling.
    pub fn read(bytes: &[u8]) -> Result<Self, ManifestFault> {
        let manifest: Manifest = from_json(bytes)?;
        if manifest.format != FORMAT {
            return Err(ManifestFault::Format);
        }
        let rows: BTreeMap<u32, usize> = manifest.candidates.iter().map(|c| c.id).zip(0..).collect();
        if rows.len() != manifest.candidates.len() || !(1..=MAX_CANDIDATES).contains(&rows.len()) {
            return Err(ManifestFault::Candidates);
        }
        let columns = manifest.scale.len() + usize::from(manifest.no_opinion);
        // Last, for it takes the square of the scale's length, which anyone may send.
        let twice = || (1..manifest.scale.len()).any(|n| manifest.scale[n..].contains(&manifest.scale[n - 1]));
        if manifest.scale.len() < 2 || columns > MAX_COLUMNS || twice() {
            return Err(ManifestFault::Scale);
        }
        let lot = manifest.lots.map_or(rows.len(), |lots| usize::try_from(lots.size).unwrap_or(usize::MAX));
        if manifest.lots.is_some_and(|lots| lots.size == 0 || lots.per_voter == 0) || lot > rows.len().min(MAX_ROWS) {
            return Err(ManifestFault::Lots);
        }
        if manifest.closes < manifest.opens {
            return Err(ManifestFault::Dates);
        }
        let key = manifest.trustees.check()?;
        if *key.element() != manifest.key {
            return Err(ManifestFault::Key);
        }
        check_key(&manifest.board).map_err(|_| ManifestFault::Board)?;
        let generators = Generators::new(lot * columns);
        Ok(Self { hash: Fixed(sha256(&[bytes])), key, generators, rows, manifest })
    }

    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// SHA-256 of the manifest: names the election.
    pub fn hash(&self) -> &Bytes32 {
        &self.hash
    }

    /// The key that ballots are encrypted to.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The bases of ballots' proofs.
    pub fn generators(&self) -> &Generators {
        &self.generators
    }

    /// Answers to choose from: the grades, and "no opinion" where there is one.
    pub fn columns(&self) -> usize {
        self.manifest.scale.len() + usize::from(self.manifest.no_opinion)
    }

    /// A candidate's row in the tally.
    pub fn row(&self, candidate: u32) -> Option<usize> {
        self.rows.get(&candidate).copied()
    }

    /// The candidates' numbers in the tally's order: the rows of a ballot where there are no lots.
    pub fn candidates(&self) -> Vec<u32> {
        self.manifest.candidates.iter().map(|candidate| candidate.id).collect()
    }
}
