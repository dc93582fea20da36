//! The verification itself, from the first byte to the verdict.

use super::draws::Verified;
use super::request::{AuditLog, Progress, Request};
use super::watch::Watcher;
use super::{Ballots, Facts, Found, LotFacts, Mine, MineStatus, Recount, Seen, TrusteeFacts, Verdict};
use crate::api::types::AuditHead;
use crate::domain::audit::Verifier;
use crate::text::{clean_line, key};
use isoloir_ballot::archive::{Body, Leaf, Line, Reader};
use isoloir_ballot::ballot::Tracker;
use isoloir_ballot::board::{Checkpoint, Kind};
use isoloir_ballot::bytes::{Bytes32, Fixed, from_json};
use isoloir_ballot::manifest::Manifest;
use isoloir_ballot::verify::{Fault, Options, Report, Stage, VerifyError};
use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// The last line of an archive, a checkpoint, is shorter than this.
const TAIL: u64 = 4096;

/// Verifies an archive, and whatever else was asked. `open` gives the archive from its start, each time it is called.
///
/// # Errors
/// If the archive cannot be read, or the verification was stopped.
pub fn verify<R: BufRead + Seek>(
    open: impl Fn() -> io::Result<R>,
    request: &Request,
    progress: &mut dyn FnMut(Progress),
) -> io::Result<Verdict> {
    let (length, last) = tail(open()?)?;
    let size = last.as_ref().map_or(u64::MAX, |it| it.size);
    let Some(manifest) = manifest(open()?)? else {
        return Ok(Verdict::wrong(Found::plain(key::VERIFY_FAULT_NO_ARCHIVE, "no_archive")));
    };
    if let Some(other) =
        request.elsewhere.iter().find(|pin| last.as_ref().is_some_and(|it| it.election != pin.election))
    {
        return Ok(Verdict::wrong(Found::other_election(other)));
    }
    // Another vote than the one that this device saw, or voted in.
    if request.followed.is_some_and(|it| last.as_ref().is_some_and(|last| last.election != it)) {
        return Ok(Verdict::wrong(Found::plain(key::VERIFY_FAULT_FOLLOWED, "other_election")));
    }
    let mine = |election: &Bytes32| last.as_ref().is_some_and(|it| it.election == *election);
    let receipts: Vec<_> = request.receipts.iter().filter(|it| mine(&it.checkpoint.election)).collect();
    let device: Vec<&Checkpoint> = request.device.iter().filter(|it| mine(&it.election)).collect();
    let known: Vec<&Checkpoint> = receipts.iter().map(|it| &it.checkpoint).chain(device).collect();
    // It was asked before the archive, which reaches at least as far.
    let (live, short): (Vec<_>, Vec<_>) =
        request.live.iter().map(|live| &live.checkpoint).partition(|it| it.size <= size);
    // An older copy of the archive does not reach as far as this device has seen; a closed one must.
    let (pinned, beyond): (Vec<&Checkpoint>, Vec<_>) = known.into_iter().partition(|it| it.size <= size);
    let mut options = Options {
        stage: Stage::Open,
        pinned: request.elsewhere.iter().chain(pinned.iter().copied()).chain(live).cloned().collect(),
        ..Options::default()
    };
    options.threads = request.threads.unwrap_or(options.threads);
    let mut watch = Watcher::new(&manifest, length, progress);
    watch.seek(&request.trackers, receipts.iter().map(|it| it.ballot));
    let guarded = || Ok(request.stop.guard(open()?));
    let report = match isoloir_ballot::verify::verify(guarded, &options, &mut watch) {
        Ok(report) => report,
        Err(VerifyError::Io(error)) => return Err(error),
        Err(VerifyError::Wrong(wrong)) => {
            let elsewhere = matches!(&wrong.fault, Fault::Pinned(size)
                if request.elsewhere.iter().any(|pin| pin.size == *size));
            return Ok(Verdict::wrong(Found::of(&wrong, elsewhere)));
        }
    };
    let mut fault = watch.lot_fault.take().map(|(lot, error)| Found::of_lot(lot, &error));
    let mut facts = Box::new(facts(&report, request, &watch));
    facts.seen =
        Seen { elsewhere: request.elsewhere.len() as u64, device: pinned.len() as u64, older: !beyond.is_empty() };
    facts.others = (request.receipts.len() - receipts.len()) as u64;
    if !short.is_empty() {
        fault = fault.or_else(|| Some(Found::plain(key::VERIFY_FAULT_SHORTER, "shorter")));
    }
    if fault.is_none() && report.stage > Stage::Open && !beyond.is_empty() {
        fault = Some(Found::plain(key::VERIFY_FAULT_SHORTER, "shorter"));
    }
    let spoiled = spoiled(&open, request, &watch)?;
    facts.mine = receipts
        .iter()
        .map(|it| (Tracker::of(&it.ballot), watch.of_receipt(&it.ballot), Some(it.leaf)))
        .chain(request.trackers.iter().zip(&watch.found).map(|(tracker, seen)| (*tracker, *seen, None)))
        .chain(request.spoiled.iter().map(|it| (Tracker::of(it), None, None)))
        .map(|(tracker, seen, leaf)| mine_of(tracker, seen, leaf, &spoiled, &report))
        .collect();
    for (receipt, mine) in receipts.iter().zip(&facts.mine) {
        if mine.leaf.is_some_and(|leaf| leaf != receipt.leaf) {
            fault = fault.or_else(|| Some(Found::of_ballot(key::VERIFY_FAULT_MOVED, "moved", &mine.tracker)));
        }
    }
    if let Some(gone) = facts.mine.iter().find(|it| it.status == MineStatus::Missing) {
        fault = fault.or_else(|| Some(Found::of_ballot(key::VERIFY_FAULT_MISSING, "missing", &gone.tracker)));
    }
    let recount = match (report.result_checked(), &report.counts) {
        (true, Some(counts)) => Recount::new(&manifest, counts, request.live.as_ref()).ok().map(Box::new),
        _ => None,
    };
    if let Some(live) = &request.live {
        fault = fault.or_else(|| compare(&report, recount.as_deref(), live, &mut facts));
    }
    if let Some(log) = &request.audit {
        match audit(log) {
            Ok(head) => facts.audit = Some(head),
            Err(found) => fault = fault.or(Some(*found)),
        }
    }
    let recount = recount.filter(|_| fault.is_none());
    Ok(Verdict { fault, facts: Some(facts), recount })
}

/// What the platform says of the election whose archive it gave.
fn compare(report: &Report, recount: Option<&Recount>, live: &super::Live, facts: &mut Facts) -> Option<Found> {
    if live.election != *report.election.hash() {
        return Some(Found::plain(key::VERIFY_FAULT_OTHER, "other_election"));
    }
    let (Some(shown), Some(counts)) = (&live.result, &report.counts) else { return None };
    if report.stage < Stage::Counted {
        return Some(Found::plain(key::VERIFY_FAULT_EARLY, "result_without_count"));
    }
    match recount?.compare(shown, counts, live) {
        Ok(left) => {
            (facts.live, facts.left) = (Some(true), left);
            None
        }
        Err(found) => {
            facts.live = Some(false);
            Some(*found)
        }
    }
}

fn audit(log: &AuditLog) -> Result<AuditHead, Box<Found>> {
    let mut verifier = Verifier::default();
    let taken = log.entries.iter().try_for_each(|entry| verifier.take(entry));
    taken.and_then(|()| verifier.end(log.head.as_ref())).map_err(|broken| Box::new(Found::of_audit(&broken)))
}

fn facts(report: &Report, request: &Request, watch: &Watcher<'_>) -> Facts {
    let manifest = report.election.manifest();
    let trustees = &manifest.trustees;
    let shown = |state: &crate::domain::lots::DrawState| {
        let counts: Vec<u64> = state.issued().iter().zip(state.expired()).map(|(a, b)| a - b).collect();
        [counts.iter().min().copied().unwrap_or(0), counts.iter().max().copied().unwrap_or(0)]
    };
    let (issued, expired) = report.lots;
    let replayed = watch.drawn().map(|state| Verified { issued, expired, shown: shown(state) });
    Facts {
        election: report.election.hash().to_string(),
        primary: clean_line(&manifest.primary),
        round: clean_line(&manifest.round),
        stage: match report.stage {
            Stage::Open => "open",
            Stage::Closed => "closed",
            Stage::Counted => "counted",
        },
        checkpoint: report.checkpoint.to_string(),
        time: report.checkpoint.time,
        leaves: report.leaves,
        checkpoints: report.checkpoints,
        credentials: report.credentials,
        admitted: report.admitted,
        ballots: report.ballots,
        missing: report.missing,
        spoiled: report.spoiled,
        counted: report.counts.as_ref().map(|it| Ballots {
            ballots: it.ballots,
            voters: it.voters,
            own: it.own,
            assisted: it.assisted,
        }),
        lots: manifest.lots.map(|_| LotFacts { replayed, source: watch.source.as_deref().map(clean_line) }),
        trustees: TrusteeFacts {
            names: trustees.members.iter().map(|it| clean_line(&it.name)).collect(),
            threshold: trustees.threshold,
            decrypted: report.decrypted.clone(),
            local: request.live.as_ref().map(|live| live.local),
        },
        seen: Seen { elsewhere: 0, device: 0, older: false },
        others: 0,
        live: None,
        left: Vec::new(),
        audit: None,
        mine: Vec::new(),
    }
}

/// What became of one ballot.
fn mine_of(
    tracker: Tracker,
    seen: Option<isoloir_ballot::verify::Seen>,
    receipt: Option<u64>,
    spoiled: &[(Tracker, u64)],
    report: &Report,
) -> Mine {
    let opened = spoiled.iter().find(|(it, _)| *it == tracker).map(|(_, leaf)| *leaf);
    let later = receipt.is_some_and(|leaf| leaf >= report.leaves) && report.stage == Stage::Open;
    let status = match (seen, opened) {
        (Some(seen), _) => match seen.counts {
            Some(true) => MineStatus::Counts,
            Some(false) => MineStatus::Replaced,
            None => MineStatus::Recorded,
        },
        (None, Some(_)) => MineStatus::Spoiled,
        (None, None) if later => MineStatus::Later,
        (None, None) => MineStatus::Missing,
    };
    Mine { tracker: tracker.to_string(), leaf: seen.map(|it| it.leaf).or(opened), status, receipt: receipt.is_some() }
}

/// Ballots on the board as opened ones, of those that are asked about and were not found among the cast.
fn spoiled<R: BufRead>(
    open: &impl Fn() -> io::Result<R>,
    request: &Request,
    watch: &Watcher<'_>,
) -> io::Result<Vec<(Tracker, u64)>> {
    let trackers = request.trackers.iter().zip(&watch.found).filter(|(_, seen)| seen.is_none()).map(|(it, _)| *it);
    let mut sought: Vec<Tracker> = trackers.chain(request.spoiled.iter().map(Tracker::of)).collect();
    let mut found = Vec::new();
    let mut reader = Reader::new(request.stop.guard(open()?));
    while !sought.is_empty() {
        let line = reader.next_line().map_err(io::Error::other)?;
        let Some(line) = line else { break };
        let Line::Leaf(Leaf { index, kind: Kind::Spoiled, body: Body::Whole(body) }) = line else { continue };
        let Ok(hash) = <[u8; 32]>::try_from(&body.0[..]) else { continue };
        let hash = Fixed(hash);
        found.extend(sought.iter().filter(|it| it.is(&hash)).map(|it| (*it, index)));
        sought.retain(|it| !it.is(&hash));
    }
    Ok(found)
}

/// How long an archive is, and the checkpoint at its end.
fn tail<R: BufRead + Seek>(mut input: R) -> io::Result<(u64, Option<Checkpoint>)> {
    let length = input.seek(SeekFrom::End(0))?;
    input.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut end = Vec::new();
    input.take(TAIL).read_to_end(&mut end)?;
    let last = end.strip_suffix(b"\n").and_then(|end| end.rsplit(|byte| *byte == b'\n').next());
    let last = last.and_then(|line| from_json::<Line>(line).ok());
    Ok((
        length,
        match last {
            Some(Line::Checkpoint(checkpoint)) => Some(checkpoint),
            _ => None,
        },
    ))
}

/// The manifest, not checked yet; none: the first line is of no archive.
fn manifest(input: impl BufRead) -> io::Result<Option<Manifest>> {
    let line = match Reader::new(input).next_line() {
        Ok(line) => line,
        Err(isoloir_ballot::archive::LineFault::Io(error)) => return Err(error),
        Err(_) => None,
    };
    Ok(match line {
        Some(Line::Leaf(Leaf { index: 0, kind: Kind::Manifest, body: Body::Whole(body) })) => from_json(&body.0).ok(),
        _ => None,
    })
}
