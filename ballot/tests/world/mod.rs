//! A small election with everything in it, for tests to attack: the platform's keys are theirs too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]
#![allow(dead_code, reason = "each test file uses a part of it")]

use isoloir_ballot::archive::{Body, Close, Counts, Draws, Leaf, Line, Lot, Writer, credential_root, lots_root};
use isoloir_ballot::ballot::{Ballot, Channel, Opening, Place, Seed, make};
use isoloir_ballot::board::{BoardKey, Checkpoint, Frontier, Kind, leaf_hash};
use isoloir_ballot::bytes::{Blob, Bytes32, Fixed, to_json};
use isoloir_ballot::credential::Credential;
use isoloir_ballot::hash::{BALLOT_SIGNATURE, sha256};
use isoloir_ballot::manifest::{Candidate, CredentialList, Election, FORMAT, LotRules, Manifest};
use isoloir_ballot::trustees::{Dealer, TrusteeSecret, Trustees};
use isoloir_ballot::verify::{Fault, Options, Report, Stage, VerifyError, Wrong, verify};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::num::NonZeroUsize;

pub const CLOSES: u64 = 2_000_000;

pub struct Plan {
    pub seed: u64,
    pub candidates: u32,
    pub grades: usize,
    pub no_opinion: bool,
    pub change: bool,
    pub late: bool,
    pub voters: usize,
    /// Trustees, and how many are needed; all of them make their keys alone.
    pub trustees: (u16, u16),
    /// Size of a lot, and lots a voter.
    pub lots: Option<(u32, u32)>,
    /// What an organiser does to the list of credentials before publishing its root.
    pub disorder: Option<fn(&mut Vec<Bytes32>)>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            candidates: 3,
            grades: 4,
            no_opinion: false,
            change: true,
            late: true,
            voters: 6,
            trustees: (3, 3),
            lots: None,
            disorder: None,
        }
    }
}

pub struct World {
    pub rng: StdRng,
    pub board: BoardKey,
    pub secrets: Vec<TrusteeSecret>,
    pub election: Election,
    pub voters: Vec<Credential>,
    pub listed: Vec<Bytes32>,
    /// The lots' lines.
    pub lots: Vec<Line>,
}

/// A trustee for each seat, by a ceremony where fewer than all are needed.
pub fn trustees(count: u16, threshold: u16, rng: &mut StdRng) -> (Vec<TrusteeSecret>, Trustees) {
    let ceremony = Fixed(rng.random());
    let name = |number: u16| format!("Trustee {number}");
    if threshold == count {
        let secrets: Vec<_> = (0..count).map(|_| TrusteeSecret::generate(rng)).collect();
        let keys = (1..).zip(&secrets).map(|(n, secret)| (name(n), secret.publish(&ceremony, n, rng))).collect();
        return (secrets, Trustees::all(ceremony, keys));
    }
    let (dealers, hellos): (Vec<_>, Vec<_>) = (1..=count).map(|n| Dealer::start(ceremony, n, threshold, rng)).unzip();
    let deals: Vec<_> = dealers.iter().map(|dealer| dealer.reveal(&hellos, rng).unwrap()).collect();
    let finish = |dealer: &Dealer| dealer.finish(&hellos, &deals, rng).unwrap();
    let (secrets, keys): (Vec<_>, Vec<_>) = dealers.iter().map(finish).unzip();
    let keys = (1..).zip(keys).map(|(n, key)| (name(n), key)).collect();
    (secrets, Trustees::dealt(ceremony, keys, &deals))
}

impl World {
    pub fn new(plan: &Plan) -> Self {
        let mut rng = StdRng::seed_from_u64(plan.seed);
        let board = Credential::generate(&mut rng);
        let (secrets, trustees) = trustees(plan.trustees.0, plan.trustees.1, &mut rng);
        let voters: Vec<_> = (0..plan.voters).map(|_| Credential::generate(&mut rng)).collect();
        let mut listed: Vec<Bytes32> = voters.iter().map(Credential::public).collect();
        listed.sort();
        if let Some(disorder) = plan.disorder {
            disorder(&mut listed);
        }
        let candidates: Vec<u32> = (0..plan.candidates).map(|n| 10 * n + 7).collect();
        let secret = Fixed(rng.random());
        let manifest = Manifest {
            format: FORMAT,
            primary: "test".into(),
            round: "final".into(),
            rules: Fixed([9; 32]),
            opens: 1_000_000,
            closes: CLOSES,
            candidates: candidates.iter().map(|id| Candidate { id: *id, name: format!("É. \"{id}\" \\") }).collect(),
            scale: (0..plan.grades).map(|n| format!("grade-{n}")).collect(),
            no_opinion: plan.no_opinion,
            change: plan.change,
            lots: plan.lots.map(|(size, per_voter)| LotRules {
                size,
                per_voter,
                commitment: Fixed(sha256(&[&secret.0])),
            }),
            credentials: CredentialList { count: listed.len() as u64, root: credential_root(&listed), late: plan.late },
            key: *trustees.check().unwrap().element(),
            trustees,
            board: board.public(),
        };
        let election = Election::read(&manifest.to_bytes()).unwrap();
        let mut lots = Vec::new();
        if let Some((size, _)) = plan.lots {
            lots.push(Line::Draws(Draws { secret, randomness: Fixed(rng.random()), source: "system".into() }));
            for (number, voter) in (1..).zip(voters.iter().chain(&voters)) {
                let mut left = candidates.clone();
                let drawn = (0..size).map(|_| left.remove(rng.random_range(0..left.len()))).collect();
                let draw = u32::try_from((number - 1) / voters.len() as u64 + 1).unwrap();
                let (credential, commitment) = (voter.public(), Fixed(rng.random()));
                lots.push(Line::Lot(Lot { number, credential, draw, candidates: drawn, commitment }));
            }
        }
        Self { rng, board, secrets, election, voters, listed, lots }
    }

    pub fn place(&self, voter: usize, lot: u64, sequence: u32) -> Place {
        let drawn = self.lots.iter().find_map(|line| match line {
            Line::Lot(one) if one.number == lot => Some(one.candidates.clone()),
            _ => None,
        });
        Place {
            election: *self.election.hash(),
            credential: self.voters[voter].public(),
            lot,
            sequence,
            channel: if voter % 3 == 2 { Channel::Assisted } else { Channel::Own },
            candidates: drawn.unwrap_or_else(|| self.election.candidates()),
            columns: self.election.columns(),
        }
    }

    pub fn ballot_at(&mut self, place: &Place, voter: usize, choices: &[u8]) -> Vec<u8> {
        let opening = Opening::new(Seed::generate(&mut self.rng), choices.to_vec());
        let (key, generators) = (self.election.key(), self.election.generators());
        make(place, &opening, &self.voters[voter], key, generators).unwrap()
    }

    pub fn ballot(&mut self, voter: usize, sequence: u32, choices: &[u8]) -> Vec<u8> {
        let place = self.place(voter, 0, sequence);
        self.ballot_at(&place, voter, choices)
    }

    pub fn decode(&mut self, voter: usize, choices: &[u8]) -> Ballot {
        Ballot::decode(self.ballot(voter, 1, choices)).unwrap()
    }

    /// The lines of an archive with these leaves after the manifest, and a checkpoint after each of some sizes and at the
    /// end: what the platform would publish, whatever the leaves are.
    pub fn lines(&self, leaves: &[(Kind, Vec<u8>)]) -> Vec<Line> {
        let mut board = Frontier::default();
        let mut lines = Vec::new();
        let manifest = (Kind::Manifest, self.election.manifest().to_bytes());
        for (index, (kind, body)) in (0..).zip([&manifest].into_iter().chain(leaves)) {
            let leaf = Leaf { index, kind: *kind, body: Body::Whole(Blob(body.clone())) };
            board.push(leaf_hash(*kind, &sha256(&[body])));
            lines.push(Line::Leaf(leaf));
            if index == 0 {
                lines.extend(self.listed.chunks(4).map(|some| Line::Credentials(some.to_vec())));
                lines.extend(self.lots.iter().cloned());
            }
            if index % 3 == 2 || *kind == Kind::Close {
                lines.push(Line::Checkpoint(self.checkpoint(&board)));
            }
        }
        if !matches!(lines.last(), Some(Line::Checkpoint(_))) {
            lines.push(Line::Checkpoint(self.checkpoint(&board)));
        }
        lines
    }

    pub fn checkpoint(&self, board: &Frontier) -> Checkpoint {
        Checkpoint::sign(&self.board, *self.election.hash(), board.size(), CLOSES + board.size(), board.root())
    }

    pub fn close(&self, leaves: &[(Kind, Vec<u8>)]) -> (Kind, Vec<u8>) {
        let ballots = leaves.iter().filter(|(kind, _)| *kind == Kind::Ballot).count() as u64;
        let lots = (!self.lots.is_empty()).then(|| lots_root(&self.lots));
        (Kind::Close, to_json(&Close { time: CLOSES, ballots, lots }))
    }

    /// Close, decryptions by these trustees (from 1), result.
    pub fn count(&mut self, leaves: &mut Vec<(Kind, Vec<u8>)>, by: &[u16]) -> Counts {
        leaves.push(self.close(leaves));
        let report = check(&self.lines(leaves), Stage::Closed).unwrap();
        let tally = report.tally.unwrap();
        let mut parts = Vec::new();
        for trustee in by {
            let secret = &self.secrets[usize::from(*trustee) - 1];
            parts.push(tally.decrypt(&self.election, *trustee, secret, &mut self.rng).unwrap());
            leaves.push((Kind::Decryption, to_json(&parts[parts.len() - 1])));
        }
        let counts = tally.open(&self.election, &parts).unwrap();
        let counts = Counts { counts, ..report.counts.unwrap() };
        leaves.push((Kind::Result, to_json(&counts)));
        counts
    }
}

pub fn ballots(bodies: impl IntoIterator<Item = Vec<u8>>) -> Vec<(Kind, Vec<u8>)> {
    bodies.into_iter().map(|body| (Kind::Ballot, body)).collect()
}

pub fn bytes(lines: &[Line]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    lines.iter().for_each(|line| writer.line(line).unwrap());
    writer.finish().unwrap()
}

pub fn options(stage: Stage) -> Options {
    Options { stage, threads: NonZeroUsize::new(2).unwrap(), pinned: Vec::new() }
}

pub fn check_bytes(bytes: &[u8], options: &Options) -> Result<Report, Wrong> {
    verify(|| Ok(bytes), options, &mut ()).map_err(|error| match error {
        VerifyError::Wrong(wrong) => wrong,
        VerifyError::Io(error) => panic!("{error}"),
    })
}

pub fn check(lines: &[Line], stage: Stage) -> Result<Report, Wrong> {
    check_bytes(&bytes(lines), &options(stage))
}

/// The fault of an archive with these leaves.
pub fn fault(world: &World, leaves: &[(Kind, Vec<u8>)], stage: Stage) -> Fault {
    check(&world.lines(leaves), stage).expect_err("it holds").fault
}

/// An election that is over: two voters, one of them twice.
pub fn over() -> (World, Vec<(Kind, Vec<u8>)>) {
    let mut world = World::new(&Plan::default());
    let mut leaves =
        ballots([world.ballot(0, 1, &[0, 1, 2]), world.ballot(1, 1, &[3, 3, 2]), world.ballot(0, 2, &[1, 1, 1])]);
    world.count(&mut leaves, &[1, 2, 3]);
    (world, leaves)
}

/// Another body, signed again with this credential's key.
pub fn signed_by(credential: &Credential, body: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut body = body[..body.len() - 64].to_vec();
    body[33..65].copy_from_slice(&credential.public().0);
    change(&mut body);
    let signature = credential.sign(BALLOT_SIGNATURE, &body);
    body.extend_from_slice(&signature.0);
    body
}

pub fn resigned(world: &World, voter: usize, body: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    signed_by(&world.voters[voter], body, change)
}

pub fn hide_ballots(lines: &mut [Line]) {
    for line in lines {
        if let Line::Leaf(Leaf { kind: Kind::Ballot, body, .. }) = line
            && let Body::Whole(whole) = body
        {
            *body = Body::Hash(Fixed(sha256(&[&whole.0])));
        }
    }
}
