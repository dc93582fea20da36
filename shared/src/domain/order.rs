//! Equality: lists are shown in an order drawn at random for each viewer, stable while they read.

use crate::api::ids::CandidateId;

/// A candidate's place in the viewer's order: sort by it. It depends on the seed and the candidate only, so that pages,
/// filters and newcomers do not move the others.
pub fn key(seed: u64, candidate: CandidateId) -> (u64, CandidateId) {
    (mix(mix(seed) ^ mix(u64::from(candidate.0).wrapping_add(1 << 32))), candidate)
}

/// Sorts rows in the viewer's order.
pub fn sort<T>(rows: &mut [T], seed: u64, id: impl Fn(&T) -> CandidateId) {
    rows.sort_by_cached_key(|row| key(seed, id(row)));
}

/// The last step of SplitMix64 (Steele, Lea and Flood, 2014): every bit of the result depends on every bit given.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
