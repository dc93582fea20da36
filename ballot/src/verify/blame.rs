//! Whose ballot it was: where the board is not the one that was signed, a changed ballot no longer bears its voter's
//! signature, and is named instead of the checkpoint that gave it away.

use super::{Fault, Wrong};
use crate::archive::{Body, Leaf, Line, Reader};
use crate::ballot::Ballot;
use crate::board::Kind;
use crate::bytes::Fixed;
use crate::hash::sha256;
use std::io::BufRead;

/// The first ballot before the line of `wrong` that its voter did not sign as it stands; `wrong` itself if there is none.
pub(super) fn blame(input: impl BufRead, wrong: Wrong) -> Wrong {
    if !matches!(wrong.fault, Fault::Root | Fault::Pinned(_)) {
        return wrong;
    }
    let Some(end) = wrong.line else { return wrong };
    let mut reader = Reader::new(input);
    // What cannot be read was read before: it stops the search, and `wrong` stands.
    while let Ok(Some(line)) = reader.next_line() {
        if reader.number() > end {
            break;
        }
        let Line::Leaf(Leaf { index, kind: Kind::Ballot, body: Body::Whole(body) }) = line else { continue };
        let hash = Fixed(sha256(&[&body.0]));
        if let Err(fault) = Ballot::decode(body.0).and_then(|ballot| ballot.check_signature()) {
            return Wrong { fault: fault.into(), line: Some(reader.number()), leaf: Some(index), ballot: Some(hash) };
        }
    }
    wrong
}
