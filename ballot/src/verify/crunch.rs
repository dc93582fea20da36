//! The second walk: signatures and proofs on all cores, and the sums of the ballots that count.

use super::walk::{Skeleton, line_fault};
use super::{Fault, Options, Seen, VerifyError, Watch, Wrong};
use crate::archive::{Body, Leaf, Line, LineFault, Reader};
use crate::ballot::{Ballot, check_proofs};
use crate::board::{Frontier, Kind};
use crate::bytes::Fixed;
use crate::hash::sha256;
use crate::manifest::Election;
use crate::tally::Sums;
use std::io::BufRead;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Ballots checked together: more gain little, and take memory.
const BATCH: usize = 64;

/// A ballot to check.
struct Job {
    line: u64,
    leaf: u64,
    counts: bool,
    body: Vec<u8>,
}

pub(super) fn crunch(
    input: impl BufRead,
    options: &Options,
    skeleton: &Skeleton,
    watch: &mut dyn Watch,
) -> Result<Sums, VerifyError> {
    let threads = options.threads.get();
    let (send, receive) = sync_channel::<Vec<Job>>(threads);
    let receive = Mutex::new(receive);
    let first_wrong: Mutex<Option<Wrong>> = Mutex::new(None);
    let (read, sums) = std::thread::scope(|scope| {
        let worker = || work(&skeleton.election, &receive, &first_wrong);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let read = feed(input, skeleton, watch, send, &first_wrong);
        let mut sums = Sums::new(&skeleton.election);
        for worker in workers {
            match worker.join() {
                Ok(part) => sums.merge(&part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        (read, sums)
    });
    // A wrong ballot comes before what the reading met later.
    if let Some(wrong) = first_wrong.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(wrong.into());
    }
    read.map(|()| sums)
}

/// Reads ballots and hands them out, in their order. Workers end when `send` is gone.
fn feed(
    input: impl BufRead,
    skeleton: &Skeleton,
    watch: &mut dyn Watch,
    send: SyncSender<Vec<Job>>,
    first_wrong: &Mutex<Option<Wrong>>,
) -> Result<(), VerifyError> {
    let mut reader = Reader::new(input);
    let mut lines = Frontier::default();
    let mut batch = Vec::new();
    let mut ballots = skeleton.voters.counts.iter();
    let mut bytes = skeleton.bytes;
    loop {
        let line = reader.next_line().map_err(|fault| match fault {
            LineFault::Io(error) => VerifyError::Io(error),
            other => line_fault(other, lines.size() + 1),
        })?;
        let Some(line) = line else { break };
        lines.push(sha256(&[reader.bytes()]));
        bytes += reader.bytes().len() as u64 + 1;
        watch.progress(bytes, Some(2 * skeleton.bytes));
        let Line::Leaf(Leaf { index, kind: Kind::Ballot, body }) = line else { continue };
        let counts = *ballots.next().ok_or(Wrong::of(Fault::Changed))?;
        let known = (skeleton.missing == 0).then_some(counts);
        let hash = match &body {
            Body::Whole(body) => Fixed(sha256(&[&body.0])),
            Body::Hash(hash) => *hash,
        };
        watch.ballot(&Seen { leaf: index, hash, counts: known });
        let Body::Whole(body) = body else { continue };
        let job = Job { line: reader.number(), leaf: index, counts, body: body.0 };
        if let Some(full) = full(&mut batch, job) {
            if first_wrong.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
                return Ok(());
            }
            // Workers stop only when this side does.
            let _ = send.send(full);
        }
    }
    let _ = send.send(batch);
    if lines == skeleton.lines { Ok(()) } else { Err(Wrong::of(Fault::Changed).into()) }
}

/// One more for the batch; the batch once it is full, and the next begins.
fn full<T>(batch: &mut Vec<T>, one: T) -> Option<Vec<T>> {
    batch.push(one);
    (batch.len() == BATCH).then(|| std::mem::replace(batch, Vec::with_capacity(BATCH)))
}

fn work(election: &Election, receive: &Mutex<Receiver<Vec<Job>>>, first_wrong: &Mutex<Option<Wrong>>) -> Sums {
    let mut sums = Sums::new(election);
    loop {
        let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(jobs) = next else { return sums };
        if let Err(wrong) = check(election, &jobs, &mut sums) {
            keep_first(&mut first_wrong.lock().unwrap_or_else(PoisonError::into_inner), wrong);
        }
    }
}

/// Workers find what is wrong in any order; the first on the board is named.
fn keep_first(first: &mut Option<Wrong>, wrong: Wrong) {
    *first = first.take().into_iter().chain([wrong]).min_by_key(|wrong| wrong.leaf);
}

/// Checks a batch and adds up what counts of it. Names its first wrong ballot, whatever is wrong with it.
fn check(election: &Election, jobs: &[Job], sums: &mut Sums) -> Result<(), Wrong> {
    let wrong = |job: &Job, fault: Fault| Wrong {
        fault,
        line: Some(job.line),
        leaf: Some(job.leaf),
        ballot: Some(Fixed(sha256(&[&job.body]))),
    };
    let mut ballots = Vec::with_capacity(jobs.len());
    let mut odd = None;
    for job in jobs {
        let ballot = Ballot::decode(job.body.clone());
        let signed = ballot.and_then(|ballot| ballot.check_signature().map(|()| ballot));
        match signed {
            Ok(ballot) => ballots.push(ballot),
            Err(fault) => {
                odd = Some(wrong(job, fault.into()));
                break;
            }
        }
    }
    if let Err(place) = check_proofs(&ballots, election.key(), election.generators()) {
        let job = jobs.get(place).ok_or(Wrong::of(Fault::Changed))?;
        return Err(wrong(job, crate::ballot::BallotFault::Proof.into()));
    }
    if let Some(wrong) = odd {
        return Err(wrong);
    }
    for (ballot, _) in ballots.iter().zip(jobs).filter(|(_, job)| job.counts) {
        let rows = ballot.ciphertexts().chunks(election.columns());
        for (candidate, ciphertexts) in ballot.place().candidates.iter().zip(rows) {
            if let Some(row) = election.row(*candidate) {
                sums.add(row, ciphertexts);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_handed_out_when_it_is_full_and_not_before() {
        let mut batch = Vec::new();
        let handed: Vec<_> = (0..2 * BATCH + 5).filter_map(|one| full(&mut batch, one)).collect();
        assert_eq!(handed, [(0..BATCH).collect::<Vec<_>>(), (BATCH..2 * BATCH).collect()]);
        assert_eq!(batch, (2 * BATCH..2 * BATCH + 5).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_wrong_ballot_is_kept_in_whatever_order_they_are_found() {
        for order in [[3, 5, 9], [9, 5, 3], [5, 3, 9], [5, 9, 3]] {
            let mut first = None;
            for leaf in order {
                keep_first(&mut first, Wrong { leaf: Some(leaf), ..Wrong::of(Fault::Changed) });
            }
            assert_eq!(first.and_then(|wrong| wrong.leaf), Some(3), "{order:?}");
        }
    }
}
