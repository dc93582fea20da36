//! The log against the RFC's own definition, at every size and place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_ballot::board::{
    BoardKey, Checkpoint, Frontier, Kind, LogError, Pin, Receipt, ReceiptFault, Tree, ViewFault, check_consistency,
    check_inclusion, empty_root, leaf_hash, node,
};
use isoloir_ballot::bytes::Fixed;
use isoloir_ballot::hash::sha256;

/// RFC 6962, 2.1, word for word.
fn mth(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [] => sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let mut k = 1;
            while 2 * k < leaves.len() {
                k *= 2;
            }
            node(&mth(&leaves[..k]), &mth(&leaves[k..]))
        }
    }
}

fn log(size: u8) -> (Vec<[u8; 32]>, Tree) {
    let leaves: Vec<_> = (0..size).map(|n| sha256(&[&[n]])).collect();
    let mut tree = Tree::default();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    (leaves, tree)
}

#[test]
fn roots() {
    assert_eq!(empty_root(), mth(&[]));
    let (leaves, tree) = log(70);
    let mut frontier = Frontier::default();
    for size in 0..=leaves.len() {
        assert_eq!(tree.root(size as u64), Ok(mth(&leaves[..size])));
        assert_eq!((frontier.root(), frontier.size()), (mth(&leaves[..size]), size as u64));
        if size < leaves.len() {
            frontier.push(leaves[size]);
        }
    }
    assert_eq!(tree.root(71), Err(LogError::Size));
}

#[test]
fn inclusion_at_every_place_and_nowhere_else() {
    let (leaves, tree) = log(35);
    for size in 1..=35_u64 {
        let root = tree.root(size).unwrap();
        for place in 0..size {
            let leaf = &leaves[usize::try_from(place).unwrap()];
            let path = tree.inclusion(place, size).unwrap();
            assert_eq!(check_inclusion(leaf, place, size, &path, &root), Ok(()));
            for other in (0..size).filter(|other| *other != place) {
                assert!(check_inclusion(leaf, other, size, &path, &root).is_err(), "{place} as {other} of {size}");
            }
            assert_eq!(check_inclusion(&[0; 32], place, size, &path, &root), Err(LogError::Root));
            assert_eq!(check_inclusion(leaf, place, size, &path, &[0; 32]), Err(LogError::Root));
            let longer = [&path[..], &[[0; 32]]].concat();
            assert_eq!(check_inclusion(leaf, place, size, &longer, &root), Err(LogError::Length));
            if let Some((_, shorter)) = path.split_last() {
                assert_eq!(check_inclusion(leaf, place, size, shorter, &root), Err(LogError::Length));
            }
        }
        assert_eq!(check_inclusion(&leaves[0], size, size, &[], &root), Err(LogError::Size));
        assert_eq!(tree.inclusion(size, size), Err(LogError::Size));
    }
    // Not even of the next leaf, whose way would only need those that are there.
    assert_eq!(tree.inclusion(0, 36), Err(LogError::Size));
    assert_eq!(tree.inclusion(35, 36), Err(LogError::Size));
}

#[test]
fn consistency_between_all_sizes() {
    let (_, tree) = log(35);
    for new in 1..=35_u64 {
        let new_root = tree.root(new).unwrap();
        for old in 1..=new {
            let old_root = tree.root(old).unwrap();
            let path = tree.consistency(old, new).unwrap();
            assert_eq!(check_consistency((old, &old_root), (new, &new_root), &path), Ok(()), "{old} {new}");
            assert_eq!(check_consistency((old, &[0; 32]), (new, &new_root), &path), Err(LogError::Root));
            assert_eq!(check_consistency((old, &old_root), (new, &[0; 32]), &path), Err(LogError::Root));
            let longer = [&path[..], &[[0; 32]]].concat();
            assert_eq!(check_consistency((old, &old_root), (new, &new_root), &longer), Err(LogError::Length));
            if let Some((_, shorter)) = path.split_last() {
                let cut = check_consistency((old, &old_root), (new, &new_root), shorter);
                assert_eq!(cut, Err(LogError::Length));
                let mut bad = path.clone();
                bad[0][0] ^= 1;
                assert_eq!(check_consistency((old, &old_root), (new, &new_root), &bad), Err(LogError::Root));
            }
        }
        assert_eq!(check_consistency((0, &empty_root()), (new, &new_root), &[]), Err(LogError::Size));
        assert_eq!(check_consistency((new + 1, &new_root), (new, &new_root), &[]), Err(LogError::Size));
    }
    assert_eq!(tree.consistency(3, 2), Err(LogError::Size));
    assert_eq!(tree.consistency(3, 36), Err(LogError::Size));
    assert_eq!(tree.consistency(0, 3), Ok(vec![]));
}

fn signed(key: &BoardKey, size: u64, root: [u8; 32]) -> Checkpoint {
    Checkpoint::sign(key, Fixed([1; 32]), size, 1_000, root)
}

#[test]
fn a_client_keeps_what_it_saw() {
    let (_, tree) = log(20);
    let key = BoardKey::from_secret(&[4; 32]);
    let at = |size: u64| signed(&key, size, tree.root(size).unwrap());
    let mut pin = Pin::new(key.public(), at(7), &Fixed([1; 32])).unwrap();
    // Forward with a proof, and an older one.
    pin.see(&at(12), &tree.consistency(7, 12).unwrap()).unwrap();
    assert_eq!(pin.latest.size, 12);
    pin.see(&at(5), &tree.consistency(5, 12).unwrap()).unwrap();
    pin.see(&at(12), &[]).unwrap();
    assert_eq!(pin.latest.size, 12);
    // Without one, with a wrong one, another root, another signer, another election.
    assert_eq!(pin.see(&at(13), &[]), Err(ViewFault::Growth(LogError::Length)));
    let forked = signed(&key, 13, [9; 32]);
    let proof = tree.consistency(12, 13).unwrap();
    assert_eq!(pin.see(&forked, &proof), Err(ViewFault::Growth(LogError::Root)));
    assert_eq!(pin.see(&signed(&key, 12, [9; 32]), &[]), Err(ViewFault::Split));
    let other = BoardKey::from_secret(&[5; 32]);
    let forged = signed(&other, 13, tree.root(13).unwrap());
    assert!(matches!(pin.see(&forged, &proof), Err(ViewFault::Signature(_))));
    let elsewhere = Checkpoint::sign(&key, Fixed([2; 32]), 13, 1_000, tree.root(13).unwrap());
    assert_eq!(pin.see(&elsewhere, &proof), Err(ViewFault::Election));
    assert_eq!(pin.latest.size, 12);
    assert_eq!(Pin::new(key.public(), elsewhere, &Fixed([1; 32])), Err(ViewFault::Election));
}

#[test]
fn a_checkpoint_is_one_line() {
    let key = BoardKey::from_secret(&[4; 32]);
    let checkpoint = signed(&key, 7, [8; 32]);
    let line = checkpoint.to_string();
    assert_eq!(line.parse(), Ok(checkpoint.clone()));
    assert_eq!(format!("  {} ", line.replace(' ', "\n")).parse(), Ok(checkpoint));
    for bad in ["", "isoloir/1", &line.replace("/1", "/2"), &line.replace(" 7 ", " 07 "), &format!("{line} x")] {
        assert!(bad.parse::<Checkpoint>().is_err(), "{bad}");
    }
}

#[test]
fn a_receipt_is_for_one_ballot_on_one_board() {
    let key = BoardKey::from_secret(&[4; 32]);
    let (election, ballot) = (Fixed([1; 32]), Fixed([6; 32]));
    let mut tree = Tree::default();
    for n in 0..9_u8 {
        tree.push(if n == 4 { leaf_hash(Kind::Ballot, &ballot.0) } else { leaf_hash(Kind::Ballot, &[n; 32]) });
    }
    let receipt = Receipt::new(&tree, ballot, 4, signed(&key, 9, tree.root(9).unwrap())).unwrap();
    let board = key.public();
    assert_eq!(receipt.check(&ballot, &board, &election), Ok(()));
    assert!(receipt.tracker().is(&ballot));
    assert_eq!(receipt.check(&Fixed([7; 32]), &board, &election), Err(ReceiptFault::Ballot));
    let other = BoardKey::from_secret(&[5; 32]).public();
    assert!(matches!(receipt.check(&ballot, &other, &election), Err(ReceiptFault::View(_))));
    assert!(matches!(receipt.check(&ballot, &board, &Fixed([2; 32])), Err(ReceiptFault::View(_))));
    let moved = Receipt { leaf: 5, ..receipt.clone() };
    assert_eq!(moved.check(&ballot, &board, &election), Err(ReceiptFault::Log(LogError::Root)));
    // The same hash as another kind of leaf is no cast ballot.
    let mut spoiled = Tree::default();
    spoiled.push(leaf_hash(Kind::Spoiled, &ballot.0));
    let receipt = Receipt::new(&spoiled, ballot, 0, signed(&key, 1, spoiled.root(1).unwrap())).unwrap();
    assert_eq!(receipt.check(&ballot, &board, &election), Err(ReceiptFault::Log(LogError::Root)));
    assert!(Receipt::new(&spoiled, ballot, 1, receipt.checkpoint).is_err());
}
