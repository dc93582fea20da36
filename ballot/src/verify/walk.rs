//! The first walk: how everything hangs together.

use super::lots::Lots;
use super::voters::Voters;
use super::{Fault, Options, Report, Stage, VerifyError, Watch, Wrong};
use crate::archive::{Body, Close, Counts, Leaf, Line, LineFault, Reader};
use crate::ballot::{BallotFault, fingerprint, read_place};
use crate::board::{Checkpoint, Frontier, Kind, leaf_hash};
use crate::bytes::{Bytes32, Fixed, from_json};
use crate::hash::sha256;
use crate::manifest::Election;
use crate::tally::{Decryption, Sums, TallyFault, member_key};
use std::io::BufRead;

/// What the first walk has found.
pub(super) struct Skeleton {
    pub election: Election,
    pub voters: Voters,
    /// Over all lines: the second walk must see the same.
    pub lines: Frontier,
    pub bytes: u64,
    pub missing: u64,
    board: Frontier,
    lots: Lots,
    decryptions: Vec<(Decryption, At)>,
    close: Option<Close>,
    result: Option<(Counts, At)>,
    checkpoint: Option<Checkpoint>,
    checkpoints: u64,
    pinned: u64,
    credentials: Frontier,
}

#[derive(Clone, Copy)]
struct At {
    line: u64,
    leaf: u64,
}

impl At {
    fn wrong(self, fault: impl Into<Fault>) -> Wrong {
        Wrong { leaf: Some(self.leaf), ..Wrong::at(fault, self.line) }
    }
}

pub(super) fn line_fault(fault: LineFault, line: u64) -> VerifyError {
    match fault {
        LineFault::Io(error) => VerifyError::Io(error),
        other => Wrong::at(other, line).into(),
    }
}

pub(super) fn walk(input: impl BufRead, options: &Options, watch: &mut dyn Watch) -> Result<Skeleton, VerifyError> {
    let mut reader = Reader::new(input);
    let first = reader.next_line().map_err(|fault| line_fault(fault, 1))?;
    let Some(Line::Leaf(Leaf { index: 0, kind: Kind::Manifest, body: Body::Whole(manifest) })) = first else {
        return Err(Wrong::at(Fault::Order, 1).into());
    };
    let election = Election::read(&manifest.0).map_err(|fault| Wrong::at(fault, 1))?;
    let mut skeleton = Skeleton {
        voters: Voters::default(),
        lines: Frontier::default(),
        bytes: 0,
        missing: 0,
        board: Frontier::default(),
        lots: Lots::default(),
        decryptions: Vec::new(),
        close: None,
        result: None,
        checkpoint: None,
        checkpoints: 0,
        pinned: 0,
        credentials: Frontier::default(),
        election,
    };
    skeleton.board.push(leaf_hash(Kind::Manifest, &skeleton.election.hash().0));
    skeleton.read(reader.bytes());
    skeleton.pass(options, 1)?;
    // The last line that was read must be a checkpoint of the whole board.
    let mut ended = false;
    while let Some(line) = reader.next_line().map_err(|fault| line_fault(fault, reader.number()))? {
        let number = reader.number();
        ended = matches!(line, Line::Checkpoint(_));
        skeleton.line(&line, number, reader.bytes(), options, watch)?;
        skeleton.read(reader.bytes());
        watch.progress(skeleton.bytes, None);
    }
    let end = reader.number();
    if !ended {
        return Err(Wrong::at(Fault::End, end).into());
    }
    if skeleton.stage() < options.stage {
        return Err(Wrong::at(Fault::Unfinished, end).into());
    }
    if let Some(pin) = options.pinned.iter().find(|pin| pin.size == 0 || pin.size > skeleton.board.size()) {
        return Err(Wrong::of(Fault::Pinned(pin.size)).into());
    }
    Ok(skeleton)
}

impl Skeleton {
    fn read(&mut self, line: &[u8]) {
        self.lines.push(sha256(&[line]));
        self.bytes += line.len() as u64 + 1;
    }

    fn stage(&self) -> Stage {
        match (&self.close, &self.result) {
            (None, _) => Stage::Open,
            (Some(_), None) => Stage::Closed,
            (Some(_), Some(_)) => Stage::Counted,
        }
    }

    fn line(
        &mut self,
        line: &Line,
        number: u64,
        bytes: &[u8],
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<(), Wrong> {
        let wrong = |fault: Fault| Wrong::at(fault, number);
        let start = self.board.size() == 1 && self.checkpoints == 0;
        let rules = self.election.manifest().lots;
        match line {
            Line::Leaf(leaf) => {
                self.check_start(number)?;
                self.leaf(leaf, At { line: number, leaf: leaf.index })?;
                self.pass(options, number)
            }
            Line::Checkpoint(checkpoint) => {
                self.check_start(number)?;
                self.checkpoint(checkpoint).map_err(wrong)
            }
            Line::Credentials(credentials) if start && !self.lots.any() => {
                credentials.iter().for_each(|one| self.credentials.push(crate::archive::bytes_leaf(&one.0)));
                self.voters.list(credentials).map_err(wrong)
            }
            Line::Draws(draws) if start => {
                self.lots.draws(rules.ok_or(wrong(Fault::Order))?, draws, bytes).map_err(wrong)?;
                watch.draws(draws);
                Ok(())
            }
            Line::Lot(lot) if start => {
                self.lots.lot(&self.election, rules.ok_or(wrong(Fault::Order))?, lot, bytes).map_err(wrong)?;
                watch.lot(lot);
                Ok(())
            }
            Line::LotExpired(lot) if start => {
                self.lots.expire(*lot, bytes).map_err(wrong)?;
                watch.lot_expired(*lot);
                Ok(())
            }
            _ => Err(wrong(Fault::Order)),
        }
    }

    /// When the lines before the board's second leaf end: are the credentials those of the manifest?
    fn check_start(&self, line: u64) -> Result<(), Wrong> {
        let list = self.election.manifest().credentials;
        if self.voters.listed() != list.count || self.credentials.root() != list.root.0 {
            return Err(Wrong::at(Fault::Credentials, line));
        }
        Ok(())
    }

    fn checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Fault> {
        checkpoint.check(&self.election.manifest().board, self.election.hash())?;
        if checkpoint.size != self.board.size() || checkpoint.root.0 != self.board.root() {
            return Err(Fault::Root);
        }
        if self.checkpoint.as_ref().is_some_and(|last| last.time > checkpoint.time) {
            return Err(Fault::Time);
        }
        self.checkpoint = Some(checkpoint.clone());
        self.checkpoints += 1;
        Ok(())
    }

    /// Compares the board as it is now with what was seen elsewhere.
    fn pass(&mut self, options: &Options, line: u64) -> Result<(), Wrong> {
        for pin in options.pinned.iter().filter(|pin| pin.size == self.board.size()) {
            let checked = pin.check(&self.election.manifest().board, self.election.hash());
            checked.map_err(|fault| Wrong::at(fault, line))?;
            if pin.root.0 != self.board.root() {
                return Err(Wrong::at(Fault::Pinned(pin.size), line));
            }
            self.pinned += 1;
        }
        Ok(())
    }

    fn leaf(&mut self, leaf: &Leaf, at: At) -> Result<(), Wrong> {
        if leaf.index != self.board.size() {
            return Err(at.wrong(Fault::Index(self.board.size())));
        }
        let hash = match &leaf.body {
            Body::Whole(body) => Fixed(sha256(&[&body.0])),
            Body::Hash(hash) => *hash,
        };
        let done = match (leaf.kind, &leaf.body) {
            (Kind::Manifest, _) => Err(Fault::Order),
            // After the close come decryptions, then the result, then nothing.
            (Kind::Ballot | Kind::Spoiled | Kind::Admitted | Kind::Close, _) if self.close.is_some() => {
                Err(Fault::Order)
            }
            (Kind::Decryption | Kind::Result, _) if self.close.is_none() => Err(Fault::Order),
            (_, _) if self.result.is_some() => Err(Fault::Order),
            (Kind::Ballot, Body::Whole(body)) => self.ballot(&body.0, hash),
            (Kind::Ballot, Body::Hash(_)) => {
                self.missing += 1;
                self.voters.hash_only(hash)
            }
            (_, Body::Hash(_)) => Err(Fault::Body),
            (Kind::Spoiled, Body::Whole(body)) => hash_of(&body.0).and_then(|ballot| self.voters.spoil(ballot)),
            (Kind::Admitted, Body::Whole(body)) => self.admit(&body.0),
            (Kind::Close, Body::Whole(body)) => self.closed(&body.0),
            (Kind::Decryption, Body::Whole(body)) => self.decryption(&body.0, at),
            (Kind::Result, Body::Whole(body)) => from_json(&body.0).map_err(|_| Fault::Spelling).map(|result| {
                self.result = Some((result, at));
            }),
        };
        done.map_err(|fault| {
            let ballot = (leaf.kind == Kind::Ballot).then_some(hash);
            Wrong { ballot, ..at.wrong(fault) }
        })?;
        self.board.push(leaf_hash(leaf.kind, &hash.0));
        Ok(())
    }

    fn ballot(&mut self, body: &[u8], hash: Bytes32) -> Result<(), Fault> {
        let place = read_place(body)?;
        let manifest = self.election.manifest();
        let all = self.election.candidates();
        let (candidates, most_lots) = match manifest.lots {
            Some(lots) => (self.lots.of(&place)?, lots.per_voter),
            None if place.lot == 0 => (&all[..], 1),
            None => return Err(Fault::LotOwner),
        };
        if place.election != *self.election.hash() {
            return Err(BallotFault::Election.into());
        }
        if place.candidates != candidates {
            return Err(BallotFault::Candidates.into());
        }
        if place.columns != self.election.columns() {
            return Err(BallotFault::Shape.into());
        }
        self.voters.cast(&place, hash, fingerprint(body, &place), manifest.change, most_lots)
    }

    fn admit(&mut self, body: &[u8]) -> Result<(), Fault> {
        if !self.election.manifest().credentials.late {
            return Err(Fault::Admitted);
        }
        self.voters.admit(hash_of(body)?)
    }

    fn closed(&mut self, body: &[u8]) -> Result<(), Fault> {
        let close: Close = from_json(body).map_err(|_| Fault::Spelling)?;
        if close.time < self.election.manifest().closes || close.ballots != self.voters.counts.len() as u64 {
            return Err(Fault::Close);
        }
        let lots = self.election.manifest().lots.map(|_| self.lots.root());
        if close.lots != lots || lots.is_some() != self.lots.any() {
            return Err(Fault::LotLog);
        }
        self.close = Some(close);
        Ok(())
    }

    fn decryption(&mut self, body: &[u8], at: At) -> Result<(), Fault> {
        let decryption: Decryption = from_json(body).map_err(|_| Fault::Spelling)?;
        // Also where bodies are missing, so that the shares cannot be checked.
        member_key(&self.election, decryption.trustee)?;
        if self.decryptions.iter().any(|(known, _)| known.trustee == decryption.trustee) {
            return Err(TallyFault::Twice(decryption.trustee).into());
        }
        self.decryptions.push((decryption, at));
        Ok(())
    }

    /// The decryption and the result, given the sums of the second walk.
    pub fn report(self, sums: Sums) -> Result<Report, Wrong> {
        let stage = self.stage();
        let (ballots, assisted, voters) = self.voters.totals();
        let own = ballots - assisted;
        let mut counts = Counts { ballots, voters, own, assisted, counts: Vec::new() };
        let tally = (stage > Stage::Open && self.missing == 0).then(|| sums.close(ballots));
        if let Some(tally) = &tally {
            let check = |(part, at): &(Decryption, At)| {
                let products = tally.check(&self.election, part).map_err(|fault| at.wrong(fault))?;
                Ok((part.trustee, products))
            };
            let parts = self.decryptions.iter().map(check).collect::<Result<Vec<_>, Wrong>>()?;
            if let Some((announced, at)) = &self.result {
                counts.counts = tally.combine(&self.election, &parts).map_err(|fault| at.wrong(fault))?;
                if *announced != counts {
                    return Err(at.wrong(Fault::Result));
                }
            }
        }
        let Some(checkpoint) = self.checkpoint else { return Err(Wrong::of(Fault::End)) };
        Ok(Report {
            stage,
            leaves: self.board.size(),
            checkpoint,
            checkpoints: self.checkpoints,
            pinned: self.pinned,
            credentials: self.voters.listed(),
            admitted: self.voters.admitted.len() as u64,
            lots: (self.lots.drawn, self.lots.expired),
            ballots: self.voters.counts.len() as u64,
            missing: self.missing,
            spoiled: self.voters.spoiled.len() as u64,
            counts: (self.missing == 0).then_some(counts),
            decrypted: self.decryptions.iter().map(|(part, _)| part.trustee).collect(),
            tally,
            election: self.election,
        })
    }
}

fn hash_of(body: &[u8]) -> Result<Bytes32, Fault> {
    body.try_into().map(Fixed).map_err(|_| Fault::Spelling)
}
