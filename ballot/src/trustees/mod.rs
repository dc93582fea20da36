//! Trustees: each holds a part of the key, and only all of them, or as many as the threshold says, decrypt a tally.
//!
//! All of n: each publishes a key of their own with a proof that they know its secret; the election's key is the sum.
//! t of n: each deals shares of a secret of their own (Pedersen's ceremony with Feldman's commitments), having committed
//! to it before anything is revealed.

mod check;
mod dealing;
mod key;
mod set;
mod share;

pub use check::{check_deal, check_hello, check_key};
pub use dealing::{CeremonyFault, Deal, Dealer, Hello, fingerprint};
pub use key::{TrusteeKey, TrusteeSecret};
pub use set::{Dealing, MAX_TRUSTEES, Trustee, TrusteeFault, Trustees};
pub use share::{Complaint, Culprit, SealedShare, judge};
