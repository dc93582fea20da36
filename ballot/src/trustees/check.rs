//! What anybody can check of each message of a ceremony, without a secret: a platform before it passes one on, a trustee
//! before they trust one.

use super::dealing::{CeremonyFault, Deal, Hello, commitment, value_at};
use super::key::TrusteeKey;
use super::set::{Dealing, TrusteeFault};
use crate::bytes::Bytes32;
use crate::group::Element;
use crate::proofs::possession::{self, Role, Seat};
use curve25519_dalek::ristretto::RistrettoPoint;

/// A hello: its transport key's secret is known.
pub fn check_hello(ceremony: &Bytes32, hello: &Hello) -> Result<(), CeremonyFault> {
    let seat = Seat { ceremony, trustee: hello.trustee, role: Role::Transport };
    possession::check(&seat, &hello.transport, &hello.possession).map_err(|_| CeremonyFault::Possession(hello.trustee))
}

/// A deal: it has the right size, is what its dealer had committed to, and its secret is known. Whether the shares fit is
/// for those who can open them.
pub fn check_deal(
    ceremony: &Bytes32,
    (threshold, trustees): (usize, usize),
    hello: &Hello,
    deal: &Deal,
) -> Result<(), CeremonyFault> {
    let from = deal.trustee;
    if (deal.coefficients.len(), deal.shares.len()) != (threshold, trustees) || threshold == 0 {
        return Err(CeremonyFault::Shape(from));
    }
    let dealing = Dealing { coefficients: deal.coefficients.clone(), possession: deal.possession };
    if hello.trustee != from || commitment(ceremony, from, &dealing) != hello.commitment {
        return Err(CeremonyFault::Commitment(from));
    }
    let seat = Seat { ceremony, trustee: from, role: Role::Dealing };
    possession::check(&seat, &deal.coefficients[0], &deal.possession).map_err(|_| CeremonyFault::Possession(from))
}

/// A key: its secret is known, and it is what the dealings give, where there are some.
pub fn check_key(ceremony: &Bytes32, trustee: u16, deals: &[Deal], key: &TrusteeKey) -> Result<(), TrusteeFault> {
    let seat = Seat { ceremony, trustee, role: Role::Decryption };
    possession::check(&seat, &key.key, &key.possession).map_err(|_| TrusteeFault::Possession(trustee))?;
    let given: RistrettoPoint = deals.iter().map(|deal| value_at(&deal.coefficients, trustee)).sum();
    if !deals.is_empty() && Element::new(given) != key.key {
        return Err(TrusteeFault::Key(trustee));
    }
    Ok(())
}
