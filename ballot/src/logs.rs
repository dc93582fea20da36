//! Logarithms of small numbers: what a tally's sums hold. Baby steps from a table, then giant steps.

use crate::group::{G, Scalar};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::Identity;
use std::collections::HashMap;

/// Finds n from nG for n up to a bound.
pub struct SmallLogs {
    table: HashMap<[u8; 32], u64>,
    step: u64,
    bound: u64,
}

impl SmallLogs {
    /// For numbers from 0 to `bound`: takes about the square root of it in time and memory.
    pub fn new(bound: u64) -> Self {
        let step = bound.isqrt() + 1;
        let mut table = HashMap::new();
        let mut point = RistrettoPoint::identity();
        for n in 0..step {
            table.insert(point.compress().to_bytes(), n);
            point += G;
        }
        Self { table, step, bound }
    }

    /// The n with `point = nG`, if there is one up to the bound.
    pub fn find(&self, point: &RistrettoPoint) -> Option<u64> {
        let giant = G * Scalar::from(self.step);
        let mut rest = *point;
        for round in 0..=self.step {
            if let Some(n) = self.table.get(rest.compress().as_bytes()) {
                return Some(round * self.step + n).filter(|n| *n <= self.bound);
            }
            rest -= giant;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_up_to_the_bound_and_none_above() {
        for bound in [0, 1, 2, 3, 24, 100] {
            let logs = SmallLogs::new(bound);
            for n in 0..=bound {
                assert_eq!(logs.find(&(G * Scalar::from(n))), Some(n));
            }
            assert_eq!(logs.find(&(G * Scalar::from(bound + 1))), None);
            assert_eq!(logs.find(&-G), None);
        }
    }
}
