//! Proof that each row of a ballot's ciphertexts holds a single one and zeros else.
//!
//! The proof of bits and sums is that of Bootle, Cerulli, Chaidos, Ghadafi, Groth and Petit (Short accountable ring
//! signatures based on DDH, 2015, figure 4) over one commitment to the whole ballot; a linear relation at random weights
//! ties that commitment to the ciphertexts. One proof for a ballot is smaller and quicker than one for each cell, and its
//! commitments travel, so that many are checked at once.

use super::generators::Generators;
use crate::elgamal::PublicKey;
use crate::group::{Element, GroupError, Scalar, decode_scalar, take, times_g};
use crate::hash;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::MultiscalarMul;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Rows (candidates) and columns (answers) of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Candidates.
    pub rows: usize,
    /// Answers to choose one of, for each candidate.
    pub columns: usize,
}

impl Shape {
    /// Ciphertexts.
    pub fn cells(self) -> usize {
        self.rows * self.columns
    }

    /// Bytes of a proof: six points, a scalar for each cell but the last of each row, three scalars.
    pub fn proof_len(self) -> usize {
        32 * (6 + self.rows * self.columns.saturating_sub(1) + 3)
    }
}

/// A proof as it travels.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Commitment to the bits.
    pub b: Element,
    /// Commitment to the masks.
    pub a: Element,
    /// Commitment to the masks times one minus twice the bit.
    pub c: Element,
    /// Commitment to minus the masks' squares.
    pub d: Element,
    /// First half of the tie to the ciphertexts.
    pub ta: Element,
    /// Second half.
    pub tb: Element,
    /// One for each cell but the last of each row, row by row.
    pub f: Vec<Scalar>,
    /// Opens `xB + A`.
    pub za: Scalar,
    /// Opens `xC + D`.
    pub zc: Scalar,
    /// Opens the tie.
    pub zr: Scalar,
}

impl Proof {
    /// From exactly its bytes.
    pub fn decode(mut bytes: &[u8], shape: Shape) -> Result<Self, GroupError> {
        let rest = &mut bytes;
        let point = |rest: &mut &[u8]| take::<32>(rest).ok_or(GroupError::Point).and_then(Element::decode);
        let scalar = |rest: &mut &[u8]| take::<32>(rest).ok_or(GroupError::Scalar).and_then(decode_scalar);
        let [b, a, c, d, ta, tb] = [point(rest)?, point(rest)?, point(rest)?, point(rest)?, point(rest)?, point(rest)?];
        let free = shape.rows * shape.columns.saturating_sub(1);
        let f = (0..free).map(|_| scalar(rest)).collect::<Result<_, _>>()?;
        let [za, zc, zr] = [scalar(rest)?, scalar(rest)?, scalar(rest)?];
        if rest.is_empty() { Ok(Self { b, a, c, d, ta, tb, f, za, zc, zr }) } else { Err(GroupError::Scalar) }
    }
}

/// The secrets of a ballot. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secrets {
    /// The randomness of each ciphertext.
    pub r: Vec<Scalar>,
    masks: Vec<Scalar>,
    blinds: [Scalar; 5],
}

impl Secrets {
    /// As many scalars as a ballot needs, from a source that gives the n-th: first the randomness of the ciphertexts,
    /// then the masks of all cells but the last of each row, then the five blinding scalars.
    pub fn from_source(shape: Shape, source: impl Fn(u32) -> Scalar) -> Self {
        let mut n = 0..;
        let mut next = || source(n.next().unwrap_or(u32::MAX));
        let r = (0..shape.cells()).map(|_| next()).collect();
        let mut masks = Vec::with_capacity(shape.cells());
        for _ in 0..shape.rows {
            let mut last = Scalar::ZERO;
            for _ in 1..shape.columns {
                let mask = next();
                last -= mask;
                masks.push(mask);
            }
            // The masks of a row sum to zero, as its bits sum to one: that is the sum's proof.
            masks.push(last);
        }
        Self { r, masks, blinds: [next(), next(), next(), next(), next()] }
    }
}

/// The weights that tie ciphertexts to the commitment: the powers of one challenge, from 1.
pub(super) fn powers(base: Scalar) -> impl Iterator<Item = Scalar> {
    std::iter::successors(Some(Scalar::ONE), move |last| Some(last * base))
}

/// Appends a proof to `body`, which ends with the ciphertexts of `bits` under `secrets.r`.
pub fn prove(
    body: &mut Vec<u8>,
    shape: Shape,
    key: &PublicKey,
    generators: &Generators,
    bits: &Zeroizing<Vec<Scalar>>,
    secrets: &Secrets,
) {
    let cells = shape.cells();
    let [rb, ra, rc, rd, s] = &secrets.blinds;
    let commit = |values: Zeroizing<Vec<Scalar>>, blind: &Scalar| {
        let points = generators.cells.iter().take(cells).chain([&generators.h]).map(Element::point);
        Element::new(RistrettoPoint::multiscalar_mul(values.iter().chain([blind]), points))
    };
    let of = |value: &dyn Fn(usize) -> Scalar| Zeroizing::new((0..cells).map(value).collect::<Vec<_>>());
    let two = Scalar::from(2_u8);
    let b = commit(of(&|i| bits[i]), rb);
    let a = commit(of(&|i| secrets.masks[i]), ra);
    let c = commit(of(&|i| secrets.masks[i] * (Scalar::ONE - two * bits[i])), rc);
    let d = commit(of(&|i| -(secrets.masks[i] * secrets.masks[i])), rd);
    for point in [b, a, c, d] {
        body.extend_from_slice(point.bytes());
    }

    let rho = hash::scalar(hash::BALLOT_LINK, &[key.element().bytes(), body]);
    let mut sums = Zeroizing::new([Scalar::ZERO; 2]);
    for (i, weight) in powers(rho).take(cells).enumerate() {
        sums[0] += weight * secrets.r[i];
        sums[1] += weight * secrets.masks[i];
    }
    let ta = Element::new(times_g(s));
    let tb = Element::new(times_g(&sums[1]) + key.times(s));
    body.extend_from_slice(ta.bytes());
    body.extend_from_slice(tb.bytes());

    let x = hash::scalar(hash::BALLOT_CHALLENGE, &[key.element().bytes(), body]);
    for i in (0..cells).filter(|i| (i + 1) % shape.columns != 0) {
        body.extend_from_slice((x * bits[i] + secrets.masks[i]).as_bytes());
    }
    for response in [x * rb + ra, x * rc + rd, x * sums[0] + s] {
        body.extend_from_slice(response.as_bytes());
    }
}
