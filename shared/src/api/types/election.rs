//! The board of a round's vote, its credentials and its ballots: what travels of them. The formats are those of
//! `docs/ballot-format.md`; bytes are base64url without padding.

use super::Round;
use isoloir_ballot::board::{Checkpoint, Receipt};
use isoloir_ballot::bytes::{Blob, Bytes32};
use serde::{Deserialize, Serialize};

/// `GET /v1/elections/{round}`: what a client needs before it encrypts. There is none before the round opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ElectionView {
    /// Which.
    pub round: Round,
    /// The manifest in its one spelling: leaf 0 of the board. Its SHA-256 names the election.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub manifest: Blob,
    /// The platform itself holds all trustees' keys: whoever runs it could read ballots.
    pub local: bool,
    /// Where it stands.
    pub state: ElectionState,
    /// Trustees (numbers from 1) whose decryption is on the board.
    pub decrypted: Vec<u16>,
    /// The newest checkpoint.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub checkpoint: Checkpoint,
}

/// Where an election stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ElectionState {
    /// Ballots are taken.
    Open,
    /// Closed; waits for its trustees.
    Closed,
    /// The result is on the board.
    Counted,
}

/// `GET /v1/elections/{round}/consistency?from=SIZE&to=SIZE`: that the board only grew (RFC 9162, 2.1.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsistencyView {
    /// The proof.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub path: Vec<Bytes32>,
}

/// `PUT /v1/me/credentials/{round}`: the public half of the key that this voter's ballots are signed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CredentialRequest {
    /// An Ed25519 public key.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub credential: Bytes32,
    /// Take the place of an earlier key. Refused once a ballot was cast with that; an open lot of it goes back.
    #[serde(default)]
    pub replace: bool,
}

/// The voter's key for a round, as the platform knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialView {
    /// The public key.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub credential: Bytes32,
    /// A ballot was cast with it: no other key takes its place.
    pub voted: bool,
}

/// `PUT /v1/me/lots/{id}/ballot` and `PUT /v1/me/final/ballot`: an encrypted ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CastRequest {
    /// The ballot's bytes.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub ballot: Blob,
}

/// `POST /v1/me/spoiled/{round}`: a ballot that was opened, never to be cast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SpoilRequest {
    /// Its SHA-256.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub ballot: Bytes32,
}

/// That it is on the board as spoiled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpoiledView {
    /// Its leaf.
    pub leaf: u64,
    /// The checkpoint that takes it in.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub checkpoint: Checkpoint,
}

/// The board's word for a ballot: see [`Receipt`].
pub type BoardReceipt = Receipt;
