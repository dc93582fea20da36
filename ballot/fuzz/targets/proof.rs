//! Proofs by themselves: nothing panics, and nothing holds that was not proved.
#![no_main]

use isoloir_ballot::board::{check_consistency, check_inclusion};
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::group::{Element, decode_scalar};
use isoloir_ballot::proofs::equality::{self, Statement};
use isoloir_ballot::proofs::onehot::{Proof, Shape};
use isoloir_ballot::proofs::possession::{self, Role, Seat};
use isoloir_ballot_fuzz::{Choices, piece};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let choices = &mut Choices(bytes);
    let shape = Shape { rows: choices.below(5), columns: choices.below(5) };
    if let Ok(proof) = Proof::decode(choices.0, shape) {
        assert_eq!(proof.f.len(), shape.rows * shape.columns.saturating_sub(1));
        assert_eq!(choices.0.len(), shape.proof_len().max(32 * (9 + proof.f.len())));
    }
    let near = choices.0;
    let pieces: [[u8; 32]; 7] = std::array::from_fn(|_| piece(choices, near));
    let [context, key, base, product, challenge, response, root] = pieces;
    if let Ok(scalar) = decode_scalar(&challenge) {
        assert_eq!(scalar.to_bytes(), challenge);
    }
    let mut proof = Fixed([0; 64]);
    proof.0[..32].copy_from_slice(&challenge);
    proof.0[32..].copy_from_slice(&response);
    let context = Fixed(context);
    let elements = [key, base, product].map(|bytes| Element::decode_any(&bytes));
    for (element, bytes) in elements.iter().zip([key, base, product]) {
        if let Ok(element) = element {
            assert_eq!(*Element::new(element.point()).bytes(), bytes);
        }
    }
    if let [Ok(key), Ok(base), Ok(product)] = &elements {
        let statement = Statement { context: &context, trustee: 1, place: 2, key, base, product };
        assert!(equality::check(&statement, &proof).is_err());
        let seat = Seat { ceremony: &context, trustee: 1, role: Role::Dealing };
        assert!(possession::check(&seat, key, &proof).is_err());
    }
    let number = |choices: &mut Choices<'_>| match choices.byte() % 4 {
        0 => u64::from_be_bytes(choices.some()),
        1 => u64::MAX - u64::from(choices.byte()),
        2 => 1_u64 << (choices.byte() % 64),
        _ => u64::from(choices.byte()),
    };
    let (place, size) = (number(choices), number(choices));
    let path: Vec<[u8; 32]> = (0..choices.below(70)).map(|_| [choices.byte(); 32]).collect();
    // No path leads to a root that was not hashed, but for a log of one leaf.
    if check_inclusion(&context.0, place, size, &path, &root).is_ok() {
        assert_eq!((place, size, root), (0, 1, context.0));
    }
    if check_consistency((place, &context.0), (size, &root), &path).is_ok() {
        assert_eq!((place, root), (size, context.0));
    }
});
