//! Checks ballots' proofs, many at once: all equations, at weights that nobody can foresee, are one sum that must be
//! neutral. The generators and the key come once for the whole batch.

use super::generators::Generators;
use super::onehot::{Proof, Shape, powers};
use crate::elgamal::{Ciphertext, PublicKey};
use crate::group::{Element, G, Scalar};
use crate::hash;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};

/// What one ballot brings into a batch.
pub struct Item<'a> {
    /// Its bytes from the first to the last ciphertext's, which every challenge takes in.
    pub statement: &'a [u8],
    /// The six points of the proof as bytes.
    pub commitments: &'a [u8; 192],
    /// SHA-256 of the whole ballot, responses and all: the batch's weights depend on it.
    pub hash: &'a [u8; 32],
    /// Rows and columns.
    pub shape: Shape,
    /// The ciphertexts, row by row.
    pub ciphertexts: &'a [Ciphertext],
    /// The proof.
    pub proof: &'a Proof,
}

/// Ballots to check together.
pub struct Batch<'a> {
    key: &'a PublicKey,
    generators: &'a Generators,
    items: Vec<Item<'a>>,
}

struct Sum {
    scalars: Vec<Scalar>,
    points: Vec<RistrettoPoint>,
    cells: Vec<Scalar>,
    h: Scalar,
    g: Scalar,
    y: Scalar,
}

impl<'a> Batch<'a> {
    /// Under one key.
    pub fn new(key: &'a PublicKey, generators: &'a Generators) -> Self {
        Self { key, generators, items: Vec::new() }
    }

    /// One more ballot.
    pub fn push(&mut self, item: Item<'a>) {
        self.items.push(item);
    }

    /// Do all hold? A batch with a false proof passes with a chance of one in 2^128.
    pub fn holds(&self) -> bool {
        let seed = self.seed();
        let most = self.items.iter().map(|item| item.shape.cells()).max().unwrap_or(0);
        if most > self.generators.cells.len() {
            return false;
        }
        let mut sum = Sum {
            scalars: Vec::new(),
            points: Vec::new(),
            cells: vec![Scalar::ZERO; most],
            h: Scalar::ZERO,
            g: Scalar::ZERO,
            y: Scalar::ZERO,
        };
        for (n, item) in (0_u32..).zip(&self.items) {
            let weight = |equation: u8| weight(&seed, n, equation);
            if !sum.add(self.key, item, [weight(1), weight(2), weight(3), weight(4)]) {
                return false;
            }
        }
        let points = self.generators.cells.iter().take(most).map(Element::point);
        let points = points.chain([self.generators.h.point(), G, self.key.element().point()]);
        let scalars = sum.cells.iter().chain([&sum.h, &sum.g, &sum.y]);
        let total = RistrettoPoint::vartime_multiscalar_mul(
            scalars.chain(&sum.scalars),
            points.chain(sum.points.iter().copied()),
        );
        total == RistrettoPoint::identity()
    }

    /// The weights depend on every byte of every ballot of the batch: who makes a ballot cannot choose them.
    fn seed(&self) -> [u8; 64] {
        let hashes: Vec<u8> = self.items.iter().flat_map(|item| *item.hash).collect();
        hash::wide(hash::BATCH, &[self.key.element().bytes(), &hashes])
    }
}

/// 128 bits for one equation of one ballot.
fn weight(seed: &[u8; 64], ballot: u32, equation: u8) -> Scalar {
    let wide = hash::wide(hash::BATCH, &[seed, &ballot.to_be_bytes(), &[equation]]);
    let mut low = [0; 16];
    low.copy_from_slice(&wide[..16]);
    Scalar::from(u128::from_le_bytes(low))
}

impl Sum {
    fn term(&mut self, scalar: Scalar, point: &Element) {
        self.scalars.push(scalar);
        self.points.push(point.point());
    }

    /// Adds a ballot's four equations, each as "this side minus that side". False if it has not the shape it says.
    fn add(&mut self, key: &PublicKey, item: &Item<'_>, [w1, w2, w3, w4]: [Scalar; 4]) -> bool {
        let Item { statement, commitments, shape, ciphertexts, proof, .. } = item;
        let free = shape.rows * shape.columns.saturating_sub(1);
        if ciphertexts.len() != shape.cells() || proof.f.len() != free {
            return false;
        }
        let key = key.element().bytes();
        let rho = hash::scalar(hash::BALLOT_LINK, &[key, statement, &commitments[..128]]);
        let x = hash::scalar(hash::BALLOT_CHALLENGE, &[key, statement, &commitments[..]]);
        let mut tied = Scalar::ZERO;
        let mut left = x;
        let mut given = proof.f.iter();
        for ((i, weight), ciphertext) in powers(rho).enumerate().zip(*ciphertexts) {
            let last = (i + 1) % shape.columns == 0;
            // The last of a row is what is missing from x: so the bits of a row sum to one.
            let f = if last { left } else { given.next().copied().unwrap_or_default() };
            left = if last { x } else { left - f };
            self.cells[i] += w1 * f + w2 * f * (x - f);
            tied += weight * f;
            self.term(-(w3 * x * weight), &ciphertext.a);
            self.term(-(w4 * x * weight), &ciphertext.b);
        }
        // 1: the responses open xB + A.
        self.h += w1 * proof.za;
        self.term(-(w1 * x), &proof.b);
        self.term(-w1, &proof.a);
        // 2: the products f(x − f) have no term in x², so each bit is 0 or 1.
        self.h += w2 * proof.zc;
        self.term(-(w2 * x), &proof.c);
        self.term(-w2, &proof.d);
        // 3 and 4: the weighted sum of the ciphertexts holds the weighted sum of the bits.
        self.g += w3 * proof.zr + w4 * tied;
        self.y += w4 * proof.zr;
        self.term(-w3, &proof.ta);
        self.term(-w4, &proof.tb);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_depend_on_every_ballot_and_on_the_key() {
        let point = Element::new(G);
        let scalar = Scalar::ONE;
        let [b, a, c, d, ta, tb] = [point; 6];
        let proof = Proof { b, a, c, d, ta, tb, f: Vec::new(), za: scalar, zc: scalar, zr: scalar };
        let seed = |key: Element, hashes: [u8; 2]| {
            let (key, generators) = (PublicKey::new(key).unwrap(), Generators::new(0));
            let mut batch = Batch::new(&key, &generators);
            let hashes = hashes.map(|byte| [byte; 32]);
            for hash in &hashes {
                let shape = Shape { rows: 0, columns: 0 };
                let (statement, ciphertexts) = (&[][..], &[][..]);
                batch.push(Item { statement, commitments: &[0; 192], hash, shape, ciphertexts, proof: &proof });
            }
            batch.seed()
        };
        let first = seed(point, [1, 2]);
        for other in [seed(point, [3, 2]), seed(point, [1, 3]), seed(Element::new(G + G), [1, 2])] {
            assert_ne!(other, first);
        }
    }
}
