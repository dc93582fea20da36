//! Ballots that nobody can read and everyone can check.
//!
//! Pure: no file, network, clock or source of randomness of its own; who calls gives randomness as a `CryptoRng` and
//! archives as readers. Every byte that is hashed, and every equation, stands in `docs/ballot-format.md`; the code
//! follows that page.

pub mod archive;
pub mod ballot;
pub mod board;
pub mod bytes;
pub mod credential;
pub mod elgamal;
pub mod group;
pub mod hash;
pub mod logs;
pub mod manifest;
pub mod proofs;
pub mod tally;
pub mod trustees;
pub mod verify;
