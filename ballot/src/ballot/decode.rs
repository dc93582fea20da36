//! Bytes to ballot. Every byte is accounted for.

use super::{Ballot, BallotFault, Channel, MAX_COLUMNS, MAX_ROWS, Place, VERSION};
use crate::bytes::Fixed;
use crate::elgamal::Ciphertext;
use crate::group::take;
use crate::hash::sha256;
use crate::proofs::onehot::{Proof, Shape};

/// Bytes before the candidates.
pub(super) const FIXED_HEAD: usize = 80;

/// Bytes of a ballot of that shape.
pub(super) fn ballot_len(shape: Shape) -> usize {
    FIXED_HEAD + 4 * shape.rows + 64 * shape.cells() + shape.proof_len() + 64
}

/// The bytes of a place: the head of a ballot.
pub(super) fn head(place: &Place) -> Vec<u8> {
    let mut body = Vec::with_capacity(ballot_len(place.shape()));
    let short = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
    body.push(VERSION);
    body.extend_from_slice(&place.election.0);
    body.extend_from_slice(&place.credential.0);
    body.extend_from_slice(&place.lot.to_be_bytes());
    body.extend_from_slice(&place.sequence.to_be_bytes());
    body.extend_from_slice(&[place.channel as u8, short(place.candidates.len()), short(place.columns)]);
    for candidate in &place.candidates {
        body.extend_from_slice(&candidate.to_be_bytes());
    }
    body
}

fn read_head(rest: &mut &[u8]) -> Result<Place, BallotFault> {
    fn next<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], BallotFault> {
        take::<N>(rest).ok_or(BallotFault::Length)
    }
    if next::<1>(rest)? != &[VERSION] {
        return Err(BallotFault::Version);
    }
    let election = Fixed(*next(rest)?);
    let credential = Fixed(*next(rest)?);
    let lot = u64::from_be_bytes(*next(rest)?);
    let sequence = u32::from_be_bytes(*next(rest)?);
    let channel = match next::<1>(rest)? {
        [0] => Channel::Own,
        [1] => Channel::Assisted,
        _ => return Err(BallotFault::Channel),
    };
    let [rows, columns] = next::<2>(rest)?.map(usize::from);
    if !(1..=MAX_ROWS).contains(&rows) || !(2..=MAX_COLUMNS).contains(&columns) {
        return Err(BallotFault::Shape);
    }
    let candidates = (0..rows).map(|_| next(rest).map(|bytes| u32::from_be_bytes(*bytes))).collect::<Result<_, _>>()?;
    Ok(Place { election, credential, lot, sequence, channel, candidates, columns })
}

/// Where a ballot belongs, by its head; it is as long as its shape says.
pub(crate) fn read_place(bytes: &[u8]) -> Result<Place, BallotFault> {
    let mut rest = bytes;
    let place = read_head(&mut rest)?;
    if bytes.len() == ballot_len(place.shape()) { Ok(place) } else { Err(BallotFault::Length) }
}

/// 16 bytes of the hash of the ciphertexts of a ballot that is as long as its shape says.
pub(crate) fn fingerprint(bytes: &[u8], place: &Place) -> [u8; 16] {
    let start = FIXED_HEAD + 4 * place.candidates.len();
    let ciphertexts = bytes.get(start..start + 64 * place.shape().cells()).unwrap_or_default();
    let hash = sha256(&[ciphertexts]);
    std::array::from_fn(|n| hash[n])
}

impl Ballot {
    /// From exactly its bytes.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, BallotFault> {
        let place = read_place(&bytes)?;
        let shape = place.shape();
        let mut rest = &bytes[FIXED_HEAD + 4 * shape.rows..];
        let mut ciphertexts = Vec::with_capacity(shape.cells());
        for cell in 0..shape.cells() {
            let (a, b) = take(&mut rest).zip(take(&mut rest)).ok_or(BallotFault::Length)?;
            let at = |error| BallotFault::Ciphertext {
                row: cell / shape.columns + 1,
                column: cell % shape.columns + 1,
                error,
            };
            ciphertexts.push(Ciphertext::decode(a, b).map_err(at)?);
        }
        let statement = bytes.len() - rest.len();
        let (proof, signature) = rest.split_last_chunk::<64>().ok_or(BallotFault::Length)?;
        let proof = Proof::decode(proof, shape).map_err(BallotFault::Encoding)?;
        let (signature, hash) = (Fixed(*signature), Fixed(sha256(&[&bytes])));
        Ok(Self { place, ciphertexts, proof, signature, hash, statement, bytes })
    }
}
