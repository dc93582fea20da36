//! A platform that holds one vote, with a real board; and the ways in which it can lie.

use super::server::{Answer, Seen, Server, json, problem};
use isoloir_ballot::archive::credential_root;
use isoloir_ballot::ballot::Ballot;
use isoloir_ballot::board::{Checkpoint, Kind, Receipt, Tree, leaf_hash};
use isoloir_ballot::bytes::{Blob, Bytes32, Fixed};
use isoloir_ballot::credential::Credential;
use isoloir_ballot::hash::sha256;
use isoloir_ballot::manifest::{Candidate, CredentialList, Election, FORMAT, LotRules, Manifest};
use isoloir_ballot::trustees::{TrusteeSecret, Trustees};
use isoloir_shared::api::ids::Tracker;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json as value};
use std::sync::{Arc, Mutex};

/// How it lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lie {
    /// Not at all.
    #[default]
    None,
    /// The receipt is of another ballot.
    AnotherReceipt,
    /// There is a receipt, without the board's word.
    NoBoard,
    /// The path leads elsewhere.
    WrongPlace,
    /// The checkpoint is signed with another key.
    AnotherKey,
    /// The board was made anew, without what stood on it.
    AnotherBoard,
    /// It does not show that it has grown.
    HidesGrowth,
    /// The manifest has another name in it.
    AnotherManifest,
    /// The grades stand the other way round in the manifest.
    ReversedScale,
    /// The best grade is shown under the worst one's name.
    SwappedWords,
    /// The manifest's key is not the trustees'.
    BrokenManifest,
    /// Somebody whom the manifest does not know is in the lot.
    ForeignLot,
    /// Somebody is in the lot under another's name.
    OtherName,
    /// A ballot is refused, and its bytes are kept.
    KeepsBack,
    /// Whatever ballot is asked for, it shows the first.
    AnotherTracker,
    /// No lie: it has no time to look for a ballot.
    Busy,
    /// It says that there is no such vote.
    Silent,
    /// No lie: the cast is recorded, and its answer is lost.
    CutAnswer,
}

/// What it keeps.
pub struct Town {
    pub lie: Lie,
    board: Credential,
    tree: Tree,
    /// By how it lies about it.
    election: Arc<Election>,
    pub credential: Option<Bytes32>,
    pub voted: bool,
    /// Ballots on the board, with their leaves.
    pub cast: Vec<(Vec<u8>, u64)>,
    pub spoiled: Vec<Bytes32>,
    sequence: u32,
    /// What it says that the next sequence is.
    pub told: Option<u32>,
    replaced: Vec<Bytes32>,
}

const SCALE: [&str; 3] = ["rejeter", "passable", "bien"];
const WORDS: [(&str, &str); 3] = [("Rejeter", "Reject"), ("Passable", "Acceptable"), ("Bien", "Good")];
const LOT: [u32; 3] = [3, 1, 2];

fn manifest(lie: Lie, board: &Credential) -> Election {
    let mut rng = StdRng::seed_from_u64(7);
    let ceremony = Fixed([5; 32]);
    let secrets: Vec<_> = (0..3).map(|_| TrusteeSecret::generate(&mut rng)).collect();
    let names = ["Ada", "Grace\u{202e}", "Joan"];
    let keys = (1..)
        .zip(&secrets)
        .zip(names)
        .map(|((n, secret), name)| (name.to_owned(), secret.publish(&ceremony, n, &mut rng)));
    let trustees = Trustees::all(ceremony, keys.collect());
    let mut scale: Vec<_> = SCALE.map(str::to_owned).into();
    if lie == Lie::ReversedScale {
        scale.reverse();
    }
    let name = |id: u32| if lie == Lie::AnotherManifest { format!("{id} bis") } else { format!("{id}") };
    let manifest = Manifest {
        format: FORMAT,
        primary: "p".into(),
        round: "preselection".into(),
        rules: Fixed([9; 32]),
        opens: 1,
        closes: 2,
        candidates: (1..=4).map(|id| Candidate { id, name: name(id) }).collect(),
        scale,
        no_opinion: true,
        change: true,
        lots: Some(LotRules { size: 3, per_voter: 3, commitment: Fixed([4; 32]) }),
        credentials: CredentialList { count: 0, root: credential_root(&[]), late: true },
        key: *trustees.check().unwrap().element(),
        trustees,
        board: board.public(),
    };
    Election::read(&manifest.to_bytes()).unwrap()
}

impl Town {
    fn new() -> Self {
        let board = Credential::from_secret(&[1; 32]);
        let election = Arc::new(manifest(Lie::None, &board));
        let mut town = Self {
            lie: Lie::None,
            board,
            tree: Tree::default(),
            election,
            credential: None,
            voted: false,
            cast: Vec::new(),
            spoiled: Vec::new(),
            sequence: 1,
            told: None,
            replaced: Vec::new(),
        };
        town.append(Kind::Manifest, &town.election.hash().0.clone());
        town
    }

    /// It lies from now on.
    pub fn lie(&mut self, lie: Lie) {
        self.lie = lie;
        match lie {
            Lie::AnotherManifest | Lie::ReversedScale => self.election = Arc::new(manifest(lie, &self.board)),
            Lie::AnotherBoard => {
                let size = self.tree.size();
                self.tree = Tree::default();
                (0..=size).for_each(|n| self.tree.push([u8::try_from(n).unwrap(); 32]));
            }
            _ => {}
        }
    }

    /// Others vote.
    pub fn others(&mut self, n: u8) {
        for n in 0..n {
            self.append(Kind::Ballot, &[n; 32]);
        }
    }

    pub fn election(&self) -> &Election {
        &self.election
    }

    fn append(&mut self, kind: Kind, body: &[u8; 32]) -> u64 {
        self.tree.push(leaf_hash(kind, body));
        self.tree.size() - 1
    }

    fn checkpoint(&self) -> Checkpoint {
        let key = if self.lie == Lie::AnotherKey { Credential::from_secret(&[2; 32]) } else { self.board.clone() };
        let size = self.tree.size();
        Checkpoint::sign(&key, *self.election.hash(), size, size, self.tree.root(size).unwrap())
    }

    fn receipt(&self, hash: Bytes32, leaf: u64) -> Value {
        let mut receipt = Receipt::new(&self.tree, hash, leaf, self.checkpoint()).unwrap();
        match self.lie {
            Lie::AnotherReceipt => receipt.ballot = Fixed([3; 32]),
            Lie::WrongPlace => receipt.leaf = 0,
            _ => {}
        }
        let board = (self.lie != Lie::NoBoard).then_some(receipt);
        value!({"tracker": Tracker::of(&hash), "round": "preselection", "lot": 7, "cast_at": "2016-11-01T00:00:00Z",
            "status": "recorded", "board": board})
    }

    fn lot(&self) -> Value {
        let row = |id: u32| {
            let id = if self.lie == Lie::ForeignLot { id + 50 } else { id };
            let name = if self.lie == Lie::OtherName { 6 - id } else { id }.to_string();
            value!({"candidate": {"id": id, "name": name, "state": "confirmed", "supports": 0, "charter": true},
                "shown_before": 0, "reason": "drawn"})
        };
        value!({"id": 7, "draw": 1, "candidates": LOT.map(row), "issued_at": "2016-11-01T00:00:00Z",
            "expires_at": "2016-11-01T00:30:00Z", "status": "open", "sequence": self.told.unwrap_or(self.sequence)})
    }

    fn answer(&mut self, seen: &Seen) -> Option<Answer> {
        let (line, query) = seen.line.split_once('?').unwrap_or((&seen.line, ""));
        let body: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
        Some(match line {
            "GET /v1/me" => json(value!({"email": "ada@example.org", "lang": "fr", "registered": true,
                "assurance": "email", "created_at": "2016-04-05T00:00:00Z"})),
            "GET /v1/primary" => json(primary(self.lie)),
            "GET /v1/elections/preselection" if self.lie == Lie::Silent => problem(404, "not_found"),
            "GET /v1/elections/preselection" => {
                let mut manifest = self.election.manifest().clone();
                if self.lie == Lie::BrokenManifest {
                    manifest.closes = 0;
                }
                json(value!({"round": "preselection", "manifest": Blob(manifest.to_bytes()), "local": false,
                    "state": "open", "decrypted": [], "checkpoint": self.checkpoint()}))
            }
            "GET /v1/elections/preselection/consistency" => {
                if self.lie == Lie::HidesGrowth {
                    return Some(problem(404, "not_found"));
                }
                let numbers: Vec<u64> = query.split('&').filter_map(|it| it.split_once('=')?.1.parse().ok()).collect();
                let path = self.tree.consistency(numbers[0], numbers[1]).unwrap_or_default();
                json(value!({"path": path.into_iter().map(Fixed).collect::<Vec<Bytes32>>()}))
            }
            "PUT /v1/me/credentials/preselection" => {
                let credential: Bytes32 = serde_json::from_value(body["credential"].clone()).ok()?;
                let replace = body["replace"] == true && !self.voted;
                if self.credential.is_some_and(|it| it != credential) && !replace {
                    return Some(problem(409, "other_credential"));
                }
                if self.replaced.contains(&credential) {
                    return Some(problem(409, "duplicate"));
                }
                self.replaced.extend(self.credential.filter(|it| *it != credential));
                self.credential = Some(credential);
                json(value!({"credential": credential, "voted": self.voted}))
            }
            "POST /v1/me/lots" if self.credential.is_none() => problem(409, "no_credential"),
            "POST /v1/me/lots" | "GET /v1/me/lots/7" => json(self.lot()),
            "PUT /v1/me/lots/7/ballot" => {
                let Blob(bytes) = serde_json::from_value(body["ballot"].clone()).ok()?;
                let ballot = Ballot::decode(bytes.clone()).ok()?;
                let hash = *ballot.hash();
                ballot.fits(self.election.hash(), &LOT, self.election.columns()).ok()?;
                ballot.check_signature().ok()?;
                ballot.check_proof(self.election.key(), self.election.generators()).ok()?;
                if self.credential != Some(ballot.place().credential) {
                    return Some(problem(
                        409,
                        if self.credential.is_some() { "other_credential" } else { "no_credential" },
                    ));
                }
                if self.lie == Lie::KeepsBack {
                    return Some(problem(422, "invalid_ballot"));
                }
                if self.spoiled.contains(&hash) || self.cast.iter().any(|(it, _)| *it == bytes) {
                    return Some(problem(409, "copied_ballot"));
                }
                if ballot.place().sequence < self.sequence {
                    return Some(problem(409, "old_ballot"));
                }
                let leaf = self.append(Kind::Ballot, &hash.0);
                self.cast.push((bytes, leaf));
                (self.voted, self.sequence) = (true, ballot.place().sequence + 1);
                if self.lie == Lie::CutAnswer { Answer::Cut } else { json(self.receipt(hash, leaf)) }
            }
            "POST /v1/me/spoiled/preselection" => {
                let hash: Bytes32 = serde_json::from_value(body["ballot"].clone()).ok()?;
                self.spoiled.push(hash);
                let leaf = self.append(Kind::Spoiled, &sha256(&[&hash.0]));
                json(value!({"leaf": leaf, "checkpoint": self.checkpoint()}))
            }
            _ if line.starts_with("GET /v1/receipts/") && self.lie == Lie::Busy => problem(503, "unavailable"),
            _ if line.starts_with("GET /v1/receipts/") => {
                let tracker = line.trim_start_matches("GET /v1/receipts/");
                let found = self.cast.iter().map(|(bytes, leaf)| (Fixed(sha256(&[bytes])), *leaf));
                let any = self.lie == Lie::AnotherTracker;
                match found.into_iter().find(|(hash, _)| any || Tracker::of(hash).0 == tracker) {
                    Some((hash, leaf)) => {
                        let mut view = self.receipt(hash, leaf);
                        view.as_object_mut()?.retain(|name, _| !matches!(name.as_str(), "lot" | "cast_at"));
                        json(view)
                    }
                    None => problem(404, "not_found"),
                }
            }
            _ => problem(404, "not_found"),
        })
    }

    /// Opens a town to the world.
    pub async fn open() -> (Server, Arc<Mutex<Self>>) {
        let town = Arc::new(Mutex::new(Self::new()));
        let there = town.clone();
        let server = Server::choosing(move |seen| there.lock().unwrap().answer(seen)).await;
        (server, town)
    }
}

fn primary(lie: Lie) -> Value {
    let words = |value: usize| WORDS[if lie == Lie::SwappedWords { 2 - value } else { value }];
    let grade = |(value, key): (usize, &str)| value!({"value": value, "key": key, "letter": (b'C' - u8::try_from(value).unwrap()) as char, "name": {"fr": words(value).0, "en": words(value).1}});
    // Best first, as platforms send it.
    let scale: Vec<Value> = SCALE.iter().copied().enumerate().rev().map(grade).collect();
    value!({
        "id": "p", "name": {"fr": "Primaire", "en": "Primary"}, "zone": "UTC", "now": "2016-11-01T00:00:00Z",
        "scale": scale, "phases": [], "demo": false,
        "rules": {"supports": 5, "nominations": 5, "threshold": 500, "lot_size": 3, "lot_minutes": 30, "max_lots": 3, "finalists": 5,
            "confirmation_days": 8, "change_ballot": true, "no_opinion": true, "minimum_age": 18, "age_on": "2017-04-22"},
    })
}
